//! The kubeconfig, as kubectl reads it, or the service account of the pod that we run in.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::failure::without_credentials;
use hyper_util::client::proxy::matcher::Matcher;
use kube::config::{Config, KubeConfigOptions, Kubeconfig, KubeconfigError};

/// Which cluster, and as whom.
#[derive(Debug, Clone)]
pub struct Options {
    /// The kubeconfig; else `KUBECONFIG`, `~/.kube/config`, or the service account of the pod.
    pub kubeconfig: Option<PathBuf>,
    /// The context; else the current one.
    pub context: Option<String>,
    /// The user to act as.
    pub impersonate: Option<String>,
    /// The groups to act as.
    pub impersonate_groups: Vec<String>,
    /// How long the whole run may take.
    pub timeout: Duration,
    /// The user agent.
    pub agent: String,
}

/// There is no connection to be had.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// Neither a kubeconfig nor a pod.
    #[error("there is no kubeconfig{}", listed.as_deref().map_or(String::new(), |it| format!(": KUBECONFIG={it}, and no such file")))]
    None {
        /// What `KUBECONFIG` names.
        listed: Option<String>,
    },
    /// The kubeconfig cannot be read.
    #[error("cannot read the kubeconfig {path}: {why}")]
    Unreadable {
        /// Its path.
        path: String,
        /// Why.
        why: String,
    },
    /// No context is named, on the command line or in the file.
    #[error("the kubeconfig names no current context")]
    NoContext {
        /// The contexts that it has.
        known: Vec<String>,
    },
    /// The context is not there.
    #[error("the kubeconfig has no context `{wanted}`")]
    UnknownContext {
        /// The one that was asked for.
        wanted: String,
        /// Those that it has.
        known: Vec<String>,
    },
    /// The program that is to give credentials gives none.
    #[error("no credentials: {0}")]
    NoCredentials(String),
    /// What the context names cannot be used.
    #[error("cannot use the context: {0}")]
    Unusable(String),
}

impl ConnectError {
    pub(super) fn client(error: kube::Error) -> Self {
        match error {
            kube::Error::Auth(why) => Self::NoCredentials(without_credentials(&why)),
            other => Self::Unusable(other.to_string()),
        }
    }
}

/// The configuration of the client, and the name of the context.
pub(super) async fn load(options: &Options) -> Result<(Config, String), ConnectError> {
    let (mut config, name, own_proxy) = match read(options.kubeconfig.as_deref())? {
        Some(kubeconfig) => from_kubeconfig(kubeconfig, options).await?,
        None => {
            let listed = std::env::var("KUBECONFIG").ok().filter(|it| !it.is_empty());
            // A pod has no contexts.
            match Config::incluster() {
                Ok(pod) if options.context.is_none() => (pod, "in-cluster".to_owned(), false),
                _ => return Err(ConnectError::None { listed }),
            }
        }
    };
    // A proxy of the environment is for what the environment says; the library would ask whether the proxy itself is
    // excepted, and would take one for this machine.
    if !own_proxy {
        let wanted = Matcher::from_env().intercept(&config.cluster_url).filter(|_| !is_loopback(&config));
        config.proxy_url = wanted.map(|it| config.proxy_url.take().unwrap_or_else(|| it.uri().clone()));
    }
    config.default_retry = false;
    config.auth_info.impersonate.clone_from(&options.impersonate);
    config.auth_info.impersonate_groups =
        (!options.impersonate_groups.is_empty()).then(|| options.impersonate_groups.clone());
    let agent = http::HeaderValue::from_str(&options.agent).map_err(|it| ConnectError::Unusable(it.to_string()))?;
    config.headers.push((http::header::USER_AGENT, agent));
    Ok((config, name))
}

fn is_loopback(config: &Config) -> bool {
    let host = config.cluster_url.host().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|it| it.is_loopback())
}

/// The kubeconfig; none if there is no file where one is looked for.
fn read(named: Option<&Path>) -> Result<Option<Kubeconfig>, ConnectError> {
    if let Some(path) = named {
        return file(path).map(Some);
    }
    let listed = std::env::var_os("KUBECONFIG").filter(|it| !it.is_empty());
    let paths: Vec<PathBuf> = match &listed {
        Some(list) => std::env::split_paths(list).filter(|it| !it.as_os_str().is_empty()).collect(),
        None => std::env::home_dir().map(|home| home.join(".kube/config")).into_iter().collect(),
    };
    // As kubectl does: of several files those that are missing are passed over.
    let mut merged: Option<Kubeconfig> = None;
    for path in paths.iter().filter(|it| it.exists()) {
        let next = file(path)?;
        merged = Some(match merged {
            None => next,
            Some(first) => first.merge(next).map_err(|why| unreadable(path, &why))?,
        });
    }
    Ok(merged)
}

fn file(path: &Path) -> Result<Kubeconfig, ConnectError> {
    Kubeconfig::read_from(path).map_err(|why| unreadable(path, &why))
}

fn unreadable(path: &Path, error: &KubeconfigError) -> ConnectError {
    let why = match error {
        KubeconfigError::ReadConfig(why, _) => why.to_string(),
        // The library would show a part of the file, which may hold a token.
        KubeconfigError::Parse(why) => {
            let place = why.location().map_or(String::new(), |it| format!(" (line {})", it.line()));
            format!("this is not the YAML of a kubeconfig{place}")
        }
        other => other.to_string(),
    };
    ConnectError::Unreadable { path: path.display().to_string(), why }
}

async fn from_kubeconfig(file: Kubeconfig, options: &Options) -> Result<(Config, String, bool), ConnectError> {
    let known = || file.contexts.iter().map(|it| it.name.clone()).collect::<Vec<_>>();
    let current = || file.current_context.clone().filter(|it| !it.is_empty());
    let Some(wanted) = options.context.clone().or_else(current) else {
        return Err(ConnectError::NoContext { known: known() });
    };
    let Some(context) = file.contexts.iter().find(|it| it.name == wanted) else {
        return Err(ConnectError::UnknownContext { known: known(), wanted });
    };
    let cluster = context.context.as_ref().map(|it| it.cluster.clone()).unwrap_or_default();
    let cluster = file.clusters.iter().find(|it| it.name == cluster).and_then(|it| it.cluster.as_ref());
    let own_proxy = cluster.and_then(|it| it.proxy_url.as_ref()).is_some_and(|it| !it.is_empty());
    let choice = KubeConfigOptions { context: Some(wanted.clone()), ..KubeConfigOptions::default() };
    let config = Config::from_custom_kubeconfig(file, &choice).await;
    Ok((config.map_err(|it| ConnectError::Unusable(it.to_string()))?, wanted, own_proxy))
}
