//! What is missing from the answer: not read, gone wrong, left out.

use std::collections::BTreeSet;

use crate::model::known::Ignorance;
use crate::model::report::{Outcome, Report, ReportVerdict};
use crate::model::score::percent;
use crate::render::page::{Cell, Column, Page};
use crate::render::style::Paint;

use super::words::{count, listed, remedy, source};

pub(super) fn unread(report: &Report, page: &mut Page) {
    if report.unread.is_empty() {
        return;
    }
    page.section("Unread");
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for unread in &report.unread {
        let why = Ignorance::new(unread.because.clone(), unread.resource.clone()).to_string();
        let checks = match page.style().all {
            true => unread.checks.join(", "),
            false => count(unread.checks.len(), "check"),
        };
        let help = remedy(unread).unwrap_or_default();
        rows.push(vec![vec![page.painted(&why, Paint::Fair)], vec![page.text(&checks)], vec![page.text(help)]]);
    }
    page.grid(2, &[Column::Wrapped; 3], &rows);
}

pub(super) fn faults(report: &Report, page: &mut Page) {
    if report.faults.is_empty() {
        return;
    }
    page.section("Faults: these checks went wrong themselves; they count as unknown");
    let row = |texts: [&str; 3]| texts.map(|text| vec![page.text(text)]).to_vec();
    let rows: Vec<Vec<Cell>> = report.faults.iter().map(|it| row([&it.check, &it.subject, &it.message])).collect();
    page.grid(2, &[Column::Wrapped; 3], &rows);
}

/// One line each for what was not judged, and for how much was.
pub(super) fn left_out(report: &Report, page: &mut Page) {
    let lines = [not_selected(report), not_scored(report), out_of_scope(report, page), coverage(report)];
    let lines: Vec<String> = lines.into_iter().flatten().collect();
    if !lines.is_empty() {
        page.blank();
    }
    for line in lines {
        let line = page.text(&line);
        page.line(0, &[line]);
    }
}

fn not_selected(report: &Report) -> Option<String> {
    let mut parts = Vec::new();
    for wanted in &report.permissions {
        let flag = wanted.permission.flag().map(|flag| format!(" ({flag})")).unwrap_or_default();
        parts.push((wanted.checks.len(), format!("{}{flag}", wanted.permission.deed(wanted.checks.len()))));
    }
    let waiting: usize = parts.iter().map(|(number, _)| number).sum();
    let off = report.not_selected.len().saturating_sub(waiting);
    if off > 0 {
        parts.push((off, if off == 1 { "is switched off".into() } else { "are switched off".into() }));
    }
    let words = parts.iter().enumerate().map(|(place, (number, deed))| match place {
        0 => format!("{} {deed}", count(*number, "check")),
        _ => format!("{number} {deed}"),
    });
    let words: Vec<String> = words.collect();
    (!words.is_empty()).then(|| format!("Not selected: {}", words.join(", ")))
}

fn not_scored(report: &Report) -> Option<String> {
    let edition = report.edition.as_deref().map(|edition| format!(" than edition {edition}")).unwrap_or_default();
    let checks = report.not_scored.len();
    (checks > 0).then(|| format!("Not scored yet: {}, newer{edition}", count(checks, "check")))
}

fn out_of_scope(report: &Report, page: &Page) -> Option<String> {
    let checks = report.out_of_scope.len();
    let resources: BTreeSet<&str> = report.verdicts.iter().filter_map(lacks).collect();
    let resources: Vec<&str> = resources.into_iter().collect();
    let resources = listed(&resources, page.style());
    (checks > 0).then(|| format!("Out of scope for {}: {} ({resources})", source(report), count(checks, "check")))
}

fn lacks(verdict: &ReportVerdict) -> Option<&str> {
    match &verdict.outcome {
        Outcome::OutOfScope { why } => Some(&why.resource),
        Outcome::Pass
        | Outcome::Fail { .. }
        | Outcome::Fault { .. }
        | Outcome::Unknown { .. }
        | Outcome::Blocked { .. }
        | Outcome::Waived { .. }
        | Outcome::NotApplicable => None,
    }
}

fn coverage(report: &Report) -> Option<String> {
    let judged = report.score.as_ref().map(|score| percent(score.coverage)).filter(|judged| *judged < 100)?;
    Some(format!("Judged: {judged} % of the weight"))
}
