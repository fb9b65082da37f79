//! Facts from worlds written as YAML: each test is a claim about a join, with a clean neighbour.

#![allow(clippy::unwrap_used, clippy::expect_used, unreachable_pub)]

mod access;
mod cluster;
mod data;
mod harbor;
mod images;
mod monitoring;
mod security;
mod storage;
mod velero;
mod workloads;

use carbon::derive::derive;
use carbon::extract;
use carbon::model::facts::Facts;
use carbon::model::observed::{Absence, Observed};
use carbon::model::settings::Settings;
use carbon::model::source::{Source, SourceKind};
use carbon::model::verdict::Origin;
use carbon::model::{Because, Ignorance, Known};

/// The moment at which every world here is read.
pub const NOW: &str = "2025-10-20T12:00:00Z";

/// Observed objects of a YAML stream, as a complete dump: what is not there does not exist.
pub fn dump(yaml: &str) -> Observed {
    read(yaml, SourceKind::Dump)
}

/// Observed objects of a YAML stream, as desired state: no status, and what is not there may live elsewhere.
pub fn desired(yaml: &str) -> Observed {
    let mut observed = read(yaml, SourceKind::Desired);
    observed.settle(|resource, empty| match (resource.written_by, empty) {
        (carbon::model::observed::WrittenBy::Server, _) => {
            Absence::Unread(Ignorance::new(Because::NotInSource, resource.name))
        }
        (carbon::model::observed::WrittenBy::People, true) => {
            Absence::Elsewhere(Ignorance::new(Because::NotInSource, resource.name))
        }
        (carbon::model::observed::WrittenBy::People, false) => Absence::None,
    });
    observed
}

fn read(yaml: &str, kind: SourceKind) -> Observed {
    let mut observed =
        Observed::empty(Source { kind, name: "test".to_owned(), taken_at: NOW.parse().expect("a time") });
    let documents: Vec<serde_json::Value> = serde_saphyr::from_multiple(yaml).expect("valid YAML");
    for (position, document) in documents.into_iter().enumerate() {
        let line = u32::try_from(position).expect("few documents");
        let origin = Origin::File { path: "test.yaml".to_owned(), line };
        let taken = extract::take(&mut observed, document, origin).expect("a well-formed object");
        assert_eq!(taken, extract::Taken::Kept, "a kind that carbon reads");
    }
    observed.sort();
    observed
}

/// The facts of a complete dump.
pub fn facts(yaml: &str) -> Facts {
    derive(&dump(yaml), &Settings::default())
}

/// A known value, or a failed test.
pub fn known<T: Clone>(value: &Known<T>) -> T {
    value.get().expect("a known value").clone()
}
