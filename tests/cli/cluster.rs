//! A cluster that cannot be reached, refuses, breaks off or lies: each fault has its exit code, and no fault is taken for
//! an absence.

use std::path::Path;
use std::process::{Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::server::{Reply, Request, Server, answer, discovery, kubeconfig, page, status};
use super::{carbon, expect, run, stderr, stdout};

/// Runs an audit of the server whose report is JSON.
fn audit(server: &Server, arguments: &[&str]) -> (Output, Value) {
    let folder = tempfile::tempdir().unwrap();
    let path = server.kubeconfig(folder.path());
    let mut all = vec!["audit", "--kubeconfig", path.to_str().unwrap(), "-o", "json", "--fail-on", "never"];
    all.extend(arguments);
    let output = run(folder.path(), &all);
    let report = serde_json::from_slice(&output.stdout).unwrap_or_default();
    (output, report)
}

/// Runs it with a kubeconfig of this text.
fn with_kubeconfig(text: &str, arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("config"), text).unwrap();
    let mut all = vec!["audit", "--kubeconfig", "config"];
    all.extend(arguments);
    run(folder.path(), &all)
}

/// The facts of a kind as the server's objects give them.
fn facts(server: &Server, name: &str) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let path = server.kubeconfig(folder.path());
    let output = run(folder.path(), &["facts", name, "--kubeconfig", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn pods(server: &Server) -> usize {
    facts(server, "pods")["items"].as_array().map_or(0, Vec::len)
}

/// Why a list of facts has gaps.
fn gaps(server: &Server, name: &str) -> Vec<String> {
    let facts = facts(server, name);
    let gaps = facts["gaps"].as_array().into_iter().flatten().map(|it| it["why"]["because"].to_string());
    gaps.collect()
}

fn is_list(request: &Request, plural: &str) -> bool {
    request.path.split('?').next().unwrap_or_default().ends_with(&format!("/{plural}"))
}

/// A server that has one fault with one list.
fn faulty(plural: &'static str, fault: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Server {
    Server::start(move |request| is_list(request, plural).then(|| fault(request)))
}

/// Why the report says that a resource is not known, if it does.
fn ignorance(report: &Value, resource: &str) -> Vec<String> {
    let mut found = Vec::new();
    walk(report, &mut |object| {
        let names = object.get("resource").and_then(Value::as_str) == Some(resource);
        if let Some(because) = object.get("because").filter(|_| names) {
            found.push(because.to_string());
        }
    });
    found.sort();
    found.dedup();
    found
}

fn walk(value: &Value, visit: &mut dyn FnMut(&serde_json::Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            visit(object);
            object.values().for_each(|it| walk(it, visit));
        }
        Value::Array(items) => items.iter().for_each(|it| walk(it, visit)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn pod(name: &str) -> Value {
    json!({"metadata": {"name": name, "namespace": "shop"}, "spec": {"containers": [{"name": "a", "image": "nginx:1.27.0"}]}})
}

#[test]
fn without_a_kubeconfig_the_error_says_what_else_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    expect(&run(folder.path(), &["audit"]), 2, &["there is no kubeconfig", "--kubeconfig", "-f PATH", "--demo"]);
    let output = carbon(folder.path(), &["audit"]).env("KUBECONFIG", "gone").output().unwrap();
    expect(&output, 2, &["KUBECONFIG=gone, and no such file"]);
    expect(&run(folder.path(), &["audit", "--kubeconfig", "gone"]), 2, &["cannot read the kubeconfig gone", "help:"]);
}

#[test]
fn an_unknown_context_offers_the_nearest() {
    let text = kubeconfig("http://127.0.0.1:1");
    expect(&with_kubeconfig(&text, &["--context", "hare"]), 2, &["no context `hare`", "did you mean `here`?"]);
    expect(&with_kubeconfig(&text, &["--context", "production"]), 2, &["no context `production`", "here, there"]);
    let none = text.replace("current-context: here\n", "");
    expect(&with_kubeconfig(&none, &[]), 2, &["names no current context", "--context", "here, there"]);
}

#[test]
fn a_malformed_kubeconfig_is_named_and_not_quoted() {
    let output = with_kubeconfig("apiVersion: v1\nusers: [{name: me, user: {token: hunter2\n", &[]);
    expect(&output, 2, &["cannot read the kubeconfig config", "not the YAML of a kubeconfig"]);
    assert!(!stderr(&output).contains("hunter2"));
    let output = with_kubeconfig("hello\n", &[]);
    expect(&output, 2, &["cannot read the kubeconfig config"]);
}

#[test]
fn of_several_kubeconfigs_the_first_that_says_something_counts() {
    let server = Server::start(|_| None);
    let folder = tempfile::tempdir().unwrap();
    server.kubeconfig(folder.path());
    std::fs::write(folder.path().join("other"), "apiVersion: v1\nkind: Config\ncurrent-context: there\n").unwrap();
    let output = carbon(folder.path(), &["audit", "-o", "json", "--fail-on", "never"])
        .env("KUBECONFIG", "gone:other:kubeconfig")
        .output()
        .unwrap();
    expect(&output, 0, &[]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(report.to_string().contains(r#""name":"there""#), "{report:#}");
}

#[test]
fn credentials_come_from_a_program_if_the_kubeconfig_says_so() {
    let credential = r#"{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\",\"status\":{\"token\":\"given\"}}"#;
    let exec = |script: &str| {
        let exec = format!(
            "{{exec: {{apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: sh, args: ['-c', \"{script}\"]}}}}"
        );
        move |url: &str| kubeconfig(url).replace("{token: hunter2}", &exec)
    };
    let server = Server::start(|request| {
        let good = request.headers.get("authorization").is_some_and(|it| it == "Bearer given");
        (!good).then(|| status(401, "Unauthorized"))
    });
    let url = format!("http://{}", server.address);
    let script = format!("echo '{credential}'");
    let path = std::env::var("PATH").unwrap();
    let run = |text: String| {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("config"), text).unwrap();
        let arguments = ["audit", "--kubeconfig", "config", "--fail-on", "never"];
        carbon(folder.path(), &arguments).env("PATH", &path).output().unwrap()
    };
    expect(&run(exec(&script)(&url)), 0, &[]);
    let output = run(exec("echo token-in-the-clear; exit 3")(&url));
    expect(&output, 2, &["no credentials", "failed (exit status: 3)", "help:"]);
    assert!(!stderr(&output).contains("token-in-the-clear"));
    let output = run(exec("echo {token-in-the-clear")(&url));
    expect(&output, 2, &["no credentials", "help:"]);
    assert!(!stderr(&output).contains("token-in-the-clear"));
}

#[test]
fn a_refused_connection_and_a_refused_token_are_different_errors() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let output = with_kubeconfig(&kubeconfig(&format!("http://{closed}")), &[]);
    expect(&output, 2, &["cannot read the cluster `here`", "no connection", "refused", "help:"]);
    let server = Server::start(|_| Some(status(401, "Unauthorized")));
    let (output, _) = audit(&server, &[]);
    expect(&output, 2, &["refused the credentials (401)", "log in again"]);
    assert!(!stderr(&output).contains("hunter2"));
    assert_eq!(server.requests().len(), 1, "nobody asks on with a token that is refused");
}

#[test]
fn a_list_that_is_refused_is_unknown_and_the_rest_is_not() {
    let message =
        "nodes is forbidden: User \"me\" cannot list resource \"nodes\" in API group \"\" at the cluster scope";
    let server = faulty("nodes", |_| status(403, message));
    let (output, report) = audit(&server, &[]);
    expect(&output, 0, &["cannot read nodes", "User \"me\" cannot list resource", "carbon rbac"]);
    assert_eq!(ignorance(&report, "nodes"), [r#""forbidden""#]);
    assert!(ignorance(&report, "deployments.apps").is_empty());
    // The check that counts them is critical: a gate with the default severity is missed.
    let folder = tempfile::tempdir().unwrap();
    let path = server.kubeconfig(folder.path());
    let arguments = ["audit", "--kubeconfig", path.to_str().unwrap(), "--check", "availability/nodes"];
    assert_eq!(run(folder.path(), &arguments).status.code(), Some(1));
    let strict = [arguments.as_slice(), &["--strict"]].concat();
    expect(&run(folder.path(), &strict), 2, &["cannot be read (--strict)"]);
}

#[test]
fn where_everything_is_refused_there_is_nothing_to_judge() {
    let server = Server::start(|request| (!request.path.starts_with("/apis?")).then(|| status(403, "no")));
    let (output, _) = audit(&server, &[]);
    expect(&output, 2, &["not one of", "no (403)", "carbon rbac"]);
    // Discovery is allowed to everybody, lists are not.
    let server = Server::start(|request| {
        let discovery = ["/api", "/apis"].contains(&request.path.as_str());
        (!discovery).then(|| status(403, "no"))
    });
    let (output, _) = audit(&server, &[]);
    expect(&output, 2, &["not one of", "no (403)", "carbon rbac"]);
}

#[test]
fn a_group_whose_own_server_is_down_is_not_a_group_without_objects() {
    // As aggregated discovery tells it: with nothing in it, and stale.
    let stale = Server::start(|request| {
        (request.path == "/apis").then(|| {
            let mut list = discovery(|group| !group.is_empty());
            for group in list["items"].as_array_mut().unwrap() {
                if group["metadata"]["name"] == "velero.io" {
                    group["versions"] = json!([{"version": "v1", "freshness": "Stale", "resources": []}]);
                }
            }
            answer(200, &list)
        })
    });
    let (output, _) = audit(&stale, &[]);
    expect(&output, 0, &["cannot read backups.velero.io", "503"]);
    assert_eq!(gaps(&stale, "backup_schedules"), [r#""unavailable""#]);
    // As the plain form tells it: the group is there, and what is below it answers 503.
    let plain = Server::start(|request| plain_discovery(request, "velero.io"));
    let (output, _) = audit(&plain, &[]);
    expect(&output, 0, &["cannot read backups.velero.io", "503"]);
    assert_eq!(gaps(&plain, "backup_schedules"), [r#""unavailable""#]);
    assert!(gaps(&plain, "budgets").is_empty());
}

/// Discovery of a server that does not know the aggregated form.
fn plain_discovery(request: &Request, down: &str) -> Option<Reply> {
    let all = discovery(|_| true);
    let groups = all["items"].as_array().unwrap();
    let name = |group: &Value| group["metadata"]["name"].as_str().unwrap().to_owned();
    let resources = |wanted: &str| {
        let group = groups.iter().find(|it| name(it) == wanted)?;
        let resources = group["versions"][0]["resources"].as_array().unwrap().iter().map(|it| {
            json!({"name": it["resource"], "namespaced": it["scope"] == "Namespaced", "kind": it["responseKind"]["kind"], "singularName": "", "verbs": it["verbs"]})
        });
        let list = json!({"kind": "APIResourceList", "groupVersion": "v1", "resources": resources.collect::<Vec<_>>()});
        Some(answer(200, &list))
    };
    match request.path.as_str() {
        "/api" => {
            Some(answer(200, &json!({"kind": "APIVersions", "versions": ["v1"], "serverAddressByClientCIDRs": []})))
        }
        "/api/v1" => resources(""),
        "/apis" => {
            let listed = groups.iter().map(name).filter(|it| !it.is_empty()).map(|it| {
                let version = json!({"groupVersion": format!("{it}/v1"), "version": "v1"});
                json!({"name": it, "versions": [version], "preferredVersion": version})
            });
            Some(answer(200, &json!({"kind": "APIGroupList", "groups": listed.collect::<Vec<_>>()})))
        }
        path => match path.strip_prefix("/apis/")?.strip_suffix("/v1")? {
            group if group == down => Some(status(503, "service unavailable")),
            group => resources(group),
        },
    }
}

#[test]
fn a_list_that_does_not_come_in_time_is_unknown() {
    let server = faulty("pods", |_| Reply::Hang);
    let started = Instant::now();
    let (output, report) = audit(&server, &["--timeout", "2s"]);
    expect(&output, 0, &["cannot read pods: no answer in time"]);
    assert_eq!(ignorance(&report, "pods"), [r#""timed-out""#]);
    assert!(ignorance(&report, "deployments.apps").is_empty(), "what came before is judged");
    assert!(started.elapsed() < Duration::from_secs(30));
    // A server that answers nothing at all.
    let server = Server::start(|_| Some(Reply::Hang));
    let (output, _) = audit(&server, &["--timeout", "1s"]);
    expect(&output, 2, &["no answer in time", "--timeout gives it longer"]);
}

#[test]
fn a_body_that_is_cut_is_asked_for_again_and_then_unknown() {
    let server = faulty("pods", |_| Reply::Cut(r#"{"kind":"PodList","items":["#.to_owned()));
    let (output, report) = audit(&server, &[]);
    expect(&output, 0, &["cannot read pods: the answer was cut off"]);
    assert_eq!(ignorance(&report, "pods"), [r#""garbled""#]);
    assert_eq!(server.count("/api/v1/pods"), 5);
    // Once is no harm.
    let calls = AtomicUsize::new(0);
    let server = faulty("pods", move |_| match calls.fetch_add(1, Ordering::SeqCst) {
        0 => Reply::Cut(r#"{"kind":"PodList","items":["#.to_owned()),
        _ => page("Pod", &[pod("a")], ""),
    });
    let (output, report) = audit(&server, &[]);
    expect(&output, 0, &[]);
    assert!(ignorance(&report, "pods").is_empty());
}

#[test]
fn what_is_no_list_is_not_an_empty_one() {
    for body in [json!({}), json!({"kind": "Status"}), json!({"kind": "PodList"}), json!([]), json!("hello")] {
        let server = faulty("pods", move |_| answer(200, &body));
        let (output, report) = audit(&server, &[]);
        expect(&output, 0, &["cannot read pods: the answer cannot be understood"]);
        assert_eq!(ignorance(&report, "pods"), [r#""garbled""#]);
    }
    // The page of a portal before the server.
    let portal = |_: &Request| Reply::Answer { status: 200, headers: Vec::new(), body: "<html>".to_owned() };
    let (output, _) = audit(&Server::start(move |request| Some(portal(request))), &[]);
    expect(&output, 2, &["cannot be understood", "is this the address of a Kubernetes API server"]);
}

#[test]
fn discovery_that_names_nothing_is_no_cluster_without_objects() {
    // Of the core alone: the rest is judged.
    for empty in [
        json!({"kind": "APIGroupDiscoveryList", "items": []}),
        json!({"kind": "APIVersions"}),
        json!({"kind": "APIGroupList", "groups": []}),
    ] {
        let server = Server::start(move |request| (request.path == "/api").then(|| answer(200, &empty)));
        let (output, report) = audit(&server, &[]);
        expect(&output, 0, &["cannot read nodes: the answer cannot be understood"]);
        assert_eq!(ignorance(&report, "nodes"), [r#""garbled""#]);
    }
    // Of all groups but the core.
    for empty in
        [json!({"kind": "APIGroupDiscoveryList"}), json!({"kind": "APIGroupList"}), json!({"kind": "APIVersions"})]
    {
        let server = Server::start(move |request| (request.path == "/apis").then(|| answer(200, &empty)));
        let (output, _) = audit(&server, &[]);
        expect(&output, 0, &["cannot read backups.velero.io: the answer cannot be understood"]);
        assert_eq!(gaps(&server, "backup_schedules"), [r#""garbled""#]);
    }
    // Of one group: named, and then not there, or without a list.
    for reply in [|| status(404, "no"), || answer(200, &json!({})), || answer(200, &json!({"kind": "Status"}))] {
        let server = Server::start(move |request| match request.path.as_str() {
            "/apis/velero.io/v1" => Some(reply()),
            _ => plain_discovery(request, "none"),
        });
        let (output, _) = audit(&server, &[]);
        expect(&output, 0, &["cannot read backups.velero.io"]);
        assert_eq!(gaps(&server, "backup_schedules").len(), 1);
    }
}

#[test]
fn an_object_of_the_wrong_shape_leaves_a_gap_and_its_neighbours() {
    let mut wrong = pod("wrong");
    wrong["spec"]["containers"] = json!("none");
    let server = faulty("pods", move |_| page("Pod", &[pod("a"), wrong.clone()], ""));
    let (output, report) = audit(&server, &[]);
    expect(&output, 0, &["/api/v1/namespaces/shop/pods/wrong", "containers"]);
    assert_eq!(ignorance(&report, "pods"), [r#""garbled""#]);
    assert_eq!(pods(&server), 1);
}

#[test]
fn pages_are_put_together() {
    let server = faulty("pods", |request| match request.path.as_str() {
        path if path.ends_with("continue=b%2F%3D") => page("Pod", &[pod("b")], ""),
        _ => page("Pod", &[pod("a")], "b/="),
    });
    assert_eq!(pods(&server), 2);
}

#[test]
fn a_page_that_repeats_ends_the_list_with_a_gap() {
    // It ignores where to go on: with one token, or with a new one each time.
    let same = faulty("pods", |_| page("Pod", &[pod("a")], "again"));
    let calls = AtomicUsize::new(0);
    let other =
        faulty("pods", move |_| page("Pod", &[pod("a")], &format!("again{}", calls.fetch_add(1, Ordering::SeqCst))));
    let calls = AtomicUsize::new(0);
    let empty =
        faulty("pods", move |_| page("Pod", &[pod(&format!("p{}", calls.fetch_add(1, Ordering::SeqCst)))], "again"));
    for server in [same, other, empty] {
        let (output, report) = audit(&server, &[]);
        expect(&output, 0, &["cannot read pods: the answer cannot be understood: a page"]);
        assert_eq!(ignorance(&report, "pods"), [r#""garbled""#]);
        assert!(server.count("/api/v1/pods") <= 3);
    }
}

/// What a real API server answers to a token whose revision is compacted.
const EXPIRED: &str = "The provided continue parameter is too old to display a consistent list result. You must start a new list without the continue parameter.";

#[test]
fn a_list_that_expires_on_the_way_is_begun_again_once() {
    let expired = AtomicUsize::new(0);
    let server = faulty("pods", move |request| match request.path.contains("continue=") {
        true if expired.fetch_add(1, Ordering::SeqCst) == 0 => status(410, EXPIRED),
        true => page("Pod", &[pod("b")], ""),
        false => page("Pod", &[pod("a")], "next"),
    });
    assert_eq!(pods(&server), 2, "nothing twice, nothing lost");
    assert_eq!(server.count("/api/v1/pods"), 4);
    let always = faulty("pods", |request| match request.path.contains("continue=") {
        true => status(410, EXPIRED),
        false => page("Pod", &[pod("a")], "next"),
    });
    let (output, report) = audit(&always, &[]);
    expect(&output, 0, &["cannot read pods: the list has expired on the way (410)"]);
    assert_eq!(ignorance(&report, "pods"), [r#""unavailable""#]);
    assert_eq!(always.count("/api/v1/pods"), 4);
}

fn busy(retry_after: Option<&str>) -> Reply {
    let headers = retry_after.map(|it| ("Retry-After", it.to_owned())).into_iter().collect();
    Reply::Answer { status: 429, headers, body: String::new() }
}

#[test]
fn a_busy_server_is_asked_again_when_it_says() {
    let calls = AtomicUsize::new(0);
    let server = faulty("pods", move |_| match calls.fetch_add(1, Ordering::SeqCst) {
        0 => busy(Some("1")),
        _ => page("Pod", &[], ""),
    });
    let started = Instant::now();
    let (output, report) = audit(&server, &[]);
    expect(&output, 0, &[]);
    assert!(started.elapsed() >= Duration::from_secs(1));
    assert!(ignorance(&report, "pods").is_empty());
}

#[test]
fn a_busy_server_that_does_not_say_when_is_asked_with_growing_waits() {
    let server = faulty("pods", |_| busy(None));
    let (output, report) = audit(&server, &[]);
    expect(&output, 0, &["cannot read pods: the server is too busy (429)"]);
    assert_eq!(ignorance(&report, "pods"), [r#""unavailable""#]);
    assert_eq!(server.count("/api/v1/pods"), 5);
    // A wait that would outlast the run ends with it.
    let server = faulty("pods", |_| busy(Some("3600")));
    let started = Instant::now();
    let (output, report) = audit(&server, &["--timeout", "2s"]);
    expect(&output, 0, &["cannot read pods"]);
    assert!(!ignorance(&report, "pods").is_empty());
    assert!(started.elapsed() < Duration::from_secs(30));
}

#[test]
fn an_interrupt_ends_the_run_at_once() {
    let server = faulty("pods", |_| Reply::Hang);
    let folder = tempfile::tempdir().unwrap();
    let path = server.kubeconfig(folder.path());
    let mut child = carbon(folder.path(), &["audit", "--kubeconfig", path.to_str().unwrap(), "-o", "json=report.json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let deadline = Instant::now() + Duration::from_secs(60);
    while server.count("/api/v1/pods") == 0 {
        assert!(Instant::now() < deadline, "it never asked for pods");
        std::thread::sleep(Duration::from_millis(20));
    }
    let pid = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
}

#[test]
fn carbon_only_reads_and_says_who_it_is() {
    let server = Server::start(|request| match request.path.split('?').next().unwrap_or_default() {
        "/api/v1/namespaces" => Some(page("Namespace", &[json!({"metadata": {"name": "shop"}})], "")),
        "/apis/apps/v1/deployments" => Some(status(403, "no")),
        _ => None,
    });
    let (output, _) = audit(&server, &[]);
    expect(&output, 0, &[]);
    let requests = server.requests();
    let agent = concat!("carbon/", env!("CARGO_PKG_VERSION"));
    for request in &requests {
        assert_eq!(request.headers.get("user-agent").map(String::as_str), Some(agent), "{request:?}");
        let question = request.method == "POST" && request.path.ends_with("/selfsubjectrulesreviews");
        assert!(request.method == "GET" || question, "{request:?}");
        assert!(!request.path.contains("/secrets"), "{request:?}");
    }
    assert!(requests.iter().any(|it| it.method == "POST"), "the restricted namespace is asked about");
}

#[test]
fn a_proxy_of_the_kubeconfig_is_used_and_one_of_the_environment_not_for_loopback() {
    // What comes through the tunnel is answered as if it had come straight.
    let server = Server::start(|request| {
        let tunnel = || Reply::Answer { status: 200, headers: Vec::new(), body: String::new() };
        (request.method == "CONNECT").then(tunnel)
    });
    let proxied = kubeconfig("http://cluster.example:8080").replace(
        "server: 'http://cluster.example:8080'",
        &format!("server: 'http://cluster.example:8080', proxy-url: 'http://{}'", server.address),
    );
    expect(&with_kubeconfig(&proxied, &["--fail-on", "never"]), 0, &[]);
    assert!(server.requests().iter().any(|it| it.method == "CONNECT" && it.path == "cluster.example:8080"));
    assert_eq!(server.count("/api/v1/pods"), 1);

    let direct = Server::start(|_| None);
    let folder = tempfile::tempdir().unwrap();
    let path = direct.kubeconfig(folder.path());
    let arguments = ["audit", "--kubeconfig", path.to_str().unwrap(), "--fail-on", "never"];
    let output = carbon(folder.path(), &arguments).env("HTTP_PROXY", "http://127.0.0.1:1").output().unwrap();
    expect(&output, 0, &[]);
}

#[test]
fn impersonation_is_passed_on() {
    let server = Server::start(|_| None);
    let (output, _) = audit(&server, &["--as", "jo", "--as-group", "ops", "--as-group", "dev"]);
    expect(&output, 0, &[]);
    assert!(server.requests().iter().all(|it| it.headers.get("impersonate-user").is_some_and(|it| it == "jo")));
}

#[test]
fn verbose_says_each_request_and_no_secret() {
    let server = Server::start(|_| None);
    let (output, _) = audit(&server, &["-v"]);
    expect(&output, 0, &["GET /api/v1/pods?limit=500: ok"]);
    assert!(!stderr(&output).contains("hunter2"));
}

#[test]
fn ages_are_judged_by_the_servers_clock() {
    let (_, report) = audit(&Server::start(|_| None), &[]);
    assert!(report.to_string().contains("2026-11-25T09:00:00Z"));
}

#[test]
fn a_cluster_and_files_are_not_read_at_once() {
    let text = kubeconfig("http://127.0.0.1:1");
    let output = with_kubeconfig(&text, &["-f", "."]);
    expect(&output, 2, &["cannot be used with"]);
    for wrong in ["0", "soon", "-1s"] {
        let output = with_kubeconfig(&text, &[&format!("--timeout={wrong}")]);
        expect(&output, 2, &["write it as in 90s or 2m"]);
    }
}

/// A report without a kubeconfig's path in it: the report of the snapshot of a cluster is that of the cluster.
#[test]
fn the_report_of_a_snapshot_is_the_report_of_the_cluster() {
    let server = faulty("nodes", |_| status(403, "no"));
    let (output, _) = audit(&server, &[]);
    let folder = tempfile::tempdir().unwrap();
    let path = server.kubeconfig(folder.path());
    let saved = run(folder.path(), &["snapshot", "--kubeconfig", path.to_str().unwrap(), "-o", "world.json.zst"]);
    expect(&saved, 0, &[]);
    let again =
        run(Path::new(folder.path()), &["audit", "--snapshot", "world.json.zst", "-o", "json", "--fail-on", "never"]);
    assert_eq!(stdout(&output), stdout(&again));
}
