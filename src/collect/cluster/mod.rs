//! A live cluster to what was observed: what it serves, then the lists that are wanted, several at once.

mod discovery;
mod gathered;
mod namespaces;
mod pages;
mod permissions;
mod reader;
mod secrets;
mod targets;

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::{StreamExt, stream};

pub use self::secrets::{SecretError, pull_credentials, secret};

use self::gathered::Gathered;
use self::reader::Reader;
use crate::model::Time;
use crate::model::observed::Observed;
use crate::net::kube::{Cluster, Failure};

/// How many lists are read at once: the server's own limits leave room for others.
const AT_ONCE: usize = 4;

/// What is read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Resources: names of [`RESOURCES`](crate::model::observed::RESOURCES), raw ones as `example.com/v1/widgets`.
    pub wants: BTreeSet<String>,
    /// Where to look if a list is refused for the whole cluster and so is the list of namespaces.
    pub namespaces: Vec<String>,
    /// The time, for a server that does not tell it.
    pub clock: Option<Time>,
}

/// What happens on the way.
#[derive(Debug)]
pub enum Event<'a> {
    /// A request has been answered, or not.
    Asked {
        /// Its method.
        method: &'static str,
        /// Its path.
        path: &'a str,
        /// Why there was no answer.
        failure: Option<&'a Failure>,
        /// How long it took.
        took: Duration,
    },
    /// A list is read to its end, or as far as it could be.
    Listed {
        /// How many are.
        done: usize,
        /// How many there are to read.
        of: usize,
    },
}

/// What became of it.
#[derive(Debug)]
pub struct Collected {
    /// The world.
    pub observed: Observed,
    /// Objects that were kept.
    pub objects: usize,
    /// Resources that could not be read, whole or in part, and why in the server's words.
    pub unread: Vec<(String, String)>,
    /// Objects that have not the shape of their kind.
    pub unreadable: Vec<String>,
}

/// There is nothing to judge.
#[derive(Debug, thiserror::Error)]
pub enum Nothing {
    /// Every request would fail in the same way.
    #[error(transparent)]
    Failed(Failure),
    /// Not one list could be read.
    #[error("not one of {lists} lists could be read: {first}")]
    Unreadable {
        /// How many were wanted.
        lists: usize,
        /// Why the first could not.
        first: Failure,
    },
}

/// Reads the cluster. Only reads: reviews of one's own rights are the one thing that is posted, and nothing keeps them.
///
/// # Errors
/// When nothing can be read at all. What is refused or fails in part is in the result, as gaps.
pub async fn collect(cluster: &Cluster, options: &Options, tell: &dyn Fn(Event<'_>)) -> Result<Collected, Nothing> {
    let reader = Reader::new(cluster, tell);
    let discovery = discovery::read(&reader, &targets::groups(&options.wants)).await.map_err(Nothing::Failed)?;
    let mut gathered = Gathered::new(cluster, options);
    let targets = gathered.settle(&discovery, options);
    let of = targets.len();

    let lists = targets.iter().map(|target| {
        let reader = &reader;
        async move { (target, reader.list(target, None).await) }
    });
    let mut lists = stream::iter(lists).buffer_unordered(AT_ONCE);
    let mut refused = Vec::new();
    let mut done = 0;
    while let Some((target, part)) = lists.next().await {
        done += 1;
        tell(Event::Listed { done, of });
        match part.failure {
            Some(Failure::Forbidden(why)) if target.namespaced => refused.push((target, why)),
            Some(fatal) if fatal.is_fatal() => return Err(Nothing::Failed(fatal)),
            _ => gathered.take(target, None, part),
        }
    }
    namespaces::read(&reader, &mut gathered, &refused, options).await?;
    gathered.finish(reader.date(), of)
}
