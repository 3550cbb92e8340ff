//! The socket: who connects, how much they may send, what is answered. Work that nobody waits for any more is cancelled: a page that asks again breaks off
//! its last request, and the connection's end ends the work for it.
use super::desk::{Call, Desk};
use super::guard::{Entry, Guard};
use super::page::{self, Answer};
use super::sandbox;
use super::state::State;
use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName, LOCATION, SET_COOKIE};
use http::{HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use loyalty_app::refusal::{Refusal, RefusalKind};
use loyalty_engine::progress::CancelToken;
use std::convert::Infallible;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// Largest body and longest address.
const LARGEST_BODY: usize = 64 << 10;
const LONGEST_ADDRESS: usize = 32 << 10;
/// Open connections, and requests that wait for their turn; more are told to come again.
const CONNECTIONS: usize = 128;
const WAITING: usize = 64;
/// A request's head, and its body, must arrive within this.
const PATIENCE: Duration = Duration::from_secs(10);
/// Said with every answer: nothing is fetched from elsewhere, nothing is framed, nothing is kept.
const HEADERS: [(&str, &str); 6] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-frame-options", "DENY"),
];

struct Shared {
    desk: Arc<Desk>,
    guard: Arc<Guard>,
    queue: Queue,
    /// Where a plan is begun.
    beginning: String,
}
/// Turns to work, and places to wait for one.
struct Queue {
    turns: Semaphore,
    places: Semaphore,
}
type Sent = Response<Full<Bytes>>;

