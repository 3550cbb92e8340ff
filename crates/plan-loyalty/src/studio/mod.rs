//! The door for people in a browser: one page on which a change of a plan shows at once what it does.
//!
//! `guard` says who may come in, `http` bounds what they may send and cancels what nobody waits for, `state` is the address of the page: the differences from
//! the saved plan, `controls` are the figures that it offers to change and `drivers` the assumptions among them, `desk` calls the operations and keeps what they answered, `page` and its neighbours
//! write HTML; `begin` is the address of the page of the data, from which a first plan is made, `files` keeps what is dropped there; `shops` keeps shops that run the plan's program, `sandbox` is their page; `keys` asks the running SSH agent. The page works without its script; with it, a change shows while it is made. Nothing is computed here and nothing leaves the machine.
mod begin;
mod controls;
mod desk;
mod drivers;
mod files;
mod guard;
mod http;
mod keys;
mod number;
mod page;
mod sandbox;
mod settings;
mod shops;
mod state;

pub use settings::Settings;

use begin::Begin;
use desk::Desk;
use guard::Guard;
use loyalty_app::context::WriteGate;
use loyalty_app::operations::init;
use loyalty_app::refusal::Refusal;
use std::io::Write;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;

/// Serves until Ctrl-C. What may still be writing holds the gate.
///
/// # Errors
/// No such plan, a database that cannot be asked as it is named, a port that cannot be listened on.
pub fn run(settings: Settings) -> Result<WriteGate, Refusal> {
    let gate = settings.context.gate.clone();
    let mut beginning = Begin::default();
    if let Some(from) = &settings.from {
        // What is wrong with it is told in the terminal; an address with a password reaches no browser.
        init::check_database(&settings.context, from)?;
        beginning.put("from", from)?;
    }
    let desk = Arc::new(Desk::open(settings.context, settings.plan.as_deref(), settings.fault)?);
    let broken = |e: std::io::Error| Refusal::machine("--port", format!("127.0.0.1:{}: {e}", settings.port), "choose another port, or leave --port out");
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, settings.port)).map_err(broken)?;
    let guard = Arc::new(Guard::new(listener.local_addr().map_err(broken)?.port())?);
    // Whoever reads this may stop reading: the studio goes on.
    let _ = writeln!(
        std::io::stdout(),
        "plan-loyalty studio: {} at {}\n  Whoever has this address may change the plan. Ctrl-C ends the studio.",
        desk.plan().unwrap_or_else(|| "a new plan".into()),
        guard.address()
    );
    if desk.plan().is_some() {
        let warming = Arc::clone(&desk);
        std::thread::spawn(move || warming.warm());
    }
    if let Some(open) = settings.open {
        open(&guard.address_for_one_use());
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|e| Refusal::machine("studio", e.to_string(), "close some programs and start it again"))?;
    let served = runtime.block_on(http::serve(desk, guard, listener, beginning.address()));
    runtime.shutdown_background();
    served?;
    Ok(gate)
}
