//! Why a text could not be read, and where in it.

/// A position within a text and what is wrong there. Lines and columns count from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) why: String,
}

impl Fault {
    /// A fault; a `why` of several lines is reduced to its first.
    pub(super) fn new(line: u64, column: u64, why: &str) -> Self {
        let narrow = |number: u64| u32::try_from(number).unwrap_or(u32::MAX).max(1);
        let why = why.lines().next().unwrap_or_default().trim().to_owned();
        Self { line: narrow(line), column: narrow(column), why }
    }

    /// The same fault in the file, of which the text is a piece that starts at `line` and `column` (from 1).
    pub(super) fn moved_to(mut self, line: u32, column: u32) -> Self {
        if self.line == 1 {
            self.column = self.column.saturating_add(column.saturating_sub(1));
        }
        self.line = self.line.saturating_add(line.saturating_sub(1));
        self
    }
}
