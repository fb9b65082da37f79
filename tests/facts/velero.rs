//! Velero: installation, locations, schedules, namespaces, restores.

use carbon::derive::derive;
use carbon::model::facts::Facts;
use carbon::model::facts::backup::{BackupSchedule, ProtectedNamespace};
use carbon::model::settings::Settings;
use carbon::model::{Because, Known, Seconds};

use crate::{desired, dump, facts, known};

const SERVER: &str = r"
apiVersion: apps/v1
kind: Deployment
metadata: {name: velero, namespace: velero, generation: 1}
spec:
  selector: {matchLabels: {name: velero}}
  template:
    metadata: {labels: {name: velero}}
    spec: {containers: [{name: velero, image: 'velero/velero:v1.17.0', args: [server, --features=EnableCSI]}]}
status: {observedGeneration: 1, replicas: 1, readyReplicas: 1, updatedReplicas: 1, availableReplicas: 1}
---
";

const LOCATION: &str = r"
apiVersion: velero.io/v1
kind: BackupStorageLocation
metadata: {name: default, namespace: velero}
spec: {provider: aws, default: true, objectStorage: {bucket: b}, config: {s3Url: 'https://s3.example.net'}}
status: {phase: Available, lastValidationTime: '2025-10-20T11:59:30Z'}
---
";

const WEB: &str = r"
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {template: {spec: {containers: [{name: web, image: 'nginx:1.27.0'}]}}}
---
";

/// A schedule of ten minutes, made the day before.
fn schedule(name: &str, spec: &str) -> String {
    format!(
        "apiVersion: velero.io/v1\nkind: Schedule\nmetadata: {{name: {name}, namespace: velero, creationTimestamp: '2025-10-19T12:00:00Z'}}\nspec: {{schedule: '*/10 * * * *', template: {{}}{spec}}}\nstatus: {{phase: Enabled, lastBackup: '2025-10-20T11:50:00Z'}}\n---\n"
    )
}

/// A backup of a schedule: start and end as `HH:MM` of the day.
fn backup(of: &str, start: &str, end: &str, status: &str) -> String {
    let name = format!("{of}-{}", start.replace(':', ""));
    format!(
        "apiVersion: velero.io/v1\nkind: Backup\nmetadata: {{name: {name}, namespace: velero, labels: {{velero.io/schedule-name: {of}}}}}\nspec: {{storageLocation: default}}\nstatus: {{phase: Completed, startTimestamp: '2025-10-20T{start}:00Z', completionTimestamp: '2025-10-20T{end}:00Z', expiration: '2025-11-19T00:00:00Z'{status}}}\n---\n"
    )
}

/// The same with another phase.
fn backup_that(phase: &str, of: &str, start: &str, end: &str) -> String {
    backup(of, start, end, "").replace("phase: Completed", &format!("phase: {phase}"))
}

/// Three good backups, at ten, twenty and thirty past eleven.
fn three() -> String {
    [("11:10", "11:12"), ("11:20", "11:22"), ("11:30", "11:32")]
        .map(|(start, end)| backup("often", start, end, ""))
        .concat()
}

fn only_schedule(facts: &Facts) -> &BackupSchedule {
    facts.backup_schedules.seen().first().expect("a schedule")
}

fn namespace<'a>(facts: &'a Facts, name: &str) -> &'a ProtectedNamespace {
    facts.protected_namespaces.seen().iter().find(|it| it.namespace == name).expect("the namespace")
}

fn because<T: std::fmt::Debug>(value: &Known<T>) -> Because {
    value.get().map(|_| ()).expect_err("no answer").because
}

fn is_undetermined<T: std::fmt::Debug>(value: &Known<T>) -> bool {
    matches!(because(value), Because::Undetermined(_))
}

#[test]
fn objects_that_an_uninstalled_velero_left_behind_are_no_installation() {
    let here = facts(&format!("{SERVER}{LOCATION}"));
    assert!(known(&here.velero.installed) && known(&here.velero.ready) && known(&here.velero.supported));
    assert_eq!(known(&here.velero.version), "v1.17.0");
    assert_eq!(known(&here.velero.namespace), "velero");
    let gone = facts(&format!("{LOCATION}{WEB}"));
    assert!(!known(&gone.velero.installed) && !known(&gone.velero.ready));
}

#[test]
fn a_server_that_is_scaled_to_nothing_is_no_installation() {
    let stopped = SERVER.replace("spec:\n  selector", "spec:\n  replicas: 0\n  selector");
    assert!(!known(&facts(&stopped).velero.installed));
}

