//! The profile of one party: what options are worth to it.

use super::domain::{self, Domain, Entry, Options};
use super::{cap, evaluator, rectangle, understood};
use crate::reading::Reading;
use crate::scenario;
use crate::xml::Element;
use mediant_model::brief::{IssuePoints, IssueValues, Points, ReservationDefault};
use mediant_model::issue::Range;
use mediant_model::{Brief, Number, OptionId, PartyId};
use std::collections::BTreeMap;

/// Genius takes an issue whose largest evaluation is below this as worth nothing.
const LARGEST_MIN: (i64, i64) = (1, 100_000);

/// The brief a profile makes; nothing where an error in it was reported.
pub(super) fn read(
    reading: &mut Reading<'_>,
    root: &Element,
    domain: &Domain,
    party: &PartyId,
) -> Option<Brief> {
    if !is_of_a_kind_that_is_read(reading, root) {
        return None;
    }
    understood(reading, root);
    let scale = multiplier(reading, root)?;
    let points = match utility(root) {
        Some(utility) => rectangle::points(reading, utility, domain),
        None if root.value("type").is_some_and(|kind| kind.eq_ignore_ascii_case("nonlinear")) => {
            reading.error(&root.span, "this nonlinear profile has no `utility`");
            None
        }
        None => additive(reading, root, domain, party, scale.as_ref()),
    };
    let reservation = reservation(reading, root, scale.is_some());
    let discount = discount(reading, root);
    Some(Brief {
        points: Some(points?),
        reservations: reservation.map(scenario::exactly).into_iter().collect(),
        reservation_default: ReservationDefault::Zero,
        discount,
        ..Brief::empty(party.clone())
    })
}

/// Refuses, in one sentence, what says nothing about utilities; warns of a kind that is read as another.
fn is_of_a_kind_that_is_read(reading: &mut Reading<'_>, root: &Element) -> bool {
    let kind = root.attribute("type");
    let says = |word: &str| kind.is_some_and(|kind| kind.value.eq_ignore_ascii_case(word));
    let place = kind.map_or(root.span.clone(), |kind| kind.span.clone());
    if says("constraint") {
        reading.error(&place, "this profile states constraints and ranks of options, which are not read");
        reading.advise("leave the file out, or give the party a profile with weights and evaluations");
        return false;
    }
    let mut issues = Vec::new();
    domain::collect_issues(root, &mut issues);
    if issues.is_empty() && utility(root).is_none() && weights_in(root).is_empty() {
        reading.error(&root.span, "this profile is empty: it says nothing about any issue");
        reading.advise("leave the file out, or fetch it again");
        return false;
    }
    if says("uncertain") {
        let message = "in this profile Genius shows its party only some comparisons of packages; \
                       the utilities from which it makes them are read";
        reading.warning(&place, message);
    } else if let Some(kind) = kind
        && !["nonlinear", "linear", "additive", "any"].iter().any(|word| says(word))
    {
        let message = format!("a profile of type `{}` is not known; it is read as any other", kind.value);
        reading.warning(&place, message);
    }
    true
}

/// The top and all objectives in it, outermost first.
fn levels(root: &Element) -> Vec<&Element> {
    let mut all = vec![root];
    let mut at = 0;
    while let Some(element) = all.get(at).copied() {
        all.extend(element.all("objective"));
        at += 1;
    }
    all
}

/// The nonlinear utility; NegMAS knows it by a second name.
fn utility(root: &Element) -> Option<&Element> {
    levels(root)
        .into_iter()
        .find_map(|level| level.first("utility").or_else(|| level.first("utility_function")))
}

/// An element in which a number stands by itself, at the top or in an objective.
fn stated<'e>(root: &'e Element, name: &str) -> Option<&'e Element> {
    levels(root).into_iter().find_map(|level| level.first(name))
}

/// What GeniusBI multiplies the sum with; then nothing is divided, and the walk-away value is on that scale.
///
/// Nothing at all where it is wrong, which is reported.
fn multiplier(reading: &mut Reading<'_>, root: &Element) -> Option<Option<Number>> {
    let Some(element) = stated(root, "weightmultiplyer") else { return Some(None) };
    let multiplier = reading.number(element, "value")?;
    if multiplier.is_negative() || multiplier.is_zero() {
        reading.error(&element.span, format!("`weightmultiplyer` is {multiplier}; it must be above zero"));
        return None;
    }
    let message = format!(
        "utilities of this profile are on a scale of its own: {multiplier} times the sum of weights times \
         evaluations, its walk-away value with them"
    );
    reading.warning(&element.span, message);
    Some(Some(multiplier))
}

