//! Harbors: which of them were asked, and what their answers come to, each for itself.

use std::collections::BTreeSet;

use carbon::derive::derive;
use carbon::model::facts::{Facts, harbor as fact};
use carbon::model::known::{Because, Ignorance, Known};
use carbon::model::listing::{Gap, Listing};
use carbon::model::observed::Observed;
use carbon::model::observed::harbor::{
    Account, Allowed, Certificate, Component, HARBOR, Harbor, Permission, Project, Pull, Quota, Robot, System, Trust,
    Volume,
};
use carbon::model::settings::Settings;
use carbon::model::source::SourceKind;
use serde_json::Value;

use crate::{dump, known};

/// Harbor's core in the namespace `registry`, which calls itself harbor.example.com.
const CORE: &str = "apiVersion: apps/v1
kind: Deployment
metadata: {name: harbor-core, namespace: registry, generation: 1}
spec: {selector: {matchLabels: {app: core}}, template: {metadata: {labels: {app: core}}, spec: {containers: [{name: core, image: 'goharbor/harbor-core:v2.13.2'}]}}}
status: {observedGeneration: 1, replicas: 1, readyReplicas: 1}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: harbor-core, namespace: registry}
data: {EXT_ENDPOINT: 'https://harbor.example.com'}
---
";

fn part(name: &str, healthy: bool) -> Component {
    Component { name: name.to_owned(), healthy, error: String::new() }
}

fn parts(down: &[&str]) -> Vec<Component> {
    let all = ["core", "database", "jobservice", "portal", "redis", "registry", "registryctl", "trivy"];
    all.iter().map(|name| part(name, !down.contains(name))).collect()
}

fn right(namespace: &str, resource: &str, action: &str) -> Permission {
    Permission {
        kind: "project".to_owned(),
        namespace: namespace.to_owned(),
        resource: resource.to_owned(),
        action: action.to_owned(),
        denied: false,
    }
}

fn robot(name: &str, permissions: Vec<Permission>) -> Robot {
    Robot { name: name.to_owned(), project: None, disabled: false, expires: None, permissions }
}

fn pull(account: &str) -> Pull {
    Pull {
        namespace: "shop".to_owned(),
        secret: "pull".to_owned(),
        account: account.to_owned(),
        login: Ok(true),
        repositories: vec![
            Allowed { repository: "mirror/a".to_owned(), allowed: Ok(true) },
            Allowed { repository: "mirror/b".to_owned(), allowed: Ok(true) },
        ],
    }
}

/// A Harbor with which all is well.
fn harbor() -> Harbor {
    Harbor {
        host: "harbor.example.com".to_owned(),
        service: None,
        plain: Some(false),
        health: Ok(parts(&[])),
        certificate: Ok(Certificate {
            expires: "2026-01-18T12:00:00Z".parse().unwrap(),
            covers_host: true,
            trust: Trust::Public,
        }),
        system: Ok(System {
            version: "v2.14.1-1a2b3c4d".to_owned(),
            read_only: false,
            external_url: "https://harbor.example.com".to_owned(),
        }),
        account: Ok(Some(Account { name: "robot$carbon".to_owned(), robot: true, registry: Ok(true), api: Ok(true) })),
        default_password: Ok(false),
        robots: Listing::complete(vec![robot("robot$puller", vec![right("mirror", "repository", "pull")])]),
        projects: Listing::complete(vec![Project {
            name: "mirror".to_owned(),
            public: false,
            quota: Ok(Quota { used: 30, limit: Some(40) }),
        }]),
        volumes: Ok(vec![Volume { total: 100, free: 40 }]),
        pulls: Listing::complete(vec![pull("robot$puller")]),
    }
}

/// A live cluster of these objects, with these Harbors asked.
fn live(yaml: &str, harbors: Listing<Harbor>) -> Observed {
    let mut observed = dump(yaml);
    observed.source.kind = SourceKind::Live;
    observed.harbors = harbors;
    observed
}

fn facts(yaml: &str, harbors: Listing<Harbor>) -> Facts {
    derive(&live(yaml, harbors), &Settings::default())
}

