//! The end of a report: what was not judged, and why.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::known::Because;
use crate::model::score::Permission;
use crate::model::settings::Waiver;

/// Something that could not be read, or that did not tell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Unread {
    /// As kubectl spells it.
    pub resource: String,
    /// Why.
    pub because: Because,
    /// Ids of the checks that miss it.
    pub checks: Vec<String>,
}

/// Checks that wait for a permission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Wanted {
    /// Which.
    pub permission: Permission,
    /// Their ids.
    pub checks: Vec<String>,
}

/// A waiver as carbon.yaml has it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct ReportWaiver {
    /// A check id or a glob over ids.
    pub check: String,
    /// A glob over subjects.
    pub subject: String,
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The last day, `YYYY-MM-DD`, UTC.
    pub until: Option<String>,
}

/// A check that went wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Fault {
    /// Its id.
    pub check: String,
    /// Over which subject.
    pub subject: String,
    /// What went wrong.
    pub message: String,
}

impl From<Waiver> for ReportWaiver {
    fn from(waiver: Waiver) -> Self {
        let until = waiver.until.map(|day| day.to_string());
        Self { check: waiver.check, subject: waiver.subject, reason: waiver.reason, owner: waiver.owner, until }
    }
}
