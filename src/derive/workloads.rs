//! Workloads.

use std::collections::{BTreeMap, BTreeSet};

use super::bindings::Bound;
use super::controllers::Made;
use super::exposure::Exposure;
use super::images::Mirror;
use super::monitoring::{self, Scraping};
use super::{World, is_system_namespace, pulling, role, status};
use crate::model::facts::workload::{Container, Placement, Workload};
use crate::model::known::{Ignorance, Known};
use crate::model::listing::{Listing, Scope};
use crate::model::observed::cluster::{Node, Taint};
use crate::model::observed::network::Service;
use crate::model::observed::pod::{self, ContainerSort, PodTemplate, Toleration};
use crate::model::observed::scaling::ScaleTarget;
use crate::model::observed::workload::ControllerStatus;
use crate::model::observed::{Meta, Object};
use crate::model::selector::LabelSelector;
use crate::model::source::SourceKind;

/// Everything that makes pods.
pub(super) fn workloads(world: &World<'_>, mirror: &Mirror) -> Listing<Workload> {
    let exposed = Exposure::new(world);
    let bound = Bound::new(world);
    let scraping = Scraping::new(world);
    let one = |(position, made)| {
        workload(world, position, made, &Shared { exposed: &exposed, scraping: &scraping, bound: &bound, mirror })
    };
    world.controllers.listing(world.controllers.items.iter().enumerate().map(one).collect())
}

/// What is looked up once for all workloads.
struct Shared<'a, 'b> {
    exposed: &'a Exposure,
    scraping: &'a Scraping<'b>,
    bound: &'a Bound<'b>,
    mirror: &'a Mirror,
}

fn workload(world: &World<'_>, position: usize, made: &Made<'_>, shared: &Shared<'_, '_>) -> Workload {
    let meta = &*made.meta;
    let controller = &*made.controller;
    let template = &controller.template;
    let replicas = replicas(made);
    let per_node = made.kind == "DaemonSet";
    let services = services_of(world, meta, template);
    let host_paths = host_paths(template);
    let writable_host_paths = writable_host_paths(template);
    let node_agent = node_agent(world, meta, per_node && writable_host_paths.is_empty());
    Workload {
        subject: made.subject(),
        origin: meta.origin.clone(),
        kind: made.kind.to_string(),
        namespace: meta.namespace.clone(),
        name: meta.name.clone(),
        labels: meta.labels.clone(),
        pod_labels: template.labels.clone(),
        system: is_system_namespace(&meta.namespace),
        owner: owner(made).to_owned(),
        long_running: is_long_running(made),
        per_node,
        stateful: !controller.claim_templates.is_empty() || template.volumes.iter().any(|it| it.claim.is_some()),
        role: role::role(controller).to_owned(),
        singleton: singleton(world, made),
        replicas,
        floor: floor(world, made, replicas).into(),
        ready_replicas: ready(world, made).into(),
        rolled_out: rolled_out(world, made, replicas).into(),
        run_failed: run_failed(world, made).into(),
        exposed: is_exposed(&services, meta, shared.exposed).into(),
        has_callers: services.clone().map(|it| !it.is_empty()).into(),
        budgets: budgets_of(world, meta, template).into(),
        autoscaled_by: autoscaled_by(world, made).into(),
        placement: placement(world, position, made).into(),
        spread_declared: spread_declared(template),
        containers: template.containers.iter().map(|it| container(world, meta, template, it)).collect(),
        host_namespaces: host_namespaces(template),
        writable_host_paths,
        host_paths,
        node_agent,
        service_account: template.service_account.clone(),
        token_mounted: token_mounted(world, meta, template).into(),
        pull_secrets: pulling::secrets(world, meta, template).into(),
        pull_credentials: pulling::has_credentials(world, shared.mirror, meta, template).into(),
        pulls_from_mirror: pulling::from_mirror(shared.mirror, template).into(),
        account_bound: shared.bound.is_bound(meta, &template.service_account).into(),
        priority_class: template.priority_class.clone(),
        declares_metrics: monitoring::declares_metrics(template),
        scraped: shared.scraping.is_scraped(position, made, &services).into(),
        services: services.map(|it| it.iter().map(|it| it.meta.name.clone()).collect()).into(),
        claims: claims(made),
    }
}

