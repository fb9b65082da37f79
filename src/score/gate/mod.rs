//! The gate of a pipeline: which promises of the command line a report breaks.

use std::collections::BTreeMap;
use std::fmt;

use crate::model::report::{Outcome, Report};
use crate::model::score::one_decimal;
use crate::model::severity::Severity;

use super::report::burden;
use before::{Before, Novelty};

mod before;
#[cfg(test)]
mod tests;

/// What is demanded of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    /// A fail, an unknown or a fault of this severity or worse is a miss; `None` = never.
    pub fail_on: Option<Severity>,
    /// Lets unknown through (not faults), and says so.
    pub allow_unknown: bool,
    /// The least `low`, in parts per million.
    pub fail_under: Option<u32>,
    /// The least coverage, in parts per million.
    pub min_coverage: Option<u32>,
    /// Only what was not so in the baseline is a miss under `fail_on`.
    pub fail_on_new: bool,
}

impl Default for Gate {
    /// `--fail-on critical`.
    fn default() -> Self {
        let fail_on = Some(Severity::Critical);
        Self { fail_on, allow_unknown: false, fail_under: None, min_coverage: None, fail_on_new: false }
    }
}

/// The answer of the gate.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gated {
    /// Why it is missed, in the order of the report; empty = it is met.
    pub misses: Vec<Miss>,
    /// What would have been a miss without `--allow-unknown`.
    pub allowed: Vec<Miss>,
    /// Ids of checks that would have been a miss, but that the baseline's set of checks does not hold, so that nobody
    /// can say whether it is new.
    pub not_compared: Vec<String>,
}

/// One reason why a gate is missed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Miss {
    /// Subjects fail a check.
    Failed(Concern),
    /// A check went wrong.
    Fault(Concern),
    /// A check is blocked by one that does not fail in this report (a run that was narrowed): nothing speaks for it.
    Blocked(Concern),
    /// Subjects of a check (or a part of its list) are unknown.
    Unknown(Concern),
    /// The low end of the score lies below the limit.
    Score {
        /// Parts per million.
        low: u32,
        /// Parts per million.
        limit: u32,
    },
    /// Too little was judged.
    Coverage {
        /// Parts per million.
        coverage: u32,
        /// Parts per million.
        limit: u32,
    },
    /// A limit is set, but the run has no score: it was narrowed, or nothing was judged.
    NoScore,
}

/// A check and how many of its subjects miss the gate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concern {
    /// The id of the check.
    pub check: String,
    /// The severity with which it counts: its own, or the worst among the checks that it blocks.
    pub severity: Severity,
    /// The number of subjects; 0 = none of those seen, but a part of the list was not read.
    pub subjects: u64,
}

impl fmt::Display for Miss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(it) => write!(f, "{} fails ({}, {})", it.check, it.severity, it.subjects()),
            Self::Fault(it) => write!(f, "{} went wrong ({}, {})", it.check, it.severity, it.subjects()),
            Self::Blocked(it) => write!(f, "{} is blocked ({}, {})", it.check, it.severity, it.subjects()),
            Self::Unknown(it) => write!(f, "{} is unknown ({}, {})", it.check, it.severity, it.subjects()),
            Self::Score { low, limit } => {
                write!(f, "the score is {} %, and {} % is the least", one_decimal(*low), as_given(*limit))
            }
            Self::Coverage { coverage, limit } => {
                write!(
                    f,
                    "{} % of the weight was judged, and {} % is the least",
                    one_decimal(*coverage),
                    as_given(*limit)
                )
            }
            Self::NoScore => f.write_str("there is no score: the run was narrowed, or nothing was judged"),
        }
    }
}

impl Concern {
    fn subjects(&self) -> String {
        match self.subjects {
            0 => "a part of its list was not read".into(),
            1 => "1 subject".into(),
            many => format!("{many} subjects"),
        }
    }
}

