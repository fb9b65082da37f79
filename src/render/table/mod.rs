//! The report as a person reads it: the answer, then the reasons, then what to do.

use crate::model::report::Report;

use super::page::Page;
use super::style::Style;

mod categories;
mod findings;
mod head;
mod missing;
#[cfg(test)]
mod tests;
mod waivers;
mod words;

/// The report as a page of text. Everything that came from the world is escaped, and cut if it is very long.
pub fn table(report: &Report, style: &Style) -> String {
    let mut page = Page::new(style);
    head::head(report, &mut page);
    categories::categories(report, &mut page);
    findings::blockers(report, &mut page);
    findings::findings(report, &mut page);
    missing::unread(report, &mut page);
    missing::faults(report, &mut page);
    waivers::waivers(report, &mut page);
    missing::left_out(report, &mut page);
    page.finish()
}
