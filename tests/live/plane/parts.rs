//! The binaries of a control plane: given by the environment, or built once from their Go modules and kept.

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const MISSING: &str = "the live tests need Go 1.26 (https://go.dev/dl) or KUBEBUILDER_ASSETS";
const KWOK: &str = "v0.8.0";
/// KWOK knows no kubelet by itself; these files of its module say how nodes and pods come to life.
const STAGES: [&str; 4] =
    ["node/fast/node-initialize", "pod/fast/pod-ready", "pod/fast/pod-complete", "pod/fast/pod-delete"];

/// An executable, and the argument that says which program it shall be if it is several.
#[derive(Clone)]
pub(crate) struct Binary {
    pub(crate) path: PathBuf,
    pub(crate) applet: Option<&'static str>,
}

/// What a control plane is made of. Only foreign assets may lack the controllers and the scheduler.
pub(crate) struct Parts {
    pub(crate) etcd: Binary,
    pub(crate) api_server: Binary,
    pub(crate) controllers: Option<Binary>,
    pub(crate) scheduler: Option<Binary>,
    pub(crate) kwok: Binary,
    pub(crate) stages: PathBuf,
}

impl Parts {
    /// Finds or builds them. `KUBEBUILDER_ASSETS` is the convention of envtest: a folder with etcd and kube-apiserver;
    /// ours may also hold kube-controller-manager, kube-scheduler, and kwok with its `stages.yaml`.
    pub(crate) fn find() -> Result<Self, String> {
        let Some(assets) = env::var_os("KUBEBUILDER_ASSETS").map(PathBuf::from) else {
            let path = control_plane()?;
            let program = |applet| Binary { path: path.clone(), applet: Some(applet) };
            let (kwok, stages) = kwok()?;
            return Ok(Self {
                etcd: program("etcd"),
                api_server: program("kube-apiserver"),
                controllers: Some(program("kube-controller-manager")),
                scheduler: Some(program("kube-scheduler")),
                kwok,
                stages,
            });
        };
        let given = |name: &str| Some(assets.join(name)).filter(|it| it.exists()).map(Binary::at);
        let needed = |name: &str| given(name).ok_or_else(|| format!("KUBEBUILDER_ASSETS has no {name}"));
        let stages = assets.join("stages.yaml");
        let (kwok, stages) = match given("kwok") {
            Some(binary) if stages.exists() => (binary, stages),
            Some(_) | None => kwok()?,
        };
        Ok(Self {
            etcd: needed("etcd")?,
            api_server: needed("kube-apiserver")?,
            controllers: given("kube-controller-manager"),
            scheduler: given("kube-scheduler"),
            kwok,
            stages,
        })
    }
}

impl Binary {
    fn at(path: PathBuf) -> Self {
        Self { path, applet: None }
    }
}

/// Builds etcd and Kubernetes, some ten minutes the first time; a changed source is another folder.
fn control_plane() -> Result<PathBuf, String> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/parts/control-plane");
    let mut key = 0xcbf2_9ce4_8422_2325;
    for name in ["main.go", "go.mod", "go.sum"] {
        key = fnv1a(key, &fs::read(source.join(name)).map_err(|why| format!("{name}: {why}"))?);
    }
    let folder = Folder::open(&format!("control-plane-{key:016x}"))?;
    folder.make("control-plane", |partial| {
        let mut build = go()?;
        build.current_dir(&source).args(["build", "-trimpath", "-ldflags=-s -w", "-o"]).arg(partial).arg(".");
        output_of(&mut build).map(drop)
    })
}

/// Builds KWOK, and puts together the stages that its module brings.
fn kwok() -> Result<(Binary, PathBuf), String> {
    let folder = Folder::open(&format!("kwok-{KWOK}"))?;
    let binary = folder.make("kwok", |partial| {
        let bin = folder.path.join("bin");
        let module = format!("sigs.k8s.io/kwok/cmd/kwok@{KWOK}");
        output_of(go()?.args(["install", "-trimpath", "-ldflags=-s -w", &module]).env("GOBIN", &bin))?;
        fs::rename(bin.join("kwok"), partial).map_err(|why| format!("kwok: {why}"))
    })?;
    let stages = folder.make("stages.yaml", |partial| {
        let module = format!("sigs.k8s.io/kwok@{KWOK}");
        let answer = output_of(go()?.args(["mod", "download", "-json", &module]).current_dir(&folder.path))?;
        let answer: serde_json::Value = serde_json::from_slice(&answer).map_err(|why| why.to_string())?;
        let module = answer["Dir"].as_str().ok_or("go mod download tells no folder")?;
        let mut text = String::new();
        for stage in STAGES {
            let path = format!("{module}/kustomize/stage/{stage}.yaml");
            text.push_str("---\n");
            text.push_str(&fs::read_to_string(&path).map_err(|why| format!("{path}: {why}"))?);
        }
        fs::write(partial, text).map_err(|why| why.to_string())
    })?;
    Ok((Binary::at(binary), stages))
}

/// A folder of the user's cache.
struct Folder {
    path: PathBuf,
}

impl Folder {
    fn open(name: &str) -> Result<Self, String> {
        let cache = env::var_os("XDG_CACHE_HOME").filter(|it| !it.is_empty()).map(PathBuf::from);
        let cache = cache.or_else(|| env::home_dir().map(|home| home.join(".cache"))).ok_or("no home folder")?;
        let path = cache.join("carbon/parts").join(name);
        fs::create_dir_all(&path).map_err(|why| format!("{}: {why}", path.display()))?;
        Ok(Self { path })
    }

    /// A file that is there completely or not at all; two processes that need it at once build it once.
    fn make(&self, name: &str, build: impl FnOnce(&Path) -> Result<(), String>) -> Result<PathBuf, String> {
        let made = self.path.join(name);
        if made.exists() {
            return Ok(made);
        }
        let lock = File::create(self.path.join("lock")).map_err(|why| why.to_string())?;
        lock.lock().map_err(|why| why.to_string())?;
        if !made.exists() {
            let partial = self.path.join(format!("{name}.partial"));
            build(&partial)?;
            fs::rename(&partial, &made).map_err(|why| why.to_string())?;
        }
        Ok(made)
    }
}

/// The Go command, if there is one.
fn go() -> Result<Command, String> {
    let version = Command::new("go").arg("version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if version.is_ok_and(|status| status.success()) { Ok(Command::new("go")) } else { Err(MISSING.to_owned()) }
}

/// What a command prints; its failure is told with the end of what it complained about.
fn output_of(command: &mut Command) -> Result<Vec<u8>, String> {
    let output = command.output().map_err(|why| format!("{command:?}: {why}"))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<&str> = complaint.lines().collect();
    Err(format!("{command:?} failed:\n{}", lines[lines.len().saturating_sub(15)..].join("\n")))
}

/// A hash that stays the same across Rust releases, unlike the one of std.
fn fnv1a(start: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(start, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3))
}
