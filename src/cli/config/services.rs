//! `services` of carbon.yaml. A secret is named, never written: messages repeat no value that may be one.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

use super::super::failure::with_help;
use crate::model::settings::services::{Account, Harbor, SecretRef, ServiceUrl, Services, Way};

/// What to do about a secret that was written.
const NAME_IT: &str = "a secret is named, never written: {env: NAME}, {file: PATH} or {secret: namespace/name/key}";

/// Services.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Section {
    /// Harbor.
    #[schemars(with = "Option<HarborEntry>")]
    harbor: Option<Spanned<HarborEntry>>,
}

/// A Harbor, by `url` or by `service`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct HarborEntry {
    /// The address that people and nodes use, as in `https://harbor.example.com`.
    #[schemars(with = "Option<String>")]
    url: Option<Url>,
    /// `namespace/name` of its Service, reached by port-forward where there is no direct way.
    #[schemars(with = "Option<String>")]
    service: Option<ServiceName>,
    /// The account that asks. A robot is enough.
    username: Option<String>,
    /// Its password.
    #[schemars(with = "Option<SecretName>")]
    password: Option<SecretEntry>,
    /// Certificates (PEM) of authorities that are trusted beside those that this machine knows.
    #[schemars(with = "Option<PublicName>")]
    ca: Option<PublicEntry>,
    /// The address to connect to, whatever the host's name leads to: `IP` or `IP:PORT`.
    #[schemars(with = "Option<String>")]
    resolve: Option<Resolve>,
    /// Try whether the password that the installer sets lets `admin` in.
    try_default_password: bool,
}

/// Where a secret is.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum SecretName {
    /// In this environment variable.
    Env(String),
    /// In this file; from the folder of carbon.yaml.
    File(PathBuf),
    /// In a Secret of the cluster: `namespace/name/key`.
    Secret(#[schemars(with = "String")] KeyOfSecret),
}

/// Where something public is.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum PublicName {
    /// In this file; from the folder of carbon.yaml.
    File(PathBuf),
    /// In a Secret of the cluster: `namespace/name/key`.
    Secret(#[schemars(with = "String")] KeyOfSecret),
}

/// `namespace/name/key`.
#[derive(Debug)]
struct KeyOfSecret {
    namespace: String,
    name: String,
    key: String,
}

/// `namespace/name`.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
struct ServiceName {
    namespace: String,
    name: String,
}

#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
struct Url(ServiceUrl);

/// An address, with a port or with that of the URL.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
struct Resolve {
    ip: IpAddr,
    port: Option<u16>,
}

#[derive(Debug)]
struct SecretEntry(SecretName);

#[derive(Debug)]
struct PublicEntry(PublicName);

impl TryFrom<String> for KeyOfSecret {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let parts: Vec<&str> = text.split('/').collect();
        let is_key = |key: &str| key.chars().all(|c| c.is_ascii_alphanumeric() || ['-', '_', '.'].contains(&c));
        match parts.as_slice() {
            [namespace, name, key] if is_name(namespace) && is_name(name) && !key.is_empty() && is_key(key) => {
                Ok(Self { namespace: (*namespace).into(), name: (*name).into(), key: (*key).into() })
            }
            _ => Err("`secret` is namespace/name/key, as in tools/harbor-robot/password".to_owned()),
        }
    }
}

impl TryFrom<String> for ServiceName {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.split_once('/') {
            Some((namespace, name)) if is_name(namespace) && is_name(name) => {
                Ok(Self { namespace: namespace.to_owned(), name: name.to_owned() })
            }
            _ => Err("`service` is namespace/name, as in registry/harbor".to_owned()),
        }
    }
}

impl TryFrom<String> for Url {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().map(Self).map_err(|why| format!("`url` is no address of a service: {why}"))
    }
}

impl TryFrom<String> for Resolve {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let whole = text.parse::<SocketAddr>().map(|it| Self { ip: it.ip(), port: Some(it.port()) });
        let whole = whole.ok().filter(|it| it.port != Some(0));
        let alone = || text.parse::<IpAddr>().map(|ip| Self { ip, port: None });
        whole.map_or_else(alone, Ok).map_err(|_| "`resolve` is IP or IP:PORT, as in 10.0.0.5:443".to_owned())
    }
}

fn is_name(text: &str) -> bool {
    let inside = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.';
    let at_the_end = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    text.chars().all(inside) && text.starts_with(at_the_end) && text.ends_with(at_the_end)
}

impl<'de> Deserialize<'de> for SecretEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Named(NAME_IT)).map(Self)
    }
}

