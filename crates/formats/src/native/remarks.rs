//! What is right as it stands and probably not meant, told only of files: a case on the desk has a day of its own.

use mediant_model::statement::Provenance;
use mediant_model::{Brief, Case, Date, Finding, IssueKind, Number, Place};

/// Warnings about a case.
pub(super) fn of_case(case: &Case) -> Vec<Finding> {
    let mut findings = Vec::new();
    for issue in &case.issues {
        if let IssueKind::Range(range) = &issue.kind
            && let Some(last) = last_before_max(&range.min, &range.max, &range.step)
        {
            let place = Place::top().key("issues").key(&issue.id).key("max").index(0);
            let message =
                format!("no step reaches the `max` of `{}`: its last grid point is {last}", issue.id);
            let help = format!("write `max = {last}`, or a `step` that divides the range");
            findings.push(Finding::warning(place, message).help(help));
        }
    }
    if case.as_of.is_some() {
        return findings;
    }
    let listed = [
        ends("red_lines", case.red_lines.iter().map(|x| &x.provenance)),
        ends("preconditions", case.preconditions.iter().map(|x| &x.provenance)),
        ends("linkages", case.linkages.iter().map(|x| &x.provenance)),
        ends("positions", case.positions.iter().map(|x| &x.provenance)),
        ends("interests", case.interests.iter().map(|x| &x.provenance)),
        ends("alternatives", case.alternatives.iter().map(|x| &x.provenance)),
        ends("answers", case.answers.iter().map(|x| &x.provenance)),
        ends("remarks", case.remarks.iter().map(|x| &x.provenance)),
        ends("sessions", case.sessions.iter().map(|x| &x.provenance)),
        ends("confidences", case.confidences.iter().map(|x| &x.provenance)),
        ends("deadlines", case.deadlines.iter().map(|x| &x.provenance)),
    ];
    findings.extend(listed.into_iter().flatten().map(|(place, day)| undated(place, day)));
    findings
}

/// Warnings about a brief for this case.
pub(super) fn of_brief(case: &Case, brief: &Brief) -> Vec<Finding> {
    if case.as_of.is_some() {
        return Vec::new();
    }
    let listed = [
        ends("interests", brief.interests.iter().map(|x| &x.provenance)),
        ends("red_lines", brief.red_lines.iter().map(|x| &x.provenance)),
        ends("preconditions", brief.preconditions.iter().map(|x| &x.provenance)),
        ends("linkages", brief.linkages.iter().map(|x| &x.provenance)),
        ends("alternatives", brief.alternatives.iter().map(|x| &x.provenance)),
    ];
    listed.into_iter().flatten().map(|(place, day)| undated(place, day)).collect()
}

/// The places of a list's statements that end, with the day.
fn ends<'a>(key: &str, list: impl Iterator<Item = &'a Provenance>) -> Vec<(Place, Date)> {
    let place = Place::top().key(key);
    let until = |(index, provenance): (usize, &Provenance)| {
        Some((place.index(index).key("until").index(0), provenance.until?))
    };
    list.enumerate().filter_map(until).collect()
}

fn undated(place: Place, day: Date) -> Finding {
    let message = format!("this statement ends on {day}, and without a day of the case it never counts");
    Finding::warning(place, message)
        .help("write the day that the case describes, for example `as_of = 2025-06-01`")
}

/// The last grid point of a range, where it is not its end.
fn last_before_max(min: &Number, max: &Number, step: &Number) -> Option<Number> {
    if step.is_negative() || max < min {
        return None;
    }
    let steps = (max - min).checked_div(step)?;
    if steps.is_integer() {
        return None;
    }
    let (above, below) = steps.parts();
    let whole = Number::ratio(above / below, 1)?;
    Some(min + &(&whole * step))
}
