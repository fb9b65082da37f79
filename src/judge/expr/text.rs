//! Where the parts of an expression stand in its source text.

use std::collections::BTreeMap;

use cel::ParseErrors;
use cel::common::ast::{EntryExpr, Expr, IdedEntryExpr, IdedExpr, SourceInfo};

use super::SyntaxError;

/// The token of each sub-expression as a range of bytes.
pub(super) type Spans = BTreeMap<u64, (usize, usize)>;

/// The first thing that the parser dislikes, in fewer words than it uses.
pub(super) fn syntax_error(errors: &ParseErrors) -> SyntaxError {
    let Some(error) = errors.errors.first() else {
        return SyntaxError { line: 1, column: 1, message: "no expression".to_owned() };
    };
    let message = error.msg.split(" expecting {").next().unwrap_or_default().to_owned();
    let from_one = |number: isize| usize::try_from(number).unwrap_or(1).max(1);
    SyntaxError { line: from_one(error.pos.0), column: from_one(error.pos.1), message }
}

/// An expression longer than this is no check any more.
const LONGEST: usize = 4000;
/// Brackets and ternaries nest no deeper than this: the parser recurses, and a stack ends.
const DEEPEST: usize = 24;

/// Why an expression is not even parsed.
pub(super) fn refuse(source: &str) -> Option<SyntaxError> {
    let error = |offset, message: String| {
        let (line, column) = position(source, offset);
        Some(SyntaxError { line, column, message })
    };
    if source.len() > LONGEST {
        return error(LONGEST, format!("longer than {LONGEST} bytes"));
    }
    let (mut depth, mut ternaries) = (0_usize, 0);
    for (at, c) in source.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            '?' => ternaries += 1,
            _ => {}
        }
        if depth > DEEPEST || ternaries > DEEPEST {
            return error(at, format!("nested deeper than {DEEPEST}"));
        }
    }
    None
}

/// Line and column, both from 1 and the column in characters, of a byte offset.
pub(super) fn position(source: &str, offset: usize) -> (usize, usize) {
    let before = source.get(..offset).unwrap_or(source);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}

/// The tokens of all sub-expressions.
pub(super) fn spans(expr: &IdedExpr, info: &SourceInfo) -> Spans {
    let mut spans = Spans::new();
    visit(expr, &mut |part| {
        if let Some((start, stop)) = info.offset_for(part.id) {
            spans.insert(part.id, (start as usize, stop as usize + 1));
        }
    });
    spans
}

/// The sub-expressions directly below this one.
pub(super) fn children(expr: &IdedExpr) -> Vec<&IdedExpr> {
    match &expr.expr {
        Expr::Unspecified | Expr::Ident(_) | Expr::Literal(_) => Vec::new(),
        Expr::Call(call) => call.target.iter().map(AsRef::as_ref).chain(&call.args).collect(),
        Expr::Select(select) => vec![&select.operand],
        Expr::List(list) => list.elements.iter().collect(),
        Expr::Map(map) => map.entries.iter().flat_map(entry).collect(),
        Expr::Struct(made) => made.entries.iter().flat_map(entry).collect(),
        Expr::Comprehension(fold) => {
            vec![&fold.iter_range, &fold.accu_init, &fold.loop_cond, &fold.loop_step, &fold.result]
        }
    }
}

fn entry(entry: &IdedEntryExpr) -> Vec<&IdedExpr> {
    match &entry.expr {
        EntryExpr::StructField(field) => vec![&field.value],
        EntryExpr::MapEntry(pair) => vec![&pair.key, &pair.value],
    }
}

fn visit<'e>(expr: &'e IdedExpr, f: &mut impl FnMut(&'e IdedExpr)) {
    f(expr);
    for child in children(expr) {
        visit(child, f);
    }
}

/// The source text of a sub-expression. The parser knows one token for each; the rest follows from its parts and from
/// the brackets around them.
pub(super) fn snippet(source: &str, spans: &Spans, expr: &IdedExpr) -> String {
    let bytes = source.as_bytes();
    let (mut start, mut end) = (source.len(), 0);
    visit(expr, &mut |part| {
        let Some(&(from, mut to)) = spans.get(&part.id) else { return };
        if matches!(part.expr, Expr::Select(_)) || bytes.get(from) == Some(&b'.') {
            to = name_end(source, to);
        }
        (start, end) = (start.min(from), end.max(to));
    });
    if start >= end {
        return source.trim().to_owned();
    }
    let opens = bracket_depth(&source[start..end]);
    end = close(source, end, opens.0);
    start = open(source, start, opens.1);
    if bytes.get(start) == Some(&b'(') {
        start = name_start(source, start);
    }
    source[start..end].split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The end of the name that follows, over blanks and `?`.
fn name_end(source: &str, from: usize) -> usize {
    let rest = &source[from..];
    let name = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '?');
    let length = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(name.len());
    if length == 0 { from } else { source.len() - name.len() + length }
}

fn name_start(source: &str, to: usize) -> usize {
    source[..to].trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.').len()
}

/// How many brackets are opened and not closed, and closed but not opened, outside of strings.
fn bracket_depth(text: &str) -> (usize, usize) {
    let (mut opened, mut unopened, mut quote) = (0_usize, 0, None);
    for c in text.chars() {
        match (quote, c) {
            (Some(q), c) if q == c => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (None, '(' | '[' | '{') => opened += 1,
            (None, ')' | ']' | '}') if opened > 0 => opened -= 1,
            (None, ')' | ']' | '}') => unopened += 1,
            (None, _) => {}
        }
    }
    (opened, unopened)
}

/// Moves the end behind as many closing brackets as are open.
fn close(source: &str, end: usize, mut open: usize) -> usize {
    for (at, c) in source[end..].char_indices() {
        match c {
            _ if open == 0 => return end + at,
            ')' | ']' | '}' => open -= 1,
            '(' | '[' | '{' => open += 1,
            _ => {}
        }
    }
    source.len()
}

/// Moves the start before as many opening brackets as are missing.
fn open(source: &str, start: usize, mut missing: usize) -> usize {
    for (at, c) in source[..start].char_indices().rev() {
        match c {
            _ if missing == 0 => return at + c.len_utf8(),
            '(' | '[' | '{' => missing -= 1,
            ')' | ']' | '}' => missing += 1,
            _ => {}
        }
        if missing == 0 {
            return at;
        }
    }
    start
}
