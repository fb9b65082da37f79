//! One Harbor's answers, each for itself: what is refused leaves the others known.

use super::home;
use super::release::minors_behind;
use crate::model::facts::harbor::{Harbor, Project, Pull, Robot};
use crate::model::known::{Because, Ignorance, Known};
use crate::model::observed::harbor::{
    self, Account, Answer, Certificate, Component, HARBOR, Permission, Trust, Volume,
};
use crate::model::time::Time;

/// Parts without which nobody pulls or pushes. Without redis both still work, if slower.
const VITAL: [&str; 4] = ["core", "registry", "registryctl", "database"];

/// Parts that every Harbor has: an answer without them is not the whole of its health.
const ALWAYS: [&str; 3] = ["core", "registry", "database"];

/// A Harbor of which nothing is known.
pub(super) fn none(why: &Ignorance) -> Harbor {
    fn no<T>(why: &Ignorance) -> Known<T> {
        Known::No(why.clone())
    }
    Harbor {
        subject: String::new(),
        origin: None,
        asked: false,
        host: String::new(),
        namespace: String::new(),
        parts_down: no(why),
        parts_degraded: no(why),
        version: no(why),
        minors_behind: no(why),
        read_only: no(why),
        external_url_plain: no(why),
        plain: no(why),
        trust: no(why),
        covers_host: no(why),
        certificate_ends: no(why),
        certificate_left: no(why),
        account_given: no(why),
        account: no(why),
        account_robot: no(why),
        account_admin: no(why),
        registry_login: no(why),
        api_login: no(why),
        default_password_works: no(why),
        free_share: no(why),
    }
}

/// A Harbor that was asked.
pub(super) fn harbor(it: &harbor::Harbor, now: Time) -> Harbor {
    let system = it.system.as_ref().map_err(|why| unseen(it, why));
    let certificate = |read: fn(&Certificate) -> Time| it.certificate.as_ref().map(read).map_err(Clone::clone);
    let behind = |version: &str| {
        minors_behind(version, now).ok_or_else(|| Ignorance::undetermined(HARBOR, format!("`{version}` is no version")))
    };
    let bypassed = || Ignorance::undetermined(HARBOR, "it was asked past the address that people use");
    Harbor {
        subject: format!("host/{}", it.host),
        origin: None,
        asked: true,
        host: it.host.clone(),
        namespace: home(it).unwrap_or_default().to_owned(),
        parts_down: unhealthy(it, |name| VITAL.contains(&name)).into(),
        parts_degraded: unhealthy(it, |name| !VITAL.contains(&name)).into(),
        version: system.clone().map(|it| it.version.clone()).into(),
        minors_behind: system.clone().and_then(|it| behind(&it.version)).into(),
        read_only: system.clone().map(|it| it.read_only).into(),
        external_url_plain: system.and_then(|it| is_plain(&it.external_url)).into(),
        plain: it.plain.ok_or_else(bypassed).into(),
        trust: it.certificate.as_ref().map(|it| word(it.trust).to_owned()).map_err(Clone::clone).into(),
        covers_host: it.certificate.as_ref().map(|it| it.covers_host).map_err(Clone::clone).into(),
        certificate_ends: certificate(|it| it.expires).into(),
        certificate_left: certificate(|it| it.expires).map(|ends| ends.since(now)).into(),
        account_given: it.account.as_ref().map(Option::is_some).map_err(Clone::clone).into(),
        account: account(it).map(|it| it.name.clone()).into(),
        account_robot: account(it).map(|it| it.robot).into(),
        account_admin: account(it).map(|it| is_admin(&it.name)).into(),
        registry_login: account(it).and_then(|account| let_in(it, &account.registry)).into(),
        api_login: account(it).and_then(|account| let_in(it, &account.api)).into(),
        default_password_works: let_in(it, &it.default_password).into(),
        free_share: it.volumes.as_ref().map(|it| free_share(it)).map_err(|why| unseen(it, why)).into(),
    }
}

/// A robot.
pub(super) fn robot(harbor: &harbor::Harbor, it: &harbor::Robot, now: Time) -> Robot {
    let rights: Vec<&Permission> = it.permissions.iter().filter(|right| is_granted(right, &it.permissions)).collect();
    let mut excess: Vec<String> = rights.iter().filter(|it| reaches_everything(it)).map(|it| told(it)).collect();
    excess.sort();
    excess.dedup();
    Robot {
        subject: format!("robot/{}/{}", harbor.host, it.name),
        host: harbor.host.clone(),
        name: it.name.clone(),
        project: it.project.clone().unwrap_or_default(),
        enabled: !it.disabled,
        expires: it.expires,
        expires_in: it.expires.map(|expires| expires.since(now)),
        excess,
        may_push: rights.iter().any(|it| it.resource == "repository" && it.action == "push"),
        may_delete: rights.iter().any(|it| it.action == "delete"),
        used_by: used_by(harbor, &it.name).into(),
    }
}

/// The pull secrets that hold the name of a robot. Those that are seen answer whether it is used.
fn used_by(harbor: &harbor::Harbor, name: &str) -> Result<Vec<String>, Ignorance> {
    let with_it = harbor.pulls.seen().iter().filter(|it| it.account == name);
    let mut secrets: Vec<String> = with_it.map(|it| format!("{}/{}", it.namespace, it.secret)).collect();
    secrets.sort();
    secrets.dedup();
    if secrets.is_empty() { harbor.pulls.all().map(|_| secrets) } else { Ok(secrets) }
}

