//! Namespaces with something to lose, and the schedules that cover them.

use std::collections::BTreeSet;

use super::{history, schedules, server, takes_namespace};
use crate::derive::production::carries_production;
use crate::derive::{World, is_system_namespace};
use crate::model::Seconds;
use crate::model::facts::backup::ProtectedNamespace;
use crate::model::known::Ignorance;
use crate::model::listing::Listing;
use crate::model::observed::Object;
use crate::model::observed::backup::Schedule;

const DAY: i64 = 86_400;

/// Every namespace that holds a workload and is not the distribution's.
pub(in crate::derive) fn protected_namespaces(world: &World<'_>) -> Listing<ProtectedNamespace> {
    // A Job comes and goes; what is left of it is no state.
    let lasting = world.controllers.items.iter().filter(|it| it.kind != "Job");
    let names: BTreeSet<&str> = lasting.map(|it| it.meta.namespace.as_str()).collect();
    let names = names.into_iter().filter(|it| !it.is_empty() && !is_system_namespace(it));
    world.controllers.listing(names.map(|it| namespace(world, it)).collect())
}

/// A question about the schedules that cover a namespace.
type Read = fn(&World<'_>, &[&Object<Schedule>]) -> Result<Seconds, Ignorance>;

fn namespace(world: &World<'_>, name: &str) -> ProtectedNamespace {
    let covering = covering(world, name);
    let with = |read: Read| covering.as_ref().map_err(Clone::clone).and_then(|it| read(world, it)).into();
    let best = covering.as_ref().map_err(Clone::clone).and_then(|it| best(world, it));
    ProtectedNamespace {
        subject: format!("namespace/{name}"),
        namespace: name.to_owned(),
        in_scope: match carries_production(world, name) {
            false => Ok(false),
            true => server::lives_in(world, name).map(|it| !it),
        }
        .into(),
        interval: best.as_ref().map(|it| it.interval).map_err(Clone::clone).into(),
        worst_case: best.map(|it| it.worst_case).into(),
        age: with(newest),
        at_risk: with(at_risk),
        kept: with(kept),
        history: with(oldest),
        history_due: with(history_due),
        schedules: covering.map(|it| it.iter().map(|it| it.meta.name.clone()).collect()).into(),
    }
}

/// The enabled schedules that take the whole of a namespace.
fn covering<'a>(world: &World<'a>, namespace: &str) -> Result<Vec<&'a Object<Schedule>>, Ignorance> {
    let list = &world.observed.schedules;
    list.all()?;
    let mut whole = Vec::new();
    let mut in_part = None;
    for schedule in list.seen().iter().filter(|it| takes_namespace(&it.body.template, namespace)) {
        match (schedules::is_enabled(world, schedule)?, schedule.body.template.narrowed) {
            (true, false) => whole.push(schedule),
            (true, true) => in_part = Some(schedule.meta.name.as_str()),
            (false, _) => {}
        }
    }
    match in_part {
        // It may hold all that matters, or next to nothing.
        Some(name) if whole.is_empty() => {
            Err(Ignorance::undetermined("schedules.velero.io", format!("{name} takes only some of its objects")))
        }
        Some(_) | None => Ok(whole),
    }
}

/// What a schedule achieves.
#[derive(Clone, Copy)]
struct Achieved {
    interval: Seconds,
    worst_case: Seconds,
}

/// What the best of the schedules achieves.
///
/// One with too short a history cannot beat another whose worst case is already better than its interval; so a new
/// daily schedule beside an old one of ten minutes leaves no doubt.
fn best(world: &World<'_>, covering: &[&Object<Schedule>]) -> Result<Achieved, Ignorance> {
    let mut best: Option<Achieved> = None;
    let mut doubts = Vec::new();
    for schedule in covering {
        let interval = schedules::interval(schedule);
        let runs = history::usable(world, schedule)?;
        match (history::worst_case(&runs, interval.clone()), interval) {
            (Ok(worst_case), Ok(interval)) if best.is_none_or(|it| worst_case < it.worst_case) => {
                best = Some(Achieved { interval, worst_case });
            }
            (Ok(_), Ok(_)) => {}
            (Err(why), Ok(interval)) => doubts.push((why, interval)),
            (_, Err(why)) => doubts.push((why, Seconds(0))),
        }
    }
    let doubt = |(_, interval): &&(Ignorance, Seconds)| best.is_none_or(|it| *interval < it.worst_case);
    match (best, doubts.iter().find(doubt)) {
        (_, Some((why, _))) => Err(why.clone()),
        (Some(best), None) => Ok(best),
        (None, None) => Err(nothing_covers()),
    }
}

fn nothing_covers() -> Ignorance {
    Ignorance::undetermined("schedules.velero.io", "no schedule covers it")
}

fn newest(world: &World<'_>, covering: &[&Object<Schedule>]) -> Result<Seconds, Ignorance> {
    let mut ages = Vec::new();
    for schedule in covering {
        ages.push(history::age(world, schedule, &history::usable(world, schedule)?)?);
    }
    ages.into_iter().min().ok_or_else(nothing_covers)
}

fn oldest(world: &World<'_>, covering: &[&Object<Schedule>]) -> Result<Seconds, Ignorance> {
    let mut oldest = Seconds(0);
    for schedule in covering {
        let runs = history::usable(world, schedule)?;
        oldest = runs.last().map_or(oldest, |it| oldest.max(world.now().since(it.started)));
    }
    Ok(oldest)
}

/// A backup that is deleted before two others have followed is no history, however long it is kept.
fn kept(world: &World<'_>, covering: &[&Object<Schedule>]) -> Result<Seconds, Ignorance> {
    let mut longest = Seconds(0);
    for schedule in covering {
        let ttl = server::ttl(world, schedule.body.template.ttl)?;
        if ttl.0 > schedules::interval(schedule)?.0.saturating_mul(3) {
            longest = longest.max(ttl);
        }
    }
    Ok(longest)
}

/// A schedule made yesterday has no history of a week, and that is no fault of it.
fn history_due(world: &World<'_>, covering: &[&Object<Schedule>]) -> Result<Seconds, Ignorance> {
    let unsaid = || Ignorance::undetermined("schedules.velero.io", "it does not say when it was made");
    let mut due = Seconds(0);
    for schedule in covering {
        let exists_for = world.now().since(schedule.meta.created.ok_or_else(unsaid)?);
        let first = schedules::interval(schedule)?.0.saturating_add(DAY);
        due = due.max(Seconds(exists_for.0.saturating_sub(first)));
    }
    Ok(due)
}

/// The larger of worst case and age. With too short a history for a worst case, the age alone is at risk.
fn at_risk(world: &World<'_>, covering: &[&Object<Schedule>]) -> Result<Seconds, Ignorance> {
    let age = newest(world, covering)?;
    Ok(best(world, covering).map_or(age, |it| age.max(it.worst_case)))
}
