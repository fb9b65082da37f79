//! The first line: which platform, as of when, judged how.

use crate::model::known::Because;
use crate::model::report::{Report, Stated};
use crate::model::settings::Selection;
use crate::render::page::Page;
use crate::render::style::Paint;

use super::words::count;

pub(super) fn head(report: &Report, page: &mut Page) {
    let dot = page.style().dot();
    let mut parts = Vec::new();
    let platform = platform(report);
    if !platform.is_empty() {
        parts.push(platform.join(", "));
    }
    parts.push(report.source.taken_at.0.strftime("%-d %B %Y %H:%M UTC").to_string());
    parts.push(format!("profile {}", report.profile));
    parts.extend(report.selection.as_ref().map(narrowed));
    let name = page.painted(&report.source.name, Paint::Strong);
    let rest = parts.iter().flat_map(|part| [page.text(dot), page.text(part)]);
    let line: Vec<_> = std::iter::once(name).chain(rest).collect();
    page.line(0, &line);
}

/// What a source cannot hold, and a distribution that left no mark, is not mentioned; what should have been readable is.
fn platform(report: &Report) -> Vec<String> {
    let cluster = &report.cluster;
    [
        said(&cluster.distribution, Clone::clone, "distribution"),
        said(&cluster.version, |version| format!("Kubernetes {version}"), "version"),
        said(&cluster.nodes, |nodes| count(usize::try_from(*nodes).unwrap_or(usize::MAX), "node"), "number of nodes"),
    ]
    .into_iter()
    .flatten()
    .filter(|words| !words.is_empty())
    .collect()
}

fn said<T>(value: &Stated<T>, words: impl FnOnce(&T) -> String, name: &str) -> Option<String> {
    match value {
        Stated::Known(value) => Some(words(value)),
        Stated::Unknown { unknown } if unknown.because == Because::NotInSource => None,
        Stated::Unknown { .. } => Some(format!("{name} unknown")),
    }
}

fn narrowed(selection: &Selection) -> String {
    let parts =
        [("namespace", &selection.namespaces), ("category", &selection.categories), ("check", &selection.checks)];
    let parts = parts.iter().filter(|(_, names)| !names.is_empty());
    let parts: Vec<String> = parts.map(|(kind, names)| format!("{kind} {}", names.join(", "))).collect();
    format!("only {}", parts.join("; "))
}
