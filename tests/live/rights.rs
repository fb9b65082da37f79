//! What carbon reads with what it is allowed: the role that it prints is enough, and each rule of it is needed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use carbon::judge::{Folder, Pack, wants};
use carbon::model::settings::{Selection, Settings};
use serde_json::Value;

use crate::plane::{LIMITED_TOKEN, Plane};
use crate::run::{report, run, stderr, stdout, verdicts};
use crate::shop::{self, wait_until};

/// The built-in checks.
fn pack() -> Pack {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("checks");
    let files = walkdir::WalkDir::new(&root).sort_by_file_name().into_iter().map(|it| it.expect("a file"));
    let yaml = files.filter(|it| it.path().extension().is_some_and(|it| it == "yaml"));
    let files = yaml.map(|it| {
        let below = it.path().strip_prefix(&root).expect("below the root").to_string_lossy().into_owned();
        (below, std::fs::read_to_string(it.path()).expect("UTF-8"))
    });
    let folder = Folder { pack: None, path: "checks".to_owned(), files: files.collect() };
    Pack::load(&[folder]).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// The checks that read a resource.
fn readers(pack: &Pack, resource: &str) -> BTreeSet<String> {
    let reads = |id: &&str| {
        let selection = Selection { checks: vec![(*id).to_owned()], ..Selection::default() };
        let settings = Settings { profile: "production".to_owned(), selection, ..Settings::default() };
        wants(pack, &settings).contains(resource)
    };
    let mut readers: BTreeSet<String> = pack.ids().filter(reads).map(str::to_owned).collect();
    // What cannot be told of a check cannot be told of those that require it.
    loop {
        let dependants = pack.checks.iter().filter(|it| it.requires.iter().any(|id| readers.contains(&id.value)));
        let more: Vec<String> = dependants.map(|it| it.id.clone()).filter(|it| !readers.contains(it)).collect();
        if more.is_empty() {
            return readers;
        }
        readers.extend(more);
    }
}

/// A user with the role that carbon prints, under a name of the user's own, as `change` leaves it.
fn user_with_role(plane: &Plane, name: &str, change: impl Fn(&mut Value)) -> PathBuf {
    let printed = run(plane.kubeconfig(), &["rbac", "--user", name]);
    assert_eq!(printed.status.code(), Some(0), "{}", stderr(&printed));
    let documents: Vec<Value> = serde_saphyr::from_multiple(&stdout(&printed)).expect("YAML");
    let mut text = String::new();
    for mut document in documents {
        document["metadata"]["name"] = name.into();
        match document["kind"].as_str() {
            Some("ClusterRole") => change(&mut document),
            _ => document["roleRef"]["name"] = name.into(),
        }
        text.push_str(&format!("---\n{document}\n"));
    }
    plane.apply(&text);
    plane.user(name, "nobody")
}

/// Takes a resource out of a role.
fn without(role: &mut Value, group: &str, plural: &str) {
    let rules = role["rules"].as_array_mut().expect("rules");
    let rule = rules.iter_mut().find(|it| it["apiGroups"][0] == group && it.get("resources").is_some());
    let resources = rule.expect("a rule of the group")["resources"].as_array_mut().expect("resources");
    let before = resources.len();
    resources.retain(|it| it != plural);
    assert_eq!(resources.len(), before - 1, "{plural} was in it");
    rules.retain(|it| it.get("resources").is_none_or(|it| it.as_array().is_some_and(|it| !it.is_empty())));
}

/// Waits until the authorizer has heard of the role.
fn wait_for_role(plane: &Plane, kubeconfig: &Path) {
    wait_until("the role is in force", || plane.get_as(kubeconfig, "/api/v1/serviceaccounts?limit=1").0 == 200);
}

#[test]
fn with_the_role_that_carbon_prints_nothing_is_refused() {
    let plane = shop::plane();
    let kubeconfig = user_with_role(plane, "auditor", |_| {});
    wait_for_role(plane, &kubeconfig);
    let output = run(&kubeconfig, &["audit", "-o", "json", "--fail-on", "never", "-v"]);
    assert!(!stderr(&output).contains("403"), "{}", stderr(&output));
    let seen = report(&kubeconfig, &[]);
    assert!(!seen.to_string().contains(r#""because":"forbidden""#));
    assert_eq!(verdicts(&seen), verdicts(&report(plane.kubeconfig(), &[])), "it judges what an administrator judges");
}

#[test]
fn with_one_rule_less_only_what_reads_it_is_unknown() {
    let plane = shop::plane();
    let pack = pack();
    let one_less = [
        ("nodes", "", "nodes"),
        ("pods", "", "pods"),
        ("services", "", "services"),
        ("deployments.apps", "apps", "deployments"),
        ("poddisruptionbudgets.policy", "policy", "poddisruptionbudgets"),
        ("ingresses.networking.k8s.io", "networking.k8s.io", "ingresses"),
        ("clusterrolebindings.rbac.authorization.k8s.io", "rbac.authorization.k8s.io", "clusterrolebindings"),
    ];
    let whole = verdicts(&report(plane.kubeconfig(), &[]));
    for (resource, group, plural) in one_less {
        let kubeconfig = user_with_role(plane, &format!("without-{plural}"), |role| without(role, group, plural));
        wait_for_role(plane, &kubeconfig);
        let less = verdicts(&report(&kubeconfig, &[]));
        let readers = readers(&pack, resource);
        let forbidden = format!("{{\"because\":\"forbidden\",\"resource\":\"{resource}\"}}");
        let keys: BTreeSet<_> = whole.keys().chain(less.keys()).collect();
        let changed: Vec<_> = keys.into_iter().filter(|key| whole.get(*key) != less.get(*key)).collect();
        assert!(!changed.is_empty(), "nothing reads {resource}");
        let mut unknown = 0;
        for key in changed {
            assert!(
                readers.contains(&key.0),
                "{key:?} does not read {resource}: {:?} -> {:?}",
                whole.get(key),
                less.get(key)
            );
            match less.get(key) {
                // Its subject is in a list that is missing, and the check says so.
                None => assert!(
                    less.contains_key(&(key.0.clone(), String::new())) || less.keys().any(|it| it.0 == key.0),
                    "{key:?}"
                ),
                Some(now) => {
                    assert!(!now.starts_with("pass") && !now.starts_with("fail"), "{key:?} without {resource}: {now}");
                    unknown += usize::from(now.contains(&forbidden));
                }
            }
        }
        assert!(unknown > 0, "{resource} is named as the reason");
    }
}

#[test]
fn who_may_read_one_namespace_gets_its_verdicts_and_a_gap_for_the_rest() {
    let plane = shop::plane();
    plane.apply(
        "
{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: reader, namespace: shop}, rules: [{apiGroups: ['*'], resources: ['*'], verbs: [get, list]}]}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: reader, namespace: shop}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}, subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: tenant}]}
",
    );
    let kubeconfig = plane.user("tenant", "nobody");
    wait_until("the role is in force", || plane.get_as(&kubeconfig, "/api/v1/namespaces/shop/pods?limit=1").0 == 200);
    let narrowed = verdicts(&report(&kubeconfig, &["-n", "shop", "--check", "workloads/*"]));
    let whole = verdicts(&report(plane.kubeconfig(), &["-n", "shop", "--check", "workloads/*"]));
    assert_eq!(narrowed, whole, "what is in the namespace can be judged");
    // Nobody said where to look, and the namespaces are not told: the one of the context is not `shop`.
    let blind = run(&kubeconfig, &["audit"]);
    assert_eq!(blind.status.code(), Some(2), "{}", stderr(&blind));
    assert!(stderr(&blind).contains("User \"tenant\" cannot list"), "{}", stderr(&blind));
}

