//! NegoLog JSON: `profileA.json`, `profileB.json` and, for show, `specs.json` (aniltrue/NegoLog).
//!
//! By its `Preference` class: utility is the plain sum of issue weight times option weight, nothing is
//! normalised or clipped; the reservation value is on the same scale.

use crate::convert::{Converted, FileNames};
use crate::json::{JsonFile, Node, Output};
use crate::negotiation::{Negotiation, ReadResult};
use crate::reading::Reading;
use crate::reduction::{
    Decimals, Reduced, ReducedIssue, ReducedParty, losses_of_names, losses_of_rule, reduce,
};
use crate::scenario;
use mediant_model::brief::{IssuePoints, IssueValues};
use mediant_model::{Brief, Case, Issue, IssueId, Number, OptionId, PartyId};
use std::collections::BTreeMap;

/// Whether a document is a NegoLog profile.
pub(crate) fn is_profile(root: &Node) -> bool {
    root.get("issueWeights").is_some() && root.get("issues").is_some()
}

/// Whether a document lists what NegoLog found out about a domain.
pub(crate) fn is_specs(root: &Node) -> bool {
    root.get("NumberOfBids").is_some() && root.get("NumberOfIssues").is_some()
}

/// Reads the profiles of one domain; of the specs only the name is taken.
///
/// # Errors
/// Everything wrong in any of the profiles, and profiles about different issues.
pub(crate) fn read(specs: Option<JsonFile<'_>>, profiles: Vec<(PartyId, JsonFile<'_>)>) -> ReadResult {
    let mut found = Vec::new();
    let mut negotiation = Negotiation::default();
    let mut agreed: Option<(String, Vec<Issue>)> = None;
    let mut parties = Vec::new();
    for (party, file) in profiles {
        let (name, root) = (file.source.name().to_owned(), file.root);
        let mut reading = Reading::new(file.source);
        if let Some((issues, brief)) = profile(&mut reading, &root, &party) {
            match &agreed {
                Some((first, known)) => compare(&mut reading, &root, first, known, &issues),
                None => agreed = Some((name, issues)),
            }
            negotiation.briefs.push(brief);
        }
        parties.push(party);
        negotiation.notes.append(&mut reading.notes);
        found.append(&mut reading.found);
    }
    let title = specs.as_ref().and_then(|file| file.root.get("Name")?.as_text()).unwrap_or("negotiation");
    let issues = agreed.map(|(_, issues)| issues).unwrap_or_default();
    negotiation.case = scenario::case(title.to_owned(), parties.into_iter(), issues);
    scenario::result(negotiation, found)
}

fn profile(reading: &mut Reading<'_>, root: &Node, party: &PartyId) -> Option<(Vec<Issue>, Brief)> {
    let weights = reading.member(root, "issueWeights")?;
    let values = reading.member(root, "issues")?;
    let before = reading.error_count();
    let (mut issues, mut points, mut sum) = (Vec::new(), BTreeMap::new(), Number::zero());
    for member in reading.object(weights, "`issueWeights`")? {
        let weight = reading.number_of(&member.node, "a weight");
        let Some(options) = values.get(&member.key) else {
            reading.error(
                &member.key_span,
                format!("`{}` has a weight, but no options in `issues`", member.key),
            );
            continue;
        };
        if weight.as_ref().is_some_and(Number::is_negative) {
            reading.error(&member.node.span, format!("the weight of `{}` is below zero", member.key));
        }
        let (Some(weight), Some((issue, values))) = (weight, of_issue(reading, &member.key, options)) else {
            continue;
        };
        sum = &sum + &weight;
        points
            .insert(issue.id.clone(), scenario::floating(IssuePoints { weight, values, left_open: None }).0);
        issues.push(issue);
    }
    for member in reading.object(values, "`issues`")? {
        if weights.get(&member.key).is_none() {
            reading.error(&member.key_span, format!("issue `{}` has no weight", member.key));
        }
    }
    if issues.is_empty() && reading.error_count() == before {
        reading.error(&(weights.span.start..weights.span.start + 1), "this profile has no issue");
    }
    let reservation = match root.get("reservationValue") {
        Some(node) => Some(reading.number_of(node, "`reservationValue`")?),
        None => None,
    };
    reading.notes.extend(scenario::weights_note(party, &sum));
    (reading.error_count() == before).then(|| (issues, scenario::brief(party.clone(), points, reservation)))
}

