//! Puts a world of files onto a control plane of its own, as people and operators would have written it there.

mod documents;
pub(crate) mod requests;
mod settled;

use crate::definitions;
use crate::plane::Plane;
use documents::Document;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use kube::Client;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// What has to be there before others come: the pods of a workload are refused without its service account.
const FIRST: [&[&str]; 3] = [
    &["Namespace", "Node", "PriorityClass", "StorageClass", "IngressClass"],
    &["ServiceAccount", "ConfigMap", "LimitRange", "ResourceQuota", "PersistentVolume"],
    &["PersistentVolumeClaim"],
];

/// A control plane that has a world.
pub(crate) struct Loaded {
    plane: Plane,
    /// A folder with the same world as a file, its times as far back from now as those on the control plane.
    pub(crate) files: PathBuf,
}

impl Loaded {
    /// Writes a file that goes with the control plane. Tests that share one give their files different names.
    pub(crate) fn write(&self, name: &str, text: &str) -> String {
        let path = self.plane.folder().join(name);
        fs::write(&path, text).expect("a file");
        path.into_os_string().into_string().expect("UTF-8")
    }

    pub(crate) fn kubeconfig(&self) -> &Path {
        self.plane.kubeconfig()
    }
}

/// The golden world, for tests that change nothing.
pub(crate) fn golden() -> &'static Loaded {
    static GOLDEN: LazyLock<Loaded> = LazyLock::new(|| load("254carbon/after"));
    &GOLDEN
}

/// Starts a control plane, loads a world and waits until the controllers have done what they do about it.
pub(crate) fn load(world: &str) -> Loaded {
    let plane = Plane::start().unwrap_or_else(|why| panic!("{why}"));
    definitions::apply(&plane);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/worlds").join(world);
    let world = documents::read(&folder);
    let files = plane.folder().join("files");
    fs::create_dir(&files).expect("a folder");
    fs::write(files.join("world.json"), world.files.to_string()).expect("a file");
    plane.talk(async |client| {
        let mut loading = Loading { client: &client, uids: BTreeMap::new() };
        loading.in_order(&world.documents).await?;
        settled::wait(&client, &world).await
    });
    Loaded { plane, files }
}

/// What exists already, by kind, namespace and name.
struct Loading<'a> {
    client: &'a Client,
    uids: BTreeMap<(String, String, String), String>,
}

impl Loading<'_> {
    async fn in_order(&mut self, documents: &[Document]) -> Result<(), String> {
        let mut rest: Vec<&Document> = documents.iter().collect();
        for kinds in FIRST {
            let (now, later) = rest.into_iter().partition(|it| kinds.contains(&it.kind()));
            self.apply(now).await?;
            rest = later;
        }
        while !rest.is_empty() {
            let (now, later): (Vec<_>, Vec<_>) =
                rest.into_iter().partition(|it| it.owners().iter().all(|owner| self.uids.contains_key(owner)));
            if now.is_empty() {
                let waiting: Vec<_> = later.iter().map(|it| it.key()).collect();
                return Err(format!("these have an owner that the world does not have: {waiting:?}"));
            }
            self.apply(now).await?;
            rest = later;
        }
        Ok(())
    }

    async fn apply(&mut self, documents: Vec<&Document>) -> Result<(), String> {
        let applied = documents.into_iter().map(|it| self.one(it));
        let uids: Vec<_> = stream::iter(applied).buffer_unordered(8).try_collect().await?;
        self.uids.extend(uids);
        Ok(())
    }

    async fn one(&self, document: &Document) -> Result<((String, String, String), String), String> {
        let mut object = document.object.clone();
        let owners = object.pointer_mut("/metadata/ownerReferences").and_then(Value::as_array_mut);
        for (owner, key) in owners.into_iter().flatten().zip(document.owners()) {
            owner["uid"] = self.uids[&key].clone().into();
        }
        let key = document.key();
        let path = format!("{}/{}", requests::path(&object, document.plural), key.2);
        let answer = requests::apply(self.client, &path, &object).await?;
        match document.kind() {
            "Node" => self.wait_for(&path, is_ready).await?,
            // Without it, pods that name no other account are refused.
            "Namespace" => self.wait_for(&format!("{path}/serviceaccounts/default"), Value::is_object).await?,
            _ => {}
        }
        if let Some(status) = &document.status {
            let written = json!({
                "apiVersion": object["apiVersion"], "kind": object["kind"], "metadata": {"name": key.2}, "status": status
            });
            requests::apply(self.client, &format!("{path}/status"), &written).await?;
        }
        let uid = answer["metadata"]["uid"].as_str().ok_or("an object without uid")?.to_owned();
        Ok((key, uid))
    }

    /// Waits for somebody else to do their part.
    async fn wait_for(&self, path: &str, is_done: impl Fn(&Value) -> bool) -> Result<(), String> {
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            let (status, object) = requests::get(self.client, path).await?;
            if status == 200 && is_done(&object) {
                return Ok(());
            }
            if Instant::now() > deadline {
                return Err(format!("{path} does not come: {status} {object}"));
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

/// Who plays the kubelet makes a node ready and fills in what is missing; what is told before, it may overwrite.
fn is_ready(node: &Value) -> bool {
    let mut conditions = node["status"]["conditions"].as_array().into_iter().flatten();
    conditions.any(|it| it["type"] == "Ready" && it["status"] == "True")
}
