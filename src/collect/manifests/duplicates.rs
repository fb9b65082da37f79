//! Two objects of one identity: the last stands, as with apply, and the other is reported.

use std::collections::HashMap;

use super::identity::Identity;
use super::reading::{Document, Duplicate};
use crate::model::verdict::Origin;

/// Removes all but the last object of each identity, in place and in order.
pub(super) fn remove(documents: &mut Vec<Document>) -> Vec<Duplicate> {
    let identities: Vec<Option<Identity>> = documents.iter().map(|document| Identity::of(&document.value)).collect();
    let mut last: HashMap<&Identity, (usize, Origin)> = HashMap::new();
    for (index, (document, identity)) in documents.iter().zip(&identities).enumerate() {
        if let Some(identity) = identity {
            last.insert(identity, (index, document.origin.clone()));
        }
    }
    let mut duplicates = Vec::new();
    let mut identity_of = identities.iter().enumerate();
    documents.retain(|document| {
        let Some((index, Some(identity))) = identity_of.next() else { return true };
        match last.get(identity) {
            Some((kept, origin)) if *kept != index => {
                let (identity, kept) = (identity.clone(), origin.clone());
                duplicates.push(Duplicate { identity, kept, dropped: document.origin.clone() });
                false
            }
            Some(_) | None => true,
        }
    });
    duplicates
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_last_of_each_identity_stands() {
        let document = |version: &str, metadata: serde_json::Value, line: u32| Document {
            value: json!({"apiVersion": version, "kind": "Job", "metadata": metadata}),
            origin: Origin::File { path: "a".into(), line },
            root: 0,
            encrypted: false,
        };
        let mut documents = vec![
            document("batch/v1beta1", json!({"name": "a"}), 1),
            document("batch/v1", json!({"name": "a", "namespace": "n"}), 2),
            document("batch/v1", json!({"generateName": "a"}), 3),
            document("batch/v1", json!({"generateName": "a"}), 4),
            document("batch/v1", json!({"name": "a"}), 5),
            document("batch/v1", json!({"name": "a"}), 6),
        ];
        let lines = |origins: Vec<&Origin>| -> Vec<u32> {
            origins.iter().map(|origin| if let Origin::File { line, .. } = origin { *line } else { 0 }).collect()
        };
        let duplicates = remove(&mut documents);
        assert_eq!(lines(documents.iter().map(|it| &it.origin).collect()), [2, 3, 4, 6]);
        assert_eq!(lines(duplicates.iter().map(|it| &it.dropped).collect()), [1, 5]);
        assert_eq!(lines(duplicates.iter().map(|it| &it.kept).collect()), [6, 6]);
    }
}
