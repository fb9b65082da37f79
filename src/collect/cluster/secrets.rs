//! Secrets whose content is needed for a moment: to ask a service, and to try what pods pull with. None of it is kept.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use super::Event;
use super::reader::Reader;
use crate::collect::service::harbor::PullCredential;
use crate::model::image::ImageRef;
use crate::model::listing::{Gap, Listing};
use crate::model::observed::Observed;
use crate::model::{Because, Ignorance};
use crate::net::http::Credential;
use crate::net::kube::{Cluster, Failure};

/// Why the content of a Secret could not be had.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// It could not be read.
    #[error(transparent)]
    Failed(#[from] Failure),
    /// It has no such key, or not a value that can be decoded.
    #[error("it has no key `{0}`")]
    NoKey(String),
}

/// A Secret as the API has it. Not `Debug`: nothing shows it.
#[derive(Deserialize)]
struct Secret {
    #[serde(default)]
    metadata: Name,
    #[serde(default)]
    data: BTreeMap<String, String>,
}

#[derive(Deserialize, Default)]
struct Name {
    #[serde(default)]
    name: String,
    #[serde(default)]
    namespace: String,
}

/// The content of a Docker configuration file.
#[derive(Deserialize)]
struct DockerConfig {
    #[serde(default)]
    auths: BTreeMap<String, Auth>,
}

/// An entry of it: either the pair in one, or the two apart.
#[derive(Deserialize)]
struct Auth {
    #[serde(default)]
    auth: String,
    #[serde(default)]
    username: String,
    #[serde(default)]
    password: String,
}

/// The value of a key of a Secret.
///
/// # Errors
/// When the Secret cannot be read, or has no such key.
pub async fn secret(cluster: &Cluster, namespace: &str, name: &str, key: &str) -> Result<Vec<u8>, SecretError> {
    let path = format!("/api/v1/namespaces/{namespace}/secrets/{name}");
    let body = cluster.get(&path, "application/json").await?.body;
    let secret: Secret = decode(&body)?;
    let value = secret.data.get(key).and_then(|it| STANDARD.decode(it).ok());
    value.ok_or_else(|| SecretError::NoKey(key.to_owned()))
}

/// The accounts that pull secrets hold for a registry, with what the pods of their namespaces pull by them.
pub async fn pull_credentials(
    cluster: &Cluster,
    observed: &Observed,
    host: &str,
    tell: &dyn Fn(Event<'_>),
) -> Listing<PullCredential> {
    let reader = Reader::new(cluster, tell);
    let (mut found, mut garbled) = (Vec::new(), false);
    let of_pull_secrets = "fieldSelector=type%3Dkubernetes.io%2Fdockerconfigjson";
    let read = reader
        .each("/api/v1/secrets", of_pull_secrets, |object| {
            let read = serde_json::from_value::<Secret>(object).ok().and_then(|secret| {
                let credential = credential(&secret, host)?;
                Some((secret.metadata, credential))
            });
            match read {
                Some((name, Some(credential))) => found.push((name, credential)),
                Some((_, None)) => {}
                None => garbled = true,
            }
        })
        .await;
    let pulls = found.into_iter().map(|(name, credential)| PullCredential {
        repositories: repositories(observed, &name, host),
        namespace: name.namespace,
        secret: name.name,
        credential,
    });
    let because = read.err().map(|failure| failure.because()).or(garbled.then_some(Because::Garbled));
    let gap = because.map(|it| Gap::anywhere(Ignorance::new(it, "secrets")));
    let gaps = gap.into_iter().chain(observed.pods.gaps().iter().cloned());
    Listing::with_gaps(pulls.collect(), gaps.collect())
}

/// The account for a host, if there is one; `None` where the Secret cannot be understood. As the kubelet does, host and
/// port are compared and the rest of the entry is not.
fn credential(secret: &Secret, host: &str) -> Option<Option<Credential>> {
    let config = STANDARD.decode(secret.data.get(".dockerconfigjson")?).ok()?;
    let config: DockerConfig = serde_json::from_slice(&config).ok()?;
    let of_host = |entry: &str| {
        let entry = entry.split_once("://").map_or(entry, |(_, rest)| rest);
        entry.split('/').next() == Some(host)
    };
    let Some((_, auth)) = config.auths.into_iter().find(|(entry, _)| of_host(entry)) else { return Some(None) };
    let pair = STANDARD.decode(auth.auth.trim()).ok().and_then(|it| String::from_utf8(it).ok());
    match pair.as_deref().and_then(|it| it.split_once(':')) {
        Some((name, password)) => Some(Some(Credential::new(name, password))),
        None => Some(Some(Credential::new(auth.username, auth.password))),
    }
}

/// What pods that name the Secret pull from the host, each repository once. The API server writes an account's pull
/// secrets into its pods, so that pods tell them all.
fn repositories(observed: &Observed, secret: &Name, host: &str) -> Vec<(String, String)> {
    let names_it = |names: &[String]| names.contains(&secret.name);
    let pods = observed.pods.seen().iter().filter(|it| it.meta.namespace == secret.namespace);
    let templates = pods.map(|it| &it.body.template).filter(|it| names_it(&it.pull_secrets));
    let images = templates.flat_map(|it| &it.containers).filter_map(|it| it.image.parse::<ImageRef>().ok());
    let of_host = images.filter(|it| it.registry() == host);
    let named: BTreeMap<String, String> = of_host
        .map(|it| {
            let reference = it.digest().or(it.tag()).unwrap_or("latest").to_owned();
            (it.repository().to_owned(), reference)
        })
        .collect();
    named.into_iter().collect()
}

fn decode<T: for<'a> Deserialize<'a>>(body: &[u8]) -> Result<T, Failure> {
    // What serde would say may quote the content.
    serde_json::from_slice(body).map_err(|_| Failure::Garbled("it is no Secret".to_owned()))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn secret_with(config: &Value) -> Secret {
        let data = STANDARD.encode(config.to_string());
        serde_json::from_value(
            json!({"metadata": {"name": "pull", "namespace": "shop"}, "data": {".dockerconfigjson": data}}),
        )
        .unwrap()
    }

    fn found(config: &Value) -> Option<Option<Credential>> {
        credential(&secret_with(config), "harbor.example.com")
    }

    #[test]
    fn an_account_is_one_pair_or_two_fields() {
        let wanted = Some(Some(Credential::new("robot$a", "s:cret")));
        let pair = STANDARD.encode("robot$a:s:cret");
        assert_eq!(found(&json!({"auths": {"harbor.example.com": {"auth": pair}}})), wanted);
        assert_eq!(found(&json!({"auths": {"https://harbor.example.com/v2/": {"auth": pair}}})), wanted);
        let apart = json!({"auths": {"harbor.example.com": {"username": "robot$a", "password": "s:cret"}}});
        assert_eq!(found(&apart), wanted);
    }

    #[test]
    fn an_account_for_another_host_or_port_is_none() {
        for host in ["harbor.example.com:8443", "example.com", "docker.io"] {
            assert_eq!(found(&json!({"auths": {host: {"auth": "YTpi"}}})), Some(None), "{host}");
        }
        assert_eq!(found(&json!({})), Some(None));
    }

    #[test]
    fn what_is_no_docker_configuration_is_not_one_without_the_host() {
        for config in [json!("hello"), json!({"auths": []}), json!({"auths": {"harbor.example.com": 1}})] {
            assert_eq!(found(&config), None, "{config}");
        }
        assert_eq!(credential(&serde_json::from_value(json!({})).unwrap(), "harbor.example.com"), None);
    }
}
