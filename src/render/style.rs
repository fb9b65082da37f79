//! How a report looks: what the terminal can do, and how much the reader wants.

/// How a report looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Columns of the terminal; no line is longer. Below [`Style::NARROWEST`] counts as that.
    pub width: usize,
    /// Whether colours are wanted.
    pub color: bool,
    /// Only ASCII: the locale is not UTF-8.
    pub ascii: bool,
    /// `--all`: nothing is folded.
    pub all: bool,
}

impl Style {
    /// The narrowest page on which the columns can stand side by side.
    pub const NARROWEST: usize = 40;

    pub(super) fn columns(&self) -> usize {
        self.width.max(Self::NARROWEST)
    }

    pub(super) const fn dot(&self) -> &'static str {
        if self.ascii { " - " } else { " · " }
    }

    pub(super) const fn ellipsis(&self) -> &'static str {
        if self.ascii { "..." } else { "…" }
    }
}

impl Default for Style {
    /// A page of 80 columns without colours.
    fn default() -> Self {
        Self { width: 80, color: false, ascii: false, all: false }
    }
}

/// The colour of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Paint {
    #[default]
    Plain,
    Strong,
    Faint,
    Good,
    Fair,
    Bad,
}

impl Paint {
    /// The colour for a number of parts per million.
    pub(super) const fn of_score(ppm: u32) -> Self {
        match ppm {
            900_000.. => Self::Good,
            600_000.. => Self::Fair,
            _ => Self::Bad,
        }
    }

    /// Parameters of the terminal's SGR sequence.
    const fn sgr(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Strong => Some("1"),
            Self::Faint => Some("2"),
            Self::Good => Some("32"),
            Self::Fair => Some("33"),
            Self::Bad => Some("31"),
        }
    }

    /// Writes the text in this colour.
    pub(super) fn write(self, text: &str, color: bool, out: &mut String) {
        match self.sgr().filter(|_| color && !text.trim().is_empty()) {
            Some(sgr) => out.extend(["\u{1b}[", sgr, "m", text, "\u{1b}[0m"]),
            None => out.push_str(text),
        }
    }
}
