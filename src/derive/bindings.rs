//! What service accounts, and everybody, may do.

use std::collections::BTreeSet;

use super::controllers::Made;
use super::{World, is_system_namespace, role, workloads};
use crate::model::facts::rbac::Binding;
use crate::model::known::{Because, Ignorance};
use crate::model::listing::{Listing, Scope};
use crate::model::observed::rbac::{self as observed, Role, Rule};
use crate::model::observed::{Meta, Object};
use crate::model::source::SourceKind;

/// Programs whose business is to write whatever they find in Git, in a backup or in a composition, by the last part of
/// their image's repository. To hold them to less is their own configuration's matter, not a slip.
const MAY_WRITE_ANYTHING: [&str; 7] =
    ["argocd", "crossplane", "helm-controller", "kustomize-controller", "rancher-agent", "velero", "argocd-operator"];

/// Roles that every cluster has and nobody writes; none of them allows everything.
const BUILT_IN: [&str; 3] = ["admin", "edit", "view"];

/// Bindings that give something to service accounts, or to everybody.
pub(super) fn bindings(world: &World<'_>) -> Listing<Binding> {
    let (local, wide) = (&world.observed.role_bindings, &world.observed.cluster_role_bindings);
    let gaps = local.gaps().iter().chain(wide.gaps()).cloned().collect();
    let local = local.seen().iter().map(|it| ("RoleBinding", it));
    let wide = wide.seen().iter().map(|it| ("ClusterRoleBinding", it));
    Listing::with_gaps(local.chain(wide).filter_map(|(kind, it)| binding(world, kind, it)).collect(), gaps)
}

fn binding(world: &World<'_>, kind: &str, it: &Object<observed::Binding>) -> Option<Binding> {
    let meta = &it.meta;
    let accounts = accounts(&it.body);
    let groups: Vec<String> = groups(&it.body).map(str::to_owned).collect();
    if accounts.is_empty() && groups.is_empty() {
        return None;
    }
    let users = users(world, &accounts, &groups);
    let of_distribution = groups.is_empty() && accounts.iter().all(|(namespace, _)| is_system_namespace(namespace));
    Some(Binding {
        subject: meta.subject(kind, "rbac.authorization.k8s.io"),
        origin: meta.origin.clone(),
        namespace: meta.namespace.clone(),
        name: meta.name.clone(),
        role: format!("{}/{}", it.body.role_kind, it.body.role_name),
        cluster_wide: kind == "ClusterRoleBinding",
        system: meta.name.starts_with("system:") || of_distribution,
        wildcard: is_wildcard(world, it).into(),
        used_by: users.clone().map(|users| users.iter().map(|it| it.subject()).collect()).into(),
        expected: users.map(|users| groups.is_empty() && !users.is_empty() && users.iter().all(may_write)).into(),
        accounts: accounts.into_iter().map(|(namespace, name)| format!("{namespace}/{name}")).collect(),
        groups,
    })
}

fn accounts(it: &observed::Binding) -> BTreeSet<(&str, &str)> {
    let accounts = it.subjects.iter().filter(|it| it.kind == "ServiceAccount");
    accounts.map(|it| (it.namespace.as_str(), it.name.as_str())).collect()
}

/// The groups that nobody joins by choice.
fn groups(it: &observed::Binding) -> impl Iterator<Item = &str> {
    let groups = it.subjects.iter().filter(|it| it.kind == "Group").map(|it| it.name.as_str());
    groups.filter(|name| {
        matches!(*name, "system:authenticated" | "system:unauthenticated")
            || name.strip_prefix("system:serviceaccounts").is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
    })
}

/// The workloads that run as one of the accounts; those of a group are not told apart from everybody else.
fn users<'a, 'b>(
    world: &'b World<'a>,
    accounts: &BTreeSet<(&str, &str)>,
    groups: &[String],
) -> Result<Vec<&'b Made<'a>>, Ignorance> {
    let controllers = &world.controllers;
    for (namespace, _) in accounts {
        controllers.whole(Scope::Namespace(namespace))?;
    }
    let account =
        |made: &'b Made<'a>| (made.meta.namespace.as_str(), made.controller.template.service_account.as_str());
    let mut users: Vec<&Made<'_>> = controllers.items.iter().filter(|made| accounts.contains(&account(made))).collect();
    if users.is_empty() && groups.is_empty() && world.observed.source.kind == SourceKind::Desired {
        return Err(Ignorance::new(Because::NotInSource, "pods"));
    }
    users.sort_by_cached_key(|it| it.subject());
    Ok(users)
}

