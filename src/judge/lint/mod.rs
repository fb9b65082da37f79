//! What the linter refuses: a check that reads what does not exist, guesses around what is unknown, or does not do
//! what its examples say.

mod examples;
mod expressions;
mod prose;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use schemars::JsonSchema;

use super::definition::{Check, Expected};
use super::fields::Placed;
use super::pack::Pack;
use super::problem::{Position, Problem, did_you_mean};
use super::schema::Schema;
use crate::model::settings::Config;

/// Everything that checks are held against.
pub(super) struct Rules<'a> {
    pack: &'a Pack,
    facts: Schema,
    config: Schema,
    remedies: &'a [&'a str],
}

/// All that is wrong with a pack, sorted by place. `F` is the type of the facts, `remedies` are the fixes that this
/// carbon can apply.
pub fn lint<F: JsonSchema>(pack: &Pack, remedies: &[&str]) -> Vec<Problem> {
    let rules = Rules { pack, facts: Schema::of::<F>(), config: Schema::of::<Config>(), remedies };
    let mut problems: Vec<Problem> = pack.checks.iter().flat_map(|check| rules.check(check)).collect();
    problems.extend(pack.profiles.values().flat_map(|profile| profile.problems(pack)));
    problems.sort();
    problems.dedup();
    problems
}

/// An example that was run.
#[derive(Debug, Clone, PartialEq)]
pub struct Tested {
    /// The check.
    pub check: String,
    /// What is wrong; empty = it came to the outcome under which it stands.
    pub problems: Vec<Problem>,
}

/// Runs every example of a pack, in the order of checks. `F` is the type of the facts.
pub fn examples<F: JsonSchema>(pack: &Pack) -> Vec<Tested> {
    let rules = Rules { pack, facts: Schema::of::<F>(), config: Schema::of::<Config>(), remedies: &[] };
    let of_check = |check: &'_ Check| -> Vec<Tested> {
        let run = |it| Tested { check: check.id.clone(), problems: rules.example(check, it) };
        check.examples.iter().map(run).collect()
    };
    pack.checks.iter().flat_map(of_check).collect()
}

impl Rules<'_> {
    fn check(&self, check: &Check) -> Vec<Problem> {
        let mut problems = prose::problems(check, self.remedies);
        problems.extend(self.requires(check));
        let wrong = self.expressions(check);
        // An example that fails because of a wrong path would only say the same again.
        let can_run = wrong.is_empty();
        problems.extend(wrong);
        problems.extend(missing_examples(check));
        if can_run {
            problems.extend(self.examples(check));
        }
        problems
    }

    fn requires(&self, check: &Check) -> Vec<Problem> {
        let mut problems = Vec::new();
        for required in &check.requires {
            if self.pack.check(&required.value).is_none() {
                let near = did_you_mean(&required.value, self.pack.ids());
                let message = format!("no check '{}'{near}", required.value);
                problems.push(Problem::new(&check.file, required.at, message));
            } else if self.leads_to(required, &check.id, &mut BTreeSet::new()) {
                let message = format!("'{}' requires '{}' in turn", required.value, check.id);
                problems.push(Problem::new(&check.file, required.at, message));
            }
        }
        problems
    }

    fn leads_to(&self, from: &Placed<String>, target: &str, seen: &mut BTreeSet<String>) -> bool {
        if from.value == target {
            return true;
        }
        let Some(check) = self.pack.check(&from.value).filter(|_| seen.insert(from.value.clone())) else {
            return false;
        };
        check.requires.iter().any(|next| self.leads_to(next, target, seen))
    }
}

fn missing_examples(check: &Check) -> Vec<Problem> {
    let has = |wanted: Expected| check.examples.iter().any(|example| example.expected == wanted);
    let mut wanted = vec![("pass", Expected::Pass), ("fail", Expected::Fail)];
    if check.condition.is_some() {
        wanted.push(("not-applicable", Expected::NotApplicable));
    }
    let missing = wanted.into_iter().filter(|(_, expected)| !has(*expected));
    let problem = |(key, _)| Problem::new(&check.file, Position { line: 1, column: 1 }, format!("no '{key}' example"));
    missing.map(problem).collect()
}
