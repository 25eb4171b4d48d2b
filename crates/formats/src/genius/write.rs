//! Writing a domain and its profiles as Genius XML.

use crate::convert::{Converted, FileNames};
use crate::reduction::{
    Decimals, Reduced, ReducedIssue, ReducedParty, is_decimal, line, losses_of_names, losses_of_rule, reduce,
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
    let Reduced { title, issues, mut parties, mut losses } = reduce(case, briefs);
    losses.extend(losses_of_rule(case));
    losses.extend(losses_of_names(&issues, &parties));
    let integers_only = issues.iter().all(|issue| issue.integers().is_some());
    let kinds: Vec<bool> =
        (0..issues.len()).map(|index| integers_only || is_integer(&issues, &parties, index)).collect();
    for party in &mut parties {
        prepare(party, &issues, integers_only, &kinds, &mut losses);
    }
    for (issue, is_integer) in issues.iter().zip(&kinds) {
        if issue.grid.is_some() && !is_integer {
            losses.push(format!("the values of the range `{}` become named options", issue.id));
        }
    }
    let mut names = FileNames::new("xml");
    let domain = space(&title, &issues, &kinds, |_, _| {}, String::new);
    let domain = format!(
        "<negotiation_template>\n<utility_space number_of_issues=\"{}\">\n{domain}</utility_space>\n</negotiation_template>\n",
        issues.len()
    );
    let mut files = vec![(names.of("domain"), domain)];
    for party in parties {
        let name = names.of_party(&party.id, &mut losses);
        files.push((name, profile(&title, &issues, &kinds, party, &mut losses)));
    }
    Converted { files, losses }
}

/// Whether a party's utility can only be written as rectangles.
fn needs_rectangles(party: &ReducedParty, issues: &[ReducedIssue]) -> bool {
    let bent = |(issue, values): (&ReducedIssue, &Vec<Number>)| {
        issue.grid.as_ref().is_some_and(|grid| line(grid, values).is_none())
    };
    !party.interactions.is_empty() || party.cap.is_some() || issues.iter().zip(&party.values).any(bent)
}

/// Whether every party values the issue along a straight line that can be written.
fn is_integer(issues: &[ReducedIssue], parties: &[ReducedParty], index: usize) -> bool {
    let Some(issue) = issues.get(index) else { return false };
    let (Some(_), Some(grid)) = (issue.integers(), &issue.grid) else { return false };
    parties.iter().all(|party| {
        let values = party.values.get(index).and_then(|values| line(grid, values));
        values.is_some_and(|(slope, at_zero)| is_decimal(&slope) && is_decimal(&at_zero))
    })
}

/// Brings a party's numbers to what its profile can hold.
fn prepare(
    party: &mut ReducedParty,
    issues: &[ReducedIssue],
    integers_only: bool,
    kinds: &[bool],
    losses: &mut Vec<String>,
) {
    if integers_only && needs_rectangles(party, issues) {
        return;
    }
    party.drop_interactions(losses);
    party.drop_constant(losses);
    // A line may pass below zero; the evaluation of a named option may not.
    party.lift_negative(|index| !kinds.get(index).copied().unwrap_or(false), losses);
    let spans = party.spans();
    if spans.iter().any(|(_, greatest)| *greatest > Number::one()) {
        let sum = spans.iter().fold(Number::zero(), |sum, (_, greatest)| &sum + greatest);
        // A power of ten keeps every decimal finite.
        let mut divisor = Number::one();
        while divisor < sum {
            divisor = &divisor * &Number::from(10);
        }
        party.divide(&divisor, losses);
    }
}

/// The objective with its issues; `inside` adds to an issue, `after` to the objective.
fn space(
    title: &str,
    issues: &[ReducedIssue],
    kinds: &[bool],
    mut inside: impl FnMut(usize, &mut Vec<String>),
    after: impl FnOnce() -> String,
) -> String {
    let mut out = format!(
        "<objective index=\"0\" etype=\"objective\" type=\"objective\" description=\"\" name=\"{}\">\n",
        escaped(title)
    );
    for (index, (issue, is_integer)) in issues.iter().zip(kinds).enumerate() {
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
    kinds: &[bool],
    mut party: ReducedParty,
    losses: &mut Vec<String>,
) -> String {
    let mut decimals = Decimals::default();
    let (kind, objective) = if needs_rectangles(&party, issues) {
        (" type=\"nonlinear\"", with_rectangles(title, issues, kinds, &mut party, losses))
    } else {
        ("", additive(title, issues, kinds, &party, &mut decimals))
    };
    let mut out = format!("<utility_space{kind}>\n{objective}");
    if let Some(discount) = &party.discount {
        let _ = writeln!(out, "<discount_factor value=\"{}\"/>", decimals.text(discount));
    }
    if let Some(reservation) = &party.reservation {
        let _ = writeln!(out, "<reservation value=\"{}\"/>", decimals.at_most(reservation));
    }
    out.push_str("</utility_space>\n");
    losses.extend(decimals.loss(&party.id));
    out
}

fn additive(
    title: &str,
    issues: &[ReducedIssue],
    kinds: &[bool],
    party: &ReducedParty,
    decimals: &mut Decimals,
) -> String {
    let mut weights = String::new();
    let inside = |index: usize, parts: &mut Vec<String>| {
        let (Some(issue), Some(weight), Some(values)) =
            (issues.get(index), party.weights.get(index), party.values.get(index))
        else {
            return;
        };
        let is_integer = kinds.get(index).copied().unwrap_or(false);
        let written = match issue.grid.as_ref().filter(|_| is_integer).and_then(|grid| line(grid, values)) {
            Some((slope, at_zero)) => {
                let (slope, at_zero) = (decimals.text(&slope), decimals.text(&at_zero));
                parts.push(format!("<evaluator ftype=\"linear\" offset=\"{at_zero}\" slope=\"{slope}\"/>"));
                decimals.text(weight)
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
    let objective = space(title, issues, kinds, inside, String::new);
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
    kinds: &[bool],
    party: &mut ReducedParty,
    losses: &mut Vec<String>,
) -> String {
    let largest = match party.cap.clone().filter(|cap| *cap > Number::zero()) {
        Some(cap) => cap,
        None => reach(party),
    };
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
    space(title, issues, kinds, |_, _| {}, || utility)
}

/// No package is worth more: what `maxutility` may be without clipping anything.
fn reach(party: &ReducedParty) -> Number {
    let best = party.spans().iter().fold(party.constant.clone(), |sum, (_, greatest)| &sum + greatest);
    let bonuses = party.interactions.iter().map(|(_, points)| points).filter(|points| !points.is_negative());
    let best = bonuses.fold(best, |sum, points| &sum + points);
    if best > Number::zero() { best } else { Number::one() }
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
