//! Label selectors: the one place that decides whether labels match.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

/// Labels of an object.
pub type Labels = BTreeMap<String, String>;

/// A `metav1.LabelSelector`: all of its requirements hold, or it does not match.
///
/// Empty, it matches everything. Absent (`Option::None`) it matches nothing: ask [`selects`]. With a requirement that
/// Kubernetes refuses it matches nothing, and [`problem`](Self::problem) says why.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LabelSelector {
    /// Labels that must be there with these values.
    #[serde(default, deserialize_with = "null_is_empty", skip_serializing_if = "BTreeMap::is_empty")]
    pub match_labels: Labels,
    /// Further requirements.
    #[serde(default, deserialize_with = "null_is_empty", skip_serializing_if = "Vec::is_empty")]
    pub match_expressions: Vec<Requirement>,
}

/// One requirement on one label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Requirement {
    /// The label.
    pub key: String,
    /// `In`, `NotIn`, `Exists` or `DoesNotExist`; a text, since manifests hold what people write.
    pub operator: String,
    /// The values of `In` and `NotIn`.
    #[serde(default, deserialize_with = "null_is_empty", skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
}

/// Why Kubernetes refuses a selector.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SelectorProblem {
    /// A requirement without a label.
    #[error("a requirement names no label")]
    NoKey,
    /// The operator does not exist.
    #[error("`{operator}` on label `{key}` is no operator")]
    Operator {
        /// The label.
        key: String,
        /// As written.
        operator: String,
    },
    /// `In` and `NotIn` compare with values.
    #[error("{operator} on label `{key}` has no values")]
    NoValues {
        /// The label.
        key: String,
        /// The operator.
        operator: Operator,
    },
    /// `Exists` and `DoesNotExist` do not.
    #[error("{operator} on label `{key}` has values")]
    Values {
        /// The label.
        key: String,
        /// The operator.
        operator: Operator,
    },
}

/// What a requirement asks of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// The label is there with one of the values.
    In,
    /// The label is not there, or with none of the values.
    NotIn,
    /// The label is there.
    Exists,
    /// The label is not there.
    DoesNotExist,
}

impl LabelSelector {
    /// A selector of `matchLabels` only.
    pub fn of_labels(labels: Labels) -> Self {
        Self { match_labels: labels, match_expressions: Vec::new() }
    }

    /// True if it selects whatever it meets.
    pub fn is_empty(&self) -> bool {
        self.match_labels.is_empty() && self.match_expressions.is_empty()
    }

    /// True if an object with these labels is selected.
    pub fn matches(&self, labels: &Labels) -> bool {
        // One refused requirement makes the whole selector invalid: a `NotIn` beside it must not match either.
        self.problem().is_none()
            && contains(labels, &self.match_labels)
            && self.match_expressions.iter().all(|requirement| requirement.holds(labels))
    }

    /// Why Kubernetes refuses it, if it does.
    pub fn problem(&self) -> Option<SelectorProblem> {
        if self.match_labels.keys().any(String::is_empty) {
            return Some(SelectorProblem::NoKey);
        }
        self.match_expressions.iter().find_map(|requirement| requirement.operator().err())
    }
}

impl Requirement {
    /// The operator, if the requirement is one that Kubernetes accepts.
    ///
    /// # Errors
    /// If it has no key, an unknown operator, or values where none belong or none where some do.
    pub fn operator(&self) -> Result<Operator, SelectorProblem> {
        let key = || self.key.clone();
        if self.key.is_empty() {
            return Err(SelectorProblem::NoKey);
        }
        let operator = match self.operator.as_str() {
            "In" => Operator::In,
            "NotIn" => Operator::NotIn,
            "Exists" => Operator::Exists,
            "DoesNotExist" => Operator::DoesNotExist,
            other => return Err(SelectorProblem::Operator { key: key(), operator: other.into() }),
        };
        match (operator, self.values.is_empty()) {
            (Operator::In | Operator::NotIn, true) => Err(SelectorProblem::NoValues { key: key(), operator }),
            (Operator::Exists | Operator::DoesNotExist, false) => Err(SelectorProblem::Values { key: key(), operator }),
            (Operator::In | Operator::NotIn, false) | (Operator::Exists | Operator::DoesNotExist, true) => Ok(operator),
        }
    }

