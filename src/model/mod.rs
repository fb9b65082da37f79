//! Plain data that crosses walls. No behaviour beyond what keeps the data honest.

pub mod duration;
pub mod facts;
pub mod glob;
pub mod image;
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

pub use image::{ImageRef, Pinned};
pub use int_or_string::IntOrString;
pub use known::{Because, Ignorance, Known};
pub use listing::{Gap, Listing, Namespaced, Scope};
pub use quantity::Quantity;
pub use selector::LabelSelector;
pub use time::{Seconds, Time};
