//! Velero: whether it runs, what it is told to do, and what it has done.

mod history;
pub(super) mod locations;
pub(super) mod namespaces;
mod own_address;
mod products;
pub(super) mod restores;
pub(super) mod schedules;
mod server;
pub(super) mod velero;
pub(super) mod volumes;

use crate::model::glob;
use crate::model::observed::backup::BackupSpec;

/// The label by which Velero leaves an object out.
pub(super) const EXCLUDED: &str = "velero.io/exclude-from-backup";

/// A backup with this spec takes objects of the namespace, all of them unless it is narrowed.
fn takes_namespace(spec: &BackupSpec, namespace: &str) -> bool {
    let named = |patterns: &[String]| patterns.iter().any(|it| glob::matches(it, namespace));
    (spec.included_namespaces.is_empty() || named(&spec.included_namespaces)) && !named(&spec.excluded_namespaces)
}
