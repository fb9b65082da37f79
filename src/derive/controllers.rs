//! Everything that makes pods, in one list, and which pods are whose.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::model::known::{Because, Ignorance};
use crate::model::listing::{Gap, Listing, Scope};
use crate::model::observed::pod::Pod;
use crate::model::observed::workload::{Controller, ControllerStatus};
use crate::model::observed::{Meta, Object, Observed, OwnerReference};
use crate::model::source::SourceKind;

/// A maker of pods.
pub(crate) struct Made<'a> {
    pub(crate) kind: Cow<'a, str>,
    pub(crate) group: Cow<'a, str>,
    pub(crate) resource: &'static str,
    pub(crate) meta: Cow<'a, Meta>,
    pub(crate) controller: Cow<'a, Controller>,
    /// Its pods are made by an operator (or the kubelet) directly, without a controller of Kubernetes'.
    pub(crate) direct: bool,
}

impl Made<'_> {
    pub(crate) fn subject(&self) -> String {
        self.meta.subject(&self.kind, &self.group)
    }
}

/// All of them.
pub(crate) struct Controllers<'a> {
    pub(crate) items: Vec<Made<'a>>,
    pub(crate) gaps: Vec<Gap>,
    /// Pods by the position of their maker in `items`.
    pods: BTreeMap<usize, Vec<&'a Object<Pod>>>,
    /// The maker of a pod, by the pod's namespace and name.
    makers: BTreeMap<(&'a str, &'a str), usize>,
}

impl<'a> Controllers<'a> {
    pub(crate) fn new(observed: &'a Observed) -> Self {
        let mut it = Self { items: Vec::new(), gaps: Vec::new(), pods: BTreeMap::new(), makers: BTreeMap::new() };
        it.add(&observed.deployments, "Deployment", "apps", "deployments.apps");
        it.add(&observed.stateful_sets, "StatefulSet", "apps", "statefulsets.apps");
        it.add(&observed.daemon_sets, "DaemonSet", "apps", "daemonsets.apps");
        it.add(&observed.replica_sets, "ReplicaSet", "apps", "replicasets.apps");
        it.add(&observed.replication_controllers, "ReplicationController", "", "replicationcontrollers");
        it.add(&observed.cron_jobs, "CronJob", "batch", "cronjobs.batch");
        it.add(&observed.jobs, "Job", "batch", "jobs.batch");
        it.add(&observed.rollouts, "Rollout", "argoproj.io", "rollouts.argoproj.io");
        it.add_pods(observed);
        it
    }

    /// The pods that a maker made.
    pub(crate) fn pods_of(&self, position: usize) -> &[&'a Object<Pod>] {
        self.pods.get(&position).map_or(&[], Vec::as_slice)
    }

