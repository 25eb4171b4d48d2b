//! Numbers and days as people write them.

use mediant_model::{Date, Problem};
use num_bigint::BigUint;

/// A number of things with thousands separated: `2,880`; beyond 15 digits `about 3.9 × 10^21`.
pub fn count(count: &BigUint) -> String {
    let digits = count.to_string();
    if digits.len() > 15 {
        let lead: String = digits.chars().take(2).collect();
        let (first, second) = lead.split_at(1);
        return format!("about {first}.{second} × 10^{}", digits.len() - 1);
    }
    grouped(&digits)
}

/// A decimal to at most four places without trailing zeros, thousands separated.
pub fn decimal(value: f64) -> String {
    let text = format!("{value:.4}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    let (sign, text) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let point = if fraction.is_empty() { "" } else { "." };
    let sign = if text == "0" { "" } else { sign };
    format!("{sign}{}{point}{fraction}", grouped(whole))
}

/// A party's units of utility on the scale of the input.
pub(super) fn units(problem: &Problem, party: usize, units: i64) -> String {
    decimal(problem.shown(party, units))
}

/// A change in a party's units of utility, with its sign.
pub(super) fn signed_units(problem: &Problem, party: usize, units: i64) -> String {
    let shown = self::units(problem, party, units.saturating_abs());
    match units.signum() {
        1 => format!("+{shown}"),
        0 => shown,
        _ => format!("−{shown}"),
    }
}

fn grouped(digits: &str) -> String {
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A day with its weekday and year: `Thu 4 Dec 2025`.
pub(super) fn day(date: Date) -> String {
    date.strftime("%a %-d %b %Y").to_string()
}

/// A day near another one: `3 Dec`, with the year where it differs.
pub(super) fn near_day(date: Date, near: Option<Date>) -> String {
    let same_year = near.is_some_and(|near| near.year() == date.year());
    date.strftime(if same_year { "%-d %b" } else { "%-d %b %Y" }).to_string()
}

/// A small number in words, a larger one in figures.
pub(super) fn in_words(count: usize) -> String {
    let words = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    words.get(count).map_or_else(|| grouped(&count.to_string()), |word| (*word).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_well() {
        for (value, shown) in [
            (0.0, "0"),
            (-0.00001, "0"),
            (0.70625, "0.7063"),
            (12.0, "12"),
            (-1234.5, "-1,234.5"),
            (100.0, "100"),
        ] {
            assert_eq!(decimal(value), shown);
        }
        assert_eq!(count(&BigUint::from(1_944_000u32)), "1,944,000");
        assert_eq!(count(&BigUint::from(10u32).pow(20)), "about 1.0 × 10^20");
    }
}
