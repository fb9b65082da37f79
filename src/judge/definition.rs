//! A check as written: one YAML file, read strictly, its expressions compiled.

use std::collections::BTreeMap;

use super::expr::{Engine, Program, SyntaxError};
use super::fields::{Fields, Placed};
use super::problem::{Position, Problem, did_you_mean};
use super::yaml::{Data, Entry, Node};
use crate::model::settings::Edition;
use crate::model::severity::Severity;

/// A check.
#[derive(Debug)]
pub struct Check {
    /// `category/name`.
    pub id: String,
    /// The first part of the id.
    pub category: String,
    /// The file it was read from, for messages.
    pub file: String,
    /// The promise: positive, present tense, printed as is.
    pub title: Placed<String>,
    /// How bad its breach is, before profile and settings.
    pub severity: Severity,
    /// The edition that brought it.
    pub since: Edition,
    /// The list of facts that it judges item by item.
    pub each: Option<Placed<String>>,
    /// Checks that have to hold for this one to mean anything.
    pub requires: Vec<Placed<String>>,
    /// Raw resources by the name under which expressions read them.
    pub needs: BTreeMap<String, String>,
    /// Whether an item is judged at all.
    pub condition: Option<Expression>,
    /// The promise as an expression.
    pub assert: Expression,
    /// What a failure is still worth.
    pub credit: Option<Expression>,
    /// What was seen, in one line.
    pub found: Option<Expression>,
    /// The price of a breach.
    pub why: Placed<String>,
    /// The way back.
    pub fix: Placed<String>,
    /// The fix that carbon can apply.
    pub remedy: Option<Placed<String>>,
    /// The working time of a person who does it by hand.
    pub effort: Option<Effort>,
    /// Parameters with their defaults.
    pub params: BTreeMap<String, Parameter>,
    /// Links.
    pub refs: Vec<Placed<String>>,
    /// Worlds in small, with the outcome that they have.
    pub(super) examples: Vec<Example>,
}

/// A parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Where its default stands.
    pub at: Position,
    /// The value that holds unless a profile or carbon.yaml says otherwise.
    pub default: serde_json::Value,
}

/// A compiled expression and its place in the file.
#[derive(Debug)]
pub struct Expression {
    /// The key under which it stands.
    pub key: &'static str,
    /// The expression.
    pub program: Program,
    /// The place of its first character.
    pub at: Position,
}

impl Expression {
    /// The place in the file of a place in the expression.
    pub(super) fn place(&self, line: usize, column: usize) -> Position {
        place(self.at, line, column)
    }
}

/// A block's lines are all indented alike.
fn place(start: Position, line: usize, column: usize) -> Position {
    Position { line: start.line + line.saturating_sub(1), column: start.column + column.saturating_sub(1) }
}

/// Working time in minutes; a day has eight hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Effort(pub u32);

impl std::str::FromStr for Effort {
    type Err = String;

    /// `30m`, `2h` or `3d`.
    fn from_str(text: &str) -> Result<Self, String> {
        let minutes = [('m', 1), ('h', 60), ('d', 8 * 60)].iter().find_map(|(unit, minutes)| {
            let number: u32 = text.strip_suffix(*unit)?.parse().ok()?;
            number.checked_mul(*minutes)
        });
        minutes.map(Self).ok_or_else(|| format!("`{text}` is no working time; write 30m, 2h or 3d"))
    }
}

impl std::fmt::Display for Effort {
    /// In the largest unit that is exact: `30m`, `2h`, `3d`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            0 => f.write_str("0m"),
            days if days % (8 * 60) == 0 => write!(f, "{}d", days / (8 * 60)),
            hours if hours % 60 == 0 => write!(f, "{}h", hours / 60),
            minutes => write!(f, "{minutes}m"),
        }
    }
}

/// What an example should come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Expected {
    /// The promise holds.
    Pass,
    /// It does not.
    Fail,
    /// The question does not arise.
    NotApplicable,
    /// It cannot be told.
    Unknown,
    /// It cannot be told from this kind of source.
    OutOfScope,
}

