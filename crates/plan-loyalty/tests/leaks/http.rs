//! The server over HTTP from a stranger's side: bodies, sockets and sessions are bounded, and who has no token is cut off.
use super::common;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Sessions that the server keeps at once, and how long a head may take.
const SESSIONS: usize = 256;
const HEAD: Duration = Duration::from_secs(10);

struct Http {
    child: Child,
    address: String,
    token: String,
}
impl Http {
    fn start(root: &std::path::Path) -> Http {
        let mut child = Command::new(common::PROGRAM)
            .args(["mcp", "--http", "127.0.0.1:0", "--effort", "small", "--root"])
            .arg(root)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
        let said = lines.next().unwrap();
        let address = said.split("http://").nth(1).unwrap().split('/').next().unwrap().to_string();
        let token = lines.next().unwrap().split_whitespace().last().unwrap().to_string();
        Http { child, address, token }
    }
    fn socket(&self) -> TcpStream {
        let socket = TcpStream::connect(&self.address).unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(40))).unwrap();
        socket
    }
    /// The head of the answer to one request on a socket of its own.
    fn ask(&self, method: &str, headers: &[(&str, &str)], body: &str) -> String {
        let mut socket = self.socket();
        send(&mut socket, &self.address, method, headers, body);
        head(&mut socket)
    }
    fn initialize(&self) -> String {
        let bearer = format!("Bearer {}", self.token);
        let hello = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}"#;
        self.ask("POST", &[("Authorization", &bearer)], hello)
    }
}
impl Drop for Http {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
fn send(socket: &mut TcpStream, address: &str, method: &str, headers: &[(&str, &str)], body: &str) {
    let more: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let head = format!("{method} /mcp HTTP/1.1\r\nHost: {address}\r\nAccept: application/json, text/event-stream\r\nContent-Type: application/json\r\n{more}");
    write!(socket, "{head}Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
}
fn head(socket: &mut TcpStream) -> String {
    let (mut out, mut byte) = (vec![], [0u8]);
    while !out.ends_with(b"\r\n\r\n") && socket.read(&mut byte).is_ok_and(|n| n == 1) {
        out.push(byte[0]);
    }
    String::from_utf8(out).unwrap().to_lowercase()
}
#[test]
fn who_has_no_token_is_cut_off_and_sessions_are_counted() {
    let root = tempfile::tempdir().unwrap();
    let server = Http::start(root.path());
    // Without the token, or with another: one answer, and the socket is closed.
    for headers in [&[][..], &[("Authorization", "Bearer wrong")]] {
        let mut socket = server.socket();
        send(&mut socket, &server.address, "POST", headers, "{}");
        let said = head(&mut socket);
        assert!(said.starts_with("http/1.1 401") && said.contains("connection: close"), "{said}");
        let mut rest = vec![];
        socket.read_to_end(&mut rest).unwrap();
        assert!(rest.len() < 200, "the socket is closed behind the answer");
    }
    // More sockets than the server takes, none of which says anything: they are cut, and who has the token comes in.
    let began = Instant::now();
    let silent: Vec<TcpStream> = (0..160).map(|_| server.socket()).collect();
    assert!(server.initialize().starts_with("http/1.1 200"), "the silent ones are cut within {HEAD:?}");
    assert!(began.elapsed() < 4 * HEAD, "{:?}", began.elapsed());
    let mut first = &silent[0];
    assert_eq!(first.read(&mut [0u8; 64]).unwrap_or(0), 0, "a socket that says nothing is closed");
    drop(silent);
    // One session is open already.
    let sessions: Vec<String> = (1..SESSIONS).map(|_| server.initialize()).collect();
    assert!(sessions.iter().all(|s| s.starts_with("http/1.1 200")), "{:?}", sessions.iter().find(|s| !s.starts_with("http/1.1 200")));
    let full = server.initialize();
    assert!(full.starts_with("http/1.1 503"), "{full}");
    // One that ends makes room for another.
    let session = |n: usize| sessions[n].lines().find_map(|l| l.strip_prefix("mcp-session-id: ")).unwrap().to_string();
    let (id, other) = (session(0), session(1));
    let bearer = format!("Bearer {}", server.token);
    let ended = server.ask("DELETE", &[("Authorization", &bearer), ("Mcp-Session-Id", &id)], "");
    assert!(ended.starts_with("http/1.1 2"), "{ended}");
    assert!(server.initialize().starts_with("http/1.1 200"));
    // A body over the limit is refused, whatever length it says.
    let large = format!(r#"{{"jsonrpc":"2.0","id":1,"method":"x","params":{{"a":"{}"}}}}"#, "a".repeat(2 << 20));
    let mut socket = server.socket();
    let headers = [("Authorization", bearer.as_str()), ("Mcp-Session-Id", other.as_str())];
    let more: String = headers.iter().map(|(n, v)| format!("{n}: {v}\r\n")).collect();
    let begin =
        format!("POST /mcp HTTP/1.1\r\nHost: {}\r\nAccept: application/json, text/event-stream\r\nContent-Type: application/json\r\n{more}", server.address);
    let _ = write!(socket, "{begin}Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{large}\r\n0\r\n\r\n", large.len());
    let said = head(&mut socket);
    assert!(said.starts_with("http/1.1 413") || said.is_empty(), "{said}");
}