#[test]
fn a_server_without_a_ready_replica_is_installed_but_not_ready() {
    let facts = facts(&SERVER.replace("readyReplicas: 1", "readyReplicas: 0"));
    assert!(known(&facts.velero.installed) && !known(&facts.velero.ready));
}

#[test]
fn a_server_in_another_namespace_with_an_image_of_its_own_is_found_by_its_labels() {
    let oadp = SERVER
        .replace("namespace: velero", "namespace: openshift-adp")
        .replace("velero/velero:v1.17.0", "registry.redhat.io/oadp/oadp-velero-rhel9@sha256:0000000000000000000000000000000000000000000000000000000000000000");
    let facts = facts(&oadp);
    assert!(known(&facts.velero.installed));
    assert!(is_undetermined(&facts.velero.version));
}

#[test]
fn where_another_product_makes_the_backups_carbon_does_not_know() {
    let kasten = WEB.replace("nginx:1.27.0", "gcr.io/kasten-images/k10:7.0.0");
    let facts = facts(&kasten);
    assert_eq!(known(&facts.velero.other_products), ["Kasten K10"]);
    assert!(is_undetermined(&facts.velero.installed) && is_undetermined(&facts.velero.ready));
    let both = crate::facts(&format!("{SERVER}{kasten}"));
    assert!(known(&both.velero.installed));
}

#[test]
fn longhorn_alone_is_no_backup_product() {
    let longhorn = WEB
        .replace("nginx:1.27.0", "longhornio/longhorn-manager:v1.9.0")
        .replace("namespace: shop", "namespace: longhorn-system");
    assert!(!known(&facts(&longhorn).velero.installed));
    let job = "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: daily, namespace: longhorn-system}\nspec: {schedule: '0 0 * * *', jobTemplate: {spec: {template: {spec: {containers: [{name: c, image: 'longhornio/longhorn-manager:v1.9.0'}]}}}}}\n";
    assert!(is_undetermined(&facts(&format!("{longhorn}{job}")).velero.installed));
}

#[test]
fn manifests_with_schedules_but_without_the_server_say_nothing_of_it() {
    let facts = derive(&desired(&format!("{WEB}{}", schedule("often", ""))), &Settings::default());
    assert_eq!(because(&facts.velero.installed), Because::NotInSource);
    // Its flags say what schedules leave open.
    assert_eq!(because(&facts.velero.node_agent.wanted), Because::NotInSource);
    assert_eq!(because(&facts.velero.csi_enabled), Because::NotInSource);
    assert_eq!(because(&facts.backup_schedules.seen()[0].copies_files), Because::NotInSource);
    let without = derive(&desired(WEB), &Settings::default());
    assert!(!known(&without.velero.installed));
}

#[test]
fn a_location_that_nobody_has_looked_at_lately_is_stale_although_available() {
    for (at, fresh) in [("2025-10-20T11:59:30Z", true), ("2025-10-20T11:54:00Z", false), ("", false)] {
        let facts = facts(&LOCATION.replace("2025-10-20T11:59:30Z", at));
        let location = &facts.backup_locations.seen()[0];
        assert!(known(&location.available));
        assert_eq!(known(&location.fresh), fresh, "{at}");
    }
    let hourly = LOCATION.replace("default: true,", "default: true, validationFrequency: 1h,");
    let hourly = hourly.replace("2025-10-20T11:59:30Z", "2025-10-20T09:00:00Z");
    assert!(known(&facts(&hourly).backup_locations.seen()[0].fresh));
}

#[test]
fn a_location_whose_validation_is_switched_off_is_neither_fresh_nor_stale() {
    let facts = facts(&LOCATION.replace("default: true,", "default: true, validationFrequency: 0s,"));
    assert!(is_undetermined(&facts.backup_locations.seen()[0].fresh));
}

#[test]
fn a_location_without_a_phase_was_never_validated() {
    let facts = facts(LOCATION.split("status:").next().unwrap());
    assert_eq!(because(&facts.backup_locations.seen()[0].available), Because::NotCollected);
}

