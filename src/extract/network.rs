//! Services, endpoints, network policies, certificates.

use super::meta::conditions;
use super::wire::network as wire;
use crate::model::observed::Meta;
use crate::model::observed::network::{
    Certificate, CertificateStatus, EndpointSlice, NetworkPolicy, Service, ServicePort,
};
use crate::model::selector::LabelSelector;

pub(super) fn service(wire: wire::Service, _: &Meta) -> Service {
    let spec = wire.spec;
    let or = |text: String, default: &str| if text.is_empty() { default.to_owned() } else { text };
    let port = |it: wire::ServicePort| ServicePort {
        name: it.name,
        number: it.port,
        target: it.target_port,
        protocol: or(it.protocol, "TCP"),
    };
    Service {
        kind: or(spec.kind, "ClusterIP"),
        selector: spec.selector,
        ports: spec.ports.into_iter().map(port).collect(),
        headless: spec.cluster_ip == "None",
        external_name: spec.external_name,
        publish_not_ready: spec.publish_not_ready_addresses,
        addresses: addresses(spec.cluster_ip, spec.external_ips, wire.status),
    }
}

/// Where the Service answers, in the cluster and outside.
fn addresses(cluster: String, external: Vec<String>, status: wire::ServiceStatus) -> Vec<String> {
    let balancers = status.load_balancer.ingress.into_iter().flat_map(|it| [it.ip, it.hostname]);
    let all = std::iter::once(cluster).chain(external).chain(balancers);
    all.filter(|it| !it.is_empty() && it != "None").collect()
}

pub(super) fn endpoint_slice(wire: wire::EndpointSlice, meta: &Meta) -> EndpointSlice {
    // "A nil value should be interpreted as ready" (discovery/v1 types).
    let is_ready = |it: &&wire::Endpoint| it.conditions.ready != Some(false);
    let count = |it: &wire::Endpoint| u64::try_from(it.addresses.len()).unwrap_or(u64::MAX);
    let ready: Vec<&wire::Endpoint> = wire.endpoints.iter().filter(is_ready).collect();
    EndpointSlice {
        service: meta.label("kubernetes.io/service-name").unwrap_or_default().to_owned(),
        ports: wire.ports.into_iter().map(|it| it.name).collect(),
        ready: ready.iter().map(|it| count(it)).sum(),
        not_ready: wire.endpoints.iter().filter(|it| !is_ready(it)).map(count).sum(),
        pods: ready.iter().filter(|it| it.target_ref.kind == "Pod").map(|it| it.target_ref.name.clone()).collect(),
    }
}

pub(super) fn network_policy(wire: wire::NetworkPolicy, _: &Meta) -> NetworkPolicy {
    let spec = wire.spec;
    // Without policyTypes, a policy isolates ingress, and egress if it has egress rules (networking/v1 types).
    let declared = |kind: &str| spec.policy_types.iter().any(|it| it == kind);
    let undeclared = spec.policy_types.is_empty();
    let egress_rules = spec.egress.as_deref().unwrap_or_default();
    NetworkPolicy {
        ingress: undeclared || declared("Ingress"),
        egress: declared("Egress") || (undeclared && !egress_rules.is_empty()),
        allows_all_ingress: spec.ingress.iter().any(|rule| rule.ports.is_empty() && is_everybody(&rule.from)),
        allows_all_egress: egress_rules.iter().any(|rule| rule.ports.is_empty() && is_everybody(&rule.to)),
        selector: spec.pod_selector,
    }
}

/// No peer is every peer; so are all namespaces, and all addresses.
fn is_everybody(peers: &[wire::Peer]) -> bool {
    let all = |selector: &Option<LabelSelector>| selector.as_ref().is_some_and(|it| *it == LabelSelector::default());
    let every = |it: &wire::Peer| {
        let pods = it.pod_selector.is_none() || all(&it.pod_selector);
        let addresses = |it: &wire::IpBlock| it.except.is_empty() && matches!(&*it.cidr, "0.0.0.0/0" | "::/0");
        (all(&it.namespace_selector) && pods) || it.ip_block.as_ref().is_some_and(addresses)
    };
    peers.is_empty() || peers.iter().any(every)
}

pub(super) fn certificate(wire: wire::Certificate, _: &Meta) -> Certificate {
    let spec = wire.spec;
    let status = wire.status;
    let issuer_kind = if spec.issuer_ref.kind.is_empty() { "Issuer" } else { &spec.issuer_ref.kind };
    let mut hosts = spec.dns_names;
    if !spec.common_name.is_empty() && !hosts.contains(&spec.common_name) {
        hosts.push(spec.common_name);
    }
    Certificate {
        secret: spec.secret_name,
        hosts,
        issuer: format!("{issuer_kind}/{}", spec.issuer_ref.name),
        status: (!status.conditions.is_empty()).then(|| CertificateStatus {
            conditions: conditions(status.conditions),
            not_before: status.not_before,
            not_after: status.not_after,
            renewal: status.renewal_time,
            failed_attempts: status.failed_issuance_attempts,
        }),
    }
}
