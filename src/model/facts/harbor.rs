//! Harbor, as it answered: whether it is well, who may come in, and how much room is left.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::known::Known;
use crate::model::time::{Seconds, Time};
use crate::model::verdict::Origin;

/// What a Harbor is found by: carbon.yaml, and a registry in the cluster with its hosts, which tell whether it is the
/// one of carbon.yaml.
pub(super) const FOUND: [&str; 16] = [
    "harbor",
    "deployments.apps",
    "statefulsets.apps",
    "daemonsets.apps",
    "replicasets.apps",
    "replicationcontrollers",
    "jobs.batch",
    "cronjobs.batch",
    "rollouts.argoproj.io",
    "pods",
    "configmaps",
    "ingresses.networking.k8s.io",
    "httproutes.gateway.networking.k8s.io",
    "ingressroutes.traefik.io",
    "virtualservices.networking.istio.io",
    "gateways.gateway.networking.k8s.io",
];

/// What pull secrets are found by.
pub(super) const PULLED: [&str; 18] = [
    "harbor",
    "secrets",
    "serviceaccounts",
    "deployments.apps",
    "statefulsets.apps",
    "daemonsets.apps",
    "replicasets.apps",
    "replicationcontrollers",
    "jobs.batch",
    "cronjobs.batch",
    "rollouts.argoproj.io",
    "pods",
    "configmaps",
    "ingresses.networking.k8s.io",
    "httproutes.gateway.networking.k8s.io",
    "ingressroutes.traefik.io",
    "virtualservices.networking.istio.io",
    "gateways.gateway.networking.k8s.io",
];

/// A Harbor that was asked, or that runs in the cluster.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Harbor {
    /// `host/HOST`; of one that was not asked `Kind/namespace/name` of its core.
    pub subject: String,
    /// Where its core was read, if it was not asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// It was asked. If not, nothing of the rest is known.
    pub asked: bool,
    /// Host, with the port if it is not the scheme's; empty if it was not asked.
    pub host: String,
    /// Namespace, if it is known to run in the cluster; else empty.
    pub namespace: String,

    /// Parts without which nobody pulls or pushes and that are unhealthy: core, registry, registryctl, database.
    #[schemars(extend("x-reads" = ["harbor"]))]
    pub parts_down: Known<Vec<String>>,
    /// Other parts that are unhealthy: redis, jobservice (which says so as well when only redis is away), trivy, portal.
    #[schemars(extend("x-reads" = ["harbor"]))]
    pub parts_degraded: Known<Vec<String>>,

    /// Version, as in `v2.15.2-abcdef`. Told to an account only.
    #[schemars(extend("x-reads" = ["harbor"]))]
    pub version: Known<String>,
    /// Minor versions between it and the newest that carbon knows; 0 if it is newer still.
    #[schemars(extend("x-reads" = ["harbor"]))]
    pub minors_behind: Known<i64>,
    /// It takes nothing: no pushes, no projects, no robots. Told to an account only.
    #[schemars(extend("x-reads" = ["harbor"]))]
    pub read_only: Known<bool>,
    /// The address that it sends clients to is without TLS: they would log in in the clear. Told to an account only.
    #[schemars(extend("x-reads" = ["harbor"]))]
    pub external_url_plain: Known<bool>,

    /// It is reached without TLS. Undetermined if it was asked through the API server, past the way that people use.
    #[schemars(extend("x-reads" = ["harbor"]))]
    pub plain: Known<bool>,
    /// Who vouches for its certificate: `public` authorities, the `given` one of carbon.yaml (whether nodes know it is
    /// not told), or `none`.
    #[schemars(extend("x-reads" = ["harbor"]))]
    pub trust: Known<String>,
    /// The host is among the names of its certificate.
    #[schemars(extend("x-reads" = ["harbor"]))]
    pub covers_host: Known<bool>,
    /// When its certificate ends.
    #[schemars(extend("x-reads" = ["harbor"]))]
    pub certificate_ends: Known<Time>,
    /// Time until then; negative if it has ended.
    #[schemars(extend("x-reads" = ["harbor"]))]
    pub certificate_left: Known<Seconds>,

    /// carbon.yaml gives an account.
    #[schemars(extend("x-reads" = ["harbor"]))]
    pub account_given: Known<bool>,
    /// Its name.
    #[schemars(extend("x-reads" = ["harbor"]))]
    pub account: Known<String>,
    /// It is a robot.
    #[schemars(extend("x-reads" = ["harbor"]))]
    pub account_robot: Known<bool>,
    /// It is `admin`.
    #[schemars(extend("x-reads" = ["harbor"]))]
    pub account_admin: Known<bool>,
    /// `/v2/` lets it in. That it does not is an answer only while the database is healthy: without it everybody is
    /// refused.
    #[schemars(extend("x-reads" = ["harbor"]))]
    pub registry_login: Known<bool>,
    /// The API lets it in. That it does not is an answer only while the database is healthy.
    #[schemars(extend("x-reads" = ["harbor"]))]
    pub api_login: Known<bool>,
    /// The password that the installer sets lets `admin` in. That it does not is an answer only while the database is
    /// healthy.
    #[schemars(extend("x-reads" = ["harbor"], "x-needs" = "default-password"))]
    pub default_password_works: Known<bool>,

    /// The share of its fullest volume that is free, from 0 to 1; absent where the storage tells no numbers (S3).
    #[schemars(extend("x-reads" = ["harbor"]))]
    pub free_share: Known<Option<f64>>,
}

