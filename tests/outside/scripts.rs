//! Where the platform's own scripts answer wrongly: the right answers, from its manifests or from small worlds made
//! of them.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::LazyLock;

use carbon::collect::files::Options;
use carbon::collect::manifests::{self, Declared};
use carbon::model::{Because, ImageRef, Known};
use serde_json::Value;

use crate::audit::{Audit, audit_reading, audit_text, pack, read};
use crate::platform::platform;
use crate::shared;

static AFTER: LazyLock<Audit> = LazyLock::new(|| platform("2025-10-22"));

/// A world as a complete dump, as of noon of that day.
fn dump() -> Options {
    Options {
        input: Some(Declared::Dump),
        complete: true,
        now: Some("2025-10-22T12:00:00Z".parse().unwrap()),
        ..Options::default()
    }
}

fn yes<T: Clone + std::fmt::Debug>(value: &Known<T>) -> T {
    value.get().unwrap_or_else(|why| panic!("{why:?}")).clone()
}

/// sso-validate-phase4.sh: `auth-url` somewhere in all ingresses is enough for it, for every host.
#[test]
fn one_protected_ingress_does_not_protect_the_other_hosts() {
    let open: BTreeSet<&str> = AFTER
        .facts
        .hosts
        .seen()
        .iter()
        .filter(|it| matches!(it.unprotected, Known::Yes(true)))
        .map(|it| it.host.as_str())
        .collect();
    let expected = [
        "254carbon.com",
        "api.254carbon.com",
        "argocd.254carbon.com",
        "harbor.254carbon.com",
        "jaeger.254carbon.com",
        "kiali.254carbon.com",
        "kong.254carbon.com",
        "portal.254carbon.com",
        "rapids.254carbon.com",
        // Three files write its Ingress; the one that is applied last has no login.
        "superset.254carbon.com",
        // Of two Ingresses only one asks for a login.
        "vault.254carbon.com",
        "www.254carbon.com",
    ];
    assert_eq!(open, BTreeSet::from(expected));
    // An Ingress that cannot be read may open any of the others.
    let others = AFTER.facts.hosts.seen().iter().filter(|it| !open.contains(it.host.as_str()));
    let because: BTreeSet<bool> =
        others.map(|it| it.unprotected.get().is_err_and(|why| why.because == Because::Garbled)).collect();
    assert_eq!(because, BTreeSet::from([true]));
}

/// The same script looks at the hosts that somebody once listed in it.
#[test]
fn hosts_beside_every_list_are_seen() {
    let seen: BTreeSet<&str> = AFTER.facts.hosts.seen().iter().map(|it| it.host.as_str()).collect();
    let ingresses = read(&[shared("corpus/254carbon/2025-10-22")]).documents;
    let ingresses = ingresses.iter().filter(|it| it.value["kind"] == "Ingress");
    let rules = ingresses.flat_map(|it| it.value["spec"]["rules"].as_array().cloned().unwrap_or_default());
    let written: BTreeSet<String> = rules.filter_map(|it| it["host"].as_str().map(str::to_owned)).collect();
    assert!(written.len() > 30, "{written:?}");
    assert_eq!(seen, written.iter().map(String::as_str).collect());
}

/// mirror-images.sh pushes everything as `registry/NAME:latest`.
#[test]
fn images_keep_registry_tag_and_digest_and_do_not_collide() {
    let images = AFTER.facts.images.seen();
    let named = |name: &str| -> Vec<String> {
        let fits = |it: &&_| -> bool {
            let it: &&carbon::model::facts::image::Image = it;
            it.repository == name || it.repository.ends_with(&format!("/{name}"))
        };
        images.iter().filter(fits).map(|it| it.reference.clone()).collect()
    };
    assert_eq!(named("vault"), ["docker.io/hashicorp/vault:1.13.3", "docker.io/library/vault:1.13.3"]);
    assert_eq!(named("operator"), ["docker.io/istio/operator:1.20.0", "docker.io/kuberay/operator:v1.0.0"]);
    assert_eq!(named("doris").len(), 3, "one repository, three programs, told apart by tag alone");
    assert_eq!(named("busybox").len(), 3);

    let reading = read(&[shared("corpus/254carbon/2025-10-22").join("datahub/elasticsearch.yaml")]);
    let digest = format!("sha256:{}", "a".repeat(64));
    let mut pinned = reading;
    let stateful_set = pinned.documents.iter_mut().find(|it| it.value["kind"] == "StatefulSet").unwrap();
    let image = stateful_set.value.pointer_mut("/spec/template/spec/containers/0/image").unwrap();
    *image = Value::from(format!("{}@{digest}", image.as_str().unwrap()));
    let audit = audit_reading(&pack(), pinned, &Options::default());
    let found: Vec<_> = audit.facts.images.seen().iter().map(|it| (it.tag.as_str(), it.digest.as_str())).collect();
    assert!(found.contains(&("8.11.0", digest.as_str())), "{found:?}");
}

