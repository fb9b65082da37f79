//! Puts a report together: the verdicts, the numbers, and what is missing from them.

use std::collections::BTreeMap;

use crate::model::report::{
    CategoryScore, CheckResult, CheckScore, Counts, PlatformScore, Report, ReportCluster, ReportVerdict, SCHEMA,
    Scoring, Wanted,
};
use crate::model::score::{Category, NotSelected, Permission, Run, SCORING, percent};
use crate::model::verdict::Judged;

use super::readiness::{Burden, Waiting, blocked_by, blockers, readiness};
use super::tally::Tally;
use super::total::{self, Counted, Total};
use super::unread::{faults, out_of_scope, unread};

/// The category whose checks read declarations: an annotation is not a login, until a probe has asked.
const DECLARED: &str = "access";

/// Scores what was judged. Categories keep their order; checks are sorted within them by id, verdicts by subject.
pub fn score(run: Run, categories: &[Category], judged: Vec<Judged>) -> Report {
    let categories = with_strays(categories, &judged);
    let (mut checks, mut verdicts) = (Vec::new(), Vec::new());
    let mut tallies = Vec::new();
    for judged in in_order(&categories, judged) {
        let (check, of_check, tally) = one_check(judged);
        checks.push(check);
        verdicts.extend(of_check);
        tallies.push(tally);
    }
    let counted: Vec<Counted<'_>> =
        std::iter::zip(&checks, tallies).map(|(check, tally)| count(check, tally)).collect();
    let totals: Vec<(u64, Total)> =
        categories.iter().map(|category| (category.weight, total::category(&category.id, &counted))).collect();
    let whole = run.selection.is_everything();
    let blockers = blockers(&counted, &burden(&checks, &verdicts));
    let mut not_selected: Vec<String> = run.not_selected.iter().map(|it| it.check.clone()).collect();
    not_selected.sort();
    Report {
        schema: SCHEMA.into(),
        carbon: run.carbon,
        scoring: Scoring { version: SCORING, checks: run.checks },
        source: run.source.into(),
        cluster: ReportCluster {
            distribution: run.cluster.distribution.into(),
            version: run.cluster.version.into(),
            nodes: run.cluster.nodes.into(),
        },
        profile: run.profile,
        edition: run.edition.map(|edition| edition.to_string()),
        readiness: whole.then(|| readiness(&counted, &blockers)),
        score: if whole { platform_score(&total::platform(&totals)) } else { None },
        selection: (!whole).then_some(run.selection),
        baseline: None,
        categories: std::iter::zip(&categories, &totals)
            .map(|(category, (_, total))| category_score(category, total, &checks, run.probed))
            .collect(),
        blockers,
        unread: unread(&checks, &verdicts),
        out_of_scope: out_of_scope(&verdicts),
        not_selected,
        permissions: wanted(run.not_selected),
        not_scored: sorted(run.not_scored),
        waivers_unused: sorted(run.waivers_unused.into_iter().map(Into::into).collect()),
        waivers_expired: sorted(run.waivers_expired.into_iter().map(Into::into).collect()),
        faults: faults(&verdicts),
        checks,
        verdicts,
    }
}

/// What failing checks weigh together with all that waits for them.
pub(super) fn burden(checks: &[CheckScore], verdicts: &[ReportVerdict]) -> Burden {
    let mut outcomes: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for verdict in verdicts {
        outcomes.entry(&verdict.check).or_default().push(&verdict.outcome);
    }
    let waiting = checks.iter().map(|check| Waiting {
        id: &check.id,
        severity: check.severity,
        fails: check.result == CheckResult::Fail,
        blocked_by: blocked_by(outcomes.get(check.id.as_str()).into_iter().flatten().copied()),
    });
    Burden::of(&waiting.collect::<Vec<_>>())
}

/// A category that nobody declared is judged and shown, but has no weight.
fn with_strays(categories: &[Category], judged: &[Judged]) -> Vec<Category> {
    let mut all = categories.to_vec();
    let mut strays: Vec<&str> = judged.iter().map(|check| check.category.as_str()).collect();
    strays.sort_unstable();
    for id in strays {
        if !all.iter().any(|category| category.id == id) {
            all.push(Category { id: id.to_owned(), title: id.to_owned(), weight: 0 });
        }
    }
    all
}

