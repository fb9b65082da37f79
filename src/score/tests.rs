use super::example::*;
use super::*;
use crate::model::report::{Readiness, Report, ReportError};
use crate::model::score::{NotSelected, Permission};
use crate::model::severity::Severity::{Critical, High, Low, Medium};
use crate::model::verdict::{Judged, MILLION, Outcome};

/// The first report of the project: what it says of one node, as a table of checks.
fn availability() -> Vec<Judged> {
    let all = |count| partly(count, count);
    vec![
        judged("availability/nodes", Critical, vec![fail()]),
        judged("availability/control-plane", Critical, vec![fail()]),
        judged("availability/postgresql", Critical, vec![fail()]),
        judged("availability/minio", High, vec![fail()]),
        judged("availability/vault", High, vec![fail()]),
        judged("availability/replicas", High, partly(6, 10)),
        judged("availability/drains", High, partly(12, 15)),
        judged("availability/autoscalers", High, all(4)),
        judged("availability/budgets", Medium, all(15)),
        judged("availability/autoscaled", Medium, partly(3, 8)),
        judged("availability/spread", High, vec![Outcome::NotApplicable; 3]),
    ]
}

fn base() -> Vec<Judged> {
    let ids = ["platform/nodes-ready", "workloads/probes", "network/tls", "security/root"];
    ids.map(|id| judged(id, High, vec![Outcome::Pass; 3])).to_vec()
}

fn platform(access: Outcome, monitoring: Vec<Outcome>) -> Report {
    let mut checks = base();
    checks.extend(availability());
    checks.push(judged("access/routes", Critical, vec![access]));
    checks.push(judged("monitoring/targets", High, monitoring));
    checks.push(judged("registry/login", Critical, vec![fail()]));
    checks.push(judged("backup/velero", Critical, vec![fail()]));
    checks.push(judged("backup/schedules", Critical, vec![blocked("backup/velero")]));
    score(run(), &categories(), checks)
}

fn percents(report: &Report) -> Vec<(&str, u32)> {
    report.categories.iter().map(|it| (it.id.as_str(), it.percent.unwrap())).collect()
}

#[test]
fn one_node_is_worth_a_quarter_of_availability() {
    let report = score(run(), &categories(), availability());
    let availability = report.categories.iter().find(|category| category.id == "availability").unwrap();
    assert_eq!(availability.low, Some(250_000), "14.75 of 59");
    assert_eq!(availability.checks.not_applicable, 1);
}

#[test]
fn the_first_platform_is_at_60_and_its_repair_at_75_percent() {
    let before = platform(fail(), partly(1, 2));
    let after = compare(platform(Outcome::Pass, partly(2, 2)), &before);
    let base = [("platform", 100), ("workloads", 100), ("network", 100), ("security", 100)];
    let rest = [("availability", 25), ("registry", 0), ("backup", 0)];
    assert_eq!(percents(&before), [&base[..], &[("access", 0), ("monitoring", 50)], &rest].concat());
    assert_eq!(percents(&after), [&base[..], &[("access", 100), ("monitoring", 100)], &rest].concat());
    let (was, now) = (before.score.unwrap(), after.score.unwrap());
    assert_eq!((was.low, was.high, was.percent), (600_000, 600_000, 60));
    assert_eq!((now.low, now.high, now.percent, now.was), (750_000, 750_000, 75, Some(600_000)));
}

#[test]
fn nothing_judged_means_no_score() {
    let cases = [
        vec![],
        vec![judged("backup/velero", Critical, vec![])],
        vec![judged("backup/velero", Critical, vec![Outcome::NotApplicable])],
        vec![judged("backup/velero", Critical, vec![out_of_scope()])],
    ];
    for checks in cases {
        let report = score(run(), &categories(), checks);
        assert_eq!(report.score, None);
        assert_eq!(report.readiness, Some(Readiness::CannotTell));
        assert!(report.categories.iter().all(|category| category.low.is_none() && category.percent.is_none()));
    }
}

