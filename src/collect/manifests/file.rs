//! One file, as bytes: documents and an account of the rest. No disk is touched here.

use std::collections::BTreeSet;

use super::fault::Fault;
use super::json;
use super::kinds;
use super::lists::{self, Element};
use super::node::{Node, Shape};
use super::object::{self, RENDER, Verdict};
use super::reading::{Document, EmptyList, Reading, Skip, Unreadable};
use super::stream::{self, Content, Piece};
use super::yaml;
use crate::model::verdict::Origin;

/// A file that is being read.
pub(super) struct File<'a> {
    /// The path as shown.
    pub(super) path: &'a str,
    /// The input that it belongs to.
    pub(super) root: usize,
}

impl File<'_> {
    /// Reads all documents of the file into `reading`, one after the other.
    pub(super) fn read(&self, bytes: &[u8], reading: &mut Reading) {
        match stream::decode(bytes) {
            Content::Binary => reading.skip(Skip::Binary),
            Content::Text(text) => stream::pieces(&text).iter().for_each(|piece| self.read_piece(piece, reading)),
        }
    }

    fn read_piece(&self, piece: &Piece<'_>, reading: &mut Reading) {
        let (nodes, fault) = match std::str::from_utf8(piece.bytes) {
            Ok(text) => parse(text),
            Err(error) => (Vec::new(), Some(not_utf8(piece.bytes, error.valid_up_to()))),
        };
        for node in nodes {
            lists::unroll(node, &mut |element| self.take(element, piece.line, reading));
        }
        if let Some(fault) = fault {
            self.report(fault, piece, reading);
        }
    }

    fn report(&self, fault: Fault, piece: &Piece<'_>, reading: &mut Reading) {
        let text = String::from_utf8_lossy(piece.bytes);
        if !kinds::looks_like_kubernetes(&text) {
            return reading.skip(Skip::NotYaml);
        }
        let (fault, help) = explain(fault, &text);
        reading.unreadable.push(self.unreadable(fault.moved_to(piece.line, 1), help, kinds::named(&text)));
    }

    fn take(&self, element: Element, first_line: u32, reading: &mut Reading) {
        let (line, fields) = match element {
            Element::Object { line, fields } => (line.saturating_add(first_line.saturating_sub(1)), fields),
            Element::Empty { api_version, kind } => {
                let list = EmptyList { api_version, kind, root: self.root };
                if !reading.empty_lists.contains(&list) {
                    reading.empty_lists.push(list);
                }
                return;
            }
            Element::Skipped(why) => return reading.skip(why),
        };
        let kind = fields.get("kind").and_then(serde_json::Value::as_str).map(str::to_owned).into_iter().collect();
        match object::judge(fields) {
            Verdict::Object { value, encrypted } => {
                if let Some(root) = reading.roots.get_mut(self.root) {
                    root.has_uid |= value.pointer("/metadata/uid").is_some_and(serde_json::Value::is_string);
                }
                let origin = Origin::File { path: self.path.to_owned(), line };
                reading.documents.push(Document { value, origin, root: self.root, encrypted });
            }
            Verdict::Source(_) if reading.source.is_some() => {
                let fault = Fault::new(line.into(), 1, "a second Source; an input describes itself once");
                reading.unreadable.push(self.unreadable(fault, None, kind));
            }
            Verdict::Source(source) => reading.source = Some(source),
            Verdict::Skipped(why) => reading.skip(why),
            Verdict::Broken { why, help } => {
                reading.unreadable.push(self.unreadable(Fault::new(line.into(), 1, &why), help, kind));
            }
        }
    }

    fn unreadable(&self, fault: Fault, help: Option<String>, kinds: BTreeSet<String>) -> Unreadable {
        let Fault { line, column, why } = fault;
        Unreadable { path: self.path.to_owned(), line, column, why, help, kinds, root: self.root }
    }
}

/// JSON where it is JSON (it is much faster), else YAML, of which JSON is nearly a part. Lines are those of `text`.
fn parse(text: &str) -> (Vec<Node>, Option<Fault>) {
    let start = stream::content_start(text.as_bytes()).unwrap_or(text.len());
    let (before, content) = text.split_at_checked(start).unwrap_or(("", text));
    if !may_be_json(content) {
        return read_yaml(text);
    }
    let (mut nodes, mut fault) = json::nodes(content);
    if fault.is_some() {
        let from_yaml = read_yaml(text);
        if from_yaml.1.is_none() || !is_json_throughout(content) {
            return from_yaml;
        }
    }
    let narrow = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let line = narrow(before.matches('\n').count() + 1);
    let column = narrow(before.len() - before.rfind('\n').map_or(0, |end| end + 1) + 1);
    nodes.iter_mut().for_each(|node| move_down(node, line));
    fault = fault.map(|fault| fault.moved_to(line, column));
    (nodes, fault)
}

fn read_yaml(text: &str) -> (Vec<Node>, Option<Fault>) {
    match yaml::node(text) {
        Ok(node) => (vec![node], None),
        Err(fault) => (Vec::new(), Some(fault)),
    }
}

fn move_down(node: &mut Node, first_line: u32) {
    node.line = node.line.saturating_add(first_line.saturating_sub(1));
    match &mut node.shape {
        Shape::Object { items, .. } => items.iter_mut().for_each(|items| move_down(items, first_line)),
        Shape::Array(nodes) => nodes.iter_mut().for_each(|node| move_down(node, first_line)),
        Shape::Scalar(_) => {}
    }
}

/// A `{{` is the start of a template, not of an object.
fn may_be_json(content: &str) -> bool {
    content.starts_with('[') || content.starts_with('{') && !content.starts_with("{{")
}

/// True if not only the first bracket is JSON's: then JSON's fault is the one to report.
fn is_json_throughout(content: &str) -> bool {
    content.get(1..).is_some_and(|rest| rest.trim_start().starts_with(['"', '{', '[', '}', ']']))
}

fn not_utf8(bytes: &[u8], valid: usize) -> Fault {
    let before = bytes.get(..valid).unwrap_or_default();
    let line_start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1);
    let lines = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
    // The bytes before are valid, so that the letters among them can be counted.
    let column = String::from_utf8_lossy(before.get(line_start..).unwrap_or_default()).chars().count() + 1;
    Fault::new(lines as u64, column as u64, "not UTF-8")
}

/// Templates are what most often does not parse; the parser's own words would only confuse.
fn explain(mut fault: Fault, text: &str) -> (Fault, Option<String>) {
    let is_template_line = |line: &str| {
        let line = line.trim_start();
        line.starts_with("{{") || line.contains(": {{") || line.contains("- {{")
    };
    if !text.lines().any(is_template_line) {
        return (fault, None);
    }
    let near = text.lines().skip((fault.line as usize).saturating_sub(2)).take(2);
    if near.into_iter().any(|line| line.contains("{{")) {
        "a template that is not rendered".clone_into(&mut fault.why);
    }
    (fault, Some(RENDER.to_owned()))
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
