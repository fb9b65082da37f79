//! The checks of a run: those built in, and those of `--checks`.

use std::path::{Path, PathBuf};

use anyhow::Context;
use include_dir::{Dir, include_dir};

use super::failure::with_help;
use crate::judge::{Folder, Pack, Problem};

static CHECKS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/checks");

/// The checks that come with carbon.
pub(crate) fn built_in() -> Folder {
    let mut files = Vec::new();
    gather(&CHECKS, &mut files);
    files.sort();
    Folder { pack: None, path: "checks".to_owned(), files }
}

fn gather(folder: &Dir<'_>, files: &mut Vec<(String, String)>) {
    for file in folder.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        if let Some(text) = file.contents_utf8() {
            files.push((path, text.to_owned()));
        }
    }
    folder.dirs().for_each(|it| gather(it, files));
}

/// The checks of a folder, or of one file; they are named after the folder.
pub(crate) fn from_disk(path: &Path) -> anyhow::Result<Folder> {
    let is_file = path.metadata().with_context(|| format!("cannot read checks from {}", path.display()))?.is_file();
    let root = if is_file { path.parent().map(Path::to_path_buf).unwrap_or_default() } else { path.to_path_buf() };
    let name = root.canonicalize().ok().and_then(|it| Some(it.file_name()?.to_string_lossy().into_owned()));
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(path).follow_links(true).sort_by_file_name() {
        let entry = entry.with_context(|| format!("cannot read checks from {}", path.display()))?;
        let below = entry.path().strip_prefix(&root).unwrap_or(entry.path());
        let is_yaml = entry.path().extension().is_some_and(|it| it == "yaml" || it == "yml");
        if entry.file_type().is_file() && is_yaml {
            let text = std::fs::read_to_string(entry.path());
            let text = text.with_context(|| format!("cannot read {}", entry.path().display()))?;
            files.push((below.to_string_lossy().replace('\\', "/"), text));
        }
    }
    Ok(Folder {
        pack: Some(name.unwrap_or_else(|| "own".to_owned())),
        path: root.to_string_lossy().into_owned(),
        files,
    })
}

/// All checks of a run.
pub(crate) fn load(own: &[PathBuf]) -> anyhow::Result<Pack> {
    let mut folders = vec![built_in()];
    for path in own {
        folders.push(from_disk(path)?);
    }
    Pack::load(&folders).map_err(|problems| broken(&problems))
}

/// The error for checks that cannot be used.
pub(crate) fn broken(problems: &[Problem]) -> anyhow::Error {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    with_help(format!("the checks have mistakes\n{}", lines.join("\n")), "`carbon checks lint` shows all of them")
}
