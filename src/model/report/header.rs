//! The head of a report: by which rules, of which platform, as of when.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::known::{Ignorance, Known};
use crate::model::source::{Source, SourceKind};
use crate::model::time::Time;

/// By which rules and checks the numbers came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Scoring {
    /// The version of the rules.
    pub version: u32,
    /// `sha256:...` of the set of checks.
    pub checks: String,
}

/// Where and when the world was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReportSource {
    /// A cluster or files.
    pub kind: ReportKind,
    /// The name of the platform.
    pub name: String,
    /// When it was read.
    pub taken_at: Time,
}

/// A cluster or files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ReportKind {
    /// A cluster.
    Live,
    /// Manifests or a dump.
    Files,
}

/// What the header says of the platform.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReportCluster {
    /// `kind`, `k3s`, `EKS`.
    pub distribution: Stated<String>,
    /// The server's version.
    pub version: Stated<String>,
    /// The number of nodes.
    pub nodes: Stated<u64>,
}

/// A value, or `{"unknown": ...}` with the reason: [`Known`] with a schema that admits both.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Stated<T> {
    /// Why there is none.
    Unknown {
        /// The reason.
        unknown: Ignorance,
    },
    /// The value.
    Known(T),
}

impl<T> From<Known<T>> for Stated<T> {
    fn from(known: Known<T>) -> Self {
        match known {
            Known::Yes(value) => Self::Known(value),
            Known::No(unknown) => Self::Unknown { unknown },
        }
    }
}

impl From<Source> for ReportSource {
    fn from(source: Source) -> Self {
        let kind = match source.kind {
            SourceKind::Live => ReportKind::Live,
            SourceKind::Dump | SourceKind::Desired => ReportKind::Files,
        };
        Self { kind, name: source.name, taken_at: source.taken_at }
    }
}
