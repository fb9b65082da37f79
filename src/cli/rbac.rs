//! `carbon rbac`: the least ClusterRole that the selected checks need, and Roles for the services that they ask.

use std::collections::BTreeSet;

use super::args::{Extra, Global, JudgeArgs, RbacArgs, SourceArgs};
use super::{Answer, output, packs, settings};
use crate::judge::{ALWAYS, wants};
use crate::model::observed::harbor::HARBOR;
use crate::model::settings::Settings;
use crate::model::settings::services::{SecretRef, Way};
use crate::render::{self, Access, Subject};

/// Runs `carbon rbac`.
pub(super) fn run(args: &RbacArgs, global: &Global) -> anyhow::Result<Answer> {
    let pack = packs::load(&args.packs)?;
    let judge = JudgeArgs {
        categories: args.categories.clone(),
        checks: args.checks.clone(),
        profile: args.profile.clone(),
        ..JudgeArgs::default()
    };
    let source = SourceArgs { read_secrets: args.with.contains(&Extra::Secrets), ..SourceArgs::default() };
    let settings = settings::load(&judge, &source, global, &pack)?;
    let mut resources = wants(&pack, &settings);
    resources.extend(ALWAYS.map(str::to_owned));
    let subjects: BTreeSet<Subject> = args.users.iter().chain(&args.service_accounts).cloned().collect();
    let services = if resources.contains(HARBOR) { services(&settings) } else { BTreeSet::new() };
    output::to_stdout(&render::rbac(&resources, &services, &subjects)?)?;
    Ok(Answer::Yes)
}

/// What it takes in the cluster to ask the services of carbon.yaml.
fn services(settings: &Settings) -> BTreeSet<Access> {
    let Some(harbor) = &settings.services.harbor else { return BTreeSet::new() };
    let forward = match &harbor.way {
        Way::Direct { .. } => None,
        Way::Forwarded { namespace, name } => {
            Some(Access::Forward { namespace: namespace.clone(), service: name.clone() })
        }
    };
    let named = harbor.account.as_ref().map(|it| &it.password).into_iter().chain(&harbor.ca);
    let secrets = named.filter_map(|it| match it {
        SecretRef::Secret { namespace, name, .. } => {
            Some(Access::Secret { namespace: namespace.clone(), name: name.clone() })
        }
        SecretRef::Env(_) | SecretRef::File(_) => None,
    });
    secrets.chain(forward).collect()
}

/// A user of `--user`.
pub(super) fn user(text: &str) -> Result<Subject, String> {
    match text.trim().is_empty() {
        true => Err("a user has a name".to_owned()),
        false => Ok(Subject::User(text.to_owned())),
    }
}

/// A service account of `--serviceaccount`.
pub(super) fn service_account(text: &str) -> Result<Subject, String> {
    let is_name = |part: &str| {
        let inside = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.';
        let at_the_end = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        part.chars().all(inside) && part.starts_with(at_the_end) && part.ends_with(at_the_end)
    };
    match text.split_once('/') {
        Some((namespace, name)) if is_name(namespace) && is_name(name) => {
            Ok(Subject::ServiceAccount { namespace: namespace.to_owned(), name: name.to_owned() })
        }
        Some(_) => Err("a namespace and a name have lower-case letters, digits, `-` and `.`".to_owned()),
        None => Err("write NAMESPACE/NAME, as in tools/carbon".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_account_is_a_namespace_and_a_name() {
        let account = Subject::ServiceAccount { namespace: "tools".into(), name: "carbon".into() };
        assert_eq!(service_account("tools/carbon"), Ok(account));
        for wrong in ["", "carbon", "/", "tools/", "/carbon", "a/b/c", "Tools/carbon", "tools/-carbon"] {
            assert!(service_account(wrong).is_err(), "{wrong}");
        }
        assert!(service_account("carbon").unwrap_err().contains("NAMESPACE/NAME"));
        assert!(user(" ").is_err() && user("eve").is_ok());
    }
}
