//! Exact numbers in JSON.

use mediant_model::Number;
use schemars::JsonSchema;
use serde::{Serialize, Serializer, ser};
use serde_json::value::RawValue;

/// A number written with all its digits. One without a finite decimal is written to fifteen decimals, away from zero: as a
/// change it is then enough.
#[derive(JsonSchema)]
pub(super) struct Exact(#[schemars(with = "f64")] pub Number);

/// Decimals of a number that has no end.
const DECIMALS: u32 = 15;

impl Exact {
    /// The fraction, where the decimal is not exact.
    pub(super) fn fraction(&self) -> Option<String> {
        (!self.0.is_decimal()).then(|| self.0.exact_text())
    }

    fn decimal(&self) -> String {
        if self.0.is_decimal() {
            return self.0.to_string();
        }
        let near = self.0.rounded(DECIMALS);
        let step = Number::ratio(1, 10_i64.pow(DECIMALS)).unwrap_or_else(Number::zero);
        let enough = match self.0.is_negative() {
            true if near > self.0 => &near - &step,
            false if near < self.0 => &near + &step,
            _ => near,
        };
        enough.to_string()
    }
}

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.decimal()).map_err(ser::Error::custom)?.serialize(serializer)
    }
}
