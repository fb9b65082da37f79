//! `carbon audit`: reads, derives, judges, scores, writes reports and answers the gate.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, anyhow};

use super::args::{AuditArgs, Global};
use super::output::{Format, Sink};
use super::progress::Talk;
use super::{Answer, demo, packs, settings, terminal, world};
use crate::derive::derive;
use crate::judge::{Judgement, Pack, Why, judge, wants};
use crate::model::facts::Facts;
use crate::model::observed::Observed;
use crate::model::report::Report;
use crate::model::score::{Category, Cluster, NotSelected, Permission, Run};
use crate::model::settings::{Edition, Settings};
use crate::model::verdict::Judged;
use crate::render::{self, Style};
use crate::score::{Gate, Gated, Miss, compare, gate, score};

/// The edition that the demo pins: its numbers are those of a report that was printed once.
const DEMO_EDITION: Edition = Edition(0, 1);

/// Runs `carbon audit`.
pub(super) fn run(args: &AuditArgs, global: &Global, talk: &Talk) -> anyhow::Result<Answer> {
    let pack = packs::load(&args.judge.packs)?;
    let mut settings = settings::load(&args.judge, &args.source, global, &pack)?;
    let baseline = args.baseline.as_deref().map(baseline).transpose()?;
    let sinks = Sink::open_all(&args.outputs)?;
    if args.source.demo {
        settings.edition = Some(DEMO_EDITION);
    }

    let observed = world::read(&args.source, &wants(&pack, &settings), &settings, talk)?;
    let busy = talk.busy("judging");
    let (mut report, facts_count) = audit(&pack, &observed, &settings)?;
    let before = match (&baseline, args.source.demo) {
        (Some(baseline), _) => Some(baseline.clone()),
        (None, true) => Some(audit(&pack, &demo::before()?, &settings)?.0),
        (None, false) => None,
    };
    if let Some(before) = &before {
        report = compare(report, before);
    }
    drop(busy);
    talk.detail(&format!("judged {facts_count} workloads by {} checks", report.checks.len()));

    for sink in sinks {
        let style = if sink.is_stdout() { terminal::style(global, args.all) } else { terminal::file_style(args.all) };
        let text = rendered(&report, sink.format, &style);
        sink.write(&text)?;
    }
    let gated = gate(&report, before.as_ref().filter(|_| args.fail_on_new), &wanted(args));
    say(&gated, talk);
    Ok(match args.source.strict && !report.faults.is_empty() {
        true => return Err(anyhow!("{} checks went wrong (--strict)", report.faults.len())),
        false if gated.misses.is_empty() => Answer::Yes,
        false => Answer::No,
    })
}

/// The raw resources that checks ask for, as `example.com/v1/widgets`. Secrets are never among them.
pub(super) fn raw_resources(pack: &Pack) -> BTreeSet<String> {
    let raw = pack.checks.iter().flat_map(|check| check.needs.values().cloned());
    raw.filter(|it| it != "v1/secrets").collect()
}

/// What a world comes to.
pub(super) fn audit(pack: &Pack, observed: &Observed, settings: &Settings) -> anyhow::Result<(Report, usize)> {
    let facts = derive(observed, settings);
    let judgement = judge(pack, &facts, settings, observed.source.taken_at)?;
    let workloads = facts.workloads.seen().len();
    let run = description(pack, observed, &facts, settings, &judgement);
    Ok((score(run, &categories(pack, settings, &judgement.judged), judgement.judged), workloads))
}

/// The categories of the report: all of them, or those that a narrowed run has looked at.
fn categories(pack: &Pack, settings: &Settings, judged: &[Judged]) -> Vec<Category> {
    let category = |(id, it): (&String, &crate::judge::Category)| Category {
        id: id.clone(),
        title: it.title.clone(),
        weight: settings.weights.get(id).copied().unwrap_or(it.weight),
    };
    let looked_at = |id: &String| settings.selection.is_everything() || judged.iter().any(|it| it.category == *id);
    let mut categories: Vec<Category> = pack.categories.iter().filter(|(id, _)| looked_at(id)).map(category).collect();
    categories.sort_by_key(|it| order(&it.id));
    categories
}

/// The order in which a platform is built up, and in which the report speaks of it; own categories come last.
fn order(id: &str) -> (usize, String) {
    const ORDER: [&str; 9] =
        ["platform", "workloads", "network", "security", "access", "monitoring", "availability", "registry", "backup"];
    (ORDER.iter().position(|it| *it == id).unwrap_or(ORDER.len()), id.to_owned())
}

fn description(pack: &Pack, observed: &Observed, facts: &Facts, settings: &Settings, judgement: &Judgement) -> Run {
    let nodes = facts.cluster.nodes.clone().map(|count| u64::try_from(count).unwrap_or_default());
    let not_selected = judgement.not_selected.iter().filter_map(|it| {
        let needs = match &it.why {
            Why::Narrowed => return None,
            Why::Off => None,
            Why::Needs(permission) => match permission.as_str() {
                "secrets" => Some(Permission::ReadSecrets),
                "default-password" => Some(Permission::DefaultPassword),
                _ => Some(Permission::Probe),
            },
        };
        Some(NotSelected { needs, check: it.id.clone() })
    });
    Run {
        carbon: env!("CARGO_PKG_VERSION").to_owned(),
        checks: pack.hash.clone(),
        source: observed.source.clone(),
        cluster: Cluster {
            distribution: facts.cluster.distribution.clone(),
            version: facts.cluster.version.clone(),
            nodes,
        },
        profile: settings.profile.clone(),
        edition: settings.edition,
        selection: settings.selection.clone(),
        probed: false,
        not_selected: not_selected.collect(),
        not_scored: judgement.not_scored.clone(),
        waivers_unused: judgement.unused_waivers.clone(),
        waivers_expired: judgement.expired_waivers.clone(),
    }
}

fn baseline(path: &Path) -> anyhow::Result<Report> {
    let read = || -> anyhow::Result<Report> { Ok(Report::parse(&std::fs::read(path)?)?) };
    read().with_context(|| format!("cannot use {} as baseline", path.display()))
}

fn rendered(report: &Report, format: Format, style: &Style) -> String {
    match format {
        Format::Table => render::table(report, style),
        Format::Json => render::json(report, style),
    }
}

fn wanted(args: &AuditArgs) -> Gate {
    Gate {
        fail_on: args.fail_on.severity(),
        allow_unknown: args.allow_unknown,
        fail_under: args.fail_under,
        min_coverage: args.min_coverage,
        fail_on_new: args.fail_on_new,
    }
}

/// Says why the gate is missed, and what was let through.
fn say(gated: &Gated, talk: &Talk) {
    let join = |misses: &[Miss]| misses.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n  ");
    if !gated.misses.is_empty() {
        talk.note(&format!("gate missed ({} reasons; -v names them)", gated.misses.len()));
        gated.misses.iter().for_each(|miss| talk.detail(&format!("  {miss}")));
    }
    if !gated.allowed.is_empty() {
        talk.note(&format!("let through by --allow-unknown:\n  {}", join(&gated.allowed)));
    }
    if !gated.not_compared.is_empty() {
        talk.note(&format!("not in the baseline's set of checks: {}", gated.not_compared.join(", ")));
    }
}
