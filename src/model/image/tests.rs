use proptest::prelude::*;

use super::*;

const SHA: &str = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

fn image(text: &str) -> ImageRef {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn references_are_normalised_as_docker_does() {
    let digest = format!("@{SHA}");
    let table = [
        ("nginx", "docker.io/library/nginx:latest"),
        ("nginx:1.27", "docker.io/library/nginx:1.27"),
        ("library/nginx", "docker.io/library/nginx:latest"),
        ("docker.io/nginx", "docker.io/library/nginx:latest"),
        ("index.docker.io/nginx:1.27", "docker.io/library/nginx:1.27"),
        ("registry-1.docker.io/library/nginx", "docker.io/library/nginx:latest"),
        ("Docker.IO/bitnami/redis:7.2.4", "docker.io/bitnami/redis:7.2.4"),
        ("grafana/grafana:11.3.0", "docker.io/grafana/grafana:11.3.0"),
        ("a/b/c", "docker.io/a/b/c:latest"),
        ("localhost/app", "localhost/app:latest"),
        ("localhost:5000/app:dev", "localhost:5000/app:dev"),
        ("localhost:5000", "docker.io/library/localhost:5000"),
        ("registry:5000/team/app", "registry:5000/team/app:latest"),
        ("10.0.0.1:32000/app:1.0", "10.0.0.1:32000/app:1.0"),
        ("[2001:db8::1]:5000/app:1.0", "[2001:db8::1]:5000/app:1.0"),
        ("[::1]/app", "[::1]/app:latest"),
        ("Harbor.Example.COM/mirror/app:v1", "harbor.example.com/mirror/app:v1"),
        ("MYHOST/app", "myhost/app:latest"),
        ("ghcr.io/cloudnative-pg/postgresql:16.4", "ghcr.io/cloudnative-pg/postgresql:16.4"),
        ("registry.k8s.io/ingress-nginx/controller:v1.11.2", "registry.k8s.io/ingress-nginx/controller:v1.11.2"),
        ("gcr.io/k8s__test/a-b--c.d_e", "gcr.io/k8s__test/a-b--c.d_e:latest"),
        ("quay.io/prometheus/prometheus:v2.54.1", "quay.io/prometheus/prometheus:v2.54.1"),
        ("nginx:Stable_1.2-X", "docker.io/library/nginx:Stable_1.2-X"),
    ];
    for (text, wanted) in table {
        assert_eq!(image(text).to_string(), wanted, "{text}");
        let pinned = image(&format!("{text}{digest}"));
        assert_eq!((pinned.digest(), pinned.name()), (Some(SHA), image(text).name()), "{text}");
    }
}

#[test]
fn a_digest_keeps_the_tag_and_makes_none_up() {
    let both = image(&format!("nginx:1.27@{SHA}"));
    assert_eq!((both.tag(), both.digest()), (Some("1.27"), Some(SHA)));
    let only = image(&format!("quay.io/a/b@{SHA}"));
    assert_eq!((only.tag(), only.digest()), (None, Some(SHA)));
    assert_eq!(only.to_string(), format!("quay.io/a/b@{SHA}"));
    assert_eq!((only.registry(), only.repository()), ("quay.io", "a/b"));
}

#[test]
fn what_is_no_reference_says_why() {
    let invalid = |text: &str, part| ImageError::Invalid { text: text.into(), part };
    assert_eq!("".parse::<ImageRef>(), Err(ImageError::Empty));
    for text in ["${IMAGE}", "nginx:${TAG:=1.2}", "$(params.image)", "{{ .Values.image }}", "repo/$APP:1", "a:{{ x }}"]
    {
        assert_eq!(text.parse::<ImageRef>(), Err(ImageError::Unresolved(text.into())), "{text}");
    }
    for text in [" nginx", "nginx ", "nginx:1.2\n", "my app", " "] {
        assert_eq!(text.parse::<ImageRef>(), Err(ImageError::WhiteSpace(text.into())), "{text}");
    }
    for text in [SHA, &SHA[7..]] {
        assert_eq!(text.parse::<ImageRef>(), Err(ImageError::LocalId(text.into())), "{text}");
    }
    let table = [
        ("Nginx", Part::Repository),
        ("foo/Bar", Part::Repository),
        ("ghcr.io/Owner/app", Part::Repository),
        ("foo//bar", Part::Repository),
        ("/foo", Part::Repository),
        ("foo/", Part::Repository),
        ("foo..bar", Part::Repository),
        ("foo___bar", Part::Repository),
        ("-foo", Part::Repository),
        ("<image>", Part::Repository),
        ("nginx:", Part::Tag),
        ("nginx:.1", Part::Tag),
        ("nginx:1.2:3", Part::Tag),
        ("nginx:1+2", Part::Tag),
        ("nginx@", Part::Digest),
        ("nginx@sha256:abc", Part::Digest),
        ("nginx@md5:0123456789abcdef0123456789abcdef", Part::Digest),
        ("nginx@sha256:0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef", Part::Digest),
        ("docker://nginx", Part::Registry),
        ("https://ghcr.io/a/b", Part::Registry),
        ("my_host.example.com/app", Part::Registry),
        ("host.example.com:port/app", Part::Registry),
        ("-a.example.com/app", Part::Registry),
        ("[::zz]/app", Part::Registry),
    ];
    for (text, part) in table {
        assert_eq!(text.parse::<ImageRef>(), Err(invalid(text, part)), "{text}");
    }
    let long = "a".repeat(300);
    assert_eq!(long.parse::<ImageRef>(), Err(invalid(&long, Part::Repository)));
}

#[test]
fn tags_that_move_are_not_versions() {
    use Pinned::{Moving, Version};
    let table = [
        (Version, "1.2 1.2.3 v1.2.3 V1.2 1.27-alpine 3.19 22.04 1.25.3-php8.2 v0.1.0-rc.1 8u382-jdk 17.0.9_9-jre"),
        (Version, "release-2.1 release-1.2.3 RELEASE.2024-01-01T00-00-00Z r2.1 0.38.0-kafka-3.6.0 16-3.4 2024.01.31"),
        (
            Version,
            "20240131 2024-01-31 2024_01_31 20240131120000 bookworm-20240131-slim stable-20240131 nightly-20240131",
        ),
        (
            Version,
            "1a2b3c4 main-1a2b3c4 sha-deadbee sha-1a2b3c4 v1.2.3-4-g1a2b3c4 master-0f1e2d3c4b5a 48213 1700000000",
        ),
        (Version, "0123456789012345678901234567890123456789 550e8400-e29b-41d4-a716-446655440000 12.0.4-lts"),
        (
            Moving,
            "latest Latest stable main master edge nightly dev develop lts current release rolling snapshot canary",
        ),
        (Moving, "alpine bookworm slim mainline prod production staging test foo v next beta"),
        (
            Moving,
            "16 3 v3 16-alpine 16-bookworm pg16 jdk21 17-jre alpine3.19 php8.2-fpm stable-alpine3.20 22 2024 8-jdk",
        ),
        (
            Moving,
            "1.x 1.2.x v1.x 1.2-nightly 2.0.0-SNAPSHOT 1.2-latest latest-1.2 1.4-dev main-1.2 latest-pg16 1.2_edge",
        ),
        (Moving, "deadbee feature-login pr-123 2024-01 99999999x 2024-13-45"),
    ];
    for (wanted, tags) in table {
        for tag in tags.split(' ') {
            assert_eq!(image(&format!("nginx:{tag}")).pin(), wanted, "{tag}");
        }
    }
    assert_eq!(image("nginx").pin(), Moving);
    assert_eq!(image(&format!("nginx:latest@{SHA}")).pin(), Pinned::Digest);
    assert_eq!(image(&format!("nginx@{SHA}")).pin(), Pinned::Digest);
}

proptest! {
    #[test]
    fn normalising_twice_changes_nothing(
        text in "((docker\\.io|Index\\.docker\\.io|localhost|R:5|a\\.b)/)?([a-c]{1,3}/){0,2}[a-c]{1,3}((-|\\.|__)[a-c1])?(:[a-z0-9._-]{0,9})?"
    ) {
        if let Ok(image) = text.parse::<ImageRef>() {
            prop_assert_eq!(image.to_string().parse::<ImageRef>(), Ok(image));
        }
    }

    #[test]
    fn most_of_those_are_references(text in "(a\\.b(:80)?/)?([a-c]{1,3}/){0,2}[a-c]{1,3}(:[a-z0-9]{1,9})?") {
        prop_assert!(text.parse::<ImageRef>().is_ok(), "{}", text);
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,40}|[a-zA-Z0-9:/@._-]{0,60}") {
        if let Ok(image) = text.parse::<ImageRef>() {
            image.pin();
        }
    }

    #[test]
    fn no_tag_panics(tag in "[a-zA-Z0-9_][a-zA-Z0-9._-]{0,40}") {
        image(&format!("nginx:{tag}")).pin();
    }
}
