//! A port of a Service, brought to this machine through the API server, as `kubectl port-forward` does.

use std::net::{Ipv4Addr, SocketAddr};
use std::pin::pin;

use futures_util::future::select;
use k8s_openapi::api::core::v1::Pod;
use kube::Api;
use kube::client::UpgradeConnectionError;
use serde::Deserialize;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

use super::{Cluster, Failure};

/// A local port that leads to a pod. Dropping it closes the port and every connection through it.
#[derive(Debug)]
pub struct Forward {
    address: SocketAddr,
    pod: String,
    door: JoinHandle<()>,
}

impl Forward {
    /// Where to connect to, on this machine.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The pod at the other end.
    pub fn pod(&self) -> &str {
        &self.pod
    }
}

impl Drop for Forward {
    fn drop(&mut self) {
        self.door.abort();
    }
}

#[derive(Deserialize)]
struct Service {
    #[serde(default)]
    spec: ServiceSpec,
}

#[derive(Default, Deserialize)]
struct ServiceSpec {
    #[serde(default)]
    ports: Vec<ServicePort>,
}

/// A port of a Service.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ServicePort {
    /// Its name; empty if it has none.
    #[serde(default)]
    pub name: String,
    /// Its number.
    pub port: u16,
}

#[derive(Deserialize)]
struct Slices {
    items: Vec<Slice>,
}

#[derive(Deserialize)]
struct Slice {
    /// A Service without a ready pod has a slice with neither.
    #[serde(default)]
    endpoints: Option<Vec<Endpoint>>,
    #[serde(default)]
    ports: Option<Vec<SlicePort>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Endpoint {
    #[serde(default)]
    conditions: Conditions,
    target_ref: Option<Target>,
}

#[derive(Default, Deserialize)]
struct Conditions {
    /// Not told means ready.
    ready: Option<bool>,
}

#[derive(Deserialize)]
struct Target {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    name: String,
}

#[derive(Deserialize)]
struct SlicePort {
    #[serde(default)]
    name: Option<String>,
    port: Option<u16>,
}

impl Cluster {
    /// The ports of a Service. Needs `get` of it.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn service_ports(&self, namespace: &str, service: &str) -> Result<Vec<ServicePort>, Failure> {
        if !is_label(namespace) || !is_label(service) {
            return Err(Failure::NotFound);
        }
        let path = format!("/api/v1/namespaces/{namespace}/services/{service}");
        let found: Service = parse(&self.get(&path, "application/json").await?.body)?;
        Ok(found.spec.ports)
    }

    /// Brings a Service's port to this machine. The pod is the first that is ready; if it goes, connections end.
    /// To be called within a tokio runtime.
    ///
    /// Needs `get` of `pods/portforward` and `list` of EndpointSlices.
    ///
    /// # Errors
    /// See [`Failure`]; without a ready pod the Service is unreachable.
    pub async fn forward(&self, namespace: &str, service: &str, port: &ServicePort) -> Result<Forward, Failure> {
        let (pod, port) = self.behind(namespace, service, port).await?;
        let pods: Api<Pod> = Api::namespaced(self.client.clone(), namespace);
        // A refusal is told now, not as a connection that ends without a word.
        let trial = tokio::time::timeout(self.patience, pods.portforward(&pod, &[port])).await;
        trial.map_err(|_| Failure::TimedOut)?.map_err(refusal)?.abort();
        let local = |it: std::io::Error| Failure::Unreachable(format!("no local port: {it}"));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(local)?;
        let address = listener.local_addr().map_err(local)?;
        let door = tokio::spawn(serve(listener, pods, pod.clone(), port));
        Ok(Forward { address, pod, door })
    }

    /// A ready pod behind a Service, and its port.
    async fn behind(&self, namespace: &str, service: &str, port: &ServicePort) -> Result<(String, u16), Failure> {
        if !is_label(namespace) || !is_label(service) {
            return Err(Failure::NotFound);
        }
        let path = format!(
            "/apis/discovery.k8s.io/v1/namespaces/{namespace}/endpointslices\
             ?labelSelector=kubernetes.io%2Fservice-name%3D{service}"
        );
        let slices: Slices = parse(&self.get(&path, "application/json").await?.body)?;
        let mut ready: Vec<(String, u16)> = slices.items.into_iter().flat_map(|it| ready(it, &port.name)).collect();
        ready.sort();
        let none = || Failure::Unreachable("no pod behind the Service is ready".to_owned());
        ready.into_iter().next().ok_or_else(none)
    }
}

