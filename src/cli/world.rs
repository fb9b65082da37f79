//! The world of a run: a cluster, files, a snapshot or the demo, read into what was observed.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::Path;

use anyhow::{Context, anyhow};

use super::args::SourceArgs;
use super::failure::with_help;
use super::progress::Talk;
use super::{cluster, demo};
use crate::collect::files::{self, Collected, Options};
use crate::collect::manifests::{self, Reading, Skip, Unreadable};
use crate::collect::snapshot;
use crate::model::Time;
use crate::model::observed::{Observed, RESOURCES, SERVICES};
use crate::model::settings::Settings;

/// How many warnings of one sort are said before the rest is counted.
const NAMED: usize = 5;

/// Reads the source that the arguments name: of a cluster what is wanted, of files everything.
pub(super) fn read(
    args: &SourceArgs,
    wants: &BTreeSet<String>,
    settings: &Settings,
    talk: &Talk,
) -> anyhow::Result<Observed> {
    if args.demo {
        return demo::after();
    }
    if let Some(path) = &args.snapshot {
        return load(path).with_context(|| format!("cannot read the snapshot {}", path.display()));
    }
    if args.filenames.is_empty() {
        return cluster::read(args, wants, settings, talk);
    }
    from_files(args, wants.iter().filter(|it| it.contains('/')).cloned().collect(), talk)
}

/// Everything that carbon has facts for. Secrets only with the permission.
pub(super) fn everything(args: &SourceArgs) -> BTreeSet<String> {
    let names = RESOURCES.iter().map(|it| it.name).chain(SERVICES.iter().copied());
    names.filter(|it| args.read_secrets || *it != "secrets").map(str::to_owned).collect()
}

fn load(path: &Path) -> anyhow::Result<Observed> {
    if path == Path::new("-") {
        return Ok(snapshot::load(std::io::stdin().lock())?);
    }
    Ok(snapshot::load(File::open(path)?)?)
}

fn from_files(args: &SourceArgs, raw: BTreeSet<String>, talk: &Talk) -> anyhow::Result<Observed> {
    let busy = talk.busy("reading files");
    let reading = manifests::read(&args.filenames, &mut std::io::stdin().lock())?;
    drop(busy);
    say_skipped(&reading, talk);
    let options = Options {
        input: args.input.map(Into::into),
        complete: args.complete,
        read_secrets: args.read_secrets,
        now: args.now,
        clock: Some(Time(jiff::Timestamp::now())),
        raw,
    };
    let collected = files::collect(reading, &options);
    say_collected(&collected, talk);
    if collected.objects == 0 {
        return Err(nothing_found(&collected));
    }
    if args.strict && !collected.unreadable.is_empty() {
        return Err(anyhow!("{} of the documents cannot be read (--strict)", collected.unreadable.len()));
    }
    Ok(collected.observed)
}

fn nothing_found(collected: &Collected) -> anyhow::Error {
    match collected.unreadable.len() {
        0 => with_help(
            "no Kubernetes object found",
            "the folder is empty, or holds something else: -v says what was passed over",
        ),
        some => {
            with_help(format!("no Kubernetes object found: {some} documents cannot be read"), "see the messages above")
        }
    }
}

fn say_skipped(reading: &Reading, talk: &Talk) {
    for (reason, count) in &reading.skipped {
        talk.detail(&format!("passed over: {count} {}", words(*reason)));
    }
    let lines = reading.duplicates.iter().map(|it| {
        format!("warning: {} stands twice: {} replaces {}", it.identity, place(&it.kept), place(&it.dropped))
    });
    say_some(lines.collect(), "objects stand twice", talk);
}

/// Says the first lines, and how many more there are.
pub(super) fn say_some(lines: Vec<String>, what: &str, talk: &Talk) {
    let named = if talk.is_verbose() { usize::MAX } else { NAMED };
    lines.iter().take(named).for_each(|line| talk.note(line));
    let more = lines.len().saturating_sub(named);
    if more > 0 {
        talk.note(&format!("warning: {more} more {what} (-v names them)"));
    }
}

fn place(origin: &crate::model::verdict::Origin) -> String {
    match origin {
        crate::model::verdict::Origin::File { path, line } => format!("{path}:{line}"),
        crate::model::verdict::Origin::Api(path) => path.clone(),
    }
}

fn words(reason: Skip) -> &'static str {
    match reason {
        Skip::NotAnObject => "documents that are no Kubernetes object",
        Skip::Kindless => "objects without kind",
        Skip::Nameless => "configurations without a name",
        Skip::NotYaml => "files that are neither YAML nor JSON",
        Skip::Binary => "binary files",
        Skip::Kustomization => "kustomizations (not built)",
        Skip::KustomizePatch => "patches of a kustomization",
        Skip::EncryptedSops => "encrypted documents",
        Skip::ListWithoutItems => "lists without items",
        Skip::UntypedEmptyList => "empty lists that do not say of what",
    }
}

fn say_collected(collected: &Collected, talk: &Talk) {
    say_some(collected.unreadable.iter().map(line).collect(), "documents cannot be read", talk);
    if let Some(help) = collected.unreadable.iter().find_map(|it| it.help.as_ref()) {
        talk.note(&format!("  help: {help}"));
    }
    for (kind, count) in &collected.not_read {
        talk.detail(&format!("passed over: {count} of kind {kind}, which no check reads"));
    }
}

fn line(it: &Unreadable) -> String {
    format!("warning: {}:{}:{}: {}", it.path, it.line, it.column, it.why)
}
