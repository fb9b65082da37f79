//! TLS: which authorities are trusted, and which certificate a server shows.

mod authorities;
mod look;

pub(super) use authorities::Authorities;
pub use look::look;
