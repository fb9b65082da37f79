//! The body of a report: categories, checks and verdicts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::known::Ignorance;
use crate::model::listing::Gap;
use crate::model::severity::Severity;
use crate::model::verdict::{self, Evidence, Origin};

/// The number of one category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CategoryScore {
    /// Its id.
    pub id: String,
    /// As printed.
    pub title: String,
    /// Its weight; 0 = judged, but not part of the platform's number.
    pub weight: u64,
    /// If everything unknown fails.
    pub low: Option<u32>,
    /// If everything unknown passes.
    pub high: Option<u32>,
    /// `low` in whole percent.
    pub percent: Option<u32>,
    /// The share of the weight that was judged.
    pub coverage: Option<u32>,
    /// `low` of the baseline, on the checks that both reports hold.
    pub was: Option<u32>,
    /// A word of care about the number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// How many checks came out how.
    pub checks: Counts,
}

/// How many checks came out how; a check counts once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Counts {
    /// All subjects that apply pass.
    pub pass: u64,
    /// A subject fails.
    pub fail: u64,
    /// A check that it requires fails.
    pub blocked: u64,
    /// None fails and one is unknown.
    pub unknown: u64,
    /// The question does not arise.
    pub not_applicable: u64,
    /// Every failure is excused.
    pub waived: u64,
    /// This kind of source cannot hold the answer.
    pub out_of_scope: u64,
    /// The check itself is wrong; scored as unknown.
    #[serde(default)]
    pub fault: u64,
}

/// How a check came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CheckResult {
    /// A subject fails that is not waived.
    Fail,
    /// None fails, and the check went wrong over a subject.
    Fault,
    /// None fails, and a subject (or a part of the list) is unknown.
    Unknown,
    /// A check that it requires fails.
    Blocked,
    /// What fails is excused.
    Waived,
    /// What applies passes.
    Pass,
    /// This kind of source cannot hold the answer.
    OutOfScope,
    /// The question does not arise.
    NotApplicable,
}

/// A check and its number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CheckScore {
    /// `category/name`.
    pub id: String,
    /// The promise.
    pub title: String,
    /// After profile and carbon.yaml.
    pub severity: Severity,
    /// The category.
    pub category: String,
    /// The checks that it requires.
    pub requires: Vec<String>,
    /// How it came out.
    pub result: CheckResult,
    /// If everything unknown fails.
    pub low: Option<u32>,
    /// If everything unknown passes.
    pub high: Option<u32>,
    /// Parts of its list that were not read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<Gap>,
    /// The fix that carbon can apply.
    pub remedy: Option<String>,
}

/// One check, one subject, one outcome.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReportVerdict {
    /// The id of the check.
    pub check: String,
    /// Its severity.
    pub severity: Severity,
    /// What was judged.
    pub subject: String,
    /// The answer.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// What the check's expressions read.
    pub evidence: Vec<Evidence>,
    /// The fix that carbon can apply.
    pub remedy: Option<String>,
    /// Where the subject came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
}

/// The answer of a verdict: [`verdict::Outcome`] as it stands in the report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// The promise is broken.
    Fail {
        /// What it is still worth.
        credit: u32,
        /// What was seen.
        found: String,
    },
    /// The check itself is wrong.
    Fault {
        /// What went wrong.
        message: String,
    },
    /// It should have been readable and was not.
    Unknown {
        /// Why, and of which resource.
        why: Ignorance,
    },
    /// A check that this one requires fails.
    Blocked {
        /// The id of that check.
        by: String,
    },
    /// A failure that is excused.
    Waived {
        /// What it is worth without the waiver.
        credit: u32,
        /// What was seen.
        found: String,
        /// Why it is excused.
        reason: String,
    },
    /// The promise holds.
    Pass,
    /// This kind of source cannot hold the answer.
    OutOfScope {
        /// Which resource would have told.
        why: Ignorance,
    },
    /// The question does not arise.
    NotApplicable,
}

impl From<verdict::Outcome> for Outcome {
    fn from(outcome: verdict::Outcome) -> Self {
        match outcome {
            verdict::Outcome::Pass => Self::Pass,
            verdict::Outcome::Fail { found, credit } => Self::Fail { credit, found },
            verdict::Outcome::Blocked { by } => Self::Blocked { by },
            verdict::Outcome::NotApplicable => Self::NotApplicable,
            verdict::Outcome::Unknown(why) => Self::Unknown { why },
            verdict::Outcome::OutOfScope(why) => Self::OutOfScope { why },
            verdict::Outcome::Waived { found, credit, reason } => Self::Waived { credit, found, reason },
            verdict::Outcome::Fault(message) => Self::Fault { message },
        }
    }
}