fn may_write(made: &&Made<'_>) -> bool {
    let mut programs = workloads::mains(made).map(|it| role::program(&it.image));
    programs.next().is_some_and(|first| MAY_WRITE_ANYTHING.contains(&first))
}

/// Every verb on every resource, of all groups or of the core group: who has that in a namespace owns it, and who has
/// it in all of them owns the cluster.
fn is_wildcard(world: &World<'_>, it: &Object<observed::Binding>) -> Result<bool, Ignorance> {
    let name = it.body.role_name.as_str();
    let observed = world.observed;
    if it.body.role_kind != "ClusterRole" {
        let namespace = it.meta.namespace.as_str();
        let is_it = |role: &Object<Role>| role.meta.namespace == namespace && role.meta.name == name;
        let role = observed.roles.find(Scope::Namespace(namespace), is_it)?;
        return Ok(role.is_some_and(|role| role.body.rules.iter().any(allows_all)));
    }
    // The API server puts its rules back at each start.
    if name == "cluster-admin" {
        return Ok(true);
    }
    let role = match observed.cluster_roles.find(Scope::Cluster, |role| role.meta.name == name) {
        Err(why) if why.is_out_of_scope() => None,
        found => found?,
    };
    let Some(role) = role else {
        let elsewhere = observed.source.kind == SourceKind::Desired && !BUILT_IN.contains(&name);
        let resource = "clusterroles.rbac.authorization.k8s.io";
        return if elsewhere { Err(Ignorance::new(Because::NotInSource, resource)) } else { Ok(false) };
    };
    if role.body.rules.iter().any(allows_all) {
        return Ok(true);
    }
    let aggregated = |other: &Object<Role>| {
        let fits = role.body.aggregates.iter().any(|selector| selector.matches(&other.meta.labels));
        fits && other.body.rules.iter().any(allows_all)
    };
    match role.body.aggregates.is_empty() {
        true => Ok(false),
        false => observed.cluster_roles.find(Scope::Cluster, aggregated).map(|it| it.is_some()),
    }
}

fn allows_all(rule: &Rule) -> bool {
    let any = |list: &[String]| list.iter().any(|it| it == "*");
    let groups = any(&rule.groups) || rule.groups.iter().any(String::is_empty);
    any(&rule.verbs) && any(&rule.resources) && groups && rule.names.is_empty()
}

/// The accounts to which some role is bound.
pub(super) struct Bound<'a> {
    accounts: BTreeSet<(&'a str, &'a str)>,
    groups: BTreeSet<&'a str>,
    missing: Option<Ignorance>,
}

impl<'a> Bound<'a> {
    pub(super) fn new(world: &World<'a>) -> Self {
        let observed = world.observed;
        let lists = [&observed.role_bindings, &observed.cluster_role_bindings];
        // What Kubernetes gives to every account (discovery, reviews of itself) is no reason to need a token.
        let given = |it: &&'a Object<observed::Binding>| !it.meta.name.starts_with("system:");
        let bindings = || lists.into_iter().flat_map(|list| list.seen()).filter(given);
        Self {
            accounts: bindings().flat_map(|it| accounts(&it.body)).collect(),
            groups: bindings().flat_map(|it| groups(&it.body)).collect(),
            missing: lists.into_iter().find_map(|list| list.missing(Scope::Cluster)).cloned(),
        }
    }

    pub(super) fn is_bound(&self, meta: &Meta, account: &str) -> Result<bool, Ignorance> {
        let of_namespace = format!("system:serviceaccounts:{}", meta.namespace);
        let every = self.groups.contains("system:serviceaccounts") || self.groups.contains("system:authenticated");
        let bound = every
            || self.groups.contains(of_namespace.as_str())
            || self.accounts.contains(&(meta.namespace.as_str(), account));
        match (bound, &self.missing) {
            (true, _) => Ok(true),
            (false, Some(why)) => Err(why.clone()),
            (false, None) => Ok(false),
        }
    }
}
