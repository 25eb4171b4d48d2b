//! A negotiation reduced to what scenario formats can say: issues with options, and points for them.
//!
//! Everything that falls away is said in words.

use mediant_model::brief::{Points, ReservationDefault};
use mediant_model::condition::Axis;
use mediant_model::grid::Grid;
use mediant_model::statement::ReservationValue;
use mediant_model::{
    Brief, Case, Issue, IssueId, IssueKind, Number, OptionId, PartyId, PartyRole, Quorum, Region,
};
use num_bigint::BigInt;
use num_traits::{One, Zero};

/// What scenario formats can say of a case and its briefs.
pub(crate) struct Reduced {
    pub(crate) title: String,
    pub(crate) issues: Vec<ReducedIssue>,
    /// The negotiating parties whose briefs state points.
    pub(crate) parties: Vec<ReducedParty>,
    /// What falls away, in sentences.
    pub(crate) losses: Vec<String>,
}

/// An issue whose options can be listed.
pub(crate) struct ReducedIssue {
    pub(crate) id: IssueId,
    pub(crate) name: String,
    /// Ids and names, "left open" included where deals may leave issues open.
    pub(crate) options: Vec<(OptionId, String)>,
    /// The grid of a range, where the options are its points and nothing else.
    pub(crate) grid: Option<Vec<Number>>,
}

/// A party and what packages are worth to it.
#[derive(Clone)]
pub(crate) struct ReducedParty {
    pub(crate) id: PartyId,
    pub(crate) name: String,
    /// One weight per issue.
    pub(crate) weights: Vec<Number>,
    /// Issues x options, before weighting.
    pub(crate) values: Vec<Vec<Number>>,
    pub(crate) interactions: Vec<(Region, Number)>,
    pub(crate) constant: Number,
    pub(crate) cap: Option<Number>,
    /// The walk-away value; nothing where it is the zero of formats that state none.
    pub(crate) reservation: Option<Number>,
    pub(crate) discount: Option<Number>,
}

impl ReducedIssue {
    /// The least and greatest integer of an issue whose options are all the integers between them.
    pub(crate) fn integers(&self) -> Option<(&Number, &Number)> {
        let grid = self.grid.as_ref()?;
        let (first, last) = (grid.first()?, grid.last()?);
        let span = &(last - first) + &Number::one();
        (first.is_integer() && span == Number::from(i64::try_from(grid.len()).ok()?)).then_some((first, last))
    }
}

impl ReducedParty {
    /// The least and greatest contribution of every issue, weighted.
    pub(crate) fn spans(&self) -> Vec<(Number, Number)> {
        let weighted = self.weights.iter().zip(&self.values).map(|(weight, values)| {
            let of_options = values.iter().map(|value| weight * value);
            let (least, greatest) = (of_options.clone().min(), of_options.max());
            (least.unwrap_or_else(Number::zero), greatest.unwrap_or_else(Number::zero))
        });
        weighted.collect()
    }

    /// Moves the zero of utility so that the constant falls away; gains over the walk-away value stay.
    pub(crate) fn drop_constant(&mut self, losses: &mut Vec<String>) {
        if !self.constant.is_zero() {
            let by = &Number::zero() - &self.constant;
            self.constant = Number::zero();
            self.shift_reservation(&by, losses);
        }
    }

    /// Moves each given issue's options up so that none is below zero.
    pub(crate) fn lift_negative(&mut self, which: impl Fn(usize) -> bool, losses: &mut Vec<String>) {
        let mut by = Number::zero();
        for (issue, (weight, values)) in self.weights.iter().zip(&mut self.values).enumerate() {
            let Some(least) =
                values.iter().min().filter(|least| least.is_negative() && which(issue)).cloned()
            else {
                continue;
            };
            for value in values.iter_mut() {
                *value = &*value - &least;
            }
            by = &by - &(weight * &least);
        }
        if !by.is_zero() {
            self.shift_reservation(&by, losses);
        }
    }

    /// The walk-away value moves with the utilities.
    fn shift_reservation(&mut self, by: &Number, losses: &mut Vec<String>) {
        let stated = self.reservation.clone().unwrap_or_else(Number::zero);
        self.reservation = Some(&stated + by);
        losses.push(format!(
            "utilities of `{}` are moved by {by}, its walk-away value with them; gains stay the same",
            self.id
        ));
    }

