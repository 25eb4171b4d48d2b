//! A brief: its case and party, its statements, rankings, points and walk-away values.

use super::condition::{Always, grid_size, on_grid};
use super::statement::listed;
use super::{Findings, World};
use crate::brief::{IssuePoints, IssueValues, Points, Ranking};
use crate::spelling::{did_you_mean, quoted};
use crate::statement::ReservationValue;
use crate::{Brief, Finding, Issue, IssueId, IssueKind, Number, OptionId, PartyId, PartyRole, Place};
use std::collections::BTreeSet;

pub(super) fn brief(world: &World<'_>, brief: &Brief, findings: &mut Findings) {
    addressee(world, brief, findings);
    statements(world, brief, findings);
    if let Some(stated) = &brief.ranking {
        ranking(world, stated, findings);
    }
    if let Some(stated) = &brief.points {
        points(world, stated, findings);
    }
    reservations(&brief.reservations, brief.points.is_some(), findings);
    if let Some(discount) = &brief.discount
        && (discount.is_negative() || discount.is_zero() || *discount > Number::one())
    {
        let message = format!("the discount is `{discount}`");
        findings.error_help(
            Place::top().key("discount").index(0),
            message,
            "give a number above 0 and at most 1",
        );
    }
}

fn addressee(world: &World<'_>, brief: &Brief, findings: &mut Findings) {
    let case = world.case;
    if let Some(named) = &brief.case
        && case.id.as_ref() != Some(named)
        && case.title != *named
    {
        let message = format!("this brief is for another case, {}", quoted(named));
        let help = format!("the case given is {}", quoted(case.reference()));
        findings.error_help(Place::top().key("case").index(0), message, help);
    }
    let place = Place::top().key("party").index(0);
    match case.party(&brief.party) {
        None => {
            let known = case.negotiating_parties().map(|party| party.id.as_str());
            findings.unknown(place, brief.party.as_str(), known, |name| {
                format!("{name} is no party to this case")
            });
        }
        Some(party) if party.role == PartyRole::Third => {
            let message = format!("{} mediates, so it has no brief", quoted(brief.party.as_str()));
            findings.error(place, message);
        }
        Some(_) => {}
    }
}

fn statements(world: &World<'_>, brief: &Brief, findings: &mut Findings) {
    let own = |party: &PartyId, place: &Place, findings: &mut Findings| {
        if *party != brief.party {
            let message = format!(
                "this is the brief of {}, not of {}",
                quoted(brief.party.as_str()),
                quoted(party.as_str())
            );
            let help = "leave out `party`, or move the statement to another file";
            findings.error_help(place.key("party").index(0), message, help);
        }
    };
    for (place, x) in listed("interests", &brief.interests) {
        own(&x.party, &place, findings);
        world.provenance(&x.provenance, Some(&x.party), &place, findings);
    }
    for (place, x) in listed("alternatives", &brief.alternatives) {
        own(&x.party, &place, findings);
        world.provenance(&x.provenance, Some(&x.party), &place, findings);
    }
    for (place, x) in listed("red_lines", &brief.red_lines) {
        own(&x.party, &place, findings);
        world.red_line(x, &place, findings);
    }
    for (place, x) in listed("preconditions", &brief.preconditions) {
        own(&x.party, &place, findings);
        world.precondition(x, &place, findings);
    }
    for (place, x) in listed("linkages", &brief.linkages) {
        if let Some(party) = &x.party {
            own(party, &place, findings);
        }
        world.linkage(x, &place, findings);
    }
}

fn ranking(world: &World<'_>, ranking: &Ranking, findings: &mut Findings) {
    for (issue, tiers) in &ranking.options {
        let place = Place::top().key("ranking").key(issue);
        let Some(found) = world.conditions.issue(issue, place.name(), findings) else { continue };
        let mut ranked = BTreeSet::new();
        for (option, place) in in_tiers(tiers, &place) {
            world.conditions.option(found, option, place.clone(), findings);
            if !ranked.insert(option) {
                let message =
                    format!("{} is ranked twice on {}", quoted(option.as_str()), quoted(issue.as_str()));
                findings.error_help(
                    place,
                    message,
                    "rank each option once; equal ones share a tier: `[\"a\", [\"b\", \"c\"]]`",
                );
            }
        }
    }
    let mut ranked = BTreeSet::new();
    for (issue, place) in in_tiers(&ranking.importance, &Place::top().key("importance")) {
        world.conditions.issue(issue, place.clone(), findings);
        if !ranked.insert(issue) {
            findings.error(place, format!("{} is ranked twice by importance", quoted(issue.as_str())));
        }
    }
}

/// The members of all tiers, each with its place.
fn in_tiers<'a, T>(tiers: &'a [Vec<T>], place: &Place) -> impl Iterator<Item = (&'a T, Place)> {
    tiers.iter().enumerate().flat_map(move |(number, tier)| {
        let place = place.index(number);
        tier.iter().enumerate().map(move |(index, member)| (member, place.index(index)))
    })
}

