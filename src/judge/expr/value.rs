//! The tree of values that expressions read: made once from typed facts, cheap to clone, honest about what is missing.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::serializer::{ToValue, Unserializable};
use crate::model::{Gap, Ignorance};

/// A value of a fact, a parameter or an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`, which facts never hold: an absent value is an absent key.
    Null,
    /// A truth value.
    Bool(bool),
    /// Any integer.
    Int(i64),
    /// Any other number.
    Double(f64),
    /// Text.
    Text(Arc<str>),
    /// A moment: `timestamp` in expressions.
    Time(jiff::Timestamp),
    /// A span: `duration` in expressions.
    Seconds(i64),
    /// A list that is known to its end.
    List(Arc<Vec<Value>>),
    /// A struct or a map.
    Map(Arc<BTreeMap<String, Value>>),
    /// A list with what is missing from it.
    Listing(Arc<Items>),
    /// What was not read, and why.
    Unknown(Arc<Ignorance>),
}

/// What a `Listing` holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Items {
    /// What was seen.
    pub seen: Arc<Vec<Value>>,
    /// What was not.
    pub gaps: Vec<Gap>,
    /// Desired state without any object of this kind.
    pub elsewhere: Option<Ignorance>,
}

impl Items {
    /// Why the list as a whole has no value, if it has none.
    pub fn missing(&self) -> Option<&Ignorance> {
        self.elsewhere.as_ref().or_else(|| self.gaps.first().map(|gap| &gap.why))
    }
}

impl Value {
    /// The tree of anything that serialises. A top-level `None` is `Null`.
    pub fn of<T: Serialize + ?Sized>(data: &T) -> Result<Self, Unserializable> {
        Ok(data.serialize(ToValue)?.unwrap_or(Self::Null))
    }

    /// Text.
    pub fn text(text: impl Into<Arc<str>>) -> Self {
        Self::Text(text.into())
    }

    /// A map.
    pub fn map(entries: impl IntoIterator<Item = (String, Value)>) -> Self {
        Self::Map(Arc::new(entries.into_iter().collect()))
    }

    /// A list.
    pub fn list(items: impl IntoIterator<Item = Value>) -> Self {
        Self::List(Arc::new(items.into_iter().collect()))
    }

    /// The entry of a map, if this is one and has it.
    pub fn get(&self, key: &str) -> Option<&Value> {
        if let Self::Map(entries) = self { entries.get(key) } else { None }
    }

    /// The text, if this is text.
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The value as the key of a map: JSON knows only text.
    pub(super) fn as_key(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.to_string()),
            Self::Int(number) => Some(number.to_string()),
            Self::Bool(flag) => Some(flag.to_string()),
            Self::Null
            | Self::Double(_)
            | Self::Time(_)
            | Self::Seconds(_)
            | Self::List(_)
            | Self::Map(_)
            | Self::Listing(_)
            | Self::Unknown(_) => None,
        }
    }

    /// True for a list or a map: a value with values inside.
    pub(super) fn is_container(&self) -> bool {
        matches!(self, Self::List(_) | Self::Map(_) | Self::Listing(_))
    }

    /// The value as reports print it.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match self {
            Self::Null => Json::Null,
            Self::Bool(b) => Json::Bool(*b),
            Self::Int(i) => Json::from(*i),
            Self::Double(d) => Json::from(*d),
            Self::Text(text) => Json::String(text.to_string()),
            Self::Time(time) => Json::String(time.to_string()),
            Self::Seconds(seconds) => Json::from(*seconds),
            Self::List(items) => Json::Array(items.iter().map(Self::to_json).collect()),
            Self::Map(entries) => {
                Json::Object(entries.iter().map(|(key, value)| (key.clone(), value.to_json())).collect())
            }
            Self::Listing(items) => match items.missing() {
                Some(why) => unknown_json(why),
                None => Json::Array(items.seen.iter().map(Self::to_json).collect()),
            },
            Self::Unknown(why) => unknown_json(why),
        }
    }
}

fn unknown_json(why: &Ignorance) -> serde_json::Value {
    serde_json::json!({ "unknown": why.to_string() })
}
