//! Databases, object stores, secret stores.

use carbon::derive::derive;
use carbon::model::facts::data::{Database, ObjectStore, SecretStore};
use carbon::model::settings::Settings;
use carbon::model::{Because, Known, Seconds};

use crate::{desired, facts, known};

/// A pod on a node, running and ready.
pub(crate) fn pod(name: &str, node: &str, labels: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}, namespace: db, labels: {{{labels}}}}}\nspec: {{nodeName: {node}, containers: [{{name: c, image: 'x:1.0'}}]}}\nstatus: {{phase: Running, conditions: [{{type: Ready, status: 'True'}}]}}\n---\n"
    )
}

/// Pods with the same labels, one on each node that is named.
fn pods(nodes: &[&str], labels: &str) -> String {
    nodes.iter().enumerate().map(|(n, node)| pod(&format!("p-{n}"), node, labels)).collect()
}

/// A controller in the namespace `db` whose pods are labelled `app: NAME`.
fn controller(kind: &str, name: &str, replicas: i64, ready: i64, containers: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: {kind}\nmetadata: {{name: {name}, namespace: db, generation: 1}}\nspec: {{replicas: {replicas}, selector: {{matchLabels: {{app: {name}}}}}, template: {{metadata: {{labels: {{app: {name}}}}}, spec: {{containers: [{containers}]}}}}}}\nstatus: {{observedGeneration: 1, replicas: {replicas}, readyReplicas: {ready}}}\n---\n"
    )
}

fn cluster(spec: &str, status: &str) -> String {
    format!(
        "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {{name: pg, namespace: db}}\nspec: {{{spec}}}\nstatus: {{phase: Cluster in healthy state, {status}}}\n---\n"
    )
}

fn cnpg_backup(phase: &str, stopped: &str) -> String {
    format!(
        "apiVersion: postgresql.cnpg.io/v1\nkind: Backup\nmetadata: {{name: b-{phase}-{}, namespace: db}}\nspec: {{cluster: {{name: pg}}}}\nstatus: {{phase: {phase}, stoppedAt: '{stopped}'}}\n---\n",
        &stopped[11..13]
    )
}

fn database(world: &str) -> Database {
    let facts = facts(world);
    assert_eq!(facts.databases.seen().len(), 1, "{:?}", facts.databases);
    facts.databases.seen()[0].clone()
}

fn store(world: &str) -> ObjectStore {
    let facts = facts(world);
    assert_eq!(facts.object_stores.seen().len(), 1);
    facts.object_stores.seen()[0].clone()
}

fn vault(world: &str) -> SecretStore {
    let facts = facts(world);
    assert_eq!(facts.secret_stores.seen().len(), 1);
    facts.secret_stores.seen()[0].clone()
}

fn is_undetermined<T: std::fmt::Debug>(value: &Known<T>) -> bool {
    matches!(value.get().map(|_| ()).expect_err("no answer").because, Because::Undetermined(_))
}

const ARCHIVED: &str = "conditions: [{type: ContinuousArchiving, status: 'True'}]";

#[test]
fn a_standby_is_a_second_instance_that_is_ready() {
    for (instances, ready, standby) in [(1, 1, false), (2, 2, true), (3, 1, false), (3, 3, true)] {
        let world = cluster(&format!("instances: {instances}"), &format!("readyInstances: {ready}"));
        let pods = pods(&["n1", "n1", "n2"], "cnpg.io/cluster: pg");
        let it = database(&format!("{world}{pods}"));
        assert_eq!(known(&it.standby), standby, "{ready} of {instances}");
        assert_eq!((known(&it.nodes), known(&it.healthy)), (2, true));
        assert_eq!(it.subject, "Cluster.postgresql.cnpg.io/db/pg");
    }
}

#[test]
fn a_cluster_that_fails_over_is_not_healthy() {
    let world = cluster("instances: 2", "readyInstances: 2").replace("Cluster in healthy state", "Failing over");
    assert!(!known(&database(&world).healthy));
}

