//! Tells objects from what only looks like one, and removes what nobody should read.

use serde_json::{Map, Value};

use super::identity::group;
use super::reading::{Skip, SourceDocument};

/// What a map turns out to be.
#[derive(Debug, PartialEq)]
pub(super) enum Verdict {
    /// An object.
    Object { value: Value, encrypted: bool },
    /// The document in which an input describes itself.
    Source(SourceDocument),
    /// Not an object, and not meant to be one.
    Skipped(Skip),
    /// Meant to be an object, or a source, and broken.
    Broken { why: String, help: Option<String> },
}

/// Said where a template was not rendered.
pub(super) const RENDER: &str = "render the chart first: helm template ... | carbon audit -f -";

/// Judges a map.
pub(super) fn judge(mut fields: Map<String, Value>) -> Verdict {
    let sops = fields.get("sops").is_some_and(|sops| sops.get("mac").is_some());
    let text = |key: &str| fields.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    let (Some(api_version), Some(kind)) = (text("apiVersion"), text("kind")) else {
        let named = fields.get("metadata").and_then(|metadata| metadata.get("name")).is_some_and(Value::is_string);
        return Verdict::Skipped(match (sops, named) {
            (true, _) => Skip::EncryptedSops,
            (false, true) => Skip::Kindless,
            (false, false) => Skip::NotAnObject,
        });
    };
    match group(api_version) {
        "carbon.dev" if kind == "Source" => return source(api_version == "carbon.dev/v1", fields),
        // Flux has a `Kustomization` of its own, which is an object.
        "kustomize.config.k8s.io" => return Verdict::Skipped(Skip::Kustomization),
        "" if api_version == "builtin" => return Verdict::Skipped(Skip::Kustomization),
        _ => {}
    }
    let metadata = fields.get("metadata");
    let meta = |key: &str| metadata.and_then(|metadata| metadata.get(key));
    let name = match (meta("name"), meta("generateName")) {
        (Some(Value::String(name)), _) | (None | Some(Value::Null), Some(Value::String(name))) if !name.is_empty() => {
            name
        }
        (Some(Value::Number(_) | Value::Bool(_)), _) => return broken("metadata.name is not a string; quote it"),
        _ => return Verdict::Skipped(if sops { Skip::EncryptedSops } else { Skip::Nameless }),
    };
    if sops && [api_version, kind, name].iter().any(|text| text.starts_with("ENC[")) {
        return Verdict::Skipped(Skip::EncryptedSops);
    }
    if [api_version, kind, name].iter().any(|text| text.contains("{{")) {
        return Verdict::Broken { why: "a template that is not rendered".into(), help: Some(RENDER.into()) };
    }
    if is_patch(group(api_version), kind, &fields) {
        return Verdict::Skipped(Skip::KustomizePatch);
    }
    if sops {
        fields.remove("sops");
    }
    strip(&mut fields);
    Verdict::Object { value: Value::Object(fields), encrypted: sops }
}

fn broken(why: &str) -> Verdict {
    Verdict::Broken { why: why.to_owned(), help: None }
}

fn source(known_version: bool, mut fields: Map<String, Value>) -> Verdict {
    if !known_version {
        return broken("a Source of a version that this carbon does not know; write apiVersion: carbon.dev/v1");
    }
    fields.remove("apiVersion");
    fields.remove("kind");
    match serde_json::from_value(Value::Object(fields)) {
        Ok(source) => Verdict::Source(source),
        Err(error) => Verdict::Broken {
            why: error.to_string(),
            help: Some("a Source has takenAt (RFC 3339), input (desired or dump), complete and name".into()),
        },
    }
}

/// Kustomize patches look like objects. No server takes a workload that selects nothing and runs nothing.
fn is_patch(group: &str, kind: &str, fields: &Map<String, Value>) -> bool {
    if fields.contains_key("$patch") {
        return true;
    }
    if group != "apps" || !matches!(kind, "Deployment" | "StatefulSet" | "DaemonSet") {
        return false;
    }
    let spec = fields.get("spec");
    let selects = spec.and_then(|spec| spec.get("selector")).is_some_and(Value::is_object);
    let containers = spec.and_then(|spec| spec.pointer("/template/spec/containers")).and_then(Value::as_array);
    let runs = containers.is_some_and(|containers| containers.iter().any(|container| container.get("image").is_some()));
    !selects && !runs
}

/// The annotation may hold a Secret's values in clear; managed fields are half of a dump and nobody's business.
fn strip(fields: &mut Map<String, Value>) {
    let Some(Value::Object(metadata)) = fields.get_mut("metadata") else { return };
    metadata.remove("managedFields");
    if let Some(Value::Object(annotations)) = metadata.get_mut("annotations") {
        annotations.remove("kubectl.kubernetes.io/last-applied-configuration");
    }
}

#[cfg(test)]
mod tests {
    use super::super::reading::Declared;
    use super::super::yaml;
    use super::*;
    use serde_json::json;

