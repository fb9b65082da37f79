//! The check engine: what "ready" means is data, and this reads it.

mod definition;
pub mod expr;
mod fields;
mod problem;
mod schema;
mod yaml;

pub use definition::{Check, Effort, Expected, Expression, Parameter};
pub use fields::Placed;
pub use problem::{Position, Problem, nearest};
pub use schema::Schema;

#[cfg(test)]
mod sample;
