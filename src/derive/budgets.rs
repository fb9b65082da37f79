//! Disruption budgets.

use super::World;
use super::budget;
use super::controllers::Made;
use super::status;
use crate::model::facts::scaling::Budget;
use crate::model::int_or_string::IntOrString;
use crate::model::known::Ignorance;
use crate::model::listing::Listing;
use crate::model::observed::Object;
use crate::model::observed::scaling::{self as observed, BudgetStatus};

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
        min_available: written(&it.body.min_available),
        max_unavailable: written(&it.body.max_unavailable),
        unhealthy_pod_eviction: it.body.unhealthy_pod_eviction.clone(),
        orphan: counted.as_ref().map_err(Clone::clone).map(|made| made.is_empty()).into(),
        blocks_drain: match (current, &expected) {
            (Some(status), _) => Ok(is_blocked(status)),
            (None, Ok(expected)) => {
                Ok(budget::blocks_every_drain(&it.body.min_available, &it.body.max_unavailable, *expected))
            }
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

/// A pod that is down blocks a drain only for a while; a budget that allows nothing with every pod healthy blocks it
/// for good.
fn is_blocked(status: &BudgetStatus) -> bool {
    status.disruptions_allowed == 0 && status.expected_pods > 0 && status.current_healthy >= status.expected_pods
}

fn counted<'a, 'b>(world: &'b World<'a>, it: &'b Object<observed::Budget>) -> Result<Vec<&'b Made<'a>>, Ignorance> {
    let Some(selector) = &it.body.selector else { return Ok(Vec::new()) };
    let makers = world.controllers.within(&it.meta.namespace)?.map(|(_, made)| made);
    Ok(makers.filter(|made| selector.matches(&made.controller.template.labels)).collect())
}

fn replicas(made: &Made<'_>) -> i64 {
    made.controller.replicas.unwrap_or(1)
}

fn written(value: &Option<IntOrString>) -> String {
    value.as_ref().map(ToString::to_string).unwrap_or_default()
}