fn points(world: &World<'_>, points: &Points, findings: &mut Findings) {
    for (id, stated) in &points.issues {
        let place = Place::top().key("points").key(id);
        if stated.weight.is_negative() {
            let message = format!("the weight of {} is negative", quoted(id.as_str()));
            findings.error_help(place.key("weight").index(0), message, "turn the points around instead");
        }
        if let Some(issue) = world.conditions.issue(id, place.name(), findings) {
            values(world, issue, stated, &place, findings);
        }
    }
    for (place, x) in listed("interactions", &points.interactions) {
        let place = place.key("when");
        if world.conditions.check(&x.when, &place, findings) == Some(Always::Fails) {
            findings.warning(place, "no package is like this, so these points are never given");
        }
    }
}

fn values(world: &World<'_>, issue: &Issue, stated: &IssuePoints, place: &Place, findings: &mut Findings) {
    match (&stated.values, &issue.kind) {
        (IssueValues::Curve(curve), IssueKind::Range(_)) => self::curve(&issue.id, curve, place, findings),
        (IssueValues::Curve(_), _) => {
            let message = format!("{} is not a range, so it has no `curve`", quoted(issue.id.as_str()));
            findings.error_help(place.key("curve"), message, "give the points of its `options`");
        }
        (IssueValues::Options(points), kind) => {
            let place = place.key("options");
            for option in points.keys() {
                match kind {
                    // Points are looked up by the grid point's plain decimals.
                    IssueKind::Range(range) => grid_point(issue, range, option, &place, findings),
                    _ => world.conditions.option(issue, option, place.key(option).name(), findings),
                }
            }
            missing_points(issue, points.keys().collect(), &place, findings);
        }
    }
}

fn grid_point(
    issue: &Issue,
    range: &crate::issue::Range,
    option: &OptionId,
    place: &Place,
    findings: &mut Findings,
) {
    if option.is_left_open() {
        return;
    }
    let value = option.as_str().parse::<Number>().ok().filter(|value| on_grid(range, value));
    if value.as_ref().is_some_and(|value| value.to_string() == option.as_str()) {
        return;
    }
    let message = format!("{} is no grid point of {}", quoted(option.as_str()), quoted(issue.id.as_str()));
    let help = match value {
        Some(value) => format!("write it as `{value}`"),
        None => format!("its range goes from {} to {} in steps of {}", range.min, range.max, range.step),
    };
    findings.error_help(place.key(option).name(), message, help);
}

fn missing_points(issue: &Issue, stated: BTreeSet<&OptionId>, place: &Place, findings: &mut Findings) {
    let lacking: Vec<OptionId> = match &issue.kind {
        // A range is better served by a curve; naming the first missing points of a fine grid helps nobody.
        IssueKind::Range(_) => {
            let known = stated.iter().filter(|option| !option.is_left_open()).count();
            let complete = grid_size(issue).is_none_or(|count| count <= known);
            if !complete {
                let message = format!("some grid points of {} have no points", quoted(issue.id.as_str()));
                findings.error_help(place.clone(), message, "give a `curve` through a few of them");
            }
            return;
        }
        _ => issue.option_ids().into_iter().filter(|option| !stated.contains(option)).collect(),
    };
    let Some(first) = lacking.first() else { return };
    let others = match lacking.len() - 1 {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message =
        format!("option {}{others} of {} has no points", quoted(first.as_str()), quoted(issue.id.as_str()));
    let misspelt = stated.iter().filter(|option| !issue.has_option(option)).map(|option| option.as_str());
    let misspelt = did_you_mean(first.as_str(), misspelt).filter(|help| help.starts_with("did"));
    // A misspelt option was already told of, with this option as what was meant.
    if misspelt.is_none() {
        findings.push(
            Finding::error(place.clone(), message)
                .help("give every option points, 0 where it is worth nothing"),
        );
    }
}

fn curve(issue: &IssueId, curve: &[(Number, Number)], place: &Place, findings: &mut Findings) {
    let place = place.key("curve");
    if curve.is_empty() {
        findings.error_help(
            place.clone(),
            format!("the curve of {} is empty", quoted(issue.as_str())),
            "give at least one `[value, points]`",
        );
    }
    for (index, ((x0, _), (x1, _))) in curve.iter().zip(curve.iter().skip(1)).enumerate() {
        if x1 <= x0 {
            let message = format!("the curve of {} goes from `{x0}` to `{x1}`", quoted(issue.as_str()));
            findings.error_help(
                place.index(index + 1),
                message,
                "list its values in ascending order, each once",
            );
        }
    }
}

fn reservations(reservations: &[ReservationValue], has_points: bool, findings: &mut Findings) {
    let mut days = BTreeSet::new();
    for (place, x) in listed("reservation", reservations) {
        if x.high < x.low {
            let message = format!("the walk-away range goes down, from `{}` to `{}`", x.low, x.high);
            findings.error_help(place.key("range"), message, "write the lower end first");
        }
        if !days.insert(x.from) {
            let day = x.from.map_or("the start".to_owned(), |day| day.to_string());
            let help = "only the last one counts; give each its own `from`";
            findings.warning_help(place, format!("there are two walk-away values from {day} on"), help);
        }
    }
    if !has_points && !reservations.is_empty() {
        let help = "give `points`, or say what is unacceptable by red lines";
        let place = Place::top().key("reservation");
        findings.warning_help(place, "a walk-away value says nothing without points", help);
    }
}