#[test]
fn sleeping_and_following_clusters_say_so() {
    let asleep = cluster("instances: 3", "readyInstances: 0")
        .replace("namespace: db}", "namespace: db, annotations: {cnpg.io/hibernation: 'on'}}");
    assert!(database(&asleep).hibernated);
    for (spec, replica) in [
        ("instances: 1, replica: {enabled: true, source: x}", true),
        ("instances: 1, replica: {primary: paris, self: berlin}", true),
        ("instances: 1, replica: {primary: berlin, self: berlin}", false),
        ("instances: 1", false),
    ] {
        assert_eq!(database(&cluster(spec, "readyInstances: 1")).replica, replica, "{spec}");
    }
}

#[test]
fn the_condition_proves_nothing_where_no_archive_is_configured() {
    let barman = "instances: 3, backup: {barmanObjectStore: {destinationPath: 's3://b'}}";
    let plugin = "instances: 3, plugins: [{name: barman-cloud.cloudnative-pg.io, isWALArchiver: true}]";
    let off = "instances: 3, plugins: [{name: x, isWALArchiver: true, enabled: false}]";
    for (spec, status, archiving) in [
        ("instances: 3", ARCHIVED, Some(false)),
        (barman, ARCHIVED, Some(true)),
        (plugin, ARCHIVED, Some(true)),
        (off, ARCHIVED, Some(false)),
        (barman, "conditions: [{type: ContinuousArchiving, status: 'False'}]", Some(false)),
        (plugin, "readyInstances: 3", None),
    ] {
        assert_eq!(database(&cluster(spec, status)).archiving.get().ok().copied(), archiving, "{spec} {status}");
    }
}

#[test]
fn base_backups_are_counted_by_their_objects() {
    let base = cluster("instances: 3", "readyInstances: 3");
    let none = database(&base);
    assert_eq!(known(&none.backups), 0);
    assert!(is_undetermined(&none.last_backup_age));
    let two = format!(
        "{base}{}{}{}",
        cnpg_backup("completed", "2025-10-20T02:00:00Z"),
        cnpg_backup("completed", "2025-10-19T02:00:00Z"),
        cnpg_backup("failed", "2025-10-20T11:00:00Z")
    );
    let two = database(&two);
    assert_eq!((known(&two.backups), known(&two.last_backup_age)), (2, Seconds(10 * 3600)));
    let reported = database(&cluster("instances: 3", "lastSuccessfulBackup: '2025-10-20T09:00:00Z'"));
    assert_eq!((known(&reported.backups), known(&reported.last_backup_age)), (1, Seconds(3 * 3600)));
}

#[test]
fn a_suspended_schedule_is_none() {
    let schedule = |suspend: bool| {
        format!(
            "{}apiVersion: postgresql.cnpg.io/v1\nkind: ScheduledBackup\nmetadata: {{name: s, namespace: db}}\nspec: {{cluster: {{name: pg}}, schedule: '0 0 2 * * *', suspend: {suspend}}}\n",
            cluster("instances: 3", "readyInstances: 3")
        )
    };
    assert!(!known(&database(&schedule(false)).unscheduled));
    assert!(known(&database(&schedule(true)).unscheduled));
}

#[test]
fn a_plain_statefulset_neither_follows_nor_archives() {
    let image = "{name: postgres, image: 'postgres:15.4'}";
    let one = database(&controller("StatefulSet", "pg", 1, 1, image));
    assert_eq!((known(&one.standby), known(&one.archiving), known(&one.backups)), (false, false, 0));
    assert_eq!(one.subject, "StatefulSet/db/pg");
    let three = database(&controller("StatefulSet", "pg", 3, 3, image));
    assert!(is_undetermined(&three.standby), "three replicas may be three databases");
    let repmgr = "{name: postgres, image: 'docker.io/bitnami/postgresql-repmgr:16.4.0'}";
    let it = format!("{}{}", controller("StatefulSet", "pg", 2, 2, repmgr), pods(&["n1", "n2"], "app: pg"));
    assert_eq!((known(&database(&it).standby), known(&database(&it).nodes)), (true, 2));
}

