//! The profile of one party: what options are worth to it.

use super::domain::{self, Domain, Entry, Options};
use super::rectangle;
use crate::reading::Reading;
use crate::scenario;
use crate::xml::Element;
use mediant_model::brief::{IssuePoints, IssueValues, Points, ReservationDefault};
use mediant_model::{Brief, Number, OptionId, PartyId};
use std::collections::BTreeMap;

/// The brief a profile makes; nothing where an error in it was reported.
pub(super) fn read(
    reading: &mut Reading<'_>,
    root: &Element,
    domain: &Domain,
    party: &PartyId,
) -> Option<Brief> {
    let Some(objective) = root.first("objective") else {
        reading.error(&root.span, "this profile has no `objective`");
        return None;
    };
    let points = match objective.first("utility") {
        Some(utility) => rectangle::points(reading, utility, domain),
        None if root.value("type") == Some("nonlinear") => {
            reading.error(&root.span, "this nonlinear profile has no `utility`");
            None
        }
        None => additive(reading, objective, domain, party),
    };
    let reservation = stated(reading, root, "reservation");
    let discount = discount(reading, root);
    Some(Brief {
        points: Some(points?),
        reservations: reservation.map(scenario::exactly).into_iter().collect(),
        reservation_default: ReservationDefault::Zero,
        discount,
        ..Brief::empty(party.clone())
    })
}

/// A number that stands in an element of its own, at the top or in the objective.
fn stated(reading: &mut Reading<'_>, root: &Element, name: &str) -> Option<Number> {
    let element = root.first(name).or_else(|| root.first("objective")?.first(name))?;
    reading.number(element, "value")
}

fn discount(reading: &mut Reading<'_>, root: &Element) -> Option<Number> {
    let factor = stated(reading, root, "discount_factor")?;
    if factor.is_negative() || factor > Number::one() {
        let span = root.first("discount_factor").map_or(root.span.clone(), |element| element.span.clone());
        reading
            .warning(&span, format!("a discount factor of {factor} is not between 0 and 1 and is ignored"));
        return None;
    }
    Some(factor)
}

fn additive(
    reading: &mut Reading<'_>,
    objective: &Element,
    domain: &Domain,
    party: &PartyId,
) -> Option<Points> {
    let mut elements = Vec::new();
    domain::collect_issues(objective, &mut elements);
    let mut weights = BTreeMap::new();
    collect_weights(reading, objective, &mut weights);
    let mut of_issue: BTreeMap<i64, &Element> = BTreeMap::new();
    let before = reading.error_count();
    for element in elements {
        let Some(index) = reading.integer(element, "index") else { continue };
        if let Err(message) = belongs(element, index, domain) {
            reading.error(&element.span, message);
        } else if of_issue.insert(index, element).is_some() {
            reading.error(&element.span, format!("issue {index} is there twice"));
        }
    }
    let mut issues = BTreeMap::new();
    let mut sum = Number::zero();
    for entry in &domain.issues {
        let Some(element) = of_issue.get(&entry.index) else {
            // An issue that was just refused is the likely cause; one complaint about it is enough.
            if reading.error_count() > before {
                continue;
            }
            let message =
                format!("this profile says nothing about issue `{}` (index {})", entry.name, entry.index);
            reading.error(&objective.span, message);
            continue;
        };
        let values = values(reading, element, entry);
        let Some(weight) = weights.get(&entry.index) else {
            let message = format!("issue `{}` has no weight", entry.name);
            reading.error(&element.span, message);
            reading.advise(format!("add `<weight index=\"{}\" value=\"…\"/>` to the objective", entry.index));
            continue;
        };
        sum = &sum + weight;
        let Some(values) = values else { continue };
        issues.insert(entry.id(), IssuePoints { weight: weight.clone(), values, left_open: None });
    }
    if issues.len() == domain.issues.len() {
        reading.notes.extend(scenario::weights_note(party, &sum));
    }
    (issues.len() == domain.issues.len()).then(|| Points { issues, ..Points::default() })
}

/// Whether an issue element of a profile is the domain's issue of that index.
fn belongs(element: &Element, index: i64, domain: &Domain) -> Result<(), String> {
    let Some(entry) = domain.issue(index) else {
        return Err(format!("issue {index} is not in the domain"));
    };
    match element.value("name") {
        Some(name) if name != entry.name => {
            Err(format!("issue {index} is `{name}` here, but `{}` in the domain", entry.name))
        }
        _ => Ok(()),
    }
}

