//! Pure joins and computations: what was observed becomes facts.

pub mod budget;
pub mod lifecycle;
pub mod schedule;