/// The same script mirrors a list of about forty names, whatever runs.
#[test]
fn the_running_set_comes_from_every_template() {
    let mut written = BTreeSet::new();
    for document in read(&[shared("corpus/254carbon/2025-10-22")]).documents {
        let kind = document.value["kind"].as_str().unwrap_or_default();
        let template = match kind {
            "Pod" => "/spec",
            "CronJob" => "/spec/jobTemplate/spec/template/spec",
            "Deployment" | "StatefulSet" | "DaemonSet" | "Job" => "/spec/template/spec",
            _ => continue,
        };
        for list in ["containers", "initContainers"] {
            let containers = document.value.pointer(&format!("{template}/{list}"));
            let containers = containers.and_then(Value::as_array).into_iter().flatten();
            let images = containers.filter_map(|it| it["image"].as_str());
            written.extend(images.map(|it| it.parse::<ImageRef>().unwrap().to_string()));
        }
    }
    assert!(written.len() > 70, "{}", written.len());
    let seen: BTreeSet<String> = AFTER.facts.images.seen().iter().map(|it| it.reference.clone()).collect();
    let missed: Vec<_> = written.difference(&seen).collect();
    assert!(missed.is_empty(), "{missed:?}");
    let unused = AFTER.facts.images.seen().iter().filter(|it| it.workloads.get().is_ok_and(Vec::is_empty));
    assert_eq!(unused.count(), 0);
}

/// verify-platform-complete.sh: `kubectl get pods -l ...` ends with 0 where no pod is found.
#[test]
fn nothing_found_is_not_running() {
    let service = "apiVersion: v1\nkind: Service\nmetadata: {name: portal, namespace: data-platform}\nspec: {selector: {app: portal}, ports: [{port: 8080}]}\n---\n";
    let deployment = |ready: u8| {
        format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: portal, namespace: data-platform, generation: 1}}\nspec: {{replicas: 2, selector: {{matchLabels: {{app: portal}}}}, template: {{metadata: {{labels: {{app: portal}}}}, spec: {{containers: [{{name: portal, image: '254carbon-portal:1.0.0'}}]}}}}}}\nstatus: {{observedGeneration: 1, replicas: 2, updatedReplicas: 2, readyReplicas: {ready}, availableReplicas: {ready}}}\n---\n"
        )
    };
    let slice = "apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {name: portal-1, namespace: data-platform, labels: {kubernetes.io/service-name: portal}}\nports: [{port: 8080}]\nendpoints: [{addresses: [10.0.0.1], conditions: {ready: true}}]\n---\n";
    let rollouts = "workloads/rollouts";
    let subject = "Deployment/data-platform/portal";

    let nothing = audit_text(service, &dump());
    assert_eq!(nothing.word("network/service-endpoints", "Service/data-platform/portal"), "fail");
    assert_eq!(nothing.words(rollouts), [("cluster", "not-applicable")]);
    for (check, word) in
        [("monitoring/prometheus", "fail"), ("backup/velero", "fail"), ("monitoring/exporters", "fail")]
    {
        assert_eq!(nothing.word(check, "cluster"), word, "{check}");
    }
    let none_ready = audit_text(&format!("{service}{}", deployment(0)), &dump());
    assert_eq!(none_ready.word(rollouts, subject), "fail");
    let runs = audit_text(&format!("{service}{}{slice}", deployment(2)), &dump());
    assert_eq!(runs.word(rollouts, subject), "pass");
    assert_eq!(runs.word("network/service-endpoints", "Service/data-platform/portal"), "pass");
}

