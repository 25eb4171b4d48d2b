//! A party's numbers as it stated them, and how they become integers.

use super::column::Column;
use super::decimals::{shortened, ten_to_the_minus};
use super::least::least;
use super::{Interaction, Region, Reservation, Scale, ScaleError, Utility};
use crate::Number;
use crate::brief::ReservationDefault;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, ToPrimitive, Zero};

/// The sum of a party's absolute utilities stays below this, in units.
const MAGNITUDE_MAX: i64 = 1 << 60;
/// Decimals kept of numbers that are longer, where exactness would need larger integers: as many of these as fit.
const DECIMALS_KEPT: [u32; 6] = [17, 16, 15, 14, 13, 12];

/// Which end of a stated walk-away range stands for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReservationReading {
    /// The upper end: a deal there is certain to be accepted.
    #[default]
    Firm,
    /// The lower end: a deal below it is certain to be refused.
    Least,
}

/// A party's utility before it becomes integers.
pub(super) struct Stated {
    pub values: Vec<Column>,
    /// Where it applies, the points, and the place of the condition in the brief.
    pub interactions: Vec<(Region, Number, usize)>,
    pub constant: Number,
    pub cap: Option<Number>,
    pub reservation: WalkAway,
}

/// A party's walk-away value before it becomes integers.
pub(super) enum WalkAway {
    /// Stated, as the ends of a range that are equal for a single value.
    Stated(Number, Number),
    /// Not stated, and the format's default.
    Default(ReservationDefault),
}

impl Stated {
    /// The integers, and what they stand for; which numbers lie too far apart where there are none.
    ///
    /// Exact where all numbers are multiples of a unit of which no utility needs 2^60 or more. Otherwise long decimals
    /// are cut; thirds and their like are left alone as long as they fit: dividing exactly is what the format asks for.
    pub fn compile(
        &self,
        reading: ReservationReading,
    ) -> Result<(Scale, Utility, Reservation), Box<ScaleError>> {
        let magnitude = self.magnitude();
        let fits = |unit: &Number| {
            magnitude.checked_div(unit).is_some_and(|units| units < Number::from(MAGNITUDE_MAX))
        };
        if let Some(unit) = common_units(self.numbers().cloned()).into_iter().flatten().find(&fits) {
            return self.integers(Rounding { unit, kept: None }, reading);
        }
        self.rounded(fits, reading)
    }

    /// As exact as the room allows.
    fn rounded(
        &self,
        fits: impl Fn(&Number) -> bool,
        reading: ReservationReading,
    ) -> Result<(Scale, Utility, Reservation), Box<ScaleError>> {
        for kept in DECIMALS_KEPT {
            let in_columns = self.values.iter().flat_map(|column| column.shortened(kept));
            let cut = in_columns.chain(self.single_numbers().map(|number| shortened(number, kept)));
            if let Some(unit) = common_units(cut).into_iter().flatten().find(&fits) {
                return self.integers(Rounding { unit, kept: Some(kept) }, reading);
            }
        }
        let mut unit = ten_to_the_minus(DECIMALS_KEPT.first().copied().unwrap_or(17));
        while !fits(&unit) {
            unit = &unit * &Number::from(10);
        }
        self.integers(Rounding { unit, kept: None }, reading)
    }

    fn integers(
        &self,
        rounding: Rounding,
        reading: ReservationReading,
    ) -> Result<(Scale, Utility, Reservation), Box<ScaleError>> {
        // Every number fits: the sum of all their sizes does, but for half a unit each.
        let lost =
            |number: &Number| Box::new(ScaleError { largest: self.largest(), smallest: number.clone() });
        let units = |number: &Number| rounding.units(number).ok_or_else(|| lost(number));
        let mut values = Vec::with_capacity(self.values.len());
        for of_issue in &self.values {
            let found = of_issue.units(|number| rounding.units(number), &rounding.unit);
            values.push(found.ok_or_else(|| {
                let gone = of_issue.numbers().into_iter().find(|number| rounding.units(number).is_none());
                lost(gone.unwrap_or(&self.constant))
            })?);
        }
        let mut interactions = Vec::with_capacity(self.interactions.len());
        for (region, points, stated) in &self.interactions {
            interactions.push(Interaction {
                region: region.clone(),
                points: units(points)?,
                stated: *stated,
            });
        }
        let cap = self.cap.as_ref().map(units).transpose()?;
        let utility = Utility { values, interactions, constant: units(&self.constant)?, cap };
        let off = self.off(&rounding);
        let scale =
            Scale { unit: rounding.unit.clone(), rounded_by: Some(off.clone()).filter(|off| !off.is_zero()) };
        let reservation =
            self.reservation(&scale, &utility, reading).ok_or_else(|| match &self.reservation {
                WalkAway::Stated(_, high) => lost(high),
                WalkAway::Default(_) => lost(&Number::zero()),
            })?;
        Ok((scale, utility, reservation))
    }

