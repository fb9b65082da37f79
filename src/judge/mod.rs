//! The check engine.
pub mod expr;