impl<'de> Deserialize<'de> for PublicEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        const WHERE: &str = "`ca` says where it is: {file: PATH} or {secret: namespace/name/key}";
        match deserializer.deserialize_any(Named(WHERE))? {
            SecretName::File(path) => Ok(Self(PublicName::File(path))),
            SecretName::Secret(it) => Ok(Self(PublicName::Secret(it))),
            SecretName::Env(_) => Err(de::Error::custom(WHERE)),
        }
    }
}

/// Takes a map with one key. Serde's own messages would repeat what stands there instead, which may be a password.
struct Named(&'static str);

impl<'de> Visitor<'de> for Named {
    type Value = SecretName;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<SecretName, A::Error> {
        let wrong = || de::Error::custom(self.0);
        let (key, value) = map.next_entry::<String, String>().map_err(|_| wrong())?.ok_or_else(wrong)?;
        let named = match key.as_str() {
            "env" if !value.is_empty() && !value.contains(['=', '\0']) => SecretName::Env(value),
            "file" if !value.is_empty() => SecretName::File(value.into()),
            "secret" => SecretName::Secret(value.try_into().map_err(de::Error::custom)?),
            _ => return Err(wrong()),
        };
        match map.next_key::<de::IgnoredAny>() {
            Ok(None) => Ok(named),
            Ok(Some(_)) | Err(_) => Err(wrong()),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<SecretName, A::Error> {
        Err(de::Error::custom(self.0))
    }

    fn visit_str<E: de::Error>(self, _: &str) -> Result<SecretName, E> {
        Err(E::custom(self.0))
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<SecretName, E> {
        Err(E::custom(self.0))
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<SecretName, E> {
        Err(E::custom(self.0))
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<SecretName, E> {
        Err(E::custom(self.0))
    }

    fn visit_i128<E: de::Error>(self, _: i128) -> Result<SecretName, E> {
        Err(E::custom(self.0))
    }

    fn visit_u128<E: de::Error>(self, _: u128) -> Result<SecretName, E> {
        Err(E::custom(self.0))
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<SecretName, E> {
        Err(E::custom(self.0))
    }

    fn visit_bytes<E: de::Error>(self, _: &[u8]) -> Result<SecretName, E> {
        Err(E::custom(self.0))
    }

    fn visit_unit<E: de::Error>(self) -> Result<SecretName, E> {
        Err(E::custom(self.0))
    }
}

/// The services of the file at `path`.
pub(super) fn services(section: Section, path: &Path) -> anyhow::Result<Services> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let harbor = section.harbor.map(|it| {
        let place = format!("{}:{}:{}", path.display(), it.referenced.line(), it.referenced.column());
        harbor(it.value, folder, &place)
    });
    Ok(Services { harbor: harbor.transpose()? })
}

fn harbor(entry: HarborEntry, folder: &Path, place: &str) -> anyhow::Result<Harbor> {
    let wrong = |what: &str| anyhow!("{place}: services.harbor: {what}");
    let way = match (entry.url, entry.service, entry.resolve) {
        (Some(Url(url)), None, resolve) => {
            let resolve = resolve.map(|it| SocketAddr::new(it.ip, it.port.unwrap_or(url.port())));
            Way::Direct { url, resolve }
        }
        (None, Some(service), None) => Way::Forwarded { namespace: service.namespace, name: service.name },
        (None, Some(_), Some(_)) => {
            return Err(wrong("`resolve` goes with `url`; a `service` has its address already"));
        }
        (Some(_), Some(_), _) => return Err(wrong("`url` and `service` are two ways to it; keep one")),
        (None, None, _) => {
            let help = "add `url: https://HOST`, or `service: namespace/name` where only a port-forward reaches it";
            return Err(with_help(format!("{place}: services.harbor: there is no way to it"), help));
        }
    };
    let account = match (entry.username, entry.password) {
        (None, None) => None,
        (Some(name), _) if name.trim().is_empty() => return Err(wrong("`username` is empty")),
        (Some(name), Some(SecretEntry(password))) => Some(Account { name, password: password.found(folder) }),
        (Some(_), None) => return Err(with_help(format!("{place}: services.harbor: `password` is missing"), NAME_IT)),
        (None, Some(_)) => return Err(wrong("`username` is missing: whose password is it?")),
    };
    let ca = entry.ca.map(|PublicEntry(ca)| match ca {
        PublicName::File(path) => SecretRef::File(folder.join(path)),
        PublicName::Secret(it) => it.into(),
    });
    Ok(Harbor { way, account, ca, try_default_password: entry.try_default_password })
}

impl SecretName {
    fn found(self, folder: &Path) -> SecretRef {
        match self {
            Self::Env(name) => SecretRef::Env(name),
            Self::File(path) => SecretRef::File(folder.join(path)),
            Self::Secret(it) => it.into(),
        }
    }
}

impl From<KeyOfSecret> for SecretRef {
    fn from(it: KeyOfSecret) -> Self {
        Self::Secret { namespace: it.namespace, name: it.name, key: it.key }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(entry: &str) -> Result<Harbor, String> {
        let text = format!("harbor: {entry}");
        let section: Section = serde_saphyr::from_str(&text).map_err(|it| it.without_snippet().to_string())?;
        let services = services(section, Path::new("conf/carbon.yaml")).map_err(|it| format!("{it:#}"))?;
        Ok(services.harbor.unwrap())
    }

    #[test]
    fn a_harbor_is_an_address_an_account_and_where_secrets_are() {
        let it = read("{url: 'https://h.example.com/', username: 'robot$c', password: {env: HARBOR}, ca: {file: ca.pem}, resolve: 10.0.0.5, try_default_password: true}").unwrap();
        let Way::Direct { url, resolve } = it.way else { panic!("{:?}", it.way) };
        assert_eq!(url.to_string(), "https://h.example.com");
        assert_eq!(resolve, Some("10.0.0.5:443".parse().unwrap()));
        let account = it.account.unwrap();
        assert_eq!((account.name.as_str(), account.password), ("robot$c", SecretRef::Env("HARBOR".into())));
        assert_eq!(it.ca, Some(SecretRef::File("conf/ca.pem".into())), "from the folder of carbon.yaml");
        assert!(it.try_default_password);
    }

    #[test]
    fn a_harbor_without_a_direct_way_is_named_by_its_service() {
        let it = read("{service: registry/harbor, username: a, password: {secret: tools/robot/password}}").unwrap();
        assert_eq!(it.way, Way::Forwarded { namespace: "registry".into(), name: "harbor".into() });
        let (namespace, name, key) = ("tools".into(), "robot".into(), "password".into());
        assert_eq!(it.account.unwrap().password, SecretRef::Secret { namespace, name, key });
        assert!(!it.try_default_password && it.ca.is_none());
    }

    #[test]
    fn an_address_to_connect_to_may_have_a_port_of_its_own() {
        for (resolve, wanted) in [("10.0.0.5:8443", "10.0.0.5:8443"), ("'::1'", "[::1]:444"), ("'[::1]:9'", "[::1]:9")]
        {
            let it = read(&format!("{{url: 'https://h:444', resolve: {resolve}}}")).unwrap();
            let Way::Direct { resolve: Some(found), .. } = it.way else { panic!("{:?}", it.way) };
            assert_eq!(found, wanted.parse().unwrap());
        }
        for wrong in ["localhost", "10.0.0.5:0", "10.0.0.5:99999", "''"] {
            assert!(read(&format!("{{url: 'https://h', resolve: {wrong}}}")).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_password_that_is_written_is_refused_and_not_repeated() {
        for password in [
            "hunter2",
            "31337",
            "313.37",
            "[hunter2]",
            "{hunter2}",
            "{hunter2: hunter2}",
            "{value: hunter2}",
            "{env: 'HUNTER=hunter2'}",
            "{env: [hunter2]}",
            "{env: A, file: hunter2}",
            "{}",
            "''",
            "{env: ''}",
            "!!binary aHVudGVyMg==",
        ] {
            let told = read(&format!("{{url: 'https://h', username: a, password: {password}}}")).unwrap_err();
            assert!(!told.contains("hunter2") && !told.contains("31337") && !told.contains("313.37"), "{told}");
            assert!(told.contains("named, never written"), "{password}: {told}");
        }
    }

    #[test]
    fn what_does_not_go_together_is_refused() {
        for (entry, word) in [
            ("{}", "no way"),
            ("{username: a, password: {env: A}}", "no way"),
            ("{url: 'https://h', service: a/b}", "keep one"),
            ("{service: a/b, resolve: 10.0.0.5}", "`resolve`"),
            ("{service: a}", "`service`"),
            ("{service: a/b/c}", "`service`"),
            ("{service: A/b}", "`service`"),
            ("{url: 'https://h', username: a}", "`password` is missing"),
            ("{url: 'https://h', password: {env: A}}", "`username` is missing"),
            ("{url: 'https://h', username: ' ', password: {env: A}}", "`username` is empty"),
            ("{url: 'https://h', username: a, password: {secret: a/b}}", "namespace/name/key"),
            ("{url: 'https://h', username: a, password: {secret: 'a/b/c d'}}", "namespace/name/key"),
            ("{url: 'https://h', ca: {env: CA}}", "`ca`"),
            ("{url: 'https://h', ca: ca.pem}", "`ca`"),
            ("{url: 'https://h', passwort: a}", "unknown field `passwort`"),
        ] {
            let told = read(entry).unwrap_err();
            assert!(told.contains(word), "{entry}: {told}");
        }
    }
}
