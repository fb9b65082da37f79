//! What carbon knows, and what it could not see: absent, refused and failed are three different answers.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};

/// A value that was read, or the reason why it was not.
///
/// In JSON a known value stands as itself; an unknown one is `{"unknown": {...}}`.
/// Inside functions `Result<T, Ignorance>` is the same thing with `?`; the two convert into each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known<T> {
    /// The value as read.
    Yes(T),
    /// Why there is no answer.
    No(Ignorance),
}

/// The reason why something is not known, and the resource (or field) that would have told.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Ignorance {
    /// What went wrong, or that nothing did and the source cannot hold it.
    pub because: Because,
    /// The resource that could not be read, spelled as kubectl does (`deployments.apps`), or `RESOURCE/status`.
    pub resource: Cow<'static, str>,
}

/// Why something is not known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Because {
    /// The server refused: the permission is missing.
    Forbidden,
    /// No connection.
    Unreachable,
    /// No answer within the deadline.
    TimedOut,
    /// The server answered that it cannot answer (a dead aggregated API, a 5xx).
    Unavailable,
    /// The answer could not be understood.
    Garbled,
    /// A dump that does not hold this kind and does not say that it is complete.
    NotCollected,
    /// carbon.yaml does not say how to ask it.
    NotConfigured,
    /// It was read, and what was read does not decide the question.
    Undetermined(String),
    /// This kind of source cannot hold it: desired state has no status.
    NotInSource,
}

impl Ignorance {
    /// Ignorance about a resource.
    pub fn new(because: Because, resource: impl Into<Cow<'static, str>>) -> Self {
        Self { because, resource: resource.into() }
    }

    /// It was read, but does not decide: `why` says so in a few words.
    pub fn undetermined(resource: impl Into<Cow<'static, str>>, why: impl Into<String>) -> Self {
        Self::new(Because::Undetermined(why.into()), resource)
    }

    /// True when this kind of source cannot hold the answer, so that nobody could have read it.
    pub fn is_out_of_scope(&self) -> bool {
        self.because == Because::NotInSource
    }
}

impl fmt::Display for Because {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = match self {
            Self::Forbidden => "is forbidden",
            Self::Unreachable => "is not reachable",
            Self::TimedOut => "did not answer in time",
            Self::Unavailable => "is not available",
            Self::Garbled => "gave an answer that cannot be understood",
            Self::NotCollected => "was not collected",
            Self::NotConfigured => "is not set in carbon.yaml",
            Self::Undetermined(why) => return write!(f, "does not tell: {why}"),
            Self::NotInSource => "cannot be told from this kind of source",
        };
        f.write_str(words)
    }
}

impl fmt::Display for Ignorance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.resource, self.because)
    }
}

impl<T> Known<T> {
    /// The value, or why there is none; for `?`.
    pub fn ok(self) -> Result<T, Ignorance> {
        self.into()
    }

    /// The same by reference.
    pub fn get(&self) -> Result<&T, Ignorance> {
        match self {
            Self::Yes(value) => Ok(value),
            Self::No(why) => Err(why.clone()),
        }
    }

    /// Applies `f` to a known value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Known<U> {
        match self {
            Self::Yes(value) => Known::Yes(f(value)),
            Self::No(why) => Known::No(why),
        }
    }
}

impl<T> From<Result<T, Ignorance>> for Known<T> {
    fn from(result: Result<T, Ignorance>) -> Self {
        match result {
            Ok(value) => Self::Yes(value),
            Err(why) => Self::No(why),
        }
    }
}

impl<T> From<Known<T>> for Result<T, Ignorance> {
    fn from(known: Known<T>) -> Self {
        match known {
            Known::Yes(value) => Ok(value),
            Known::No(why) => Err(why),
        }
    }
}

/// The name under which `Known` presents an unknown value to a serializer, so that the check engine recognises it.
pub const KNOWN: &str = "Known";

impl<T: Serialize> Serialize for Known<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Yes(value) => value.serialize(serializer),
            Self::No(why) => serializer.serialize_newtype_variant(KNOWN, 1, "unknown", why),
        }
    }
}

/// The schema is that of the value, marked `x-known`: the linter refuses to guess around such a field.
impl<T: JsonSchema> JsonSchema for Known<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("Known_{}", T::schema_name()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = generator.subschema_for::<T>();
        schema.insert("x-known".into(), true.into());
        schema
    }
}
