//! What a party's brief, which it handed over, says to the ranking forms of a mediation.
//!
//! Taken from the party's own brief alone and shown to that party alone: what it confirms are its answers, and nothing else is.

use mediant_insight::interview::{Deposited, RankedBy};
use mediant_insight::read_brief;
use mediant_model::brief::{IssueValues, Points};
use mediant_model::{Brief, Case, IssueId, Number, OptionId};
use mediant_record::brief::BriefText;
use mediant_record::mediation::{Ask, MediatedIssue};
use std::collections::{BTreeMap, BTreeSet};

/// What the brief says to these forms. Options that are excluded are left out; a brief that does not fit the case says nothing.
pub(super) fn deposited(
    brief: &BriefText,
    case: &Case,
    issues: &[MediatedIssue],
    excluded: &BTreeMap<IssueId, BTreeSet<OptionId>>,
    forms: &[Ask],
) -> Vec<Deposited> {
    let Ok(brief) = read_brief(brief, case) else { return Vec::new() };
    let of = |form: &Ask| {
        let (order, by) = match form {
            Ask::RankOptions(id) => {
                let mediated = issues.iter().find(|mediated| &mediated.issue == id)?;
                let out = excluded.get(id);
                let left =
                    mediated.options.iter().filter(|option| out.is_none_or(|out| !out.contains(option)));
                let left: Vec<&OptionId> = left.collect();
                let order = options_ranked(&brief, id, &left).map(|order| (order, RankedBy::Ranking));
                order.or_else(|| Some((options_by_points(&brief, id, &left)?, RankedBy::Points)))?
            }
            Ask::RankIssues => {
                let order = issues_ranked(&brief, issues).map(|order| (order, RankedBy::Ranking));
                order.or_else(|| Some((issues_by_points(&brief, issues)?, RankedBy::Points)))?
            }
            Ask::Accept(_) | Ask::Compare { .. } => return None,
        };
        Some(Deposited { question: form.clone(), order, by })
    };
    forms.iter().filter_map(of).collect()
}

/// A ranking without what is not asked about: two names at least.
fn kept<T: ToString>(tiers: &[Vec<T>], keeps: impl Fn(&T) -> bool) -> Option<Vec<Vec<String>>> {
    let tiers = tiers.iter().map(|tier| tier.iter().filter(|name| keeps(name)).map(T::to_string).collect());
    let tiers: Vec<Vec<String>> = tiers.filter(|tier: &Vec<String>| !tier.is_empty()).collect();
    (tiers.iter().map(Vec::len).sum::<usize>() >= 2).then_some(tiers)
}

fn options_ranked(brief: &Brief, issue: &IssueId, left: &[&OptionId]) -> Option<Vec<Vec<String>>> {
    kept(brief.ranking.as_ref()?.options.get(issue)?, |option| left.contains(&option))
}

fn issues_ranked(brief: &Brief, issues: &[MediatedIssue]) -> Option<Vec<Vec<String>>> {
    let is_asked = |id: &IssueId| issues.iter().any(|mediated| &mediated.issue == id);
    let order = kept(&brief.ranking.as_ref()?.importance, is_asked)?;
    // The form orders all of them.
    (order.iter().map(Vec::len).sum::<usize>() == issues.len()).then_some(order)
}

/// The points of a brief in which each option counts by itself: where combinations or a cap count, no order follows from them.
fn plain(brief: &Brief) -> Option<&Points> {
    brief.points.as_ref().filter(|points| points.interactions.is_empty() && points.cap.is_none())
}

/// What options are worth, weighted; `None` where the brief does not say it of each.
fn worth(brief: &Brief, issue: &IssueId, of: &[&OptionId]) -> Option<Vec<Number>> {
    let stated = plain(brief)?.issues.get(issue)?;
    let value = |option: &&OptionId| match &stated.values {
        IssueValues::Options(_) => stated.values.of_option(option),
        IssueValues::Curve(_) => stated.values.at(&option.as_str().parse().ok()?),
    };
    of.iter().map(|option| Some(&value(option)? * &stated.weight)).collect()
}

/// Names in the order of what each is worth, the most first; equal ones in one group.
fn by_worth(mut each: Vec<(String, Number)>) -> Vec<Vec<String>> {
    each.sort_by(|one, other| other.1.cmp(&one.1));
    let mut groups: Vec<(Number, Vec<String>)> = Vec::new();
    for (name, worth) in each {
        match groups.last_mut() {
            Some((last, group)) if *last == worth => group.push(name),
            _ => groups.push((worth, vec![name])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn options_by_points(brief: &Brief, issue: &IssueId, left: &[&OptionId]) -> Option<Vec<Vec<String>>> {
    let worth = worth(brief, issue, left)?;
    let named = left.iter().map(ToString::to_string).zip(worth).collect();
    (left.len() >= 2).then(|| by_worth(named))
}

fn issues_by_points(brief: &Brief, issues: &[MediatedIssue]) -> Option<Vec<Vec<String>>> {
    let step = |mediated: &MediatedIssue| {
        let worth = worth(brief, &mediated.issue, &mediated.options.iter().collect::<Vec<_>>())?;
        Some((mediated.issue.to_string(), worth.iter().max()? - worth.iter().min()?))
    };
    issues.iter().map(step).collect::<Option<Vec<_>>>().map(by_worth)
}
