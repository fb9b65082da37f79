//! The snapshot format `carbon/snapshot/v1`: what was observed, as JSON. A saved snapshot is a test world, a bug
//! report and one side of a comparison.

use serde::{Deserialize, Serialize};

use super::observed::Observed;

/// The schema that this carbon writes, and the newest that it reads.
pub const SCHEMA: &str = "carbon/snapshot/v1";

/// Why a snapshot cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// The JSON ends in the middle.
    #[error("the snapshot is cut off: it ends in the middle of the document")]
    Truncated,
    /// It is JSON, but no snapshot.
    #[error("this is no snapshot of carbon (its `schema` is {0})")]
    NotASnapshot(String),
    /// It was written by a newer carbon.
    #[error("the snapshot has the schema {0}, and this carbon reads up to {SCHEMA}")]
    Newer(String),
    /// It does not fit the schema that it names.
    #[error("the snapshot does not fit its schema")]
    Garbled(#[source] serde_json::Error),
}

#[derive(Serialize)]
struct Out<'a> {
    schema: &'static str,
    #[serde(flatten)]
    observed: &'a Observed,
}

#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    schema: serde_json::Value,
}

/// Writes a snapshot as one line of JSON and a line feed.
///
/// # Errors
/// Never for what `collect` makes; serde's signature has one.
pub fn encode(observed: &Observed) -> Result<Vec<u8>, serde_json::Error> {
    let mut bytes = serde_json::to_vec(&Out { schema: SCHEMA, observed })?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Reads a snapshot. A list that an older v1 lacks is `NotInSource`.
///
/// # Errors
/// If it is cut off, no snapshot, of a newer schema, or does not fit.
pub fn decode(bytes: &[u8]) -> Result<Observed, SnapshotError> {
    let head: Head = serde_json::from_slice(bytes).map_err(syntax)?;
    match head.schema.as_str() {
        Some(SCHEMA) => serde_json::from_slice(bytes).map_err(syntax),
        Some(newer) if version(newer).is_some_and(|version| version > 1) => Err(SnapshotError::Newer(newer.to_owned())),
        _ => Err(SnapshotError::NotASnapshot(head.schema.to_string())),
    }
}

fn version(schema: &str) -> Option<u32> {
    schema.strip_prefix("carbon/snapshot/v")?.parse().ok()
}

fn syntax(error: serde_json::Error) -> SnapshotError {
    match error.classify() {
        serde_json::error::Category::Eof => SnapshotError::Truncated,
        serde_json::error::Category::Io | serde_json::error::Category::Syntax | serde_json::error::Category::Data => {
            SnapshotError::Garbled(error)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::known::Because;
    use crate::model::source::{Source, SourceKind};

    fn empty() -> Observed {
        let taken_at = "2025-10-20T14:03:00Z".parse().unwrap();
        Observed::empty(Source { kind: SourceKind::Dump, name: "test".to_owned(), taken_at })
    }

    #[test]
    fn what_was_written_is_read_back() {
        let mut observed = empty();
        observed.refuse("nodes", Because::Forbidden);
        assert_eq!(decode(&encode(&observed).unwrap()).unwrap(), observed);
    }

    #[test]
    fn a_list_that_an_older_snapshot_lacks_is_not_in_the_source() {
        let text = r#"{"schema":"carbon/snapshot/v1","source":{"kind":"dump","name":"old","taken_at":"2025-10-20T14:03:00Z"}}"#;
        let observed = decode(text.as_bytes()).unwrap();
        assert!(observed.nodes.all().unwrap_err().is_out_of_scope());
    }

    #[test]
    fn newer_cut_and_foreign_documents_are_told_apart() {
        let bytes = encode(&empty()).unwrap();
        assert!(matches!(decode(&bytes[..bytes.len() / 2]), Err(SnapshotError::Truncated)));
        assert!(matches!(decode(br#"{"schema":"carbon/snapshot/v2"}"#), Err(SnapshotError::Newer(_))));
        assert!(matches!(decode(br#"{"schema":"carbon/report/v1"}"#), Err(SnapshotError::NotASnapshot(_))));
        assert!(matches!(decode(b"{}"), Err(SnapshotError::NotASnapshot(_))));
        assert!(matches!(decode(b"hello"), Err(SnapshotError::Garbled(_))));
    }
}
