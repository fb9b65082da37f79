//! A page: lines and columns that never reach beyond its width.

use super::style::{Paint, Style};
use super::text::{Text, wrap};

/// Columns between two columns.
const GAP: usize = 2;
/// What a column is not made narrower than.
const NARROWEST: usize = 10;

/// A page that is being written.
#[derive(Debug)]
pub(super) struct Page {
    style: Style,
    out: String,
}

/// The side of its column on which a cell stands, and whether it may be wrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// Left, whole.
    Left,
    /// Right, whole.
    Right,
    /// Left; wrapped if the page is too narrow.
    Wrapped,
}

/// What stands in a row and a column.
pub(super) type Cell = Vec<Text>;

impl Page {
    pub(super) fn new(style: &Style) -> Self {
        Self { style: *style, out: String::new() }
    }

    pub(super) const fn style(&self) -> &Style {
        &self.style
    }

    pub(super) fn text(&self, text: &str) -> Text {
        Text::plain(text, &self.style)
    }

    pub(super) fn painted(&self, text: &str, paint: Paint) -> Text {
        Text::new(text, paint, &self.style)
    }

    /// Begins a section: an empty line (but not at the top) and a title.
    pub(super) fn section(&mut self, title: &str) {
        self.blank();
        let title = self.painted(title, Paint::Strong);
        self.line(0, &[title]);
    }

    pub(super) fn blank(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// A line, wrapped with its indent.
    pub(super) fn line(&mut self, indent: usize, texts: &[Text]) {
        for line in wrap(texts, self.style.columns().saturating_sub(indent)) {
            self.row(&[(indent, &line)]);
        }
    }

    /// Rows in columns as wide as their widest cell; if the page is too narrow, the widest that may be wrapped gives.
    pub(super) fn grid(&mut self, indent: usize, columns: &[Column], rows: &[Vec<Cell>]) {
        let widths = self.widths(indent, columns, rows);
        for row in rows {
            let wrapped: Vec<Vec<Cell>> =
                std::iter::zip(row, &widths).map(|(cell, width)| wrap(cell, *width)).collect();
            for place in 0..wrapped.iter().map(Vec::len).max().unwrap_or(0) {
                let mut left = indent;
                let mut cells: Vec<(usize, &[Text])> = Vec::new();
                for ((lines, column), width) in wrapped.iter().zip(columns).zip(&widths) {
                    if let Some(cell) = lines.get(place) {
                        let free = match column {
                            Column::Left | Column::Wrapped => 0,
                            Column::Right => width.saturating_sub(width_of(cell)),
                        };
                        cells.push((left + free, cell));
                    }
                    left += width + GAP;
                }
                self.row(&cells);
            }
        }
    }

    pub(super) fn finish(self) -> String {
        self.out
    }

    fn widths(&self, indent: usize, columns: &[Column], rows: &[Vec<Cell>]) -> Vec<usize> {
        let widest = |place: usize| rows.iter().filter_map(|row| row.get(place)).map(|cell| width_of(cell)).max();
        let mut widths: Vec<usize> = (0..columns.len()).map(|place| widest(place).unwrap_or(0)).collect();
        let room = self.style.columns().saturating_sub(indent + GAP * columns.len().saturating_sub(1));
        while widths.iter().sum::<usize>() > room {
            let gives = |place: &usize| columns[*place] == Column::Wrapped && widths[*place] > NARROWEST;
            let may_give = (0..columns.len()).filter(gives).max_by_key(|place| widths[*place]);
            // If nothing may give, the widest has to: no line is longer than the page.
            let Some(place) = may_give.or_else(|| (0..columns.len()).max_by_key(|place| widths[*place])) else { break };
            widths[place] -= 1;
        }
        widths
    }

    /// Cells, each from its column on.
    fn row(&mut self, cells: &[(usize, &[Text])]) {
        let mut at = 0;
        for (left, cell) in cells.iter().filter(|(_, cell)| width_of(cell) > 0) {
            self.out.extend(std::iter::repeat_n(' ', left.saturating_sub(at)));
            for text in *cell {
                text.write(self.style.color, &mut self.out);
            }
            at = left + width_of(cell);
        }
        self.out.truncate(self.out.trim_end_matches(' ').len());
        self.out.push('\n');
    }
}

fn width_of(cell: &[Text]) -> usize {
    cell.iter().map(Text::width).sum()
}
