//! What a party said that it never accepts, and what binds everybody, over what is mediated.

use crate::insight::narrow;
use mediant_model::issue::{IssueKind, IssueOption};
use mediant_model::problem::{FactKind, Options, Region};
use mediant_model::statement::Standing;
use mediant_model::{Case, Condition, Issue, IssueId, OptionId, PartyId, Problem};
use mediant_record::mediation::MediatedIssue;

/// The packages that the party, by its own word or by what binds everybody, never accepts: from the case as it is known
/// to that party. What somebody else reads into its behaviour is not its word.
///
/// # Errors
/// What was said does not fit together, each reason in a sentence.
pub(super) fn forbidden(
    issues: &[MediatedIssue],
    party: &PartyId,
    case: &Case,
) -> Result<Vec<Region>, Vec<String>> {
    let case = over(issues, case);
    let options = Options { on: case.as_of, ..Options::default() };
    let problem = Problem::compile(&case, &[], &options)
        .map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    let index = problem.parties.iter().position(|known| known.id == *party);
    let facts = problem.facts.iter().filter(|fact| {
        fact.kind != FactKind::Reservation
            && fact.origin.standing != Some(Standing::Inferred)
            && (fact.party.is_none() || fact.party == index)
    });
    Ok(facts.flat_map(|fact| fact.forbids.iter().cloned()).collect())
}

/// The case over these issues alone, with the options that they had: every one of them is to be settled.
fn over(issues: &[MediatedIssue], case: &Case) -> Case {
    let mediated = |id: &IssueId| issues.iter().any(|mediated| &mediated.issue == id);
    let within = |condition: &Condition| condition.issues().into_iter().all(mediated);
    let keeps = |issue: &IssueId, option: &OptionId| {
        issues.iter().any(|mediated| &mediated.issue == issue && mediated.options.contains(option))
    };
    let as_issue = |mediated: &MediatedIssue| {
        let option = |id: &OptionId| IssueOption { id: id.clone(), name: id.to_string() };
        Issue {
            id: mediated.issue.clone(),
            name: mediated.issue.to_string(),
            kind: IssueKind::Discrete(mediated.options.iter().map(option).collect()),
        }
    };
    let mut over = Case {
        title: case.title.clone(),
        as_of: case.as_of,
        parties: case.parties.clone(),
        issues: issues.iter().map(as_issue).collect(),
        red_lines: case.red_lines.clone(),
        preconditions: case.preconditions.clone(),
        linkages: case.linkages.clone(),
        ..Case::default()
    };
    over.red_lines.retain(|said| within(&said.never));
    over.preconditions
        .retain(|said| said.require.as_ref().is_some_and(within) && said.settled.iter().all(mediated));
    over.linkages.retain(|said| within(&said.when) && within(&said.then));
    over.red_lines.iter_mut().for_each(|said| narrow(&mut said.never, &keeps));
    over.preconditions
        .iter_mut()
        .filter_map(|said| said.require.as_mut())
        .for_each(|said| narrow(said, &keeps));
    let conditions = over.linkages.iter_mut().flat_map(|said| [&mut said.when, &mut said.then]);
    conditions.for_each(|said| narrow(said, &keeps));
    over
}
