//! A world is judged the same from its files and from a cluster that has it, but for what such a cluster cannot have.

use crate::run::report;
use crate::world::{self, Loaded};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A difference that is there for a reason. An asterisk at the end of the check or the subject stands for what follows.
struct Difference {
    check: &'static str,
    subject: &'static str,
    /// The outcome from files; `None` = there is no such subject.
    files: Option<&'static str>,
    /// The outcome from the cluster.
    live: Option<&'static str>,
    why: &'static str,
}

impl Difference {
    const fn of(check: &'static str, subject: &'static str, why: &'static str) -> Self {
        Self { check, subject, files: None, live: None, why }
    }

    const fn files(self, outcome: &'static str) -> Self {
        Self { files: Some(outcome), ..self }
    }

    const fn live(self, outcome: &'static str) -> Self {
        Self { live: Some(outcome), ..self }
    }
}

const BOOTSTRAP: &str = "worlds leave out what every API server makes for itself and its own components";
const NO_METRICS: &str = "the metrics server is one of the simulated pods, so nothing answers for it";

const EVERYWHERE: [Difference; 2] = [
    Difference::of("security/wildcard-rbac", "ClusterRoleBinding/system:*", BOOTSTRAP).live("not_applicable"),
    Difference::of("security/wildcard-rbac", "RoleBinding/kube-*", BOOTSTRAP).live("not_applicable"),
];

const NO_HARBOR: &str = "files cannot hold the answers of a Harbor; that of a cluster is asked where it is configured";

const GOLDEN: [Difference; 7] = [
    Difference::of("availability/autoscalers", "HorizontalPodAutoscaler/*", "they were made a moment ago")
        .files("pass")
        .live("unknown"),
    Difference::of("platform/api-services", "APIService/v1beta1.metrics.k8s.io", NO_METRICS).files("pass"),
    Difference::of("platform/api-services", "cluster", NO_METRICS).live("not_applicable"),
    Difference::of("platform/metrics-api", "cluster", NO_METRICS).files("pass").live("fail"),
    Difference::of("platform/harbor-*", "*", NO_HARBOR).files("out_of_scope").live("unknown"),
    Difference::of("registry/login", "*", NO_HARBOR).files("out_of_scope").live("unknown"),
    Difference::of("registry/robots", "*", NO_HARBOR).files("out_of_scope").live("unknown"),
];

const BACKED_UP: [Difference; 6] = [
    Difference::of("network/service-endpoints", "Service/default/kubernetes", BOOTSTRAP).live("not_applicable"),
    Difference::of("security/default-deny", "Namespace/default", BOOTSTRAP).live("not_applicable"),
    Difference::of("security/default-deny", "Namespace/kube-*", BOOTSTRAP).live("not_applicable"),
    Difference::of("security/pod-security", "Namespace/default", BOOTSTRAP).live("not_applicable"),
    Difference::of("security/pod-security", "Namespace/kube-*", BOOTSTRAP).live("not_applicable"),
    Difference::of("security/wildcard-rbac", "cluster", BOOTSTRAP).files("not_applicable"),
];

#[test]
fn the_golden_world_is_judged_live_as_from_files() {
    agree(world::golden(), &GOLDEN);
}

#[test]
fn the_golden_world_of_the_day_before_is_judged_live_as_from_files() {
    agree(&world::load("254carbon/before"), &GOLDEN);
}

#[test]
fn a_world_with_backups_is_judged_live_as_from_files() {
    agree(&world::load("backed-up"), &BACKED_UP);
}

