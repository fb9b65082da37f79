//! Reads the world into what was observed.
pub mod manifests;
