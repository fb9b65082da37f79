//! Environment variables: only the names of those that hold a secret in the open are kept.

/// Words that make a variable's name the name of a secret, where they end it.
const SECRET_ENDINGS: [&str; 11] = [
    "PASSWORD",
    "PASSWD",
    "PASS",
    "PWD",
    "SECRET",
    "TOKEN",
    "APIKEY",
    "API_KEY",
    "ACCESS_KEY",
    "PRIVATE_KEY",
    "CREDENTIALS",
];

/// Words that make it one wherever they stand.
const SECRET_PARTS: [&str; 3] = ["PASSWORD", "SECRET_KEY", "SECRET_ACCESS_KEY"];

/// Endings of names that say where the secret is, which one or how it is made: none of them is the secret. A Secret with a
/// certificate or with credentials for pulling is named, never written out.
const POINTERS: [&str; 11] = [
    "_FILE",
    "_PATH",
    "_NAME",
    "_URL",
    "_LENGTH",
    "_TTL",
    "_EXPIRY",
    "_POLICY",
    "_ENABLED",
    "PULL_SECRET",
    "TLS_SECRET",
];

/// Beginnings of names that say whether there has to be one.
const SWITCHES: [&str; 4] = ["ALLOW_", "DISABLE_", "ENABLE_", "REQUIRE_"];

/// True if the variable is named like a secret and its value is one: literal, not empty, not a reference to another
/// variable, not a path to a file, not a switch.
pub(super) fn is_literal_secret(name: &str, value: &str) -> bool {
    let upper = name.to_uppercase();
    let named = SECRET_ENDINGS.iter().any(|end| upper == *end || upper.ends_with(&format!("_{end}")))
        || SECRET_PARTS.iter().any(|part| upper.contains(part));
    let points = POINTERS.iter().any(|end| upper.ends_with(end));
    let switches = SWITCHES.iter().any(|start| upper.starts_with(start));
    named && !points && !switches && is_a_secret_value(value)
}

fn is_a_secret_value(value: &str) -> bool {
    let value = value.trim();
    let reference = value.starts_with("$(") || value.starts_with("${");
    let placeholder = value.starts_with("{{") || (value.starts_with('<') && value.ends_with('>'));
    let path = value.starts_with('/');
    let switch = ["true", "false", "yes", "no", "0", "1"].contains(&value.to_lowercase().as_str());
    !(value.is_empty() || reference || placeholder || path || switch)
}

#[cfg(test)]
mod tests {
    use super::is_literal_secret;

    #[test]
    fn a_password_in_the_open_is_a_literal_secret() {
        for (name, value) in
            [("POSTGRES_PASSWORD", "hunter2"), ("MINIO_SECRET_KEY", "x"), ("API_TOKEN", "abc"), ("password", "p")]
        {
            assert!(is_literal_secret(name, value), "{name}");
        }
    }

    #[test]
    fn what_points_to_a_secret_or_switches_it_is_none() {
        for (name, value) in [
            ("POSTGRES_PASSWORD_FILE", "/run/secrets/pg"),
            ("DB_PASSWORD", "$(OTHER)"),
            ("DB_PASSWORD", ""),
            ("USE_TOKEN", "true"),
            ("SECRET_NAME", "db"),
            ("IMAGE_PULL_SECRET", "harbor"),
            ("ALLOW_EMPTY_PASSWORD", "REDACTED"),
            ("COMPASS", "north"),
        ] {
            assert!(!is_literal_secret(name, value), "{name}={value}");
        }
    }
}
