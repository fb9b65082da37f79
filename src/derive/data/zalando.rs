//! Databases of Zalando's operator.

use super::instances::instances;
use crate::derive::production::carries_production;
use crate::derive::{World, is_system_namespace, status};
use crate::model::facts::data::Database;
use crate::model::known::Ignorance;
use crate::model::listing::Listing;
use crate::model::observed::Object;
use crate::model::observed::data::ZalandoCluster;
use crate::model::observed::pod::Pod;

const RESOURCE: &str = "postgresqls.acid.zalan.do";

/// All that were seen.
pub(super) fn databases(world: &World<'_>) -> Listing<Database> {
    world.observed.zalando_clusters.carry(|it| database(world, it))
}

fn database(world: &World<'_>, it: &Object<ZalandoCluster>) -> Database {
    let meta = &it.meta;
    let of_cluster = |pod: &Object<Pod>| {
        pod.meta.label("cluster-name") == Some(meta.name.as_str()) && pod.meta.label("application") == Some("spilo")
    };
    let pods = instances(world, &meta.namespace, of_cluster);
    // Where the log goes stands in the operator's configuration and in the pods' environment.
    let unsaid = || Ignorance::undetermined(RESOURCE, "the operator's configuration says where the archive goes");
    Database {
        subject: meta.subject("postgresql", "acid.zalan.do"),
        origin: meta.origin.clone(),
        namespace: meta.namespace.clone(),
        name: meta.name.clone(),
        system: is_system_namespace(&meta.namespace),
        in_scope: carries_production(world, &meta.namespace),
        engine: "postgresql".to_owned(),
        managed_by: "zalando".to_owned(),
        instances: it.body.instances,
        standby: match it.body.instances {
            ..2 => Ok(false),
            2.. => pods.clone().map(|it| it.ready >= 2),
        }
        .into(),
        ready_instances: pods.clone().map(|it| it.ready).into(),
        nodes: pods.map(|it| it.nodes).into(),
        healthy: match it.body.phase.as_str() {
            "" => Err(status::missing(world.observed.source.kind, RESOURCE)),
            phase => Ok(phase == "Running"),
        }
        .into(),
        hibernated: it.body.instances == 0,
        replica: it.body.standby,
        archiving: Err(unsaid()).into(),
        backups: Err(unsaid()).into(),
        last_backup_age: Err(unsaid()).into(),
        unscheduled: Err(unsaid()).into(),
    }
}
