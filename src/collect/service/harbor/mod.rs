//! Asks a Harbor: first whether it is well, then who is let in, then what the account may see.
//!
//! Nothing is asked by an account that was not proven: Harbor answers a wrong password as it answers nobody, with
//! lists that look whole. Nothing but the way in is asked where the answer to `/health` is not Harbor's: no password
//! goes to a server that only might be one.

mod accounts;
mod contents;
mod pulls;

use std::net::SocketAddr;
use std::time::Duration;

use crate::model::known::Because;
use crate::model::listing::Listing;
use crate::model::observed::harbor::{Answer, Certificate, Component, HARBOR, Harbor};
use crate::model::{Ignorance, Time};
use crate::net::harbor::{Client, wire};
use crate::net::http::{self, Credential, Options, Unusable};
use crate::net::tls;

use accounts::Door;
pub use pulls::PullCredential;

/// With redis stopped one answer took 15 s, and all that matters still worked.
const HEALTH: Duration = Duration::from_secs(20);
/// What an account is asked at once; a user's password costs Harbor a slow hash each time.
const AT_ONCE: usize = 4;

/// Which Harbor, by which way and as whom.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Its address as people know it: also with `resolve`, and through a forwarded port.
    pub url: String,
    /// `namespace/name` of its Service, if it runs in the cluster.
    pub service: Option<String>,
    /// By which way.
    pub way: Way,
    /// The account to ask as.
    pub account: Option<Credential>,
    /// Certificates (PEM) of authorities that are trusted besides those that this machine knows.
    pub ca: Option<Vec<u8>>,
    /// The address to dial instead of the host's own; of a forwarded port its local end.
    pub resolve: Option<SocketAddr>,
    /// Whether the password that the installer sets may be tried.
    pub try_default_password: bool,
    /// The moment of the audit.
    pub now: Time,
    /// How long an answer may take.
    pub timeout: Duration,
    /// The user agent.
    pub agent: String,
    /// Pull secrets to try, with the gaps in what was read of them.
    pub pulls: Listing<PullCredential>,
}

/// The way to a Harbor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The one that people and nodes take.
    Direct,
    /// A port forwarded through the API server, past ingress and certificate.
    Forwarded,
}

/// Reads what a Harbor tells.
///
/// # Errors
/// When the address or the authorities cannot be used: a mistake in what was asked, not in the world.
pub async fn read(ask: &Ask) -> Result<Harbor, Unusable> {
    let options = Options {
        url: ask.url.clone(),
        agent: ask.agent.clone(),
        ca: ask.ca.clone(),
        resolve: ask.resolve,
        timeout: ask.timeout,
    };
    let http = http::Client::new(&options)?;
    let (host, is_plain) = (http.host(), http.is_plain());
    let certificate = certificate(ask, &options, is_plain).await?;
    let client = Client::new(http);
    let health = client.health(ask.timeout.max(HEALTH)).await.map(components).map_err(|it| it.ignorance());
    let about = Harbor {
        host,
        service: ask.service.clone(),
        plain: (ask.way == Way::Direct).then_some(is_plain),
        certificate,
        ..unread(ask, health.as_ref().err().cloned())
    };
    let Ok(components) = health else { return Ok(about) };

    let door = Door::new(&client, &components);
    let seen = door.account(ask.account.as_ref()).await;
    let insider = seen.insider.as_ref();
    let system = contents::system(&client, insider).await;
    let volumes = contents::volumes(&client, insider).await;
    let (projects, robots) = contents::projects_and_robots(&client, insider).await;
    let pulls = pulls::read(&door, &ask.pulls).await;
    // Last: a wrong password locks the name for a moment, and the account may be `admin`.
    let default_password = match ask.try_default_password {
        true => door.default_password(ask.account.as_ref(), &seen.account).await,
        false => about.default_password,
    };
    let account = seen.account;
    Ok(Harbor { health: Ok(components), system, account, default_password, robots, projects, volumes, pulls, ..about })
}

/// Nothing was asked but the way in.
fn unread(ask: &Ask, why: Option<Ignorance>) -> Harbor {
    let why = why.unwrap_or_else(|| Ignorance::new(Because::NotCollected, HARBOR));
    let untried = Ignorance::new(Because::NotCollected, HARBOR);
    let pulls = ask.pulls.carry(|it| it.untried(&why));
    Harbor {
        host: String::new(),
        service: None,
        plain: None,
        health: Err(why.clone()),
        certificate: Err(why.clone()),
        system: Err(why.clone()),
        account: if ask.account.is_some() { Err(why.clone()) } else { Ok(None) },
        default_password: Err(if ask.try_default_password { why.clone() } else { untried }),
        robots: Listing::unread(why.clone()),
        projects: Listing::unread(why.clone()),
        volumes: Err(why),
        pulls,
    }
}

async fn certificate(ask: &Ask, options: &Options, is_plain: bool) -> Result<Answer<Certificate>, Unusable> {
    let unseen = |why: &str| Ok(Err(Ignorance::undetermined(HARBOR, why)));
    match ask.way {
        Way::Forwarded => unseen("it was asked through the API server"),
        Way::Direct if is_plain => unseen("it was asked without TLS"),
        Way::Direct => {
            let seen = tls::look(options, ask.now).await?;
            Ok(seen.map_err(|it| Ignorance::new(it.because(), HARBOR)))
        }
    }
}

fn components(health: wire::Health) -> Vec<Component> {
    let component = |it: wire::Component| Component { name: it.name, healthy: it.status == "healthy", error: it.error };
    health.components.into_iter().map(component).collect()
}
