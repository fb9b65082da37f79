//! The words of a check: there, and to the point.

use super::super::definition::Check;
use super::super::fields::Placed;
use super::super::problem::{Problem, did_you_mean};

/// What is wrong with the words.
pub(super) fn problems(check: &Check, remedies: &[&str]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut problem = |at, message: String| problems.push(Problem::new(&check.file, at, message));
    for (key, prose) in [("title", &check.title), ("why", &check.why), ("fix", &check.fix)] {
        if prose.value.trim().is_empty() {
            problem(prose.at, format!("'{key}' is empty"));
        }
    }
    let title = &check.title.value;
    for word in title.split(|c: char| !c.is_alphanumeric()).filter(|word| is_demand(word)) {
        problem(check.title.at, format!("the title is a promise in the present tense: no '{word}'"));
    }
    if title.trim_end().ends_with('.') || title.contains('\n') {
        problem(check.title.at, "the title is one line without a full stop".to_owned());
    }
    for link in check.refs.iter().filter(|link| !is_link(link)) {
        problem(link.at, format!("'{}' is no link", link.value));
    }
    if let Some(remedy) = check.remedy.as_ref().filter(|remedy| !remedies.contains(&remedy.value.as_str())) {
        let near = did_you_mean(&remedy.value, remedies.iter().copied());
        problem(remedy.at, format!("no fix '{}'{near}", remedy.value));
    }
    if !well_formed(&check.id) {
        problem(check.title.at, format!("'{}' is no id: lower case, digits and dashes", check.id));
    }
    problems
}

fn is_demand(word: &str) -> bool {
    ["should", "must", "shall"].iter().any(|demand| word.eq_ignore_ascii_case(demand))
}

fn is_link(link: &Placed<String>) -> bool {
    let rest = link.value.strip_prefix("https://").or_else(|| link.value.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let host = rest.split('/').next().unwrap_or_default();
        host.contains('.') && !host.starts_with('.') && !rest.contains(char::is_whitespace)
    })
}

fn well_formed(id: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    id.contains('/') && id.split('/').all(part)
}
