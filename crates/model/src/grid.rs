//! The points of a range, by arithmetic: a million of them take no more room than one.

use crate::Number;
use crate::issue::Range;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// Points at equal distances, ascending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    first: Number,
    step: Number,
    len: usize,
}

impl Grid {
    /// The grid of a range; `None` when the range is empty, its step is not positive, or it has more than
    /// [`Range::GRID_MAX`] points.
    ///
    /// ```
    /// use mediant_model::grid::Grid;
    /// use mediant_model::issue::Range;
    ///
    /// # fn number(text: &str) -> mediant_model::Number { text.parse().unwrap() }
    /// let range = Range { min: number("10"), max: number("20"), step: number("2.5"), unit: None };
    /// let grid = Grid::from_range(&range).unwrap();
    /// assert_eq!(grid.len(), 5);
    /// assert_eq!(grid.at(1), Some(number("12.5")));
    /// assert_eq!(grid.place(&number("13")), None);
    /// ```
    pub fn from_range(range: &Range) -> Option<Self> {
        if range.step.is_negative() || range.step.is_zero() || range.max < range.min {
            return None;
        }
        let steps = (&range.max - &range.min).checked_div(&range.step)?;
        let len = floor(&steps).to_usize()?.checked_add(1).filter(|len| *len <= Range::GRID_MAX)?;
        Some(Self { first: range.min.clone(), step: range.step.clone(), len })
    }

    /// The grid of these points; `None` where they are not at equal distances, ascending.
    pub fn from_points(points: &[Number]) -> Option<Self> {
        let first = points.first()?.clone();
        let step = points.get(1).map_or_else(Number::one, |second| second - &first);
        let grid = Self { first, step, len: points.len() };
        let fits = (0..points.len()).all(|place| grid.at(place).as_ref() == points.get(place));
        (fits && !grid.step.is_negative() && !grid.step.is_zero()).then_some(grid)
    }

    /// How many points there are, at least one.
    #[expect(clippy::len_without_is_empty, reason = "a grid has a point")]
    pub fn len(&self) -> usize {
        self.len
    }

    /// The point at a place, from 0.
    pub fn at(&self, place: usize) -> Option<Number> {
        let along = &Number::from(i64::try_from(place).ok()?) * &self.step;
        (place < self.len).then(|| &self.first + &along)
    }

    /// The first point and the distance between points.
    pub fn line(&self) -> (&Number, &Number) {
        (&self.first, &self.step)
    }

    /// The place of a value; `None` where it is no point.
    pub fn place(&self, value: &Number) -> Option<usize> {
        let steps = (value - &self.first).checked_div(&self.step)?;
        let place = steps.parts().0.to_usize().filter(|_| steps.is_integer())?;
        (place < self.len).then_some(place)
    }

    /// The place of the point that is written so, as [`Grid::texts`] writes it; `None` where none is. A point has one
    /// spelling: what reads as the same number and is spelled otherwise is none of these texts.
    pub fn place_of_text(&self, text: &str) -> Option<usize> {
        let value: Number = text.parse().ok()?;
        // A point without a finite decimal is written rounded, so the nearest point is looked at.
        let steps = (&value - &self.first).checked_div(&self.step)?.rounded(0);
        let place = steps.parts().0.to_usize()?;
        (self.at(place)?.to_string() == text).then_some(place)
    }

    /// The places of the points between two values, both included; where one is left out, without that end.
    pub fn between(&self, min: Option<&Number>, max: Option<&Number>) -> std::ops::Range<usize> {
        let steps = |value: &Number| (value - &self.first).checked_div(&self.step);
        // Beyond either end whatever is beyond it: a count that fits no machine word is beyond the last point.
        let within = |count: BigInt| {
            if count.is_negative() {
                0
            } else {
                count.to_usize().map_or(self.len, |count| count.min(self.len))
            }
        };
        let start = min.and_then(steps).map_or(0, |steps| within(-floor(&(&Number::zero() - &steps))));
        let end = max.and_then(steps).map_or(self.len, |steps| within(floor(&steps) + 1));
        start..end.max(start)
    }

    /// The places of points at equal distances, with `steps_max` steps between them at most: of round numbers where there are such
    /// points. The distance is 1, 2, 5, 10, 20, 50, … steps of the grid.
    ///
    /// ```
    /// use mediant_model::grid::Grid;
    /// use mediant_model::issue::Range;
    /// use mediant_model::Number;
    ///
    /// let range = Range { min: Number::from(17), max: Number::from(1_017), step: Number::one(), unit: None };
    /// let grid = Grid::from_range(&range).unwrap();
    /// let round: Vec<String> = grid.round(6).filter_map(|place| grid.at(place)).map(|at| at.to_string()).collect();
    /// assert_eq!(round, ["200", "400", "600", "800", "1000"]);
    /// ```
    pub fn round(&self, steps_max: usize) -> impl Iterator<Item = usize> + use<> {
        let stride = round_up((self.len - 1).div_ceil(steps_max.max(1)));
        // A point is round where it is a whole number of strides from zero.
        let from_zero = self.first.checked_div(&self.step).filter(Number::is_integer);
        let rest = from_zero.and_then(|steps| (-steps.parts().0).mod_floor(&BigInt::from(stride)).to_usize());
        (rest.unwrap_or(0)..self.len).step_by(stride)
    }

