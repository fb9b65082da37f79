//! An amount of CPU, memory or storage in any of the spellings of Kubernetes, kept as written.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// An amount as written: `500m`, `1.5Gi`, `1e3`, `2`.
///
/// Reading never fails: a text that is no amount answers `None` to every question, and [`problem`](Self::problem)
/// says why. So one bad field does not take the object with it. Equality is that of the text: `1` and `1000m` differ;
/// compare [`milli`](Self::milli) or [`nano`](Self::nano) to compare amounts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(transparent)]
pub struct Quantity(String);

/// Why a text is no amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// Nothing was written.
    #[error("a quantity is empty")]
    Empty,
    /// No digits where the number should be.
    #[error("quantity `{0}` has no digits")]
    NoDigits(String),
    /// The unit is none of Kubernetes'.
    #[error("quantity `{text}` has an unknown suffix `{suffix}`")]
    Suffix {
        /// The whole text.
        text: String,
        /// What follows the number.
        suffix: String,
    },
}

/// Kubernetes caps amounts at the largest signed 64-bit number of whole units.
const CAP: i128 = (i64::MAX as i128) * NANO;
const NANO: i128 = 1_000_000_000;
/// Digits of a fraction that are counted one by one: 10^20 times 2^60 still fits 128 bits. The rest only rounds up.
const FRACTION_DIGITS: usize = 20;

impl Quantity {
    /// An amount as written; any text will do.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Billionths of a unit, rounded away from zero and capped at 2^63-1 units, as Kubernetes does.
    ///
    /// # Errors
    /// If the text is no amount.
    pub fn nano(&self) -> Result<i128, QuantityError> {
        parse(&self.0)
    }

    /// Thousandths of a unit (CPU), rounded away from zero. `None` if the text is no amount.
    pub fn milli(&self) -> Option<i64> {
        self.scaled(NANO / 1000)
    }

    /// Whole units, rounded away from zero. `None` if the text is no amount.
    pub fn units(&self) -> Option<i64> {
        self.scaled(NANO)
    }

    /// Bytes, for memory and storage: the same as [`units`](Self::units).
    pub fn bytes(&self) -> Option<i64> {
        self.units()
    }

    /// Why the text is no amount, if it is none.
    pub fn problem(&self) -> Option<QuantityError> {
        self.nano().err()
    }

    fn scaled(&self, step: i128) -> Option<i64> {
        let nano = self.nano().ok()?;
        let magnitude = (nano.abs() + step - 1) / step;
        let value = if nano < 0 { -magnitude } else { magnitude };
        // A milli-value of a capped amount does not fit; Kubernetes answers the largest number then.
        Some(i64::try_from(value).unwrap_or(if value < 0 { i64::MIN } else { i64::MAX }))
    }
}

/// What a suffix multiplies by: `binary` and ten to the power of `exponent`.
struct Scale {
    binary: i128,
    exponent: i64,
}

fn parse(text: &str) -> Result<i128, QuantityError> {
    if text.is_empty() {
        return Err(QuantityError::Empty);
    }
    let (negative, unsigned) = match text.as_bytes()[0] {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let (whole, rest) = split_digits(unsigned);
    let (fraction, suffix) = rest.strip_prefix('.').map_or(("", rest), split_digits);
    if whole.is_empty() && fraction.is_empty() {
        return Err(QuantityError::NoDigits(text.into()));
    }
    let scale = scale_of(suffix).ok_or_else(|| QuantityError::Suffix { text: text.into(), suffix: suffix.into() })?;
    let magnitude = magnitude(whole, fraction, &scale);
    Ok(if negative { -magnitude } else { magnitude })
}

fn split_digits(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()))
}

