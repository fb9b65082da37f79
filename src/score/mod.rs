//! Scores verdicts. Integers only; nothing judged means no score.
mod natural;
mod ratio;
