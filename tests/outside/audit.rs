//! What `carbon audit` does between the files and the report.

use std::path::{Path, PathBuf};

use carbon::collect::files::{self, Options};
use carbon::collect::manifests::{self, Reading};
use carbon::derive::derive;
use carbon::judge::{Folder, Judgement, Pack, judge};
use carbon::model::facts::Facts;
use carbon::model::observed::Observed;
use carbon::model::report::{Outcome, Report};
use carbon::model::score::{Category, Cluster, Run};
use carbon::model::settings::Settings;
use carbon::score::score;

/// A platform, its facts and its report.
pub(crate) struct Audit {
    pub(crate) facts: Facts,
    pub(crate) report: Report,
}

/// Audits files.
pub(crate) fn audit(inputs: &[PathBuf], options: &Options) -> Audit {
    audit_reading(&pack(), read(inputs), options)
}

/// Audits text, as standard input.
pub(crate) fn audit_text(yaml: &str, options: &Options) -> Audit {
    let reading = manifests::read(&[PathBuf::from("-")], &mut yaml.as_bytes()).unwrap();
    assert!(reading.unreadable.is_empty(), "{:?}", reading.unreadable);
    audit_reading(&pack(), reading, options)
}

/// Documents of files.
pub(crate) fn read(inputs: &[PathBuf]) -> Reading {
    manifests::read(inputs, &mut std::io::empty()).unwrap()
}

/// Audits documents.
pub(crate) fn audit_reading(pack: &Pack, reading: Reading, options: &Options) -> Audit {
    let observed = files::collect(reading, options).observed;
    let settings = Settings { profile: "production".to_owned(), ..Settings::default() };
    let facts = derive(&observed, &settings);
    let judgement = judge(pack, &facts, &settings, observed.source.taken_at).unwrap();
    let report = report(pack, &observed, &facts, &settings, judgement);
    Audit { facts, report }
}

fn report(pack: &Pack, observed: &Observed, facts: &Facts, settings: &Settings, judgement: Judgement) -> Report {
    let categories: Vec<Category> = pack
        .categories
        .iter()
        .map(|(id, it)| Category { id: id.clone(), title: it.title.clone(), weight: it.weight })
        .collect();
    let run = Run {
        carbon: "0".to_owned(),
        checks: pack.hash.clone(),
        source: observed.source.clone(),
        cluster: Cluster {
            distribution: facts.cluster.distribution.clone(),
            version: facts.cluster.version.clone(),
            nodes: facts.cluster.nodes.clone().map(|it| u64::try_from(it).unwrap()),
        },
        profile: settings.profile.clone(),
        edition: settings.edition,
        selection: settings.selection.clone(),
        probed: false,
        not_selected: Vec::new(),
        not_scored: judgement.not_scored.clone(),
        waivers_unused: Vec::new(),
        waivers_expired: Vec::new(),
    };
    score(run, &categories, judgement.judged)
}

/// The checks that come with carbon.
pub(crate) fn pack() -> Pack {
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

/// An outcome in one word.
pub(crate) fn word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Pass => "pass",
        Outcome::Fail { .. } => "fail",
        Outcome::Unknown { .. } => "unknown",
        Outcome::OutOfScope { .. } => "out-of-scope",
        Outcome::NotApplicable => "not-applicable",
        Outcome::Blocked { .. } => "blocked",
        Outcome::Waived { .. } => "waived",
        Outcome::Fault { .. } => "fault",
    }
}

impl Audit {
    /// The words of a check, by subject; of two verdicts on one subject, both.
    pub(crate) fn words(&self, check: &str) -> Vec<(&str, &'static str)> {
        let verdicts = self.report.verdicts.iter().filter(|it| it.check == check);
        verdicts.map(|it| (it.subject.as_str(), word(&it.outcome))).collect()
    }

    /// The one word of a check on a subject.
    pub(crate) fn word(&self, check: &str, subject: &str) -> &'static str {
        let words: Vec<_> = self.words(check).into_iter().filter(|(it, _)| *it == subject).collect();
        assert_eq!(words.len(), 1, "{check} {subject}: {words:?}");
        words[0].1
    }
}
