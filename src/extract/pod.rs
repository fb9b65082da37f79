//! Pods and pod templates.

use std::collections::BTreeMap;

use super::meta::{annotations, conditions};
use super::scrub::scrub;
use super::wire::pod as wire;
use super::{environment, flags};
use crate::model::observed::Meta;
use crate::model::observed::pod::{
    AntiAffinity, Container, ContainerPort, ContainerSort, ContainerStatus, Mount, Pod, PodStatus, PodTemplate,
    PodVolume, Probe, SERVER_POOL, Security, Spread, Toleration,
};

/// A pod; its own labels and annotations stand in for those of a template.
pub(super) fn pod(wire: wire::Pod, meta: &Meta) -> Pod {
    let node = wire.spec.node_name.clone();
    let status = (!wire.status.phase.is_empty()).then(|| pod_status(wire.status));
    let mut template = spec(wire.spec);
    template.labels = meta.labels.clone();
    template.annotations = meta.annotations.clone();
    Pod { template, node, status }
}

/// A pod template.
pub(super) fn template(wire: wire::PodTemplate) -> PodTemplate {
    let mut template = spec(wire.spec);
    template.labels = wire.metadata.labels;
    template.annotations = annotations(wire.metadata.annotations);
    template
}

fn spec(wire: wire::PodSpec) -> PodTemplate {
    let init = |container: &wire::Container| match container.restart_policy.as_str() {
        "Always" => ContainerSort::Sidecar,
        _ => ContainerSort::Init,
    };
    let inits = wire.init_containers.into_iter().map(|it| (init(&it), it));
    let mains = wire.containers.into_iter().map(|it| (ContainerSort::Main, it));
    let ephemerals = wire.ephemeral_containers.into_iter().map(|it| (ContainerSort::Ephemeral, it));
    let containers = inits.chain(mains).chain(ephemerals).map(|(sort, it)| container(sort, it)).collect();
    let anti = wire.affinity.pod_anti_affinity;
    let required = anti.required.into_iter().map(|term| (true, term));
    let preferred = anti.preferred.into_iter().map(|term| (false, term.pod_affinity_term));
    PodTemplate {
        labels: BTreeMap::new(),
        annotations: BTreeMap::new(),
        containers,
        service_account: if wire.service_account_name.is_empty() {
            "default".to_owned()
        } else {
            wire.service_account_name
        },
        automount_token: wire.automount_service_account_token,
        host_network: wire.host_network,
        host_pid: wire.host_pid,
        host_ipc: wire.host_ipc,
        security: security(wire.security_context),
        volumes: wire.volumes.into_iter().map(volume).collect(),
        pull_secrets: wire.image_pull_secrets.into_iter().map(|it| it.name).collect(),
        node_selector: wire.node_selector,
        tolerations: wire.tolerations.into_iter().map(toleration).collect(),
        anti_affinity: required.chain(preferred).map(|(required, term)| anti_affinity(required, term)).collect(),
        spread: wire.topology_spread_constraints.into_iter().map(spread).collect(),
        priority_class: wire.priority_class_name,
        restart_policy: wire.restart_policy,
    }
}

fn anti_affinity(required: bool, term: wire::AffinityTerm) -> AntiAffinity {
    AntiAffinity { required, topology_key: term.topology_key, selector: term.label_selector }
}

fn spread(wire: wire::SpreadConstraint) -> Spread {
    Spread {
        topology_key: wire.topology_key,
        max_skew: wire.max_skew,
        when_unsatisfiable: wire.when_unsatisfiable,
        selector: wire.label_selector,
    }
}

fn toleration(wire: wire::Toleration) -> Toleration {
    Toleration { key: wire.key, operator: wire.operator, value: wire.value, effect: wire.effect }
}

fn volume(wire: wire::Volume) -> PodVolume {
    PodVolume {
        name: wire.name,
        host_path: wire.host_path.map(|it| it.path),
        claim: wire.persistent_volume_claim.map(|it| it.claim_name),
        image: wire.image.map(|it| it.reference),
        config_map: wire.config_map.map(|it| it.name),
        empty_dir: wire.empty_dir.is_some(),
        ephemeral: wire.ephemeral.is_some(),
    }
}

