//! What was read: compact objects, one list a resource, nothing joined.
//!
//! `Observed` is the only thing that crosses from the world into the pure layers, and it is what a snapshot saves.
//! It holds no secret: Secrets are reduced to names and hosts, environment values and unknown annotations are dropped
//! while reading (see `extract`).

pub mod access;
pub mod backup;
pub mod cluster;
pub mod config;
pub mod data;
pub mod harbor;
pub mod monitoring;
pub mod network;
pub mod object;
pub mod pod;
pub mod rbac;
pub mod scaling;
pub mod storage;
pub mod workload;

use serde::{Deserialize, Serialize};

pub use object::{Condition, Conditions, Meta, Object, OwnerReference};

use super::known::{Because, Ignorance};
use super::listing::{Gap, Listing};
use super::source::Source;

/// A resource that carbon reads, and its place in [`Observed`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resource {
    /// The name as kubectl spells it: plural, with the group for all but the core group.
    pub name: &'static str,
    /// API group; empty for the core group.
    pub group: &'static str,
    /// Kind.
    pub kind: &'static str,
    /// Who writes such objects: what nobody writes cannot be expected in a folder of manifests.
    pub written_by: WrittenBy,
}

/// What is asked beside the API server; fields name them under `x-reads` like resources.
pub const SERVICES: &[&str] = &[harbor::HARBOR];

/// Who writes the objects of a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrittenBy {
    /// People, in manifests: absent from desired state means none.
    People,
    /// The server and its controllers: desired state cannot hold them.
    Server,
}

/// What the absence of a resource from the input means.
#[derive(Debug, Clone, PartialEq)]
pub enum Absence {
    /// There are none.
    None,
    /// It was not read.
    Unread(Ignorance),
    /// There are none here; what refers to them cannot be resolved.
    Elsewhere(Ignorance),
}

/// Declares `Observed` and the table of its resources together, so that they cannot drift apart.
macro_rules! resources {
    ($($field:ident: $body:ty = $name:literal, $group:literal, $kind:literal, $written_by:ident;)*) => {
        /// Everything that was read.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        pub struct Observed {
            /// Where and when.
            pub source: Source,
            $(
                #[doc = concat!("`", $name, "`.")]
                #[serde(default)]
                pub $field: Listing<Object<$body>>,
            )*
            /// Harbors that were asked.
            #[serde(default)]
            pub harbors: Listing<harbor::Harbor>,
            /// Objects that checks ask for by `needs`, as they are, by resource: `example.com/v1/widgets`.
            #[serde(default)]
            pub raw: std::collections::BTreeMap<String, Listing<serde_json::Value>>,
        }

        /// Every resource, in the order of [`Observed`].
        pub const RESOURCES: &[Resource] = &[
            $(Resource { name: $name, group: $group, kind: $kind, written_by: WrittenBy::$written_by },)*
        ];

        impl Observed {
            /// Nothing read yet, nothing missing; no service asked.
            pub fn empty(source: Source) -> Self {
                Self {
                    source,
                    $($field: Listing::complete(Vec::new()),)*
                    harbors: Listing::unread(Ignorance::new(Because::NotInSource, harbor::HARBOR)),
                    raw: Default::default(),
                }
            }

            /// Decides for each resource what its absence means, given whether nothing of it was seen; adds the gap
            /// of `Unread` also to lists that are not empty.
            pub fn settle(&mut self, mut rule: impl FnMut(&Resource, bool) -> Absence) {
                let mut resources = RESOURCES.iter();
                $(if let Some(resource) = resources.next() {
                    self.$field.settle(|empty| rule(resource, empty));
                })*
            }

            /// Makes one resource unread, as if the server had refused it. `false` = there is no such resource.
            pub fn refuse(&mut self, resource: &str, because: Because) -> bool {
                match resource {
                    $($name => self.$field = Listing::unread(Ignorance::new(because, $name)),)*
                    harbor::HARBOR => self.harbors = Listing::unread(Ignorance::new(because, harbor::HARBOR)),
                    _ => return false,
                }
                true
            }

            /// Notes that a part of one resource is missing. `false` = there is no such resource.
            pub fn miss(&mut self, resource: &str, gap: Gap) -> bool {
                match resource {
                    $($name => self.$field.add_gap(gap),)*
                    harbor::HARBOR => self.harbors.add_gap(gap),
                    _ => return false,
                }
                true
            }

            /// Takes over the objects of Kubernetes that another reading has brought, with the gaps.
            pub fn absorb(&mut self, part: Self) {
                $(self.$field.absorb(part.$field);)*
                for (resource, list) in part.raw {
                    self.raw.entry(resource).or_insert_with(|| Listing::complete(Vec::new())).absorb(list);
                }
            }

            /// Puts every list into the order of namespace and name, and what is missing into its own.
            pub fn sort(&mut self) {
                $(self.$field.sort_by(|a, b| a.meta.key().cmp(&b.meta.key()));)*
                for list in self.raw.values_mut() {
                    list.sort_by(|a, b| a.to_string().cmp(&b.to_string()));
                }
            }
        }
    };
}

