//! The list of checks.

use comfy_table::{ContentArrangement, Table, presets};
use serde::Serialize;

use super::escape::escape;
use super::style::Style;
use crate::model::severity::Severity;

/// A check in the list.
#[derive(Debug, Clone, Serialize)]
pub struct Row<'a> {
    /// Its id.
    pub id: &'a str,
    /// How bad a failure is.
    pub severity: Severity,
    /// The edition that brought it.
    pub since: String,
    /// What it promises.
    pub title: &'a str,
}

/// The list as a table that fits the width.
pub fn catalogue(rows: &[Row<'_>], style: &Style) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(style.columns()).unwrap_or(u16::MAX));
    table.set_header(["ID", "SEVERITY", "SINCE", "TITLE"]);
    for row in rows {
        let shown = |text: &str| escape(text, style.ascii).into_owned();
        table.add_row([shown(row.id), row.severity.to_string(), row.since.clone(), shown(row.title)]);
    }
    let lines = table.lines().map(|line| format!("{}\n", line.trim_end().strip_prefix(' ').unwrap_or(line.trim_end())));
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_fits_the_width_and_escapes() {
        let row = Row {
            id: "availability/nodes",
            severity: Severity::Critical,
            since: "0.1".to_owned(),
            title: "The cluster survives the loss of a node \u{202e} and of much more that makes this a long title",
        };
        let style = Style { width: 70, color: false, ascii: false, all: true };
        let text = catalogue(&[row], &style);
        assert!(text.lines().all(|line| line.chars().count() <= 70), "{text}");
        assert!(!text.contains('\u{202e}'));
        assert!(text.starts_with("ID "), "{text}");
    }
}
