//! Runs the examples of a check: each has to come to the outcome under which it stands.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::definition::{Check, Example, Expected};
use super::super::evaluation::{found, judge_one};
use super::super::example::{Builder, anything};
use super::super::expr::{Scope, Value};
use super::super::problem::{Problem, did_you_mean};
use super::super::yaml::{Data, Entry};
use super::Rules;
use crate::model::verdict::Outcome;

/// The time of an example that does not say when it plays.
const NOW: &str = "2026-01-01T00:00:00Z";

impl Rules<'_> {
    pub(super) fn examples(&self, check: &Check) -> Vec<Problem> {
        check.examples.iter().flat_map(|example| self.example(check, example)).collect()
    }

    pub(super) fn example(&self, check: &Check, example: &Example) -> Vec<Problem> {
        let mut builder = Builder::new(&check.file);
        let scope = self.scope(check, example, &mut builder);
        let Some(scope) = scope.filter(|_| builder.problems.is_empty()) else { return builder.problems };
        let (outcome, _) = judge_one(self.pack.engine(), check, &scope);
        let mut problems = Vec::new();
        let mut problem = |message| problems.push(Problem::new(&check.file, example.at, message));
        if comes_to(&outcome) != Some(example.expected) {
            problem(format!("this example is {}, not {}", told(&outcome), word(example.expected)));
        } else if let (Outcome::Fail { .. }, Err(words)) = (&outcome, found(self.pack.engine(), check, &scope)) {
            problem(words);
        }
        problems
    }

    fn scope(&self, check: &Check, example: &Example, builder: &mut Builder<'_>) -> Option<Scope> {
        self.unknown_keys(check, example, builder);
        let entry = |key: &str| example.entries.iter().find(|entry| entry.key == key);
        let it = match (&check.each, entry("it")) {
            (Some(each), Some(entry)) => Some(builder.item(&self.facts, &each.value, &entry.value)?),
            (Some(_), None) => {
                builder.problems.push(Problem::new(&check.file, example.at, "'it' is missing"));
                return None;
            }
            (None, _) => None,
        };
        let mut facts = builder.facts(&self.facts, &example.entries);
        for (name, resource) in &check.needs {
            let stated = entry(name).and_then(|entry| anything(&entry.value));
            let unread = || {
                let why = crate::model::Ignorance::new(crate::model::Because::NotCollected, resource.clone());
                Value::Unknown(Arc::new(why))
            };
            Arc::make_mut(&mut facts).insert(name.clone(), stated.unwrap_or_else(unread));
        }
        let nothing = super::super::yaml::Node { at: example.at, data: Data::Map(Vec::new()) };
        let config =
            builder.stated(self.config.root(), entry("config").map_or(&nothing, |entry| &entry.value), "config")?;
        let params = self.params(check, entry("params"), builder);
        let now = self.now(check, entry("now"), builder)?;
        Some(Scope { facts, it, params, config, now })
    }

    fn unknown_keys(&self, check: &Check, example: &Example, builder: &mut Builder<'_>) {
        let facts = self.facts.root().fields();
        let mut known: BTreeMap<&str, ()> = facts.iter().map(|name| (*name, ())).collect();
        known.extend(["params", "config", "now"].map(|name| (name, ())));
        known.extend(check.each.iter().map(|_| ("it", ())));
        known.extend(check.needs.keys().map(|name| (name.as_str(), ())));
        for entry in example.entries.iter().filter(|entry| !known.contains_key(entry.key.as_str())) {
            let near = did_you_mean(&entry.key, known.keys().copied());
            builder.problems.push(Problem::new(&check.file, entry.at, format!("no fact '{}'{near}", entry.key)));
        }
    }

    fn params(&self, check: &Check, entry: Option<&Entry>, builder: &mut Builder<'_>) -> Value {
        let stated = entry.map(|entry| (entry.at, entry.value.to_json()));
        let layer = match stated {
            Some((at, serde_json::Value::Object(params))) => {
                let refused = check.refused(&params).into_iter();
                builder.problems.extend(refused.map(|message| Problem::new(&check.file, at, message)));
                params
            }
            Some((at, _)) => {
                builder.problems.push(Problem::new(&check.file, at, "parameters are a map"));
                serde_json::Map::new()
            }
            None => serde_json::Map::new(),
        };
        check.parameters(std::iter::once(&layer))
    }

    fn now(&self, check: &Check, entry: Option<&Entry>, builder: &mut Builder<'_>) -> Option<jiff::Timestamp> {
        let Some(entry) = entry else { return NOW.parse().ok() };
        let time = if let Data::Text(text) = &entry.value.data { text.parse().ok() } else { None };
        if time.is_none() {
            let message = format!("'now' is a time like {NOW}");
            builder.problems.push(Problem::new(&check.file, entry.value.at, message));
        }
        time
    }
}

fn comes_to(outcome: &Outcome) -> Option<Expected> {
    match outcome {
        Outcome::Pass => Some(Expected::Pass),
        Outcome::Fail { .. } => Some(Expected::Fail),
        Outcome::NotApplicable => Some(Expected::NotApplicable),
        Outcome::Unknown(_) => Some(Expected::Unknown),
        Outcome::OutOfScope(_) => Some(Expected::OutOfScope),
        Outcome::Blocked { .. } | Outcome::Waived { .. } | Outcome::Fault(_) => None,
    }
}

fn word(expected: Expected) -> &'static str {
    Expected::ALL.iter().find(|(_, one)| *one == expected).map_or("", |(word, _)| word)
}

fn told(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Fault(message) => format!("a fault ({message})"),
        Outcome::Unknown(why) => format!("unknown ({why})"),
        Outcome::OutOfScope(why) => format!("out-of-scope ({why})"),
        Outcome::Fail { found, .. } => format!("fail ({found})"),
        Outcome::Pass => "pass".to_owned(),
        Outcome::NotApplicable => "not-applicable".to_owned(),
        Outcome::Blocked { .. } | Outcome::Waived { .. } => "neither".to_owned(),
    }
}
