//! Where a control plane's files and ports are, and with which flags its programs run.

use super::parts::{Binary, Parts};
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::process::Command;

/// A program, ready to start.
pub(crate) struct Program {
    pub(crate) name: &'static str,
    /// Accepts connections once the program serves.
    pub(crate) port: u16,
    binary: Binary,
    flags: Vec<String>,
}

impl Program {
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(&self.binary.path);
        command.args(self.binary.applet).args(&self.flags);
        command
    }
}

/// The folder and the ports of one control plane.
pub(crate) struct Layout {
    pub(crate) folder: PathBuf,
    ports: [u16; 7],
}

impl Layout {
    pub(crate) fn new(folder: PathBuf) -> io::Result<Self> {
        // All are held before any is released, or the kernel might hand out the same one twice.
        let mut held = Vec::new();
        for _ in 0..7 {
            held.push(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?);
        }
        let mut ports = [0; 7];
        for (port, listener) in ports.iter_mut().zip(&held) {
            *port = listener.local_addr()?.port();
        }
        Ok(Self { folder, ports })
    }

    pub(crate) fn server(&self) -> String {
        format!("https://127.0.0.1:{}", self.ports[2])
    }

    /// The URL of etcd.
    pub(crate) fn storage(&self) -> String {
        format!("http://127.0.0.1:{}", self.ports[0])
    }

    pub(crate) fn tokens(&self) -> PathBuf {
        self.folder.join("tokens.csv")
    }

    /// Where connections forwarded to port 8080 of any pod arrive.
    pub(crate) fn forwarded(&self) -> u16 {
        self.ports[6]
    }

    pub(crate) fn forwards(&self) -> PathBuf {
        self.folder.join("forwards.yaml")
    }

    pub(crate) fn log(&self, program: &str) -> PathBuf {
        self.folder.join(format!("{program}.log"))
    }

    pub(crate) fn etcd(&self, parts: &Parts) -> Program {
        let [clients, peers, ..] = self.ports;
        let flags = format!(
            "--data-dir={{}}/etcd --listen-client-urls=http://127.0.0.1:{clients} \
             --advertise-client-urls=http://127.0.0.1:{clients} --listen-peer-urls=http://127.0.0.1:{peers} \
             --initial-advertise-peer-urls=http://127.0.0.1:{peers} \
             --initial-cluster=default=http://127.0.0.1:{peers} --unsafe-no-fsync --log-level=warn"
        );
        self.program("etcd", clients, &parts.etcd, &flags)
    }

    pub(crate) fn api_server(&self, parts: &Parts) -> Program {
        let [etcd, _, port, ..] = self.ports;
        // No reconciler of endpoints: it would publish loopback as the address of the service `kubernetes`, and fail.
        let flags = format!(
            "--etcd-servers=http://127.0.0.1:{etcd} --bind-address=127.0.0.1 --advertise-address=127.0.0.1 \
             --secure-port={port} --endpoint-reconciler-type=none --authorization-mode=Node,RBAC \
             --allow-privileged=true --client-ca-file={{}}/ca.crt --tls-cert-file={{}}/apiserver.crt \
             --tls-private-key-file={{}}/apiserver.key --token-auth-file={{}}/tokens.csv \
             --service-account-issuer=https://kubernetes.default.svc.cluster.local \
             --service-account-key-file={{}}/service-accounts.pub \
             --service-account-signing-key-file={{}}/service-accounts.key \
             --service-cluster-ip-range=10.96.0.0/12 --requestheader-client-ca-file={{}}/ca.crt \
             --requestheader-allowed-names=front-proxy-client --requestheader-username-headers=X-Remote-User \
             --requestheader-group-headers=X-Remote-Group --requestheader-extra-headers-prefix=X-Remote-Extra- \
             --proxy-client-cert-file={{}}/front-proxy.crt --proxy-client-key-file={{}}/front-proxy.key"
        );
        self.program("kube-apiserver", port, &parts.api_server, &flags)
    }

    pub(crate) fn controllers(&self, parts: &Parts) -> Option<Program> {
        let port = self.ports[3];
        // The simulated kubelets renew no leases, so nodes get some weeks of grace. By default autoscalers are looked
        // at for the first time, and claims again after a conflict, when 15 s are over.
        let flags = format!(
            "--kubeconfig={{}}/controllers.kubeconfig --authentication-kubeconfig={{}}/controllers.kubeconfig \
             --authorization-kubeconfig={{}}/controllers.kubeconfig --bind-address=127.0.0.1 --secure-port={port} \
             --cert-dir={{}}/controllers --leader-elect=false --root-ca-file={{}}/ca.crt \
             --service-account-private-key-file={{}}/service-accounts.key \
             --cluster-signing-cert-file={{}}/ca.crt --cluster-signing-key-file={{}}/ca.key \
             --use-service-account-credentials=true --node-monitor-grace-period=1000h \
             --horizontal-pod-autoscaler-sync-period=1s --pvclaimbinder-sync-period=1s \
             --kube-api-qps=2000 --kube-api-burst=4000"
        );
        Some(self.program("kube-controller-manager", port, parts.controllers.as_ref()?, &flags))
    }

    pub(crate) fn scheduler(&self, parts: &Parts) -> Option<Program> {
        let port = self.ports[4];
        let flags = format!(
            "--kubeconfig={{}}/scheduler.kubeconfig --authentication-kubeconfig={{}}/scheduler.kubeconfig \
             --authorization-kubeconfig={{}}/scheduler.kubeconfig --bind-address=127.0.0.1 --secure-port={port} \
             --cert-dir={{}}/scheduler --leader-elect=false --kube-api-qps=2000 --kube-api-burst=4000"
        );
        Some(self.program("kube-scheduler", port, parts.scheduler.as_ref()?, &flags))
    }

    /// KWOK: nodes become Ready and pods Running without anything being run.
    pub(crate) fn kubelets(&self, parts: &Parts) -> Option<Program> {
        let port = self.ports[5];
        // No leases: KWOK does nothing about a node that it has none of, and tries again only after minutes.
        let flags = format!(
            "--kubeconfig={{}}/admin.kubeconfig --manage-all-nodes=true --server-address=127.0.0.1:{port} \
             --node-lease-duration-seconds=0 --node-ip=127.0.0.1 --node-port={port} \
             --tls-cert-file={{}}/kubelets.crt --tls-private-key-file={{}}/kubelets.key --config={{}}/forwards.yaml"
        );
        let mut program = self.program("kwok", port, &parts.kwok, &flags);
        program.flags.push(format!("--config={}", parts.stages.display()));
        Some(program)
    }

    /// Flags are written with `{}` for the folder, and put in only after the split: its path may have spaces.
    fn program(&self, name: &'static str, port: u16, binary: &Binary, flags: &str) -> Program {
        let folder = self.folder.display().to_string();
        let flags = flags.split_whitespace().map(|flag| flag.replace("{}", &folder)).collect();
        Program { name, port, binary: binary.clone(), flags }
    }
}
