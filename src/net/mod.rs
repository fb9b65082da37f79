//! Clients, and nothing else: how a server is reached and what it answered, word for word.
//!
//! What to ask is `collect`'s, what an answer means for a platform is `extract`'s and `derive`'s.

pub mod harbor;
pub mod http;
pub mod kube;
pub mod tls;
