//! Harbor: its API v2.0 and the registry that it guards, asked with Basic on each request.
//!
//! Basic goes to `/v2/` itself: the token service answers 200 to a wrong password, and its address is Harbor's word.

mod failure;
pub mod wire;

use std::collections::BTreeSet;
use std::time::Duration;

use ::http::StatusCode;
use serde::de::DeserializeOwned;

pub use failure::Failure;

use super::http::{self, Answer, Credential, Request};

/// Harbor takes no more.
const PAGE: usize = 100;
/// Ten thousand items; a server that goes on is broken.
const PAGES: usize = 100;
/// Without its type an OCI manifest is 404.
const MANIFESTS: &str = "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json, \
     application/vnd.docker.distribution.manifest.list.v2+json, application/vnd.docker.distribution.manifest.v2+json, \
     application/vnd.docker.distribution.manifest.v1+prettyjws, application/vnd.docker.distribution.manifest.v1+json";

/// A client of one Harbor.
#[derive(Debug, Clone)]
pub struct Client {
    http: http::Client,
}

/// The items of a list that were read, and why there are not more.
#[derive(Debug, Clone)]
pub struct Pages<T> {
    /// The items.
    pub items: Vec<T>,
    /// Why some may be missing.
    pub missing: Option<Failure>,
}

impl Client {
    /// A client of the Harbor at that address.
    pub fn new(http: http::Client) -> Self {
        Self { http }
    }

    /// `/health`, for anybody. It answers 200 when unhealthy, too.
    ///
    /// # Errors
    /// See [`Failure`]; a page of HTML is garbled.
    pub async fn health(&self, patience: Duration) -> Result<wire::Health, Failure> {
        read(&self.http.send(&Request::get("/api/v2.0/health").within(patience)).await?)
    }

