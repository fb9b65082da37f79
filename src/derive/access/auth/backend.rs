//! Backends that ask by themselves who somebody is: an oauth2-proxy in front of the program, or a login that has to
//! stay open, since it is where people prove who they are.

use super::super::super::World;
use super::super::way::Way;
use super::super::{image, service};
use super::Declared;
use crate::model::known::Ignorance;
use crate::model::observed::workload::Controller;

/// Programs that stand in front of others, by the end of the image's repository.
const PROXIES: [&str; 4] = ["oauth2-proxy", "pomerium", "louketo-proxy", "keycloak-gatekeeper"];

/// Programs at which people sign in.
const PROVIDERS: [&str; 9] = [
    "dex",
    "keycloak",
    "keycloakx",
    "authelia",
    "authentik/server",
    "goauthentik/server",
    "zitadel",
    "traefik-forward-auth",
    "vouch-proxy",
];

/// The workload is a proxy that asks before it lets a request through.
pub(in crate::derive::access) fn is_auth_proxy(controller: &Controller) -> bool {
    runs(controller, &PROXIES)
}

/// The workload is where people sign in.
fn is_identity_provider(controller: &Controller) -> bool {
    runs(controller, &PROVIDERS)
}

fn runs(controller: &Controller, programs: &[&str]) -> bool {
    use crate::model::observed::pod::ContainerSort;
    let mains = controller.template.containers.iter().filter(|it| it.sort == ContainerSort::Main);
    let mut repositories = mains.map(|it| image::repository(&it.image));
    repositories.any(|repository| programs.iter().any(|name| image::ends_with(repository, name)))
}

/// What the backend itself declares, if it does.
pub(super) fn answers_itself(world: &World<'_>, way: &Way<'_>) -> Result<Option<Declared>, Ignorance> {
    let mut all = Vec::new();
    for backend in way.backends.iter().filter(|it| it.is_service) {
        let behind = match service::behind(world, &backend.namespace, &backend.name) {
            // The Service is not in this input; all that is left of it is its name.
            Err(why) if why.is_out_of_scope() => Vec::new(),
            other => other?,
        };
        let is = |programs: &[&str], runs: fn(&Controller) -> bool| match behind[..] {
            [] => programs.iter().any(|program| is_named(&backend.name, program)),
            _ => behind.iter().any(|(_, made)| runs(&made.controller)),
        };
        let by = format!("Service/{}/{}", backend.namespace, backend.name);
        // The prefix of oauth2-proxy's own pages.
        let signs_in = way.path.starts_with("/oauth2");
        match (is(&PROXIES, is_auth_proxy), is(&PROVIDERS, is_identity_provider)) {
            (true, _) if !signs_in => all.push(Declared::of("auth-proxy", by)),
            (true, _) | (false, true) => all.push(Declared::of("sign-in", by)),
            (false, false) => return Ok(None),
        }
    }
    Ok(super::worst(all))
}

/// A Service of this name is that of the program, as charts name it: `oauth2-proxy`, `RELEASE-oauth2-proxy`.
fn is_named(service: &str, program: &str) -> bool {
    service.strip_suffix(program).is_some_and(|before| before.is_empty() || before.ends_with('-'))
}