/// The ready pods of a slice that has the port.
fn ready(slice: Slice, wanted: &str) -> Vec<(String, u16)> {
    let ports = slice.ports.unwrap_or_default();
    let port = ports.iter().find(|it| it.name.as_deref().unwrap_or_default() == wanted).and_then(|it| it.port);
    let Some(port) = port else { return Vec::new() };
    let ready = slice.endpoints.unwrap_or_default().into_iter().filter(|it| it.conditions.ready != Some(false));
    let pods = ready.filter_map(|it| it.target_ref).filter(|it| it.kind == "Pod");
    pods.map(|it| (it.name, port)).collect()
}

async fn serve(listener: TcpListener, pods: Api<Pod>, pod: String, port: u16) {
    // Its connections end with the set, and the set with this task.
    let mut connections = JoinSet::new();
    while let Ok((local, _)) = listener.accept().await {
        while connections.try_join_next().is_some() {}
        let (pods, pod) = (pods.clone(), pod.clone());
        connections.spawn(async move { bridge(local, &pods, &pod, port).await });
    }
}

/// Carries bytes until one side ends; what goes wrong shows at the local end as the end of the connection.
async fn bridge(mut local: TcpStream, pods: &Api<Pod>, pod: &str, port: u16) {
    let Ok(mut forwarder) = pods.portforward(pod, &[port]).await else { return };
    if let Some(remote) = forwarder.take_stream(port) {
        let (mut from_remote, mut to_remote) = tokio::io::split(remote);
        let (mut from_local, mut to_local) = local.split();
        // Not until both end: a kubelet may not tell the end of its side.
        let there = pin!(tokio::io::copy(&mut from_local, &mut to_remote));
        let back = pin!(tokio::io::copy(&mut from_remote, &mut to_local));
        select(there, back).await;
    }
    forwarder.abort();
}

fn parse<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, Failure> {
    serde_json::from_slice(body).map_err(|it| Failure::Garbled(it.to_string()))
}

/// A request that was to become a stream and was answered instead.
fn refusal(error: kube::Error) -> Failure {
    let (status, body) = match &error {
        kube::Error::Api(said) => (said.code, serde_json::json!({ "message": said.message }).to_string()),
        kube::Error::UpgradeConnection(UpgradeConnectionError::ProtocolSwitch(it)) => (it.as_u16(), String::new()),
        _ => return Failure::of_transport(error),
    };
    match http::StatusCode::from_u16(status) {
        Ok(status) => Failure::of_status(status, &http::HeaderMap::new(), body.as_bytes()),
        Err(_) => Failure::of_transport(error),
    }
}

/// What the API server takes for a name of a namespace or a Service.
fn is_label(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pods(slice: &str, wanted: &str) -> Vec<(String, u16)> {
        ready(serde_json::from_str(slice).unwrap(), wanted)
    }

    #[test]
    fn only_ready_pods_with_the_port_are_taken() {
        let slice = r#"{"ports":[{"name":"http","port":8080},{"name":"grpc","port":9}],"endpoints":[
            {"conditions":{"ready":false},"targetRef":{"kind":"Pod","name":"a"}},
            {"conditions":{"ready":true},"targetRef":{"kind":"Pod","name":"b"}},
            {"targetRef":{"kind":"Pod","name":"c"}},
            {"conditions":{"ready":true}},
            {"conditions":{"ready":true},"targetRef":{"kind":"VirtualMachine","name":"d"}}]}"#;
        assert_eq!(pods(slice, "http"), [("b".to_owned(), 8080), ("c".to_owned(), 8080)]);
        assert_eq!(pods(slice, "metrics"), []);
    }

    #[test]
    fn a_slice_without_ready_pods_has_nulls() {
        assert_eq!(pods(r#"{"endpoints":null,"ports":null}"#, ""), []);
        assert_eq!(pods(r#"{"endpoints":[],"ports":[{"name":"","port":80}]}"#, ""), []);
    }

    #[test]
    fn a_name_is_no_path() {
        assert!(is_label("harbor-core") && !is_label("../x") && !is_label("") && !is_label("a/b"));
    }
}
