//! Hosts: what the routes of one name come to.

use std::collections::BTreeMap;

use crate::model::facts::access::{Host, Route};
use crate::model::known::{Ignorance, Known};
use crate::model::listing::Listing;

/// Hosts that the outside reaches.
pub(in crate::derive) fn hosts(routes: &Listing<Route>) -> Listing<Host> {
    let mut by_host: BTreeMap<&str, Vec<&Route>> = BTreeMap::new();
    for route in routes.seen().iter().filter(|it| it.exposed && !it.acme) {
        by_host.entry(&route.host).or_default().push(route);
    }
    let gap = routes.gaps().first().map(|it| &it.why);
    let hosts = by_host.into_iter().filter_map(|(host, routes)| one(host, &routes, gap));
    Listing::with_gaps(hosts.collect(), routes.gaps().to_vec())
}

fn one(host: &str, routes: &[&Route], gap: Option<&Ignorance>) -> Option<Host> {
    let first = routes.first()?;
    let unless_gap = |value: bool| match gap {
        Some(why) if value => Known::No(why.clone()),
        Some(_) | None => Known::Yes(value),
    };
    Some(Host {
        subject: format!("host/{host}"),
        origin: first.origin.clone(),
        host: host.to_owned(),
        routes: match gap {
            Some(why) => Known::No(why.clone()),
            None => Known::Yes(i64::try_from(routes.len()).unwrap_or(i64::MAX)),
        },
        unprotected: unprotected(routes, gap).into(),
        public_on_purpose: unless_gap(routes.iter().all(|it| it.public_on_purpose)),
    })
}

/// One open route opens the host; that none is open can only be said once all were seen.
fn unprotected(routes: &[&Route], gap: Option<&Ignorance>) -> Result<bool, Ignorance> {
    let mut doubt = gap.cloned();
    for route in routes.iter().filter(|it| !it.public_on_purpose) {
        match (route.auth.get(), route.auth_problem.get()) {
            (Ok(auth), Ok(problem)) => {
                if auth == "none" || auth.starts_with("disabled") || !problem.is_empty() {
                    return Ok(true);
                }
            }
            (Err(why), _) | (_, Err(why)) => doubt = doubt.or(Some(why)),
        }
    }
    doubt.map_or(Ok(false), Err)
}
