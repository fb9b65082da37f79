//! Reads the world into what was observed: the only layer on this side of the wall that does input.

pub mod cluster;
pub mod files;
pub mod manifests;
pub mod service;
pub mod snapshot;
