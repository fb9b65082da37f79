//! Many requests to one API server, several at once over one client.

use crate::definitions::Definition;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use http_body_util::BodyExt;
use kube::Client;
use kube::client::Body;
use kube::core::discovery::v2::ACCEPT_AGGREGATED_DISCOVERY_V2;
use serde_json::Value;
use std::time::{Duration, Instant};

/// More at once only wait for each other: the API server of a test shares its processors with everything else.
const AT_ONCE: usize = 8;

/// The end of a list's or an object's path: `/apis/apps/v1/namespaces/shop/deployments`.
pub(crate) fn path(object: &Value, plural: &str) -> String {
    let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str);
    let version = text("/apiVersion").expect("an apiVersion");
    let root = if version.contains('/') { "/apis" } else { "/api" };
    match text("/metadata/namespace") {
        Some(namespace) => format!("{root}/{version}/namespaces/{namespace}/{plural}"),
        None => format!("{root}/{version}/{plural}"),
    }
}

/// Applies an object to a path: as the server has it then.
pub(crate) async fn apply(client: &Client, path: &str, object: &Value) -> Result<Value, String> {
    let query = "fieldManager=carbon-live-tests&force=true";
    let body = serde_json::to_vec(object).map_err(|why| why.to_string())?;
    let request = http::Request::patch(format!("{path}?{query}"))
        .header("Content-Type", "application/apply-patch+yaml")
        .body(Body::from(body))
        .map_err(|why| why.to_string())?;
    match send(client, request).await? {
        (200 | 201, answer) => Ok(answer),
        (status, answer) => Err(format!("{path}: {status} {}", answer["message"])),
    }
}

/// Applies definitions.
pub(crate) async fn apply_all(client: &Client, objects: &[Value]) -> Result<(), String> {
    let applied = objects.iter().map(|it| async move {
        let name = it["metadata"]["name"].as_str().expect("a name");
        apply(client, &format!("{}/{name}", path(it, "customresourcedefinitions")), it).await
    });
    stream::iter(applied).buffer_unordered(AT_ONCE).try_for_each(async |_| Ok(())).await
}

/// Waits until all definitions can be discovered in the one document that tells of all groups: it comes last.
pub(crate) async fn wait_until_served(client: &Client, definitions: &[Definition]) -> Result<(), String> {
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        let request = http::Request::get("/apis").header("Accept", ACCEPT_AGGREGATED_DISCOVERY_V2);
        let (_, groups) = send(client, request.body(Body::empty()).map_err(|why| why.to_string())?).await?;
        let Some(missing) = definitions.iter().find(|it| !is_served(&groups, it)) else { return Ok(()) };
        if Instant::now() > deadline {
            return Err(format!("{} is not served", missing.name));
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn is_served(groups: &Value, definition: &Definition) -> bool {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let of_group = list(&groups["items"]).into_iter().filter(|it| it["metadata"]["name"] == definition.group());
    let versions = of_group.flat_map(|it| list(&it["versions"]));
    let current = versions.filter(|it| it["version"] == definition.version && it["freshness"] == "Current");
    current.flat_map(|it| list(&it["resources"])).any(|it| it["resource"] == definition.plural())
}

/// The status of an answer and its body.
pub(crate) async fn get(client: &Client, path: &str) -> Result<(u16, Value), String> {
    let request = http::Request::get(path).body(Body::empty()).map_err(|why| why.to_string())?;
    send(client, request).await
}

async fn send(client: &Client, request: http::Request<Body>) -> Result<(u16, Value), String> {
    let answer = client.send(request).await.map_err(|why| why.to_string())?;
    let status = answer.status().as_u16();
    let body = answer.into_body().collect().await.map_err(|why| why.to_string())?.to_bytes();
    Ok((status, serde_json::from_slice(&body).unwrap_or_default()))
}
