//! Who uses which image: templates, running pods (operators, injected sidecars), image volumes.

use std::collections::BTreeMap;

use super::bootstrap;
use crate::derive::controllers::{Made, has_ended};
use crate::derive::{World, is_system_namespace, workloads};
use crate::model::glob;
use crate::model::image::{ImageError, ImageRef};
use crate::model::known::Ignorance;
use crate::model::listing::Scope;
use crate::model::observed::pod::{Pod, PodTemplate};
use crate::model::observed::{Meta, Object};
use crate::model::verdict::Origin;

/// An image with everything that uses it.
pub(super) struct Used<'a> {
    pub(super) parsed: Result<ImageRef, ImageError>,
    pub(super) origin: Origin,
    /// By subject.
    pub(super) users: BTreeMap<String, User<'a>>,
}

/// A workload, or a pod that nobody made.
pub(super) struct User<'a> {
    pub(super) namespace: &'a str,
    /// The owner of the workload has not written this reference: an operator did, or something that injects sidecars.
    pub(super) chosen_by_operator: Result<bool, Ignorance>,
    /// A registry in the cluster needs it before it can serve.
    pub(super) bootstrap: Result<bool, Ignorance>,
}

impl User<'_> {
    pub(super) fn is_system(&self) -> bool {
        is_system_namespace(self.namespace)
    }
}

/// All images, by normalised reference. What only namespaces use that carbon.yaml leaves out is left out as well: an
/// image has no namespace by which the judge could tell.
pub(super) fn used<'a>(world: &'a World<'_>) -> BTreeMap<String, Used<'a>> {
    let mut used = BTreeMap::new();
    let ignored = |meta: &Meta| world.settings.config.ignore.iter().any(|it| glob::matches(it, &meta.namespace));
    // What has no template is its pods.
    let over = |position: usize, made: &Made<'_>| {
        made.direct && world.controllers.pods_of(position).iter().all(|pod| has_ended(pod))
    };
    let makers = world.controllers.items.iter().enumerate();
    for (_, made) in makers.filter(|(position, it)| !ignored(&it.meta) && !over(*position, it)) {
        let by_operator = workloads::is_made_by_operator(made);
        for image in images_of(&made.controller.template) {
            add(&mut used, world, image, &made.meta, Who::Made(made, by_operator));
        }
    }
    for pod in world.observed.pods.seen().iter().filter(|pod| !has_ended(pod) && !ignored(&pod.meta)) {
        let maker = world.controllers.maker_of(pod);
        for image in images_of(&pod.body.template) {
            // What stands in no template came later; if the template has it, it is counted already.
            let who = maker.map_or(Who::Pod(pod), |made| Who::Made(made, true));
            add(&mut used, world, image, &pod.meta, who);
        }
    }
    used
}

enum Who<'a, 'b> {
    Made(&'a Made<'b>, bool),
    Pod(&'a Object<Pod>),
}

fn add<'a>(used: &mut BTreeMap<String, Used<'a>>, world: &World<'_>, written: &str, meta: &Meta, who: Who<'a, '_>) {
    let parsed: Result<ImageRef, ImageError> = written.parse();
    let reference = parsed.as_ref().map_or_else(|_| written.to_owned(), ToString::to_string);
    let entry =
        used.entry(reference).or_insert_with(|| Used { parsed, origin: meta.origin.clone(), users: BTreeMap::new() });
    match who {
        Who::Made(made, chosen_by_operator) => {
            entry.users.entry(made.subject()).or_insert_with(|| User {
                namespace: &made.meta.namespace,
                chosen_by_operator: Ok(chosen_by_operator),
                bootstrap: bootstrap::is_bootstrap(world, &made.meta, &made.controller.template),
            });
        }
        Who::Pod(pod) => {
            entry.users.entry(pod.meta.subject("Pod", "")).or_insert_with(|| User {
                namespace: &pod.meta.namespace,
                // Its maker was not read, or is gone.
                chosen_by_operator: world.controllers.whole(Scope::Namespace(&pod.meta.namespace)).map(|()| false),
                bootstrap: bootstrap::is_bootstrap(world, &pod.meta, &pod.body.template),
            });
        }
    }
}

fn images_of(template: &PodTemplate) -> impl Iterator<Item = &str> {
    let containers = template.containers.iter().map(|it| it.image.as_str());
    let volumes = template.volumes.iter().filter_map(|it| it.image.as_deref());
    // A patch of kustomize's has containers without an image.
    containers.chain(volumes).filter(|image| !image.is_empty())
}
