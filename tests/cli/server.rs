//! An API server that answers what a healthy, empty one does, and has the faults that a real one will not show on demand.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use carbon::model::observed::RESOURCES;
use serde_json::{Value, json};

/// A request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// With the query.
    pub(crate) path: String,
    pub(crate) headers: BTreeMap<String, String>,
}

/// What the server does with a request.
pub(crate) enum Reply {
    Answer {
        status: u16,
        headers: Vec<(&'static str, String)>,
        body: String,
    },
    /// Says how long the body is, and ends in the middle of it.
    Cut(String),
    /// Never answers.
    Hang,
}

/// A server on a free loopback port, for as long as the test runs.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    /// Starts a server. `faults` answers what it wants to; the rest is answered as a healthy server without objects does.
    pub(crate) fn start(faults: impl Fn(&Request) -> Option<Reply> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (seen, faults) = (Arc::clone(&requests), Arc::new(faults));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (seen, faults) = (Arc::clone(&seen), Arc::clone(&faults));
                std::thread::spawn(move || converse(&stream, &seen, &*faults));
            }
        });
        Self { address, requests }
    }

    /// The requests so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().expect("no test has panicked with it").clone()
    }

    /// How often a path was asked for.
    pub(crate) fn count(&self, path: &str) -> usize {
        self.requests().iter().filter(|it| it.path.split('?').next() == Some(path)).count()
    }

    /// Writes a kubeconfig for it.
    pub(crate) fn kubeconfig(&self, folder: &Path) -> PathBuf {
        let path = folder.join("kubeconfig");
        std::fs::write(&path, kubeconfig(&format!("http://{}", self.address))).expect("a file");
        path
    }
}

/// A kubeconfig with the contexts `here` (current) and `there`.
pub(crate) fn kubeconfig(url: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Config\ncurrent-context: here\nclusters:\n- name: fake\n  cluster: {{server: '{url}'}}\nusers:\n- name: me\n  user: {{token: hunter2}}\ncontexts:\n- name: here\n  context: {{cluster: fake, user: me, namespace: shop}}\n- name: there\n  context: {{cluster: fake, user: me}}\n"
    )
}

fn converse(stream: &TcpStream, seen: &Mutex<Vec<Request>>, faults: &dyn Fn(&Request) -> Option<Reply>) {
    let mut reader = BufReader::new(stream);
    while let Some(request) = read(&mut reader) {
        seen.lock().expect("no test has panicked with it").push(request.clone());
        let reply = faults(&request).unwrap_or_else(|| healthy(&request));
        let mut stream = stream;
        let written = match reply {
            Reply::Answer { status, headers, body } => {
                let lines: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
                let head = format!(
                    "HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nDate: Wed, 25 Nov 2026 09:00:00 GMT\r\nContent-Length: {}\r\n{lines}\r\n",
                    body.len()
                );
                stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()))
            }
            Reply::Cut(body) => {
                let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len() + 100);
                let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
                return;
            }
            Reply::Hang => {
                std::thread::sleep(std::time::Duration::from_secs(60));
                return;
            }
        };
        if written.is_err() {
            return;
        }
    }
}

/// One request; none at the end of the connection.
fn read(reader: &mut impl BufRead) -> Option<Request> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let mut words = line.split_whitespace();
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        match line.trim_end().split_once(':') {
            Some((name, value)) => headers.insert(name.to_lowercase(), value.trim().to_owned()),
            None => break,
        };
    }
    let length: usize = headers.get("content-length").and_then(|it| it.parse().ok()).unwrap_or_default();
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Request { method, path, headers })
}

/// An answer with this status.
pub(crate) fn answer(status: u16, body: &Value) -> Reply {
    Reply::Answer { status, headers: Vec::new(), body: body.to_string() }
}

/// A refusal in the words of an API server.
pub(crate) fn status(code: u16, message: &str) -> Reply {
    answer(code, &json!({"kind": "Status", "apiVersion": "v1", "status": "Failure", "message": message, "code": code}))
}

/// A page of a list.
pub(crate) fn page(kind: &str, items: &[Value], next: &str) -> Reply {
    let list = json!({"kind": format!("{kind}List"), "metadata": {"continue": next}, "items": items});
    answer(200, &list)
}

/// What a server without objects answers.
fn healthy(request: &Request) -> Reply {
    let path = request.path.split('?').next().unwrap_or_default();
    match path {
        "/api" => answer(200, &discovery(|group| group.is_empty())),
        "/apis" => answer(200, &discovery(|group| !group.is_empty())),
        _ => {
            let plural = path.rsplit('/').next().unwrap_or_default();
            let kind = RESOURCES.iter().find(|it| it.name.split('.').next() == Some(plural)).map(|it| it.kind);
            kind.map_or_else(|| status(404, "the server could not find the requested resource"), |it| page(it, &[], ""))
        }
    }
}

/// Kinds whose objects have no namespace.
const CLUSTER_SCOPED: [&str; 13] = [
    "Node",
    "Namespace",
    "APIService",
    "PriorityClass",
    "IngressClass",
    "GatewayClass",
    "PersistentVolume",
    "StorageClass",
    "VolumeSnapshotClass",
    "ClusterRole",
    "ClusterRoleBinding",
    "ClusterIssuer",
    "CustomResourceDefinition",
];

/// Aggregated discovery of everything that carbon reads, as version v1.
pub(crate) fn discovery(wanted: impl Fn(&str) -> bool) -> Value {
    let mut groups: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for resource in RESOURCES.iter().filter(|it| wanted(it.group)) {
        let scope = if CLUSTER_SCOPED.contains(&resource.kind) { "Cluster" } else { "Namespaced" };
        groups.entry(resource.group).or_default().push(json!({
            "resource": resource.name.split('.').next(),
            "scope": scope,
            "verbs": ["get", "list"],
            "responseKind": {"group": resource.group, "version": "v1", "kind": resource.kind},
        }));
    }
    let items: Vec<Value> = groups
        .into_iter()
        .map(|(group, resources)| {
            let version = json!({"version": "v1", "freshness": "Current", "resources": resources});
            json!({"metadata": {"name": group}, "versions": [version]})
        })
        .collect();
    json!({"kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2", "items": items})
}
