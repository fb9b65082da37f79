//! `carbon audit` with a Harbor in carbon.yaml: from the configuration to the verdicts, and no password anywhere.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::recording::{credential_pair, exchange};
use super::server::{self, Reply, Request, Server, answer, page};
use super::stand_in::StandIn;

/// What a robot with few rights gets to see.
const ROBOT: [&str; 3] = ["01/003", "01/030", "01/029"];

/// A run of carbon against both servers.
struct Run {
    output: Output,
    report: Value,
}

impl Run {
    fn said(&self) -> String {
        String::from_utf8_lossy(&self.output.stderr).into_owned()
    }

    /// Outcomes of a check by subject.
    fn outcomes(&self, check: &str) -> BTreeMap<String, String> {
        let verdicts = self.report["verdicts"].as_array().into_iter().flatten().filter(|it| it["check"] == check);
        let text = |it: &Value, field: &str| it[field].as_str().unwrap_or_default().to_owned();
        verdicts.map(|it| (text(it, "subject"), text(it, "outcome"))).collect()
    }

    fn outcome(&self, check: &str) -> String {
        let all = self.outcomes(check);
        assert_eq!(all.len(), 1, "{check}: {all:?}\n{}", self.said());
        all.into_values().next().unwrap_or_default()
    }
}

/// Audits with this carbon.yaml. The stand-in answers meanwhile, so the run is waited for on another thread.
async fn audit(config: String, password: &str, api: Server, arguments: &'static [&'static str]) -> Run {
    let password = password.to_owned();
    let run = move || {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("carbon.yaml"), config).unwrap();
        let kubeconfig = api.kubeconfig(folder.path());
        let output = carbon(folder.path(), &kubeconfig, arguments).env("HARBOR_PASSWORD", password).output().unwrap();
        let report = serde_json::from_slice(&output.stdout).unwrap_or_default();
        Run { output, report }
    };
    tokio::task::spawn_blocking(run).await.unwrap()
}

fn carbon(folder: &Path, kubeconfig: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_carbon"));
    command.args(["audit", "-o", "json", "--fail-on", "never", "--kubeconfig"]).arg(kubeconfig).args(arguments);
    command.env_clear().current_dir(folder);
    command
}

fn config(url: &str, name: &str) -> String {
    format!("services: {{harbor: {{url: '{url}', username: '{name}', password: {{env: HARBOR_PASSWORD}}}}}}\n")
}

#[tokio::test]
async fn a_well_harbor_that_lets_the_account_in_passes() {
    let stand_in = StandIn::plain().await.replay(ROBOT);
    let (name, password) = credential_pair("01/030");
    let run = audit(config(&stand_in.url(), &name), &password, Server::start(|_| None), &["-v"]).await;
    assert_eq!(run.outcome("platform/harbor-health"), "pass", "{}", run.said());
    assert_eq!(run.outcome("registry/login"), "pass");
    // What its rights do not reach is unknown, and so is what was not asked for.
    assert_eq!(run.outcome("platform/harbor-room"), "unknown");
    assert!(run.report["verdicts"].as_array().unwrap().iter().all(|it| it["check"] != "registry/not-default-password"));
    assert!(!run.said().contains(&password) && !run.report.to_string().contains(&password));
}

#[tokio::test]
async fn a_refused_account_fails_and_is_named_without_its_password() {
    let stand_in = StandIn::plain().await.replay(["01/003", "04/010", "01/016"]);
    let (name, password) = credential_pair("04/010");
    let run = audit(config(&stand_in.url(), &name), &password, Server::start(|_| None), &[]).await;
    assert_eq!(run.outcome("registry/login"), "fail");
    let verdicts = run.report["verdicts"].as_array().unwrap();
    let login = verdicts.iter().find(|it| it["check"] == "registry/login").unwrap();
    assert!(login["found"].as_str().unwrap().contains(&name), "{login:#}");
    assert!(!run.report.to_string().contains(&password));
}

#[tokio::test]
async fn a_harbor_that_does_not_answer_is_unknown_and_ends_nothing() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let run = audit(config(&format!("http://{closed}"), "me"), "hunter2", Server::start(|_| None), &[]).await;
    assert_eq!(run.output.status.code(), Some(0), "{}", run.said());
    assert_eq!(run.outcome("platform/harbor-health"), "unknown");
    assert_eq!(run.outcome("registry/login"), "unknown");
}

