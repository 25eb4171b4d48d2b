//! What a party said that it never accepts, and what binds everybody, over what is mediated.

use mediant_model::issue::{IssueKind, IssueOption};
use mediant_model::problem::{FactKind, Options, Region};
use mediant_model::statement::Standing;
use mediant_model::{Case, Condition, Issue, IssueId, Number, OptionId, PartyId, Problem, Quorum};
use mediant_record::mediation::{MediatedIssue, Mediation};
use std::collections::{BTreeMap, BTreeSet};

/// What is mediated as a problem without preferences: the parties that are asked, in the order of their names, and what
/// each of them, or what binds everybody, excludes as far as that is known to the reader whose case it is.
///
/// # Errors
/// What was said does not fit together, each reason in a sentence.
pub(super) fn posed(mediation: &Mediation, case: &Case) -> Result<Problem, Vec<String>> {
    compiled(over(mediation, case, |party| mediation.parties.contains(party)))
}

fn compiled(case: Case) -> Result<Problem, Vec<String>> {
    let options = Options { on: case.as_of, ..Options::default() };
    Problem::compile(&case, &[], &options).map_err(|errors| errors.iter().map(ToString::to_string).collect())
}

/// The packages that the party, by its own word or by what binds everybody, never accepts. What somebody else reads into
/// its behaviour is not its word.
pub(super) fn forbidden(problem: &Problem, party: &PartyId) -> Vec<Region> {
    let index = problem.parties.iter().position(|known| known.id == *party);
    said(problem, |of| of.is_none() || of == index)
}

/// The packages that cannot come about since some other party never accepts them, and cannot be outvoted: as far as that is known
/// to the reader whose case it is. To leave them out of its questions, and for nothing else.
///
/// # Errors
/// As [`posed`].
pub(super) fn impossible(
    mediation: &Mediation,
    case: &Case,
    party: &PartyId,
) -> Result<Vec<Region>, Vec<String>> {
    let problem = compiled(over(mediation, case, |_| true))?;
    let is_needed = |of: &PartyId| match case.agreement.quorum {
        Quorum::Unanimity => true,
        Quorum::AtLeast(needed) => {
            needed >= case.negotiating_parties().count() || case.agreement.veto.contains(of)
        }
    };
    let needed: BTreeSet<usize> = (problem.parties.iter().enumerate())
        .filter(|(_, known)| known.id != *party && is_needed(&known.id))
        .map(|(index, _)| index)
        .collect();
    Ok(said(&problem, |of| of.is_some_and(|index| needed.contains(&index))))
}

/// What those said never to accept of whom `by` holds; `None` stands for what binds everybody.
fn said(problem: &Problem, by: impl Fn(Option<usize>) -> bool) -> Vec<Region> {
    let facts = problem.facts.iter().filter(|fact| {
        fact.kind != FactKind::Reservation
            && fact.origin.standing != Some(Standing::Inferred)
            && by(fact.party)
    });
    facts.flat_map(|fact| fact.forbids.iter().cloned()).collect()
}

/// The options that are in no package outside of these regions, by issue: those that one of them excludes whatever else is in a
/// package.
pub(super) fn excluded_options(
    mediation: &Mediation,
    regions: &[Region],
) -> BTreeMap<IssueId, BTreeSet<OptionId>> {
    let mut excluded: BTreeMap<IssueId, BTreeSet<OptionId>> = BTreeMap::new();
    for region in regions {
        let mut sides = region.sides();
        let (Some((issue, options)), None) = (sides.next(), sides.next()) else { continue };
        let Some(mediated) = mediation.issues.get(issue) else { continue };
        let named = options.iter().filter_map(|option| mediated.options.get(option).cloned());
        excluded.entry(mediated.issue.clone()).or_default().extend(named);
    }
    excluded
}

/// The case over these issues alone, with the options and values that they had: every one of them is to be settled. Of its
/// negotiating parties it has those for whom `asks` holds.
fn over(mediation: &Mediation, case: &Case, asks: impl Fn(&PartyId) -> bool) -> Case {
    let issues = &mediation.issues;
    let mediated = |id: &IssueId| issues.iter().any(|mediated| &mediated.issue == id);
    let within = |condition: &Condition| condition.issues().into_iter().all(mediated);
    let as_issue = |mediated: &MediatedIssue| {
        let option = |id: &OptionId| IssueOption { id: id.clone(), name: id.to_string() };
        Issue {
            id: mediated.issue.clone(),
            name: mediated.issue.to_string(),
            kind: IssueKind::Discrete(mediated.options.iter().map(option).collect()),
        }
    };
    // In the order of their ids, as answers are kept: proofs name parties by their places.
    let parties: BTreeMap<&PartyId, _> =
        case.negotiating_parties().filter(|party| asks(&party.id)).map(|party| (&party.id, party)).collect();
    let mut over = Case {
        title: case.title.clone(),
        as_of: case.as_of,
        parties: parties.into_values().cloned().collect(),
        issues: issues.iter().map(as_issue).collect(),
        red_lines: case.red_lines.clone(),
        preconditions: case.preconditions.clone(),
        linkages: case.linkages.clone(),
        ..Case::default()
    };
    over.red_lines.retain(|said| within(&said.never) && asks(&said.party));
    over.preconditions.retain(|said| {
        said.require.as_ref().is_some_and(within) && said.settled.iter().all(mediated) && asks(&said.party)
    });
    over.linkages
        .retain(|said| within(&said.when) && within(&said.then) && said.party.as_ref().is_none_or(&asks));
    let red_lines = over.red_lines.iter_mut().map(|said| &mut said.never);
    let preconditions = over.preconditions.iter_mut().filter_map(|said| said.require.as_mut());
    let linkages = over.linkages.iter_mut().flat_map(|said| [&mut said.when, &mut said.then]);
    red_lines.chain(preconditions).chain(linkages).for_each(|said| put_on(said, issues));
    over
}

/// Says a condition of the options and values that are mediated: it holds for the same packages among them.
fn put_on(condition: &mut Condition, issues: &[MediatedIssue]) {
    let of = |id: &IssueId| issues.iter().find(|mediated| &mediated.issue == id);
    match condition {
        Condition::Options(issue, options) => {
            let Some(mediated) = of(issue) else { return };
            // A number that is written differently is the same value.
            let is_named = |known: &OptionId| {
                options.contains(known)
                    || mediated.is_number()
                        && value(known).is_some_and(|known| {
                            options.iter().any(|option| value(option) == Some(known.clone()))
                        })
            };
            *options = mediated.options.iter().filter(|known| is_named(known)).cloned().collect();
        }
        Condition::Between(issue, low, high) => {
            let lies_between = |option: &&OptionId| {
                value(option).is_some_and(|value| {
                    low.as_ref().is_none_or(|low| *low <= value)
                        && high.as_ref().is_none_or(|high| value <= *high)
                })
            };
            let mediated = of(issue).map(|mediated| mediated.options.as_slice()).unwrap_or_default();
            let within = mediated.iter().filter(lies_between).cloned().collect();
            *condition = Condition::Options(issue.clone(), within);
        }
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter_mut().for_each(|part| put_on(part, issues))
        }
        Condition::Not(inner) => put_on(inner, issues),
    }
}

fn value(option: &OptionId) -> Option<Number> {
    option.as_str().parse().ok()
}
