//! Writing a domain and its profiles as Genius XML.

use super::cap;
use crate::convert::{Converted, FileNames};
use crate::reduction::{
    Decimals, Reduced, ReducedIssue, ReducedParty, clipped_line, is_decimal, losses_of_names, losses_of_rule,
    reduce,
};
use crate::xml::escaped;
use mediant_model::{Brief, Case, Number, OptionSet, Region};
use num_bigint::BigInt;
use num_integer::Integer;
use std::fmt::Write;

/// A bonus or penalty that falls apart into more rectangles than this is left out.
const RECTANGLES_MAX: usize = 4096;

/// A box of packages: issues by index with their least and greatest integer.
type Sides = Vec<(usize, Number, Number)>;

/// Writes `domain.xml` and one profile per party, named by the party.
pub(crate) fn write(case: &Case, briefs: &[Brief]) -> Converted {
    let Reduced { title, issues, parties, mut losses } = reduce(case, briefs);
    losses.extend(losses_of_rule(case));
    losses.extend(losses_of_names(&issues, &parties));
    let plan = Plan::new(&issues, parties, &mut losses);
    for (issue, lines) in issues.iter().zip(&plan.is_integer) {
        if issue.grid.is_some() && !lines {
            losses.push(format!("the values of the range `{}` become named options", issue.id));
        }
    }
    let mut names = FileNames::new("xml");
    let domain = space(&title, &issues, &plan.is_integer, |_, _| {}, String::new);
    let domain = format!(
        "<negotiation_template>\n<utility_space number_of_issues=\"{}\">\n{domain}</utility_space>\n</negotiation_template>\n",
        issues.len()
    );
    let mut files = vec![(names.of("domain"), domain)];
    for (party, form) in plan.parties {
        let name = names.of_party(&party.id, &mut losses);
        files.push((name, profile(&title, &issues, &plan.is_integer, party, form, &mut losses)));
    }
    Converted { files, losses }
}

/// How a party's utilities are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Weights, evaluations and evaluators.
    Sum,
    /// Points for boxes of integers.
    Rectangles,
}

/// Which issues are integers, and the parties with the form of each.
struct Plan {
    is_integer: Vec<bool>,
    parties: Vec<(ReducedParty, Form)>,
}

impl Plan {
    /// Rectangles say everything, but only of integers: they are used where every issue is one and combinations count.
    fn new(issues: &[ReducedIssue], parties: Vec<ReducedParty>, losses: &mut Vec<String>) -> Self {
        let integers_only = !issues.is_empty() && issues.iter().all(|issue| issue.integers().is_some());
        let boxed = integers_only && parties.iter().any(|party| !party.interactions.is_empty());
        let mut planned = Vec::new();
        for party in parties {
            if boxed && !(party.interactions.is_empty() && is_sum_of_lines(&party, issues)) {
                planned.push((party, Form::Rectangles));
                continue;
            }
            let mut party = party;
            as_sum(&mut party, losses);
            planned.push((party, Form::Sum));
        }
        let sums = || planned.iter().filter(|(_, form)| *form == Form::Sum).map(|(party, _)| party);
        let all_lines = |(index, issue): (usize, &ReducedIssue)| {
            issue.integers().is_some() && sums().all(|party| evaluator(party, index).is_some())
        };
        let is_integer = issues.iter().enumerate().map(|issue| boxed || all_lines(issue)).collect();
        Self { is_integer, parties: planned }
    }
}

/// Whether every issue of the party can be written as a line once its utilities lie in 0..1.
fn is_sum_of_lines(party: &ReducedParty, issues: &[ReducedIssue]) -> bool {
    let mut party = party.clone();
    as_sum(&mut party, &mut Vec::new());
    (0..issues.len()).all(|index| evaluator(&party, index).is_some())
}

/// Brings a party's numbers to what a sum in Genius can hold: no constant, nothing below zero, nothing above 1 but
/// what is clipped there.
fn as_sum(party: &mut ReducedParty, losses: &mut Vec<String>) {
    party.drop_interactions(losses);
    party.drop_constant(losses);
    party.lift_negative(losses);
    let best = party.reach();
    match party.cap.take() {
        Some(cap) if cap < best => limit(party, cap, losses),
        _ if cap::clips(&best, party.values.len(), || least_step(party)) => {
            // A power of ten keeps every decimal finite.
            let mut divisor = Number::one();
            while divisor < best {
                divisor = &divisor * &Number::from(10);
            }
            party.divide(&divisor, losses);
        }
        _ => {}
    }
}

/// The least by which giving up the best option of an issue costs a party something.
fn least_step(party: &ReducedParty) -> Option<Number> {
    let steps = party.weights.iter().zip(&party.values).filter_map(|(weight, values)| {
        let highest = values.iter().max()?;
        let below = values.iter().filter(|value| *value < highest).max()?;
        Some(weight * &(highest - below)).filter(|step| !step.is_zero())
    });
    steps.min()
}

