//! What an account may see: the version, the volumes, projects with their quotas, and robots.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::{StreamExt, stream};

use super::AT_ONCE;
use super::accounts::Insider;
use crate::model::known::Because;
use crate::model::listing::{Gap, Listing};
use crate::model::observed::harbor::{Answer, HARBOR, Permission, Project, Quota, Robot, System, Volume};
use crate::model::{Ignorance, Time};
use crate::net::harbor::{Client, Failure, Pages, wire};
use crate::net::http::Credential;

type Who<'a> = Result<&'a Insider<'a>, &'a Ignorance>;

fn forbidden() -> Ignorance {
    Ignorance::new(Because::Forbidden, HARBOR)
}

pub(super) async fn system(client: &Client, who: Who<'_>) -> Answer<System> {
    let told = client.system(who.map_err(Clone::clone)?.credential).await.map_err(|it| it.ignorance())?;
    // Nobody else is told these fields: without them the account was not let in.
    let (Some(version), Some(read_only), Some(external_url)) = (told.harbor_version, told.read_only, told.external_url)
    else {
        return Err(forbidden());
    };
    Ok(System { version, read_only, external_url })
}

pub(super) async fn volumes(client: &Client, who: Who<'_>) -> Answer<Vec<Volume>> {
    let told = client.volumes(who.map_err(Clone::clone)?.credential).await.map_err(|it| it.ignorance())?;
    let numbers = told.storage.iter().filter(|it| it.total > 0);
    Ok(numbers.map(|it| Volume { total: it.total, free: it.free }).collect())
}

/// Projects and robots: a project's robots are in a list of its own.
pub(super) async fn projects_and_robots(client: &Client, who: Who<'_>) -> (Listing<Project>, Listing<Robot>) {
    let insider = match who {
        Ok(insider) => insider,
        Err(why) => return (Listing::unread(why.clone()), Listing::unread(why.clone())),
    };
    let by = insider.credential;
    let seen = client.projects(by).await;
    let quotas = Quotas::read(client, by).await;
    let mut gaps: Vec<Gap> = gap(seen.missing.as_ref()).into_iter().collect();
    gaps.extend(quotas.doubt(&seen.items, insider).map(Gap::anywhere));
    let robots = robots(client, by, &seen.items, &gaps).await;
    let told = stream::iter(seen.items).map(|it| project(client, by, it, &quotas)).buffered(AT_ONCE);
    let mut projects: Vec<Project> = told.collect().await;
    projects.sort_by(|one, other| one.name.cmp(&other.name));
    (Listing::with_gaps(projects, gaps), robots)
}

async fn project(client: &Client, by: &Credential, seen: wire::Project, quotas: &Quotas) -> Project {
    let quota = match (quotas.of(seen.project_id), &quotas.missing) {
        (Some(usage), _) => Ok(usage),
        (None, Some(failure @ Failure::Unanswered(_))) => Err(failure.ignorance()),
        (None, _) => match client.summary(seen.project_id, by).await {
            // Whoever may read the project but not its quota gets the summary without it.
            Ok(summary) => summary.quota.ok_or_else(forbidden),
            Err(failure) => Err(failure.ignorance()),
        },
    };
    Project { name: seen.name, public: seen.metadata.public == "true", quota: quota.and_then(room) }
}

fn room(usage: wire::Usage) -> Answer<Quota> {
    let garbled = |_| Ignorance::new(Because::Garbled, HARBOR);
    let limit = match usage.hard.storage {
        -1 => None,
        bytes => Some(u64::try_from(bytes).map_err(garbled)?),
    };
    Ok(Quota { used: u64::try_from(usage.used.storage).map_err(garbled)?, limit })
}

/// The quotas of all projects in a few answers, for whoever may list them.
struct Quotas {
    by_project: BTreeMap<i64, wire::Usage>,
    missing: Option<Failure>,
}

impl Quotas {
    async fn read(client: &Client, by: &Credential) -> Self {
        let Pages { items, missing } = client.quotas(by).await;
        Self { by_project: items.into_iter().map(|it| (it.project.id, it.usage)).collect(), missing }
    }

    fn of(&self, project: i64) -> Option<wire::Usage> {
        self.by_project.get(&project).copied()
    }

    /// Why these may not be all projects. Everybody gets a list that looks whole, and so does an administrator whose
    /// name is locked at that moment; but only a right of the system lists quotas, and it lists all of them.
    fn doubt(&self, projects: &[wire::Project], insider: &Insider<'_>) -> Option<Ignorance> {
        let seen: BTreeSet<i64> = projects.iter().map(|it| it.project_id).collect();
        let is_proven = self.missing.is_none() && !self.by_project.is_empty();
        match (is_proven, self.by_project.keys().all(|it| seen.contains(it))) {
            (_, false) => Some(Ignorance::undetermined(HARBOR, "there are quotas of projects that it does not list")),
            (true, true) => None,
            (false, true) => (!insider.administrator).then(forbidden),
        }
    }
}

async fn robots(client: &Client, by: &Credential, projects: &[wire::Project], unseen: &[Gap]) -> Listing<Robot> {
    let mut lists = vec![(None, client.robots(None, by).await)];
    // Where nothing answers any more, a project's list is not waited for either.
    if !matches!(lists[0].1.missing, Some(Failure::Unanswered(_))) {
        let pages = projects.iter().map(|it| async move { (Some(it), client.robots(Some(it.project_id), by).await) });
        lists.extend(stream::iter(pages).buffered(AT_ONCE).collect::<Vec<_>>().await);
    }
    let mut listing = Listing::with_gaps(Vec::new(), unseen.to_vec());
    for (project, Pages { items, missing }) in lists {
        let level = if project.is_some() { "project" } else { "system" };
        // A query that Harbor does not know is ignored in silence: the answer would be another list.
        let (fit, others): (Vec<_>, Vec<_>) = items.into_iter().partition(|it| it.level == level);
        let strange = (!others.is_empty()).then(|| Failure::Garbled("robots of another level".to_owned()));
        gap(missing.or(strange).as_ref()).into_iter().for_each(|it| listing.add_gap(it));
        for seen in fit {
            match robot(seen, project.map(|it| it.name.clone())) {
                Ok(robot) => listing.push(robot),
                Err(why) => listing.add_gap(Gap::anywhere(why)),
            }
        }
    }
    listing.items_mut().sort_by(|one, other| (&one.name, &one.project).cmp(&(&other.name, &other.project)));
    listing
}

fn robot(seen: wire::Robot, project: Option<String>) -> Answer<Robot> {
    let expires = match seen.expires_at {
        -1 => None,
        at => Some(Time(jiff::Timestamp::from_second(at).map_err(|_| Ignorance::new(Because::Garbled, HARBOR))?)),
    };
    let permissions = seen.permissions.into_iter().flat_map(|it| {
        let wire::Permission { kind, namespace, access } = it;
        access.into_iter().map(move |right| Permission {
            kind: kind.clone(),
            namespace: namespace.clone(),
            resource: right.resource,
            action: right.action,
            denied: right.effect == "deny",
        })
    });
    Ok(Robot { name: seen.name, project, disabled: seen.disable, expires, permissions: permissions.collect() })
}

fn gap(missing: Option<&Failure>) -> Option<Gap> {
    missing.map(|failure| Gap::anywhere(failure.ignorance()))
}
