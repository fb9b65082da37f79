//! The one test that is worth all others: with any one resource refused, every verdict is what it was, or unknown;
//! with all status stripped, what it was, unknown, or out of scope.

use std::collections::BTreeMap;

use carbon::collect::manifests::{self, Reading};
use carbon::model::Because;
use carbon::model::observed::{RESOURCES, SERVICES};
use carbon::model::verdict::{Judged, Outcome};
use serde_json::Value;

use crate::{WORLDS, collected, folder, judged, observed, outcomes, pack};

#[test]
fn with_any_resource_refused_every_verdict_is_what_it_was_or_unknown() {
    let pack = pack();
    let mut wrong = Vec::new();
    for world in WORLDS {
        let whole = observed(world);
        let before = judged(&pack, &whole).judged;
        for resource in RESOURCES.iter().map(|it| it.name).chain(SERVICES.iter().copied()) {
            let mut refused = whole.clone();
            assert!(refused.refuse(resource, Because::Forbidden));
            let after = judged(&pack, &refused).judged;
            let told = compare(&before, &after, |outcome| matches!(outcome, Outcome::Unknown(_)));
            wrong.extend(told.into_iter().map(|line| format!("{world} without {resource}: {line}")));
        }
    }
    assert!(wrong.is_empty(), "{} lies:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn with_all_status_stripped_every_verdict_is_what_it_was_unknown_or_out_of_scope() {
    let pack = pack();
    let mut wrong = Vec::new();
    for world in WORLDS {
        let whole = observed(world);
        let mut reading = manifests::read(&[folder(world)], &mut std::io::empty()).unwrap();
        strip(&mut reading);
        let after = judged(&pack, &collected(reading)).judged;
        let may = |outcome: &Outcome| matches!(outcome, Outcome::Unknown(_) | Outcome::OutOfScope(_));
        let told = compare(&judged(&pack, &whole).judged, &after, may);
        wrong.extend(told.into_iter().map(|line| format!("{world} without status: {line}")));
    }
    assert!(wrong.is_empty(), "{} lies:\n{}", wrong.len(), wrong.join("\n"));
}

fn strip(reading: &mut Reading) {
    for document in &mut reading.documents {
        if let Value::Object(object) = &mut document.value {
            object.remove("status");
        }
    }
}

/// What changed, and to something else than ignorance. A subject may be gone only where the list has a gap.
pub(crate) fn compare(before: &[Judged], after: &[Judged], may_become: impl Fn(&Outcome) -> bool) -> Vec<String> {
    let gaps: BTreeMap<&str, bool> = after.iter().map(|it| (it.id.as_str(), !it.gaps.is_empty())).collect();
    let (before, after) = (outcomes(before), outcomes(after));
    let has_gap = |id: &str| gaps.get(id).copied().unwrap_or_default();
    let all_unknown = |id: &str| after.iter().filter(|((other, _), _)| *other == id).all(|(_, it)| may_become(it));
    let mut wrong = Vec::new();
    for ((id, subject), was) in &before {
        match after.get(&(*id, *subject)) {
            Some(is) if same(was, is) || may_become(is) => {}
            Some(is) => wrong.push(format!("{id} {subject}: {was:?} became {is:?}")),
            None if has_gap(id) || all_unknown(id) => {}
            None => wrong.push(format!("{id} {subject}: {was:?} is gone")),
        }
    }
    for ((id, subject), is) in &after {
        // A subject that was not there before may only say that nothing is known.
        if !before.contains_key(&(*id, *subject)) && !may_become(is) && **is != Outcome::NotApplicable {
            wrong.push(format!("{id} {subject}: new, {is:?}"));
        }
    }
    wrong
}

/// The same answer; what was found may be told with less.
fn same(was: &Outcome, is: &Outcome) -> bool {
    match (was, is) {
        (Outcome::Fail { credit: was, .. }, Outcome::Fail { credit: is, .. }) => was == is,
        (was, is) => was == is,
    }
}
