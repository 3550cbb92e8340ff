//! Whether the way to a database is encrypted, and what a person does where it cannot be.
use super::{Parts, decoded};
use crate::engine::Engine;
use crate::fault::Fault;

/// How a database is reached.
pub struct Way {
    /// Parameters that are added to its URL.
    pub more: Vec<(&'static str, &'static str)>,
    /// The server is asked afterwards whether the connection is encrypted.
    pub asks: bool,
    /// What a person checks where there is no connection.
    pub checking: String,
}
/// A host of this machine: what goes there leaves no wire.
fn is_loopback(host: &str) -> bool {
    let host = decoded(host);
    if host.is_empty() || host.starts_with('/') || host.starts_with('@') || host.eq_ignore_ascii_case("localhost") {
        return true;
    }
    host.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}
/// Host without port.
fn bare(host: &str) -> &str {
    match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.rsplit_once(':').map_or(host, |h| h.0),
    }
}
/// How a database is reached; `whole` is its URL with its variables, `written` as a person wrote it.
///
/// # Errors
/// Rows and passwords would leave this machine in the clear.
pub fn way(engine: Engine, (whole, written): (&str, &str), parts: &Parts, value: &dyn Fn(&str) -> Option<String>, place: &str) -> Result<Way, Fault> {
    let clear = |next: String| {
        let reason = "Everybody on the way could read the customers' rows";
        Err(Fault::new(place, "the connection to another machine would not be encrypted", reason, next))
    };
    let own = Parts::of(written);
    let named: Vec<&str> = parts.hosts.split(',').map(bare).collect();
    let remote = !named.iter().all(|h| is_loopback(h));
    let running = "check host and port, and that the server is running";
    match engine {
        Engine::PostgreSql => postgresql((whole, written), parts, own.as_ref(), &named, value).or_else(clear),
        Engine::Spark if !remote => Ok(Way { more: vec![], asks: false, checking: running.into() }),
        Engine::Spark => {
            let tunnel = tunnel(own.as_ref(), (15002, 15002), |_| "sc://localhost:15002".into());
            if parts.parameter("use_ssl").is_none_or(|v| !v.eq_ignore_ascii_case("true")) {
                return clear(format!("write --from \"{}\"; where the server offers no TLS, {tunnel}", with_tls(written)));
            }
            let checking = format!(
                "{running} and answers with TLS there, by a certificate for this host whose authority this machine knows or export SSL_CERT_FILE=/path/to/ca.crt names. \
                 Apache Spark's own server offers no TLS: put a proxy before it, or {tunnel}"
            );
            Ok(Way { more: vec![], asks: false, checking })
        }
        Engine::FlightSql if remote && parts.scheme != "grpc+tls" => clear("write grpc+tls:// in the place of grpc://".into()),
        _ => Ok(Way { more: vec![], asks: false, checking: running.into() }),
    }
}
/// # Errors
/// What to do instead.
fn postgresql(
    (whole, written): (&str, &str),
    parts: &Parts,
    own: Option<&Parts>,
    named: &[&str],
    value: &dyn Fn(&str) -> Option<String>,
) -> Result<Way, String> {
    let host = parts.parameter("hostaddr").or(parts.parameter("host")).map(str::to_string);
    let service = parts.parameter("service").is_some() || value("PGSERVICE").is_some();
    let from_outside = || value("PGHOSTADDR").or_else(|| value("PGHOST"));
    let hosts = if named.iter().any(|h| !h.is_empty()) { host.unwrap_or(named.join(",")) } else { host.or_else(from_outside).unwrap_or_default() };
    let mut more = vec![("connect_timeout", "10"), ("tcp_user_timeout", "30000"), ("keepalives_idle", "10"), ("application_name", "plan-loyalty")];
    more.retain(|(name, _)| parts.parameter(name).is_none());
    // The same way as here: psql alone would connect without TLS, too.
    let joined = |parameter: &str| format!("{written}{}{parameter}", if whole.contains('?') { '&' } else { '?' });
    let checking = |url: &str| format!("check host, port, database and user, and give the password as PGPASSWORD or in ~/.pgpass; psql \"{url}\" must connect");
    let login = |p: &Parts| match (p.user, p.password) {
        (Some(user), Some(password)) => format!("{user}:{password}@"),
        (user, _) => user.map_or_else(String::new, |u| format!("{u}@")),
    };
    let tunnel = tunnel(own, (15432, 5432), |p| match p {
        Some(p) if !p.path.is_empty() => format!("postgresql://{}localhost:15432/{}", login(p), p.path),
        _ => "postgresql://USER@localhost:15432/DATABASE".into(),
    });
    let said = parts.parameter("sslmode").map(str::to_string).or_else(|| value("PGSSLMODE"));
    let mut certificate = String::new();
    if matches!(said.as_deref(), Some("verify-ca" | "verify-full")) {
        let by = match parts.parameter("sslrootcert").map(str::to_string).or_else(|| value("PGSSLROOTCERT")) {
            Some(_) => "in the file that sslrootcert names".to_string(),
            None => format!("in ~/.postgresql/root.crt, or in a file that you name: --from \"{}\"", joined("sslrootcert=/path/to/ca.crt")),
        };
        certificate = format!(". The server's certificate must be for this host and signed by an authority {by}");
    }
    let no_tls = format!(". Where the server offers no TLS, {tunnel}");
    if hosts.is_empty() && service {
        return Ok(Way { more, asks: true, checking: checking(written) + &certificate + &no_tls });
    }
    if hosts.split(',').all(is_loopback) {
        return Ok(Way { more, asks: false, checking: checking(written) + &certificate });
    }
    let url = match said.as_deref() {
        Some("require" | "verify-ca" | "verify-full") => written.to_string(),
        Some(_) => {
            let known = "write sslmode=verify-full into the URL, or sslmode=require where the server has no certificate that this machine knows";
            return Err(format!("{known}; where it offers no TLS, {tunnel}"));
        }
        None => {
            more.push(("sslmode", "require"));
            joined("sslmode=require")
        }
    };
    Ok(Way { more, asks: false, checking: checking(&url) + &certificate + &no_tls })
}
/// How a server that offers no TLS is reached all the same: ports here and there, and the URL through the tunnel.
fn tunnel(own: Option<&Parts>, (here, there): (u16, u16), url: impl Fn(Option<&Parts>) -> String) -> String {
    let first = own.and_then(|p| p.hosts.split(',').next()).unwrap_or_default();
    let host = if first.is_empty() { "HOST" } else { bare(first) };
    let port = first[first.len().min(host.len())..].rsplit(':').next().and_then(|p| p.parse::<u16>().ok()).unwrap_or(there);
    format!("use a tunnel: ssh -N -L {here}:localhost:{port} {host}; then --from \"{}\"", url(own))
}
/// The URL of Spark Connect with TLS.
fn with_tls(written: &str) -> String {
    let mut parts = written.split(';');
    let address = parts.next().unwrap_or_default();
    let address = if address.splitn(4, '/').count() > 3 { address.to_string() } else { format!("{address}/") };
    let others = parts.filter(|p| !p.is_empty() && !p.to_ascii_lowercase().starts_with("use_ssl=")).map(|p| format!(";{p}"));
    format!("{address};use_ssl=true{}", others.collect::<String>())
}
