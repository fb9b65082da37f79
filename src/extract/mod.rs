//! Wire objects to observed objects, pure.
