//! `carbon snapshot`: saves what was observed.

use std::fs::File;
use std::path::Path;

use anyhow::Context;

use super::args::{Global, SnapshotArgs};
use super::progress::Talk;
use super::{Answer, audit, output, packs, settings, world};
use crate::collect::snapshot;

/// Runs `carbon snapshot`.
pub(super) fn run(args: &SnapshotArgs, global: &Global, talk: &Talk) -> anyhow::Result<Answer> {
    let pack = packs::load(&args.packs)?;
    let path = args.output.as_path();
    let cannot_write = || format!("cannot write {}", path.display());
    let file = (path != Path::new("-")).then(|| File::create(path)).transpose().with_context(cannot_write)?;
    let settings = settings::of_reading(&args.source, global)?;
    let mut wants = world::everything(&args.source);
    wants.extend(audit::raw_resources(&pack));
    let observed = world::read(&args.source, &wants, &settings, talk)?;
    let compressed = path.extension().is_some_and(|it| it == "zst");
    match file {
        Some(file) => snapshot::save(&observed, file, compressed).with_context(cannot_write)?,
        None => {
            let mut bytes = Vec::new();
            snapshot::save(&observed, &mut bytes, false)?;
            output::to_stdout(&String::from_utf8_lossy(&bytes))?;
        }
    }
    Ok(Answer::Yes)
}
