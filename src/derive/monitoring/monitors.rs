//! ServiceMonitors and PodMonitors: taken or not, and what they reach.

use std::collections::BTreeSet;

use super::World;
use super::selection::{Kind, Selection, Selectors};
use super::targets;
use crate::derive::controllers::Made;
use crate::derive::{is_system_namespace, status};
use crate::model::facts::monitoring as facts;
use crate::model::known::Ignorance;
use crate::model::listing::Listing;
use crate::model::observed::Object;
use crate::model::observed::monitoring::{Monitor, MonitorEndpoint};
use crate::model::observed::network::Service;
use crate::model::source::SourceKind;

/// Every ServiceMonitor and PodMonitor.
pub(super) fn monitors(world: &World<'_>, selectors: &Selectors<'_, '_>) -> Listing<facts::Monitor> {
    let observed = world.observed;
    let lists = [(Kind::ServiceMonitor, &observed.service_monitors), (Kind::PodMonitor, &observed.pod_monitors)];
    let gaps = lists.iter().flat_map(|(_, list)| list.gaps()).cloned().collect();
    let items = lists.iter().flat_map(|(kind, list)| list.seen().iter().map(|it| (*kind, it)));
    Listing::with_gaps(items.map(|(kind, it)| one(world, selectors, kind, it)).collect(), gaps)
}

fn one(world: &World<'_>, selectors: &Selectors<'_, '_>, kind: Kind, it: &Object<Monitor>) -> facts::Monitor {
    let meta = &it.meta;
    let selection = selectors.selection(kind, meta, &it.body.bindings);
    let found = Found::new(world, kind, it, &selection).and_then(|it| it.or_elsewhere(world));
    let verdict = verdict(world, it, &selection, &found);
    let needs_label = match selection.any() {
        Ok(true) => Ok(String::new()),
        Ok(false) => selectors.needs_label(kind, meta),
        Err(why) => Err(why),
    };
    let kind = word(kind);
    facts::Monitor {
        subject: meta.subject(kind, super::programs::GROUP),
        origin: meta.origin.clone(),
        namespace: meta.namespace.clone(),
        name: meta.name.clone(),
        kind: kind.to_owned(),
        system: is_system_namespace(&meta.namespace),
        selected: selection.any().into(),
        selected_by: selection.names().into(),
        needs_label: needs_label.into(),
        targets: found.as_ref().map(Found::names).map_err(Clone::clone).into(),
        ports_found: found.as_ref().map_err(Clone::clone).and_then(|found| found.has_ports(world, it)).into(),
        endpoints_ready: found.as_ref().map_err(Clone::clone).and_then(|found| found.ready(world, it)).into(),
        idle: found.as_ref().map_err(Clone::clone).and_then(|found| found.is_idle(world)).into(),
        reaches: verdict.clone().map(|why| why.is_none()).into(),
        why_not: verdict.map(Option::unwrap_or_default).into(),
    }
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::ServiceMonitor => "ServiceMonitor",
        Kind::PodMonitor => "PodMonitor",
        Kind::Rule => "PrometheusRule",
        Kind::ScrapeConfig => "ScrapeConfig",
    }
}

/// The first condition that does not hold, in words, if any.
fn verdict(
    world: &World<'_>,
    monitor: &Object<Monitor>,
    selection: &Selection<'_>,
    found: &Result<Found<'_, '_>, Ignorance>,
) -> Result<Option<String>, Ignorance> {
    if !selection.any()? {
        return Ok(Some("no Prometheus takes it".to_owned()));
    }
    let found = found.as_ref().map_err(Clone::clone)?;
    if found.is_empty() {
        return Ok(Some(format!("no {} has the labels that it asks for", found.what())));
    }
    if !found.has_ports(world, monitor)? {
        return Ok(Some(format!("no {} has a port called {}", found.what(), ports(&monitor.body))));
    }
    let nothing = found.ready(world, monitor)? == 0;
    Ok(nothing.then(|| format!("no address behind port {} is ready", ports(&monitor.body))))
}

fn ports(monitor: &Monitor) -> String {
    let name = |it: &MonitorEndpoint| match (it.port.as_str(), it.target_port.as_str()) {
        ("", "") => "(any)".to_owned(),
        ("", target) => target.to_owned(),
        (port, _) => port.to_owned(),
    };
    let names: BTreeSet<String> = monitor.endpoints.iter().map(name).collect();
    names.into_iter().collect::<Vec<_>>().join(" or ")
}

