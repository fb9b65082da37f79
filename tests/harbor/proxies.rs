//! Proxies of the environment, which only a process of its own can have.

use std::process::Command;

use carbon::collect::service::harbor::{Ask, read};

use super::ask;
use super::stand_in::StandIn;

/// Where the stand-in of the outer process is.
const NEAR: &str = "CARBON_TEST_NEAR";

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_of_the_environment_is_taken_but_never_to_this_machine() {
    let proxy = StandIn::plain().await.replay(["01/003"]);
    let near = StandIn::plain().await.replay(["01/003"]);
    let mut inner = Command::new(std::env::current_exe().unwrap());
    inner.args(["--ignored", "--exact", "proxies::behind_a_proxy"]).env(NEAR, near.url());
    for name in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        inner.env(name, proxy.url());
    }
    inner.env_remove("NO_PROXY").env_remove("no_proxy").env_remove("REQUEST_METHOD");
    let output = tokio::task::spawn_blocking(move || inner.output().unwrap()).await.unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
    let hosts: Vec<String> = proxy.asked().into_iter().map(|it| it.host).collect();
    assert_eq!(hosts, ["harbor.example.test"]);
    assert_eq!(near.asked().len(), 2);
}

#[tokio::test]
#[ignore = "is run by the test above, with a proxy in its environment"]
async fn behind_a_proxy() {
    // With all tests that are ignored, nobody set it.
    let Ok(near) = std::env::var(NEAR) else { return };
    let port = near.rsplit(':').next().unwrap();
    let stand_in = StandIn::plain().await;
    let resolved = Some(near.trim_start_matches("http://").parse().unwrap());
    for (url, resolve) in [
        ("http://harbor.example.test".to_owned(), None),
        (format!("http://localhost:{port}"), None),
        // What the caller resolves himself no proxy could find.
        ("http://harbor.example.test".to_owned(), resolved),
    ] {
        let harbor = read(&Ask { url, resolve, ..ask(&stand_in) }).await.unwrap();
        assert!(harbor.health.is_ok(), "{:?}", harbor.health);
    }
}
