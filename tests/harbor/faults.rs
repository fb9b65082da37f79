//! Answers that go wrong: what could be read stays read.

use std::time::{Duration, Instant};

use carbon::collect::service::harbor::{Ask, read};
use carbon::model::Because;
use tokio::net::TcpListener;

use super::recording::credential;
use super::stand_in::{Fault, StandIn};
use super::{ask, because, gap, is_undetermined, read_as};

const ADMIN: [&str; 6] = ["01/003", "04/009", "01/013", "01/007", "01/009", "02/068"];

async fn broken(path: &str, fault: Fault) -> carbon::model::observed::harbor::Harbor {
    let stand_in = StandIn::plain().await.replay(ADMIN).fault(path, fault);
    let account = Some(credential("04/009"));
    read(&Ask { account, timeout: Duration::from_secs(2), ..ask(&stand_in) }).await.unwrap()
}

#[tokio::test]
async fn an_answer_that_does_not_come_leaves_the_others_known() {
    let harbor = broken("/api/v2.0/systeminfo?", Fault::Silent).await;
    assert!(harbor.system.is_ok());
    let harbor = broken("/api/v2.0/projects", Fault::Silent).await;
    assert_eq!(gap(&harbor.projects), Some(Because::TimedOut));
    assert!(harbor.system.is_ok() && harbor.volumes.is_ok());
    assert_eq!(harbor.account.unwrap().unwrap().registry, Ok(true));
}

#[tokio::test]
async fn each_way_to_go_wrong_has_its_reason() {
    for (fault, why) in [
        (Fault::Silent, Because::TimedOut),
        (Fault::Cut, Because::Garbled),
        (Fault::Endless, Because::Garbled),
        (Fault::Answers(502, "text/html", "<html>Bad gateway</html>"), Because::Unavailable),
        (Fault::Answers(200, "text/html", "<!DOCTYPE html>"), Because::Garbled),
        (Fault::Answers(403, "text/html", "<html>"), Because::Forbidden),
        (Fault::Answers(429, "text/plain", ""), Because::Unavailable),
    ] {
        let harbor = broken("/api/v2.0/systeminfo/volumes", fault).await;
        assert_eq!(because(&harbor.volumes), &why);
        assert!(harbor.system.is_ok());
    }
}

#[tokio::test]
async fn a_busy_server_is_asked_again_when_it_says() {
    let started = Instant::now();
    let busy = Fault::Busy { times: 1, retry_after: "1" };
    assert!(broken("/api/v2.0/systeminfo/volumes", busy).await.volumes.is_ok());
    assert!(started.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn a_busy_server_is_not_waited_for_beyond_the_deadline() {
    let started = Instant::now();
    let busy = Fault::Busy { times: 9, retry_after: "600" };
    let harbor = broken("/api/v2.0/systeminfo/volumes", busy).await;
    assert_eq!(because(&harbor.volumes), &Because::Unavailable);
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn no_credential_reaches_another_host_whatever_location_and_realm_say() {
    let other = StandIn::plain().await;
    for path in ["/v2/", "/api/v2.0/users", "/api/v2.0/systeminfo", "/api/v2.0/projects", "/api/v2.0/robots"] {
        broken(path, Fault::Elsewhere(other.url())).await;
    }
    let harbor = broken("/", Fault::Elsewhere(other.url())).await;
    assert!(is_undetermined(because(&harbor.health)), "{harbor:?}");
    assert_eq!(other.asked().len(), 0);
}

#[tokio::test]
async fn no_cookie_is_kept() {
    let stand_in = StandIn::plain().await.replay(ADMIN);
    read_as(&stand_in, credential("04/009")).await;
    let asked = stand_in.asked();
    assert!(asked.len() > 6 && asked.iter().all(|it| it.cookie.is_none()));
    assert!(asked.iter().all(|it| it.agent == "carbon/test"));
}

#[tokio::test]
async fn a_closed_port_is_unreachable_in_every_answer() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let stand_in = StandIn::plain().await;
    let url = format!("http://{address}");
    let ask = Ask { url, account: Some(credential("04/009")), try_default_password: true, ..ask(&stand_in) };
    let harbor = read(&ask).await.unwrap();
    assert_eq!((harbor.host, harbor.plain), (address.to_string(), Some(true)));
    assert_eq!(because(&harbor.health), &Because::Unreachable);
    assert_eq!(because(&harbor.account), &Because::Unreachable);
    assert_eq!(because(&harbor.default_password), &Because::Unreachable);
    assert_eq!(gap(&harbor.projects), Some(Because::Unreachable));
    assert!(is_undetermined(because(&harbor.certificate)));
}

#[tokio::test]
async fn an_address_that_cannot_be_used_is_a_mistake_of_whoever_asks() {
    let stand_in = StandIn::plain().await;
    for url in ["harbor.example.test", "ftp://harbor.example.test", "https://", "https://admin:pw@harbor.example.test"]
    {
        assert!(read(&Ask { url: url.to_owned(), ..ask(&stand_in) }).await.is_err(), "{url}");
    }
    let ca = Some(b"this is no certificate".to_vec());
    assert!(read(&Ask { ca, ..ask(&stand_in) }).await.is_err());
}
