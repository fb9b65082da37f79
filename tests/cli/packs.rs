//! Checks of one's own.

use crate::{MANIFEST, folder_with, run, stderr, stdout};

const CHECK: &str = "title: Workloads carry a team label
severity: medium
since: 0.1.0
each: workloads
assert: |
  'team' in it.labels
found: |
  'no label team'
why: |
  Nobody knows whom to call.
fix: |
  Set the label `team`.
effort: 10m
examples:
  pass: [{it: {labels: {team: a}}}]
  fail: [{it: {labels: {}}}]
";

#[test]
fn a_pack_of_ones_own_is_judged_under_its_name_and_moves_no_score() {
    let folder = folder_with("web.yaml", MANIFEST);
    let pack = folder.path().join("house");
    std::fs::create_dir(&pack).unwrap();
    std::fs::write(pack.join("team.yaml"), CHECK).unwrap();
    let without = run(folder.path(), &["audit", "-f", "web.yaml", "-o", "json"]);
    let with = run(folder.path(), &["audit", "-f", "web.yaml", "--checks", "house", "-o", "json", "--all"]);
    let (without, with): (serde_json::Value, serde_json::Value) =
        (serde_json::from_str(&stdout(&without)).unwrap(), serde_json::from_str(&stdout(&with)).unwrap());
    assert_eq!(without["score"]["low"], with["score"]["low"]);
    let verdicts = with["verdicts"].as_array().unwrap();
    let own: Vec<_> = verdicts.iter().filter(|it| it["check"] == "house/team").collect();
    assert_eq!(own.len(), 1, "{}", with["verdicts"]);
    assert_eq!(own[0]["found"], "no label team");
}

#[test]
fn the_linter_names_the_place_of_a_mistake_and_the_nearest_name() {
    let folder = folder_with("team.yaml", &CHECK.replace("it.labels\nfound", "it.lables\nfound"));
    let output = run(folder.path(), &["checks", "lint", "."]);
    assert_eq!(output.status.code(), Some(1));
    let text = stdout(&output);
    assert!(text.contains("team.yaml:6:") && text.contains("did you mean 'labels'?"), "{text}{}", stderr(&output));
}

#[test]
fn examples_are_run_and_counted() {
    let folder =
        folder_with("team.yaml", &CHECK.replace("fail: [{it: {labels: {}}}]", "fail: [{it: {labels: {team: b}}}]"));
    let output = run(folder.path(), &["checks", "test", "."]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("1 passed, 1 failed"), "{}", stdout(&output));
}

#[test]
fn a_new_check_is_clean() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["checks", "new", "Workloads are named"]);
    assert!(output.status.success());
    std::fs::create_dir(folder.path().join("house")).unwrap();
    std::fs::write(folder.path().join("house/named.yaml"), stdout(&output)).unwrap();
    let lint = run(folder.path(), &["checks", "lint", "house"]);
    assert!(lint.status.success(), "{}", stdout(&lint));
}

#[test]
fn raw_resources_are_read_where_a_check_needs_them() {
    let widgets = "apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w, namespace: shop}\nspec: {size: 3}\n";
    let check = "title: Widgets are small
severity: low
since: 0.1.0
needs: {widgets: example.com/v1/widgets}
assert: |
  widgets.all(w, w.spec.size < 3)
found: |
  'a widget is too large'
why: |
  Large widgets break.
fix: |
  Make it smaller.
effort: 10m
examples:
  pass: [{widgets: [{spec: {size: 1}}]}]
  fail: [{widgets: [{spec: {size: 5}}]}]
";
    let folder = folder_with("w.yaml", widgets);
    let pack = folder.path().join("house");
    std::fs::create_dir(&pack).unwrap();
    std::fs::write(pack.join("widgets.yaml"), check).unwrap();
    let output = run(folder.path(), &["explain", "house/widgets", "--checks", "house", "-f", "w.yaml"]);
    assert!(stdout(&output).contains("a widget is too large"), "{}{}", stdout(&output), stderr(&output));
}

#[test]
fn the_built_in_checks_are_clean_and_every_example_comes_to_its_outcome() {
    let folder = tempfile::tempdir().unwrap();
    let lint = run(folder.path(), &["checks", "lint"]);
    assert!(lint.status.success(), "{}", stdout(&lint));
    let test = run(folder.path(), &["checks", "test"]);
    assert!(test.status.success(), "{}", stdout(&test));
    let passed: u32 = stdout(&test).split(' ').next().unwrap().parse().unwrap();
    assert!(passed > 200, "{passed} examples");
}

#[test]
fn there_are_thirty_checks_or_more_and_two_or_more_in_each_category() {
    let folder = tempfile::tempdir().unwrap();
    let list: serde_json::Value =
        serde_json::from_str(&stdout(&run(folder.path(), &["checks", "list", "-o", "json"]))).unwrap();
    let mut count = std::collections::BTreeMap::new();
    for check in list.as_array().unwrap() {
        *count.entry(check["id"].as_str().unwrap().split('/').next().unwrap().to_owned()).or_insert(0) += 1;
    }
    assert_eq!(count.len(), 9, "{count:?}");
    assert!(count.values().all(|number| *number >= 2) && count.values().sum::<i32>() >= 30, "{count:?}");
}

#[test]
fn pull_secrets_are_judged_only_where_secrets_may_be_looked_at() {
    let world = |auths: &str| {
        format!(
            "{}---\napiVersion: v1\nkind: Secret\nmetadata: {{name: harbor, namespace: shop}}\ntype: kubernetes.io/dockerconfigjson\nstringData: {{.dockerconfigjson: '{{\"auths\":{{\"{auths}\":{{\"auth\":\"x\"}}}}}}'}}\n",
            MANIFEST.replace("spec: {containers: [{name: web, image: 'nginx:1.27.0'}]}", "spec: {imagePullSecrets: [{name: harbor}], containers: [{name: web, image: 'harbor.example.com:8443/mirror/nginx:1.27.0'}]}")
        )
    };
    for (auths, outcome) in [("https://harbor.example.com:8443", "pass"), ("harbor.example.com", "fail")] {
        let folder = folder_with("web.yaml", &world(auths));
        std::fs::write(folder.path().join("carbon.yaml"), "registry: {mirror: 'harbor.example.com:8443/mirror'}")
            .unwrap();
        let judged = |more: &[&str]| -> serde_json::Value {
            let output = run(folder.path(), &[&["audit", "-f", "web.yaml", "-o", "json"], more].concat());
            serde_json::from_str(&stdout(&output)).unwrap_or_else(|_| panic!("{}", stderr(&output)))
        };
        let of = |report: &serde_json::Value| {
            let verdicts = report["verdicts"].as_array().unwrap().clone();
            let own = verdicts.into_iter().filter(|it| it["check"] == "registry/pull-credentials");
            own.map(|it| it["outcome"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let without = judged(&[]);
        assert!(of(&without).is_empty());
        assert!(without["not_selected"].to_string().contains("registry/pull-credentials"));
        assert_eq!(of(&judged(&["--read-secrets"])), [outcome]);
    }
}
