//! Storage locations: whether the server can use them, and whether they survive this cluster.

use super::own_address::{Place, place};
use crate::derive::{World, status};
use crate::model::facts::backup::BackupLocation;
use crate::model::known::Ignorance;
use crate::model::listing::{Listing, Scope};
use crate::model::observed::Object;
use crate::model::observed::backup::{Schedule, StorageLocation, StorageLocationStatus};

/// How often the server validates a location that does not say.
const VALIDATION_SECONDS: i64 = 60;

/// How many validations may be late before the server counts as dead.
const LATE: i64 = 5;

/// Storage locations.
pub(in crate::derive) fn locations(world: &World<'_>) -> Listing<BackupLocation> {
    world.observed.storage_locations.carry(|it| location(world, it))
}

fn location(world: &World<'_>, it: &Object<StorageLocation>) -> BackupLocation {
    let meta = &it.meta;
    let missing = || status::missing(world.observed.source.kind, "backupstoragelocations.velero.io");
    let status: Result<&StorageLocationStatus, Ignorance> = it.body.status.as_ref().ok_or_else(missing);
    BackupLocation {
        subject: meta.subject("BackupStorageLocation", "velero.io"),
        origin: meta.origin.clone(),
        namespace: meta.namespace.clone(),
        name: meta.name.clone(),
        default: is_default(world, it),
        used: is_used(world, it).into(),
        read_write: it.body.access_mode != "ReadOnly",
        provider: it.body.provider.clone(),
        bucket: it.body.bucket.clone(),
        url: url(&it.body).unwrap_or_default().to_owned(),
        available: status.clone().map(|it| it.phase == "Available").into(),
        fresh: status.clone().and_then(|status| is_fresh(world, &it.body, status)).into(),
        message: status.map(|it| it.message.clone()).into(),
        leaves_cluster: leaves_cluster(world, it).into(),
    }
}

/// The one that says so, or else the one that the server's `--default-backup-storage-location` names by default.
pub(super) fn is_default(world: &World<'_>, it: &Object<StorageLocation>) -> bool {
    let all = world.observed.storage_locations.seen().iter();
    let mut peers = all.filter(|other| other.meta.namespace == it.meta.namespace);
    it.body.default || (it.meta.name == "default" && !peers.any(|it| it.body.default))
}

fn is_used(world: &World<'_>, it: &Object<StorageLocation>) -> Result<bool, Ignorance> {
    let writes = |schedule: &Object<Schedule>| {
        let wanted = schedule.body.template.storage_location.as_str();
        let here = if wanted.is_empty() { is_default(world, it) } else { wanted == it.meta.name };
        !schedule.body.paused && schedule.meta.namespace == it.meta.namespace && here
    };
    Ok(world.observed.schedules.find(Scope::Namespace(&it.meta.namespace), writes)?.is_some())
}

fn url(it: &StorageLocation) -> Option<&str> {
    let address = |key: &str| it.addresses.get(key).map(String::as_str).filter(|it| !it.is_empty());
    address("s3Url").or_else(|| address("storageAccountURI"))
}

/// The phase stays when the server dies; only the time of the last look tells.
fn is_fresh(world: &World<'_>, it: &StorageLocation, status: &StorageLocationStatus) -> Result<bool, Ignorance> {
    let every = it.validation_frequency.map_or(VALIDATION_SECONDS, |it| it.0);
    if every == 0 {
        let why = "validation is switched off (validationFrequency: 0s)";
        return Err(Ignorance::undetermined("backupstoragelocations.velero.io", why));
    }
    let late = every.saturating_mul(LATE);
    Ok(status.last_validation.is_some_and(|it| world.now().since(it).0 < late))
}

fn leaves_cluster(world: &World<'_>, it: &Object<StorageLocation>) -> Result<bool, Ignorance> {
    let provider = it.body.provider.rsplit('/').next().unwrap_or_default();
    match (url(&it.body), provider) {
        // Without an address the plug-in talks to the cloud that it is named after.
        (None, "aws" | "azure" | "gcp") => Ok(true),
        (None, other) => {
            let why = format!("carbon does not know where the plug-in {other} keeps its objects");
            Err(Ignorance::undetermined("backupstoragelocations.velero.io", why))
        }
        (Some(url), _) => match place(world, url, &it.meta.namespace)? {
            Place::Here => Ok(false),
            Place::Elsewhere => Ok(true),
        },
    }
}
