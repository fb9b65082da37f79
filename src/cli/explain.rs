//! `carbon explain`: a check, and, with a source, what it says of each subject and why.

use super::args::{ExplainArgs, Global};
use super::failure::with_help;
use super::progress::Talk;
use super::{Answer, output, packs, settings, terminal, world};
use crate::derive::derive;
use crate::judge::{self, Check, Pack, nearest, wants};
use crate::model::settings::{Selection, Settings};
use crate::render;

/// Runs `carbon explain`.
pub(super) fn run(args: &ExplainArgs, global: &Global, talk: &Talk) -> anyhow::Result<Answer> {
    let pack = packs::load(&args.judge.packs)?;
    let Some(check) = pack.check(&args.id) else {
        let near = nearest(&args.id, pack.ids());
        let help = near.map_or("`carbon checks list` lists them".to_owned(), |it| format!("did you mean `{it}`?"));
        return Err(with_help(format!("there is no check `{}`", args.id), help));
    };
    let style = terminal::style(global, true);
    let mut text = render::check(&page(check), &style);
    let source = &args.source;
    if source.is_named() {
        let settings = settings::load(&args.judge, source, global, &pack)?;
        let selection = Selection { checks: with_required(&pack, check), ..Selection::default() };
        let wants = wants(&pack, &Settings { selection, ..settings.clone() });
        let observed = world::read(source, &wants, &settings, talk)?;
        let facts = derive(&observed, &settings);
        let wanted =
            |subject: &str| args.subject.as_deref().is_none_or(|glob| crate::model::glob::matches(glob, subject));
        let findings = judge::explain(&pack, check, &facts, &settings, observed.source.taken_at, args.trace)?;
        let findings: Vec<_> = findings.into_iter().filter(|it| wanted(&it.verdict.subject)).collect();
        text.push_str(&render::findings(&findings.iter().map(finding).collect::<Vec<_>>(), &style));
    }
    output::to_stdout(&text)?;
    Ok(Answer::Yes)
}

/// A check and those that it requires, directly or not.
fn with_required(pack: &Pack, check: &Check) -> Vec<String> {
    let mut ids = vec![check.id.clone()];
    let mut next = 0;
    while let Some(id) = ids.get(next).cloned() {
        let required = pack.check(&id).into_iter().flat_map(|it| &it.requires).map(|it| it.value.clone());
        let new: Vec<String> = required.filter(|it| !ids.contains(it)).collect();
        ids.extend(new);
        next += 1;
    }
    ids
}

fn page(check: &Check) -> render::CheckPage<'_> {
    /// The order in which they are asked.
    const ORDER: [&str; 4] = ["where", "assert", "credit", "found"];
    let mut expressions: Vec<_> = check.expressions().map(|it| (it.key, it.program.source())).collect();
    expressions.sort_by_key(|(key, _)| ORDER.iter().position(|it| it == key));
    render::CheckPage {
        id: &check.id,
        title: &check.title.value,
        severity: check.severity,
        since: check.since.to_string(),
        why: &check.why.value,
        fix: &check.fix.value,
        effort: check.effort.map(|it| it.to_string()),
        requires: check.requires.iter().map(|it| it.value.as_str()).collect(),
        params: check.params.iter().map(|(name, it)| (name.as_str(), it.default.to_string())).collect(),
        refs: check.refs.iter().map(|it| it.value.as_str()).collect(),
        expressions,
        each: check.each.as_ref().map(|it| it.value.as_str()),
    }
}

fn finding(explained: &judge::Explained) -> render::Finding<'_> {
    render::Finding {
        verdict: &explained.verdict,
        steps: explained.steps.iter().map(|it| (it.source.as_str(), it.value.as_str())).collect(),
    }
}
