//! End of life: a date in a table, compared with the time of the facts.

use std::fmt;

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{ImageRef, Time};

/// Something whose support ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Component {
    /// Bitnami's images on Docker Hub.
    Bitnami,
    /// Grafana's agent before Alloy.
    GrafanaAgent,
    /// The ingress controller of the Kubernetes project.
    IngressNginx,
    /// The old registry of the Kubernetes project.
    K8sGcrIo,
    /// The control plane and the kubelets.
    Kubernetes,
    /// The database.
    Postgresql,
    /// Grafana's old log agent.
    Promtail,
}

/// One row of the table.
#[derive(Debug, PartialEq, Eq)]
pub struct EndOfLife {
    /// What it is about.
    pub component: Component,
    /// Which of its versions.
    pub versions: Versions,
    /// The last day (UTC) on which it is supported.
    pub date: Date,
    /// Who says so.
    pub source: &'static str,
}

/// The versions that a row covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Versions {
    /// All of them, known or not.
    All,
    /// Every tag but `latest`.
    Tagged,
    /// One major version.
    Major(u32),
    /// One minor version.
    Minor(u32, u32),
    /// The major version and all before it, which ended earlier still.
    UpToMajor(u32),
    /// The minor version and all before it, which ended earlier still.
    UpToMinor(u32, u32),
}

/// What the table says at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Support {
    /// Supported; with the row that says until when, unless the version is newer than the table.
    Supported(Option<&'static EndOfLife>),
    /// Not any more.
    Ended(&'static EndOfLife),
    /// The version cannot be read, so nobody can tell.
    Undetermined,
}

const KUBERNETES: &str = "kubernetes.io/releases/patch-releases: end of life of each minor version";
const POSTGRESQL: &str = "postgresql.org/support/versioning: final release of each major version";

const fn row(component: Component, versions: Versions, date: Date, source: &'static str) -> EndOfLife {
    EndOfLife { component, versions, date, source }
}

const fn kubernetes(minor: u32, date: Date) -> EndOfLife {
    row(Component::Kubernetes, Versions::Minor(1, minor), date, KUBERNETES)
}

const fn postgresql(major: u32, date: Date) -> EndOfLife {
    row(Component::Postgresql, Versions::Major(major), date, POSTGRESQL)
}

/// The table. To keep it true: add a row when a version comes out, correct a date when its project moves it.
pub static TABLE: [EndOfLife; 21] = [
    row(
        Component::IngressNginx,
        Versions::All,
        date(2026, 3, 31),
        "kubernetes.io/blog: ingress-nginx is retired, no releases after March 2026",
    ),
    row(Component::Promtail, Versions::All, date(2026, 3, 2), "grafana.com/docs/loki: Promtail's end of life"),
    row(
        Component::GrafanaAgent,
        Versions::All,
        date(2025, 10, 31),
        "grafana.com/docs/agent: end of life on 1 November 2025",
    ),
    row(
        Component::Bitnami,
        Versions::Tagged,
        date(2025, 9, 29),
        "github.com/bitnami/charts: versioned tags left docker.io/bitnami for bitnamilegacy, which is frozen",
    ),
    row(
        Component::K8sGcrIo,
        Versions::All,
        date(2023, 4, 3),
        "kubernetes.io/blog: k8s.gcr.io is frozen; images are on registry.k8s.io",
    ),
    row(Component::Kubernetes, Versions::UpToMinor(1, 28), date(2024, 10, 28), KUBERNETES),
    kubernetes(29, date(2025, 2, 28)),
    kubernetes(30, date(2025, 6, 28)),
    kubernetes(31, date(2025, 10, 28)),
    kubernetes(32, date(2026, 2, 28)),
    kubernetes(33, date(2026, 6, 28)),
    kubernetes(34, date(2026, 10, 27)),
    kubernetes(35, date(2027, 2, 28)),
    kubernetes(36, date(2027, 6, 28)),
    row(Component::Postgresql, Versions::UpToMajor(12), date(2024, 11, 21), POSTGRESQL),
    postgresql(13, date(2025, 11, 13)),
    postgresql(14, date(2026, 11, 12)),
    postgresql(15, date(2027, 11, 11)),
    postgresql(16, date(2028, 11, 9)),
    postgresql(17, date(2029, 11, 8)),
    postgresql(18, date(2030, 11, 14)),
];

/// The row that covers this version (`v1.34.0`, `16.4-bookworm`; empty = no version is known), if any.
pub fn end_of_life(component: Component, version: &str) -> Option<&'static EndOfLife> {
    TABLE.iter().find(|row| row.component == component && row.versions.cover(version))
}

