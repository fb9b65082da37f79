//! The table of categories, with the score as its last line.

use crate::model::known::Ignorance;
use crate::model::report::{Baseline, CategoryScore, CheckResult, Outcome, Readiness, Report};
use crate::model::score::percent;
use crate::model::severity::Severity;
use crate::render::bar::{BAR, bar};
use crate::render::page::{Cell, Column, Page};
use crate::render::style::Paint;
use crate::render::text::Text;

use super::words::{count, interval, remedy, source};

pub(super) fn categories(report: &Report, page: &mut Page) {
    let with_was = report.baseline.is_some();
    let scores = report.categories.iter().map(|it| it.low.zip(it.high));
    let score = report.score.as_ref();
    let percents = scores.clone().chain([score.map(|it| (it.low, it.high))]).map(|it| number(it).len());
    let widest = percents.max().unwrap_or(0);
    let mut rows = vec![header(with_was, page)];
    for category in &report.categories {
        let meter = meter(category.low.zip(category.high), widest, page);
        let row = [vec![page.text(&category.title)], vec![page.text(&category.weight.to_string())], meter];
        rows.push(join(row, with_was.then_some(category.was), outcomes(report, category, page), page));
    }
    // A narrowed run has no line for the whole.
    if let Some(readiness) = report.readiness {
        let meter = meter(score.map(|it| (it.low, it.high)), widest, page);
        let row = [vec![page.painted("Score", Paint::Strong)], vec![], meter];
        let was = score.and_then(|score| score.was);
        rows.push(join(row, with_was.then_some(was), verdict(report, readiness, page), page));
    }
    page.blank();
    let last = [Column::Right, Column::Wrapped];
    let columns = [&[Column::Wrapped, Column::Right, Column::Left], &last[usize::from(!with_was)..]].concat();
    page.grid(1, &columns, &rows);
    if report.readiness == Some(Readiness::CannotTell) && is_narrow(page) {
        let words = page.painted(&format!("Cannot tell: {}", doubt(report)), Paint::Fair);
        page.blank();
        page.line(1, &[words]);
    }
    if let Some(baseline) = &report.baseline {
        compared(baseline, report, page);
    }
}

fn header(with_was: bool, page: &Page) -> Vec<Cell> {
    let titles = ["Category", "Weight", "Score", "Was", "Checks"];
    let shown = titles.iter().filter(|title| with_was || **title != "Was");
    shown.map(|title| vec![page.painted(title, Paint::Faint)]).collect()
}

fn join(row: [Cell; 3], was: Option<Option<u32>>, last: Cell, page: &Page) -> Vec<Cell> {
    let was = was.map(|was| vec![page.text(&was.map_or("-".into(), |was| format!("{} %", percent(was))))]);
    row.into_iter().chain(was).chain([last]).collect()
}

fn number(score: Option<(u32, u32)>) -> String {
    score.map_or("-".into(), |(low, high)| interval(low, high))
}

/// The bar and the number.
fn meter(score: Option<(u32, u32)>, widest: usize, page: &Page) -> Cell {
    let (sure, shade) = score.map_or_else(Default::default, |(low, high)| bar(low, high, page.style().ascii));
    let paint = score.map_or(Paint::Faint, |(low, _)| Paint::of_score(low));
    let free = BAR.saturating_sub(sure.chars().count() + shade.chars().count());
    let number = format!("{} {:>widest$}", " ".repeat(free), number(score));
    vec![page.painted(&sure, paint), page.painted(&shade, Paint::Faint), page.painted(&number, paint)]
}

/// `2 pass, 1 fail, 11 blocked by it`.
fn outcomes(report: &Report, category: &CategoryScore, page: &Page) -> Cell {
    let counts = &category.checks;
    let blocked = if is_blocked_by_one(report, category) { "blocked by it" } else { "blocked" };
    let parts = [
        (counts.pass, "pass", Paint::Plain),
        (counts.fail, "fail", Paint::Bad),
        (counts.blocked, blocked, Paint::Plain),
        (counts.unknown, "unknown", Paint::Fair),
        (counts.fault, "went wrong", Paint::Fair),
        (counts.waived, "waived", Paint::Plain),
        (counts.out_of_scope, "out of scope", Paint::Faint),
    ];
    let mut cell: Cell = Vec::new();
    for (number, word, paint) in parts.into_iter().filter(|(number, ..)| *number > 0) {
        if !cell.is_empty() {
            cell.push(page.text(", "));
        }
        cell.push(page.painted(&format!("{number} {word}"), paint));
    }
    if cell.is_empty() {
        cell.push(page.painted("nothing to judge", Paint::Faint));
    }
    cell.extend(category.note.iter().map(|note| page.painted(&format!("; {note}"), Paint::Faint)));
    cell
}

