//! Semantic versions: `semver('1.33.2')` and what can be asked of it.

use std::any::Any;
use std::cmp::Ordering;
use std::fmt;

use cel::common::types::{CelBool, CelInt, CelString, Type};
use cel::common::value::{StaticVal, Val};
use cel::{DeclarationError, Env, ExecutionError};

use super::{ordering, text};

static SEMVER_TYPE: Type = Type::new_unspecified_type("kubernetes.Semver");

/// A version by semver.org 2.0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Semver {
    numbers: [u64; 3],
    pre: Vec<Part>,
    build: String,
}

/// One part of a pre-release; numbers come before words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Number(u64),
    Word(String),
}

impl Semver {
    /// Parses strictly, or, if `normalize`, with a leading `v`, missing parts and leading zeros.
    pub(super) fn parse(text: &str, normalize: bool) -> Option<Self> {
        let text = if normalize { text.strip_prefix('v').unwrap_or(text) } else { text };
        let (rest, build) = text.split_once('+').unwrap_or((text, ""));
        let (core, pre) = rest.split_once('-').unwrap_or((rest, ""));
        if (rest.contains('-') && !identifiers(pre)) || (text.contains('+') && !identifiers(build)) {
            return None;
        }
        let mut numbers = [0; 3];
        let parts: Vec<&str> = core.split('.').collect();
        if parts.len() > 3 || (parts.len() < 3 && !normalize) {
            return None;
        }
        for (number, part) in numbers.iter_mut().zip(&parts) {
            *number = digits(part, normalize)?;
        }
        let pre = pre.split('.').filter(|part| !part.is_empty()).map(Part::of).collect::<Option<Vec<_>>>()?;
        Some(Self { numbers, pre, build: build.to_owned() })
    }

    fn order(&self, other: &Self) -> Ordering {
        let release_last = self.pre.is_empty().cmp(&other.pre.is_empty());
        self.numbers.cmp(&other.numbers).then(release_last).then_with(|| self.pre.cmp(&other.pre))
    }
}

impl Part {
    fn of(text: &str) -> Option<Self> {
        if text.bytes().all(|b| b.is_ascii_digit()) {
            return digits(text, false).map(Self::Number);
        }
        Some(Self::Word(text.to_owned()))
    }
}

fn identifiers(text: &str) -> bool {
    text.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
}

fn digits(text: &str, zeros: bool) -> Option<u64> {
    let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let padded = text.len() > 1 && text.starts_with('0');
    (plain && (zeros || !padded)).then(|| text.parse().ok()).flatten()
}

impl fmt::Display for Semver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch] = self.numbers;
        write!(f, "{major}.{minor}.{patch}")?;
        for (at, part) in self.pre.iter().enumerate() {
            f.write_str(if at == 0 { "-" } else { "." })?;
            match part {
                Part::Number(number) => write!(f, "{number}")?,
                Part::Word(word) => f.write_str(word)?,
            }
        }
        if self.build.is_empty() { Ok(()) } else { write!(f, "+{}", self.build) }
    }
}

impl Val for Semver {
    fn get_type(&self) -> &Type {
        &SEMVER_TYPE
    }

    fn cel_type() -> &'static Type {
        &SEMVER_TYPE
    }

    fn equals(&self, other: &dyn Val) -> bool {
        other.downcast_ref::<Self>().is_some_and(|other| self.order(other) == Ordering::Equal)
    }

    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v> {
        Box::new(self.clone())
    }

    fn as_any(&self) -> Option<&dyn Any> {
        Some(self)
    }
}

impl StaticVal for Semver {}

fn parsed(spelling: &CelString<'_>, normalize: bool) -> Result<Semver, ExecutionError> {
    let wrong = || ExecutionError::function_error("semver", format!("`{}` is no version", text(spelling)));
    Semver::parse(text(spelling), normalize).ok_or_else(wrong)
}

fn semver(spelling: &CelString<'_>) -> Result<Semver, ExecutionError> {
    parsed(spelling, false)
}

fn semver_normalized(spelling: &CelString<'_>, normalize: &CelBool) -> Result<Semver, ExecutionError> {
    parsed(spelling, *normalize.inner())
}

fn is_semver(spelling: &CelString<'_>) -> CelBool {
    CelBool::from(parsed(spelling, false).is_ok())
}

fn is_semver_normalized(spelling: &CelString<'_>, normalize: &CelBool) -> CelBool {
    CelBool::from(parsed(spelling, *normalize.inner()).is_ok())
}

fn number(version: &Semver, at: usize) -> CelInt {
    CelInt::from(version.numbers.get(at).and_then(|number| i64::try_from(*number).ok()).unwrap_or(i64::MAX))
}

fn major(version: &Semver) -> CelInt {
    number(version, 0)
}

fn minor(version: &Semver) -> CelInt {
    number(version, 1)
}

fn patch(version: &Semver) -> CelInt {
    number(version, 2)
}

fn compare_to(a: &Semver, b: &Semver) -> CelInt {
    ordering(a.order(b))
}

fn is_less_than(a: &Semver, b: &Semver) -> CelBool {
    CelBool::from(a.order(b) == Ordering::Less)
}

fn is_greater_than(a: &Semver, b: &Semver) -> CelBool {
    CelBool::from(a.order(b) == Ordering::Greater)
}

pub(super) fn declare(env: &mut Env) -> Result<(), DeclarationError> {
    cel::add_overload!(env, fn semver: (CelString) -> Result<Semver>)?;
    cel::add_overload!(env, fn semver_normalized: (CelString, CelBool) -> Result<Semver>, name = "semver")?;
    cel::add_overload!(env, fn is_semver: (CelString) -> CelBool)?;
    cel::add_overload!(env, fn is_semver_normalized: (CelString, CelBool) -> CelBool, name = "isSemver")?;
    cel::add_member_overload!(env, fn major: (Semver) -> CelInt)?;
    cel::add_member_overload!(env, fn minor: (Semver) -> CelInt)?;
    cel::add_member_overload!(env, fn patch: (Semver) -> CelInt)?;
    cel::add_member_overload!(env, fn compare_to: (Semver, Semver) -> CelInt)?;
    cel::add_member_overload!(env, fn is_less_than: (Semver, Semver) -> CelBool)?;
    cel::add_member_overload!(env, fn is_greater_than: (Semver, Semver) -> CelBool)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_order_as_semver_says() {
        let ordered = ["1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1"];
        let versions: Vec<Semver> = ordered.iter().map(|text| Semver::parse(text, false).unwrap()).collect();
        assert!(versions.windows(2).all(|pair| pair[0].order(&pair[1]) == Ordering::Less));
        assert!(versions.iter().zip(ordered).all(|(version, text)| version.to_string() == text));
    }

    #[test]
    fn strict_is_strict_and_normalizing_is_not() {
        for text in ["v1.0.0", "1.0", "1", "01.0.0"] {
            assert!(Semver::parse(text, false).is_none(), "{text}");
            assert!(Semver::parse(text, true).is_some(), "{text}");
        }
        for text in ["", "a.b.c", "1.0.0-", "1.0.0+", "1.0.0.0", "1..0", "1.0.0-01"] {
            assert!(Semver::parse(text, true).is_none(), "{text}");
        }
    }
}