/// A robot of a Harbor.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Robot {
    /// `robot/HOST/NAME`.
    pub subject: String,
    /// The Harbor's host.
    pub host: String,
    /// Name, as it logs in.
    pub name: String,
    /// Its project; empty = of the system.
    pub project: String,
    /// It is not switched off. One that has expired may well be enabled.
    pub enabled: bool,
    /// When it expires; absent = never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<Time>,
    /// Time until then, negative if it has expired; absent = never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<Seconds>,
    /// Rights that reach further than they sound: `project:update on *` and the like go for everything in every project.
    pub excess: Vec<String>,
    /// It may push somewhere.
    pub may_push: bool,
    /// It may delete something.
    pub may_delete: bool,
    /// Pull secrets in the cluster that hold its name, as `namespace/name`. Only Secrets tell.
    #[schemars(extend("x-reads" = PULLED, "x-needs" = "secrets"))]
    pub used_by: Known<Vec<String>>,
}

/// A project of a Harbor.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Project {
    /// `project/HOST/NAME`.
    pub subject: String,
    /// The Harbor's host.
    pub host: String,
    /// Name.
    pub name: String,
    /// Everybody may pull from it.
    pub public: bool,
    /// Its room has a limit.
    #[schemars(extend("x-reads" = ["harbor"]))]
    pub limited: Known<bool>,
    /// The share of the limit that is used, from 0 to 1 and, where it was lowered later, above; 0 without a limit.
    #[schemars(extend("x-reads" = ["harbor"]))]
    pub filled: Known<f64>,
}

/// A pull secret in the cluster, tried against a Harbor.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Pull {
    /// `Secret/namespace/name`.
    pub subject: String,
    /// The Harbor's host.
    pub host: String,
    /// Namespace of the Secret.
    pub namespace: String,
    /// Name of the Secret.
    pub name: String,
    /// The account in it.
    pub account: String,
    /// It is let in. That it is not is an answer only while the database is healthy.
    #[schemars(extend("x-reads" = ["harbor"]))]
    pub login: Known<bool>,
    /// It may pull from every repository that pods pull from with it.
    #[schemars(extend("x-reads" = ["harbor"]))]
    pub may_pull: Known<bool>,
    /// Repositories from which it may not.
    #[schemars(extend("x-reads" = ["harbor"]))]
    pub refused: Known<Vec<String>>,
}
