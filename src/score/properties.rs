//! What must hold for every set of verdicts.

use proptest::prelude::*;

use super::example::*;
use super::score;
use crate::model::report::{CheckResult, Report};
use crate::model::score::Category;
use crate::model::severity::Severity;
use crate::model::verdict::{Judged, MILLION, Outcome};

fn outcome() -> impl Strategy<Value = Outcome> {
    prop_oneof![
        3 => Just(Outcome::Pass),
        2 => (0..MILLION).prop_map(|credit| Outcome::Fail { found: "f".into(), credit }),
        1 => Just(Outcome::NotApplicable),
        1 => Just(unknown()),
        1 => Just(out_of_scope()),
        1 => (0..MILLION).prop_map(|credit| Outcome::Waived { found: "f".into(), credit, reason: "r".into() }),
        1 => Just(fault()),
    ]
}

fn severity() -> impl Strategy<Value = Severity> {
    prop::sample::select(vec![Severity::Low, Severity::Medium, Severity::High, Severity::Critical])
}

/// A world: categories with weights, and checks of which some are blocked by an earlier one that fails.
fn world() -> impl Strategy<Value = (Vec<Category>, Vec<Judged>)> {
    let check = (severity(), prop::collection::vec(outcome(), 0..6), prop::bool::weighted(0.1), 0..5usize);
    let drawn = (0..20u64, prop::collection::vec(check, 0..5));
    prop::collection::vec(drawn, 1..5).prop_map(|drawn| {
        let mut categories = Vec::new();
        let mut checks: Vec<Judged> = Vec::new();
        for (number, (weight, drawn)) in drawn.into_iter().enumerate() {
            categories.push(category(&format!("c{number}"), weight));
            for (place, (severity, outcomes, has_gap, parent)) in drawn.into_iter().enumerate() {
                let mut check = judged(&format!("c{number}/k{place}"), severity, outcomes);
                check.gaps = if has_gap { vec![gap()] } else { vec![] };
                // Only a check that fails blocks, and what is blocked was not listed.
                if let Some(parent) = checks.get(parent).filter(|parent| is_stopped(parent)) {
                    check = Judged {
                        requires: vec![parent.id.clone()],
                        ..judged(&check.id, severity, vec![blocked(&parent.id)])
                    };
                }
                checks.push(check);
            }
        }
        (categories, checks)
    })
}

fn is_stopped(check: &Judged) -> bool {
    check.verdicts.iter().any(|verdict| matches!(verdict.outcome, Outcome::Fail { .. } | Outcome::Blocked { .. }))
}

/// low, high, without waivers: of the platform, then of every category (without the last).
fn intervals(report: &Report) -> Vec<Option<(u32, u32)>> {
    let platform = report.score.as_ref().map(|score| (score.low, score.high));
    let categories = report.categories.iter().map(|category| category.low.zip(category.high));
    std::iter::once(platform).chain(categories).collect()
}

/// Puts the outcome in the place of one verdict, if there is one.
fn replaced(checks: &[Judged], place: usize, outcome: &Outcome) -> Vec<Judged> {
    let mut checks = checks.to_vec();
    let mut verdicts: Vec<_> = checks.iter_mut().flat_map(|check| check.verdicts.iter_mut()).collect();
    if !verdicts.is_empty() {
        let place = place % verdicts.len();
        verdicts[place].outcome = outcome.clone();
    }
    checks
}

