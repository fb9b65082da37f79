//! A small platform for the tests that share a control plane: two namespaces, a workload that is settled, what stands
//! around it.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use crate::plane::{self, Plane};

const SHOP: &str = "
{apiVersion: v1, kind: Node, metadata: {name: shop-node}, status: {allocatable: {cpu: 8, memory: 16Gi, pods: 110}, capacity: {cpu: 8, memory: 16Gi, pods: 110}, nodeInfo: {kubeletVersion: v1.36.3}}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: shop}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: tools}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: settings, namespace: shop}, data: {a: b}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {name: web, image: 'nginx:1.27.0', ports: [{name: http, containerPort: 80}], resources: {requests: {cpu: 10m, memory: 10Mi}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cron, namespace: tools}
spec:
  replicas: 1
  selector: {matchLabels: {app: cron}}
  template:
    metadata: {labels: {app: cron}}
    spec: {containers: [{name: cron, image: 'busybox:1.37.0'}]}
---
{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}, spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: http}]}}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop}
spec:
  rules: [{host: shop.example.com, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {name: http}}}}]}}]
---
{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: web, namespace: shop}, spec: {minAvailable: 2, selector: {matchLabels: {app: web}}}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: shop}
spec:
  minReplicas: 2
  maxReplicas: 4
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}]
";

/// The shared control plane with the shop on it, settled.
pub(crate) fn plane() -> &'static Plane {
    static LOADED: OnceLock<()> = OnceLock::new();
    let plane = plane::shared();
    LOADED.get_or_init(|| {
        plane.apply(SHOP);
        let settled: [(&str, &str, i64); 4] = [
            ("/apis/apps/v1/namespaces/shop/deployments/web", "/status/availableReplicas", 2),
            ("/apis/apps/v1/namespaces/tools/deployments/cron", "/status/availableReplicas", 1),
            ("/apis/policy/v1/namespaces/shop/poddisruptionbudgets/web", "/status/currentHealthy", 2),
            ("/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers/web", "/status/currentReplicas", 2),
        ];
        for (path, pointer, wanted) in settled {
            wait_until(path, || plane.get(path).1.pointer(pointer).and_then(serde_json::Value::as_i64) == Some(wanted));
        }
    });
    plane
}

/// Waits for something that the controllers do in a moment.
pub(crate) fn wait_until(what: &str, done: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(90);
    while !done() {
        assert!(Instant::now() < deadline, "not in time: {what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}