    fn of(text: &str) -> Verdict {
        match yaml::value(text) {
            Ok(Value::Object(fields)) => judge(fields),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_is_not_an_object_is_skipped_with_a_reason() {
        let cases = [
            ("replicas: 3", Skip::NotAnObject),
            ("{apiVersion: v2, name: chart, version: 1.0.0}", Skip::NotAnObject),
            ("{services: {web: {image: x}}}", Skip::NotAnObject),
            ("{apiVersion: 1, kind: Pod, metadata: {name: a}}", Skip::Kindless),
            ("{metadata: {name: a}, spec: {}, status: {}}", Skip::Kindless),
            ("{apiVersion: v1, kind: Config, clusters: []}", Skip::Nameless),
            ("{apiVersion: v1, kind: Pod, metadata: {name: ''}}", Skip::Nameless),
            ("{apiVersion: v1, kind: Pod, metadata: x}", Skip::Nameless),
            ("{apiVersion: v1, kind: Status, status: Failure}", Skip::Nameless),
            ("{apiVersion: kustomize.config.k8s.io/v1beta1, kind: Kustomization}", Skip::Kustomization),
            ("{apiVersion: kustomize.config.k8s.io/v1alpha1, kind: Component}", Skip::Kustomization),
            ("{apiVersion: builtin, kind: LabelTransformer, metadata: {name: a}}", Skip::Kustomization),
            ("{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {replicas: 2}}", Skip::KustomizePatch),
            (
                "{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: a}, spec: {template: {spec: {containers: [{name: x}]}}}}",
                Skip::KustomizePatch,
            ),
            ("{apiVersion: v1, kind: Service, metadata: {name: a}, $patch: delete}", Skip::KustomizePatch),
            ("{apiVersion: 'ENC[x]', kind: 'ENC[x]', metadata: {name: 'ENC[x]'}, sops: {mac: x}}", Skip::EncryptedSops),
            ("{data: 'ENC[x]', sops: {mac: x}}", Skip::EncryptedSops),
        ];
        for (text, wanted) in cases {
            assert_eq!(of(text), Verdict::Skipped(wanted), "{text}");
        }
    }

    #[test]
    fn objects_are_kept() {
        let cases = [
            "{apiVersion: v1, kind: Pod, metadata: {name: a}}",
            "{apiVersion: batch/v1, kind: Job, metadata: {generateName: a-}}",
            "{apiVersion: kustomize.toolkit.fluxcd.io/v1, kind: Kustomization, metadata: {name: a}}",
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {selector: {}}}",
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {template: {spec: {containers: [{image: x}]}}}}",
            "{apiVersion: example.com/v1, kind: Deployment, metadata: {name: a}}",
        ];
        for text in cases {
            assert!(matches!(of(text), Verdict::Object { encrypted: false, .. }), "{text}");
        }
    }

    #[test]
    fn an_encrypted_secret_is_an_object_whose_values_are_not_legible() {
        let text = "{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {k: 'ENC[x]'}, sops: {mac: x}}";
        let value = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}, "data": {"k": "ENC[x]"}});
        assert_eq!(of(text), Verdict::Object { value, encrypted: true });
    }

    #[test]
    fn managed_fields_and_last_applied_never_enter() {
        let text = "{apiVersion: v1, kind: Secret, metadata: {name: a, managedFields: [{}], annotations: \
                    {kubectl.kubernetes.io/last-applied-configuration: '{password}', b: c}}}";
        let Verdict::Object { value, .. } = of(text) else { panic!("no object") };
        assert_eq!(value["metadata"], json!({"name": "a", "annotations": {"b": "c"}}));
    }

    #[test]
    fn a_name_that_is_a_template_or_a_number_is_broken() {
        let of_name = |name: &str| of(&format!("{{apiVersion: v1, kind: Pod, metadata: {{name: {name}}}}}"));
        assert!(matches!(of_name("'{{ .Release.Name }}-x'"), Verdict::Broken { help: Some(_), .. }));
        assert!(matches!(of_name("123"), Verdict::Broken { help: None, .. }));
    }

    #[test]
    fn a_source_is_read_strictly() {
        let read = of(
            "{apiVersion: carbon.dev/v1, kind: Source, takenAt: 2025-10-20T14:03:00Z, input: dump, complete: true, name: x}",
        );
        let wanted = SourceDocument {
            taken_at: Some("2025-10-20T14:03:00Z".parse().unwrap()),
            input: Some(Declared::Dump),
            complete: Some(true),
            name: Some("x".into()),
        };
        assert_eq!(read, Verdict::Source(wanted));
        for wrong in ["taken: x", "input: snapshot", "takenAt: yesterday", "complete: maybe", "metadata: {name: x}"] {
            let read = of(&format!("{{apiVersion: carbon.dev/v1, kind: Source, {wrong}}}"));
            assert!(matches!(read, Verdict::Broken { help: Some(_), .. }), "{wrong}: {read:?}");
        }
        assert!(matches!(of("{apiVersion: carbon.dev/v2, kind: Source}"), Verdict::Broken { .. }));
    }
}
