//! carbon reads a platform into facts, judges the facts with checks written as data, scores the verdicts, and says
//! what is missing.
//!
//! The layers, each of which may use only what stands to its left:
//!
//! `model < extract, derive, judge, score, render < net < collect < cli < main`

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod cli;
pub mod collect;
pub mod derive;
pub mod extract;
pub mod judge;
pub mod model;
pub mod net;
pub mod render;
pub mod score;
