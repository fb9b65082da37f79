//! Claims: what they are made of, who uses them, and which backup holds them.

use carbon::derive::derive;
use carbon::model::facts::storage::Claim;
use carbon::model::settings::Settings;
use carbon::model::{Because, Known};

use crate::{desired, dump, facts, known};

const CLAIM: &str = r"
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data-pg-0, namespace: db, creationTimestamp: '2025-01-01T00:00:00Z'}
spec: {volumeName: pv-1, storageClassName: fast, resources: {requests: {storage: 10Gi}}}
status: {phase: Bound}
---
";

const SET: &str = r"
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: pg, namespace: db}
spec:
  replicas: 1
  selector: {matchLabels: {app: pg}}
  template: {metadata: {labels: {app: pg}}, spec: {containers: [{name: pg, image: 'postgres:15.4'}]}}
  volumeClaimTemplates: [{metadata: {name: data}, spec: {resources: {requests: {storage: 10Gi}}}}]
---
";

const LOCATION: &str = r"
apiVersion: velero.io/v1
kind: BackupStorageLocation
metadata: {name: default, namespace: velero}
spec: {provider: aws, default: true}
status: {phase: Available}
---
";

/// A volume of a source, as YAML of its spec.
fn volume(name: &str, spec: &str) -> String {
    format!(
        "apiVersion: v1\nkind: PersistentVolume\nmetadata: {{name: {name}}}\nspec: {{claimRef: {{namespace: db, name: c}}, {spec}}}\n---\n"
    )
}

const CSI: &str = "csi: {driver: ebs.csi.aws.com, volumeHandle: x}";

fn class(provisioner: &str) -> String {
    format!(
        "apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {{name: fast}}\nprovisioner: {provisioner}\n---\n"
    )
}

/// A finished backup of today.
fn backup(spec: &str, status: &str) -> String {
    format!(
        "apiVersion: velero.io/v1\nkind: Backup\nmetadata: {{name: b, namespace: velero}}\nspec: {{storageLocation: default{spec}}}\nstatus: {{phase: Completed, startTimestamp: '2025-10-20T02:00:00Z', completionTimestamp: '2025-10-20T02:10:00Z', expiration: '2025-11-20T00:00:00Z'{status}}}\n---\n"
    )
}

fn copy(claim: &str, phase: &str) -> String {
    let annotation =
        if claim.is_empty() { String::new() } else { format!(", annotations: {{velero.io/pvc-name: {claim}}}") };
    format!(
        "apiVersion: velero.io/v1\nkind: PodVolumeBackup\nmetadata: {{name: b-1, namespace: velero, labels: {{velero.io/backup-name: b}}{annotation}}}\nspec: {{pod: {{namespace: db, name: pg-0}}, volume: data}}\nstatus: {{phase: {phase}}}\n---\n"
    )
}

fn upload(claim: &str, phase: &str) -> String {
    format!(
        "apiVersion: velero.io/v2alpha1\nkind: DataUpload\nmetadata: {{name: b-2, namespace: velero, labels: {{velero.io/backup-name: b}}}}\nspec: {{sourceNamespace: db, sourcePVC: {claim}}}\nstatus: {{phase: {phase}}}\n---\n"
    )
}

fn claim(world: &str) -> Claim {
    facts(world).claims.seen().iter().find(|it| it.name == "data-pg-0").expect("the claim").clone()
}

fn is_undetermined<T: std::fmt::Debug>(value: &Known<T>) -> bool {
    matches!(value.get().map(|_| ()).expect_err("no answer").because, Because::Undetermined(_))
}

#[test]
fn a_claim_of_a_template_is_used_by_its_statefulset() {
    let it = claim(&format!("{CLAIM}{SET}"));
    assert_eq!(known(&it.used_by), ["StatefulSet/db/pg"]);
    assert!(known(&it.wanted_in_backup) && known(&it.bound));
    assert_eq!(it.size_bytes, 10 << 30);
    let other = CLAIM.replace("data-pg-0", "data-pg-old");
    assert!(known(&facts(&format!("{other}{SET}")).claims.seen()[0].used_by).is_empty());
}

#[test]
fn a_claim_that_nothing_uses_or_that_says_so_needs_no_backup() {
    for (what, world) in [
        ("nobody uses it", CLAIM.to_owned()),
        ("its workload is scaled to nothing", format!("{CLAIM}{}", SET.replace("replicas: 1", "replicas: 0"))),
        (
            "it is excluded",
            format!(
                "{}{SET}",
                CLAIM.replace("namespace: db,", "namespace: db, labels: {velero.io/exclude-from-backup: 'true'},")
            ),
        ),
        ("the distribution's", format!("{CLAIM}{SET}").replace("namespace: db", "namespace: kube-system")),
    ] {
        assert!(!known(&claim(&world).wanted_in_backup), "{what}");
    }
    let annotated =
        CLAIM.replace("namespace: db,", "namespace: db, annotations: {velero.io/exclude-from-backup: 'true'},");
    assert!(known(&claim(&format!("{annotated}{SET}")).wanted_in_backup), "Velero asks for a label");
}

