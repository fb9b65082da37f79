//! Images and the registries in the cluster.

use schemars::JsonSchema;
use serde::Serialize;

use super::workload::{MAKERS, MIRROR};
use crate::model::known::Known;
use crate::model::verdict::Origin;

/// An image, once for all who use it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Image {
    /// `image/REF`.
    pub subject: String,
    /// Where it was read first: in a template if one has it.
    #[schemars(extend("x-reads" = MAKERS))]
    pub origin: Known<Origin>,
    /// The reference, normalised as the runtime does; as written if it is none.
    #[serde(rename = "ref")]
    pub reference: String,
    /// It is a reference. What still holds a placeholder is none.
    pub valid: bool,
    /// Host of the registry, `docker.io` if none is written; empty if not valid.
    pub registry: String,
    /// Path in the registry, with `library/` where Docker adds it; empty if not valid.
    pub repository: String,
    /// Tag; empty if there is only a digest.
    pub tag: String,
    /// Digest; empty if there is none.
    pub digest: String,
    /// `digest`, `version` (a tag that by custom stays where it is) or `moving`. Undetermined if not valid.
    pub pinned: Known<String>,
    /// Subjects of the workloads that use it (of the pod, if nobody made it).
    #[schemars(extend("x-reads" = MAKERS))]
    pub workloads: Known<Vec<String>>,
    /// Their namespaces.
    #[schemars(extend("x-reads" = MAKERS))]
    pub namespaces: Known<Vec<String>>,
    /// It is used in namespaces of the distribution only.
    #[schemars(extend("x-reads" = MAKERS))]
    pub system: Known<bool>,
    /// An operator chose it: everything that uses it was made from a custom resource.
    #[schemars(extend("x-reads" = MAKERS))]
    pub operator_chosen: Known<bool>,
    /// Only what a registry in the cluster needs before it can serve uses it: the registry itself and what stands beside
    /// it, network, storage, ingress, certificates, backup, the distribution.
    #[schemars(extend("x-reads" = MAKERS))]
    pub bootstrap: Known<bool>,
    /// There is a registry of one's own from which it could come: carbon.yaml names one, or one runs in the cluster.
    #[schemars(extend("x-reads" = MAKERS))]
    pub mirror_known: Known<bool>,
    /// It comes from there.
    #[schemars(extend("x-reads" = MIRROR))]
    pub from_mirror: Known<bool>,
    /// Why nothing new will appear where it comes from; empty if it may. Undetermined for a digest without a tag where
    /// the tag decides.
    pub frozen: Known<String>,
    /// Digests that run. Undetermined where a node only tells the id of a local image.
    #[schemars(extend("x-reads" = ["pods"]))]
    pub running_digests: Known<Vec<String>>,
}

/// A registry that runs in the cluster.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Registry {
    /// `Kind/namespace/name` of its core.
    pub subject: String,
    /// Where it was read.
    pub origin: Origin,
    /// `harbor`.
    pub kind: String,
    /// Namespace.
    pub namespace: String,
    /// Name of its core.
    pub name: String,
    /// Hosts under which it is reached: those of the routes to its Services, and what it says of itself.
    #[schemars(extend("x-reads" = [
        "configmaps", "ingresses.networking.k8s.io", "httproutes.gateway.networking.k8s.io", "ingressroutes.traefik.io",
        "virtualservices.networking.istio.io", "gateways.gateway.networking.k8s.io"
    ]))]
    pub hosts: Known<Vec<String>>,
    /// Its workloads, as `Kind/name`.
    #[schemars(extend("x-reads" = MAKERS))]
    pub components: Known<Vec<String>>,
    /// Those that are not as they should be: not rolled out, or a replica is not ready.
    #[schemars(extend("x-reads" = MAKERS))]
    pub components_down: Known<Vec<String>>,
}
