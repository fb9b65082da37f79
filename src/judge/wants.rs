//! What the selected checks want to read: the lists of a live cluster, and the rights that they take.

use std::collections::BTreeSet;

use super::judgement::left_out;
use super::pack::Pack;
use super::schema::Schema;
use crate::model::facts::Facts;
use crate::model::settings::Settings;

/// What every run reads, whatever its checks: the report's header counts nodes, and a list that is refused for the whole
/// cluster is read namespace by namespace.
pub const ALWAYS: [&str; 2] = ["namespaces", "nodes"];

/// The resources which the checks of a run read: names of [`RESOURCES`](crate::model::observed::RESOURCES), and raw ones
/// as checks name them under `needs` (`example.com/v1/widgets`), and of [`SERVICES`](crate::model::observed::SERVICES).
/// Secrets are among them only with the permission.
pub fn wants(pack: &Pack, settings: &Settings) -> BTreeSet<String> {
    let schema = Schema::of::<Facts>();
    let profile = pack.profile(settings);
    let is_judged = |since| settings.edition.is_none_or(|edition| since <= edition);
    let selected =
        pack.checks.iter().filter(|it| left_out(it, settings, profile, &schema).is_none() && is_judged(it.since));
    let mut wanted: BTreeSet<String> = selected.flat_map(|check| check.resources(&schema)).collect();
    let permitted = settings.permissions.iter().any(|it| it == "secrets");
    // Raw they would come with their content, which nobody may read.
    wanted.retain(|it| it != "v1/secrets" && (permitted || it != "secrets"));
    wanted
}

#[cfg(test)]
mod tests {
    use serde_json::Value as Json;

    use super::*;
    use crate::judge::Folder;
    use crate::model::observed::{RESOURCES, SERVICES};
    use crate::model::settings::{Edition, Selection};

    fn pack(checks: &[(&str, &str)]) -> Pack {
        let category = ("a/category.yaml".to_owned(), "title: A\nweight: 1\nwhy: w\n".to_owned());
        let checks = checks.iter().map(|(path, rest)| {
            let text = format!("title: T\nseverity: high\nsince: 0.2.0\nwhy: w\nfix: f\n{rest}");
            (format!("a/{path}.yaml"), text)
        });
        let files = checks.chain([category]).collect();
        let loaded = Pack::load(&[Folder { pack: None, path: "checks".into(), files }]);
        loaded.unwrap_or_else(|problems| panic!("{problems:?}"))
    }

    fn small() -> Pack {
        pack(&[
            ("credentials", "each: workloads\nassert: |\n  it.pull_credentials\n"),
            ("nodes", "each: nodes\nassert: |\n  it.ready\n"),
            ("widgets", "needs: {widgets: example.com/v1/widgets}\nassert: |\n  widgets.all(w, w.spec.size > 1)\n"),
            ("hidden", "needs: {hidden: v1/secrets}\nassert: |\n  hidden.all(w, w.data.size() > 1)\n"),
        ])
    }

    fn only(check: &str) -> Settings {
        Settings {
            selection: Selection { checks: vec![check.to_owned()], ..Selection::default() },
            ..Settings::default()
        }
    }

    fn set(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|it| (*it).to_owned()).collect()
    }

    #[test]
    fn a_run_wants_what_its_checks_read_and_nothing_else() {
        let nodes = wants(&small(), &only("a/nodes"));
        assert!(nodes.contains("nodes") && !nodes.contains("deployments.apps"), "{nodes:?}");
        assert_eq!(wants(&small(), &only("a/widgets")), set(&["example.com/v1/widgets"]));
    }

    #[test]
    fn a_check_that_is_off_or_newer_than_the_edition_wants_nothing() {
        let off = Settings { off: vec!["a/nodes".to_owned()], ..only("a/nodes") };
        assert_eq!(wants(&small(), &off), set(&[]));
        let old = Settings { edition: Some(Edition(0, 1)), ..only("a/nodes") };
        assert_eq!(wants(&small(), &old), set(&[]));
    }

    #[test]
    fn secrets_are_wanted_only_with_the_permission() {
        let secret = |it: &String| it.ends_with("secrets");
        let mut settings = Settings::default();
        assert!(!wants(&small(), &settings).iter().any(secret));
        settings.permissions = vec!["secrets".to_owned()];
        let wanted = wants(&small(), &settings);
        assert!(wanted.contains("secrets") && !wanted.contains("v1/secrets"), "{wanted:?}");
    }

    /// Every text under `x-reads`, wherever it stands.
    fn marks(node: &Json, found: &mut BTreeSet<String>) {
        match node {
            Json::Object(entries) => {
                for (key, value) in entries {
                    match key.as_str() {
                        "x-reads" => {
                            found.extend(value.as_array().unwrap().iter().map(|it| it.as_str().unwrap().into()))
                        }
                        _ => marks(value, found),
                    }
                }
            }
            Json::Array(items) => items.iter().for_each(|it| marks(it, found)),
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
        }
    }

    #[test]
    fn every_mark_of_a_fact_names_a_resource_that_carbon_reads() {
        let mut read = BTreeSet::new();
        marks(&schemars::schema_for!(Facts).to_value(), &mut read);
        let names = RESOURCES.iter().map(|it| it.name).chain(SERVICES.iter().copied());
        let known: BTreeSet<String> = names.map(str::to_owned).collect();
        let unknown: Vec<&String> = read.difference(&known).collect();
        assert!(!read.is_empty() && unknown.is_empty(), "{unknown:?}");
        assert!(ALWAYS.iter().all(|it| known.contains(*it)));
    }
}
