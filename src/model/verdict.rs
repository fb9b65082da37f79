//! What a check says of a subject.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::known::Ignorance;
use super::listing::Gap;
use super::severity::Severity;

/// Parts per million: credits, ratios and scores are whole numbers of these.
pub const MILLION: u32 = 1_000_000;

/// What was found about one subject.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The promise holds.
    Pass,
    /// The promise is broken; `found` says what was seen, `credit` (parts per million, below a million) what it is
    /// still worth.
    Fail {
        /// What was seen, in one line.
        found: String,
        /// Parts per million, 0..MILLION.
        credit: u32,
    },
    /// A check that this one requires fails.
    Blocked {
        /// The id of that check.
        by: String,
    },
    /// Read, and the question does not arise.
    NotApplicable,
    /// It should have been readable and was not.
    Unknown(Ignorance),
    /// This kind of source cannot hold the answer.
    OutOfScope(Ignorance),
    /// A failure that carbon.yaml excuses; both numbers of the failure are kept.
    Waived {
        /// What was seen.
        found: String,
        /// The credit that it has without the waiver.
        credit: u32,
        /// Why it is excused.
        reason: String,
    },
    /// The check itself is wrong; scored as unknown.
    Fault(String),
}

/// A value that the expression read on the way to its answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// The path as written in the check, e.g. `it.ready_replicas`.
    pub path: String,
    /// Its value, as JSON.
    pub value: serde_json::Value,
}

/// Where a fact about an object came from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// A document in a file, with its first line (from 1).
    File {
        /// The path as given on the command line, joined with the path below it; `-` is stdin.
        path: String,
        /// The line of the document (or list item) in the file, from 1.
        line: u32,
    },
    /// An object of an API server.
    Api(String),
}

/// One check, one subject, one outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// `Kind[.group]/namespace/name`, `route/HOST/PATH`, `host/NAME`, `image/REF`, `namespace/NAME` or `cluster`.
    pub subject: String,
    /// The answer.
    pub outcome: Outcome,
    /// What the expressions read.
    pub evidence: Vec<Evidence>,
    /// Where the subject came from, if it is an object.
    pub origin: Option<Origin>,
}

/// A check with everything that it said.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// `category/name`.
    pub id: String,
    /// The category, first part of the id.
    pub category: String,
    /// The promise, as printed.
    pub title: String,
    /// After profile and carbon.yaml.
    pub severity: Severity,
    /// The ids of the checks that it requires.
    pub requires: Vec<String>,
    /// The fix that carbon can apply, if any.
    pub remedy: Option<String>,
    /// Sorted by subject.
    pub verdicts: Vec<Verdict>,
    /// Parts of the check's own list that were not read: its score is then 0..1, whatever was seen. Empty when the
    /// source cannot hold the list: then the check has one `OutOfScope` verdict.
    pub gaps: Vec<Gap>,
}