/// Whether this version is supported at a moment. A version newer than the table is; one older than the table is not.
pub fn support(component: Component, version: &str, now: Time) -> Support {
    let Some(row) = end_of_life(component, version) else {
        let newer = numbers(version).is_some_and(|version| newest(component).is_some_and(|newest| version > newest));
        let without_tags = component == Component::Bitnami && version == "latest";
        return if newer || without_tags { Support::Supported(None) } else { Support::Undetermined };
    };
    let today = TimeZone::UTC.to_datetime(now.0).date();
    if today > row.date { Support::Ended(row) } else { Support::Supported(Some(row)) }
}

/// [`support`] in one word; `None` if nobody can tell.
pub fn is_supported(component: Component, version: &str, now: Time) -> Option<bool> {
    match support(component, version, now) {
        Support::Supported(_) => Some(true),
        Support::Ended(_) => Some(false),
        Support::Undetermined => None,
    }
}

/// What an image brings that is in the table, wherever it is mirrored; the version is the image's tag.
pub fn components(image: &ImageRef) -> impl Iterator<Item = Component> {
    let path = format!("/{}", image.repository());
    let is = move |names: &[&str]| names.iter().any(|name| path.ends_with(name));
    let on_hub = image.registry() == "docker.io";
    let bitnami = on_hub && image.repository().starts_with("bitnami/");
    [
        (Component::Bitnami, bitnami),
        // Up to 0.x the project pushed to quay.io.
        (
            Component::IngressNginx,
            is(&["/ingress-nginx/controller", "/kubernetes-ingress-controller/nginx-ingress-controller"]),
        ),
        (Component::GrafanaAgent, is(&["/grafana/agent"])),
        (Component::K8sGcrIo, image.registry() == "k8s.gcr.io"),
        (
            Component::Postgresql,
            is(&[
                "/library/postgres",
                "/cloudnative-pg/postgresql",
                "/bitnami/postgresql",
                "/bitnamilegacy/postgresql",
            ]),
        ),
        (Component::Promtail, is(&["/grafana/promtail"])),
    ]
    .into_iter()
    .filter_map(|(component, here)| here.then_some(component))
}

impl Versions {
    fn cover(self, version: &str) -> bool {
        let numbers = numbers(version);
        match self {
            Self::All => true,
            Self::Tagged => !version.is_empty() && version != "latest",
            Self::Major(major) => numbers.is_some_and(|version| version.0 == major),
            Self::UpToMajor(major) => numbers.is_some_and(|version| version.0 <= major),
            Self::Minor(major, minor) => numbers == Some((major, Some(minor))),
            Self::UpToMinor(major, minor) => match numbers {
                Some((of, Some(version))) => (of, version) <= (major, minor),
                Some((_, None)) | None => false,
            },
        }
    }

    /// The newest version that the row covers.
    const fn newest(self) -> Option<(u32, Option<u32>)> {
        match self {
            Self::All | Self::Tagged => None,
            Self::Major(major) | Self::UpToMajor(major) => Some((major, Some(u32::MAX))),
            Self::Minor(major, minor) | Self::UpToMinor(major, minor) => Some((major, Some(minor))),
        }
    }
}

fn newest(component: Component) -> Option<(u32, Option<u32>)> {
    TABLE.iter().filter(|row| row.component == component).filter_map(|row| row.versions.newest()).max()
}

/// Major and minor: `v1.34.0+k3s1` is (1, 34), `16-alpine` is (16, none), `latest` is nothing.
pub(super) fn numbers(version: &str) -> Option<(u32, Option<u32>)> {
    let text = version.strip_prefix(['v', 'V']).unwrap_or(version);
    let (major, rest) = number(text)?;
    // `20240101` is a date and `1a2b3c4` a commit, not a version.
    if major > 999 || rest.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    Some((major, rest.strip_prefix('.').and_then(number).map(|(minor, _)| minor)))
}

fn number(text: &str) -> Option<(u32, &str)> {
    let (digits, rest) = text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    Some((digits.parse().ok()?, rest))
}

impl fmt::Display for Component {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bitnami => "docker.io/bitnami",
            Self::GrafanaAgent => "Grafana Agent",
            Self::IngressNginx => "ingress-nginx",
            Self::K8sGcrIo => "k8s.gcr.io",
            Self::Kubernetes => "Kubernetes",
            Self::Postgresql => "PostgreSQL",
            Self::Promtail => "Promtail",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Time {
        text.parse().unwrap()
    }

    fn supported(component: Component, version: &str, day: &str) -> Option<bool> {
        is_supported(component, version, at(&format!("{day}T12:00:00Z")))
    }

