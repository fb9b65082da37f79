//! A live cluster to what was observed: what it serves, then the lists that are wanted, several at once.

mod discovery;
mod pages;
mod permissions;
mod targets;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use futures_util::stream;

use self::discovery::Discovery;
use self::targets::Target;
use crate::model::listing::{Gap, Listing};
use crate::model::observed::{Absence, Observed};
use crate::model::source::{Source, SourceKind};
use crate::model::{Because, Ignorance, Time};
use crate::net::kube::{Answer, Cluster, Failure};

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
    let reader = Reader { cluster, tell, date: RefCell::new(None) };
    let discovery = discovery::read(&reader, &targets::groups(&options.wants)).await.map_err(Nothing::Failed)?;
    let mut read = Read::new(cluster, options);
    let targets = read.settle(&discovery, options);
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
            _ => read.take(target, None, part),
        }
    }
    drop(lists);
    read_namespaces(&reader, &mut read, &refused, options).await?;
    read.finish(&reader, of)
}

/// What is refused for the whole cluster is read from the namespaces in which it may be.
async fn read_namespaces(
    reader: &Reader<'_>,
    read: &mut Read,
    refused: &[(&Target, String)],
    options: &Options,
) -> Result<(), Nothing> {
    if refused.is_empty() {
        return Ok(());
    }
    let (namespaces, all) = read.namespaces(options);
    let rights =
        namespaces.iter().map(|namespace| async move { (namespace, permissions::read(reader, namespace).await) });
    let rights: Vec<_> = stream::iter(rights).buffered(AT_ONCE).collect().await;
    let mut open = vec![Vec::new(); refused.len()];
    let mut requests = Vec::new();
    for (namespace, rights) in &rights {
        for (position, (target, _)) in refused.iter().enumerate() {
            if rights.as_ref().is_ok_and(|it| it.may_list(target)) {
                requests.push((position, *namespace));
            } else if all {
                let why = match rights {
                    Ok(_) => Because::Forbidden,
                    Err(failure) => failure.because(),
                };
                read.miss(target, Gap::of(*namespace, Ignorance::new(why, target.name.clone())));
            }
        }
    }
    let lists = requests.iter().map(|(position, namespace)| async move {
        let (target, _) = refused[*position];
        (*position, *namespace, reader.list(target, Some(namespace)).await)
    });
    let mut lists = stream::iter(lists).buffer_unordered(AT_ONCE);
    while let Some((position, namespace, part)) = lists.next().await {
        if let Some(fatal) = part.failure.as_ref().filter(|it| it.is_fatal()) {
            return Err(Nothing::Failed(fatal.clone()));
        }
        if part.failure.is_none() {
            open[position].push(namespace.clone());
        }
        read.take(refused[position].0, Some(namespace), part);
    }
    for ((target, why), mut open) in refused.iter().zip(open) {
        read.unread.push((target.name.clone(), why.clone()));
        read.first.get_or_insert_with(|| Failure::Forbidden(why.clone()));
        if !all {
            open.sort();
            let why = Ignorance::new(Because::Forbidden, target.name.clone());
            read.miss(target, Gap { except: open, ..Gap::anywhere(why) });
        }
    }
    Ok(())
}

/// The connection, with somebody who listens.
struct Reader<'a> {
    cluster: &'a Cluster,
    tell: &'a dyn Fn(Event<'_>),
    date: RefCell<Option<Time>>,
}

impl Reader<'_> {
    async fn get(&self, path: &str, accept: &'static str) -> Result<Vec<u8>, Failure> {
        let started = Instant::now();
        let answer = self.cluster.get(path, accept).await;
        self.told("GET", path, answer, started)
    }

    async fn review(&self, path: &str, question: &str) -> Result<Vec<u8>, Failure> {
        let started = Instant::now();
        let answer = self.cluster.review(path, question).await;
        self.told("POST", path, answer, started)
    }

    fn told(
        &self,
        method: &'static str,
        path: &str,
        answer: Result<Answer, Failure>,
        started: Instant,
    ) -> Result<Vec<u8>, Failure> {
        (self.tell)(Event::Asked { method, path, failure: answer.as_ref().err(), took: started.elapsed() });
        let answer = answer?;
        let mut date = self.date.borrow_mut();
        if date.is_none() {
            *date = answer.date.as_deref().and_then(time);
        }
        Ok(answer.body)
    }
}

/// The time of a `Date` header (RFC 9110, 5.6.7), whose form is that of mails.
fn time(date: &str) -> Option<Time> {
    jiff::fmt::rfc2822::parse(date).ok().map(|it| Time(it.timestamp()))
}

