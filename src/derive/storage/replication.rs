//! Workloads that keep several copies of their data themselves: losing one of their volumes loses nothing.

use crate::derive::controllers::Made;
use crate::model::ImageRef;
use crate::model::observed::pod::SERVER_POOL;

/// Images of systems that form a quorum, by the last part of the repository, each with the fewest members that do.
const QUORUMS: [(&str, i64); 26] = [
    ("kafka", 3),
    ("cp-kafka", 3),
    ("zookeeper", 3),
    ("cp-zookeeper", 3),
    ("elasticsearch", 3),
    ("opensearch", 3),
    ("etcd", 3),
    ("consul", 3),
    ("vault", 3),
    ("openbao", 3),
    ("nats", 3),
    ("rabbitmq", 3),
    ("cassandra", 3),
    ("scylla", 3),
    ("cockroach", 3),
    ("mongo", 3),
    ("mongodb", 3),
    ("percona-server-mongodb", 3),
    ("mongodb-community-server", 3),
    ("postgresql-repmgr", 2),
    ("timescaledb-ha", 2),
    ("spilo-16", 2),
    ("spilo-17", 2),
    ("mariadb-galera", 3),
    ("percona-xtradb-cluster", 3),
    ("redpanda", 3),
];

/// Operators' resources whose pods replicate among each other: group, kind, and the fewest that do.
const OPERATED: [(&str, &str, i64); 4] = [
    ("postgresql.cnpg.io", "Cluster", 2),
    ("acid.zalan.do", "postgresql", 2),
    ("core.strimzi.io", "StrimziPodSet", 3),
    ("minio.min.io", "Tenant", SERVERS),
];

/// Servers of a MinIO pool that spread each object over them.
const SERVERS: i64 = 4;

/// True if the workload has enough members to lose one with its volume.
pub(super) fn replicates(made: &Made<'_>) -> bool {
    let replicas = made.controller.replicas.unwrap_or(1);
    let owner = made.meta.owner.as_ref().map(|it| (it.group.as_str(), it.kind.as_str()));
    let kinds = [Some((&*made.group, &*made.kind)), owner];
    let of_kind = |kind: (&str, &str)| OPERATED.iter().find(|it| (it.0, it.1) == kind).map(|it| it.2);
    let least = kinds.into_iter().flatten().find_map(of_kind).or_else(|| quorum(made));
    least.is_some_and(|least| replicas >= least)
}

fn quorum(made: &Made<'_>) -> Option<i64> {
    let containers = &made.controller.template.containers;
    if containers.iter().any(|it| it.flags.contains_key(SERVER_POOL)) {
        return Some(SERVERS);
    }
    let by_image = |image: &str| {
        let image: ImageRef = image.parse().ok()?;
        let last = image.repository().rsplit('/').next()?;
        QUORUMS.iter().find(|(name, _)| *name == last).map(|(_, least)| *least)
    };
    containers.iter().find_map(|it| by_image(&it.image))
}
