//! Every folder of the corpus is read, derived and judged, as desired state and as a dump: without a panic, without a
//! check that goes wrong, and twice with the same bytes.

use std::path::PathBuf;

use carbon::collect::files::{Options, collect};
use carbon::collect::manifests::{Declared, Reading};
use carbon::derive::derive;
use carbon::judge::Pack;
use carbon::model::settings::Settings;
use carbon::model::source::SourceKind;

use crate::audit::{audit_reading, pack, read, word};
use crate::shared;

fn folders() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(shared("corpus")).unwrap().map(|it| it.unwrap().path());
    let mut folders: Vec<PathBuf> = entries.filter(|it| it.is_dir()).collect();
    folders.sort();
    assert!(folders.len() > 20, "{folders:?}");
    folders
}

fn options(input: Declared) -> Options {
    Options { input: Some(input), now: Some("2026-11-01T12:00:00Z".parse().unwrap()), ..Options::default() }
}

#[test]
fn every_folder_is_judged_without_a_fault_and_twice_the_same() {
    let pack = pack();
    for (number, folder) in folders().iter().enumerate() {
        let mut reading = read(std::slice::from_ref(folder));
        for (input, kind) in [(Declared::Desired, SourceKind::Desired), (Declared::Dump, SourceKind::Dump)] {
            let name = format!("{} as {kind:?}", folder.display());
            let first = bytes(&pack, copy(&mut reading), input, &name);
            // Once a folder is enough to tell chance from order.
            if (number % 2 == 0) == (kind == SourceKind::Dump) {
                let second = bytes(&pack, copy(&mut reading), input, &name);
                assert!(first == second, "{name}: two runs differ");
            }
        }
    }
}

/// The facts and the report, once it is certain that nothing in it is a fault.
fn bytes(pack: &Pack, reading: Reading, input: Declared, name: &str) -> Vec<u8> {
    let audit = audit_reading(pack, reading, &options(input));
    assert!(audit.report.faults.is_empty(), "{name}: {:?}", audit.report.faults);
    let faults: Vec<_> = audit.report.verdicts.iter().filter(|it| word(&it.outcome) == "fault").collect();
    assert!(faults.is_empty(), "{name}: {faults:?}");
    let mut bytes = serde_json::to_vec(&audit.facts).unwrap();
    bytes.extend(serde_json::to_vec(&audit.report).unwrap());
    bytes
}

/// The same documents once more, without reading files again.
fn copy(reading: &mut Reading) -> Reading {
    Reading {
        documents: reading.documents.clone(),
        empty_lists: reading.empty_lists.clone(),
        source: reading.source.clone(),
        skipped: reading.skipped.clone(),
        unreadable: reading.unreadable.clone(),
        roots: reading
            .roots
            .iter()
            .map(|it| carbon::collect::manifests::Root { path: it.path.clone(), ..*it })
            .collect(),
        ..Reading::default()
    }
}

#[test]
fn definitions_of_resources_are_no_workloads() {
    let reading = read(&[shared("contracts")]);
    assert!(reading.documents.iter().any(|it| it.value["kind"] == "CustomResourceDefinition"));
    let collected = collect(reading, &options(Declared::Dump));
    assert!(collected.not_read.get("CustomResourceDefinition").is_some_and(|it| *it > 50), "{:?}", collected.not_read);
    let facts = derive(&collected.observed, &Settings::default());
    assert_eq!((facts.workloads.seen().len(), facts.images.seen().len(), facts.routes.seen().len()), (0, 0, 0));
}