    /// Divides everything by `divisor`, which is above zero.
    pub(crate) fn divide(&mut self, divisor: &Number, losses: &mut Vec<String>) {
        let share = |number: &Number| number.checked_div(divisor).unwrap_or_else(Number::zero);
        for weight in &mut self.weights {
            *weight = share(weight);
        }
        for (_, points) in &mut self.interactions {
            *points = share(points);
        }
        self.constant = share(&self.constant);
        self.cap = self.cap.as_ref().map(share);
        self.reservation = self.reservation.as_ref().map(share);
        losses.push(format!("utilities of `{}` are divided by {divisor} to lie in 0..1", self.id));
    }

    /// Leaves out what is not a plain sum over issues.
    pub(crate) fn drop_interactions(&mut self, losses: &mut Vec<String>) {
        if !self.interactions.is_empty() {
            let count = self.interactions.len();
            losses.push(format!(
                "{count} bonuses and penalties of `{}` for combinations are left out",
                self.id
            ));
            self.interactions.clear();
        }
        let best = self.spans().iter().fold(self.constant.clone(), |sum, (_, greatest)| &sum + greatest);
        if self.cap.take().is_some_and(|cap| cap < best) {
            losses.push(format!("the limit on the utility of `{}` is left out", self.id));
        }
    }
}

/// Reduces a case and its briefs.
pub(crate) fn reduce(case: &Case, briefs: &[Brief]) -> Reduced {
    let mut losses = losses_of_case(case);
    let mut issues = Vec::new();
    for issue in &case.issues {
        match reduced_issue(issue, case.agreement.partial) {
            Some(reduced) => issues.push(reduced),
            None => losses.push(format!("issue `{}` is left out: its substance is withheld", issue.id)),
        }
    }
    let axes: Vec<Axis> = issues.iter().map(axis).collect();
    let mut parties = Vec::new();
    for party in &case.parties {
        if party.role == PartyRole::Third {
            losses.push(format!("`{}`, which mediates, is left out", party.id));
            continue;
        }
        let brief = briefs.iter().find(|brief| brief.party == party.id);
        let Some((brief, points)) = brief.and_then(|brief| Some((brief, brief.points.as_ref()?))) else {
            losses.push(format!("`{}` is left out: no brief states points for it", party.id));
            continue;
        };
        losses.extend(losses_of_brief(brief));
        let reduced =
            reduced_party(party.id.clone(), &party.name, brief, points, case, &issues, &axes, &mut losses);
        parties.push(reduced);
    }
    Reduced { title: case.title.clone(), issues, parties, losses }
}

fn reduced_issue(issue: &Issue, partial: bool) -> Option<ReducedIssue> {
    let grid = match &issue.kind {
        IssueKind::Withheld => return None,
        IssueKind::Range(range) => range.grid(),
        IssueKind::Discrete(_) => None,
    };
    let mut options: Vec<(OptionId, String)> =
        issue.option_ids().into_iter().zip(issue.option_names()).collect();
    let open = OptionId::left_open();
    let adds_open = partial && !options.iter().any(|(id, _)| *id == open);
    if adds_open {
        options.push((open, "left open".to_owned()));
    }
    let grid = grid.filter(|_| !adds_open);
    Some(ReducedIssue { id: issue.id.clone(), name: issue.name.clone(), options, grid })
}

fn axis(issue: &ReducedIssue) -> Axis {
    let options = issue.options.iter().map(|(id, _)| id.clone()).collect();
    Axis { issue: issue.id.clone(), options, grid: issue.grid.as_deref().and_then(Grid::from_points) }
}