#[test]
fn an_object_store_in_the_cluster_is_lost_with_it() {
    let minio = "apiVersion: v1\nkind: Service\nmetadata: {name: minio, namespace: data}\nspec: {selector: {app: minio}, clusterIP: 10.96.0.20}\nstatus: {loadBalancer: {ingress: [{ip: 192.0.2.9}]}}\n---\n";
    let outside = "apiVersion: v1\nkind: Service\nmetadata: {name: s3, namespace: velero}\nspec: {type: ExternalName, externalName: s3.example.net}\n---\n";
    let by_hand =
        "apiVersion: v1\nkind: Service\nmetadata: {name: nas, namespace: velero}\nspec: {ports: [{port: 9000}]}\n---\n";
    let node = "apiVersion: v1\nkind: Node\nmetadata: {name: n1}\nstatus: {conditions: [{type: Ready, status: 'True'}], addresses: [{type: InternalIP, address: 192.0.2.1}]}\n---\n";
    let route = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: s3, namespace: data}\nspec: {rules: [{host: minio.example.org, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: minio, port: {number: 9000}}}}]}}, {host: '*.apps.example.org', http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: minio, port: {number: 9000}}}}]}}, {http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: minio, port: {number: 9000}}}}]}}]}\n---\n";
    for (url, leaves) in [
        ("https://minio.example.org", Some(false)),
        ("https://MINIO.example.org:443/", Some(false)),
        ("https://s3.apps.example.org", None),
        ("http://minio.data.svc:9000", Some(false)),
        ("http://minio.data.svc.cluster.local:9000", Some(false)),
        ("http://minio.data:9000", Some(false)),
        ("http://10.96.0.20:9000", Some(false)),
        ("http://192.0.2.9:9000", Some(false)),
        ("http://192.0.2.1:30900", Some(false)),
        ("http://192.0.2.77:9000", Some(true)),
        ("http://example.net", Some(true)),
        ("https://s3.eu-central-1.example.net/x", Some(true)),
        ("http://s3.velero.svc", Some(true)),
        ("http://s3", Some(true)),
        ("http://nas.velero.svc:9000", None),
        ("http://somewhere:9000", None),
        ("", Some(true)),
    ] {
        let world =
            format!("{minio}{outside}{by_hand}{node}{route}{}", LOCATION.replace("https://s3.example.net", url));
        let facts = facts(&world);
        assert_eq!(facts.backup_locations.seen()[0].leaves_cluster.get().ok(), leaves.as_ref(), "{url}");
    }
}

#[test]
fn a_plug_in_that_nobody_knows_may_keep_its_objects_anywhere() {
    let facts = facts(&LOCATION.replace("provider: aws", "provider: acme").replace("https://s3.example.net", ""));
    assert!(is_undetermined(&facts.backup_locations.seen()[0].leaves_cluster));
}

#[test]
fn age_counts_from_the_start_and_the_worst_case_to_the_end() {
    let world = format!("{SERVER}{LOCATION}{WEB}{}{}", schedule("often", ""), three());
    let facts = facts(&world);
    let often = only_schedule(&facts);
    assert!(known(&often.enabled) && often.valid);
    assert_eq!(known(&often.interval), Seconds(600));
    assert_eq!(known(&often.usable), 3);
    assert_eq!(known(&often.age), Seconds(30 * 60));
    assert_eq!(known(&often.worst_case), Seconds(12 * 60));
    assert_eq!(known(&often.ttl), Seconds(720 * 3600));
    let shop = namespace(&facts, "shop");
    assert_eq!(known(&shop.schedules), ["often"]);
    assert_eq!(known(&shop.worst_case), Seconds(12 * 60));
    assert_eq!(known(&shop.age), Seconds(30 * 60));
    assert_eq!(known(&shop.history), Seconds(50 * 60));
    assert!(known(&shop.in_scope));
    assert!(!known(&namespace(&facts, "velero").in_scope), "the home of Velero is no patient");
}

#[test]
fn what_could_not_be_restored_is_no_success() {
    let base = format!("{LOCATION}{}", schedule("often", ""));
    for (what, extra) in [
        ("partially failed", backup_that("PartiallyFailed", "often", "11:40", "11:42")),
        ("failed", backup_that("Failed", "often", "11:40", "11:42")),
        ("in progress", backup_that("InProgress", "often", "11:40", "11:42")),
        ("expired", backup("often", "11:40", "11:42", "").replace("2025-11-19", "2025-10-20")),
        (
            "in no location",
            backup("often", "11:40", "11:42", "").replace("storageLocation: default", "storageLocation: x"),
        ),
        ("of another schedule", backup("other", "11:40", "11:42", "")),
        (
            "of the same schedule elsewhere",
            backup("often", "11:40", "11:42", "").replace("namespace: velero", "namespace: x"),
        ),
    ] {
        let facts = facts(&format!("{base}{}{extra}", three()));
        assert_eq!(known(&only_schedule(&facts).usable), 3, "{what}");
        assert_eq!(known(&only_schedule(&facts).age), Seconds(30 * 60), "{what}");
    }
    let lost = facts(&format!("{}{}{}", LOCATION.replace("Available", "Unavailable"), schedule("often", ""), three()));
    assert_eq!(known(&only_schedule(&lost).usable), 0);
}

