//! Facts from examples: what an example leaves out is filled in from the schema, honestly.
//!
//! A field that does not matter gets its type's default. One that may be unknown is unknown unless the example says
//! otherwise: a check must not pass its examples on facts that nobody stated.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::expr::{Access, Items, Value};
use super::problem::{Position, Problem, did_you_mean};
use super::schema::{Kind, Next, Place, Schema};
use super::yaml::{Data, Entry, Node};
use crate::model::{Because, Gap, Ignorance};

/// The key under which an example says that something is unknown, and why.
const UNKNOWN: &str = "unknown";

/// Builds values, and collects what is wrong with those that were stated.
pub(super) struct Builder<'f> {
    file: &'f str,
    pub(super) problems: Vec<Problem>,
}

impl<'f> Builder<'f> {
    pub(super) fn new(file: &'f str) -> Self {
        Self { file, problems: Vec::new() }
    }

    fn problem(&mut self, at: Position, message: impl Into<String>) {
        self.problems.push(Problem::new(self.file, at, message));
    }

    /// All facts: those that the example states, and unknown ones.
    pub(super) fn facts(&mut self, schema: &Schema, stated: &[Entry]) -> Arc<BTreeMap<String, Value>> {
        let root = schema.root();
        let fact = |name: &str| {
            let entry = stated.iter().find(|entry| entry.key == name);
            let value = match (entry, root.step(&Access::Field(name.to_owned()))) {
                (Some(entry), Next::Found(place)) => self.stated(place, &entry.value, name),
                (Some(_) | None, Next::Found(_) | Next::Free | Next::Missing(_)) => Some(left_out(name)),
            };
            value.map(|value| (name.to_owned(), value))
        };
        Arc::new(root.fields().into_iter().filter_map(fact).collect())
    }

    /// An item under an `each`.
    pub(super) fn item(&mut self, schema: &Schema, each: &str, node: &Node) -> Option<Value> {
        let place = each.split('.').try_fold(schema.root(), |place, name| found(place, Access::Field(name.to_owned())));
        let place = found(place?, Access::Each)?;
        self.stated(place, node, "it")
    }

    /// A value as stated, completed by the schema; nothing if it says that it is absent.
    pub(super) fn stated(&mut self, place: Place<'_>, node: &Node, name: &str) -> Option<Value> {
        if let Some(unknown) = self.unknown(place, node, name) {
            return unknown;
        }
        match (place.kind(), &node.data) {
            (_, Data::Null) if place.is_optional() => None,
            (Kind::Struct, Data::Map(entries)) => Some(self.fields(place, entries)),
            (Kind::Map, Data::Map(entries)) => {
                let entry = |entry: &Entry| {
                    let value = match place.step(&Access::Field(entry.key.clone())) {
                        Next::Found(next) => self.stated(next, &entry.value, &entry.key),
                        Next::Free | Next::Missing(_) => anything(&entry.value),
                    };
                    Some((entry.key.clone(), value?))
                };
                Some(Value::map(entries.iter().filter_map(entry)))
            }
            (Kind::List, Data::List(items)) => Some(self.list(place, items, name)),
            (Kind::Text, Data::Text(text)) => {
                let words = place.words();
                if !words.is_empty() && !words.contains(&text.as_str()) {
                    let near = did_you_mean(text, words);
                    self.problem(node.at, format!("'{text}' is none of the values of '{name}'{near}"));
                }
                Some(Value::text(text.as_str()))
            }
            (Kind::Time, Data::Text(text)) => match text.parse() {
                Ok(time) => Some(Value::Time(time)),
                Err(_) => self.wrong(node, "a time like 2026-01-01T00:00:00Z", name),
            },
            (Kind::Seconds, Data::Int(seconds)) => Some(Value::Seconds(*seconds)),
            (Kind::Integer, Data::Int(number)) => Some(Value::Int(*number)),
            (Kind::Number, Data::Int(number)) => Some(Value::Double(*number as f64)),
            (Kind::Number, Data::Double(number)) => Some(Value::Double(*number)),
            (Kind::Bool, Data::Bool(truth)) => Some(Value::Bool(*truth)),
            (Kind::Any, _) => anything(node),
            (kind, _) => self.wrong(node, wanted(kind), name),
        }
    }

    fn wrong(&mut self, node: &Node, wanted: &str, name: &str) -> Option<Value> {
        self.problem(node.at, format!("'{name}' is {wanted}, not {}", node.kind()));
        None
    }

    fn fields(&mut self, place: Place<'_>, entries: &[Entry]) -> Value {
        let names = place.fields();
        for entry in entries.iter().filter(|entry| !names.contains(&entry.key.as_str())) {
            let near = did_you_mean(&entry.key, names.iter().copied());
            self.problem(entry.at, format!("no field '{}'{near}", entry.key));
        }
        let field = |name: &&str| {
            let next = found(place, Access::Field((*name).to_owned()))?;
            let value = match entries.iter().find(|entry| entry.key == **name) {
                Some(entry) => self.stated(next, &entry.value, name),
                None => default(next, name),
            };
            Some(((*name).to_owned(), value?))
        };
        Value::map(names.iter().filter_map(field))
    }

