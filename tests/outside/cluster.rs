//! Carbon reads what an API server with upstream's resource definitions keeps of the corpus.

use carbon::model::observed::{RESOURCES, Resource};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use http_body_util::BodyExt;
use kube::Client;
use kube::client::Body;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::audit::read;
use crate::plane::Plane;
use crate::shared;

const NAMESPACE: &str = "corpus";

/// A definition: what it defines, and in which versions it is served.
struct Defined {
    resource: &'static Resource,
    is_namespaced: bool,
    versions: BTreeSet<String>,
    object: Value,
}

#[test]
fn lists_of_upstream_resources_are_read_whole() {
    let defined = defined();
    let objects = objects(&defined);
    let plane = Plane::start().unwrap_or_else(|why| panic!("{why}"));
    let kept = plane.talk(async |client| {
        let namespace = json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE}});
        create(&client, "/api/v1/namespaces", &namespace).await?;
        let definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
        for it in &defined {
            let status = create(&client, definitions, &it.object).await?;
            assert_eq!(status, 201, "{} is refused", it.resource.name);
        }
        for it in &defined {
            wait_until_served(&client, &it.list()).await?;
        }
        let created = objects.iter().map(|(list, object)| create(&client, list, object));
        let statuses: Vec<u16> = stream::iter(created).buffer_unordered(8).try_collect().await?;
        let refused = statuses.iter().filter(|it| **it != 201).count();
        // The corpus has drafts and older forms, which the schemas refuse; most of it has to fit.
        assert!(refused * 5 < statuses.len(), "{refused} of {} objects are refused", statuses.len());
        let mut kept = BTreeMap::new();
        for it in &defined {
            let (_, list) = send(&client, http::Request::get(it.list()), Vec::new()).await?;
            kept.insert(it.resource.name, list["items"].as_array().map_or(0, Vec::len));
        }
        Ok(kept)
    });

    let with_objects = kept.values().filter(|it| **it > 0).count();
    assert!(with_objects > 20, "{kept:?}");
    let output = Command::new(env!("CARGO_BIN_EXE_carbon"))
        .args(["snapshot", "--strict", "-o", "-", "--kubeconfig"])
        .arg(plane.kubeconfig())
        .env_clear()
        .output()
        .expect("carbon runs");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let snapshot: Value = serde_json::from_slice(&output.stdout).expect("a snapshot");
    assert_eq!(whole(&snapshot, &defined), kept);
}

/// How many objects of each resource are in a snapshot, of whose list nothing is missing.
fn whole(snapshot: &Value, defined: &[Defined]) -> BTreeMap<&'static str, usize> {
    let lists = snapshot.as_object().expect("lists").values().filter(|it| it["gaps"] == json!([]));
    let items: Vec<&Vec<Value>> = lists.filter_map(|it| it["items"].as_array()).collect();
    let origin = |it: &Value| it["meta"]["origin"]["api"].as_str().unwrap_or_default().to_owned();
    let of = |it: &Defined| {
        let (start, list) = (format!("/apis/{}/", it.resource.group), format!("/{}/object-", it.plural()));
        items
            .iter()
            .flat_map(|them| them.iter())
            .map(origin)
            .filter(|at| at.starts_with(&start) && at.contains(&list))
            .count()
    };
    defined.iter().map(|it| (it.resource.name, of(it))).collect()
}

impl Defined {
    fn plural(&self) -> &'static str {
        self.resource.name.split('.').next().expect("a plural")
    }

    fn list(&self) -> String {
        let version = self.versions.first().expect("a version");
        format!("/apis/{}/{version}/{}", self.resource.group, self.plural())
    }
}

/// The definitions of what carbon reads.
fn defined() -> Vec<Defined> {
    let definitions = read(&[shared("contracts")]).documents.into_iter().map(|it| it.value);
    let defined = definitions.filter_map(|object| {
        let resource = RESOURCES.iter().find(|it| object["metadata"]["name"] == it.name)?;
        let versions = object["spec"]["versions"].as_array()?.iter().filter(|it| it["served"] == true);
        let versions = versions.filter_map(|it| it["name"].as_str().map(str::to_owned)).collect();
        Some(Defined { resource, is_namespaced: object["spec"]["scope"] == "Namespaced", versions, object })
    });
    let defined: Vec<Defined> = defined.collect();
    assert!(defined.len() >= 25, "only {} definitions", defined.len());
    defined
}

/// The objects of the corpus that a definition fits, with the path of their list and names of their own.
fn objects(defined: &[Defined]) -> Vec<(String, Value)> {
    let documents = read(&[shared("corpus")]).documents.into_iter().map(|it| it.value);
    let objects = documents.enumerate().filter_map(|(number, mut object)| {
        let (group, version) = object["apiVersion"].as_str()?.split_once('/')?;
        let fits = |it: &&Defined| it.resource.group == group && object["kind"] == it.resource.kind;
        let it = defined.iter().find(fits).filter(|it| it.versions.contains(version))?;
        let plural = it.plural();
        let (list, metadata) = if it.is_namespaced {
            let list = format!("/apis/{group}/{version}/namespaces/{NAMESPACE}/{plural}");
            (list, json!({"name": format!("object-{number}"), "namespace": NAMESPACE}))
        } else {
            (format!("/apis/{group}/{version}/{plural}"), json!({"name": format!("object-{number}")}))
        };
        let labels = object["metadata"]["labels"].take();
        object["metadata"] = metadata;
        if labels.is_object() {
            object["metadata"]["labels"] = labels;
        }
        Some((list, object))
    });
    objects.collect()
}

async fn create(client: &Client, list: &str, object: &Value) -> Result<u16, String> {
    let request = http::Request::post(list).header("Content-Type", "application/json");
    Ok(send(client, request, object.to_string().into_bytes()).await?.0)
}

async fn wait_until_served(client: &Client, list: &str) -> Result<(), String> {
    let deadline = Instant::now() + Duration::from_secs(60);
    while send(client, http::Request::get(format!("{list}?limit=1")), Vec::new()).await?.0 != 200 {
        if Instant::now() > deadline {
            return Err(format!("{list} is not served"));
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}

async fn send(client: &Client, request: http::request::Builder, body: Vec<u8>) -> Result<(u16, Value), String> {
    let request = request.body(Body::from(body)).map_err(|why| why.to_string())?;
    let answer = client.send(request).await.map_err(|why| why.to_string())?;
    let status = answer.status().as_u16();
    let body = answer.into_body().collect().await.map_err(|why| why.to_string())?.to_bytes();
    Ok((status, serde_json::from_slice(&body).unwrap_or_default()))
}
