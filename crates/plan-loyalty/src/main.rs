//! plan-loyalty: the command line.
#![forbid(unsafe_code)]
mod cli;
mod error;
#[cfg(feature = "mcp")]
mod mcp;
mod operations;
mod request;

fn main() -> std::process::ExitCode {
    cli::main()
}
