//! How the studio is started.
use loyalty_app::context::Context;
use loyalty_sandbox::Fault;

/// How the studio is started. All of it is a person's choice.
pub struct Settings {
    /// The plan: a path, a name, `latest`; none: one is made on the page first.
    pub plan: Option<String>,
    /// A database that the page of the data begins with.
    pub from: Option<String>,
    /// Port on loopback; 0: any that is free.
    pub port: u16,
    /// A fault that the sandbox has, to see that a suite of tests finds it.
    pub fault: Option<Fault>,
    /// Opens an address in the person's browser; none: they open it themselves.
    pub open: Option<fn(&str)>,
    /// Folder, plans, settings file, person: of the terminal that starts it.
    pub context: Context<'static>,
}
