//! Who is let in, and what is read as them.

use carbon::collect::service::harbor::{Ask, read};
use carbon::model::Because;
use carbon::net::http::Credential;
use futures_util::future::join_all;

use super::recording::{credential, exchange};
use super::stand_in::StandIn;
use super::{ask, because, gap, is_undetermined, read_as};

const DEFAULT: (&str, &str) = ("admin", "Harbor12345");

#[tokio::test]
async fn a_user_is_proven_by_the_registry_and_by_the_api() {
    let stand_in = StandIn::plain().await.replay(["01/003", "04/009", "01/013"]);
    let account = read_as(&stand_in, credential("04/009")).await.account.unwrap().unwrap();
    assert_eq!((account.name.as_str(), account.robot), ("admin", false));
    assert_eq!((account.registry, account.api), (Ok(true), Ok(true)));
}

#[tokio::test]
async fn the_412_of_a_robot_means_that_it_is_let_in() {
    let stand_in = StandIn::plain().await.replay(["01/003", "01/030", "01/029"]);
    let account = read_as(&stand_in, credential("01/030")).await.account.unwrap().unwrap();
    assert!(account.robot);
    assert_eq!((account.registry, account.api), (Ok(true), Ok(true)));
}

#[tokio::test]
async fn a_robot_is_known_by_the_412_whatever_its_prefix() {
    let renamed = |id| exchange(id).sent_by("bot_x", "secret");
    let stand_in = StandIn::plain().await.replay([exchange("01/003"), renamed("01/030"), renamed("01/029")]);
    let account = read_as(&stand_in, Credential::new("bot_x", "secret")).await.account.unwrap().unwrap();
    assert!(account.robot);
}

#[tokio::test]
async fn wrong_disabled_and_expired_accounts_are_not_let_in() {
    // Each refusal takes as long as it took; they wait side by side.
    let pairs = [("04/010", "01/016"), ("01/035", "01/034"), ("01/044", "01/047"), ("01/051", "01/054")];
    join_all(pairs.map(async |(registry, api)| {
        let stand_in = StandIn::plain().await.replay(["01/003", registry, api]);
        let harbor = read_as(&stand_in, credential(registry)).await;
        let account = harbor.account.unwrap().unwrap();
        assert_eq!((account.registry, account.api), (Ok(false), Ok(false)), "{registry}");
        assert_eq!(gap(&harbor.robots), Some(Because::Forbidden));
    }))
    .await;
}

#[tokio::test]
async fn what_a_wrong_password_reads_as_nobody_is_not_taken_for_an_answer() {
    let wrong = ["01/003", "04/010", "01/016", "01/026", "01/027"];
    let stand_in = StandIn::plain().await.replay(wrong);
    let harbor = read_as(&stand_in, credential("04/010")).await;
    assert_eq!(because(&harbor.system), &Because::Forbidden);
    assert_eq!(gap(&harbor.projects), Some(Because::Forbidden));
    assert_eq!(harbor.projects.seen().len(), 0);
    assert_eq!(stand_in.count("/api/v2.0/projects") + stand_in.count("/api/v2.0/systeminfo"), 0);
}

#[tokio::test]
async fn the_token_service_whose_200_proves_nothing_is_never_asked() {
    let stand_in = StandIn::plain().await.replay(["01/003", "01/035", "01/034"]);
    read_as(&stand_in, credential("01/035")).await;
    assert_eq!(stand_in.count("/service/token"), 0);
    assert_eq!(stand_in.count("/api/v2.0/ping"), 0);
}

#[tokio::test]
async fn a_lock_that_another_wrong_password_caused_is_waited_for() {
    let stand_in = StandIn::plain().await.first("09/014").replay(["01/003", "09/016", "01/014"]);
    let account = read_as(&stand_in, credential("09/014")).await.account.unwrap().unwrap();
    assert_eq!((account.registry, account.api), (Ok(true), Ok(true)));
    let stand_in = StandIn::plain().await.first("01/019").replay(["01/003", "01/021"]);
    let account = read_as(&stand_in, credential("01/019")).await.account.unwrap().unwrap();
    assert_eq!(account.api, Ok(true));
}

#[tokio::test]
async fn a_lock_that_does_not_end_is_no_verdict_on_the_password() {
    let stand_in = StandIn::plain().await.replay(["01/003", "09/014"]);
    let account = read_as(&stand_in, credential("09/014")).await.account.unwrap().unwrap();
    assert!(is_undetermined(because(&account.registry)), "{account:?}");
}

#[tokio::test]
async fn a_credential_that_does_not_arrive_is_not_called_wrong() {
    let stripped = exchange("04/001").by("04/009");
    let stand_in = StandIn::plain().await.replay([exchange("01/003"), stripped, exchange("01/013")]);
    let account = read_as(&stand_in, credential("04/009")).await.account.unwrap().unwrap();
    assert!(is_undetermined(because(&account.registry)), "{account:?}");
}

#[tokio::test]
async fn without_an_account_no_password_is_sent_and_lists_are_not_known() {
    let stand_in = StandIn::plain().await.replay(["01/003", "01/006"]);
    let harbor = read(&ask(&stand_in)).await.unwrap();
    assert_eq!(harbor.account, Ok(None));
    assert_eq!(because(&harbor.system), &Because::Forbidden);
    assert_eq!(because(&harbor.default_password), &Because::NotCollected);
    assert_eq!((gap(&harbor.robots), gap(&harbor.projects)), (Some(Because::Forbidden), Some(Because::Forbidden)));
    assert!(stand_in.asked().iter().all(|it| it.authorization.is_none()));
}

#[tokio::test]
async fn the_installers_password_is_tried_once_and_after_all_else() {
    for (id, let_in) in [("04/009", true), ("04/010", false)] {
        let default = exchange(id).sent_by(DEFAULT.0, DEFAULT.1);
        let stand_in = StandIn::plain().await.replay(["01/003", "09/016", "01/014"]).replay([default]);
        let ask = Ask { account: Some(credential("09/016")), try_default_password: true, ..ask(&stand_in) };
        assert_eq!(read(&ask).await.unwrap().default_password, Ok(let_in));
        let asked = stand_in.asked();
        let tries: Vec<usize> = (0..asked.len()).filter(|&at| asked[at].authorization == default_header()).collect();
        assert_eq!(tries, [asked.len() - 1]);
    }
}

#[tokio::test]
async fn the_installers_password_is_not_tried_again_if_it_is_the_accounts_own() {
    let [registry, api] = ["04/009", "01/013"].map(|it| exchange(it).sent_by(DEFAULT.0, DEFAULT.1));
    let stand_in = StandIn::plain().await.replay([exchange("01/003"), registry, api]);
    let account = Some(Credential::new(DEFAULT.0, DEFAULT.1));
    let ask = Ask { account, try_default_password: true, ..ask(&stand_in) };
    assert_eq!(read(&ask).await.unwrap().default_password, Ok(true));
    assert_eq!(stand_in.count("/v2/"), 1);
}

fn default_header() -> Option<String> {
    exchange("04/009").sent_by(DEFAULT.0, DEFAULT.1).authorization()
}
