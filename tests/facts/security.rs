//! Roles, tokens, network policies, Pod Security.

use carbon::derive::derive;
use carbon::model::Because;
use carbon::model::facts::rbac::Binding;
use carbon::model::settings::Settings;

use crate::{desired, dump, facts, known};

const RBAC: &str = "rbac.authorization.k8s.io";

fn cluster_role(name: &str, rest: &str) -> String {
    format!("apiVersion: {RBAC}/v1\nkind: ClusterRole\nmetadata: {{name: {name}}}\n{rest}\n---\n")
}

fn bind(name: &str, role: &str, subject: &str) -> String {
    format!(
        "apiVersion: {RBAC}/v1\nkind: ClusterRoleBinding\nmetadata: {{name: '{name}'}}\nroleRef: {{apiGroup: {RBAC}, kind: ClusterRole, name: {role}}}\nsubjects: [{subject}]\n---\n"
    )
}

fn account(namespace: &str, name: &str) -> String {
    format!("{{kind: ServiceAccount, namespace: {namespace}, name: {name}}}")
}

fn group(name: &str) -> String {
    format!("{{kind: Group, apiGroup: {RBAC}, name: '{name}'}}")
}

fn workload(namespace: &str, account: &str, image: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {account}-user, namespace: {namespace}}}\nspec: {{template: {{spec: {{serviceAccountName: {account}, containers: [{{name: main, image: '{image}'}}]}}}}}}\n---\n"
    )
}

fn binding(world: &str) -> Binding {
    facts(world).bindings.seen().first().expect("a binding").clone()
}

#[test]
fn every_verb_on_every_resource_is_a_wildcard() {
    let rule = |groups: &str, resources: &str, verbs: &str| {
        format!("rules: [{{apiGroups: [{groups}], resources: [{resources}], verbs: [{verbs}]}}]")
    };
    let named = "rules: [{apiGroups: ['*'], resources: ['*'], verbs: ['*'], resourceNames: [one]}]".to_owned();
    let urls = "rules: [{nonResourceURLs: ['*'], verbs: ['*']}]".to_owned();
    for (rules, wanted) in [
        (rule("'*'", "'*'", "'*'"), true),
        (rule("''", "'*'", "'*'"), true),
        (rule("apps, ''", "pods, '*'", "get, '*'"), true),
        // An operator may do everything with its own kinds.
        (rule("postgresql.cnpg.io", "'*'", "'*'"), false),
        (rule("'*'", "'*'", "get, list, watch"), false),
        (rule("''", "secrets", "'*'"), false),
        (named, false),
        (urls, false),
        ("rules: []".to_owned(), false),
    ] {
        let world = cluster_role("wide", &rules) + &bind("b", "wide", &account("ci", "runner"));
        assert_eq!(known(&binding(&world).wildcard), wanted, "{rules}");
    }
}

#[test]
fn cluster_admin_and_aggregated_roles_are_followed() {
    let admin = binding(&bind("b", "cluster-admin", &account("ci", "runner")));
    assert!(known(&admin.wildcard) && admin.cluster_wide && !admin.system);
    assert_eq!((admin.subject.as_str(), admin.role.as_str()), ("ClusterRoleBinding/b", "ClusterRole/cluster-admin"));

    let wide = "rules: [{apiGroups: ['*'], resources: ['*'], verbs: ['*']}]";
    let part = cluster_role("part", wide).replace("{name: part}", "{name: part, labels: {add-to: whole}}");
    let whole = cluster_role("whole", "aggregationRule: {clusterRoleSelectors: [{matchLabels: {add-to: whole}}]}");
    let aggregated = whole + &part + &bind("b", "whole", &account("ci", "runner"));
    assert!(known(&binding(&aggregated).wildcard));
    let narrow = aggregated.replace("add-to: whole}}\n", "add-to: other}}\n");
    assert!(!known(&binding(&narrow).wildcard));
}

#[test]
fn a_role_in_a_namespace_is_wide_there() {
    let world = format!(
        "apiVersion: {RBAC}/v1\nkind: Role\nmetadata: {{name: all, namespace: shop}}\nrules: [{{apiGroups: ['*'], resources: ['*'], verbs: ['*']}}]\n---\napiVersion: {RBAC}/v1\nkind: RoleBinding\nmetadata: {{name: b, namespace: shop}}\nroleRef: {{kind: Role, name: all}}\nsubjects: [{{kind: ServiceAccount, name: deployer}}]\n"
    );
    let it = binding(&world);
    assert_eq!((it.subject.as_str(), it.cluster_wide, known(&it.wildcard)), ("RoleBinding/shop/b", false, true));
    assert_eq!(it.accounts, ["shop/deployer"], "an account without a namespace is one of the binding's");
}

