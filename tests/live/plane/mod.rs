//! A Kubernetes control plane of the test's own: on free ports, in a folder of its own, gone when the test is.

mod api;
mod certificates;
mod keeper;
mod parts;
mod programs;

use certificates::Authority;
use keeper::Keeper;
use parts::Parts;
use programs::{Layout, Program};
use serde_json::Value;
use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// The token of a user `limited` in the group `readers`, who may nothing until a test binds a role.
pub(crate) const LIMITED_TOKEN: &str = "limited-token";

/// How long a program may take until it answers; minutes, because a busy machine is no failure.
const PATIENCE: Duration = Duration::from_secs(180);

/// The control plane of this test binary, started by whoever asks first.
pub(crate) fn shared() -> &'static Plane {
    // The failure is kept too: the other tests must not wait for the same deadline again.
    static SHARED: OnceLock<Result<Plane, String>> = OnceLock::new();
    SHARED.get_or_init(Plane::start).as_ref().unwrap_or_else(|why| panic!("{why}"))
}

/// A running control plane. Dropping it stops its programs and removes its folder.
pub(crate) struct Plane {
    layout: Layout,
    authority: Authority,
    admin: PathBuf,
    // Last: what it removes is used by the others.
    _keeper: Keeper,
}

impl Plane {
    /// Starts etcd, the API server, the controllers, the scheduler and simulated kubelets, and waits until all answer.
    pub(crate) fn start() -> Result<Self, String> {
        let parts = Parts::find()?;
        Self::with(&parts, |layout| vec![layout.controllers(&parts), layout.scheduler(&parts), layout.kubelets(&parts)])
    }

    /// Starts etcd and the API server alone: what is written stays as it is.
    pub(crate) fn without_controllers() -> Result<Self, String> {
        Self::with(&Parts::find()?, |_| Vec::new())
    }

    fn with(parts: &Parts, others: impl Fn(&Layout) -> Vec<Option<Program>>) -> Result<Self, String> {
        let folder = tempfile::Builder::new().prefix("carbon-live-").tempdir().map_err(|why| why.to_string())?.keep();
        let mut keeper = Keeper::of(&folder).map_err(|why| format!("cannot start the keeper: {why}"))?;
        let layout = Layout::new(folder).map_err(|why| format!("no free ports: {why}"))?;
        let authority = Authority::new(&layout.folder, layout.server())?;
        fs::write(layout.tokens(), format!("{LIMITED_TOKEN},limited,1,\"readers\"\n"))
            .map_err(|why| why.to_string())?;
        authority.server("apiserver")?;
        authority.server("kubelets")?;
        fs::write(layout.forwards(), forwards(layout.forwarded())).map_err(|why| why.to_string())?;
        authority.client("front-proxy", "front-proxy-client", "carbon")?;
        let admin = authority.kubeconfig("admin", "admin", "system:masters")?;
        authority.kubeconfig("controllers", "system:kube-controller-manager", "carbon")?;
        authority.kubeconfig("scheduler", "system:kube-scheduler", "carbon")?;

        run(&mut keeper, &layout, &layout.etcd(parts))?;
        let api_server = layout.api_server(parts);
        run(&mut keeper, &layout, &api_server)?;
        wait(&mut keeper, &layout, &api_server, || match api::get(&admin, "/readyz") {
            Ok((200, _)) => Ok(()),
            Ok((status, body)) => Err(format!("/readyz: {status} {body}")),
            Err(why) => Err(why),
        })?;
        let others: Vec<Program> = others(&layout).into_iter().flatten().collect();
        for program in &others {
            keeper.spawn(program, &layout.log(program.name)).map_err(|why| format!("{}: {why}", program.name))?;
        }
        for program in &others {
            wait(&mut keeper, &layout, program, || listens(program.port))?;
        }
        Ok(Self { layout, authority, admin, _keeper: keeper })
    }

    /// Where its files and its programs' logs are, until it is dropped.
    pub(crate) fn folder(&self) -> &Path {
        &self.layout.folder
    }

    /// The kubeconfig of an administrator.
    pub(crate) fn kubeconfig(&self) -> &Path {
        &self.admin
    }

    /// The kubeconfig of a user with a client certificate; the certificate's format here has room for one group.
    pub(crate) fn user(&self, name: &str, group: &str) -> PathBuf {
        let file = format!("user-{name}-{group}").replace(|c: char| !c.is_ascii_alphanumeric(), "-");
        self.authority.kubeconfig(&file, name, group).unwrap_or_else(|why| panic!("{why}"))
    }

    /// The kubeconfig of whoever bears this token; the API server knows [`LIMITED_TOKEN`] and refuses others.
    pub(crate) fn token(&self, token: &str) -> PathBuf {
        self.authority.token(token).unwrap_or_else(|why| panic!("{why}"))
    }