fn agree(loaded: &Loaded, of_the_world: &[Difference]) {
    let listed: Vec<&Difference> = EVERYWHERE.iter().chain(of_the_world).collect();
    let live = report(loaded.kubeconfig(), &[]);
    let now = live["source"]["taken_at"].as_str().expect("a time");
    let files = loaded.files.to_str().expect("UTF-8");
    let files = report(loaded.kubeconfig(), &["-f", files, "--input", "dump", "--complete", "--now", now]);
    assert_eq!(files["source"]["taken_at"], live["source"]["taken_at"]);
    assert_eq!(files["cluster"], live["cluster"]);
    assert_eq!((&files["faults"], &live["faults"]), (&json!([]), &json!([])));

    let workloads = workloads(&files);
    let (files, live) = (verdicts(&files, &workloads), verdicts(&live, &workloads));
    let mut occurred = BTreeSet::new();
    let mut wrong = Vec::new();
    let keys: BTreeSet<_> = files.keys().chain(live.keys()).collect();
    for key in keys {
        let (from_files, from_live) = (files.get(key), live.get(key));
        if from_files == from_live {
            continue;
        }
        match listed.iter().position(|it| it.tells(key, from_files, from_live)) {
            Some(position) => drop(occurred.insert(position)),
            None => wrong.push(format!("{key:?}\n  files {}\n  live  {}", shown(from_files), shown(from_live))),
        }
    }
    let unused = listed.iter().enumerate().filter(|(position, _)| !occurred.contains(position));
    wrong.extend(unused.map(|(_, it)| format!("{} {} does not differ, although {}", it.check, it.subject, it.why)));
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}

impl Difference {
    fn tells(
        &self,
        (check, subject): &(String, String),
        files: Option<&Vec<Value>>,
        live: Option<&Vec<Value>>,
    ) -> bool {
        let fits = |name: &str, pattern: &str| match pattern.strip_suffix('*') {
            Some(start) => name.starts_with(start),
            None => name == pattern,
        };
        let all_are = |verdicts: Option<&Vec<Value>>, outcome: Option<&str>| match (verdicts, outcome) {
            (Some(verdicts), Some(outcome)) => verdicts.iter().all(|it| it["outcome"] == outcome),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        fits(check, self.check) && fits(subject, self.subject) && all_are(files, self.files) && all_are(live, self.live)
    }
}

fn shown(verdicts: Option<&Vec<Value>>) -> String {
    verdicts.map_or_else(|| "nothing".to_owned(), |them| json!(them).to_string())
}

/// Verdicts without where they were read, by check and subject. A pod with a made-up name is called after its workload.
fn verdicts(report: &Value, workloads: &BTreeSet<String>) -> BTreeMap<(String, String), Vec<Value>> {
    let mut verdicts: BTreeMap<_, Vec<Value>> = BTreeMap::new();
    for verdict in report["verdicts"].as_array().expect("verdicts") {
        let mut verdict = verdict.clone();
        let fields = verdict.as_object_mut().expect("an object");
        fields.remove("origin");
        let text = |it: Option<Value>| it.as_ref().and_then(Value::as_str).expect("text").to_owned();
        let check = text(fields.remove("check"));
        let subject = named(&text(fields.remove("subject")), workloads);
        verdicts.entry((check, subject)).or_default().push(verdict);
    }
    verdicts.values_mut().for_each(|them| them.sort_by_key(Value::to_string));
    verdicts
}

/// The workloads whose pods have made-up names, as `namespace/name-`.
fn workloads(report: &Value) -> BTreeSet<String> {
    let verdicts = report["verdicts"].as_array().expect("verdicts").iter();
    let subjects = verdicts.filter_map(|it| it["subject"].as_str()).filter_map(|it| it.split_once('/'));
    let them = subjects.filter(|(kind, _)| ["Deployment", "DaemonSet", "Job"].contains(kind));
    them.map(|(_, name)| format!("{name}-")).collect()
}

fn named(subject: &str, workloads: &BTreeSet<String>) -> String {
    let Some(pod) = subject.strip_prefix("Pod/") else { return subject.to_owned() };
    let workload = workloads.iter().filter(|it| pod.starts_with(*it)).max_by_key(|it| it.len());
    workload.map_or_else(|| subject.to_owned(), |it| format!("Pod/{it}*"))
}
