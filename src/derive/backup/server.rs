//! Velero's server: the Deployment, its flags and its version.

use crate::derive::{World, status};
use crate::model::known::Ignorance;
use crate::model::listing::Scope;
use crate::model::observed::pod::{Container, ContainerSort};
use crate::model::observed::workload::Controller;
use crate::model::observed::{Meta, Object};
use crate::model::source::SourceKind;
use crate::model::{Because, ImageRef, Seconds, Time, duration};

/// How long a backup is kept if nobody says: 720 hours (the server's default; the chart's comment is wrong).
const DEFAULT_TTL: Seconds = Seconds(720 * 3600);

/// Minor releases of Velero 1, each with the day from which it counts as out. Upstream maintains the newest ones.
const MINORS: [(u32, &str); 8] = [
    (11, "2023-04-30T00:00:00Z"),
    (12, "2023-09-30T00:00:00Z"),
    (13, "2024-01-31T00:00:00Z"),
    (14, "2024-06-30T00:00:00Z"),
    (15, "2024-11-30T00:00:00Z"),
    (16, "2025-05-31T00:00:00Z"),
    (17, "2025-09-30T00:00:00Z"),
    (18, "2026-03-31T00:00:00Z"),
];

/// How many minor releases behind the newest one is still fine.
const MINORS_BEHIND: u32 = 2;

/// The Deployment of the server, if there is one that is meant to run.
pub(super) fn server<'a>(world: &World<'a>) -> Result<Option<&'a Object<Controller>>, Ignorance> {
    world.observed.deployments.find(Scope::Cluster, |it| is_server(&it.meta, &it.body) && it.body.replicas != Some(0))
}

/// The server's namespace, if it lives in this one.
pub(super) fn lives_in(world: &World<'_>, namespace: &str) -> Result<bool, Ignorance> {
    let found = world
        .observed
        .deployments
        .find(Scope::Namespace(namespace), |it| it.meta.namespace == namespace && is_server(&it.meta, &it.body));
    match found {
        Err(why) if why.is_out_of_scope() => Ok(false),
        other => other.map(|it| it.is_some()),
    }
}

/// By its image, or, where a distribution builds its own, by its labels.
fn is_server(meta: &Meta, controller: &Controller) -> bool {
    let by_image = mains(controller).any(|it| {
        it.image.parse::<ImageRef>().is_ok_and(|it| it.repository() == "velero" || it.repository().ends_with("/velero"))
    });
    let says = |key: &str| {
        meta.label(key).or(controller.template.labels.get(key).map(String::as_str)).is_some_and(|it| it == "velero")
    };
    by_image || ((says("app.kubernetes.io/name") || says("name")) && mains(controller).any(|it| it.name == "velero"))
}

fn mains(controller: &Controller) -> impl Iterator<Item = &Container> {
    controller.template.containers.iter().filter(|it| it.sort == ContainerSort::Main)
}

/// The values of a flag of the server; none if there is no server. One that is elsewhere has flags nobody sees here.
fn flag<'a>(world: &World<'a>, name: &str) -> Result<Option<&'a str>, Ignorance> {
    let Some(server) = server(world)? else {
        return if is_elsewhere(world) { Err(elsewhere()) } else { Ok(None) };
    };
    let values = mains(&server.body).filter_map(|it| it.flags.get(name)?.last());
    Ok(values.map(String::as_str).last())
}

/// A switch of the server that schedules may override.
pub(super) fn switch(world: &World<'_>, own: Option<bool>, name: &str) -> Result<bool, Ignorance> {
    match own {
        Some(own) => Ok(own),
        None => Ok(flag(world, name)? == Some("true")),
    }
}

/// `--features` names EnableCSI.
pub(super) fn csi_enabled(world: &World<'_>) -> Result<bool, Ignorance> {
    Ok(flag(world, "features")?.is_some_and(|it| it.split(',').any(|it| it.trim() == "EnableCSI")))
}

/// How long a backup is kept that does not say.
pub(super) fn ttl(world: &World<'_>, own: Option<Seconds>) -> Result<Seconds, Ignorance> {
    if let Some(own) = own {
        return Ok(own);
    }
    let Some(text) = flag(world, "default-backup-ttl")? else { return Ok(DEFAULT_TTL) };
    let unread = || Ignorance::undetermined("deployments.apps", "--default-backup-ttl is no duration");
    duration::parse(text).map(Seconds).ok_or_else(unread)
}

/// A server that is not here, in files that hold what it works on, is installed by something that is not here either.
pub(super) fn is_elsewhere(world: &World<'_>) -> bool {
    let observed = world.observed;
    observed.source.kind == SourceKind::Desired
        && (status::may_hold(&observed.schedules) || status::may_hold(&observed.storage_locations))
}

/// What `is_elsewhere` means for a question about the server.
pub(super) fn elsewhere() -> Ignorance {
    Ignorance::new(Because::NotInSource, "deployments.apps")
}

/// The version of the image, or, where it is named by digest, the one that the labels give.
pub(super) fn version(server: &Object<Controller>) -> Result<String, Ignorance> {
    let tag = |it: &Container| it.image.parse::<ImageRef>().ok().and_then(|it| it.tag().map(str::to_owned));
    let label = || server.meta.label("app.kubernetes.io/version").map(str::to_owned);
    let version = mains(&server.body).find_map(tag).or_else(label);
    version.ok_or_else(|| Ignorance::undetermined("deployments.apps", "the image of Velero has no version"))
}

/// True if the version was among the newest minor releases at that time.
pub(super) fn is_supported(version: &str, now: Time) -> Result<bool, Ignorance> {
    let unclear = || Ignorance::undetermined("deployments.apps", format!("{version} is no version of Velero"));
    let (major, minor) = minor(version).ok_or_else(unclear)?;
    let out = |since: &str| since.parse::<Time>().is_ok_and(|since| since <= now);
    let newest = MINORS.iter().filter(|(_, since)| out(since)).map(|(minor, _)| *minor).max();
    Ok(major > 1 || newest.is_none_or(|newest| minor + MINORS_BEHIND >= newest))
}

fn minor(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.trim_start_matches('v').split('.');
    let major = parts.next()?.parse().ok()?;
    let minor: &str = parts.next()?;
    let digits = minor.find(|it: char| !it.is_ascii_digit()).unwrap_or(minor.len());
    Some((major, minor[..digits].parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::is_supported;

    #[test]
    fn the_newest_three_minor_releases_are_supported_as_of_then() {
        for (version, now, supported) in [
            ("v1.17.0", "2025-10-20T00:00:00Z", Some(true)),
            ("v1.15.2", "2025-10-20T00:00:00Z", Some(true)),
            ("v1.14.1", "2025-10-20T00:00:00Z", Some(false)),
            ("v1.15.2", "2026-06-01T00:00:00Z", Some(false)),
            ("1.17.0-rc.1", "2025-10-20T00:00:00Z", Some(true)),
            ("v2.0.0", "2030-01-01T00:00:00Z", Some(true)),
            ("latest", "2025-10-20T00:00:00Z", None),
        ] {
            assert_eq!(is_supported(version, now.parse().unwrap()).ok(), supported, "{version} {now}");
        }
    }
}