impl Expected {
    /// All, with the key under which such examples stand.
    pub const ALL: [(&'static str, Self); 5] = [
        ("pass", Self::Pass),
        ("fail", Self::Fail),
        ("not-applicable", Self::NotApplicable),
        ("unknown", Self::Unknown),
        ("out-of-scope", Self::OutOfScope),
    ];
}

/// An example.
#[derive(Debug, Clone)]
pub(super) struct Example {
    pub(super) expected: Expected,
    pub(super) at: Position,
    pub(super) entries: Vec<Entry>,
}

impl Check {
    /// Reads a check. `id` is its path below the pack without the extension.
    pub fn parse(engine: &Engine, id: &str, file: &str, text: &str) -> Result<Self, Vec<Problem>> {
        let node = Node::parse(file, text).map_err(|problem| vec![problem])?;
        let mut fields = Fields::of(file, node);
        let title = fields.required_text("title");
        let severity = severity(&mut fields);
        let since = since(&mut fields);
        let each = fields.text("each");
        let requires = fields.texts("requires");
        let needs = needs(&mut fields);
        let mut read = |key| expression(engine, text, &mut fields, key);
        let (condition, assert, credit, found) = (read("where"), read("assert"), read("credit"), read("found"));
        if assert.is_none() && !fields.problems.iter().any(|problem| problem.message.contains("'assert'")) {
            fields.require("assert");
        }
        let (why, fix) = (fields.required_text("why"), fields.required_text("fix"));
        let remedy = fields.text("remedy");
        let effort = effort(&mut fields);
        let params = fields.map("params").into_iter().map(parameter).collect();
        let refs = fields.texts("refs");
        let examples = examples(&mut fields);
        let problems = fields.finish();
        match (title, severity, since, assert, why, fix) {
            (Some(title), Some(severity), Some(since), Some(assert), Some(why), Some(fix)) if problems.is_empty() => {
                Ok(Self {
                    id: id.to_owned(),
                    category: id.split('/').next().unwrap_or_default().to_owned(),
                    file: file.to_owned(),
                    title,
                    severity,
                    since,
                    each,
                    requires,
                    needs,
                    condition,
                    assert,
                    credit,
                    found,
                    why,
                    fix,
                    remedy,
                    effort,
                    params,
                    refs,
                    examples,
                })
            }
            _ => Err(problems),
        }
    }