/// What has been read so far.
struct Read {
    observed: Observed,
    clock: Option<Time>,
    objects: usize,
    lists: usize,
    first: Option<Failure>,
    unread: Vec<(String, String)>,
    unreadable: Vec<String>,
}

impl Read {
    fn new(cluster: &Cluster, options: &Options) -> Self {
        let taken_at = options.clock.unwrap_or(Time(jiff::Timestamp::UNIX_EPOCH));
        let source = Source { kind: SourceKind::Live, name: cluster.name().to_owned(), taken_at };
        Self {
            observed: Observed::empty(source),
            clock: options.clock,
            objects: 0,
            lists: 0,
            first: None,
            unread: Vec::new(),
            unreadable: Vec::new(),
        }
    }

    /// Decides about what need not or cannot be listed, and says what is to be.
    fn settle(&mut self, discovery: &Discovery, options: &Options) -> Vec<Target> {
        self.observed.settle(|resource, _| match options.wants.contains(resource.name) {
            true => Absence::None,
            false => Absence::Unread(Ignorance::new(Because::NotCollected, resource.name)),
        });
        let mut targets = Vec::new();
        for name in &options.wants {
            match targets::find(name, discovery) {
                Ok(Some(target)) => targets.push(target),
                // The server does not serve it: there are none, and that is knowledge.
                Ok(None) => self.none(name),
                Err(failure) => self.lost(name, &failure),
            }
        }
        targets
    }

    /// There are no objects of this resource.
    fn none(&mut self, name: &str) {
        if targets::is_raw(name) {
            self.observed.raw.entry(name.to_owned()).or_insert_with(|| Listing::complete(Vec::new()));
        }
    }

    /// Nothing of this resource could be read.
    fn lost(&mut self, name: &str, failure: &Failure) {
        self.gap(name, Gap::anywhere(Ignorance::new(failure.because(), name.to_owned())));
        self.unread.push((name.to_owned(), failure.to_string()));
        self.first.get_or_insert_with(|| failure.clone());
    }

    fn miss(&mut self, target: &Target, gap: Gap) {
        self.gap(&target.name, gap);
    }

    fn gap(&mut self, name: &str, gap: Gap) {
        if targets::is_raw(name) {
            let list = self.observed.raw.entry(name.to_owned()).or_insert_with(|| Listing::complete(Vec::new()));
            list.add_gap(gap);
        } else {
            self.observed.miss(name, gap);
        }
    }

    /// Takes over a list, or what there is of it.
    fn take(&mut self, target: &Target, namespace: Option<&str>, part: pages::Part) {
        self.observed.absorb(part.observed);
        self.objects += part.objects;
        let gap = |because: Because| {
            let why = Ignorance::new(because, target.name.clone());
            namespace.map_or_else(|| Gap::anywhere(why.clone()), |it| Gap::of(it, why.clone()))
        };
        if !part.unreadable.is_empty() {
            self.gap(&target.name, gap(Because::Garbled));
            self.unreadable.extend(part.unreadable);
        }
        match part.failure {
            None => self.lists += 1,
            Some(failure) => {
                self.gap(&target.name, gap(failure.because()));
                self.unread.push((target.name.clone(), failure.to_string()));
                self.first.get_or_insert(failure);
            }
        }
        self.none(&target.name);
    }

    /// The namespaces in which to look, and whether these are all.
    fn namespaces(&self, options: &Options) -> (Vec<String>, bool) {
        let seen = &self.observed.namespaces;
        let names = seen.seen().iter().map(|it| it.meta.name.clone());
        match options.wants.contains("namespaces") && seen.is_whole() {
            true => (names.collect(), true),
            false => {
                let mut names: BTreeSet<String> = names.collect();
                names.extend(options.namespaces.iter().cloned());
                (names.into_iter().collect(), false)
            }
        }
    }

    fn finish(mut self, reader: &Reader<'_>, wanted: usize) -> Result<Collected, Nothing> {
        if let (0, Some(first)) = (self.lists, self.first.take()) {
            return Err(Nothing::Unreadable { lists: wanted, first });
        }
        let date = *reader.date.borrow();
        if let Some(taken_at) = date.or(self.clock) {
            self.observed.source.taken_at = taken_at;
        }
        self.observed.sort();
        self.unread.sort();
        self.unread.dedup();
        let Self { observed, objects, unread, unreadable, .. } = self;
        Ok(Collected { observed, objects, unread, unreadable })
    }
}
