//! Documents to what was observed: desired state or dump, and what the absence of a kind means in either.

use std::collections::{BTreeMap, BTreeSet};

use super::manifests::{Declared, Reading, Unreadable};
use crate::extract::{self, Taken};
use crate::model::listing::Listing;
use crate::model::observed::{Absence, Observed, Resource, WrittenBy};
use crate::model::source::{Source, SourceKind};
use crate::model::verdict::Origin;
use crate::model::{Because, Ignorance, Time};

/// What the command line says about the input, over what the input says of itself.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Desired state or a dump.
    pub input: Option<Declared>,
    /// A kind that is not there does not exist.
    pub complete: bool,
    /// Secrets may be looked at (names, types and registry hosts only).
    pub read_secrets: bool,
    /// Ages are judged as of then, whatever the input says.
    pub now: Option<Time>,
    /// The time, for an input that says nothing.
    pub clock: Option<Time>,
    /// Resources that checks read raw, as `example.com/v1/widgets`.
    pub raw: BTreeSet<String>,
}

/// What became of the documents.
#[derive(Debug)]
pub struct Collected {
    /// The world.
    pub observed: Observed,
    /// Objects that were kept.
    pub objects: usize,
    /// Objects of kinds that carbon does not read, by kind.
    pub not_read: BTreeMap<String, usize>,
    /// What should have been readable and was not: what the reader found, and objects of the wrong shape.
    pub unreadable: Vec<Unreadable>,
}

/// Takes what was read into `Observed`.
pub fn collect(reading: Reading, options: &Options) -> Collected {
    let source = source(&reading, options);
    let kind = source.kind;
    let complete = options.complete || reading.source.as_ref().and_then(|it| it.complete).unwrap_or_default();
    let mut collected = Collected {
        observed: Observed::empty(source),
        objects: 0,
        not_read: BTreeMap::new(),
        unreadable: reading.unreadable,
    };
    // By group as well: a Gateway or a Backup of one group says nothing of those of another.
    let group = |api_version: &str| api_version.split_once('/').map_or(String::new(), |(group, _)| group.to_owned());
    let empty: BTreeSet<(String, String)> =
        reading.empty_lists.into_iter().map(|it| (group(&it.api_version), it.kind)).collect();
    for document in reading.documents {
        take(&mut collected, document.value, document.origin, document.root, options);
    }
    let doubts = Doubts::new(&collected.unreadable);
    collected.observed.settle(|resource, is_empty| {
        if resource.name == "secrets" && !options.read_secrets {
            return Absence::Unread(Ignorance::new(Because::NotCollected, "secrets"));
        }
        if doubts.about(resource) {
            return Absence::Unread(Ignorance::new(Because::Garbled, resource.name));
        }
        let seen = !is_empty || empty.contains(&(resource.group.to_owned(), resource.kind.to_owned()));
        match (kind, resource.written_by) {
            (SourceKind::Live, _) => Absence::None,
            (SourceKind::Dump, _) if complete || seen => Absence::None,
            (SourceKind::Dump, _) => Absence::Unread(Ignorance::new(Because::NotCollected, resource.name)),
            (SourceKind::Desired, WrittenBy::Server) => {
                Absence::Unread(Ignorance::new(Because::NotInSource, resource.name))
            }
            (SourceKind::Desired, WrittenBy::People) if is_empty => {
                Absence::Elsewhere(Ignorance::new(Because::NotInSource, resource.name))
            }
            (SourceKind::Desired, WrittenBy::People) => Absence::None,
        }
    });
    settle_raw(&mut collected.observed, options, kind, complete);
    collected.observed.sort();
    collected
}

fn source(reading: &Reading, options: &Options) -> Source {
    let said = reading.source.clone().unwrap_or_default();
    let from_server = reading.roots.iter().any(|root| root.has_uid);
    let kind = match options.input.or(said.input) {
        Some(Declared::Desired) => SourceKind::Desired,
        Some(Declared::Dump) => SourceKind::Dump,
        None if from_server => SourceKind::Dump,
        None => SourceKind::Desired,
    };
    let taken_at = options.now.or(said.taken_at).or(options.clock).unwrap_or(Time(jiff::Timestamp::UNIX_EPOCH));
    let root_name = || {
        let names: Vec<String> = reading.roots.iter().map(|root| name_of(&root.path)).collect();
        names.join(", ")
    };
    Source { kind, name: said.name.unwrap_or_else(root_name), taken_at }
}

fn name_of(path: &std::path::Path) -> String {
    match path.to_str() {
        Some("-") => "standard input".to_owned(),
        _ => path.file_name().map_or_else(|| path.display().to_string(), |it| it.to_string_lossy().into_owned()),
    }
}

