//! What a run says, and of what.

use std::collections::BTreeMap;

use serde_json::json;

use super::sample::{Facts, Node, Workload, forbidden, gap, not_in_source, workload};
use super::*;
use crate::model::settings::{Edition, Settings, Waiver};
use crate::model::severity::Severity;
use crate::model::verdict::{Evidence, Judged, MILLION, Origin, Outcome};
use crate::model::{Known, Listing, Time};

fn check(rest: &str) -> String {
    format!("title: T\nseverity: high\nsince: 0.1.0\nwhy: w\nfix: f\n{rest}")
}

fn pack(files: &[(&str, &str)]) -> Pack {
    let category = ("a/category.yaml", "title: A\nweight: 1\nwhy: w\n".to_owned());
    let files = files
        .iter()
        .map(|(path, text)| (*path, if path.contains("profile") { (*text).to_owned() } else { check(text) }));
    let files = files.chain([category]).map(|(path, text)| (path.to_owned(), text)).collect();
    let loaded = Pack::load(&[Folder { pack: None, path: "checks".into(), files }]);
    loaded.unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn now() -> Time {
    "2026-01-01T12:00:00Z".parse().unwrap()
}

fn run(pack: &Pack, facts: &Facts, settings: &Settings) -> Judgement {
    judge(pack, facts, settings, now()).unwrap()
}

fn judged_with(text: &str, facts: &Facts, settings: &Settings) -> Judged {
    run(&pack(&[("a/b.yaml", text)]), facts, settings).judged.remove(0)
}

fn judged(text: &str, facts: &Facts) -> Judged {
    judged_with(text, facts, &Settings::default())
}

fn outcomes(judged: &Judged) -> Vec<(&str, &Outcome)> {
    judged.verdicts.iter().map(|verdict| (verdict.subject.as_str(), &verdict.outcome)).collect()
}

fn fail(found: &str, credit: u32) -> Outcome {
    Outcome::Fail { found: found.into(), credit }
}

const READY: &str = "each: workloads\nwhere: |\n  it.exposed\nassert: |\n  it.ready_replicas >= 2\nfound: |\n  '%d ready'.format([it.ready_replicas])\n";

fn with(change: impl FnOnce(&mut Workload)) -> Workload {
    let mut changed = workload("web");
    change(&mut changed);
    changed
}

fn facts(workloads: Vec<Workload>) -> Facts {
    Facts { workloads: Listing::complete(workloads), ..Facts::default() }
}

#[test]
fn each_item_gets_the_outcome_that_its_facts_allow() {
    for (item, expected) in [
        (with(|_| ()), Outcome::Pass),
        (with(|it| it.ready_replicas = Known::Yes(1)), fail("1 ready", 0)),
        (with(|it| it.exposed = Known::Yes(false)), Outcome::NotApplicable),
        (with(|it| it.exposed = Known::No(forbidden("ingresses"))), Outcome::Unknown(forbidden("ingresses"))),
        (with(|it| it.ready_replicas = Known::No(forbidden("pods"))), Outcome::Unknown(forbidden("pods"))),
        (with(|it| it.ready_replicas = Known::No(not_in_source("pods"))), Outcome::OutOfScope(not_in_source("pods"))),
    ] {
        let judged = judged(READY, &facts(vec![item]));
        assert_eq!(outcomes(&judged), [("Deployment/shop/web", &expected)]);
    }
}

#[test]
fn evidence_and_origin_come_along() {
    let origin = Origin::File { path: "x.yaml".into(), line: 3 };
    let judged = judged(READY, &facts(vec![with(|it| it.origin = Some(origin.clone()))]));
    let evidence = |path: &str, value| Evidence { path: path.into(), value };
    assert_eq!(judged.verdicts[0].origin, Some(origin));
    assert_eq!(
        judged.verdicts[0].evidence,
        [evidence("it.exposed", json!(true)), evidence("it.ready_replicas", json!(2))]
    );
}

#[test]
fn a_list_that_was_not_read_is_never_a_pass() {
    let unread = |why| judged(READY, &Facts { workloads: Listing::unread(why), ..Facts::default() });
    let refused = unread(forbidden("deployments.apps"));
    assert_eq!(outcomes(&refused), [("cluster", &Outcome::Unknown(forbidden("deployments.apps")))]);
    assert_eq!(refused.gaps, [gap(forbidden("deployments.apps"), None)]);
    let impossible = unread(not_in_source("deployments.apps"));
    assert_eq!(outcomes(&impossible), [("cluster", &Outcome::OutOfScope(not_in_source("deployments.apps")))]);
    assert_eq!(impossible.gaps, []);
    let elsewhere = Facts { workloads: Listing::elsewhere(not_in_source("deployments.apps")), ..Facts::default() };
    assert_eq!(outcomes(&judged(READY, &elsewhere)), [("cluster", &Outcome::NotApplicable)]);
    assert_eq!(outcomes(&judged(READY, &facts(vec![]))), [("cluster", &Outcome::NotApplicable)]);
}

#[test]
fn what_was_seen_of_a_list_with_gaps_is_judged_beside_them() {
    let gaps = vec![gap(forbidden("deployments.apps"), Some("other"))];
    let facts = Facts { workloads: Listing::with_gaps(vec![workload("web")], gaps.clone()), ..Facts::default() };
    let judged = judged(READY, &facts);
    assert_eq!((outcomes(&judged), &judged.gaps), (vec![("Deployment/shop/web", &Outcome::Pass)], &gaps));
}

#[test]
fn nested_lists_and_whole_platforms_are_judged() {
    let schedules = "each: velero.schedules\nassert: |\n  it.ready\n";
    let mut facts = Facts::default();
    facts.velero.schedules = Listing::complete(vec![Node { subject: "Schedule/velero/daily".into(), ready: true }]);
    assert_eq!(outcomes(&judged(schedules, &facts)), [("Schedule/velero/daily", &Outcome::Pass)]);
    assert_eq!(outcomes(&judged("assert: |\n  velero.installed\n", &facts)), [("cluster", &Outcome::Pass)]);
    facts.velero.installed = Known::No(forbidden("deployments.apps"));
    let whole = judged("assert: |\n  velero.installed\n", &facts);
    assert_eq!(outcomes(&whole), [("cluster", &Outcome::Unknown(forbidden("deployments.apps")))]);
}

#[test]
fn credit_is_whole_parts_per_million_below_one() {
    let credited = |credit: &str| {
        let text = format!("assert: |\n  false\ncredit: |\n  {credit}\n");
        judged(&text, &Facts::default()).verdicts.remove(0).outcome
    };
    assert_eq!(credited("0.0"), fail("it does not hold", 0));
    assert_eq!(credited("0"), fail("it does not hold", 0));
    assert_eq!(credited("2.0 / 3.0"), fail("it does not hold", 666_666));
    assert_eq!(credited("0.9999999999"), fail("it does not hold", MILLION - 1));
    for wrong in ["1.0", "-0.1", "1", "'a'", "0.0 / 0.0", "1 / 0", "nothing"] {
        assert!(matches!(credited(wrong), Outcome::Fault(_)), "{wrong}");
    }
    let unknown = judged(
        "assert: |\n  false\ncredit: |\n  nodes.size() == 0 ? 0.5 : 0.0\n",
        &Facts { nodes: Listing::unread(forbidden("nodes")), ..Facts::default() },
    );
    assert_eq!(unknown.verdicts[0].outcome, Outcome::Unknown(forbidden("nodes")));
}

#[test]
fn a_found_that_cannot_be_told_does_not_hide_the_failure() {
    let text = "assert: |\n  false\nfound: |\n  version\n";
    let facts = Facts { version: Known::No(forbidden("version")), ..Facts::default() };
    assert_eq!(judged(text, &facts).verdicts[0].outcome, fail("it does not hold", 0));
    assert_eq!(judged(text, &Facts::default()).verdicts[0].outcome, fail("1.33.2", 0));
}

#[test]
fn a_wrong_check_is_a_fault_not_a_failure() {
    for text in [
        "assert: |\n  nothing\n",
        "assert: |\n  1\n",
        "where: |\n  'a'\nassert: |\n  false\n",
        "each: nothing\nassert: |\n  false\n",
    ] {
        assert!(matches!(judged(text, &Facts::default()).verdicts[0].outcome, Outcome::Fault(_)), "{text}");
    }
}

#[test]
fn checks_are_blocked_while_what_they_require_fails() {
    let files = [
        ("a/z.yaml", "assert: |\n  velero.installed\n"),
        ("a/y.yaml", "requires: [a/z]\nassert: |\n  true\n"),
        ("a/x.yaml", "requires: [a/y]\neach: workloads\nassert: |\n  false\n"),
        ("a/w.yaml", "requires: [a/z]\neach: workloads\nwhere: |\n  false\nassert: |\n  false\n"),
    ];
    let pack = pack(&files);
    let mut facts = facts(vec![workload("web")]);
    let blocked = Outcome::Blocked { by: "a/z".into() };
    let said = |facts: &Facts, settings: &Settings| -> BTreeMap<String, Outcome> {
        let judged = run(&pack, facts, settings).judged;
        judged.into_iter().map(|mut judged| (judged.id, judged.verdicts.remove(0).outcome)).collect()
    };
    facts.velero.installed = Known::Yes(false);
    let all = said(&facts, &Settings::default());
    assert_eq!((&all["a/x"], &all["a/y"]), (&blocked, &blocked));
    let waiver = Waiver { check: "a/z".into(), subject: "*".into(), reason: "r".into(), owner: None, until: None };
    let waived = said(&facts, &Settings { waivers: vec![waiver], ..Settings::default() });
    assert_eq!(waived["a/y"], Outcome::Pass);
    facts.velero.installed = Known::No(forbidden("deployments.apps"));
    // Whether they are blocked is not known then, so neither is what they say.
    let all = said(&facts, &Settings::default());
    assert_eq!(all["a/y"], Outcome::Unknown(forbidden("deployments.apps")));
    assert_eq!(all["a/x"], Outcome::Unknown(forbidden("deployments.apps")));
    assert_eq!(all["a/w"], Outcome::Unknown(forbidden("deployments.apps")));
    facts.velero.installed = Known::Yes(true);
    assert_eq!(said(&facts, &Settings::default())["a/w"], Outcome::NotApplicable);
}

#[test]
fn waivers_excuse_failures_until_their_day_ends() {
    let waiver = |check: &str, subject: &str, until: Option<&str>| Waiver {
        check: check.into(),
        subject: subject.into(),
        reason: "because".into(),
        owner: None,
        until: until.map(|day| day.parse().unwrap()),
    };
    let failing = facts(vec![with(|it| it.ready_replicas = Known::Yes(0))]);
    let pack = pack(&[("a/b.yaml", READY)]);
    let waived = Outcome::Waived { found: "0 ready".into(), credit: 0, reason: "because".into() };
    for (waiver, excuses, expired) in [
        (waiver("a/b", "*", None), true, false),
        (waiver("a/*", "Deployment/shop/*", Some("2026-01-01")), true, false),
        (waiver("a/b", "*", Some("2025-12-31")), false, true),
        (waiver("a/b", "Deployment/other/*", None), false, false),
        (waiver("b/*", "*", None), false, false),
    ] {
        let settings = Settings { waivers: vec![waiver.clone()], ..Settings::default() };
        let judgement = run(&pack, &failing, &settings);
        assert_eq!(judgement.judged[0].verdicts[0].outcome == waived, excuses, "{waiver:?}");
        assert_eq!(judgement.expired_waivers.len(), usize::from(expired), "{waiver:?}");
        assert_eq!(judgement.unused_waivers.len(), usize::from(!excuses && !expired), "{waiver:?}");
    }
    let passing = run(
        &pack,
        &facts(vec![workload("web")]),
        &Settings { waivers: vec![waiver("a/b", "*", None)], ..Settings::default() },
    );
    assert_eq!((passing.unused_waivers.len(), &passing.judged[0].verdicts[0].outcome), (1, &Outcome::Pass));
}

#[test]
fn namespaces_that_are_ignored_or_not_asked_for_are_left_out() {
    let two = facts(vec![workload("web"), with(|it| (it.namespace, it.subject) = ("kube-system".into(), "x".into()))]);
    let mut settings = Settings::default();
    settings.config.ignore = vec!["kube-*".into()];
    assert_eq!(outcomes(&judged_with(READY, &two, &settings)), [("Deployment/shop/web", &Outcome::Pass)]);
    settings.config.ignore = vec!["*".into()];
    assert_eq!(outcomes(&judged_with(READY, &two, &settings)), [("cluster", &Outcome::NotApplicable)]);
    let mut settings = Settings::default();
    settings.selection.namespaces = vec!["shop".into()];
    assert_eq!(judged_with(READY, &two, &settings).verdicts.len(), 1);
    let missed = |namespace| {
        let gaps = vec![gap(forbidden("deployments.apps"), namespace)];
        let facts = Facts { workloads: Listing::with_gaps(vec![workload("web")], gaps), ..Facts::default() };
        judged_with(READY, &facts, &settings).gaps.len()
    };
    assert_eq!((missed(Some("other")), missed(Some("shop")), missed(None)), (0, 1, 1));
    let whole = run(&pack(&[("a/b.yaml", "assert: |\n  true\n")]), &two, &settings);
    assert_eq!((whole.judged.len(), &whole.not_selected[0].why), (0, &Why::Narrowed));
}

#[test]
fn what_is_not_judged_is_listed() {
    let pack = pack(&[
        ("a/new.yaml", "assert: |\n  true\n"),
        ("a/off.yaml", "assert: |\n  true\n"),
        ("a/idle.yaml", "assert: |\n  true\n"),
        ("a/secret.yaml", "each: secrets\nassert: |\n  it.ready\n"),
        ("a/b.yaml", "assert: |\n  true\n"),
        ("production.profile.yaml", "off: [a/idle]\n"),
    ]);
    let settings = Settings { off: vec!["a/off".into()], ..Settings::default() };
    let judgement = run(&pack, &Facts::default(), &settings);
    let why = |id: &str, why| NotSelected { id: id.into(), why };
    assert_eq!(
        judgement.not_selected,
        [why("a/idle", Why::Off), why("a/off", Why::Off), why("a/secret", Why::Needs("secrets".into()))]
    );
    let allowed = Settings { permissions: vec!["secrets".into()], ..settings.clone() };
    assert!(run(&pack, &Facts::default(), &allowed).judged.iter().any(|judged| judged.id == "a/secret"));
    let early = Settings { edition: Some(Edition(0, 0)), ..settings.clone() };
    assert_eq!(run(&pack, &Facts::default(), &early).not_scored, ["a/b", "a/new", "a/secret"]);
    assert!(run(&pack, &Facts::default(), &early).not_selected.iter().all(|it| it.why == Why::Off));
    let mut narrowed = settings;
    narrowed.selection.checks = vec!["a/n*".into()];
    let ids: Vec<String> =
        run(&pack, &Facts::default(), &narrowed).judged.into_iter().map(|judged| judged.id).collect();
    assert_eq!(ids, ["a/new"]);
}

#[test]
fn parameters_and_severities_come_from_the_check_the_profile_and_the_settings() {
    let text = "params: {min: 1, max: 9}\nassert: |\n  false\nfound: |\n  '%d %d'.format([params.min, params.max])\n";
    let pack = pack(&[
        ("a/b.yaml", text),
        ("production.profile.yaml", "params: {a/b: {min: 2}}\nseverities: {a/b: low}\n"),
        ("staging.profile.yaml", "off: []\n"),
    ]);
    let said = |settings: &Settings| {
        let mut judged = run(&pack, &Facts::default(), settings).judged.remove(0);
        (judged.severity, judged.verdicts.remove(0).outcome)
    };
    assert_eq!(said(&Settings::default()), (Severity::Low, fail("2 9", 0)));
    let staging = Settings { profile: "staging".into(), ..Settings::default() };
    assert_eq!(said(&staging), (Severity::High, fail("1 9", 0)));
    let mut own = Settings::default();
    own.params.insert("a/b".into(), json!({"max": 3}).as_object().unwrap().clone());
    own.severities.insert("a/b".into(), Severity::Critical);
    assert_eq!(said(&own), (Severity::Critical, fail("2 3", 0)));
}

#[test]
fn own_packs_carry_their_name_and_no_weight() {
    let folder = |pack: Option<&str>, files: &[(&str, &str)]| Folder {
        pack: pack.map(Into::into),
        path: "x".into(),
        files: files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect(),
    };
    let own = check("assert: |\n  true\n");
    let category = "title: A\nweight: 7\nwhy: w\n";
    let pack = Pack::load(&[
        folder(None, &[("a/category.yaml", category), ("a/b.yaml", &own), ("README.md", "no check")]),
        folder(Some("acme"), &[("a/b.yaml", &own), ("c.yaml", &own)]),
        folder(Some("titled"), &[("category.yaml", category), ("c.yaml", &own)]),
    ])
    .unwrap();
    assert_eq!(pack.ids().collect::<Vec<_>>(), ["a/b", "acme/a/b", "acme/c", "titled/c"]);
    let weights: Vec<(&str, u64)> =
        pack.categories.iter().map(|(id, category)| (id.as_str(), category.weight)).collect();
    assert_eq!(weights, [("a", 7), ("acme", 0), ("titled", 0)]);
    let clash = Pack::load(&[
        folder(None, &[("a/category.yaml", category), ("a/b.yaml", &own)]),
        folder(Some("a"), &[("b.yaml", &own)]),
    ]);
    assert!(clash.is_err_and(|problems| problems[0].message.contains("already defined")));
}

#[test]
fn the_hash_is_of_content_not_of_layout() {
    let hash = |text: &str| pack(&[("a/b.yaml", text)]).hash;
    let base = hash("assert: |\n  true\n");
    assert_eq!(base, hash("# a comment\nassert: |\n  true\n"));
    assert_ne!(base, hash("assert: |\n  false\n"));
    assert!(base.starts_with("sha256:") && base.len() == 71, "{base}");
}

#[test]
fn settings_that_name_nothing_are_refused_with_the_nearest_name() {
    let pack = pack(&[("a/replicas.yaml", "params: {min: 1}\nassert: |\n  params.min > 0\n")]);
    let params = |json: serde_json::Value| json.as_object().unwrap().clone();
    let mut settings = Settings { profile: "prodction".into(), off: vec!["a/replica".into()], ..Settings::default() };
    settings.params.insert("a/replicas".into(), params(json!({"mni": 1, "min": "x"})));
    settings.weights.insert("b".into(), 1);
    settings.selection.checks = vec!["x/*".into(), "a/*".into()];
    let errors: Vec<String> = validate(&pack, &settings).iter().map(ToString::to_string).collect();
    assert_eq!(
        errors,
        [
            "no category 'b'",
            "no check 'a/replica': did you mean 'a/replicas'?",
            "no check 'x/*'",
            "no profile 'prodction'",
            "a/replicas has no parameter 'mni': did you mean 'min'?",
            "parameter 'min' of a/replicas is an integer, not text",
        ]
    );
    assert_eq!(validate(&pack, &Settings::default()), []);
}

#[test]
fn a_check_knows_the_resources_it_is_read_from() {
    let pack = pack(&[
        ("a/b.yaml", READY),
        ("a/c.yaml", "needs: {w: example.com/v1/widgets}\neach: workloads\nassert: |\n  it.replicas > w.size()\n"),
    ]);
    let schema = Schema::of::<Facts>();
    let resources = |id| pack.check(id).unwrap().resources(&schema).into_iter().collect::<Vec<_>>();
    assert_eq!(resources("a/b"), ["deployments.apps", "pods"]);
    assert_eq!(resources("a/c"), ["deployments.apps", "example.com/v1/widgets"]);
}

#[test]
fn an_explanation_has_the_steps_of_every_expression() {
    let pack = pack(&[("a/b.yaml", READY)]);
    let facts = facts(vec![workload("web")]);
    let check = pack.check("a/b").unwrap();
    let explained = explain(&pack, check, &facts, &Settings::default(), now(), true).unwrap();
    assert_eq!(explained.iter().map(|it| it.verdict.subject.as_str()).collect::<Vec<_>>(), ["Deployment/shop/web"]);
    assert!(explained[0].steps.iter().any(|step| step.source == "it.ready_replicas >= 2"));
    let untraced = explain(&pack, check, &facts, &Settings::default(), now(), false).unwrap();
    assert!(untraced[0].steps.is_empty());
}

#[test]
fn a_thousand_workloads_take_no_time() {
    let many = facts((0..1000).map(|n| workload(&n.to_string())).collect());
    let pack = pack(&[(
        "a/b.yaml",
        "each: workloads\nassert: |\n  it.exposed && it.containers.all(c, c.image != '') && it.ready_replicas >= 2\n",
    )]);
    let start = std::time::Instant::now();
    let judgement = run(&pack, &many, &Settings::default());
    println!("{:?}", start.elapsed());
    assert_eq!(judgement.judged[0].verdicts.len(), 1000);
    assert!(start.elapsed() < std::time::Duration::from_secs(10));
}

#[test]
fn with_anything_refused_a_verdict_is_what_it_was_or_unknown() {
    let checks = [
        READY,
        "each: workloads\nassert: |\n  it.containers.all(c, c.digest != '') || !it.exposed\n",
        "assert: |\n  workloads.exists(w, w.ready_replicas > 1) && nodes.all(n, n.ready)\n",
    ];
    let items = || {
        vec![workload("web"), with(|it| it.ready_replicas = Known::Yes(1)), with(|it| it.exposed = Known::Yes(false))]
    };
    let whole = facts(items());
    let refusals: Vec<Facts> = vec![
        Facts { nodes: Listing::unread(forbidden("nodes")), ..whole.clone() },
        Facts { workloads: Listing::unread(forbidden("deployments.apps")), ..whole.clone() },
        facts(items().into_iter().map(|it| Workload { ready_replicas: Known::No(forbidden("pods")), ..it }).collect()),
        facts(items().into_iter().map(|it| Workload { exposed: Known::No(forbidden("ingresses")), ..it }).collect()),
    ];
    for text in checks {
        let before = judged(text, &whole);
        for refused in &refusals {
            let after = judged(text, refused);
            for verdict in &after.verdicts {
                let was = before.verdicts.iter().filter(|other| other.subject == verdict.subject);
                let same = was.clone().any(|other| other.outcome == verdict.outcome);
                assert!(same || matches!(verdict.outcome, Outcome::Unknown(_)), "{text} {verdict:?}");
            }
        }
    }
}
