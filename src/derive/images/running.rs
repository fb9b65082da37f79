//! The digests that run, as the nodes report them.

use std::collections::{BTreeMap, BTreeSet};

use crate::derive::{World, status};
use crate::model::image::ImageRef;
use crate::model::known::Ignorance;
use crate::model::observed::Object;
use crate::model::observed::pod::Pod;

/// Digests by normalised reference.
pub(super) struct Running {
    digests: BTreeMap<String, Result<BTreeSet<String>, Ignorance>>,
    missing: Option<Ignorance>,
}

impl Running {
    pub(super) fn new(world: &World<'_>) -> Self {
        let pods = &world.observed.pods;
        let mut running = Self { digests: BTreeMap::new(), missing: pods.all().err() };
        for pod in pods.seen() {
            if pod.body.status.is_none() {
                let missing = || status::missing(world.observed.source.kind, "pods");
                running.missing.get_or_insert_with(missing);
            }
            running.add(pod);
        }
        running
    }

    /// The digests that run under a reference.
    pub(super) fn of(&self, reference: &str) -> Result<Vec<String>, Ignorance> {
        match (&self.missing, self.digests.get(reference)) {
            (Some(why), _) => Err(why.clone()),
            (None, Some(digests)) => digests.clone().map(|it| it.into_iter().collect()),
            (None, None) => Ok(Vec::new()),
        }
    }

    fn add(&mut self, pod: &Object<Pod>) {
        let statuses = pod.body.status.iter().flat_map(|it| &it.containers);
        for status in statuses.filter(|it| !it.image_id.is_empty()) {
            let Some(container) = pod.body.template.containers.iter().find(|it| it.name == status.name) else {
                continue;
            };
            let parsed = container.image.parse::<ImageRef>();
            let reference = parsed.map_or_else(|_| container.image.clone(), |it| it.to_string());
            let entry = self.digests.entry(reference).or_insert_with(|| Ok(BTreeSet::new()));
            match (digest(&status.image_id), &mut *entry) {
                (Some(digest), Ok(digests)) => drop(digests.insert(digest.to_owned())),
                // One node that does not tell is enough not to know what runs.
                (None, _) => *entry = Err(local(&status.image_id)),
                (Some(_), Err(_)) => {}
            }
        }
    }
}

/// `docker.io/library/nginx@sha256:...`, also with the prefix of dockershim. An id without a repository is that of the
/// image's configuration on one node.
fn digest(image_id: &str) -> Option<&str> {
    let (_, digest) = image_id.rsplit_once('@')?;
    digest.starts_with("sha").then_some(digest)
}

fn local(image_id: &str) -> Ignorance {
    Ignorance::undetermined("pods", format!("`{image_id}` is the id of a local image"))
}
