//! What the scenario formats have in common: issues, and parties that are only names.

use crate::diagnostic::{self, Diagnostic};
use crate::negotiation::{Negotiation, ReadResult};
use mediant_model::brief::{IssuePoints, IssueValues, Points, ReservationDefault};
use mediant_model::issue::{IssueOption, Range};
use mediant_model::statement::ReservationValue;
use mediant_model::{Brief, Case, Issue, IssueId, IssueKind, Number, OptionId, Party, PartyId, PartyRole};
use num_bigint::BigInt;
use std::collections::BTreeMap;

/// A case between these parties, about whom nothing else is known.
pub(crate) fn case(title: String, parties: impl Iterator<Item = PartyId>, issues: Vec<Issue>) -> Case {
    Case {
        title,
        parties: parties.map(|id| party(id.clone(), id.as_str())).collect(),
        issues,
        ..Case::default()
    }
}

/// A negotiating party with a name and no people.
pub(crate) fn party(id: PartyId, name: &str) -> Party {
    Party {
        id,
        name: name.to_owned(),
        role: PartyRole::Negotiating,
        people: Vec::new(),
        factions: Vec::new(),
    }
}

/// An issue with named options, each its own id.
pub(crate) fn discrete(name: &str, options: &[String]) -> Issue {
    let option = |name: &String| IssueOption { id: OptionId::new(name), name: name.clone() };
    let mut options: Vec<IssueOption> = options.iter().map(option).collect();
    // The model keeps what it calls "left open" behind the other options.
    options.sort_by_key(|option| option.id.is_left_open());
    Issue { id: IssueId::new(name), name: name.to_owned(), kind: IssueKind::Discrete(options) }
}

/// An issue whose options are the numbers of a grid.
pub(crate) fn range(name: &str, range: Range) -> Issue {
    Issue { id: IssueId::new(name), name: name.to_owned(), kind: IssueKind::Range(range) }
}

/// Decimals of what an option is worth in formats whose programs compute with floating-point numbers.
const FLOATING_DECIMALS: u32 = 12;

/// The points as such a program means them: what an option is worth, weight and all, to twelve decimals where it is written with
/// more. Digits beyond say how a number was stored, not what somebody wants: two packages that differ there alone are meant to be
/// worth the same. Thirds and their like stay exact. Whether something was rounded.
pub(crate) fn floating(points: IssuePoints) -> (IssuePoints, bool) {
    let worth = |value: &Number| &points.weight * value;
    let is_long = |worth: &Number| *worth.parts().1 > BigInt::from(10u32).pow(FLOATING_DECIMALS);
    // A line along a range is what its offset and slope say: rounded corners would bend it.
    let IssueValues::Options(values) = &points.values else { return (points, false) };
    if !values.values().any(|value| is_long(&worth(value))) {
        return (points, false);
    }
    let read = |value: &Number| {
        let worth = worth(value);
        if is_long(&worth) { worth.rounded(FLOATING_DECIMALS) } else { worth }
    };
    let read_values = values.iter().map(|(option, value)| (option.clone(), read(value))).collect();
    let left_open = points.left_open.as_ref().map(read);
    (IssuePoints { weight: Number::one(), values: IssueValues::Options(read_values), left_open }, true)
}

/// What is said of a party whose numbers were read so.
pub(crate) fn floating_note(party: &PartyId) -> String {
    format!(
        "what options are worth to `{party}` was read to {FLOATING_DECIMALS} decimals: the file's numbers are floating-point numbers"
    )
}

/// A brief of points; a walk-away value that is not stated is zero, as all scenario formats have it.
pub(crate) fn brief(
    party: PartyId,
    issues: BTreeMap<IssueId, IssuePoints>,
    reservation: Option<Number>,
) -> Brief {
    Brief {
        points: Some(Points { issues, ..Points::default() }),
        reservations: reservation.map(exactly).into_iter().collect(),
        reservation_default: ReservationDefault::Zero,
        ..Brief::empty(party)
    }
}

/// A walk-away value that is no range and holds at any time.
pub(crate) fn exactly(value: Number) -> ReservationValue {
    ReservationValue { from: None, low: value.clone(), high: value, because: None }
}

/// The negotiation with its warnings, unless there is an error.
pub(crate) fn result(negotiation: Negotiation, mut found: Vec<Diagnostic>) -> ReadResult {
    diagnostic::sort(&mut found);
    if found.iter().any(Diagnostic::is_error) { Err(found) } else { Ok((negotiation, found)) }
}

/// A sentence for weights that do not sum to 1, where the format takes them as they stand.
///
/// Weights that were meant to be normalised miss 1 by their last decimals only.
pub(crate) fn weights_note(party: &PartyId, sum: &Number) -> Option<String> {
    let shown = sum.rounded(6);
    (shown != Number::one())
        .then(|| format!("the weights of `{party}` sum to {shown}; they count as they stand"))
}
