//! Objects as the API spells them to observed objects: pure, one small file an area.
//!
//! This is where secrets stay behind: environment values, unknown annotations, contents of Secrets and ConfigMaps are
//! dropped while decoding.

pub mod scrub;

mod backup;
mod cluster;
mod config;
mod data;
mod environment;
mod flags;
mod gateway;
mod ingress;
mod istio;
mod meta;
mod monitoring;
mod network;
mod pod;
mod rbac;
mod scaling;
mod storage;
mod traefik;
mod tunnel;
mod wire;
mod workload;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::model::observed::{Object, Observed};
use crate::model::verdict::Origin;

/// What became of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It stands in `Observed`.
    Kept,
    /// A kind that carbon does not read.
    NotRead,
}

/// An object that has a kind which carbon reads, but not its shape.
#[derive(Debug, thiserror::Error)]
#[error("{kind} {name}: {path}: {source}")]
pub struct ExtractError {
    /// Kind as written.
    pub kind: String,
    /// `namespace/name`.
    pub name: String,
    /// The field, e.g. `spec.replicas`.
    pub path: String,
    /// What serde says.
    #[source]
    pub source: serde_json::Error,
}

/// Takes one object into `observed`.
///
/// # Errors
/// When its kind is known and a field that carbon keeps has another type than the API's.
pub fn take(observed: &mut Observed, mut object: Value, origin: Origin) -> Result<Taken, ExtractError> {
    remove_nulls(&mut object);
    let kind = object.get("kind").and_then(Value::as_str).unwrap_or_default().to_owned();
    let api_version = object.get("apiVersion").and_then(Value::as_str).unwrap_or_default();
    let group = group_of(api_version, &kind).to_owned();
    let raw = Raw { object, origin };
    let o = observed;
    match (group.as_str(), kind.as_str()) {
        ("", "Node") => raw.into(&mut o.nodes, cluster::node),
        ("", "Namespace") => raw.into(&mut o.namespaces, cluster::namespace),
        ("apiregistration.k8s.io", "APIService") => raw.into(&mut o.api_services, cluster::api_service),
        ("scheduling.k8s.io", "PriorityClass") => raw.into(&mut o.priority_classes, cluster::priority_class),

        ("", "Pod") => raw.into(&mut o.pods, pod::pod),
        ("apps", "Deployment") => raw.into(&mut o.deployments, workload::controller),
        ("apps", "StatefulSet") => raw.into(&mut o.stateful_sets, workload::controller),
        ("apps", "DaemonSet") => raw.into(&mut o.daemon_sets, workload::daemon_set),
        ("apps", "ReplicaSet") => raw.into(&mut o.replica_sets, workload::controller),
        ("", "ReplicationController") => raw.into(&mut o.replication_controllers, workload::controller),
        ("batch", "Job") => raw.into(&mut o.jobs, workload::job),
        ("batch", "CronJob") => raw.into(&mut o.cron_jobs, workload::cron_job),
        ("argoproj.io", "Rollout") => raw.into(&mut o.rollouts, workload::controller),

        ("policy", "PodDisruptionBudget") => raw.into(&mut o.budgets, scaling::budget),
        ("autoscaling", "HorizontalPodAutoscaler") => raw.into(&mut o.autoscalers, scaling::autoscaler),
        ("keda.sh", "ScaledObject") => raw.into(&mut o.scaled_objects, scaling::scaled_object),
        ("autoscaling.k8s.io", "VerticalPodAutoscaler") => {
            raw.into(&mut o.vertical_autoscalers, scaling::vertical_autoscaler)
        }
        ("", "ResourceQuota") => raw.into(&mut o.quotas, scaling::quota),
        ("", "LimitRange") => raw.into(&mut o.limit_ranges, scaling::limit_range),

        ("", "ConfigMap") => raw.into(&mut o.config_maps, config::config_map),
        ("", "Secret") => raw.into(&mut o.secrets, config::secret),
        ("", "ServiceAccount") => raw.into(&mut o.service_accounts, config::service_account),

        ("", "Service") => raw.into(&mut o.services, network::service),
        ("discovery.k8s.io", "EndpointSlice") => raw.into(&mut o.endpoint_slices, network::endpoint_slice),
        ("networking.k8s.io", "NetworkPolicy") => raw.into(&mut o.network_policies, network::network_policy),
        ("cert-manager.io", "Certificate") => raw.into(&mut o.certificates, network::certificate),

        ("rbac.authorization.k8s.io", "Role") => raw.into(&mut o.roles, rbac::role),
        ("rbac.authorization.k8s.io", "ClusterRole") => raw.into(&mut o.cluster_roles, rbac::role),
        ("rbac.authorization.k8s.io", "RoleBinding") => raw.into(&mut o.role_bindings, rbac::binding),
        ("rbac.authorization.k8s.io", "ClusterRoleBinding") => raw.into(&mut o.cluster_role_bindings, rbac::binding),
        ("networking.k8s.io", "Ingress") => raw.into(&mut o.ingresses, ingress::ingress),
        ("networking.k8s.io", "IngressClass") => raw.into(&mut o.ingress_classes, ingress::ingress_class),
        ("gateway.networking.k8s.io", "GatewayClass") => raw.into(&mut o.gateway_classes, gateway::gateway_class),
        ("gateway.networking.k8s.io", "Gateway") => raw.into(&mut o.gateways, gateway::gateway),
        ("gateway.networking.k8s.io", "HTTPRoute") => raw.into(&mut o.http_routes, gateway::http_route),
        ("gateway.envoyproxy.io", "SecurityPolicy") => raw.into(&mut o.security_policies, gateway::security_policy),
        ("traefik.io", "IngressRoute") => raw.into(&mut o.ingress_routes, traefik::ingress_route),
        ("traefik.io", "Middleware") => raw.into(&mut o.middlewares, traefik::middleware),
        ("networking.istio.io", "Gateway") => raw.into(&mut o.istio_gateways, istio::gateway),
        ("networking.istio.io", "VirtualService") => raw.into(&mut o.virtual_services, istio::virtual_service),
        ("security.istio.io", "AuthorizationPolicy") => {
            raw.into(&mut o.authorization_policies, istio::authorization_policy)
        }
        ("security.istio.io", "RequestAuthentication") => {
            raw.into(&mut o.request_authentications, istio::request_authentication)
        }

        ("", "PersistentVolumeClaim") => raw.into(&mut o.claims, storage::claim),
        ("", "PersistentVolume") => raw.into(&mut o.volumes, storage::volume),
        ("storage.k8s.io", "StorageClass") => raw.into(&mut o.storage_classes, storage::storage_class),
        ("snapshot.storage.k8s.io", "VolumeSnapshotClass") => {
            raw.into(&mut o.snapshot_classes, storage::snapshot_class)
        }

        ("monitoring.coreos.com", "Prometheus") => raw.into(&mut o.prometheuses, monitoring::prometheus),
        ("monitoring.coreos.com", "Alertmanager") => raw.into(&mut o.alertmanagers, monitoring::alertmanager),
        ("monitoring.coreos.com", "ServiceMonitor") => raw.into(&mut o.service_monitors, monitoring::monitor),
        ("monitoring.coreos.com", "PodMonitor") => raw.into(&mut o.pod_monitors, monitoring::monitor),
        ("monitoring.coreos.com", "PrometheusRule") => raw.into(&mut o.rules, monitoring::rule),
        ("monitoring.coreos.com", "ScrapeConfig") => raw.into(&mut o.scrape_configs, monitoring::scrape_config),
        ("monitoring.coreos.com", "AlertmanagerConfig") => {
            raw.into(&mut o.alertmanager_configs, monitoring::alertmanager_config)
        }

        ("velero.io", "BackupStorageLocation") => raw.into(&mut o.storage_locations, backup::storage_location),
        ("velero.io", "Schedule") => raw.into(&mut o.schedules, backup::schedule),
        ("velero.io", "Backup") => raw.into(&mut o.backups, backup::backup),
        ("velero.io", "Restore") => raw.into(&mut o.restores, backup::restore),
        ("velero.io", "PodVolumeBackup") => raw.into(&mut o.pod_volume_backups, backup::pod_volume_backup),
        ("velero.io", "DataUpload") => raw.into(&mut o.data_uploads, backup::data_upload),

        ("postgresql.cnpg.io", "Cluster") => raw.into(&mut o.postgres_clusters, data::postgres_cluster),
        ("postgresql.cnpg.io", "ScheduledBackup") => raw.into(&mut o.postgres_schedules, data::postgres_schedule),
        ("postgresql.cnpg.io", "Backup") => raw.into(&mut o.postgres_backups, data::postgres_backup),
        ("acid.zalan.do", "postgresql") => raw.into(&mut o.zalando_clusters, data::zalando_cluster),
        ("minio.min.io", "Tenant") => raw.into(&mut o.tenants, data::tenant),
        _ => Ok(Taken::NotRead),
    }
}

