//! A name and a password, and how they are sent.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;

/// A secret that nothing shows: not `Debug`, no `Display`, no serialization.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// The name, as it is typed in.
    pub name: String,
    /// Its password or secret.
    pub password: Password,
}

impl Password {
    /// Hides a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(hidden)")
    }
}

impl Credential {
    /// A name and its password.
    pub fn new(name: impl Into<String>, password: impl Into<String>) -> Self {
        Self { name: name.into(), password: Password::new(password) }
    }

    /// `Authorization: Basic`, marked so that no log shows it.
    pub(super) fn basic(&self) -> Option<HeaderValue> {
        let pair = format!("{}:{}", self.name, self.password.0);
        let mut header = HeaderValue::from_str(&format!("Basic {}", STANDARD.encode(pair))).ok()?;
        header.set_sensitive(true);
        Some(header)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        let credential = Credential::new("admin", "hunter2");
        let shown = format!("{credential:?} {:#?} {:?}", credential, credential.basic());
        assert!(shown.contains("admin") && !shown.contains("hunter2"), "{shown}");
        assert!(!shown.contains("YWRtaW46aHVudGVyMg=="), "{shown}");
    }

    #[test]
    fn basic_is_the_pair_in_base64() {
        let header = Credential::new("admin", "hunter2").basic().unwrap();
        assert_eq!(header.to_str().unwrap(), "Basic YWRtaW46aHVudGVyMg==");
    }
}
