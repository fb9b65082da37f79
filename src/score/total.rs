//! From checks to categories to the platform: weighted means, exact to the last step.

use crate::model::severity::Severity;

use super::ratio::Ratio;
use super::tally::{Tally, Worth};

/// A check as scoring sees it.
#[derive(Debug, Clone)]
pub(super) struct Counted<'a> {
    pub(super) id: &'a str,
    pub(super) category: &'a str,
    pub(super) severity: Severity,
    pub(super) tally: Tally,
}

/// A category or the platform: what it is worth (if anything was to be judged) and how much of it was judged.
#[derive(Debug, Clone)]
pub(super) struct Total {
    pub(super) worth: Option<Worth>,
    pub(super) coverage: Option<Ratio>,
}

/// The mean of a category's checks, weighted by severity.
pub(super) fn category(id: &str, checks: &[Counted<'_>]) -> Total {
    let shares = checks.iter().filter(|check| check.category == id).map(|check| {
        let total = Total { worth: check.tally.worth(), coverage: check.tally.coverage() };
        (check.severity.weight(), total)
    });
    mean(&shares.collect::<Vec<_>>())
}

/// The mean of the categories, weighted by category.
pub(super) fn platform(categories: &[(u64, Total)]) -> Total {
    mean(categories)
}

/// What has no worth leaves the sum, and its weight is shared out among the others; what is out of scope has none, but
/// still counts in the coverage.
fn mean(parts: &[(u64, Total)]) -> Total {
    let over = |share: fn(&Worth) -> &Ratio| {
        Ratio::mean(parts.iter().filter_map(|(weight, part)| Some((*weight, share(part.worth.as_ref()?)))))
    };
    let worth = over(|worth| &worth.low)
        .zip(over(|worth| &worth.high))
        .zip(over(|worth| &worth.without_waivers))
        .map(|((low, high), without_waivers)| Worth { low, high, without_waivers });
    let coverage = Ratio::mean(parts.iter().filter_map(|(weight, part)| Some((*weight, part.coverage.as_ref()?))));
    Total { worth, coverage }
}