/// Answers until the process ends.
///
/// # Errors
/// A socket that cannot be listened on.
pub async fn serve(desk: Arc<Desk>, guard: Arc<Guard>, listener: TcpListener, beginning: String) -> Result<(), Refusal> {
    let broken = |e: std::io::Error| Refusal::machine("studio", e.to_string(), "start it again");
    listener.set_nonblocking(true).map_err(broken)?;
    let listener = tokio::net::TcpListener::from_std(listener).map_err(broken)?;
    let turns = std::thread::available_parallelism().map_or(2, std::num::NonZero::get).clamp(2, 8);
    let shared = Arc::new(Shared { desk, guard, queue: Queue { turns: Semaphore::new(turns), places: Semaphore::new(WAITING) }, beginning });
    let connections = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&connections).acquire_owned().await else { return Ok(()) };
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            Err(_) => {
                // Out of file descriptors, most likely: wait for some to come back.
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            let answer = service_fn(move |request| {
                let shared = Arc::clone(&shared);
                async move { Ok::<_, Infallible>(respond(&shared, request).await) }
            });
            let mut rules = hyper::server::conn::http1::Builder::new();
            rules.timer(TokioTimer::new()).header_read_timeout(PATIENCE).max_buf_size(LARGEST_BODY);
            // A client that breaks off is its own affair.
            let _ = rules.serve_connection(TokioIo::new(stream), answer).await;
            drop(place);
        });
    }
}
async fn respond(shared: &Shared, request: Request<Incoming>) -> Sent {
    let (head, body) = request.into_parts();
    match shared.guard.look(&head.method, &head.uri, &head.headers) {
        Entry::Inside => {}
        Entry::Cookie(cookie) => return with(go_to("/"), SET_COOKIE, &cookie),
        Entry::Refused(refusal) => return text(StatusCode::FORBIDDEN, &refusal),
    }
    let query = head.uri.query().unwrap_or_default().to_string();
    if query.len() > LONGEST_ADDRESS {
        return text(StatusCode::URI_TOO_LONG, &too_long("the address", "begin with the saved plan, at /"));
    }
    let desk = Arc::clone(&shared.desk);
    // Before there is a plan, every page of one is that of the data.
    let begins = ["/begin", "/files", "/progress", "/studio.css", "/studio.js", "/begin.js"];
    if desk.plan().is_none() && !begins.contains(&head.uri.path()) {
        return go_to(&shared.beginning);
    }
    match (&head.method, head.uri.path()) {
        (&Method::GET, "/begin") => work(&shared.queue, move |call| page::begin(&desk, call, query.as_bytes())).await,
        (&Method::POST, "/files") => {
            let kind = head.headers.get(CONTENT_TYPE).and_then(|k| k.to_str().ok()).unwrap_or_default();
            let received = desk.receive(kind, body).await;
            work(&shared.queue, move |_| page::received(&desk, received)).await
        }
        (&Method::GET, "/") => work(&shared.queue, move |call| page::whole(&desk, call, &query)).await,
        (&Method::GET, "/quick") => work(&shared.queue, move |call| page::quick(&desk, call, &query)).await,
        (&Method::GET, "/apply") => work(&shared.queue, move |_| page::apply(&desk, &query)).await,
        (&Method::GET, "/progress") => progress(&desk, &query),
        (&Method::GET, "/compare") => work(&shared.queue, move |call| page::compare(&desk, call, &query)).await,
        (&Method::GET, "/trace") => work(&shared.queue, move |call| page::trace(&desk, call, &query)).await,
        (&Method::GET, "/sign") => work(&shared.queue, move |call| page::sign(&desk, call, query.as_bytes())).await,
        (&Method::GET, "/decision") => work(&shared.queue, move |call| page::decision(&desk, call)).await,
        (&Method::GET, "/sandbox") => work(&shared.queue, move |_| sandbox::show(&desk, &query)).await,
        (&Method::POST, path @ ("/begin" | "/comment" | "/save" | "/sign" | "/sandbox")) => {
            let path = path.to_string();
            let read = tokio::time::timeout(PATIENCE, Limited::new(body, LARGEST_BODY).collect()).await;
            let Ok(Ok(read)) = read else { return text(StatusCode::PAYLOAD_TOO_LARGE, &too_long("the form", "save fewer changes at once")) };
            let form = read.to_bytes();
            work(&shared.queue, move |call| match path.as_str() {
                "/begin" => page::make(&desk, call, &form),
                "/comment" => page::comment(&desk, call, &form),
                "/save" => page::save(&desk, call, &form),
                "/sign" => page::signed(&desk, call, &form),
                _ => sandbox::act(&desk, &query, &form),
            })
            .await
        }
        (&Method::GET, "/studio.css") => work(&shared.queue, move |_| page::style(&desk)).await,
        (&Method::GET, "/studio.js") => answered(Answer::script(page::SCRIPT)),
        (&Method::GET, "/begin.js") => answered(Answer::script(page::BEGIN_SCRIPT)),
        (&Method::GET | &Method::POST, _) => text(StatusCode::NOT_FOUND, &nowhere()),
        _ => text(StatusCode::METHOD_NOT_ALLOWED, &nowhere()),
    }
}
/// The step at which the full appraisal of a state is, in a word or two; it waits for no turn.
fn progress(desk: &Desk, query: &str) -> Sent {
    let step = match query {
        "making" => desk.making_step(),
        _ => State::read(query).ok().and_then(|state| desk.step(&state)),
    };
    let step = step.unwrap_or_default();
    sent(StatusCode::OK, "text/plain; charset=utf-8", step)
}
fn too_long(place: &str, next: &str) -> Refusal {
    Refusal::input(place, "it is too long, or it did not arrive", "The studio reads a few kilobytes, in ten seconds", next)
}
fn nowhere() -> Refusal {
    Refusal::input("the address", "the studio has no such page", "Its pages are /, /begin, /compare, /decision, /sign and /sandbox", "open the page at /")
}
/// Cancels the work when it is dropped: the request is answered by then, or nobody waits.
struct UntilGone(CancelToken);
impl Drop for UntilGone {
    fn drop(&mut self) {
        self.0.cancel();
    }
}
/// Works on a thread that may take its time, in turn.
async fn work(queue: &Queue, what: impl FnOnce(&Call) -> Answer + Send + 'static) -> Sent {
    let Ok(_place) = queue.places.try_acquire() else {
        return text(StatusCode::SERVICE_UNAVAILABLE, &Refusal::input("the studio", "too many requests wait", "They are answered in turn", "reload the page"));
    };
    let Ok(_turn) = queue.turns.acquire().await else { return text(StatusCode::SERVICE_UNAVAILABLE, &nowhere()) };
    let call = Call::default();
    let _gone = UntilGone(call.cancel.clone());
    match tokio::task::spawn_blocking(move || what(&call)).await {
        Ok(answer) => answered(answer),
        Err(e) => text(StatusCode::INTERNAL_SERVER_ERROR, &Refusal::machine("the studio", e.to_string(), "report this as a bug; nothing was saved")),
    }
}
/// The status of a refusal.
pub fn status(kind: RefusalKind) -> StatusCode {
    match kind {
        RefusalKind::BadInput | RefusalKind::Escalated => StatusCode::UNPROCESSABLE_ENTITY,
        RefusalKind::Differs => StatusCode::CONFLICT,
        RefusalKind::Machine => StatusCode::INTERNAL_SERVER_ERROR,
        RefusalKind::Stopped => StatusCode::SERVICE_UNAVAILABLE,
    }
}
fn answered(answer: Answer) -> Sent {
    let code = match &answer {
        Answer::GoTo(place) => return go_to(place),
        Answer::Page { refusal, .. } => refusal.map_or(StatusCode::OK, status),
        Answer::File { .. } | Answer::Download { .. } => StatusCode::OK,
    };
    let (kind, body, address) = match answer {
        Answer::Page { html, address, .. } => ("text/html; charset=utf-8", html, address),
        Answer::File { kind, text } => (kind, text, None),
        Answer::Download { name, bytes } => {
            return with(sent(code, "application/octet-stream", bytes), CONTENT_DISPOSITION, &format!("attachment; filename=\"{name}\""));
        }
        Answer::GoTo(_) => ("", String::new(), None),
    };
    let sent = sent(code, kind, body);
    match address {
        Some(address) => with(sent, HeaderName::from_static("studio-address"), &address),
        None => sent,
    }
}
fn go_to(place: &str) -> Sent {
    with(sent(StatusCode::SEE_OTHER, "text/plain; charset=utf-8", String::new()), LOCATION, place)
}
fn text(code: StatusCode, refusal: &Refusal) -> Sent {
    sent(code, "text/plain; charset=utf-8", format!("{refusal}\n"))
}
fn sent(code: StatusCode, kind: &'static str, body: impl Into<Bytes>) -> Sent {
    let mut response = Response::new(Full::new(body.into()));
    *response.status_mut() = code;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}
