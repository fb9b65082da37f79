//! Scores verdicts: subjects to checks to categories to the platform. Integers only; nothing judged means no score.
//!
//! | level | rule |
//! |---|---|
//! | subject | pass and waived 1, fail its credit, blocked 0, unknown and fault 0 to 1; the rest leaves the sum |
//! | check | the mean of its subjects; 0 to 1 if a part of its list was not read |
//! | category | the mean of its checks, weighted by severity |
//! | platform | the mean of its categories, weighted |
//!
//! Everything is exact ([`ratio`]) until it is written as parts per million.

mod baseline;
mod gate;
mod natural;
mod ratio;
mod readiness;
mod report;
mod tally;
mod total;
mod unread;

#[cfg(test)]
mod example;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

pub use baseline::compare;
pub use gate::{Gate, Gated, Miss, gate};
pub use report::score;
