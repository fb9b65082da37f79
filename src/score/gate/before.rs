//! What a baseline already held, so that a gate can ask for what is new.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::report::{Outcome, Report};

/// What the baseline says of each check and subject.
#[derive(Debug)]
pub(super) struct Before<'a> {
    subjects: BTreeMap<(&'a str, &'a str), Novelty>,
    /// Checks that were blocked: whatever they say now that they are not, is no step back.
    blocked: BTreeSet<&'a str>,
    gaps: BTreeSet<&'a str>,
    checks: BTreeSet<&'a str>,
    same_set: bool,
}

/// How bad an answer is; `Ord` goes from mild to bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Novelty {
    /// Unknown or a fault.
    Doubt,
    /// A fail.
    Failure,
}

impl<'a> Before<'a> {
    pub(super) fn of(baseline: &'a Report, report: &Report) -> Self {
        let mut before = Self {
            subjects: BTreeMap::new(),
            blocked: BTreeSet::new(),
            gaps: BTreeSet::new(),
            checks: BTreeSet::new(),
            same_set: baseline.scoring == report.scoring,
        };
        for check in &baseline.checks {
            before.checks.insert(&check.id);
            if !check.gaps.is_empty() {
                before.gaps.insert(&check.id);
            }
        }
        for verdict in &baseline.verdicts {
            let novelty = match &verdict.outcome {
                Outcome::Fail { .. } => Novelty::Failure,
                Outcome::Unknown { .. } | Outcome::Fault { .. } => Novelty::Doubt,
                Outcome::Blocked { .. } => {
                    before.blocked.insert(&verdict.check);
                    continue;
                }
                // An excuse that has ended makes a failure that nobody has accepted: it is new.
                Outcome::Waived { .. } | Outcome::Pass | Outcome::OutOfScope { .. } | Outcome::NotApplicable => {
                    continue;
                }
            };
            let known = before.subjects.entry((&verdict.check, &verdict.subject)).or_insert(novelty);
            *known = novelty.max(*known);
        }
        before
    }

    /// False if the baseline comes from another set of checks, which does not hold this one.
    pub(super) fn compares(&self, check: &str) -> bool {
        self.same_set || self.checks.contains(check)
    }

    /// True unless it was as bad before. A failure where one merely did not know before is new.
    pub(super) fn is_new(&self, check: &str, subject: &str, novelty: Novelty) -> bool {
        let seen = self.subjects.get(&(check, subject)).is_some_and(|before| *before >= novelty);
        let in_gap = novelty == Novelty::Doubt && self.gaps.contains(check);
        !seen && !in_gap && !self.blocked.contains(check)
    }

    /// True unless a part of this check's list was missing before.
    pub(super) fn gap_is_new(&self, check: &str) -> bool {
        !self.gaps.contains(check) && !self.blocked.contains(check)
    }
}
