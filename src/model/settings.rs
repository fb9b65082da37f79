//! What the user wants judged, and how: plain data, read from carbon.yaml and flags by `cli`.

pub mod services;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::severity::Severity;

/// Everything that changes verdicts or scores without changing the world.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Settings {
    /// `production`, `staging` or `development`.
    pub profile: String,
    /// Only checks whose `since` is not later are scored; `None` = all.
    pub edition: Option<Edition>,
    /// What checks may read as `config`.
    pub config: Config,
    /// Parameters by check id, over the profile's and the check's own.
    pub params: BTreeMap<String, serde_json::Map<String, serde_json::Value>>,
    /// Severities by check id.
    pub severities: BTreeMap<String, Severity>,
    /// Checks switched off, by id.
    pub off: Vec<String>,
    /// Category weights, over those of the pack.
    pub weights: BTreeMap<String, u64>,
    /// Failures that are excused.
    pub waivers: Vec<Waiver>,
    /// Workloads that say of themselves that they run once.
    pub singletons: Vec<Singleton>,
    /// `-n`, `--category`, `--check`: a narrowed run has no platform score.
    pub selection: Selection,
    /// What may be looked at beyond the ordinary: `secrets`, `probe`, `default-password`. Checks that need one which is
    /// missing here are not selected.
    pub permissions: Vec<String>,
    /// Services beside the API server.
    pub services: services::Services,
}

/// A version `MAJOR.MINOR` of the set of checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Edition(pub u32, pub u32);

impl std::str::FromStr for Edition {
    type Err = String;

    /// `0.1` or `0.1.0`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.split('.').map(|part| part.parse::<u32>());
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(Ok(major)), Some(Ok(minor)), None | Some(Ok(_)), None) => Ok(Self(major, minor)),
            _ => Err(format!("`{text}` is no edition; write MAJOR.MINOR, as in 0.1")),
        }
    }
}

impl std::fmt::Display for Edition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.0, self.1)
    }
}

/// The part of carbon.yaml that checks may read.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Config {
    /// Hosts and `host/path` patterns (`*` at the end of a path) that are public on purpose.
    pub public: Vec<String>,
    /// The registry, with an optional path, that every image should come from.
    pub mirror: Option<String>,
    /// Namespaces (patterns) that are not judged.
    pub ignore: Vec<String>,
    /// Namespaces (patterns) that carry production; empty = all that are not ignored.
    pub production: Vec<String>,
}

/// One excuse.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// A check id or a glob over ids.
    pub check: String,
    /// A glob over subjects; `*` matches any run of characters, `/` included.
    #[serde(default = "anything")]
    pub subject: String,
    /// Why; never empty.
    pub reason: String,
    /// Who answers for it.
    #[serde(default)]
    pub owner: Option<String>,
    /// The last day (UTC) on which it holds.
    #[serde(default)]
    pub until: Option<jiff::civil::Date>,
}

fn anything() -> String {
    "*".into()
}

/// A workload that must run once, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Singleton {
    /// `Kind/namespace/name`.
    pub workload: String,
    /// Why.
    pub reason: String,
}

/// What a run was narrowed to. All empty = the whole platform.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Selection {
    /// Namespaces.
    pub namespaces: Vec<String>,
    /// Categories.
    pub categories: Vec<String>,
    /// Globs over check ids.
    pub checks: Vec<String>,
}

impl Selection {
    /// True if nothing was narrowed.
    pub fn is_everything(&self) -> bool {
        self.namespaces.is_empty() && self.categories.is_empty() && self.checks.is_empty()
    }
}
