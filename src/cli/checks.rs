//! `carbon checks`: list, lint, test, new.

use std::path::Path;

use super::args::{ChecksCommand, Global, ListFormat};
use super::failure::with_help;
use super::{Answer, output, packs, terminal};
use crate::judge::{Folder, Pack, Problem, Schema, examples, lint, nearest, template};
use crate::model::facts::Facts;
use crate::render;

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
        .map(|it| render::Row { id: &it.id, severity: it.severity, since: it.since.to_string(), title: &it.title.value })
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
        Ok(pack) => lint(&pack, &Schema::of::<Facts>()),
        Err(problems) => problems,
    };
    finish(&problems, "no mistakes found")
}

fn test(path: Option<&Path>) -> anyhow::Result<Answer> {
    let pack = Pack::load(&folders(path)?).map_err(|problems| packs::broken(&problems))?;
    let own = path.map(packs::from_disk).transpose()?.and_then(|it| it.pack);
    let is_wanted = |id: &str| own.as_deref().is_none_or(|own| id.starts_with(&format!("{own}/")));
    let results: Vec<_> =
        examples(&pack, &Schema::of::<Facts>()).into_iter().filter(|it| is_wanted(&it.check)).collect();
    let problems: Vec<Problem> = results.iter().filter_map(|it| it.problem.clone()).collect();
    let passed = results.len() - problems.len();
    finish(&problems, "")?;
    output::to_stdout(&format!("{passed} passed, {} failed\n", problems.len()))?;
    Ok(if problems.is_empty() { Answer::Yes } else { Answer::No })
}

fn finish(problems: &[Problem], fine: &str) -> anyhow::Result<Answer> {
    let lines: String = problems.iter().map(|it| format!("{it}\n")).collect();
    match (problems.is_empty(), fine) {
        (true, "") => {}
        (true, fine) => output::to_stdout(&format!("{fine}\n"))?,
        (false, _) => output::to_stdout(&lines)?,
    }
    Ok(if problems.is_empty() { Answer::Yes } else { Answer::No })
}