    /// Every point in plain decimals, as [`Number`] prints it.
    pub fn texts(&self) -> Vec<String> {
        self.decimals().unwrap_or_else(|| {
            (0..self.len).filter_map(|place| self.at(place)).map(|point| point.to_string()).collect()
        })
    }

    /// The points counted in their last decimal, which is many times faster than fractions; `None` where some point has no
    /// finite decimal or needs more digits than a machine word has.
    fn decimals(&self) -> Option<Vec<String>> {
        let scale = |places: u32| BigInt::from(10u32).pow(places);
        let whole = |number: &Number, places: u32| {
            let (numerator, denominator) = number.parts();
            let (quotient, rest) = (numerator * scale(places)).div_rem(denominator);
            rest.is_zero().then(|| quotient.to_i64()).flatten()
        };
        let (places, first, step) = (0..18)
            .find_map(|places| Some((places, whole(&self.first, places)?, whole(&self.step, places)?)))?;
        let last = i64::try_from(self.len).ok()?.checked_mul(step)?;
        first.checked_add(last)?;
        let (places, ten) = (places as usize, 10_i64.checked_pow(places)?);
        let text = |place: usize| {
            let units = first + place as i64 * step;
            let sign = if units < 0 { "-" } else { "" };
            let (whole, rest) =
                (units.unsigned_abs() / ten.unsigned_abs(), units.unsigned_abs() % ten.unsigned_abs());
            if rest == 0 {
                return format!("{sign}{whole}");
            }
            let digits = format!("{rest:0places$}");
            format!("{sign}{whole}.{}", digits.trim_end_matches('0'))
        };
        Some((0..self.len).map(text).collect())
    }
}

/// The least of 1, 2, 5, 10, 20, 50, … that is no less.
fn round_up(least: usize) -> usize {
    let mut power = 1_usize;
    loop {
        let found = [1, 2, 5].map(|of| power.saturating_mul(of)).into_iter().find(|found| *found >= least);
        match found {
            Some(found) => return found,
            None => power = power.saturating_mul(10),
        }
    }
}

/// The greatest whole number that is no more.
fn floor(number: &Number) -> BigInt {
    let (numerator, denominator) = number.parts();
    debug_assert!(*denominator >= BigInt::one());
    numerator.div_floor(denominator)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(text: &str) -> Number {
        text.parse().unwrap_or_else(|_| Number::zero())
    }

    proptest! {
        #[test]
        fn points_are_those_of_adding_up(
            first in -40i64..40, step in 1i64..30, slack in 0i64..30, count in 0usize..30,
            below in prop::sample::select(vec![1i64, 3, 8, 10, 1000]),
            bounds in (prop::option::of(-60i64..200), prop::option::of(-60i64..200)),
        ) {
            let fraction = |above: i64| Number::ratio(above, below).unwrap_or_else(Number::zero);
            let range = Range {
                min: fraction(first),
                max: fraction(first + step * count as i64 + slack % step),
                step: fraction(step),
                unit: None,
            };
            let mut points = vec![range.min.clone()];
            while let Some(next) = points.last().map(|last| last + &range.step).filter(|next| *next <= range.max) {
                points.push(next);
            }
            let Some(grid) = Grid::from_range(&range) else { return Err(TestCaseError::fail("a grid")) };
            prop_assert_eq!(grid.len(), points.len());
            prop_assert_eq!(Grid::from_points(&points).map(|grid| grid.len()), Some(points.len()));
            let texts: Vec<String> = points.iter().map(ToString::to_string).collect();
            for (place, text) in texts.iter().enumerate() {
                // Points that are written alike, since neither has a finite decimal, are one option to whoever writes them.
                let found = grid.place_of_text(text);
                prop_assert_eq!(found.and_then(|found| texts.get(found)), Some(text));
                prop_assert!(found == Some(place) || texts.iter().filter(|other| *other == text).count() > 1);
                for other in [format!("{text}.0"), format!("0{text}"), format!(" {text}"), format!("{text}e0")] {
                    prop_assert_eq!(grid.place_of_text(&other), None);
                }
            }
            prop_assert_eq!(grid.texts(), texts);
            for (place, point) in points.iter().enumerate() {
                prop_assert_eq!(grid.at(place), Some(point.clone()));
                prop_assert_eq!(grid.place(point), Some(place));
            }
            prop_assert_eq!(grid.at(points.len()), None);
            let (min, max) = (bounds.0.map(fraction), bounds.1.map(fraction));
            let inside = |point: &Number| {
                min.as_ref().is_none_or(|min| min <= point) && max.as_ref().is_none_or(|max| point <= max)
            };
            let expected: Vec<usize> = (0..points.len()).filter(|place| inside(&points[*place])).collect();
            prop_assert_eq!(grid.between(min.as_ref(), max.as_ref()).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn what_lies_off_the_grid_has_no_place() {
        let range = Range { min: number("0"), max: number("1e300"), step: number("1e297"), unit: None };
        let grid = Grid::from_range(&range);
        assert_eq!(grid.as_ref().map(Grid::len), Some(1001));
        assert_eq!(grid.as_ref().and_then(|grid| grid.place(&number("1.5e297"))), None);
        assert_eq!(grid.and_then(|grid| grid.place(&number("-1e297"))), None);
        assert!(
            Grid::from_range(&Range {
                min: number("0"),
                max: number("1e300"),
                step: number("1"),
                unit: None
            })
            .is_none()
        );
    }
}
