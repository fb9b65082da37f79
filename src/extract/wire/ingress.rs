//! Ingresses and their classes, in the shapes of `networking.k8s.io/v1` and of its forerunner `v1beta1`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::meta::{text, text_map};

#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Ingress {
    pub(in crate::extract) metadata: Annotated,
    pub(in crate::extract) spec: IngressSpec,
}

/// Annotations once more: snippets are looked at here and dropped, since they may hold anything.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Annotated {
    #[serde(deserialize_with = "text_map")]
    pub(in crate::extract) annotations: BTreeMap<String, String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct IngressSpec {
    pub(in crate::extract) ingress_class_name: String,
    pub(in crate::extract) default_backend: Option<Backend>,
    /// The name of `defaultBackend` in `v1beta1`.
    pub(in crate::extract) backend: Option<Backend>,
    pub(in crate::extract) rules: Vec<Rule>,
    pub(in crate::extract) tls: Vec<Tls>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Rule {
    pub(in crate::extract) host: String,
    pub(in crate::extract) http: Http,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Http {
    pub(in crate::extract) paths: Vec<Path>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct Path {
    pub(in crate::extract) path: String,
    pub(in crate::extract) path_type: String,
    pub(in crate::extract) backend: Backend,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct Backend {
    pub(in crate::extract) service: Option<Service>,
    /// `v1beta1`.
    pub(in crate::extract) service_name: String,
    /// `v1beta1`.
    #[serde(deserialize_with = "text")]
    pub(in crate::extract) service_port: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Service {
    pub(in crate::extract) name: String,
    pub(in crate::extract) port: Port,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct Port {
    pub(in crate::extract) name: String,
    #[serde(deserialize_with = "text")]
    pub(in crate::extract) number: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::extract) struct Tls {
    pub(in crate::extract) hosts: Vec<String>,
    pub(in crate::extract) secret_name: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct IngressClass {
    pub(in crate::extract) spec: IngressClassSpec,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::extract) struct IngressClassSpec {
    pub(in crate::extract) controller: String,
}
