//! Talk on standard error: what is being done, what was passed over. Silent where nobody reads along.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::render::escape;

/// How much is said.
pub(super) struct Talk {
    quiet: bool,
    verbose: bool,
    terminal: bool,
}

impl Talk {
    pub(super) fn new(quiet: bool, verbose: bool) -> Self {
        Self { quiet, verbose, terminal: std::io::stderr().is_terminal() }
    }

    /// A line that a person wants to know, unless told otherwise.
    pub(super) fn note(&self, text: &str) {
        if !self.quiet {
            eprintln!("{}", escape(text, false));
        }
    }

    /// A line for `--verbose`.
    pub(super) fn detail(&self, text: &str) {
        if self.verbose {
            eprintln!("{}", escape(text, false));
        }
    }

    /// True if details are wanted.
    pub(super) fn is_verbose(&self) -> bool {
        self.verbose
    }

    /// Shows that something is going on, until the result is dropped.
    pub(super) fn busy(&self, what: &str) -> Busy {
        if self.quiet || !self.terminal {
            return Busy(ProgressBar::hidden());
        }
        let bar = ProgressBar::new_spinner().with_message(what.to_owned());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(100));
        Busy(bar)
    }
}

/// A running spinner.
pub(super) struct Busy(ProgressBar);

impl Busy {
    /// Says what is being done now.
    pub(super) fn say(&self, what: &str) {
        self.0.set_message(what.to_owned());
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
