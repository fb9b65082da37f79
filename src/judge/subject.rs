//! The items that a check judges: found under its `each`, each with a name, a place and a namespace.

use std::collections::BTreeMap;

use super::expr::Value;
use crate::model::glob::matches as fits;
use crate::model::settings::Settings;
use crate::model::verdict::Origin;
use crate::model::{Gap, Ignorance};

/// The subject of a check without an `each`.
pub const CLUSTER: &str = "cluster";

/// What stands under an `each`.
pub(super) enum Subjects {
    /// The items that were seen, and what is missing beside them.
    Items(Vec<Value>, Vec<Gap>),
    /// Nothing, for a reason.
    No(Ignorance),
    /// No list at all.
    NoList,
}

/// Follows a path like `velero.schedules`.
pub(super) fn subjects(facts: &BTreeMap<String, Value>, path: &str) -> Subjects {
    let mut parts = path.split('.');
    let Some(mut value) = parts.next().and_then(|name| facts.get(name)) else { return Subjects::NoList };
    for part in parts {
        value = match (value, value.get(part)) {
            (Value::Unknown(why), _) => return Subjects::No(why.as_ref().clone()),
            (_, Some(next)) => next,
            // What is absent has no items.
            (_, None) => return Subjects::Items(Vec::new(), Vec::new()),
        };
    }
    match value {
        Value::List(items) => Subjects::Items(items.to_vec(), Vec::new()),
        // An absent kind in desired state is none; only joins with it have no answer.
        Value::Listing(listing) => listed(&listing.seen, &listing.gaps),
        Value::Unknown(why) => Subjects::No(why.as_ref().clone()),
        Value::Null
        | Value::Bool(_)
        | Value::Int(_)
        | Value::Double(_)
        | Value::Text(_)
        | Value::Time(_)
        | Value::Seconds(_)
        | Value::Map(_) => Subjects::NoList,
    }
}

fn listed(seen: &[Value], gaps: &[Gap]) -> Subjects {
    let ours: Vec<Gap> = gaps.iter().filter(|gap| !gap.why.is_out_of_scope()).cloned().collect();
    match (seen, ours.first(), gaps.first()) {
        ([], None, Some(gap)) => Subjects::No(gap.why.clone()),
        _ => Subjects::Items(seen.to_vec(), ours),
    }
}

/// The name of an item.
pub(super) fn name(item: &Value) -> String {
    item.get("subject").and_then(Value::as_text).unwrap_or(CLUSTER).to_owned()
}

/// Where an item came from.
pub(super) fn origin(item: &Value) -> Option<Origin> {
    serde_json::from_value(item.get("origin")?.to_json()).ok()
}

/// True if the settings want this item judged.
pub(super) fn is_wanted(item: &Value, settings: &Settings) -> bool {
    wants_namespace(item.get("namespace").and_then(Value::as_text).unwrap_or_default(), settings)
}

/// True if a part of a list that is missing would have been judged.
pub(super) fn is_missed(gap: &Gap, settings: &Settings) -> bool {
    let asked = &settings.selection.namespaces;
    match gap.namespace.as_deref() {
        Some(namespace) => wants_namespace(namespace, settings),
        None => asked.is_empty() || !asked.iter().all(|namespace| gap.except.contains(namespace)),
    }
}

/// What has no namespace is left out only where namespaces are asked for.
fn wants_namespace(namespace: &str, settings: &Settings) -> bool {
    let any = |patterns: &[String]| patterns.iter().any(|pattern| fits(pattern, namespace));
    let asked = &settings.selection.namespaces;
    let ignored = !namespace.is_empty() && any(&settings.config.ignore);
    !ignored && (asked.is_empty() || (!namespace.is_empty() && any(asked)))
}
