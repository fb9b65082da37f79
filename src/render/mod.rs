//! Reports to bytes, one file a format. Nothing here prints: each renderer is a function of the report and a style.

mod bar;
mod catalogue;
mod escape;
#[cfg(test)]
mod example;
mod explain;
mod json;
mod page;
mod rbac;
mod style;
mod table;
mod text;

pub use catalogue::{Row, catalogue};
pub use escape::escape;
pub use explain::{CheckPage, Finding, check, findings};
pub use json::json;
pub use rbac::{Access, Subject, rbac};
pub use style::Style;
pub use table::table;
