//! Ready or not: the critical checks decide, never the number.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::report::{CheckResult, Outcome, Readiness};
use crate::model::severity::Severity;

use super::total::Counted;

/// A check, and what its verdicts wait for.
#[derive(Debug)]
pub(super) struct Waiting<'a> {
    pub(super) id: &'a str,
    pub(super) severity: Severity,
    pub(super) fails: bool,
    /// The ids by which its verdicts are blocked.
    pub(super) blocked_by: Vec<&'a str>,
}

/// For each check that blocks others, the worst severity among all that wait for it.
///
/// Blocked checks have no finding of their own, so the failure that they wait for speaks for them: a critical check
/// behind a high one must not vanish from readiness and gate.
#[derive(Debug, Default)]
pub(super) struct Burden {
    worst: BTreeMap<String, Severity>,
    orphans: BTreeSet<String>,
}

impl Burden {
    pub(super) fn of(checks: &[Waiting<'_>]) -> Self {
        let by_id: BTreeMap<&str, &Waiting<'_>> = checks.iter().map(|check| (check.id, check)).collect();
        let mut burden = Self::default();
        for check in checks.iter().filter(|check| !check.blocked_by.is_empty()) {
            let mut ahead = check.blocked_by.clone();
            let mut seen = BTreeSet::new();
            let mut is_spoken_for = false;
            while let Some(id) = ahead.pop() {
                if !seen.insert(id) {
                    continue;
                }
                burden.add(id, check.severity);
                if let Some(next) = by_id.get(id) {
                    is_spoken_for |= next.fails;
                    // A check that is blocked itself hands the weight on to what blocks it.
                    ahead.extend(&next.blocked_by);
                }
            }
            if !is_spoken_for {
                burden.orphans.insert(check.id.to_owned());
            }
        }
        burden
    }

    fn add(&mut self, id: &str, severity: Severity) {
        let worst = self.worst.entry(id.to_owned()).or_insert(severity);
        *worst = severity.max(*worst);
    }

    /// The severity that a failure of this check has, for itself and for what it blocks.
    pub(super) fn severity(&self, id: &str, own: Severity) -> Severity {
        self.worst.get(id).map_or(own, |worst| own.max(*worst))
    }

    /// True for a blocked check whose blocker does not fail in this report: it must speak for itself.
    pub(super) fn is_orphan(&self, id: &str) -> bool {
        self.orphans.contains(id)
    }
}

/// The ids by which a check's verdicts are blocked, each once.
pub(super) fn blocked_by<'a>(outcomes: impl Iterator<Item = &'a Outcome>) -> Vec<&'a str> {
    let mut ids = Vec::new();
    for outcome in outcomes {
        if let Outcome::Blocked { by } = outcome
            && !ids.contains(&by.as_str())
        {
            ids.push(by);
        }
    }
    ids
}

/// The failing checks that are critical themselves or block something critical, in the order given.
pub(super) fn blockers(checks: &[Counted<'_>], burden: &Burden) -> Vec<String> {
    let fails = checks.iter().filter(|check| check.tally.result() == CheckResult::Fail);
    let critical = fails.filter(|check| burden.severity(check.id, check.severity) == Severity::Critical);
    critical.map(|check| check.id.to_owned()).collect()
}

/// The verdict of its own. Nothing judged at all is no reason to call a platform ready.
pub(super) fn readiness(checks: &[Counted<'_>], blockers: &[String]) -> Readiness {
    if !blockers.is_empty() {
        return Readiness::NotReady;
    }
    let mut critical = checks.iter().filter(|check| check.severity == Severity::Critical);
    let judged = checks.iter().any(|check| check.tally.worth().is_some());
    // A blocked check without a failing parent in sight is an answer that is missing, too.
    if !judged || critical.any(|check| check.tally.is_open() || check.tally.result() == CheckResult::Blocked) {
        return Readiness::CannotTell;
    }
    Readiness::Ready
}