fn with(mut response: Sent, name: HeaderName, value: &str) -> Sent {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;
    /// A request whose client goes away is cancelled at its work, and one that waits for its turn is never begun.
    #[test]
    fn what_nobody_waits_for_is_cancelled() {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let queue = Arc::new(Queue { turns: Semaphore::new(1), places: Semaphore::new(2) });
        let ((began, begins), (ended, ends)) = (channel(), channel());
        let asks = |what: Box<dyn FnOnce(&Call) -> Answer + Send>| {
            let queue = Arc::clone(&queue);
            runtime.spawn(async move { work(&queue, what).await.status() })
        };
        let first = asks(Box::new(move |call| {
            began.send(()).unwrap();
            while !call.cancel.is_cancelled() {
                std::thread::yield_now();
            }
            ended.send(()).unwrap();
            Answer::GoTo("/".into())
        }));
        begins.recv().unwrap();
        let second = asks(Box::new(|_| panic!("it is never begun")));
        while queue.places.available_permits() > 0 {
            std::thread::yield_now();
        }
        let third = asks(Box::new(|_| panic!("there is no place for it")));
        assert_eq!(runtime.block_on(third).unwrap(), StatusCode::SERVICE_UNAVAILABLE);
        second.abort();
        assert!(runtime.block_on(second).unwrap_err().is_cancelled());
        first.abort();
        assert!(runtime.block_on(first).unwrap_err().is_cancelled());
        ends.recv().unwrap();
        let fourth = asks(Box::new(|call| if call.cancel.is_cancelled() { Answer::script("") } else { Answer::GoTo("/".into()) }));
        assert_eq!(runtime.block_on(fourth).unwrap(), StatusCode::SEE_OTHER, "the next has its turn, and is not cancelled");
    }
}
