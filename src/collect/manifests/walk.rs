//! Finds files: which of a folder's are read, and in which order.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::kustomize;

/// No manifest is larger; `/dev/zero` is.
const MAX_BYTES: u64 = 1 << 30;

/// The files of an input, and the paths below it that could not be looked at.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) files: Vec<PathBuf>,
    pub(super) failed: Vec<(PathBuf, io::Error)>,
}

/// A file is what it is, whatever its name. A folder is walked, sorted by path components, without hidden folders;
/// links are followed.
pub(super) fn find(input: &Path) -> io::Result<Found> {
    if !fs::metadata(input)?.is_dir() {
        return Ok(Found { files: vec![input.to_owned()], failed: Vec::new() });
    }
    let mut found = Found::default();
    let walk = WalkDir::new(input).follow_links(true).sort_by_file_name();
    for entry in walk.into_iter().filter_entry(|entry| !is_hidden_folder(entry)) {
        match entry {
            Ok(entry) if entry.file_type().is_file() && is_read(entry.path()) => found.files.push(entry.into_path()),
            Ok(_) => {}
            Err(error) => found.failed.extend(failure(error, input)?),
        }
    }
    Ok(found)
}

/// A failure worth telling: not a link that leads back to a folder above it, nor a dangling one that nobody would read.
fn failure(error: walkdir::Error, input: &Path) -> io::Result<Option<(PathBuf, io::Error)>> {
    if error.loop_ancestor().is_some() {
        return Ok(None);
    }
    let path = error.path().unwrap_or(input).to_owned();
    let is_root = error.depth() == 0;
    let error = error.into_io_error().unwrap_or_else(|| io::Error::other("cannot be walked"));
    if is_root {
        return Err(error);
    }
    let dangling = error.kind() == io::ErrorKind::NotFound;
    Ok((!dangling || is_read(&path)).then_some((path, error)))
}

fn is_hidden_folder(entry: &DirEntry) -> bool {
    entry.depth() > 0 && entry.file_type().is_dir() && is_hidden(entry.path())
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

/// Editors leave dangling links named `.#file.yaml`; hidden files are no manifests.
fn is_read(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_ascii_lowercase());
    let is_manifest = extension.is_some_and(|it| it == "yaml" || it == "yml" || it == "json");
    !is_hidden(path) && (is_manifest || kustomize::is_kustomization(path))
}

/// Reads a file.
pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    read_all(&mut File::open(path)?)
}

/// Reads to the end, within a bound.
pub(super) fn read_all(reader: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let count = reader.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if count as u64 > MAX_BYTES {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "larger than 1 GiB"));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(folder: &Path, names: &[&str]) {
        for name in names {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "a: 1\n").unwrap();
        }
    }

    fn names(folder: &Path) -> Vec<String> {
        let found = find(folder).unwrap();
        assert!(found.failed.is_empty(), "{:?}", found.failed);
        found.files.iter().map(|path| path.strip_prefix(folder).unwrap().display().to_string()).collect()
    }

    #[test]
    fn manifests_are_found_in_path_order_and_hidden_folders_are_not_entered() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &["b.yaml", "a/z.yml", "a-b/c.JSON", "a.yaml", ".git/x.yaml", "a/.h/y.yaml", "readme.md"]);
        write(folder.path(), &["x.json/in.yaml", "k/Kustomization", ".hidden.yaml"]);
        let wanted = ["a/z.yml", "a-b/c.JSON", "a.yaml", "b.yaml", "k/Kustomization", "x.json/in.yaml"];
        assert_eq!(names(folder.path()), wanted);
    }

    #[test]
    fn a_named_file_is_read_whatever_its_name_and_a_missing_one_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &[".notes.txt"]);
        assert_eq!(find(&folder.path().join(".notes.txt")).unwrap().files.len(), 1);
        assert_eq!(find(&folder.path().join("none")).unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_loops_end() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        write(elsewhere.path(), &["in.yaml"]);
        write(folder.path(), &["a/a.yaml"]);
        symlink(elsewhere.path(), folder.path().join("link")).unwrap();
        symlink(folder.path(), folder.path().join("a/loop")).unwrap();
        symlink("nowhere", folder.path().join(".#a.yaml")).unwrap();
        symlink("nowhere", folder.path().join("dangling")).unwrap();
        assert_eq!(names(folder.path()), ["a/a.yaml", "link/in.yaml"]);
        symlink("nowhere", folder.path().join("dangling.yaml")).unwrap();
        assert_eq!(find(folder.path()).unwrap().failed.len(), 1);
    }
}
