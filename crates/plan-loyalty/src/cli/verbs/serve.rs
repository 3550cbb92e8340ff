//! The servers: for agents, and for people in a browser.
use crate::cli::exit;
use crate::cli::terminal::Terminal;
use loyalty_app::refusal::Refusal;

/// `mcp`: serves until the client goes; then the program ends, but never while files take their places.
///
/// # Errors
/// A folder that is not there, an address that cannot be listened on.
#[cfg(feature = "mcp")]
pub fn mcp(at: &Terminal, a: crate::cli::args::McpArgs) -> Result<u8, Refusal> {
    use crate::cli::args::EffortOption;
    use crate::cli::{old_commands, terminal};
    use crate::mcp::{self, Settings};
    let gate = mcp::run(Settings {
        http: a.http,
        roots: a.root,
        allow_records: a.allow_records,
        token_file: a.token_file,
        origins: a.allow_origin,
        expose: a.expose,
        small_effort: a.effort == Some(EffortOption::Small),
        person: terminal::person(),
        databases: at.databases(a.driver.as_deref()),
        connections: a.from,
        old_commands: old_commands::read,
    })?;
    // A run that is still at work is not waited for.
    gate.hold(|| std::process::exit(i32::from(exit::DONE)))
}
/// `studio`: serves one plan until Ctrl-C.
///
/// # Errors
/// No such plan, a port that cannot be listened on.
#[cfg(feature = "studio")]
pub fn studio(at: &Terminal, a: &crate::cli::args::StudioArgs) -> Result<u8, Refusal> {
    use crate::cli::terminal::QUIET;
    use crate::studio::{self, Settings};
    use loyalty_app::operations::plans;
    let context = loyalty_app::context::Context { databases: at.databases(a.driver.as_deref()), ..at.of_plan(&a.file, &QUIET) };
    let open: Option<fn(&str)> = if a.no_open { None } else { Some(open_in_browser) };
    let fault = a.sandbox_fault.as_deref().map(fault).transpose()?;
    // Without a plan it begins with data; whoever names a database means a new plan.
    let none = a.from.is_some() || a.new || (a.file.plan == plans::LATEST && plans::saved(&context).is_ok_and(|all| all.is_empty()));
    let plan = (!none).then(|| a.file.plan.clone());
    let gate = studio::run(Settings { plan, from: a.from.clone(), port: a.port, fault, open, context })?;
    gate.hold(|| std::process::exit(i32::from(exit::DONE)))
}
/// The fault of this name.
///
/// # Errors
/// Another name.
#[cfg(feature = "studio")]
fn fault(name: &str) -> Result<loyalty_sandbox::Fault, Refusal> {
    use loyalty_sandbox::Fault;
    Fault::named(name).ok_or_else(|| {
        let all = Fault::ALL.map(Fault::name).join(", ");
        Refusal::input("--sandbox-fault", format!("unknown fault {name:?}"), "The sandbox breaks only rules that it knows", format!("choose one of {all}"))
    })
}
/// Opens an address in the person's own browser. Where there is none, they have the address on the screen.
#[cfg(feature = "studio")]
fn open_in_browser(address: &str) {
    use std::process::{Command, Stdio};
    let (program, arguments): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("rundll32", &["url.dll,FileProtocolHandler"]),
        _ => ("xdg-open", &[]),
    };
    let started = Command::new(program).args(arguments).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    // Its end is waited for, so that it leaves no dead process behind.
    if let Ok(mut started) = started {
        std::thread::spawn(move || started.wait());
    }
}