/// The one Harbor of a cluster where another answer was given.
fn with(change: impl FnOnce(&mut Harbor)) -> Facts {
    let mut it = harbor();
    change(&mut it);
    facts("", Listing::complete(vec![it]))
}

fn one(facts: &Facts) -> &fact::Harbor {
    let [it] = facts.harbors.seen() else { panic!("one Harbor: {:?}", facts.harbors) };
    it
}

fn why<T: std::fmt::Debug + Clone>(value: &Known<T>) -> Ignorance {
    value.get().expect_err("an unknown value")
}

fn subjects(facts: &Facts) -> Vec<&str> {
    facts.harbors.seen().iter().map(|it| it.subject.as_str()).collect()
}

#[test]
fn what_a_harbor_answers_is_known() {
    let facts = facts("", Listing::complete(vec![harbor()]));
    let it = one(&facts);
    assert_eq!((it.subject.as_str(), it.asked), ("host/harbor.example.com", true));
    assert!(known(&it.parts_down).is_empty() && known(&it.parts_degraded).is_empty());
    assert_eq!(known(&it.minors_behind), 0);
    assert!(!known(&it.read_only) && !known(&it.external_url_plain) && !known(&it.plain));
    assert_eq!((known(&it.trust).as_str(), known(&it.covers_host)), ("public", true));
    assert_eq!(known(&it.certificate_left).0, 90 * 24 * 3600);
    assert!(known(&it.account_given) && known(&it.account_robot) && !known(&it.account_admin));
    assert!(known(&it.registry_login) && known(&it.api_login) && !known(&it.default_password_works));
    assert_eq!(known(&it.free_share), Some(0.4));
    assert!(facts.harbors.is_whole() && facts.harbor_pulls.is_whole());
}

#[test]
fn redis_and_what_needs_it_are_degraded_and_the_vital_parts_are_down() {
    for (bad, down, degraded) in [
        (&["redis", "jobservice"][..], &[][..], &["jobservice", "redis"][..]),
        (&["registry", "portal"], &["registry"], &["portal"]),
        (&["registryctl"], &["registryctl"], &[]),
        (&["trivy"], &[], &["trivy"]),
    ] {
        let facts = with(|it| it.health = Ok(parts(bad)));
        assert_eq!(known(&one(&facts).parts_down), down, "{bad:?}");
        assert_eq!(known(&one(&facts).parts_degraded), degraded, "{bad:?}");
    }
}

#[test]
fn health_that_does_not_name_the_vital_parts_is_no_health() {
    for health in [vec![], vec![part("core", true)], vec![part("core", true), part("registry", true)]] {
        let facts = with(|it| it.health = Ok(health));
        assert!(matches!(why(&one(&facts).parts_down).because, Because::Undetermined(_)));
    }
    let facts = with(|it| it.health = Ok(vec![part("registry", false)]));
    assert_eq!(known(&one(&facts).parts_down), ["registry"]);
}

#[test]
fn a_refusal_counts_only_while_the_database_is_healthy() {
    let refuse = |it: &mut Harbor| {
        let account = Account { name: "robot$carbon".to_owned(), robot: true, registry: Ok(false), api: Ok(false) };
        it.account = Ok(Some(account));
        it.pulls = Listing::complete(vec![Pull { login: Ok(false), ..pull("robot$puller") }]);
    };
    let healthy = with(refuse);
    assert!(!known(&one(&healthy).registry_login) && !known(&healthy.harbor_pulls.seen()[0].login));
    for health in [Ok(parts(&["database"])), Err(Ignorance::new(Because::TimedOut, HARBOR)), Ok(vec![])] {
        let facts = with(|it| {
            refuse(it);
            it.health = health.clone();
        });
        let it = one(&facts);
        assert!(it.registry_login.get().is_err() && it.api_login.get().is_err(), "{health:?}");
        // The default password as well: that it is refused now proves nothing.
        assert!(it.default_password_works.get().is_err(), "{health:?}");
        assert!(facts.harbor_pulls.seen()[0].login.get().is_err(), "{health:?}");
    }
    let let_in = with(|it| {
        it.health = Ok(parts(&["database"]));
        it.default_password = Ok(true);
    });
    assert!(known(&one(&let_in).default_password_works), "who was let in was let in");
}