    /// The walk-away value in units. Where numbers were rounded, only what rounding cannot change is certain.
    fn reservation(
        &self,
        scale: &Scale,
        utility: &Utility,
        reading: ReservationReading,
    ) -> Option<Reservation> {
        let (low, high) = match &self.reservation {
            WalkAway::Default(ReservationDefault::WorstPackage) => {
                let (worst, reached) = least(utility);
                let reservation = Reservation { firm: worst, least: worst, stated: false, reached };
                return Some(reservation);
            }
            WalkAway::Default(ReservationDefault::Zero) => (Number::zero(), Number::zero()),
            WalkAway::Stated(low, high) => (low.clone(), high.clone()),
        };
        let off = scale.rounded_by.clone().unwrap_or_else(Number::zero);
        let at_least = |value: &Number| ceiling(&value.checked_div(&scale.unit)?).to_i64();
        // What every package is worth as stated, at the least: a walk-away below that refuses nothing.
        let floor = self.floor();
        let firm = if scale.rounded_by.is_some() && high <= floor {
            at_least(&high)?.min(least(utility).0)
        } else {
            at_least(&(&high + &off))?
        };
        let least = at_least(&(&low - &off))?.min(firm);
        let firm = match reading {
            ReservationReading::Firm => firm,
            ReservationReading::Least => least,
        };
        let stated = matches!(self.reservation, WalkAway::Stated(..));
        Some(Reservation { firm, least, stated, reached: true })
    }

    /// By how much rounding can move the utility of a package, at the most.
    fn off(&self, rounding: &Rounding) -> Number {
        let of = |number: &Number| rounding.off(number);
        let per_issue = self.values.iter().filter_map(|of_issue| of_issue.off(of, &rounding.unit));
        let rest = self.interactions.iter().map(|(_, points, _)| of(points));
        let single = std::iter::once(&self.constant).chain(&self.cap).map(of);
        per_issue.chain(rest).chain(single).fold(Number::zero(), |sum, off| &sum + &off)
    }

    fn numbers(&self) -> impl Iterator<Item = &Number> {
        self.values.iter().flat_map(Column::numbers).chain(self.single_numbers())
    }

    /// Those that are not the points of an option.
    fn single_numbers(&self) -> impl Iterator<Item = &Number> {
        let interactions = self.interactions.iter().map(|(_, points, _)| points);
        interactions.chain([&self.constant]).chain(self.reservation.numbers()).chain(&self.cap)
    }

    /// An upper bound of the absolute value of any utility.
    fn magnitude(&self) -> Number {
        let per_issue = self.values.iter().filter_map(|of_issue| of_issue.ends().iter().map(size).max());
        let rest = self.interactions.iter().map(|(_, points, _)| size(points));
        let single = self.reservation.numbers().chain([&self.constant]).chain(&self.cap).map(size);
        per_issue.chain(rest).chain(single).fold(Number::zero(), |sum, value| &sum + &value)
    }

    /// A lower bound of every utility as stated: each issue's worst option and every penalty.
    fn floor(&self) -> Number {
        let per_issue = self.values.iter().filter_map(|of_issue| of_issue.ends().into_iter().min());
        let penalties =
            self.interactions.iter().map(|(_, points, _)| points.clone()).filter(Number::is_negative);
        let sum = per_issue.chain(penalties).fold(self.constant.clone(), |sum, value| &sum + &value);
        self.cap.iter().cloned().fold(sum, Ord::min)
    }

    fn largest(&self) -> Number {
        self.numbers().max_by_key(|number| size(number)).cloned().unwrap_or_else(Number::zero)
    }
}

impl WalkAway {
    fn numbers(&self) -> impl Iterator<Item = &Number> {
        let ends = match self {
            Self::Stated(low, high) => vec![low, high],
            Self::Default(_) => Vec::new(),
        };
        ends.into_iter()
    }
}

/// How numbers become units.
struct Rounding {
    unit: Number,
    /// Decimals kept of longer numbers; `None` keeps all that the unit can say.
    kept: Option<u32>,
}

impl Rounding {
    /// The number in units; `None` where it is not zero and would become so, or is too large.
    fn units(&self, number: &Number) -> Option<i64> {
        let units = self.kept(number).checked_div(&self.unit)?.scaled(&BigInt::one()).to_i64()?;
        (units != 0 || number.is_zero()).then_some(units)
    }

    /// By how much the units miss the number.
    fn off(&self, number: &Number) -> Number {
        let units = self.kept(number).checked_div(&self.unit).map(|units| units.rounded(0));
        units.map_or_else(Number::zero, |units| size(&(number - &(&units * &self.unit))))
    }

    fn kept(&self, number: &Number) -> Number {
        self.kept.map_or_else(|| number.clone(), |kept| shortened(number, kept))
    }
}

/// Units of which every number is a whole multiple: one divided by the least common denominator, and the largest such
/// unit. `None` as soon as it is hopeless: the denominators alone pass 10^40.
fn common_units(numbers: impl Iterator<Item = Number>) -> Option<[Number; 2]> {
    let limit = BigInt::from(10u32).pow(40);
    let (mut divisor, mut denominator) = (BigInt::zero(), BigInt::one());
    for number in numbers {
        let (numerator, of) = number.parts();
        // The greatest common divisor of fractions in lowest terms: that of the numerators over the least common denominator.
        divisor = divisor.gcd(numerator);
        denominator = denominator.lcm(of);
        if denominator > limit {
            return None;
        }
    }
    let divisor = if divisor.is_zero() { BigInt::one() } else { divisor };
    Some([Number::ratio(1, denominator.clone())?, Number::ratio(divisor, denominator)?])
}

fn size(number: &Number) -> Number {
    if number.is_negative() { &Number::zero() - number } else { number.clone() }
}

/// The least whole number that is no less.
fn ceiling(number: &Number) -> BigInt {
    let (numerator, denominator) = number.parts();
    -((-numerator).div_floor(denominator))
}
