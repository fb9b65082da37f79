//! Harbor's answers, as far as they are read. What is missing in an answer is missing here.

use serde::Deserialize;

/// `/health`.
#[derive(Debug, Clone, Deserialize)]
pub struct Health {
    /// The parts; an answer without this list is not Harbor's.
    pub components: Vec<Component>,
}

/// A part of Harbor.
#[derive(Debug, Clone, Deserialize)]
pub struct Component {
    /// `core`, `database`...
    pub name: String,
    /// `healthy` or `unhealthy`.
    pub status: String,
    /// What is wrong.
    #[serde(default)]
    pub error: String,
}

/// `/systeminfo`. Nobody but an account is told these fields.
#[derive(Debug, Clone, Deserialize)]
pub struct System {
    /// As in `v2.15.2-080b0220`.
    pub harbor_version: Option<String>,
    /// Pushes are refused.
    pub read_only: Option<bool>,
    /// What it puts in front of realms and links.
    pub external_url: Option<String>,
}

/// `/systeminfo/volumes`.
#[derive(Debug, Clone, Deserialize)]
pub struct Volumes {
    /// The volumes.
    pub storage: Vec<Volume>,
}

/// A volume; both numbers are left out where the storage does not tell them.
#[derive(Debug, Clone, Deserialize)]
pub struct Volume {
    /// Bytes in all.
    #[serde(default)]
    pub total: u64,
    /// Bytes free.
    #[serde(default)]
    pub free: u64,
}

/// `/users/current`.
#[derive(Debug, Clone, Deserialize)]
pub struct User {
    /// Sees every project.
    #[serde(default)]
    pub sysadmin_flag: bool,
    /// The name.
    pub username: String,
}

/// An item of `/projects`.
#[derive(Debug, Clone, Deserialize)]
pub struct Project {
    /// Its number.
    pub project_id: i64,
    /// Its name.
    pub name: String,
    /// Every value of it is a text.
    #[serde(default)]
    pub metadata: Metadata,
}

/// Metadata of a project.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Metadata {
    /// `true` = everybody may pull.
    #[serde(default)]
    pub public: String,
}

/// `/projects/N/summary`.
#[derive(Debug, Clone, Deserialize)]
pub struct Summary {
    /// Left out for whoever may read the project but not its quota.
    pub quota: Option<Usage>,
}

/// Limit and use of a project.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Usage {
    /// The limit; -1 = none.
    pub hard: Storage,
    /// What is used.
    pub used: Storage,
}

/// Bytes.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Storage {
    /// Bytes.
    pub storage: i64,
}

/// An item of `/quotas`.
#[derive(Debug, Clone, Deserialize)]
pub struct Quota {
    /// Its number.
    pub id: i64,
    /// The project.
    #[serde(rename = "ref")]
    pub project: Reference,
    /// Limit and use.
    #[serde(flatten)]
    pub usage: Usage,
}

/// What a quota is of.
#[derive(Debug, Clone, Deserialize)]
pub struct Reference {
    /// The project's number.
    pub id: i64,
}

/// An item of `/robots`.
#[derive(Debug, Clone, Deserialize)]
pub struct Robot {
    /// Its number.
    pub id: i64,
    /// As it logs in, prefix included.
    pub name: String,
    /// `system` or `project`.
    pub level: String,
    /// Disabled.
    pub disable: bool,
    /// Seconds of the Unix clock; -1 = never.
    pub expires_at: i64,
    /// What it may do, by kind and namespace.
    #[serde(default)]
    pub permissions: Vec<Permission>,
}

/// Rights in a namespace.
#[derive(Debug, Clone, Deserialize)]
pub struct Permission {
    /// `system` or `project`.
    pub kind: String,
    /// Project, `*` or `/`.
    pub namespace: String,
    /// The rights.
    #[serde(default)]
    pub access: Vec<Access>,
}

/// A right.
#[derive(Debug, Clone, Deserialize)]
pub struct Access {
    /// What.
    pub resource: String,
    /// The action.
    pub action: String,
    /// `deny`, or nothing.
    #[serde(default)]
    pub effect: String,
}

/// What an error says.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Errors {
    #[serde(default)]
    pub(super) errors: Vec<Error>,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Error {
    #[serde(default)]
    pub(super) code: String,
    #[serde(default)]
    pub(super) message: String,
}
