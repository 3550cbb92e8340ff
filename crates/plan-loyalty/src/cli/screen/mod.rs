//! Outcomes as a person reads them at a terminal. Nothing here computes a figure.
mod changed;
mod data;
mod goals;
mod governed;
mod lift;
mod model;
mod page;
mod plan;
mod progress;
mod saved;

pub use changed::{amended, reproduced, traced};
pub use data::{extracted, initialised, recognised};
pub use goals::goals;
pub use governed::{decided, reviewed, verified};
pub use lift::lift;
pub use model::model;
pub use page::fitted_error;
pub use plan::plan;
pub use progress::Steps;
pub use saved::{comments, diff, diff_markdown, explained, list, log, short};
