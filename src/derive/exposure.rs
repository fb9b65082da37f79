//! Which Services the outside reaches.

use std::collections::BTreeSet;

use super::World;
use crate::model::Ignorance;

/// The Services (namespace, name) that a route, a tunnel, a load balancer or a node port leads to.
pub(crate) fn exposed_services<'a>(world: &World<'a>) -> Result<BTreeSet<(&'a str, &'a str)>, Ignorance> {
    let services = world.observed.services.all()?;
    let open = services.iter().filter(|it| matches!(it.body.kind.as_str(), "LoadBalancer" | "NodePort"));
    Ok(open.map(|it| it.meta.key()).collect())
}
