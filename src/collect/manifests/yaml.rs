//! YAML as Kubernetes writes it: one document to a node.

use serde::de::{Deserialize, DeserializeSeed, Deserializer};
use serde_json::Value;
use serde_saphyr::{DuplicateKeyPolicy, NonFiniteFloatPolicy, Options, Spanned, UserMessageFormatter};

use super::fault::Fault;
use super::node::{Node, Shape, ShapeVisitor};

/// Deep enough for any CRD seen, shallow enough for the stack.
const MAX_DEPTH: usize = 64;
/// How many events aliases may add to a document, and how many bytes: an alias bomb ends here.
const MAX_ALIASED_EVENTS: usize = 250_000;
const MAX_ALIASED_BYTES: usize = 16 << 20;

/// Reads one document; lines in the nodes and in the fault count from the start of `text`.
pub(super) fn node(text: &str) -> Result<Node, Fault> {
    let read = |deserializer: serde_saphyr::Deserializer<'_, '_>| Lines.deserialize(deserializer);
    serde_saphyr::with_deserializer_from_str_with_options(text, options(text.len()), read)
        .map_err(|error| fault(text, &error))
}

/// Reads one document without lines.
pub(super) fn value(text: &str) -> Result<Value, Fault> {
    serde_saphyr::from_str_with_options(text, options(text.len())).map_err(|error| fault(text, &error))
}

/// What Kubernetes means by YAML, in an amount that fits the text.
fn options(bytes: usize) -> Options {
    serde_saphyr::options! {
        // A file is as big as it is (every node takes a byte at least); only what aliases add is bounded.
        budget: serde_saphyr::budget! {
            max_events: 2 * bytes + 2 * MAX_ALIASED_EVENTS,
            max_nodes: bytes + MAX_ALIASED_EVENTS,
            max_aliases: MAX_ALIASED_EVENTS,
            max_anchors: MAX_ALIASED_EVENTS,
            max_merge_keys: MAX_ALIASED_EVENTS,
            max_total_scalar_bytes: bytes + MAX_ALIASED_BYTES,
            max_depth: MAX_DEPTH,
            enforce_alias_anchor_ratio: false,
        },
        emit_comments: false,
        // kubectl warns, kustomize and the API server (strict) refuse: there is no telling which value was meant.
        duplicate_keys: DuplicateKeyPolicy::Error,
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: MAX_ALIASED_EVENTS },
        // sigs.k8s.io/yaml reads YAML 1.1 numbers: `defaultMode: 0644` is 420.
        legacy_octal_numbers: true,
        // `on`, `yes` and the like stay strings: that is what whoever writes them into a string field means.
        strict_booleans: true,
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
        ignore_binary_tag_for_string: true,
        with_snippet: false,
    }
}

/// Reads a node whose line the library tells through `Spanned`.
#[derive(Clone, Copy)]
struct Lines;

impl<'de> DeserializeSeed<'de> for Lines {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        let spanned = Spanned::<Shape>::deserialize(deserializer)?;
        let line = u32::try_from(spanned.referenced.line()).unwrap_or(u32::MAX).max(1);
        Ok(Node { line, shape: spanned.value })
    }
}

impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        ShapeVisitor(Lines).read(deserializer)
    }
}

fn fault(text: &str, error: &serde_saphyr::Error) -> Fault {
    let (line, column) = error.location().map_or((1, 1), |at| (at.line(), at.column()));
    let rendered = error.without_snippet().render_with_formatter(&UserMessageFormatter);
    let why = rendered.rsplit_once(" at line ").map_or(rendered.as_str(), |(why, _)| why);
    match tab_in_indentation(text, line) {
        Some((line, column)) if why.contains("tab") => Fault::new(line, column, "a tab in the indentation"),
        Some(_) | None => Fault::new(line, column, why),
    }
}

