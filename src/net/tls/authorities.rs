//! Who vouches for a server: authorities that every machine knows, that this machine knows, that the user names.

use std::sync::Arc;

use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{ClientConfig, RootCertStore};

use crate::model::observed::harbor::Trust;
use crate::net::http::Unusable;

/// The authorities, by who knows them.
pub(crate) struct Authorities {
    /// Mozilla's list, compiled in: a company's own authority on this machine says nothing about the nodes.
    public: RootCertStore,
    machine: RootCertStore,
    given: RootCertStore,
}

impl Authorities {
    /// Reads the machine's authorities and adds those of a PEM file.
    pub(crate) fn load(pem: Option<&[u8]>) -> Result<Self, Unusable> {
        let public = RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        let mut machine = RootCertStore::empty();
        machine.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        Ok(Self { public, machine, given: pem.map(given).transpose()?.unwrap_or_else(RootCertStore::empty) })
    }

    #[cfg(test)]
    pub(super) fn of(public: RootCertStore, machine: RootCertStore, given: RootCertStore) -> Self {
        Self { public, machine, given }
    }

    /// A client that trusts all of them.
    pub(crate) fn client(&self) -> Result<ClientConfig, Unusable> {
        let stores = [&self.public, &self.machine, &self.given];
        let all = RootCertStore::from_iter(stores.into_iter().flat_map(|it| it.roots.iter().cloned()));
        let builder = ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions();
        let builder = builder.map_err(|it| Unusable::Client(it.to_string()))?;
        let mut config = builder.with_root_certificates(all).with_no_client_auth();
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(config)
    }

    /// Who vouches for a certificate at a moment, whatever its names.
    pub(super) fn trust(&self, leaf: &ParsedCertificate<'_>, others: &[CertificateDer<'_>], now: UnixTime) -> Trust {
        let algorithms = provider().signature_verification_algorithms.all;
        let vouches = |store: &RootCertStore| {
            rustls::client::verify_server_cert_signed_by_trust_anchor(leaf, store, others, now, algorithms).is_ok()
        };
        match (vouches(&self.public), vouches(&self.given) || vouches(&self.machine)) {
            (true, _) => Trust::Public,
            (false, true) => Trust::Given,
            (false, false) => Trust::None,
        }
    }
}

/// One provider for all of carbon, the one that the client of Kubernetes brings.
pub(super) fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

fn given(pem: &[u8]) -> Result<RootCertStore, Unusable> {
    let mut store = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        let certificate = certificate.map_err(|it| Unusable::Authority(it.to_string()))?;
        store.add(certificate).map_err(|it| Unusable::Authority(it.to_string()))?;
    }
    match store.is_empty() {
        true => Err(Unusable::Authority("there is no certificate in it".to_owned())),
        false => Ok(store),
    }
}
