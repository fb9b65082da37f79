//! Files, folders and standard input: documents, each of which knows its file and line.

mod duplicates;
mod fault;
mod file;
mod identity;
mod json;
mod kinds;
mod kustomize;
mod lists;
mod node;
mod object;
mod reading;
mod stream;
mod walk;
mod yaml;

use std::collections::BTreeSet;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

pub use identity::Identity;
pub use reading::{Declared, Document, Duplicate, EmptyList, Reading, Root, Skip, SourceDocument, Unreadable};

use file::File;

/// The name of standard input.
const STDIN: &str = "-";

/// An input that cannot be read at all. What cannot be read within an input is [`Reading::unreadable`].
#[derive(Debug, thiserror::Error)]
#[error("cannot read {path}")]
pub struct ReadError {
    /// As given.
    pub path: String,
    /// Why.
    pub source: io::Error,
}

/// Reads all inputs: files, folders, and `-` for `stdin`. Of two objects of one identity the last stands, in the
/// order of the inputs and then of paths. A file that is reached twice is read once.
///
/// # Errors
/// An input does not exist or cannot be opened.
pub fn read(inputs: &[PathBuf], stdin: &mut dyn Read) -> Result<Reading, ReadError> {
    let mut reading = Reading::default();
    let mut seen = BTreeSet::new();
    for (root, input) in inputs.iter().enumerate() {
        reading.roots.push(Root { path: input.clone(), has_uid: false });
        let failed = |source| ReadError { path: input.display().to_string(), source };
        if input.as_os_str() == STDIN {
            let bytes = walk::read_all(stdin).map_err(failed)?;
            File { path: STDIN, root }.read(&bytes, &mut reading);
        } else {
            read_path(input, root, &mut seen, &mut reading).map_err(failed)?;
        }
    }
    reading.duplicates = duplicates::remove(&mut reading.documents);
    Ok(reading)
}

fn read_path(input: &Path, root: usize, seen: &mut BTreeSet<PathBuf>, reading: &mut Reading) -> io::Result<()> {
    let found = walk::find(input)?;
    for (path, error) in found.failed {
        reading.unreadable.push(unreadable(&path, root, &error));
    }
    // A link that leads nowhere any more has no canonical path: reading it tells why.
    let is_new = |path: &PathBuf| path.canonicalize().map_or(true, |path| seen.insert(path));
    let (kustomizations, files): (Vec<_>, Vec<_>) =
        found.files.into_iter().filter(is_new).partition(|path| kustomize::is_kustomization(path));

    let mut left_out = kustomize::Inputs::default();
    for path in kustomizations {
        if let Some(bytes) = bytes(&path, root, input, reading)? {
            read_kustomization(&path, root, &bytes, &mut left_out, reading);
        }
    }
    for path in files {
        if left_out.contains(&path) {
            reading.skip(Skip::KustomizePatch);
            continue;
        }
        if let Some(bytes) = bytes(&path, root, input, reading)? {
            File { path: &path.display().to_string(), root }.read(&bytes, reading);
        }
    }
    Ok(())
}

/// The bytes of a file; one that cannot be read is an error if it was named, else reported.
fn bytes(path: &Path, root: usize, input: &Path, reading: &mut Reading) -> io::Result<Option<Vec<u8>>> {
    match walk::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if path == input => Err(error),
        Err(error) => {
            reading.unreadable.push(unreadable(path, root, &error));
            Ok(None)
        }
    }
}

fn read_kustomization(path: &Path, root: usize, bytes: &[u8], left_out: &mut kustomize::Inputs, reading: &mut Reading) {
    match yaml::value(&String::from_utf8_lossy(bytes)) {
        Ok(kustomization) => {
            left_out.add(path, &kustomization);
            reading.skip(Skip::Kustomization);
        }
        Err(fault) => reading.unreadable.push(Unreadable {
            path: path.display().to_string(),
            line: fault.line,
            column: fault.column,
            why: fault.why,
            help: Some("without it, patches may be taken for objects".into()),
            kinds: BTreeSet::from(["Kustomization".to_owned()]),
            root,
        }),
    }
}

fn unreadable(path: &Path, root: usize, error: &io::Error) -> Unreadable {
    Unreadable {
        path: path.display().to_string(),
        line: 1,
        column: 1,
        why: error.to_string(),
        help: None,
        kinds: BTreeSet::new(),
        root,
    }
}

#[cfg(test)]
mod tests;
