//! Looks at the certificate that a server shows, and ends the handshake there: nothing is said to it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{ClientConfig, DigitallySignedStruct, SignatureScheme};
use x509_parser::prelude::{FromDer, X509Certificate};

use super::authorities::{Authorities, provider};
use crate::model::Time;
use crate::model::observed::harbor::Certificate;
use crate::net::http::{Client, Failure, Options, Request, Site, Unusable};

/// Looks at the certificate of an `https://` address, on the way that requests to it take, proxies included.
/// Of one that has run out it tells who vouched for it until then.
///
/// # Errors
/// When the options cannot be used; inside, when no certificate was shown.
pub async fn look(options: &Options, now: Time) -> Result<Result<Certificate, Failure>, Unusable> {
    let site = Site::parse(&options.url, options.resolve)?;
    let authorities = Authorities::load(options.ca.as_deref())?;
    let witness = Arc::new(Witness::default());
    let builder = ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions();
    let builder = builder.map_err(|it| Unusable::Client(it.to_string()))?;
    let builder = builder.dangerous().with_custom_certificate_verifier(witness.clone());
    let client = Client::with(options, site.clone(), builder.with_no_client_auth())?;
    let outcome = client.send(&Request::get("/")).await;
    Ok(match (witness.taken(), outcome) {
        (Some(chain), _) => judge(&chain, site.name(), now, &authorities),
        (None, Err(failure)) => Err(failure),
        (None, Ok(_)) => Err(Failure::Garbled("it showed no certificate".to_owned())),
    })
}

fn judge(
    chain: &[CertificateDer<'_>],
    host: &str,
    now: Time,
    authorities: &Authorities,
) -> Result<Certificate, Failure> {
    let unreadable = |why: String| Failure::Garbled(format!("its certificate: {why}"));
    let (leaf, others) = chain.split_first().ok_or_else(|| unreadable("there is none".to_owned()))?;
    let (_, parsed) = X509Certificate::from_der(leaf).map_err(|it| unreadable(it.to_string()))?;
    let expires = parsed.validity().not_after.timestamp();
    let stamp = jiff::Timestamp::from_second(expires).map_err(|it| unreadable(it.to_string()))?;
    let leaf = ParsedCertificate::try_from(leaf).map_err(|it| unreadable(it.to_string()))?;
    // That it has run out is told by `expires`; who vouched for it is another question.
    let moment = u64::try_from(now.0.as_second().min(expires.saturating_sub(1))).unwrap_or_default();
    let moment = UnixTime::since_unix_epoch(Duration::from_secs(moment));
    let name = ServerName::try_from(host.to_owned());
    Ok(Certificate {
        expires: Time(stamp),
        covers_host: name.is_ok_and(|name| rustls::client::verify_server_name(&leaf, &name).is_ok()),
        trust: authorities.trust(&leaf, others, moment),
    })
}

/// Takes down what is shown, and believes nothing.
#[derive(Debug, Default)]
struct Witness {
    chain: Mutex<Option<Vec<CertificateDer<'static>>>>,
}

impl Witness {
    fn taken(&self) -> Option<Vec<CertificateDer<'static>>> {
        self.chain.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl ServerCertVerifier for Witness {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let chain = std::iter::once(end_entity).chain(intermediates).map(|it| it.clone().into_owned()).collect();
        *self.chain.lock().unwrap_or_else(PoisonError::into_inner) = Some(chain);
        Err(rustls::Error::General("seen".to_owned()))
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Err(rustls::Error::General("seen".to_owned()))
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Err(rustls::Error::General("seen".to_owned()))
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        provider().signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests;
