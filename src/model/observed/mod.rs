//! Observed objects.
