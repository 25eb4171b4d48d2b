//! A number as text that keeps it exact: a decimal, or a fraction where no decimal is.

use crate::Number;
use num_bigint::BigInt;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};
use std::fmt;

/// Digits above or below the line of a fraction: more than any quotient of two numbers of a file has.
const DIGITS_MAX: usize = 4_000;

impl Serialize for Number {
    /// Writes the shortest exact decimal, else a fraction in lowest terms; refuses a number of more than
    /// 4,000 digits above or below the line, which could not be read back.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.exact_text();
        if read(&text).as_ref() != Some(self) {
            return Err(ser::Error::custom("a number of more than 4000 digits cannot be written"));
        }
        serializer.serialize_str(&text)
    }
}

impl<'de> Deserialize<'de> for Number {
    /// Reads a decimal or a fraction in a string, or an integer. Floats are refused: they are not exact.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NumberVisitor)
    }
}

fn read(text: &str) -> Option<Number> {
    match text.split_once('/') {
        Some((above, below)) => whole_or_decimal(above)?.checked_div(&whole_or_decimal(below)?),
        None => text.parse().ok(),
    }
}

/// A side of a fraction: it may have more digits than a decimal by itself.
fn whole_or_decimal(text: &str) -> Option<Number> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let whole = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    if whole && digits.len() <= DIGITS_MAX {
        return Number::ratio(text.parse::<BigInt>().ok()?, 1);
    }
    text.parse().ok()
}

struct NumberVisitor;

impl de::Visitor<'_> for NumberVisitor {
    type Value = Number;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer, or a decimal or a fraction in a string, such as \"0.35\" or \"1/3\"")
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Number, E> {
        Ok(Number::from(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Number, E> {
        Number::ratio(value, 1).ok_or_else(|| E::invalid_value(de::Unexpected::Unsigned(value), &self))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Number, E> {
        read(text).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Number {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Number".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "An exact number: a decimal such as \"0.35\", or a fraction such as \"1/3\"."
        })
    }
}
