//! Snapshots on disk: compressed if the name ends in `.zst`, recognised by content when read.

use std::io::{self, Read, Write};

use crate::model::observed::Observed;
use crate::model::snapshot::{self, SnapshotError};

/// The first bytes of a zstd frame (RFC 8878).
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// Why a snapshot could not be read.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// Reading or decompressing failed.
    #[error("cannot read the snapshot")]
    Read(#[source] io::Error),
    /// It is no good.
    #[error(transparent)]
    Content(#[from] SnapshotError),
}

/// Reads a snapshot, compressed or not.
///
/// # Errors
/// If reading fails, or the content is cut off, foreign or newer.
pub fn load(mut from: impl Read) -> Result<Observed, LoadError> {
    let mut bytes = Vec::new();
    from.read_to_end(&mut bytes).map_err(LoadError::Read)?;
    if bytes.starts_with(&ZSTD) {
        bytes = zstd::decode_all(bytes.as_slice()).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => LoadError::Content(SnapshotError::Truncated),
            _ => LoadError::Read(error),
        })?;
    }
    Ok(snapshot::decode(&bytes)?)
}

/// Writes a snapshot.
///
/// # Errors
/// If writing fails.
pub fn save(observed: &Observed, mut to: impl Write, compressed: bool) -> io::Result<()> {
    let mut bytes = snapshot::encode(observed)?;
    if compressed {
        bytes = zstd::encode_all(bytes.as_slice(), 19)?;
    }
    to.write_all(&bytes)
}
