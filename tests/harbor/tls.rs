//! Harbor behind TLS: which certificate is seen, and what an untrusted one keeps from being asked.

use std::sync::Arc;

use carbon::collect::service::harbor::{Ask, Way, read};
use carbon::model::Because;
use carbon::model::observed::harbor::Trust;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{ServerConfig, crypto};

use super::recording::credential;
use super::stand_in::{Fault, StandIn};
use super::{ask, because, is_undetermined};

/// An authority, and how a server uses a certificate of its.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

fn authority() -> Authority {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let pem = params.self_signed(&key).unwrap().pem();
    Authority { issuer: Issuer::new(params, key), pem }
}

impl Authority {
    fn server(&self, name: &str, until: i32) -> TlsAcceptor {
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(until, 1, 1);
        let key = KeyPair::generate().unwrap();
        let chain: Vec<CertificateDer<'static>> = vec![params.signed_by(&key, &self.issuer).unwrap().der().clone()];
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()));
        let config = config.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
        let mut config = config.with_single_cert(chain, key).unwrap();
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        TlsAcceptor::from(Arc::new(config))
    }

    fn ask(&self, stand_in: &StandIn, url: &str) -> Ask {
        Ask {
            url: url.to_owned(),
            ca: Some(self.pem.clone().into_bytes()),
            resolve: Some(stand_in.address),
            account: Some(credential("04/009")),
            ..ask(stand_in)
        }
    }
}

const ADMIN: [&str; 4] = ["01/003", "04/009", "01/013", "01/007"];

#[tokio::test]
async fn a_harbor_behind_a_given_authority_is_asked_under_its_own_name() {
    let authority = authority();
    for (url, host) in [
        ("https://harbor.example.test", "harbor.example.test"),
        ("https://harbor.example.test:8443/", "harbor.example.test:8443"),
        ("https://Harbor.example.test:443", "harbor.example.test"),
    ] {
        let stand_in = StandIn::tls(authority.server("harbor.example.test", 2040)).await.replay(ADMIN);
        let harbor = read(&authority.ask(&stand_in, url)).await.unwrap();
        assert_eq!((harbor.host.as_str(), harbor.plain), (host, Some(false)));
        assert!(harbor.health.is_ok(), "{harbor:?}");
        assert_eq!(harbor.account.unwrap().unwrap().registry, Ok(true));
        let seen = harbor.certificate.unwrap();
        assert_eq!((seen.trust, seen.covers_host), (Trust::Given, true));
        assert_eq!(seen.expires, "2040-01-01T00:00:00Z".parse().unwrap());
        assert!(stand_in.asked().iter().all(|it| it.host == host), "{:?}", stand_in.asked());
    }
}

#[tokio::test]
async fn an_untrusted_certificate_is_told_and_nothing_is_asked() {
    let (authority, other) = (authority(), authority());
    let stand_in = StandIn::tls(authority.server("harbor.example.test", 2040)).await.replay(ADMIN);
    let harbor = read(&other.ask(&stand_in, "https://harbor.example.test")).await.unwrap();
    let seen = harbor.certificate.unwrap();
    assert_eq!((seen.trust, seen.covers_host), (Trust::None, true));
    assert_eq!(because(&harbor.health), &Because::Unreachable);
    assert_eq!(stand_in.asked().len(), 0);
}

#[tokio::test]
async fn a_certificate_that_has_run_out_or_is_for_another_host_is_told() {
    let authority = authority();
    for (name, until, covers) in [("harbor.example.test", 2024, true), ("other.example.test", 2040, false)] {
        let stand_in = StandIn::tls(authority.server(name, until)).await.replay(ADMIN);
        let harbor = read(&authority.ask(&stand_in, "https://harbor.example.test")).await.unwrap();
        let seen = harbor.certificate.unwrap();
        assert_eq!((seen.trust, seen.covers_host), (Trust::Given, covers));
        assert_eq!(seen.expires, format!("{until}-01-01T00:00:00Z").parse().unwrap());
        assert_eq!(because(&harbor.health), &Because::Unreachable);
        assert_eq!(stand_in.asked().len(), 0);
    }
}

#[tokio::test]
async fn a_server_that_speaks_no_tls_shows_no_certificate() {
    let stand_in = StandIn::plain().await.replay(ADMIN);
    let harbor = read(&authority().ask(&stand_in, "https://harbor.example.test")).await.unwrap();
    assert_eq!(because(&harbor.certificate), &Because::Unreachable);
    assert_eq!(because(&harbor.health), &Because::Unreachable);
    assert_eq!(stand_in.asked().len(), 0);
}

#[tokio::test]
async fn through_a_forwarded_port_the_way_of_the_people_is_not_judged() {
    let stand_in = StandIn::plain().await.replay(ADMIN);
    let ask = Ask {
        way: Way::Forwarded,
        service: Some("harbor/harbor-core".to_owned()),
        ..authority().ask(&stand_in, "http://harbor.example.test")
    };
    let harbor = read(&ask).await.unwrap();
    assert_eq!((harbor.plain, harbor.host.as_str()), (None, "harbor.example.test"));
    assert_eq!(harbor.service.as_deref(), Some("harbor/harbor-core"));
    assert!(is_undetermined(because(&harbor.certificate)));
    assert!(harbor.health.is_ok());
    assert!(stand_in.asked().iter().all(|it| it.host == "harbor.example.test"));
}

#[tokio::test]
async fn a_realm_without_tls_gets_no_password_and_the_external_url_is_told() {
    let authority = authority();
    let other = StandIn::plain().await;
    let stand_in = StandIn::tls(authority.server("harbor.example.test", 2040)).await.replay(ADMIN);
    let stand_in = stand_in.fault("/v2/", Fault::Elsewhere(other.url()));
    let harbor = read(&authority.ask(&stand_in, "https://harbor.example.test")).await.unwrap();
    assert_eq!(other.asked().len(), 0);
    assert!(harbor.system.unwrap().external_url.starts_with("http://"));
}
