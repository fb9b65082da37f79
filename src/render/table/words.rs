//! Words that the sections share.

use crate::model::known::Because;
use crate::model::observed::SERVICES;
use crate::model::report::{Outcome, Report, ReportKind, ReportVerdict, Unread};
use crate::model::score::percent;
use crate::model::severity::Severity;

use crate::render::style::{Paint, Style};

/// `1 check`, `2 checks`.
pub(super) fn count(number: usize, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    }
}

/// `75 %`, or `66..79 %` while something is unknown.
pub(super) fn interval(low: u32, high: u32) -> String {
    match low == high {
        true => format!("{} %", percent(low)),
        false => format!("{}..{} %", percent(low), percent(high)),
    }
}

/// What the reader can do about something that was not read.
pub(super) fn remedy(unread: &Unread) -> Option<&'static str> {
    match &unread.because {
        Because::Forbidden if SERVICES.contains(&unread.resource.as_str()) => {
            Some("its account in carbon.yaml needs more rights")
        }
        Because::Forbidden => Some("carbon rbac | kubectl apply -f -"),
        Because::NotCollected => Some("add it to the dump, or say --complete"),
        Because::NotConfigured => Some("add it to carbon.yaml"),
        Because::Unreachable
        | Because::TimedOut
        | Because::Unavailable
        | Because::Garbled
        | Because::Undetermined(_)
        | Because::NotInSource => None,
    }
}

/// What a failing verdict found.
pub(super) fn failure(verdict: &ReportVerdict) -> Option<&str> {
    match &verdict.outcome {
        Outcome::Fail { found, .. } => Some(found),
        Outcome::Pass
        | Outcome::Fault { .. }
        | Outcome::Unknown { .. }
        | Outcome::Blocked { .. }
        | Outcome::Waived { .. }
        | Outcome::OutOfScope { .. }
        | Outcome::NotApplicable => None,
    }
}

/// The colour of a severity.
pub(super) const fn paint(severity: Severity) -> Paint {
    match severity {
        Severity::Critical | Severity::High => Paint::Bad,
        Severity::Medium => Paint::Fair,
        Severity::Low => Paint::Plain,
    }
}

/// `live` or `files`, as a noun.
pub(super) const fn source(report: &Report) -> &'static str {
    match report.source.kind {
        ReportKind::Live => "a live cluster",
        ReportKind::Files => "files",
    }
}

/// The first items with commas, and how many are folded away.
pub(super) fn listed(items: &[&str], style: &Style) -> String {
    const SHOWN: usize = 3;
    if style.all || items.len() <= SHOWN + 1 {
        return items.join(", ");
    }
    format!("{} and {} more", items[..SHOWN].join(", "), items.len() - SHOWN)
}