/// verify-tunnel.sh counts two running pods and looks for the word "connected" in a log.
#[test]
fn two_pods_of_the_tunnel_on_one_node_are_not_spread() {
    let tunnel = |second: &str, probe: &str| {
        let path = shared("corpus/254carbon/2025-10-22").join("cloudflare/cloudflared-deployment.yaml");
        let mut reading = read(&[path]);
        let deployment = reading.documents.iter_mut().find(|it| it.value["kind"] == "Deployment").unwrap();
        deployment.value["metadata"]["generation"] = Value::from(1);
        deployment.value["spec"]["template"]["spec"]["containers"][0]["readinessProbe"]["httpGet"]["path"] =
            Value::from(probe);
        deployment.value["status"] = serde_json::json!({
            "observedGeneration": 1, "replicas": 2, "updatedReplicas": 2, "readyReplicas": 2, "availableReplicas": 2
        });
        let node = |name: &str| {
            format!(
                "apiVersion: v1\nkind: Node\nmetadata: {{name: {name}}}\nstatus: {{conditions: [{{type: Ready, status: 'True'}}]}}\n---\n"
            )
        };
        let owner = |kind: &str, name: &str| {
            format!("ownerReferences: [{{apiVersion: apps/v1, kind: {kind}, name: {name}, uid: u, controller: true}}]")
        };
        let labels = "namespace: cloudflare-tunnel, labels: {app.kubernetes.io/name: cloudflare-tunnel}";
        let replicas = format!(
            "apiVersion: apps/v1\nkind: ReplicaSet\nmetadata: {{name: cloudflared-7d, {labels}, {}}}\nspec: {{replicas: 2}}\n---\n",
            owner("Deployment", "cloudflared")
        );
        let pod = |name: &str, node: &str| {
            format!(
                "apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}, {labels}, {}}}\nspec: {{nodeName: {node}, containers: [{{name: cloudflared, image: 'cloudflare/cloudflared:latest'}}]}}\nstatus: {{phase: Running, conditions: [{{type: Ready, status: 'True'}}]}}\n---\n",
                owner("ReplicaSet", "cloudflared-7d")
            )
        };
        let rest = [node("n1"), node("n2"), replicas, pod("a", "n1"), pod("b", second)].concat();
        let rest = manifests::read(&[PathBuf::from("-")], &mut rest.as_bytes()).unwrap().documents;
        reading.documents.extend(rest);
        audit_reading(&pack(), reading, &dump())
    };
    let subject = "Deployment/cloudflare-tunnel/cloudflared";
    let together = tunnel("n1", "/metrics");
    assert_eq!(yes(&together.facts.tunnels.seen()[0].nodes), 1);
    assert_eq!(together.word("availability/tunnel-spread", subject), "fail");
    // As it is deployed: `/metrics` answers without any connection.
    assert_eq!(together.word("network/tunnel", subject), "unknown");
    let apart = tunnel("n2", "/ready");
    assert_eq!(apart.word("availability/tunnel-spread", subject), "pass");
    assert_eq!(apart.word("network/tunnel", subject), "pass");
}

const VELERO: &str = r"
apiVersion: apps/v1
kind: Deployment
metadata: {name: velero, namespace: velero, generation: 1}
spec:
  replicas: 1
  selector: {matchLabels: {name: velero}}
  template:
    metadata: {labels: {name: velero}}
    spec: {containers: [{name: velero, image: 'velero/velero:v1.17.0', args: [server, --features=EnableCSI]}]}
