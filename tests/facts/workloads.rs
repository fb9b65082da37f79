//! Workloads: replicas, callers, budgets, placement.

use carbon::model::Because;

use crate::{desired, dump, facts, known};
use carbon::derive::derive;
use carbon::model::settings::Settings;

const WEB: &str = r"
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, generation: 2}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: 'nginx:1.27.0'}]}
status: {observedGeneration: 2, replicas: 2, readyReplicas: 2, updatedReplicas: 2, availableReplicas: 2}
";

#[test]
fn a_service_that_selects_the_pods_is_a_caller() {
    let service = |app: &str| {
        format!(
            "{WEB}---\napiVersion: v1\nkind: Service\nmetadata: {{name: s, namespace: shop}}\nspec: {{selector: {{app: {app}}}}}\n"
        )
    };
    assert!(known(&facts(&service("web")).workloads.seen()[0].has_callers));
    assert!(!known(&facts(&service("other")).workloads.seen()[0].has_callers));
}

#[test]
fn a_service_without_selector_calls_nobody() {
    let world = format!(
        "{WEB}---\napiVersion: v1\nkind: Service\nmetadata: {{name: s, namespace: shop}}\nspec: {{type: ExternalName}}\n"
    );
    assert!(!known(&facts(&world).workloads.seen()[0].has_callers));
}

#[test]
fn refused_budgets_are_unknown_not_none() {
    let mut observed = dump(WEB);
    assert!(known(&derive(&observed, &Settings::default()).workloads.seen()[0].budgets).is_empty());
    assert!(observed.refuse("poddisruptionbudgets.policy", Because::Forbidden));
    let facts = derive(&observed, &Settings::default());
    let why = facts.workloads.seen()[0].budgets.get().unwrap_err();
    assert_eq!(why.because, Because::Forbidden);
    assert!(facts.budgets.all().is_err());
}

#[test]
fn desired_state_has_no_ready_replicas() {
    let stripped = WEB.split("status:").next().expect("a spec");
    let facts = derive(&desired(stripped), &Settings::default());
    let web = &facts.workloads.seen()[0];
    assert!(web.ready_replicas.get().unwrap_err().is_out_of_scope());
    assert_eq!(known(&web.floor), 2);
}

#[test]
fn the_floor_of_an_autoscaler_is_the_effective_number_of_replicas() {
    let world = format!(
        "{WEB}---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {{name: web, namespace: shop}}\nspec: {{minReplicas: 1, maxReplicas: 4, scaleTargetRef: {{apiVersion: apps/v1, kind: Deployment, name: web}}}}\n"
    );
    let facts = facts(&world);
    let web = &facts.workloads.seen()[0];
    assert_eq!((web.replicas, known(&web.floor)), (2, 1));
    assert_eq!(known(&web.autoscaled_by), "HorizontalPodAutoscaler/web");
}

#[test]
fn pods_of_an_operator_are_one_workload_and_bare_pods_each_their_own() {
    let pod = |name: &str, owner: &str| {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}, namespace: db{owner}}}\nspec: {{nodeName: n1, containers: [{{name: c, image: 'x:1.0'}}]}}\nstatus: {{phase: Running, conditions: [{{type: Ready, status: 'True'}}]}}\n---\n"
        )
    };
    let owner = ", ownerReferences: [{apiVersion: postgresql.cnpg.io/v1, kind: Cluster, name: pg, controller: true}]";
    let facts = facts(&format!("{}{}{}", pod("pg-1", owner), pod("pg-2", owner), pod("lonely", "")));
    let subjects: Vec<_> = facts.workloads.seen().iter().map(|it| (it.subject.as_str(), it.replicas)).collect();
    assert_eq!(subjects, [("Cluster.postgresql.cnpg.io/db/pg", 2), ("Pod/db/lonely", 1)]);
    assert_eq!(known(&facts.workloads.seen()[0].ready_replicas), 2);
}

#[test]
fn pods_that_run_to_their_end_are_not_wanted_afterwards() {
    let pod = |name: &str, restart: &str, phase: &str| {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}, namespace: ci}}\nspec: {{restartPolicy: {restart}, containers: [{{name: c, image: 'x:1.0'}}]}}\nstatus: {{phase: {phase}}}\n---\n"
        )
    };
    let step = ", ownerReferences: [{apiVersion: argoproj.io/v1alpha1, kind: Workflow, name: w, controller: true}]";
    let workflow = pod("w-1", "Never", "Succeeded").replace("namespace: ci", &format!("namespace: ci{step}"))
        + &pod("w-2", "Never", "Running").replace("namespace: ci", &format!("namespace: ci{step}"));
    let world = workflow + &pod("test", "Never", "Succeeded") + &pod("evicted", "Always", "Failed");
    let facts = facts(&world);
    let seen: Vec<_> =
        facts.workloads.seen().iter().map(|it| (it.name.as_str(), it.replicas, it.long_running)).collect();
    assert_eq!(seen, [("evicted", 0, true), ("test", 0, false), ("w", 1, false)]);
}

#[test]
fn a_cron_job_that_was_never_due_has_not_failed_where_a_server_says_so() {
    let cron_job = |status: &str| {
        format!(
            "{{apiVersion: batch/v1, kind: CronJob, metadata: {{name: c, namespace: shop}}, spec: {{schedule: '@daily'}}{status}}}"
        )
    };
    let failed = |observed| derive(&observed, &Settings::default()).workloads.seen()[0].run_failed.clone();
    assert!(!known(&failed(dump(&cron_job(", status: {}")))));
    assert_eq!(failed(dump(&cron_job(""))).get().unwrap_err().because, Because::NotCollected);
    for status in ["", ", status: {}"] {
        assert!(failed(desired(&cron_job(status))).get().unwrap_err().is_out_of_scope());
    }
    let once = |times: &str| known(&failed(dump(&cron_job(&format!(", status: {{{times}}}")))));
    assert!(once("lastScheduleTime: '2025-10-20T02:00:00Z'"));
    assert!(!once("lastScheduleTime: '2025-10-20T02:00:00Z', lastSuccessfulTime: '2025-10-20T02:00:09Z'"));
}
