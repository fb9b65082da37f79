//! From whom metrics are collected: monitors that are taken, and annotations where a Prometheus minds them.

use std::collections::{BTreeMap, BTreeSet};

use super::monitors::Found;
use super::programs::{self, GROUP};
use super::selection::{Kind, Selectors};
use super::{World, prometheuses};
use crate::derive::controllers::Made;
use crate::model::known::Ignorance;
use crate::model::listing::Scope;
use crate::model::observed::monitoring::{Monitor, Prometheus};
use crate::model::observed::network::Service;
use crate::model::observed::pod::PodTemplate;
use crate::model::observed::{Meta, Object};

type Key<'a> = (&'a str, &'a str);

/// Everything that is scraped, joined once.
pub(crate) struct Scraping<'a> {
    /// Services (namespace, name) to which a monitor that is taken points.
    services: BTreeSet<Key<'a>>,
    /// Services to which a monitor points that may be taken.
    maybe_services: BTreeMap<Key<'a>, Ignorance>,
    /// Workloads, by position, to which a PodMonitor that is taken points.
    workloads: BTreeSet<usize>,
    maybe_workloads: BTreeMap<usize, Ignorance>,
    /// A Prometheus runs that no operator configures: by convention it minds annotations.
    minds_annotations: bool,
    /// Why a workload that was not found among these may be scraped all the same.
    doubt: Option<Ignorance>,
}

impl<'a> Scraping<'a> {
    pub(crate) fn new(world: &World<'a>) -> Self {
        let selectors = Selectors::new(world);
        let plain = prometheuses::plain(world);
        let minds = |it: &programs::Running<'_, '_>| {
            it.program == "prometheus" && it.made.meta.owner.is_none() && it.replicas() > 0
        };
        let mut it = Self {
            services: BTreeSet::new(),
            maybe_services: BTreeMap::new(),
            workloads: BTreeSet::new(),
            maybe_workloads: BTreeMap::new(),
            minds_annotations: plain.iter().any(minds),
            doubt: doubt(world, &selectors, &plain),
        };
        let observed = world.observed;
        let monitors = observed.service_monitors.seen().iter().map(|monitor| (Kind::ServiceMonitor, monitor));
        let monitors = monitors.chain(observed.pod_monitors.seen().iter().map(|monitor| (Kind::PodMonitor, monitor)));
        for (kind, monitor) in monitors {
            if let Err(why) = it.add(world, &selectors, kind, monitor) {
                it.doubt.get_or_insert(why);
            }
        }
        it
    }

    fn add(
        &mut self,
        world: &World<'a>,
        selectors: &Selectors<'_, 'a>,
        kind: Kind,
        monitor: &Object<Monitor>,
    ) -> Result<(), Ignorance> {
        let selection = selectors.selection(kind, &monitor.meta, &monitor.body.bindings);
        let found = Found::new(world, kind, monitor, &selection)?;
        let services = found.services_with_ports(world, monitor)?;
        let services = services.into_iter().map(|(service, _)| service.meta.key());
        let workloads = found.workloads_with_ports(monitor).into_iter().map(|(position, _)| position);
        match (selection.by.is_empty(), &selection.doubt) {
            (false, _) => {
                self.services.extend(services);
                self.workloads.extend(workloads);
            }
            (true, Some(why)) => {
                self.maybe_services.extend(services.map(|it| (it, why.clone())));
                self.maybe_workloads.extend(workloads.map(|it| (it, why.clone())));
            }
            (true, None) => {}
        }
        Ok(())
    }

    /// A workload is scraped. `services` are those that select its pods.
    pub(crate) fn is_scraped(
        &self,
        position: usize,
        made: &Made<'_>,
        services: &Result<Vec<&Object<Service>>, Ignorance>,
    ) -> Result<bool, Ignorance> {
        let seen = services.as_deref().unwrap_or_default();
        let annotated = || says_scrape(&made.controller.template.annotations) || seen.iter().any(|it| asks(&it.meta));
        if self.workloads.contains(&position)
            || seen.iter().any(|it| self.services.contains(&it.meta.key()))
            || (self.minds_annotations && annotated())
        {
            return Ok(true);
        }
        services.as_ref().map_err(Clone::clone)?;
        let maybe = seen.iter().find_map(|it| self.maybe_services.get(&it.meta.key()));
        let doubts = [maybe, self.maybe_workloads.get(&position), self.doubt.as_ref()];
        let doubts = || doubts.into_iter().flatten();
        // What this source might have told comes before what it cannot hold.
        match doubts().find(|why| !why.is_out_of_scope()).or_else(|| doubts().next()) {
            Some(why) => Err(why.clone()),
            None => Ok(false),
        }
    }
}