/// A project.
pub(super) fn project(harbor: &harbor::Harbor, it: &harbor::Project) -> Project {
    let quota = it.quota.as_ref().map_err(|why| unseen(harbor, why));
    Project {
        subject: format!("project/{}/{}", harbor.host, it.name),
        host: harbor.host.clone(),
        name: it.name.clone(),
        public: it.public,
        limited: quota.clone().map(|it| it.limit.is_some()).into(),
        filled: quota.map(|it| it.limit.map_or(0.0, |limit| filled(it.used, limit))).into(),
    }
}

fn filled(used: u64, limit: u64) -> f64 {
    if limit == 0 { 1.0 } else { used as f64 / limit as f64 }
}

/// A pull secret.
pub(super) fn pull(harbor: &harbor::Harbor, it: &harbor::Pull) -> Pull {
    let answers = || it.repositories.iter().map(|tried| (&tried.repository, let_in(harbor, &tried.allowed)));
    let doubt = || answers().find_map(|(_, answer)| answer.err());
    let refused: Vec<String> =
        answers().filter(|(_, answer)| *answer == Ok(false)).map(|(repository, _)| repository.clone()).collect();
    let may_pull = match (refused.is_empty(), doubt()) {
        (false, _) => Ok(false),
        (true, Some(why)) => Err(why),
        (true, None) => Ok(true),
    };
    Pull {
        subject: format!("Secret/{}/{}", it.namespace, it.secret),
        host: harbor.host.clone(),
        namespace: it.namespace.clone(),
        name: it.secret.clone(),
        account: it.account.clone(),
        login: let_in(harbor, &it.login).into(),
        may_pull: may_pull.into(),
        refused: doubt().map_or(Ok(refused), Err).into(),
    }
}

/// Unhealthy parts of a kind. One that is seen is an answer; that there is none is one only if the health is whole.
fn unhealthy(it: &harbor::Harbor, of_kind: impl Fn(&str) -> bool) -> Result<Vec<String>, Ignorance> {
    let parts = it.health.as_ref().map_err(Clone::clone)?;
    let bad = parts.iter().filter(|it| !it.healthy && of_kind(&it.name));
    let mut bad: Vec<String> = bad.map(|it| it.name.clone()).collect();
    bad.sort();
    match ALWAYS.iter().find(|name| part(parts, name).is_none()) {
        Some(missing) if bad.is_empty() => {
            Err(Ignorance::undetermined(HARBOR, format!("its health says nothing of its {missing}")))
        }
        Some(_) | None => Ok(bad),
    }
}

fn part<'a>(parts: &'a [Component], name: &str) -> Option<&'a Component> {
    parts.iter().find(|it| it.name == name)
}

/// An answer to a login. While its database is away, Harbor refuses right passwords with the same 401 as wrong ones.
fn let_in(it: &harbor::Harbor, answer: &Answer<bool>) -> Result<bool, Ignorance> {
    if answer.clone()? {
        return Ok(true);
    }
    let parts = it.health.as_ref().map_err(Clone::clone)?;
    match part(parts, "database") {
        Some(database) if database.healthy => Ok(false),
        Some(_) => Err(Ignorance::undetermined(HARBOR, "its database is away, and without it everybody is refused")),
        None => Err(Ignorance::undetermined(HARBOR, "its health says nothing of its database")),
    }
}

fn account(it: &harbor::Harbor) -> Result<&Account, Ignorance> {
    let given = it.account.as_ref().map_err(Clone::clone)?;
    given.as_ref().ok_or_else(|| Ignorance::new(Because::NotConfigured, "services.harbor.username"))
}

/// Why something that only accounts are told is not known: to nobody everything is forbidden.
pub(super) fn unseen(it: &harbor::Harbor, why: &Ignorance) -> Ignorance {
    match (&it.account, &why.because) {
        (Ok(None), Because::Forbidden) => Ignorance::new(Because::NotConfigured, "services.harbor.username"),
        _ => why.clone(),
    }
}

fn is_admin(name: &str) -> bool {
    name == "admin"
}

fn is_plain(url: &str) -> Result<bool, Ignorance> {
    match url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase()).as_deref() {
        Some("https") => Ok(false),
        Some("http") => Ok(true),
        Some(_) | None => Err(Ignorance::undetermined(HARBOR, "its external URL has no scheme")),
    }
}

fn word(trust: Trust) -> &'static str {
    match trust {
        Trust::Public => "public",
        Trust::Given => "given",
        Trust::None => "none",
    }
}

/// The smallest share that is free. A volume without a size tells nothing.
fn free_share(volumes: &[Volume]) -> Option<f64> {
    let shares = volumes.iter().filter(|it| it.total > 0).map(|it| it.free as f64 / it.total as f64);
    shares.min_by(f64::total_cmp)
}

/// A right that no other entry takes back.
fn is_granted(right: &Permission, all: &[Permission]) -> bool {
    let same = |it: &Permission| {
        (&it.kind, &it.namespace, &it.resource, &it.action)
            == (&right.kind, &right.namespace, &right.resource, &right.action)
    };
    !right.denied && !all.iter().any(|it| it.denied && same(it))
}

/// On one project these rights are about the project itself; on all of them (2.15 does so) they open repositories,
/// artifacts and robots of every project.
fn reaches_everything(right: &Permission) -> bool {
    right.namespace == "*"
        && right.resource == "project"
        && ["read", "update", "delete"].contains(&right.action.as_str())
}

fn told(right: &Permission) -> String {
    format!("{}:{} on {}", right.resource, right.action, right.namespace)
}
