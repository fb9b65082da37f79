use super::*;
use crate::model::report::Report;
use crate::model::severity::Severity::{Critical, High, Low, Medium};
use crate::model::verdict::{Judged, Outcome as O};
use crate::score::example::*;
use crate::score::score;

fn report(checks: Vec<Judged>) -> Report {
    score(run(), &[category("a", 1)], checks)
}

fn words(misses: &[Miss]) -> Vec<String> {
    misses.iter().map(ToString::to_string).collect()
}

fn on(severity: Severity) -> Gate {
    Gate { fail_on: Some(severity), ..Gate::default() }
}

fn one(severity: Severity, outcomes: Vec<O>) -> Report {
    report(vec![judged("a/x", severity, outcomes)])
}

#[test]
fn a_severity_or_worse_misses_the_gate() {
    let table: Vec<(Report, Gate, &[&str])> = vec![
        (one(Critical, vec![O::Pass]), on(Low), &[]),
        (one(Critical, vec![fail(), fail()]), on(Critical), &["a/x fails (critical, 2 subjects)"]),
        (one(High, vec![fail()]), on(Critical), &[]),
        (one(High, vec![fail()]), on(Medium), &["a/x fails (high, 1 subject)"]),
        (one(Critical, vec![fail()]), Gate { fail_on: None, ..Gate::default() }, &[]),
        (one(Critical, vec![waived(), O::NotApplicable, out_of_scope()]), on(Low), &[]),
        (one(Critical, vec![unknown()]), on(Critical), &["a/x is unknown (critical, 1 subject)"]),
        (one(Critical, vec![fault()]), on(Critical), &["a/x went wrong (critical, 1 subject)"]),
        (
            one(Critical, vec![fail(), unknown()]),
            on(Critical),
            &["a/x fails (critical, 1 subject)", "a/x is unknown (critical, 1 subject)"],
        ),
        (
            report(vec![Judged { gaps: vec![gap()], ..judged("a/x", Critical, vec![O::Pass]) }]),
            on(Critical),
            &["a/x is unknown (critical, a part of its list was not read)"],
        ),
        (
            report(vec![judged("a/p", High, vec![fail()]), judged("a/x", Critical, vec![blocked("a/p")])]),
            on(Critical),
            &["a/p fails (critical, 1 subject)"],
        ),
        (
            report(vec![judged("a/x", Critical, vec![blocked("b/left-out")])]),
            on(Critical),
            &["a/x is blocked (critical, 1 subject)"],
        ),
        (
            report(vec![judged("a/x", Critical, vec![blocked("a/y")]), judged("a/y", Low, vec![blocked("a/x")])]),
            on(Critical),
            &["a/x is blocked (critical, 1 subject)"],
        ),
    ];
    for (report, demanded, misses) in table {
        assert_eq!(words(&gate(&report, None, &demanded).misses), misses, "{:?}", report.verdicts);
    }
}

#[test]
fn unknown_may_be_let_through_but_not_in_silence_and_faults_never() {
    let report = one(Critical, vec![unknown(), fault()]);
    let gated = gate(&report, None, &Gate { allow_unknown: true, ..Gate::default() });
    assert_eq!(words(&gated.misses), ["a/x went wrong (critical, 1 subject)"]);
    assert_eq!(words(&gated.allowed), ["a/x is unknown (critical, 1 subject)"]);
}

#[test]
fn numbers_are_held_against_the_low_end_and_printed_with_a_decimal() {
    let thirds = report(vec![judged("a/x", Low, vec![O::Pass, O::Pass, unknown()])]);
    let under = |limit| Gate { fail_on: None, fail_under: Some(limit), ..Gate::default() };
    assert_eq!(gate(&thirds, None, &under(666_666)).misses, []);
    assert_eq!(
        words(&gate(&thirds, None, &under(670_000)).misses),
        ["the score is 66.6 %, and 67 % is the least"],
        "67 % when rounded, but a miss"
    );
    let covered = Gate { fail_on: None, min_coverage: Some(905_000), ..Gate::default() };
    assert_eq!(
        words(&gate(&thirds, None, &covered).misses),
        ["66.6 % of the weight was judged, and 90.5 % is the least"]
    );
    assert_eq!(gate(&report(vec![]), None, &under(0)).misses, [Miss::NoScore], "nothing judged meets no limit");
}

#[test]
fn only_what_is_new_misses_a_gate_with_a_baseline() {
    let before = |outcome| one(Critical, vec![outcome]);
    let new: Vec<(O, O, bool)> = vec![
        (fail(), fail(), false),
        (O::Pass, fail(), true),
        (unknown(), fail(), true),
        (waived(), fail(), true),
        (out_of_scope(), fail(), true),
        (O::NotApplicable, fail(), true),
        (blocked("a/p"), fail(), false),
        (fail(), unknown(), false),
        (unknown(), unknown(), false),
        (fault(), unknown(), false),
        (O::Pass, unknown(), true),
        (O::Pass, fault(), true),
    ];
    let demanded = Gate { fail_on_new: true, ..Gate::default() };
    for (then, now, missed) in new {
        let gated = gate(&before(now.clone()), Some(&before(then.clone())), &demanded);
        assert_eq!(!gated.misses.is_empty(), missed, "{then:?} then, {now:?} now");
    }
    let gated = gate(&before(fail()), None, &demanded);
    assert_eq!(gated.misses.len(), 1, "without a baseline everything is new");
}

#[test]
fn a_new_subject_is_new_and_a_new_gap_too() {
    let demanded = Gate { fail_on_new: true, ..Gate::default() };
    let then = one(Critical, vec![fail()]);
    let gated = gate(&one(Critical, vec![fail(), fail()]), Some(&then), &demanded);
    assert_eq!(words(&gated.misses), ["a/x fails (critical, 1 subject)"]);
    let with_gap = report(vec![Judged { gaps: vec![gap()], ..judged("a/x", Critical, vec![]) }]);
    assert_eq!(gate(&with_gap, Some(&then), &demanded).misses.len(), 1);
    assert_eq!(gate(&with_gap, Some(&with_gap), &demanded).misses, []);
}

#[test]
fn a_check_that_another_set_does_not_hold_is_named_not_judged() {
    let demanded = Gate { fail_on_new: true, ..Gate::default() };
    let then = report(vec![]);
    let mut now = one(Critical, vec![fail()]);
    assert_eq!(gate(&now, Some(&then), &demanded).misses.len(), 1, "same set: it was not judged then, and fails now");
    now.scoring.checks = "sha256:01".into();
    let gated = gate(&now, Some(&then), &demanded);
    assert_eq!((gated.misses, gated.not_compared), (vec![], vec!["a/x".to_owned()]));
}
