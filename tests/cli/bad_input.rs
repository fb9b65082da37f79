//! Bad input gets a clear error, the right exit code, and loses nothing.

use std::process::Stdio;
use std::time::Duration;

use crate::{MANIFEST, carbon, expect, folder_with, run, stderr, stdout};

#[test]
fn a_path_that_does_not_exist_is_named() {
    let folder = tempfile::tempdir().unwrap();
    expect(&run(folder.path(), &["audit", "-f", "nowhere"]), 2, &["error:", "nowhere"]);
}

#[test]
fn an_empty_folder_holds_nothing_to_judge() {
    let folder = tempfile::tempdir().unwrap();
    expect(&run(folder.path(), &["audit", "-f", "."]), 2, &["no Kubernetes object found", "help:"]);
}

#[test]
fn nothing_to_read_says_what_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    expect(&run(folder.path(), &["audit"]), 2, &["there is no kubeconfig", "--demo"]);
}

#[test]
fn a_folder_that_loops_by_links_is_read_once() {
    let folder = folder_with("web.yaml", MANIFEST);
    std::os::unix::fs::symlink(".", folder.path().join("again")).unwrap();
    let output = run(folder.path(), &["facts", "workloads", "-f", "."]);
    expect(&output, 0, &[]);
    assert_eq!(stdout(&output).matches("Deployment/shop/web").count(), 1);
}

#[test]
fn an_object_of_the_wrong_shape_is_named_with_its_place_and_the_run_goes_on() {
    let text = format!(
        "{MANIFEST}---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: odd, namespace: shop}}\nspec: {{replicas: many, selector: {{matchLabels: {{app: odd}}}}, template: {{}}}}\n"
    );
    let folder = folder_with("all.yaml", &text);
    let words = ["all.yaml:11:", "spec.replicas", "odd"];
    expect(&run(folder.path(), &["audit", "-f", "all.yaml", "--fail-on", "never"]), 0, &words);
    expect(&run(folder.path(), &["audit", "-f", "all.yaml", "--fail-on", "never", "--strict"]), 2, &["--strict"]);
}

#[test]
fn an_unrendered_chart_says_how_to_render_it() {
    let folder =
        folder_with("web.yaml", "apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Release.Name }}\nspec: {}\n");
    expect(&run(folder.path(), &["audit", "-f", "."]), 2, &["web.yaml:4:", "helm template"]);
}

#[test]
fn absurd_fields_are_read_without_harm() {
    let label = "x".repeat(1_000_000);
    let text = format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web, namespace: shop, labels: {{big: {label}}}}}\nspec:\n  replicas: 2147483648\n  template:\n    spec: {{containers: [{{name: web, image: 'nginx:1.27.0', resources: {{requests: {{cpu: '1e400', memory: 99999999999999999999E}}}}}}]}}\n  selector: {{}}\n"
    );
    let folder = folder_with("web.yaml", &text);
    let output = run(folder.path(), &["audit", "-f", ".", "--fail-on", "never"]);
    expect(&output, 0, &[]);
    assert!(stdout(&output).lines().all(|line| line.chars().count() <= 100));
}

#[test]
fn names_with_escapes_and_marks_never_reach_the_terminal_raw() {
    let text = MANIFEST.replace("name: web,", "name: \"we\\e[31mb\\u202e\",");
    let folder = folder_with("web.yaml", &text);
    for arguments in [
        &["audit", "-f", ".", "--all", "--fail-on", "never"][..],
        &["audit", "-f", ".", "-o", "json", "--fail-on", "never"],
    ] {
        let output = run(folder.path(), arguments);
        expect(&output, 0, &[]);
        for text in [stdout(&output), stderr(&output)] {
            assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text}");
        }
    }
}

#[test]
fn what_carbon_yaml_names_has_to_exist_and_the_nearest_is_offered() {
    for (config, near) in [
        ("profil: production", "profile"),
        ("profile: productoin", "production"),
        ("params: {availability/replica: {min_replicas: 2}}", "availability/replicas"),
        ("params: {availability/replicas: {min_replica: 2}}", "min_replicas"),
        ("weights: {bakup: 16}", "backup"),
        ("waivers: [{check: backup/velera, reason: because}]", "backup/velero"),
    ] {
        let folder = folder_with("web.yaml", MANIFEST);
        std::fs::write(folder.path().join("carbon.yaml"), config).unwrap();
        expect(&run(folder.path(), &["audit", "-f", "web.yaml"]), 2, &["error:", near]);
    }
}

#[test]
fn what_the_command_line_names_has_to_exist_and_the_nearest_is_offered() {
    let folder = folder_with("web.yaml", MANIFEST);
    for (arguments, near) in [
        (&["--check", "backup/velera"][..], "backup/velero"),
        (&["--category", "bakup"], "backup"),
        (&["--profile", "productoin"], "production"),
        (&["-o", "tabel"], "table"),
        (&["--fail-on", "critcal"], "critical"),
    ] {
        let all = [&["audit", "-f", "web.yaml"], arguments].concat();
        expect(&run(folder.path(), &all), 2, &[near]);
    }
    expect(&run(folder.path(), &["explain", "backup/velera"]), 2, &["backup/velero"]);
    expect(&run(folder.path(), &["facts", "workload"]), 2, &["workloads"]);
}

#[test]
fn an_output_that_cannot_be_written_stops_the_run_before_it_reads() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["audit", "-f", "nowhere", "-o", "json=no/such/folder/report.json"]);
    expect(&output, 2, &["cannot write", "no/such/folder/report.json"]);
    assert!(!stderr(&output).contains("nowhere"), "the input was looked at first");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = carbon(folder.path(), &["audit", "--demo", "--all", "--fail-on", "never"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    expect(&output, 0, &[]);
}

#[test]
fn an_interrupt_ends_the_run_with_130() {
    let folder = tempfile::tempdir().unwrap();
    // Standard input that never ends: the run waits for it.
    let mut child = carbon(folder.path(), &["audit", "-f", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(500));
    let kill = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    let status = child.wait().unwrap();
    assert_eq!(status.code(), Some(130));
}

#[test]
fn a_file_of_a_hundred_megabytes_is_read() {
    let mut text = String::with_capacity(101_000_000);
    let filler = "x".repeat(100_000);
    for number in 0..1_000 {
        text.push_str(&format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: c{number}, namespace: shop}}\ndata: {{filler: {filler}}}\n---\n"));
    }
    text.push_str(MANIFEST);
    let folder = folder_with("big.yaml", &text);
    let output = run(folder.path(), &["facts", "workloads", "-f", "."]);
    expect(&output, 0, &[]);
    assert!(stdout(&output).contains("Deployment/shop/web"));
}
