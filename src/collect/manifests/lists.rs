//! Unrolls lists: what a server, or `kubectl get`, puts around objects.

use serde_json::{Map, Value};

use super::node::{Node, Shape};
use super::reading::Skip;

/// A part of a document that stands on its own.
#[derive(Debug, PartialEq)]
pub(super) enum Element {
    /// A map: an object, or what looks like one.
    Object { line: u32, fields: Map<String, Value> },
    /// A list of a kind, without items.
    Empty { api_version: String, kind: String },
    /// Neither.
    Skipped(Skip),
}

/// What a typed list says of its items, which a server does not repeat in each.
#[derive(Clone)]
struct ItemType {
    api_version: String,
    kind: String,
}

/// Hands each element of a document to `take`, in order.
pub(super) fn unroll(document: Node, take: &mut impl FnMut(Element)) {
    unroll_as(document, None, take);
}

fn unroll_as(node: Node, item_type: Option<&ItemType>, take: &mut impl FnMut(Element)) {
    match node.shape {
        Shape::Object { fields, items } => match list_kind(&fields, items.as_deref()) {
            Some(list) => unroll_list(list, items, take),
            None => take(object(node.line, fields, items, item_type)),
        },
        // Of data that happens to be an array, one word is enough.
        Shape::Array(nodes) if !nodes.iter().any(may_be_object) => take(Element::Skipped(Skip::NotAnObject)),
        Shape::Array(nodes) => nodes.into_iter().for_each(|node| unroll_as(node, None, take)),
        Shape::Scalar(Value::Null) => {}
        Shape::Scalar(_) => take(Element::Skipped(Skip::NotAnObject)),
    }
}

fn unroll_list(list: ListKind, items: Option<Box<Node>>, take: &mut impl FnMut(Element)) {
    let item_type = match list {
        ListKind::Untyped => None,
        ListKind::Of(item_type) => Some(item_type),
    };
    match (items.map(|items| items.shape), item_type) {
        (Some(Shape::Array(nodes)), Some(of)) if nodes.is_empty() => {
            take(Element::Empty { api_version: of.api_version, kind: of.kind });
        }
        (Some(Shape::Array(nodes)), None) if nodes.is_empty() => take(Element::Skipped(Skip::UntypedEmptyList)),
        (Some(Shape::Array(nodes)), of) => nodes.into_iter().for_each(|node| unroll_as(node, of.as_ref(), take)),
        (Some(Shape::Object { .. } | Shape::Scalar(_)) | None, _) => take(Element::Skipped(Skip::ListWithoutItems)),
    }
}

enum ListKind {
    /// `kind: List`: each item says what it is.
    Untyped,
    /// `kind: DeploymentList`.
    Of(ItemType),
}

/// A list has a kind that ends so, no name, and items (perhaps null); a `RepositoryList` with a name is an object.
fn list_kind(fields: &Map<String, Value>, items: Option<&Node>) -> Option<ListKind> {
    let text = |key: &str| fields.get(key).and_then(Value::as_str);
    let (api_version, kind) = (text("apiVersion")?, text("kind")?.strip_suffix("List")?);
    let named = fields.get("metadata").is_some_and(|metadata| metadata.get("name").is_some());
    match items.map(|items| &items.shape) {
        Some(Shape::Object { .. }) => None,
        Some(Shape::Array(_) | Shape::Scalar(_)) | None if named => None,
        Some(Shape::Array(_) | Shape::Scalar(_)) | None if kind.is_empty() => Some(ListKind::Untyped),
        Some(Shape::Array(_) | Shape::Scalar(_)) | None => {
            Some(ListKind::Of(ItemType { api_version: api_version.to_owned(), kind: kind.to_owned() }))
        }
    }
}

fn object(line: u32, fields: Map<String, Value>, items: Option<Box<Node>>, of: Option<&ItemType>) -> Element {
    let Value::Object(mut fields) = (Shape::Object { fields, items }).into_value() else {
        return Element::Skipped(Skip::NotAnObject);
    };
    if let Some(of) = of {
        fields.entry("apiVersion").or_insert_with(|| of.api_version.clone().into());
        fields.entry("kind").or_insert_with(|| of.kind.clone().into());
    }
    Element::Object { line, fields }
}

fn may_be_object(node: &Node) -> bool {
    match &node.shape {
        Shape::Object { fields, .. } => fields.contains_key("kind") || fields.contains_key("metadata"),
        Shape::Array(_) | Shape::Scalar(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::yaml;
    use super::*;

    fn elements(text: &str) -> Vec<String> {
        let mut elements = Vec::new();
        unroll(yaml::node(text).unwrap(), &mut |element| {
            elements.push(match element {
                Element::Object { line, fields } => {
                    let text = |key: &str| fields.get(key).and_then(Value::as_str).unwrap_or("-").to_owned();
                    format!("{line} {} {}", text("apiVersion"), text("kind"))
                }
                Element::Empty { api_version, kind } => format!("no {api_version} {kind}"),
                Element::Skipped(why) => format!("{why:?}"),
            });
        });
        elements
    }

    #[test]
    fn lists_are_unrolled() {
        let cases: [(&str, &[&str]); 13] = [
            ("{apiVersion: v1, kind: Pod}", &["1 v1 Pod"]),
            ("apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod}", &["4 v1 Pod"]),
            ("apiVersion: apps/v1\nkind: DeploymentList\nitems:\n- metadata: {}", &["4 apps/v1 Deployment"]),
            ("{apiVersion: v1, kind: PodList, items: [{apiVersion: v2, kind: Pot}]}", &["1 v2 Pot"]),
            ("apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: PodList\n  items:\n  - {}", &["7 v1 Pod"]),
            ("{apiVersion: apps/v1, kind: DeploymentList, items: []}", &["no apps/v1 Deployment"]),
            ("{apiVersion: apps/v1, kind: DeploymentList, items: null}", &["ListWithoutItems"]),
            ("{apiVersion: apps/v1, kind: DeploymentList}", &["ListWithoutItems"]),
            ("{apiVersion: v1, kind: List, items: []}", &["UntypedEmptyList"]),
            ("{apiVersion: v1, kind: List, items: [x, {a: b}]}", &["NotAnObject", "1 - -"]),
            ("{apiVersion: x/v1, kind: AllowList, metadata: {name: a}, items: []}", &["1 x/v1 AllowList"]),
            ("- {apiVersion: v1, kind: Pod}\n- {apiVersion: v1, kind: Service}", &["1 v1 Pod", "2 v1 Service"]),
            ("[{op: add}, {op: remove}]", &["NotAnObject"]),
        ];
        for (text, wanted) in cases {
            assert_eq!(elements(text), wanted, "{text}");
        }
    }

    #[test]
    fn an_objects_own_items_stay_in_it() {
        let mut found = None;
        unroll(yaml::node("{kind: X, apiVersion: v1, items: {a: [1]}}").unwrap(), &mut |element| found = Some(element));
        let Some(Element::Object { fields, .. }) = found else { panic!("no object") };
        assert_eq!(fields["items"], serde_json::json!({"a": [1]}));
    }
}
