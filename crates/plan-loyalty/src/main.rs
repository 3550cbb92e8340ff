//! plan-loyalty: the doors. Each parses words into a request, calls `loyalty-app`, and shows the outcome; nothing else.
#![forbid(unsafe_code)]
mod cli;
#[cfg(feature = "mcp")]
mod mcp;
#[cfg(feature = "studio")]
mod studio;

fn main() -> std::process::ExitCode {
    cli::main()
}
