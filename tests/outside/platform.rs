//! The manifests of the 254Carbon platform on two days, as they are: every verdict on access, monitoring and backup
//! was read against the files by hand, and stands in `expected/DATE.txt`.
//!
//! A line is `OUTCOME CHECK SUBJECT # why`; `gap CHECK RESOURCE` is a part of a check's list that was not read. Where
//! carbon is known to be wrong, the line holds the right answer and says `# WRONG:`.

use std::collections::BTreeMap;
use std::path::Path;

use carbon::collect::files::Options;

use crate::audit::{Audit, audit, word};
use crate::shared;

const CATEGORIES: [&str; 3] = ["access", "monitoring", "backup"];

/// The platform on a day, judged as of its noon.
pub(crate) fn platform(date: &str) -> Audit {
    let now = format!("{date}T12:00:00Z").parse().unwrap();
    audit(&[shared(&format!("corpus/254carbon/{date}"))], &Options { now: Some(now), ..Options::default() })
}

#[test]
fn the_platform_before_single_sign_on_is_judged_as_its_files_say() {
    compare("2025-10-19");
}

#[test]
fn the_platform_after_single_sign_on_is_judged_as_its_files_say() {
    compare("2025-10-22");
}

fn compare(date: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/outside/expected").join(format!("{date}.txt"));
    let text = std::fs::read_to_string(path).unwrap();
    let known_wrong: Vec<&str> = text.lines().filter(|it| it.contains("# WRONG:")).collect();
    let expected = counted(text.lines().map(answer).filter(|it| !it.is_empty()));
    let got = counted(answers(&platform(date)));
    let mut wrong = Vec::new();
    for (line, times) in &expected {
        let found = got.get(line).copied().unwrap_or_default();
        (found..*times).for_each(|_| wrong.push(format!("missing: {line}")));
    }
    for (line, times) in &got {
        let wanted = expected.get(line).copied().unwrap_or_default();
        (wanted..*times).for_each(|_| wrong.push(format!("new:     {line}")));
    }
    let (count, lines) = (known_wrong.len(), known_wrong.join("\n"));
    assert!(known_wrong.is_empty(), "{date}: {count} answers are known to be wrong:\n{lines}");
    assert!(wrong.is_empty(), "{date}: {} differences:\n{}", wrong.len(), wrong.join("\n"));
}

/// A line without its comment, one space between words.
fn answer(line: &str) -> String {
    let line = line.split(" # ").next().unwrap_or_default();
    let words: Vec<&str> = if line.starts_with('#') { Vec::new() } else { line.split_whitespace().collect() };
    assert!(matches!(words.len(), 0 | 3), "no answer: {line}");
    words.join(" ")
}

fn answers(audit: &Audit) -> impl Iterator<Item = String> {
    let ours = |check: &str| check.split('/').next().is_some_and(|it| CATEGORIES.contains(&it));
    let verdicts = audit.report.verdicts.iter().filter(move |it| ours(&it.check));
    let verdicts = verdicts.map(|it| format!("{} {} {}", word(&it.outcome), it.check, it.subject));
    let checks = audit.report.checks.iter().filter(move |it| ours(&it.id));
    let gaps = checks.flat_map(|it| it.gaps.iter().map(|gap| format!("gap {} {}", it.id, gap.why.resource)));
    verdicts.chain(gaps)
}

fn counted(lines: impl Iterator<Item = String>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    lines.for_each(|it| *counts.entry(it).or_default() += 1);
    counts
}