/// Who would undo a change made by hand.
fn owner(made: &Made<'_>) -> &'static str {
    let meta = &*made.meta;
    if is_made_by_operator(made) {
        "operator"
    } else if meta.annotation("argocd.argoproj.io/tracking-id").is_some()
        || meta.label("argocd.argoproj.io/instance").is_some()
    {
        "argocd"
    } else if meta.label("kustomize.toolkit.fluxcd.io/name").is_some()
        || meta.label("helm.toolkit.fluxcd.io/name").is_some()
    {
        "flux"
    } else if meta.annotation("meta.helm.sh/release-name").is_some() {
        "helm"
    } else if meta.label("addonmanager.kubernetes.io/mode").is_some()
        || meta.annotations.keys().any(|key| key.starts_with("objectset.rio.cattle.io/"))
    {
        "addon"
    } else {
        "none"
    }
}

/// A custom resource stands behind it.
pub(super) fn is_made_by_operator(made: &Made<'_>) -> bool {
    made.direct && made.kind != "Pod" || made.meta.owner.is_some()
}

/// It runs until stopped. A pod without a controller that is not started again runs to its end.
pub(super) fn is_long_running(made: &Made<'_>) -> bool {
    let once = made.direct && matches!(&*made.controller.template.restart_policy, "Never" | "OnFailure");
    !once && !matches!(&*made.kind, "Job" | "CronJob")
}

/// The containers that are what the workload is for, in their order.
pub(super) fn mains<'a>(made: &'a Made<'_>) -> impl Iterator<Item = &'a pod::Container> {
    made.controller.template.containers.iter().filter(|it| it.sort == ContainerSort::Main)
}

fn singleton(world: &World<'_>, made: &Made<'_>) -> String {
    let configured = format!("{}/{}/{}", made.kind, made.meta.namespace, made.meta.name);
    let configured = world.settings.singletons.iter().find(|it| it.workload == configured);
    let annotated = made.meta.annotation("carbon.dev/singleton");
    configured.map(|it| it.reason.as_str()).or(annotated).unwrap_or_default().to_owned()
}

/// What the spec asks for; the API's default is 1.
pub(super) fn replicas(made: &Made<'_>) -> i64 {
    let controller = &*made.controller;
    match &*made.kind {
        "DaemonSet" => controller.status.as_ref().and_then(|it| it.desired).unwrap_or(1),
        _ => controller.replicas.unwrap_or(1),
    }
}

fn floor(world: &World<'_>, made: &Made<'_>, replicas: i64) -> Result<i64, Ignorance> {
    if !is_scalable(made) {
        return Ok(replicas);
    }
    let scope = Scope::Namespace(&made.meta.namespace);
    let keda = lookup(
        world
            .observed
            .scaled_objects
            .find(scope, |it| it.meta.namespace == made.meta.namespace && scales(&it.body.target, made)),
    )?;
    if let Some(scaled) = keda {
        return Ok(scaled.body.min.unwrap_or(0));
    }
    let own = lookup(
        world
            .observed
            .autoscalers
            .find(scope, |it| it.meta.namespace == made.meta.namespace && scales(&it.body.target, made)),
    )?;
    Ok(own.map_or(replicas, |it| it.body.min.unwrap_or(1)))
}

/// Kinds with a scale subresource; an autoscaler cannot name any other.
fn is_scalable(made: &Made<'_>) -> bool {
    !matches!(&*made.kind, "DaemonSet" | "Job" | "CronJob" | "Pod")
}

/// A look-up whose miss in desired state means none: an autoscaler elsewhere would be a surprise, and without this
/// rule no manifest without one would have a number of replicas.
fn lookup<T>(found: Result<Option<&T>, Ignorance>) -> Result<Option<&T>, Ignorance> {
    match found {
        Err(why) if why.is_out_of_scope() => Ok(None),
        other => other,
    }
}

fn scales(target: &ScaleTarget, made: &Made<'_>) -> bool {
    target.kind == made.kind && target.name == made.meta.name
}

fn ready(world: &World<'_>, made: &Made<'_>) -> Result<i64, Ignorance> {
    let missing = || status::missing(world.observed.source.kind, made.resource);
    made.controller.status.as_ref().map(|it| it.ready).ok_or_else(missing)
}

pub(super) fn rolled_out(world: &World<'_>, made: &Made<'_>, replicas: i64) -> Result<bool, Ignorance> {
    let status = made.controller.status.as_ref();
    let status = status.ok_or_else(|| status::missing(world.observed.source.kind, made.resource))?;
    let stale = status.observed_generation < made.meta.generation;
    // OnDelete leaves old pods alone on purpose; a Job has no replicas to roll.
    let rolls =
        made.controller.strategy != "OnDelete" && !matches!(&*made.kind, "ReplicaSet" | "ReplicationController");
    Ok(match &*made.kind {
        "Job" | "CronJob" => true,
        _ => !stale && status.ready >= replicas && (!rolls || status.updated >= replicas),
    })
}

fn run_failed(world: &World<'_>, made: &Made<'_>) -> Result<bool, Ignorance> {
    let missing = || status::missing(world.observed.source.kind, made.resource);
    let status = made.controller.status.as_ref();
    match &*made.kind {
        "Job" => Ok(status.ok_or_else(missing)?.conditions.is_true("Failed")),
        "CronJob" if made.controller.suspended => Ok(false),
        "CronJob" => {
            // People's tools write `status: {}` as well; only a server's says that it has not been due yet.
            let is_told = |it: &&ControllerStatus| {
                it.last_schedule.is_some() || world.observed.source.kind != SourceKind::Desired
            };
            let status = status.filter(is_told).ok_or_else(missing)?;
            let succeeded = match (status.last_success, status.last_schedule) {
                (Some(success), Some(due)) => success >= due,
                (None, Some(_)) => false,
                (_, None) => true,
            };
            Ok(!succeeded && status.active == 0)
        }
        _ => Ok(false),
    }
}

/// The Services of its namespace that select its pods.
fn services_of<'a>(
    world: &World<'a>,
    meta: &Meta,
    template: &PodTemplate,
) -> Result<Vec<&'a Object<Service>>, Ignorance> {
    if let Some(why) = world.observed.services.missing(Scope::Namespace(&meta.namespace)) {
        return Err(why.clone());
    }
    let selects = |it: &&Object<Service>| {
        it.meta.namespace == meta.namespace
            && !it.body.selector.is_empty()
            && it.body.selector.iter().all(|(key, value)| template.labels.get(key) == Some(value))
    };
    Ok(world.observed.services.seen().iter().filter(selects).collect())
}

