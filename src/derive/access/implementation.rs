//! Ingress controllers that run, told by their images: the name of a class is no proof, since several programs answer
//! to the same one.

use std::collections::BTreeMap;

use super::super::controllers::Controllers;

/// The programs, by the end of the image's repository. The first that fits decides.
const BY_IMAGE: [(&str, &str); 18] = [
    ("rancher/nginx-ingress-controller", "rke2-ingress-nginx"),
    ("ingress-nginx/controller", INGRESS_NGINX),
    ("nginx-ingress-controller", INGRESS_NGINX),
    ("nginx/nginx-ingress", F5),
    ("nginx-ic/nginx-plus-ingress", F5),
    ("traefik", TRAEFIK),
    ("envoyproxy/gateway", "envoy-gateway"),
    ("istio/pilot", "istio"),
    ("kong/kubernetes-ingress-controller", "kong"),
    ("haproxytech/kubernetes-ingress", "haproxy"),
    ("jcmoraisjr/haproxy-ingress", "haproxy-ingress"),
    ("haproxy-ingress/haproxy-ingress", "haproxy-ingress"),
    ("projectcontour/contour", "contour"),
    ("cilium/operator-generic", "cilium"),
    ("nginx-gateway-fabric", "nginx-gateway-fabric"),
    ("aws-load-balancer-controller", "aws-load-balancer-controller"),
    ("cilium/operator", "cilium"),
    ("tailscale/k8s-operator", "tailscale"),
];

pub(super) const INGRESS_NGINX: &str = "ingress-nginx";
pub(super) const F5: &str = "f5-nginx";
pub(super) const TRAEFIK: &str = "traefik";

/// The controller name of ingress-nginx, unless a flag gives it another.
pub(super) const NGINX_CLASS: &str = "k8s.io/ingress-nginx";

/// An ingress controller that runs.
pub(crate) struct Running {
    /// Its place among the makers of pods.
    pub(crate) position: usize,
    /// Namespace.
    pub(crate) namespace: String,
    /// What it is.
    pub(crate) implementation: &'static str,
    /// Its image's tag; empty = none.
    pub(crate) version: String,
    /// Its flags, as far as they are kept.
    pub(crate) flags: BTreeMap<String, Vec<String>>,
}

/// All that run.
pub(crate) fn running(controllers: &Controllers<'_>) -> Vec<Running> {
    let mut running = Vec::new();
    for (position, made) in controllers.items.iter().enumerate() {
        if matches!(&*made.kind, "Job" | "CronJob") {
            continue;
        }
        let containers = made.controller.template.containers.iter();
        let known = containers.filter_map(|it| Some((by_image(&it.image)?, it))).next();
        if let Some((implementation, container)) = known {
            running.push(Running {
                position,
                namespace: made.meta.namespace.clone(),
                implementation,
                version: super::image::tag(&container.image).to_owned(),
                flags: container.flags.clone(),
            });
        }
    }
    running
}

fn by_image(image: &str) -> Option<&'static str> {
    let repository = super::image::repository(image);
    let fits = |(name, _): &&(&str, &str)| super::image::ends_with(repository, name);
    BY_IMAGE.iter().find(fits).map(|(_, implementation)| *implementation)
}

impl Running {
    /// A flag's last value.
    pub(super) fn flag(&self, name: &str) -> Option<&str> {
        self.flags.get(name).and_then(|values| values.last()).map(String::as_str)
    }

    /// It serves classes of this controller name.
    pub(super) fn serves(&self, controller: &str) -> bool {
        match self.implementation {
            INGRESS_NGINX | "rke2-ingress-nginx" => self.flag("controller-class").unwrap_or(NGINX_CLASS) == controller,
            TRAEFIK if controller == NGINX_CLASS => {
                self.flags.keys().any(|name| name.starts_with("providers.kubernetesingressnginx"))
            }
            TRAEFIK => controller.starts_with("traefik.io/"),
            F5 => controller.starts_with("nginx.org/"),
            "envoy-gateway" => controller.starts_with("gateway.envoyproxy.io/"),
            "istio" => controller.starts_with("istio.io/"),
            "kong" => controller.contains("konghq.com/"),
            "haproxy" => controller.starts_with("haproxy.org/"),
            "haproxy-ingress" => controller.starts_with("haproxy-ingress.github.io/"),
            "contour" => controller.starts_with("projectcontour.io/"),
            "cilium" => controller.contains("cilium.io/"),
            "nginx-gateway-fabric" => controller.starts_with("gateway.nginx.org/"),
            "aws-load-balancer-controller" => controller.contains("k8s.aws/"),
            "tailscale" => controller.starts_with("tailscale.com/"),
            _ => false,
        }
    }
}