fn take(collected: &mut Collected, value: serde_json::Value, origin: Origin, root: usize, options: &Options) {
    let text = |key: &str| value.get(key).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
    let (api_version, kind) = (text("apiVersion"), text("kind"));
    let named = options.raw.iter().find(|it| **it == resource_of(&api_version, &kind) && **it != SECRETS);
    if let Some(resource) = named {
        let raw = &mut collected.observed.raw;
        raw.entry(resource.clone()).or_insert_with(|| Listing::complete(Vec::new())).push(value.clone());
    }
    if kind == "Secret" && api_version == "v1" && !options.read_secrets {
        collected.objects += 1;
        return;
    }
    match extract::take(&mut collected.observed, value, origin.clone()) {
        Ok(Taken::Kept) => {
            collected.objects += 1;
        }
        Ok(Taken::NotRead) => {
            collected.objects += 1;
            *collected.not_read.entry(kind).or_default() += 1;
        }
        Err(error) => {
            let (path, line) = match origin {
                Origin::File { path, line } => (path, line),
                Origin::Api(path) => (path, 1),
            };
            collected.unreadable.push(Unreadable {
                path,
                line,
                column: 1,
                why: error.to_string(),
                help: Some("`kubectl apply --dry-run=server` would refuse it as well".to_owned()),
                kinds: BTreeSet::from([kind]),
                root,
            });
        }
    }
}

/// Kinds of which a broken document may be one: a list of these is not known to be whole.
struct Doubts {
    any: bool,
    kinds: BTreeSet<String>,
}

impl Doubts {
    fn new(unreadable: &[Unreadable]) -> Self {
        let kinds = unreadable.iter().flat_map(|it| it.kinds.iter().cloned()).collect();
        Self { any: unreadable.iter().any(|it| it.kinds.is_empty()), kinds }
    }

    fn about(&self, resource: &Resource) -> bool {
        self.any || self.kinds.contains(resource.kind)
    }
}

/// The resource of a kind: `example.com/v1/widgets` for a `Widget` of `example.com/v1`. Files do not name resources, so
/// English decides, as in code generators.
fn resource_of(api_version: &str, kind: &str) -> String {
    let lower = kind.to_lowercase();
    let plural = match lower.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ if lower.ends_with(['s', 'x']) || lower.ends_with("ch") || lower.ends_with("sh") => format!("{lower}es"),
        _ => format!("{lower}s"),
    };
    format!("{api_version}/{plural}")
}

/// Secrets raw: with their content, which is never kept, whatever a check or the command line asks for.
const SECRETS: &str = "v1/secrets";

fn settle_raw(observed: &mut Observed, options: &Options, kind: SourceKind, complete: bool) {
    for resource in &options.raw {
        let because = match kind {
            SourceKind::Desired => Because::NotInSource,
            SourceKind::Live | SourceKind::Dump => Because::NotCollected,
        };
        let may_be_none = complete && resource != SECRETS;
        observed.raw.entry(resource.clone()).or_insert_with(|| match may_be_none {
            true => Listing::complete(Vec::new()),
            false => Listing::unread(Ignorance::new(because, resource.clone())),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::manifests;

    fn observed(text: &str) -> Observed {
        let reading = manifests::read(&["-".into()], &mut text.as_bytes()).unwrap();
        collect(reading, &Options { input: Some(Declared::Dump), ..Options::default() }).observed
    }

    #[test]
    fn a_kind_of_one_group_says_nothing_of_its_namesake_in_another() {
        let backup = "apiVersion: velero.io/v1\nkind: Backup\nmetadata: {name: b, namespace: velero}\n";
        let seen = observed(backup);
        assert_eq!(seen.backups.all().unwrap().len(), 1);
        assert_eq!(seen.postgres_backups.all().unwrap_err().because, Because::NotCollected);
    }

    #[test]
    fn an_empty_list_says_that_there_are_none_of_its_group() {
        let seen = observed("apiVersion: gateway.networking.k8s.io/v1\nkind: GatewayList\nitems: []\n");
        assert!(seen.gateways.all().unwrap().is_empty());
        assert_eq!(seen.istio_gateways.all().unwrap_err().because, Because::NotCollected);
    }

    #[test]
    fn a_secret_is_never_read_raw_nor_taken_for_absent() {
        let secret =
            "apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: n}\nstringData: {password: hunter2}\n";
        for read_secrets in [false, true] {
            let reading = manifests::read(&["-".into()], &mut secret.as_bytes()).unwrap();
            let raw = BTreeSet::from([SECRETS.to_owned()]);
            let options = Options { complete: true, raw, read_secrets, ..Options::default() };
            let seen = collect(reading, &options).observed;
            assert!(!serde_json::to_string(&seen).unwrap().contains("hunter2"));
            assert_eq!(seen.raw[SECRETS].all().unwrap_err().because, Because::NotInSource);
        }
    }
}
