//! Which claims have their data in a backup. A backup that completed proves nothing about volumes: Velero leaves out
//! what matches no method without a word, so only copies, uploads and counted snapshots count.

use std::collections::{BTreeMap, BTreeSet};

use super::{history, takes_namespace};
use crate::derive::World;
use crate::model::Time;
use crate::model::known::Ignorance;
use crate::model::listing::{Listing, Scope};
use crate::model::observed::Object;
use crate::model::observed::backup::{Backup, PodVolumeBackup};
use crate::model::observed::storage::{Claim, Volume};

/// Namespace and name of a claim.
type Key<'a> = (&'a str, &'a str);

/// The claims in usable backups.
pub(in crate::derive) struct Coverage<'a> {
    /// The names of the backups that hold a claim, with the time of their start.
    held: BTreeMap<Key<'a>, BTreeSet<(Option<Time>, &'a str)>>,
    /// Why the answer for a claim that is not among those held is not no.
    doubts: BTreeMap<Key<'a>, Ignorance>,
    /// The same for every claim of a namespace.
    namespace_doubts: BTreeMap<&'a str, Ignorance>,
    /// The same for all.
    gap: Option<Ignorance>,
}

impl<'a> Coverage<'a> {
    pub(in crate::derive) fn new(world: &World<'a>) -> Self {
        let mut it =
            Self { held: BTreeMap::new(), doubts: BTreeMap::new(), namespace_doubts: BTreeMap::new(), gap: gap(world) };
        let backups = it.usable(world);
        it.take_copies(world, &backups);
        it.take_uploads(world, &backups);
        for backup in backups.values() {
            it.count_snapshots(world, backup);
        }
        it
    }

    /// The backups that hold the claim, newest last. Empty = none does.
    pub(in crate::derive) fn of(&self, namespace: &str, name: &str) -> Result<Vec<String>, Ignorance> {
        if let Some(why) = &self.gap {
            return Err(why.clone());
        }
        match self.held.get(&(namespace, name)) {
            Some(backups) => Ok(backups.iter().map(|(_, name)| (*name).to_owned()).collect()),
            None => match self.doubts.get(&(namespace, name)).or(self.namespace_doubts.get(namespace)) {
                Some(why) => Err(why.clone()),
                None => Ok(Vec::new()),
            },
        }
    }

    /// Some usable backup holds the claim. A hit is an answer even where other parts are missing.
    pub(in crate::derive) fn has(&self, namespace: &str, name: &str) -> Result<bool, Ignorance> {
        if self.held.contains_key(&(namespace, name)) {
            return Ok(true);
        }
        self.of(namespace, name).map(|it| !it.is_empty())
    }

    fn usable(&mut self, world: &World<'a>) -> BTreeMap<Key<'a>, &'a Object<Backup>> {
        let mut usable = BTreeMap::new();
        for backup in world.observed.backups.seen() {
            match history::is_usable(world, backup) {
                Ok(true) => {
                    usable.insert(backup.meta.key(), backup);
                }
                Ok(false) => {}
                Err(why) => {
                    self.gap.get_or_insert(why);
                }
            }
        }
        usable
    }

    fn hold(&mut self, claim: Key<'a>, backup: &'a Object<Backup>) {
        let started = backup.body.status.as_ref().and_then(|it| it.started);
        self.held.entry(claim).or_default().insert((started, &backup.meta.name));
    }

    /// Copies of the file system, one a volume of a pod.
    fn take_copies(&mut self, world: &World<'a>, backups: &BTreeMap<Key<'a>, &'a Object<Backup>>) {
        for copy in world.observed.pod_volume_backups.seen() {
            let Some(backup) = backups.get(&(copy.meta.namespace.as_str(), copy.body.backup.as_str())) else {
                continue;
            };
            if copy.body.phase != "Completed" {
                continue;
            }
            let namespace = copy.body.pod_namespace.as_str();
            match claim_of(world, &copy.body) {
                Ok(Some(claim)) => self.hold((namespace, claim), backup),
                Ok(None) => {}
                Err(why) => {
                    self.namespace_doubts.insert(namespace, why);
                }
            }
        }
    }

    /// Snapshots that were copied to the object store.
    fn take_uploads(&mut self, world: &World<'a>, backups: &BTreeMap<Key<'a>, &'a Object<Backup>>) {
        for upload in world.observed.data_uploads.seen() {
            let body = &upload.body;
            if let Some(backup) = backups.get(&(upload.meta.namespace.as_str(), body.backup.as_str()))
                && body.phase == "Completed"
            {
                self.hold((&body.claim_namespace, &body.claim), backup);
            }
        }
    }

