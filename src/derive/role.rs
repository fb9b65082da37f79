//! What a workload is, where carbon has something particular to say about such workloads.

use crate::model::observed::workload::Controller;

/// Roles by the last part of an image's repository; the first image that fits decides.
const BY_IMAGE: [(&str, &str); 36] = [
    ("postgres", "postgresql"),
    ("postgresql", "postgresql"),
    ("postgresql-repmgr", "postgresql"),
    ("timescaledb", "postgresql"),
    ("timescaledb-ha", "postgresql"),
    ("postgis", "postgresql"),
    ("spilo-17", "postgresql"),
    ("minio", "object-store"),
    ("vault", "secret-store"),
    ("openbao", "secret-store"),
    ("harbor-core", "registry"),
    ("cloudflared", "tunnel"),
    ("oauth2-proxy", "auth-proxy"),
    ("ingress-nginx/controller", "ingress-controller"),
    ("traefik", "ingress-controller"),
    ("nginx-ingress", "ingress-controller"),
    ("prometheus", "monitoring"),
    ("alertmanager", "monitoring"),
    ("node-exporter", "monitoring"),
    ("kube-state-metrics", "monitoring"),
    ("prometheus-operator", "monitoring"),
    ("pushgateway", "monitoring"),
    ("blackbox-exporter", "monitoring"),
    ("thanos", "monitoring"),
    ("victoria-metrics", "monitoring"),
    ("grafana", "monitoring"),
    ("grafana/loki", "monitoring"),
    ("grafana/tempo", "monitoring"),
    ("grafana/mimir", "monitoring"),
    ("promtail", "log-agent"),
    ("alloy", "log-agent"),
    ("fluent-bit", "log-agent"),
    ("fluentd", "log-agent"),
    ("vector", "log-agent"),
    ("velero", "backup"),
    ("grafana-agent", "log-agent"),
];

/// The role of a workload; empty if carbon knows none. An exporter beside the database does not make it one, so only
/// images of main containers count, in their order.
pub(super) fn role(controller: &Controller) -> &'static str {
    use crate::model::observed::pod::ContainerSort;
    let mains = controller.template.containers.iter().filter(|it| it.sort == ContainerSort::Main);
    mains.filter_map(|container| by_image(&container.image)).next().unwrap_or_default()
}

/// The role that an image gives to what runs it.
pub(super) fn by_image(image: &str) -> Option<&'static str> {
    let repository = repository(image);
    let fits = |name: &&(&str, &str)| repository == name.0 || repository.ends_with(&format!("/{}", name.0));
    BY_IMAGE.iter().find(fits).map(|(_, role)| *role)
}

/// The program that an image holds, by custom: the last part of its repository.
pub(super) fn program(image: &str) -> &str {
    repository(image).rsplit('/').next().unwrap_or_default()
}

/// The repository of a reference, without registry port trouble: what stands before the tag and the digest.
pub(super) fn repository(image: &str) -> &str {
    let image = image.split_once('@').map_or(image, |(name, _)| name);
    match image.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => name,
        _ => image,
    }
}