/// Makes a party's limit the 1 at which Genius clips.
fn limit(party: &mut ReducedParty, cap: Number, losses: &mut Vec<String>) {
    if cap > Number::zero() {
        if cap != Number::one() {
            party.divide(&cap, losses);
        }
        return;
    }
    // No package is worth more than the limit, and none less: all are alike to this party.
    party.shift(&(&Number::zero() - &cap), losses);
    party.values.iter_mut().for_each(|values| values.fill(Number::zero()));
}

/// Weight, offset and slope that give an integer issue its worth, all of them decimals; nothing where no line does.
fn evaluator(party: &ReducedParty, index: usize) -> Option<(Number, Number, Number)> {
    let (weight, values) = (party.weights.get(index)?, party.values.get(index)?);
    let largest = values.iter().max().cloned().unwrap_or_else(Number::zero);
    let one = Number::one();
    // As they stand, as shares of the largest, or weighted already: whichever needs no endless decimals.
    let scales = [one.clone(), largest.clone(), one.checked_div(weight).unwrap_or_else(Number::one)];
    scales.into_iter().filter(|scale| *scale > Number::zero()).find_map(|scale| {
        let shares: Option<Vec<Number>> = values.iter().map(|value| value.checked_div(&scale)).collect();
        let (offset, slope) = clipped_line(&shares?)?;
        let weight = weight * &scale;
        let can_be_written = [&weight, &offset, &slope].into_iter().all(is_decimal);
        can_be_written.then_some((weight, offset, slope))
    })
}

/// The objective with its issues; `inside` adds to an issue, `after` to the objective.
fn space(
    title: &str,
    issues: &[ReducedIssue],
    is_integer: &[bool],
    mut inside: impl FnMut(usize, &mut Vec<String>),
    after: impl FnOnce() -> String,
) -> String {
    let mut out = format!(
        "<objective index=\"0\" etype=\"objective\" type=\"objective\" description=\"\" name=\"{}\">\n",
        escaped(title)
    );
    for (index, (issue, is_integer)) in issues.iter().zip(is_integer).enumerate() {
        let mut parts = Vec::new();
        let kind = if *is_integer { "integer" } else { "discrete" };
        let bounds = match issue.integers().filter(|_| *is_integer) {
            Some((lower, upper)) => format!(" lowerbound=\"{lower}\" upperbound=\"{upper}\""),
            None => String::new(),
        };
        inside(index, &mut parts);
        if !is_integer {
            let mut extras = parts.into_iter();
            let item = |(at, (id, _)): (usize, &(mediant_model::OptionId, String))| {
                let extra = extras.next().unwrap_or_default();
                format!("<item index=\"{}\" value=\"{}\"{extra}/>", at + 1, escaped(id.as_str()))
            };
            parts = issue.options.iter().enumerate().map(item).collect();
        }
        // Writing to a `String` cannot fail.
        let _ = writeln!(
            out,
            "<issue index=\"{}\" name=\"{}\" vtype=\"{kind}\" type=\"{kind}\" etype=\"{kind}\"{bounds}>",
            index + 1,
            escaped(issue.id.as_str())
        );
        for part in parts {
            let _ = writeln!(out, "{part}");
        }
        out.push_str("</issue>\n");
    }
    out.push_str(&after());
    out.push_str("</objective>\n");
    out
}

fn profile(
    title: &str,
    issues: &[ReducedIssue],
    is_integer: &[bool],
    mut party: ReducedParty,
    form: Form,
    losses: &mut Vec<String>,
) -> String {
    let mut decimals = Decimals::floating(issues, &party);
    let (kind, objective) = match form {
        Form::Rectangles => {
            (" type=\"nonlinear\"", with_rectangles(title, issues, is_integer, &mut party, losses))
        }
        Form::Sum => ("", as_evaluations(title, issues, is_integer, &party, &mut decimals)),
    };
    let mut out = format!("<utility_space{kind}>\n{objective}");
    if let Some(discount) = &party.discount {
        let _ = writeln!(out, "<discount_factor value=\"{}\"/>", decimals.text(discount));
    }
    if let Some(mut reservation) = decimals.walk_away(&party) {
        // No package is worth less than nothing.
        if !party.reservation.as_ref().is_some_and(Number::is_negative) {
            reservation = reservation.max(Number::zero());
        }
        let _ = writeln!(out, "<reservation value=\"{reservation}\"/>");
    }
    out.push_str("</utility_space>\n");
    losses.extend(decimals.loss(&party.id));
    out
}