    /// `GET /v2/` with Basic: the one proof that an account is let in by the registry.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn login(&self, by: &Credential) -> Result<(), Failure> {
        let answer = self.http.send(&Request::get("/v2/").by(Some(by))).await?;
        read::<serde_json::Map<String, serde_json::Value>>(&answer).map(drop)
    }

    /// `/users/current`: proves a user to the API. A robot that is let in gets [`Failure::Precondition`].
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn user(&self, by: &Credential) -> Result<wire::User, Failure> {
        self.get("/api/v2.0/users/current", by).await
    }

    /// `/systeminfo`. A wrong password is answered as nobody is: fields are missing.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn system(&self, by: &Credential) -> Result<wire::System, Failure> {
        self.get("/api/v2.0/systeminfo", by).await
    }

    /// `/systeminfo/volumes`.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn volumes(&self, by: &Credential) -> Result<wire::Volumes, Failure> {
        self.get("/api/v2.0/systeminfo/volumes", by).await
    }

    /// Projects that the account sees.
    pub async fn projects(&self, by: &Credential) -> Pages<wire::Project> {
        self.pages("/api/v2.0/projects?", by, |it: &wire::Project| it.project_id).await
    }

    /// Quotas of all projects.
    pub async fn quotas(&self, by: &Credential) -> Pages<wire::Quota> {
        self.pages("/api/v2.0/quotas?reference=project&", by, |it: &wire::Quota| it.id).await
    }

    /// `/projects/N/summary`: the way to a quota for whoever may not list them.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn summary(&self, project: i64, by: &Credential) -> Result<wire::Summary, Failure> {
        self.get(&format!("/api/v2.0/projects/{project}/summary"), by).await
    }

    /// Robots of the system, or of a project: no list has both.
    pub async fn robots(&self, project: Option<i64>, by: &Credential) -> Pages<wire::Robot> {
        let query = project.map(|id| format!("q=Level%3Dproject%2CProjectID%3D{id}&")).unwrap_or_default();
        self.pages(&format!("/api/v2.0/robots?{query}"), by, |it: &wire::Robot| it.id).await
    }

    /// Whether a manifest may be pulled, without pulling it.
    ///
    /// # Errors
    /// See [`Failure`]; [`Failure::NotFound`] is said only to whoever may read the repository.
    pub async fn manifest(&self, repository: &str, reference: &str, by: &Credential) -> Result<(), Failure> {
        if !is_name(repository, "._-/") || !is_name(reference, "._-:") {
            return Err(Failure::Garbled("this is not the name of an image".to_owned()));
        }
        let path = format!("/v2/{repository}/manifests/{reference}");
        let request = |head: bool| {
            let request = if head { Request::head(&path) } else { Request::get(&path) };
            request.accept(MANIFESTS).by(Some(by))
        };
        let answer = self.http.send(&request(true)).await?;
        match answer.status {
            StatusCode::OK if !answer.is_page() => return Ok(()),
            // The reasons stand in the body, which an answer to HEAD does not have.
            StatusCode::OK | StatusCode::UNAUTHORIZED | StatusCode::NOT_FOUND => {}
            _ => return Err(Failure::of(&answer)),
        }
        read::<serde_json::Map<String, serde_json::Value>>(&self.http.send(&request(false)).await?).map(drop)
    }

    async fn get<T: DeserializeOwned>(&self, path: &str, by: &Credential) -> Result<T, Failure> {
        read(&self.http.send(&Request::get(path).by(Some(by))).await?)
    }

    /// Reads a list to its end, which is where its last page says that it is.
    async fn pages<T: DeserializeOwned>(&self, path: &str, by: &Credential, id: fn(&T) -> i64) -> Pages<T> {
        let (mut items, mut known) = (Vec::new(), BTreeSet::new());
        for page in 1..=PAGES {
            let path = format!("{path}page_size={PAGE}&page={page}");
            let answer = match self.http.send(&Request::get(&path).by(Some(by))).await {
                Ok(answer) => answer,
                Err(failure) => return Pages { items, missing: Some(failure.into()) },
            };
            let next: Vec<T> = match read(&answer) {
                Ok(next) => next,
                Err(failure) => return Pages { items, missing: Some(failure) },
            };
            let is_last = next.len() < PAGE;
            // What is added or removed meanwhile moves items from page to page.
            items.extend(next.into_iter().filter(|it| known.insert(id(it))));
            let total = answer.header("x-total-count").and_then(|it| it.parse::<usize>().ok());
            if is_last || total.is_some_and(|it| it == items.len()) {
                let changed = total.is_some_and(|it| it != items.len());
                let missing = changed.then(|| Failure::Garbled("the list changed while it was read".to_owned()));
                return Pages { items, missing };
            }
        }
        Pages { items, missing: Some(Failure::Garbled("the list does not end".to_owned())) }
    }
}

/// The JSON of a success.
fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T, Failure> {
    if answer.status != StatusCode::OK {
        return Err(Failure::of(answer));
    }
    if answer.is_page() {
        return Err(Failure::Garbled("it is a page of HTML".to_owned()));
    }
    serde_json::from_slice(&answer.body).map_err(|it| Failure::Garbled(it.to_string()))
}

/// True if nothing in it would make another path of it.
fn is_name(text: &str, punctuation: &str) -> bool {
    let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || punctuation.contains(c));
    plain && !text.is_empty() && text.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

#[cfg(test)]
mod tests {
    use super::is_name;

    #[test]
    fn a_name_cannot_lead_elsewhere() {
        for (name, fine) in [
            ("priv/app", true),
            ("deep/er/na.me_x-1", true),
            ("priv/../other", false),
            ("priv//app", false),
            ("priv/app?x", false),
            ("priv/app%2F", false),
            ("", false),
        ] {
            assert_eq!(is_name(name, "._-/"), fine, "{name}");
        }
        assert!(is_name("sha256:0a", "._-:") && !is_name("..", "._-:"));
    }
}
