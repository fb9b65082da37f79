//! Claims.

use super::replication::replicates;
use super::users::Users;
use crate::derive::backup::EXCLUDED;
use crate::derive::backup::volumes::Coverage;
use crate::derive::controllers::Made;
use crate::derive::data::cnpg;
use crate::derive::production::carries_production;
use crate::derive::{World, is_system_namespace, status};
use crate::model::Quantity;
use crate::model::facts::storage;
use crate::model::known::Ignorance;
use crate::model::listing::{Listing, Scope};
use crate::model::observed::Object;
use crate::model::observed::storage::{Claim, StorageClass, Volume};

/// Provisioners whose volumes live on one node.
const LOCAL: [&str; 9] = [
    "rancher.io/local-path",
    "k8s.io/minikube-hostpath",
    "docker.io/hostpath",
    "microk8s.io/hostpath",
    "openebs.io/local",
    "local.csi.openebs.io",
    "zfs.csi.openebs.io",
    "topolvm.io",
    "kubernetes.io/no-provisioner",
];

/// Claims.
pub(in crate::derive) fn claims(world: &World<'_>) -> Listing<storage::Claim> {
    let coverage = Coverage::new(world);
    let users = Users::new(world);
    world.observed.claims.carry(|it| claim(world, it, &coverage, users.of(it)))
}

fn claim(world: &World<'_>, it: &Object<Claim>, coverage: &Coverage<'_>, users: &[&Made<'_>]) -> storage::Claim {
    let meta = &it.meta;
    let namespace = meta.namespace.as_str();
    let system = is_system_namespace(namespace);
    let in_scope = carries_production(world, namespace);
    let excluded = meta.label(EXCLUDED) == Some("true");
    // Why there may be users that were not seen.
    let whole = world.controllers.within(namespace).map(|_| ());
    storage::Claim {
        subject: meta.subject("PersistentVolumeClaim", ""),
        origin: meta.origin.clone(),
        namespace: namespace.to_owned(),
        name: meta.name.clone(),
        system,
        in_scope,
        storage_class: it.body.storage_class.clone().unwrap_or_default(),
        size_bytes: Quantity::new(it.body.size.as_str()).bytes().unwrap_or_default(),
        bound: match it.body.phase.as_str() {
            "" => Err(status::missing(world.observed.source.kind, "persistentvolumeclaims")),
            phase => Ok(phase == "Bound"),
        }
        .into(),
        volume_source: volume(world, it).map(|it| it.map(|it| it.body.source.clone()).unwrap_or_default()).into(),
        pinned_to_node: is_pinned(world, it).into(),
        used_by: whole.clone().map(|()| users.iter().map(|it| it.subject()).collect()).into(),
        replicated: whole.clone().map(|()| !users.is_empty() && users.iter().all(|it| replicates(it))).into(),
        excluded,
        wanted_in_backup: match system || excluded || !in_scope {
            true => Ok(false),
            false => is_wanted(world, it, users, whole),
        }
        .into(),
        backed_up: is_backed_up(world, it, coverage).into(),
        backed_up_by: coverage.of(namespace, &meta.name).into(),
    }
}

/// In use by something that is meant to run, and of no database that archives by itself.
fn is_wanted(
    world: &World<'_>,
    it: &Object<Claim>,
    users: &[&Made<'_>],
    whole: Result<(), Ignorance>,
) -> Result<bool, Ignorance> {
    let runs = |made: &Made<'_>| made.kind != "Job" && made.controller.replicas != Some(0);
    if !users.iter().any(|made| runs(made)) {
        return whole.map(|()| false);
    }
    match it.meta.label(cnpg::CLUSTER) {
        Some(cluster) => Ok(!cnpg::is_archived(world, &it.meta.namespace, cluster)?),
        None => Ok(true),
    }
}

/// Instances of one database hold the same data, so that a claim of one of them is enough.
fn is_backed_up(world: &World<'_>, it: &Object<Claim>, coverage: &Coverage<'_>) -> Result<bool, Ignorance> {
    let own = coverage.has(&it.meta.namespace, &it.meta.name);
    let Some(cluster) = it.meta.label(cnpg::CLUSTER) else { return own };
    let role = |it: &Object<Claim>| it.meta.label("cnpg.io/pvcRole").map(str::to_owned);
    let is_twin = |other: &&Object<Claim>| {
        other.meta.namespace == it.meta.namespace
            && other.meta.label(cnpg::CLUSTER) == Some(cluster)
            && role(other) == role(it)
    };
    let held = |it: &Object<Claim>| coverage.has(&it.meta.namespace, &it.meta.name) == Ok(true);
    let mut twins = world.observed.claims.seen().iter().filter(is_twin);
    if twins.any(held) { Ok(true) } else { own }
}

fn volume<'a>(world: &World<'a>, it: &Object<Claim>) -> Result<Option<&'a Object<Volume>>, Ignorance> {
    if it.body.volume.is_empty() {
        return Ok(None);
    }
    world.observed.volumes.find(Scope::Cluster, |volume| volume.meta.name == it.body.volume)
}

/// The volume says it; where there is none (yet), or files cannot hold one, the class does.
fn is_pinned(world: &World<'_>, it: &Object<Claim>) -> Result<bool, Ignorance> {
    match volume(world, it) {
        Ok(Some(volume)) => return Ok(volume.body.pinned_to_host),
        Ok(None) => {}
        Err(why) if why.is_out_of_scope() => {}
        Err(why) => return Err(why),
    }
    let wanted = it.body.storage_class.as_deref();
    let is_class = |class: &Object<StorageClass>| match wanted {
        Some(name) => class.meta.name == name,
        None => class.body.default,
    };
    let unclear = || Ignorance::undetermined("storageclasses.storage.k8s.io", "its storage class does not exist");
    let class = world.observed.storage_classes.find(Scope::Cluster, is_class)?.ok_or_else(unclear)?;
    Ok(LOCAL.contains(&class.body.provisioner.as_str()))
}