/// The first tab that indents, from `line` on: the library names the end of the line before it.
fn tab_in_indentation(text: &str, line: u64) -> Option<(u64, u64)> {
    text.lines().zip(1_u64..).skip_while(|(_, number)| *number < line).take(2).find_map(|(text, number)| {
        let tab = text.find('\t')?;
        let blank = text.get(..tab)?.bytes().all(|byte| byte == b' ');
        blank.then_some((number, tab as u64 + 1))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn scalars_are_what_kubernetes_makes_of_them() {
        let cases = [
            ("on", json!("on")),
            ("yes", json!("yes")),
            ("off", json!("off")),
            ("No", json!("No")),
            ("y", json!("y")),
            ("n", json!("n")),
            ("true", json!(true)),
            ("False", json!(false)),
            ("~", json!(null)),
            ("", json!(null)),
            ("0644", json!(420)),
            ("0o644", json!(420)),
            ("'0644'", json!("0644")),
            ("0", json!(0)),
            ("-7", json!(-7)),
            ("1.5", json!(1.5)),
            ("0x10", json!(16)),
            ("1_000", json!(1000)),
            ("9223372036854775808", json!(9_223_372_036_854_775_808_u64)),
            ("200000000000000000000", json!(2e20)),
            ("1e400", json!(".inf")),
            (".nan", json!(".nan")),
            ("2025-10-20", json!("2025-10-20")),
            ("1:30", json!("1:30")),
            ("100m", json!("100m")),
            ("!!binary aGk=", json!("aGk=")),
            ("\"a\\nb\"", json!("a\nb")),
        ];
        for (text, wanted) in cases {
            assert_eq!(value(&format!("v: {text}")).map(|read| read["v"].clone()), Ok(wanted), "{text}");
        }
    }

    #[test]
    fn keys_are_strings_whatever_they_look_like() {
        assert_eq!(value("1: a\ntrue: b\non: c\n"), Ok(json!({"1": "a", "true": "b", "on": "c"})));
    }

    #[test]
    fn anchors_aliases_and_merges_are_resolved() {
        let text = "base: &base {app: x, tier: y}\nselector:\n  <<: *base\n  tier: z\ncopy: *base\n";
        let wanted = json!({
            "base": {"app": "x", "tier": "y"},
            "selector": {"app": "x", "tier": "z"},
            "copy": {"app": "x", "tier": "y"},
        });
        assert_eq!(value(text), Ok(wanted));
    }

    #[test]
    fn one_anchor_may_serve_hundreds_of_aliases() {
        let text = format!("a: &a x\nb:\n{}", "- *a\n".repeat(500));
        assert_eq!(value(&text).map(|read| read["b"].as_array().map(Vec::len)), Ok(Some(500)));
    }

    #[test]
    fn an_alias_bomb_is_a_fault_in_no_time() {
        let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..12 {
            let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
            text.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
        }
        assert!(value(&text).is_err());
        let long = format!("a: &a \"{}\"\nb: [{}]\n", "x".repeat(1 << 20), vec!["*a"; 1000].join(", "));
        assert!(value(&long).is_err(), "the bytes of aliased scalars count, too");
    }

    #[test]
    fn a_large_document_is_within_the_budget() {
        let text = "- {a: 1}\n".repeat(100_000);
        assert_eq!(value(&text).map(|read| read.as_array().map(Vec::len)), Ok(Some(100_000)));
    }

    #[test]
    fn depth_is_bounded_before_the_stack_is() {
        assert!(value(&format!("{}{}", "[".repeat(MAX_DEPTH), "]".repeat(MAX_DEPTH))).is_ok());
        assert!(value(&"[".repeat(100_000)).is_err());
        assert!(value(&"- ".repeat(100_000)).is_err());
    }

    #[test]
    fn a_fault_has_a_line_a_column_and_one_line_of_reason() {
        let duplicate = value("a: 1\nb: 2\na: 3\n").unwrap_err();
        assert_eq!((duplicate.line, duplicate.column), (3, 1), "{duplicate:?}");
        assert!(duplicate.why.contains("duplicate"), "{duplicate:?}");
        let tab = value("a:\n  b: 1\n\tc: 2\n").unwrap_err();
        assert_eq!((tab.line, tab.column), (3, 1), "{tab:?}");
        let template = value("a: 1\nreplicas: {{ .Values.replicas }}\n").unwrap_err();
        assert_eq!(template.line, 2, "{template:?}");
        for fault in [duplicate, tab, template] {
            assert!(!fault.why.contains('\n') && !fault.why.contains("line "), "{fault:?}");
        }
    }

    #[test]
    fn items_know_their_lines() {
        let text = "kind: List\nitems:\n# first\n- a: 1\n\n-\n  b: 2\n- {c: 3}\n";
        let Shape::Object { items: Some(items), .. } = node(text).unwrap().shape else { panic!("no items") };
        let Shape::Array(nodes) = items.shape else { panic!("no array") };
        assert_eq!(nodes.iter().map(|node| node.line).collect::<Vec<_>>(), [4, 7, 8]);
    }
}
