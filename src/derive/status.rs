//! What a missing status means.

use crate::model::known::{Because, Ignorance};
use crate::model::listing::Listing;
use crate::model::source::SourceKind;

/// Why an object has no status: desired state cannot hold one; elsewhere it was not collected.
pub(super) fn missing(source: SourceKind, resource: &str) -> Ignorance {
    let because = match source {
        SourceKind::Desired => Because::NotInSource,
        SourceKind::Live | SourceKind::Dump => Because::NotCollected,
    };
    Ignorance::new(because, format!("{resource}/status"))
}

/// Desired state holds one half of a pair; the other may live elsewhere.
pub(super) fn elsewhere(resource: &'static str) -> Ignorance {
    Ignorance::new(Because::NotInSource, resource)
}

/// Something is in a list, or may be in a part of it that could not be read.
pub(super) fn may_hold<T>(list: &Listing<T>) -> bool {
    !list.seen().is_empty() || list.gaps().iter().any(|gap| !gap.why.is_out_of_scope())
}