resources! {
    nodes: cluster::Node = "nodes", "", "Node", Server;
    namespaces: cluster::Namespace = "namespaces", "", "Namespace", People;
    api_services: cluster::ApiService = "apiservices.apiregistration.k8s.io", "apiregistration.k8s.io", "APIService", Server;
    priority_classes: cluster::PriorityClass = "priorityclasses.scheduling.k8s.io", "scheduling.k8s.io", "PriorityClass", People;

    pods: pod::Pod = "pods", "", "Pod", Server;
    deployments: workload::Controller = "deployments.apps", "apps", "Deployment", People;
    stateful_sets: workload::Controller = "statefulsets.apps", "apps", "StatefulSet", People;
    daemon_sets: workload::Controller = "daemonsets.apps", "apps", "DaemonSet", People;
    replica_sets: workload::Controller = "replicasets.apps", "apps", "ReplicaSet", People;
    replication_controllers: workload::Controller = "replicationcontrollers", "", "ReplicationController", People;
    jobs: workload::Controller = "jobs.batch", "batch", "Job", People;
    cron_jobs: workload::Controller = "cronjobs.batch", "batch", "CronJob", People;
    rollouts: workload::Controller = "rollouts.argoproj.io", "argoproj.io", "Rollout", People;

    budgets: scaling::Budget = "poddisruptionbudgets.policy", "policy", "PodDisruptionBudget", People;
    autoscalers: scaling::Autoscaler = "horizontalpodautoscalers.autoscaling", "autoscaling", "HorizontalPodAutoscaler", People;
    scaled_objects: scaling::ScaledObject = "scaledobjects.keda.sh", "keda.sh", "ScaledObject", People;
    vertical_autoscalers: scaling::VerticalAutoscaler = "verticalpodautoscalers.autoscaling.k8s.io", "autoscaling.k8s.io", "VerticalPodAutoscaler", People;
    quotas: scaling::Quota = "resourcequotas", "", "ResourceQuota", People;
    limit_ranges: scaling::LimitRange = "limitranges", "", "LimitRange", People;

    config_maps: config::ConfigMap = "configmaps", "", "ConfigMap", People;
    secrets: config::Secret = "secrets", "", "Secret", People;
    service_accounts: config::ServiceAccount = "serviceaccounts", "", "ServiceAccount", People;

    services: network::Service = "services", "", "Service", People;
    endpoint_slices: network::EndpointSlice = "endpointslices.discovery.k8s.io", "discovery.k8s.io", "EndpointSlice", Server;
    network_policies: network::NetworkPolicy = "networkpolicies.networking.k8s.io", "networking.k8s.io", "NetworkPolicy", People;
    certificates: network::Certificate = "certificates.cert-manager.io", "cert-manager.io", "Certificate", People;

    ingresses: access::Ingress = "ingresses.networking.k8s.io", "networking.k8s.io", "Ingress", People;
    ingress_classes: access::IngressClass = "ingressclasses.networking.k8s.io", "networking.k8s.io", "IngressClass", People;
    gateway_classes: access::GatewayClass = "gatewayclasses.gateway.networking.k8s.io", "gateway.networking.k8s.io", "GatewayClass", People;
    gateways: access::Gateway = "gateways.gateway.networking.k8s.io", "gateway.networking.k8s.io", "Gateway", People;
    http_routes: access::HttpRoute = "httproutes.gateway.networking.k8s.io", "gateway.networking.k8s.io", "HTTPRoute", People;
    security_policies: access::SecurityPolicy = "securitypolicies.gateway.envoyproxy.io", "gateway.envoyproxy.io", "SecurityPolicy", People;
    ingress_routes: access::IngressRoute = "ingressroutes.traefik.io", "traefik.io", "IngressRoute", People;
    middlewares: access::Middleware = "middlewares.traefik.io", "traefik.io", "Middleware", People;
    istio_gateways: access::IstioGateway = "gateways.networking.istio.io", "networking.istio.io", "Gateway", People;
    virtual_services: access::VirtualService = "virtualservices.networking.istio.io", "networking.istio.io", "VirtualService", People;
    authorization_policies: access::AuthorizationPolicy = "authorizationpolicies.security.istio.io", "security.istio.io", "AuthorizationPolicy", People;
    request_authentications: access::RequestAuthentication = "requestauthentications.security.istio.io", "security.istio.io", "RequestAuthentication", People;

    claims: storage::Claim = "persistentvolumeclaims", "", "PersistentVolumeClaim", People;
    volumes: storage::Volume = "persistentvolumes", "", "PersistentVolume", Server;
    storage_classes: storage::StorageClass = "storageclasses.storage.k8s.io", "storage.k8s.io", "StorageClass", People;
    snapshot_classes: storage::SnapshotClass = "volumesnapshotclasses.snapshot.storage.k8s.io", "snapshot.storage.k8s.io", "VolumeSnapshotClass", People;

    roles: rbac::Role = "roles.rbac.authorization.k8s.io", "rbac.authorization.k8s.io", "Role", People;
    cluster_roles: rbac::Role = "clusterroles.rbac.authorization.k8s.io", "rbac.authorization.k8s.io", "ClusterRole", People;
    role_bindings: rbac::Binding = "rolebindings.rbac.authorization.k8s.io", "rbac.authorization.k8s.io", "RoleBinding", People;
    cluster_role_bindings: rbac::Binding = "clusterrolebindings.rbac.authorization.k8s.io", "rbac.authorization.k8s.io", "ClusterRoleBinding", People;

    prometheuses: monitoring::Prometheus = "prometheuses.monitoring.coreos.com", "monitoring.coreos.com", "Prometheus", People;
    alertmanagers: monitoring::Alertmanager = "alertmanagers.monitoring.coreos.com", "monitoring.coreos.com", "Alertmanager", People;
    service_monitors: monitoring::Monitor = "servicemonitors.monitoring.coreos.com", "monitoring.coreos.com", "ServiceMonitor", People;
    pod_monitors: monitoring::Monitor = "podmonitors.monitoring.coreos.com", "monitoring.coreos.com", "PodMonitor", People;
    rules: monitoring::Rule = "prometheusrules.monitoring.coreos.com", "monitoring.coreos.com", "PrometheusRule", People;
    scrape_configs: monitoring::ScrapeConfig = "scrapeconfigs.monitoring.coreos.com", "monitoring.coreos.com", "ScrapeConfig", People;
    alertmanager_configs: monitoring::AlertmanagerConfig = "alertmanagerconfigs.monitoring.coreos.com", "monitoring.coreos.com", "AlertmanagerConfig", People;

    storage_locations: backup::StorageLocation = "backupstoragelocations.velero.io", "velero.io", "BackupStorageLocation", People;
    schedules: backup::Schedule = "schedules.velero.io", "velero.io", "Schedule", People;
    backups: backup::Backup = "backups.velero.io", "velero.io", "Backup", Server;
    restores: backup::Restore = "restores.velero.io", "velero.io", "Restore", Server;
    pod_volume_backups: backup::PodVolumeBackup = "podvolumebackups.velero.io", "velero.io", "PodVolumeBackup", Server;
    data_uploads: backup::DataUpload = "datauploads.velero.io", "velero.io", "DataUpload", Server;

    postgres_clusters: data::PostgresCluster = "clusters.postgresql.cnpg.io", "postgresql.cnpg.io", "Cluster", People;
    postgres_schedules: data::PostgresSchedule = "scheduledbackups.postgresql.cnpg.io", "postgresql.cnpg.io", "ScheduledBackup", People;
    postgres_backups: data::PostgresBackup = "backups.postgresql.cnpg.io", "postgresql.cnpg.io", "Backup", Server;
    zalando_clusters: data::ZalandoCluster = "postgresqls.acid.zalan.do", "acid.zalan.do", "postgresql", People;
    tenants: data::Tenant = "tenants.minio.min.io", "minio.min.io", "Tenant", People;
}
