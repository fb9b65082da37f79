//! One check explained: what it says of each subject, with the steps of its expressions.

use schemars::JsonSchema;
use serde::Serialize;

use super::definition::Check;
use super::expr::{Answer, Traced, Unserializable};
use super::judgement::World;
use super::pack::Pack;
use crate::model::Time;
use crate::model::settings::{Selection, Settings};
use crate::model::verdict::Verdict;

/// A verdict, and how it came about.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// The verdict.
    pub verdict: Verdict,
    /// The steps of `where`, `assert`, `credit` and `found`, if they were asked for.
    pub steps: Vec<Step>,
}

/// A sub-expression and what it came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// As written.
    pub source: String,
    /// Its value, or why there is none.
    pub value: String,
}

/// What a check says of every subject. Checks that it requires are judged first, whatever the run is narrowed to.
///
/// # Errors
/// If the facts cannot be turned into values of expressions; ours always can.
pub fn explain<F>(
    pack: &Pack,
    check: &Check,
    facts: &F,
    settings: &Settings,
    now: Time,
    trace: bool,
) -> Result<Vec<Explained>, Unserializable>
where
    F: Serialize + JsonSchema,
{
    let namespaces = settings.selection.namespaces.clone();
    let settings = Settings { selection: Selection { namespaces, ..Selection::default() }, ..settings.clone() };
    let world = World::new(pack, facts, &settings, now)?;
    let judged = world.judge().judged.into_iter().find(|it| it.id == check.id);
    let verdicts = judged.map(|it| it.verdicts).unwrap_or_default();
    let explained = |verdict: Verdict| {
        let scope = trace.then(|| world.scope_of(check, &verdict.subject)).flatten();
        let expressions = check.condition.iter().chain([&check.assert]).chain(&check.credit).chain(&check.found);
        let steps =
            scope.iter().flat_map(|scope| expressions.clone().flat_map(|it| pack.engine().trace(&it.program, scope)));
        let mut seen: Vec<Step> = Vec::new();
        for step in steps.filter(|it| !is_name(&it.source)).map(step) {
            if !seen.contains(&step) {
                seen.push(step);
            }
        }
        Explained { steps: seen, verdict }
    };
    Ok(verdicts.into_iter().map(explained).collect())
}

/// A bare name stands for a whole item or list: its fields tell more when they are read.
fn is_name(source: &str) -> bool {
    source.chars().all(|c| c.is_alphanumeric() || c == '_')
}

fn step(traced: Traced) -> Step {
    let value = match traced.answer {
        Answer::Yes(value) => value.to_json().to_string(),
        Answer::Unknown(why) | Answer::OutOfScope(why) => format!("unknown: {why}"),
        Answer::Fault(message) => format!("error: {message}"),
    };
    Step { source: traced.source, value }
}