    /// The expressions that are there.
    pub fn expressions(&self) -> impl Iterator<Item = &Expression> {
        let optional = [&self.condition, &self.credit, &self.found].into_iter().flatten();
        std::iter::once(&self.assert).chain(optional)
    }
}

/// The severity of a word, or which words there are.
pub(super) fn severity_of(word: &Placed<String>) -> Result<Severity, String> {
    let all = [Severity::Critical, Severity::High, Severity::Medium, Severity::Low];
    all.into_iter().find(|severity| severity.as_str() == word.value).ok_or_else(|| {
        let near = did_you_mean(&word.value, all.iter().map(|severity| severity.as_str()));
        format!("'{}' is no severity (critical, high, medium, low){near}", word.value)
    })
}

fn severity(fields: &mut Fields<'_>) -> Option<Severity> {
    let word = fields.required_text("severity")?;
    severity_of(&word).map_err(|message| fields.problem(word.at, message)).ok()
}

fn since(fields: &mut Fields<'_>) -> Option<Edition> {
    let word = fields.required_text("since")?;
    word.value.parse().map_err(|message: String| fields.problem(word.at, message)).ok()
}

fn effort(fields: &mut Fields<'_>) -> Option<Effort> {
    let word = fields.text("effort")?;
    word.value.parse().map_err(|message: String| fields.problem(word.at, message)).ok()
}

fn needs(fields: &mut Fields<'_>) -> BTreeMap<String, String> {
    let entries = fields.map("needs");
    let texts = entries.into_iter().filter_map(|entry| Some((entry.key, fields.as_text(entry.value)?.value)));
    texts.collect()
}

fn parameter(entry: Entry) -> (String, Parameter) {
    (entry.key, Parameter { at: entry.value.at, default: entry.value.to_json() })
}

/// The expression under a key: a `|` block, so that its lines are those of the file.
fn expression(engine: &Engine, text: &str, fields: &mut Fields<'_>, key: &'static str) -> Option<Expression> {
    let Entry { at: key_at, value, .. } = fields.take(key)?;
    let source = fields.as_text(value)?;
    let line = text.lines().nth(key_at.line - 1).unwrap_or_default();
    let after = line.split_once(':').map_or("", |(_, after)| after.trim_start());
    if !after.starts_with('|') {
        fields.problem(source.at, format!("'{key}' is an expression: write it into a `|` block"));
        return None;
    }
    let leading = source.value.len() - source.value.trim_start_matches('\n').len();
    let at = Position { line: source.at.line.saturating_sub(leading), column: source.at.column };
    match engine.compile(source.value.trim_end()) {
        Ok(program) => Some(Expression { key, program, at }),
        Err(SyntaxError { line, column, message }) => {
            fields.problem(place(at, line, column), format!("in '{key}': {message}"));
            None
        }
    }
}

fn examples(fields: &mut Fields<'_>) -> Vec<Example> {
    let Some(entry) = fields.take("examples") else { return Vec::new() };
    let mut groups = Fields::of(fields.file, entry.value);
    let mut made = Vec::new();
    for (key, expected) in Expected::ALL {
        for item in groups.list(key) {
            match item {
                Node { at, data: Data::Map(entries) } => made.push(Example { expected, at, entries }),
                other => groups.problem(other.at, format!("an example is a map, this is {}", other.kind())),
            }
        }
    }
    fields.problems.extend(groups.finish());
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "title: Workloads are ready\nseverity: high\nsince: 0.1.0\neach: workloads\nassert: |\n  it.replicas > 1\nwhy: w\nfix: f\neffort: 2h\nparams: {min: 2}\n";

    fn problems(text: &str) -> Vec<String> {
        let engine = Engine::new().unwrap();
        let parsed = Check::parse(&engine, "a/b", "checks/a/b.yaml", text);
        parsed.map_or_else(|problems| problems.iter().map(ToString::to_string).collect(), |_| Vec::new())
    }

    #[test]
    fn a_check_is_read() {
        let check = Check::parse(&Engine::new().unwrap(), "a/b", "f", GOOD).unwrap();
        assert_eq!((check.category.as_str(), check.severity, check.since), ("a", Severity::High, Edition(0, 1)));
        assert_eq!(check.effort, Some(Effort(120)));
        assert_eq!(check.assert.at, Position { line: 6, column: 3 });
        assert_eq!(check.params["min"].default, serde_json::json!(2));
    }

    #[test]
    fn every_mistake_has_its_place() {
        for (from, to, expected) in [
            (
                "severity: high",
                "severity: hihg",
                "checks/a/b.yaml:2:11: 'hihg' is no severity (critical, high, medium, low): did you mean 'high'?",
            ),
            ("effort: 2h", "effrot: 2h", "checks/a/b.yaml:9:1: unknown key 'effrot': did you mean 'effort'?"),
            ("effort: 2h", "effort: soon", "checks/a/b.yaml:9:9: `soon` is no working time; write 30m, 2h or 3d"),
            ("since: 0.1.0", "since: 0.1", "checks/a/b.yaml:3:8: text is wanted, this is a number"),
            ("since: 0.1.0", "since: soon", "checks/a/b.yaml:3:8: `soon` is no edition; write MAJOR.MINOR, as in 0.1"),
            (
                "assert: |\n  it.replicas > 1",
                "assert: it.replicas > 1",
                "checks/a/b.yaml:5:9: 'assert' is an expression: write it into a `|` block",
            ),
            (
                "assert: |\n  it.replicas > 1",
                "assert: |\n  true &&\n    it. > 1",
                "checks/a/b.yaml:7:9: in 'assert': Syntax error: no viable alternative at input '. >'",
            ),
            ("title: Workloads are ready\n", "", "checks/a/b.yaml:1:1: 'title' is missing"),
            ("assert: |\n  it.replicas > 1\n", "", "checks/a/b.yaml:1:1: 'assert' is missing"),
            ("params: {min: 2}", "params: 2", "checks/a/b.yaml:10:9: a map is wanted, this is an integer"),
            (
                "params: {min: 2}",
                "examples: {pas: []}",
                "checks/a/b.yaml:10:12: unknown key 'pas': did you mean 'pass'?",
            ),
            (
                "params: {min: 2}",
                "examples: {pass: [3]}",
                "checks/a/b.yaml:10:19: an example is a map, this is an integer",
            ),
        ] {
            assert_eq!(problems(&GOOD.replace(from, to)), [expected]);
        }
        assert!(problems("- 1").iter().any(|problem| problem.contains("a map is wanted")));
    }
}
