//! Prometheus servers: objects of the operator, and workloads that run one with a configuration of their own.

use super::World;
use super::programs::{self, Programs, Running};
use super::selection::{Kind, Selectors, choice};
use super::{alerting, health};
use crate::derive::is_system_namespace;
use crate::model::facts::monitoring as facts;
use crate::model::known::{Ignorance, Known};
use crate::model::listing::Listing;
use crate::model::observed::monitoring::{Binding, Choice, Prometheus};
use crate::model::observed::{Meta, Object};
use crate::model::selector::LabelSelector;

/// Servers that collect or hold metrics and answer as Prometheus does.
const SERVERS: Programs = &[
    ("prometheus", &["prometheus", "ose-prometheus"]),
    ("victoria-metrics", &["victoria-metrics", "vmstorage"]),
    ("mimir", &["grafana/mimir", "mimir"]),
];

/// Why the question goes to a file.
const CONFIGURED: &str = "its own configuration decides";

/// Prometheus servers that are no `Prometheus` objects of the operator.
pub(super) fn plain<'b, 'a>(world: &'b World<'a>) -> Vec<Running<'b, 'a>> {
    let mut found = programs::running(world, SERVERS);
    found.retain(|it| it.operated_by() != Some("Prometheus"));
    found
}

/// Every Prometheus.
pub(super) fn prometheuses(world: &World<'_>, selectors: &Selectors<'_, '_>) -> Listing<facts::Prometheus> {
    let operated = &world.observed.prometheuses;
    let mut items: Vec<_> = operated.seen().iter().map(|it| by_operator(world, selectors, it)).collect();
    items.extend(plain(world).iter().map(|it| by_hand(world, it)));
    let gaps = operated.gaps().iter().cloned().chain(programs::gaps(world)).collect();
    Listing::with_gaps(items, gaps)
}

fn by_operator(world: &World<'_>, selectors: &Selectors<'_, '_>, it: &Object<Prometheus>) -> facts::Prometheus {
    let meta = &it.meta;
    let body = &it.body;
    let observed = world.observed;
    let rules = taken(selectors, it, Kind::Rule, &observed.rules, |it| &it.bindings);
    facts::Prometheus {
        subject: meta.subject("Prometheus", programs::GROUP),
        origin: meta.origin.clone(),
        namespace: meta.namespace.clone(),
        name: meta.name.clone(),
        kind: "operator".to_owned(),
        implementation: "prometheus".to_owned(),
        system: is_system_namespace(&meta.namespace),
        replicas: body.replicas.unwrap_or(1).saturating_mul(body.shards.unwrap_or(1)),
        ready: health::is_up(world, meta, body.status.as_ref(), "prometheuses.monitoring.coreos.com").into(),
        paused: body.paused,
        alerting_to: alerting::sends_to(world, it).into(),
        service_monitor_selector: words(choice(body, Kind::ServiceMonitor)),
        pod_monitor_selector: words(choice(body, Kind::PodMonitor)),
        rule_selector: words(choice(body, Kind::Rule)),
        monitors_selected: monitors_taken(world, selectors, it).into(),
        rules_selected: rules.clone().map(|it| count(it.len())).into(),
        alerts_selected: rules.map(|it| it.iter().map(|it| it.body.alerts).fold(0, i64::saturating_add)).into(),
    }
}

fn monitors_taken(world: &World<'_>, selectors: &Selectors<'_, '_>, it: &Object<Prometheus>) -> Result<i64, Ignorance> {
    let observed = world.observed;
    let services = taken(selectors, it, Kind::ServiceMonitor, &observed.service_monitors, |it| &it.bindings)?;
    let pods = taken(selectors, it, Kind::PodMonitor, &observed.pod_monitors, |it| &it.bindings)?;
    Ok(count(services.len()).saturating_add(count(pods.len())))
}

/// The objects of a list that one Prometheus takes. In desired state a list that nobody has is empty: what is not
/// there is not taken, and the count says what is.
fn taken<'a, T>(
    selectors: &Selectors<'_, '_>,
    prometheus: &Object<Prometheus>,
    kind: Kind,
    list: &'a Listing<Object<T>>,
    bindings: impl Fn(&T) -> &Vec<Binding>,
) -> Result<Vec<&'a Object<T>>, Ignorance> {
    let mut found = Vec::new();
    for it in list.all()? {
        if selectors.takes(prometheus, kind, &it.meta, bindings(&it.body))? {
            found.push(it);
        }
    }
    Ok(found)
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn by_hand(world: &World<'_>, it: &Running<'_, '_>) -> facts::Prometheus {
    let meta: &Meta = &it.made.meta;
    let undetermined = || programs::configured_elsewhere("configmaps", CONFIGURED);
    let agent = it.operated_by() == Some("PrometheusAgent");
    facts::Prometheus {
        subject: it.made.subject(),
        origin: meta.origin.clone(),
        namespace: meta.namespace.clone(),
        name: meta.name.clone(),
        kind: "plain".to_owned(),
        implementation: if agent { "prometheus-agent" } else { it.program }.to_owned(),
        system: is_system_namespace(&meta.namespace),
        replicas: it.replicas(),
        ready: it.ready(world.observed.source.kind).map(|ready| ready > 0).into(),
        paused: false,
        alerting_to: Known::No(undetermined()),
        service_monitor_selector: String::new(),
        pod_monitor_selector: String::new(),
        rule_selector: String::new(),
        monitors_selected: Known::No(undetermined()),
        rules_selected: Known::No(undetermined()),
        alerts_selected: Known::No(undetermined()),
    }
}

/// A choice in words, as far as it needs no more than one line.
fn words(choice: &Choice) -> String {
    let labels = |selector: &LabelSelector| {
        let pairs = selector.match_labels.iter().map(|(key, value)| format!("{key}={value}"));
        pairs.collect::<Vec<_>>().join(",")
    };
    let objects = match &choice.objects {
        None => return "none".to_owned(),
        Some(all) if *all == LabelSelector::default() => "all".to_owned(),
        Some(some) if some.match_labels.is_empty() => "by expression".to_owned(),
        Some(some) => labels(some),
    };
    match &choice.namespaces {
        None => format!("{objects}, in its own namespace"),
        Some(all) if *all == LabelSelector::default() => objects,
        Some(some) if some.match_labels.is_empty() => format!("{objects}, in namespaces by expression"),
        Some(some) => format!("{objects}, in namespaces with {}", labels(some)),
    }
}
