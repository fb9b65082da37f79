//! Which namespaces carry production: what carbon.yaml says, or else all.

use super::World;
use crate::model::glob;

/// True if the namespace is judged as production.
pub(super) fn carries_production(world: &World<'_>, namespace: &str) -> bool {
    let config = &world.settings.config;
    let fits = |patterns: &[String]| patterns.iter().any(|it| glob::matches(it, namespace));
    !fits(&config.ignore) && (config.production.is_empty() || fits(&config.production))
}
