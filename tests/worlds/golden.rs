//! The platform of 254Carbon comes to the table of its own progress report: 60 %, then 75 %, and not ready in both.

use carbon::derive::derive;
use carbon::model::known::Known;
use carbon::model::report::Report;
use carbon::model::score::{Category, Cluster, Run};
use carbon::score::{compare, score};

use crate::{judged, observed, pack, settings};

fn report(world: &str) -> Report {
    let pack = pack();
    let observed = observed(world);
    let judgement = judged(&pack, &observed);
    let facts = derive(&observed, &settings());
    let categories: Vec<Category> = pack
        .categories
        .iter()
        .map(|(id, it)| Category { id: id.clone(), title: it.title.clone(), weight: it.weight })
        .collect();
    let run = Run {
        carbon: "0.1.0".to_owned(),
        checks: pack.hash.clone(),
        source: observed.source.clone(),
        cluster: Cluster {
            distribution: facts.cluster.distribution.clone(),
            version: facts.cluster.version.clone(),
            nodes: facts.cluster.nodes.clone().map(|it| u64::try_from(it).unwrap()),
        },
        profile: "production".to_owned(),
        edition: settings().edition,
        selection: settings().selection,
        probed: false,
        not_selected: Vec::new(),
        not_scored: Vec::new(),
        waivers_unused: Vec::new(),
        waivers_expired: Vec::new(),
    };
    assert!(matches!(run.cluster.nodes, Known::Yes(1)));
    score(run, &categories, judgement.judged)
}

/// Category by category in parts per million, and the whole.
fn table(report: &Report) -> Vec<(String, u32)> {
    let ppm = |low: Option<u32>, high: Option<u32>| {
        assert_eq!(low, high, "nothing is unknown");
        low.expect("a score")
    };
    let mut rows: Vec<(String, u32)> =
        report.categories.iter().map(|it| (it.id.clone(), ppm(it.low, it.high))).collect();
    rows.sort();
    rows
}

fn expected(access: u32, monitoring: u32) -> Vec<(String, u32)> {
    let rows = [
        ("access", access),
        ("availability", 250_000),
        ("backup", 0),
        ("monitoring", monitoring),
        ("network", 1_000_000),
        ("platform", 1_000_000),
        ("registry", 0),
        ("security", 1_000_000),
        ("workloads", 1_000_000),
    ];
    rows.map(|(id, ppm)| (id.to_owned(), ppm)).to_vec()
}

#[test]
fn the_platform_before_is_at_60_percent() {
    let report = report("254carbon/before");
    assert_eq!(table(&report), expected(0, 500_000), "{}", findings(&report));
    let score = report.score.as_ref().expect("a score");
    assert_eq!((score.low, score.high), (600_000, 600_000));
}

#[test]
fn the_platform_after_is_at_75_percent_and_was_at_60() {
    let report = compare(report("254carbon/after"), &report("254carbon/before"));
    assert_eq!(table(&report), expected(1_000_000, 1_000_000), "{}", findings(&report));
    let score = report.score.as_ref().expect("a score");
    assert_eq!((score.low, score.high, score.was), (750_000, 750_000, Some(600_000)));
}

#[test]
fn neither_is_ready_and_the_blockers_are_those_of_the_report() {
    let blockers = |world| report(world).blockers;
    let lasting = ["availability/control-plane", "availability/nodes", "availability/postgresql", "backup/velero"];
    let mut after = blockers("254carbon/after");
    after.sort();
    let (missing, more): (Vec<_>, Vec<_>) = (
        lasting.iter().filter(|it| !after.iter().any(|id| id == **it)).collect(),
        after.iter().filter(|id| !lasting.contains(&id.as_str())).collect(),
    );
    assert!(missing.is_empty(), "missing {missing:?}");
    // What else blocks has to be a gap that the report names as well: backups of the database.
    assert!(more.iter().all(|id| id.starts_with("backup/")), "{more:?}");
    assert!(blockers("254carbon/before").iter().any(|id| id == "access/authentication"));
}

fn findings(report: &Report) -> String {
    carbon::render::table(report, &carbon::render::Style { width: 160, color: false, ascii: false, all: true })
}