/// The weights of all levels by the index they are for. Weights of objectives are known and not needed.
fn collect_weights(reading: &mut Reading<'_>, objective: &Element, weights: &mut BTreeMap<i64, Number>) {
    for element in objective.all("weight") {
        let Some(index) = reading.integer(element, "index") else { continue };
        let Some(weight) = reading.number(element, "value") else {
            // The weight is there, only wrong: its absence would be a second complaint about one cause.
            weights.insert(index, Number::zero());
            continue;
        };
        if weight.is_negative() {
            reading.error(&element.span, format!("the weight of issue {index} is below zero"));
        }
        if weights.insert(index, weight).is_some() {
            reading.error(&element.span, format!("the weight of issue {index} is there twice"));
        }
    }
    for child in objective.all("objective") {
        collect_weights(reading, child, weights);
    }
}

fn values(reading: &mut Reading<'_>, element: &Element, entry: &Entry) -> Option<IssueValues> {
    match &entry.options {
        Options::Discrete(options) => discrete(reading, element, entry, options),
        Options::Integer(lower, upper) => integer(reading, element, entry, *lower, *upper),
    }
}

/// Evaluations divided by the largest of the issue.
fn discrete(
    reading: &mut Reading<'_>,
    element: &Element,
    entry: &Entry,
    options: &[String],
) -> Option<IssueValues> {
    let before = reading.found.len();
    let mut evaluations: BTreeMap<&str, Number> = BTreeMap::new();
    for item in element.all("item") {
        let (Some(value), Some(evaluation)) =
            (reading.text(item, "value"), reading.number(item, "evaluation"))
        else {
            continue;
        };
        if !options.iter().any(|option| option == value) {
            reading
                .error(&item.span, format!("`{value}` is no option of issue `{}` in the domain", entry.name));
        } else if evaluations.insert(value, evaluation).is_some() {
            reading.error(&item.span, format!("option `{value}` of issue `{}` is there twice", entry.name));
        }
    }
    if reading.found.len() > before {
        return None;
    }
    if let Some(missing) = options.iter().find(|option| !evaluations.contains_key(option.as_str())) {
        let message = format!("option `{missing}` of issue `{}` has no evaluation", entry.name);
        reading.error(&element.span, message);
        return None;
    }
    let largest = evaluations.values().max()?.clone();
    if largest.is_negative() {
        let message = format!("every evaluation of issue `{}` is below zero", entry.name);
        reading.error(&element.span, message);
        reading.advise("Genius divides by the largest evaluation, which must not be negative");
        return None;
    }
    // An issue of zeros only is worth nothing, as in Genius.
    let share = |value: Number| value.checked_div(&largest).unwrap_or_else(Number::zero);
    let shares = evaluations.into_iter().map(|(option, value)| (OptionId::new(option), share(value)));
    Some(IssueValues::Options(shares.collect()))
}

/// A straight line over the integers.
fn integer(
    reading: &mut Reading<'_>,
    element: &Element,
    entry: &Entry,
    lower: i64,
    upper: i64,
) -> Option<IssueValues> {
    let Some(evaluator) = element.first("evaluator") else {
        reading.error(&element.span, format!("issue `{}` has no evaluator", entry.name));
        return None;
    };
    let oldest = evaluator.attribute("parameter0").is_some() || evaluator.attribute("parameter1").is_some();
    let (at_zero, per_unit) = if oldest { ("parameter0", "parameter1") } else { ("offset", "slope") };
    let (offset, slope) = match evaluator.value("ftype").unwrap_or("linear") {
        "linear" => (reading.number(evaluator, at_zero)?, reading.number(evaluator, per_unit)?),
        "constant" => (reading.number(evaluator, at_zero)?, Number::zero()),
        other => {
            reading.error(&evaluator.span, format!("issue `{}` has a `{other}` evaluator", entry.name));
            reading.advise("only `linear` and `constant` evaluators are read");
            return None;
        }
    };
    let at = |value: i64| &offset + &(&slope * &Number::from(value));
    let (first, last) = (at(lower), at(upper));
    let outside = |value: &Number| value.is_negative() || *value > Number::one();
    if outside(&first) || outside(&last) {
        let message = format!(
            "issue `{}` is worth {first} at {lower} and {last} at {upper}, which is outside 0..1; \
             it counts as it stands",
            entry.name
        );
        reading.notes.push(format!("{}: {message}", reading.source.name()));
    }
    let mut curve = vec![(Number::from(lower), first)];
    if upper > lower {
        curve.push((Number::from(upper), last));
    }
    Some(IssueValues::Curve(curve))
}