#[test]
fn what_may_archive_beside_the_database_leaves_a_doubt() {
    let walg = "{name: postgres, image: 'postgres:15.4'}, {name: wal, image: 'example.net/wal-g:3.0.0'}";
    assert!(is_undetermined(&database(&controller("StatefulSet", "pg", 1, 1, walg)).archiving));
    let exporter =
        "{name: postgres, image: 'postgres:15.4'}, {name: metrics, image: 'example.net/postgres-exporter:0.15.0'}";
    assert!(!known(&database(&controller("StatefulSet", "pg", 1, 1, exporter)).archiving));
}

#[test]
fn an_exporter_a_dump_job_and_an_operators_own_statefulset_are_no_databases() {
    let exporter = controller("Deployment", "exp", 1, 1, "{name: m, image: 'example.net/postgres-exporter:0.15.0'}");
    let dump = "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: dump, namespace: db}\nspec: {schedule: '0 1 * * *', jobTemplate: {spec: {template: {spec: {containers: [{name: d, image: 'postgres:15.4'}]}}}}}\n---\n";
    let owned = controller("StatefulSet", "acid", 2, 2, "{name: postgres, image: 'ghcr.io/zalando/spilo-17:4.0-p2'}")
        .replace("namespace: db, gen", "namespace: db, labels: {application: spilo}, gen");
    assert!(facts(&format!("{exporter}{dump}{owned}")).databases.seen().is_empty());
}

#[test]
fn a_primary_and_its_readers_are_one_database() {
    let part = |name: &str, component: &str, replicas: i64| {
        controller("StatefulSet", name, replicas, replicas, "{name: postgresql, image: 'bitnami/postgresql:16.4.0'}")
            .replace("namespace: db, gen", &format!("namespace: db, labels: {{app.kubernetes.io/instance: pg, app.kubernetes.io/component: {component}}}, gen"))
    };
    let world = format!(
        "{}{}{}{}",
        part("pg-primary", "primary", 1),
        part("pg-read", "read", 2),
        pod("a", "n1", "app: pg-primary"),
        pod("b", "n2", "app: pg-read")
    );
    let it = database(&world);
    assert_eq!((it.name.as_str(), it.instances, known(&it.standby), known(&it.nodes)), ("pg-primary", 3, true, 2));
}

#[test]
fn a_follower_by_its_label_is_no_database_of_its_own_and_no_proof_of_a_standby() {
    let image = "{name: postgres, image: 'postgres:15.4'}";
    let part = |name: &str, replicas: i64, labels: &str| {
        controller("StatefulSet", name, replicas, replicas, image)
            .replace(&format!("labels: {{app: {name}}}"), &format!("labels: {{{labels}}}"))
    };
    let primary = part("pg", 1, "app: pg");
    let it = database(&format!("{primary}{}", part("pg-read", 2, "app: pg, role: replica")));
    assert_eq!((it.name.as_str(), it.instances, known(&it.archiving)), ("pg", 3, false));
    assert!(is_undetermined(&it.standby));
    for (claim, other) in [
        ("of another application", part("other", 1, "app: other, role: replica")),
        ("without the label", part("other", 1, "app: pg")),
    ] {
        assert_eq!(facts(&format!("{primary}{other}")).databases.seen().len(), 2, "{claim}");
    }
    let lonely = part("pg-read", 2, "app: pg, role: replica");
    assert_eq!(database(&lonely).name, "pg-read", "what it follows is not here");
}

#[test]
fn zalandos_clusters_are_counted_by_their_pods() {
    let world = "apiVersion: acid.zalan.do/v1\nkind: postgresql\nmetadata: {name: acid, namespace: db}\nspec: {numberOfInstances: 2}\nstatus: {PostgresClusterStatus: Running}\n---\n";
    let it = database(&format!("{world}{}", pods(&["n1", "n2"], "application: spilo, cluster-name: acid")));
    assert_eq!((known(&it.standby), known(&it.nodes), known(&it.healthy)), (true, 2, true));
    assert!(is_undetermined(&it.archiving));
}

#[test]
fn manifests_tell_a_single_instance_but_not_whether_a_second_one_is_ready() {
    let single =
        derive(&desired(&cluster("instances: 1", "x: y").replace("status:", "ignored:")), &Settings::default());
    assert!(!known(&single.databases.seen()[0].standby));
    let three = derive(&desired(&cluster("instances: 3", "x: y").replace("status:", "ignored:")), &Settings::default());
    assert!(three.databases.seen()[0].standby.get().unwrap_err().is_out_of_scope());
}