/// The API group, with the ones that kinds have moved away from.
fn group_of<'a>(api_version: &'a str, kind: &str) -> &'a str {
    let group = api_version.split_once('/').map_or("", |(group, _)| group);
    match (group, kind) {
        ("extensions", "Ingress" | "NetworkPolicy") => "networking.k8s.io",
        ("extensions", "Deployment" | "DaemonSet" | "ReplicaSet") => "apps",
        (group, _) => group,
    }
}

/// An object on its way in.
struct Raw {
    object: Value,
    origin: Origin,
}

impl Raw {
    /// Decodes it and appends it to its list.
    fn into<W: DeserializeOwned, T>(
        self,
        list: &mut crate::model::Listing<Object<T>>,
        convert: fn(W, &crate::model::observed::Meta) -> T,
    ) -> Result<Taken, ExtractError> {
        let wire_meta = decode::<wire::meta::Meta>(&self.object, Some("metadata"))?;
        let meta = meta::meta(wire_meta, self.origin);
        let body = convert(decode::<W>(&self.object, None)?, &meta);
        list.push(Object { meta, body });
        Ok(Taken::Kept)
    }
}

/// Decodes an object, or one of its fields.
fn decode<T: DeserializeOwned>(object: &Value, field: Option<&str>) -> Result<T, ExtractError> {
    let empty = Value::Object(serde_json::Map::new());
    let part = field.map_or(object, |field| object.get(field).unwrap_or(&empty));
    serde_path_to_error::deserialize(part).map_err(|error| {
        let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        let name = match text("/metadata/namespace") {
            "" => text("/metadata/name").to_owned(),
            namespace => format!("{namespace}/{}", text("/metadata/name")),
        };
        let path = match field {
            Some(field) => format!("{field}.{}", error.path()),
            None => error.path().to_string(),
        };
        ExtractError { kind: text("/kind").to_owned(), name, path, source: error.into_inner() }
    })
}

/// In the API a null is an absent field.
fn remove_nulls(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.retain(|_, value| !value.is_null());
            map.values_mut().for_each(remove_nulls);
        }
        Value::Array(list) => {
            list.retain(|value| !value.is_null());
            list.iter_mut().for_each(remove_nulls);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