#[test]
fn each_answer_stands_for_itself() {
    let forbidden = || Ignorance::new(Because::Forbidden, HARBOR);
    let facts = with(|it| {
        it.system = Err(forbidden());
        it.volumes = Err(forbidden());
    });
    let it = one(&facts);
    assert!(
        [it.read_only.get().is_err(), it.external_url_plain.get().is_err(), it.version.get().is_err()] == [true; 3]
    );
    assert!(it.minors_behind.get().is_err() && it.free_share.get().is_err());
    assert!(it.parts_down.get().is_ok() && it.registry_login.get().is_ok() && it.trust.get().is_ok());
}

#[test]
fn without_an_account_the_line_to_add_is_named() {
    let facts = with(|it| it.account = Ok(None));
    let it = one(&facts);
    assert!(!known(&it.account_given));
    assert_eq!(why(&it.registry_login).to_string(), "services.harbor.username is not set in carbon.yaml");
    // What Harbor forbids to nobody it would tell to somebody.
    let forbidden = || Ignorance::new(Because::Forbidden, HARBOR);
    let facts = with(|it| {
        it.account = Ok(None);
        it.system = Err(forbidden());
        it.volumes = Err(Ignorance::new(Because::TimedOut, HARBOR));
        it.robots = Listing::unread(forbidden());
    });
    assert_eq!(why(&one(&facts).read_only).resource, "services.harbor.username");
    assert_eq!(facts.harbor_robots.gaps()[0].why.because, Because::NotConfigured);
    assert_eq!(why(&one(&facts).free_share).because, Because::TimedOut);
}

#[test]
fn asked_past_the_address_nothing_is_said_of_its_encryption() {
    let facts = with(|it| {
        it.plain = None;
        it.certificate = Err(Ignorance::undetermined(HARBOR, "it was reached by port-forward"));
    });
    assert!(one(&facts).plain.get().is_err() && one(&facts).certificate_left.get().is_err());
}

#[test]
fn an_external_address_without_tls_is_found_and_one_without_scheme_is_none() {
    for (url, wanted) in
        [("http://h", Some(true)), ("HTTPS://h", Some(false)), ("harbor.example.com", None), ("", None)]
    {
        let facts = with(|it| {
            it.system = Ok(System { version: "v2.15.0".to_owned(), read_only: false, external_url: url.to_owned() });
        });
        assert_eq!(one(&facts).external_url_plain.get().ok().copied(), wanted, "{url}");
    }
}

#[test]
fn robots_are_told_by_what_they_may_and_who_uses_them() {
    let denied = Permission { denied: true, ..right("*", "project", "delete") };
    let broad = vec![right("*", "project", "update"), right("*", "project", "delete"), denied];
    let facts = with(|it| {
        it.robots = Listing::complete(vec![
            robot("robot$ci", vec![right("mirror", "repository", "push"), right("mirror", "project", "read")]),
            robot("robot$puller", broad),
            Robot {
                project: Some("mirror".to_owned()),
                expires: Some("2025-10-19T12:00:00Z".parse().unwrap()),
                ..robot("robot$mirror+old", vec![right("mirror", "tag", "delete")])
            },
        ]);
    });
    let [ci, old, puller] = facts.harbor_robots.seen() else { panic!("{:?}", facts.harbor_robots) };
    assert_eq!(ci.subject, "robot/harbor.example.com/robot$ci");
    assert!(ci.may_push && !ci.may_delete && ci.excess.is_empty() && known(&ci.used_by).is_empty());
    assert_eq!(puller.excess, ["project:update on *"]);
    assert!(!puller.may_push && known(&puller.used_by) == ["shop/pull"] && puller.expires_in.is_none());
    assert_eq!((old.project.as_str(), old.may_delete), ("mirror", true));
    assert_eq!(old.expires_in.unwrap().0, -24 * 3600);
}