#[tokio::test]
async fn without_a_harbor_there_is_no_question() {
    let run = audit(String::new(), "", Server::start(|_| None), &[]).await;
    assert_eq!(run.outcome("platform/harbor-health"), "not_applicable");
    assert_eq!(run.outcome("registry/login"), "not_applicable");
}

#[tokio::test]
async fn a_password_may_lie_in_a_secret_of_the_cluster() {
    let (name, password) = credential_pair("01/030");
    let encoded = STANDARD.encode(&password);
    let with_secret = move |request: &Request| {
        let secret =
            json!({"kind": "Secret", "metadata": {"name": "robot", "namespace": "tools"}, "data": {"key": encoded}});
        (request.path == "/api/v1/namespaces/tools/secrets/robot").then(|| answer(200, &secret))
    };
    let config = |url: &str, key: &str| {
        format!("services: {{harbor: {{url: '{url}', username: '{name}', password: {{secret: tools/robot/{key}}}}}}}\n")
    };
    let stand_in = StandIn::plain().await.replay(ROBOT);
    let run = audit(config(&stand_in.url(), "key"), "", Server::start(with_secret.clone()), &[]).await;
    assert_eq!(run.outcome("registry/login"), "pass", "{}", run.said());

    let run = audit(config(&stand_in.url(), "other"), "", Server::start(with_secret), &[]).await;
    assert_eq!(run.output.status.code(), Some(2));
    assert!(run.said().contains("the Secret tools/robot") && run.said().contains("no key `other`"), "{}", run.said());
    let refuse = |request: &Request| request.path.contains("/secrets/").then(|| server::status(403, "no"));
    let run = audit(config(&stand_in.url(), "key"), "", Server::start(refuse), &[]).await;
    assert_eq!(run.output.status.code(), Some(2));
    assert!(run.said().contains("carbon rbac"), "{}", run.said());
}

/// A cluster with a pull secret for this host and a pod that pulls with it.
fn with_pull_secret(host: String, name: String, password: String) -> impl Fn(&Request) -> Option<Reply> {
    move |request| {
        let docker = json!({"auths": {&host: {"auth": STANDARD.encode(format!("{name}:{password}"))}}}).to_string();
        let secret = json!({
            "metadata": {"name": "pull", "namespace": "shop"},
            "type": "kubernetes.io/dockerconfigjson",
            "data": {".dockerconfigjson": STANDARD.encode(docker)},
        });
        let image = format!("{host}/priv/app:v1");
        let pod = json!({
            "metadata": {"name": "web", "namespace": "shop"},
            "spec": {"imagePullSecrets": [{"name": "pull"}], "containers": [{"name": "web", "image": image}]},
        });
        match request.path.split('?').next().unwrap_or_default() {
            "/api/v1/secrets" => Some(page("Secret", &[secret], "")),
            "/api/v1/pods" => Some(page("Pod", &[pod], "")),
            _ => None,
        }
    }
}

#[tokio::test]
async fn pull_secrets_are_tried_with_the_permission_and_only_then() {
    let stand_in = StandIn::plain().await.replay(["01/003", "03/117"]).replay([exchange("03/135").by("03/117")]);
    let (name, password) = credential_pair("03/117");
    let config = format!("services: {{harbor: {{url: '{}'}}}}\n", stand_in.url());
    let host = stand_in.address.to_string();
    let api = || Server::start(with_pull_secret(host.clone(), name.clone(), password.clone()));

    let run = audit(config.clone(), "", api(), &["--read-secrets", "-v"]).await;
    let pulls = run.outcomes("registry/pull-login");
    assert_eq!(pulls, BTreeMap::from([("Secret/shop/pull".to_owned(), "pass".to_owned())]), "{}", run.said());
    assert!(!run.said().contains(&password) && !run.report.to_string().contains(&password));

    let run = audit(config, "", api(), &[]).await;
    assert!(run.outcomes("registry/pull-login").is_empty(), "not selected without the permission");
}
