//! JSON: one value or several in a row, each to a node.

use std::cell::Cell;
use std::io::Read;

use serde::de::{DeserializeSeed, Deserializer};

use super::fault::Fault;
use super::node::{Node, ShapeVisitor};

/// Reads all values of a text. What was read before a fault is kept. Lines count from the start of `text`.
pub(super) fn nodes(text: &str) -> (Vec<Node>, Option<Fault>) {
    let line = Cell::new(1);
    let reader = LineCounter { rest: text.as_bytes(), line: &line };
    let mut deserializer = serde_json::Deserializer::from_reader(reader);
    let mut nodes = Vec::new();
    // `end` fails exactly when another value follows, and has then read its first byte: the line is that of the value.
    while deserializer.end().is_err() {
        match (Lines { line: &line }).deserialize(&mut deserializer) {
            Ok(node) => nodes.push(node),
            Err(error) => return (nodes, Some(fault(&error))),
        }
    }
    (nodes, None)
}

/// Counts the line ends that the parser has passed. The parser reads byte by byte and looks one byte ahead.
struct LineCounter<'a> {
    rest: &'a [u8],
    line: &'a Cell<u32>,
}

impl Read for LineCounter<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.rest.read(buffer)?;
        let ends = buffer.iter().take(count).filter(|&&byte| byte == b'\n').count();
        self.line.set(self.line.get().saturating_add(u32::try_from(ends).unwrap_or(u32::MAX)));
        Ok(count)
    }
}

/// Reads a node whose line is the one that the parser has reached.
#[derive(Clone, Copy)]
struct Lines<'a> {
    line: &'a Cell<u32>,
}

impl<'de> DeserializeSeed<'de> for Lines<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        let line = self.line.get();
        ShapeVisitor(self).read(deserializer).map(|shape| Node { line, shape })
    }
}

fn fault(error: &serde_json::Error) -> Fault {
    let text = error.to_string();
    let why = text.rsplit_once(" at line ").map_or(text.as_str(), |(why, _)| why);
    Fault::new(error.line() as u64, error.column() as u64, why)
}

#[cfg(test)]
mod tests {
    use super::super::node::Shape;
    use super::*;

    #[test]
    fn values_in_a_row_know_their_lines() {
        let (nodes, fault) = nodes("{\"a\": 1}\n\n{\"b\":\n2}\n[3]\n");
        assert_eq!(fault, None);
        assert_eq!(nodes.iter().map(|node| node.line).collect::<Vec<_>>(), [1, 3, 5]);
    }

    #[test]
    fn items_know_their_lines() {
        let (nodes, _) = nodes("{\n  \"items\": [\n    {\n\"a\": 1\n},\n    {\"b\": 2}, {\"c\": 3},\n\n {}\n]\n}");
        let Some(Node { shape: Shape::Object { items: Some(items), .. }, .. }) = nodes.into_iter().next() else {
            panic!("no items")
        };
        let Shape::Array(nodes) = items.shape else { panic!("no array") };
        assert_eq!(nodes.iter().map(|node| node.line).collect::<Vec<_>>(), [3, 6, 6, 8]);
    }

    #[test]
    fn values_before_a_fault_are_kept() {
        let (nodes, fault) = nodes("{\"a\": 1}\n{\"b\": }\n");
        assert_eq!(nodes.len(), 1);
        assert_eq!(fault, Some(Fault { line: 2, column: 7, why: "expected value".into() }));
    }

    #[test]
    fn depth_and_numbers_out_of_range_are_faults() {
        assert!(nodes(&"[".repeat(100_000)).1.is_some());
        assert!(nodes("{\"a\": 1e400}").1.is_some());
        assert!(nodes("{\"a\": 18446744073709551616}").1.is_none());
    }
}
