//! Whether Harbor is well, and what follows for all else.

use std::time::Duration;

use carbon::collect::service::harbor::{Ask, read};
use carbon::model::Because;

use super::recording::{credential, exchange};
use super::stand_in::{Fault, StandIn};
use super::{ask, because, gap, is_undetermined, read_as};

#[tokio::test]
async fn a_part_that_is_down_is_told_with_its_error_although_the_status_is_200() {
    for (id, down) in [("06/053", "jobservice redis"), ("06/045", "registry"), ("06/093", "jobservice"), ("01/003", "")]
    {
        let stand_in = StandIn::plain().await.replay([id]);
        let components = read(&ask(&stand_in)).await.unwrap().health.unwrap();
        let unwell: Vec<&str> = components.iter().filter(|it| !it.healthy).map(|it| it.name.as_str()).collect();
        assert_eq!(unwell.join(" "), down);
        assert!(components.iter().all(|it| it.healthy == it.error.is_empty()));
        assert_eq!(components.len(), 7);
    }
}

#[tokio::test]
async fn health_is_asked_first_and_without_a_password() {
    let stand_in = StandIn::plain().await.replay(["01/003", "04/009", "01/013"]);
    read_as(&stand_in, credential("04/009")).await;
    let asked = stand_in.asked();
    assert_eq!((asked[0].path.as_str(), &asked[0].authorization), ("/api/v2.0/health", &None));
    assert_eq!(stand_in.count("/api/v2.0/health"), 1);
}

#[tokio::test]
async fn with_redis_down_logins_still_count() {
    let stand_in = StandIn::plain().await.replay(["06/053", "06/061"]);
    let account = read_as(&stand_in, credential("06/061")).await.account.unwrap().unwrap();
    assert_eq!(account.registry, Ok(true));
}

#[tokio::test]
async fn with_the_database_down_a_right_password_is_not_called_wrong() {
    let admin = exchange("06/117").by("06/113");
    let stand_in = StandIn::plain().await.replay([exchange("06/109"), admin, exchange("06/113")]);
    let ask = Ask { account: Some(credential("06/113")), try_default_password: true, ..ask(&stand_in) };
    let harbor = read(&ask).await.unwrap();
    let account = harbor.account.unwrap().unwrap();
    assert_eq!(because(&account.registry), &Because::Unavailable);
    assert_eq!(because(&account.api), &Because::Unavailable);
    assert_eq!(gap(&harbor.projects), Some(Because::Unavailable));
    assert!(harbor.default_password.is_err());
}

#[tokio::test]
async fn with_the_database_gone_since_health_looked_a_right_password_is_not_called_wrong_either() {
    let stand_in = StandIn::plain().await.replay(["06/107", "06/117"]);
    let account = read_as(&stand_in, credential("06/117")).await.account.unwrap().unwrap();
    assert!(is_undetermined(because(&account.registry)), "{account:?}");
}

#[tokio::test]
async fn with_the_registry_stopped_a_login_is_unavailable_not_refused() {
    // Health is older than the stop.
    let stand_in = StandIn::plain().await.replay(["06/027", "06/035"]);
    let account = read_as(&stand_in, credential("06/035")).await.account.unwrap().unwrap();
    assert_eq!(because(&account.registry), &Because::Unavailable);
}

#[tokio::test]
async fn with_core_stopped_nothing_is_known_and_no_password_is_sent() {
    let stand_in = StandIn::plain().await.replay(["06/131", "06/132"]);
    let harbor = read_as(&stand_in, credential("06/132")).await;
    assert_eq!(because(&harbor.health), &Because::Unavailable);
    assert_eq!(because(&harbor.account), &Because::Unavailable);
    assert_eq!(gap(&harbor.robots), Some(Because::Unavailable));
    assert_eq!(stand_in.asked().len(), 1);
}

#[tokio::test]
async fn a_page_is_not_health_and_gets_no_password() {
    for (kind, body) in [
        ("text/html; charset=utf-8", "<!DOCTYPE html><title>Harbor</title>"),
        ("application/json", "<html>"),
        ("application/json", "{\"status\":\"ok\"}"),
        ("application/json", "[]"),
        ("application/json", ""),
    ] {
        let stand_in = StandIn::plain().await.fault("/", Fault::Answers(200, kind, body));
        let ask = Ask { account: Some(credential("04/009")), try_default_password: true, ..ask(&stand_in) };
        let harbor = read(&ask).await.unwrap();
        assert_eq!(because(&harbor.health), &Because::Garbled, "{body}");
        assert_eq!(because(&harbor.default_password), &Because::Garbled);
        assert!(stand_in.asked().iter().all(|it| it.authorization.is_none()), "{body}");
    }
    let old = StandIn::plain().await.replay([exchange("01/004").to("/api/v2.0/health")]);
    assert_eq!(because(&read(&ask(&old)).await.unwrap().health), &Because::Garbled);
}

#[tokio::test]
async fn health_may_take_longer_than_other_answers() {
    let slow = Fault::Slow(Duration::from_millis(1500));
    let stand_in = StandIn::plain().await.replay(["01/003"]).fault("/api/v2.0/health", slow);
    let harbor = read(&Ask { timeout: Duration::from_secs(1), ..ask(&stand_in) }).await.unwrap();
    assert!(harbor.health.is_ok());
}
