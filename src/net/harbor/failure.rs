//! Why Harbor gave no answer, told apart by what it says, not by the status alone.

use ::http::StatusCode;

use super::wire::{Error, Errors};
use crate::model::observed::harbor::HARBOR;
use crate::model::{Because, Ignorance};
use crate::net::http::{self, Answer};

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// 401: who asks is not let in. Harbor says the same of wrong, unknown, disabled, expired and deleted accounts.
    #[error("the account is not let in (401)")]
    NotLetIn,
    /// 401: who asks is known and may not do this; or the project does not exist, where nobody may.
    #[error("the account may not do this (401)")]
    NotAllowed,
    /// 401: the credential did not arrive, or none was sent.
    #[error("the credential did not arrive (401)")]
    NobodyAsked,
    /// 401: it cannot look an account up.
    #[error("its database is down (401)")]
    NoDatabase,
    /// 401, too fast to come from a look at the password.
    #[error("it refuses the account without a look at its password")]
    Undecided,
    /// 403.
    #[error("the permission is missing (403)")]
    Forbidden,
    /// 404, in Harbor's own words.
    #[error("it is not there (404)")]
    NotFound,
    /// 412: not for this kind of account.
    #[error("a condition is not met (412)")]
    Precondition,
    /// 3xx: it is elsewhere.
    #[error("it redirects{0}")]
    Redirected(String),
    /// 429, 5xx: it cannot answer.
    #[error("it answered {0}")]
    Unavailable(u16),
    /// It answered, but not as Harbor does.
    #[error("the answer is not one of Harbor's: {0}")]
    Garbled(String),
    /// It did not answer.
    #[error(transparent)]
    Unanswered(#[from] http::Failure),
}

impl Failure {
    /// What it means for a value that was to be read.
    pub fn ignorance(&self) -> Ignorance {
        let because = match self {
            Self::NotLetIn | Self::NotAllowed | Self::Forbidden => Because::Forbidden,
            Self::NoDatabase | Self::Unavailable(_) | Self::NotFound => Because::Unavailable,
            Self::NobodyAsked | Self::Undecided | Self::Precondition | Self::Redirected(_) => {
                Because::Undetermined(self.to_string())
            }
            Self::Garbled(_) => Because::Garbled,
            Self::Unanswered(failure) => failure.because(),
        };
        Ignorance::new(because, HARBOR)
    }

    /// What an answer means that is no success. A page of HTML is not Harbor's, whatever the status.
    pub(super) fn of(answer: &Answer) -> Self {
        let said = serde_json::from_slice::<Errors>(&answer.body).ok();
        let said = said.and_then(|it| it.errors.into_iter().next());
        match answer.status {
            StatusCode::UNAUTHORIZED => unauthorized(answer, said.as_ref()),
            StatusCode::FORBIDDEN => Self::Forbidden,
            StatusCode::NOT_FOUND if said.is_some_and(|it| is_missing(&it)) => Self::NotFound,
            StatusCode::NOT_FOUND => Self::Garbled("404, not in Harbor's words".to_owned()),
            StatusCode::PRECONDITION_FAILED => Self::Precondition,
            it if it.is_redirection() => Self::Redirected(target(answer)),
            StatusCode::TOO_MANY_REQUESTS => Self::Unavailable(answer.status.as_u16()),
            it if it.is_server_error() => Self::Unavailable(it.as_u16()),
            it => Self::Garbled(it.as_u16().to_string()),
        }
    }
}

/// Harbor's own code, or that of the registry behind it.
fn is_missing(error: &Error) -> bool {
    matches!(error.code.as_str(), "NOT_FOUND" | "MANIFEST_UNKNOWN" | "NAME_UNKNOWN")
}

/// 401 has five meanings; the challenge and the message tell them apart.
fn unauthorized(answer: &Answer, said: Option<&Error>) -> Failure {
    let message = said.map(|it| it.message.as_str()).unwrap_or_default();
    match answer.header("www-authenticate") {
        Some(challenge) if challenge.starts_with("Bearer") => Failure::NobodyAsked,
        _ if message.starts_with("unauthorized to access") => Failure::NotAllowed,
        _ if message.starts_with("project ") && message.contains("not found") => Failure::NotAllowed,
        _ if message.starts_with("failed to connect") => Failure::NoDatabase,
        _ if message.starts_with("unauthorized") => Failure::NotLetIn,
        _ => Failure::Garbled("401, not in Harbor's words".to_owned()),
    }
}

/// Scheme and host of where it is said to be; the rest may hold a secret.
fn target(answer: &Answer) -> String {
    let location = answer.header("location").unwrap_or_default();
    let Some((scheme, rest)) = location.split_once("://") else { return String::new() };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    format!(" to {scheme}://{host}")
}

#[cfg(test)]
mod tests {
    use ::http::{HeaderMap, HeaderValue};

    use super::*;

    fn of(status: u16, headers: &[(&'static str, &str)], body: &str) -> Failure {
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_str(value).unwrap()))
            .collect();
        Failure::of(&Answer { status: StatusCode::from_u16(status).unwrap(), headers, body: body.into() })
    }

    fn refusal(challenge: &str, message: &str) -> Failure {
        let body = format!(r#"{{"errors":[{{"code":"UNAUTHORIZED","message":"{message}"}}]}}"#);
        of(401, &[("www-authenticate", challenge)], &body)
    }

    #[test]
    fn the_five_meanings_of_401_are_told_apart() {
        let bearer = "Bearer realm=\"https://h/service/token\",service=\"harbor-registry\"";
        let basic = "Basic realm=\"harbor\"";
        assert_eq!(refusal(bearer, "unauthorized: unauthorized"), Failure::NobodyAsked);
        assert_eq!(refusal(basic, "unauthorized: unauthorized"), Failure::NotLetIn);
        let allowed = "unauthorized to access repository: priv/app, action: pull: unauthorized to access";
        assert_eq!(refusal(basic, allowed), Failure::NotAllowed);
        assert_eq!(refusal("", "project nosuch not found: project nosuch not found"), Failure::NotAllowed);
        assert!(matches!(refusal("", "un-recognized request: GET /v2/x"), Failure::Garbled(_)));
        assert_eq!(refusal("", "failed to connect to `user=postgres`: dial error"), Failure::NoDatabase);
    }

    #[test]
    fn a_refusal_of_something_in_front_is_no_verdict_on_the_account() {
        let page = of(401, &[("www-authenticate", "Basic realm=\"gate\"")], "<html>401</html>");
        assert!(matches!(page, Failure::Garbled(_)), "{page:?}");
        assert!(matches!(of(404, &[], "default backend - 404"), Failure::Garbled(_)));
    }

    #[test]
    fn of_a_redirect_only_the_host_is_told() {
        let to = |it| of(302, &[("location", it)], "").to_string();
        assert_eq!(to("https://u:pw@login.test/x?code=1"), "it redirects to https://login.test");
        assert_eq!(to("/login"), "it redirects");
    }
}