proptest! {
    #[test]
    fn numbers_stay_within_their_ends((categories, checks) in world()) {
        let report = score(run(), &categories, checks);
        for (low, high) in intervals(&report).into_iter().flatten() {
            prop_assert!(low <= high && high <= MILLION);
        }
        if let Some(score) = &report.score {
            prop_assert!(score.without_waivers <= score.low, "waivers never cost");
            prop_assert!(score.coverage <= MILLION);
            prop_assert_eq!(score.percent == 0, score.low == 0);
            prop_assert_eq!(score.percent == 100, score.low == MILLION);
            if report.checks.iter().all(|check| check.result != CheckResult::Fail) && score.high == score.low {
                prop_assert!(score.low == MILLION || report.checks.iter().any(|check| check.result == CheckResult::Blocked));
            }
        }
    }

    #[test]
    fn a_pass_in_the_place_of_anything_never_lowers((categories, checks) in world(), place: usize) {
        let before = score(run(), &categories, checks.clone());
        let after = score(run(), &categories, replaced(&checks, place, &Outcome::Pass));
        for (before, after) in std::iter::zip(intervals(&before), intervals(&after)) {
            if let Some((low, high)) = before {
                let (low_after, high_after) = after.expect("a pass leaves something to score");
                prop_assert!(low_after >= low && high_after >= high);
            }
        }
        if let (Some(before), Some(after)) = (before.score, after.score) {
            prop_assert!(after.without_waivers >= before.without_waivers);
            prop_assert!(after.coverage >= before.coverage);
        }
    }

    #[test]
    fn one_more_pass_never_lowers((categories, checks) in world(), place: usize) {
        let mut more = checks.clone();
        let count = more.len().max(1);
        if let Some(check) = more.get_mut(place % count) {
            check.verdicts.extend(judged("x/x", Severity::Low, vec![Outcome::Pass]).verdicts);
        }
        let (before, after) = (score(run(), &categories, checks), score(run(), &categories, more));
        for (before, after) in std::iter::zip(intervals(&before), intervals(&after)) {
            if let Some((low, high)) = before {
                let (low_after, high_after) = after.expect("a pass leaves something to score");
                prop_assert!(low_after >= low && high_after >= high);
            }
        }
    }

    #[test]
    fn unknown_widens_and_never_moves_outside((categories, checks) in world(), place: usize, whole_list: bool) {
        let before = score(run(), &categories, checks.clone());
        let mut unread = replaced(&checks, place, &unknown());
        if whole_list {
            let count = unread.len().max(1);
            if let Some(check) = unread.get_mut(place % count) {
                check.gaps.push(gap());
            }
        }
        let after = score(run(), &categories, unread);
        for (before, after) in std::iter::zip(intervals(&before), intervals(&after)) {
            if let Some((low, high)) = before {
                let (low_after, high_after) = after.expect("unknown is never nothing");
                prop_assert!(low_after <= low && high_after >= high);
            }
        }
    }

    #[test]
    fn order_never_matters((categories, checks) in world(), seed: u64) {
        let before = score(run(), &categories, checks.clone());
        let mut shuffled = checks;
        for check in &mut shuffled {
            shuffle(&mut check.verdicts, seed);
        }
        shuffle(&mut shuffled, seed);
        prop_assert_eq!(&score(run(), &categories, shuffled.clone()), &before);
        let mut turned = categories;
        turned.reverse();
        let turned = score(run(), &turned, shuffled);
        prop_assert_eq!(&turned.score, &before.score);
        prop_assert_eq!(turned.readiness, before.readiness);
    }

    #[test]
    fn repairing_a_failure_with_all_it_blocks_never_lowers((categories, checks) in world(), place: usize) {
        let before = score(run(), &categories, checks.clone());
        let mut repaired = checks;
        let failing: Vec<String> = before.checks.iter().filter(|it| it.result == CheckResult::Fail).map(|it| it.id.clone()).collect();
        if let Some(root) = failing.get(place % failing.len().max(1)) {
            let mut passing = vec![root.clone()];
            for check in &mut repaired {
                let waits = check.requires.iter().any(|id| passing.contains(id));
                if waits {
                    passing.push(check.id.clone());
                }
                for verdict in check.verdicts.iter_mut().filter(|_| waits || check.id == *root) {
                    if matches!(verdict.outcome, Outcome::Fail { .. } | Outcome::Blocked { .. }) {
                        verdict.outcome = Outcome::Pass;
                    }
                }
            }
        }
        let after = score(run(), &categories, repaired);
        for (before, after) in std::iter::zip(intervals(&before), intervals(&after)) {
            prop_assert!(after.map(|it| it.0) >= before.map(|it| it.0) && after.map(|it| it.1) >= before.map(|it| it.1));
        }
    }

    /// The same sum in machine words, over worlds small enough for them.
    #[test]
    fn exact_shares_agree_with_machine_words(shares in prop::collection::vec((1..20u64, 0..=12u128, 1..=12u128), 1..6)) {
        use super::ratio::Ratio;
        let ratios: Vec<(u64, Ratio)> =
            shares.iter().map(|(weight, part, whole)| (*weight, Ratio::of(*part.min(whole), *whole).unwrap())).collect();
        let mean = Ratio::mean(ratios.iter().map(|(weight, ratio)| (*weight, ratio))).unwrap();
        let common: u128 = 27_720; // the least common multiple of 1..=12
        let sum: u128 = shares.iter().map(|(weight, part, whole)| u128::from(*weight) * part.min(whole) * (common / whole)).sum();
        let weights: u128 = shares.iter().map(|(weight, ..)| u128::from(*weight)).sum();
        let floor = sum * u128::from(MILLION) / (weights * common);
        prop_assert_eq!(u128::from(mean.ppm()), if sum > 0 { floor.max(1) } else { 0 });
    }
}

/// A fixed permutation for each seed.
fn shuffle<T>(items: &mut [T], seed: u64) {
    let mut state = seed | 1;
    for end in (1..items.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        items.swap(end, (state >> 33) as usize % (end + 1));
    }
}
