//! The report as JSON, `carbon/report/v1`: within v1 keys are only ever added.

use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};

pub use check::{CategoryScore, CheckResult, CheckScore, Counts, Outcome, ReportVerdict};
pub use header::{ReportCluster, ReportKind, ReportSource, Scoring, Stated};
pub use rest::{Fault, ReportWaiver, Unread, Wanted};

use super::settings::Selection;

mod check;
mod header;
mod rest;

/// The value of `schema`.
pub const SCHEMA: &str = "carbon/report/v1";

/// What an audit says. Numbers are parts per million; `null` = there is none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// `carbon/report/v1`.
    pub schema: String,
    /// The version of carbon.
    pub carbon: String,
    /// By which rules and checks.
    pub scoring: Scoring,
    /// What was read, and when.
    pub source: ReportSource,
    /// What the platform is.
    pub cluster: ReportCluster,
    /// The profile.
    pub profile: String,
    /// The edition that is scored; `null` = every check.
    pub edition: Option<String>,
    /// What the run was narrowed to; `null` = nothing.
    pub selection: Option<Selection>,
    /// `null` if the run was narrowed.
    pub readiness: Option<Readiness>,
    /// `null` if the run was narrowed or nothing was judged.
    pub score: Option<PlatformScore>,
    /// The report that the `was` numbers come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Baseline>,
    /// In the order of the check set.
    pub categories: Vec<CategoryScore>,
    /// Ids of the checks that stand between the platform and production.
    pub blockers: Vec<String>,
    /// Every check that was judged, in the order of categories, then by id.
    pub checks: Vec<CheckScore>,
    /// Every verdict, in the order of the checks, then by subject.
    pub verdicts: Vec<ReportVerdict>,
    /// What could not be read, or did not tell, and the checks that miss it.
    pub unread: Vec<Unread>,
    /// Ids of the checks that have an answer which this kind of source cannot hold.
    pub out_of_scope: Vec<String>,
    /// Ids of the checks that were not judged.
    pub not_selected: Vec<String>,
    /// Of those, the ones that wait for a permission.
    pub permissions: Vec<Wanted>,
    /// Ids of the checks that are newer than the edition.
    pub not_scored: Vec<String>,
    /// Waivers that matched nothing.
    pub waivers_unused: Vec<ReportWaiver>,
    /// Waivers whose last day has passed.
    pub waivers_expired: Vec<ReportWaiver>,
    /// Checks that are wrong themselves.
    pub faults: Vec<Fault>,
}

/// Whether the platform is ready for production: the checks decide, not the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Readiness {
    /// Every critical check that applies passes.
    Ready,
    /// A critical check fails, or is blocked by one that does.
    NotReady,
    /// Nothing critical fails, but something critical could not be judged.
    CannotTell,
}

/// The number of the whole platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlatformScore {
    /// If everything unknown fails.
    pub low: u32,
    /// If everything unknown passes.
    pub high: u32,
    /// `low` in whole percent, half up; 0 and 100 only when exact.
    pub percent: u32,
    /// The share of the weight that was judged.
    pub coverage: u32,
    /// `low` if nothing were waived.
    pub without_waivers: u32,
    /// `low` of the baseline, on the checks that both reports hold.
    pub was: Option<u32>,
}

/// The report with which this one was compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Baseline {
    /// Its source.
    pub source: ReportSource,
    /// Its rules and checks.
    pub scoring: Scoring,
    /// False if one of the two was narrowed in another way: then there is no `was`.
    pub same_selection: bool,
    /// The number of checks that both hold; only these are compared.
    pub shared: usize,
    /// Checks that only this report holds.
    pub only_now: Vec<String>,
    /// Checks that only the baseline holds.
    pub only_then: Vec<String>,
    /// This report's `low` on the shared checks, which is what `was` compares with.
    pub now: Option<u32>,
}

/// Why a file cannot be used as a report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// It is no JSON, or cut off.
    #[error("this is no report: it is not JSON")]
    NotJson(#[source] serde_json::Error),
    /// It is JSON of another kind.
    #[error("this is no report of carbon: {}", found.as_ref().map_or("it has no `schema`".into(), |found| format!("its schema is {found:?}")))]
    NotAReport {
        /// The schema that it names.
        found: Option<String>,
    },
    /// A later carbon wrote it.
    #[error("the report has schema {found:?}, and this carbon reads {SCHEMA}: a newer carbon is needed")]
    Newer {
        /// The schema that it names.
        found: String,
    },
    /// It says that it is a report, but keys are missing or of another type.
    #[error("the report is damaged")]
    Damaged(#[source] serde_json::Error),
}

impl Report {
    /// Reads a report. Keys that this carbon does not know are left out: v1 only ever adds keys.
    pub fn parse(json: &[u8]) -> Result<Self, ReportError> {
        let value: serde_json::Value = serde_json::from_slice(json).map_err(ReportError::NotJson)?;
        let found = value.get("schema").and_then(|schema| schema.as_str()).map(ToOwned::to_owned);
        match found {
            Some(schema) if schema == SCHEMA => serde_json::from_value(value).map_err(ReportError::Damaged),
            Some(schema) if is_newer(&schema) => Err(ReportError::Newer { found: schema }),
            other => Err(ReportError::NotAReport { found: other.map(|schema| schema.chars().take(60).collect()) }),
        }
    }

    /// The JSON schema that is published.
    pub fn json_schema() -> Schema {
        schemars::schema_for!(Report)
    }
}

fn is_newer(schema: &str) -> bool {
    let version = schema.strip_prefix("carbon/report/v").and_then(|version| version.parse::<u32>().ok());
    version.is_some_and(|version| version > 1)
}
