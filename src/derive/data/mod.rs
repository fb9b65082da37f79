//! Databases, object stores and secret stores.

pub(super) mod cnpg;
pub(super) mod databases;
mod instances;
pub(super) mod object_stores;
mod plain;
pub(super) mod secret_stores;
mod zalando;
