//! Definitions of the custom resources that carbon reads: their names and scope, and schemas that take anything.

use crate::plane::Plane;
use crate::world::requests;
use carbon::model::observed::RESOURCES;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A custom resource: `plural.group`, its kind, and the version that carbon's worlds use.
pub(crate) struct Definition {
    pub(crate) name: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) version: &'static str,
    is_namespaced: bool,
    /// Where upstream has a status subresource, a status that comes with the object is dropped.
    pub(crate) has_status: bool,
}

const fn with_status(name: &'static str, kind: &'static str, version: &'static str) -> Definition {
    Definition { name, kind, version, is_namespaced: true, has_status: true }
}

const fn plain(name: &'static str, kind: &'static str, version: &'static str) -> Definition {
    Definition { name, kind, version, is_namespaced: true, has_status: false }
}

const fn of_the_cluster(it: Definition) -> Definition {
    Definition { is_namespaced: false, ..it }
}

pub(crate) const DEFINITIONS: [Definition; 33] = [
    with_status("rollouts.argoproj.io", "Rollout", "v1alpha1"),
    with_status("scaledobjects.keda.sh", "ScaledObject", "v1alpha1"),
    with_status("verticalpodautoscalers.autoscaling.k8s.io", "VerticalPodAutoscaler", "v1"),
    with_status("certificates.cert-manager.io", "Certificate", "v1"),
    of_the_cluster(with_status("gatewayclasses.gateway.networking.k8s.io", "GatewayClass", "v1")),
    with_status("gateways.gateway.networking.k8s.io", "Gateway", "v1"),
    with_status("httproutes.gateway.networking.k8s.io", "HTTPRoute", "v1"),
    with_status("securitypolicies.gateway.envoyproxy.io", "SecurityPolicy", "v1alpha1"),
    plain("ingressroutes.traefik.io", "IngressRoute", "v1alpha1"),
    plain("middlewares.traefik.io", "Middleware", "v1alpha1"),
    with_status("gateways.networking.istio.io", "Gateway", "v1"),
    with_status("virtualservices.networking.istio.io", "VirtualService", "v1"),
    with_status("authorizationpolicies.security.istio.io", "AuthorizationPolicy", "v1"),
    with_status("requestauthentications.security.istio.io", "RequestAuthentication", "v1"),
    of_the_cluster(plain("volumesnapshotclasses.snapshot.storage.k8s.io", "VolumeSnapshotClass", "v1")),
    with_status("prometheuses.monitoring.coreos.com", "Prometheus", "v1"),
    with_status("alertmanagers.monitoring.coreos.com", "Alertmanager", "v1"),
    with_status("servicemonitors.monitoring.coreos.com", "ServiceMonitor", "v1"),
    with_status("podmonitors.monitoring.coreos.com", "PodMonitor", "v1"),
    with_status("prometheusrules.monitoring.coreos.com", "PrometheusRule", "v1"),
    with_status("scrapeconfigs.monitoring.coreos.com", "ScrapeConfig", "v1alpha1"),
    with_status("alertmanagerconfigs.monitoring.coreos.com", "AlertmanagerConfig", "v1alpha1"),
    plain("backupstoragelocations.velero.io", "BackupStorageLocation", "v1"),
    plain("schedules.velero.io", "Schedule", "v1"),
    plain("backups.velero.io", "Backup", "v1"),
    plain("restores.velero.io", "Restore", "v1"),
    plain("podvolumebackups.velero.io", "PodVolumeBackup", "v1"),
    plain("datauploads.velero.io", "DataUpload", "v2alpha1"),
    with_status("clusters.postgresql.cnpg.io", "Cluster", "v1"),
    with_status("scheduledbackups.postgresql.cnpg.io", "ScheduledBackup", "v1"),
    with_status("backups.postgresql.cnpg.io", "Backup", "v1"),
    with_status("postgresqls.acid.zalan.do", "postgresql", "v1"),
    with_status("tenants.minio.min.io", "Tenant", "v2"),
];

impl Definition {
    /// The definition of a kind, if it is a custom one.
    pub(crate) fn of(group: &str, kind: &str) -> Option<&'static Self> {
        DEFINITIONS.iter().find(|it| it.group() == group && it.kind == kind)
    }

    pub(crate) fn plural(&self) -> &'static str {
        self.name.split_once('.').expect("plural.group").0
    }

    pub(crate) fn group(&self) -> &'static str {
        self.name.split_once('.').expect("plural.group").1
    }

    pub(crate) fn to_object(&self) -> Value {
        let singular = self.kind.to_lowercase();
        let names = json!({
            "kind": self.kind, "listKind": format!("{}List", self.kind), "plural": self.plural(), "singular": singular
        });
        let schema = json!({"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": true}});
        let subresources = if self.has_status { json!({"status": {}}) } else { json!({}) };
        let version = json!({
            "name": self.version, "served": true, "storage": true, "schema": schema, "subresources": subresources
        });
        // The API server refuses groups of the Kubernetes community without a word on who approved them.
        let annotations = json!({"api-approved.kubernetes.io": "unapproved, for tests"});
        json!({
            "apiVersion": "apiextensions.k8s.io/v1",
            "kind": "CustomResourceDefinition",
            "metadata": {"name": self.name, "annotations": annotations},
            "spec": {
                "group": self.group(),
                "names": names,
                "scope": if self.is_namespaced { "Namespaced" } else { "Cluster" },
                "versions": [version],
            },
        })
    }
}

/// Applies all of them, and waits until their objects can be listed.
pub(crate) fn apply(plane: &Plane) {
    let all: Vec<Value> = DEFINITIONS.iter().map(Definition::to_object).collect();
    plane.talk(async |client| {
        requests::apply_all(&client, &all).await?;
        requests::wait_until_served(&client, &DEFINITIONS).await
    });
}

#[test]
fn every_resource_that_kubernetes_does_not_have_is_defined() {
    let is_built_in = |group: &str| {
        let of_projects = ["autoscaling.k8s.io", "gateway.networking.k8s.io", "snapshot.storage.k8s.io"];
        !group.contains('.') || group.ends_with(".k8s.io") && !of_projects.contains(&group)
    };
    let custom = RESOURCES.iter().filter(|it| !is_built_in(it.group)).map(|it| (it.name, it.kind));
    let defined = DEFINITIONS.iter().map(|it| (it.name, it.kind));
    assert_eq!(custom.collect::<BTreeSet<_>>(), defined.collect::<BTreeSet<_>>());
}