fn container(sort: ContainerSort, wire: wire::Container) -> Container {
    let literal_secrets = wire
        .env
        .iter()
        .filter(|variable| {
            variable.value_from.is_none() && environment::is_literal_secret(&variable.name, &variable.value)
        })
        .map(|variable| variable.name.clone())
        .collect();
    let mut flags = flags::known(wire.command.iter().chain(&wire.args));
    // The official image takes the pool as arguments or as MINIO_VOLUMES, Bitnami's as a list of nodes.
    let nodes = |name: &str| name == "MINIO_DISTRIBUTED_NODES";
    let volumes = wire.env.iter().filter(|it| it.name == "MINIO_VOLUMES").map(|it| it.value.as_str());
    let is_server = |it: &&String| it.contains("server");
    let starts = wire.command.iter().chain(&wire.args).any(|it| is_server(&it));
    let arguments = wire.command.iter().chain(&wire.args).filter(|_| starts).map(String::as_str);
    if wire.env.iter().any(|it| nodes(&it.name)) || flags::names_server_pool(arguments.chain(volumes)) {
        flags.insert(SERVER_POOL.to_owned(), vec!["true".to_owned()]);
    }
    Container {
        name: wire.name,
        image: wire.image,
        sort,
        pull_policy: wire.image_pull_policy,
        ports: wire.ports.into_iter().map(port).collect(),
        requests: wire.resources.requests,
        limits: wire.resources.limits,
        readiness: wire.readiness_probe.map(probe),
        liveness: wire.liveness_probe.map(probe),
        startup: wire.startup_probe.map(probe),
        security: security(wire.security_context),
        literal_secrets,
        flags,
        mounts: wire.volume_mounts.into_iter().map(|it| Mount { volume: it.name, read_only: it.read_only }).collect(),
    }
}

fn port(wire: wire::ContainerPort) -> ContainerPort {
    let protocol = if wire.protocol.is_empty() { "TCP".to_owned() } else { wire.protocol };
    ContainerPort { name: wire.name, number: wire.container_port, protocol }
}

fn probe(wire: wire::Probe) -> Probe {
    let asks = |how: &str, it: wire::ProbePort| Probe { how: how.to_owned(), path: scrub(&it.path), port: it.port };
    match (wire.http_get, wire.tcp_socket, wire.grpc) {
        (Some(http), _, _) => asks("http", http),
        (None, Some(tcp), _) => asks("tcp", tcp),
        (None, None, Some(grpc)) => asks("grpc", grpc),
        (None, None, None) => Probe { how: "exec".to_owned(), ..Probe::default() },
    }
}

fn security(wire: wire::SecurityContext) -> Security {
    Security {
        privileged: wire.privileged,
        run_as_non_root: wire.run_as_non_root,
        run_as_user: wire.run_as_user,
        allow_privilege_escalation: wire.allow_privilege_escalation,
        read_only_root: wire.read_only_root_filesystem,
        capabilities_added: wire.capabilities.add,
        capabilities_dropped: wire.capabilities.drop,
        seccomp: wire.seccomp_profile.kind,
    }
}

fn pod_status(wire: wire::PodStatus) -> PodStatus {
    PodStatus {
        phase: wire.phase,
        reason: wire.reason,
        conditions: conditions(wire.conditions),
        containers: wire
            .init_container_statuses
            .into_iter()
            .chain(wire.container_statuses)
            .map(container_status)
            .collect(),
        started: wire.start_time,
    }
}

fn container_status(wire: wire::ContainerStatus) -> ContainerStatus {
    let last_ended = wire.last_state.terminated.as_ref().and_then(|it| it.finished_at).or(wire
        .state
        .terminated
        .as_ref()
        .and_then(|it| it.finished_at));
    ContainerStatus {
        name: wire.name,
        image: wire.image,
        image_id: wire.image_id,
        ready: wire.ready,
        restarts: wire.restart_count,
        waiting: wire.state.waiting.map(|it| it.reason).unwrap_or_default(),
        exit_code: wire.state.terminated.map(|it| it.exit_code),
        last_ended,
    }
}
