//! Errors as a person reads them: what we were doing, why it failed, what to do.

use std::fmt;

/// Advice that travels with an error.
#[derive(Debug)]
pub(crate) struct Help {
    message: String,
    help: String,
}

impl fmt::Display for Help {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Help {}

/// An error with advice.
pub(crate) fn with_help(message: impl Into<String>, help: impl Into<String>) -> anyhow::Error {
    Help { message: message.into(), help: help.into() }.into()
}

/// The error, its causes and the advice, escaped for a terminal.
pub(crate) fn text(error: &anyhow::Error) -> String {
    let escape = |text: String| -> String {
        text.lines().map(|line| crate::render::escape(line, false).into_owned()).collect::<Vec<_>>().join("\n         ")
    };
    let mut lines = format!("error: {}\n", escape(error.to_string()));
    let mut said = error.to_string();
    for cause in error.chain().skip(1) {
        let text = cause.to_string();
        if !said.contains(&text) {
            lines.push_str(&format!("  caused by: {}\n", escape(text.clone())));
            said = text;
        }
    }
    let advice = error.downcast_ref::<Help>().or_else(|| error.chain().find_map(|it| it.downcast_ref::<Help>()));
    if let Some(advice) = advice {
        lines.push_str(&format!("  help: {}\n", escape(advice.help.clone())));
    }
    lines
}