fn tenant(pools: &str, status: &str) -> String {
    format!(
        "apiVersion: minio.min.io/v2\nkind: Tenant\nmetadata: {{name: t, namespace: db}}\nspec: {{pools: [{pools}]}}\nstatus: {{currentState: Initialized, {status}}}\n---\n"
    )
}

#[test]
fn a_tenant_is_well_if_it_is_green_and_no_drive_is_missing() {
    let pool = "{servers: 4, volumesPerServer: 2}";
    for (status, healthy) in [
        ("healthStatus: green", Some(true)),
        ("healthStatus: yellow", Some(false)),
        ("healthStatus: green, drivesOffline: 1", Some(false)),
        ("healthStatus: green, drivesHealing: 1", Some(false)),
        ("revision: 0", None),
    ] {
        assert_eq!(store(&tenant(pool, status)).healthy.get().ok().copied(), healthy, "{status}");
    }
}

#[test]
fn the_smallest_pool_and_the_nodes_decide_whether_one_may_be_lost() {
    let four = ["n1", "n2", "n3", "n4"];
    for (pools, nodes, tolerates) in [
        ("{servers: 4, volumesPerServer: 2}", &four[..], true),
        ("{servers: 4, volumesPerServer: 2}", &["n1", "n2", "n3", "n3"][..], false),
        ("{servers: 1, volumesPerServer: 4}", &four[..1], false),
        ("{servers: 4, volumesPerServer: 2}, {servers: 2, volumesPerServer: 4}", &four[..], false),
    ] {
        let world =
            format!("{}{}", tenant(pools, "healthStatus: green"), crate::data::pods(nodes, "v1.min.io/tenant: t"));
        assert_eq!(known(&store(&world).tolerates_node_loss), tolerates, "{pools} {nodes:?}");
    }
}

#[test]
fn replicas_that_are_given_only_paths_are_separate_stores() {
    let nodes = pods(&["n1", "n2", "n3", "n4"], "app: minio");
    for (args, distributed) in
        [("[server, /data]", false), ("[server, 'http://minio-{0...3}.minio.db.svc.cluster.local/data']", true)]
    {
        let minio = controller(
            "StatefulSet",
            "minio",
            4,
            4,
            &format!("{{name: minio, image: 'minio/minio:RELEASE.2024-01-01T00-00-00Z', args: {args}}}"),
        );
        let it = store(&format!("{minio}{nodes}"));
        assert_eq!((it.distributed, known(&it.tolerates_node_loss)), (distributed, distributed), "{args}");
        assert!(is_undetermined(&it.healthy));
    }
}

#[test]
fn an_application_beside_vaults_agent_is_no_secret_store() {
    let app = controller(
        "Deployment",
        "app",
        1,
        1,
        "{name: app, image: 'example.net/app:1.0'}, {name: vault-agent, image: 'hashicorp/vault:1.17.2'}",
    );
    let injector = controller("Deployment", "inj", 1, 1, "{name: injector, image: 'hashicorp/vault-k8s:1.4.2'}");
    assert!(facts(&format!("{app}{injector}")).secret_stores.seen().is_empty());
}

#[test]
fn three_ready_vaults_on_three_nodes_survive_one() {
    for (replicas, ready, nodes, args, ha) in [
        (3, 3, &["n1", "n2", "n3"][..], "[server]", true),
        (3, 2, &["n1", "n2", "n3"][..], "[server]", false),
        (3, 3, &["n1", "n2", "n2"][..], "[server]", false),
        (1, 1, &["n1"][..], "[server]", false),
        (3, 3, &["n1", "n2", "n3"][..], "[server, -dev]", false),
    ] {
        let world = controller(
            "StatefulSet",
            "vault",
            replicas,
            ready,
            &format!("{{name: vault, image: 'hashicorp/vault:1.17.2', args: {args}}}"),
        );
        let it = vault(&format!("{world}{}", pods(nodes, "app: vault")));
        assert_eq!(known(&it.ha), ha, "{ready} of {replicas} on {nodes:?} {args}");
    }
}