fn is_exposed(
    services: &Result<Vec<&Object<Service>>, Ignorance>,
    meta: &Meta,
    exposed: &Exposure,
) -> Result<bool, Ignorance> {
    let services = services.as_ref().map_err(Clone::clone)?;
    if services.is_empty() {
        return Ok(false);
    }
    exposed.reaches(&meta.namespace, services.iter().map(|it| &it.meta.name))
}

fn budgets_of(world: &World<'_>, meta: &Meta, template: &PodTemplate) -> Result<Vec<String>, Ignorance> {
    let budgets = world.observed.budgets.within(&meta.namespace)?;
    let counts = |selector: &Option<LabelSelector>| selector.as_ref().is_some_and(|it| it.matches(&template.labels));
    Ok(budgets.filter(|it| counts(&it.body.selector)).map(|it| it.meta.name.clone()).collect())
}

fn autoscaled_by(world: &World<'_>, made: &Made<'_>) -> Result<String, Ignorance> {
    let observed = world.observed;
    let namespace = made.meta.namespace.as_str();
    let scope = Scope::Namespace(namespace);
    if let Some(it) = lookup(
        observed.scaled_objects.find(scope, |it| it.meta.namespace == namespace && scales(&it.body.target, made)),
    )? {
        return Ok(format!("ScaledObject/{}", it.meta.name));
    }
    if let Some(it) =
        lookup(observed.autoscalers.find(scope, |it| it.meta.namespace == namespace && scales(&it.body.target, made)))?
    {
        return Ok(format!("HorizontalPodAutoscaler/{}", it.meta.name));
    }
    // One that only recommends scales nothing.
    let acts = |mode: &str| mode != "Off" && mode != "Initial";
    let vertical = observed
        .vertical_autoscalers
        .find(scope, |it| it.meta.namespace == namespace && scales(&it.body.target, made) && acts(&it.body.mode));
    Ok(lookup(vertical)?.map(|it| format!("VerticalPodAutoscaler/{}", it.meta.name)).unwrap_or_default())
}

