//! With any one resource refused, a fact is what it was, or unknown, or missing from a list that says so.

use carbon::derive::derive;
use carbon::model::Because;
use carbon::model::observed::RESOURCES;
use carbon::model::settings::Settings;
use serde_json::Value;

use crate::dump;

/// Something of everything that this area joins.
const WORLD: &str = include_str!("backup-world.yaml");

#[test]
fn refusing_a_resource_makes_facts_unknown_and_nothing_else() {
    let observed = dump(WORLD);
    let whole = serde_json::to_value(derive(&observed, &Settings::default())).expect("facts as JSON");
    for resource in RESOURCES {
        let mut partly = observed.clone();
        assert!(partly.refuse(resource.name, Because::Forbidden));
        let partly = serde_json::to_value(derive(&partly, &Settings::default())).expect("facts as JSON");
        compare(&whole, &partly, resource.name, "facts");
    }
}

fn compare(whole: &Value, partly: &Value, resource: &str, path: &str) {
    if whole == partly || partly.get("unknown").is_some() {
        return;
    }
    match (whole, partly) {
        (Value::Object(a), Value::Object(b)) if is_listing(whole) && is_listing(partly) => {
            let gaps = b["gaps"].as_array().is_some_and(|it| !it.is_empty());
            let (before, after) = (a["items"].as_array().expect("items"), b["items"].as_array().expect("items"));
            for item in after {
                let subject = &item["subject"];
                let same = before.iter().find(|it| &it["subject"] == subject);
                let same = same.unwrap_or_else(|| panic!("{path}: {subject} appears without {resource}"));
                compare(same, item, resource, &format!("{path}[{subject}]"));
            }
            assert!(gaps || before.len() == after.len(), "{path} lost items without a gap, without {resource}");
        }
        (Value::Object(a), Value::Object(b)) => {
            for (key, value) in a {
                let other = b.get(key).unwrap_or_else(|| panic!("{path}.{key} is gone without {resource}"));
                compare(value, other, resource, &format!("{path}.{key}"));
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).for_each(|(a, b)| compare(a, b, resource, path));
        }
        _ => panic!("{path} is {partly} instead of {whole} without {resource}"),
    }
}

fn is_listing(value: &Value) -> bool {
    value.get("items").is_some() && value.get("gaps").is_some()
}
