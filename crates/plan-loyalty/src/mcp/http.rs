//! Streamable HTTP on this machine: who may come in, how much they may send, how many at once.
//!
//! In this order: the address is loopback unless a person exposed it; `Host` and `Origin` are those of this machine (DNS rebinding); the
//! bearer token is right, compared in constant time, and the connection of whoever has none is closed; the body is bounded; sessions are bounded;
//! connections are bounded and the rest wait to be accepted.
use super::server::Server;
use super::settings::Settings;
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONNECTION, CONTENT_TYPE, WWW_AUTHENTICATE};
use http::{Request, Response, StatusCode};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use loyalty_app::refusal::Refusal;
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::{StreamableHttpServerConfig, StreamableHttpService};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use subtle::ConstantTimeEq;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// Names the session of a request; one without it may begin a session.
const SESSION: &str = "mcp-session-id";
/// Largest request body.
const LARGEST_BODY: usize = 1 << 20;
/// Open connections; more wait to be accepted.
const CONNECTIONS: usize = 128;
/// Sessions at once; one that nobody uses ends after [`KEPT`].
const SESSIONS: usize = 256;
const KEPT: Duration = Duration::from_secs(900);
/// A request's head must arrive within this.
const HEAD: Duration = Duration::from_secs(10);

type Service = StreamableHttpService<Server, LocalSessionManager>;
type Sessions = Arc<LocalSessionManager>;
type Body = BoxBody<Bytes, Infallible>;

/// Listens until Ctrl-C.
///
/// # Errors
/// An address that cannot be listened on, or that other machines reach without a word.
pub async fn serve(server: Server, settings: &Settings, address: &str, token: String) -> Result<(), Refusal> {
    let at: SocketAddr = address.parse().map_err(|_| {
        Refusal::input(
            "--http",
            format!("{address:?} is no address"),
            "The server listens on one address and port",
            "write an address and a port, for example 127.0.0.1:8321",
        )
    })?;
    if !at.ip().is_loopback() && !settings.expose {
        return Err(Refusal::input(
            "--http",
            format!("{at} can be reached from other machines"),
            "The tools read and write files here",
            "listen on 127.0.0.1, or add --expose if you mean it and put TLS in front",
        ));
    }
    let listener = TcpListener::bind(at).await.map_err(|e| Refusal::machine("--http", format!("{at}: {e}"), "choose another port"))?;
    let at = listener.local_addr().unwrap_or(at);
    let token = Arc::new(token);
    eprintln!(
        "plan-loyalty: MCP over HTTP at http://{at}/mcp; files under {}",
        server.folders().map(|f| f.display().to_string()).collect::<Vec<_>>().join(", ")
    );
    match &settings.token_file {
        Some(file) => eprintln!("  Authorization: Bearer (the token in {})", file.display()),
        None => eprintln!("  Authorization: Bearer {token}"),
    }
    let (service, sessions) = service(server, settings, at);
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return Ok(()) };
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            Err(_) => {
                // Out of file descriptors, most likely: wait for some to come back.
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let (service, sessions, token) = (service.clone(), Arc::clone(&sessions), Arc::clone(&token));
        tokio::spawn(async move {
            let answer = service_fn(move |request| respond(service.clone(), Arc::clone(&sessions), Arc::clone(&token), request));
            let mut rules = hyper::server::conn::http1::Builder::new();
            rules.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(64 * 1024);
            // A client that breaks off is its own affair.
            let _ = rules.serve_connection(TokioIo::new(stream), answer).await;
            drop(place);
        });
    }
}
fn service(server: Server, settings: &Settings, at: SocketAddr) -> (Service, Sessions) {
    let mut hosts: Vec<String> = ["localhost", "127.0.0.1", "[::1]", "::1"].iter().flat_map(|h| [h.to_string(), format!("{h}:{}", at.port())]).collect();
    hosts.push(at.to_string());
    let config = StreamableHttpServerConfig::default()
        .with_allowed_hosts(hosts)
        .with_allowed_origins(settings.origins.clone())
        .enforce_origin_validation()
        .with_max_request_body_bytes(LARGEST_BODY);
    let mut sessions = LocalSessionManager::default();
    sessions.session_config.keep_alive = Some(KEPT);
    let sessions = Arc::new(sessions);
    (StreamableHttpService::new(move || Ok(server.clone()), Arc::clone(&sessions), config), sessions)
}
async fn respond(service: Service, sessions: Sessions, token: Arc<String>, request: Request<Incoming>) -> Result<Response<Body>, Infallible> {
    if request.uri().path() != "/mcp" {
        return Ok(refused(StatusCode::NOT_FOUND, "the MCP endpoint is /mcp"));
    }
    let sent = request.headers().get(AUTHORIZATION).and_then(|h| h.to_str().ok()).and_then(|h| h.strip_prefix("Bearer ")).unwrap_or_default();
    if !bool::from(sent.as_bytes().ct_eq(token.as_bytes())) {
        let mut response = refused(StatusCode::UNAUTHORIZED, "send Authorization: Bearer TOKEN; the server printed the token when it started");
        response.headers_mut().insert(WWW_AUTHENTICATE, http::HeaderValue::from_static("Bearer"));
        response.headers_mut().insert(CONNECTION, http::HeaderValue::from_static("close"));
        return Ok(response);
    }
    if !request.headers().contains_key(SESSION) && sessions.sessions.read().await.len() >= SESSIONS {
        return Ok(refused(StatusCode::SERVICE_UNAVAILABLE, "too many sessions are open; end one, or wait until those that nobody uses have ended"));
    }
    Ok(service.handle(request).await)
}
fn refused(status: StatusCode, words: &str) -> Response<Body> {
    let mut response = Response::new(Full::new(Bytes::from(format!("{words}\n"))).boxed());
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, http::HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}
/// The token in the file, else a new one of 256 bits.
///
/// # Errors
/// No such file, or no token in it.
pub fn token(file: Option<&Path>) -> Result<String, Refusal> {
    if let Some(file) = file {
        let bad = |fact: String| Refusal::input(file.display().to_string(), fact, "The token keeps others out", "write at least 32 letters and digits into it");
        let text = std::fs::read_to_string(file).map_err(|e| bad(e.to_string()))?;
        let text = text.trim();
        return if text.len() >= 32 && text.chars().all(|c| c.is_ascii_graphic()) { Ok(text.into()) } else { Err(bad("this is no token".into())) };
    }
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).map_err(|e| Refusal::machine("the token", e.to_string(), "give one with --token-file"))?;
    Ok(bytes.iter().map(|b| format!("{b:02x}")).collect())
}
