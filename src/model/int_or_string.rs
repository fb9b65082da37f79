//! Kubernetes' int-or-string: a number, a percentage, or a name, depending on the field.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// A number or a text, as written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(untagged)]
pub enum IntOrString {
    /// `3`
    Int(i64),
    /// `"50%"`, `"http"`, and also `"3"`: with quotes it is a text to Kubernetes, too.
    Text(String),
}

/// Which way a share of a percentage goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// To the larger whole number.
    Up,
    /// To the smaller whole number.
    Down,
}

/// The text is neither a number nor a percentage; the API server refuses it where an amount is wanted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is neither a number nor a percentage")]
pub struct NoAmount(pub String);

impl IntOrString {
    /// The number of whole percents, if it is a percentage (digits and `%`).
    pub fn percent(&self) -> Option<i64> {
        match self {
            Self::Int(_) => None,
            Self::Text(text) => {
                let digits = text.strip_suffix('%')?;
                let all_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
                all_digits.then(|| digits.parse().unwrap_or(i64::MAX))
            }
        }
    }

    /// The number itself, or the percentage of `total`. Saturates.
    ///
    /// # Errors
    /// If it is a text that is no percentage, `"5"` included: Kubernetes takes that for a name.
    pub fn scaled(&self, total: i64, rounding: Rounding) -> Result<i64, NoAmount> {
        let text = match self {
            Self::Int(value) => return Ok(*value),
            Self::Text(text) => text,
        };
        let percent = self.percent().ok_or_else(|| NoAmount(text.clone()))?;
        Ok(rounding.share(percent, total))
    }
}

impl Rounding {
    /// So many percent of `total`. Saturates.
    pub fn share(self, percent: i64, total: i64) -> i64 {
        let hundredfold = i128::from(percent) * i128::from(total);
        let share = match self {
            Self::Up => -(-hundredfold).div_euclid(100),
            Self::Down => hundredfold.div_euclid(100),
        };
        i64::try_from(share).unwrap_or(if share < 0 { i64::MIN } else { i64::MAX })
    }
}

impl fmt::Display for IntOrString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(value) => value.fmt(f),
            Self::Text(text) => f.write_str(text),
        }
    }
}

impl From<i64> for IntOrString {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<&str> for IntOrString {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl<'de> Deserialize<'de> for IntOrString {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Written;
        impl Visitor<'_> for Written {
            type Value = IntOrString;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a whole number or a string")
            }

            fn visit_i64<E: de::Error>(self, value: i64) -> Result<IntOrString, E> {
                Ok(IntOrString::Int(value))
            }

            fn visit_u64<E: de::Error>(self, value: u64) -> Result<IntOrString, E> {
                Ok(IntOrString::Int(i64::try_from(value).unwrap_or(i64::MAX)))
            }

            fn visit_f64<E: de::Error>(self, value: f64) -> Result<IntOrString, E> {
                // `2.0` is two to JSON; `2.5` is an amount to nobody, and stays a text that says so.
                let whole = value.fract() == 0.0 && value.abs() < 9e15;
                Ok(if whole { IntOrString::Int(value as i64) } else { IntOrString::Text(value.to_string()) })
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<IntOrString, E> {
                Ok(IntOrString::Text(text.into()))
            }
        }
        deserializer.deserialize_any(Written)
    }
}

impl JsonSchema for IntOrString {
    fn schema_name() -> Cow<'static, str> {
        "IntOrString".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["integer", "string"], "format": "int-or-string" })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn percentages_round_as_asked() {
        let table = [
            ("50%", 3, 2, 1),
            ("50%", 4, 2, 2),
            ("0%", 5, 0, 0),
            ("100%", 7, 7, 7),
            ("25%", 1, 1, 0),
            ("1%", 0, 0, 0),
            ("200%", 2, 4, 4),
            ("33%", 10, 4, 3),
        ];
        for (text, total, up, down) in table {
            let value = IntOrString::from(text);
            assert_eq!(value.scaled(total, Rounding::Up), Ok(up), "{text} of {total} up");
            assert_eq!(value.scaled(total, Rounding::Down), Ok(down), "{text} of {total} down");
        }
        assert_eq!(IntOrString::Int(3).scaled(1, Rounding::Up), Ok(3));
    }

    #[test]
    fn a_text_without_percent_is_no_amount() {
        for text in ["5", "", "%", "-5%", "5.5%", "5 %", "http", "٥%", "50%%"] {
            let wanted = Err(NoAmount(text.into()));
            assert_eq!(IntOrString::from(text).scaled(10, Rounding::Up), wanted, "{text}");
        }
    }

    #[test]
    fn both_forms_are_read_and_written_back() {
        let table = [
            ("3", IntOrString::Int(3)),
            ("\"3\"", IntOrString::from("3")),
            ("\"50%\"", IntOrString::from("50%")),
            ("-1", IntOrString::Int(-1)),
            ("18446744073709551615", IntOrString::Int(i64::MAX)),
            ("2.0", IntOrString::Int(2)),
            ("2.5", IntOrString::from("2.5")),
        ];
        for (text, wanted) in table {
            assert_eq!(serde_json::from_str::<IntOrString>(text).unwrap(), wanted, "{text} as JSON");
        }
        assert_eq!(serde_saphyr::from_str::<IntOrString>("25%").unwrap(), IntOrString::from("25%"));
        assert_eq!(serde_saphyr::from_str::<IntOrString>("\"8080\"").unwrap(), IntOrString::from("8080"));
        assert_eq!(serde_saphyr::from_str::<IntOrString>("8080").unwrap(), IntOrString::Int(8080));
        assert_eq!(serde_json::to_string(&IntOrString::from("50%")).unwrap(), "\"50%\"");
        assert_eq!(serde_json::to_string(&IntOrString::Int(5)).unwrap(), "5");
        assert!(serde_json::from_str::<IntOrString>("true").is_err());
    }

    proptest! {
        #[test]
        fn a_share_is_exact_to_one(percent in 0_i64..=100, total in 0_i64..100_000) {
            let share = IntOrString::Text(format!("{percent}%"));
            let up = share.scaled(total, Rounding::Up).unwrap();
            let down = share.scaled(total, Rounding::Down).unwrap();
            prop_assert!(down * 100 <= percent * total && percent * total <= up * 100);
            prop_assert!(up - down <= 1 && down >= 0 && up <= total);
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,20}|[0-9]{0,30}%", total in any::<i64>()) {
            let _ = IntOrString::Text(text).scaled(total, Rounding::Up);
        }
    }
}
