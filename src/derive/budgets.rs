//! Disruption budgets.

use super::budget as arithmetic;
use super::controllers::Made;
use super::{World, is_system_namespace, status};
use crate::model::facts::scaling::Budget;
use crate::model::int_or_string::IntOrString;
use crate::model::known::{Because, Ignorance};
use crate::model::listing::Listing;
use crate::model::observed::scaling::{self as observed, BudgetStatus};
use crate::model::observed::{Object, OwnerReference};
use crate::model::source::SourceKind;

/// Disruption budgets.
pub(super) fn budgets(world: &World<'_>) -> Listing<Budget> {
    world.observed.budgets.carry(|it| one(world, it))
}

fn one(world: &World<'_>, it: &Object<observed::Budget>) -> Budget {
    let meta = &it.meta;
    let status: Result<&BudgetStatus, Ignorance> = it
        .body
        .status
        .as_ref()
        .ok_or_else(|| status::missing(world.observed.source.kind, "poddisruptionbudgets.policy"));
    let counted = counted(world, it);
    let current = status.clone().ok().filter(|status| status.observed_generation >= meta.generation);
    let expected =
        counted.as_ref().map_err(Clone::clone).map(|made| made.iter().map(|made| replicas(made)).sum::<i64>());
    Budget {
        subject: meta.subject("PodDisruptionBudget", "policy"),
        origin: meta.origin.clone(),
        namespace: meta.namespace.clone(),
        name: meta.name.clone(),
        system: is_system_namespace(&meta.namespace),
        made_by: meta.owner.as_ref().map(made_by).unwrap_or_default(),
        min_available: written(&it.body.min_available),
        max_unavailable: written(&it.body.max_unavailable),
        unhealthy_pod_eviction: it.body.unhealthy_pod_eviction.clone(),
        orphan: counted.as_ref().map_err(Clone::clone).map(|made| made.is_empty()).into(),
        blocks_drain: match (current, &expected) {
            (Some(status), _) => Ok(is_blocked(status)),
            (None, Ok(expected)) => blocks_by_spec(it, *expected),
            (None, Err(why)) => Err(why.clone()),
        }
        .into(),
        disruptions_allowed: status.clone().map(|it| it.disruptions_allowed).into(),
        expected_pods: status.map(|it| it.expected_pods).into(),
        workloads: counted
            .map(|made| made.iter().map(|made| format!("{}/{}", made.kind, made.meta.name)).collect())
            .into(),
    }
}

/// What the spec says of so many pods. A budget that the API server refuses protects nobody and decides nothing.
fn blocks_by_spec(it: &Object<observed::Budget>, expected: i64) -> Result<bool, Ignorance> {
    let budget = arithmetic::Budget::new(it.body.min_available.as_ref(), it.body.max_unavailable.as_ref());
    let expected = u32::try_from(expected.max(0)).unwrap_or(u32::MAX);
    let resource = "poddisruptionbudgets.policy";
    budget
        .map(|it| it.blocks_every_drain(expected))
        .map_err(|error| Ignorance::undetermined(resource, error.to_string()))
}

/// A pod that is down blocks a drain only for a while; a budget that allows nothing with every pod healthy blocks it
/// for good.
fn is_blocked(status: &BudgetStatus) -> bool {
    status.disruptions_allowed == 0 && status.expected_pods > 0 && status.current_healthy >= status.expected_pods
}

fn counted<'a, 'b>(world: &'b World<'a>, it: &'b Object<observed::Budget>) -> Result<Vec<&'b Made<'a>>, Ignorance> {
    let Some(selector) = &it.body.selector else { return Ok(Vec::new()) };
    let makers = world.controllers.within(&it.meta.namespace)?.map(|(_, made)| made);
    let counted: Vec<_> = makers.filter(|made| selector.matches(&made.controller.template.labels)).collect();
    // Nobody in a folder of manifests proves nothing: the pods may come from another folder, or from an operator.
    match counted.is_empty() && world.observed.source.kind == SourceKind::Desired {
        true => Err(Ignorance::new(Because::NotInSource, "pods")),
        false => Ok(counted),
    }
}

fn made_by(owner: &OwnerReference) -> String {
    match owner.group.as_str() {
        "" | "apps" | "batch" => owner.kind.clone(),
        group => format!("{}.{group}", owner.kind),
    }
}

fn replicas(made: &Made<'_>) -> i64 {
    made.controller.replicas.unwrap_or(1)
}

fn written(value: &Option<IntOrString>) -> String {
    value.as_ref().map(ToString::to_string).unwrap_or_default()
}