/// A limit as somebody would have typed it.
fn as_given(ppm: u32) -> String {
    let exact = format!("{}.{:04}", ppm / 10_000, ppm % 10_000);
    exact.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Holds a report against a gate. With `fail_on_new`, without a baseline everything is new.
///
/// A failing check counts with the worst severity among itself and what it blocks, since blocked checks are no finding
/// of their own. Out of scope never trips a gate.
pub fn gate(report: &Report, baseline: Option<&Report>, gate: &Gate) -> Gated {
    let mut gated = Gated::default();
    if let Some(limit) = gate.fail_on {
        let before = baseline.filter(|_| gate.fail_on_new).map(|baseline| Before::of(baseline, report));
        by_severity(report, before.as_ref(), gate, limit, &mut gated);
    }
    by_number(report, gate, &mut gated.misses);
    gated
}

/// How many subjects of a check concern the gate.
#[derive(Debug, Default, Clone, Copy)]
struct Subjects {
    fail: u64,
    blocked: u64,
    unknown: u64,
    fault: u64,
}

fn by_severity(report: &Report, before: Option<&Before<'_>>, gate: &Gate, limit: Severity, gated: &mut Gated) {
    let subjects = subjects(report, before);
    let burden = burden(&report.checks, &report.verdicts);
    for check in &report.checks {
        let of_check = subjects.get(check.id.as_str()).copied().unwrap_or_default();
        let concern = |severity, subjects| Concern { check: check.id.clone(), severity, subjects };
        let mut misses = Vec::new();
        let loaded = burden.severity(&check.id, check.severity);
        if of_check.fail > 0 && loaded >= limit {
            misses.push(Miss::Failed(concern(loaded, of_check.fail)));
        }
        if of_check.fault > 0 && check.severity >= limit {
            misses.push(Miss::Fault(concern(check.severity, of_check.fault)));
        }
        if of_check.blocked > 0 && check.severity >= limit && burden.is_orphan(&check.id) {
            misses.push(Miss::Blocked(concern(check.severity, of_check.blocked)));
        }
        let gap = !check.gaps.is_empty() && before.is_none_or(|before| before.gap_is_new(&check.id));
        if (of_check.unknown > 0 || gap) && check.severity >= limit {
            let unknown = Miss::Unknown(concern(check.severity, of_check.unknown));
            if gate.allow_unknown { gated.allowed.push(unknown) } else { misses.push(unknown) }
        }
        if before.is_some_and(|before| !before.compares(&check.id)) && !misses.is_empty() {
            gated.not_compared.push(check.id.clone());
        } else {
            gated.misses.append(&mut misses);
        }
    }
}

fn subjects<'a>(report: &'a Report, before: Option<&Before<'_>>) -> BTreeMap<&'a str, Subjects> {
    let mut all: BTreeMap<&str, Subjects> = BTreeMap::new();
    for verdict in &report.verdicts {
        let of_check = all.entry(&verdict.check).or_default();
        let (count, novelty) = match &verdict.outcome {
            Outcome::Fail { .. } => (&mut of_check.fail, Novelty::Failure),
            Outcome::Unknown { .. } => (&mut of_check.unknown, Novelty::Doubt),
            Outcome::Fault { .. } => (&mut of_check.fault, Novelty::Doubt),
            Outcome::Blocked { .. } => (&mut of_check.blocked, Novelty::Failure),
            Outcome::Pass | Outcome::Waived { .. } | Outcome::OutOfScope { .. } | Outcome::NotApplicable => continue,
        };
        if before.is_none_or(|before| before.is_new(&verdict.check, &verdict.subject, novelty)) {
            *count += 1;
        }
    }
    all
}

fn by_number(report: &Report, gate: &Gate, misses: &mut Vec<Miss>) {
    if gate.fail_under.is_none() && gate.min_coverage.is_none() {
        return;
    }
    let Some(score) = &report.score else {
        misses.push(Miss::NoScore);
        return;
    };
    if let Some(limit) = gate.fail_under.filter(|limit| score.low < *limit) {
        misses.push(Miss::Score { low: score.low, limit });
    }
    if let Some(limit) = gate.min_coverage.filter(|limit| score.coverage < *limit) {
        misses.push(Miss::Coverage { coverage: score.coverage, limit });
    }
}