#[test]
fn refused_roles_are_unknown_but_cluster_admin_is_what_it_is() {
    let world = cluster_role("wide", "rules: []")
        + &bind("a", "cluster-admin", &account("ci", "runner"))
        + &bind("b", "wide", &account("ci", "runner"));
    let mut observed = dump(&world);
    observed.refuse("clusterroles.rbac.authorization.k8s.io", Because::Forbidden);
    let facts = derive(&observed, &Settings::default());
    assert!(known(&facts.bindings.seen()[0].wildcard));
    assert_eq!(facts.bindings.seen()[1].wildcard.get().unwrap_err().because, Because::Forbidden);
}

#[test]
fn people_and_the_distribution_are_not_ordinary_accounts() {
    let people = bind("people", "cluster-admin", "{kind: User, name: ada}, {kind: Group, name: 'system:masters'}");
    assert!(facts(&people).bindings.seen().is_empty());
    assert!(binding(&bind("dns", "cluster-admin", &account("kube-system", "coredns"))).system);
    assert!(binding(&bind("system:discovery", "view", &group("system:authenticated"))).system);
    let both = account("kube-system", "coredns") + ", " + &account("shop", "web");
    assert!(!binding(&bind("both", "cluster-admin", &both)).system);
    let everybody = binding(&bind("open", "cluster-admin", &group("system:serviceaccounts")));
    assert!(!everybody.system && !known(&everybody.expected));
    assert_eq!(everybody.groups, ["system:serviceaccounts"]);
}

#[test]
fn the_program_and_not_the_name_makes_a_wildcard_expected() {
    let admin = bind("b", "cluster-admin", &account("tools", "velero"));
    let velero = workload("tools", "velero", "harbor.example.com/mirror/velero/velero:v1.17.0");
    let other = workload("tools", "velero", "nginx:1.27.3").replace("velero-user", "intruder");
    for (world, wanted) in [
        (admin.clone() + &velero, true),
        (admin.clone() + &other, false),
        (admin.clone() + &velero + &other, false),
        (admin.clone(), false),
    ] {
        assert_eq!(known(&binding(&world).expected), wanted);
    }
    let mut observed = dump(&(admin + &velero));
    observed.refuse("statefulsets.apps", Because::Forbidden);
    assert!(derive(&observed, &Settings::default()).bindings.seen()[0].expected.get().is_err());
}

#[test]
fn a_role_that_is_not_in_the_manifests_is_out_of_scope_unless_every_cluster_has_it() {
    for (role, scope) in [("edit", false), ("somewhere", true)] {
        let facts = derive(&desired(&bind("b", role, &account("ci", "runner"))), &Settings::default());
        let wildcard = facts.bindings.seen()[0].wildcard.get();
        assert_eq!(wildcard.is_err_and(|why| why.is_out_of_scope()), scope, "{role}");
    }
}

#[test]
fn an_account_is_bound_by_name_or_by_its_namespace_but_not_by_what_all_have() {
    let web = workload("shop", "web", "nginx:1.27.3");
    for (more, wanted) in [
        (String::new(), false),
        (bind("b", "view", &account("shop", "web")), true),
        (bind("b", "view", &account("other", "web")), false),
        (bind("b", "view", &group("system:serviceaccounts:shop")), true),
        (bind("b", "view", &group("system:serviceaccounts:other")), false),
        (bind("system:basic-user", "system:basic-user", &group("system:authenticated")), false),
        (bind("system:issuer", "view", &group("system:serviceaccounts")), false),
    ] {
        assert_eq!(known(&facts(&(web.clone() + &more)).workloads.seen()[0].account_bound), wanted, "{more}");
    }
}

#[test]
fn with_bindings_refused_a_bound_account_stays_bound_and_others_are_unknown() {
    let world = workload("shop", "web", "nginx:1.27.3")
        + &workload("shop", "cache", "redis:7.4.1")
        + &bind("b", "view", &account("shop", "web"));
    let mut observed = dump(&world);
    observed.refuse("rolebindings.rbac.authorization.k8s.io", Because::Forbidden);
    let facts = derive(&observed, &Settings::default());
    let bound: Vec<_> = facts.workloads.seen().iter().map(|it| it.account_bound.get().ok().copied()).collect();
    assert_eq!(bound, [None, Some(true)], "cache-user, web-user");
    assert!(facts.bindings.all().is_err());
}

