//! Whole platforms: the golden world comes to its table, and no platform is judged by what could not be seen.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod golden;
mod harbor;
mod honesty;
mod reads;
mod secrets;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use carbon::collect::files::{self, Options};
use carbon::collect::manifests;
use carbon::derive::derive;
use carbon::judge::{Folder, Judgement, Pack, judge};
use carbon::model::observed::Observed;
use carbon::model::settings::{Edition, Settings};
use carbon::model::verdict::{Judged, Outcome};

/// Every world, by the folder below tests/worlds.
const WORLDS: [&str; 3] = ["254carbon/before", "254carbon/after", "backed-up"];

fn folder(world: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/worlds").join(world)
}

fn observed(world: &str) -> Observed {
    collected(manifests::read(&[folder(world)], &mut std::io::empty()).expect("the world is there"))
}

fn collected(reading: manifests::Reading) -> Observed {
    let collected = files::collect(reading, &Options::default());
    assert!(collected.unreadable.is_empty(), "{:?}", collected.unreadable);
    collected.observed
}

fn pack() -> Pack {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("checks");
    let files = walkdir::WalkDir::new(&root).sort_by_file_name().into_iter().map(Result::unwrap);
    let yaml = files.filter(|it| it.path().extension().is_some_and(|it| it == "yaml"));
    let files = yaml.map(|it| {
        let below = it.path().strip_prefix(&root).unwrap().to_string_lossy().into_owned();
        (below, std::fs::read_to_string(it.path()).unwrap())
    });
    let folder = Folder { pack: None, path: "checks".to_owned(), files: files.collect() };
    Pack::load(&[folder]).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn settings() -> Settings {
    Settings { profile: "production".to_owned(), edition: Some(Edition(0, 1)), ..Settings::default() }
}

fn judged(pack: &Pack, observed: &Observed) -> Judgement {
    let settings = settings();
    judge(pack, &derive(observed, &settings), &settings, observed.source.taken_at).unwrap()
}

/// Outcomes by check and subject.
fn outcomes(judged: &[Judged]) -> BTreeMap<(&str, &str), &Outcome> {
    let all = judged.iter().flat_map(|it| it.verdicts.iter().map(move |verdict| (it, verdict)));
    all.map(|(it, verdict)| ((it.id.as_str(), verdict.subject.as_str()), &verdict.outcome)).collect()
}
