//! What the services around a cluster are asked, and what their answers mean.

pub mod harbor;
mod reach;

pub use reach::{Reached, forward};
