//! Kubernetes quantities: `quantity('1Gi')` and what can be asked of it.

use std::any::Any;
use std::cmp::Ordering;
use std::fmt;

use cel::common::types::{CelBool, CelDouble, CelInt, CelString, Type};
use cel::common::value::{StaticVal, Val};
use cel::{DeclarationError, Env, ExecutionError};

use super::{ordering, text};

static QUANTITY_TYPE: Type = Type::new_unspecified_type("kubernetes.Quantity");

/// Billionths of a unit: Kubernetes keeps no more, and rounds away from zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Quantity(i128);

const NANO: i128 = 1_000_000_000;

impl Quantity {
    /// Any spelling that the API server takes: `1`, `1.5Gi`, `100m`, `1e3`, `2E`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (number, suffix) = rest.split_at(end);
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        if (whole.is_empty() && fraction.is_empty()) || fraction.contains('.') {
            return None;
        }
        let digits: i128 = format!("0{whole}{fraction}").parse().ok()?;
        let (up, down) = scale(suffix)?;
        let down = i128::checked_pow(10, u32::try_from(fraction.len()).ok()?)?.checked_mul(down)?;
        let nanos = digits.checked_mul(NANO)?.checked_mul(up)?;
        let rounded = nanos / down + i128::from(nanos % down != 0);
        Some(Self(if negative { -rounded } else { rounded }))
    }
}

/// The factor of a suffix, as a numerator and a denominator.
fn scale(suffix: &str) -> Option<(i128, i128)> {
    let power = |base: i128, exponent: u32| base.checked_pow(exponent);
    let up = match suffix {
        "n" => return Some((1, power(1000, 3)?)),
        "u" => return Some((1, power(1000, 2)?)),
        "m" => return Some((1, 1000)),
        "" => 1,
        "k" => 1000,
        "M" => power(1000, 2)?,
        "G" => power(1000, 3)?,
        "T" => power(1000, 4)?,
        "P" => power(1000, 5)?,
        "E" => power(1000, 6)?,
        "Ki" => 1024,
        "Mi" => power(1024, 2)?,
        "Gi" => power(1024, 3)?,
        "Ti" => power(1024, 4)?,
        "Pi" => power(1024, 5)?,
        "Ei" => power(1024, 6)?,
        exponent => {
            let exponent: i32 = exponent.strip_prefix(['e', 'E'])?.parse().ok()?;
            let factor = power(10, exponent.unsigned_abs())?;
            return Some(if exponent < 0 { (1, factor) } else { (factor, 1) });
        }
    };
    Some((up, 1))
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 % NANO, self.0 % (NANO / 1000)) {
            (0, _) => write!(f, "{}", self.0 / NANO),
            (_, 0) => write!(f, "{}m", self.0 / (NANO / 1000)),
            _ => write!(f, "{}n", self.0),
        }
    }
}

impl Val for Quantity {
    fn get_type(&self) -> &Type {
        &QUANTITY_TYPE
    }

    fn cel_type() -> &'static Type {
        &QUANTITY_TYPE
    }

    fn equals(&self, other: &dyn Val) -> bool {
        other.downcast_ref::<Self>() == Some(self)
    }

    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v> {
        Box::new(*self)
    }

    fn as_any(&self) -> Option<&dyn Any> {
        Some(self)
    }
}

impl StaticVal for Quantity {}

fn quantity(spelling: &CelString<'_>) -> Result<Quantity, ExecutionError> {
    let wrong = || ExecutionError::function_error("quantity", format!("`{}` is no quantity", text(spelling)));
    Quantity::parse(text(spelling)).ok_or_else(wrong)
}

fn is_quantity(spelling: &CelString<'_>) -> CelBool {
    CelBool::from(Quantity::parse(text(spelling)).is_some())
}

fn sum(a: i128, b: Option<i128>, name: &str) -> Result<Quantity, ExecutionError> {
    let total = b.and_then(|b| a.checked_add(b)).map(Quantity);
    total.ok_or_else(|| ExecutionError::function_error(name, "the quantity is too large"))
}

fn add(a: &Quantity, b: &Quantity) -> Result<Quantity, ExecutionError> {
    sum(a.0, Some(b.0), "add")
}