fn scale_of(suffix: &str) -> Option<Scale> {
    let decimal = |exponent| Some(Scale { binary: 1, exponent });
    let binary = |power: u32| Some(Scale { binary: 1 << (10 * power), exponent: 0 });
    match suffix {
        "" => decimal(0),
        "n" => decimal(-9),
        "u" => decimal(-6),
        "m" => decimal(-3),
        "k" => decimal(3),
        "M" => decimal(6),
        "G" => decimal(9),
        "T" => decimal(12),
        "P" => decimal(15),
        "E" => decimal(18),
        "Ki" => binary(1),
        "Mi" => binary(2),
        "Gi" => binary(3),
        "Ti" => binary(4),
        "Pi" => binary(5),
        "Ei" => binary(6),
        _ => decimal(exponent_of(suffix.strip_prefix(['e', 'E'])?)?),
    }
}

/// The number after `e`; one too large to count saturates, since the amount does so, too.
fn exponent_of(text: &str) -> Option<i64> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let value = digits.parse().unwrap_or(i64::MAX / 2);
    Some(if negative { -value } else { value })
}

fn magnitude(whole: &str, fraction: &str, scale: &Scale) -> i128 {
    let digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).map(|byte| byte - b'0').collect();
    let Some(first) = digits.iter().position(|digit| *digit != 0) else { return 0 };
    let digits = &digits[first..];
    // Where the decimal point stands, counted from the first digit that is not zero.
    let whole_digits = i64::try_from(whole.len()).unwrap_or(i64::MAX / 2);
    let point = (whole_digits - i64::try_from(first).unwrap_or(0)).saturating_add(scale.exponent);
    if point > 30 {
        return CAP;
    }
    if point < -30 {
        return 1;
    }
    let digit = |place: i64| usize::try_from(place).ok().and_then(|place| digits.get(place)).copied().unwrap_or(0);
    let number = |places: std::ops::Range<i64>| places.fold(0_i128, |sum, place| sum * 10 + i128::from(digit(place)));

    let fraction_end = point + FRACTION_DIGITS as i64;
    let cut = usize::try_from(fraction_end).map_or(digits, |end| digits.get(end..).unwrap_or(&[]));
    let cut_off = i128::from(cut.iter().any(|digit| *digit != 0));

    let units = number(0..point).saturating_mul(scale.binary);
    let unit = 10_i128.pow(FRACTION_DIGITS as u32);
    let part = number(point..fraction_end) * scale.binary;
    let below_one = (part % unit).saturating_mul(NANO) + cut_off;
    let nano = (below_one + unit - 1) / unit;
    (units.saturating_add(part / unit)).saturating_mul(NANO).saturating_add(nano).min(CAP)
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for Quantity {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl<'de> Deserialize<'de> for Quantity {
    /// From a string, or a number as people write it in manifests (`cpu: 2`, `cpu: 0.5`).
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Written;
        impl Visitor<'_> for Written {
            type Value = Quantity;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a quantity")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Quantity, E> {
                Ok(Quantity::new(text))
            }

            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Quantity, E> {
                Ok(Quantity(value.to_string()))
            }

            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Quantity, E> {
                Ok(Quantity(value.to_string()))
            }

            fn visit_i128<E: de::Error>(self, value: i128) -> Result<Quantity, E> {
                Ok(Quantity(value.to_string()))
            }

            fn visit_u128<E: de::Error>(self, value: u128) -> Result<Quantity, E> {
                Ok(Quantity(value.to_string()))
            }

            fn visit_f64<E: de::Error>(self, value: f64) -> Result<Quantity, E> {
                // A YAML number too large for a float arrives as infinity; what was written was a huge number.
                Ok(Quantity(match value {
                    f64::INFINITY => "1e400".into(),
                    f64::NEG_INFINITY => "-1e400".into(),
                    finite_or_nan => finite_or_nan.to_string(),
                }))
            }
        }
        deserializer.deserialize_any(Written)
    }
}

impl JsonSchema for Quantity {
    fn schema_name() -> Cow<'static, str> {
        "Quantity".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "quantity" })
    }
}

#[cfg(test)]
mod tests;
