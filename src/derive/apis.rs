//! Group versions of the API that other servers answer.

use super::{World, status};
use crate::model::facts::network::Api;
use crate::model::known::Ignorance;
use crate::model::listing::Listing;
use crate::model::observed::Object;
use crate::model::observed::cluster::ApiService;

const RESOURCE: &str = "apiservices.apiregistration.k8s.io";

/// Those with a Service. The API server's own cannot be away without it.
pub(super) fn apis(world: &World<'_>) -> Listing<Api> {
    let services = &world.observed.api_services;
    let one = |it: &Object<ApiService>| {
        let service = it.body.service.clone()?;
        Some(Api {
            subject: it.meta.subject("APIService", "apiregistration.k8s.io"),
            origin: it.meta.origin.clone(),
            name: it.meta.name.clone(),
            group: it.body.group.clone(),
            version: it.body.version.clone(),
            service,
            available: is_available(world, it).into(),
        })
    };
    Listing::with_gaps(services.seen().iter().filter_map(one).collect(), services.gaps().to_vec())
}

/// Whether the metrics of nodes and pods can be had. Some version of the group is enough.
pub(super) fn metrics_api(world: &World<'_>) -> Result<bool, Ignorance> {
    let all = world.observed.api_services.all()?;
    let mut versions = all.iter().filter(|it| it.body.group == "metrics.k8s.io").map(|it| is_available(world, it));
    let answers: Vec<bool> = versions.by_ref().collect::<Result<_, _>>()?;
    Ok(answers.contains(&true))
}

fn is_available(world: &World<'_>, it: &Object<ApiService>) -> Result<bool, Ignorance> {
    let conditions = it.body.conditions.as_ref();
    let conditions = conditions.ok_or_else(|| status::missing(world.observed.source.kind, RESOURCE))?;
    Ok(conditions.is_true("Available"))
}