#[test]
fn a_database_that_archives_needs_no_backup_of_its_volumes() {
    let world = |status: &str| {
        let claim = CLAIM.replace("namespace: db,", "namespace: db, labels: {cnpg.io/cluster: pg},");
        format!(
            "{claim}{SET}apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {{name: pg, namespace: db}}\nspec: {{instances: 1, backup: {{barmanObjectStore: {{}}}}}}\nstatus: {{phase: Cluster in healthy state, lastSuccessfulBackup: '2025-10-20T01:00:00Z', conditions: [{{type: ContinuousArchiving, status: {status}}}]}}\n"
        )
    };
    assert!(!known(&claim(&world("'True'")).wanted_in_backup));
    assert!(known(&claim(&world("'False'")).wanted_in_backup));
}

#[test]
fn a_completed_backup_proves_nothing_about_volumes() {
    let world = format!("{CLAIM}{SET}{LOCATION}{}{}", volume("pv-1", CSI), backup("", ""));
    assert!(!known(&claim(&world).backed_up));
    assert!(known(&claim(&world).backed_up_by).is_empty());
}

#[test]
fn copies_and_uploads_of_a_usable_backup_hold_a_claim() {
    let base = |backup: &str| format!("{CLAIM}{SET}{LOCATION}{}{backup}", volume("pv-1", CSI));
    for (what, extra, held) in [
        ("a copy", copy("data-pg-0", "Completed"), true),
        ("a copy that failed", copy("data-pg-0", "Failed"), false),
        ("a copy of another claim", copy("other", "Completed"), false),
        ("an upload", upload("data-pg-0", "Completed"), true),
        ("an upload under way", upload("data-pg-0", "InProgress"), false),
    ] {
        assert_eq!(known(&claim(&format!("{}{extra}", base(&backup("", "")))).backed_up), held, "{what}");
    }
    for (what, backup) in [
        ("expired", backup("", "").replace("2025-11-20", "2025-10-20")),
        ("partially failed", backup("", "").replace("phase: Completed", "phase: PartiallyFailed")),
        ("gone", String::new()),
    ] {
        assert!(!known(&claim(&format!("{}{}", base(&backup), copy("data-pg-0", "Completed"))).backed_up), "{what}");
    }
}

#[test]
fn a_copy_that_names_no_claim_is_found_through_its_pod() {
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: pg-0, namespace: db}\nspec: {containers: [{name: c, image: 'x:1.0'}], volumes: [{name: data, persistentVolumeClaim: {claimName: data-pg-0}}]}\nstatus: {phase: Running}\n---\n";
    let world = format!("{CLAIM}{SET}{LOCATION}{}{}{}", volume("pv-1", CSI), backup("", ""), copy("", "Completed"));
    assert!(known(&claim(&format!("{world}{pod}")).backed_up));
    assert!(is_undetermined(&claim(&world).backed_up), "the pod is gone");
}

#[test]
fn counted_snapshots_hold_every_claim_or_leave_a_doubt() {
    let second = CLAIM.replace("data-pg-0", "data-pg-1").replace("pv-1", "pv-2");
    let volumes = format!("{}{}", volume("pv-1", CSI), volume("pv-2", CSI));
    for (spec, status, second_kind, held) in [
        ("", ", csiVolumeSnapshotsAttempted: 2, csiVolumeSnapshotsCompleted: 2", CSI, Some(true)),
        ("", ", csiVolumeSnapshotsAttempted: 2, csiVolumeSnapshotsCompleted: 1", CSI, None),
        ("", ", csiVolumeSnapshotsAttempted: 1, csiVolumeSnapshotsCompleted: 1", CSI, None),
        (
            "",
            ", csiVolumeSnapshotsAttempted: 1, csiVolumeSnapshotsCompleted: 1",
            "nfs: {server: s, path: /}",
            Some(true),
        ),
        ("", ", csiVolumeSnapshotsAttempted: 0", CSI, Some(false)),
        (
            ", includedNamespaces: [shop]",
            ", csiVolumeSnapshotsAttempted: 2, csiVolumeSnapshotsCompleted: 2",
            CSI,
            Some(false),
        ),
        (
            ", snapshotMoveData: true",
            ", csiVolumeSnapshotsAttempted: 2, csiVolumeSnapshotsCompleted: 2",
            CSI,
            Some(false),
        ),
        (
            ", labelSelector: {matchLabels: {a: b}}",
            ", csiVolumeSnapshotsAttempted: 2, csiVolumeSnapshotsCompleted: 2",
            CSI,
            None,
        ),
    ] {
        let volumes = volumes.replacen(CSI, "X", 1).replace(CSI, second_kind).replace('X', CSI);
        let world = format!("{CLAIM}{second}{SET}{LOCATION}{volumes}{}", backup(spec, status));
        assert_eq!(claim(&world).backed_up.get().ok().copied(), held, "{spec} {status} {second_kind}");
    }
}