#[expect(clippy::too_many_arguments, reason = "everything a party's numbers depend on, once")]
fn reduced_party(
    id: PartyId,
    name: &str,
    brief: &Brief,
    points: &Points,
    case: &Case,
    issues: &[ReducedIssue],
    axes: &[Axis],
    losses: &mut Vec<String>,
) -> ReducedParty {
    let (mut weights, mut values) = (Vec::new(), Vec::new());
    for issue in issues {
        let Some(stated) = points.issues.get(&issue.id) else {
            weights.push(Number::zero());
            values.push(vec![Number::zero(); issue.options.len()]);
            continue;
        };
        weights.push(stated.weight.clone());
        let value = |option: &OptionId| match option.as_str().parse::<Number>() {
            Ok(point) if stated.values.of_option(option).is_none() => stated.values.at(&point),
            _ => stated.values.of_option(option),
        };
        let closed = issue.options.iter().filter(|(id, _)| !id.is_left_open());
        let mut of_options: Vec<Number> =
            closed.map(|(id, _)| value(id).unwrap_or_else(Number::zero)).collect();
        if of_options.len() < issue.options.len() {
            let open = stated.left_open.clone().or_else(|| value(&OptionId::left_open()));
            let worst = of_options.iter().min().cloned();
            of_options.push(open.or(worst).unwrap_or_else(Number::zero));
        }
        values.push(of_options);
    }
    let mut interactions = Vec::new();
    for stated in &points.interactions {
        match stated.when.regions(axes) {
            Ok(regions) => {
                interactions.extend(regions.into_iter().map(|region| (region, stated.points.clone())))
            }
            Err(_) => {
                losses.push(format!("a bonus or penalty of `{id}` cannot be understood and is left out"))
            }
        }
    }
    let mut party = ReducedParty {
        id,
        name: name.to_owned(),
        weights,
        values,
        interactions,
        constant: points.constant.clone().unwrap_or_else(Number::zero),
        cap: points.cap.clone(),
        reservation: None,
        discount: brief.discount.clone(),
    };
    party.reservation = reservation(brief, case, &party, losses);
    party
}

/// The walk-away value on the day of the case; for "anything", the worth of the worst package.
fn reservation(brief: &Brief, case: &Case, party: &ReducedParty, losses: &mut Vec<String>) -> Option<Number> {
    let dated = brief.reservations.iter().any(|value| value.from.is_some());
    if dated || brief.reservations.len() > 1 {
        losses.push(format!(
            "of the dated walk-away values of `{}` only the one of the case's day is kept",
            brief.party
        ));
    }
    let holds = |value: &&ReservationValue| match (value.from, case.as_of) {
        (Some(from), Some(on)) => from <= on,
        _ => true,
    };
    if let Some(value) = brief.reservations.iter().filter(holds).max_by_key(|value| value.from) {
        if value.low != value.high {
            losses.push(format!("of the walk-away range of `{}` only the upper end is kept", brief.party));
        }
        return Some(value.high.clone());
    }
    if brief.reservation_default == ReservationDefault::Zero {
        return None;
    }
    let worst = party.spans().iter().fold(party.constant.clone(), |sum, (least, _)| &sum + least);
    let penalties = party.interactions.iter().map(|(_, points)| points).filter(|points| points.is_negative());
    let worst = penalties.fold(worst, |sum, points| &sum + points);
    Some(party.cap.as_ref().map_or(worst.clone(), |cap| worst.clone().min(cap.clone())))
}

fn losses_of_case(case: &Case) -> Vec<String> {
    let mut losses = Vec::new();
    let counted = [
        (case.red_lines.len(), "red lines"),
        (case.preconditions.len(), "preconditions"),
        (case.linkages.len(), "linkages"),
        (case.positions.len(), "positions"),
        (case.interests.len(), "interests"),
        (case.alternatives.len(), "alternatives"),
        (case.answers.len(), "answers"),
        (case.remarks.len(), "remarks"),
        (case.sessions.len(), "sessions"),
        (case.confidences.len(), "confidences"),
        (case.sources.len(), "sources"),
        (case.parties.iter().map(|party| party.people.len()).sum(), "people"),
        (case.parties.iter().map(|party| party.factions.len()).sum(), "factions"),
    ];
    for (count, what) in counted.into_iter().filter(|(count, _)| *count > 0) {
        losses.push(format!("{what} are left out ({count})"));
    }
    if case.as_of.is_some() {
        losses.push("the day of the case is left out".to_owned());
    }
    if case.agreement.partial {
        losses
            .push("that deals may leave issues open becomes an option `left open` of every issue".to_owned());
    }
    losses
}

