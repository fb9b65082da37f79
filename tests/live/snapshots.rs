//! A snapshot of a cluster gives the report of an audit of the cluster at that time, byte for byte.

use crate::run::{run, stderr};
use crate::world::{self, Loaded};
use std::fs;

/// What audits are narrowed to: each reads other lists of the cluster, and fewer than a snapshot does.
const NARROWED: [&[&str]; 6] = [
    &[],
    &["--check", "backup/*"],
    &["--check", "monitoring/*"],
    &["--check", "availability/*", "--check", "workloads/crash-loops"],
    &["--category", "access", "--category", "network"],
    &["--check", "platform/metrics-api"],
];

#[test]
fn a_snapshot_of_a_cluster_gives_the_report_of_a_live_audit() {
    let loaded = world::golden();
    let snapshot = snapshot(loaded, "whole.json");
    for arguments in NARROWED {
        let live = reports(loaded, &[], arguments);
        // Two readings differ in when they were made: the snapshot is told that it was made when the audit was.
        let file = loaded.write("aligned.json", &at(&snapshot, taken_at(&live[0])));
        let saved = reports(loaded, &["--snapshot", &file], arguments);
        for (live, saved) in live.iter().zip(&saved) {
            assert!(live == saved, "{arguments:?}: {}", first_difference(live, saved));
        }
    }
}

#[test]
fn a_compressed_snapshot_of_a_cluster_holds_the_same() {
    let loaded = world::golden();
    let plain = snapshot(loaded, "plain.json");
    let packed = snapshot(loaded, "packed.json.zst");
    let packed = at(&packed, taken_at(&plain));
    assert!(plain == packed, "{}", first_difference(&plain, &packed));
}

/// What `carbon snapshot` writes.
fn snapshot(loaded: &Loaded, name: &str) -> String {
    let file = loaded.write(name, "");
    carbon(loaded, &["snapshot", "-o", &file]);
    let bytes = fs::read(&file).expect("a snapshot");
    let bytes = if name.ends_with(".zst") { zstd::decode_all(bytes.as_slice()).expect("zstd") } else { bytes };
    String::from_utf8(bytes).expect("UTF-8")
}

fn carbon(loaded: &Loaded, arguments: &[&str]) {
    let output = run(loaded.kubeconfig(), arguments);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

/// The report of one audit in both formats.
fn reports(loaded: &Loaded, source: &[&str], arguments: &[&str]) -> [String; 2] {
    let files = ["report.json", "report.txt"].map(|name| loaded.write(name, ""));
    let outputs = [format!("json={}", files[0]), format!("table={}", files[1])];
    carbon(
        loaded,
        &[&["audit", "--fail-on", "never", "-o", &outputs[0], "-o", &outputs[1]], source, arguments].concat(),
    );
    files.map(|file| fs::read_to_string(file).expect("a report"))
}

/// The time of the reading, which a report and a snapshot tell in the same words.
fn taken_at(text: &str) -> &str {
    let (_, rest) = text.split_once("\"taken_at\":").expect("a time");
    rest.split('"').nth(1).expect("a time")
}

fn at(text: &str, time: &str) -> String {
    text.replacen(taken_at(text), time, 1)
}

/// Where two texts part.
fn first_difference(a: &str, b: &str) -> String {
    let at = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let around = |text: &str| {
        let bytes = text.as_bytes();
        String::from_utf8_lossy(&bytes[at.saturating_sub(200)..bytes.len().min(at + 200)]).into_owned()
    };
    format!("they part at byte {at}:\n{}\n---\n{}", around(a), around(b))
}
