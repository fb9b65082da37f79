//! Takes a YAML map apart field by field, strictly, and collects every problem instead of the first.

use super::problem::{Position, Problem, did_you_mean};
use super::yaml::{Data, Entry, Node};

/// A value with its place in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed<T> {
    /// Where it starts.
    pub at: Position,
    /// The value.
    pub value: T,
}

/// A map that is being read. Whoever reads a file reports what [`finish`](Self::finish) finds left over.
pub(super) struct Fields<'f> {
    pub(super) file: &'f str,
    pub(super) at: Position,
    entries: Vec<Entry>,
    known: Vec<&'static str>,
    pub(super) problems: Vec<Problem>,
}

impl<'f> Fields<'f> {
    /// The fields of a map; anything else is a problem and reads as an empty map.
    pub(super) fn of(file: &'f str, node: Node) -> Self {
        let at = node.at;
        let (entries, problems) = match node {
            Node { data: Data::Map(entries), .. } => (entries, Vec::new()),
            other => (Vec::new(), vec![Problem::new(file, at, format!("a map is wanted, this is {}", other.kind()))]),
        };
        Self { file, at, entries, known: Vec::new(), problems }
    }

    pub(super) fn problem(&mut self, at: Position, message: impl Into<String>) {
        self.problems.push(Problem::new(self.file, at, message));
    }

    /// The entry of a key.
    pub(super) fn take(&mut self, key: &'static str) -> Option<Entry> {
        self.known.push(key);
        let at = self.entries.iter().position(|entry| entry.key == key)?;
        Some(self.entries.remove(at))
    }

    /// A text, if the key is there.
    pub(super) fn text(&mut self, key: &'static str) -> Option<Placed<String>> {
        let entry = self.take(key)?;
        self.as_text(entry.value)
    }

    /// A text that has to be there.
    pub(super) fn required_text(&mut self, key: &'static str) -> Option<Placed<String>> {
        self.require(key);
        self.text(key)
    }

    pub(super) fn require(&mut self, key: &'static str) {
        if !self.entries.iter().any(|entry| entry.key == key) {
            let at = self.at;
            self.problem(at, format!("'{key}' is missing"));
        }
    }

    pub(super) fn as_text(&mut self, node: Node) -> Option<Placed<String>> {
        match node {
            Node { at, data: Data::Text(value) } => Some(Placed { at, value }),
            other => {
                self.problem(other.at, format!("text is wanted, this is {}", other.kind()));
                None
            }
        }
    }

    /// The items of a list; none if the key is not there.
    pub(super) fn list(&mut self, key: &'static str) -> Vec<Node> {
        match self.take(key).map(|entry| entry.value) {
            None => Vec::new(),
            Some(Node { data: Data::List(items), .. }) => items,
            Some(other) => {
                self.problem(other.at, format!("a list is wanted, this is {}", other.kind()));
                Vec::new()
            }
        }
    }

    /// The texts of a list.
    pub(super) fn texts(&mut self, key: &'static str) -> Vec<Placed<String>> {
        let items = self.list(key);
        items.into_iter().filter_map(|item| self.as_text(item)).collect()
    }

    /// The entries of a map; none if the key is not there.
    pub(super) fn map(&mut self, key: &'static str) -> Vec<Entry> {
        match self.take(key).map(|entry| entry.value) {
            None => Vec::new(),
            Some(Node { data: Data::Map(entries), .. }) => entries,
            Some(other) => {
                self.problem(other.at, format!("a map is wanted, this is {}", other.kind()));
                Vec::new()
            }
        }
    }

    /// All problems, those of the keys that nobody asked for included.
    pub(super) fn finish(mut self) -> Vec<Problem> {
        for entry in std::mem::take(&mut self.entries) {
            let near = did_you_mean(&entry.key, self.known.iter().copied());
            self.problem(entry.at, format!("unknown key '{}'{near}", entry.key));
        }
        self.problems
    }
}