    /// The port of this machine at which connections forwarded to port 8080 of any pod arrive.
    pub(crate) fn forwarded(&self) -> u16 {
        self.layout.forwarded()
    }

    /// What the API server says about this path to an administrator: the status, and JSON if it is JSON.
    pub(crate) fn get(&self, path: &str) -> (u16, Value) {
        self.get_as(&self.admin, path)
    }

    /// What it says to the user of this kubeconfig.
    pub(crate) fn get_as(&self, kubeconfig: &Path, path: &str) -> (u16, Value) {
        api::get(kubeconfig, path).unwrap_or_else(|why| panic!("{path}: {why}"))
    }

    /// Creates many objects as an administrator.
    pub(crate) fn create(&self, path: &str, objects: &[Value]) {
        api::create(&self.admin, path, objects).unwrap_or_else(|why| panic!("{why}"));
    }

    /// Asks, without doing it, whether one of the pods with this label `app` may be evicted: the server's answer.
    pub(crate) fn evict(&self, namespace: &str, app: &str) -> (u16, Value) {
        let (_, pods) = self.get(&format!("/api/v1/namespaces/{namespace}/pods?labelSelector=app%3D{app}"));
        let name = &pods["items"][0]["metadata"]["name"];
        let eviction = serde_json::json!({
            "apiVersion": "policy/v1",
            "kind": "Eviction",
            "metadata": {"name": name, "namespace": namespace},
            "deleteOptions": {"dryRun": ["All"]},
        });
        let path = format!("/api/v1/namespaces/{namespace}/pods/{}/eviction", name.as_str().unwrap_or_default());
        api::post(&self.admin, &path, &eviction).unwrap_or_else(|why| panic!("{why}"))
    }

    /// Makes etcd forget what lies before now.
    pub(crate) fn compact(&self) {
        let ask = |path: &str, question: &Value| {
            let (status, answer) =
                api::post_plain(&self.layout.storage(), path, question).unwrap_or_else(|why| panic!("{why}"));
            // Twice at the same revision is refused, and as good.
            let done = answer.to_string().contains("has been compacted");
            assert!(status == 200 || done, "{path}: {status} {answer}");
            answer
        };
        let now = ask("/v3/kv/range", &serde_json::json!({"key": "AA=="}))["header"]["revision"].clone();
        ask("/v3/kv/compaction", &serde_json::json!({"revision": now}));
    }

    /// Has a longer conversation as an administrator, over one client.
    pub(crate) fn talk<T>(&self, talk: impl AsyncFnOnce(kube::Client) -> Result<T, String>) -> T {
        api::with_client(&self.admin, talk).unwrap_or_else(|why| panic!("{why}"))
    }

    /// Applies a YAML stream as an administrator, in its order, `status` where the kind has one to write.
    pub(crate) fn apply(&self, yaml: &str) {
        api::apply(&self.admin, yaml).unwrap_or_else(|why| panic!("{why}"));
    }
}

/// What the simulated kubelets do with a forwarded port.
fn forwards(port: u16) -> String {
    format!(
        "apiVersion: kwok.x-k8s.io/v1alpha1\nkind: ClusterPortForward\nmetadata: {{name: all}}\n\
         spec: {{forwards: [{{ports: [8080], target: {{address: 127.0.0.1, port: {port}}}}}]}}\n"
    )
}

/// Starts a program that others need, and waits until it listens.
fn run(keeper: &mut Keeper, layout: &Layout, program: &Program) -> Result<(), String> {
    keeper.spawn(program, &layout.log(program.name)).map_err(|why| format!("{}: {why}", program.name))?;
    wait(keeper, layout, program, || listens(program.port))
}

/// Asks until the answer is yes; a program that ended, or the deadline, is told with the end of its log.
fn wait(
    keeper: &mut Keeper,
    layout: &Layout,
    program: &Program,
    ready: impl Fn() -> Result<(), String>,
) -> Result<(), String> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let Err(why) = ready() else { return Ok(()) };
        let ended = keeper.ended(program.name);
        if ended.is_some() || Instant::now() > deadline {
            let how = ended.unwrap_or_else(|| format!("is not ready after {} s: {why}", PATIENCE.as_secs()));
            let log = fs::read_to_string(layout.log(program.name)).unwrap_or_default();
            let lines: Vec<&str> = log.lines().collect();
            let tail = lines[lines.len().saturating_sub(25)..].join("\n");
            return Err(format!("{} {how}; its log ends with\n{tail}", program.name));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn listens(port: u16) -> Result<(), String> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    TcpStream::connect_timeout(&address, Duration::from_secs(1)).map(drop).map_err(|why| why.to_string())
}
