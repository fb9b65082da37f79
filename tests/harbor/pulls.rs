//! Whether pull secrets let pods pull.

use carbon::collect::service::harbor::{Ask, PullCredential, read};
use carbon::model::known::Because;
use carbon::model::listing::{Gap, Listing};
use carbon::model::observed::harbor::Pull;
use carbon::model::{Ignorance, observed};

use super::recording::{Exchange, credential, exchange};
use super::stand_in::{Fault, StandIn};
use super::{ask, because, is_undetermined};

/// A pull secret with the account of an exchange.
fn secret(name: &str, login: &str, images: &[&str]) -> PullCredential {
    let image = |it: &&str| {
        let (repository, reference) = it.split_once(':').unwrap();
        (repository.to_owned(), reference.to_owned())
    };
    PullCredential {
        namespace: "apps".to_owned(),
        secret: name.to_owned(),
        credential: credential(login),
        repositories: images.iter().map(image).collect(),
    }
}

async fn pulls(stand_in: &StandIn, secrets: Vec<PullCredential>) -> Vec<Pull> {
    let ask = Ask { pulls: Listing::complete(secrets), ..ask(stand_in) };
    read(&ask).await.unwrap().pulls.all().unwrap().to_vec()
}

/// What becomes of one image, for an account that is let in.
async fn allowed(image: &str, exchanges: Vec<Exchange>) -> observed::harbor::Answer<bool> {
    let stand_in = StandIn::plain().await.replay(["01/003", "03/117"]).replay(exchanges);
    let pulls = pulls(&stand_in, vec![secret("pull", "03/117", &[image])]).await;
    assert_eq!(pulls[0].login, Ok(true));
    pulls[0].repositories[0].allowed.clone()
}

/// An exchange as if the account of the tests had had it.
fn own(id: &str) -> Exchange {
    exchange(id).by("03/117")
}

#[tokio::test]
async fn a_repository_may_be_pulled_or_not() {
    assert_eq!(allowed("priv/app:v1", vec![own("03/135")]).await, Ok(true));
    assert_eq!(allowed("pub/app:v1", vec![own("03/139")]).await, Ok(true));
    let refused = own("04/024").to("/v2/other/src/manifests/v1");
    assert_eq!(allowed("other/src:v1", vec![refused, own("03/137")]).await, Ok(false));
}

#[tokio::test]
async fn what_is_missing_is_told_only_to_whoever_may_read() {
    assert_eq!(allowed("priv/app:nosuch", vec![own("04/160"), own("04/159")]).await, Ok(true));
    assert_eq!(allowed("priv/nosuchrepo:v1", vec![own("04/162")]).await, Ok(true));
    assert_eq!(allowed("nosuch/app:v1", vec![own("04/164")]).await, Ok(false));
}

#[tokio::test]
async fn every_type_of_manifest_is_accepted() {
    // With other types in Accept it is said to be unknown, by HEAD without a word.
    assert_eq!((exchange("04/150").status, exchange("04/152").status), (404, 404));
    let stand_in = StandIn::plain().await.replay(["01/003", "03/117", "03/135"]);
    pulls(&stand_in, vec![secret("pull", "03/117", &["priv/app:v1"])]).await;
    let head = stand_in.asked().into_iter().find(|it| it.method == "HEAD").unwrap();
    for kind in [
        "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.oci.image.index.v1+json",
        "application/vnd.docker.distribution.manifest.v2+json",
        "application/vnd.docker.distribution.manifest.list.v2+json",
    ] {
        assert!(head.accept.contains(kind), "{}", head.accept);
    }
}

#[tokio::test]
async fn with_registry_or_database_down_nothing_is_refused() {
    let at = |id: &str| own(id).to("/v2/priv/app/manifests/v1");
    for outage in [vec![at("06/038"), at("06/037")], vec![at("06/120"), at("06/119")]] {
        assert_eq!(because(&allowed("priv/app:v1", outage).await), &Because::Unavailable);
    }
}

#[tokio::test]
async fn a_refusal_while_the_name_is_locked_is_no_verdict() {
    let refused = own("04/024").to("/v2/priv/app/manifests/v1");
    let stand_in = StandIn::plain().await.replay([exchange("01/003"), own("03/117"), own("03/135")]);
    let stand_in = stand_in.first(refused.clone()).first(refused);
    let pulls = pulls(&stand_in, vec![secret("pull", "03/117", &["priv/app:v1"])]).await;
    assert_eq!(pulls[0].repositories[0].allowed, Ok(true));
}

#[tokio::test]
async fn a_404_of_something_in_front_is_no_word_of_harbors() {
    let stand_in = StandIn::plain().await.replay(["01/003", "03/117"]);
    let front = Fault::Answers(404, "text/plain", "default backend - 404");
    let stand_in = stand_in.fault("/v2/priv", front);
    let pulls = pulls(&stand_in, vec![secret("pull", "03/117", &["priv/app:v1"])]).await;
    assert_eq!(because(&pulls[0].repositories[0].allowed), &Because::Garbled);
}

#[tokio::test]
async fn a_repository_is_not_judged_by_an_account_that_is_not_let_in() {
    let stand_in = StandIn::plain().await.replay(["01/003", "01/035"]);
    let pulls = pulls(&stand_in, vec![secret("pull", "01/035", &["priv/app:v1"])]).await;
    assert_eq!(pulls[0].login, Ok(false));
    assert!(is_undetermined(because(&pulls[0].repositories[0].allowed)));
    assert_eq!(stand_in.count("/v2/priv"), 0);
}

#[tokio::test]
async fn a_user_is_never_tried_twice_at_a_time() {
    // Tried beside the wrong password, the right one would be refused.
    let stand_in = StandIn::plain().await.replay(["01/003", "09/015", "09/016"]);
    let secrets = vec![secret("old", "09/015", &[]), secret("new", "09/016", &[]), secret("newer", "09/016", &[])];
    let pulls = pulls(&stand_in, secrets).await;
    let told: Vec<_> = pulls.iter().map(|it| (it.secret.as_str(), it.login.clone())).collect();
    assert_eq!(told, [("new", Ok(true)), ("newer", Ok(true)), ("old", Ok(false))]);
    assert_eq!(stand_in.count("/v2/"), 2);
    assert!(stand_in.asked().iter().filter_map(|it| it.authorization.clone()).all(|it| stand_in.peak(&it) == 1));
}

#[tokio::test]
async fn secrets_that_were_not_read_stay_a_gap() {
    let stand_in = StandIn::plain().await.replay(["01/003"]);
    let why = Ignorance::new(Because::Forbidden, "secrets");
    let gap = Gap::of("apps", why.clone());
    let ask = Ask { pulls: Listing::with_gaps(Vec::new(), vec![gap]), ..ask(&stand_in) };
    assert_eq!(read(&ask).await.unwrap().pulls.all().unwrap_err(), why);
}

#[tokio::test]
async fn a_name_that_leads_elsewhere_is_not_asked_for() {
    let stand_in = StandIn::plain().await.replay(["01/003", "03/117"]);
    let pulls = pulls(&stand_in, vec![secret("pull", "03/117", &["priv/../../service/token?x=:v1"])]).await;
    assert_eq!(because(&pulls[0].repositories[0].allowed), &Because::Garbled);
    assert!(stand_in.asked().iter().all(|it| it.path == "/v2/" || it.path == "/api/v2.0/health"));
}
