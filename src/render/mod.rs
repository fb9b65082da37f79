//! Reports to bytes, one file a format. Nothing here prints: each renderer is a function of the report and a style.

mod bar;
mod escape;
#[cfg(test)]
mod example;
mod json;
mod page;
mod style;
mod table;
mod text;

pub use escape::escape;
pub use json::json;
pub use style::Style;
pub use table::table;
