//! Monitoring: who collects metrics and logs, from whom, and who is told.
//!
//! Selection follows the Prometheus operator: labels of the object, its namespace, the namespaces that the operator
//! minds, and its word on the object; then the labels and named ports of Services, and the addresses behind them.

mod agents;
mod alerting;
mod health;
mod monitors;
mod programs;
mod prometheuses;
mod rules;
mod scraping;
mod selection;
mod targets;

pub(super) use agents::{exporters, grafanas, log_agents};
pub(super) use alerting::alertmanagers;
pub(super) use scraping::{Scraping, declares_metrics};

use super::World;
use crate::model::Listing;
use crate::model::facts::monitoring::{Monitor, Prometheus, Rule};

/// Every Prometheus.
pub(super) fn prometheuses(world: &World<'_>) -> Listing<Prometheus> {
    prometheuses::prometheuses(world, &selection::Selectors::new(world))
}

/// Every ServiceMonitor and PodMonitor.
pub(super) fn monitors(world: &World<'_>) -> Listing<Monitor> {
    monitors::monitors(world, &selection::Selectors::new(world))
}

/// Every PrometheusRule.
pub(super) fn rules(world: &World<'_>) -> Listing<Rule> {
    rules::rules(world, &selection::Selectors::new(world))
}
