//! What is: compact, typed statements about the platform, joined from what was observed. Checks read nothing else.
//!
//! Each struct derives its JSON schema. It documents the facts (`carbon facts`), lets the linter refuse a check that
//! reads a field which does not exist, and tells by `x-reads` which resources a field is read from.

pub mod access;
pub mod backup;
pub mod cluster;
pub mod data;
pub mod harbor;
pub mod image;
pub mod monitoring;
pub mod network;
pub mod rbac;
pub mod scaling;
pub mod storage;
pub mod tunnel;
pub mod workload;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::listing::Listing;

/// Every fact, by the name under which checks read it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Facts {
    /// The cluster as a whole.
    pub cluster: cluster::Cluster,
    /// Nodes.
    #[schemars(extend("x-reads" = ["nodes"]))]
    pub nodes: Listing<cluster::Node>,
    /// Namespaces.
    #[schemars(extend("x-reads" = ["namespaces"]))]
    pub namespaces: Listing<cluster::Namespace>,
    /// Everything that makes pods: Deployments, StatefulSets, DaemonSets, Jobs, CronJobs, Rollouts, bare ReplicaSets
    /// and Pods, and the resources of operators that own pods.
    #[schemars(extend("x-reads" = workload::MAKERS))]
    pub workloads: Listing<workload::Workload>,
    /// Pods that exist.
    #[schemars(extend("x-reads" = ["pods"]))]
    pub pods: Listing<workload::Pod>,
    /// Disruption budgets.
    #[schemars(extend("x-reads" = ["poddisruptionbudgets.policy"]))]
    pub budgets: Listing<scaling::Budget>,
    /// Autoscalers.
    #[schemars(extend("x-reads" = ["horizontalpodautoscalers.autoscaling"]))]
    pub autoscalers: Listing<scaling::Autoscaler>,

    /// Prometheus servers: objects of the operator, and plain workloads.
    #[schemars(extend("x-reads" = [
        "prometheuses.monitoring.coreos.com", "deployments.apps", "statefulsets.apps", "daemonsets.apps"
    ]))]
    pub prometheuses: Listing<monitoring::Prometheus>,
    /// ServiceMonitors and PodMonitors.
    #[schemars(extend("x-reads" = ["servicemonitors.monitoring.coreos.com", "podmonitors.monitoring.coreos.com"]))]
    pub monitors: Listing<monitoring::Monitor>,
    /// PrometheusRules.
    #[schemars(extend("x-reads" = ["prometheusrules.monitoring.coreos.com"]))]
    pub rules: Listing<monitoring::Rule>,
    /// Alertmanagers: objects of the operator, and plain workloads.
    #[schemars(extend("x-reads" = [
        "alertmanagers.monitoring.coreos.com", "deployments.apps", "statefulsets.apps", "daemonsets.apps"
    ]))]
    pub alertmanagers: Listing<monitoring::Alertmanager>,
    /// Workloads that read the logs of containers.
    #[schemars(extend("x-reads" = ["deployments.apps", "statefulsets.apps", "daemonsets.apps"]))]
    pub log_agents: Listing<monitoring::LogAgent>,
    /// Workloads that tell Prometheus about the cluster itself.
    ///
    /// Files with monitors and without a Prometheus to take them hold only a part of these.
    #[schemars(extend("x-reads" = [
        "deployments.apps", "statefulsets.apps", "daemonsets.apps", "prometheuses.monitoring.coreos.com",
        "servicemonitors.monitoring.coreos.com", "podmonitors.monitoring.coreos.com"
    ]))]
    pub exporters: Listing<monitoring::Exporter>,
    /// Grafanas.
    #[schemars(extend("x-reads" = ["deployments.apps", "statefulsets.apps", "daemonsets.apps"]))]
    pub grafanas: Listing<monitoring::Grafana>,
    /// Ways in from outside.
    #[schemars(extend("x-reads" = [
        "ingresses.networking.k8s.io", "httproutes.gateway.networking.k8s.io", "ingressroutes.traefik.io",
        "virtualservices.networking.istio.io", "gateways.gateway.networking.k8s.io"
    ]))]
    pub routes: Listing<access::Route>,
    /// Host names that routes lead into.
    #[schemars(extend("x-reads" = [
        "ingresses.networking.k8s.io", "httproutes.gateway.networking.k8s.io", "ingressroutes.traefik.io",
        "virtualservices.networking.istio.io", "gateways.gateway.networking.k8s.io"
    ]))]
    pub hosts: Listing<access::Host>,
    /// Ingress controllers, of a class or running.
    #[schemars(extend("x-reads" = [
        "ingressclasses.networking.k8s.io", "gatewayclasses.gateway.networking.k8s.io",
        "deployments.apps", "statefulsets.apps", "daemonsets.apps", "replicasets.apps", "replicationcontrollers",
        "jobs.batch", "cronjobs.batch", "rollouts.argoproj.io", "pods"
    ]))]
    pub ingress_controllers: Listing<access::IngressController>,
    /// Services that decide who may come in.
    #[schemars(extend("x-reads" = access::REFERENCES))]
    pub auth_services: Listing<access::AuthService>,
    /// Workloads that run cloudflared.
    #[schemars(extend("x-reads" = workload::MAKERS))]
    pub tunnels: Listing<tunnel::Tunnel>,
    /// Rules of tunnels whose configuration is in the cluster.
    #[schemars(extend("x-reads" = [
        "configmaps",
        "deployments.apps", "statefulsets.apps", "daemonsets.apps", "replicasets.apps", "replicationcontrollers",
        "jobs.batch", "cronjobs.batch", "rollouts.argoproj.io", "pods"
    ]))]
    pub tunnel_rules: Listing<tunnel::TunnelRule>,
    /// Services.
    #[schemars(extend("x-reads" = ["services"]))]
    pub services: Listing<network::Service>,
    /// Certificates of cert-manager.
    #[schemars(extend("x-reads" = ["certificates.cert-manager.io"]))]
    pub certificates: Listing<network::Certificate>,
    /// Group versions of the API that other servers answer.
    #[schemars(extend("x-reads" = ["apiservices.apiregistration.k8s.io"]))]
    pub apis: Listing<network::Api>,
    /// Images, by everything that uses them.
    #[schemars(extend("x-reads" = workload::MAKERS))]
    pub images: Listing<image::Image>,
    /// Registries that run in the cluster.
    #[schemars(extend("x-reads" = workload::MAKERS))]
    pub registries: Listing<image::Registry>,
    /// Harbors: those that were asked, and those that run in the cluster and were not.
    #[schemars(extend("x-reads" = harbor::FOUND))]
    pub harbors: Listing<harbor::Harbor>,
    /// Robots of Harbors.
    #[schemars(extend("x-reads" = harbor::FOUND))]
    pub harbor_robots: Listing<harbor::Robot>,
    /// Projects of Harbors.
    #[schemars(extend("x-reads" = harbor::FOUND))]
    pub harbor_projects: Listing<harbor::Project>,
    /// Pull secrets in the cluster that name a Harbor, tried against it.
    #[schemars(extend("x-reads" = harbor::PULLED, "x-needs" = "secrets"))]
    pub harbor_pulls: Listing<harbor::Pull>,
    /// Bindings that give a role to service accounts, or to everybody.
    #[schemars(extend("x-reads" = [
        "rolebindings.rbac.authorization.k8s.io", "clusterrolebindings.rbac.authorization.k8s.io"
    ]))]
    pub bindings: Listing<rbac::Binding>,

    /// Velero.
    pub velero: backup::Velero,
    /// Where Velero keeps backups.
    #[schemars(extend("x-reads" = ["backupstoragelocations.velero.io"]))]
    pub backup_locations: Listing<backup::BackupLocation>,
    /// Velero's schedules, with what their backups are worth.
    #[schemars(extend("x-reads" = ["schedules.velero.io"]))]
    pub backup_schedules: Listing<backup::BackupSchedule>,
    /// Namespaces with workloads, and how well backups cover them.
    #[schemars(extend("x-reads" = workload::MAKERS))]
    pub protected_namespaces: Listing<backup::ProtectedNamespace>,
    /// Velero's restores.
    #[schemars(extend("x-reads" = ["restores.velero.io"]))]
    pub restores: Listing<backup::Restore>,
    /// Persistent volume claims.
    #[schemars(extend("x-reads" = ["persistentvolumeclaims"]))]
    pub claims: Listing<storage::Claim>,
    /// CSI drivers behind the volumes in use.
    #[schemars(extend("x-reads" = ["persistentvolumes"]))]
    pub snapshot_drivers: Listing<storage::SnapshotDriver>,
    /// PostgreSQL, run by an operator or as a plain workload.
    #[schemars(extend("x-reads" = [
        "clusters.postgresql.cnpg.io", "postgresqls.acid.zalan.do", "statefulsets.apps", "deployments.apps"
    ]))]
    pub databases: Listing<data::Database>,
    /// MinIO, run by its operator or as a plain workload.
    #[schemars(extend("x-reads" = ["tenants.minio.min.io", "statefulsets.apps", "deployments.apps"]))]
    pub object_stores: Listing<data::ObjectStore>,
    /// Vault and OpenBao.
    #[schemars(extend("x-reads" = ["statefulsets.apps", "deployments.apps"]))]
    pub secret_stores: Listing<data::SecretStore>,
    /// Quotas.
    #[schemars(extend("x-reads" = ["resourcequotas"]))]
    pub quotas: Listing<scaling::Quota>,
    /// Objects for which there is no fact, as they are, by resource (`example.com/v1/widgets`): what checks name under
    /// `needs`.
    pub raw: BTreeMap<String, Listing<serde_json::Value>>,
}
