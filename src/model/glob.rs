//! Patterns in which `*` stands for any run of characters, `/` included.

/// True if the pattern fits the whole text.
pub fn fits(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

/// True if a pattern of `access.public` names this route: `HOST` (all of its paths) or `HOST/PATH`.
pub fn public_route(pattern: &str, host: &str, path: &str) -> bool {
    match pattern.split_once('/') {
        None => fits(pattern, host),
        Some((wanted_host, wanted_path)) => fits(wanted_host, host) && fits(&format!("/{wanted_path}"), path),
    }
}