#[test]
fn a_category_without_checks_shares_out_its_weight() {
    let categories = [category("a", 10), category("b", 90), category("c", 30)];
    let checks = vec![
        judged("a/x", Low, vec![Outcome::Pass]),
        judged("b/x", Critical, vec![out_of_scope()]),
        judged("c/x", Low, vec![fail()]),
    ];
    let number = score(run(), &categories, checks).score.unwrap();
    assert_eq!((number.low, number.coverage), (250_000, 40 * MILLION / 130), "10 of 40 judged; 90 of 130 not");
}

#[test]
fn a_category_without_weight_is_judged_but_not_counted() {
    let checks = || vec![judged("a/x", Low, vec![Outcome::Pass]), judged("own/x", Critical, vec![fail()])];
    let report = score(run(), &[category("a", 1)], checks());
    assert_eq!(report.score.as_ref().map(|score| score.low), Some(MILLION));
    assert_eq!(
        report.categories.iter().map(|it| (it.id.as_str(), it.low)).collect::<Vec<_>>(),
        [("a", Some(MILLION)), ("own", Some(0))]
    );
    assert_eq!(report.blockers, ["own/x"], "a weight of nothing hides no blocker");
    assert_eq!(score(run(), &[category("a", 0)], checks()).score, None);
}

#[test]
fn readiness_is_decided_by_what_is_critical() {
    let open = |outcome: Outcome| vec![judged("a/x", Critical, vec![Outcome::Pass, outcome])];
    let with_gap = Judged { gaps: vec![gap()], ..judged("a/x", Critical, vec![Outcome::Pass]) };
    let behind = vec![judged("a/parent", High, vec![fail()]), judged("a/x", Critical, vec![blocked("a/parent")])];
    let twice_behind = vec![
        judged("a/parent", Low, vec![fail()]),
        judged("a/between", High, vec![blocked("a/parent")]),
        judged("a/x", Critical, vec![blocked("a/between")]),
    ];
    let table: Vec<(&str, Vec<Judged>, Readiness, &[&str])> = vec![
        ("all pass", open(Outcome::Pass), Readiness::Ready, &[]),
        ("what does not apply is no obstacle", open(Outcome::NotApplicable), Readiness::Ready, &[]),
        ("a waived failure is excused", open(waived()), Readiness::Ready, &[]),
        ("a failure", open(fail()), Readiness::NotReady, &["a/x"]),
        ("an unknown", open(unknown()), Readiness::CannotTell, &[]),
        ("out of scope", open(out_of_scope()), Readiness::CannotTell, &[]),
        ("a fault", open(fault()), Readiness::CannotTell, &[]),
        ("a gap", vec![with_gap], Readiness::CannotTell, &[]),
        ("behind a failure of lesser severity", behind, Readiness::NotReady, &["a/parent"]),
        ("behind two", twice_behind, Readiness::NotReady, &["a/parent"]),
        ("behind nothing that is here", open(blocked("b/gone")), Readiness::CannotTell, &[]),
        ("a high failure", vec![judged("a/x", High, vec![fail()])], Readiness::Ready, &[]),
    ];
    for (name, checks, readiness, blockers) in table {
        let report = score(run(), &[category("a", 1)], checks);
        assert_eq!(report.readiness, Some(readiness), "{name}");
        assert_eq!(report.blockers, blockers, "{name}");
    }
}

#[test]
fn blockers_stand_in_the_order_of_categories_then_ids() {
    let ids = ["backup/b", "backup/a", "access/z", "platform/y"];
    let checks = ids.map(|id| judged(id, Critical, vec![fail()])).to_vec();
    let report = score(run(), &categories(), checks);
    assert_eq!(report.blockers, ["platform/y", "access/z", "backup/a", "backup/b"]);
}

