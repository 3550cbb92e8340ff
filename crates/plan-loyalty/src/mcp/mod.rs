//! The door for agents: an MCP server over stdio, and over HTTP on this machine.
//!
//! The engine computes, the agent explains. A tool call is turned into the words of the command line (`input`), so that the same request
//! gives the same job and the same plan; it is answered by the operation that the terminal calls. Here stands what a door adds:
//! `fence` keeps files inside the folders named at start, `scrub` keeps quotes, names and customer ids from leaving, `call` queues,
//! reports progress and stops, `words` turns refusals into results that say what to do, `http` guards the socket.
//!
//! Approving, rejecting, resolving, overriding and publishing are a person's acts: no tool does them.
mod answer;
mod call;
mod door;
mod elicit;
mod fence;
mod http;
mod input;
mod prompts;
mod resources;
mod schema;
mod scrub;
mod server;
mod tools;
mod view;
mod words;

use crate::error::{Refusal, exit};
use crate::operations;
use door::Door;
use rmcp::ServiceExt;
use server::Server;
use std::path::PathBuf;
use std::sync::Arc;

/// How the server is started. All of it is a person's choice: no tool changes it.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Address to listen on; none: stdio.
    pub http: Option<String>,
    /// Folders that may be read and written; none: the folder it is started in. The first is where plans are kept.
    pub roots: Vec<PathBuf>,
    /// Quotes of customers and names of persons may leave.
    pub allow_records: bool,
    /// File with the bearer token; none: one is made and printed.
    pub token_file: Option<PathBuf>,
    /// Web origins that may call, besides none.
    pub origins: Vec<String>,
    /// Listen on an address that other machines reach.
    pub expose: bool,
    /// Every run at small effort, for trying out.
    pub small_effort: bool,
}

/// Serves until the client goes, or until Ctrl-C.
///
/// # Errors
/// A folder that is not there, an address that cannot be listened on.
pub fn run(settings: &Settings) -> Result<u8, Refusal> {
    let door = Arc::new(Door::open(settings)?);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|e| Refusal::machine("mcp", e.to_string(), "close some programs and start it again"))?;
    let served = runtime.block_on(async {
        match &settings.http {
            Some(address) => http::serve(door, settings, address).await,
            None => stdio(door).await,
        }
    });
    // A run that is still at work is not waited for, files that take their places are.
    runtime.shutdown_background();
    served?;
    operations::leave(exit::PLANNED)
}
async fn stdio(door: Arc<Door>) -> Result<(), Refusal> {
    let broken = |e: String| Refusal::machine("mcp", e, "the client must speak MCP over standard input and output");
    let service = match Server::new(door).serve(rmcp::transport::stdio()).await {
        Ok(service) => service,
        // A client that goes before it has said anything is no error.
        Err(rmcp::service::ServerInitializeError::ConnectionClosed(_)) => return Ok(()),
        Err(e) => return Err(broken(e.to_string())),
    };
    service.waiting().await.map(drop).map_err(|e| broken(e.to_string()))
}
