//! What has been read so far, and what of the wanted is missing.

use std::collections::BTreeSet;

use super::discovery::Discovery;
use super::pages::Part;
use super::targets::{self, Target};
use super::{Collected, Nothing, Options};
use crate::model::listing::{Gap, Listing};
use crate::model::observed::{Absence, Observed};
use crate::model::source::{Source, SourceKind};
use crate::model::{Because, Ignorance, Time};
use crate::net::kube::{Cluster, Failure};

/// What has been read so far.
pub(super) struct Gathered {
    observed: Observed,
    clock: Option<Time>,
    objects: usize,
    lists: usize,
    first: Option<Failure>,
    unread: Vec<(String, String)>,
    unreadable: Vec<String>,
}

impl Gathered {
    /// Nothing yet.
    pub(super) fn new(cluster: &Cluster, options: &Options) -> Self {
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
    pub(super) fn settle(&mut self, discovery: &Discovery, options: &Options) -> Vec<Target> {
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

    /// Notes that a part of a list is missing.
    pub(super) fn miss(&mut self, target: &Target, gap: Gap) {
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

    /// Notes that a list is refused for the whole cluster.
    pub(super) fn refused(&mut self, target: &Target, why: &str) {
        let failure = Failure::Forbidden(why.to_owned());
        self.unread.push((target.name.clone(), failure.to_string()));
        self.first.get_or_insert(failure);
    }

    /// Takes over a list, or what there is of it.
    pub(super) fn take(&mut self, target: &Target, namespace: Option<&str>, part: Part) {
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
    pub(super) fn namespaces(&self, options: &Options) -> (Vec<String>, bool) {
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

    /// The result, as of the server's time.
    ///
    /// # Errors
    /// When not one list could be read.
    pub(super) fn finish(mut self, date: Option<Time>, wanted: usize) -> Result<Collected, Nothing> {
        if let (0, Some(first)) = (self.lists, self.first.take()) {
            return Err(Nothing::Unreadable { lists: wanted, first });
        }
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
