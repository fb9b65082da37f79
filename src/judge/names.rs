//! Whether what the settings name exists.

use super::definition::Check;
use super::pack::{DEFAULT_PROFILE, Pack};
use super::problem::nearest;
use crate::model::glob::matches as fits;
use crate::model::settings::Settings;

/// A name in the settings that stands for nothing, or a value that its parameter does not take.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum SettingsError {
    /// The name stands for nothing.
    #[error("no {what} '{name}'{}", hint(.near.as_deref()))]
    Unknown {
        /// Check, category, profile, parameter.
        what: &'static str,
        /// The name.
        name: String,
        /// What may have been meant.
        near: Option<String>,
    },
    /// A parameter is unknown, or its value is of the wrong kind.
    #[error("{0}")]
    Parameter(String),
}

fn hint(near: Option<&str>) -> String {
    near.map_or_else(String::new, |near| format!(": did you mean '{near}'?"))
}

/// Everything that the settings name and the pack does not have.
pub fn validate(pack: &Pack, settings: &Settings) -> Vec<SettingsError> {
    let mut errors = Vec::new();
    let mut unknown = |what, name: &str, all: &mut dyn Iterator<Item = &str>| {
        let near = nearest(name, all).map(str::to_owned);
        errors.push(SettingsError::Unknown { what, name: name.to_owned(), near });
    };
    if !settings.profile.is_empty() && settings.profile != DEFAULT_PROFILE && pack.profile(settings).is_none() {
        unknown("profile", &settings.profile, &mut pack.profiles.keys().map(String::as_str));
    }
    let ids = settings.params.keys().chain(settings.severities.keys()).chain(&settings.off);
    for id in ids.filter(|id| pack.check(id).is_none()) {
        unknown("check", id, &mut pack.ids());
    }
    let globs = settings.waivers.iter().map(|waiver| &waiver.check).chain(&settings.selection.checks);
    for glob in globs.filter(|glob| !pack.ids().any(|id| fits(glob, id))) {
        unknown("check", glob, &mut pack.ids());
    }
    let categories = settings.weights.keys().chain(&settings.selection.categories);
    for category in categories.filter(|category| !pack.categories.contains_key(*category)) {
        unknown("category", category, &mut pack.categories.keys().map(String::as_str));
    }
    let set = settings.params.iter().filter_map(|(id, params)| Some((pack.check(id)?, params)));
    let refused = set.flat_map(|(check, params)| Check::refused(check, params));
    errors.extend(refused.map(SettingsError::Parameter));
    errors.sort();
    errors.dedup();
    errors
}
