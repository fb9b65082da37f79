//! Monitoring: selection, what monitors reach, who is told, agents on nodes.

mod agents;
mod alerting;
mod reach;
mod refusal;
mod scraping;
mod selection;

use carbon::derive::derive;
use carbon::model::facts::Facts;
use carbon::model::facts::monitoring::Monitor;
use carbon::model::facts::workload::Workload;
use carbon::model::settings::Settings;
use carbon::model::{Because, Known};

use crate::{desired, dump};

/// A platform in which everything fits: the operator, one Prometheus that takes monitors with its release label from
/// every namespace, and a web shop with a Service, a named port, ready addresses and a ServiceMonitor.
pub(crate) const STACK: &str = r"
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {team: blue}}
---
apiVersion: v1
kind: Namespace
metadata: {name: monitoring}
---
apiVersion: v1
kind: Node
metadata: {name: n1}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: operator, namespace: monitoring, generation: 1}
spec:
  replicas: 1
  selector: {matchLabels: {app: operator}}
  template:
    metadata: {labels: {app: operator}}
    spec:
      containers:
      - name: operator
        image: quay.io/prometheus-operator/prometheus-operator:v0.86.1
        args: [--log-level=info]
status: {observedGeneration: 1, replicas: 1, readyReplicas: 1}
---
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: {name: kps, namespace: monitoring, generation: 3}
spec:
  replicas: 1
  serviceMonitorSelector: {matchLabels: {release: kps}}
  serviceMonitorNamespaceSelector: {}
  podMonitorSelector: {matchLabels: {release: kps}}
  podMonitorNamespaceSelector: {}
  ruleSelector: {matchLabels: {release: kps}}
  ruleNamespaceSelector: {}
  alerting: {alertmanagers: [{namespace: monitoring, name: alertmanager, port: http-web}]}
status:
  replicas: 1
  availableReplicas: 1
  conditions:
  - {type: Available, status: 'True', observedGeneration: 3}
  - {type: Reconciled, status: 'True', observedGeneration: 3}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, generation: 1}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web, tier: front}}
    spec:
      containers:
      - name: web
        image: example/web:1.2.0
        ports: [{name: http, containerPort: 8080}, {name: prom, containerPort: 9000}]
status: {observedGeneration: 1, replicas: 2, readyReplicas: 2, updatedReplicas: 2}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop, labels: {app: web-service}}
spec:
  selector: {app: web}
  ports: [{name: metrics, port: 9000, targetPort: prom}]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: web-1, namespace: shop, labels: {kubernetes.io/service-name: web}}
ports: [{name: metrics, port: 9000}]
endpoints:
- {addresses: [10.0.0.1], conditions: {ready: true}}
- {addresses: [10.0.0.2], conditions: {ready: true}}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: web, namespace: shop, labels: {release: kps}}
spec:
  selector: {matchLabels: {app: web-service}}
  endpoints: [{port: metrics}]
";

/// Everything that `STACK` has, as a PodMonitor.
pub(crate) const POD_MONITOR: &str = r"
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: pods, namespace: shop, labels: {release: kps}}
spec:
  selector: {matchLabels: {tier: front}}
  podMetricsEndpoints: [{port: prom}]
";

/// The stack with one piece of text replaced.
pub(crate) fn stack(old: &str, new: &str) -> String {
    replaced(STACK, old, new)
}

/// A world with one piece of text replaced.
pub(crate) fn replaced(world: &str, old: &str, new: &str) -> String {
    assert!(world.contains(old), "{old}");
    world.replace(old, new)
}

/// The facts of a complete dump.
pub(crate) fn facts(yaml: &str) -> Facts {
    crate::facts(yaml)
}

/// The facts of desired state.
pub(crate) fn desired_facts(yaml: &str) -> Facts {
    derive(&desired(yaml), &Settings::default())
}

/// The facts of a dump of which one resource was refused.
pub(crate) fn refused(yaml: &str, resource: &str) -> Facts {
    let mut observed = dump(yaml);
    assert!(observed.refuse(resource, Because::Forbidden), "{resource}");
    derive(&observed, &Settings::default())
}

/// A monitor by name.
pub(crate) fn monitor<'a>(facts: &'a Facts, name: &str) -> &'a Monitor {
    facts.monitors.seen().iter().find(|it| it.name == name).expect("a monitor")
}

/// A workload by name.
pub(crate) fn workload<'a>(facts: &'a Facts, name: &str) -> &'a Workload {
    facts.workloads.seen().iter().find(|it| it.name == name).expect("a workload")
}

/// Yes, no, or why it is not known, in one word.
pub(crate) fn said(value: &Known<bool>) -> &'static str {
    match value {
        Known::Yes(true) => "yes",
        Known::Yes(false) => "no",
        Known::No(why) => match &why.because {
            Because::Forbidden => "forbidden",
            Because::NotCollected | Because::NotConfigured => "not collected",
            Because::Undetermined(_) => "undetermined",
            Because::NotInSource => "out of scope",
            Because::Unreachable | Because::TimedOut | Because::Unavailable | Because::Garbled => "failed",
        },
    }
}
