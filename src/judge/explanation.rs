//! How a check came to its verdict on one subject, step by step: `explain --trace`.

use schemars::JsonSchema;
use serde::Serialize;

use super::expr::{Traced, Unserializable, Value};
use super::judgement::World;
use super::pack::Pack;
use super::subject::{self, CLUSTER, Subjects};
use crate::model::Time;
use crate::model::settings::Settings;

/// One expression of a check with its steps.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// `where`, `assert`, `credit` or `found`.
    pub key: &'static str,
    /// The steps in the order of evaluation, the whole expression last.
    pub steps: Vec<Traced>,
}

/// The expressions of a check on a subject, in the order in which they are asked. Empty if there is no such check, or
/// no such subject.
pub fn explain<F>(
    pack: &Pack,
    facts: &F,
    settings: &Settings,
    now: Time,
    id: &str,
    subject: &str,
) -> Result<Vec<Explained>, Unserializable>
where
    F: Serialize + JsonSchema,
{
    let world = World::new(pack, facts, settings, now)?;
    let Some(check) = pack.check(id) else { return Ok(Vec::new()) };
    let it = match &check.each {
        None if subject == CLUSTER => None,
        None => return Ok(Vec::new()),
        Some(each) => match item(&world, &each.value, subject) {
            Some(item) => Some(item),
            None => return Ok(Vec::new()),
        },
    };
    let scope = world.scope(check, it);
    let expressions = check.condition.iter().chain([&check.assert]).chain(&check.credit).chain(&check.found);
    let explained = expressions
        .map(|expression| Explained { key: expression.key, steps: pack.engine().trace(&expression.program, &scope) });
    Ok(explained.collect())
}

fn item(world: &World<'_>, each: &str, wanted: &str) -> Option<Value> {
    match subject::subjects(&world.facts, each) {
        Subjects::Items(items, _) => items.into_iter().find(|item| subject::name(item) == wanted),
        Subjects::No(_) | Subjects::NoList => None,
    }
}