#[test]
fn fewer_than_two_backups_say_nothing_of_the_worst_case() {
    let one = facts(&format!("{LOCATION}{}{}", schedule("often", ""), backup("often", "11:50", "11:52", "")));
    assert_eq!(known(&only_schedule(&one).age), Seconds(600));
    assert!(is_undetermined(&only_schedule(&one).worst_case));
    let none = facts(&format!("{LOCATION}{}", schedule("often", "")));
    assert_eq!(known(&only_schedule(&none).age), Seconds(86_400), "nothing since the schedule was made");
    assert!(is_undetermined(&only_schedule(&none).last_success));
}

#[test]
fn a_backup_in_progress_hides_neither_the_last_one_nor_that_it_hangs() {
    let world = |start: &str| {
        let failed = backup_that("PartiallyFailed", "often", "11:40", "11:42")
            .replace("phase: PartiallyFailed", "phase: PartiallyFailed, errors: 2, hookStatus: {hooksFailed: 1}");
        format!(
            "{LOCATION}{}{}{failed}{}",
            schedule("often", ""),
            three(),
            backup_that("InProgress", "often", start, start)
        )
    };
    let facts = facts(&world("11:50"));
    let latest = known(&only_schedule(&facts).latest);
    assert_eq!((latest.phase.as_str(), latest.errors, latest.hooks_failed), ("PartiallyFailed", 2, 1));
    assert!(!known(&only_schedule(&facts).stuck));
    assert!(known(&only_schedule(&crate::facts(&world("07:50"))).stuck));
}

#[test]
fn only_what_the_server_accepted_and_nobody_paused_is_enabled() {
    let paused = facts(&schedule("often", ", paused: true"));
    assert!(!known(&only_schedule(&paused).enabled));
    let refused = facts(&schedule("often", "").replace("phase: Enabled", "phase: FailedValidation"));
    assert!(!known(&only_schedule(&refused).enabled));
    let manifest = schedule("often", "");
    let files = derive(&desired(manifest.split("status:").next().unwrap()), &Settings::default());
    assert_eq!(because(&only_schedule(&files).enabled), Because::NotInSource);
    let broken = facts(&schedule("often", "").replace("*/10 * * * *", "every day"));
    assert!(!only_schedule(&broken).valid && is_undetermined(&only_schedule(&broken).interval));
}

#[test]
fn a_schedule_covers_the_namespaces_that_it_takes_whole() {
    for (template, covers) in [
        ("includedNamespaces: [shop]", Some(true)),
        ("includedNamespaces: ['*']", Some(true)),
        ("includedNamespaces: [sh*]", Some(true)),
        ("includedNamespaces: [other]", Some(false)),
        ("excludedNamespaces: [shop]", Some(false)),
        ("includedNamespaces: ['*'], excludedNamespaces: [other]", Some(true)),
        ("labelSelector: {matchLabels: {app: web}}", None),
        ("includedResources: [configmaps]", None),
        ("includedResources: ['*']", Some(true)),
        ("labelSelector: {}", Some(true)),
    ] {
        let world =
            format!("{WEB}{}", schedule("often", "").replace("template: {}", &format!("template: {{{template}}}")));
        let facts = facts(&world);
        let schedules = namespace(&facts, "shop").schedules.get().map(|it| !it.is_empty());
        assert_eq!(schedules.ok(), covers, "{template}");
    }
}

#[test]
fn a_namespace_takes_the_best_of_its_schedules() {
    let daily = schedule("daily", "").replace("*/10 * * * *", "0 2 * * *");
    let world = format!("{LOCATION}{WEB}{}{daily}{}", schedule("often", ""), three());
    let shop = facts(&world);
    assert_eq!(known(&namespace(&shop, "shop").worst_case), Seconds(12 * 60), "a new daily one leaves no doubt");
    let world = format!("{world}{}", schedule("oftener", "").replace("*/10", "*/5"));
    assert!(
        is_undetermined(&namespace(&facts(&world), "shop").worst_case),
        "a new one of five minutes might be better"
    );
}

#[test]
fn namespaces_of_the_distribution_and_those_not_in_production_are_left_alone() {
    let world = format!("{WEB}{}", WEB.replace("namespace: shop", "namespace: kube-system"));
    let mut settings = Settings::default();
    settings.config.production = vec!["prod-*".to_owned()];
    let facts = derive(&dump(&world), &settings);
    let names: Vec<_> = facts.protected_namespaces.seen().iter().map(|it| it.namespace.as_str()).collect();
    assert_eq!(names, ["shop"]);
    assert!(!known(&namespace(&facts, "shop").in_scope));
}