fn reservation(reading: &mut Reading<'_>, root: &Element, own_scale: bool) -> Option<Number> {
    let element = stated(root, "reservation")?;
    let value = reading.number(element, "value")?;
    if !own_scale && (value.is_negative() || value > Number::one()) {
        let place = element.attribute("value").map_or(element.span.clone(), |value| value.span.clone());
        let message =
            format!("a walk-away value of {value} is off the scale: Genius's utilities lie in 0..1");
        reading.warning(&place, message);
    }
    Some(value)
}

/// A discount of 0 means none, as does one outside 0..1, of which Genius warns (`validateDiscount`).
fn discount(reading: &mut Reading<'_>, root: &Element) -> Option<Number> {
    let element = stated(root, "discount_factor")?;
    let factor = reading.number(element, "value")?;
    if factor.is_negative() || factor > Number::one() {
        let message = format!("a discount factor of {factor} is not between 0 and 1 and is ignored");
        reading.warning(&element.span, message);
        return None;
    }
    Some(factor).filter(|factor| !factor.is_zero())
}

fn additive(
    reading: &mut Reading<'_>,
    root: &Element,
    domain: &Domain,
    party: &PartyId,
    scale: Option<&Number>,
) -> Option<Points> {
    let mut elements = Vec::new();
    domain::collect_issues(root, &mut elements);
    let weights = weights(reading, root);
    let mut of_issue: BTreeMap<i64, &Element> = BTreeMap::new();
    let before = reading.error_count();
    for element in elements {
        domain::warn_of_two_types(reading, element);
        let Some(index) = reading.integer(element, "index") else { continue };
        if let Err(message) = belongs(element, index, domain) {
            reading.error(&element.span, message);
        } else if of_issue.insert(index, element).is_some() {
            reading.error(&element.span, format!("issue {index} is there twice"));
        }
    }
    let mut issues = BTreeMap::new();
    let mut sum = Number::zero();
    let mut rounded = false;
    weights_of_nothing(reading, root, domain);
    for entry in &domain.issues {
        let Some(element) = of_issue.get(&entry.index) else {
            // An issue that was just refused is the likely cause; one complaint about it is enough.
            if reading.error_count() > before {
                continue;
            }
            let message =
                format!("this profile says nothing about issue `{}` (index {})", entry.name, entry.index);
            let place = root.first("objective").unwrap_or(root).span.clone();
            reading.error(&place, message);
            continue;
        };
        let values = values(reading, element, entry, scale.is_some());
        let Some(weight) = weights.get(&entry.index) else {
            let message = format!("issue `{}` has no weight", entry.name);
            reading.error(&element.span, message);
            reading.advise(format!("add `<weight index=\"{}\" value=\"…\"/>` beside it", entry.index));
            continue;
        };
        sum = &sum + weight;
        let Some(values) = values else { continue };
        let weight = scale.map_or_else(|| weight.clone(), |scale| weight * scale);
        let (points, was_long) = scenario::floating(IssuePoints { weight, values, left_open: None });
        rounded |= was_long;
        issues.insert(entry.id(), points);
    }
    if rounded {
        reading.notes.push(scenario::floating_note(party));
    }
    if issues.len() < domain.issues.len() {
        return None;
    }
    if scale.is_some() {
        return Some(Points { issues, ..Points::default() });
    }
    reading.notes.extend(scenario::weights_note(party, &sum));
    let cap = cap::of_sum(&issues, domain);
    if cap.is_some() {
        reading.notes.push(format!("utilities of `{party}` that pass 1 are clipped to 1, as Genius does"));
    }
    Some(Points { issues, cap, ..Points::default() })
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

fn weights_in(root: &Element) -> Vec<&Element> {
    levels(root).into_iter().flat_map(|level| level.all("weight")).collect()
}

/// The weights of all levels by the index they are for. Weights of objectives are known and not needed.
fn weights(reading: &mut Reading<'_>, root: &Element) -> BTreeMap<i64, Number> {
    let mut weights: BTreeMap<i64, Number> = BTreeMap::new();
    for element in weights_in(root) {
        let Some(index) = reading.integer(element, "index") else { continue };
        let Some(weight) = reading.number(element, "value") else {
            // The weight is there, only wrong: its absence would be a second complaint about one cause.
            weights.insert(index, Number::zero());
            continue;
        };
        if weight.is_negative() {
            reading.error(&element.span, format!("the weight of issue {index} is below zero"));
        }
        if let Some(other) = weights.insert(index, weight.clone()) {
            let message = match other == weight {
                true => format!("the weight of issue {index} is there twice and is read once"),
                false => {
                    format!("the weight of issue {index} is there twice; Genius takes the last, {weight}")
                }
            };
            reading.warning(&element.span, message);
        }
    }
    weights
}

/// NegMAS keeps a bias as the weight of an issue that is not there; Genius passes over it.
fn weights_of_nothing(reading: &mut Reading<'_>, root: &Element, domain: &Domain) {
    let objectives: Vec<Option<&str>> =
        levels(root).into_iter().skip(1).map(|objective| objective.value("index").map(str::trim)).collect();
    for element in weights_in(root) {
        let (Some(written), Some(value)) = (element.value("index"), element.value("value")) else { continue };
        let index: Option<i64> = written.trim().parse().ok();
        let is_known = index.is_none_or(|index| domain.issue(index).is_some());
        let counts = value.parse::<Number>().is_ok_and(|value| !value.is_zero());
        if !is_known && counts && !objectives.contains(&Some(written.trim())) {
            let message = format!("there is no issue {written}: its weight is passed over");
            reading.warning(&element.span, message);
        }
    }
}

fn values(
    reading: &mut Reading<'_>,
    element: &Element,
    entry: &Entry,
    own_scale: bool,
) -> Option<IssueValues> {
    let range = match &entry.options {
        Options::Discrete(options) => {
            let known = |value: &str| options.iter().find(|option| *option == value).cloned();
            return items(reading, element, entry, options, known, own_scale);
        }
        Options::Integer(..) | Options::Real(_) => entry.range()?,
    };
    // NegMAS writes an evaluation for every number of a range, as if they were options.
    if element.first("evaluator").is_none() && element.first("item").is_some() {
        let points: Vec<String> = range.grid()?.iter().map(Number::to_string).collect();
        let known = |value: &str| on_grid(&range, value);
        return items(reading, element, entry, &points, known, own_scale);
    }
    if own_scale {
        let message =
            format!("issue `{}` is one of numbers, which is not read beside `weightmultiplyer`", entry.name);
        reading.error(&element.span, message);
        return None;
    }
    evaluator::values(reading, element, entry, &range)
}

/// The grid point of this number, as ids have it.
fn on_grid(range: &Range, value: &str) -> Option<String> {
    let value: Number = value.parse().ok()?;
    let steps = (&value - &range.min).checked_div(&range.step)?;
    (steps.is_integer() && range.min <= value && value <= range.max).then(|| value.to_string())
}

/// Evaluations, divided by the largest of the issue unless they are on a scale of their own.
fn items(
    reading: &mut Reading<'_>,
    element: &Element,
    entry: &Entry,
    options: &[String],
    known: impl Fn(&str) -> Option<String>,
    own_scale: bool,
) -> Option<IssueValues> {
    let before = reading.error_count();
    let mut evaluations: BTreeMap<String, Number> = BTreeMap::new();
    for item in element.all("item") {
        let (Some(value), Some(evaluation)) =
            (reading.text(item, "value"), reading.number(item, "evaluation"))
        else {
            continue;
        };
        let Some(option) = known(value) else {
            reading
                .error(&item.span, format!("`{value}` is no option of issue `{}` in the domain", entry.name));
            continue;
        };
        if let Some(other) = evaluations.insert(option, evaluation.clone()) {
            let twice = format!("option `{value}` of issue `{}` is there twice", entry.name);
            let message = match other == evaluation {
                true => format!("{twice} and is read once"),
                false => format!("{twice}; Genius takes the last evaluation, {evaluation}"),
            };
            reading.warning(&item.span, message);
        }
    }
    if reading.error_count() > before {
        return None;
    }
    if let Some(missing) = options.iter().find(|option| !evaluations.contains_key(*option)) {
        let message = format!("option `{missing}` of issue `{}` has no evaluation", entry.name);
        reading.error(&element.span, message);
        return None;
    }
    let largest = evaluations.values().max()?.clone();
    let share = |value: Number| match own_scale {
        true => value,
        // An issue of zeros only is worth nothing, as in Genius.
        false => value.checked_div(&largest).unwrap_or_else(Number::zero),
    };
    if !own_scale {
        if largest.is_negative() {
            let message = format!("every evaluation of issue `{}` is below zero", entry.name);
            reading.error(&element.span, message);
            reading.advise("Genius divides by the largest evaluation, which must not be negative");
            return None;
        }
        if !largest.is_zero()
            && Number::ratio(LARGEST_MIN.0, LARGEST_MIN.1).is_some_and(|least| largest < least)
        {
            let message = format!(
                "the largest evaluation of issue `{}` is {largest}: Genius takes so little as nothing",
                entry.name
            );
            reading.warning(&element.span, message);
            let nothing = evaluations.into_keys().map(|option| (OptionId::new(option), Number::zero()));
            return Some(IssueValues::Options(nothing.collect()));
        }
    }
    let shares = evaluations.into_iter().map(|(option, value)| (OptionId::new(option), share(value)));
    Some(IssueValues::Options(shares.collect()))
}