#[test]
fn a_namespace_denies_by_default_if_policies_isolate_every_pod_and_open_nothing() {
    let policy = |name: &str, spec: &str| {
        format!(
            "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: {name}, namespace: shop}}\nspec: {{{spec}}}\n"
        )
    };
    let deny = policy("deny", "podSelector: {}, policyTypes: [Ingress]");
    let table = [
        (String::new(), false),
        (deny.clone(), true),
        (policy("undeclared", "podSelector: {}"), true),
        (policy("one", "podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress]"), false),
        (policy("egress", "podSelector: {}, policyTypes: [Egress]"), false),
        (policy("open", "podSelector: {}, policyTypes: [Ingress], ingress: [{}]"), false),
        (policy("all", "podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{namespaceSelector: {}}]}]"), false),
        (
            policy(
                "world",
                "podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}]",
            ),
            false,
        ),
        (policy("same", "podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {}}]}]"), true),
        (policy("port", "podSelector: {}, policyTypes: [Ingress], ingress: [{ports: [{port: 80}]}]"), true),
        // Policies add up: what one opens, another cannot close. To let everything out opens nothing inwards.
        (deny.clone() + &policy("open", "podSelector: {}, policyTypes: [Ingress], ingress: [{}]"), false),
        (deny.clone() + &policy("out", "podSelector: {}, policyTypes: [Egress], egress: [{}]"), true),
        (
            deny.clone()
                + &policy("web", "podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress], ingress: [{}]"),
            true,
        ),
    ];
    let namespace = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n";
    for (policies, wanted) in table {
        let facts = facts(&(namespace.to_owned() + &policies));
        let shop = &facts.namespaces.seen()[0];
        assert_eq!(known(&shop.default_deny_ingress), wanted, "{policies}");
        assert_eq!(known(&shop.policies), i64::try_from(policies.matches("---").count()).unwrap());
    }
    let mut observed = dump(&(namespace.to_owned() + &deny));
    observed.refuse("networkpolicies.networking.k8s.io", Because::Forbidden);
    let facts = derive(&observed, &Settings::default());
    assert!(facts.namespaces.seen()[0].default_deny_ingress.get().is_err());
    assert!(facts.namespaces.seen()[0].policies.get().is_err());
}

#[test]
fn a_namespace_with_something_that_needs_the_host_has_node_agents() {
    let namespace = "apiVersion: v1\nkind: Namespace\nmetadata: {name: logging}\n---\n";
    let daemon = |kind: &str, spec: &str| {
        format!(
            "{namespace}apiVersion: apps/v1\nkind: {kind}\nmetadata: {{name: a, namespace: logging}}\nspec: {{template: {{spec: {{containers: [{{name: a, image: 'a:1.0'}}]{spec}}}}}}}\n"
        )
    };
    for (world, wanted) in [
        (daemon("DaemonSet", ", volumes: [{name: l, hostPath: {path: /var/log}}]"), true),
        (daemon("DaemonSet", ", hostNetwork: true"), true),
        (daemon("DaemonSet", ""), false),
        (daemon("Deployment", ", hostNetwork: true"), false),
    ] {
        assert_eq!(known(&facts(&world).namespaces.seen()[0].node_agents), wanted, "{world}");
    }
}

#[test]
fn who_may_run_as_root_is_the_containers_word_before_the_pods() {
    let may = |pod: &str, container: &str| {
        let world = format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: a, namespace: shop}}\nspec: {{template: {{spec: {{securityContext: {{{pod}}}, containers: [{{name: a, image: 'a:1.0', securityContext: {{{container}}}}}]}}}}}}\n"
        );
        facts(&world).workloads.seen()[0].containers[0].may_run_as_root
    };
    assert!(may("", ""), "an image may say anything");
    assert!(!may("runAsNonRoot: true", ""));
    assert!(!may("", "runAsUser: 1000"));
    assert!(may("runAsNonRoot: true", "runAsNonRoot: false"));
    assert!(may("runAsUser: 1000", "runAsUser: 0"));
}
