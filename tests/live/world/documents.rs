//! What of a world is put onto a control plane: what people and operators wrote, without the traces of its first server.

use crate::definitions::Definition;
use carbon::collect::manifests;
use carbon::model::observed::RESOURCES;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// Controllers make these out of what owns them, and collect those whose owner does not exist.
const BY_CONTROLLERS: [&str; 3] = ["Pod", "ReplicaSet", "EndpointSlice"];
/// The owners that have a controller here. A pod of a node is static, one of a `Cluster` its operator's.
const WITH_CONTROLLER: [&str; 6] = ["Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job", "Service"];
/// The kinds whose status is written by somebody who is not here, an ingress controller or a cloud.
const WITHOUT_CONTROLLER: [&str; 2] = ["Ingress", "Service"];

/// An object to be applied.
pub(crate) struct Document {
    /// As people wrote it.
    pub(crate) object: Value,
    /// The end of the path of its list.
    pub(crate) plural: &'static str,
    /// To be written to the endpoint of its own.
    pub(crate) status: Option<Value>,
    /// What its status was in the world: `Null` if it had none.
    pub(crate) expected: Value,
}

impl Document {
    pub(crate) fn kind(&self) -> &str {
        self.object["kind"].as_str().unwrap_or_default()
    }

    /// What owners are found by: kind, namespace and name.
    pub(crate) fn key(&self) -> (String, String, String) {
        let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
        let metadata = &self.object["metadata"];
        (text(&self.object["kind"]), text(&metadata["namespace"]), text(&metadata["name"]))
    }

    /// The keys of its owners, which exist before it does.
    pub(crate) fn owners(&self) -> Vec<(String, String, String)> {
        let (_, namespace, _) = self.key();
        let owners = self.object["metadata"]["ownerReferences"].as_array().cloned().unwrap_or_default();
        let key = |it: &Value| {
            let text = |field: &str| it[field].as_str().unwrap_or_default().to_owned();
            let namespace = if it["kind"] == "Node" { String::new() } else { namespace.clone() };
            (text("kind"), namespace, text("name"))
        };
        owners.iter().map(key).collect()
    }
}

/// A world, with its times as far back from now as they were from the day it was taken.
pub(crate) struct World {
    /// What is put onto a control plane.
    pub(crate) documents: Vec<Document>,
    /// How many endpoints of a Service are ready, by namespace and name.
    pub(crate) endpoints: BTreeMap<(String, String), usize>,
    /// All of it, as one list.
    pub(crate) files: Value,
}

/// Reads a world.
pub(crate) fn read(folder: &Path) -> World {
    let reading = manifests::read(&[folder.to_owned()], &mut std::io::empty()).expect("the world is there");
    assert!(reading.unreadable.is_empty(), "{:?}", reading.unreadable);
    let taken_at = reading.source.and_then(|it| it.taken_at).expect("a world says when it was taken");
    let since = Timestamp::now().duration_since(taken_at.0);
    let mut objects: Vec<Value> = reading.documents.into_iter().map(|it| it.value).collect();
    objects.iter_mut().for_each(|it| move_times(it, since));
    World {
        endpoints: ready_endpoints(&objects),
        files: json!({"apiVersion": "v1", "kind": "List", "items": objects}),
        documents: objects.into_iter().filter(|it| !is_made_here(it)).filter_map(document).collect(),
    }
}

/// How many endpoints of a Service are ready, by namespace and name.
pub(crate) fn ready_endpoints(objects: &[Value]) -> BTreeMap<(String, String), usize> {
    let mut ready = BTreeMap::new();
    for slice in objects.iter().filter(|it| it["endpoints"].is_array()) {
        let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
        let metadata = &slice["metadata"];
        let service = (text(&metadata["namespace"]), text(&metadata["labels"]["kubernetes.io/service-name"]));
        let endpoints = slice["endpoints"].as_array().into_iter().flatten();
        *ready.entry(service).or_default() += endpoints.filter(|it| it["conditions"]["ready"] == true).count();
    }
    ready
}

/// Somebody here makes it: a controller, or the server for itself. What is served by another server (metrics) is left
/// out, because that server does not run, and the API server would look for it outside of this machine.
fn is_made_here(object: &Value) -> bool {
    let (kind, name) = (&object["kind"], &object["metadata"]["name"]);
    let is = |kinds: &[&str], kind: &Value| kinds.iter().any(|it| kind == it);
    let owners = object["metadata"]["ownerReferences"].as_array().cloned().unwrap_or_default();
    let of_a_controller = is(&BY_CONTROLLERS, kind) && owners.iter().any(|it| is(&WITH_CONTROLLER, &it["kind"]));
    let of_the_server = *kind == "APIService" || *kind == "Service" && *name == "kubernetes";
    of_a_controller || of_the_server
}

/// Nothing if it is of a kind that carbon does not read.
fn document(mut object: Value) -> Option<Document> {
    let kind = object["kind"].as_str()?.to_owned();
    let api_version = object["apiVersion"].as_str()?.to_owned();
    let group = api_version.split_once('/').map_or("", |(group, _)| group);
    let resource = RESOURCES.iter().find(|it| it.kind == kind && it.group == group)?;
    let plural = resource.name.split('.').next()?;

    clean(&mut object);
    let definition = Definition::of(group, &kind);
    let expected = object["status"].clone();
    let mut status = object.as_object_mut()?.remove("status");
    match definition {
        Some(it) if it.has_status => {}
        Some(_) => object.as_object_mut()?.extend(status.take().map(|it| ("status".to_owned(), it))),
        None if kind == "Node" => {
            // Who plays the kubelet writes these.
            status.as_mut().and_then(Value::as_object_mut).map(|it| it.remove("conditions"));
        }
        None if !WITHOUT_CONTROLLER.contains(&kind.as_str()) => status = None,
        None => {}
    }
    let status = status.filter(|it| it.as_object().is_some_and(|it| !it.is_empty()));
    Some(Document { object, plural, status, expected })
}

/// Removes what only the server it was on could write.
fn clean(object: &mut Value) {
    let remove = |value: Option<&mut Value>, names: &[&str]| {
        let Some(Value::Object(fields)) = value else { return };
        names.iter().for_each(|it| drop(fields.remove(*it)));
    };
    remove(object.get_mut("metadata"), &["uid", "resourceVersion", "creationTimestamp", "generation", "selfLink"]);
    let bindings = ["pv.kubernetes.io/bind-completed", "pv.kubernetes.io/bound-by-controller"];
    remove(object.pointer_mut("/metadata/annotations"), &bindings);
    // A volume names the claim that it is for, and the controller binds the two.
    remove(object.pointer_mut("/spec/claimRef"), &["uid", "resourceVersion"]);
    if object["kind"] == "Job" {
        let labels = ["controller-uid", "batch.kubernetes.io/controller-uid"];
        remove(object.get_mut("spec"), &["selector"]);
        remove(object.pointer_mut("/spec/template/metadata/labels"), &labels);
    }
}

fn move_times(value: &mut Value, by: SignedDuration) {
    match value {
        Value::String(text) => {
            // Versions and dates alone are no times.
            if let Some(time) = text.parse::<Timestamp>().ok().filter(|_| text.contains('T')) {
                *text = (time + by).to_string();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|it| move_times(it, by)),
        Value::Object(fields) => fields.values_mut().for_each(|it| move_times(it, by)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
