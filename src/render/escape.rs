//! Makes text from the world harmless: what would steer the terminal or deceive the eye is shown as an escape.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar;

/// The text with everything visible: control characters (so ANSI sequences), bidi marks and overrides, zero-width and
/// combining characters and odd spaces become `\u{202e}` (`\n`, `\t`, `\r`); with `ascii` everything beyond ASCII does.
pub fn escape(text: &str, ascii: bool) -> Cow<'_, str> {
    if text.chars().all(|c| is_plain(c, ascii)) {
        return Cow::Borrowed(text);
    }
    text.chars()
        .fold(String::with_capacity(text.len() + 16), |mut shown, c| {
            push_escaped(c, ascii, &mut shown);
            shown
        })
        .into()
}

/// Adds one character, escaped if it has to be.
pub(super) fn push_escaped(c: char, ascii: bool, shown: &mut String) {
    if is_plain(c, ascii) {
        shown.push(c);
    } else if matches!(c, '\n' | '\t' | '\r') {
        shown.extend(c.escape_default());
    } else {
        shown.extend(c.escape_unicode());
    }
}

fn is_plain(c: char, ascii: bool) -> bool {
    match c {
        ' '..='~' => true,
        _ if ascii => false,
        _ => !is_deceptive(c) && !c.is_whitespace() && c.width().is_some_and(|columns| columns > 0),
    }
}

/// True for what a terminal obeys or does not show: controls, line separators, bidi controls and all that Unicode calls
/// default ignorable. Said here in full, whatever a width table thinks of it.
pub(super) fn is_deceptive(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_or_deceives_the_eye_is_shown() {
        let table = [
            ("plain-name.1", "plain-name.1"),
            ("größe 数 é", "größe 数 é"),
            ("\u{1b}[2Jgone", "\\u{1b}[2Jgone"),
            ("\u{9b}31m", "\\u{9b}31m"),
            ("\u{1b}]0;title\u{7}", "\\u{1b}]0;title\\u{7}"),
            ("a\nb\tc\rd", "a\\nb\\tc\\rd"),
            ("\u{7f}\0", "\\u{7f}\\u{0}"),
            ("user\u{202e}gpj.exe", "user\\u{202e}gpj.exe"),
            ("\u{2066}x\u{2069}\u{61c}\u{200f}", "\\u{2066}x\\u{2069}\\u{61c}\\u{200f}"),
            ("zero\u{200b}width\u{feff}\u{2060}", "zero\\u{200b}width\\u{feff}\\u{2060}"),
            ("e\u{301}", "e\\u{301}"),
            ("\u{2028}\u{85}\u{a0}\u{3000}", "\\u{2028}\\u{85}\\u{a0}\\u{3000}"),
            ("\u{e0041}\u{3164}\u{fe0f}\u{ad}", "\\u{e0041}\\u{3164}\\u{fe0f}\\u{ad}"),
        ];
        for (text, shown) in table {
            assert_eq!(escape(text, false), shown);
        }
    }

    #[test]
    fn ascii_pages_hold_ascii_only() {
        assert_eq!(escape("größe", true), "gr\\u{f6}\\u{df}e");
        assert_eq!(escape("~ plain", true), "~ plain");
    }

    #[test]
    fn every_character_that_is_kept_takes_room() {
        for c in '\0'..=char::MAX {
            let mut shown = String::new();
            push_escaped(c, false, &mut shown);
            let kept = shown.chars().eq([c]);
            assert!(
                !kept || (c.width().unwrap_or(0) > 0 && !c.is_control() && (c == ' ' || !c.is_whitespace())),
                "{c:?}"
            );
        }
    }
}
