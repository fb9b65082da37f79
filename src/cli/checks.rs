//! `carbon checks`: list, lint, test, new.

use std::path::Path;

use super::args::{ChecksCommand, Global, ListFormat};
use super::failure::with_help;
use super::{Answer, output, packs, terminal};
use crate::judge::{Folder, Pack, Problem, examples, lint, nearest, template};
use crate::model::facts::Facts;
use crate::render;

/// The fixes that this carbon can apply; a check may name no other as its remedy.
const REMEDIES: [&str; 0] = [];

/// Runs `carbon checks`.
pub(super) fn run(command: &ChecksCommand, global: &Global) -> anyhow::Result<Answer> {
    match command {
        ChecksCommand::List { packs, categories, output } => list(&packs::load(packs)?, categories, *output, global),
        ChecksCommand::Lint { path } => lint_all(path.as_deref()),
        ChecksCommand::Test { path } => test(path.as_deref()),
        ChecksCommand::New { name } => {
            output::to_stdout(&template(name))?;
            Ok(Answer::Yes)
        }
    }
}

fn list(pack: &Pack, categories: &[String], format: ListFormat, global: &Global) -> anyhow::Result<Answer> {
    if let Some(unknown) = categories.iter().find(|it| !pack.categories.contains_key(*it)) {
        let near = nearest(unknown, pack.categories.keys().map(String::as_str));
        let help = near.map_or_else(String::new, |it| format!("did you mean `{it}`?"));
        return Err(with_help(format!("there is no category `{unknown}`"), help));
    }
    let wanted = |category: &String| categories.is_empty() || categories.contains(category);
    let rows: Vec<render::Row<'_>> = pack
        .checks
        .iter()
        .filter(|it| wanted(&it.category))
        .map(|it| render::Row {
            id: &it.id,
            severity: it.severity,
            since: it.since.to_string(),
            title: &it.title.value,
        })
        .collect();
    let text = match format {
        ListFormat::Table => render::catalogue(&rows, &terminal::style(global, true)),
        ListFormat::Json => format!("{}\n", serde_json::to_string_pretty(&rows)?),
    };
    output::to_stdout(&text)?;
    Ok(Answer::Yes)
}

/// The folders to look at: an own pack beside the built-in one, whose checks it may require.
fn folders(path: Option<&Path>) -> anyhow::Result<Vec<Folder>> {
    let own = path.map(packs::from_disk).transpose()?;
    Ok(std::iter::once(packs::built_in()).chain(own).collect())
}

fn lint_all(path: Option<&Path>) -> anyhow::Result<Answer> {
    let problems = match Pack::load(&folders(path)?) {
        Ok(pack) => lint::<Facts>(&pack, &REMEDIES),
        Err(problems) => problems,
    };
    output::to_stdout(&lines(&problems))?;
    if problems.is_empty() {
        output::to_stdout("no mistakes found\n")?;
    }
    Ok(if problems.is_empty() { Answer::Yes } else { Answer::No })
}

fn test(path: Option<&Path>) -> anyhow::Result<Answer> {
    let pack = Pack::load(&folders(path)?).map_err(|problems| packs::broken(&problems))?;
    let own = path.map(packs::from_disk).transpose()?.and_then(|it| it.pack);
    let is_wanted = |id: &str| own.as_deref().is_none_or(|own| id.starts_with(&format!("{own}/")));
    let tested = examples::<Facts>(&pack).into_iter().filter(|it| is_wanted(&it.check)).collect::<Vec<_>>();
    let failed: Vec<&Problem> = tested.iter().flat_map(|it| &it.problems).collect();
    let fails = tested.iter().filter(|it| !it.problems.is_empty()).count();
    output::to_stdout(&lines(failed))?;
    output::to_stdout(&format!("{} passed, {fails} failed\n", tested.len() - fails))?;
    Ok(if fails == 0 { Answer::Yes } else { Answer::No })
}

fn lines<'a>(problems: impl IntoIterator<Item = &'a Problem>) -> String {
    problems.into_iter().map(|it| format!("{it}\n")).collect()
}