/// What a monitor finds, whatever the port.
pub(super) enum Found<'b, 'a> {
    Services(Vec<&'a Object<Service>>),
    Workloads(Vec<(usize, &'b Made<'a>)>),
}

impl<'b, 'a> Found<'b, 'a> {
    /// The union over every Prometheus that takes the monitor: one that ignores namespace selectors finds less. For a
    /// monitor that nobody takes, what it asks for itself.
    pub(super) fn new(
        world: &'b World<'a>,
        kind: Kind,
        monitor: &Object<Monitor>,
        selection: &Selection<'_>,
    ) -> Result<Self, Ignorance> {
        let own_only = !selection.by.is_empty() && selection.by.iter().all(|it| it.body.ignores_namespace_selectors);
        let widens = monitor.body.any_namespace || !monitor.body.namespaces.is_empty();
        if let (true, Some(why)) = (widens && (own_only || selection.by.is_empty()), &selection.doubt) {
            return Err(why.clone());
        }
        Ok(match kind {
            Kind::PodMonitor => Self::Workloads(targets::workloads(world, monitor, own_only)?),
            Kind::ServiceMonitor | Kind::Rule | Kind::ScrapeConfig => {
                Self::Services(targets::services(world, monitor, own_only)?)
            }
        })
    }

    /// A monitor that finds nothing in desired state may find it elsewhere: in a chart, or made by an operator.
    fn or_elsewhere(self, world: &World<'_>) -> Result<Self, Ignorance> {
        let resource = match &self {
            Self::Services(_) => "services",
            Self::Workloads(_) => "pods",
        };
        match (world.observed.source.kind, self.is_empty()) {
            (SourceKind::Desired, true) => Err(status::elsewhere(resource)),
            (SourceKind::Desired | SourceKind::Live | SourceKind::Dump, _) => Ok(self),
        }
    }

    fn what(&self) -> &'static str {
        match self {
            Self::Services(_) => "Service",
            Self::Workloads(_) => "pod",
        }
    }

    fn is_empty(&self) -> bool {
        match self {
            Self::Services(services) => services.is_empty(),
            Self::Workloads(workloads) => workloads.is_empty(),
        }
    }

    fn names(&self) -> Vec<String> {
        match self {
            Self::Services(services) => {
                services.iter().map(|it| format!("{}/{}", it.meta.namespace, it.meta.name)).collect()
            }
            Self::Workloads(workloads) => workloads.iter().map(|(_, made)| made.subject()).collect(),
        }
    }

    fn has_ports(&self, world: &World<'_>, monitor: &Object<Monitor>) -> Result<bool, Ignorance> {
        Ok(match self {
            Self::Services(_) => !self.services_with_ports(world, monitor)?.is_empty(),
            Self::Workloads(_) => !self.workloads_with_ports(monitor).is_empty(),
        })
    }

    /// The Services that have a port which the monitor asks for, each with the endpoint that asks.
    pub(super) fn services_with_ports<'c>(
        &self,
        world: &World<'_>,
        monitor: &'c Object<Monitor>,
    ) -> Result<Vec<(&'a Object<Service>, &'c MonitorEndpoint)>, Ignorance> {
        let Self::Services(services) = self else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for endpoint in &monitor.body.endpoints {
            for service in services {
                if targets::has_port(world, service, endpoint)? {
                    found.push((*service, endpoint));
                }
            }
        }
        Ok(found)
    }

    /// The workloads whose pods have a port that the monitor asks for, by position.
    pub(super) fn workloads_with_ports(&self, monitor: &Object<Monitor>) -> Vec<(usize, &'b Made<'a>)> {
        let Self::Workloads(workloads) = self else { return Vec::new() };
        let asked = |made: &Made<'_>| {
            monitor.body.endpoints.iter().any(|it| targets::pods_have_port(&made.controller.template, it))
        };
        workloads.iter().filter(|(_, made)| asked(made)).copied().collect()
    }

    fn ready(&self, world: &World<'_>, monitor: &Object<Monitor>) -> Result<i64, Ignorance> {
        let mut ready = 0_i64;
        for (service, endpoint) in self.services_with_ports(world, monitor)? {
            ready = ready.saturating_add(targets::ready_addresses(world, &service.meta, endpoint)?);
        }
        for (_, made) in self.workloads_with_ports(monitor) {
            ready = ready.saturating_add(targets::ready_pods(world, made)?);
        }
        Ok(ready)
    }

    fn is_idle(&self, world: &World<'_>) -> Result<bool, Ignorance> {
        let mut makers: Vec<&Made<'_>> = Vec::new();
        match self {
            Self::Services(services) => {
                for service in services {
                    makers.extend(targets::behind(world, service)?);
                }
            }
            Self::Workloads(workloads) => makers.extend(workloads.iter().map(|(_, made)| *made)),
        }
        Ok(!makers.is_empty() && makers.iter().all(|it| targets::is_idle(it)))
    }
}