fn in_order(categories: &[Category], mut judged: Vec<Judged>) -> Vec<Judged> {
    let place = |check: &Judged| categories.iter().position(|category| category.id == check.category);
    judged.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| a.id.cmp(&b.id)));
    judged
}

fn one_check(judged: Judged) -> (CheckScore, Vec<ReportVerdict>, Tally) {
    let Judged { id, category, title, severity, requires, remedy, verdicts, gaps } = judged;
    let mut verdicts: Vec<ReportVerdict> = verdicts
        .into_iter()
        .map(|verdict| ReportVerdict {
            check: id.clone(),
            severity,
            subject: verdict.subject,
            outcome: verdict.outcome.into(),
            evidence: verdict.evidence,
            remedy: remedy.clone(),
            origin: verdict.origin,
        })
        .collect();
    verdicts.sort_by(|a, b| (&a.subject, &a.outcome, &a.origin).cmp(&(&b.subject, &b.outcome, &b.origin)));
    let tally = Tally::of(verdicts.iter().map(|verdict| &verdict.outcome), !gaps.is_empty());
    let worth = tally.worth();
    let check = CheckScore {
        id,
        title,
        severity,
        category,
        requires,
        result: tally.result(),
        low: worth.as_ref().map(|worth| worth.low.ppm()),
        high: worth.as_ref().map(|worth| worth.high.ppm()),
        gaps: sorted(gaps),
        remedy,
    };
    (check, verdicts, tally)
}

pub(super) fn count(check: &CheckScore, tally: Tally) -> Counted<'_> {
    Counted { id: &check.id, category: &check.category, severity: check.severity, tally }
}

fn platform_score(total: &Total) -> Option<PlatformScore> {
    let worth = total.worth.as_ref()?;
    let low = worth.low.ppm();
    Some(PlatformScore {
        low,
        high: worth.high.ppm(),
        percent: percent(low),
        coverage: total.coverage.as_ref().map_or(0, |share| share.ppm()),
        without_waivers: worth.without_waivers.ppm(),
        was: None,
    })
}

fn category_score(category: &Category, total: &Total, checks: &[CheckScore], probed: bool) -> CategoryScore {
    let low = total.worth.as_ref().map(|worth| worth.low.ppm());
    let within = checks.iter().filter(|check| check.category == category.id);
    let is_declared = category.id == DECLARED && !probed && low.is_some();
    CategoryScore {
        id: category.id.clone(),
        title: category.title.clone(),
        weight: category.weight,
        low,
        high: total.worth.as_ref().map(|worth| worth.high.ppm()),
        percent: low.map(percent),
        coverage: total.coverage.as_ref().map(|share| share.ppm()),
        was: None,
        note: is_declared.then(|| "declared, not probed".into()),
        checks: counts(within),
    }
}

fn counts<'a>(checks: impl Iterator<Item = &'a CheckScore>) -> Counts {
    let mut counts = Counts::default();
    for check in checks {
        let count = match check.result {
            CheckResult::Pass => &mut counts.pass,
            CheckResult::Fail => &mut counts.fail,
            CheckResult::Blocked => &mut counts.blocked,
            CheckResult::Unknown => &mut counts.unknown,
            CheckResult::Fault => &mut counts.fault,
            CheckResult::Waived => &mut counts.waived,
            CheckResult::OutOfScope => &mut counts.out_of_scope,
            CheckResult::NotApplicable => &mut counts.not_applicable,
        };
        *count += 1;
    }
    counts
}

fn wanted(not_selected: Vec<NotSelected>) -> Vec<Wanted> {
    let mut by_permission: BTreeMap<Permission, Vec<String>> = BTreeMap::new();
    for check in not_selected {
        if let Some(permission) = check.needs {
            by_permission.entry(permission).or_default().push(check.check);
        }
    }
    by_permission.into_iter().map(|(permission, checks)| Wanted { permission, checks: sorted(checks) }).collect()
}

fn sorted<T: Ord>(mut items: Vec<T>) -> Vec<T> {
    items.sort();
    items
}
