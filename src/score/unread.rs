//! What could not be read, gathered from the verdicts that miss it.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::known::Because;
use crate::model::report::{CheckScore, Fault, Outcome, ReportVerdict, Unread};

/// Resources that were not read (or did not tell), each with the checks that miss it, sorted.
pub(super) fn unread(checks: &[CheckScore], verdicts: &[ReportVerdict]) -> Vec<Unread> {
    let gaps = checks.iter().flat_map(|check| check.gaps.iter().map(|gap| (check.id.as_str(), &gap.why)));
    let unknown = verdicts.iter().filter_map(|verdict| match &verdict.outcome {
        Outcome::Unknown { why } => Some((verdict.check.as_str(), why)),
        Outcome::Pass
        | Outcome::Fail { .. }
        | Outcome::Fault { .. }
        | Outcome::Blocked { .. }
        | Outcome::Waived { .. }
        | Outcome::OutOfScope { .. }
        | Outcome::NotApplicable => None,
    });
    let mut missing: BTreeMap<(&str, &Because), BTreeSet<&str>> = BTreeMap::new();
    for (check, why) in gaps.chain(unknown) {
        missing.entry((&why.resource, &why.because)).or_default().insert(check);
    }
    let entry = |((resource, because), checks): ((&str, &Because), BTreeSet<&str>)| Unread {
        resource: resource.to_owned(),
        because: because.clone(),
        checks: checks.into_iter().map(ToOwned::to_owned).collect(),
    };
    missing.into_iter().map(entry).collect()
}

/// Ids of the checks with an answer that this kind of source cannot hold, in the order given.
pub(super) fn out_of_scope(verdicts: &[ReportVerdict]) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for verdict in verdicts {
        if matches!(verdict.outcome, Outcome::OutOfScope { .. }) && ids.last() != Some(&verdict.check) {
            ids.push(verdict.check.clone());
        }
    }
    ids
}

/// The checks that went wrong, in the order given.
pub(super) fn faults(verdicts: &[ReportVerdict]) -> Vec<Fault> {
    let fault = |verdict: &ReportVerdict| match &verdict.outcome {
        Outcome::Fault { message } => {
            Some(Fault { check: verdict.check.clone(), subject: verdict.subject.clone(), message: message.clone() })
        }
        Outcome::Pass
        | Outcome::Fail { .. }
        | Outcome::Unknown { .. }
        | Outcome::Blocked { .. }
        | Outcome::Waived { .. }
        | Outcome::OutOfScope { .. }
        | Outcome::NotApplicable => None,
    };
    verdicts.iter().filter_map(fault).collect()
}
