//! Runs, categories and judged checks for the tests of this folder.

use crate::model::known::{Because, Ignorance, Known};
use crate::model::listing::Gap;
use crate::model::score::{Category, Cluster, Run};
use crate::model::settings::{Edition, Selection};
use crate::model::severity::Severity;
use crate::model::source::{Source, SourceKind};
use crate::model::verdict::{Judged, Outcome, Verdict};

pub(super) fn run() -> Run {
    Run {
        carbon: "0.1.0".into(),
        checks: "sha256:00".into(),
        source: Source {
            kind: SourceKind::Live,
            name: "example".into(),
            taken_at: "2025-10-20T14:03:00Z".parse().unwrap(),
        },
        cluster: Cluster {
            distribution: Known::Yes("kind".into()),
            version: Known::Yes("v1.34.0".into()),
            nodes: Known::No(Ignorance::new(Because::Forbidden, "nodes")),
        },
        profile: "production".into(),
        edition: Some(Edition(0, 1)),
        selection: Selection::default(),
        probed: false,
        not_selected: Vec::new(),
        not_scored: Vec::new(),
        waivers_unused: Vec::new(),
        waivers_expired: Vec::new(),
    }
}

pub(super) fn category(id: &str, weight: u64) -> Category {
    Category { id: id.into(), title: id.into(), weight }
}

/// The categories and weights of the project.
pub(super) fn categories() -> Vec<Category> {
    let weights = [
        ("platform", 16),
        ("workloads", 16),
        ("network", 10),
        ("security", 10),
        ("access", 10),
        ("monitoring", 10),
        ("availability", 12),
        ("registry", 8),
        ("backup", 8),
    ];
    weights.map(|(id, weight)| category(id, weight)).to_vec()
}

/// A check with one verdict for each outcome, over the subjects `0`, `1`...
pub(super) fn judged(id: &str, severity: Severity, outcomes: Vec<Outcome>) -> Judged {
    let verdict = |(number, outcome)| Verdict {
        subject: format!("Deployment/tools/{number}"),
        outcome,
        evidence: Vec::new(),
        origin: None,
    };
    Judged {
        id: id.into(),
        category: id.split('/').next().unwrap().into(),
        title: format!("{id} holds"),
        severity,
        requires: Vec::new(),
        remedy: None,
        verdicts: outcomes.into_iter().enumerate().map(verdict).collect(),
        gaps: Vec::new(),
    }
}

/// `seen` passes of `of`, the others failures.
pub(super) fn partly(seen: usize, of: usize) -> Vec<Outcome> {
    (0..of).map(|place| if place < seen { Outcome::Pass } else { fail() }).collect()
}

pub(super) fn fail() -> Outcome {
    Outcome::Fail { found: "it does not".into(), credit: 0 }
}

pub(super) fn waived() -> Outcome {
    Outcome::Waived { found: "it does not".into(), credit: 0, reason: "known".into() }
}

pub(super) fn blocked(by: &str) -> Outcome {
    Outcome::Blocked { by: by.into() }
}

pub(super) fn unknown() -> Outcome {
    Outcome::Unknown(Ignorance::new(Because::Forbidden, "nodes"))
}

pub(super) fn out_of_scope() -> Outcome {
    Outcome::OutOfScope(Ignorance::new(Because::NotInSource, "pods/status"))
}

pub(super) fn fault() -> Outcome {
    Outcome::Fault("no such key".into())
}

pub(super) fn gap() -> Gap {
    Gap::of("tools", Ignorance::new(Because::Forbidden, "deployments.apps"))
}
