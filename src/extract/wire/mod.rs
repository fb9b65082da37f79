//! Lean wire structs: only the fields that carbon keeps, spelled as the API spells them.
//!
//! `Option` stands only where absence means something else than the default. Nulls are removed before decoding
//! (in the API a null is an absent field), so plain fields with a default are enough.

pub(super) mod backup;
pub(super) mod cluster;
pub(super) mod config;
pub(super) mod data;
pub(super) mod gateway;
pub(super) mod ingress;
pub(super) mod istio;
pub(super) mod meta;
pub(super) mod monitoring;
pub(super) mod network;
pub(super) mod pod;
pub(super) mod rbac;
pub(super) mod scaling;
pub(super) mod storage;
pub(super) mod traefik;
pub(super) mod workload;
