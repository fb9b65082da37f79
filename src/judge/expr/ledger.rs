//! What one evaluation read, in the order of first read, and what it could not read.

use std::collections::HashSet;
use std::fmt::Write;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::value::Value;
use crate::model::Ignorance;
use crate::model::verdict::Evidence;

/// Beyond this many values a list is worth its size only.
const MANY: usize = 10;
/// Beyond this many characters a text is cut.
const LONG: usize = 200;
/// An expression that reads more paths than this keeps the first ones.
const MOST_PATHS: usize = 50;

/// Where a value stands, as a chain towards the root.
#[derive(Debug)]
pub(super) struct Trail {
    parent: Option<Arc<Trail>>,
    step: Step,
}

#[derive(Debug)]
enum Step {
    Root,
    Field(String),
    Item(usize),
}

impl Trail {
    /// The root of everything that an expression can name.
    pub(super) fn root() -> Arc<Self> {
        Arc::new(Self { parent: None, step: Step::Root })
    }

    /// An entry of this.
    pub(super) fn field(self: &Arc<Self>, name: &str) -> Arc<Self> {
        Arc::new(Self { parent: Some(self.clone()), step: Step::Field(name.to_owned()) })
    }

    /// An item of this.
    pub(super) fn item(self: &Arc<Self>, index: usize) -> Arc<Self> {
        Arc::new(Self { parent: Some(self.clone()), step: Step::Item(index) })
    }

    /// `nodes[].ready`, the same for all items; and `nodes[3].ready`, one item's own.
    fn paths(&self) -> (String, String) {
        let (mut pattern, mut exact) = match &self.parent {
            Some(parent) => parent.paths(),
            None => (String::new(), String::new()),
        };
        match &self.step {
            Step::Root => {}
            Step::Field(name) => {
                write_field(&mut pattern, name);
                write_field(&mut exact, name);
            }
            Step::Item(index) => {
                pattern.push_str("[]");
                let _ = write!(exact, "[{index}]");
            }
        }
        (pattern, exact)
    }
}

/// `.name` where it is a name, `['a/b']` where it is not.
pub(super) fn write_field(path: &mut String, name: &str) {
    let plain = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let _ = match (plain, path.is_empty()) {
        (true, true) => write!(path, "{name}"),
        (true, false) => write!(path, ".{name}"),
        (false, _) => write!(path, "['{name}']"),
    };
}

/// One evaluation's reads.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// True for values that are no evidence: parameters.
    muted: bool,
    entries: Mutex<Entries>,
}

#[derive(Debug, Default)]
struct Entries {
    reads: Vec<Read>,
    seen: HashSet<String>,
    ignorance: Vec<Ignorance>,
    swallowed: bool,
}

#[derive(Debug)]
struct Read {
    pattern: String,
    /// Read item by item.
    many: bool,
    values: Vec<serde_json::Value>,
}

impl Ledger {
    /// A ledger that keeps nothing.
    pub(super) fn muted() -> Arc<Self> {
        Arc::new(Self { muted: true, ..Self::default() })
    }

    /// A value was read.
    pub(super) fn read(&self, trail: &Trail, value: &Value) {
        self.note(trail, "", || short(value));
    }

    /// The size of a list or map was read.
    pub(super) fn size(&self, trail: &Trail, size: usize) {
        self.note(trail, ".size()", || size.into());
    }

    /// A key was looked up and not found.
    pub(super) fn absent(&self, trail: &Arc<Trail>, key: &str) {
        self.note(&trail.field(key), "", || serde_json::Value::Null);
    }

    /// Something was asked for that is not known.
    pub(super) fn ignorant(&self, why: &Ignorance) {
        let mut entries = self.lock();
        if !entries.ignorance.contains(why) {
            entries.ignorance.push(why.clone());
        }
    }

    /// A comparison inside of `cel` met something unknown and cannot say so: no answer of this evaluation counts.
    pub(super) fn swallow(&self) -> bool {
        self.lock().swallowed = true;
        false
    }

    /// True if that happened.
    pub(super) fn has_swallowed(&self) -> bool {
        self.lock().swallowed
    }

    fn note(&self, trail: &Trail, suffix: &str, value: impl FnOnce() -> serde_json::Value) {
        if self.muted {
            return;
        }
        let (mut pattern, mut exact) = trail.paths();
        pattern.push_str(suffix);
        exact.push_str(suffix);
        let many = pattern != exact;
        let mut entries = self.lock();
        let known = entries.reads.iter().position(|read| read.pattern == pattern);
        let full = known.is_some_and(|at| entries.reads[at].values.len() > MANY);
        if full || (known.is_none() && entries.reads.len() >= MOST_PATHS) || !entries.seen.insert(exact) {
            return;
        }
        match known {
            Some(at) => entries.reads[at].values.push(value()),
            None => entries.reads.push(Read { pattern, many, values: vec![value()] }),
        }
    }

    /// What was read.
    pub(super) fn evidence(&self) -> Vec<Evidence> {
        let evidence = |read: &Read| Evidence { path: read.pattern.clone(), value: read.value() };
        self.lock().reads.iter().map(evidence).collect()
    }

    /// The reason to give for a missing answer: the first that is not merely out of scope, else the first.
    pub(super) fn ignorance(&self) -> Option<Ignorance> {
        let entries = self.lock();
        let ours = entries.ignorance.iter().find(|why| !why.is_out_of_scope());
        ours.or_else(|| entries.ignorance.first()).cloned()
    }

    fn lock(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Read {
    fn value(&self) -> serde_json::Value {
        match self.values.as_slice() {
            [one] if !self.many => one.clone(),
            few if few.len() <= MANY => few.to_vec().into(),
            _ => format!("more than {MANY} values").into(),
        }
    }
}

/// The value, cut where it would be long.
fn short(value: &Value) -> serde_json::Value {
    match value {
        Value::List(items) if items.len() > MANY => format!("{} items", items.len()).into(),
        Value::Listing(items) if items.seen.len() > MANY => format!("{} items", items.seen.len()).into(),
        Value::Map(entries) if entries.len() > MANY => format!("{} entries", entries.len()).into(),
        Value::Text(text) if text.chars().count() > LONG => {
            format!("{}…", text.chars().take(LONG).collect::<String>()).into()
        }
        Value::Null
        | Value::Bool(_)
        | Value::Int(_)
        | Value::Double(_)
        | Value::Text(_)
        | Value::Time(_)
        | Value::Seconds(_)
        | Value::List(_)
        | Value::Map(_)
        | Value::Listing(_)
        | Value::Unknown(_) => value.to_json(),
    }
}
