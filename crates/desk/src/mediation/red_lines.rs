//! What a party said that it never accepts, and what binds everybody, over what is mediated.

use mediant_insight::narrow;
use mediant_model::issue::{IssueKind, IssueOption};
use mediant_model::problem::{FactKind, Options, Region};
use mediant_model::statement::Standing;
use mediant_model::{Case, Condition, Issue, IssueId, OptionId, PartyId, Problem};
use mediant_record::mediation::{MediatedIssue, Mediation};
use std::collections::BTreeSet;

/// What is mediated as a problem without preferences: the parties that are asked, in the order of their names, and what
/// each of them, or what binds everybody, excludes as far as that is known to the reader whose case it is.
///
/// # Errors
/// What was said does not fit together, each reason in a sentence.
pub(super) fn posed(mediation: &Mediation, case: &Case) -> Result<Problem, Vec<String>> {
    let case = over(mediation, case);
    let options = Options { on: case.as_of, ..Options::default() };
    Problem::compile(&case, &[], &options).map_err(|errors| errors.iter().map(ToString::to_string).collect())
}

/// The packages that the party, by its own word or by what binds everybody, never accepts. What somebody else reads into
/// its behaviour is not its word.
pub(super) fn forbidden(problem: &Problem, party: &PartyId) -> Vec<Region> {
    let index = problem.parties.iter().position(|known| known.id == *party);
    let facts = problem.facts.iter().filter(|fact| {
        fact.kind != FactKind::Reservation
            && fact.origin.standing != Some(Standing::Inferred)
            && (fact.party.is_none() || fact.party == index)
    });
    facts.flat_map(|fact| fact.forbids.iter().cloned()).collect()
}

/// The case over these issues alone, with the options that they had: every one of them is to be settled.
fn over(mediation: &Mediation, case: &Case) -> Case {
    let issues = &mediation.issues;
    let asks = |party: &PartyId| mediation.parties.contains(party);
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
    // In the order of their ids, as answers are kept: proofs name parties by their places.
    let parties: BTreeSet<&PartyId> = mediation.parties.iter().collect();
    let mut over = Case {
        title: case.title.clone(),
        as_of: case.as_of,
        parties: parties.into_iter().filter_map(|id| case.party(id).cloned()).collect(),
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
        .retain(|said| within(&said.when) && within(&said.then) && said.party.as_ref().is_none_or(asks));
    over.red_lines.iter_mut().for_each(|said| narrow(&mut said.never, &keeps));
    over.preconditions
        .iter_mut()
        .filter_map(|said| said.require.as_mut())
        .for_each(|said| narrow(said, &keeps));
    let conditions = over.linkages.iter_mut().flat_map(|said| [&mut said.when, &mut said.then]);
    conditions.for_each(|said| narrow(said, &keeps));
    over
}
