//! The little that the tests themselves ask of the API server.

use futures_util::{StreamExt, TryStreamExt, stream};
use http_body_util::BodyExt;
use kube::api::{Api, DynamicObject, GroupVersionKind, Patch, PatchParams};
use kube::client::Body;
use kube::config::{Config, KubeConfigOptions, Kubeconfig};
use kube::discovery::{self, ApiCapabilities, ApiResource, Scope};
use kube::{Client, ResourceExt};
use serde_json::Value;
use std::path::Path;
use std::time::Duration;

/// The status of an answer, and its body: JSON, or the text.
pub(crate) fn get(kubeconfig: &Path, path: &str) -> Result<(u16, Value), String> {
    with_client(kubeconfig, async |client| {
        let request = http::Request::get(path).body(Body::empty()).map_err(|why| why.to_string())?;
        answer(&client, request).await
    })
}

/// Sends an object, and gives the answer, whatever it is.
pub(crate) fn post(kubeconfig: &Path, path: &str, object: &Value) -> Result<(u16, Value), String> {
    converse(async {
        let mut config = config(kubeconfig).await?;
        // A refused eviction is the answer (429), and not a server that is asked again for minutes.
        config.default_retry = false;
        send(&Client::try_from(config).map_err(|why| why.to_string())?, path, object).await
    })
}

/// Sends an object to a server that wants no credentials.
pub(crate) fn post_plain(url: &str, path: &str, object: &Value) -> Result<(u16, Value), String> {
    converse(async {
        let mut config = Config::new(url.parse().map_err(|_| format!("no URL: {url}"))?);
        config.proxy_url = None;
        send(&Client::try_from(config).map_err(|why| why.to_string())?, path, object).await
    })
}

/// Creates many objects, several at once.
pub(crate) fn create(kubeconfig: &Path, path: &str, objects: &[Value]) -> Result<(), String> {
    with_client(kubeconfig, async |client| {
        let sent = objects.iter().map(|object| {
            let client = &client;
            async move {
                match send(client, path, object).await? {
                    (201, _) => Ok(()),
                    (status, answer) => Err(format!("{path}: {status} {answer}")),
                }
            }
        });
        stream::iter(sent).buffer_unordered(32).try_collect().await
    })
}

async fn send(client: &Client, path: &str, object: &Value) -> Result<(u16, Value), String> {
    let request = http::Request::post(path).header(http::header::CONTENT_TYPE, "application/json");
    let request = request.body(Body::from(object.to_string().into_bytes())).map_err(|why| why.to_string())?;
    answer(client, request).await
}

async fn answer(client: &Client, request: http::Request<Body>) -> Result<(u16, Value), String> {
    let answer = client.send(request).await.map_err(|why| why.to_string())?;
    let status = answer.status().as_u16();
    let body = answer.into_body().collect().await.map_err(|why| why.to_string())?.to_bytes();
    let text = || Value::from(String::from_utf8_lossy(&body).into_owned());
    Ok((status, serde_json::from_slice(&body).unwrap_or_else(|_| text())))
}

/// Applies every document of a YAML stream; status has to be sent to its own endpoint, the main one drops it.
pub(crate) fn apply(kubeconfig: &Path, yaml: &str) -> Result<(), String> {
    let documents: Vec<Value> = serde_saphyr::from_multiple(yaml).map_err(|why| why.to_string())?;
    with_client(kubeconfig, async |client| {
        for document in documents.into_iter().filter(|it| !it.is_null()) {
            let what = format!("{} {}", document["kind"], document["metadata"]["name"]);
            apply_one(&client, document).await.map_err(|why| format!("{what}: {why}"))?;
        }
        Ok(())
    })
}

async fn apply_one(client: &Client, document: Value) -> Result<(), String> {
    let object: DynamicObject = serde_json::from_value(document.clone()).map_err(|why| why.to_string())?;
    let types = object.types.as_ref().ok_or("no kind")?;
    let kind = GroupVersionKind::try_from(types).map_err(|why| why.to_string())?;
    let (resource, capabilities) = find(client, &kind).await?;
    let name = object.name_any();
    let api: Api<DynamicObject> = match capabilities.scope {
        Scope::Cluster => Api::all_with(client.clone(), &resource),
        Scope::Namespaced => {
            Api::namespaced_with(client.clone(), object.namespace().as_deref().unwrap_or("default"), &resource)
        }
    };
    let params = PatchParams::apply("carbon-live-tests").force();
    api.patch(&name, &params, &Patch::Apply(&document)).await.map_err(|why| why.to_string())?;
    let has_status =
        document.get("status").is_some() && capabilities.subresources.iter().any(|(it, _)| it.plural == "status");
    if has_status {
        api.patch_status(&name, &params, &Patch::Apply(&document)).await.map_err(|why| why.to_string())?;
    }
    Ok(())
}

/// A kind may have been defined a moment ago, by the document before.
async fn find(client: &Client, kind: &GroupVersionKind) -> Result<(ApiResource, ApiCapabilities), String> {
    let mut answer = discovery::pinned_kind(client, kind).await;
    for _ in 0..50 {
        if answer.is_ok() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        answer = discovery::pinned_kind(client, kind).await;
    }
    answer.map_err(|why| why.to_string())
}

/// Runs one conversation to its end. A runtime and a client for each: no test waits for another one's.
pub(crate) fn with_client<T>(
    kubeconfig: &Path,
    talk: impl AsyncFnOnce(Client) -> Result<T, String>,
) -> Result<T, String> {
    converse(async {
        let config = config(kubeconfig).await?;
        talk(Client::try_from(config).map_err(|why| why.to_string())?).await
    })
}

fn converse<T>(conversation: impl Future<Output = Result<T, String>>) -> Result<T, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|why| why.to_string())?;
    runtime.block_on(conversation)
}

async fn config(kubeconfig: &Path) -> Result<Config, String> {
    let file = Kubeconfig::read_from(kubeconfig).map_err(|why| why.to_string())?;
    let config = Config::from_custom_kubeconfig(file, &KubeConfigOptions::default()).await;
    let mut config = config.map_err(|why| why.to_string())?;
    config.proxy_url = None;
    // What the server refuses is an answer; the library would ask for it again for minutes.
    config.default_retry = false;
    config.read_timeout = Some(Duration::from_secs(30));
    Ok(config)
}
