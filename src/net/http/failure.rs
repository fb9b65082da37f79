//! Why a request brought no answer. Whatever the status: an answer that came is no failure.

use crate::model::Because;
use crate::net::innermost;

/// Why a request brought no answer. No text in it holds the URL, which may hold a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// No connection.
    #[error("no connection: {0}")]
    Unreachable(String),
    /// The server's certificate is not trusted.
    #[error("the server's certificate is not trusted: {0}")]
    Untrusted(String),
    /// No answer in time.
    #[error("no answer in time")]
    TimedOut,
    /// The connection ended before the answer did.
    #[error("the answer was cut off")]
    Cut,
    /// The answer is not what it should be.
    #[error("the answer cannot be understood: {0}")]
    Garbled(String),
}

impl Failure {
    /// What it means for a value that was to be read.
    pub fn because(&self) -> Because {
        match self {
            Self::Unreachable(_) | Self::Untrusted(_) => Because::Unreachable,
            Self::TimedOut => Because::TimedOut,
            Self::Cut | Self::Garbled(_) => Because::Garbled,
        }
    }

    /// What the library says, in our words.
    pub(crate) fn of(error: &reqwest::Error) -> Self {
        if error.is_timeout() {
            return Self::TimedOut;
        }
        let said = innermost(error);
        if error.is_connect() {
            return match said.contains("certificate") {
                true => Self::Untrusted(said),
                false => Self::Unreachable(said),
            };
        }
        // The parser's words; all else that happens after the connection stood is its end.
        match said.starts_with("invalid") {
            true => Self::Garbled(said),
            false => Self::Cut,
        }
    }
}
