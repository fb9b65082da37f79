//! Which Prometheus takes which object: the rules of the Prometheus operator.

use std::collections::BTreeMap;

use super::World;
use super::programs::{self, Programs, operated_by};
use crate::model::known::Ignorance;
use crate::model::listing::Scope;
use crate::model::observed::monitoring::{Binding, Choice, Prometheus};
use crate::model::observed::{Meta, Object};
use crate::model::selector::LabelSelector;
use crate::model::source::SourceKind;

/// What a Prometheus may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    ServiceMonitor,
    PodMonitor,
    Rule,
    ScrapeConfig,
}

/// Who takes an object.
pub(super) struct Selection<'a> {
    /// Every Prometheus that certainly does.
    pub(super) by: Vec<&'a Object<Prometheus>>,
    /// Why another one may.
    pub(super) doubt: Option<Ignorance>,
}

impl Selection<'_> {
    /// Some Prometheus takes it.
    pub(super) fn any(&self) -> Result<bool, Ignorance> {
        match (self.by.is_empty(), &self.doubt) {
            (false, _) => Ok(true),
            (true, Some(why)) => Err(why.clone()),
            (true, None) => Ok(false),
        }
    }

    /// All that take it.
    pub(super) fn names(&self) -> Result<Vec<String>, Ignorance> {
        match &self.doubt {
            Some(why) => Err(why.clone()),
            None => Ok(self.by.iter().map(|it| format!("{}/{}", it.meta.namespace, it.meta.name)).collect()),
        }
    }
}

/// The Prometheus operator.
const OPERATOR: Programs = &[("prometheus-operator", &["prometheus-operator"])];

/// Programs other than Prometheus that may take monitors and rules, as their configuration says.
const OTHER_TAKERS: Programs = &[
    ("vmagent", &["vmagent"]),
    ("victoria-metrics-operator", &["victoriametrics/operator"]),
    ("alloy", &["grafana/alloy", "alloy"]),
    ("grafana-agent", &["grafana/agent"]),
    ("target-allocator", &["target-allocator"]),
];

/// Namespaces that an operator minds; empty = all.
struct Area {
    namespaces: Vec<String>,
    denied: Vec<String>,
    /// Where a Prometheus may stand; empty = as `namespaces`.
    instances: Vec<String>,
}

/// Everything that decides who takes what.
pub(super) struct Selectors<'b, 'a> {
    world: &'b World<'a>,
    areas: Result<Vec<Area>, Ignorance>,
    /// Another program that may take monitors.
    other_for_monitors: Option<Ignorance>,
    /// Another program that may take rules.
    other_for_rules: Option<Ignorance>,
}

impl<'b, 'a> Selectors<'b, 'a> {
    pub(super) fn new(world: &'b World<'a>) -> Self {
        Self {
            world,
            areas: areas(world),
            other_for_monitors: other_taker(world, "PrometheusAgent"),
            other_for_rules: other_taker(world, "ThanosRuler"),
        }
    }

