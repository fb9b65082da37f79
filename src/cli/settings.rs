//! Settings of a run: the file, with what the command line says on top.

use anyhow::anyhow;

use super::args::{Global, JudgeArgs, SourceArgs};
use super::config;
use crate::judge::{Pack, validate};
use crate::model::settings::{Selection, Settings};

/// The settings of a run that only reads.
pub(super) fn of_reading(source: &SourceArgs, global: &Global) -> anyhow::Result<Settings> {
    let mut settings = config::load(global.config.as_deref())?;
    if source.read_secrets {
        settings.permissions.push("secrets".to_owned());
    }
    Ok(settings)
}

/// The settings, checked against the pack.
pub(super) fn load(args: &JudgeArgs, source: &SourceArgs, global: &Global, pack: &Pack) -> anyhow::Result<Settings> {
    let mut settings = of_reading(source, global)?;
    if let Some(profile) = &args.profile {
        settings.profile.clone_from(profile);
    }
    if settings.profile.is_empty() {
        settings.profile = "production".to_owned();
    }
    settings.selection = Selection {
        namespaces: args.namespaces.clone(),
        categories: args.categories.clone(),
        checks: args.checks.clone(),
    };
    let problems: Vec<String> = validate(pack, &settings).iter().map(ToString::to_string).collect();
    match problems.is_empty() {
        true => Ok(settings),
        false => Err(anyhow!("{}", problems.join("\n"))),
    }
}