#[test]
fn who_may_list_namespaces_and_read_one_gets_gaps_for_the_others() {
    let plane = shop::plane();
    plane.apply(
        "
{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: half, namespace: shop}, rules: [{apiGroups: ['', apps], resources: [pods, deployments], verbs: [get, list]}]}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: half, namespace: shop}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: half}, subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: half}]}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: half}, rules: [{apiGroups: [''], resources: [namespaces, nodes], verbs: [get, list]}]}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: half}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: half}, subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: half}]}
",
    );
    let kubeconfig = plane.user("half", "nobody");
    wait_until("the roles are in force", || {
        let asked = ["/api/v1/namespaces/shop/pods?limit=1", "/api/v1/namespaces?limit=1"];
        asked.iter().all(|path| plane.get_as(&kubeconfig, path).0 == 200)
    });
    let pods = crate::run::fact(&kubeconfig, "pods");
    assert!(pods["items"].as_array().is_some_and(|it| it.iter().any(|it| it["namespace"] == "shop")), "{pods:#}");
    let missing: BTreeSet<&str> =
        pods["gaps"].as_array().expect("gaps").iter().filter_map(|it| it["namespace"].as_str()).collect();
    assert!(missing.contains("tools") && !missing.contains("shop"), "{missing:?}");
}

#[test]
fn without_any_right_there_is_nothing_to_judge() {
    let plane = shop::plane();
    let output = run(&plane.token(LIMITED_TOKEN), &["audit"]);
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    assert!(said.contains("not one of") && said.contains("User \"limited\" cannot list"), "{said}");
    let output = run(&plane.token("expired"), &["audit"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("refused the credentials (401)"), "{}", stderr(&output));
}

#[test]
fn an_authority_that_did_not_sign_the_server_is_said() {
    let plane = shop::plane();
    let other = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).expect("a certificate");
    let text = std::fs::read_to_string(plane.kubeconfig()).expect("a kubeconfig");
    let mut config: Value = serde_saphyr::from_str(&text).expect("YAML");
    let folder = tempfile::tempdir().expect("a folder");
    let authority = folder.path().join("other.crt");
    std::fs::write(&authority, other.cert.pem()).expect("a file");
    let cluster = &mut config["clusters"][0]["cluster"];
    cluster.as_object_mut().expect("a cluster").remove("certificate-authority-data");
    cluster["certificate-authority"] = authority.to_str().expect("UTF-8").into();
    let path = folder.path().join("kubeconfig");
    std::fs::write(&path, config.to_string()).expect("a file");
    let output = run(&path, &["audit"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("certificate is not trusted"), "{}", stderr(&output));
}
