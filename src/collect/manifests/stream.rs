//! Splits what was read into documents, so that one broken document does not take the others with it.

use std::borrow::Cow;

/// One document of a file: its bytes, and the line of the file on which they start.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) line: u32,
}

/// What a file holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Content<'a> {
    /// UTF-8 or nearly so: each document is checked on its own.
    Text(Cow<'a, [u8]>),
    /// Nothing that YAML or JSON may be: an archive, an encrypted file.
    Binary,
}

/// How far to look for a zero byte, which no text has.
const PROBE: usize = 8192;

/// Removes a byte order mark and turns UTF-16 into UTF-8.
pub(super) fn decode(bytes: &[u8]) -> Content<'_> {
    let text = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => Cow::Borrowed(rest),
        [0xFF, 0xFE, rest @ ..] => Cow::Owned(utf16(rest, u16::from_le_bytes)),
        [0xFE, 0xFF, rest @ ..] => Cow::Owned(utf16(rest, u16::from_be_bytes)),
        _ => Cow::Borrowed(bytes),
    };
    if text.iter().take(PROBE).any(|&byte| byte == 0) { Content::Binary } else { Content::Text(text) }
}

/// An unpaired surrogate or a last odd byte becomes a byte that is not UTF-8: the document with it is reported, the
/// others are read.
fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Vec<u8> {
    let units = bytes.chunks(2).map(|pair| match pair {
        [first, second] => unit([*first, *second]),
        _ => 0xD800,
    });
    let mut text = Vec::with_capacity(bytes.len());
    for decoded in char::decode_utf16(units) {
        match decoded {
            Ok(letter) => text.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes()),
            Err(_) => text.push(0xFF),
        }
    }
    text
}

/// The documents of a file, without those that hold only comments.
///
/// A `---` in column 1 always starts a document: YAML forbids it within scalars, and in block scalars the text is
/// indented. A directive belongs to the document after it.
pub(super) fn pieces(bytes: &[u8]) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut first_line = 1_u32;
    let mut end = 0;
    let mut line_number = 1_u32;
    let mut directives = false;
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        if is_marker(line, b"---") && !directives {
            push(&mut pieces, bytes.get(start..end), first_line);
            (start, first_line) = (end, line_number);
        }
        end += line.len();
        line_number = line_number.saturating_add(1);
        if is_marker(line, b"...") {
            push(&mut pieces, bytes.get(start..end), first_line);
            (start, first_line) = (end, line_number);
        }
        directives = is_directive(line) && content_start(bytes.get(start..end).unwrap_or_default()).is_none()
            || directives && !is_marker(line, b"---");
    }
    push(&mut pieces, bytes.get(start..end), first_line);
    pieces
}

fn push<'a>(pieces: &mut Vec<Piece<'a>>, bytes: Option<&'a [u8]>, line: u32) {
    if let Some(bytes) = bytes
        && content_start(bytes).is_some()
    {
        pieces.push(Piece { bytes, line });
    }
}

/// Where the first thing stands that is neither blank, comment, directive nor marker.
pub(super) fn content_start(bytes: &[u8]) -> Option<usize> {
    let mut offset = 0;
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        let skipped = if is_marker(line, b"---") || is_marker(line, b"...") { 3 } else { 0 };
        let rest = line.get(skipped..).unwrap_or_default();
        let indent = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        match rest.get(indent) {
            None | Some(b'#') => offset += line.len(),
            Some(_) if is_directive(line) => offset += line.len(),
            Some(_) => return Some(offset + skipped + indent),
        }
    }
    None
}

fn is_marker(line: &[u8], marker: &[u8]) -> bool {
    line.strip_prefix(marker).is_some_and(|rest| rest.first().is_none_or(u8::is_ascii_whitespace))
}

fn is_directive(line: &[u8]) -> bool {
    line.starts_with(b"%YAML") || line.starts_with(b"%TAG")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<(u32, &str)> {
        pieces(text.as_bytes()).iter().map(|piece| (piece.line, std::str::from_utf8(piece.bytes).unwrap())).collect()
    }

    #[test]
    fn a_stream_is_split_at_markers_in_column_one() {
        let cases: [(&str, &[(u32, &str)]); 9] = [
            ("", &[]),
            ("a: 1", &[(1, "a: 1")]),
            ("---\na: 1\n---\nb: 2\n", &[(1, "---\na: 1\n"), (3, "---\nb: 2\n")]),
            ("a: 1\r\n---\r\nb: 2\r\n", &[(1, "a: 1\r\n"), (2, "---\r\nb: 2\r\n")]),
            ("a: 1\n--- # two\nb: 2\n", &[(1, "a: 1\n"), (2, "--- # two\nb: 2\n")]),
            ("a: |\n  ---\n  x\n---b: 2\n", &[(1, "a: |\n  ---\n  x\n---b: 2\n")]),
            ("a: 1\n...\nb: 2\n", &[(1, "a: 1\n...\n"), (3, "b: 2\n")]),
            ("# c\n%YAML 1.1\n---\na: 1\n---\nb: 2\n", &[(1, "# c\n%YAML 1.1\n---\na: 1\n"), (5, "---\nb: 2\n")]),
            ("---\n{\"a\": 1}\n---\n{\"b\": 2}\n", &[(1, "---\n{\"a\": 1}\n"), (3, "---\n{\"b\": 2}\n")]),
        ];
        for (text, wanted) in cases {
            assert_eq!(split(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn documents_of_comments_only_are_left_out() {
        assert_eq!(split("# a\n---\n# b\n\n---\nc: 1\n---\n---\n...\n"), [(5, "---\nc: 1\n")]);
    }

    #[test]
    fn byte_order_marks_and_utf16_are_decoded() {
        let text = "kind: Päöd 🚀\n";
        let le: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let be: Vec<u8> = [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
        let utf8: Vec<u8> = [0xEF, 0xBB, 0xBF].into_iter().chain(text.bytes()).collect();
        for bytes in [le, be, utf8, text.as_bytes().to_vec()] {
            assert_eq!(decode(&bytes), Content::Text(Cow::Borrowed(text.as_bytes())));
        }
    }

    #[test]
    fn zero_bytes_make_it_binary_and_broken_utf16_is_not_utf8() {
        assert_eq!(decode(b"\0GITCRYPT\0..."), Content::Binary);
        let Content::Text(text) = decode(&[0xFF, 0xFE, b'a', 0, 0x00, 0xD8, b'b']) else { panic!("binary") };
        assert!(std::str::from_utf8(&text).is_err());
    }
}
