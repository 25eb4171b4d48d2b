//! Evaluators: what the values of an integer or real-valued issue are worth, as a function.
//!
//! By Genius 10's `EvaluatorInteger` an integer issue is worth offset + slope × (value − lower bound), clipped to 0..1.
//! The oldest files and real-valued issues (`EvaluatorReal`) count from zero: parameter0 + parameter1 × value, clipped.

use super::domain::{Entry, Options};
use crate::reading::Reading;
use crate::xml::Element;
use mediant_model::brief::IssueValues;
use mediant_model::issue::Range;
use mediant_model::{Number, OptionId};

/// The values that an issue's evaluator gives its grid.
pub(super) fn values(
    reading: &mut Reading<'_>,
    element: &Element,
    entry: &Entry,
    range: &Range,
) -> Option<IssueValues> {
    let Some(evaluator) = element.first("evaluator") else {
        reading.error(&element.span, format!("issue `{}` has no evaluator", entry.name));
        return None;
    };
    let oldest = evaluator.attribute("parameter0").is_some() || evaluator.attribute("parameter1").is_some();
    let (at_zero, per_unit) = if oldest { ("parameter0", "parameter1") } else { ("offset", "slope") };
    let from = match &entry.options {
        Options::Integer(lower, _) if !oldest => Number::from(*lower),
        _ => Number::zero(),
    };
    let kind = evaluator.value("ftype").unwrap_or("linear").to_ascii_lowercase();
    let (offset, slope) = match kind.as_str() {
        "linear" => (reading.number(evaluator, at_zero)?, reading.number(evaluator, per_unit)?),
        "constant" => (reading.number(evaluator, at_zero)?, Number::zero()),
        "triangular" => return triangle(reading, evaluator, entry, range),
        other => {
            reading.error(&evaluator.span, format!("issue `{}` has a `{other}` evaluator", entry.name));
            reading.advise("the evaluators that are read are `linear`, `constant` and `triangular`");
            return None;
        }
    };
    let line = Line { from, offset, slope };
    let curve = line.clipped(range);
    if curve.len() > 2 || curve.iter().any(|(at, value)| line.at(at) != *value) {
        let (first, last) = (line.at(&range.min), line.at(&range.max));
        let message = format!(
            "issue `{}` is worth {first} at {} and {last} at {}; Genius clips it to 0..1",
            entry.name, range.min, range.max
        );
        reading.notes.push(format!("{}: {message}", reading.source.name()));
    }
    Some(IssueValues::Curve(curve))
}

/// offset + slope × (value − from)
struct Line {
    from: Number,
    offset: Number,
    slope: Number,
}

impl Line {
    fn at(&self, value: &Number) -> Number {
        &self.offset + &(&self.slope * &(value - &self.from))
    }

    /// Where the line passes a height; nothing where it is level.
    fn passes(&self, height: &Number) -> Option<Number> {
        Some(&self.from + &(height - &self.offset).checked_div(&self.slope)?)
    }

    /// The line over the range, clipped to 0..1: its ends, and the points between them where it bends.
    fn clipped(&self, range: &Range) -> Vec<(Number, Number)> {
        let (zero, one) = (Number::zero(), Number::one());
        let clip = |value: Number| value.clamp(zero.clone(), one.clone());
        let mut points = vec![range.min.clone(), range.max.clone()];
        points.extend([self.passes(&zero), self.passes(&one)].into_iter().flatten());
        points.retain(|point| range.min <= *point && *point <= range.max);
        points.sort();
        points.dedup();
        points.into_iter().map(|point| (point.clone(), clip(self.at(&point)))).collect()
    }
}

/// Zero outside the first two parameters, 1 at the third, straight lines between.
fn triangle(
    reading: &mut Reading<'_>,
    evaluator: &Element,
    entry: &Entry,
    range: &Range,
) -> Option<IssueValues> {
    let names = ["parameter0", "parameter1", "parameter2"];
    if names.iter().any(|name| evaluator.attribute(name).is_none()) {
        let message = format!("the triangle of issue `{}` lacks one of {}", entry.name, names.join(", "));
        reading.error(&evaluator.span, message);
        return None;
    }
    let mut parameter = |name: &str| reading.number(evaluator, name);
    let (low, high, top) = (parameter("parameter0"), parameter("parameter1"), parameter("parameter2"));
    let (low, high, top) = (low?, high?, top?);
    if !(low <= top && top <= high) {
        let message =
            format!("the triangle of issue `{}` has its top at {top}, outside {low}..{high}", entry.name);
        reading.error(&evaluator.span, message);
        return None;
    }
    let at = |value: &Number| {
        if *value < low || *value >= high {
            return Number::zero();
        }
        let rising = (value - &low).checked_div(&(&top - &low));
        let falling = (&high - value).checked_div(&(&high - &top));
        if *value < top { rising } else { falling }.unwrap_or_else(Number::zero)
    };
    let grid = range.grid()?;
    let values = grid.iter().map(|point| (OptionId::new(point.to_string()), at(point)));
    Some(IssueValues::Options(values.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clipped_line_is_what_clipping_each_value_gives() {
        let number = |above: i64, below: i64| Number::ratio(above, below).expect("a fraction");
        for (offset, slope) in
            [(0, 1), (10, -1), (3, 3), (-7, 2), (20, 0), (-5, 0), (5, 0), (13, -4), (-30, 17), (0, 100)]
        {
            for from in [-5, 0, 3] {
                let line =
                    Line { from: Number::from(from), offset: number(offset, 10), slope: number(slope, 10) };
                let range =
                    Range { min: Number::from(-5), max: Number::from(6), step: Number::one(), unit: None };
                let curve = IssueValues::Curve(line.clipped(&range));
                for value in -5..=6 {
                    let plain = &number(offset, 10) + &(&number(slope, 10) * &Number::from(value - from));
                    let clipped = plain.clamp(Number::zero(), Number::one());
                    assert_eq!(
                        curve.at(&Number::from(value)),
                        Some(clipped),
                        "{offset} {slope} {from} {value}"
                    );
                }
            }
        }
    }
}
