//! Writing a domain and its profiles as GeniusWeb JSON.

use super::{DECIMALS, LINEAR, Spelling};
use crate::convert::{ConvertError, Converted, FileNames};
use crate::json::Output;
use crate::reduction::{
    Decimals, Reduced, ReducedIssue, ReducedParty, is_decimal, line, losses_of_names, losses_of_rule, reduce,
};
use mediant_model::{Brief, Case, Number};

/// The search goes one level deeper per issue; beyond this many it is not begun.
const ISSUES_MAX: usize = 500;
/// The search for the bid that stands for a walk-away value looks at this many partial packages at most.
const STEPS_MAX: usize = 20_000;

/// Writes `domain.json` and one profile per party, named by the party.
///
/// # Errors
/// A party accepts no package: a reservation bid is one.
pub(crate) fn write(case: &Case, briefs: &[Brief], spelling: Spelling) -> Result<Converted, ConvertError> {
    let Reduced { title, issues, mut parties, mut losses } = reduce(case, briefs);
    losses.extend(losses_of_rule(case));
    losses.extend(losses_of_names(&issues, &parties));
    for party in &mut parties {
        party.drop_interactions(&mut losses);
        party.drop_cap(&mut losses);
        party.drop_constant(&mut losses);
        if party.discount.take().is_some() {
            losses.push(format!("the discount of `{}` is left out", party.id));
        }
        normalise(party, &mut losses);
    }
    let ranges: Vec<bool> = (0..issues.len()).map(|index| is_range(&issues, &parties, index)).collect();
    for (issue, is_range) in issues.iter().zip(&ranges) {
        if issue.grid.is_some() && !is_range {
            losses.push(format!("the values of the range `{}` become named options", issue.id));
        }
    }
    let domain = || domain(&title, &issues, &ranges);
    let mut names = FileNames::new("json");
    let mut files = vec![(names.of("domain"), domain().document())];
    for party in &parties {
        let name = names.of_party(&party.id, &mut losses);
        let profile = profile(domain(), &issues, &ranges, party, spelling, &mut losses)?;
        files.push((name, Output::object([(LINEAR, profile)]).document()));
    }
    Ok(Converted { files, losses })
}

/// Brings weights to a sum of exactly 1 and utilities of options into 0..1, all of them decimals.
fn normalise(party: &mut ReducedParty, losses: &mut Vec<String>) {
    let sum = party.weights.iter().fold(Number::zero(), |sum, weight| &sum + weight);
    let inside = |value: &Number| !value.is_negative() && *value <= Number::one() && is_decimal(value);
    let fits =
        sum == Number::one() && party.weights.iter().all(inside) && party.values.iter().flatten().all(inside);
    if fits {
        return;
    }
    let spans = party.spans();
    let least = spans.iter().fold(Number::zero(), |sum, (least, _)| &sum + least);
    let greatest = spans.iter().fold(Number::zero(), |sum, (_, greatest)| &sum + greatest);
    let range = &greatest - &least;
    if range.is_zero() {
        // Nothing matters to this party; any weights say so.
        let count = party.weights.len();
        for (index, (weight, values)) in party.weights.iter_mut().zip(&mut party.values).enumerate() {
            *weight = if index + 1 == count { Number::one() } else { Number::zero() };
            values.fill(Number::zero());
        }
    }
    let mut decimals = Decimals::default();
    let share = |number: &Number, of: &Number| number.checked_div(of).unwrap_or_else(Number::zero);
    for ((weight, values), (low, high)) in party.weights.iter_mut().zip(&mut party.values).zip(&spans) {
        if range.is_zero() {
            break;
        }
        let span = high - low;
        for value in values.iter_mut() {
            *value = decimals.kept(&share(&(&(&*weight * &*value) - low), &span));
        }
        *weight = decimals.kept(&share(&span, &range));
    }
    close_sum(&mut party.weights);
    let stated = party.reservation.clone().unwrap_or_else(Number::zero);
    party.reservation =
        Some(if range.is_zero() { &stated - &least } else { share(&(&stated - &least), &range) });
    if decimals.is_rounded() {
        party.reservation = decimals.walk_away(party);
    }
    losses.push(format!(
        "utilities of `{}` are moved by {} and divided by {range}, its walk-away value with them, so that they lie in 0..1",
        party.id,
        &Number::zero() - &least
    ));
    losses.extend(decimals.loss(&party.id));
}

/// Gives what rounding took from the sum of the weights to the largest of them.
fn close_sum(weights: &mut [Number]) {
    let sum = weights.iter().fold(Number::zero(), |sum, weight| &sum + weight);
    let missing = &Number::one() - &sum;
    if let Some(largest) = weights.iter_mut().max() {
        *largest = &*largest + &missing;
    }
}