    /// Snapshots that stay in the storage system: the backup says how many there are, not of what. If there are as
    /// many as claims that could have one, each has one; else nobody can tell which.
    fn count_snapshots(&mut self, world: &World<'a>, backup: &'a Object<Backup>) {
        let Some(status) = &backup.body.status else { return };
        let kinds = [
            ("csi", status.csi_attempted, status.csi_completed),
            ("native", status.native_attempted, status.native_completed),
        ];
        for (kind, attempted, completed) in kinds {
            // Snapshots that are moved are deleted afterwards; the upload is what counts.
            if completed == 0 || (kind == "csi" && backup.body.spec.move_data == Some(true)) {
                continue;
            }
            let lists = [world.observed.volumes.missing(Scope::Cluster), world.observed.claims.missing(Scope::Cluster)];
            if let Some(why) = lists.into_iter().flatten().next() {
                self.gap.get_or_insert(why.clone());
                return;
            }
            let started = status.started.or(backup.meta.created);
            let held_here = |key: &Key<'a>| {
                self.held.get(key).is_some_and(|it| it.iter().any(|(_, name)| *name == backup.meta.name))
            };
            let candidates: Vec<Key<'a>> = world
                .observed
                .claims
                .seen()
                .iter()
                .filter(|it| could_be_in(it, backup, started) && has_volume(world, it, kind))
                .map(|it| it.meta.key())
                .filter(|it| !held_here(it))
                .collect();
            let all = i64::try_from(candidates.len()) == Ok(completed) && attempted == completed;
            for claim in candidates {
                if all && !backup.body.spec.narrowed {
                    self.hold(claim, backup);
                } else {
                    let why = format!("{} says how many snapshots it has ({completed}), not of what", backup.meta.name);
                    self.doubts.insert(claim, Ignorance::undetermined("backups.velero.io", why));
                }
            }
        }
    }
}

/// Without one of these lists a claim that is not found may be in the part that is missing.
fn gap(world: &World<'_>) -> Option<Ignorance> {
    let observed = world.observed;
    let lists = [
        observed.backups.missing(Scope::Cluster),
        observed.pod_volume_backups.missing(Scope::Cluster),
        observed.data_uploads.missing(Scope::Cluster),
    ];
    lists.into_iter().flatten().next().cloned()
}

/// The claim behind a volume of a pod. Older versions do not name it; then the pod must still be there.
fn claim_of<'a>(world: &World<'a>, copy: &'a PodVolumeBackup) -> Result<Option<&'a str>, Ignorance> {
    if !copy.claim.is_empty() {
        return Ok(Some(&copy.claim));
    }
    let scope = Scope::Namespace(&copy.pod_namespace);
    let is_it = |it: &Object<_>| it.meta.namespace == copy.pod_namespace && it.meta.name == copy.pod;
    let gone = || Ignorance::undetermined("podvolumebackups.velero.io", format!("the pod {} is gone", copy.pod));
    let pod = world.observed.pods.find(scope, is_it)?.ok_or_else(gone)?;
    let volume = pod.body.template.volumes.iter().find(|it| it.name == copy.volume);
    Ok(volume.and_then(|it| it.claim.as_deref()))
}

fn could_be_in(it: &Object<Claim>, backup: &Object<Backup>, started: Option<Time>) -> bool {
    let excluded = it.meta.label(super::EXCLUDED) == Some("true");
    let existed = match (it.meta.created, started) {
        (Some(created), Some(started)) => created <= started,
        (None, _) | (_, None) => true,
    };
    !excluded && existed && takes_namespace(&backup.body.spec, &it.meta.namespace)
}

/// Its volume is of the kind that such a snapshot is made of.
fn has_volume(world: &World<'_>, it: &Object<Claim>, kind: &str) -> bool {
    let volumes: &Listing<Object<Volume>> = &world.observed.volumes;
    let volume = volumes.seen().iter().find(|volume| volume.meta.name == it.body.volume);
    volume.is_some_and(|volume| match volume.body.source.as_str() {
        "csi" => kind == "csi",
        "awsElasticBlockStore" | "gcePersistentDisk" | "azureDisk" => kind == "native",
        _ => false,
    })
}
