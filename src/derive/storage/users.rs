//! Which workloads use which claims.

use std::collections::BTreeMap;

use crate::derive::World;
use crate::derive::controllers::Made;
use crate::model::observed::Object;
use crate::model::observed::storage::Claim;

/// The workloads that use each claim, found by templates, by claim templates and by the pods themselves.
pub(super) struct Users<'w, 'a> {
    by_claim: BTreeMap<&'w str, BTreeMap<String, Vec<&'w Made<'a>>>>,
}

impl<'w, 'a> Users<'w, 'a> {
    pub(super) fn new(world: &'w World<'a>) -> Self {
        let mut it = Self { by_claim: BTreeMap::new() };
        for (position, made) in world.controllers.items.iter().enumerate() {
            let own = made.controller.template.volumes.iter();
            let of_pods = world.controllers.pods_of(position).iter().flat_map(|it| &it.body.template.volumes);
            for claim in own.chain(of_pods).filter_map(|it| it.claim.as_ref()) {
                it.add(claim, made);
            }
            for template in &made.controller.claim_templates {
                let start = format!("{}-{}-", template.name, made.meta.name);
                let ordinal = |name: &str| name.strip_prefix(&start).is_some_and(|it| it.parse::<u32>().is_ok());
                let claims = world.observed.claims.seen().iter();
                for claim in claims.filter(|it| it.meta.namespace == made.meta.namespace && ordinal(&it.meta.name)) {
                    it.add(&claim.meta.name, made);
                }
            }
        }
        it
    }

    fn add(&mut self, claim: &str, made: &'w Made<'a>) {
        let claims = self.by_claim.entry(made.meta.namespace.as_str()).or_default();
        let users = claims.entry(claim.to_owned()).or_default();
        if !users.iter().any(|it| std::ptr::eq(*it, made)) {
            users.push(made);
        }
    }

    /// The users that were seen.
    pub(super) fn of(&self, claim: &Object<Claim>) -> &[&'w Made<'a>] {
        let users = self.by_claim.get(claim.meta.namespace.as_str()).and_then(|it| it.get(&claim.meta.name));
        users.map_or(&[], Vec::as_slice)
    }
}
