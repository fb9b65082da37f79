//! The check engine: what "ready" means is data, and this reads it.

mod definition;
mod evaluation;
mod example;
mod explain;
pub mod expr;
mod fields;
mod judgement;
mod lint;
mod names;
mod pack;
mod problem;
mod reads;
mod schema;
mod subject;
mod template;
mod waiver;
mod wants;
mod yaml;

pub use definition::{Check, Effort, Expected, Expression, Parameter};
pub use explain::{Explained, Step, explain};
pub use fields::Placed;
pub use judgement::{Judgement, NotSelected, Why, judge};
pub use lint::{Tested, examples, lint};
pub use names::{SettingsError, validate};
pub use pack::{Category, DEFAULT_PROFILE, Folder, Pack, Profile};
pub use problem::{Position, Problem, nearest};
pub use schema::Schema;
pub use subject::CLUSTER;
pub use template::template;
pub use wants::{ALWAYS, wants};

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
