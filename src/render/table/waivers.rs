//! What is excused, what that hides, and which excuses have run out.

use std::collections::BTreeMap;

use crate::model::report::{Outcome, Report, ReportVerdict, ReportWaiver};
use crate::model::score::{one_decimal, percent};
use crate::render::page::{Cell, Column, Page};
use crate::render::style::Paint;

use super::words::count;

pub(super) fn waivers(report: &Report, page: &mut Page) {
    let mut excused: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (check, reason) in report.verdicts.iter().filter_map(excuse) {
        *excused.entry((check, reason)).or_default() += 1;
    }
    if excused.is_empty() && report.waivers_unused.is_empty() && report.waivers_expired.is_empty() {
        return;
    }
    page.section("Waivers");
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for ((check, reason), subjects) in excused {
        let state = format!("{} excused", count(subjects, "failure"));
        rows.push(vec![vec![page.text(check)], vec![page.text(&state)], vec![page.text(reason)]]);
    }
    for waiver in &report.waivers_unused {
        rows.push(stale(waiver, "matches nothing", page));
    }
    for waiver in &report.waivers_expired {
        let ended = waiver.until.as_ref().map_or("has ended".into(), |until| format!("ended on {until}"));
        rows.push(stale(waiver, &ended, page));
    }
    page.grid(2, &[Column::Wrapped; 3], &rows);
    if let Some(score) = report.score.as_ref().filter(|score| score.without_waivers < score.low) {
        // A difference that whole percents hide shows in the decimal.
        let number = match percent(score.without_waivers) {
            same if same == score.percent => one_decimal(score.without_waivers),
            other => other.to_string(),
        };
        let words = page.text(&format!("Without waivers the score is {number} %"));
        page.line(2, &[words]);
    }
}

fn stale(waiver: &ReportWaiver, state: &str, page: &Page) -> Vec<Cell> {
    let owner = waiver.owner.as_ref().map(|owner| format!(" ({owner})")).unwrap_or_default();
    let what = match waiver.subject.as_str() {
        "*" => waiver.check.clone(),
        subject => format!("{} {subject}", waiver.check),
    };
    let reason = format!("{}{owner}", waiver.reason);
    vec![vec![page.text(&what)], vec![page.painted(state, Paint::Fair)], vec![page.text(&reason)]]
}

fn excuse(verdict: &ReportVerdict) -> Option<(&str, &str)> {
    match &verdict.outcome {
        Outcome::Waived { reason, .. } => Some((&verdict.check, reason)),
        Outcome::Pass
        | Outcome::Fail { .. }
        | Outcome::Fault { .. }
        | Outcome::Unknown { .. }
        | Outcome::Blocked { .. }
        | Outcome::OutOfScope { .. }
        | Outcome::NotApplicable => None,
    }
}