fn as_evaluations(
    title: &str,
    issues: &[ReducedIssue],
    is_integer: &[bool],
    party: &ReducedParty,
    decimals: &mut Decimals,
) -> String {
    let mut weights = String::new();
    let inside = |index: usize, parts: &mut Vec<String>| {
        let (Some(weight), Some(values)) = (party.weights.get(index), party.values.get(index)) else {
            return;
        };
        let as_line =
            is_integer.get(index).copied().unwrap_or(false).then(|| evaluator(party, index)).flatten();
        let written = match as_line {
            Some((weight, offset, slope)) => {
                parts.push(format!("<evaluator ftype=\"linear\" offset=\"{offset}\" slope=\"{slope}\"/>"));
                weight.to_string()
            }
            None => {
                // Genius divides by the largest evaluation, so whole multiples of the values say the same.
                let unit = common_denominator(values.iter());
                parts.extend(values.iter().map(|value| format!(" evaluation=\"{}\"", value.scaled(&unit))));
                let largest = values.iter().max().filter(|largest| !largest.is_zero());
                decimals.text(&largest.map_or_else(|| weight.clone(), |largest| weight * largest))
            }
        };
        let _ = writeln!(weights, "<weight index=\"{}\" value=\"{written}\"/>", index + 1);
    };
    let objective = space(title, issues, is_integer, inside, String::new);
    // The weights stand behind the issues, inside the objective.
    match objective.strip_suffix("</objective>\n") {
        Some(open) => format!("{open}{weights}</objective>\n"),
        None => objective,
    }
}

fn common_denominator<'n>(numbers: impl Iterator<Item = &'n Number>) -> BigInt {
    numbers.fold(BigInt::from(1), |common, number| common.lcm(number.parts().1))
}

fn with_rectangles(
    title: &str,
    issues: &[ReducedIssue],
    is_integer: &[bool],
    party: &mut ReducedParty,
    losses: &mut Vec<String>,
) -> String {
    if party.cap.as_ref().is_some_and(|cap| *cap <= Number::zero()) {
        let by = party.cap.as_ref().map_or_else(Number::one, |cap| &Number::one() - cap);
        party.constant = &party.constant + &by;
        party.shift(&by, losses);
    }
    // What is clipped there, or what no package passes.
    let reach = || Some(party.reach()).filter(|reach| *reach > Number::zero());
    let largest = party.cap.clone().or_else(reach).unwrap_or_else(Number::one);
    let mut rectangles: Vec<(Sides, Number)> = Vec::new();
    if !party.constant.is_zero() {
        rectangles.push((Vec::new(), party.constant.clone()));
    }
    for (index, (weight, values)) in party.weights.iter().zip(&party.values).enumerate() {
        let grid = issues.get(index).and_then(|issue| issue.grid.as_deref()).unwrap_or_default();
        for (point, value) in grid.iter().zip(values) {
            let points = weight * value;
            if !points.is_zero() {
                rectangles.push((vec![(index, point.clone(), point.clone())], points));
            }
        }
    }
    for (region, points) in &party.interactions {
        match boxes(region, issues) {
            Some(boxes) => rectangles.extend(boxes.into_iter().map(|sides| (sides, points.clone()))),
            None => {
                losses.push(format!("a bonus or penalty of `{}` is too scattered and is left out", party.id))
            }
        }
    }
    let unit = common_denominator(rectangles.iter().map(|(_, points)| points).chain([&largest]));
    let mut utility = format!(
        "<utility maxutility=\"{}\">\n<ufun type=\"PlainUfun\" weight=\"1\" aggregation=\"sum\">\n",
        largest.scaled(&unit)
    );
    for (sides, points) in &rectangles {
        let _ = writeln!(utility, "<hyperRectangle utility=\"{}\">", points.scaled(&unit));
        for (index, min, max) in sides {
            let _ = writeln!(utility, "<INCLUDES index=\"{}\" min=\"{min}\" max=\"{max}\"/>", index + 1);
        }
        utility.push_str("</hyperRectangle>\n");
    }
    utility.push_str("</ufun>\n</utility>\n");
    if largest != Number::one() {
        party.divide(&largest, losses);
    }
    space(title, issues, is_integer, |_, _| {}, || utility)
}

/// A region as boxes of consecutive integers.
fn boxes(region: &Region, issues: &[ReducedIssue]) -> Option<Vec<Sides>> {
    let mut all: Vec<Sides> = vec![Vec::new()];
    for (index, options) in region.sides() {
        let runs = runs(options);
        if all.len() * runs.len() > RECTANGLES_MAX {
            return None;
        }
        let grid = issues.get(index)?.grid.as_ref()?;
        let mut next = Vec::with_capacity(all.len() * runs.len());
        for sides in &all {
            for (first, last) in &runs {
                let mut sides = sides.clone();
                sides.push((index, grid.get(*first)?.clone(), grid.get(*last)?.clone()));
                next.push(sides);
            }
        }
        all = next;
    }
    Some(all)
}

/// The first and last index of every stretch of consecutive options.
fn runs(options: &OptionSet) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for option in options.iter() {
        match runs.last_mut().filter(|(_, last)| *last + 1 == option) {
            Some((_, last)) => *last = option,
            None => runs.push((option, option)),
        }
    }
    runs
}
