//! The built-in platform: two snapshots of the golden world, before and after the work that its report tells of.

use crate::collect::snapshot;
use crate::model::observed::Observed;

const BEFORE: &[u8] = include_bytes!("demo/before.json.zst");
const AFTER: &[u8] = include_bytes!("demo/after.json.zst");

/// The platform as it was the day before.
pub(super) fn before() -> anyhow::Result<Observed> {
    Ok(snapshot::load(BEFORE)?)
}

/// The platform as the demo shows it.
pub(super) fn after() -> anyhow::Result<Observed> {
    Ok(snapshot::load(AFTER)?)
}
