//! Plain data that crosses walls. No behaviour beyond what keeps the data honest.

pub mod facts;
pub mod int_or_string;
pub mod known;
pub mod listing;
pub mod observed;
pub mod quantity;
pub mod report;
pub mod score;
pub mod selector;
pub mod settings;
pub mod severity;
pub mod snapshot;
pub mod source;
pub mod time;
pub mod verdict;

pub use known::{Because, Ignorance, Known};
pub use listing::{Gap, Listing, Namespaced, Scope};
pub use time::{Seconds, Time};
