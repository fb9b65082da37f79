//! Whatever is refused, a fact stays what it was or becomes unknown, and only where the schema says so.

use serde_json::Value;

use super::agents::{NODES, PROMTAIL, daemon_set};
use super::alerting::{ALERTMANAGER, PLAIN};
use super::{POD_MONITOR, STACK, replaced};
use carbon::derive::derive;
use carbon::model::Because;
use carbon::model::facts::Facts;
use carbon::model::observed::{Observed, RESOURCES};
use carbon::model::settings::Settings;

use crate::dump;

/// The lists of this area, and the list that this area adds fields to.
const LISTS: [&str; 8] =
    ["prometheuses", "monitors", "rules", "alertmanagers", "log_agents", "exporters", "grafanas", "workloads"];

/// Fields of `workloads` that this area derives; the others are somebody else's to test.
const OWN_FIELDS: [&str; 2] = ["scraped", "declares_metrics"];

fn facts(observed: &Observed) -> Value {
    serde_json::to_value(derive(observed, &Settings::default())).expect("facts are JSON")
}

fn items<'a>(facts: &'a Value, list: &str) -> &'a [Value] {
    facts[list]["items"].as_array().expect("a list").as_slice()
}

/// The resources of which the schema says that the field is read from them.
fn reads(schema: &Value, list: &str, field: &str) -> Vec<String> {
    let texts = |value: &Value| value["x-reads"].as_array().cloned().unwrap_or_default();
    let fact = &schema["properties"][list];
    let name = fact["items"]["$ref"].as_str().expect("a reference").rsplit('/').next().expect("a name");
    let property = &schema["$defs"][name]["properties"][field];
    assert!(!property.is_null(), "{list}.{field} stands in the schema");
    texts(property).into_iter().map(|it| it.as_str().expect("a name").to_owned()).collect()
}

fn worlds() -> Vec<String> {
    let narrow = replaced(
        STACK,
        "serviceMonitorNamespaceSelector: {}",
        "serviceMonitorNamespaceSelector: {matchLabels: {team: blue}}",
    );
    let ignoring =
        replaced(STACK, "  ruleNamespaceSelector: {}", "  ruleNamespaceSelector: {}\n  ignoreNamespaceSelectors: true");
    let ignoring = replaced(
        &ignoring,
        "endpoints: [{port: metrics}]",
        "endpoints: [{targetPort: prom}]\n  namespaceSelector: {any: true}",
    );
    let agents = format!(
        "{}{}{}",
        daemon_set("a", PROMTAIL, 1, 1, "/var/log"),
        daemon_set("b", PROMTAIL, 1, 1, "/var/log"),
        daemon_set("c", "quay.io/prometheus/node-exporter:v1.9.1", 2, 2, "/proc")
    );
    vec![
        format!("{STACK}{POD_MONITOR}{ALERTMANAGER}"),
        format!("{narrow}{PLAIN}"),
        ignoring,
        format!("{}{agents}", NODES.trim_start()),
    ]
}

#[test]
fn a_refused_resource_changes_only_fields_that_declare_it_and_only_to_unknown() {
    let schema = serde_json::to_value(schemars::schema_for!(Facts)).expect("a schema");
    let mut changes = 0;
    for world in worlds() {
        let observed = dump(&world);
        let whole = facts(&observed);
        for resource in RESOURCES {
            let mut part = observed.clone();
            assert!(part.refuse(resource.name, Because::Forbidden));
            let part = facts(&part);
            for list in LISTS {
                for item in items(&part, list) {
                    let before = items(&whole, list).iter().find(|it| it["subject"] == item["subject"]);
                    // Pods whose maker was refused stand for themselves.
                    let Some(before) = before else { continue };
                    for (field, value) in item.as_object().expect("an item") {
                        if *value == before[field] || (list == "workloads" && !OWN_FIELDS.contains(&field.as_str())) {
                            continue;
                        }
                        changes += 1;
                        let name = resource.name;
                        assert!(value.get("unknown").is_some(), "{list}.{field} without {name} is {value}");
                        let declared = reads(&schema, list, field);
                        assert!(declared.iter().any(|it| it == name), "{list}.{field} does not declare {name}");
                    }
                }
            }
        }
    }
    assert!(changes > 50, "{changes}");
}
