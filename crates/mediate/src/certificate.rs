//! The proof that no package is left, in the words of the checker.

use crate::room::{Node, Refusals, Refused};
use crate::statement::{Part, Statement};
use crate::{Answer, Exchange, Interview, Question};
use mediant_check::{Answered, Branch, Claim, Preferred, Refusal, Said, Summand};
use mediant_model::problem::{Problem, Region};
use num_bigint::BigInt;
use num_traits::Signed;
use std::collections::BTreeMap;

/// The claim that the tree proves, with everything that was answered.
pub(crate) fn no_deal(
    problem: &Problem,
    interviews: &[Interview],
    refusals: &[Refusals],
    forbidden: &[Region],
    nodes: &[Node],
) -> Option<Claim> {
    let mut said: Answered = BTreeMap::new();
    let mut places: Vec<BTreeMap<usize, usize>> = Vec::new();
    for (party, interview) in problem.parties.iter().zip(interviews) {
        let (answers, places_of) = answered(problem, interview.exchanges());
        said.insert(party.id.to_string(), answers);
        places.push(places_of);
    }
    let node = |node: &Node| {
        Some(match node {
            Node::Split(issue, branches) => {
                let of = problem.issues.get(*issue)?;
                let branch = |(options, node): &(mediant_model::OptionSet, usize)| {
                    let options =
                        options.iter().filter_map(|option| Some(of.options.get(option)?.to_string()));
                    Branch { options: options.collect(), node: *node }
                };
                Refusal::Split { issue: of.id.to_string(), branches: branches.iter().map(branch).collect() }
            }
            Node::Forbidden(line) => {
                let region = forbidden.get(*line)?;
                let fact = problem.facts.iter().find(|fact| fact.forbids.contains(region))?;
                Refusal::RedLine { fact: fact.id.to_string() }
            }
            Node::Refused(party, index) => {
                let refusals = refusals.get(*party)?;
                let party_id = problem.parties.get(*party)?.id.to_string();
                refused(
                    problem,
                    party_id,
                    refusals.refused(*index)?,
                    &refusals.statements,
                    places.get(*party)?,
                )?
            }
        })
    };
    Some(Claim::Refused { said, proof: nodes.iter().map(node).collect::<Option<Vec<_>>>()? })
}

/// What a party said, and where in that each exchange stands. Of a question asked again the last answer counts.
fn answered(problem: &Problem, exchanges: &[Exchange]) -> (Vec<Said>, BTreeMap<usize, usize>) {
    let mut said = Vec::new();
    let mut places = BTreeMap::new();
    for (index, exchange) in exchanges.iter().enumerate() {
        let again = exchanges.iter().skip(index + 1).any(|later| later.question == exchange.question);
        if again {
            continue;
        }
        if let Some(one) = in_words(problem, exchange) {
            places.insert(index, said.len());
            said.push(one);
        }
    }
    (said, places)
}

fn in_words(problem: &Problem, exchange: &Exchange) -> Option<Said> {
    let choice = |package: &[u32]| problem.choice(package);
    Some(match (&exchange.question, &exchange.answer) {
        (Question::RankOptions { issue }, Answer::Order(groups)) => {
            let issue = problem.issues.get(*issue)?;
            let named = |option: &u32| Some(issue.options.get(*option as usize)?.to_string());
            let order =
                groups.iter().map(|group| group.iter().map(named).collect()).collect::<Option<_>>()?;
            Said::OrderOfOptions { issue: issue.id.to_string(), order }
        }
        (Question::RankIssues, Answer::Order(groups)) => {
            let named = |issue: &u32| Some(problem.issues.get(*issue as usize)?.id.to_string());
            let order =
                groups.iter().map(|group| group.iter().map(named).collect()).collect::<Option<_>>()?;
            Said::OrderOfIssues { order }
        }
        (Question::Accept { package }, Answer::Yes) => Said::Accepts { package: choice(package), yes: true },
        (Question::Accept { package }, Answer::No) => Said::Accepts { package: choice(package), yes: false },
        (Question::Compare { first, second }, answer) => {
            let better = match answer {
                Answer::Yes => Preferred::First,
                Answer::No => Preferred::Second,
                Answer::Equal => Preferred::Neither,
                Answer::CannotSay | Answer::Order(_) => return None,
            };
            Said::Compares { first: choice(first), second: choice(second), better }
        }
        _ => return None,
    })
}

fn refused(
    problem: &Problem,
    party: String,
    refused: &Refused,
    statements: &[Statement],
    places: &BTreeMap<usize, usize>,
) -> Option<Refusal> {
    let summand = |(index, times): &(usize, BigInt)| {
        let statement = statements.get(*index)?;
        let size = times.abs().to_string();
        // What is equal may be used the other way round.
        let turned = times.is_negative();
        Some(match statement.part {
            Part::Order { issue, better, worse } => {
                let issue = problem.issues.get(issue)?;
                let (better, worse) = if turned { (worse, better) } else { (better, worse) };
                let named = |option: u32| Some(issue.options.get(option as usize)?.to_string());
                Summand::Order {
                    issue: issue.id.to_string(),
                    better: named(better)?,
                    worse: named(worse)?,
                    times: size,
                }
            }
            Part::Step { larger, smaller } => {
                let (larger, smaller) = if turned { (smaller, larger) } else { (larger, smaller) };
                let named = |issue: usize| Some(problem.issues.get(issue)?.id.to_string());
                Summand::Step { larger: named(larger)?, smaller: named(smaller)?, times: size }
            }
            Part::Whole => {
                Summand::Answer { answer: *places.get(&statement.exchange)?, times: times.to_string() }
            }
        })
    };
    let sum = refused.sum.iter().map(summand).collect::<Option<Vec<_>>>()?;
    let (package, scale) = (problem.choice(&refused.package), refused.scale.to_string());
    Some(Refusal::Refused { party, package, scale, sum })
}
