//! Writes the demonstration company as files.
use crate::cli::args::DemoArgs;
use crate::error::{Refusal, exit};
use loyalty_sources::demo::{World, write_files};

/// The world by its word.
///
/// # Errors
/// An unknown word.
pub fn world(word: &str) -> Result<World, Refusal> {
    super::plan::world_of(word).ok_or_else(|| Refusal::input("--world", format!("{word:?} is no world"), "", "say default or losing"))
}
/// Writes them.
///
/// # Errors
/// The disk.
pub fn run(args: &DemoArgs) -> Result<u8, Refusal> {
    let files = write_files(world(&args.world)?, args.seed, &args.out, args.orders)
        .map_err(|e| Refusal::machine(args.out.display().to_string(), e.to_string(), "choose another folder or free some space"))?;
    files.iter().for_each(|f| println!("{}", f.display()));
    Ok(exit::PLANNED)
}