#[test]
fn a_narrowed_run_has_neither_score_nor_readiness() {
    let mut run = run();
    run.selection.categories.push("a".into());
    let report = score(run, &[category("a", 1)], vec![judged("a/x", Critical, vec![fail()])]);
    assert_eq!((report.score, report.readiness), (None, None));
    assert_eq!(report.selection.unwrap().categories, ["a"]);
    assert_eq!(report.categories[0].low, Some(0), "its categories have theirs");
    assert_eq!(report.blockers, ["a/x"]);
}

#[test]
fn what_was_not_read_is_gathered_by_resource() {
    let undecided = Outcome::Unknown(crate::model::Ignorance::undetermined("hpas", "two minutes old"));
    let checks = vec![
        judged("a/x", High, vec![unknown(), undecided, Outcome::Pass]),
        Judged { gaps: vec![gap(), gap()], ..judged("a/y", High, vec![unknown()]) },
        judged("a/z", High, vec![out_of_scope(), fault()]),
    ];
    let report = score(run(), &[category("a", 1)], checks);
    let unread: Vec<_> = report.unread.iter().map(|it| (it.resource.as_str(), it.checks.join(" "))).collect();
    assert_eq!(unread, [("deployments.apps", "a/y".into()), ("hpas", "a/x".into()), ("nodes", "a/x a/y".to_owned())]);
    assert_eq!(report.out_of_scope, ["a/z"]);
    assert_eq!(report.faults.len(), 1);
}

#[test]
fn an_access_that_was_only_read_about_says_so() {
    let checks = || vec![judged("access/routes", Critical, vec![Outcome::Pass])];
    let note = |report: Report| report.categories.into_iter().find_map(|category| category.note);
    assert_eq!(note(score(run(), &categories(), checks())).as_deref(), Some("declared, not probed"));
    let mut probed = run();
    probed.probed = true;
    assert_eq!(note(score(probed, &categories(), checks())), None);
    assert_eq!(note(score(run(), &categories(), vec![])), None);
}

#[test]
fn checks_without_permission_are_listed_by_what_they_lack() {
    let mut run = run();
    let needs = |check: &str, needs| NotSelected { needs, check: check.into() };
    run.not_selected = vec![
        needs("b/y", Some(Permission::Probe)),
        needs("b/x", Some(Permission::ReadSecrets)),
        needs("a/off", None),
        needs("a/x", Some(Permission::ReadSecrets)),
    ];
    let report = score(run, &[], vec![]);
    assert_eq!(report.not_selected, ["a/off", "a/x", "b/x", "b/y"]);
    let wanted: Vec<_> = report.permissions.iter().map(|it| (it.permission, it.checks.join(" "))).collect();
    assert_eq!(wanted, [(Permission::ReadSecrets, "a/x b/x".into()), (Permission::Probe, "b/y".to_owned())]);
}

#[test]
fn reports_of_other_checks_are_compared_on_what_they_share() {
    let then = score(
        run(),
        &[category("a", 9)],
        vec![judged("a/shared", Low, vec![fail()]), judged("a/gone", Critical, vec![Outcome::Pass])],
    );
    let mut later = run();
    later.checks = "sha256:01".into();
    let now = score(
        later,
        &[category("a", 1), category("b", 1)],
        vec![judged("a/shared", Critical, vec![Outcome::Pass]), judged("b/new", Critical, vec![fail()])],
    );
    let report = compare(now, &then);
    let baseline = report.baseline.unwrap();
    assert_eq!((baseline.shared, baseline.now), (1, Some(MILLION)), "the new check is left out of the comparison");
    assert_eq!((baseline.only_now, baseline.only_then), (vec!["b/new".into()], vec!["a/gone".to_owned()]));
    let score = report.score.unwrap();
    assert_eq!((score.low, score.was), (500_000, Some(0)));
    assert_eq!(report.categories.iter().map(|it| it.was).collect::<Vec<_>>(), [Some(0), None]);
}

