//! Who is let in. A refusal is a verdict only if Harbor took the time to look at the password.

use std::time::Duration;

use tokio::time::Instant;

use crate::model::Ignorance;
use crate::model::known::Because;
use crate::model::observed::harbor::{Account, Answer, Component, HARBOR};
use crate::net::harbor::{Client, Failure, wire};
use crate::net::http::Credential;

/// Every wrong password costs 1.5 s, robots' too; a refusal that is faster comes from the lock that somebody else's
/// wrong password put on the name, or from a database that went down since `/health` looked.
const VERDICT: Duration = Duration::from_secs(1);
/// How long that lock lasts, and some more.
const LOCK: Duration = Duration::from_secs(2);
/// What Harbor's installer sets.
const DEFAULT: (&str, &str) = ("admin", "Harbor12345");

/// The ways in of a Harbor.
pub(super) struct Door<'a> {
    pub(super) client: &'a Client,
    /// Without it right credentials are refused as wrong ones are.
    database: bool,
}

/// What is known of the account.
pub(super) struct Seen<'a> {
    pub(super) account: Answer<Option<Account>>,
    /// Who may be asked as, or why nobody.
    pub(super) insider: Answer<Insider<'a>>,
}

/// An account that the API lets in.
pub(super) struct Insider<'a> {
    pub(super) credential: &'a Credential,
    /// A user who sees every project.
    pub(super) administrator: bool,
}

/// The API's word on an account.
enum Whoami {
    User(wire::User),
    Robot,
    NotLetIn,
}

impl<'a> Door<'a> {
    pub(super) fn new(client: &'a Client, components: &[Component]) -> Self {
        let is_down = |it: &Component| it.name == "database" && !it.healthy;
        Self { client, database: !components.iter().any(is_down) }
    }

    /// Whether the registry lets an account in.
    pub(super) async fn registry(&self, who: &Credential) -> Answer<bool> {
        match self.patiently(|| self.client.login(who)).await {
            Ok(()) => Ok(true),
            Err(Failure::NotLetIn) => Ok(false),
            Err(failure) => Err(failure.ignorance()),
        }
    }

    /// The account that is asked as. One question after the other: a wrong password locks its name.
    pub(super) async fn account<'b>(&self, given: Option<&'b Credential>) -> Seen<'b> {
        let forbidden = || Ignorance::new(Because::Forbidden, HARBOR);
        let Some(credential) = given else { return Seen { account: Ok(None), insider: Err(forbidden()) } };
        let registry = self.registry(credential).await;
        let api = self.whoami(credential).await;
        let robot = matches!(api, Ok(Whoami::Robot)) || credential.name.starts_with("robot$");
        let account = Account {
            name: credential.name.clone(),
            robot,
            registry,
            api: api.as_ref().map(|it| !matches!(it, Whoami::NotLetIn)).map_err(Clone::clone),
        };
        let insider = match api {
            Ok(Whoami::User(user)) => Ok(Insider { credential, administrator: user.sysadmin_flag }),
            Ok(Whoami::Robot) => Ok(Insider { credential, administrator: false }),
            Ok(Whoami::NotLetIn) => Err(forbidden()),
            Err(why) => Err(why),
        };
        Seen { account: Ok(Some(account)), insider }
    }

    /// Whether the installer's password is still good; not tried again if it is the account's own.
    pub(super) async fn default_password(
        &self,
        given: Option<&Credential>,
        account: &Answer<Option<Account>>,
    ) -> Answer<bool> {
        let default = Credential::new(DEFAULT.0, DEFAULT.1);
        match account {
            Ok(Some(account)) if given == Some(&default) => account.registry.clone(),
            Ok(_) | Err(_) => self.registry(&default).await,
        }
    }

    async fn whoami(&self, who: &Credential) -> Answer<Whoami> {
        match self.patiently(|| self.client.user(who)).await {
            Ok(user) => Ok(Whoami::User(user)),
            Err(Failure::Precondition) => Ok(Whoami::Robot),
            Err(Failure::NotLetIn) => Ok(Whoami::NotLetIn),
            Err(failure) => Err(failure.ignorance()),
        }
    }

    /// Asks again after a refusal that came too fast to be a verdict, and then says so.
    async fn patiently<T, F>(&self, mut ask: impl FnMut() -> F) -> Result<T, Failure>
    where
        F: Future<Output = Result<T, Failure>>,
    {
        for last in [false, true] {
            let asked = Instant::now();
            match ask().await {
                Err(Failure::NotLetIn) if !self.database => return Err(Failure::NoDatabase),
                Err(Failure::NotLetIn) if asked.elapsed() < VERDICT => {}
                answer => return answer,
            }
            if !last {
                tokio::time::sleep(LOCK).await;
            }
        }
        Err(Failure::Undecided)
    }
}
