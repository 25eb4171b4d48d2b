//! A negotiation reduced to what scenario formats can say: issues with options, and points for them.
//!
//! Everything that falls away is said in words.

use mediant_model::brief::{Points, ReservationDefault};
use mediant_model::condition::Axis;
use mediant_model::grid::Grid;
use mediant_model::problem::Options;
use mediant_model::statement::ReservationValue;
use mediant_model::{
    Brief, Case, Issue, IssueId, IssueKind, Number, OptionId, PartyId, PartyRole, Problem, Quorum, Region,
};
use num_bigint::BigInt;
use num_traits::{One, Zero};

/// Up to so many packages are looked at to know whether a party accepts any.
const PACKAGES_MAX: usize = 50_000;

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
            self.shift(&by, losses);
        }
    }

    /// Moves each issue's options up so that none is below zero.
    pub(crate) fn lift_negative(&mut self, losses: &mut Vec<String>) {
        let mut by = Number::zero();
        for (weight, values) in self.weights.iter().zip(&mut self.values) {
            let Some(least) = values.iter().min().filter(|least| least.is_negative()).cloned() else {
                continue;
            };
            for value in values.iter_mut() {
                *value = &*value - &least;
            }
            by = &by - &(weight * &least);
        }
        if !by.is_zero() {
            self.shift(&by, losses);
        }
    }

    /// What is measured in utilities moves with them: the walk-away value and the limit.
    pub(crate) fn shift(&mut self, by: &Number, losses: &mut Vec<String>) {
        let stated = self.reservation.clone().unwrap_or_else(Number::zero);
        self.reservation = Some(&stated + by);
        self.cap = self.cap.as_ref().map(|cap| cap + by);
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

    /// Leaves out what combinations are worth.
    pub(crate) fn drop_interactions(&mut self, losses: &mut Vec<String>) {
        if !self.interactions.is_empty() {
            let count = self.interactions.len();
            losses.push(format!(
                "{count} bonuses and penalties of `{}` for combinations are left out",
                self.id
            ));
            self.interactions.clear();
        }
    }

    /// Leaves out the limit on what a package is worth.
    pub(crate) fn drop_cap(&mut self, losses: &mut Vec<String>) {
        let reach = self.reach();
        if self.cap.take().is_some_and(|cap| cap < reach) {
            losses.push(format!("the limit on the utility of `{}` is left out", self.id));
        }
    }

    /// No package is worth more, the limit aside.
    pub(crate) fn reach(&self) -> Number {
        let best = self.spans().iter().fold(self.constant.clone(), |sum, (_, greatest)| &sum + greatest);
        let bonuses = self.interactions.iter().map(|(_, points)| points);
        bonuses.filter(|points| !points.is_negative()).fold(best, |sum, points| &sum + points)
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
    let axes: Vec<Axis> = issues.iter().map(|issue| axis(issue, case)).collect();
    let problem = Problem::compile(case, briefs, &Options::default()).ok();
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
        let mut reduced =
            reduced_party(party.id.clone(), &party.name, brief, points, case, &issues, &axes, &mut losses);
        if refuses_everything(problem.as_ref(), &reduced) {
            // Whatever falls away on writing, nothing may become acceptable to this party.
            reduced.reservation = Some(&reduced.reach() + &Number::one());
            losses.push(format!(
                "`{}` accepts no package: its walk-away value is one that none reaches",
                party.id
            ));
        }
        parties.push(reduced);
    }
    Reduced { title: case.title.clone(), issues, parties, losses }
}

