//! Claims, what they are made of, and who needs them.

pub(super) mod claims;
pub(super) mod drivers;
mod replication;
mod users;