    /// The maker of a pod.
    pub(crate) fn maker_of(&self, pod: &Object<Pod>) -> Option<&Made<'a>> {
        self.makers.get(&pod.meta.key()).and_then(|position| self.items.get(*position))
    }

    /// Why some maker may be missing.
    pub(crate) fn missing(&self, scope: Scope<'_>) -> Option<&Ignorance> {
        self.gaps.iter().find(|gap| gap.touches(scope)).map(|gap| &gap.why)
    }

    /// Nothing is missing, or why something may be; for `?`.
    pub(crate) fn whole(&self, scope: Scope<'_>) -> Result<(), Ignorance> {
        self.missing(scope).map_or(Ok(()), |why| Err(why.clone()))
    }

    /// The list as a whole: which parts of it are missing.
    pub(crate) fn listing<T>(&self, items: Vec<T>) -> Listing<T> {
        Listing::with_gaps(items, self.gaps.clone())
    }

    /// Every maker of a namespace, or why some may be missing.
    pub(crate) fn within<'b>(
        &'b self,
        namespace: &'b str,
    ) -> Result<impl Iterator<Item = (usize, &'b Made<'a>)>, Ignorance> {
        self.whole(Scope::Namespace(namespace))?;
        Ok(self.items.iter().enumerate().filter(move |(_, it)| it.meta.namespace == namespace))
    }

    fn add(
        &mut self,
        list: &'a Listing<Object<Controller>>,
        kind: &'static str,
        group: &'static str,
        resource: &'static str,
    ) {
        self.add_gaps(list.gaps());
        for object in list.seen() {
            // What another controller made is not a workload of its own.
            let made_by_controller = object.meta.owner.as_ref().is_some_and(|owner| {
                matches!((kind, owner.kind.as_str()), ("ReplicaSet", "Deployment" | "Rollout") | ("Job", "CronJob"))
            });
            if !made_by_controller {
                self.items.push(Made {
                    kind: kind.into(),
                    group: group.into(),
                    resource,
                    meta: Cow::Borrowed(&object.meta),
                    controller: Cow::Borrowed(&object.body),
                    direct: false,
                });
            }
        }
    }

    fn add_gaps(&mut self, gaps: &[Gap]) {
        for gap in gaps {
            if !self.gaps.contains(gap) {
                self.gaps.push(gap.clone());
            }
        }
    }

    /// Gives each pod its maker; pods that no controller made are, alone or with those of the same operator's
    /// resource, workloads of their own.
    fn add_pods(&mut self, observed: &'a Observed) {
        // Desired state has no running pods; those that stand there are all there are.
        let desired = observed.source.kind == SourceKind::Desired;
        let gaps = observed.pods.gaps().iter().filter(|gap| !(desired && gap.why.because == Because::NotInSource));
        let gaps: Vec<Gap> = gaps.cloned().collect();
        self.add_gaps(&gaps);

        let key = |made: &Made<'_>| (made.meta.namespace.clone(), made.kind.to_string(), made.meta.name.clone());
        let mut positions: BTreeMap<(String, String, String), usize> =
            self.items.iter().enumerate().map(|(position, made)| (key(made), position)).collect();
        let middlemen = middlemen(observed);

        for pod in observed.pods.seen() {
            let Some(owner) = top_owner(pod, &middlemen) else {
                let position = self.add_direct(pod, "Pod".into(), "".into(), pod.meta.name.clone());
                self.give(pod, position);
                continue;
            };
            let wanted = (pod.meta.namespace.clone(), owner.kind.clone(), owner.name.clone());
            match positions.get(&wanted) {
                Some(position) => self.give(pod, *position),
                // A built-in controller that was not read: the gap says so.
                None if is_builtin(&owner) => {}
                None => {
                    let position = self.add_direct(pod, owner.kind.into(), owner.group.into(), owner.name);
                    positions.insert(wanted, position);
                    self.give(pod, position);
                }
            }
        }
        self.count_direct();
    }

    fn give(&mut self, pod: &'a Object<Pod>, position: usize) {
        self.pods.entry(position).or_default().push(pod);
        self.makers.insert(pod.meta.key(), position);
    }

    fn add_direct(&mut self, pod: &'a Object<Pod>, kind: Cow<'a, str>, group: Cow<'a, str>, name: String) -> usize {
        let meta = Meta { name, owner: None, generation: 0, ..pod.meta.clone() };
        let controller = Controller { template: pod.body.template.clone(), ..Controller::default() };
        self.items.push(Made {
            kind,
            group,
            resource: "pods",
            meta: Cow::Owned(meta),
            controller: Cow::Owned(controller),
            direct: true,
        });
        self.items.len() - 1
    }

    /// Pods made directly are their own count of replicas. Those that have ended (a test, a step of a workflow) are not
    /// wanted any more.
    fn count_direct(&mut self) {
        let pods = &self.pods;
        for (position, made) in self.items.iter_mut().enumerate().filter(|(_, made)| made.direct) {
            let pods = pods.get(&position).map_or(&[][..], Vec::as_slice);
            let pods: Vec<_> = pods.iter().filter(|pod| !has_ended(pod)).collect();
            let count = i64::try_from(pods.len()).unwrap_or(i64::MAX);
            let statuses: Option<Vec<_>> = pods.iter().map(|pod| pod.body.status.as_ref()).collect();
            let controller = made.controller.to_mut();
            controller.replicas = Some(count);
            controller.status = statuses.map(|statuses| {
                let ready = statuses.iter().filter(|status| status.conditions.is_true("Ready")).count();
                let ready = i64::try_from(ready).unwrap_or(i64::MAX);
                ControllerStatus { replicas: count, ready, updated: count, available: ready, ..Default::default() }
            });
        }
    }
}

/// It will not run again.
pub(crate) fn has_ended(pod: &Object<Pod>) -> bool {
    pod.body.status.as_ref().is_some_and(|it| matches!(it.phase.as_str(), "Succeeded" | "Failed"))
}

/// The owners of ReplicaSets and Jobs that are not workloads themselves, by namespace, kind and name.
fn middlemen(observed: &Observed) -> BTreeMap<(&str, &str, &str), &OwnerReference> {
    let sets = observed.replica_sets.seen().iter().map(|it| ("ReplicaSet", it));
    let jobs = observed.jobs.seen().iter().map(|it| ("Job", it));
    let owned = sets.chain(jobs).filter_map(|(kind, object)| {
        let owner = object.meta.owner.as_ref()?;
        Some(((object.meta.namespace.as_str(), kind, object.meta.name.as_str()), owner))
    });
    owned.collect()
}

/// The top of the chain of owners of a pod; none for a bare pod and for a static one (owned by its node).
fn top_owner(pod: &Object<Pod>, middlemen: &BTreeMap<(&str, &str, &str), &OwnerReference>) -> Option<OwnerReference> {
    let owner = pod.meta.owner.as_ref().filter(|owner| owner.kind != "Node")?;
    let key = (pod.meta.namespace.as_str(), owner.kind.as_str(), owner.name.as_str());
    let above =
        middlemen.get(&key).map(|above| (*above).clone()).filter(|above| is_builtin(above) || above.kind == "Rollout");
    above.or_else(|| Some(owner.clone()))
}

fn is_builtin(owner: &OwnerReference) -> bool {
    const KINDS: [&str; 7] =
        ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job", "CronJob"];
    matches!(owner.group.as_str(), "apps" | "batch" | "") && KINDS.contains(&owner.kind.as_str())
}