fn asks(meta: &Meta) -> bool {
    says_scrape(&meta.annotations)
}

fn says_scrape(annotations: &BTreeMap<String, String>) -> bool {
    annotations.get("prometheus.io/scrape").is_some_and(|it| it == "true")
}

/// It says that it has metrics: a port with such a name, or annotations.
pub(crate) fn declares_metrics(template: &PodTemplate) -> bool {
    let mut ports = template.containers.iter().flat_map(|it| &it.ports);
    ports.any(|it| it.name.contains("metrics")) || says_scrape(&template.annotations)
}

/// Why something that no monitor points to may be scraped.
fn doubt(world: &World<'_>, selectors: &Selectors<'_, '_>, plain: &[programs::Running<'_, '_>]) -> Option<Ignorance> {
    let observed = world.observed;
    let monitors = (&observed.service_monitors, &observed.pod_monitors);
    let gaps = monitors.0.gaps().iter().chain(monitors.1.gaps()).chain(observed.scrape_configs.gaps()).next();
    // Desired state with monitors of one kind has none of the other; with none at all they are elsewhere.
    let elsewhere = || match (monitors.0.missing(Scope::Cluster), monitors.1.missing(Scope::Cluster)) {
        (Some(why), Some(_)) => Some(why.clone()),
        (Some(_) | None, None) | (None, Some(_)) => None,
    };
    let configured = || observed.prometheuses.seen().iter().find_map(|it| configured(selectors, world, it));
    let by_hand = || {
        plain.first().map(|it| {
            let why = format!("the configuration of {} decides", it.made.subject());
            programs::configured_elsewhere("configmaps", why)
        })
    };
    // A Prometheus that is here leaves a doubt of its own, whatever is elsewhere.
    gaps.map(|it| it.why.clone())
        .or_else(configured)
        .or_else(by_hand)
        .or_else(|| observed.prometheuses.missing(Scope::Cluster).cloned())
        .or_else(elsewhere)
        .or_else(|| selectors.other_collector().cloned())
}

/// What a Prometheus of the operator collects beside monitors.
fn configured(selectors: &Selectors<'_, '_>, world: &World<'_>, it: &Object<Prometheus>) -> Option<Ignorance> {
    let body = &it.body;
    let managed = [&body.service_monitors, &body.pod_monitors, &body.scrape_configs];
    let managed = body.takes_probes || managed.iter().any(|it| it.objects.is_some());
    let what = if body.additional_scrape_configs {
        "has scrape jobs in a Secret"
    } else if body.receives_otlp {
        "receives what applications push"
    } else if !managed {
        "has a configuration that the operator does not manage"
    } else {
        return scrape_config(selectors, world, it);
    };
    let why = format!("{} {what}", it.meta.subject("Prometheus", GROUP));
    Some(programs::configured_elsewhere("prometheuses.monitoring.coreos.com", why))
}

/// A ScrapeConfig that it takes.
fn scrape_config(selectors: &Selectors<'_, '_>, world: &World<'_>, it: &Object<Prometheus>) -> Option<Ignorance> {
    world.observed.scrape_configs.seen().iter().find_map(|config| {
        match selectors.takes(it, Kind::ScrapeConfig, &config.meta, &[]) {
            Ok(false) => None,
            Ok(true) => {
                let why = format!("{} may name it", config.meta.subject("ScrapeConfig", GROUP));
                Some(programs::configured_elsewhere("scrapeconfigs.monitoring.coreos.com", why))
            }
            Err(why) => Some(why),
        }
    })
}
