//! carbon.yaml: strict, found upwards from the working directory. Flag over environment over file over default.

mod services;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use schemars::JsonSchema;
use serde::Deserialize;

use super::failure::with_help;
use crate::judge::nearest;
use crate::model::settings::{Config, Edition, Settings, Singleton, Waiver};

/// The name that is looked for.
const NAME: &str = "carbon.yaml";

/// The file.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ConfigFile {
    /// `production` (default), `staging` or `development`.
    profile: Option<String>,
    /// Checks newer than this edition, as in `0.1`, are listed and not scored.
    #[schemars(with = "Option<String>")]
    edition: Option<EditionText>,
    /// Which namespaces are judged.
    scope: Scope,
    /// Workloads that run once on purpose.
    singletons: Vec<SingletonEntry>,
    /// Parameters by check id.
    params: BTreeMap<String, serde_json::Map<String, serde_json::Value>>,
    /// Weights by category.
    weights: BTreeMap<String, u64>,
    /// Who may come in without a login.
    access: Access,
    /// Where images come from.
    registry: Registry,
    /// Services that are asked beside the cluster.
    services: services::Section,
    /// Failures that are excused.
    waivers: Vec<WaiverEntry>,
}

/// An edition: YAML reads `0.1` as a number.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum EditionText {
    Text(String),
    Number(f64),
}

/// Namespaces, as patterns.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Scope {
    /// Not judged.
    ignore: Vec<String>,
    /// Those that carry production; none = all that are not ignored.
    production: Vec<String>,
}

/// Access.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Access {
    /// Hosts and `host/path` patterns that are public on purpose.
    public: Vec<String>,
}

/// Registry.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Registry {
    /// The registry, with an optional path, that every image should come from.
    mirror: Option<String>,
}

/// A workload that runs once on purpose.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SingletonEntry {
    /// `Kind/namespace/name`.
    workload: String,
    /// Why.
    reason: String,
}

/// An excuse.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct WaiverEntry {
    /// A check id or a glob over ids.
    check: String,
    /// A glob over subjects.
    subject: Option<String>,
    /// Why.
    reason: String,
    /// Who answers for it.
    owner: Option<String>,
    /// The last day (UTC) on which it holds, as in `2027-03-31`.
    #[schemars(with = "Option<String>")]
    until: Option<jiff::civil::Date>,
}

/// Settings from the file at `path`, or from the nearest carbon.yaml, or the defaults.
pub(crate) fn load(path: Option<&Path>) -> anyhow::Result<Settings> {
    let Some(path) = path.map(Path::to_path_buf).or_else(find) else { return Ok(Settings::default()) };
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let file = parse(&text, &path)?;
    settings(file, &path).with_context(|| format!("cannot use {}", path.display()))
}

fn find() -> Option<PathBuf> {
    let start = std::env::current_dir().ok()?;
    start.ancestors().map(|folder| folder.join(NAME)).find(|path| path.is_file())
}

fn parse(text: &str, path: &Path) -> anyhow::Result<ConfigFile> {
    if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return Ok(ConfigFile::default());
    }
    serde_saphyr::from_str(text).map_err(|error| {
        let error = error.without_snippet();
        let place = error.location().map_or(String::new(), |it| format!(":{}:{}", it.line(), it.column()));
        let text = error.to_string();
        let said = text.lines().next().unwrap_or_default();
        let said = said.rsplit_once(" at line ").map_or(said, |(said, _)| said);
        let message = format!("{}{place}: {said}", path.display());
        match unknown_key(&text) {
            Some((key, known)) => match nearest(key, known) {
                Some(near) => with_help(message, format!("did you mean `{near}`?")),
                None => anyhow!(message),
            },
            None => anyhow!(message),
        }
    })
}

/// The key that serde does not know, and those that it does: "unknown field `x`, expected one of a, b at line 1".
fn unknown_key(text: &str) -> Option<(&str, Vec<&str>)> {
    let (key, rest) = text.split_once("unknown field `")?.1.split_once('`')?;
    let known = rest.split_once("expected ")?.1.lines().next()?;
    let known = known.split_once(" at line ").map_or(known, |(known, _)| known);
    let words = known.split([',', ' ', '`']).filter(|word| !["", "one", "of", "or"].contains(word));
    Some((key, words.collect()))
}

fn settings(file: ConfigFile, path: &Path) -> anyhow::Result<Settings> {
    let edition = match file.edition {
        None => None,
        Some(EditionText::Text(text)) => Some(text),
        Some(EditionText::Number(number)) => Some(number.to_string()),
    };
    let edition = edition.map(|text| text.parse::<Edition>().map_err(|why| anyhow!(why))).transpose()?;
    let waivers: anyhow::Result<Vec<Waiver>> = file.waivers.into_iter().map(waiver).collect();
    let services = services::services(file.services, path)?;
    let tries = services.harbor.as_ref().is_some_and(|it| it.try_default_password);
    Ok(Settings {
        profile: file.profile.unwrap_or_default(),
        edition,
        config: Config {
            public: file.access.public,
            mirror: file.registry.mirror,
            ignore: file.scope.ignore,
            production: file.scope.production,
        },
        params: file.params,
        weights: file.weights,
        waivers: waivers?,
        singletons: file
            .singletons
            .into_iter()
            .map(|it| Singleton { workload: it.workload, reason: it.reason })
            .collect(),
        permissions: if tries { vec!["default-password".to_owned()] } else { Vec::new() },
        services,
        ..Settings::default()
    })
}

fn waiver(entry: WaiverEntry) -> anyhow::Result<Waiver> {
    if entry.reason.trim().is_empty() {
        return Err(with_help(
            format!("the waiver of {} gives no reason", entry.check),
            "say why the failure is acceptable; a waiver without a reason is a hidden failure",
        ));
    }
    Ok(Waiver {
        check: entry.check,
        subject: entry.subject.unwrap_or_else(|| "*".to_owned()),
        reason: entry.reason,
        owner: entry.owner,
        until: entry.until,
    })
}

/// The JSON schema of the file.
pub(crate) fn schema() -> serde_json::Value {
    schemars::schema_for!(ConfigFile).to_value()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> anyhow::Result<Settings> {
        settings(parse(text, Path::new("carbon.yaml"))?, Path::new("carbon.yaml"))
    }

    #[test]
    fn an_edition_is_read_as_text_and_as_number() {
        assert_eq!(read("edition: 0.1").unwrap().edition, Some(Edition(0, 1)));
        assert_eq!(read("edition: '0.12'").unwrap().edition, Some(Edition(0, 12)));
    }

    #[test]
    fn an_unknown_key_offers_the_nearest() {
        let error = read("profil: production").unwrap_err();
        let text = super::super::failure::text(&error);
        assert!(text.contains("carbon.yaml:1:1"), "{text}");
        assert!(text.contains("did you mean `profile`?"), "{text}");
    }

    #[test]
    fn a_waiver_needs_a_reason() {
        assert!(read("waivers: [{check: a/b, reason: ' '}]").is_err());
        assert_eq!(read("waivers: [{check: a/b, reason: x, until: 2027-03-31}]").unwrap().waivers.len(), 1);
    }

    #[test]
    fn an_empty_file_is_the_default() {
        assert_eq!(read("# nothing\n").unwrap(), Settings::default());
    }
}
