//! How bad it is when a check fails.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Severity, from mild to a blocker; `Ord` follows that order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Weight 1.
    Low,
    /// Weight 2.
    Medium,
    /// Weight 5.
    High,
    /// Weight 10; a failure is a blocker: the platform is not ready.
    Critical,
}

impl Severity {
    /// The weight of a check of this severity within its category.
    pub const fn weight(self) -> u64 {
        match self {
            Self::Low => 1,
            Self::Medium => 2,
            Self::High => 5,
            Self::Critical => 10,
        }
    }

    /// The word used in check files and reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

impl std::fmt::Display for Severity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
