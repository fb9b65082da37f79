//! The secrets that carbon.yaml names, read when a service is about to be asked.

use std::fmt;

use anyhow::{Context, anyhow};

use super::failure::with_help;
use crate::model::settings::services::SecretRef;

/// A secret, or where in the cluster it is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// As it stands in the environment or a file.
    Here(Hidden),
    /// In a Secret, which whoever reads the cluster has to get.
    InCluster {
        /// Its namespace.
        namespace: String,
        /// Its name.
        name: String,
        /// The key in it.
        key: String,
    },
}

/// A text that shows itself to nobody but who asks for it.
#[derive(PartialEq, Eq)]
pub(crate) struct Hidden(String);

impl Hidden {
    /// The text.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hidden")
    }
}

/// Reads a secret where it is named. A line feed at its end is the editor's.
///
/// # Errors
/// If it is not there, is empty or is no text.
pub(crate) fn secret(reference: &SecretRef) -> anyhow::Result<Found> {
    let (text, place) = match reference {
        SecretRef::Env(name) => (variable(name)?, format!("the environment variable {name}")),
        SecretRef::File(path) => {
            let place = path.display().to_string();
            let bytes = std::fs::read(path).with_context(|| format!("cannot read the secret in {place}"))?;
            // The bytes stay out of the message.
            let text = String::from_utf8(bytes).map_err(|_| anyhow!("the secret in {place} is no text"))?;
            (text, place)
        }
        SecretRef::Secret { namespace, name, key } => {
            return Ok(Found::InCluster { namespace: namespace.clone(), name: name.clone(), key: key.clone() });
        }
    };
    let text = text.strip_suffix('\n').map_or(text.as_str(), |it| it.strip_suffix('\r').unwrap_or(it));
    match text.is_empty() {
        true => Err(anyhow!("{place} is empty, where carbon.yaml says that a secret is")),
        false => Ok(Found::Here(Hidden(text.to_owned()))),
    }
}

fn variable(name: &str) -> anyhow::Result<String> {
    use std::env::VarError;
    std::env::var(name).map_err(|why| match why {
        VarError::NotPresent => with_help(
            format!("carbon.yaml takes a secret from the environment variable {name}, which is not set"),
            format!("export {name}, or name another place: {{file: PATH}} or {{secret: namespace/name/key}}"),
        ),
        VarError::NotUnicode(_) => anyhow!("the secret in the environment variable {name} is no text"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_file(bytes: &[u8]) -> anyhow::Result<Found> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        std::fs::write(&path, bytes).unwrap();
        secret(&SecretRef::File(path))
    }

    #[test]
    fn a_secret_is_read_from_a_file_without_the_editors_line_feed() {
        for (bytes, wanted) in [("hunter2\n", "hunter2"), ("hunter2\r\n", "hunter2"), (" a b \n\n", " a b \n")] {
            let Found::Here(found) = in_file(bytes.as_bytes()).unwrap() else { panic!("it is here") };
            assert_eq!(found.expose(), wanted);
        }
    }

    #[test]
    fn a_secret_that_is_not_there_is_an_error_that_names_its_place_and_nothing_else() {
        for bytes in [&b""[..], b"\n", b"hunter2\xff"] {
            let error = format!("{:?}", in_file(bytes).unwrap_err());
            assert!(error.contains("secret") && !error.contains("hunter2"), "{error}");
        }
        let error = secret(&SecretRef::File("no/such/file".into())).unwrap_err();
        assert!(format!("{error:#}").contains("no/such/file"));
        let error = secret(&SecretRef::Env("CARBON_TEST_NOT_SET".into())).unwrap_err();
        assert!(super::super::failure::text(&error).contains("export CARBON_TEST_NOT_SET"));
    }

    #[test]
    fn the_environment_is_read_and_the_cluster_is_left_to_others() {
        let Found::Here(found) = secret(&SecretRef::Env("PATH".into())).unwrap() else { panic!("it is here") };
        assert!(!found.expose().is_empty());
        assert_eq!(format!("{:?}", Found::Here(found)), "Here(Hidden)");
        let named = SecretRef::Secret { namespace: "tools".into(), name: "robot".into(), key: "password".into() };
        assert!(matches!(secret(&named).unwrap(), Found::InCluster { namespace, .. } if namespace == "tools"));
    }
}
