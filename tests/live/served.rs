//! What a server does not serve, or serves and has none of, does not exist: that is knowledge, and no gap.

use crate::definitions;
use crate::plane::Plane;
use crate::run::{report, run};
use serde_json::{Value, json};
use std::path::Path;

const NODE: &str = "{apiVersion: v1, kind: Node, metadata: {name: n1}, status: {nodeInfo: {kubeletVersion: v1.36.0}}}";

#[test]
fn resources_that_are_not_defined_and_those_without_objects_are_known_to_be_none() {
    let plane = Plane::start().unwrap_or_else(|why| panic!("{why}"));
    plane.apply(NODE);
    let kubeconfig = plane.kubeconfig();
    let undefined = report(kubeconfig, &[]);
    assert_nothing_is_unknown(&undefined);
    assert_velero_is_missing(&undefined);
    assert_eq!(with_gaps(kubeconfig), ["secrets"], "nobody was allowed to ask for these");

    definitions::apply(&plane);
    let empty = report(kubeconfig, &[]);
    assert_eq!(without_time(&undefined), without_time(&empty));
    assert_eq!(with_gaps(kubeconfig), ["secrets"]);
}

/// The lists of a snapshot of which something is missing.
fn with_gaps(kubeconfig: &Path) -> Vec<String> {
    let output = run(kubeconfig, &["snapshot", "-o", "-"]);
    let snapshot: Value = serde_json::from_slice(&output.stdout).expect("a snapshot");
    let lists = snapshot.as_object().expect("lists").iter();
    let gaps = |list: &Value| list["gaps"].as_array().is_some_and(|gaps| !gaps.is_empty());
    lists.filter(|(_, list)| gaps(list)).map(|(name, _)| name.clone()).collect()
}

fn assert_nothing_is_unknown(report: &Value) {
    assert_eq!(report["unread"], json!([]));
    let unknown = report["verdicts"].as_array().expect("verdicts").iter().filter(|it| it["outcome"] == "unknown");
    assert_eq!(unknown.collect::<Vec<_>>(), Vec::<&Value>::new());
}

fn assert_velero_is_missing(report: &Value) {
    let verdicts = report["verdicts"].as_array().expect("verdicts");
    let of_velero: Vec<&Value> = verdicts.iter().filter(|it| it["check"] == "backup/velero").collect();
    assert!(of_velero.len() == 1 && of_velero[0]["outcome"] == "fail", "{of_velero:?}");
}

fn without_time(report: &Value) -> Value {
    let mut report = report.clone();
    report["source"]["taken_at"].take();
    report
}
