//! One party's confidential instructions.

use crate::statement::{Alternative, Interest, Linkage, Precondition, RedLine, ReservationValue};
use crate::{Condition, IssueId, Number, OptionId, PartyId};
use std::collections::BTreeMap;
use std::fmt;

/// A party's brief, in as many levels as the party is ready to state: constraints, rankings,
/// points, interactions, walk-away value. Confidential: its `Debug` names the party only.
#[derive(Clone, PartialEq, Eq)]
pub struct Brief {
    /// The case it is for: the case's id, or its title; `None` where the format does not say.
    pub case: Option<String>,
    /// Whose it is.
    pub party: PartyId,
    /// Needs told in confidence.
    pub interests: Vec<Interest>,
    /// Red lines told in confidence.
    pub red_lines: Vec<RedLine>,
    /// Preconditions told in confidence.
    pub preconditions: Vec<Precondition>,
    /// Linkages that bind this party.
    pub linkages: Vec<Linkage>,
    /// What it would do without a deal.
    pub alternatives: Vec<Alternative>,
    /// Orders without numbers.
    pub ranking: Option<Ranking>,
    /// What options are worth in points, issue by issue; `None` where the party states no numbers.
    pub points: Option<Points>,
    /// Walk-away values, dated.
    pub reservations: Vec<ReservationValue>,
    /// What stands where no walk-away value is stated.
    pub reservation_default: ReservationDefault,
    /// What is left of utility at the deadline (Genius's discount factor): u·d^t, t in 0..1.
    pub discount: Option<Number>,
}

impl fmt::Debug for Brief {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Brief(of {}, confidential)", self.party)
    }
}

impl Brief {
    /// A brief that says nothing yet.
    pub fn empty(party: PartyId) -> Self {
        Self {
            case: None,
            party,
            interests: Vec::new(),
            red_lines: Vec::new(),
            preconditions: Vec::new(),
            linkages: Vec::new(),
            alternatives: Vec::new(),
            ranking: None,
            points: None,
            reservations: Vec::new(),
            reservation_default: ReservationDefault::WorstPackage,
            discount: None,
        }
    }
}

/// What a party that states no walk-away value is taken to accept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReservationDefault {
    /// Anything: each issue's worst option and every penalty (Mediant files).
    WorstPackage,
    /// Anything of utility zero or more (Genius and its kin).
    Zero,
}

/// Orders of options and issues, best first; options or issues in one tier are equal.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Ranking {
    /// For each ranked issue its options, best tier first. Unlisted options are not compared.
    pub options: BTreeMap<IssueId, Vec<Vec<OptionId>>>,
    /// The issues by what the step from worst to best option is worth, most important tier first.
    pub importance: Vec<Vec<IssueId>>,
}

/// Points per option, with weights, and for combinations.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Points {
    /// For each issue its weight and the points of its options.
    pub issues: BTreeMap<IssueId, IssuePoints>,
    /// Bonuses and penalties for combinations of options.
    pub interactions: Vec<StatedInteraction>,
    /// Points of every package.
    pub constant: Option<Number>,
    /// The most a package can be worth, where the format clips.
    pub cap: Option<Number>,
}

/// What the options of one issue are worth to a party.
#[derive(Clone, PartialEq, Eq)]
pub struct IssuePoints {
    /// Multiplies the points of the options.
    pub weight: Number,
    /// Points option by option, or for a range along a curve; before the weight.
    pub values: IssueValues,
    /// The points of leaving the issue open; where not stated, those of the worst option.
    pub left_open: Option<Number>,
}

/// Points of an issue's options.
#[derive(Clone, PartialEq, Eq)]
pub enum IssueValues {
    /// Option by option.
    Options(BTreeMap<OptionId, Number>),
    /// For a range: straight lines through these (value, points), ascending; level beyond both ends.
    Curve(Vec<(Number, Number)>),
}

impl IssueValues {
    /// The points of an option of a discrete issue.
    pub fn of_option(&self, option: &OptionId) -> Option<Number> {
        match self {
            Self::Options(points) => points.get(option).cloned(),
            Self::Curve(_) => None,
        }
    }

    /// The points at a grid point of a range.
    pub fn at(&self, value: &Number) -> Option<Number> {
        let curve = match self {
            Self::Options(points) => return points.get(&OptionId::new(value.to_string())).cloned(),
            Self::Curve(curve) => curve,
        };
        let after = curve.iter().position(|(x, _)| x >= value);
        match after {
            None => curve.last().map(|(_, y)| y.clone()),
            Some(0) => curve.first().map(|(_, y)| y.clone()),
            Some(index) => {
                let (x1, y1) = curve.get(index)?;
                let (x0, y0) = curve.get(index - 1)?;
                let share = (value - x0).checked_div(&(x1 - x0))?;
                Some(y0 + &(&share * &(y1 - y0)))
            }
        }
    }
}

/// A bonus or penalty for the packages that satisfy a condition.
#[derive(Clone, PartialEq, Eq)]
pub struct StatedInteraction {
    /// Where it applies.
    pub when: Condition,
    /// Points added; negative for a penalty.
    pub points: Number,
    /// It in a sentence, in the author's words.
    pub text: Option<String>,
}

macro_rules! masked {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(confidential)"))
            }
        }
    )*};
}
masked!(Ranking, Points, IssuePoints, IssueValues, StatedInteraction);
