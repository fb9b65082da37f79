//! What was: two reports, compared on the checks that both hold.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::report::{Baseline, CheckScore, Report};

use super::report::count;
use super::tally::Tally;
use super::total::{self, Counted, Total};

/// Adds to a report what an earlier one says: the `was` numbers, and on how many checks the two can be compared.
///
/// Both are counted again on the shared checks, with the severities, categories and weights of today, so that the
/// difference between the two numbers is a difference between two platforms and not between two sets of rules.
/// A run that was narrowed in another way saw other subjects: then there is nothing to compare.
pub fn compare(mut report: Report, baseline: &Report) -> Report {
    let now: BTreeSet<&str> = report.checks.iter().map(|check| check.id.as_str()).collect();
    let then: BTreeSet<&str> = baseline.checks.iter().map(|check| check.id.as_str()).collect();
    let same_selection = report.selection == baseline.selection;
    let shared: Vec<&CheckScore> = report.checks.iter().filter(|check| then.contains(check.id.as_str())).collect();
    let today = recount(&report, &shared, &report);
    let earlier = recount(&report, &shared, baseline);
    let only = |these: &BTreeSet<&str>, those: &BTreeSet<&str>| -> Vec<String> {
        these.difference(those).map(|id| (*id).to_owned()).collect()
    };
    let whole = same_selection && report.selection.is_none();
    report.baseline = Some(Baseline {
        source: baseline.source.clone(),
        scoring: baseline.scoring.clone(),
        same_selection,
        shared: shared.len(),
        only_now: only(&now, &then),
        only_then: only(&then, &now),
        now: if whole { low(&today.platform) } else { None },
    });
    if let Some(score) = report.score.as_mut().filter(|_| whole) {
        score.was = low(&earlier.platform);
    }
    if same_selection {
        for (category, earlier) in std::iter::zip(&mut report.categories, &earlier.categories) {
            category.was = low(earlier);
        }
    }
    report
}

struct Recount {
    categories: Vec<Total>,
    platform: Total,
}

/// Counts the verdicts of `world` on the shared checks by the rules of `rules`.
fn recount(rules: &Report, shared: &[&CheckScore], world: &Report) -> Recount {
    let mut outcomes: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for verdict in &world.verdicts {
        outcomes.entry(&verdict.check).or_default().push(&verdict.outcome);
    }
    let gaps: BTreeSet<&str> =
        world.checks.iter().filter(|check| !check.gaps.is_empty()).map(|check| check.id.as_str()).collect();
    let tally = |check: &CheckScore| {
        let of_check = outcomes.get(check.id.as_str()).into_iter().flatten().copied();
        Tally::of(of_check, gaps.contains(check.id.as_str()))
    };
    let counted: Vec<Counted<'_>> = shared.iter().map(|check| count(check, tally(check))).collect();
    let totals: Vec<(u64, Total)> =
        rules.categories.iter().map(|category| (category.weight, total::category(&category.id, &counted))).collect();
    let platform = total::platform(&totals);
    Recount { categories: totals.into_iter().map(|(_, total)| total).collect(), platform }
}

fn low(total: &Total) -> Option<u32> {
    total.worth.as_ref().map(|worth| worth.low.ppm())
}
