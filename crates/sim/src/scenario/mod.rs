//! What is negotiated about, prepared once for any number of negotiations.

mod enumerate;
mod fingerprint;
mod search;
mod side;

use crate::Offer;
use crate::offer::Form;
use data_encoding::HEXLOWER;
use mediant_model::problem::{FactKind, Package};
use mediant_model::{Brief, PartyId, Problem};
pub(crate) use search::{anywhere, descended};
pub(crate) use side::Side;
use std::fmt;
use std::sync::Arc;

/// A problem prepared for negotiations: what every package is worth to every party, in order.
///
/// Up to a limit ([`Scenario::NUMBERED_MAX`] packages unless another one is given) packages are numbered and
/// every party's are sorted: 12 bytes for each package and party, so at most 96 MB for two parties, and about
/// 0.2 s for a million packages. Beyond, worths are worked out when asked for, and packages near a level are
/// found by local search.
///
/// It is read-only, may be shared between threads, and is cheap to clone: clones share what was prepared. It holds
/// every party's confidences; its `Debug` shows sizes only.
#[derive(Clone)]
pub struct Scenario {
    problem: Arc<Problem>,
    sides: Arc<[Side]>,
    /// The number of packages, where they are numbered.
    count: Option<u32>,
    /// Whether some packages are impossible for everybody.
    linked: bool,
    fingerprint: [u8; 32],
}

/// Why a problem cannot be negotiated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScenarioError {
    /// There are fewer than two parties.
    #[error("fewer than two parties negotiate")]
    TooFewParties,
    /// A party has stated no points.
    #[error("the brief of `{0}` states no points")]
    NoPoints(PartyId),
    /// A party's red lines and preconditions leave it nothing to offer, as far as was found.
    #[error("no package respects the red lines and preconditions of `{0}`")]
    NothingToOffer(PartyId),
}

impl fmt::Debug for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (parties, issues) = (self.problem.parties.len(), self.problem.issues.len());
        write!(f, "Scenario({parties} parties, {issues} issues, confidential)")
    }
}

impl Scenario {
    /// So many packages are numbered and sorted unless another limit is given.
    pub const NUMBERED_MAX: u32 = 4_000_000;

    /// Prepares a compiled problem; the discounts are those of the briefs, 1 where a brief states none.
    ///
    /// # Errors
    /// Fewer than two parties, a party without points, or one with nothing to offer.
    pub fn new(problem: Problem, briefs: &[Brief]) -> Result<Self, ScenarioError> {
        let discount = |party: &PartyId| {
            let brief = briefs.iter().find(|brief| &brief.party == party);
            brief.and_then(|brief| brief.discount.as_ref()).map_or(1.0, mediant_model::Number::to_f64)
        };
        let discounts: Vec<f64> = problem.parties.iter().map(|party| discount(&party.id)).collect();
        Self::with(problem, &discounts, Self::NUMBERED_MAX)
    }

    /// Prepares a compiled problem with a discount in 0..=1 for each party, in the problem's order (1 where
    /// there is none), numbering the packages where there are at most `numbered_max`.
    ///
    /// # Errors
    /// As [`Scenario::new`].
    pub fn with(problem: Problem, discounts: &[f64], numbered_max: u32) -> Result<Self, ScenarioError> {
        if problem.parties.len() < 2 {
            return Err(ScenarioError::TooFewParties);
        }
        if let Some(party) = problem.parties.iter().find(|party| party.utility.is_none()) {
            return Err(ScenarioError::NoPoints(party.id.clone()));
        }
        let count = u32::try_from(problem.package_count()).ok().filter(|count| *count <= numbered_max);
        let linked =
            problem.facts.iter().any(|fact| fact.party.is_none() && fact.kind != FactKind::Reservation);
        let discount = |party: usize| discounts.get(party).copied().unwrap_or(1.0);
        let sides = (0..problem.parties.len())
            .map(|party| Side::new(&problem, party, discount(party), count))
            .collect::<Result<Arc<[Side]>, ScenarioError>>()?;
        let fingerprint = fingerprint::of(&problem, sides.iter().map(|side| side.discount), count.is_some());
        Ok(Self { problem: Arc::new(problem), sides, count, linked, fingerprint })
    }