#[test]
fn who_uses_a_robot_is_unknown_where_pull_secrets_are_missing() {
    let gap = || vec![Gap::of("bank", Ignorance::new(Because::Forbidden, "secrets"))];
    let facts = with(|it| {
        it.pulls = Listing::with_gaps(vec![pull("robot$puller")], gap());
        it.robots = Listing::complete(vec![robot("robot$ci", vec![]), robot("robot$puller", vec![])]);
    });
    let [ci, puller] = facts.harbor_robots.seen() else { panic!("{:?}", facts.harbor_robots) };
    assert_eq!(why(&ci.used_by).resource, "secrets");
    assert_eq!(known(&puller.used_by), ["shop/pull"]);
    assert_eq!(facts.harbor_pulls.gaps(), gap());
}

#[test]
fn room_is_a_share_of_the_limit_and_of_the_fullest_volume() {
    for (used, limit, wanted) in [(30, Some(40), 0.75), (50, Some(40), 1.25), (30, None, 0.0), (0, Some(0), 1.0)] {
        let facts = with(|it| {
            let quota = Ok(Quota { used, limit });
            it.projects = Listing::complete(vec![Project { name: "p".to_owned(), public: true, quota }]);
        });
        let project = &facts.harbor_projects.seen()[0];
        assert_eq!(known(&project.filled), wanted);
        assert_eq!(known(&project.limited), limit.is_some());
    }
    for (volumes, wanted) in [
        (vec![], None),
        (vec![Volume { total: 0, free: 0 }], None),
        (vec![Volume { total: 10, free: 5 }, Volume { total: 100, free: 1 }], Some(0.01)),
    ] {
        assert_eq!(known(&one(&with(|it| it.volumes = Ok(volumes))).free_share), wanted);
    }
}

#[test]
fn one_repository_that_is_refused_is_an_answer_and_one_that_was_not_tried_is_none() {
    let tried = |answers: Vec<Result<bool, Ignorance>>| {
        let repositories = answers.into_iter().enumerate();
        let repositories =
            repositories.map(|(at, allowed)| Allowed { repository: format!("mirror/{at}"), allowed }).collect();
        let facts = with(|it| it.pulls = Listing::complete(vec![Pull { repositories, ..pull("robot$puller") }]));
        facts.harbor_pulls.seen()[0].clone()
    };
    let late = || Err(Ignorance::new(Because::TimedOut, HARBOR));
    assert!(known(&tried(vec![]).may_pull));
    assert!(tried(vec![Ok(true), late()]).may_pull.get().is_err());
    let mixed = tried(vec![late(), Ok(false)]);
    assert!(!known(&mixed.may_pull) && mixed.refused.get().is_err());
    assert_eq!(known(&tried(vec![Ok(true), Ok(false)]).refused), ["mirror/1"]);
}

#[test]
fn a_harbor_in_a_live_cluster_that_nobody_named_is_unknown_with_the_line_to_add() {
    let facts = facts(CORE, Listing::complete(vec![]));
    let it = one(&facts);
    assert_eq!((it.subject.as_str(), it.asked), ("Deployment/registry/harbor-core", false));
    assert_eq!(why(&it.parts_down).to_string(), "services.harbor is not set in carbon.yaml");
    for gaps in [facts.harbor_robots.gaps(), facts.harbor_projects.gaps(), facts.harbor_pulls.gaps()] {
        assert_eq!(gaps[0].why.because, Because::NotConfigured);
    }
    // The same with a collector that had nobody to ask.
    let unread = derive(&live(CORE, dump("").harbors), &Settings::default());
    assert_eq!(why(&one(&unread).parts_down).because, Because::NotConfigured);
}

#[test]
fn where_there_is_none_there_is_no_question() {
    let facts = facts("", Listing::complete(vec![]));
    assert!(facts.harbors.seen().is_empty() && facts.harbors.is_whole() && facts.harbor_robots.is_whole());
}

