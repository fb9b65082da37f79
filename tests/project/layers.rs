//! Each layer may use only what stands to its left, and some crates stand behind a fence.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Layers from left to right; names in one group do not use one another.
const LAYERS: [&[&str]; 5] =
    [&["model"], &["extract", "derive", "judge", "score", "render"], &["net"], &["collect"], &["cli"]];

/// Crates that may be named only below these folders.
const FENCES: [(&str, &[&str]); 10] = [
    ("cel", &["src/judge/expr"]),
    ("clap", &["src/cli"]),
    ("indicatif", &["src/cli"]),
    ("anyhow", &["src/cli"]),
    ("comfy_table", &["src/render"]),
    ("kube", &["src/net", "src/collect"]),
    ("reqwest", &["src/net"]),
    ("hyper", &["src/net"]),
    ("rustls", &["src/net"]),
    ("x509_parser", &["src/net"]),
];

fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = walkdir::WalkDir::new(root.join("src")).sort_by_file_name().into_iter().map(Result::unwrap);
    let rust = files.filter(|it| it.path().extension().is_some_and(|it| it == "rs"));
    rust.map(|it| (it.path().strip_prefix(root).unwrap().to_owned(), std::fs::read_to_string(it.path()).unwrap()))
        .collect()
}

fn layer_of(path: &Path) -> Option<String> {
    let name = path.components().nth(1)?.as_os_str().to_string_lossy().into_owned();
    (!name.ends_with(".rs")).then_some(name)
}

fn rank(layer: &str) -> usize {
    LAYERS.iter().position(|group| group.contains(&layer)).unwrap_or_else(|| panic!("`{layer}` is in no layer"))
}

/// The layers that a file names by `crate::LAYER`.
fn used(text: &str) -> BTreeSet<String> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let mentions = code.flat_map(|line| line.split("crate::").skip(1).map(str::to_owned).collect::<Vec<_>>());
    mentions
        .map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>())
        .filter(|name| LAYERS.iter().any(|group| group.contains(&name.as_str())))
        .collect()
}

#[test]
fn layers_use_only_what_stands_to_their_left() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let Some(layer) = layer_of(&path) else { continue };
        for other in used(&text) {
            if other != layer && rank(&other) >= rank(&layer) {
                wrong.push(format!("{} uses {other}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn fenced_crates_stay_behind_their_fence() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        for (krate, folders) in FENCES {
            let inside = folders.iter().any(|folder| path.starts_with(folder));
            let code = || text.lines().filter(|line| !line.trim_start().starts_with("//"));
            let named = |line: &str| {
                line.match_indices(&format!("{krate}::")).any(|(at, _)| {
                    let before = line[..at].chars().next_back();
                    !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
                })
            };
            if !inside && code().any(named) {
                wrong.push(format!("{} names {krate}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_foreign_use_would_be_seen() {
    assert_eq!(
        used("use crate::cli::args;\n// use crate::render;\nlet x = crate::model::Time;"),
        BTreeSet::from(["cli".to_owned(), "model".to_owned()])
    );
}
