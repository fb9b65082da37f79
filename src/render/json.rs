//! The report as JSON, indented.

use std::fmt::Write as _;

use crate::model::report::Report;

use super::escape::is_deceptive;
use super::style::Style;

/// The report as JSON. What would steer a terminal or deceive the eye stands as `\u202e`: to a parser it is the same.
///
/// The style changes nothing: the same report, the same bytes.
pub fn json(report: &Report, _: &Style) -> String {
    // A report has string keys and whole numbers only, so that serialising has nothing to fail on.
    let plain = serde_json::to_string_pretty(report).unwrap_or_default();
    let mut shown = String::with_capacity(plain.len() + 1);
    for c in plain.chars() {
        if c == '\n' || !is_deceptive(c) {
            shown.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            // Writing to a string cannot fail.
            let _ = write!(shown, "\\u{unit:04x}");
        }
    }
    shown.push('\n');
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::example::{in_doubt, whole};

    #[test]
    fn json_is_read_back_as_it_was() {
        for report in [whole(), in_doubt()] {
            let json = json(&report, &Style::default());
            assert!(json.ends_with("}\n"));
            assert_eq!(Report::parse(json.as_bytes()).unwrap(), report);
        }
        let published = include_str!("example.json");
        assert_eq!(json(&whole(), &Style::default()), published, "same report, same bytes");
    }

    #[test]
    fn what_steers_a_terminal_is_written_as_an_escape_and_means_the_same() {
        let mut report = whole();
        report.source.name = "\u{1b}[2J\u{9b}1m\u{7f}\u{202e}gpj\u{200b}\u{e0041} größe \"quoted\"\n".into();
        let json = json(&report, &Style::default());
        assert!(json.chars().all(|c| c == '\n' || !is_deceptive(c)));
        assert!(json.contains(r"\u202egpj\u200b\udb40\udc41 größe"));
        assert_eq!(Report::parse(json.as_bytes()).unwrap(), report);
    }
}
