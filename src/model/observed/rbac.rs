//! Roles and bindings, in essence.

use serde::{Deserialize, Serialize};

/// `Role`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Role {}

/// `Binding`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Binding {}
