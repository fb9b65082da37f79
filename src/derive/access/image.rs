//! The parts of an image reference that tell which program it is.

/// What stands before the tag and the digest.
pub(super) fn repository(image: &str) -> &str {
    let image = image.split_once('@').map_or(image, |(name, _)| name);
    match image.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => name,
        Some(_) | None => image,
    }
}

/// The tag; empty if there is none.
pub(super) fn tag(image: &str) -> &str {
    let image = image.split_once('@').map_or(image, |(name, _)| name);
    match image.rsplit_once(':') {
        Some((_, tag)) if !tag.contains('/') => tag,
        Some(_) | None => "",
    }
}

/// The repository ends with this path of whole segments.
pub(super) fn ends_with(repository: &str, path: &str) -> bool {
    repository.strip_suffix(path).is_some_and(|before| before.is_empty() || before.ends_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_fall_into_repository_and_tag() {
        for (image, name, version) in [
            (
                "registry.k8s.io/ingress-nginx/controller:v1.11.2@sha256:0",
                "registry.k8s.io/ingress-nginx/controller",
                "v1.11.2",
            ),
            ("localhost:5000/traefik", "localhost:5000/traefik", ""),
            ("traefik@sha256:0", "traefik", ""),
            ("", "", ""),
        ] {
            assert_eq!((repository(image), tag(image)), (name, version), "{image}");
        }
        assert!(ends_with("quay.io/oauth2-proxy/oauth2-proxy", "oauth2-proxy"));
        assert!(!ends_with("quay.io/my-oauth2-proxy", "oauth2-proxy"));
    }
}
