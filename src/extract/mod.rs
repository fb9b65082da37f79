//! Wire objects to observed objects, pure.

pub mod scrub;
