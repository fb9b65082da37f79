//! Which Services the outside reaches.

use std::collections::BTreeSet;

use super::{World, tunnels};
use crate::model::known::Ignorance;
use crate::model::listing::Scope;

/// The Services that a route, a tunnel, a load balancer or a node port leads to.
pub(crate) struct Exposure {
    services: BTreeSet<(String, String)>,
    /// Why some may be missing.
    gap: Option<Ignorance>,
}

impl Exposure {
    /// Looks through everything that leads in. In desired state, a kind that is not there is none.
    pub(crate) fn new(world: &World<'_>) -> Self {
        let (mut services, mut gap) = {
            let (services, gap) = tunnels::services(world);
            (services.into_iter().collect::<BTreeSet<_>>(), gap)
        };
        let open = world.ways.seen().iter().filter(|way| way.is_open());
        let backends = open.flat_map(|way| &way.backends).filter(|it| it.is_service);
        services.extend(backends.map(|it| (it.namespace.clone(), it.name.clone())));
        gap = gap.or_else(|| world.ways.gaps().first().map(|it| it.why.clone()));

        let list = &world.observed.services;
        let open = list.seen().iter().filter(|it| matches!(it.body.kind.as_str(), "LoadBalancer" | "NodePort"));
        services.extend(open.map(|it| (it.meta.namespace.clone(), it.meta.name.clone())));
        let missing = list.missing(Scope::Cluster).filter(|it| !it.is_out_of_scope());
        gap = gap.or_else(|| missing.cloned());
        Self { services, gap }
    }

    /// The outside reaches one of these Services of a namespace. A hit is an answer, whatever else was not seen.
    pub(crate) fn reaches<'a>(
        &self,
        namespace: &str,
        mut names: impl Iterator<Item = &'a String>,
    ) -> Result<bool, Ignorance> {
        let hit = names.any(|name| self.services.contains(&(namespace.to_owned(), name.clone())));
        match (hit, &self.gap) {
            (false, Some(why)) => Err(why.clone()),
            (hit, _) => Ok(hit),
        }
    }
}
