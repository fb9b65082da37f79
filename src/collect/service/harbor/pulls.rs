//! Whether the pull secrets of a cluster let their pods pull.

use std::collections::BTreeMap;

use futures_util::{StreamExt, stream};

use super::AT_ONCE;
use super::accounts::Door;
use crate::model::Ignorance;
use crate::model::listing::Listing;
use crate::model::observed::harbor::{Allowed, Answer, HARBOR, Pull};
use crate::net::harbor::Failure;
use crate::net::http::Credential;

/// An account in a pull secret, and what pods pull with it from this Harbor.
#[derive(Debug, Clone)]
pub struct PullCredential {
    /// Namespace of the Secret.
    pub namespace: String,
    /// Name of the Secret.
    pub secret: String,
    /// The account in it.
    pub credential: Credential,
    /// Repositories without the host, and a tag or digest that pods pull.
    pub repositories: Vec<(String, String)>,
}

impl PullCredential {
    fn result(&self, login: Answer<bool>, repositories: Vec<Allowed>) -> Pull {
        let Self { namespace, secret, credential, .. } = self.clone();
        Pull { namespace, secret, account: credential.name, login, repositories }
    }

    /// Nothing was tried.
    pub(super) fn untried(&self, why: &Ignorance) -> Pull {
        self.result(Err(why.clone()), self.repositories.iter().map(|(name, _)| unknown(name, why.clone())).collect())
    }
}

/// Tries them: several accounts at once, but never one twice at a time, since a wrong password locks the name.
pub(super) async fn read(door: &Door<'_>, pulls: &Listing<PullCredential>) -> Listing<Pull> {
    let mut accounts: BTreeMap<&str, Vec<&PullCredential>> = BTreeMap::new();
    for pull in pulls.seen() {
        accounts.entry(&pull.credential.name).or_default().push(pull);
    }
    let tried = stream::iter(accounts.into_values()).map(|pulls| one_account(door, pulls)).buffered(AT_ONCE);
    let mut tried: Vec<Pull> = tried.collect::<Vec<_>>().await.into_iter().flatten().collect();
    tried.sort_by(|one, other| {
        (&one.namespace, &one.secret, &one.account).cmp(&(&other.namespace, &other.secret, &other.account))
    });
    Listing::with_gaps(tried, pulls.gaps().to_vec())
}

async fn one_account(door: &Door<'_>, pulls: Vec<&PullCredential>) -> Vec<Pull> {
    let mut known: Vec<(&Credential, Answer<bool>)> = Vec::new();
    let mut results = Vec::new();
    for pull in pulls {
        let login = match known.iter().find(|(credential, _)| *credential == &pull.credential) {
            Some((_, login)) => login.clone(),
            None => {
                let login = door.registry(&pull.credential).await;
                known.push((&pull.credential, login.clone()));
                login
            }
        };
        let mut repositories = Vec::new();
        for (repository, reference) in &pull.repositories {
            repositories.push(match &login {
                Ok(true) => {
                    let allowed = allowed(door, pull, repository, reference).await;
                    Allowed { repository: repository.clone(), allowed }
                }
                Ok(false) => unknown(repository, Ignorance::undetermined(HARBOR, "the account is not let in")),
                Err(why) => unknown(repository, why.clone()),
            });
        }
        results.push(pull.result(login, repositories));
    }
    results
}

/// Only of an account that is let in does a refusal tell of the repository: where a name is locked for a moment it is
/// worded in the same way, so a refusal has to come twice, with a proof of the account between.
async fn allowed(door: &Door<'_>, pull: &PullCredential, repository: &str, reference: &str) -> Answer<bool> {
    for again in [false, true] {
        match door.client.manifest(repository, reference, &pull.credential).await {
            // Harbor says that something is missing only to whoever may read there.
            Ok(()) | Err(Failure::NotFound) => return Ok(true),
            Err(Failure::NotAllowed) if again => return Ok(false),
            Err(Failure::NotAllowed | Failure::NotLetIn) => {}
            Err(failure) => return Err(failure.ignorance()),
        }
        if !door.registry(&pull.credential).await? {
            break;
        }
    }
    Err(Ignorance::undetermined(HARBOR, "the account was let in, and then was not"))
}

fn unknown(repository: &str, why: Ignorance) -> Allowed {
    Allowed { repository: repository.to_owned(), allowed: Err(why) }
}
