//! Nonlinear profiles: sums over hyper-rectangles.

use super::domain::Domain;
use crate::reading::Reading;
use crate::xml::Element;
use mediant_model::brief::{Points, StatedInteraction};
use mediant_model::{Condition, Number};

/// The points a `utility` element states: the sum over `maxutility`, at most 1.
pub(super) fn points(reading: &mut Reading<'_>, utility: &Element, domain: &Domain) -> Option<Points> {
    let largest = reading.number(utility, "maxutility")?;
    if largest.is_zero() || largest.is_negative() {
        let place = utility.attribute("maxutility").map_or(utility.span.clone(), |a| a.span.clone());
        reading.error(&place, format!("`maxutility` is {largest}; it must be above zero"));
        return None;
    }
    let mut functions = utility.all("ufun");
    let Some(function) = functions.next() else {
        reading.error(&utility.span, "this utility has no `ufun`");
        return None;
    };
    if let Some(second) = functions.next() {
        reading.warning(&second.span, "Genius reads the first `ufun` only; this one is ignored".to_owned());
    }
    let mut sum = Sum { domain, constant: Number::zero(), interactions: Vec::new() };
    let before = reading.error_count();
    // `maxutility` is above zero: the share exists.
    let unit = Number::one().checked_div(&largest)?;
    sum.add_function(reading, function, &unit);
    let after = reading.error_count();
    (after == before).then(|| Points {
        interactions: sum.interactions,
        constant: Some(sum.constant).filter(|constant| !constant.is_zero()),
        cap: Some(Number::one()),
        ..Points::default()
    })
}

/// What a bound leaves of an issue's options.
enum Side {
    Whole,
    Part(Condition),
    Nothing,
}

/// A weighted sum being taken.
struct Sum<'d> {
    domain: &'d Domain,
    constant: Number,
    interactions: Vec<StatedInteraction>,
}

impl Sum<'_> {
    fn add_function(&mut self, reading: &mut Reading<'_>, function: &Element, scale: &Number) {
        if let Some(aggregation) = function.attribute("aggregation")
            && !aggregation.value.eq_ignore_ascii_case("sum")
        {
            let message = format!("rectangles are aggregated by `{}`", aggregation.value);
            reading.error(&aggregation.span, message);
            reading.advise("only `sum` is read");
            return;
        }
        let Some(scale) = weighted(reading, function, scale) else { return };
        for child in &function.children {
            match child.name.as_str() {
                "hyperRectangle" => self.add_rectangle(reading, child, &scale),
                "ufun" => self.add_function(reading, child, &scale),
                _ => {}
            }
        }
    }

    fn add_rectangle(&mut self, reading: &mut Reading<'_>, rectangle: &Element, scale: &Number) {
        let (Some(utility), Some(scale)) =
            (reading.number(rectangle, "utility"), weighted(reading, rectangle, scale))
        else {
            return;
        };
        let points = &utility * &scale;
        let excludes = rectangle.first("EXCLUDES").is_some();
        if excludes && rectangle.first("INCLUDES").is_some() {
            let message = "this rectangle has both INCLUDES and EXCLUDES; Genius heeds EXCLUDES only";
            reading.warning(&rectangle.span, message.to_owned());
        }
        let tag = if excludes { "EXCLUDES" } else { "INCLUDES" };
        let (mut sides, mut is_empty) = (Vec::new(), false);
        for bound in rectangle.all(tag) {
            match self.side(reading, bound) {
                Some(Side::Whole) => {}
                Some(Side::Part(side)) => sides.push(side),
                Some(Side::Nothing) => is_empty = true,
                None => return,
            }
        }
        // What EXCLUDES pays outside is paid everywhere and taken back inside: one box instead of all around it.
        let inside = if excludes { &Number::zero() - &points } else { points.clone() };
        if excludes {
            self.constant = &self.constant + &points;
        }
        if is_empty {
            return;
        }
        if sides.is_empty() {
            self.constant = &self.constant + &inside;
        } else {
            let when = Condition::All(sides);
            self.interactions.push(StatedInteraction { when, points: inside, text: None });
        }
    }

    fn side(&self, reading: &mut Reading<'_>, bound: &Element) -> Option<Side> {
        let index = reading.integer(bound, "index")?;
        let (min, max) = (reading.number(bound, "min"), reading.number(bound, "max"));
        let (min, max) = (min?, max?);
        let Some(entry) = self.domain.issue(index) else {
            reading.error(&bound.span, format!("issue {index} is not in the domain"));
            return None;
        };
        let Some(range) = entry.range() else {
            let message = format!("issue `{}` is discrete; rectangles need issues of numbers", entry.name);
            reading.error(&bound.span, message);
            return None;
        };
        if max < min {
            let message =
                format!("issue `{}` is bounded by {min} from below and {max} from above", entry.name);
            reading.error(&bound.span, message);
            return None;
        }
        let (lower, upper) = (range.min, range.max);
        Some(if min <= lower && upper <= max {
            Side::Whole
        } else if upper < min || max < lower {
            Side::Nothing
        } else {
            Side::Part(Condition::Between(entry.id(), Some(min), Some(max)))
        })
    }
}

/// `scale` times the element's own weight, which is 1 where none is stated.
fn weighted(reading: &mut Reading<'_>, element: &Element, scale: &Number) -> Option<Number> {
    match element.attribute("weight") {
        None => Some(scale.clone()),
        Some(_) => reading.number_if_stated(element, "weight").map(|weight| &weight * scale),
    }
}
