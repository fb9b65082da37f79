//! Pure joins and computations: what was observed becomes facts.

pub mod schedule;