fn add_int(a: &Quantity, b: &CelInt) -> Result<Quantity, ExecutionError> {
    sum(a.0, i128::from(*b.inner()).checked_mul(NANO), "add")
}

fn sub(a: &Quantity, b: &Quantity) -> Result<Quantity, ExecutionError> {
    sum(a.0, b.0.checked_neg(), "sub")
}

fn sub_int(a: &Quantity, b: &CelInt) -> Result<Quantity, ExecutionError> {
    sum(a.0, i128::from(*b.inner()).checked_mul(-NANO), "sub")
}

fn as_integer(a: &Quantity) -> Result<CelInt, ExecutionError> {
    let whole = (a.0 % NANO == 0).then(|| i64::try_from(a.0 / NANO).ok()).flatten();
    whole.map(CelInt::from).ok_or_else(|| ExecutionError::function_error("asInteger", format!("{a} is no integer")))
}

fn is_integer(a: &Quantity) -> CelBool {
    CelBool::from(as_integer(a).is_ok())
}

fn as_approximate_float(a: &Quantity) -> CelDouble {
    CelDouble::from(a.0 as f64 / NANO as f64)
}

fn sign(a: &Quantity) -> CelInt {
    ordering(a.0.cmp(&0))
}

fn compare_to(a: &Quantity, b: &Quantity) -> CelInt {
    ordering(a.cmp(b))
}

fn is_less_than(a: &Quantity, b: &Quantity) -> CelBool {
    CelBool::from(a.cmp(b) == Ordering::Less)
}

fn is_greater_than(a: &Quantity, b: &Quantity) -> CelBool {
    CelBool::from(a.cmp(b) == Ordering::Greater)
}

pub(super) fn declare(env: &mut Env) -> Result<(), DeclarationError> {
    cel::add_overload!(env, fn quantity: (CelString) -> Result<Quantity>)?;
    cel::add_overload!(env, fn is_quantity: (CelString) -> CelBool)?;
    cel::add_member_overload!(env, fn add: (Quantity, Quantity) -> Result<Quantity>)?;
    cel::add_member_overload!(env, fn add_int: (Quantity, CelInt) -> Result<Quantity>, name = "add")?;
    cel::add_member_overload!(env, fn sub: (Quantity, Quantity) -> Result<Quantity>)?;
    cel::add_member_overload!(env, fn sub_int: (Quantity, CelInt) -> Result<Quantity>, name = "sub")?;
    cel::add_member_overload!(env, fn as_integer: (Quantity) -> Result<CelInt>)?;
    cel::add_member_overload!(env, fn is_integer: (Quantity) -> CelBool)?;
    cel::add_member_overload!(env, fn as_approximate_float: (Quantity) -> CelDouble)?;
    cel::add_member_overload!(env, fn sign: (Quantity) -> CelInt)?;
    cel::add_member_overload!(env, fn compare_to: (Quantity, Quantity) -> CelInt)?;
    cel::add_member_overload!(env, fn is_less_than: (Quantity, Quantity) -> CelBool)?;
    cel::add_member_overload!(env, fn is_greater_than: (Quantity, Quantity) -> CelBool)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantity_has_ten_spellings() {
        for (text, nanos) in [
            ("0", 0),
            ("1", NANO),
            ("+1", NANO),
            ("-1.5", -3 * NANO / 2),
            ("100m", NANO / 10),
            ("1u", 1000),
            ("1n", 1),
            ("0.1n", 1),
            (".5", NANO / 2),
            ("1.", NANO),
            ("1k", 1000 * NANO),
            ("1Ki", 1024 * NANO),
            ("1.5Gi", 1_610_612_736 * NANO),
            ("1e3", 1000 * NANO),
            ("1E3", 1000 * NANO),
            ("1E", 1_000_000_000_000_000_000 * NANO),
            ("5e-1", NANO / 2),
        ] {
            assert_eq!(Quantity::parse(text), Some(Quantity(nanos)), "{text}");
        }
        for text in ["", "Gi", "1GiB", "1 Gi", "1..2", ".", "--1", "1K", "1e", "1e99", "0x1", "∞"] {
            assert_eq!(Quantity::parse(text), None, "{text}");
        }
    }
}