/// Whether every party values the range along a straight line, exactly as GeniusWeb would compute it.
fn is_range(issues: &[ReducedIssue], parties: &[ReducedParty], index: usize) -> bool {
    let Some(grid) = issues.get(index).and_then(|issue| issue.grid.as_ref()).filter(|grid| grid.len() > 1)
    else {
        return false;
    };
    parties.iter().all(|party| {
        let values = party.values.get(index);
        values.is_some_and(|values| {
            line(grid, values).is_some() && values.iter().all(|value| *value == value.rounded(DECIMALS))
        })
    })
}

fn domain(title: &str, issues: &[ReducedIssue], ranges: &[bool]) -> Output {
    let of_issue = |(issue, is_range): (&ReducedIssue, &bool)| {
        let values = match issue.grid.as_deref().filter(|_| *is_range) {
            Some([low, second, .., high]) => range(low, high, &(second - low)),
            Some([low, high]) => range(low, high, &(high - low)),
            _ => {
                let names = issue.options.iter().map(|(id, _)| Output::text(id.as_str()));
                Output::object([("values", Output::List(names.collect()))])
            }
        };
        (issue.id.as_str().to_owned(), values)
    };
    let values = issues.iter().zip(ranges).map(of_issue);
    Output::object([("name", Output::text(title)), ("issuesValues", Output::Object(values.collect()))])
}

fn range(low: &Number, high: &Number, step: &Number) -> Output {
    let parts = [("low", low), ("high", high), ("step", step)];
    let parts = parts.map(|(key, number)| (key, Output::Number(number.to_string())));
    Output::object([("range", Output::object(parts))])
}

fn profile(
    domain: Output,
    issues: &[ReducedIssue],
    ranges: &[bool],
    party: &ReducedParty,
    spelling: Spelling,
    losses: &mut Vec<String>,
) -> Result<Output, ConvertError> {
    let mut utilities = Vec::new();
    for ((issue, is_range), values) in issues.iter().zip(ranges).zip(&party.values) {
        let number = |number: &Number| Output::Number(number.to_string());
        let ends = issue.grid.as_deref().filter(|_| *is_range).and_then(|grid| grid.first().zip(grid.last()));
        let written = match (ends, values.first().zip(values.last())) {
            (Some((low, high)), Some((at_low, at_high))) => {
                let parts = [
                    ("lowValue", low),
                    ("lowUtility", at_low),
                    ("highValue", high),
                    ("highUtility", at_high),
                ];
                (spelling.of_numbers(), Output::object(parts.map(|(key, value)| (key, number(value)))))
            }
            _ => {
                let options = issue.options.iter().zip(values);
                let options = options.map(|((id, _), value)| (id.as_str(), number(value)));
                (spelling.of_options(), Output::object([("valueUtilities", Output::object(options))]))
            }
        };
        utilities.push((issue.id.as_str(), Output::object([written])));
    }
    let weights = issues.iter().zip(&party.weights);
    let weights = weights.map(|(issue, weight)| (issue.id.as_str(), Output::Number(weight.to_string())));
    let mut members = vec![
        ("issueUtilities", Output::object(utilities)),
        ("issueWeights", Output::object(weights)),
        ("domain", domain),
        ("name", Output::text(simple(party.id.as_str()))),
    ];
    members.extend(reservation_bid(issues, ranges, party, losses)?.map(|bid| ("reservationBid", bid)));
    Ok(Output::object(members))
}

/// GeniusWeb wants names of letters and digits.
fn simple(name: &str) -> String {
    let simple: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    if simple.is_empty() { "profile".to_owned() } else { simple }
}

