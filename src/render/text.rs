//! Text on its way to a page: escaped, cut, painted and wrapped.

use unicode_width::UnicodeWidthChar;

use super::escape::push_escaped;
use super::style::{Paint, Style};

/// The most columns that one text takes; the rest is an ellipsis. JSON has it whole.
const LONGEST: usize = 320;

/// A text that is safe to show. There is no way to make one that was not escaped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Text {
    shown: String,
    paint: Paint,
}

impl Text {
    pub(super) fn new(text: &str, paint: Paint, style: &Style) -> Self {
        Self { shown: cut(text, LONGEST, style), paint }
    }

    pub(super) fn plain(text: &str, style: &Style) -> Self {
        Self::new(text, Paint::Plain, style)
    }

    pub(super) fn width(&self) -> usize {
        self.shown.chars().map(columns).sum()
    }

    pub(super) fn write(&self, color: bool, out: &mut String) {
        self.paint.write(&self.shown, color, out);
    }
}

fn columns(c: char) -> usize {
    c.width().unwrap_or(0)
}

/// Escapes the text, up to a number of columns.
fn cut(text: &str, longest: usize, style: &Style) -> String {
    let mut shown = String::new();
    let mut width = 0;
    for c in text.chars() {
        let start = shown.len();
        push_escaped(c, style.ascii, &mut shown);
        width += shown[start..].chars().map(columns).sum::<usize>();
        if width > longest {
            shown.truncate(start);
            shown.push_str(style.ellipsis());
            break;
        }
    }
    shown
}

/// Breaks texts into lines of a width: between words, within a word only if it is longer than a line.
pub(super) fn wrap(texts: &[Text], width: usize) -> Vec<Vec<Text>> {
    let chars: Vec<(char, Paint)> = texts.iter().flat_map(|text| text.shown.chars().map(|c| (c, text.paint))).collect();
    let mut lines = Vec::new();
    let mut rest = &chars[..];
    while !rest.is_empty() {
        let (end, next) = first_line(rest, width);
        lines.push(joined(&rest[..end]));
        rest = &rest[next..];
    }
    lines
}

/// Where the first line ends, and where the next begins.
fn first_line(chars: &[(char, Paint)], width: usize) -> (usize, usize) {
    let mut taken = 0;
    let mut used = 0;
    while let Some((c, _)) = chars.get(taken).filter(|(c, _)| used + columns(*c) <= width || taken == 0) {
        used += columns(*c);
        taken += 1;
    }
    let is_space = |place: &usize| chars.get(*place).is_some_and(|(c, _)| *c == ' ');
    let starts_with_word = chars.iter().position(|(c, _)| *c != ' ').unwrap_or(0);
    let end = match taken {
        all if all == chars.len() => all,
        fits if is_space(&fits) => fits,
        fits => (starts_with_word + 1..fits).rev().find(is_space).unwrap_or_else(|| within_word(chars, fits)),
    };
    let next = (end..chars.len()).find(|place| !is_space(place)).unwrap_or(chars.len());
    (end, next)
}

/// Where to break a word that is longer than a line: after a sign within it, if that leaves half a line.
fn within_word(chars: &[(char, Paint)], fits: usize) -> usize {
    let is_joint = |place: &usize| matches!(chars[*place - 1].0, '/' | '.' | '-' | ',' | ':' | '@');
    (fits / 2 + 1..=fits).rev().find(is_joint).unwrap_or(fits)
}

fn joined(line: &[(char, Paint)]) -> Vec<Text> {
    let mut texts: Vec<Text> = Vec::new();
    for (c, paint) in line {
        match texts.last_mut().filter(|text| text.paint == *paint) {
            Some(text) => text.shown.push(*c),
            None => texts.push(Text { shown: c.to_string(), paint: *paint }),
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, width: usize) -> Vec<String> {
        let style = Style::default();
        let wrapped = wrap(&[Text::plain(text, &style)], width);
        wrapped.into_iter().map(|line| line.into_iter().map(|text| text.shown).collect()).collect()
    }

    #[test]
    fn lines_break_between_words_and_long_words_within() {
        assert_eq!(lines("one two three", 7), ["one two", "three"]);
        assert_eq!(lines("one two three", 8), ["one two", "three"]);
        assert_eq!(lines("abcdefghij kl", 4), ["abcd", "efgh", "ij", "kl"]);
        assert_eq!(lines("horizontalpodautoscalers.autoscaling", 32), ["horizontalpodautoscalers.", "autoscaling"]);
        assert_eq!(lines("  a bc", 4), ["  a", "bc"]);
        assert_eq!(lines("数数数", 4), ["数数", "数"]);
        assert_eq!(lines("数", 1), ["数"]);
        assert_eq!(lines("", 4), [""; 0]);
    }

    #[test]
    fn a_megabyte_becomes_a_few_lines() {
        let shown = Text::plain(&"x".repeat(1_000_000), &Style::default());
        assert_eq!(shown.width(), LONGEST + 1);
        assert!(shown.shown.ends_with('…'));
        let marks = Text::plain(&"\u{301}".repeat(1_000_000), &Style { ascii: true, ..Style::default() });
        assert!(marks.shown.len() <= LONGEST + 3 && marks.shown.ends_with("}..."));
    }
}