#[test]
fn files_cannot_hold_what_a_harbor_answers() {
    let with_core = derive(&dump(CORE), &Settings::default());
    assert!(why(&one(&with_core).parts_down).is_out_of_scope());
    assert!(with_core.harbors.is_whole() && with_core.harbor_robots.gaps()[0].why.is_out_of_scope());
    let without = derive(&dump(""), &Settings::default());
    assert!(without.harbors.seen().is_empty() && without.harbors.is_whole() && without.harbor_robots.is_whole());
}

#[test]
fn a_harbor_of_the_cluster_that_was_asked_is_one_and_not_two() {
    let renamed = |host: &str, service: Option<&str>, external: &str| {
        let mut it = harbor();
        it.host = host.to_owned();
        it.service = service.map(str::to_owned);
        it.system = Ok(System { version: "v2.15.0".to_owned(), read_only: false, external_url: external.to_owned() });
        facts(CORE, Listing::complete(vec![it]))
    };
    for (host, service, external) in [
        ("harbor.example.com", None, "https://x"),
        ("harbor.example.com:8443", None, "https://x"),
        ("10.0.0.5:30443", None, "https://harbor.example.com"),
        ("localhost:1", Some("registry/harbor"), "https://x"),
    ] {
        assert_eq!(subjects(&renamed(host, service, external)), [format!("host/{host}")]);
    }
    let other = renamed("other.example.com", None, "https://x");
    assert_eq!(subjects(&other), ["Deployment/registry/harbor-core", "host/other.example.com"]);
    let elsewhere = renamed("localhost:1", Some("second/harbor"), "https://harbor.example.com");
    assert_eq!(elsewhere.harbors.seen().len(), 2);
}

#[test]
fn where_the_ways_were_not_read_nobody_claims_a_second_harbor() {
    let mut observed = live(CORE, Listing::complete(vec![Harbor { host: "h.internal".to_owned(), ..harbor() }]));
    observed.harbors.items_mut()[0].system = Err(Ignorance::new(Because::Forbidden, HARBOR));
    observed.refuse("ingresses.networking.k8s.io", Because::Forbidden);
    let facts = derive(&observed, &Settings::default());
    assert_eq!(subjects(&facts), ["host/h.internal"]);
    assert_eq!(facts.harbors.gaps()[0].why.resource, "ingresses.networking.k8s.io");
}

#[test]
fn refusing_harbor_makes_exactly_what_is_read_from_it_unknown() {
    let second = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: harbor-core, namespace: second}\nspec: {selector: {matchLabels: {app: core}}, template: {metadata: {labels: {app: core}}, spec: {containers: [{name: core, image: 'goharbor/harbor-core:v2.13.2'}]}}}\n---\n";
    let mut observed = live(&(CORE.to_owned() + second), Listing::complete(vec![harbor()]));
    assert!(observed.refuse(HARBOR, Because::Unreachable));
    let facts = derive(&observed, &Settings::default());
    assert_eq!(subjects(&facts), ["Deployment/registry/harbor-core", "Deployment/second/harbor-core"]);
    let schema = schemars::schema_for!(fact::Harbor).to_value();
    for it in facts.harbors.seen() {
        let it = serde_json::to_value(it).unwrap();
        let unknown: BTreeSet<&str> = it
            .as_object()
            .unwrap()
            .iter()
            .filter(|(_, it)| it.get("unknown").is_some())
            .map(|(name, _)| name.as_str())
            .collect();
        let is_read = |property: &Value| property.get("x-reads") == Some(&serde_json::json!(["harbor"]));
        let properties = schema["properties"].as_object().unwrap().iter();
        let declared: BTreeSet<&str> =
            properties.filter(|(_, it)| is_read(it)).map(|(name, _)| name.as_str()).collect();
        assert!(declared.len() > 15);
        assert_eq!(unknown, declared);
    }
    for gaps in [facts.harbors.gaps(), facts.harbor_robots.gaps(), facts.harbor_pulls.gaps()] {
        assert_eq!(gaps[0].why, Ignorance::new(Because::Unreachable, HARBOR));
    }
}
