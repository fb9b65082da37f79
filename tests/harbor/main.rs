//! What carbon concludes from a Harbor's answers: recorded ones, and ones that go wrong.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod accounts;
mod command;
mod contents;
mod faults;
mod health;
mod proxies;
mod pulls;
mod recording;
#[allow(dead_code, reason = "the tests of faults need more of it")]
#[path = "../cli/server.rs"]
mod server;
mod stand_in;
mod tls;

use std::time::Duration;

use carbon::collect::service::harbor::{Ask, Way, read};
use carbon::model::listing::Listing;
use carbon::model::observed::harbor::Harbor;
use carbon::model::{Because, Ignorance};
use carbon::net::http::Credential;

use stand_in::StandIn;

/// A question to a stand-in, as nobody.
fn ask(stand_in: &StandIn) -> Ask {
    Ask {
        url: stand_in.url(),
        service: None,
        way: Way::Direct,
        account: None,
        ca: None,
        resolve: None,
        try_default_password: false,
        now: "2026-11-25T00:00:00Z".parse().unwrap(),
        timeout: Duration::from_secs(10),
        agent: "carbon/test".to_owned(),
        pulls: Listing::complete(Vec::new()),
    }
}

/// What an account reads.
async fn read_as(stand_in: &StandIn, account: Credential) -> Harbor {
    read(&Ask { account: Some(account), ..ask(stand_in) }).await.unwrap()
}

fn because<T: std::fmt::Debug>(answer: &Result<T, Ignorance>) -> &Because {
    let why = answer.as_ref().expect_err("no answer");
    assert_eq!(why.resource, "harbor");
    &why.because
}

/// Why a list is not whole.
fn gap<T>(listing: &Listing<T>) -> Option<Because> {
    listing.all().err().map(|it| it.because)
}

fn is_undetermined(because: &Because) -> bool {
    matches!(because, Because::Undetermined(_))
}
