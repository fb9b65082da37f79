//! Reading from disk and standard input, as the command line does.

use std::fs;

use super::*;
use crate::model::verdict::Origin;

fn world(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn read_folder(folder: &Path) -> Reading {
    read(&[folder.to_owned()], &mut io::empty()).unwrap()
}

fn origins(reading: &Reading, folder: &Path) -> Vec<String> {
    let show = |document: &Document| match &document.origin {
        Origin::File { path, line } => {
            format!("{}:{line}", Path::new(path).strip_prefix(folder).unwrap_or(Path::new(path)).display())
        }
        Origin::Api(path) => path.clone(),
    };
    reading.documents.iter().map(show).collect()
}

const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n";

#[test]
fn files_folders_and_stdin_are_one_world() {
    let folder = world(&[
        ("k8s/b.yaml", POD),
        ("k8s/deep/a.json", r#"{"apiVersion":"v1","kind":"Service","metadata":{"name":"s","uid":"u"}}"#),
    ]);
    let inputs = [folder.path().join("k8s"), "-".into()];
    let reading =
        read(&inputs, &mut "# from helm\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n".as_bytes())
            .unwrap();
    assert_eq!(origins(&reading, folder.path()), ["k8s/b.yaml:1", "k8s/deep/a.json:1", "-:3"]);
    assert_eq!(reading.documents.iter().map(|it| it.root).collect::<Vec<_>>(), [0, 0, 1]);
    assert_eq!(reading.roots.iter().map(|root| root.has_uid).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn the_last_in_path_order_wins_and_the_other_is_reported() {
    let folder = world(&[("a/a.yaml", POD), ("b.yaml", POD)]);
    let reading = read_folder(folder.path());
    assert_eq!(origins(&reading, folder.path()), ["b.yaml:1"]);
    assert_eq!(reading.duplicates.len(), 1);
    assert_eq!(reading.duplicates[0].identity.to_string(), "Pod/a");
}

#[test]
fn a_file_that_is_reached_twice_is_no_duplicate() {
    let folder = world(&[("a.yaml", POD)]);
    let inputs = [folder.path().to_owned(), folder.path().join("a.yaml")];
    let reading = read(&inputs, &mut io::empty()).unwrap();
    assert_eq!((reading.documents.len(), reading.duplicates.len()), (1, 0));
}

#[test]
fn kustomize_patches_are_counted_and_left_out() {
    let folder = world(&[
        ("base/kustomization.yml", "resources: [deploy.yaml]\n"),
        ("base/deploy.yaml", POD),
        ("prod/kustomization.yaml", "resources: [../base]\npatches: [{path: patch.yaml}, {path: ../shared/p.yaml}]\n"),
        ("prod/patch.yaml", POD),
        ("shared/p.yaml", "- op: add\n  path: /x\n"),
        ("stray.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {replicas: 3}\n"),
    ]);
    let reading = read_folder(folder.path());
    assert_eq!(origins(&reading, folder.path()), ["base/deploy.yaml:1"]);
    let wanted = [(Skip::Kustomization, 2), (Skip::KustomizePatch, 3)];
    assert_eq!(reading.skipped.into_iter().collect::<Vec<_>>(), wanted);
    assert_eq!(reading.unreadable, []);
}

#[test]
fn a_broken_kustomization_is_unreadable() {
    let folder = world(&[("kustomization.yaml", "resources:\n- a.yaml\npatches: [\n")]);
    let reading = read_folder(folder.path());
    assert_eq!(reading.unreadable.len(), 1);
    assert!(reading.skipped.is_empty());
}

#[test]
fn a_missing_input_is_an_error_that_names_it() {
    let error = read(&["/no/such/file.yaml".into()], &mut io::empty()).unwrap_err();
    assert_eq!(error.to_string(), "cannot read /no/such/file.yaml");
    assert_eq!(error.source.kind(), io::ErrorKind::NotFound);
}

#[cfg(unix)]
#[test]
fn a_dangling_link_below_a_folder_is_unreadable_and_the_rest_is_read() {
    let folder = world(&[("a.yaml", POD)]);
    std::os::unix::fs::symlink("gone.yaml", folder.path().join("b.yaml")).unwrap();
    let reading = read_folder(folder.path());
    assert_eq!((reading.documents.len(), reading.unreadable.len()), (1, 1));
    assert!(reading.unreadable[0].path.ends_with("b.yaml"));
}
