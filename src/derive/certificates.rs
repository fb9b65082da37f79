//! Certificates of cert-manager.

use super::{World, is_system_namespace, status};
use crate::model::facts::network::Certificate;
use crate::model::known::Ignorance;
use crate::model::listing::Listing;
use crate::model::observed::Object;
use crate::model::observed::network::{self as observed, CertificateStatus};
use crate::model::time::Time;

const RESOURCE: &str = "certificates.cert-manager.io";

/// How long after the time of renewal a controller that works may still be busy with it.
const RENEWAL_SECONDS: i64 = 3600;

/// A certificate for a shorter time than this is always close to its end.
const SHORT_SECONDS: i64 = 42 * 24 * 3600;

/// Certificates.
pub(super) fn certificates(world: &World<'_>) -> Listing<Certificate> {
    world.observed.certificates.carry(|it| certificate(world, it))
}

fn certificate(world: &World<'_>, it: &Object<observed::Certificate>) -> Certificate {
    let meta = &it.meta;
    let now = world.now();
    let status = it.body.status.as_ref().ok_or_else(|| status::missing(world.observed.source.kind, RESOURCE));
    let not_after = status.clone().and_then(end);
    Certificate {
        subject: meta.subject("Certificate", "cert-manager.io"),
        origin: meta.origin.clone(),
        namespace: meta.namespace.clone(),
        name: meta.name.clone(),
        system: is_system_namespace(&meta.namespace),
        hosts: it.body.hosts.clone(),
        issuer: it.body.issuer.clone(),
        ready: status.clone().map(|it| it.conditions.is_true("Ready")).into(),
        expires_in: not_after.clone().map(|end| end.since(now)).into(),
        not_after: not_after.into(),
        short_lived: status.clone().and_then(is_short_lived).into(),
        renewal_overdue: status
            .clone()
            .map(|it| it.renewal.is_some_and(|due| now.since(due).0 > RENEWAL_SECONDS))
            .into(),
        failed_attempts: status.map(|it| it.failed_attempts).into(),
    }
}

fn end(status: &CertificateStatus) -> Result<Time, Ignorance> {
    status.not_after.ok_or_else(|| Ignorance::undetermined(RESOURCE, "it has not been issued yet"))
}

/// Without a beginning it is taken for an ordinary one.
fn is_short_lived(status: &CertificateStatus) -> Result<bool, Ignorance> {
    let end = end(status)?;
    Ok(status.not_before.is_some_and(|begin| end.since(begin).0 < SHORT_SECONDS))
}
