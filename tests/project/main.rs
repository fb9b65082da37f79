//! The project as a whole: layers, fences, generated files.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod generated;
mod layers;
mod licences;
