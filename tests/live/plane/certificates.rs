//! The certificates and kubeconfigs of one control plane.

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
};
use std::fs;
use std::path::{Path, PathBuf};

/// The authority that the API server trusts, and whose certificate its clients trust.
pub(crate) struct Authority {
    folder: PathBuf,
    server: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    /// Writes `ca.crt`, `ca.key` and `service-accounts.key` into the folder.
    pub(crate) fn new(folder: &Path, server: String) -> Result<Self, String> {
        let key = KeyPair::generate().map_err(|why| why.to_string())?;
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        params.distinguished_name.push(DnType::CommonName, "carbon live tests");
        let certificate = params.self_signed(&key).map_err(|why| why.to_string())?;
        write(folder, "ca.crt", &certificate.pem())?;
        write(folder, "ca.key", &key.serialize_pem())?;
        // ECDSA: ring makes no RSA keys, and the API server signs tokens with either.
        let accounts = KeyPair::generate().map_err(|why| why.to_string())?;
        write(folder, "service-accounts.key", &accounts.serialize_pem())?;
        write(folder, "service-accounts.pub", &accounts.public_key_pem())?;
        Ok(Self { folder: folder.to_owned(), server, issuer: Issuer::new(params, key) })
    }

    /// Writes a certificate for a server on loopback: `<file>.crt` and `<file>.key`.
    pub(crate) fn server(&self, file: &str) -> Result<(), String> {
        let names = ["127.0.0.1", "localhost"].map(str::to_owned);
        let params = CertificateParams::new(names).map_err(|why| why.to_string())?;
        self.issue(file, params, ExtendedKeyUsagePurpose::ServerAuth)
    }

    /// Writes a certificate for a user of the API server.
    pub(crate) fn client(&self, file: &str, user: &str, group: &str) -> Result<(), String> {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, user);
        params.distinguished_name.push(DnType::OrganizationName, group);
        self.issue(file, params, ExtendedKeyUsagePurpose::ClientAuth)
    }

    /// Writes a certificate for a user, and the kubeconfig that names it.
    pub(crate) fn kubeconfig(&self, file: &str, user: &str, group: &str) -> Result<PathBuf, String> {
        self.client(file, user, group)?;
        let folder = self.folder.display();
        let user = format!("client-certificate: '{folder}/{file}.crt', client-key: '{folder}/{file}.key'");
        self.write_kubeconfig(file, &user)
    }

    /// Writes the kubeconfig of whoever bears the token.
    pub(crate) fn token(&self, token: &str) -> Result<PathBuf, String> {
        self.write_kubeconfig(&format!("token-{token}"), &format!("token: '{token}'"))
    }

    fn write_kubeconfig(&self, file: &str, user: &str) -> Result<PathBuf, String> {
        let (server, folder) = (&self.server, self.folder.display());
        let text = format!(
            "apiVersion: v1\nkind: Config\n\
             clusters: [{{name: live, cluster: {{server: '{server}', certificate-authority: '{folder}/ca.crt'}}}}]\n\
             users: [{{name: user, user: {{{user}}}}}]\n\
             contexts: [{{name: live, context: {{cluster: live, user: user}}}}]\n\
             current-context: live\n"
        );
        write(&self.folder, &format!("{file}.kubeconfig"), &text)
    }

    fn issue(&self, file: &str, mut params: CertificateParams, usage: ExtendedKeyUsagePurpose) -> Result<(), String> {
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![usage];
        let key = KeyPair::generate().map_err(|why| why.to_string())?;
        let certificate = params.signed_by(&key, &self.issuer).map_err(|why| why.to_string())?;
        write(&self.folder, &format!("{file}.crt"), &certificate.pem())?;
        write(&self.folder, &format!("{file}.key"), &key.serialize_pem())?;
        Ok(())
    }
}

fn write(folder: &Path, name: &str, text: &str) -> Result<PathBuf, String> {
    let path = folder.join(name);
    fs::write(&path, text).map_err(|why| format!("{}: {why}", path.display()))?;
    Ok(path)
}