    /// Who takes an object.
    pub(super) fn selection(&self, kind: Kind, meta: &Meta, bindings: &[Binding]) -> Selection<'a> {
        let list = &self.world.observed.prometheuses;
        let mut selection = Selection { by: Vec::new(), doubt: list.missing(Scope::Cluster).cloned() };
        for prometheus in list.seen() {
            match self.takes(prometheus, kind, meta, bindings) {
                Ok(true) => selection.by.push(prometheus),
                Ok(false) => {}
                Err(why) => {
                    selection.doubt.get_or_insert(why);
                }
            }
        }
        // Others are in doubt only while no Prometheus takes it: they would add nothing to the answer.
        if selection.by.is_empty() && selection.doubt.is_none() {
            selection.doubt = match kind {
                Kind::Rule => self.other_for_rules.clone(),
                Kind::ServiceMonitor | Kind::PodMonitor | Kind::ScrapeConfig => self.other_for_monitors.clone(),
            };
        }
        selection
    }

    /// Another program that may collect metrics, as its configuration says.
    pub(super) fn other_collector(&self) -> Option<&Ignorance> {
        self.other_for_monitors.as_ref()
    }

    /// One Prometheus takes one object.
    pub(super) fn takes(
        &self,
        prometheus: &Object<Prometheus>,
        kind: Kind,
        meta: &Meta,
        bindings: &[Binding],
    ) -> Result<bool, Ignorance> {
        let choice = choice(&prometheus.body, kind);
        let labelled = choice.objects.as_ref().is_some_and(|it| it.matches(&meta.labels));
        if !labelled || prometheus.body.paused {
            return Ok(false);
        }
        Ok(self.looks_into(prometheus, choice, &meta.namespace)? && self.accepts(prometheus, meta, bindings)?)
    }

    /// One Prometheus (and the operator on its behalf) looks into a namespace.
    pub(super) fn looks_into(
        &self,
        prometheus: &Object<Prometheus>,
        choice: &Choice,
        namespace: &str,
    ) -> Result<bool, Ignorance> {
        let own = prometheus.meta.namespace == namespace;
        let chosen = match &choice.namespaces {
            None => own,
            Some(all) if *all == LabelSelector::default() => true,
            Some(some) => some.matches(&self.namespace_labels(namespace)?),
        };
        Ok(chosen && self.minds(&prometheus.meta.namespace, namespace)?)
    }

    /// Labels of a namespace, with the one that the API server sets itself.
    fn namespace_labels(&self, name: &str) -> Result<BTreeMap<String, String>, Ignorance> {
        let source = self.world.observed.source.kind;
        let found = self.world.observed.namespaces.find(Scope::Cluster, |it| it.meta.name == name)?;
        let Some(namespace) = found else {
            return Err(absent(source, "namespaces", format!("there is no namespace {name}")));
        };
        let mut labels = namespace.meta.labels.clone();
        labels.insert("kubernetes.io/metadata.name".to_owned(), name.to_owned());
        Ok(labels)
    }

    /// Some operator minds both the Prometheus and the namespace of the object. An operator that is not seen runs
    /// elsewhere, with the default: everything.
    fn minds(&self, instance: &str, namespace: &str) -> Result<bool, Ignorance> {
        let areas = self.areas.as_ref().map_err(Clone::clone)?;
        Ok(areas.is_empty() || areas.iter().any(|it| it.minds(instance, namespace)))
    }

    /// The operator did not reject the object for this Prometheus. Desired state cannot hold its word.
    fn accepts(&self, prometheus: &Object<Prometheus>, meta: &Meta, bindings: &[Binding]) -> Result<bool, Ignorance> {
        let source = self.world.observed.source.kind;
        let is_it = |it: &&Binding| {
            it.resource == "prometheuses"
                && it.namespace == prometheus.meta.namespace
                && it.name == prometheus.meta.name
        };
        let binding = bindings.iter().find(is_it);
        // A word on an older state of the object says nothing about this one.
        let current = |it: &&Binding| it.observed_generation == 0 || it.observed_generation >= meta.generation;
        match (binding.filter(current), source) {
            (Some(binding), _) => Ok(!binding.rejected),
            (None, SourceKind::Desired) => Ok(true),
            // Without the feature gate there are no bindings; without any status nobody has looked.
            (None, SourceKind::Live | SourceKind::Dump) if prometheus.body.status.is_some() => Ok(true),
            (None, SourceKind::Live | SourceKind::Dump) => {
                Err(crate::derive::status::missing(source, "prometheuses.monitoring.coreos.com"))
            }
        }
    }

    /// Labels that an object lacks to be taken, as `key=value`; empty if no label would do.
    pub(super) fn needs_label(&self, kind: Kind, meta: &Meta) -> Result<String, Ignorance> {
        for prometheus in self.world.observed.prometheuses.all()? {
            let choice = choice(&prometheus.body, kind);
            let Some(selector) = &choice.objects else { continue };
            if prometheus.body.paused || !self.looks_into(prometheus, choice, &meta.namespace)? {
                continue;
            }
            let lacks = |(key, value): &(&String, &String)| meta.labels.get(*key) != Some(*value);
            let missing: Vec<_> = selector.match_labels.iter().filter(lacks).collect();
            let mut labels = meta.labels.clone();
            labels.extend(missing.iter().map(|(key, value)| ((*key).clone(), (*value).clone())));
            if !missing.is_empty() && selector.matches(&labels) {
                let words: Vec<String> = missing.iter().map(|(key, value)| format!("{key}={value}")).collect();
                return Ok(words.join(","));
            }
        }
        Ok(String::new())
    }
}

