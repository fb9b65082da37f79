//! What a Harbor answered: each answer stands for itself, so that one that is refused leaves the others known.
//!
//! No credential is kept: of an account its name and whether it was let in.

use serde::{Deserialize, Serialize};

use crate::model::known::Ignorance;
use crate::model::listing::Listing;
use crate::model::time::Time;

/// The name under which ignorance speaks of a Harbor, and fields say that they are read from one.
pub const HARBOR: &str = "harbor";

/// An answer, or why there is none.
pub type Answer<T> = Result<T, Ignorance>;

/// A Harbor that carbon.yaml names or that runs in the cluster.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Harbor {
    /// Host, with the port if it is not the scheme's: what stands in image references.
    pub host: String,
    /// `namespace/name` of its Service, if it runs in the cluster.
    pub service: Option<String>,
    /// Asked without TLS on the way that people use; `None` = asked through the API server, past that way.
    pub plain: Option<bool>,
    /// What `/health` says. Up to ten seconds old in both directions.
    pub health: Answer<Vec<Component>>,
    /// The certificate of the address that carbon.yaml gives. An undetermined answer if it was asked in another way.
    pub certificate: Answer<Certificate>,
    /// What `/systeminfo` tells to an account.
    pub system: Answer<System>,
    /// The account of carbon.yaml. `Ok(None)` = none is given.
    pub account: Answer<Option<Account>>,
    /// The password that the installer sets lets `admin` in. Only tried with the permission.
    pub default_password: Answer<bool>,
    /// Robots, of the system and of projects.
    pub robots: Listing<Robot>,
    /// Projects.
    pub projects: Listing<Project>,
    /// Free and total space of the volumes, in bytes; none where the storage tells no numbers (S3).
    pub volumes: Answer<Vec<Volume>>,
    /// What became of the pull secrets in the cluster that name this host. Only with the permission to read Secrets.
    pub pulls: Listing<Pull>,
}

/// A part of Harbor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Component {
    /// `core`, `registry`, `database`...
    pub name: String,
    /// `status` is `healthy`.
    pub healthy: bool,
    /// What it says is wrong; empty if nothing.
    pub error: String,
}

/// A certificate as it was served.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Certificate {
    /// `notAfter`.
    pub expires: Time,
    /// The host is among its names.
    pub covers_host: bool,
    /// Who vouches for it.
    pub trust: Trust,
}

/// Who vouches for a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trust {
    /// An authority that every machine knows.
    Public,
    /// Only the authority that carbon.yaml names, or one that only this machine knows: whether the nodes know it as
    /// well is not told.
    Given,
    /// Nobody.
    None,
}

/// What Harbor says of itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct System {
    /// `harbor_version`, as in `v2.15.2-abcdef`.
    pub version: String,
    /// No pushes, no projects, no robots.
    pub read_only: bool,
    /// `external_url`: what it puts in front of realms and links.
    pub external_url: String,
}

/// An account, and whether it was let in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// Its name.
    pub name: String,
    /// It is a robot.
    pub robot: bool,
    /// `GET /v2/` lets it in.
    pub registry: Answer<bool>,
    /// The API lets it in.
    pub api: Answer<bool>,
}

/// A robot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Robot {
    /// Full name, as it logs in.
    pub name: String,
    /// The project; `None` = of the system.
    pub project: Option<String>,
    /// Disabled.
    pub disabled: bool,
    /// When it expires; `None` = never.
    pub expires: Option<Time>,
    /// What it may do.
    pub permissions: Vec<Permission>,
}

/// A right of a robot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Permission {
    /// `system` or `project`.
    pub kind: String,
    /// Project, `*` = every one, `/` = the system.
    pub namespace: String,
    /// What, as in `repository`.
    pub resource: String,
    /// The action, as in `push`.
    pub action: String,
    /// `effect: deny`.
    pub denied: bool,
}

/// A project.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Project {
    /// Name.
    pub name: String,
    /// Everybody may pull.
    pub public: bool,
    /// Bytes used, and the limit (`None` = unlimited).
    pub quota: Answer<Quota>,
}

/// Room of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quota {
    /// Bytes used.
    pub used: u64,
    /// The limit in bytes; `None` = unlimited.
    pub limit: Option<u64>,
}

/// Space of a volume.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Volume {
    /// Bytes in all.
    pub total: u64,
    /// Bytes free.
    pub free: u64,
}

/// A pull secret tried against this Harbor, and an image that pods pull with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pull {
    /// Namespace of the Secret.
    pub namespace: String,
    /// Name of the Secret.
    pub secret: String,
    /// The account in it.
    pub account: String,
    /// `GET /v2/` lets it in.
    pub login: Answer<bool>,
    /// Repositories that pods pull with it, and whether it may.
    pub repositories: Vec<Allowed>,
}

/// Whether an account may pull from a repository.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Allowed {
    /// Repository, without the host.
    pub repository: String,
    /// It may.
    pub allowed: Answer<bool>,
}
