//! Services beside the API server, as carbon.yaml names them. A secret is named here, never held.

use std::net::SocketAddr;
use std::path::PathBuf;

/// The services that carbon.yaml names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Services {
    /// Harbor.
    pub harbor: Option<Harbor>,
}

/// A Harbor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Harbor {
    /// How it is reached.
    pub way: Way,
    /// As whom it is asked; nobody is told less.
    pub account: Option<Account>,
    /// Certificates (PEM) of authorities that are trusted beside those that this machine knows.
    pub ca: Option<SecretRef>,
    /// The password that the installer sets may be tried.
    pub try_default_password: bool,
}

/// The way to a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// The one that people and nodes take.
    Direct {
        /// Its address.
        url: ServiceUrl,
        /// Where to connect to instead of where the host's name leads.
        resolve: Option<SocketAddr>,
    },
    /// A port of a Service in the cluster, forwarded by the API server.
    Forwarded {
        /// Namespace of the Service.
        namespace: String,
        /// Name of the Service.
        name: String,
    },
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its name.
    pub name: String,
    /// Where its password is.
    pub password: SecretRef,
}

/// Where a secret is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretRef {
    /// In an environment variable.
    Env(String),
    /// In a file.
    File(PathBuf),
    /// In a Secret of the cluster.
    Secret {
        /// Its namespace.
        namespace: String,
        /// Its name.
        name: String,
        /// The key in it.
        key: String,
    },
}

/// The address of a service: scheme and host, with the port if it is not the scheme's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceUrl {
    plain: bool,
    host: String,
    port: u16,
}

/// Why a text is no address of a service. It never repeats the text, which may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// Neither scheme.
    #[error("it starts with https:// or http://")]
    Scheme,
    /// A user before the host.
    #[error("credentials have no place in it: name the account under `username` and `password`")]
    Credentials,
    /// No host, or none that is a name or an address.
    #[error("a host follows the scheme, as in https://harbor.example.com")]
    Host,
    /// The port.
    #[error("a port is a number from 1 to 65535")]
    Port,
    /// More than scheme, host and port.
    #[error("nothing follows host and port: the service has the host to itself")]
    Path,
}

impl ServiceUrl {
    /// Without TLS.
    pub fn is_plain(&self) -> bool {
        self.plain
    }

    /// The host's name or address; of IPv6 without brackets.
    pub fn host(&self) -> &str {
        self.host.trim_start_matches('[').trim_end_matches(']')
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.port
    }
}

impl std::fmt::Display for ServiceUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let scheme = if self.plain { "http" } else { "https" };
        write!(f, "{scheme}://{}", self.host)?;
        if self.port == usual(self.plain) { Ok(()) } else { write!(f, ":{}", self.port) }
    }
}

impl std::str::FromStr for ServiceUrl {
    type Err = UrlError;

    /// `https://harbor.example.com`, `http://10.0.0.5:8080/`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (scheme, rest) = text.split_once("://").ok_or(UrlError::Scheme)?;
        let plain = match scheme.to_ascii_lowercase().as_str() {
            "https" => false,
            "http" => true,
            _ => return Err(UrlError::Scheme),
        };
        let (authority, path) = rest.split_at(rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len()));
        if authority.contains('@') {
            return Err(UrlError::Credentials);
        }
        let (host, port) = host_and_port(authority)?;
        if !matches!(path, "" | "/") {
            return Err(UrlError::Path);
        }
        Ok(Self { plain, host: host.to_ascii_lowercase(), port: port.unwrap_or_else(|| usual(plain)) })
    }
}

fn usual(plain: bool) -> u16 {
    if plain { 80 } else { 443 }
}

fn host_and_port(authority: &str) -> Result<(&str, Option<u16>), UrlError> {
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let port = port.map(|it| it.parse().ok().filter(|it| *it > 0).ok_or(UrlError::Port)).transpose()?;
    if is_host(host) { Ok((host, port)) } else { Err(UrlError::Host) }
}

/// A name, an IPv4 address, or an IPv6 address in brackets.
fn is_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
        return address.parse::<std::net::Ipv6Addr>().is_ok();
    }
    let is_label = |label: &str| {
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        !label.is_empty() && label.len() <= 63 && label.chars().all(fits) && !label.starts_with('-')
    };
    host.len() <= 253 && host.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_scheme_host_and_port() {
        for (text, wanted, host, port) in [
            ("https://harbor.example.com", "https://harbor.example.com", "harbor.example.com", 443),
            ("HTTPS://Harbor.Example.com:443/", "https://harbor.example.com", "harbor.example.com", 443),
            ("http://10.0.0.5:8080", "http://10.0.0.5:8080", "10.0.0.5", 8080),
            ("https://[::1]:8443/", "https://[::1]:8443", "::1", 8443),
            ("http://[fe80::1]", "http://[fe80::1]", "fe80::1", 80),
            ("https://harbor", "https://harbor", "harbor", 443),
        ] {
            let url: ServiceUrl = text.parse().unwrap();
            assert_eq!((url.to_string().as_str(), url.host(), url.port()), (wanted, host, port));
            assert_eq!(url.is_plain(), wanted.starts_with("http:"));
        }
    }

    #[test]
    fn what_is_no_address_is_refused_without_repeating_it() {
        for (text, wanted) in [
            ("harbor.example.com", UrlError::Scheme),
            ("ftp://harbor.example.com", UrlError::Scheme),
            ("", UrlError::Scheme),
            ("https://admin:hunter2@harbor.example.com", UrlError::Credentials),
            ("https://", UrlError::Host),
            ("https://:443", UrlError::Host),
            ("https://har bor", UrlError::Host),
            ("https://harbor..com", UrlError::Host),
            ("https://::1", UrlError::Host),
            ("https://[::1", UrlError::Host),
            ("https://[harbor]", UrlError::Host),
            ("https://harbor:0", UrlError::Port),
            ("https://harbor:65536", UrlError::Port),
            ("https://harbor:", UrlError::Port),
            ("https://harbor/api", UrlError::Path),
            ("https://harbor?x=y", UrlError::Path),
            ("https://harbor\\@evil", UrlError::Path),
            ("https://harbor/@evil", UrlError::Path),
        ] {
            assert_eq!(text.parse::<ServiceUrl>(), Err(wanted), "{text}");
            assert!(!wanted.to_string().contains("hunter2"));
        }
    }
}