#[test]
fn what_is_deleted_before_the_third_run_is_not_kept() {
    for (cron, ttl, kept) in [
        ("0 0 * * 0", "2160h0m0s", 90 * 86_400),
        ("0 0 * * 0", "192h0m0s", 0),
        ("*/10 * * * *", "192h0m0s", 8 * 86_400),
    ] {
        let schedule = schedule("s", "").replace("*/10 * * * *", cron);
        let world = format!("{WEB}{}", schedule.replace("template: {}", &format!("template: {{ttl: {ttl}}}")));
        assert_eq!(known(&namespace(&facts(&world), "shop").kept), Seconds(kept), "{cron} {ttl}");
    }
}

#[test]
fn a_restore_counts_if_it_restored_something_without_errors() {
    let restore = |status: &str| {
        format!(
            "apiVersion: velero.io/v1\nkind: Restore\nmetadata: {{name: drill, namespace: velero}}\nspec: {{backupName: b}}\nstatus: {{startTimestamp: '2025-10-18T12:00:00Z', completionTimestamp: '2025-10-18T12:20:00Z', {status}}}\n"
        )
    };
    for (status, passed) in [
        ("phase: Completed, progress: {itemsRestored: 40, totalItems: 40}", true),
        ("phase: Completed, progress: {itemsRestored: 0, totalItems: 0}", false),
        ("phase: Completed", false),
        ("phase: Completed, errors: 1, progress: {itemsRestored: 40}", false),
        ("phase: PartiallyFailed, progress: {itemsRestored: 40}", false),
    ] {
        let facts = facts(&restore(status));
        let drill = &facts.restores.seen()[0];
        assert_eq!(known(&drill.passed), passed, "{status}");
        assert_eq!((known(&drill.age), known(&drill.took)), (Seconds(2 * 86_400 - 1200), Seconds(1200)));
    }
}

#[test]
fn the_node_agent_is_wanted_where_volumes_are_copied() {
    for (server, template, wanted) in [
        ("--x", "", false),
        ("--x", "snapshotMoveData: true", true),
        ("--x", "snapshotMoveData: true, snapshotVolumes: false", false),
        ("--x", "defaultVolumesToFsBackup: true", true),
        ("--default-volumes-to-fs-backup", "", true),
        ("--default-volumes-to-fs-backup", "defaultVolumesToFsBackup: false", false),
        ("--default-snapshot-move-data=true", "", true),
    ] {
        let server = SERVER.replace("--features=EnableCSI", server);
        let schedule = schedule("often", "").replace("template: {}", &format!("template: {{{template}}}"));
        let facts = facts(&format!("{server}{schedule}"));
        assert_eq!(known(&facts.velero.node_agent.wanted), wanted, "{server} {template}");
    }
}

#[test]
fn a_node_needs_the_agent_only_if_its_pods_have_claims() {
    let agent = "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: node-agent, namespace: velero, generation: 1}\nspec: {selector: {matchLabels: {name: node-agent}}, template: {metadata: {labels: {name: node-agent}}, spec: {containers: [{name: node-agent, image: 'velero/velero:v1.17.0'}]}}}\nstatus: {observedGeneration: 1, desiredNumberScheduled: 1, numberReady: 1}\n---\n";
    let pod = |name: &str, node: &str, owner: &str, volumes: &str| {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}, namespace: velero{owner}}}\nspec: {{nodeName: {node}, containers: [{{name: c, image: 'x:1.0'}}]{volumes}}}\nstatus: {{phase: Running, conditions: [{{type: Ready, status: 'True'}}]}}\n---\n"
        )
    };
    let owner = ", ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: node-agent, controller: true}]";
    let claim = ", volumes: [{name: v, persistentVolumeClaim: {claimName: c}}]";
    let world =
        format!("{agent}{}{}{}", pod("agent-1", "n1", owner, ""), pod("db", "n1", "", claim), pod("web", "n2", "", ""));
    assert!(known(&facts(&world).velero.node_agent.missing_on).is_empty());
    let world = format!("{world}{}", pod("db2", "n2", "", claim));
    let facts = facts(&world);
    assert_eq!(known(&facts.velero.node_agent.missing_on), ["n2"]);
    assert_eq!((known(&facts.velero.node_agent.desired), known(&facts.velero.node_agent.ready)), (1, 1));
}
