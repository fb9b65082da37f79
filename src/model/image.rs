//! References of container images, read and normalised as Docker and containerd do.

mod pin;

use std::fmt;
use std::str::FromStr;

pub use pin::Pinned;

/// Where an image comes from: `registry/repository:tag@digest`, normalised.
///
/// `nginx` is `docker.io/library/nginx:latest`; with a digest no tag is made up.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ImageRef {
    registry: String,
    repository: String,
    tag: Option<String>,
    digest: Option<String>,
}

/// Why a text is no reference of an image.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImageError {
    /// Nothing was written.
    #[error("an image reference is empty")]
    Empty,
    /// A placeholder of a template is still in it, so nobody can tell what will run.
    #[error("image `{0}` holds a placeholder that is filled in elsewhere")]
    Unresolved(String),
    /// Kubernetes refuses white space, also around it.
    #[error("image `{0}` holds white space")]
    WhiteSpace(String),
    /// A digest without a repository: an image known to one node only.
    #[error("image `{0}` is the id of a local image, not a reference")]
    LocalId(String),
    /// A part breaks the grammar.
    #[error("image `{text}` has an invalid {part}")]
    Invalid {
        /// The whole text.
        text: String,
        /// Which part.
        part: Part,
    },
}

/// A part of a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The host of the registry, with its port.
    Registry,
    /// The path in the registry; lower case.
    Repository,
    /// What follows the colon.
    Tag,
    /// What follows the `@`.
    Digest,
}

const DOCKER_HUB: &str = "docker.io";
/// The grammar of distribution allows no longer name (registry and repository).
const LONGEST_NAME: usize = 255;

impl ImageRef {
    /// The host of the registry in lower case, with its port if one is written.
    pub fn registry(&self) -> &str {
        &self.registry
    }

    /// The path in the registry, `library/` included.
    pub fn repository(&self) -> &str {
        &self.repository
    }

    /// The tag; `latest` if neither tag nor digest was written.
    pub fn tag(&self) -> Option<&str> {
        self.tag.as_deref()
    }

    /// `ALGORITHM:HEX`. It wins over the tag.
    pub fn digest(&self) -> Option<&str> {
        self.digest.as_deref()
    }

    /// Registry and repository.
    pub fn name(&self) -> String {
        format!("{}/{}", self.registry, self.repository)
    }

    /// Whether the reference names the same image tomorrow.
    pub fn pin(&self) -> Pinned {
        match &self.digest {
            Some(_) => Pinned::Digest,
            None if self.tag().is_some_and(|tag| pin::is_release(&self.repository, tag)) => Pinned::Version,
            None => pin::of_tag(self.tag()),
        }
    }
}

impl FromStr for ImageRef {
    type Err = ImageError;

    fn from_str(text: &str) -> Result<Self, ImageError> {
        refuse_what_is_no_reference(text)?;
        let invalid = |part| ImageError::Invalid { text: text.into(), part };

        let (rest, digest) = match text.split_once('@') {
            Some((rest, digest)) => (rest, Some(digest)),
            None => (text, None),
        };
        if digest.is_some_and(|digest| !is_digest(digest)) {
            return Err(invalid(Part::Digest));
        }
        let last_component = rest.rfind('/').map_or(0, |slash| slash + 1);
        let (name, tag) = match rest[last_component..].find(':') {
            Some(colon) => (&rest[..last_component + colon], Some(&rest[last_component + colon + 1..])),
            None => (rest, None),
        };
        if tag.is_some_and(|tag| !is_tag(tag)) {
            return Err(invalid(Part::Tag));
        }
        let (registry, path) = split_registry(name);
        if !is_host(registry) {
            return Err(invalid(Part::Registry));
        }
        let registry = match registry.to_ascii_lowercase() {
            alias if ["index.docker.io", "registry-1.docker.io"].contains(&alias.as_str()) => DOCKER_HUB.into(),
            registry => registry,
        };
        let official = registry == DOCKER_HUB && !path.contains('/');
        let repository = if official { format!("library/{path}") } else { path.to_owned() };
        if !path.split('/').all(is_path_component) || registry.len() + 1 + repository.len() > LONGEST_NAME {
            return Err(invalid(Part::Repository));
        }
        let tag = tag.or(if digest.is_none() { Some("latest") } else { None });
        Ok(Self { registry, repository, tag: tag.map(Into::into), digest: digest.map(Into::into) })
    }
}

fn refuse_what_is_no_reference(text: &str) -> Result<(), ImageError> {
    if text.is_empty() {
        return Err(ImageError::Empty);
    }
    // `{{ .Values.image }}`, `${IMAGE}`, `$(params.image)`, `$IMAGE`: neither character can be in a reference.
    if text.contains(['$', '{', '}']) {
        return Err(ImageError::Unresolved(text.into()));
    }
    if text.contains(char::is_whitespace) {
        return Err(ImageError::WhiteSpace(text.into()));
    }
    if is_digest(text) || (text.len() == 64 && is_lower_hex(text)) {
        return Err(ImageError::LocalId(text.into()));
    }
    Ok(())
}

/// The first component is a registry if it looks like a host; Docker takes upper case for a sign of one, too.
fn split_registry(name: &str) -> (&str, &str) {
    match name.split_once('/') {
        Some((first, path))
            if first.contains(['.', ':'])
                || first == "localhost"
                || first.contains(|c: char| c.is_ascii_uppercase()) =>
        {
            (first, path)
        }
        Some(_) | None => (DOCKER_HUB, name),
    }
}

fn is_host(text: &str) -> bool {
    let (host, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, after)) if address.parse::<std::net::Ipv6Addr>().is_ok() => {
            return after.is_empty() || after.strip_prefix(':').is_some_and(is_port);
        }
        Some(_) => return false,
        None => text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port))),
    };
    let is_label = |label: &str| {
        label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    host.split('.').all(is_label) && port.is_none_or(is_port)
}

fn is_port(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Lower-case letters and digits, joined by `.`, `_`, `__` or any number of `-`.
fn is_path_component(text: &str) -> bool {
    let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let mut rest = text;
    loop {
        let after_word = rest.trim_start_matches(word);
        if after_word.len() == rest.len() {
            return false;
        }
        if after_word.is_empty() {
            return true;
        }
        rest = after_word.trim_start_matches(|c: char| !word(c));
        let joint = &after_word[..after_word.len() - rest.len()];
        if !matches!(joint, "." | "_" | "__") && joint.contains(|c| c != '-') {
            return false;
        }
    }
}

fn is_tag(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    (1..=128).contains(&text.len()) && text.chars().all(allowed) && !text.starts_with(['.', '-'])
}

fn is_digest(text: &str) -> bool {
    let Some((algorithm, hex)) = text.split_once(':') else { return false };
    let length = match algorithm {
        "sha256" => 64,
        "sha384" => 96,
        "sha512" => 128,
        _ => return false,
    };
    hex.len() == length && is_lower_hex(hex)
}

fn is_lower_hex(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

impl fmt::Display for ImageRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.registry, self.repository)?;
        if let Some(tag) = &self.tag {
            write!(f, ":{tag}")?;
        }
        if let Some(digest) = &self.digest {
            write!(f, "@{digest}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Registry => "registry",
            Self::Repository => "repository (lower case only)",
            Self::Tag => "tag",
            Self::Digest => "digest",
        })
    }
}

#[cfg(test)]
mod tests;
