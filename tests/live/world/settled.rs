//! When the controllers are done: what they count is what they counted in the world.

use super::documents::{World, ready_endpoints};
use super::requests;
use kube::Client;
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// Minutes, because a busy machine is no failure.
const PATIENCE: Duration = Duration::from_secs(180);

/// The lists that controllers write, with what of each status has to come to what it was.
const COUNTED: [(&str, &str, &[&str]); 6] = [
    ("Deployment", "/apis/apps/v1/deployments", &["replicas", "readyReplicas", "updatedReplicas", "availableReplicas"]),
    ("StatefulSet", "/apis/apps/v1/statefulsets", &["replicas", "readyReplicas"]),
    ("DaemonSet", "/apis/apps/v1/daemonsets", &["desiredNumberScheduled", "numberReady"]),
    ("Job", "/apis/batch/v1/jobs", &["succeeded"]),
    (
        "PodDisruptionBudget",
        "/apis/policy/v1/poddisruptionbudgets",
        &["currentHealthy", "desiredHealthy", "disruptionsAllowed", "expectedPods"],
    ),
    ("PersistentVolumeClaim", "/api/v1/persistentvolumeclaims", &["phase"]),
];

/// Waits until the controllers have nothing left to do.
pub(super) async fn wait(client: &Client, world: &World) -> Result<(), String> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let waiting = differing(client, world).await?;
        if waiting.is_empty() {
            return Ok(());
        }
        if Instant::now() > deadline {
            return Err(format!("the world does not settle:\n{}", waiting.join("\n")));
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
}

async fn differing(client: &Client, world: &World) -> Result<Vec<String>, String> {
    let mut waiting = Vec::new();
    for (kind, list, fields) in COUNTED {
        let seen = statuses(client, list).await?;
        for document in world.documents.iter().filter(|it| it.kind() == kind && !it.expected.is_null()) {
            let (_, namespace, name) = document.key();
            let status = seen.get(&(namespace.clone(), name.clone())).unwrap_or(&Value::Null);
            let differs = fields.iter().filter(|it| number(&document.expected[**it]) != number(&status[**it]));
            waiting.extend(differs.map(|field| {
                format!("{kind}/{namespace}/{name}: {field} is {}, not {}", status[field], document.expected[field])
            }));
        }
    }
    let seen = ready_endpoints(&items(client, "/apis/discovery.k8s.io/v1/endpointslices").await?);
    let differs = world.endpoints.iter().filter(|(service, ready)| seen.get(*service).unwrap_or(&0) != *ready);
    waiting.extend(differs.map(|((namespace, name), ready)| {
        format!(
            "Service/{namespace}/{name}: {:?} ready endpoints, not {ready}",
            seen.get(&(namespace.clone(), name.clone()))
        )
    }));
    let scaled = items(client, "/apis/autoscaling/v2/horizontalpodautoscalers").await?;
    let unseen = scaled.iter().filter(|it| it["status"]["conditions"].is_null());
    waiting.extend(unseen.map(|it| format!("HorizontalPodAutoscaler/{}: not looked at", it["metadata"]["name"])));
    Ok(waiting)
}

/// A count of zero is left out.
fn number(value: &Value) -> Value {
    if *value == 0 { Value::Null } else { value.clone() }
}

async fn statuses(client: &Client, list: &str) -> Result<BTreeMap<(String, String), Value>, String> {
    let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
    let key = |it: &Value| (text(&it["metadata"]["namespace"]), text(&it["metadata"]["name"]));
    Ok(items(client, list).await?.iter().map(|it| (key(it), it["status"].clone())).collect())
}

async fn items(client: &Client, list: &str) -> Result<Vec<Value>, String> {
    let (code, mut answer) = requests::get(client, list).await?;
    match answer["items"].take() {
        Value::Array(items) => Ok(items),
        _ => Err(format!("{list}: {code} {}", answer["message"])),
    }
}
