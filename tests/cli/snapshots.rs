//! A snapshot gives the report of the run that read it, byte for byte.

use std::path::Path;

use crate::{run, stderr, stdout};

#[test]
fn a_snapshot_gives_the_same_report_byte_for_byte() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    for name in ["world.json", "world.json.zst"] {
        let file = folder.path().join(name);
        let file = file.to_str().unwrap();
        let saved = run(root, &["snapshot", "-f", "tests/worlds/254carbon/after", "-o", file]);
        assert!(saved.status.success(), "{}", stderr(&saved));
        for format in ["json", "table"] {
            let read = run(root, &["audit", "-f", "tests/worlds/254carbon/after", "-o", format]);
            let again = run(root, &["audit", "--snapshot", file, "-o", format]);
            assert_eq!(read.status.code(), Some(1));
            assert_eq!(again.status.code(), Some(1));
            assert_eq!(stdout(&read), stdout(&again));
        }
    }
    let plain = run(root, &["snapshot", "-f", "tests/worlds/254carbon/after", "-o", "-"]);
    assert_eq!(plain.stdout, std::fs::read(folder.path().join("world.json")).unwrap());
}

#[test]
fn a_snapshot_that_is_cut_or_newer_is_refused_with_a_clear_line() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("world.json");
    let saved = run(root, &["snapshot", "-f", "tests/worlds/254carbon/after", "-o", file.to_str().unwrap()]);
    assert!(saved.status.success());
    let whole = std::fs::read_to_string(&file).unwrap();
    for (text, words) in [
        (whole[..whole.len() / 2].to_owned(), "cut off"),
        (whole.replacen("carbon/snapshot/v1", "carbon/snapshot/v2", 1), "carbon/snapshot/v2"),
        ("{}".to_owned(), "no snapshot"),
    ] {
        std::fs::write(&file, text).unwrap();
        let output = run(root, &["audit", "--snapshot", file.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(words), "{}", stderr(&output));
    }
}

#[test]
fn a_baseline_fills_what_was_and_lets_only_new_failures_miss_the_gate() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let before = folder.path().join("before.json");
    let target = format!("json={}", before.display());
    let read = run(root, &["audit", "-f", "tests/worlds/254carbon/before", "-o", &target]);
    assert_eq!(read.status.code(), Some(1), "{}", stderr(&read));
    let baseline = before.to_str().unwrap();
    let after = ["audit", "-f", "tests/worlds/254carbon/after", "--baseline", baseline, "-o", "json"];
    let report: serde_json::Value = serde_json::from_str(&stdout(&run(root, &after))).unwrap();
    assert_eq!(report["score"]["was"], 600_000);
    let gated = run(root, &[&after[..], &["--fail-on-new"]].concat());
    assert_eq!(gated.status.code(), Some(0), "{}", stderr(&gated));
}

#[test]
fn the_demo_is_current() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for state in ["before", "after"] {
        let world = format!("tests/worlds/254carbon/{state}");
        let file = root.join(format!("src/cli/demo/{state}.json.zst"));
        if std::env::var_os("CARBON_UPDATE").is_some() {
            let saved = run(root, &["snapshot", "-f", &world, "-o", file.to_str().unwrap()]);
            assert!(saved.status.success(), "{}", stderr(&saved));
        }
        let fresh = run(root, &["snapshot", "-f", &world, "-o", "-"]).stdout;
        let built_in = zstd::decode_all(std::fs::read(&file).unwrap().as_slice()).unwrap();
        assert!(built_in == fresh, "{} is stale: CARBON_UPDATE=1 cargo test --test cli demo", file.display());
    }
}

#[test]
fn planted_secrets_appear_in_no_output() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let world = "tests/worlds/secrets.yaml";
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("world.json.zst");
    let file = file.to_str().unwrap();
    let runs: [&[&str]; 8] = [
        &["audit", "-f", world, "--all", "-v"],
        &["audit", "-f", world, "-o", "json", "--read-secrets"],
        &["facts", "-f", world, "--read-secrets"],
        &["snapshot", "-f", world, "--read-secrets", "-o", "-"],
        &["snapshot", "-f", world, "-o", file],
        &["audit", "--snapshot", file, "-o", "json"],
        &["explain", "access/authentication", "-f", world, "--trace"],
        &["explain", "security/plain-secrets", "-f", world, "--trace", "--read-secrets"],
    ];
    for arguments in runs {
        let output = run(root, arguments);
        assert!(output.status.code().is_some_and(|code| code < 2), "{arguments:?}: {}", stderr(&output));
        for text in [stdout(&output), stderr(&output)] {
            for secret in ["hunter2-planted", "aHVudGVyMi1wbGFudGVk"] {
                assert!(!text.contains(secret), "{arguments:?} shows a secret");
            }
        }
    }
}
