//! Databases of every origin in one list.

use super::plain::{self, Source};
use super::{cnpg, zalando};
use crate::derive::World;
use crate::model::facts::data::Database;
use crate::model::listing::{Gap, Listing};

/// PostgreSQL, whoever runs it.
pub(in crate::derive) fn databases(world: &World<'_>) -> Listing<Database> {
    let observed = world.observed;
    let stateful = Source { list: &observed.stateful_sets, kind: "StatefulSet", resource: "statefulsets.apps" };
    let stateless = Source { list: &observed.deployments, kind: "Deployment", resource: "deployments.apps" };
    merge([
        cnpg::databases(world),
        zalando::databases(world),
        plain::databases(world, &stateful),
        plain::databases(world, &stateless),
    ])
}

/// One list of several, with the gaps of all.
pub(super) fn merge<T: Clone, const N: usize>(lists: [Listing<T>; N]) -> Listing<T> {
    let gaps: Vec<Gap> = lists.iter().flat_map(|it| it.gaps().to_vec()).collect();
    let items = lists.iter().flat_map(|it| it.seen().to_vec()).collect();
    Listing::with_gaps(items, gaps)
}