    /// The compiled problem that is negotiated.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// How many parties negotiate.
    pub fn party_count(&self) -> usize {
        self.sides.len()
    }

    /// How many packages there are, where they are numbered.
    pub fn numbered(&self) -> Option<u32> {
        self.count
    }

    /// A hash of everything that can make a difference to a negotiation, as 64 hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        HEXLOWER.encode(&self.fingerprint)
    }

    /// A short form of the fingerprint, to tell scenarios apart.
    pub(crate) fn identity(&self) -> u64 {
        self.fingerprint.iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte))
    }

    pub(crate) fn side(&self, party: usize) -> Option<&Side> {
        self.sides.get(party)
    }

    /// The offer of these options; `None` where there is no such package or a linkage excludes it.
    ///
    /// ```
    /// let scenario = mediant_sim::sample::two_fields();
    /// assert_eq!(scenario.numbered(), Some(6));
    /// let offer = scenario.offer(&[1, 0]).ok_or("it is a package")?;
    /// assert_eq!(scenario.units(&offer), [6, 9]);
    /// # Ok::<(), &str>(())
    /// ```
    pub fn offer(&self, options: &[u32]) -> Option<Offer> {
        if !self.problem.is_package(options) || (self.linked && !self.problem.is_possible(options)) {
            return None;
        }
        match self.count {
            Some(_) => Some(Offer::numbered(self.number(options))),
            None => Some(Offer::from_options(options)),
        }
    }

    /// The offer in the form the scenario uses; `None` where it is no possible package.
    pub(crate) fn checked(&self, offer: &Offer) -> Option<Offer> {
        match (&offer.0, self.count) {
            (Form::Numbered(number), Some(count)) if *number < count => {
                let possible = !self.linked || self.problem.is_possible(&self.package(offer));
                possible.then(|| offer.clone())
            }
            (Form::Numbered(_), _) => None,
            (Form::Listed(options), _) => self.offer(options),
        }
    }

    /// The options of an offer, one for each issue, in the problem's order. Cost: the number of issues.
    pub fn package(&self, offer: &Offer) -> Package {
        match &offer.0 {
            Form::Listed(options) => options.to_vec(),
            Form::Numbered(number) => enumerate::options(&self.problem, *number),
        }
    }

    /// What an offer is worth to everybody, in units. Cost: parties x (issues + interactions).
    pub fn units(&self, offer: &Offer) -> Vec<i64> {
        self.problem.utilities(&self.package(offer))
    }

    /// Units of a party on its scale from 0 (its worst package) to 1 (its best).
    ///
    /// Below 0 or above 1 for what lies beyond, such as a reservation value that no package reaches.
    pub fn worth(&self, party: usize, units: i64) -> f64 {
        self.side(party).map_or(0.0, |side| side.share(units))
    }

    /// The scale of a party: units of its worst package, and units between that and its best one.
    ///
    /// Bounds of them where packages are not numbered and interact: none is worth less, none better was found.
    pub fn scale(&self, party: usize) -> (i64, i64) {
        self.side(party).map_or((0, 0), |side| (side.floor, side.span))
    }

    /// What is left of a party's utility at the deadline.
    pub fn discount(&self, party: usize) -> f64 {
        self.side(party).map_or(1.0, |side| side.discount)
    }

    /// Mixed radix, the first issue the most significant.
    fn number(&self, options: &[u32]) -> u32 {
        let sizes = self.problem.issues.iter().map(|issue| issue.options.len() as u32);
        options.iter().zip(sizes).fold(0, |number, (option, size)| number * size + option)
    }
}
