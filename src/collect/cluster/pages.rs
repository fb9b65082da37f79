//! One list, page by page: each object is taken out of its page and the page is dropped, so that memory grows with what
//! is kept.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::reader::Reader;
use super::targets::Target;
use crate::extract;
use crate::model::Time;
use crate::model::listing::Listing;
use crate::model::observed::Observed;
use crate::model::source::{Source, SourceKind};
use crate::model::verdict::Origin;
use crate::net::kube::Failure;

/// Objects a page.
const PAGE: usize = 500;

/// What a list brought, and why there is no more.
pub(super) struct Part {
    pub(super) observed: Observed,
    pub(super) objects: usize,
    pub(super) unreadable: Vec<String>,
    pub(super) failure: Option<Failure>,
}

/// A page, with its objects still as text.
#[derive(Deserialize)]
struct Page<'a> {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    metadata: Head,
    /// May be null, and is never left out.
    #[serde(borrow, deserialize_with = "Option::deserialize")]
    items: Option<Vec<&'a RawValue>>,
}

#[derive(Deserialize, Default)]
struct Head {
    #[serde(default, rename = "continue")]
    next: Option<String>,
}

impl Part {
    fn new() -> Self {
        let nowhere =
            Source { kind: SourceKind::Live, name: String::new(), taken_at: Time(jiff::Timestamp::UNIX_EPOCH) };
        Self { observed: Observed::empty(nowhere), objects: 0, unreadable: Vec::new(), failure: None }
    }

    /// Takes an object of a page over.
    fn take(&mut self, target: &Target, mut object: Value) {
        self.objects += 1;
        let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        let path = format!("{}/{}", target.path(Some(text("/metadata/namespace"))), text("/metadata/name"));
        // The objects of a list leave out what the list says.
        if let Value::Object(fields) = &mut object {
            fields.insert("apiVersion".to_owned(), target.api_version().into());
            fields.insert("kind".to_owned(), target.kind.clone().into());
        }
        if target.is_raw() {
            let list = self.observed.raw.entry(target.name.clone()).or_insert_with(|| Listing::complete(Vec::new()));
            strip(&mut object);
            list.push(object);
        } else if let Err(error) = extract::take(&mut self.observed, object, Origin::Api(path.clone())) {
            self.unreadable.push(format!("{path}: {error}"));
        }
    }
}

/// Nobody judges who wrote which field, and the last-applied annotation repeats the object.
fn strip(object: &mut Value) {
    let Some(Value::Object(metadata)) = object.get_mut("metadata") else { return };
    metadata.remove("managedFields");
    if let Some(Value::Object(annotations)) = metadata.get_mut("annotations") {
        annotations.remove("kubectl.kubernetes.io/last-applied-configuration");
    }
}

impl Reader<'_> {
    /// Reads a list to its end. One that expires on the way is begun again, once.
    pub(super) async fn list(&self, target: &Target, namespace: Option<&str>) -> Part {
        let first = self.attempt(target, namespace).await;
        match first.failure {
            Some(Failure::Expired) => self.attempt(target, namespace).await,
            _ => first,
        }
    }

    async fn attempt(&self, target: &Target, namespace: Option<&str>) -> Part {
        let mut part = Part::new();
        part.failure = self.each(&target.path(namespace), "", |object| part.take(target, object)).await.err();
        part
    }

    /// Hands over each object of a list, page by page; `selector` narrows it.
    pub(super) async fn each(&self, list: &str, selector: &str, mut take: impl FnMut(Value)) -> Result<(), Failure> {
        let narrowed = if selector.is_empty() { String::new() } else { format!("&{selector}") };
        let mut seen = BTreeSet::new();
        let mut tokens = BTreeSet::new();
        let mut path = format!("{list}?limit={PAGE}{narrowed}");
        loop {
            let body = self.get(&path, "application/json").await?;
            let page: Page<'_> = serde_json::from_slice(&body).map_err(|why| Failure::Garbled(why.to_string()))?;
            if !page.kind.ends_with("List") {
                return Err(Failure::Garbled(format!("it is of kind `{}` and no list", page.kind)));
            }
            for (position, item) in page.items.unwrap_or_default().into_iter().enumerate() {
                let object: Value =
                    serde_json::from_str(item.get()).map_err(|why| Failure::Garbled(why.to_string()))?;
                // Something that ignores where to go on answers for ever.
                if position == 0 && !seen.insert(name(&object)) {
                    return Err(Failure::Garbled("a page came twice".to_owned()));
                }
                take(object);
            }
            match page.metadata.next.filter(|it| !it.is_empty()) {
                None => return Ok(()),
                Some(next) if !tokens.insert(next.clone()) => {
                    return Err(Failure::Garbled("a page leads back to itself".to_owned()));
                }
                Some(next) => path = format!("{list}?limit={PAGE}{narrowed}&continue={}", encoded(&next)),
            }
        }
    }
}

/// Namespace and name: what no two objects of a list have in common.
fn name(object: &Value) -> (String, String) {
    let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
    (text("/metadata/namespace"), text("/metadata/name"))
}

/// A token as a part of a query. Nothing says of which characters it consists.
fn encoded(token: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let encode = |byte: u8| match is_plain(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    token.bytes().map(encode).collect()
}