impl Area {
    fn minds(&self, instance: &str, namespace: &str) -> bool {
        let has = |list: &[String], name: &str| list.iter().any(|it| it == name);
        let allows =
            |name: &str| (self.namespaces.is_empty() || has(&self.namespaces, name)) && !has(&self.denied, name);
        let stands = if self.instances.is_empty() { allows(instance) } else { has(&self.instances, instance) };
        stands && allows(namespace)
    }
}

/// The selectors of a Prometheus for a kind.
pub(super) fn choice(prometheus: &Prometheus, kind: Kind) -> &Choice {
    match kind {
        Kind::ServiceMonitor => &prometheus.service_monitors,
        Kind::PodMonitor => &prometheus.pod_monitors,
        Kind::Rule => &prometheus.rules,
        Kind::ScrapeConfig => &prometheus.scrape_configs,
    }
}

/// What a look-up without a hit means in a list that was read: desired state may have its other half elsewhere.
pub(super) fn absent(source: SourceKind, resource: &'static str, why: String) -> Ignorance {
    match source {
        SourceKind::Desired => crate::derive::status::elsewhere(resource),
        SourceKind::Live | SourceKind::Dump => Ignorance::undetermined(resource, why),
    }
}

/// The areas of all operators that were seen.
fn areas(world: &World<'_>) -> Result<Vec<Area>, Ignorance> {
    if let Some(gap) = world.observed.deployments.gaps().first() {
        return Err(gap.why.clone());
    }
    let operators = programs::running(world, OPERATOR);
    operators.iter().filter(|it| it.made.kind == "Deployment").map(|it| area(it.made)).collect()
}

fn area(made: &crate::derive::controllers::Made<'_>) -> Result<Area, Ignorance> {
    let containers = &made.controller.template.containers;
    let values = |flag: &str| -> Result<Vec<String>, Ignorance> {
        let written = containers.iter().filter_map(|it| it.flags.get(flag)).flatten();
        let names: Vec<String> =
            written.flat_map(|it| it.split(',')).map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect();
        match names.iter().find(|it| it.contains("$(")) {
            Some(name) => {
                let why = format!("--{flag} of {} is {name}", made.subject());
                Err(Ignorance::undetermined("deployments.apps", why))
            }
            None => Ok(names),
        }
    };
    Ok(Area {
        namespaces: values("namespaces")?,
        denied: values("deny-namespaces")?,
        instances: values("prometheus-instance-namespaces")?,
    })
}

/// Why a program other than Prometheus may take an object that no Prometheus takes.
fn other_taker(world: &World<'_>, operated: &str) -> Option<Ignorance> {
    let by_operator = world.controllers.items.iter().find(|made| operated_by(made) == Some(operated));
    // An Alloy on every node collects logs; the ones that read monitors are Deployments or StatefulSets.
    let others = programs::running(world, OTHER_TAKERS);
    let by_image = others.iter().find(|it| it.program == "vmagent" || !it.is_daemon_set()).map(|it| it.made);
    let found = by_operator.or(by_image).map(|made| {
        let why = format!("{} may take it as well", made.subject());
        programs::configured_elsewhere("prometheuses.monitoring.coreos.com", why)
    });
    found.or_else(|| programs::missing(world))
}
