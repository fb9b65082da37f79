//! Where a service is: scheme, host, port and the path that everything stands below.

use std::net::{IpAddr, SocketAddr};

use http::HeaderValue;
use reqwest::Url;

use super::Unusable;

/// A service's address, as it is written and as it is dialled.
#[derive(Debug, Clone)]
pub(crate) struct Site {
    /// As it is written, without user, query and fragment.
    url: Url,
    /// As it is dialled: with `resolve` the host's name goes into the header, the port out of the URL.
    dialled: Url,
    resolve: Option<SocketAddr>,
}

impl Site {
    pub(crate) fn parse(text: &str, resolve: Option<SocketAddr>) -> Result<Self, Unusable> {
        let url = Url::parse(text).map_err(|why| Unusable::Url(why.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Unusable::Url("it begins neither with http:// nor with https://".to_owned()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Unusable::Url("it holds a user or a password".to_owned()));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(Unusable::Url("it has a query or a fragment".to_owned()));
        }
        let mut dialled = url.clone();
        if let Some(address) = resolve {
            let done = match url.scheme() {
                "https" if is_address(&url) => Err(()),
                // The library would dial the port of the URL, not that of the address.
                "https" => dialled.set_port(None),
                _ => dialled.set_ip_host(address.ip()).and_then(|()| dialled.set_port(Some(address.port()))),
            };
            done.map_err(|()| Unusable::Url("its host is an address, which cannot be resolved to another".to_owned()))?;
        }
        Ok(Self { url, dialled, resolve })
    }

    /// The host without its port; of an IPv6 address without the brackets.
    pub(crate) fn name(&self) -> &str {
        self.url.host_str().unwrap_or_default().trim_matches(['[', ']'])
    }

    /// The host, with the port if it is not the scheme's.
    pub(crate) fn host(&self) -> String {
        let host = self.url.host_str().unwrap_or_default();
        self.url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    pub(crate) fn is_plain(&self) -> bool {
        self.url.scheme() == "http"
    }

    /// A proxy knows neither this machine's loopback nor what the caller resolves himself.
    pub(crate) fn is_near(&self) -> bool {
        let name = self.name();
        self.resolve.is_some() || name == "localhost" || name.parse::<IpAddr>().is_ok_and(|it| it.is_loopback())
    }

    /// What is to be said in `Host` where that is not what is dialled.
    pub(super) fn header(&self) -> Option<HeaderValue> {
        let differs = self.dialled.host_str() != self.url.host_str() || self.dialled.port() != self.url.port();
        differs.then(|| HeaderValue::from_str(&self.host()).ok()).flatten()
    }

    pub(crate) fn resolve(&self) -> Option<(&str, SocketAddr)> {
        self.resolve.map(|address| (self.name(), address))
    }

    /// The URL to dial for a path (with its query) below the service's own.
    pub(crate) fn at(&self, path: &str) -> Option<Url> {
        let path = path.strip_prefix('/')?;
        let base = self.dialled.as_str().trim_end_matches('/');
        let url = Url::parse(&format!("{base}/{path}")).ok()?;
        let same = url.host() == self.dialled.host() && url.port() == self.dialled.port();
        (same && url.scheme() == self.dialled.scheme()).then_some(url)
    }
}

fn is_address(url: &Url) -> bool {
    url.host_str().is_some_and(|it| it.trim_matches(['[', ']']).parse::<IpAddr>().is_ok())
}

/// Path and query of a reference that a server gave (`Location`, `realm`, `Link`), whatever host it names: behind a
/// proxy a server does not know its own, and no credential goes to another.
pub fn own_path(reference: &str) -> Option<String> {
    let base = Url::parse("http://own.invalid/").ok()?;
    let url = base.join(reference).ok().filter(|it| matches!(it.scheme(), "http" | "https"))?;
    let query = url.query().map(|it| format!("?{it}")).unwrap_or_default();
    Some(format!("{}{query}", url.path()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(text: &str) -> Site {
        Site::parse(text, None).unwrap()
    }

    #[test]
    fn a_path_stays_below_the_service_and_on_its_host() {
        let at = |base: &str, path: &str| site(base).at(path).map(|it| it.to_string());
        assert_eq!(at("https://a.b", "/v2/?x=1"), Some("https://a.b/v2/?x=1".into()));
        assert_eq!(at("https://a.b/grafana/", "/api"), Some("https://a.b/grafana/api".into()));
        assert_eq!(at("https://a.b", "//evil.test/v2"), Some("https://a.b//evil.test/v2".into()));
        assert_eq!(at("https://a.b", "@evil.test/"), None);
        assert_eq!(at("https://a.b", "https://evil.test/"), None);
    }

    #[test]
    fn of_a_foreign_reference_only_path_and_query_are_taken() {
        for (reference, own) in [
            ("https://evil.test:8443/v2/a?_state=x#y", Some("/v2/a?_state=x")),
            ("http://harbor/service/token", Some("/service/token")),
            ("/api/v2.0/robots?page=2", Some("/api/v2.0/robots?page=2")),
            ("//evil.test/x", Some("/x")),
            ("ftp://evil.test/x", None),
            ("data:text/plain,x", None),
        ] {
            assert_eq!(own_path(reference).as_deref(), own, "{reference}");
        }
    }

    #[test]
    fn a_password_in_the_address_is_refused_and_not_repeated() {
        let why = Site::parse("https://admin:hunter2@a.b", None).unwrap_err().to_string();
        assert!(!why.contains("hunter2"), "{why}");
        let why = Site::parse("https://admin:hunter2@a.b:port", None).unwrap_err().to_string();
        assert!(!why.contains("hunter2"), "{why}");
    }

    #[test]
    fn resolving_keeps_the_name_and_dials_the_address() {
        let address = Some("127.0.0.1:9".parse().unwrap());
        let resolved = |text: &str| {
            let site = Site::parse(text, address).unwrap();
            let header = site.header().map(|it| it.to_str().unwrap().to_owned());
            (site.at("/").unwrap().to_string(), header, site.host())
        };
        let own = |text: &str| text.to_owned();
        assert_eq!(resolved("https://a.b"), (own("https://a.b/"), None, own("a.b")));
        assert_eq!(resolved("https://a.b:8443"), (own("https://a.b/"), Some(own("a.b:8443")), own("a.b:8443")));
        assert_eq!(resolved("http://a.b"), (own("http://127.0.0.1:9/"), Some(own("a.b")), own("a.b")));
        assert!(Site::parse("https://10.0.0.1", address).is_err());
    }

    #[test]
    fn what_is_near_is_never_proxied() {
        for (text, near) in [
            ("http://localhost:1", true),
            ("http://127.9.9.9", true),
            ("https://[::1]:5", true),
            ("https://localhost.example.test", false),
            ("https://10.0.0.1", false),
        ] {
            assert_eq!(site(text).is_near(), near, "{text}");
        }
    }
}