/// True if the category has one failure, and it is what everything blocked waits for.
fn is_blocked_by_one(report: &Report, category: &CategoryScore) -> bool {
    let within = report.checks.iter().filter(|check| check.category == category.id);
    let mut failing = within.filter(|check| check.result == CheckResult::Fail).map(|check| &check.id);
    let (Some(parent), None) = (failing.next(), failing.next()) else { return false };
    let in_category = |id: &str| report.checks.iter().any(|check| check.id == id && check.category == category.id);
    report.verdicts.iter().all(|verdict| match &verdict.outcome {
        Outcome::Blocked { by } => by == parent || !in_category(&verdict.check),
        Outcome::Pass
        | Outcome::Fail { .. }
        | Outcome::Fault { .. }
        | Outcome::Unknown { .. }
        | Outcome::Waived { .. }
        | Outcome::OutOfScope { .. }
        | Outcome::NotApplicable => true,
    })
}

fn verdict(report: &Report, readiness: Readiness, page: &Page) -> Vec<Text> {
    match readiness {
        Readiness::Ready => vec![page.painted("ready", Paint::Good)],
        Readiness::NotReady => {
            vec![page.painted(&format!("not ready: {}", count(report.blockers.len(), "blocker")), Paint::Bad)]
        }
        Readiness::CannotTell if is_narrow(page) => vec![page.painted("cannot tell", Paint::Fair)],
        Readiness::CannotTell => vec![page.painted(&format!("cannot tell: {}", doubt(report)), Paint::Fair)],
    }
}

/// A page where the reason of doubt stands under the table: in its last column a command would be broken.
const fn is_narrow(page: &Page) -> bool {
    page.style().width < 120
}

/// The chief reason why readiness cannot be told, and what closes it.
fn doubt(report: &Report) -> String {
    let is_critical =
        |id: &String| report.checks.iter().any(|check| check.id == *id && check.severity == Severity::Critical);
    let critical = |ids: &[String]| ids.iter().filter(|id| is_critical(id)).count();
    // Of several with the same number, the first.
    let chief = report.unread.iter().rev().max_by_key(|it| critical(&it.checks));
    if let Some(unread) = chief.filter(|it| critical(&it.checks) > 0) {
        let why = Ignorance::new(unread.because.clone(), unread.resource.clone());
        let help = remedy(unread).map(|help| format!(": {help}")).unwrap_or_default();
        return format!("{why} ({}){help}", count(unread.checks.len(), "check"));
    }
    let faults = report.checks.iter().filter(|it| it.result == CheckResult::Fault && it.severity == Severity::Critical);
    match (faults.count(), critical(&report.out_of_scope)) {
        (0, 0) => "nothing was judged".into(),
        (0, out) => format!("{} out of scope for {}", count(out, "critical check"), source(report)),
        (faults, _) => format!("{} went wrong", count(faults, "critical check")),
    }
}

/// Where "was" comes from, and how far the two reports can be compared.
fn compared(baseline: &Baseline, report: &Report, page: &mut Page) {
    let day = baseline.source.taken_at.0.strftime("%-d %B %Y %H:%M UTC");
    let name = &baseline.source.name;
    let mut words = format!("Was: {name}, {day}");
    let apart = baseline.only_now.len() + baseline.only_then.len();
    if !baseline.same_selection {
        words.push_str(". The two runs were narrowed differently, so that their numbers cannot be compared");
    } else if apart > 0 || baseline.scoring != report.scoring {
        words.push_str(&format!(", compared on the {} that both reports hold", count(baseline.shared, "check")));
        let now = baseline.now.filter(|now| report.score.as_ref().is_some_and(|score| score.low != *now));
        if let Some(now) = now {
            words.push_str(&format!(", on which the score is now {} %", percent(now)));
        }
    }
    page.blank();
    let words = page.painted(&words, Paint::Faint);
    page.line(1, &[words]);
}
