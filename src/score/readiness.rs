//! Ready or not: the critical checks decide, never the number.

use std::collections::BTreeMap;

use crate::model::report::{CheckResult, Outcome, Readiness};
use crate::model::severity::Severity;

use super::total::Counted;

/// For each failing check that blocks others, the worst severity among all that wait for it.
///
/// Blocked checks have no finding of their own, so the failure that they wait for speaks for them: a critical check
/// behind a high one must not vanish from readiness and gate.
#[derive(Debug, Default)]
pub(crate) struct Burden {
    worst: BTreeMap<String, Severity>,
}

impl Burden {
    /// From each check's severity and the checks by which its verdicts are blocked.
    pub(crate) fn of<'a>(checks: impl Iterator<Item = (&'a str, Severity, Vec<&'a str>)>) -> Self {
        let checks: BTreeMap<&str, (Severity, Vec<&str>)> =
            checks.map(|(id, severity, blocked_by)| (id, (severity, blocked_by))).collect();
        let mut burden = Self::default();
        for (severity, blocked_by) in checks.values() {
            let mut ahead = blocked_by.clone();
            let mut seen: Vec<&str> = Vec::new();
            while let Some(id) = ahead.pop() {
                if seen.contains(&id) {
                    continue;
                }
                seen.push(id);
                burden.add(id, *severity);
                // A check that is blocked itself hands the weight on to what blocks it.
                ahead.extend(checks.get(id).into_iter().flat_map(|(_, further)| further.iter().copied()));
            }
        }
        burden
    }

    fn add(&mut self, id: &str, severity: Severity) {
        let worst = self.worst.entry(id.to_owned()).or_insert(severity);
        *worst = severity.max(*worst);
    }

    /// The severity that a failure of this check has, for itself and for what it blocks.
    pub(crate) fn severity(&self, id: &str, own: Severity) -> Severity {
        self.worst.get(id).map_or(own, |worst| own.max(*worst))
    }
}

/// The ids by which a check's verdicts are blocked, each once.
pub(crate) fn blocked_by<'a>(outcomes: impl Iterator<Item = &'a Outcome>) -> Vec<&'a str> {
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
