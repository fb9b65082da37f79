//! Who may do what, in essence.

use schemars::JsonSchema;
use serde::Serialize;

use super::workload::MAKERS;
use crate::model::known::Known;
use crate::model::verdict::Origin;

/// A RoleBinding or ClusterRoleBinding that gives something to service accounts, or to everybody.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Binding {
    /// `RoleBinding/namespace/name` or `ClusterRoleBinding/name`.
    pub subject: String,
    /// Where it was read.
    pub origin: Origin,
    /// Namespace; empty for a ClusterRoleBinding.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// The role that it gives, `Role/name` or `ClusterRole/name`.
    pub role: String,
    /// It holds in every namespace.
    pub cluster_wide: bool,
    /// Service accounts that get the role, as `namespace/name`.
    pub accounts: Vec<String>,
    /// Groups that every service account or every caller belongs to: `system:serviceaccounts`,
    /// `system:serviceaccounts:NAMESPACE`, `system:authenticated`, `system:unauthenticated`.
    pub groups: Vec<String>,
    /// Kubernetes or the distribution owns it: its name says `system:`, or it gives the role only to accounts in the
    /// distribution's namespaces.
    pub system: bool,
    /// The role allows every verb on every resource (of all groups, or of the core group).
    #[schemars(extend("x-reads" = ["roles.rbac.authorization.k8s.io", "clusterroles.rbac.authorization.k8s.io"]))]
    pub wildcard: Known<bool>,
    /// Subjects of the workloads that run as one of the accounts.
    #[schemars(extend("x-reads" = MAKERS))]
    pub used_by: Known<Vec<String>>,
    /// Only programs run as these accounts whose business is to write anything anywhere: Argo CD, Flux, Velero,
    /// Crossplane.
    #[schemars(extend("x-reads" = MAKERS))]
    pub expected: Known<bool>,
}
