//! What the terminal can show.

use std::io::IsTerminal;

use super::args::{Color, Global};
use crate::render::Style;

/// Columns where no terminal says how wide it is.
const WIDTH: usize = 100;

/// How reports look on standard output.
pub(super) fn style(global: &Global, all: bool) -> Style {
    let terminal = std::io::stdout().is_terminal();
    Style { width: width(terminal), color: color(global.color, terminal), ascii: !is_utf8(), all }
}

/// How reports look in a file: no colours, no terminal to fit.
pub(super) fn file_style(all: bool) -> Style {
    Style { width: WIDTH, color: false, ascii: false, all }
}

fn width(terminal: bool) -> usize {
    let told = || std::env::var("COLUMNS").ok()?.parse().ok();
    let measured = || terminal.then(terminal_size::terminal_size).flatten().map(|(width, _)| usize::from(width.0));
    told().or_else(measured).filter(|width| *width > 0).unwrap_or(WIDTH)
}

/// <https://no-color.org> and <https://bixense.com/clicolors>: a variable counts if it is set and not empty.
fn color(wish: Color, terminal: bool) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|it| !it.is_empty());
    match wish {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if set("NO_COLOR") => false,
        Color::Auto => terminal || (set("CLICOLOR_FORCE") && std::env::var("CLICOLOR_FORCE").as_deref() != Ok("0")),
    }
}

/// The first of these that is set and not empty names the character set (POSIX).
fn is_utf8() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().filter_map(|name| std::env::var(name).ok());
    locale.into_iter().find(|it| !it.is_empty()).is_some_and(|it| it.to_lowercase().replace('-', "").contains("utf8"))
}
