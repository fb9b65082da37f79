//! The command line from outside: documented sessions, bad input, exit codes.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod bad_input;
mod cluster;
mod packs;
mod server;
mod snapshots;

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// The smallest platform: one Deployment as people write it.
const MANIFEST: &str = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec:\n  replicas: 2\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec: {containers: [{name: web, image: 'nginx:1.27.0'}]}\n";

/// A command that sees nothing of the machine it runs on.
fn carbon<S: AsRef<OsStr>>(folder: &Path, arguments: &[S]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_carbon"));
    command.args(arguments).current_dir(folder).env_clear().env("LANG", "C.UTF-8").stdin(Stdio::null());
    command
}

/// Runs it to its end.
fn run<S: AsRef<OsStr>>(folder: &Path, arguments: &[S]) -> Output {
    carbon(folder, arguments).output().expect("carbon runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// The exit code, with what was said in case it is not the one wanted.
#[track_caller]
fn expect(output: &Output, code: i32, words: &[&str]) {
    let (out, err) = (stdout(output), stderr(output));
    assert_eq!(output.status.code(), Some(code), "stdout: {out}\nstderr: {err}");
    for word in words {
        assert!(err.contains(word), "`{word}` is not in: {err}");
    }
    assert!(!err.contains("panicked") && !err.contains("RUST_BACKTRACE"), "{err}");
}

/// A temporary folder with one file in it.
fn folder_with(name: &str, text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join(name), text).expect("a file");
    folder
}

#[test]
fn documented_sessions_print_what_they_say() {
    trycmd::TestCases::new()
        .default_bin_path(env!("CARGO_BIN_EXE_carbon"))
        .env("LANG", "C.UTF-8")
        .env("COLUMNS", "100")
        .env("KUBECONFIG", "nowhere.kubeconfig")
        .case("tests/cli/*.md")
        .case("README.md");
}
