//! Clients, and nothing else: how a server is reached and what it answered, word for word.
//!
//! What to ask is `collect`'s, what an answer means for a platform is `extract`'s and `derive`'s.

pub mod harbor;
pub mod http;
pub mod kube;
pub mod tls;

/// The innermost cause of an error: the layers around it say only that something failed, and may name a URL.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}
