//! What is wrong with a check, said as a compiler would: `file:line:column: message`.

use std::fmt;

/// A place in a file; both numbers start at 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column in characters.
    pub column: usize,
}

/// Something that a person has to correct.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The path of the file.
    pub file: String,
    /// Where in it.
    pub at: Position,
    /// What is wrong, and what might have been meant.
    pub message: String,
}

impl Problem {
    /// A problem.
    pub fn new(file: &str, at: Position, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), at, message: message.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.at.line, self.at.column, self.message)
    }
}

impl std::error::Error for Problem {}

/// The name that was probably meant.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let likeness = |candidate: &str| {
        let longest = name.chars().count().max(candidate.chars().count()).max(1);
        let typos = strsim::damerau_levenshtein(name, candidate);
        let kept = 1.0 - typos as f64 / longest as f64;
        // Names that begin alike (`protected_by`, `protection`), or with a slip of the finger (`mni`, `min`).
        strsim::jaro_winkler(name, candidate).max(if kept > 0.6 { kept + 0.2 } else { 0.0 })
    };
    let rated = candidates.into_iter().map(|candidate| (likeness(candidate), candidate));
    let close = rated.filter(|(score, _)| *score > 0.75);
    close.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1))).map(|(_, candidate)| candidate)
}

/// `: did you mean 'X'?`, or nothing.
pub(super) fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    nearest(name, candidates).map_or_else(String::new, |near| format!(": did you mean '{near}'?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_offered_only_if_it_is_near() {
        assert_eq!(nearest("protected_by", ["protection", "tls", "host"]), Some("protection"));
        assert_eq!(nearest("replcas", ["replicas", "ready_replicas"]), Some("replicas"));
        assert_eq!(nearest("zzz", ["replicas", "host"]), None);
    }
}