/// The package that is worth the walk-away value or, where none is, the worst one that is worth more:
/// exactly the same packages are acceptable then.
///
/// # Errors
/// No package is worth the walk-away value. Without a bid every package would be acceptable.
fn reservation_bid(
    issues: &[ReducedIssue],
    ranges: &[bool],
    party: &ReducedParty,
    losses: &mut Vec<String>,
) -> Result<Option<Output>, ConvertError> {
    let Some(reservation) = party.reservation.as_ref() else { return Ok(None) };
    let sum = |end: fn(&(Number, Number)) -> &Number| {
        party.spans().iter().fold(Number::zero(), |sum, span| &sum + end(span))
    };
    if *reservation <= sum(|(least, _)| least) {
        if !reservation.is_zero() {
            losses
                .push(format!("the walk-away value of `{}`, below its worst package, is left out", party.id));
        }
        return Ok(None);
    }
    if *reservation > sum(|(_, greatest)| greatest) {
        let message = format!(
            "with what GeniusWeb can hold `{}` accepts no package, which it cannot say: a reservation bid is a package, \
             and without one every package is acceptable",
            party.id
        );
        return Err(ConvertError::new(message, "choose another format, or lower the walk-away value"));
    }
    let mut search = Search::new(party, reservation);
    if issues.len() <= ISSUES_MAX {
        search.look(&Number::zero());
    } else {
        search.steps = STEPS_MAX;
    }
    let is_least = search.steps < STEPS_MAX;
    let (utility, package) = search.best.take().unwrap_or_else(|| search.lowered());
    if utility != *reservation {
        let which = if is_least {
            "the same packages are acceptable"
        } else {
            "some packages just above it are not acceptable any more"
        };
        losses.push(format!(
            "the walk-away value of `{}` becomes {}, which is what its reservation bid is worth; {which}",
            party.id,
            utility.rounded(DECIMALS)
        ));
    }
    let option = |((issue, is_range), option): ((&ReducedIssue, &bool), &usize)| {
        let (id, _) = issue.options.get(*option)?;
        let text = id.as_str().to_owned();
        Some((
            issue.id.as_str().to_owned(),
            if *is_range { Output::Number(text) } else { Output::Text(text) },
        ))
    };
    let values = issues.iter().zip(ranges).zip(&package).filter_map(option).collect();
    Ok(Some(Output::object([("issuevalues", Output::Object(values))])))
}

/// Looks for the package of the least utility that is at least a bound; the first of equals.
struct Search<'p> {
    /// Weighted values, issues x options.
    values: Vec<Vec<Number>>,
    /// The least and greatest that the issues from an index on can add.
    rests: Vec<(Number, Number)>,
    bound: &'p Number,
    /// Options of the first issues.
    chosen: Vec<usize>,
    best: Option<(Number, Vec<usize>)>,
    steps: usize,
}

impl<'p> Search<'p> {
    fn new(party: &ReducedParty, bound: &'p Number) -> Self {
        let weighted = party.weights.iter().zip(&party.values);
        let values =
            weighted.map(|(weight, values)| values.iter().map(|value| weight * value).collect()).collect();
        let mut rests = vec![(Number::zero(), Number::zero())];
        for (least, greatest) in party.spans().iter().rev() {
            let (low, high) = rests.last().cloned().unwrap_or_else(|| (Number::zero(), Number::zero()));
            rests.push((&low + least, &high + greatest));
        }
        rests.reverse();
        Self { values, rests, bound, chosen: Vec::new(), best: None, steps: 0 }
    }

    /// A package worth at least the bound, where there is one: the best, lowered issue by issue as far as that goes.
    fn lowered(&self) -> (Number, Vec<usize>) {
        let best = |values: &Vec<Number>| {
            let highest = values.iter().enumerate().max_by(|(_, a), (_, b)| a.cmp(b));
            highest.map_or((0, Number::zero()), |(option, value)| (option, value.clone()))
        };
        let mut chosen: Vec<(usize, Number)> = self.values.iter().map(best).collect();
        let mut sum = chosen.iter().fold(Number::zero(), |sum, (_, value)| &sum + value);
        for (choice, values) in chosen.iter_mut().zip(&self.values) {
            let spare = &sum - self.bound;
            let lower = values.iter().enumerate().filter(|(_, value)| &choice.1 - value <= spare);
            if let Some((option, value)) = lower.min_by(|(_, a), (_, b)| a.cmp(b)) {
                sum = &(&sum - &choice.1) + value;
                *choice = (option, value.clone());
            }
        }
        (sum, chosen.into_iter().map(|(option, _)| option).collect())
    }

    /// Continues from the options chosen so far, which are worth `sum`.
    fn look(&mut self, sum: &Number) {
        self.steps += 1;
        let Some((low, high)) = self.rests.get(self.chosen.len()) else { return };
        let too_low = &(sum + high) < self.bound;
        let no_better = self.best.as_ref().is_some_and(|(best, _)| best <= &(sum + low));
        let found = self.best.as_ref().is_some_and(|(best, _)| best == self.bound);
        if too_low || no_better || found || self.steps >= STEPS_MAX {
            return;
        }
        let Some(values) = self.values.get(self.chosen.len()).cloned() else {
            self.best = Some((sum.clone(), self.chosen.clone()));
            return;
        };
        for (option, value) in values.iter().enumerate() {
            self.chosen.push(option);
            self.look(&(sum + value));
            self.chosen.pop();
        }
    }
}