pub(super) fn placement(world: &World<'_>, position: usize, made: &Made<'_>) -> Result<Placement, Ignorance> {
    let observed = world.observed;
    if let Some(why) = observed.pods.missing(Scope::Namespace(&made.meta.namespace)) {
        return Err(why.clone());
    }
    // The pods of a Deployment are found through its ReplicaSets, those of a CronJob through its Jobs.
    let scope = Scope::Namespace(&made.meta.namespace);
    let between = match &*made.kind {
        "Deployment" | "Rollout" => observed.replica_sets.missing(scope),
        "CronJob" => observed.jobs.missing(scope),
        _ => None,
    };
    if let Some(why) = between {
        return Err(why.clone());
    }
    let nodes = observed.nodes.all()?;
    let zones: BTreeMap<&str, &str> = nodes
        .iter()
        .filter_map(|node| Some((node.meta.name.as_str(), node.meta.label("topology.kubernetes.io/zone")?)))
        .collect();
    let mut on: BTreeMap<&str, i64> = BTreeMap::new();
    for pod in world.controllers.pods_of(position) {
        let Some(status) = &pod.body.status else {
            return Err(status::missing(observed.source.kind, "pods"));
        };
        if status.phase == "Running" && pod.meta.deleted.is_none() && !pod.body.node.is_empty() {
            *on.entry(&pod.body.node).or_default() += 1;
        }
    }
    let zones_used: BTreeSet<&str> = on.keys().filter_map(|node| zones.get(node).copied()).collect();
    let eligible: Vec<_> = nodes.iter().filter(|node| takes(node, &made.controller.template)).collect();
    let eligible_zones: BTreeSet<&str> =
        eligible.iter().filter_map(|node| node.meta.label("topology.kubernetes.io/zone")).collect();
    Ok(Placement {
        pods: on.values().sum(),
        nodes: count(on.len()),
        most_on_one_node: on.values().copied().max().unwrap_or_default(),
        zones: count(zones_used.len()),
        eligible_nodes: count(eligible.len()),
        eligible_zones: count(eligible_zones.len()),
    })
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The scheduler would consider this node: not cordoned, its labels fit, its taints are tolerated.
fn takes(node: &Object<Node>, template: &PodTemplate) -> bool {
    let fits = template.node_selector.iter().all(|(key, value)| node.meta.label(key) == Some(value));
    let tolerated = |taint: &Taint| {
        taint.effect == "PreferNoSchedule" || template.tolerations.iter().any(|it| tolerates(it, taint))
    };
    !node.body.unschedulable && fits && node.body.taints.iter().all(tolerated)
}

fn tolerates(toleration: &Toleration, taint: &Taint) -> bool {
    let effect = toleration.effect.is_empty() || toleration.effect == taint.effect;
    let key = toleration.key == taint.key || (toleration.key.is_empty() && toleration.operator == "Exists");
    effect && key && (toleration.operator == "Exists" || toleration.value == taint.value)
}

/// A constraint that counts other pods than its own spreads nothing.
fn spread_declared(template: &PodTemplate) -> bool {
    let own = |selector: &Option<LabelSelector>| selector.as_ref().is_some_and(|it| it.matches(&template.labels));
    template.spread.iter().any(|it| own(&it.selector)) || template.anti_affinity.iter().any(|it| own(&it.selector))
}

fn host_namespaces(template: &PodTemplate) -> Vec<String> {
    let all = [("hostNetwork", template.host_network), ("hostPID", template.host_pid), ("hostIPC", template.host_ipc)];
    all.into_iter().filter(|(_, on)| *on).map(|(name, _)| name.to_owned()).collect()
}

fn host_paths(template: &PodTemplate) -> Vec<String> {
    template.volumes.iter().filter_map(|it| it.host_path.clone()).collect()
}

fn writable_host_paths(template: &PodTemplate) -> Vec<String> {
    let mounts = || template.containers.iter().flat_map(|it| &it.mounts);
    let writable = |name: &str| mounts().any(|mount| mount.volume == name && !mount.read_only);
    let volumes = template.volumes.iter().filter(|it| writable(&it.name));
    volumes.filter_map(|it| it.host_path.clone()).collect()
}

fn node_agent(world: &World<'_>, meta: &Meta, fits: bool) -> Known<bool> {
    if !fits {
        return Known::Yes(false);
    }
    let namespace = world.observed.namespaces.find(Scope::Cluster, |it| it.meta.name == meta.namespace);
    let privileged = |it: &Object<_>| it.meta.label("pod-security.kubernetes.io/enforce") == Some("privileged");
    namespace.map(|it| it.is_some_and(privileged)).into()
}

fn token_mounted(world: &World<'_>, meta: &Meta, template: &PodTemplate) -> Result<bool, Ignorance> {
    if let Some(word) = template.automount_token {
        return Ok(word);
    }
    let account = pulling::account(world, meta, template)?;
    Ok(account.and_then(|it| it.body.automount_token).unwrap_or(true))
}

fn claims(made: &Made<'_>) -> Vec<String> {
    let controller = &*made.controller;
    let named = controller.template.volumes.iter().filter_map(|it| it.claim.clone());
    let templates = controller.claim_templates.iter().map(|it| format!("{}-{}-*", it.name, made.meta.name));
    named.chain(templates).collect()
}

fn container(world: &World<'_>, meta: &Meta, template: &PodTemplate, it: &pod::Container) -> Container {
    let security = &it.security;
    let non_root = security.run_as_non_root.or(template.security.run_as_non_root) == Some(true);
    let user = security.run_as_user.or(template.security.run_as_user);
    let mighty = |capability: &String| matches!(capability.as_str(), "SYS_ADMIN" | "ALL" | "CAP_SYS_ADMIN");
    Container {
        name: it.name.clone(),
        sort: sort(it.sort).to_owned(),
        image: it.image.clone(),
        requests_cpu: requests(world, meta, it, "cpu").into(),
        requests_memory: requests(world, meta, it, "memory").into(),
        limits_memory: it.limits.contains_key("memory"),
        readiness: it.readiness.is_some(),
        readiness_path: it.readiness.as_ref().map(|it| it.path.clone()).unwrap_or_default(),
        liveness: it.liveness.is_some(),
        privileged: security.privileged || security.capabilities_added.iter().any(mighty),
        may_run_as_root: match user {
            Some(user) => user == 0,
            None => !non_root,
        },
        may_escalate: security.allow_privilege_escalation != Some(false),
        literal_secrets: it.literal_secrets.clone(),
        flags: it.flags.clone(),
    }
}

fn sort(sort: ContainerSort) -> &'static str {
    match sort {
        ContainerSort::Main => "main",
        ContainerSort::Init => "init",
        ContainerSort::Sidecar => "sidecar",
        ContainerSort::Ephemeral => "ephemeral",
    }
}

/// A limit without a request is the request (API default); a LimitRange fills in at admission.
fn requests(world: &World<'_>, meta: &Meta, it: &pod::Container, resource: &str) -> Result<bool, Ignorance> {
    if it.requests.contains_key(resource) || it.limits.contains_key(resource) {
        return Ok(true);
    }
    let fills = |range: &Object<crate::model::observed::scaling::LimitRange>| {
        range.meta.namespace == meta.namespace && range.body.default_requests.contains_key(resource)
    };
    Ok(lookup(world.observed.limit_ranges.find(Scope::Namespace(&meta.namespace), fills))?.is_some())
}