status: {observedGeneration: 1, replicas: 1, readyReplicas: 1, updatedReplicas: 1, availableReplicas: 1}
---
apiVersion: velero.io/v1
kind: BackupStorageLocation
metadata: {name: default, namespace: velero}
spec: {provider: aws, default: true, objectStorage: {bucket: b}, config: {s3Url: 'https://s3.example.net'}}
status: {phase: Available, lastValidationTime: '2025-10-22T11:59:30Z'}
---
apiVersion: velero.io/v1
kind: Schedule
metadata: {name: daily-backup, namespace: velero, creationTimestamp: '2025-10-01T00:00:00Z'}
spec: {schedule: '0 2 * * *', template: {includedNamespaces: [monitoring], snapshotVolumes: true, ttl: 720h0m0s}}
status: {phase: Enabled}
---
apiVersion: velero.io/v1
kind: Backup
metadata: {name: daily-backup-1, namespace: velero, uid: u1, labels: {velero.io/schedule-name: daily-backup}}
spec: {includedNamespaces: [monitoring], snapshotVolumes: true, storageLocation: default}
status: {phase: Completed, startTimestamp: '2025-10-22T02:00:00Z', completionTimestamp: '2025-10-22T02:02:00Z', progress: {totalItems: 90, itemsBackedUp: 90}}
---
apiVersion: velero.io/v1
kind: Restore
metadata: {name: rehearsal, namespace: velero}
spec: {backupName: daily-backup-1}
status: {phase: Completed, startTimestamp: '2025-10-22T09:00:00Z', completionTimestamp: '2025-10-22T09:01:00Z', progress: {totalItems: 90, itemsRestored: 90}}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: grafana-data, namespace: monitoring}
spec: {accessModes: [ReadWriteOnce], storageClassName: local-storage-standard, volumeName: pv-1, resources: {requests: {storage: 10Gi}}}
status: {phase: Bound}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: grafana, namespace: monitoring, generation: 1}
spec:
  replicas: 1
  selector: {matchLabels: {app: grafana}}
  template:
    metadata: {labels: {app: grafana}}
    spec:
      containers: [{name: grafana, image: 'grafana/grafana:10.2.0'}]
      volumes: [{name: data, persistentVolumeClaim: {claimName: grafana-data}}]
status: {observedGeneration: 1, replicas: 1, readyReplicas: 1, updatedReplicas: 1, availableReplicas: 1}
---
apiVersion: v1
kind: Pod
metadata: {name: grafana-1, namespace: monitoring, labels: {app: grafana}}
spec:
  nodeName: n1
  containers: [{name: grafana, image: 'grafana/grafana:10.2.0'}]
  volumes: [{name: data, persistentVolumeClaim: {claimName: grafana-data}}]
status: {phase: Running, conditions: [{type: Ready, status: 'True'}]}
---
";

/// velero-restore-validate.sh is content with the word Completed.
#[test]
fn a_completed_restore_without_volume_data_is_no_coverage() {
    let claim = "PersistentVolumeClaim/monitoring/grafana-data";
    let without = audit_text(VELERO, &dump());
    assert!(yes(&without.facts.restores.seen()[0].passed), "the objects did come back");
    assert_eq!(without.word("backup/restore-drill", "cluster"), "pass");
    assert_eq!(without.word("backup/claims", claim), "fail");

    let copied = "apiVersion: velero.io/v1\nkind: PodVolumeBackup\nmetadata: {name: pvb, namespace: velero, labels: {velero.io/backup-name: daily-backup-1}}\nspec: {volume: data, pod: {kind: Pod, namespace: monitoring, name: grafana-1}, node: n1}\nstatus: {phase: Completed, progress: {totalBytes: 10, bytesDone: 10}}\n";
    let with = audit_text(&format!("{VELERO}{copied}"), &dump());
    assert_eq!(with.word("backup/claims", claim), "pass");

    let empty = VELERO.replace("progress: {totalItems: 90, itemsRestored: 90}", "progress: {}");
    let empty = audit_text(&empty, &dump());
    assert!(!yes(&empty.facts.restores.seen()[0].passed), "it found nothing to restore");
    assert_eq!(empty.word("backup/restore-drill", "cluster"), "fail");
}

/// generate-service-registry.sh lists a host as often as it is written, and with https whatever is served.
#[test]
fn a_host_is_listed_once_and_local_names_have_no_certificate() {
    let hosts: Vec<&str> = AFTER.facts.hosts.seen().iter().map(|it| it.host.as_str()).collect();
    let once: BTreeSet<&str> = hosts.iter().copied().collect();
    assert_eq!(hosts.len(), once.len());
    let vault = AFTER.facts.routes.seen().iter().filter(|it| it.host == "vault.254carbon.com");
    let vault: BTreeSet<&str> = vault.map(|it| it.namespace.as_str()).collect();
    assert_eq!(vault, BTreeSet::from(["data-platform", "vault-prod"]), "one host, two Ingresses");

    let local: Vec<_> = AFTER.facts.routes.seen().iter().filter(|it| it.host.ends_with(".local")).collect();
    assert!(local.len() > 8, "{}", local.len());
    let served: Vec<&str> = local.iter().filter(|it| yes(&it.tls)).map(|it| it.host.as_str()).collect();
    assert!(served.is_empty(), "{served:?}");
    assert!(AFTER.facts.routes.seen().iter().any(|it| it.host == "grafana.254carbon.com" && yes(&it.tls)));
}
