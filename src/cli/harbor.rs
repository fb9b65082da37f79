//! From carbon.yaml to what a Harbor is asked: by which way, as whom, with which authorities.

use anyhow::{Context, anyhow};

use super::args::SourceArgs;
use super::cluster::AGENT;
use super::failure::with_help;
use super::progress::Talk;
use super::services::{self, Found};
use crate::collect::cluster::{self, Event, SecretError};
use crate::collect::service::{self, harbor};
use crate::model::image::ImageRef;
use crate::model::listing::Listing;
use crate::model::observed::Observed;
use crate::model::observed::harbor::{HARBOR, Harbor};
use crate::model::settings::Settings;
use crate::model::settings::services::{self as settings_services, SecretRef, Way};
use crate::model::{Because, Ignorance};
use crate::net::http::Credential;
use crate::net::kube::{Cluster, Failure};

/// Asks the Harbor that carbon.yaml names. One that cannot be reached is a gap; what carbon.yaml says and cannot be
/// used is an error.
pub(super) async fn ask(
    args: &SourceArgs,
    settings: &Settings,
    connection: &Cluster,
    observed: &Observed,
    tell: &dyn Fn(Event<'_>),
    talk: &Talk,
) -> anyhow::Result<Listing<Harbor>> {
    let Some(configured) = &settings.services.harbor else { return Ok(Listing::complete(Vec::new())) };
    let account = match &configured.account {
        None => None,
        Some(account) => {
            let password = text(connection, &account.password).await.context("services.harbor.password")?;
            Some(Credential::new(&account.name, password))
        }
    };
    let ca = match &configured.ca {
        None => None,
        Some(reference) => Some(text(connection, reference).await.context("services.harbor.ca")?.into_bytes()),
    };
    let (url, way, resolve, _open) = match &configured.way {
        Way::Direct { url, resolve } => (url.to_string(), harbor::Way::Direct, *resolve, None),
        Way::Forwarded { namespace, name } => match service::forward(connection, namespace, name).await {
            Ok(reached) => {
                let scheme = if reached.plain { "http" } else { "https" };
                let url = format!("{scheme}://{}", host(observed, settings, namespace, name));
                (url, harbor::Way::Forwarded, Some(reached.forward.address()), Some(reached))
            }
            Err(failure) => {
                talk.note(&format!("warning: cannot reach services.harbor by {namespace}/{name}: {failure}"));
                return Ok(Listing::unread(Ignorance::new(failure.because(), HARBOR)));
            }
        },
    };
    let host = url.split_once("://").map_or(url.as_str(), |(_, host)| host);
    let pulls = match settings.permissions.iter().any(|it| it == "secrets") {
        true => cluster::pull_credentials(connection, observed, host, tell).await,
        false => Listing::unread(Ignorance::new(Because::NotCollected, "secrets")),
    };
    let ask = harbor::Ask {
        url: url.clone(),
        service: service_of(configured),
        way,
        account,
        ca,
        resolve,
        try_default_password: configured.try_default_password,
        now: observed.source.taken_at,
        timeout: args.timeout.0.min(PATIENCE),
        agent: AGENT.to_owned(),
        pulls,
    };
    match tokio::time::timeout_at(connection.deadline(), harbor::read(&ask)).await {
        Ok(asked) => Ok(Listing::complete(vec![asked.with_context(|| format!("cannot use services.harbor ({url})"))?])),
        Err(_) => Ok(Listing::unread(Ignorance::new(Because::TimedOut, HARBOR))),
    }
}

/// An answer that takes longer is given up.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(30);

fn service_of(configured: &settings_services::Harbor) -> Option<String> {
    match &configured.way {
        Way::Direct { .. } => None,
        Way::Forwarded { namespace, name } => Some(format!("{namespace}/{name}")),
    }
}

/// The host that stands in image references: what Harbor says of itself, else the registry of carbon.yaml, else the
/// name that the Service has in the cluster.
fn host(observed: &Observed, settings: &Settings, namespace: &str, name: &str) -> String {
    let own = observed.config_maps.seen().iter().filter(|it| it.meta.namespace == namespace);
    let said = own.filter_map(|it| it.body.values.get("EXT_ENDPOINT")).find_map(|it| {
        let host = it.split_once("://")?.1.trim_end_matches('/');
        (!host.is_empty()).then(|| host.to_owned())
    });
    let mirror = || {
        let reference: ImageRef = format!("{}/x", settings.config.mirror.as_ref()?).parse().ok()?;
        Some(reference.registry().to_owned())
    };
    said.or_else(mirror).unwrap_or_else(|| format!("{name}.{namespace}.svc"))
}

/// A secret, wherever carbon.yaml says it is.
async fn text(connection: &Cluster, reference: &SecretRef) -> anyhow::Result<String> {
    let (namespace, name, key) = match services::secret(reference)? {
        Found::Here(hidden) => return Ok(hidden.expose().to_owned()),
        Found::InCluster { namespace, name, key } => (namespace, name, key),
    };
    let place = format!("the Secret {namespace}/{name}");
    let bytes = cluster::secret(connection, &namespace, &name, &key).await.map_err(|why| match &why {
        SecretError::Failed(Failure::Forbidden(_)) => with_help(
            format!("cannot read {place}: {why}"),
            "`carbon rbac` prints the Role that reading it takes; or name another place: {env: NAME} or {file: PATH}",
        ),
        SecretError::Failed(_) | SecretError::NoKey(_) => anyhow!("cannot read {place}: {why}"),
    })?;
    String::from_utf8(bytes).map_err(|_| anyhow!("the key `{key}` of {place} is no text"))
}
