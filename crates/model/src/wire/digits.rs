//! A whole number as decimal digits in a string.

use num_bigint::BigUint;
use serde::{Deserialize, Deserializer, Serializer, de};

pub(crate) fn serialize<S: Serializer>(number: &BigUint, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(number)
}

/// Reads what [`serialize`] writes and nothing else: no sign, no zeros in front.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BigUint, D::Error> {
    let text = String::deserialize(deserializer)?;
    let number = text.parse::<BigUint>().ok().filter(|number| number.to_string() == text);
    number.ok_or_else(|| de::Error::custom("not a whole number in decimal digits"))
}
