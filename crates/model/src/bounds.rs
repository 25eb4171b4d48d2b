//! Where a number lies: at least, at most, above or below what somebody said.

use crate::{Condition, IssueId, Number};

/// Bounds of a number, each of which may be left out. `min` and `max` are included, `above` and `below` are not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Bounds {
    /// The least value, included.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub min: Option<Number>,
    /// The greatest value, included.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub max: Option<Number>,
    /// The value lies above this.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub above: Option<Number>,
    /// The value lies below this.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub below: Option<Number>,
}

impl Bounds {
    /// That the issue is settled within the bounds.
    ///
    /// `above` and `below` become what is between, and not at the bound itself: it means the same on every grid, and a
    /// deal that leaves the issue open lies outside of it.
    pub fn condition(self, issue: IssueId) -> Condition {
        let Self { min, max, above, below } = self;
        let outside = |low: Option<Number>, high: Option<Number>| {
            Condition::Not(Box::new(Condition::Between(issue.clone(), low, high)))
        };
        let mut parts = vec![Condition::Between(
            issue.clone(),
            min.or_else(|| above.clone()),
            max.or_else(|| below.clone()),
        )];
        parts.extend(above.map(|above| outside(None, Some(above))));
        parts.extend(below.map(|below| outside(Some(below), None)));
        match (parts.len(), parts.pop()) {
            (1, Some(only)) => only,
            (_, last) => {
                parts.extend(last);
                Condition::All(parts)
            }
        }
    }

    /// The bounds that a condition is, as [`Bounds::condition`] makes it of them; `None` for any other condition.
    ///
    /// ```
    /// use mediant_model::bounds::Bounds;
    /// use mediant_model::{IssueId, Number};
    ///
    /// let fee = IssueId::new("fee");
    /// let above = Bounds { above: Some(Number::from(350)), ..Bounds::default() };
    /// let condition = above.clone().condition(fee.clone());
    /// assert_eq!(Bounds::of(&condition), Some((&fee, above)));
    /// ```
    pub fn of(condition: &Condition) -> Option<(&IssueId, Self)> {
        let parts = match condition {
            Condition::All(parts) => parts.as_slice(),
            single => std::slice::from_ref(single),
        };
        let (Condition::Between(issue, low, high), outside) = parts.split_first()? else { return None };
        let mut found = Self { min: low.clone(), max: high.clone(), ..Self::default() };
        for part in outside {
            let Condition::Not(inner) = part else { return None };
            match &**inner {
                Condition::Between(of, None, Some(end)) if of == issue => found.above = Some(end.clone()),
                Condition::Between(of, Some(end), None) if of == issue => found.below = Some(end.clone()),
                _ => return None,
            }
        }
        if found.above.is_some() && found.above == found.min {
            found.min = None;
        }
        if found.below.is_some() && found.below == found.max {
            found.max = None;
        }
        // Two bounds on one side are no bounds that anybody writes: the condition is said as it is.
        let is_twice =
            found.above.is_some() && found.min.is_some() || found.below.is_some() && found.max.is_some();
        (!is_twice && found.clone().condition(issue.clone()) == *condition).then_some((issue, found))
    }

    /// Them in words, with the unit where there is one: `above 350 EUR`, `from 100 to 200`, `exactly 300`.
    pub fn words(&self, unit: Option<&str>) -> String {
        let unit = unit.map(|unit| format!(" {unit}")).unwrap_or_default();
        let low =
            self.above.as_ref().map(|end| ("above", end)).or(self.min.as_ref().map(|end| ("at least", end)));
        let high =
            self.below.as_ref().map(|end| ("below", end)).or(self.max.as_ref().map(|end| ("at most", end)));
        match (low, high) {
            (Some(("at least", low)), Some(("at most", high))) if low == high => {
                format!("exactly {low}{unit}")
            }
            (Some(("at least", low)), Some(("at most", high))) => format!("from {low} to {high}{unit}"),
            (Some((how, low)), Some((until, high))) => format!("{how} {low} and {until} {high}{unit}"),
            (Some((how, end)), None) | (None, Some((how, end))) => format!("{how} {end}{unit}"),
            (None, None) => "at any value".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_bounds_on_one_side_are_not_said_in_short() {
        let issue = IssueId::new("fee");
        let twice = Bounds {
            max: Some(Number::from(3)),
            below: Some(Number::from(2)),
            min: Some(Number::from(1)),
            above: None,
        };
        assert_eq!(Bounds::of(&twice.condition(issue)), None);
    }
    use crate::condition::Axis;
    use crate::grid::Grid;
    use crate::issue::Range;
    use crate::{OptionId, Region};
    use proptest::prelude::*;

    fn end() -> impl Strategy<Value = Option<i64>> {
        prop::option::of(-3_i64..24)
    }

    proptest! {
        /// On every grid the condition holds of just the values that lie within the bounds, and never of an open issue.
        #[test]
        fn bounds_hold_of_what_lies_within(
            min in end(), max in end(), above in end(), below in end(), first in 0_i64..4, step in 1_i64..5,
        ) {
            let number = |end: Option<i64>| end.map(Number::from);
            // Of two bounds on one side one is enough.
            let min = min.filter(|_| above.is_none());
            let max = max.filter(|_| below.is_none());
            let bounds = Bounds { min: number(min), max: number(max), above: number(above), below: number(below) };
            let issue = IssueId::new("fee");
            let condition = bounds.clone().condition(issue.clone());
            prop_assert_eq!(Bounds::of(&condition), Some((&issue, bounds)));
            let range = Range {
                min: Number::from(first), max: Number::from(20), step: Number::from(step), unit: None,
            };
            let Some(grid) = Grid::from_range(&range) else { return Err(TestCaseError::fail("a grid")) };
            let mut options: Vec<OptionId> = grid.texts().into_iter().map(OptionId::new).collect();
            options.push(OptionId::left_open());
            let (count, left_open) = (grid.len(), grid.len() as u32);
            let axis = Axis { issue, options, grid: Some(grid) };
            let regions = condition.regions(&[axis]).map_err(|error| TestCaseError::fail(format!("{error:?}")))?;
            let holds = |option: u32| regions.iter().any(|region: &Region| region.contains(&[option]));
            for place in 0..count {
                let value = first + step * place as i64;
                let within = min.is_none_or(|end| value >= end) && max.is_none_or(|end| value <= end)
                    && above.is_none_or(|end| value > end) && below.is_none_or(|end| value < end);
                prop_assert_eq!(holds(place as u32), within, "{}", value);
            }
            prop_assert!(!holds(left_open));
        }
    }

    #[test]
    fn what_is_no_bounds_is_none() {
        let (fee, term) = (IssueId::new("fee"), IssueId::new("term"));
        let between = |issue: &IssueId| Condition::Between(issue.clone(), Some(Number::from(3)), None);
        let not = |inner: Condition| Condition::Not(Box::new(inner));
        for other in [
            Condition::All(Vec::new()),
            Condition::Options(fee.clone(), vec![OptionId::new("3")]),
            Condition::All(vec![between(&fee), between(&fee)]),
            Condition::All(vec![between(&fee), not(between(&term))]),
            not(between(&fee)),
        ] {
            assert_eq!(Bounds::of(&other), None, "{other:?}");
        }
    }
}