/// The agreement rule, for the formats that know unanimity only.
pub(crate) fn losses_of_rule(case: &Case) -> Vec<String> {
    let mut losses = Vec::new();
    if let Quorum::AtLeast(count) = case.agreement.quorum {
        losses.push(format!(
            "that {count} acceptances are enough is left out: this format knows unanimity only"
        ));
    }
    if !case.agreement.veto.is_empty() && case.agreement.quorum != Quorum::Unanimity {
        losses.push("vetoes are left out".to_owned());
    }
    losses
}

/// Names to show, for the formats that have ids only.
pub(crate) fn losses_of_names(issues: &[ReducedIssue], parties: &[ReducedParty]) -> Vec<String> {
    let mut losses = Vec::new();
    if parties.iter().any(|party| party.name != party.id.as_str()) {
        losses.push("names of parties are left out; their ids stand for them".to_owned());
    }
    let renamed = |issue: &ReducedIssue| {
        let option = |(id, name): &(OptionId, String)| id.as_str() != name;
        issue.name != issue.id.as_str() || issue.options.iter().any(option)
    };
    if issues.iter().any(renamed) {
        losses.push("names of issues and options are left out; their ids stand for them".to_owned());
    }
    losses
}

fn losses_of_brief(brief: &Brief) -> Vec<String> {
    let counted = [
        (brief.red_lines.len(), "red lines"),
        (brief.preconditions.len(), "preconditions"),
        (brief.linkages.len(), "linkages"),
        (brief.interests.len(), "interests"),
        (brief.alternatives.len(), "alternatives"),
        (usize::from(brief.ranking.is_some()), "rankings"),
    ];
    let some = counted.into_iter().filter(|(count, _)| *count > 0);
    some.map(|(count, what)| format!("{what} told by `{}` are left out ({count})", brief.party)).collect()
}

/// The slope and the value at zero of a straight line through an issue's values; nothing for any other shape.
pub(crate) fn line(grid: &[Number], values: &[Number]) -> Option<(Number, Number)> {
    let (first, at_first) = (grid.first()?, values.first()?);
    let slope = match (grid.get(1), values.get(1)) {
        (Some(second), Some(at_second)) => (at_second - at_first).checked_div(&(second - first))?,
        _ => Number::zero(),
    };
    let at_zero = at_first - &(&slope * first);
    let straight = grid.iter().zip(values).all(|(point, value)| *value == &at_zero + &(&slope * point));
    straight.then_some((slope, at_zero))
}

/// Whether the number can be written in decimals: its denominator divides a power of ten.
pub(crate) fn is_decimal(number: &Number) -> bool {
    let mut rest = number.parts().1.clone();
    for prime in [2u32, 5] {
        while (&rest % prime).is_zero() {
            rest /= prime;
        }
    }
    rest.is_one()
}

/// Decimals of numbers that have no end.
pub(crate) const DECIMALS: u32 = 12;

/// Writes numbers in decimals and remembers whether one had to be rounded.
#[derive(Default)]
pub(crate) struct Decimals {
    rounded: bool,
}

impl Decimals {
    /// The number in decimals, to twelve of them where it has no end.
    pub(crate) fn text(&mut self, number: &Number) -> String {
        self.rounded |= !is_decimal(number);
        number.to_string()
    }

    /// A walk-away value in decimals; where it has no end, a little less, so that nothing acceptable is cut off.
    pub(crate) fn at_most(&mut self, number: &Number) -> String {
        let kept = self.kept(number);
        let step = Number::ratio(1, BigInt::from(10).pow(DECIMALS)).unwrap_or_else(Number::zero);
        if kept > *number { (&kept - &step).to_string() } else { kept.to_string() }
    }

    /// The number itself, or what is kept of it.
    pub(crate) fn kept(&mut self, number: &Number) -> Number {
        if is_decimal(number) {
            return number.clone();
        }
        self.rounded = true;
        number.rounded(DECIMALS)
    }

    /// A sentence for a party whose numbers were rounded.
    pub(crate) fn loss(&self, party: &PartyId) -> Option<String> {
        self.rounded
            .then(|| format!("numbers of `{party}` that have no finite decimals are rounded to {DECIMALS}"))
    }
}
