//! PrometheusRules.

use super::World;
use super::programs::GROUP;
use super::selection::{Kind, Selectors};
use crate::derive::is_system_namespace;
use crate::model::Listing;
use crate::model::facts::monitoring::Rule;

/// Every PrometheusRule.
pub(super) fn rules(world: &World<'_>, selectors: &Selectors<'_, '_>) -> Listing<Rule> {
    world.observed.rules.carry(|it| {
        let meta = &it.meta;
        let selection = selectors.selection(Kind::Rule, meta, &it.body.bindings);
        Rule {
            subject: meta.subject("PrometheusRule", GROUP),
            origin: meta.origin.clone(),
            namespace: meta.namespace.clone(),
            name: meta.name.clone(),
            system: is_system_namespace(&meta.namespace),
            groups: it.body.groups,
            alerts: it.body.alerts,
            selected: selection.any().into(),
            selected_by: selection.names().into(),
        }
    })
}
