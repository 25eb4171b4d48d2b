//! The walk-away value, asked as a choice between packages and no deal.
//!
//! The packages go from what is worth least to the party to what is worth most, an issue at a time, so that their worths
//! lie apart. Whoever would rather have no deal than one of them walks away at more than its worth; whoever takes one
//! walks away at no more.

use super::moves::value;
use super::told::Fields;
use crate::form::FormError;
use mediant_check::meaning::{Meaning, Settlement};
use mediant_model::brief::{IssuePoints, IssueValues};
use mediant_model::case::Reader;
use mediant_model::{Brief, Case, Date, Issue, IssueId, IssueKind, Number, OptionId};
use mediant_words::{Language, say};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// One option for every issue.
pub type Package = BTreeMap<IssueId, OptionId>;

/// So many packages are shown.
const SHOWN: usize = 5;

/// The packages to choose between, from the least worth to the most. None where the brief has no points.
pub fn shown(case: &Case, brief: &Brief) -> Vec<Package> {
    let Some(points) = &brief.points else { return Vec::new() };
    let mut package = Package::new();
    let mut changes: Vec<(Number, IssueId, OptionId)> = Vec::new();
    for issue in case.issues.iter().filter(|issue| issue.is_disclosed()) {
        let Some(worths) = worths(issue, points.issues.get(&issue.id)) else { continue };
        let worst = worths.iter().min_by(|a, b| a.1.cmp(&b.1));
        let best = worths.iter().max_by(|a, b| a.1.cmp(&b.1));
        let (Some(worst), Some(best)) = (worst, best) else { continue };
        package.insert(issue.id.clone(), worst.0.clone());
        if best.1 > worst.1 {
            changes.push((&best.1 - &worst.1, issue.id.clone(), best.0.clone()));
        }
    }
    if changes.is_empty() {
        return Vec::new();
    }
    // The small steps first: the packages then lie closer where walk-away values usually do.
    changes.sort();
    let mut chain = vec![package.clone()];
    for (_, issue, option) in changes {
        package.insert(issue, option);
        chain.push(package.clone());
    }
    let last = chain.len() - 1;
    let mut places: Vec<usize> = (0..SHOWN).map(|at| (at * last).div_ceil(SHOWN - 1)).collect();
    places.dedup();
    places.into_iter().filter_map(|at| chain.get(at).cloned()).collect()
}

/// The options of an issue that could be its best or its worst, with their points, weighed.
fn worths(issue: &Issue, stated: Option<&IssuePoints>) -> Option<Vec<(OptionId, Number)>> {
    let weighed = |points: &Number| stated.map_or_else(Number::zero, |stated| &stated.weight * points);
    match (&issue.kind, stated.map(|stated| &stated.values)) {
        (IssueKind::Withheld, _) => None,
        (IssueKind::Range(range), Some(values)) => {
            let ids = issue.option_ids();
            let mut ends: Vec<OptionId> = ids.first().into_iter().chain(ids.last()).cloned().collect();
            if let IssueValues::Curve(curve) = values {
                let corners = curve.iter().map(|(value, _)| OptionId::new(value.to_string()));
                ends.extend(corners.filter(|id| issue.has_option(id)));
            }
            let _ = range;
            Some(
                ends.into_iter()
                    .filter_map(|id| {
                        let points = values.at(&id.as_str().parse().ok()?)?;
                        Some((id, weighed(&points)))
                    })
                    .collect(),
            )
        }
        (IssueKind::Range(_), None) => {
            issue.option_ids().into_iter().next().map(|id| vec![(id, Number::zero())])
        }
        (IssueKind::Discrete(options), values) => {
            let of = |option: &OptionId| {
                values.and_then(|values| values.of_option(option)).unwrap_or_else(Number::zero)
            };
            Some(options.iter().map(|option| (option.id.clone(), weighed(&of(&option.id)))).collect())
        }
    }
}

/// What a package is worth to the party of the brief.
pub fn worth(case: &Case, brief: &Brief, today: Date, package: &Package) -> Option<Number> {
    let briefs = std::slice::from_ref(brief);
    let meaning = Meaning::new(case, briefs, Some(today), &Reader::Party(brief.party.clone()));
    let choice = package.iter().map(|(issue, option)| (issue.to_string(), option.to_string())).collect();
    let settled: Vec<Settlement> = meaning.settle(&choice).ok()?;
    let settled: Vec<&Settlement> = settled.iter().collect();
    meaning.worth(brief.party.as_str(), &settled)
}

/// The packages that were shown, with what was answered to each.
pub fn answered(fields: &Fields) -> Vec<(Package, Option<bool>)> {
    let mut answered = Vec::new();
    for at in 0..SHOWN {
        let Some(package) = value(fields, &format!("rather[{at}].package")) else { continue };
        let Ok(package) = serde_json::from_str::<BTreeMap<String, String>>(package) else { continue };
        let package = package.iter().map(|(issue, option)| (IssueId::new(issue), OptionId::new(option)));
        let takes = match value(fields, &format!("rather[{at}].answer")) {
            Some("take") => Some(true),
            Some("none") => Some(false),
            _ => None,
        };
        answered.push((package.collect(), takes));
    }
    answered
}

/// What the answers say of the walk-away value: at least the first, at most the second.
///
/// # Errors
/// Nothing was answered, the packages are worth nothing, or the answers contradict the points.
pub fn worked_out(
    case: &Case,
    brief: &Brief,
    today: Date,
    fields: &Fields,
    language: Language,
) -> Result<(Number, Number), FormError> {
    let fault = |message: Cow<'_, str>| FormError {
        field: Some("rather.0.answer".to_owned()),
        message: message.into_owned(),
    };
    let all: Vec<(Number, Option<bool>)> = answered(fields)
        .into_iter()
        .filter_map(|(package, takes)| Some((worth(case, brief, today, &package)?, takes)))
        .collect();
    let of =
        |wanted: bool| all.iter().filter(move |(_, takes)| *takes == Some(wanted)).map(|(worth, _)| worth);
    let (refused, taken) = (of(false).max(), of(true).min());
    match (refused, taken) {
        (None, None) => Err(fault(say!(language, brief_faults.say_of_at_least_one_package))),
        (Some(refused), Some(taken)) if refused >= taken => {
            Err(fault(say!(language, brief_faults.you_would_take_what_is_worth_less)))
        }
        (refused, taken) => {
            let least = all.iter().map(|(worth, _)| worth).min();
            let most = all.iter().map(|(worth, _)| worth).max();
            let low = refused.or(least).cloned().unwrap_or_else(Number::zero);
            let high = taken.or(most).cloned().unwrap_or_else(|| low.clone());
            Ok((low, high))
        }
    }
}
