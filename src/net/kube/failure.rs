//! Why a request to the API server brought no answer.

use std::time::Duration;

use http::{HeaderMap, StatusCode, header};
use kube::client::AuthError;
use serde::Deserialize;

use crate::model::Because;
use crate::net::innermost;

/// Why a request brought no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// 401: nobody is logged in.
    #[error("the server refused the credentials (401)")]
    Unauthorized,
    /// The credentials could not be had: an exec plugin failed, a token file is missing.
    #[error("no credentials: {0}")]
    NoCredentials(String),
    /// 403: the permission is missing.
    #[error("{0} (403)")]
    Forbidden(String),
    /// 404.
    #[error("the server does not have it (404)")]
    NotFound,
    /// 410: the state that the next page belongs to is gone.
    #[error("the list has expired on the way (410)")]
    Expired,
    /// 429: too many requests.
    #[error("the server is too busy (429)")]
    Busy {
        /// What the server asks to wait.
        retry_after: Option<Duration>,
    },
    /// Any other answer than success.
    #[error("the server answered {status}{message}")]
    Unavailable {
        /// HTTP status.
        status: u16,
        /// What it said, after a colon; or nothing.
        message: String,
        /// What the server asks to wait.
        retry_after: Option<Duration>,
    },
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

/// The part of a `Status` object that says why.
#[derive(Deserialize)]
struct Status {
    #[serde(default)]
    message: String,
}

impl Failure {
    /// What it means for a value that was to be read.
    pub fn because(&self) -> Because {
        match self {
            Self::Unauthorized | Self::NoCredentials(_) | Self::Forbidden(_) => Because::Forbidden,
            Self::NotFound | Self::Expired | Self::Busy { .. } | Self::Unavailable { .. } => Because::Unavailable,
            Self::Unreachable(_) | Self::Untrusted(_) => Because::Unreachable,
            Self::TimedOut => Because::TimedOut,
            Self::Cut | Self::Garbled(_) => Because::Garbled,
        }
    }

    /// True if every other request would fail in the same way.
    pub fn is_fatal(&self) -> bool {
        match self {
            Self::Unauthorized | Self::NoCredentials(_) | Self::Unreachable(_) | Self::Untrusted(_) => true,
            Self::Forbidden(_)
            | Self::NotFound
            | Self::Expired
            | Self::Busy { .. }
            | Self::Unavailable { .. }
            | Self::TimedOut
            | Self::Cut
            | Self::Garbled(_) => false,
        }
    }

    /// True if the same request may be answered a moment later.
    pub(super) fn is_passing(&self) -> bool {
        match self {
            Self::Busy { .. } | Self::Cut => true,
            Self::Unavailable { status, .. } => matches!(status, 500 | 502 | 503 | 504),
            Self::Unauthorized
            | Self::NoCredentials(_)
            | Self::Forbidden(_)
            | Self::NotFound
            | Self::Expired
            | Self::Unreachable(_)
            | Self::Untrusted(_)
            | Self::TimedOut
            | Self::Garbled(_) => false,
        }
    }

    /// What the server asks to wait.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Busy { retry_after } | Self::Unavailable { retry_after, .. } => *retry_after,
            Self::Unauthorized
            | Self::NoCredentials(_)
            | Self::Forbidden(_)
            | Self::NotFound
            | Self::Expired
            | Self::Unreachable(_)
            | Self::Untrusted(_)
            | Self::TimedOut
            | Self::Cut
            | Self::Garbled(_) => None,
        }
    }

    /// An answer that is no success.
    pub(super) fn of_status(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Self {
        // Only a Status object is the API server's own word; a proxy's page of HTML is not worth showing.
        let message = serde_json::from_slice::<Status>(body).map(|it| it.message).unwrap_or_default();
        let seconds = headers.get(header::RETRY_AFTER).and_then(|it| it.to_str().ok()?.trim().parse().ok());
        let retry_after = seconds.map(Duration::from_secs);
        match status {
            StatusCode::UNAUTHORIZED => Self::Unauthorized,
            StatusCode::FORBIDDEN if message.is_empty() => Self::Forbidden("the server refused".to_owned()),
            StatusCode::FORBIDDEN => Self::Forbidden(message),
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::GONE => Self::Expired,
            StatusCode::TOO_MANY_REQUESTS => Self::Busy { retry_after },
            other => {
                let message = if message.is_empty() { message } else { format!(": {message}") };
                Self::Unavailable { status: other.as_u16(), message, retry_after }
            }
        }
    }

    /// A request that brought no answer at all.
    pub(super) fn of_transport(error: kube::Error) -> Self {
        if let kube::Error::Auth(why) = &error {
            return Self::NoCredentials(without_credentials(why));
        }
        let said = innermost(&error);
        match said.contains("certificate") {
            true => Self::Untrusted(said),
            false => Self::Unreachable(said),
        }
    }
}

/// Why there are no credentials. The library would show what the program of the kubeconfig has printed, and how it was
/// called: either may hold a token.
pub(super) fn without_credentials(error: &AuthError) -> String {
    match error {
        AuthError::AuthExecRun { out, .. } => format!("the program that the kubeconfig names failed ({})", out.status),
        AuthError::AuthExecParse(_) | AuthError::ParseTokenKey(_) => {
            "the program that the kubeconfig names printed no credentials".to_owned()
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(status: u16, retry_after: Option<&'static str>, body: &str) -> Failure {
        let mut headers = HeaderMap::new();
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, http::HeaderValue::from_static(seconds));
        }
        Failure::of_status(StatusCode::from_u16(status).unwrap(), &headers, body.as_bytes())
    }

    #[test]
    fn a_refusal_is_told_in_the_servers_words() {
        let status = r#"{"kind":"Status","message":"pods is forbidden: User \"x\" cannot list"}"#;
        assert_eq!(failure(403, None, status), Failure::Forbidden("pods is forbidden: User \"x\" cannot list".into()));
        assert_eq!(failure(403, None, "<html>").because(), Because::Forbidden);
    }

    #[test]
    fn a_page_of_a_proxy_is_not_quoted() {
        let said = failure(502, None, "<html>Bad gateway</html>").to_string();
        assert_eq!(said, "the server answered 502");
    }

    #[test]
    fn the_wait_is_the_servers() {
        assert_eq!(failure(429, Some("7"), "").retry_after(), Some(Duration::from_secs(7)));
        assert_eq!(failure(429, Some("soon"), "").retry_after(), None);
        assert!(failure(503, None, "").is_passing() && !failure(501, None, "").is_passing());
    }
}
