//! YAML in which every value knows its place.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

use super::problem::{Position, Problem};

/// YAML nests no deeper in a check: reading it recurses, and a stack ends.
const DEEPEST: usize = 32;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub(super) at: Position,
    pub(super) data: Data,
}

/// What YAML knows.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Data {
    Null,
    Bool(bool),
    Int(i64),
    Double(f64),
    Text(String),
    List(Vec<Node>),
    Map(Vec<Entry>),
}

/// An entry of a map.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) at: Position,
    pub(super) value: Node,
}

impl Node {
    /// Reads one document.
    pub(super) fn parse(file: &str, text: &str) -> Result<Self, Problem> {
        let options = serde_saphyr::options! { budget: serde_saphyr::budget! { max_depth: DEEPEST } };
        serde_saphyr::from_str_with_options(text, options).map_err(|error| {
            let at = error.location().map_or(Position { line: 1, column: 1 }, |location| position(&location));
            let message = error.without_snippet().to_string();
            let message = message.lines().next().unwrap_or_default();
            let message = message
                .split_once(" column ")
                .and_then(|(_, rest)| rest.split_once(": "))
                .map_or(message, |(_, rest)| rest);
            Problem::new(file, at, message)
        })
    }

    /// What kind of value it is, for messages.
    pub(super) fn kind(&self) -> &'static str {
        match self.data {
            Data::Null => "nothing",
            Data::Bool(_) => "a truth value",
            Data::Int(_) => "an integer",
            Data::Double(_) => "a number",
            Data::Text(_) => "text",
            Data::List(_) => "a list",
            Data::Map(_) => "a map",
        }
    }

    /// Without places, the keys in order: equal content gives equal JSON.
    pub(super) fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match &self.data {
            Data::Null => Json::Null,
            Data::Bool(b) => Json::Bool(*b),
            Data::Int(i) => Json::from(*i),
            Data::Double(d) => Json::from(*d),
            Data::Text(text) => Json::String(text.clone()),
            Data::List(items) => Json::Array(items.iter().map(Self::to_json).collect()),
            Data::Map(entries) => {
                let sorted: std::collections::BTreeMap<&str, Json> =
                    entries.iter().map(|entry| (entry.key.as_str(), entry.value.to_json())).collect();
                Json::Object(sorted.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
            }
        }
    }
}

fn position(location: &serde_saphyr::Location) -> Position {
    let number = |number: u64| usize::try_from(number).unwrap_or(1).max(1);
    Position { line: number(location.line()), column: number(location.column()) }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<Data>::deserialize(deserializer)?;
        Ok(Self { at: position(&spanned.referenced), data: spanned.value })
    }
}

struct DataVisitor;

impl<'de> Deserialize<'de> for Data {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DataVisitor)
    }
}

impl<'de> Visitor<'de> for DataVisitor {
    type Value = Data;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_bool<E>(self, v: bool) -> Result<Data, E> {
        Ok(Data::Bool(v))
    }

    fn visit_i64<E>(self, v: i64) -> Result<Data, E> {
        Ok(Data::Int(v))
    }

    fn visit_u64<E>(self, v: u64) -> Result<Data, E> {
        Ok(i64::try_from(v).map_or(Data::Double(v as f64), Data::Int))
    }

    fn visit_f64<E>(self, v: f64) -> Result<Data, E> {
        Ok(Data::Double(v))
    }

    fn visit_str<E>(self, v: &str) -> Result<Data, E> {
        Ok(Data::Text(v.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Data, E> {
        Ok(Data::Null)
    }

    fn visit_none<E>(self) -> Result<Data, E> {
        Ok(Data::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Data, D::Error> {
        Data::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Data, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Data::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Data, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = map.next_key::<Spanned<String>>()? {
            let value = map.next_value()?;
            entries.push(Entry { at: position(&key.referenced), key: key.value, value });
        }
        Ok(Data::Map(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_knows_its_place() {
        let node = Node::parse("f", "a: 1\nb:\n  - {c: x, d: 2.5}\ne: |\n\n  text\n").unwrap();
        let Data::Map(entries) = &node.data else { panic!() };
        assert_eq!(entries[0].value, Node { at: Position { line: 1, column: 4 }, data: Data::Int(1) });
        let Data::List(items) = &entries[1].value.data else { panic!() };
        let Data::Map(inner) = &items[0].data else { panic!() };
        assert_eq!((inner[0].at, inner[0].key.as_str()), (Position { line: 3, column: 6 }, "c"));
        assert_eq!(inner[1].value.at, Position { line: 3, column: 15 });
        assert_eq!(entries[2].value, Node { at: Position { line: 6, column: 3 }, data: Data::Text("\ntext\n".into()) });
    }

    #[test]
    fn broken_yaml_is_a_problem_with_a_place() {
        let problem = Node::parse("x.yaml", "a: 1\na: 2\n").unwrap_err();
        assert_eq!(problem.at.line, 2, "{problem}");
        assert!(Node::parse("x.yaml", "a: [1\n").is_err());
        for deep in ["[", "{a: ", "- "] {
            let _ = Node::parse("x.yaml", &deep.repeat(20_000));
        }
        assert!(Node::parse("x.yaml", "").is_ok_and(|node| node.data == Data::Null));
    }
}