    fn holds(&self, labels: &Labels) -> bool {
        let value = labels.get(&self.key);
        let listed = value.is_some_and(|value| self.values.contains(value));
        match self.operator() {
            Ok(Operator::In) => listed,
            Ok(Operator::NotIn) => !listed,
            Ok(Operator::Exists) => value.is_some(),
            Ok(Operator::DoesNotExist) => value.is_none(),
            Err(_) => false,
        }
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::In => "In",
            Self::NotIn => "NotIn",
            Self::Exists => "Exists",
            Self::DoesNotExist => "DoesNotExist",
        })
    }
}

/// True if a selector that may be absent selects these labels: an absent one selects nothing.
///
/// Not for fields whose absence has a meaning of its own, such as a peer of a NetworkPolicy.
pub fn selects(selector: Option<&LabelSelector>, labels: &Labels) -> bool {
    selector.is_some_and(|selector| selector.matches(labels))
}

/// True if the map form of a selector (`Service.spec.selector`) selects these labels: an empty one selects nothing,
/// since such a Service has its endpoints from elsewhere.
pub fn matches_map(selector: &Labels, labels: &Labels) -> bool {
    !selector.is_empty() && contains(labels, selector)
}

fn contains(labels: &Labels, wanted: &Labels) -> bool {
    wanted.iter().all(|(key, value)| labels.get(key) == Some(value))
}

/// `matchLabels:` with nothing behind it is common in manifests.
fn null_is_empty<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(deserializer: D) -> Result<T, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

#[cfg(test)]
mod tests {
    use proptest::collection::{btree_map, vec};
    use proptest::prelude::*;

    use super::*;

    fn selector(yaml: &str) -> LabelSelector {
        serde_saphyr::from_str(yaml).unwrap()
    }

    fn labels(pairs: &[(&str, &str)]) -> Labels {
        pairs.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect()
    }

    #[test]
    fn empty_selects_all_and_absent_selects_nothing() {
        let pod = labels(&[("app", "web")]);
        for yaml in ["{}", "{matchLabels: {}}", "{matchLabels: null, matchExpressions: null}", "{matchExpressions: []}"]
        {
            assert!(selects(Some(&selector(yaml)), &pod), "{yaml}");
            assert!(selects(Some(&selector(yaml)), &Labels::new()), "{yaml}");
        }
        assert!(!selects(None, &pod));
    }

    #[test]
    fn every_operator_answers_as_kubernetes_does() {
        let pod = labels(&[("app", "web"), ("tier", "")]);
        let table = [
            ("{matchLabels: {app: web}}", true),
            ("{matchLabels: {app: api}}", false),
            ("{matchLabels: {app: web, zone: a}}", false),
            ("{matchExpressions: [{key: app, operator: In, values: [api, web]}]}", true),
            ("{matchExpressions: [{key: app, operator: In, values: [api]}]}", false),
            ("{matchExpressions: [{key: zone, operator: In, values: ['']}]}", false),
            ("{matchExpressions: [{key: app, operator: NotIn, values: [web]}]}", false),
            ("{matchExpressions: [{key: zone, operator: NotIn, values: [a]}]}", true),
            ("{matchExpressions: [{key: tier, operator: Exists}]}", true),
            ("{matchExpressions: [{key: zone, operator: Exists}]}", false),
            ("{matchExpressions: [{key: zone, operator: DoesNotExist, values: null}]}", true),
            ("{matchExpressions: [{key: app, operator: DoesNotExist}]}", false),
            ("{matchLabels: {app: web}, matchExpressions: [{key: zone, operator: Exists}]}", false),
        ];
        for (yaml, wanted) in table {
            assert_eq!(selector(yaml).matches(&pod), wanted, "{yaml}");
            assert_eq!(selector(yaml).problem(), None, "{yaml}");
        }
    }

