//! What scoring is told beside the verdicts, and how its numbers are written: parts per million and whole percent.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::known::Known;
use super::settings::{Edition, Selection, Waiver};
use super::source::Source;
use super::verdict::MILLION;

/// The version of the rules by which verdicts become numbers; it changes when a number could.
pub const SCORING: u32 = 1;

/// A category of checks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// First part of the ids of its checks.
    pub id: String,
    /// As printed.
    pub title: String,
    /// Its weight in the platform's score; 0 = judged, but not part of the number.
    pub weight: u64,
}

/// The facts about a run that stand in its report.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The version of carbon.
    pub carbon: String,
    /// `sha256:...` of the set of checks.
    pub checks: String,
    /// What was read, and when.
    pub source: Source,
    /// What the source is.
    pub cluster: Cluster,
    /// The profile.
    pub profile: String,
    /// The edition that is scored; `None` = all checks.
    pub edition: Option<Edition>,
    /// What the run was narrowed to.
    pub selection: Selection,
    /// True if public hosts were asked from outside, not only read about.
    pub probed: bool,
    /// Checks that were not judged, and the permission that they lack.
    pub not_selected: Vec<NotSelected>,
    /// Checks newer than the edition.
    pub not_scored: Vec<String>,
    /// Waivers that matched nothing.
    pub waivers_unused: Vec<Waiver>,
    /// Waivers whose last day has passed.
    pub waivers_expired: Vec<Waiver>,
}

/// What the header of a report says of the platform.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// As printed: `kind`, `k3s`, `EKS`.
    pub distribution: Known<String>,
    /// The server's version, `v1.34.0`.
    pub version: Known<String>,
    /// The number of nodes.
    pub nodes: Known<u64>,
}

/// A check that was not judged.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotSelected {
    /// The permission that it lacks; `None` = it is switched off.
    pub needs: Option<Permission>,
    /// Its id.
    pub check: String,
}

/// A look that carbon takes only if it is told to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Permission {
    /// List Secrets.
    ReadSecrets,
    /// Send requests to public hosts.
    Probe,
    /// Try a vendor's default password.
    DefaultPassword,
}

impl Permission {
    /// What so many checks do with it: (4 checks) `read Secrets`, (1 check) `reads Secrets`.
    pub const fn deed(self, checks: usize) -> &'static str {
        match (self, checks) {
            (Self::ReadSecrets, 1) => "reads Secrets",
            (Self::ReadSecrets, _) => "read Secrets",
            (Self::Probe, 1) => "probes public hosts",
            (Self::Probe, _) => "probe public hosts",
            (Self::DefaultPassword, 1) => "tries default passwords",
            (Self::DefaultPassword, _) => "try default passwords",
        }
    }

    /// The flag that grants it, if a flag does.
    pub const fn flag(self) -> Option<&'static str> {
        match self {
            Self::ReadSecrets => Some("--read-secrets"),
            Self::Probe => Some("--probe"),
            Self::DefaultPassword => None,
        }
    }
}

/// Whole percent, half up; 0 and 100 only when exact.
///
/// Parts per million are cut down from the exact number, which moves none of the boundaries between two percents.
pub fn percent(ppm: u32) -> u32 {
    match ppm {
        0 => 0,
        MILLION.. => 100,
        within => ((within + 5_000) / 10_000).clamp(1, 99),
    }
}

/// Percent with one decimal, cut down, so that a number below a limit never prints as the limit.
pub fn one_decimal(ppm: u32) -> String {
    format!("{}.{}", ppm / 10_000, ppm % 10_000 / 1_000)
}

/// `72` or `72.5` percent as parts per million; at most four decimals, 0 to 100.
pub fn parse_percent(text: &str) -> Result<u32, String> {
    let refused = || format!("`{text}` is no percentage; write a number from 0 to 100, as in 72 or 72.5");
    let text = text.strip_suffix('%').unwrap_or(text).trim_end();
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let digits =
        |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole, 3) || !digits(decimals, 4) {
        return Err(refused());
    }
    let number = |part: &str| part.parse::<u32>().map_err(|_| refused());
    let ppm = number(whole)? * 10_000 + number(&format!("{decimals:0<4}"))?;
    if ppm > MILLION { Err(refused()) } else { Ok(ppm) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percents_round_half_up_and_keep_both_ends_for_what_is_exact() {
        let table = [
            (0, 0),
            (1, 1),
            (4_999, 1),
            (14_999, 1),
            (15_000, 2),
            (504_999, 50),
            (505_000, 51),
            (750_000, 75),
            (994_999, 99),
            (999_999, 99),
            (1_000_000, 100),
        ];
        for (ppm, shown) in table {
            assert_eq!(percent(ppm), shown, "{ppm}");
        }
    }

    #[test]
    fn a_decimal_is_cut_so_that_a_miss_never_prints_as_met() {
        assert_eq!(one_decimal(719_999), "71.9");
        assert_eq!(one_decimal(720_000), "72.0");
        assert_eq!(one_decimal(1_000_000), "100.0");
        assert_eq!(one_decimal(999), "0.0");
    }

    #[test]
    fn percentages_are_read_exactly_or_refused() {
        let good =
            [("0", 0), ("72", 720_000), ("72.5", 725_000), ("99.9999", 999_999), ("100", MILLION), ("7 %", 70_000)];
        for (text, ppm) in good {
            assert_eq!(parse_percent(text), Ok(ppm), "{text}");
        }
        for text in ["", "-1", "101", "100.1", "1.", ".5", "1e2", "+5", "72.50001", "4294967297", "NaN", "७"] {
            assert!(parse_percent(text).is_err(), "{text}");
        }
    }
}
