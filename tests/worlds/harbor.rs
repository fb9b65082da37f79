//! The platform with its Harbor asked: the checks come to what it answers, and no refusal turns into an answer.

use std::collections::BTreeMap;

use carbon::derive::derive;
use carbon::judge::{Pack, judge};
use carbon::model::known::Because;
use carbon::model::listing::Listing;
use carbon::model::observed::harbor::{
    Account, Certificate, Component, HARBOR, Harbor, Permission, Project, Pull, Quota, Robot, System, Trust, Volume,
};
use carbon::model::observed::{Observed, RESOURCES};
use carbon::model::settings::{Edition, Selection, Settings};
use carbon::model::source::SourceKind;
use carbon::model::verdict::{Judged, Outcome};

use crate::honesty::compare;
use crate::{observed, pack};

/// A Harbor that passes some checks and fails others.
fn harbor() -> Harbor {
    let part = |name: &str| Component { name: name.to_owned(), healthy: name != "redis", error: String::new() };
    let push = Permission {
        kind: "project".to_owned(),
        namespace: "mirror".to_owned(),
        resource: "repository".to_owned(),
        action: "push".to_owned(),
        denied: false,
    };
    Harbor {
        host: "harbor.example.com".to_owned(),
        service: None,
        plain: Some(false),
        health: Ok(["core", "database", "registry", "redis"].map(part).to_vec()),
        certificate: Ok(Certificate {
            expires: "2025-11-01T00:00:00Z".parse().unwrap(),
            covers_host: true,
            trust: Trust::Public,
        }),
        system: Ok(System {
            version: "v2.15.2-1a2b3c4d".to_owned(),
            read_only: true,
            external_url: "https://harbor.example.com".to_owned(),
        }),
        account: Ok(Some(Account { name: "robot$carbon".to_owned(), robot: true, registry: Ok(true), api: Ok(true) })),
        default_password: Ok(true),
        robots: Listing::complete(vec![Robot {
            name: "robot$ci".to_owned(),
            project: None,
            disabled: false,
            expires: None,
            permissions: vec![push],
        }]),
        projects: Listing::complete(vec![Project {
            name: "mirror".to_owned(),
            public: false,
            quota: Ok(Quota { used: 97, limit: Some(100) }),
        }]),
        volumes: Ok(vec![Volume { total: 100, free: 50 }]),
        pulls: Listing::complete(vec![Pull {
            namespace: "data-platform".to_owned(),
            secret: "pull".to_owned(),
            account: "robot$ci".to_owned(),
            login: Ok(true),
            repositories: Vec::new(),
        }]),
    }
}

fn live(harbors: Listing<Harbor>) -> Observed {
    let mut observed = observed("254carbon/after");
    observed.source.kind = SourceKind::Live;
    observed.harbors = harbors;
    observed
}

fn judged(pack: &Pack, observed: &Observed) -> Vec<Judged> {
    let checks = ["platform/harbor-*", "registry/login", "registry/not-*", "registry/pull-login", "registry/*robots"];
    let settings = Settings {
        profile: "production".to_owned(),
        permissions: vec!["secrets".to_owned(), "default-password".to_owned()],
        selection: Selection { checks: checks.map(str::to_owned).to_vec(), ..Selection::default() },
        ..Settings::default()
    };
    judge(pack, &derive(observed, &settings), &settings, observed.source.taken_at).unwrap().judged
}

fn words(judged: &[Judged]) -> BTreeMap<String, Vec<String>> {
    let word = |outcome: &Outcome| match outcome {
        Outcome::Pass => "pass".to_owned(),
        Outcome::Fail { credit, .. } => format!("fail {credit}"),
        Outcome::Blocked { .. } | Outcome::Waived { .. } | Outcome::Fault(_) => "wrong".to_owned(),
        Outcome::NotApplicable => "not applicable".to_owned(),
        Outcome::Unknown(why) => why.to_string(),
        Outcome::OutOfScope(_) => "out of scope".to_owned(),
    };
    judged.iter().map(|it| (it.id.clone(), it.verdicts.iter().map(|it| word(&it.outcome)).collect())).collect()
}

fn same(judged: &[Judged], word: &str) {
    for (id, words) in words(judged) {
        assert_eq!(words, [word], "{id}");
    }
}

#[test]
fn each_check_comes_to_what_harbor_answers() {
    let told = words(&judged(&pack(), &live(Listing::complete(vec![harbor()]))));
    let wanted = [
        ("platform/harbor-external-url", "pass"),
        ("platform/harbor-health", "fail 600000"),
        ("platform/harbor-quotas", "fail 200000"),
        ("platform/harbor-room", "pass"),
        ("platform/harbor-tls", "fail 500000"),
        ("platform/harbor-version", "pass"),
        ("platform/harbor-writable", "fail 0"),
        ("registry/login", "pass"),
        ("registry/not-default-password", "fail 0"),
        ("registry/pull-login", "pass"),
        ("registry/pull-robots", "fail 500000"),
        ("registry/robots", "pass"),
    ];
    // The registry that runs in this world goes by another name: it is one more Harbor, of which nothing is known.
    for (id, word) in wanted {
        assert!(told[id].iter().any(|it| it == word), "{id}: {:?}", told[id]);
    }
    assert_eq!(told.len(), wanted.len());
}

#[test]
fn a_harbor_that_nobody_named_is_unknown_live_and_out_of_scope_in_files() {
    same(&judged(&pack(), &live(Listing::complete(Vec::new()))), "services.harbor is not set in carbon.yaml");
    same(&judged(&pack(), &observed("254carbon/after")), "out of scope");
}

#[test]
fn with_any_resource_refused_every_verdict_on_harbor_is_what_it_was_or_unknown() {
    let pack = pack();
    let named = Harbor { service: Some("registry/harbor".to_owned()), ..harbor() };
    for asked in [named, harbor()] {
        let whole = live(Listing::complete(vec![asked]));
        let before = judged(&pack, &whole);
        for resource in RESOURCES.iter().map(|it| it.name).chain([HARBOR]) {
            let mut refused = whole.clone();
            assert!(refused.refuse(resource, Because::Forbidden));
            let wrong = compare(&before, &judged(&pack, &refused), |outcome| matches!(outcome, Outcome::Unknown(_)));
            assert!(wrong.is_empty(), "without {resource}: {wrong:?}");
        }
    }
}

#[test]
fn no_check_is_newer_than_the_program() {
    let version: Edition = env!("CARGO_PKG_VERSION").parse().unwrap();
    let newer: Vec<String> = pack().checks.iter().filter(|it| it.since > version).map(|it| it.id.clone()).collect();
    assert!(newer.is_empty(), "{newer:?}");
}
