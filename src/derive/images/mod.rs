//! Images: who uses them, where they come from, how firmly they are named, what runs.

mod bootstrap;
mod mirror;
mod running;
mod users;

use super::World;
use super::lifecycle::{self, Component, Support};
use crate::model::facts::image::Image;
use crate::model::image::{ImageError, ImageRef, Pinned};
use crate::model::known::Ignorance;
use crate::model::listing::{Listing, Scope};
use crate::model::time::Time;

pub(super) use mirror::Mirror;
use running::Running;
use users::{Used, User};

/// Images, one for each normalised reference.
pub(super) fn images(world: &World<'_>, mirror: &Mirror) -> Listing<Image> {
    let running = Running::new(world);
    let used = users::used(world);
    world
        .controllers
        .listing(used.iter().map(|(reference, it)| image(world, mirror, &running, reference, it)).collect())
}

fn image(world: &World<'_>, mirror: &Mirror, running: &Running, reference: &str, it: &Used<'_>) -> Image {
    let parsed = it.parsed.as_ref();
    let users = || it.users.values();
    Image {
        subject: format!("image/{reference}"),
        origin: everybody(world, || it.origin.clone()).into(),
        reference: reference.to_owned(),
        valid: parsed.is_ok(),
        registry: parsed.map(|it| it.registry().to_owned()).unwrap_or_default(),
        repository: parsed.map(|it| it.repository().to_owned()).unwrap_or_default(),
        tag: parsed.ok().and_then(|it| it.tag()).unwrap_or_default().to_owned(),
        digest: parsed.ok().and_then(|it| it.digest()).unwrap_or_default().to_owned(),
        pinned: parsed.map(|it| pinned(it).to_owned()).map_err(no_reference).into(),
        workloads: everybody(world, || it.users.keys().cloned().collect()).into(),
        namespaces: everybody(world, || {
            let mut namespaces: Vec<String> = users().map(|it| it.namespace.to_owned()).collect();
            namespaces.sort();
            namespaces.dedup();
            namespaces
        })
        .into(),
        system: all(world, users(), |it| Ok(it.is_system())).into(),
        operator_chosen: all(world, users(), |it| it.chosen_by_operator.clone()).into(),
        bootstrap: all(world, users(), |it| it.bootstrap.clone()).into(),
        mirror_known: mirror.is_known().into(),
        from_mirror: parsed.map_err(no_reference).and_then(|it| mirror.has(it)).into(),
        frozen: parsed.map_err(no_reference).and_then(|it| frozen(it, world.now())).into(),
        running_digests: running.of(reference).into(),
    }
}

fn pinned(image: &ImageRef) -> &'static str {
    match image.pin() {
        Pinned::Digest => "digest",
        Pinned::Version => "version",
        Pinned::Moving => "moving",
    }
}

fn no_reference(error: &ImageError) -> Ignorance {
    Ignorance::undetermined("pods", error.to_string())
}

/// What only the whole list of users tells.
fn everybody<T>(world: &World<'_>, tell: impl FnOnce() -> T) -> Result<T, Ignorance> {
    world.controllers.whole(Scope::Cluster).map(|()| tell())
}

/// True if it holds for every user. One for which it does not is an answer, whoever else was not seen.
fn all<'a>(
    world: &World<'_>,
    users: impl Iterator<Item = &'a User<'a>>,
    holds: impl Fn(&User<'a>) -> Result<bool, Ignorance>,
) -> Result<bool, Ignorance> {
    let mut doubt = world.controllers.missing(Scope::Cluster).cloned();
    for user in users {
        match holds(user) {
            Ok(true) => {}
            Ok(false) => return Ok(false),
            Err(why) => doubt = doubt.or(Some(why)),
        }
    }
    doubt.map_or(Ok(true), Err)
}

/// Why nothing new appears under this name.
fn frozen(image: &ImageRef, now: Time) -> Result<String, Ignorance> {
    let mut doubt = None;
    for component in lifecycle::components(image) {
        match component {
            Component::Bitnami | Component::K8sGcrIo => {}
            // These end, but the place they come from lives.
            Component::GrafanaAgent
            | Component::IngressNginx
            | Component::Kubernetes
            | Component::Postgresql
            | Component::Promtail => continue,
        }
        match lifecycle::support(component, image.tag().unwrap_or_default(), now) {
            Support::Ended(row) => return Ok(row.source.to_owned()),
            Support::Supported(_) => {}
            Support::Undetermined => doubt = Some(component),
        }
    }
    match doubt {
        Some(component) => Err(Ignorance::undetermined("pods", format!("without a tag nobody can tell ({component})"))),
        None => Ok(String::new()),
    }
}