    fn list(&mut self, place: Place<'_>, items: &[Node], name: &str) -> Value {
        let item = |node: &Node| match place.step(&Access::Each) {
            Next::Found(next) => self.stated(next, node, name),
            Next::Free | Next::Missing(_) => anything(node),
        };
        let items: Vec<Value> = items.iter().filter_map(item).collect();
        if place.is_listing() {
            return Value::Listing(Arc::new(Items { seen: Arc::new(items), ..Items::default() }));
        }
        Value::list(items)
    }

    /// `{unknown: forbidden}`, where something can be unknown: a value, or nothing if it is stated wrongly.
    fn unknown(&mut self, place: Place<'_>, node: &Node, name: &str) -> Option<Option<Value>> {
        let Data::Map(entries) = &node.data else { return None };
        let [Entry { key, value, .. }] = entries.as_slice() else { return None };
        if key != UNKNOWN || place.fields().contains(&UNKNOWN) {
            return None;
        }
        Some(self.ignorance(place, node, value, name).map(|why| match place.is_listing() {
            true => unread(why),
            false => Value::Unknown(Arc::new(why)),
        }))
    }

    fn ignorance(&mut self, place: Place<'_>, node: &Node, reason: &Node, name: &str) -> Option<Ignorance> {
        if !place.is_known() && !place.is_listing() {
            self.problem(node.at, format!("'{name}' is always known"));
            return None;
        }
        let Data::Text(word) = &reason.data else {
            self.problem(reason.at, format!("a reason is wanted, this is {}", reason.kind()));
            return None;
        };
        let because = because(word);
        if because.is_none() {
            let near = did_you_mean(word, REASONS);
            self.problem(reason.at, format!("'{word}' is no reason ({}){near}", REASONS.join(", ")));
        }
        because.map(|because| Ignorance::new(because, name.to_owned()))
    }
}

/// The reasons that an example may give.
const REASONS: [&str; 9] = [
    "forbidden",
    "unreachable",
    "timed-out",
    "unavailable",
    "garbled",
    "not-collected",
    "not-configured",
    "undetermined",
    "not-in-source",
];

fn because(word: &str) -> Option<Because> {
    Some(match word {
        "forbidden" => Because::Forbidden,
        "unreachable" => Because::Unreachable,
        "timed-out" => Because::TimedOut,
        "unavailable" => Because::Unavailable,
        "garbled" => Because::Garbled,
        "not-collected" => Because::NotCollected,
        "not-configured" => Because::NotConfigured,
        "undetermined" => Because::Undetermined("the example says so".to_owned()),
        "not-in-source" => Because::NotInSource,
        _ => return None,
    })
}

fn unread(why: Ignorance) -> Value {
    let gaps = vec![Gap::anywhere(why)];
    Value::Listing(Arc::new(Items { gaps, ..Items::default() }))
}

/// What an example does not state and could have been otherwise.
fn left_out(name: &str) -> Value {
    Value::Unknown(Arc::new(Ignorance::new(Because::NotCollected, format!("{name} (left out of the example)"))))
}

fn found<'s>(place: Place<'s>, access: Access) -> Option<Place<'s>> {
    match place.step(&access) {
        Next::Found(next) => Some(next),
        Next::Free | Next::Missing(_) => None,
    }
}

/// The value of a field that an example leaves out; nothing for one that may be absent.
fn default(place: Place<'_>, name: &str) -> Option<Value> {
    if place.is_known() || place.is_listing() {
        return Some(left_out(name));
    }
    if place.is_optional() {
        return None;
    }
    Some(match place.kind() {
        Kind::Struct => {
            let field =
                |name: &str| Some((name.to_owned(), default(found(place, Access::Field(name.to_owned()))?, name)?));
            Value::map(place.fields().into_iter().filter_map(field))
        }
        Kind::Map => Value::map([]),
        Kind::List => Value::list([]),
        Kind::Text => Value::text(place.words().first().copied().unwrap_or_default()),
        Kind::Time => Value::Time(jiff::Timestamp::UNIX_EPOCH),
        Kind::Seconds => Value::Seconds(0),
        Kind::Integer => Value::Int(0),
        Kind::Number => Value::Double(0.0),
        Kind::Bool => Value::Bool(false),
        Kind::Any => Value::Null,
    })
}

/// A value that no schema describes.
pub(super) fn anything(node: &Node) -> Option<Value> {
    Value::of(&node.to_json()).ok()
}

fn wanted(kind: Kind) -> &'static str {
    match kind {
        Kind::Struct | Kind::Map => "a map",
        Kind::List => "a list",
        Kind::Text => "text",
        Kind::Time => "a time",
        Kind::Seconds => "a number of seconds",
        Kind::Integer => "an integer",
        Kind::Number => "a number",
        Kind::Bool => "a truth value",
        Kind::Any => "anything",
    }
}
