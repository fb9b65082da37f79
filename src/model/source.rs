//! Where the world was read: a cluster or files, and when.

use serde::{Deserialize, Serialize};

use super::time::Time;

/// The source of an audit. Part of what was observed, so that a snapshot's report equals the run that read it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// What was read.
    pub kind: SourceKind,
    /// The name of the platform, as the `Source` document or the kubeconfig context gives it; else the path.
    pub name: String,
    /// When it was read. Ages are judged as of then.
    pub taken_at: Time,
}

/// What kind of source it is: it alone decides what can be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// A cluster.
    Live,
    /// Objects as a server returned them; what is not there was not collected, unless the dump is complete.
    Dump,
    /// Manifests: what people write. No status, no nodes, no pods.
    Desired,
}
