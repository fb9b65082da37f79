//! Who vouches, until when and for whom, on certificates made here.

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::RootCertStore;

use super::*;
use crate::model::observed::harbor::Trust;

struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate: CertificateDer<'static>,
}

fn authority(name: &str) -> Authority {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.distinguished_name.push(rcgen::DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let certificate = params.self_signed(&key).unwrap().der().clone();
    Authority { issuer: Issuer::new(params, key), certificate }
}

impl Authority {
    fn leaf(&self, host: &str, until: i32) -> Vec<CertificateDer<'static>> {
        let mut params = CertificateParams::new(vec![host.to_owned()]).unwrap();
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(until, 1, 1);
        let key = KeyPair::generate().unwrap();
        vec![params.signed_by(&key, &self.issuer).unwrap().der().clone()]
    }

    fn store(&self) -> RootCertStore {
        let mut store = RootCertStore::empty();
        store.add(self.certificate.clone()).unwrap();
        store
    }
}

fn now() -> Time {
    "2026-11-25T00:00:00Z".parse().unwrap()
}

#[test]
fn it_is_told_who_vouches() {
    let (public, given, machine) = (authority("public"), authority("given"), authority("machine"));
    let authorities = Authorities::of(public.store(), machine.store(), given.store());
    let stranger = authority("stranger");
    for (signer, trust) in
        [(&public, Trust::Public), (&given, Trust::Given), (&machine, Trust::Given), (&stranger, Trust::None)]
    {
        let seen = judge(&signer.leaf("harbor.test", 2030), "harbor.test", now(), &authorities).unwrap();
        assert_eq!((seen.trust, seen.covers_host), (trust, true));
        assert_eq!(seen.expires, "2030-01-01T00:00:00Z".parse().unwrap());
    }
}

#[test]
fn one_that_has_run_out_still_tells_when_and_who_vouched() {
    let given = authority("given");
    let authorities = Authorities::of(RootCertStore::empty(), RootCertStore::empty(), given.store());
    let seen = judge(&given.leaf("harbor.test", 2024), "harbor.test", now(), &authorities).unwrap();
    assert_eq!(seen.trust, Trust::Given);
    assert!(seen.expires < now());
}

#[test]
fn one_that_is_not_yet_valid_is_vouched_for_by_nobody() {
    let given = authority("given");
    let authorities = Authorities::of(RootCertStore::empty(), RootCertStore::empty(), given.store());
    let before = "2019-01-01T00:00:00Z".parse().unwrap();
    let seen = judge(&given.leaf("harbor.test", 2030), "harbor.test", before, &authorities).unwrap();
    assert_eq!(seen.trust, Trust::None);
}

#[test]
fn trust_and_name_are_two_questions() {
    let given = authority("given");
    let authorities = Authorities::of(RootCertStore::empty(), RootCertStore::empty(), given.store());
    for (name, asked, covers) in [
        ("harbor.test", "other.test", false),
        ("*.example.test", "harbor.example.test", true),
        ("10.0.0.1", "10.0.0.1", true),
        ("10.0.0.1", "10.0.0.2", false),
        ("harbor.test", "not a name", false),
    ] {
        let seen = judge(&given.leaf(name, 2030), asked, now(), &authorities).unwrap();
        assert_eq!((seen.trust, seen.covers_host), (Trust::Given, covers), "{name} for {asked}");
    }
}

#[test]
fn garbage_is_no_certificate() {
    let authorities = Authorities::of(RootCertStore::empty(), RootCertStore::empty(), RootCertStore::empty());
    let seen = judge(&[CertificateDer::from(vec![1, 2, 3])], "a.test", now(), &authorities);
    assert!(matches!(seen, Err(Failure::Garbled(_))), "{seen:?}");
    assert!(matches!(judge(&[], "a.test", now(), &authorities), Err(Failure::Garbled(_))));
}
