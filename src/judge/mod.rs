//! The check engine: what "ready" means is data, and this reads it.

pub mod expr;

#[cfg(test)]
mod sample;
