//! Reports for the tests of this folder: one of a platform that was read whole, one of files with everything odd.

use crate::model::known::{Because, Ignorance};
use crate::model::report::{CheckResult, Fault, Outcome, Readiness, Report, ReportKind, Stated, Unread};

/// A platform on one node, compared with the day before.
pub(super) fn whole() -> Report {
    Report::parse(include_bytes!("example.json")).unwrap()
}

/// The same platform where nodes are forbidden and a check went wrong.
pub(super) fn in_doubt() -> Report {
    let mut report = whole();
    report.baseline = None;
    report.source.kind = ReportKind::Files;
    report.cluster.nodes = Stated::Unknown { unknown: Ignorance::new(Because::Forbidden, "nodes") };
    report.cluster.distribution = Stated::Unknown { unknown: Ignorance::new(Because::NotInSource, "nodes") };
    report.readiness = Some(Readiness::CannotTell);
    report.blockers.clear();
    for check in &mut report.checks {
        if check.result == CheckResult::Fail {
            check.result = CheckResult::Unknown;
        }
    }
    for verdict in &mut report.verdicts {
        if matches!(verdict.outcome, Outcome::Fail { .. }) {
            verdict.outcome = Outcome::OutOfScope { why: Ignorance::new(Because::NotInSource, "pods/status") };
        }
    }
    for category in &mut report.categories {
        category.checks.unknown += std::mem::take(&mut category.checks.fail);
    }
    let score = report.score.as_mut().unwrap();
    (score.low, score.high, score.percent, score.coverage) = (664_000, 786_000, 66, 878_000);
    let availability = report.categories.iter_mut().find(|category| category.id == "availability").unwrap();
    (availability.low, availability.high) = (Some(0), Some(900_000));
    let backup = report.categories.iter_mut().find(|category| category.id == "backup").unwrap();
    (backup.low, backup.high, backup.percent) = (None, None, None);
    let unread = |resource: &str, because, checks: &[&str]| Unread {
        resource: resource.into(),
        because,
        checks: checks.iter().map(ToString::to_string).collect(),
    };
    report.unread = vec![
        unread(
            "horizontalpodautoscalers.autoscaling",
            Because::Undetermined("two minutes old".into()),
            &["availability/autoscalers"],
        ),
        unread("nodes", Because::Forbidden, &["availability/control-plane", "availability/nodes"]),
    ];
    report.out_of_scope = vec!["access/routes".into(), "availability/drains".into()];
    report.faults = vec![Fault {
        check: "availability/vault".into(),
        subject: "StatefulSet/vault/vault".into(),
        message: "no such key: ready_replicas".into(),
    }];
    report
}
