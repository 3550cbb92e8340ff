//! The door for agents: an MCP server over stdio, and over HTTP on this machine.
//!
//! The engine computes, the agent explains. A tool's input becomes the same request that a command or the settings make (`input`), and the same
//! operation answers it. Here stands what a door adds: `path_sandbox` and `kernel_sandbox` keep files inside the folders named at start, `redact` keeps quotes, names
//! and customer ids from leaving, `elicit` asks a person what a request leaves open, `call` queues, reports progress and cancels, `error_result`
//! turns refusals into results that say what to do, `http` guards the socket.
//!
//! Approving, rejecting, resolving, overriding and publishing are a person's acts: no tool does them.
mod answer;
mod call;
mod dispatch;
mod elicit;
mod error_result;
mod http;
mod input;
mod kernel_sandbox;
mod path_sandbox;
mod prompts;
mod redact;
mod resources;
mod schema;
mod server;
mod server_context;
mod service;
mod settings;
mod tools;
mod view;

pub use settings::Settings;

use loyalty_app::context::WriteGate;
use loyalty_app::refusal::Refusal;
use rmcp::ServiceExt;
use server::Server;
use server_context::ServerContext;
use service::Service;
use std::sync::Arc;

/// Serves until the client goes, or until Ctrl-C. What may still be writing holds the gate.
///
/// # Errors
/// A folder that is not there, an address that cannot be listened on.
pub fn run(settings: Settings) -> Result<WriteGate, Refusal> {
    let gate = WriteGate::default();
    let context = ServerContext::open(&settings, gate.clone())?;
    let token = settings.http.as_ref().map(|_| http::token(settings.token_file.as_deref())).transpose()?;
    // Before any other thread is started: each is confined like the one that starts it.
    let confined = kernel_sandbox::enter(context.sandbox.folders(), &context.of_databases())?;
    if confined.is_none() {
        eprintln!("plan-loyalty: this system cannot confine the server to its folders (Linux 5.13 and later can); links are checked before files are opened");
    }
    let server = Server::new(Arc::new(Service::new(context)));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|e| Refusal::machine("mcp", e.to_string(), "close some programs and start it again"))?;
    let served = runtime.block_on(async {
        match settings.http.as_ref().zip(token) {
            Some((address, token)) => http::serve(server, &settings, address, token).await,
            None => stdio(server).await,
        }
    });
    // A run that is still at work is not waited for, files that take their places are.
    runtime.shutdown_background();
    served?;
    Ok(gate)
}
async fn stdio(server: Server) -> Result<(), Refusal> {
    let broken = |e: String| Refusal::machine("mcp", e, "the client must speak MCP over standard input and output");
    let service = match server.serve(rmcp::transport::stdio()).await {
        Ok(service) => service,
        // A client that goes before it has said anything is no error.
        Err(rmcp::service::ServerInitializeError::ConnectionClosed(_)) => return Ok(()),
        Err(e) => return Err(broken(e.to_string())),
    };
    service.waiting().await.map(drop).map_err(|e| broken(e.to_string()))
}
