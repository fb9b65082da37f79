//! What fails: blockers first, then every finding by severity.

use std::collections::BTreeMap;

use crate::model::report::{CheckResult, CheckScore, Outcome, Report, ReportVerdict};
use crate::model::severity::Severity;
use crate::model::verdict::Origin;
use crate::render::page::{Cell, Column, Page};
use crate::render::style::Paint;

use super::words::{count, failure, paint};

/// Subjects shown of a check before the rest is folded away.
const SHOWN: usize = 5;

pub(super) fn blockers(report: &Report, page: &mut Page) {
    if report.blockers.is_empty() {
        return;
    }
    let failing = failing(report);
    let blocked = blocked(report);
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for check in report.checks.iter().filter(|check| report.blockers.contains(&check.id)) {
        let verdicts = failing.get(check.id.as_str()).map_or(&[][..], |verdicts| verdicts);
        let mut found = first_found(verdicts, page);
        if let Some(waiting) = blocked.get(check.id.as_str()) {
            found.push(page.text(&format!("; blocks {}", count(waiting.len(), "check"))));
        }
        let remedy = check.remedy.as_ref().map(|fix| format!("carbon fix {fix}")).unwrap_or_default();
        rows.push(vec![vec![page.painted(&check.id, Paint::Bad)], found, vec![page.text(&remedy)]]);
    }
    page.section("Blockers");
    page.grid(2, &[Column::Wrapped; 3], &rows);
    let hint = [page.painted("carbon explain CHECK says why it matters and how to mend it", Paint::Faint)];
    page.line(2, &hint);
}

fn first_found(verdicts: &[&ReportVerdict], page: &Page) -> Cell {
    let Some((first, rest)) = verdicts.split_first() else { return Vec::new() };
    let mut cell = Vec::new();
    if first.subject != "cluster" {
        cell.extend([page.text(&first.subject), page.text(": ")]);
    }
    cell.push(page.text(failure(first).unwrap_or_default()));
    if !rest.is_empty() {
        cell.push(page.text(&format!(" (and {} more)", rest.len())));
    }
    cell
}

pub(super) fn findings(report: &Report, page: &mut Page) {
    let failing = failing(report);
    let blocked = blocked(report);
    for severity in [Severity::Critical, Severity::High, Severity::Medium, Severity::Low] {
        let checks = report.checks.iter().filter(|it| it.severity == severity && it.result == CheckResult::Fail);
        let checks: Vec<&CheckScore> = checks.collect();
        if checks.is_empty() {
            continue;
        }
        let noun = format!("{severity} finding");
        page.section(&count(checks.len(), &noun));
        for check in checks {
            let id = page.painted(&check.id, paint(severity));
            let title = page.text(&format!("  {}", check.title));
            page.line(2, &[id, title]);
            subjects(failing.get(check.id.as_str()).map_or(&[][..], |verdicts| verdicts), page);
            if let Some(waiting) = blocked.get(check.id.as_str()) {
                blocks(waiting, page);
            }
        }
    }
}

fn subjects(verdicts: &[&ReportVerdict], page: &mut Page) {
    // One more than is shown would be folded into a line of its own length.
    let shown = if page.style().all || verdicts.len() <= SHOWN + 1 { verdicts.len() } else { SHOWN };
    let rows: Vec<Vec<Cell>> = verdicts[..shown]
        .iter()
        .map(|verdict| {
            let mut found = vec![page.text(failure(verdict).unwrap_or_default())];
            if let Some(Origin::File { path, line }) = &verdict.origin {
                found.push(page.painted(&format!("  {path}:{line}"), Paint::Faint));
            }
            vec![vec![page.text(&verdict.subject)], found]
        })
        .collect();
    page.grid(4, &[Column::Wrapped; 2], &rows);
    if verdicts.len() > shown {
        let folded = page.painted(&format!("and {} more (--all)", verdicts.len() - shown), Paint::Faint);
        page.line(4, &[folded]);
    }
}

fn blocks(waiting: &[&str], page: &mut Page) {
    let words = match page.style().all {
        true => format!("blocks {}", waiting.join(", ")),
        false => format!("blocks {}", count(waiting.len(), "check")),
    };
    let words = page.painted(&words, Paint::Faint);
    page.line(4, &[words]);
}

/// The failing verdicts of each check.
fn failing(report: &Report) -> BTreeMap<&str, Vec<&ReportVerdict>> {
    let mut failing: BTreeMap<&str, Vec<&ReportVerdict>> = BTreeMap::new();
    for verdict in report.verdicts.iter().filter(|verdict| failure(verdict).is_some()) {
        failing.entry(&verdict.check).or_default().push(verdict);
    }
    failing
}

/// The checks that wait for each failing one, directly or behind another; each once.
fn blocked(report: &Report) -> BTreeMap<&str, Vec<&str>> {
    let by: BTreeMap<&str, &str> = report.verdicts.iter().filter_map(waits_for).collect();
    let mut blocked: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for check in by.keys() {
        let mut root = *check;
        // Longer than the number of checks would be a circle.
        for _ in 0..by.len() {
            root = by.get(root).copied().unwrap_or(root);
        }
        blocked.entry(root).or_default().push(check);
    }
    blocked
}

fn waits_for(verdict: &ReportVerdict) -> Option<(&str, &str)> {
    match &verdict.outcome {
        Outcome::Blocked { by } => Some((&verdict.check, by)),
        Outcome::Pass
        | Outcome::Fail { .. }
        | Outcome::Fault { .. }
        | Outcome::Unknown { .. }
        | Outcome::Waived { .. }
        | Outcome::OutOfScope { .. }
        | Outcome::NotApplicable => None,
    }
}