#[test]
fn differently_narrowed_runs_are_not_compared() {
    let checks = || vec![judged("a/x", Low, vec![Outcome::Pass])];
    let mut narrow = run();
    narrow.selection.namespaces.push("tools".into());
    let whole = score(run(), &[category("a", 1)], checks());
    let narrowed = score(narrow, &[category("a", 1)], checks());
    for (now, then) in [(&whole, &narrowed), (&narrowed, &whole)] {
        let report = compare(now.clone(), then);
        assert!(!report.baseline.unwrap().same_selection);
        assert!(report.score.is_none_or(|score| score.was.is_none()));
        assert_eq!(report.categories[0].was, None);
    }
    let same = compare(narrowed.clone(), &narrowed);
    assert_eq!(same.categories[0].was, Some(MILLION), "categories of equal runs are");
}

#[test]
fn a_report_survives_its_json() {
    let mut checks = availability();
    checks.push(Judged {
        gaps: vec![gap()],
        remedy: Some("mirror".into()),
        ..judged(
            "registry/login",
            Critical,
            vec![Outcome::Pass, waived(), blocked("a/b"), unknown(), out_of_scope(), fault(), Outcome::NotApplicable],
        )
    });
    let report = score(run(), &categories(), checks);
    let report = compare(report.clone(), &report);
    let json = serde_json::to_string(&report).unwrap();
    assert_eq!(Report::parse(json.as_bytes()).unwrap(), report);
    let with_a_later_key = json.replacen('{', r#"{"later": [1],"#, 1);
    assert_eq!(Report::parse(with_a_later_key.as_bytes()).unwrap(), report, "v1 only ever adds keys");
}

#[test]
fn keys_stand_as_published() {
    let report = score(run(), &categories(), vec![judged("availability/nodes", Critical, vec![fail()])]);
    let json = serde_json::to_string(&report).unwrap();
    let verdict = r#"{"check":"availability/nodes","severity":"critical","subject":"Deployment/tools/0","outcome":"fail","credit":0,"found":"it does not","evidence":[],"remedy":null}"#;
    assert!(json.contains(verdict), "{json}");
    let keys = [
        "schema",
        "carbon",
        "scoring",
        "source",
        "profile",
        "edition",
        "selection",
        "readiness",
        "score",
        "categories",
        "blockers",
        "verdicts",
        "unread",
        "out_of_scope",
        "not_selected",
        "not_scored",
        "faults",
    ];
    let mut rest = json.as_str();
    for key in keys {
        let place = rest.find(&format!("\"{key}\":"));
        rest = &rest[place.unwrap_or_else(|| panic!("{key} comes too early"))..];
    }
}

#[test]
fn the_schema_admits_what_is_written_and_lists_every_key() {
    let schema = serde_json::to_value(Report::json_schema()).unwrap();
    let report = serde_json::to_value(score(run(), &categories(), availability())).unwrap();
    let properties = schema["properties"].as_object().unwrap();
    for key in report.as_object().unwrap().keys() {
        assert!(properties.contains_key(key), "{key}");
    }
    assert!(schema["$defs"]["ReportVerdict"].to_string().contains("outcome"));
}

#[test]
fn what_is_no_report_is_refused_with_the_reason() {
    let table: [(&str, &str); 6] = [
        ("", "this is no report: it is not JSON"),
        ("[]", "this is no report of carbon: it has no `schema`"),
        (r#"{"schema": 1}"#, "this is no report of carbon: it has no `schema`"),
        (r#"{"schema": "other/v1"}"#, "this is no report of carbon: its schema is \"other/v1\""),
        (
            r#"{"schema": "carbon/report/v2"}"#,
            "the report has schema \"carbon/report/v2\", and this carbon reads carbon/report/v1: a newer carbon is needed",
        ),
        (r#"{"schema": "carbon/report/v1"}"#, "the report is damaged"),
    ];
    for (text, message) in table {
        let error: ReportError = Report::parse(text.as_bytes()).unwrap_err();
        assert_eq!(error.to_string(), message, "{text}");
    }
}
