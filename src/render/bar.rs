//! Bars: what is sure in full blocks, what is unknown in shade.

use crate::model::verdict::MILLION;

/// Columns of a bar.
pub(super) const BAR: usize = 10;

/// A bar for the interval `low..high` (parts per million): the sure part and the unknown one.
///
/// Something that is more than nothing shows, and the bar is full only for all.
pub(super) fn bar(low: u32, high: u32, ascii: bool) -> (String, String) {
    // A report that was edited by hand may say anything.
    let (low, high) = (u64::from(low.min(MILLION)), u64::from(high.min(MILLION)));
    let cells = BAR as u64;
    let million = u64::from(MILLION);
    if high > low {
        // Whole cells only, so that sure and unknown touch.
        let sure = low * cells / million;
        let shade = (high * cells).div_ceil(million) - sure;
        return (repeat(if ascii { '#' } else { '█' }, sure), repeat(if ascii { '?' } else { '▒' }, shade));
    }
    if ascii {
        let sure = low * cells / million;
        return (repeat('#', if low > 0 { sure.max(1) } else { 0 }), String::new());
    }
    let eighths = low * cells * 8 / million;
    let eighths = if low > 0 { eighths.max(1) } else { 0 };
    let mut sure = repeat('█', eighths / 8);
    sure.extend(match eighths % 8 {
        1 => Some('▏'),
        2 => Some('▎'),
        3 => Some('▍'),
        4 => Some('▌'),
        5 => Some('▋'),
        6 => Some('▊'),
        7 => Some('▉'),
        _ => None,
    });
    (sure, String::new())
}

fn repeat(c: char, count: u64) -> String {
    (0..count).map(|_| c).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_show_what_is_sure_and_what_is_not() {
        let table = [
            (0, 0, "", ""),
            (1, 1, "▏", "#"),
            (250_000, 250_000, "██▌", "##"),
            (750_000, 750_000, "███████▌", "#######"),
            (999_999, 999_999, "█████████▉", "#########"),
            (MILLION, MILLION, "██████████", "##########"),
            (660_000, 790_000, "██████▒▒", "######??"),
            (0, MILLION, "▒▒▒▒▒▒▒▒▒▒", "??????????"),
            (990_000, MILLION, "█████████▒", "#########?"),
            (0, 1, "▒", "?"),
            (u32::MAX, u32::MAX, "██████████", "##########"),
        ];
        for (low, high, unicode, ascii) in table {
            for (wanted, is_ascii) in [(unicode, false), (ascii, true)] {
                let (sure, shade) = bar(low, high, is_ascii);
                assert_eq!(sure + &shade, wanted, "{low}..{high}");
            }
        }
    }
}