    #[test]
    fn a_refused_requirement_selects_nothing_and_says_why() {
        let table = [
            ("{matchExpressions: [{key: app, operator: In}]}", "In on label `app` has no values"),
            ("{matchExpressions: [{key: a, operator: NotIn, values: []}]}", "NotIn on label `a` has no values"),
            (
                "{matchExpressions: [{key: app, operator: Equals, values: [web]}]}",
                "`Equals` on label `app` is no operator",
            ),
            ("{matchExpressions: [{key: app, operator: in, values: [web]}]}", "`in` on label `app` is no operator"),
            ("{matchExpressions: [{key: app, operator: Exists, values: [web]}]}", "Exists on label `app` has values"),
            ("{matchExpressions: [{key: '', operator: DoesNotExist}]}", "a requirement names no label"),
        ];
        for (yaml, wanted) in table {
            let selector = selector(yaml);
            assert_eq!(selector.problem().map(|problem| problem.to_string()).as_deref(), Some(wanted), "{yaml}");
            assert!(!selector.matches(&labels(&[("app", "web")])), "{yaml}");
            assert!(!selector.matches(&Labels::new()), "{yaml}");
        }
    }

    #[test]
    fn an_empty_service_selector_selects_nothing() {
        let pod = labels(&[("app", "web"), ("zone", "a")]);
        assert!(!matches_map(&Labels::new(), &pod));
        assert!(matches_map(&labels(&[("app", "web")]), &pod));
        assert!(!matches_map(&labels(&[("app", "web"), ("zone", "b")]), &pod));
    }

    #[test]
    fn it_is_written_as_kubernetes_writes_it() {
        let text = r#"{"matchLabels":{"app":"web"},"matchExpressions":[{"key":"zone","operator":"Exists"}]}"#;
        let read: LabelSelector = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
    }

    /// A second opinion, by cases instead of by composition; `None` = Kubernetes refuses it.
    fn oracle(selector: &LabelSelector, labels: &Labels) -> Option<bool> {
        let mut verdict = true;
        for (key, value) in &selector.match_labels {
            verdict &= labels.iter().any(|pair| pair == (key, value));
        }
        for Requirement { key, operator, values } in &selector.match_expressions {
            let present = labels.contains_key(key);
            let hit = values.iter().any(|value| labels.iter().any(|pair| pair == (key, value)));
            verdict &= match (operator.as_str(), values.len()) {
                ("In", 1..) => present && hit,
                ("NotIn", 1..) => !present || !hit,
                ("Exists", 0) => present,
                ("DoesNotExist", 0) => !present,
                _ => return None,
            };
        }
        Some(verdict)
    }

    fn some_labels() -> impl Strategy<Value = Labels> {
        btree_map("[abc]", "[xyz]", 0..3)
    }

    fn some_selector() -> impl Strategy<Value = LabelSelector> {
        let operator = prop::sample::select(vec!["In", "NotIn", "Exists", "DoesNotExist", "Gt"]);
        let requirement = ("[abcd]", operator, vec("[xyz]", 0..3)).prop_map(|(key, operator, values)| Requirement {
            key,
            operator: operator.into(),
            values,
        });
        (some_labels(), vec(requirement, 0..3))
            .prop_map(|(match_labels, match_expressions)| LabelSelector { match_labels, match_expressions })
    }

    proptest! {
        #[test]
        fn it_agrees_with_a_naive_oracle(selector in some_selector(), labels in some_labels()) {
            let wanted = oracle(&selector, &labels);
            prop_assert_eq!(selector.problem().is_none(), wanted.is_some());
            prop_assert_eq!(selector.matches(&labels), wanted.unwrap_or(false));
        }

        #[test]
        fn the_map_form_is_the_same_but_for_empty(map in some_labels(), labels in some_labels()) {
            let same = LabelSelector::of_labels(map.clone()).matches(&labels);
            prop_assert_eq!(matches_map(&map, &labels), same && !map.is_empty());
        }
    }
}