    #[test]
    fn the_same_platform_grows_old() {
        let table = [
            (Component::IngressNginx, "v1.11.2", "2025-10-20", true),
            (Component::IngressNginx, "v1.15.1", "2026-03-31", true),
            (Component::IngressNginx, "v1.15.1", "2026-11-01", false),
            (Component::IngressNginx, "", "2026-11-01", false),
            (Component::Promtail, "3.0.0", "2025-10-20", true),
            (Component::Promtail, "latest", "2026-11-01", false),
            (Component::GrafanaAgent, "v0.44.2", "2025-10-31", true),
            (Component::GrafanaAgent, "v0.44.2", "2025-11-01", false),
            (Component::Bitnami, "7.2.4-debian-12-r0", "2025-09-01", true),
            (Component::Bitnami, "7.2.4-debian-12-r0", "2025-10-20", false),
            (Component::Bitnami, "latest", "2025-10-20", true),
            (Component::K8sGcrIo, "", "2025-10-20", false),
            (Component::Kubernetes, "v1.34.0", "2025-10-20", true),
            (Component::Kubernetes, "v1.34.0", "2026-10-27", true),
            (Component::Kubernetes, "v1.34.0", "2026-10-28", false),
            (Component::Kubernetes, "v1.30.4+k3s1", "2025-10-20", false),
            (Component::Kubernetes, "1.33+", "2026-01-01", true),
            (Component::Kubernetes, "v1.29.3-gke.1282000", "2025-10-20", false),
            (Component::Postgresql, "16.4-bookworm", "2026-01-01", true),
            (Component::Postgresql, "13", "2025-11-13", true),
            (Component::Postgresql, "13", "2025-11-14", false),
            (Component::Postgresql, "9.6", "2025-10-20", false),
        ];
        for (component, version, day, wanted) in table {
            assert_eq!(supported(component, version, day), Some(wanted), "{component} {version} on {day}");
        }
    }

    #[test]
    fn newer_than_the_table_is_supported_and_older_is_not() {
        for (component, version) in
            [(Component::Kubernetes, "v1.99.0"), (Component::Kubernetes, "2.0.0"), (Component::Postgresql, "25.1")]
        {
            assert_eq!(support(component, version, at("2040-01-01T00:00:00Z")), Support::Supported(None), "{version}");
        }
        for version in ["v1.28.0", "v1.16.3", "0.9.1", "v1.0.0"] {
            assert_eq!(supported(Component::Kubernetes, version, "2025-01-01"), Some(false), "{version}");
        }
        assert_eq!(supported(Component::Postgresql, "8", "2025-01-01"), Some(false));
    }

    #[test]
    fn a_version_that_cannot_be_read_is_undetermined() {
        for version in ["", "latest", "v", "1", "alpine", "20240101", "1a2b3c4", "-1.2", "99999999999.1"] {
            assert_eq!(supported(Component::Kubernetes, version, "2025-01-01"), None, "{version}");
        }
        for version in ["", "latest", "bookworm", "20240101", "pg16"] {
            assert_eq!(supported(Component::Postgresql, version, "2025-01-01"), None, "{version}");
        }
        assert_eq!(supported(Component::Bitnami, "", "2025-10-20"), None);
    }

    #[test]
    fn images_say_what_they_bring() {
        use Component::*;
        let table: [(&str, &[Component]); 13] = [
            ("registry.k8s.io/ingress-nginx/controller:v1.11.2", &[IngressNginx]),
            ("harbor.example.com/mirror/registry.k8s.io/ingress-nginx/controller:v1.11.2", &[IngressNginx]),
            ("k8s.gcr.io/ingress-nginx/controller:v1.2.0", &[IngressNginx, K8sGcrIo]),
            ("cgr.dev/chainguard/ingress-nginx-controller:1.13", &[]),
            ("nginx/nginx-ingress:3.7", &[]),
            ("grafana/promtail:3.0.0", &[Promtail]),
            ("grafana/agent:v0.44.2", &[GrafanaAgent]),
            ("postgres:16", &[Postgresql]),
            ("ghcr.io/cloudnative-pg/postgresql:16.4", &[Postgresql]),
            ("bitnami/postgresql:16.4.0", &[Bitnami, Postgresql]),
            ("bitnamilegacy/redis:7.2", &[]),
            ("quay.io/bitnami/redis:7.2", &[]),
            ("my/postgres:16", &[]),
        ];
        for (image, wanted) in table {
            let found: Vec<_> = components(&image.parse().unwrap()).collect();
            assert_eq!(found, wanted, "{image}");
        }
    }

    #[test]
    fn no_version_has_two_rows() {
        for row in &TABLE {
            let Some((major, minor)) = row.versions.newest() else { continue };
            let version = format!("{major}.{}", minor.unwrap_or_default());
            let rows = TABLE.iter().filter(|other| other.component == row.component && other.versions.cover(&version));
            assert_eq!(rows.count(), 1, "{} {version}", row.component);
        }
    }
}