#[test]
fn instances_of_one_database_share_a_backup() {
    let of_cluster =
        CLAIM.replace("namespace: db,", "namespace: db, labels: {cnpg.io/cluster: pg, cnpg.io/pvcRole: PG_DATA},");
    let twin = of_cluster.replace("data-pg-0", "data-pg-1").replace("pv-1", "pv-2");
    let world = format!("{of_cluster}{twin}{LOCATION}{}{}", backup("", ""), copy("data-pg-1", "Completed"));
    assert!(known(&claim(&world).backed_up));
    let wal = format!(
        "{of_cluster}{}{LOCATION}{}{}",
        twin.replace("PG_DATA", "PG_WAL"),
        backup("", ""),
        copy("data-pg-1", "Completed")
    );
    assert!(!known(&claim(&wal).backed_up), "the log is not the data");
}

#[test]
fn the_volume_says_whether_it_can_move_and_the_class_only_without_one() {
    for (spec, provisioner, pinned) in [
        ("hostPath: {path: /x}", "rancher.io/local-path", true),
        ("local: {path: /x}", "kubernetes.io/no-provisioner", true),
        (CSI, "ebs.csi.aws.com", false),
        ("nfs: {server: s, path: /}", "rancher.io/local-path", false),
        (
            "csi: {driver: topolvm.io}, nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: topology.topolvm.io/node, operator: In, values: [n1]}]}]}}",
            "topolvm.io",
            true,
        ),
        (
            "csi: {driver: ebs.csi.aws.com}, nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: topology.kubernetes.io/zone, operator: In, values: [z]}]}]}}",
            "ebs.csi.aws.com",
            false,
        ),
    ] {
        let world = format!("{CLAIM}{}{}", volume("pv-1", spec), class(provisioner));
        assert_eq!(known(&claim(&world).pinned_to_node), pinned, "{spec}");
    }
    let manifest = CLAIM.split("status:").next().unwrap().replace("volumeName: pv-1, ", "");
    let files = |provisioner| derive(&desired(&format!("{manifest}---\n{}", class(provisioner))), &Settings::default());
    assert!(known(&files("rancher.io/local-path").claims.seen()[0].pinned_to_node));
    assert!(!known(&files("ebs.csi.aws.com").claims.seen()[0].pinned_to_node));
    let without = derive(&desired(&manifest), &Settings::default());
    assert!(without.claims.seen()[0].pinned_to_node.get().unwrap_err().is_out_of_scope());
}

#[test]
fn refused_volumes_leave_the_class_unasked() {
    let mut observed =
        dump(&format!("{CLAIM}{}{}", volume("pv-1", "nfs: {server: s, path: /}"), class("rancher.io/local-path")));
    assert!(observed.refuse("persistentvolumes", Because::Forbidden));
    let facts = derive(&observed, &Settings::default());
    assert_eq!(facts.claims.seen()[0].pinned_to_node.get().unwrap_err().because, Because::Forbidden);
}

#[test]
fn what_replicates_by_itself_may_lose_a_volume() {
    for (image, replicas, replicated) in
        [("postgres:15.4", 3, false), ("bitnami/kafka:3.8.0", 3, true), ("bitnami/kafka:3.8.0", 1, false)]
    {
        let set = SET.replace("postgres:15.4", image).replace("replicas: 1", &format!("replicas: {replicas}"));
        assert_eq!(known(&claim(&format!("{CLAIM}{set}")).replicated), replicated, "{image} {replicas}");
    }
}

#[test]
fn velero_needs_one_class_a_driver_or_one_that_is_labelled() {
    let class = |name: &str, driver: &str, labels: &str| {
        format!(
            "apiVersion: snapshot.storage.k8s.io/v1\nkind: VolumeSnapshotClass\nmetadata: {{name: {name}, labels: {{{labels}}}}}\ndriver: {driver}\ndeletionPolicy: Delete\n---\n"
        )
    };
    let label = "velero.io/csi-volumesnapshot-class: 'false'";
    let ebs = "ebs.csi.aws.com";
    for (classes, usable) in [
        (String::new(), false),
        (class("a", ebs, ""), true),
        (class("a", "other.csi", ""), false),
        (class("a", ebs, "") + &class("b", ebs, ""), false),
        (class("a", ebs, label) + &class("b", ebs, ""), true),
        (class("a", ebs, label) + &class("b", ebs, label), false),
    ] {
        let facts = facts(&format!("{}{classes}", volume("pv-1", CSI)));
        assert_eq!(known(&facts.snapshot_drivers.seen()[0].usable), usable, "{classes}");
    }
    let local = facts(&volume("pv-1", "hostPath: {path: /x}"));
    assert!(local.snapshot_drivers.seen().is_empty());
    let nfs = facts(&volume("pv-1", "csi: {driver: nfs.csi.k8s.io}"));
    assert!(!nfs.snapshot_drivers.seen()[0].snapshots);
}