/// Whether a party accepts no package at all, by its statements and walk-away value together: told where that
/// follows from sums alone, or where there are few enough packages to look at each.
fn refuses_everything(problem: Option<&Problem>, party: &ReducedParty) -> bool {
    let reach = party.reach();
    let most = party.cap.as_ref().map_or(reach.clone(), |cap| reach.clone().min(cap.clone()));
    if party.reservation.clone().unwrap_or_else(Number::zero) > most {
        return true;
    }
    let Some((problem, index)) = problem.and_then(|problem| Some((problem, problem.party_index(&party.id)?)))
    else {
        return false;
    };
    let sizes: Vec<usize> = problem.issues.iter().map(|issue| issue.options.len()).collect();
    let count = sizes.iter().try_fold(1usize, |count, size| count.checked_mul(*size));
    if count.is_none_or(|count| count > PACKAGES_MAX) {
        return false;
    }
    let mut package = vec![0u32; sizes.len()];
    loop {
        if problem.accepts(index, &package) {
            return false;
        }
        let next = package.iter().zip(&sizes).position(|(option, size)| (*option as usize) + 1 < *size);
        let Some(next) = next else { return true };
        package.iter_mut().take(next).for_each(|option| *option = 0);
        if let Some(option) = package.get_mut(next) {
            *option += 1;
        }
    }
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

/// The issue as conditions see it: bounds speak of a range's numbers, whether a deal may leave it open or not.
fn axis(issue: &ReducedIssue, case: &Case) -> Axis {
    let options = issue.options.iter().map(|(id, _)| id.clone()).collect();
    let grid = case.issues.iter().find(|known| known.id == issue.id).and_then(|known| match &known.kind {
        IssueKind::Range(range) => Grid::from_range(range),
        IssueKind::Discrete(_) | IssueKind::Withheld => None,
    });
    Axis { issue: issue.id.clone(), options, grid }
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
        let closed =
            issue.options.iter().filter(|(id, _)| !id.is_left_open()).filter_map(|(id, _)| value(id));
        let open = stated.left_open.clone().or_else(|| value(&OptionId::left_open()));
        let open = open.or_else(|| closed.min());
        let of_option = |(id, _): &(OptionId, String)| match id.is_left_open() {
            true => open.clone(),
            false => value(id),
        };
        values.push(
            issue.options.iter().map(|option| of_option(option).unwrap_or_else(Number::zero)).collect(),
        );
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
        (case.deadlines.len(), "deadlines"),
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

/// A straight line through values at consecutive integers, clipped to 0..1: its value at the first, and its slope.
pub(crate) fn clipped_line(values: &[Number]) -> Option<(Number, Number)> {
    let (zero, one) = (Number::zero(), Number::one());
    let fits = |(offset, slope): &(Number, Number)| {
        let line = |index: usize| (offset + &(slope * &count(index))).clamp(zero.clone(), one.clone());
        values.iter().enumerate().all(|(index, value)| *value == line(index))
    };
    let first = values.first()?;
    let plain = (first.clone(), values.get(1).map_or_else(Number::zero, |second| second - first));
    if fits(&plain) { Some(plain) } else { unclipped(values).filter(fits) }
}

/// What is not straight taken for a line that was clipped: two values between 0 and 1 give its slope; one of them, or a
/// step, fits a line of slope 1.
fn unclipped(values: &[Number]) -> Option<(Number, Number)> {
    let (zero, one) = (Number::zero(), Number::one());
    let falls = values.last()? < values.first()?;
    let unit = if falls { &zero - &one } else { one.clone() };
    let mut between = values.iter().enumerate().filter(|(_, value)| zero < **value && **value < one);
    Some(match (between.next(), between.next()) {
        (Some((i, a)), Some((j, b))) => {
            let slope = (b - a).checked_div(&(&count(j) - &count(i)))?;
            (a - &(&slope * &count(i)), slope)
        }
        (Some((i, a)), None) => (a - &(&unit * &count(i)), unit),
        (None, _) if falls => (&one + &count(values.iter().rposition(|value| *value == one)?), unit),
        (None, _) => (&one - &count(values.iter().position(|value| *value == one)?), unit),
    })
}

fn count(index: usize) -> Number {
    Number::from(i64::try_from(index).unwrap_or(i64::MAX))
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
    /// For a party's numbers in a format of floating-point numbers: what an option is worth is read back to twelve decimals.
    pub(crate) fn floating(issues: &[ReducedIssue], party: &ReducedParty) -> Self {
        let most = BigInt::from(10).pow(DECIMALS);
        let is_long = |number: &Number| *number.parts().1 > most;
        // A line along a range stays as it is written.
        let of_issue = |((weight, values), issue): ((&Number, &Vec<Number>), &ReducedIssue)| {
            issue.grid.is_none() && values.iter().any(|value| is_long(&(weight * value)))
        };
        Self { rounded: party.weights.iter().zip(&party.values).zip(issues).any(of_issue) }
    }

    /// The number in decimals, to twelve of them where it has no end.
    pub(crate) fn text(&mut self, number: &Number) -> String {
        self.rounded |= !is_decimal(number);
        number.to_string()
    }

    /// A party's walk-away value, once its other numbers were written. Where any had no end, by as much lower as rounding
    /// can take from a package, so that nothing acceptable is cut off; or higher, where the party accepts nothing.
    pub(crate) fn walk_away(&mut self, party: &ReducedParty) -> Option<Number> {
        let value = party.reservation.as_ref()?;
        if !self.rounded && is_decimal(value) {
            return Some(value.clone());
        }
        self.rounded = true;
        let size =
            |number: &Number| if number.is_negative() { &Number::zero() - number } else { number.clone() };
        let two = Number::from(2);
        let units = party.weights.iter().zip(&party.values).fold(two, |sum, (weight, values)| {
            let largest = values.iter().map(size).max().unwrap_or_else(Number::zero);
            &(&(&sum + &Number::one()) + &size(weight)) + &largest
        });
        let unit = Number::ratio(1, BigInt::from(10).pow(DECIMALS)).unwrap_or_else(Number::zero);
        let slack = &units * &unit;
        let moved = if *value > party.reach() { value + &slack } else { value - &slack };
        Some(moved.rounded(DECIMALS))
    }

    /// The number itself, or what is kept of it.
    pub(crate) fn kept(&mut self, number: &Number) -> Number {
        if is_decimal(number) {
            return number.clone();
        }
        self.rounded = true;
        number.rounded(DECIMALS)
    }

    /// Whether a number had no end.
    pub(crate) fn is_rounded(&self) -> bool {
        self.rounded
    }

    /// A sentence for a party whose numbers were rounded.
    pub(crate) fn loss(&self, party: &PartyId) -> Option<String> {
        self.rounded.then(|| {
            format!("numbers of `{party}` with more than {DECIMALS} decimals are rounded to {DECIMALS}")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clipped_lines_are_found_and_nothing_else_is() {
        for slope in -12i64..=12 {
            for offset in -30i64..=30 {
                let tenths = |n: i64| Number::ratio(n, 10).unwrap_or_else(Number::zero);
                let clip = |n: i64| tenths(n.clamp(0, 10));
                for count in 1..6i64 {
                    let values: Vec<Number> = (0..count).map(|at| clip(offset + slope * at)).collect();
                    let Some((start, step)) = clipped_line(&values) else {
                        panic!("{values:?} is a clipped line");
                    };
                    let again: Vec<Number> = (0..count)
                        .map(|at| &start + &(&step * &Number::from(at)))
                        .map(|value| value.clamp(Number::zero(), Number::one()))
                        .collect();
                    assert_eq!(again, values);
                }
            }
        }
        let tenths = |list: &[i64]| -> Vec<Number> {
            list.iter().map(|n| Number::ratio(*n, 10).unwrap_or_else(Number::zero)).collect()
        };
        for bent in [&[0, 5, 0][..], &[1, 2, 4], &[0, 10, 0], &[3, 10, 4], &[0, 11], &[-1, 0]] {
            assert_eq!(clipped_line(&tenths(bent)), None, "{bent:?}");
        }
    }
}
