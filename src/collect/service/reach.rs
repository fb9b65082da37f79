//! The way to a service that has none from outside: a port of its Service, brought here by the API server.

use crate::net::kube::{Cluster, Failure, Forward, ServicePort};

/// A forwarded port, and what is spoken on it.
#[derive(Debug)]
pub struct Reached {
    /// Open for as long as it is kept.
    pub forward: Forward,
    /// The port at the other end speaks without TLS.
    pub plain: bool,
}

/// Forwards the port of a Service on which it speaks HTTP: the way through the API server is encrypted anyway.
///
/// # Errors
/// See [`Failure`]; a Service without a port is unreachable.
pub async fn forward(cluster: &Cluster, namespace: &str, name: &str) -> Result<Reached, Failure> {
    let ports = cluster.service_ports(namespace, name).await?;
    let (port, plain) = choose(&ports).ok_or_else(|| Failure::Unreachable("the Service has no port".to_owned()))?;
    Ok(Reached { forward: cluster.forward(namespace, name, port).await?, plain })
}

/// The port to speak to, and whether it speaks without TLS: HTTP before HTTPS, by name or number, else the first.
fn choose(ports: &[ServicePort]) -> Option<(&ServicePort, bool)> {
    let is_tls =
        |it: &ServicePort| it.name.contains("https") || it.name.contains("tls") || matches!(it.port, 443 | 8443);
    let is_plain = |it: &&ServicePort| !is_tls(it) && (it.name.contains("http") || matches!(it.port, 80 | 8080));
    let chosen = ports.iter().find(is_plain).or_else(|| ports.iter().find(|it| is_tls(it))).or(ports.first())?;
    Some((chosen, !is_tls(chosen)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_preferred_and_known_by_name_or_number() {
        let chosen = |ports: &[(&str, u16)]| {
            let ports: Vec<ServicePort> =
                ports.iter().map(|(name, port)| ServicePort { name: (*name).to_owned(), port: *port }).collect();
            choose(&ports).map(|(port, plain)| (port.port, plain))
        };
        assert_eq!(chosen(&[("https", 443), ("http", 80)]), Some((80, true)));
        assert_eq!(chosen(&[("", 443)]), Some((443, false)));
        assert_eq!(chosen(&[("metrics", 8001), ("https-web", 8443)]), Some((8443, false)));
        assert_eq!(chosen(&[("metrics", 8001), ("http-web", 9000)]), Some((9000, true)));
        assert_eq!(chosen(&[("web", 7000)]), Some((7000, true)));
        assert_eq!(chosen(&[]), None);
    }
}
