//! Harbors: those that were asked, and those that run in the cluster and were not.

mod answers;
mod release;

use super::{World, registries};
use crate::model::facts::harbor::{Harbor, Project, Pull, Robot};
use crate::model::known::{Because, Ignorance};
use crate::model::listing::{Gap, Listing, Scope};
use crate::model::observed::harbor::{self, HARBOR};
use crate::model::source::SourceKind;

/// Everything that Harbors tell.
pub(super) struct Harbors {
    pub(super) harbors: Listing<Harbor>,
    pub(super) robots: Listing<Robot>,
    pub(super) projects: Listing<Project>,
    pub(super) pulls: Listing<Pull>,
}

/// A Harbor in the cluster that may be one of those that were asked.
enum Match {
    Asked,
    NotAsked,
    Doubtful(Ignorance),
}

impl Harbors {
    pub(super) fn new(world: &World<'_>) -> Self {
        let asked = &world.observed.harbors;
        let mut it = Self {
            harbors: world.controllers.listing(Vec::new()),
            robots: world.controllers.listing(Vec::new()),
            projects: world.controllers.listing(Vec::new()),
            pulls: world.controllers.listing(Vec::new()),
        };
        // That this kind of source holds no answers is said by each Harbor that is seen in it.
        for gap in asked.gaps().iter().filter(|gap| !gap.why.is_out_of_scope()) {
            it.miss(gap);
        }
        for harbor in asked.seen() {
            it.add(world, harbor);
        }
        for (_, core) in registries::cores(world) {
            let namespace = core.meta.namespace.as_str();
            match was_asked(world, namespace) {
                Match::Asked => {}
                Match::Doubtful(why) => it.miss(&Gap::of(namespace, why)),
                Match::NotAsked => {
                    let why = why_not(world);
                    it.harbors.push(Harbor {
                        subject: core.subject(),
                        origin: Some(core.meta.origin.clone()),
                        namespace: namespace.to_owned(),
                        ..answers::none(&why)
                    });
                    let gap = Gap::of(namespace, why);
                    it.robots.add_gap(gap.clone());
                    it.projects.add_gap(gap.clone());
                    it.pulls.add_gap(gap);
                }
            }
        }
        it
    }

    fn add(&mut self, world: &World<'_>, harbor: &harbor::Harbor) {
        self.harbors.push(answers::harbor(harbor, world.now()));
        let robots = harbor.robots.carry(|robot| answers::robot(harbor, robot, world.now()));
        append(&mut self.robots, robots, |why| answers::unseen(harbor, why));
        let projects = harbor.projects.carry(|project| answers::project(harbor, project));
        append(&mut self.projects, projects, |why| answers::unseen(harbor, why));
        append(&mut self.pulls, harbor.pulls.carry(|pull| answers::pull(harbor, pull)), Clone::clone);
    }

    /// There may be one more.
    fn miss(&mut self, gap: &Gap) {
        self.harbors.add_gap(gap.clone());
        self.robots.add_gap(gap.clone());
        self.projects.add_gap(gap.clone());
        self.pulls.add_gap(gap.clone());
    }
}

fn append<T: Clone>(list: &mut Listing<T>, more: Listing<T>, why: impl Fn(&Ignorance) -> Ignorance) {
    list.items_mut().extend_from_slice(more.seen());
    more.gaps().iter().for_each(|gap| list.add_gap(Gap { why: why(&gap.why), ..gap.clone() }));
}

/// Whether the Harbor of a namespace is one of those that were asked: by its Service, else by a host under which it is
/// reached or of which it says itself that it is its own.
fn was_asked(world: &World<'_>, namespace: &str) -> Match {
    let asked = world.observed.harbors.seen();
    let lives_here = |it: &harbor::Harbor| home(it) == Some(namespace);
    if asked.iter().any(lives_here) {
        return Match::Asked;
    }
    // One that runs elsewhere in the cluster is another one, whatever its host.
    let others: Vec<&harbor::Harbor> = asked.iter().filter(|it| home(it).is_none()).collect();
    if others.is_empty() {
        return Match::NotAsked;
    }
    let (hosts, missing) = registries::hosts(world, namespace);
    let is_here = |it: &&harbor::Harbor| hosts.iter().any(|host| names(it).any(|name| name == *host));
    match missing {
        _ if others.iter().any(is_here) => Match::Asked,
        Some(why) => Match::Doubtful(why),
        None => Match::NotAsked,
    }
}

/// The namespace in which it is known to run.
fn home(harbor: &harbor::Harbor) -> Option<&str> {
    harbor.service.as_deref()?.split_once('/').map(|(namespace, _)| namespace)
}

/// The hosts that a Harbor goes by, without ports.
fn names(harbor: &harbor::Harbor) -> impl Iterator<Item = String> {
    let external = harbor.system.as_ref().ok().and_then(|it| registries::host(&it.external_url));
    std::iter::once(without_port(&harbor.host).to_ascii_lowercase()).chain(external)
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.chars().all(|c| c.is_ascii_digit()) => name,
        _ => host,
    }
}

/// Why a Harbor in the cluster was not asked.
fn why_not(world: &World<'_>) -> Ignorance {
    let asked = &world.observed.harbors;
    if !asked.seen().is_empty() {
        return Ignorance::undetermined("services.harbor", "carbon.yaml names another Harbor");
    }
    let is_live = world.observed.source.kind == SourceKind::Live;
    match asked.missing(Scope::Cluster) {
        // A live cluster holds everything; who is not asked has only not been named.
        Some(why) if !(is_live && why.is_out_of_scope()) => Ignorance { resource: HARBOR.into(), ..why.clone() },
        Some(_) | None => Ignorance::new(Because::NotConfigured, "services.harbor"),
    }
}
