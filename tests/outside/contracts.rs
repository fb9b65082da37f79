//! The resources that carbon reads are named as upstream's resource definitions name them.

use std::collections::BTreeMap;

use carbon::model::observed::RESOURCES;
use serde_json::Value;

use crate::audit::read;
use crate::shared;

/// Resources without a definition among the contracts: built into Kubernetes, or of a project that is not there.
const WITHOUT: [&str; 3] = ["rollouts.argoproj.io", "scaledobjects.keda.sh", "tenants.minio.min.io"];

#[test]
fn custom_resources_have_the_names_of_their_definitions() {
    let text = |value: &Value, path: &str| value.pointer(path).and_then(Value::as_str).unwrap_or_default().to_owned();
    let reading = read(&[shared("contracts")]);
    let definitions =
        reading.documents.iter().map(|it| &it.value).filter(|it| it["kind"] == "CustomResourceDefinition");
    let kinds: BTreeMap<(String, String), String> = definitions
        .map(|it| ((text(it, "/spec/group"), text(it, "/spec/names/kind")), text(it, "/spec/names/plural")))
        .collect();
    assert!(kinds.len() > 50, "only {} definitions were read", kinds.len());
    let mut checked = 0;
    for resource in RESOURCES {
        let builtin = !resource.group.contains('.') || resource.group.ends_with(".k8s.io");
        match kinds.get(&(resource.group.to_owned(), resource.kind.to_owned())) {
            Some(plural) => {
                assert_eq!(resource.name, format!("{plural}.{}", resource.group));
                checked += 1;
            }
            None => assert!(builtin || WITHOUT.contains(&resource.name), "{} is not defined", resource.name),
        }
    }
    assert!(checked >= 25, "only {checked} resources were compared");
}
