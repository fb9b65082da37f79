//! What pods need to pull their images: where these come from, and who lets the node in.

use std::collections::BTreeSet;

use super::World;
use super::images::Mirror;
use crate::model::image::ImageRef;
use crate::model::known::Ignorance;
use crate::model::listing::Scope;
use crate::model::observed::config::{Secret, ServiceAccount};
use crate::model::observed::pod::PodTemplate;
use crate::model::observed::{Meta, Object};

/// An account's pull secrets are injected only where the pod names none (admission plugin ServiceAccount).
pub(super) fn secrets(world: &World<'_>, meta: &Meta, template: &PodTemplate) -> Result<Vec<String>, Ignorance> {
    if !template.pull_secrets.is_empty() {
        return Ok(template.pull_secrets.clone());
    }
    Ok(account(world, meta, template)?.map(|it| it.body.pull_secrets.clone()).unwrap_or_default())
}

/// Some image comes from the mirror. One that does is an answer, whatever the others are.
pub(super) fn from_mirror(mirror: &Mirror, template: &PodTemplate) -> Result<bool, Ignorance> {
    let mut doubt = None;
    for image in images(template) {
        match mirror.has(&image) {
            Ok(true) => return Ok(true),
            Ok(false) => {}
            Err(why) => doubt = doubt.or(Some(why)),
        }
    }
    doubt.map_or(Ok(false), Err)
}

/// The pull secrets hold credentials for every host of the mirror that an image comes from. The kubelet compares the
/// host with its port: credentials for `harbor.example.com` are none for `harbor.example.com:8443`.
pub(super) fn has_credentials(
    world: &World<'_>,
    mirror: &Mirror,
    meta: &Meta,
    template: &PodTemplate,
) -> Result<bool, Ignorance> {
    let mut wanted = BTreeSet::new();
    for image in images(template) {
        if mirror.has(&image)? {
            wanted.insert(image.registry().to_owned());
        }
    }
    let mut held = BTreeSet::new();
    for name in secrets(world, meta, template)? {
        let is_it = |it: &Object<Secret>| it.meta.namespace == meta.namespace && it.meta.name == name;
        let found = world.observed.secrets.find(Scope::Namespace(&meta.namespace), is_it)?;
        held.extend(found.into_iter().flat_map(|it| &it.body.registries).map(|it| host(it).to_owned()));
    }
    Ok(wanted.is_subset(&held))
}

/// The host of an entry in a pull secret: `https://index.docker.io/v1/` and `index.docker.io` are the same.
fn host(entry: &str) -> &str {
    let entry = entry.split_once("://").map_or(entry, |(_, rest)| rest);
    entry.split('/').next().unwrap_or_default()
}

fn images(template: &PodTemplate) -> impl Iterator<Item = ImageRef> {
    let containers = template.containers.iter().map(|it| it.image.as_str());
    let volumes = template.volumes.iter().filter_map(|it| it.image.as_deref());
    containers.chain(volumes).filter_map(|it| it.parse().ok())
}

/// The service account of the pods.
pub(super) fn account<'a>(
    world: &World<'a>,
    meta: &Meta,
    template: &PodTemplate,
) -> Result<Option<&'a Object<ServiceAccount>>, Ignorance> {
    let is_it = |it: &Object<_>| it.meta.namespace == meta.namespace && it.meta.name == template.service_account;
    world.observed.service_accounts.find(Scope::Namespace(&meta.namespace), is_it)
}
