//! Each field of a fact declares the resources that it is read from: with any other refused, it does not change.

use std::collections::{BTreeMap, BTreeSet};

use carbon::derive::derive;
use carbon::model::Because;
use carbon::model::facts::Facts;
use carbon::model::observed::{RESOURCES, SERVICES};
use serde_json::{Map, Value};

use crate::{WORLDS, observed, settings};

#[test]
fn a_refused_resource_changes_only_fields_that_declare_it_and_only_to_unknown() {
    let schema = schemars::schema_for!(Facts).to_value();
    let mut wrong = BTreeSet::new();
    for world in WORLDS {
        let whole = observed(world);
        let before = serde_json::to_value(derive(&whole, &settings())).unwrap();
        for resource in RESOURCES.iter().map(|it| it.name).chain(SERVICES.iter().copied()) {
            let mut refused = whole.clone();
            refused.refuse(resource, Because::Forbidden);
            let after = serde_json::to_value(derive(&refused, &settings())).unwrap();
            let walk = Walk { root: &schema, resource };
            walk.node("", &schema, false, &before, &after, &mut wrong);
        }
    }
    let lines: Vec<String> = wrong.into_iter().collect();
    assert!(lines.is_empty(), "{} fields:\n{}", lines.len(), lines.join("\n"));
}

#[test]
fn every_declared_resource_exists() {
    let schema = schemars::schema_for!(Facts).to_value();
    let known: BTreeSet<&str> = RESOURCES.iter().map(|it| it.name).chain(SERVICES.iter().copied()).collect();
    let mut declared = BTreeSet::new();
    gather(&schema, &mut declared);
    let unknown: Vec<&String> = declared.iter().filter(|it| !known.contains(it.as_str())).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    assert!(declared.len() > 20);
}

fn gather(value: &Value, declared: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            let reads = map.get("x-reads").and_then(Value::as_array).into_iter().flatten();
            declared.extend(reads.filter_map(Value::as_str).map(str::to_owned));
            map.values().for_each(|it| gather(it, declared));
        }
        Value::Array(list) => list.iter().for_each(|it| gather(it, declared)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

struct Walk<'a> {
    root: &'a Value,
    resource: &'a str,
}

impl Walk<'_> {
    fn node(&self, path: &str, schema: &Value, declared: bool, was: &Value, is: &Value, wrong: &mut BTreeSet<String>) {
        if was == is {
            return;
        }
        let declared = declared || self.declares(schema);
        let schema = self.resolved(schema);
        let declared = declared || self.declares(schema);
        if schema.get("x-listing").is_some() {
            return self.listing(path, schema, declared, was, is, wrong);
        }
        if is_unknown(is) {
            if !declared {
                wrong.insert(format!("{path} becomes unknown without {} and does not declare it", self.resource));
            }
            return;
        }
        match (was, is, schema.get("properties")) {
            (Value::Object(was), Value::Object(is), Some(Value::Object(properties))) => {
                // Where something was read shows the way; no check reads it, and it may be seen in another place.
                for (name, property) in properties.iter().filter(|(name, _)| *name != "origin") {
                    let (was, is) = (was.get(name).unwrap_or(&Value::Null), is.get(name).unwrap_or(&Value::Null));
                    self.node(&format!("{path}.{name}"), property, declared, was, is, wrong);
                }
            }
            (Value::Array(was), Value::Array(is), None) if was.len() == is.len() => {
                let items = schema.get("items").unwrap_or(&Value::Null);
                for (was, is) in was.iter().zip(is) {
                    self.node(&format!("{path}[]"), items, declared, was, is, wrong);
                }
            }
            _ => {
                wrong.insert(format!("{path} changes without {}, and not to unknown: {was} -> {is}", self.resource));
            }
        }
    }

    fn listing(
        &self,
        path: &str,
        schema: &Value,
        declared: bool,
        was: &Value,
        is: &Value,
        wrong: &mut BTreeSet<String>,
    ) {
        let gap = is.get("gaps").and_then(Value::as_array).is_some_and(|gaps| !gaps.is_empty());
        if gap && !declared {
            wrong.insert(format!("{path} has a gap without {} and does not declare it", self.resource));
        }
        let (before, after) = (by_subject(was), by_subject(is));
        let items = schema.get("items").unwrap_or(&Value::Null);
        for (subject, was) in &before {
            match after.get(subject) {
                Some(is) => self.node(&format!("{path}[]"), items, false, was, is, wrong),
                None if gap => {}
                None => {
                    wrong.insert(format!("{path} loses {subject} without {}, and has no gap", self.resource));
                }
            }
        }
        // Beside a gap something may stand for itself that a missing item had stood for (a class for its controller).
        for subject in after.keys().filter(|subject| !gap && !before.contains_key(*subject)) {
            wrong.insert(format!("{path} gains {subject} without {}", self.resource));
        }
    }

    fn declares(&self, schema: &Value) -> bool {
        let reads = schema.get("x-reads").and_then(Value::as_array).into_iter().flatten();
        reads.filter_map(Value::as_str).any(|it| it == self.resource)
    }

    fn resolved<'b>(&'b self, schema: &'b Value) -> &'b Value {
        let reference = schema.get("$ref").and_then(Value::as_str).and_then(|it| it.strip_prefix('#'));
        let optional = || {
            let any = schema.get("anyOf").and_then(Value::as_array)?;
            any.iter().find(|it| it.get("type").and_then(Value::as_str) != Some("null"))
        };
        match reference.and_then(|pointer| self.root.pointer(pointer)) {
            Some(definition) => definition,
            None => optional().map_or(schema, |it| self.resolved(it)),
        }
    }
}

fn is_unknown(value: &Value) -> bool {
    value.as_object().is_some_and(|map| map.len() == 1 && map.contains_key("unknown"))
}

fn by_subject(list: &Value) -> BTreeMap<String, &Value> {
    let items = list.get("items").and_then(Value::as_array);
    let name = |item: &Map<String, Value>| item.get("subject").and_then(Value::as_str).map(str::to_owned);
    let key = |item: &Value| item.as_object().and_then(name).unwrap_or_else(|| item.to_string());
    items.into_iter().flatten().map(|item| (key(item), item)).collect()
}
