//! Who may come in. In this order: `Host` and `Origin` are this server's (DNS rebinding, other pages); the browser does not say that another site asks; the
//! token of the first address, or the cookie that was given for it, is right, compared in constant time; whoever writes names the page's own origin.
use http::header::{COOKIE, HOST, ORIGIN};
use http::{HeaderMap, Method, Uri};
use loyalty_app::refusal::Refusal;
use std::sync::{Mutex, PoisonError};
use subtle::ConstantTimeEq;

/// What a request meets at the door.
pub enum Entry {
    /// It is let in.
    Inside,
    /// Its token is right: it gets this cookie, and goes on to the page without the token.
    Cookie(String),
    /// It is not let in.
    Refused(Refusal),
}
/// Keys of one run of the studio.
pub struct Guard {
    port: u16,
    token: String,
    once: Mutex<Option<String>>,
    cookie: String,
}
impl Guard {
    /// New keys, 256 bits each.
    ///
    /// # Errors
    /// The system gives no random numbers.
    pub fn new(port: u16) -> Result<Guard, Refusal> {
        Ok(Guard { port, token: key()?, once: Mutex::new(Some(key()?)), cookie: key()? })
    }
    /// The address that lets a person in, as often as they open it.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/?token={}", self.port, self.token)
    }
    /// One that lets in once: other users of the machine may see with which arguments a browser is started.
    pub fn address_for_one_use(&self) -> String {
        let once = self.once.lock().unwrap_or_else(PoisonError::into_inner);
        format!("http://127.0.0.1:{}/?token={}", self.port, once.as_deref().unwrap_or_default())
    }
    /// Looks at a request before anything is done for it.
    pub fn look(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Entry {
        let hosts = [format!("127.0.0.1:{}", self.port), format!("localhost:{}", self.port)];
        let Some(host) = only(headers, HOST.as_str()).filter(|h| hosts.iter().any(|own| own.eq_ignore_ascii_case(h))) else {
            return refused("the request's Host", "another host is named", "Another name for this machine may be a page's trick to read the plan", self.next());
        };
        let origin = headers.contains_key(ORIGIN).then(|| only(headers, ORIGIN.as_str()).unwrap_or_default());
        if origin.is_some_and(|o| !o.eq_ignore_ascii_case(&format!("http://{host}"))) {
            return refused("the request's Origin", "another page sends it", "Only the studio's own page may ask it anything", self.next());
        }
        if let Some(token) = (*method == Method::GET && uri.path() == "/").then(|| token(uri)).flatten() {
            return if self.knows(&token) { Entry::Cookie(self.set_cookie()) } else { self.stranger("the token in the address is not the studio's") };
        }
        if headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none") {
            return refused("the request", "another site makes the browser send it", "Only the studio's own page may ask it anything", self.next());
        }
        if !self.has_cookie(headers) {
            return self.stranger("the studio does not know this browser");
        }
        if *method == Method::POST && origin.is_none() {
            return refused("the request's Origin", "it is missing", "Only the studio's own page may change the plan", self.next());
        }
        Entry::Inside
    }
    fn next(&self) -> String {
        "open the address that plan-loyalty studio printed when it started".into()
    }
    fn stranger(&self, fact: &str) -> Entry {
        refused("the address", fact, "The address with its token keeps other users and pages of this machine out", self.next())
    }
    fn knows(&self, token: &str) -> bool {
        let same = |own: &str| bool::from(token.as_bytes().ct_eq(own.as_bytes()));
        let mut once = self.once.lock().unwrap_or_else(PoisonError::into_inner);
        if once.as_deref().is_some_and(same) {
            *once = None;
            return true;
        }
        same(&self.token)
    }
    /// Cookies are shared by all ports of a host: its name holds the port.
    fn cookie_name(&self) -> String {
        format!("plan-loyalty-studio-{}", self.port)
    }
    fn set_cookie(&self) -> String {
        format!("{}={}; HttpOnly; SameSite=Strict; Path=/", self.cookie_name(), self.cookie)
    }
    fn has_cookie(&self, headers: &HeaderMap) -> bool {
        let name = format!("{}=", self.cookie_name());
        let all = headers.get_all(COOKIE).into_iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(';'));
        all.filter_map(|c| c.trim().strip_prefix(&name)).any(|value| bool::from(value.as_bytes().ct_eq(self.cookie.as_bytes())))
    }
}
fn refused(place: &str, fact: &str, reason: &str, next: String) -> Entry {
    Entry::Refused(Refusal::input(place, fact, reason, next))
}
/// The value of a header that is sent once.
fn only<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut all = headers.get_all(name).into_iter();
    let first = all.next()?.to_str().ok();
    if all.next().is_some() { None } else { first }
}
fn token(uri: &Uri) -> Option<String> {
    form_urlencoded::parse(uri.query()?.as_bytes()).find(|(name, _)| name == "token").map(|(_, value)| value.into_owned())
}
/// 256 random bits.
///
/// # Errors
/// The system gives no random numbers.
pub fn key() -> Result<String, Refusal> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).map_err(|e| Refusal::machine("the token", e.to_string(), "start it again"))?;
    Ok(bytes.iter().map(|b| format!("{b:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    fn entry(guard: &Guard, method: &Method, uri: &str, headers: &[(&'static str, String)]) -> &'static str {
        let mut all = HeaderMap::new();
        for (name, value) in headers {
            all.append(*name, value.parse().unwrap());
        }
        match guard.look(method, &uri.parse().unwrap(), &all) {
            Entry::Inside => "inside",
            Entry::Cookie(_) => "cookie",
            Entry::Refused(_) => "refused",
        }
    }
    #[test]
    fn only_the_own_page_with_its_cookie_comes_in() {
        let guard = Guard::new(4000).unwrap();
        let host = || ("host", "127.0.0.1:4000".to_string());
        let cookie = || ("cookie", format!("other=1; plan-loyalty-studio-4000={}", guard.cookie));
        let origin = || ("origin", "http://127.0.0.1:4000".to_string());
        let get = |headers: &[(&'static str, String)]| entry(&guard, &Method::GET, "/", headers);
        let post = |headers: &[(&'static str, String)]| entry(&guard, &Method::POST, "/save", headers);
        assert_eq!(get(&[host(), cookie()]), "inside");
        assert_eq!(get(&[host(), cookie(), origin()]), "inside");
        assert_eq!(get(&[("host", "LOCALHOST:4000".into()), cookie()]), "inside");
        assert_eq!(post(&[host(), cookie(), origin()]), "inside");
        // Nobody else, and nothing in between.
        assert_eq!(get(&[host()]), "refused");
        assert_eq!(get(&[cookie()]), "refused", "no Host");
        assert_eq!(get(&[host(), host(), cookie()]), "refused", "two Hosts");
        for other in ["evil.example:4000", "127.0.0.1", "127.0.0.1:4001", "127.0.0.1.evil.example:4000"] {
            assert_eq!(get(&[("host", other.into()), cookie()]), "refused", "{other}");
        }
        for other in ["http://evil.example", "null", "http://127.0.0.1:4001", "https://127.0.0.1:4000", "http://localhost:4000"] {
            assert_eq!(get(&[host(), cookie(), ("origin", other.into())]), "refused", "{other}");
            assert_eq!(post(&[host(), cookie(), ("origin", other.into())]), "refused", "{other}");
        }
        assert_eq!(post(&[host(), cookie()]), "refused", "a form of another page that hides where it comes from");
        assert_eq!(get(&[host(), cookie(), ("sec-fetch-site", "cross-site".into())]), "refused");
        let wrong = |value: &str| ("cookie", format!("plan-loyalty-studio-4000={value}"));
        assert_eq!(get(&[host(), wrong("")]), "refused");
        assert_eq!(get(&[host(), wrong(&guard.cookie[..63])]), "refused");
        assert_eq!(get(&[host(), wrong(&guard.token)]), "refused", "the token is no cookie");
    }
    #[test]
    fn a_token_gives_a_cookie_and_that_of_the_browser_gives_one_once() {
        let guard = Guard::new(4000).unwrap();
        let host = [("host", "127.0.0.1:4000".to_string())];
        let path = |address: String| address.strip_prefix("http://127.0.0.1:4000").unwrap().to_string();
        let (again, once) = (path(guard.address()), path(guard.address_for_one_use()));
        for _ in 0..2 {
            assert_eq!(entry(&guard, &Method::GET, &again, &host), "cookie");
        }
        assert_eq!(entry(&guard, &Method::GET, &once, &host), "cookie");
        assert_eq!(entry(&guard, &Method::GET, &once, &host), "refused");
        assert_eq!(entry(&guard, &Method::GET, "/?token=", &host), "refused");
        assert_eq!(entry(&guard, &Method::POST, &again, &host), "refused", "a token writes nothing");
        assert_eq!(entry(&guard, &Method::GET, &again.replacen("/?", "/quick?", 1), &host), "refused");
    }
}
