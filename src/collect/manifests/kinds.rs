//! What a broken document was meant to be, as far as its text tells.

use std::collections::BTreeSet;

/// A broken document is worth a word only if somebody meant it for Kubernetes.
pub(super) fn looks_like_kubernetes(text: &str) -> bool {
    text.contains("apiVersion") && values(text).next().is_some()
}

/// The kinds that a broken document may hold; empty means that it may hold any. References name kinds, too
/// (`scaleTargetRef`), so that there may be too many, which only makes the reader more careful.
pub(super) fn named(text: &str) -> BTreeSet<String> {
    let mut kinds = BTreeSet::new();
    for value in values(text) {
        let word: String = value.chars().take_while(char::is_ascii_alphanumeric).collect();
        match word.strip_suffix("List").unwrap_or(&word) {
            // `kind: List` leaves it to the items; a template or nothing at all may be anything.
            "" if word.is_empty() => return BTreeSet::new(),
            "" => {}
            kind => drop(kinds.insert(kind.to_owned())),
        }
    }
    kinds
}

/// What follows each key `kind`, in YAML or JSON.
fn values(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("kind").filter_map(|(start, key)| {
        let before = text.get(..start)?.chars().next_back();
        if before.is_some_and(|letter| !letter.is_whitespace() && !"\"'{,-".contains(letter)) {
            return None;
        }
        let after = text.get(start + key.len()..)?.trim_start_matches(['"', '\'', ' ']).strip_prefix(':')?;
        Some(after.trim_start_matches(['"', '\'', ' ']))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_found_in_broken_text() {
        let cases: [(&str, &[&str]); 8] = [
            ("apiVersion: v1\nkind: Pod\n", &["Pod"]),
            (
                "kind: HorizontalPodAutoscaler\nspec:\n  scaleTargetRef:\n    kind: 'Deployment'\n",
                &["Deployment", "HorizontalPodAutoscaler"],
            ),
            ("{\"kind\":\"List\",\"items\":[{\"kind\": \"Pod\"", &["Pod"]),
            ("kind: DeploymentList\nitems: [\n", &["Deployment"]),
            ("- kind: Pod\n", &["Pod"]),
            ("kind: {{ .Values.kind }}\nx:\n  kind: Pod\n", &[]),
            ("kind: List\n", &[]),
            ("mankind: x\nkindness: y\n", &[]),
        ];
        for (text, wanted) in cases {
            assert!(named(text).iter().eq(wanted), "{text}: {:?}", named(text));
        }
    }

    #[test]
    fn kubernetes_is_told_from_other_text() {
        assert!(looks_like_kubernetes("apiVersion: {{ x }}\nkind: {{ y }}\n"));
        assert!(looks_like_kubernetes("{\"kind\":\"Pod\",\"apiVersion\":\"v1\""));
        assert!(!looks_like_kubernetes("kind: x\n"));
        assert!(!looks_like_kubernetes("apiVersion: v2\nname: mankind: x\n"));
    }
}
