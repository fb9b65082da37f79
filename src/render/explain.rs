//! A check as a page, and what it says of subjects, with evidence.

use super::page::{Column, Page};
use super::style::{Paint, Style};
use crate::model::severity::Severity;
use crate::model::verdict::{MILLION, Origin, Outcome, Verdict};

/// Everything about a check that a person may want to know.
#[derive(Debug)]
pub struct CheckPage<'a> {
    /// Its id.
    pub id: &'a str,
    /// The promise.
    pub title: &'a str,
    /// How bad a breach is.
    pub severity: Severity,
    /// The edition that brought it.
    pub since: String,
    /// The price of a breach.
    pub why: &'a str,
    /// The way back.
    pub fix: &'a str,
    /// Working time of a person.
    pub effort: Option<String>,
    /// Checks that have to hold first.
    pub requires: Vec<&'a str>,
    /// Parameters with their defaults.
    pub params: Vec<(&'a str, String)>,
    /// Links.
    pub refs: Vec<&'a str>,
    /// The list that it judges item by item.
    pub each: Option<&'a str>,
    /// Its expressions, by key.
    pub expressions: Vec<(&'a str, &'a str)>,
}

/// A verdict, with the steps of its expressions if they were traced.
#[derive(Debug)]
pub struct Finding<'a> {
    /// The verdict.
    pub verdict: &'a Verdict,
    /// Sub-expressions with their values.
    pub steps: Vec<(&'a str, &'a str)>,
}

/// The check as a page.
pub fn check(check: &CheckPage<'_>, style: &Style) -> String {
    let mut page = Page::new(style);
    let head = [page.painted(check.id, Paint::Strong), page.text(style.dot()), page.text(check.severity.as_str())];
    page.line(0, &head);
    prose(&mut page, "", check.title);
    prose(&mut page, "Why", check.why);
    prose(&mut page, "Fix", check.fix);
    let mut rows = Vec::new();
    let mut row = |name: &str, value: &str, page: &Page| rows.push(vec![vec![page.text(name)], vec![page.text(value)]]);
    if let Some(effort) = &check.effort {
        row("Effort", effort, &page);
    }
    if !check.requires.is_empty() {
        row("Requires", &check.requires.join(", "), &page);
    }
    for (name, value) in &check.params {
        row("Parameter", &format!("{name}: {value}"), &page);
    }
    row("Since", &check.since, &page);
    for link in &check.refs {
        row("See", link, &page);
    }
    page.blank();
    page.grid(0, &[Column::Left, Column::Wrapped], &rows);
    page.section("How it is judged");
    if let Some(each) = check.each {
        let line = [page.text(&format!("each: {each}"))];
        page.line(2, &line);
    }
    for (key, source) in &check.expressions {
        let title = [page.text(&format!("{key}:"))];
        page.line(2, &title);
        for line in source.trim_end().lines() {
            let line = [page.painted(line, Paint::Faint)];
            page.line(4, &line);
        }
    }
    page.finish()
}

fn prose(page: &mut Page, title: &str, text: &str) {
    match title {
        "" => page.blank(),
        title => page.section(title),
    }
    // Lines of prose are broken where the file is, paragraphs where it leaves a line empty.
    for paragraph in text.trim_end().split("\n\n") {
        let line = [page.text(&paragraph.split_whitespace().collect::<Vec<_>>().join(" "))];
        page.line(0, &line);
    }
}

/// What the check says of each subject.
pub fn findings(findings: &[Finding<'_>], style: &Style) -> String {
    let mut page = Page::new(style);
    page.section("What it says");
    if findings.is_empty() {
        let line = [page.text("of nothing: no subject here")];
        page.line(2, &line);
    }
    for finding in findings {
        one(&mut page, finding);
    }
    format!("\n{}", page.finish())
}

fn one(page: &mut Page, finding: &Finding<'_>) {
    let verdict = finding.verdict;
    let (word, paint, said) = words(&verdict.outcome);
    let mut head = vec![page.painted(&format!("{word:<15}"), paint), page.text(&verdict.subject)];
    if !said.is_empty() {
        head.push(page.text(&format!(": {said}")));
    }
    page.line(2, &head);
    if let Some(origin) = &verdict.origin {
        let place = match origin {
            Origin::File { path, line } => format!("{path}:{line}"),
            Origin::Api(path) => path.clone(),
        };
        let line = [page.painted(&place, Paint::Faint)];
        page.line(6, &line);
    }
    for evidence in &verdict.evidence {
        let line = [page.painted(&format!("{} = {}", evidence.path, evidence.value), Paint::Faint)];
        page.line(6, &line);
    }
    for (source, value) in &finding.steps {
        let line = [page.text(&format!("{source}  =>  {value}"))];
        page.line(6, &line);
    }
}

fn words(outcome: &Outcome) -> (&'static str, Paint, String) {
    let worth = |credit: u32| match credit {
        0 => String::new(),
        some => format!(" (worth {} %)", u64::from(some) * 100 / u64::from(MILLION)),
    };
    match outcome {
        Outcome::Pass => ("pass", Paint::Good, String::new()),
        Outcome::Fail { found, credit } => ("fail", Paint::Bad, format!("{found}{}", worth(*credit))),
        Outcome::Blocked { by } => ("blocked", Paint::Bad, format!("by {by}")),
        Outcome::NotApplicable => ("not applicable", Paint::Faint, String::new()),
        Outcome::Unknown(why) => ("unknown", Paint::Fair, why.to_string()),
        Outcome::OutOfScope(why) => ("out of scope", Paint::Faint, why.to_string()),
        Outcome::Waived { found, reason, .. } => ("waived", Paint::Fair, format!("{found}; waived: {reason}")),
        Outcome::Fault(message) => ("fault", Paint::Bad, message.clone()),
    }
}
