//! The schema of the facts as the oracle for paths: what exists, what may be absent, what may be unknown.

use schemars::JsonSchema;
use serde_json::Value as Json;

use super::expr::Access;

/// The JSON schema of all facts, one property a fact.
#[derive(Debug, Clone, PartialEq)]
pub struct Schema(Json);

/// A place in a schema: the property as written, its reference not yet followed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'s> {
    schema: &'s Schema,
    node: &'s Json,
}

/// Where a step leads.
pub(super) enum Next<'s> {
    /// To a place.
    Found(Place<'s>),
    /// To a value that is no fact's: the key of a map.
    Free,
    /// Nowhere; these would exist.
    Missing(Vec<&'s str>),
}

/// What kind of value stands at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Struct,
    Map,
    List,
    Text,
    Time,
    Seconds,
    Integer,
    Number,
    Bool,
    /// Anything.
    Any,
}

impl Schema {
    /// The schema of a type of facts.
    pub fn of<F: JsonSchema>() -> Self {
        Self(schemars::schema_for!(F).to_value())
    }

    /// The facts as a whole.
    pub(super) fn root(&self) -> Place<'_> {
        Place { schema: self, node: &self.0 }
    }
}

impl<'s> Place<'s> {
    /// A mark of the property (`x-known`, `x-listing`, `x-reads`, `x-needs`).
    pub(super) fn mark(self, name: &str) -> Option<&'s Json> {
        self.alternatives().into_iter().find_map(|node| node.get(name)).or_else(|| self.node.get(name))
    }

    pub(super) fn is_known(self) -> bool {
        self.mark("x-known").is_some_and(|mark| mark == true)
    }

    pub(super) fn is_listing(self) -> bool {
        self.mark("x-listing").is_some_and(|mark| mark == true)
    }

    /// True if the value may be absent.
    pub(super) fn is_optional(self) -> bool {
        let null = |node: &Json| match node.get("type") {
            Some(Json::Array(types)) => types.iter().any(|word| word == "null"),
            Some(word) => word == "null",
            None => false,
        };
        null(self.node) || ["anyOf", "oneOf"].iter().any(|key| list(self.node, key).iter().any(null))
    }

    /// The schemas that describe the value, references followed, in the order of their mention.
    fn alternatives(self) -> Vec<&'s Json> {
        let mut found = Vec::new();
        self.collect(self.node, &mut found, 0);
        found
    }

    fn collect(self, node: &'s Json, found: &mut Vec<&'s Json>, depth: usize) {
        // A reference to itself is possible in JSON; in a schema of facts it would be a mistake.
        if depth > 8 {
            return;
        }
        found.push(node);
        let target = node.get("$ref").and_then(Json::as_str).and_then(|target| target.strip_prefix('#'));
        if let Some(target) = target.and_then(|target| self.schema.0.pointer(target)) {
            self.collect(target, found, depth + 1);
        }
        for key in ["anyOf", "oneOf", "allOf"] {
            for part in list(node, key) {
                self.collect(part, found, depth + 1);
            }
        }
    }

    /// The names of a struct's fields.
    pub(super) fn fields(self) -> Vec<&'s str> {
        let structs = self.alternatives().into_iter().filter_map(|node| node.get("properties")?.as_object());
        structs.flat_map(|properties| properties.keys().map(String::as_str)).collect()
    }

    /// The words of an enum, if it is one.
    pub(super) fn words(self) -> Vec<&'s str> {
        let alternatives = self.alternatives();
        let listed = alternatives.iter().flat_map(|node| list(node, "enum"));
        let single = alternatives.iter().filter_map(|node| node.get("const"));
        listed.chain(single).filter_map(Json::as_str).collect()
    }

    fn at(self, node: &'s Json) -> Next<'s> {
        Next::Found(Place { schema: self.schema, node })
    }

    /// Takes a step.
    pub(super) fn step(self, access: &Access) -> Next<'s> {
        let alternatives = self.alternatives();
        let find = |key: &str| alternatives.iter().find_map(|node| node.get(key).filter(|inner| *inner != false));
        let items = || find("items").map(|items| self.at(items));
        let entries = || find("additionalProperties").map(|entries| self.at(entries));
        if self.kind() == Kind::Any {
            return Next::Free;
        }
        let found = match access {
            Access::Field(name) => {
                let property = alternatives.iter().find_map(|node| node.get("properties")?.get(name));
                property.map(|property| self.at(property)).or_else(entries)
            }
            Access::Each => items().or_else(|| entries().map(|_| Next::Free)),
            Access::Index => items().or_else(entries),
        };
        found.unwrap_or_else(|| Next::Missing(self.fields()))
    }

    /// What stands here.
    pub(super) fn kind(self) -> Kind {
        let alternatives = self.alternatives();
        let has = |key: &str| alternatives.iter().any(|node| node.get(key).is_some_and(|inner| *inner != false));
        let format = |name: &str| alternatives.iter().any(|node| node.get("format").is_some_and(|word| word == name));
        let is = |name: &str| {
            alternatives.iter().any(|node| match node.get("type") {
                Some(Json::Array(types)) => types.iter().any(|word| word == name),
                Some(word) => word == name,
                None => false,
            })
        };
        if has("properties") {
            Kind::Struct
        } else if has("items") || is("array") {
            Kind::List
        } else if has("additionalProperties") || is("object") {
            Kind::Map
        } else if format("date-time") {
            Kind::Time
        } else if format("seconds") {
            Kind::Seconds
        } else if is("string") || has("enum") || has("const") {
            Kind::Text
        } else if is("integer") {
            Kind::Integer
        } else if is("number") {
            Kind::Number
        } else if is("boolean") {
            Kind::Bool
        } else {
            Kind::Any
        }
    }
}

fn list<'s>(node: &'s Json, key: &str) -> &'s [Json] {
    node.get(key).and_then(Json::as_array).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::sample::Facts;

    fn walk<'s>(schema: &'s Schema, path: &str) -> Option<Place<'s>> {
        path.split('.').try_fold(schema.root(), |place, part| {
            let access = if part == "[]" { Access::Each } else { Access::Field(part.to_owned()) };
            match place.step(&access) {
                Next::Found(place) => Some(place),
                Next::Free | Next::Missing(_) => None,
            }
        })
    }

    #[test]
    fn marks_kinds_and_absence_are_those_of_the_types() {
        let schema = Schema::of::<Facts>();
        let place = |path: &str| walk(&schema, path).unwrap_or_else(|| panic!("{path}"));
        assert!(place("workloads").is_listing() && !place("workloads").is_known());
        assert!(place("workloads.[].ready_replicas").is_known());
        assert!(place("workloads.[].probe.port").is_known());
        assert!(place("workloads.[].probe").is_optional() && place("workloads.[].created").is_optional());
        assert!(!place("workloads.[].replicas").is_optional());
        assert_eq!(place("secrets").mark("x-needs").unwrap(), "secrets");
        for (path, kind) in [
            ("workloads", Kind::List),
            ("velero", Kind::Struct),
            ("workloads.[].labels", Kind::Map),
            ("workloads.[].labels.app", Kind::Text),
            ("workloads.[].created", Kind::Time),
            ("workloads.[].grace", Kind::Seconds),
            ("workloads.[].ready_replicas", Kind::Integer),
            ("workloads.[].probe", Kind::Struct),
            ("velero.installed", Kind::Bool),
        ] {
            assert_eq!(place(path).kind(), kind, "{path}");
        }
        assert!(walk(&schema, "workloads.[].replcas").is_none());
    }
}
