//! CSI drivers in use, and whether Velero finds a snapshot class for each.

use std::collections::BTreeSet;

use crate::derive::World;
use crate::model::facts::storage::SnapshotDriver;
use crate::model::known::Ignorance;
use crate::model::listing::Listing;
use crate::model::observed::Object;
use crate::model::observed::storage::SnapshotClass;

/// Velero asks for the presence of this label only, not for its value.
const LABEL: &str = "velero.io/csi-volumesnapshot-class";

/// Drivers that make no snapshots: file shares, buckets and what lives on one node.
const WITHOUT_SNAPSHOTS: [&str; 9] = [
    "efs.csi.aws.com",
    "s3.csi.aws.com",
    "nfs.csi.k8s.io",
    "smb.csi.k8s.io",
    "file.csi.azure.com",
    "blob.csi.azure.com",
    "gcsfuse.csi.storage.gke.io",
    "local.csi.openebs.io",
    "secrets-store.csi.k8s.io",
];

/// Each driver that a claimed volume comes from.
pub(in crate::derive) fn snapshot_drivers(world: &World<'_>) -> Listing<SnapshotDriver> {
    let volumes = &world.observed.volumes;
    let claimed = volumes.seen().iter().filter(|it| it.body.source == "csi" && !it.body.claim.is_empty());
    let names: BTreeSet<&str> = claimed.map(|it| it.body.driver.as_str()).collect();
    Listing::with_gaps(names.into_iter().map(|it| driver(world, it)).collect(), volumes.gaps().to_vec())
}

fn driver(world: &World<'_>, name: &str) -> SnapshotDriver {
    let classes: Result<Vec<&Object<SnapshotClass>>, Ignorance> =
        world.observed.snapshot_classes.all().map(|it| it.iter().filter(|it| it.body.driver == name).collect());
    SnapshotDriver {
        subject: format!("CSIDriver/{name}"),
        name: name.to_owned(),
        snapshots: !WITHOUT_SNAPSHOTS.contains(&name),
        usable: classes.clone().map(|it| it.len() == 1 || labelled(&it).len() == 1).into(),
        labelled: classes.clone().map(|it| labelled(&it)).into(),
        classes: classes.map(|it| it.iter().map(|it| it.meta.name.clone()).collect()).into(),
    }
}

fn labelled(classes: &[&Object<SnapshotClass>]) -> Vec<String> {
    let labelled = classes.iter().filter(|it| it.meta.label(LABEL).is_some());
    labelled.map(|it| it.meta.name.clone()).collect()
}
