//! Other products that make backups: where one runs, the absence of Velero says nothing.

use std::collections::BTreeSet;

use crate::derive::World;
use crate::model::ImageRef;
use crate::model::known::Ignorance;
use crate::model::observed::Object;
use crate::model::observed::workload::Controller;

/// Products by a run of path segments in the repository of their images.
const BY_IMAGE: [(&str, &str); 10] = [
    ("kasten-images", "Kasten K10"),
    ("stashed/stash", "Stash"),
    ("stashed/stash-enterprise", "Stash"),
    ("kubestash", "KubeStash"),
    ("px-backup", "Portworx Backup"),
    ("k8s-triliovault", "Trilio"),
    ("triliovault", "Trilio"),
    ("amds-kagent", "CloudCasa"),
    ("k8up", "K8up"),
    ("volsync", "VolSync"),
];

/// The names of those that run, in alphabetical order.
pub(super) fn other_products(world: &World<'_>) -> Result<Vec<String>, Ignorance> {
    let observed = world.observed;
    let mut found = BTreeSet::new();
    for list in [&observed.deployments, &observed.stateful_sets, &observed.daemon_sets] {
        found.extend(whole(list)?.iter().filter_map(by_image));
    }
    // Longhorn makes a CronJob of each of its recurring jobs; Longhorn alone backs nothing up.
    let recurring = |it: &&Object<Controller>| it.meta.namespace == "longhorn-system" && is_longhorn(it);
    if whole(&observed.cron_jobs)?.iter().any(|it| recurring(&it)) {
        found.insert("Longhorn recurring jobs");
    }
    Ok(found.into_iter().map(str::to_owned).collect())
}

/// All of a list; what is not in a folder of manifests is none.
fn whole(list: &crate::model::Listing<Object<Controller>>) -> Result<&[Object<Controller>], Ignorance> {
    match list.all() {
        Err(why) if why.is_out_of_scope() => Ok(list.seen()),
        other => other,
    }
}

fn repositories(it: &Object<Controller>) -> impl Iterator<Item = ImageRef> {
    it.body.template.containers.iter().filter_map(|it| it.image.parse().ok())
}

fn by_image(it: &Object<Controller>) -> Option<&'static str> {
    let names = |image: &ImageRef, part: &str| format!("/{}/", image.repository()).contains(&format!("/{part}/"));
    let of = |image: ImageRef| BY_IMAGE.iter().find(|(part, _)| names(&image, part)).map(|(_, product)| *product);
    repositories(it).find_map(of)
}

fn is_longhorn(it: &Object<Controller>) -> bool {
    repositories(it).any(|it| it.repository().ends_with("longhorn-manager"))
}