fn of_issue(reading: &mut Reading<'_>, name: &str, node: &Node) -> Option<(Issue, IssueValues)> {
    let before = reading.error_count();
    let mut options = Vec::new();
    let mut values = BTreeMap::new();
    for member in reading.object(node, "an issue")? {
        if let Some(value) = reading.number_of(&member.node, "an option's weight") {
            options.push(member.key.clone());
            values.insert(OptionId::new(&member.key), value);
        }
    }
    if options.is_empty() && reading.error_count() == before {
        reading.error(&node.span, format!("issue `{name}` has no options"));
    }
    let sound = reading.error_count() == before;
    sound.then(|| (scenario::discrete(name, &options), IssueValues::Options(values)))
}

/// Reports where a profile's issues and options differ from those of the first one.
fn compare(reading: &mut Reading<'_>, root: &Node, first: &str, known: &[Issue], issues: &[Issue]) {
    let place = |id: &IssueId| {
        let member = root.get("issues").and_then(|node| node.members().iter().find(|m| m.key == id.as_str()));
        member.map_or(root.span.start..root.span.start + 1, |member| member.key_span.clone())
    };
    for issue in issues {
        match known.iter().find(|other| other.id == issue.id) {
            None => {
                reading.error(&place(&issue.id), format!("`{first}` has no issue `{}`", issue.id));
            }
            Some(other) => {
                let (mut a, mut b) = (issue.option_ids(), other.option_ids());
                a.sort();
                b.sort();
                if a != b {
                    let message = format!("issue `{}` has other options than in `{first}`", issue.id);
                    reading.error(&place(&issue.id), message);
                }
            }
        }
    }
    for other in known {
        if !issues.iter().any(|issue| issue.id == other.id) {
            reading.error(&place(&other.id), format!("issue `{}` of `{first}` is missing here", other.id));
        }
    }
}

/// Writes one profile per party, named by the party.
pub(crate) fn write(case: &Case, briefs: &[Brief]) -> Converted {
    let Reduced { issues, mut parties, mut losses, .. } = reduce(case, briefs);
    losses.extend(losses_of_rule(case));
    losses.extend(losses_of_names(&issues, &parties));
    if parties.len() != 2 {
        losses.push(format!(
            "NegoLog itself plays two profiles, `profileA` and `profileB`; here are {}",
            parties.len()
        ));
    }
    for issue in issues.iter().filter(|issue| issue.grid.is_some()) {
        losses.push(format!("the values of the range `{}` become named options", issue.id));
    }
    let mut names = FileNames::new("json");
    let mut files = Vec::new();
    for party in &mut parties {
        party.drop_interactions(&mut losses);
        party.drop_cap(&mut losses);
        party.drop_constant(&mut losses);
        if party.discount.is_some() {
            losses.push(format!("the discount of `{}` is left out", party.id));
        }
        let mut decimals = Decimals::floating(&issues, party);
        let profile = profile_of(&issues, party, &mut decimals);
        files.push((names.of_party(&party.id, &mut losses), profile.document()));
        losses.extend(decimals.loss(&party.id));
    }
    Converted { files, losses }
}

fn profile_of(issues: &[ReducedIssue], party: &ReducedParty, decimals: &mut Decimals) -> Output {
    let (mut weights, mut values) = (Vec::new(), Vec::new());
    for (issue, (weight, of_options)) in issues.iter().zip(party.weights.iter().zip(&party.values)) {
        weights.push((issue.id.as_str(), Output::Number(decimals.text(weight))));
        let options = issue.options.iter().zip(of_options);
        let options = options.map(|((id, _), value)| (id.as_str(), Output::Number(decimals.text(value))));
        values.push((issue.id.as_str(), Output::object(options)));
    }
    let reservation = decimals.walk_away(party).unwrap_or_else(Number::zero);
    Output::object([
        ("reservationValue", Output::Number(reservation.to_string())),
        ("issueWeights", Output::object(weights)),
        ("issues", Output::object(values)),
    ])
}
