//! Workloads by the program that they run, told by image.

use super::World;
use crate::derive::controllers::Made;
use crate::derive::role;
use crate::model::known::{Because, Ignorance};
use crate::model::listing::Gap;
use crate::model::observed::pod::{ContainerSort, PodTemplate};
use crate::model::source::SourceKind;

/// Programs with the names of their images: the last part of the repository, or the last ones.
pub(super) type Programs = &'static [(&'static str, &'static [&'static str])];

/// API group of the Prometheus operator.
pub(super) const GROUP: &str = "monitoring.coreos.com";

/// A workload that runs a program.
pub(super) struct Running<'b, 'a> {
    pub(super) program: &'static str,
    /// Tag of the image; empty if it has none.
    pub(super) version: String,
    pub(super) position: usize,
    pub(super) made: &'b Made<'a>,
}

impl Running<'_, '_> {
    /// The kind of the operator's object that made the workload.
    pub(super) fn operated_by(&self) -> Option<&str> {
        operated_by(self.made)
    }

    pub(super) fn is_daemon_set(&self) -> bool {
        self.made.kind == "DaemonSet"
    }

    /// Ready replicas (of a DaemonSet: nodes), or why they are not known.
    pub(super) fn ready(&self, source: SourceKind) -> Result<i64, Ignorance> {
        let status = self.made.controller.status.as_ref();
        status.map(|it| it.ready).ok_or_else(|| crate::derive::status::missing(source, self.made.resource))
    }

    pub(super) fn replicas(&self) -> i64 {
        let controller = &self.made.controller;
        let counted = controller.status.as_ref().and_then(|it| it.desired).filter(|_| self.is_daemon_set());
        counted.or(controller.replicas).unwrap_or(1)
    }
}

/// The Deployments, StatefulSets and DaemonSets that run one of these programs.
pub(super) fn running<'b, 'a>(world: &'b World<'a>, programs: Programs) -> Vec<Running<'b, 'a>> {
    let long_lived = |made: &Made<'_>| matches!(&*made.kind, "Deployment" | "StatefulSet" | "DaemonSet");
    let makers = world.controllers.items.iter().enumerate().filter(|(_, made)| long_lived(made) && !made.direct);
    let fits = |(position, made): (usize, &'b Made<'a>)| {
        let (program, version) = program(&made.controller.template, programs)?;
        Some(Running { program, version, position, made })
    };
    makers.filter_map(fits).collect()
}

/// What is missing from the lists that [`running`] looks into.
pub(super) fn gaps(world: &World<'_>) -> Vec<Gap> {
    let observed = world.observed;
    let lists = [&observed.deployments, &observed.stateful_sets, &observed.daemon_sets];
    let mut gaps: Vec<Gap> = Vec::new();
    for gap in lists.iter().flat_map(|it| it.gaps()) {
        if !gaps.contains(gap) {
            gaps.push(gap.clone());
        }
    }
    gaps
}

/// Why there may be more of them than were seen.
pub(super) fn missing(world: &World<'_>) -> Option<Ignorance> {
    gaps(world).into_iter().next().map(|gap| gap.why)
}

/// The kind of the Prometheus operator's object that made a workload.
pub(super) fn operated_by<'b>(made: &'b Made<'_>) -> Option<&'b str> {
    made.meta.owner.as_ref().filter(|it| it.group == GROUP).map(|it| it.kind.as_str())
}

/// The first of the programs that a main container runs, and its version.
fn program(template: &PodTemplate, programs: Programs) -> Option<(&'static str, String)> {
    let mains = template.containers.iter().filter(|it| it.sort == ContainerSort::Main);
    mains.filter_map(|it| by_image(&it.image, programs)).next()
}

fn by_image(image: &str, programs: Programs) -> Option<(&'static str, String)> {
    let repository = role::repository(image);
    let (program, _) = programs.iter().find(|(_, names)| names.iter().any(|name| is_named(repository, name)))?;
    let rest = image.strip_prefix(repository).unwrap_or_default();
    let tag = rest.strip_prefix(':').and_then(|rest| rest.split('@').next());
    Some((program, tag.unwrap_or_default().to_owned()))
}

/// Rancher mirrors `prom/prometheus` as `rancher/mirrored-prom-prometheus`.
fn is_named(repository: &str, name: &str) -> bool {
    let last = repository.rsplit('/').next().unwrap_or_default();
    let plain = repository == name || repository.ends_with(&format!("/{name}"));
    plain || last.strip_prefix("mirrored-").is_some_and(|it| it.ends_with(&format!("-{}", name.replace('/', "-"))))
}

/// The answer that stands in a configuration which carbon does not read.
pub(super) fn configured_elsewhere(resource: &'static str, why: impl Into<String>) -> Ignorance {
    Ignorance::new(Because::Undetermined(why.into()), resource)
}

#[cfg(test)]
mod tests {
    use super::{Programs, by_image};

    const PROGRAMS: Programs = &[("prometheus", &["prometheus"]), ("agent", &["grafana/agent"])];

    #[test]
    fn a_program_is_told_by_the_end_of_its_repository() {
        let cases = [
            ("prom/prometheus:v2.47.0", Some(("prometheus", "v2.47.0"))),
            ("harbor.example:5000/proxy/prom/prometheus:v3.0.0@sha256:00", Some(("prometheus", "v3.0.0"))),
            ("quay.io/prometheus/prometheus@sha256:00", Some(("prometheus", ""))),
            ("rancher/mirrored-prometheus-prometheus:v2.50.1", Some(("prometheus", "v2.50.1"))),
            ("prometheus", Some(("prometheus", ""))),
            ("grafana/agent:v0.40.0", Some(("agent", "v0.40.0"))),
            ("example/agent:1.0", None),
            ("quay.io/prometheus/node-exporter:v1.8.0", None),
            ("example/my-prometheus:1.0", None),
            ("", None),
        ];
        for (image, wanted) in cases {
            let wanted = wanted.map(|(program, version)| (program, version.to_owned()));
            assert_eq!(by_image(image, PROGRAMS), wanted, "{image}");
        }
    }
}
