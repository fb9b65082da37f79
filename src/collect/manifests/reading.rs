//! What reading files gives: objects with their origins, and an account of everything that is not one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde::Deserialize;
use serde_json::Value;

use super::identity::Identity;
use crate::model::Time;
use crate::model::verdict::Origin;

/// All inputs read.
#[derive(Debug, Default)]
pub struct Reading {
    /// The objects, in path order; of duplicates only the last.
    pub documents: Vec<Document>,
    /// Lists that were collected and have no items.
    pub empty_lists: Vec<EmptyList>,
    /// What the input says of itself.
    pub source: Option<SourceDocument>,
    /// How many documents (or files) are not objects, by reason.
    pub skipped: BTreeMap<Skip, usize>,
    /// Objects that another one of the same identity replaces.
    pub duplicates: Vec<Duplicate>,
    /// What should have been readable and was not.
    pub unreadable: Vec<Unreadable>,
    /// The inputs, in the order given.
    pub roots: Vec<Root>,
}

/// One Kubernetes object: a map with `apiVersion`, `kind` and `metadata.name` (or `generateName`), without
/// `managedFields` and the last-applied annotation.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The object.
    pub value: Value,
    /// Its file and first line.
    pub origin: Origin,
    /// The input that it came from: an index into [`Reading::roots`].
    pub root: usize,
    /// SOPS has encrypted it: names and keys are legible, values are not what the cluster holds.
    pub encrypted: bool,
}

/// A list that was read and is empty: there are none of its kind (`items: null` does not say so).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmptyList {
    /// `apps/v1`.
    pub api_version: String,
    /// The kind of the items: `Deployment` for a `DeploymentList`.
    pub kind: String,
    /// The input that it came from: an index into [`Reading::roots`].
    pub root: usize,
}

/// What an input says of itself (`apiVersion: carbon.dev/v1`, `kind: Source`).
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct SourceDocument {
    /// When the objects were read from the cluster; ages are judged as of then.
    pub taken_at: Option<Time>,
    /// Desired state or a dump.
    pub input: Option<Declared>,
    /// True if a kind that is not there does not exist.
    pub complete: Option<bool>,
    /// The name of the platform.
    pub name: Option<String>,
}

/// What kind of input files are said to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Declared {
    /// What people write.
    Desired,
    /// What a server returned.
    Dump,
}

/// Why a document, or a file, holds no object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Skip {
    /// No `apiVersion` and `kind`: Helm values, a chart's metadata, a compose file, any other YAML or JSON.
    NotAnObject,
    /// `metadata.name`, but no `apiVersion` and `kind`: some collectors drop them, and nothing else tells the kind.
    Kindless,
    /// `apiVersion` and `kind`, but no `metadata.name`: the configuration of some program.
    Nameless,
    /// It neither parses nor looks like Kubernetes.
    NotYaml,
    /// No text: an archive or an encrypted file.
    Binary,
    /// A `kustomization.yaml`, or an object of `kustomize.config.k8s.io`.
    Kustomization,
    /// A patch or another input of a kustomization, or what has the shape of a patch.
    KustomizePatch,
    /// SOPS has encrypted the document so that not even its kind or name is legible.
    EncryptedSops,
    /// A list with `items: null` or without `items`: nothing was collected.
    ListWithoutItems,
    /// A `kind: List` with no items: it does not say what there is none of.
    UntypedEmptyList,
}

/// Two objects of one identity: the last in path order stands, as with apply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// What they have in common.
    pub identity: Identity,
    /// The one that stands.
    pub kept: Origin,
    /// The one that does not.
    pub dropped: Origin,
}

/// Something that should have been readable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The file.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
    /// The column in the line, from 1.
    pub column: u32,
    /// What is wrong, in one line.
    pub why: String,
    /// What the reader can do.
    pub help: Option<String>,
    /// The kinds that it may hold, so that a list of these is not known to be whole; empty: it may hold any.
    pub kinds: BTreeSet<String>,
    /// The input that it belongs to: an index into [`Reading::roots`].
    pub root: usize,
}

/// One input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    /// As given; `-` is standard input.
    pub path: PathBuf,
    /// True if an object has `metadata.uid`: it comes from a server, so the input is a dump.
    pub has_uid: bool,
}

impl Reading {
    pub(super) fn skip(&mut self, why: Skip) {
        *self.skipped.entry(why).or_default() += 1;
    }
}
