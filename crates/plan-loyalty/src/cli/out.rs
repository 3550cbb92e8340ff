//! The screen's two streams. Whoever reads them may stop reading (`plan-loyalty show | head`): what is left to say is dropped then, and the
//! command ends as it would have ended.
use std::fmt::Arguments;
use std::io::{ErrorKind, Write};

/// Says something on the stream. A full disk behind a redirection is told on the other stream, once, and ends the command.
pub fn put(mut stream: impl Write, what: Arguments<'_>) {
    match stream.write_fmt(what).and_then(|()| stream.flush()) {
        Ok(()) => {}
        Err(e) if e.kind() == ErrorKind::BrokenPipe => {}
        Err(e) => {
            // The other stream may be gone as well; the exit code says it in any case.
            let _ = writeln!(std::io::stderr(), "plan-loyalty: standard output: {e}; what was to be printed is lost. Print to another place.");
            std::process::exit(super::exit::MACHINE.into());
        }
    }
}
/// Says it on standard output.
macro_rules! say {
    ($($what:tt)*) => { $crate::cli::out::put(std::io::stdout().lock(), format_args!($($what)*)) };
}
/// Says a line on standard output.
macro_rules! say_line {
    ($($what:tt)*) => { $crate::cli::out::put(std::io::stdout().lock(), format_args!("{}\n", format_args!($($what)*))) };
}
/// Says it on standard error.
macro_rules! say_aside {
    ($($what:tt)*) => { $crate::cli::out::put(std::io::stderr().lock(), format_args!($($what)*)) };
}
pub(crate) use {say, say_aside, say_line};
