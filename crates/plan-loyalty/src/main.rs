//! plan-loyalty: the command line.
#![forbid(unsafe_code)]
// Some operations are called by the door for agents alone.
#![cfg_attr(not(feature = "mcp"), allow(dead_code))]
mod cli;
mod error;
#[cfg(feature = "mcp")]
mod mcp;
mod operations;
mod request;

fn main() -> std::process::ExitCode {
    cli::main()
}
