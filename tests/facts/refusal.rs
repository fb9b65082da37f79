//! With any one resource refused, a fact is what it was, or unknown, or missing from a list that says so; and each
//! field that may become unknown has said of which resource.

use carbon::derive::derive;
use carbon::model::Because;
use carbon::model::facts::Facts;
use carbon::model::observed::RESOURCES;
use carbon::model::settings::Settings;
use serde_json::Value;

use crate::dump;

/// Something of everything that backup, storage and data join.
const WORLD: &str = include_str!("backup-world.yaml");

/// The facts that this world is about.
const FACTS: [&str; 10] = [
    "velero",
    "backup_locations",
    "backup_schedules",
    "protected_namespaces",
    "restores",
    "claims",
    "snapshot_drivers",
    "databases",
    "object_stores",
    "secret_stores",
];

#[test]
fn refusing_a_resource_makes_facts_unknown_that_declare_it_and_nothing_else() {
    // Where another product makes the backups, the installation is unknown from the start.
    let alone = WORLD.split("# another product").next().expect("a world");
    for world in [WORLD, alone] {
        let observed = dump(world);
        let schema = serde_json::to_value(schemars::schema_for!(Facts)).expect("a schema");
        let whole = serde_json::to_value(derive(&observed, &Settings::default())).expect("facts as JSON");
        for resource in RESOURCES {
            let mut partly = observed.clone();
            assert!(partly.refuse(resource.name, Because::Forbidden));
            let partly = serde_json::to_value(derive(&partly, &Settings::default())).expect("facts as JSON");
            for fact in FACTS {
                let at = At { schema: &schema, here: &schema["properties"][fact], resource: resource.name };
                at.compare(&whole[fact], &partly[fact], fact);
            }
        }
    }
}

/// A place in the schema, and the resource that is refused.
struct At<'a> {
    schema: &'a Value,
    here: &'a Value,
    resource: &'a str,
}

impl<'a> At<'a> {
    fn compare(&self, whole: &Value, partly: &Value, path: &str) {
        let resource = self.resource;
        if whole == partly {
            return;
        }
        if partly.get("unknown").is_some() {
            assert!(self.declares(), "{path} is unknown without {resource} and does not declare it");
            return;
        }
        match (whole, partly) {
            (Value::Object(a), Value::Object(b)) if a.contains_key("gaps") => {
                let gaps = b["gaps"].as_array().is_some_and(|it| !it.is_empty());
                assert!(!gaps || self.declares(), "{path} has gaps without {resource} and does not declare it");
                let (before, after) = (a["items"].as_array().expect("items"), b["items"].as_array().expect("items"));
                for item in after {
                    let subject = &item["subject"];
                    let same = before.iter().find(|it| &it["subject"] == subject);
                    let same = same.unwrap_or_else(|| panic!("{path}: {subject} appears without {resource}"));
                    self.at(&self.resolved()["items"]).compare(same, item, &format!("{path}[{subject}]"));
                }
                assert!(gaps || before.len() == after.len(), "{path} lost items without a gap, without {resource}");
            }
            (Value::Object(a), Value::Object(b)) => {
                for (key, value) in a {
                    let other = b.get(key).unwrap_or_else(|| panic!("{path}.{key} is gone without {resource}"));
                    self.at(&self.resolved()["properties"][key]).compare(value, other, &format!("{path}.{key}"));
                }
            }
            _ => panic!("{path} is {partly} instead of {whole} without {resource}"),
        }
    }

    fn at(&self, here: &'a Value) -> At<'a> {
        At { here, ..*self }
    }

    fn declares(&self) -> bool {
        self.here["x-reads"].as_array().is_some_and(|it| it.iter().any(|it| it == self.resource))
    }

    /// The schema that is meant, behind a reference.
    fn resolved(&self) -> &'a Value {
        let reference = self.here["$ref"].as_str().and_then(|it| it.strip_prefix('#'));
        reference.and_then(|it| self.schema.pointer(it)).unwrap_or(self.here)
    }
}
