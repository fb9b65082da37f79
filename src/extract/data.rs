//! Databases and object stores that an operator runs.

use super::meta::conditions;
use super::wire::data as wire;
use crate::model::observed::Meta;
use crate::model::observed::data::{
    PostgresBackup, PostgresCluster, PostgresSchedule, PostgresStatus, Tenant, TenantPool, TenantStatus, ZalandoCluster,
};

pub(super) fn postgres_cluster(wire: wire::PostgresCluster, meta: &Meta) -> PostgresCluster {
    let spec = wire.spec;
    let status = wire.status;
    // In a distributed topology the cluster that `primary` names is none: `self`, or its own name, says who this is.
    let own = if spec.replica.own.is_empty() { meta.name.as_str() } else { spec.replica.own.as_str() };
    PostgresCluster {
        // The CRD's default.
        instances: if spec.instances == 0 { 1 } else { spec.instances },
        archives: spec.backup.barman_object_store.is_some()
            || spec.plugins.iter().any(|it| it.is_wal_archiver && it.enabled != Some(false)),
        replica: spec.replica.enabled || (!spec.replica.primary.is_empty() && spec.replica.primary != own),
        status: (!status.phase.is_empty()).then(|| PostgresStatus {
            phase: status.phase,
            ready: status.ready_instances,
            conditions: conditions(status.conditions),
            last_success: status.last_successful_backup,
        }),
    }
}

pub(super) fn postgres_schedule(wire: wire::PostgresSchedule, _: &Meta) -> PostgresSchedule {
    PostgresSchedule { cluster: wire.spec.cluster.name, cron: wire.spec.schedule, suspended: wire.spec.suspend }
}

pub(super) fn postgres_backup(wire: wire::PostgresBackup, _: &Meta) -> PostgresBackup {
    PostgresBackup { cluster: wire.spec.cluster.name, phase: wire.status.phase, stopped: wire.status.stopped_at }
}

pub(super) fn zalando_cluster(wire: wire::ZalandoCluster, _: &Meta) -> ZalandoCluster {
    ZalandoCluster {
        instances: wire.spec.number_of_instances,
        standby: wire.spec.standby.is_some(),
        phase: match wire.status {
            wire::ZalandoStatus::Object { phase } | wire::ZalandoStatus::Word(phase) => phase,
        },
    }
}

pub(super) fn tenant(wire: wire::Tenant, _: &Meta) -> Tenant {
    let pool = |it: wire::TenantPool| TenantPool { servers: it.servers, drives: it.volumes_per_server };
    let status = wire.status;
    Tenant {
        pools: wire.spec.pools.into_iter().map(pool).collect(),
        status: (!status.current_state.is_empty()).then_some(TenantStatus {
            state: status.current_state,
            health: status.health_status,
            drives_offline: status.drives_offline,
            drives_healing: status.drives_healing,
            available: status.available_replicas,
        }),
    }
}
