//! What a session serves: the tools, and what every call of them shares.
use super::server_context::ServerContext;
use super::tools::{self, Tool};

/// Shared by every session.
pub struct Service {
    /// What every call shares.
    pub context: ServerContext,
    /// The tools, in the order of a plan's life.
    pub tools: Vec<Tool>,
}
impl Service {
    /// All tools, on this context.
    pub fn new(context: ServerContext) -> Service {
        Service { context, tools: tools::all() }
    }
    /// A tool by its name.
    pub fn tool(&self, name: &str) -> Option<&Tool> {
        self.tools.iter().find(|t| t.name == name)
    }
}
