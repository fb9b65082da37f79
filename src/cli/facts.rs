//! `carbon facts`: what checks can read, with its schema, or with its values in a world.

use serde_json::Value;

use super::args::{FactsArgs, Global};
use super::failure::with_help;
use super::progress::Talk;
use super::{Answer, output, settings, world};
use crate::derive::derive;
use crate::judge::nearest;
use crate::model::facts::Facts;

/// Runs `carbon facts`.
pub(super) fn run(args: &FactsArgs, global: &Global, talk: &Talk) -> anyhow::Result<Answer> {
    let schema = schemars::schema_for!(Facts).to_value();
    let source = &args.source;
    let has_source = source.is_named();
    let names = || schema.pointer("/properties").and_then(Value::as_object).into_iter().flatten();
    if let Some(name) = args.name.as_deref().filter(|name| names().all(|(known, _)| known != name)) {
        let near = nearest(name, names().map(|(known, _)| known.as_str()));
        let help = near.map_or("`carbon facts` lists them".to_owned(), |it| format!("did you mean `{it}`?"));
        return Err(with_help(format!("there is no fact `{name}`"), help));
    }
    let text = match (&args.name, has_source) {
        (None, false) => index(names()),
        (Some(name), false) => pretty(&of_one(&schema, name))?,
        (name, true) => {
            let settings = settings::of_reading(source, global)?;
            let observed = world::read(source, &world::everything(source), &settings, talk)?;
            let facts = serde_json::to_value(derive(&observed, &settings))?;
            pretty(name.as_ref().and_then(|name| facts.get(name)).unwrap_or(&facts))?
        }
    };
    output::to_stdout(&text)?;
    Ok(Answer::Yes)
}

fn pretty(value: &Value) -> anyhow::Result<String> {
    Ok(format!("{}\n", serde_json::to_string_pretty(value)?))
}

/// Name and first sentence of each fact.
fn index<'a>(facts: impl Iterator<Item = (&'a String, &'a Value)>) -> String {
    let line = |(name, schema): (&String, &Value)| {
        let text = schema.get("description").and_then(Value::as_str).unwrap_or_default();
        format!("{name:<22} {}\n", text.lines().next().unwrap_or_default())
    };
    facts.map(line).collect()
}

/// The schema of one fact, with the definitions that it refers to.
fn of_one(schema: &Value, name: &str) -> Value {
    let mut one = schema.pointer(&format!("/properties/{name}")).cloned().unwrap_or_default();
    let all = schema.get("$defs").and_then(Value::as_object).cloned().unwrap_or_default();
    let mut needed = serde_json::Map::new();
    let mut open = references(&one);
    while let Some(name) = open.pop() {
        if let (false, Some(definition)) = (needed.contains_key(&name), all.get(&name)) {
            open.extend(references(definition));
            needed.insert(name, definition.clone());
        }
    }
    if let (Value::Object(one), false) = (&mut one, needed.is_empty()) {
        one.insert("$defs".to_owned(), Value::Object(needed));
    }
    one
}

fn references(value: &Value) -> Vec<String> {
    match value {
        Value::Object(map) => {
            let own = map.get("$ref").and_then(Value::as_str).and_then(|it| it.strip_prefix("#/$defs/"));
            own.map(str::to_owned).into_iter().chain(map.values().flat_map(references)).collect()
        }
        Value::Array(list) => list.iter().flat_map(references).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}
