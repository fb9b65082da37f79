//! Quotas.

use std::collections::BTreeMap;

use super::{World, is_system_namespace, status};
use crate::model::facts::scaling::{Quota, QuotaLimit};
use crate::model::known::Ignorance;
use crate::model::listing::Listing;
use crate::model::observed::Object;
use crate::model::observed::scaling as observed;
use crate::model::quantity::Quantity;

/// Quotas.
pub(super) fn quotas(world: &World<'_>) -> Listing<Quota> {
    world.observed.quotas.carry(|it| quota(world, it))
}

fn quota(world: &World<'_>, it: &Object<observed::Quota>) -> Quota {
    let meta = &it.meta;
    let used = it.body.used.as_ref().ok_or_else(|| status::missing(world.observed.source.kind, "resourcequotas"));
    let fullest = used.and_then(|used| fullest(&it.body.hard, used));
    Quota {
        subject: meta.subject("ResourceQuota", ""),
        origin: meta.origin.clone(),
        namespace: meta.namespace.clone(),
        name: meta.name.clone(),
        system: is_system_namespace(&meta.namespace),
        scoped: it.body.scoped,
        limits: it
            .body
            .hard
            .iter()
            .map(|(resource, hard)| QuotaLimit {
                resource: resource.clone(),
                hard: hard.clone(),
                used: it.body.used.as_ref().and_then(|used| used.get(resource)).cloned(),
            })
            .collect(),
        fullest_percent: fullest.into(),
    }
}

/// The largest use of its limit, in whole percent, rounded up: 100 means that nothing more fits.
fn fullest(hard: &BTreeMap<String, String>, used: &BTreeMap<String, String>) -> Result<i64, Ignorance> {
    let mut fullest = 0;
    for (resource, hard) in hard {
        let Some(used) = used.get(resource) else { continue };
        let nano = |text: &str| Quantity::new(text).nano();
        let (Ok(hard), Ok(used)) = (nano(hard), nano(used)) else {
            return Err(Ignorance::undetermined("resourcequotas", format!("{resource} is no quantity")));
        };
        let percent = match (hard, used) {
            (_, 0) => 0,
            (0, _) => 100,
            (hard, used) => used.saturating_mul(100).saturating_add(hard - 1) / hard,
        };
        fullest = fullest.max(i64::try_from(percent).unwrap_or(i64::MAX));
    }
    Ok(fullest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fullest_limit_decides_and_rounds_up() {
        let map = |text: &[(&str, &str)]| text.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        for (hard, used, expected) in [
            (map(&[("cpu", "4"), ("memory", "8Gi")]), map(&[("cpu", "1"), ("memory", "4Gi")]), 50),
            (map(&[("pods", "3")]), map(&[("pods", "1")]), 34),
            (map(&[("pods", "0")]), map(&[("pods", "0")]), 0),
            (map(&[("cpu", "500m")]), map(&[("cpu", "0.5")]), 100),
            (map(&[("cpu", "1")]), map(&[]), 0),
        ] {
            assert_eq!(fullest(&hard, &used), Ok(expected), "{used:?} of {hard:?}");
        }
        assert!(fullest(&map(&[("cpu", "many")]), &map(&[("cpu", "1")])).is_err());
    }
}
