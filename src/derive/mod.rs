//! Observed to facts: pure joins. No clock, no environment, no file, no network.

mod access;
mod apis;
mod autoscalers;
mod backup;
mod bindings;
pub mod budget;
mod budgets;
mod certificates;
mod cluster;
mod controllers;
mod data;
mod exposure;
mod harbors;
mod images;
pub mod lifecycle;
mod monitoring;
mod namespaces;
mod nodes;
mod pods;
mod production;
mod pulling;
mod quotas;
mod registries;
mod role;
pub mod schedule;
mod services;
mod status;
mod storage;
mod tunnels;
mod workloads;

use crate::model::facts::Facts;
use crate::model::observed::Observed;
use crate::model::settings::Settings;
use crate::model::{Listing, Time};

use controllers::Controllers;

/// What every derivation may look at: the objects, the settings, and the joins that several of them need.
pub(crate) struct World<'a> {
    pub(crate) observed: &'a Observed,
    pub(crate) settings: &'a Settings,
    pub(crate) controllers: Controllers<'a>,
    pub(crate) ways: Listing<access::Way<'a>>,
    pub(crate) running: Vec<access::Running>,
}

impl World<'_> {
    /// The moment as of which ages are judged.
    pub(crate) fn now(&self) -> Time {
        self.observed.source.taken_at
    }
}

/// Joins what was observed into facts.
pub fn derive(observed: &Observed, settings: &Settings) -> Facts {
    let controllers = Controllers::new(observed);
    let running = access::running(&controllers);
    let world = World { observed, settings, controllers, ways: access::ways(observed), running };
    let answers = access::Answers::new(&world);
    let routes = access::routes(&world, &answers);
    let mirror = images::Mirror::new(&world);
    let harbors = harbors::Harbors::new(&world);
    let mut facts = Facts {
        cluster: cluster::cluster(&world),
        nodes: nodes::nodes(&world),
        namespaces: namespaces::namespaces(&world),
        workloads: workloads::workloads(&world, &mirror),
        pods: pods::pods(&world),
        budgets: budgets::budgets(&world),
        autoscalers: autoscalers::autoscalers(&world),
        prometheuses: monitoring::prometheuses(&world),
        monitors: monitoring::monitors(&world),
        rules: monitoring::rules(&world),
        alertmanagers: monitoring::alertmanagers(&world),
        log_agents: monitoring::log_agents(&world),
        exporters: monitoring::exporters(&world),
        grafanas: monitoring::grafanas(&world),
        hosts: access::hosts(&routes),
        routes,
        ingress_controllers: access::ingress_controllers(&world),
        auth_services: access::auth_services(&world, &answers),
        tunnels: tunnels::tunnels(&world),
        tunnel_rules: tunnels::rules(&world),
        services: services::services(&world),
        certificates: certificates::certificates(&world),
        apis: apis::apis(&world),
        images: images::images(&world, &mirror),
        registries: registries::registries(&world),
        harbors: harbors.harbors,
        harbor_robots: harbors.robots,
        harbor_projects: harbors.projects,
        harbor_pulls: harbors.pulls,
        bindings: bindings::bindings(&world),
        velero: backup::velero::velero(&world),
        backup_locations: backup::locations::locations(&world),
        backup_schedules: backup::schedules::schedules(&world),
        protected_namespaces: backup::namespaces::protected_namespaces(&world),
        restores: backup::restores::restores(&world),
        claims: storage::claims::claims(&world),
        snapshot_drivers: storage::drivers::snapshot_drivers(&world),
        databases: data::databases::databases(&world),
        object_stores: data::object_stores::object_stores(&world),
        secret_stores: data::secret_stores::secret_stores(&world),
        quotas: quotas::quotas(&world),
        raw: observed.raw.clone(),
    };
    sort(&mut facts.workloads, |it| &it.subject);
    sort(&mut facts.pods, |it| &it.subject);
    sort(&mut facts.prometheuses, |it| &it.subject);
    sort(&mut facts.monitors, |it| &it.subject);
    sort(&mut facts.alertmanagers, |it| &it.subject);
    sort(&mut facts.log_agents, |it| &it.subject);
    sort(&mut facts.exporters, |it| &it.subject);
    sort(&mut facts.grafanas, |it| &it.subject);
    sort(&mut facts.routes, |it| &it.subject);
    sort(&mut facts.ingress_controllers, |it| &it.subject);
    sort(&mut facts.auth_services, |it| &it.subject);
    sort(&mut facts.tunnels, |it| &it.subject);
    sort(&mut facts.images, |it| &it.subject);
    sort(&mut facts.registries, |it| &it.subject);
    sort(&mut facts.harbors, |it| &it.subject);
    sort(&mut facts.harbor_robots, |it| &it.subject);
    sort(&mut facts.harbor_projects, |it| &it.subject);
    sort(&mut facts.harbor_pulls, |it| &it.subject);
    sort(&mut facts.bindings, |it| &it.subject);
    sort(&mut facts.databases, |it| &it.subject);
    sort(&mut facts.object_stores, |it| &it.subject);
    sort(&mut facts.secret_stores, |it| &it.subject);
    facts
}

/// Facts stand in the order of their subjects.
fn sort<T>(list: &mut Listing<T>, subject: impl Fn(&T) -> &String) {
    list.items_mut().sort_by(|a, b| subject(a).cmp(subject(b)));
}

/// Namespaces that a distribution, not the platform team, owns.
pub(crate) fn is_system_namespace(name: &str) -> bool {
    const NAMES: [&str; 16] = [
        "kube-system",
        "kube-public",
        "kube-node-lease",
        "local-path-storage",
        "kube-flannel",
        "calico-system",
        "calico-apiserver",
        "tigera-operator",
        "cattle-system",
        "cattle-fleet-system",
        "gke-managed-system",
        "gmp-system",
        "gatekeeper-system",
        "kubernetes-dashboard",
        "metallb-system",
        "default-http-backend",
    ];
    NAMES.contains(&name) || name.starts_with("openshift-") || name.starts_with("gke-managed-") || name == "openshift"
}
