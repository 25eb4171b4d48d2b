//! What follows from answers, in the words of the checker: that no package is left, and how near one is to the best.

use crate::combination::Multipliers;
use crate::room::{Node, Reason, Refusals, Refused};
use crate::share::{Proven, Shown};
use crate::statement::{Part, Statement};
use crate::{Answer, Exchange, Interview, Mediation, Question};
use mediant_check::{Answered, Branch, Claim, GainBound, Preferred, Refusal, Said, Summand};
use mediant_model::Package;
use mediant_model::problem::{Problem, Region};
use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::Ratio;
use num_traits::Signed;
use std::collections::{BTreeMap, BTreeSet};

/// The claim that the tree proves, with the answers that it rests on and the parties that it assumes something of.
pub(crate) fn no_deal(
    problem: &Problem,
    mediation: &Mediation,
    refusals: &[Refusals],
    nodes: &[Node],
) -> Option<Claim> {
    let reasons = || {
        nodes.iter().flat_map(|node| match node {
            Node::Leaf(reasons) => reasons.as_slice(),
            Node::Split(..) => &[],
        })
    };
    let inferred = |reason: &Reason| matches!(reason, Reason::Inferred(..)).then(|| reason.party());
    let assumed: BTreeSet<usize> = reasons().filter_map(inferred).collect();
    let worded = |reason: &Reason| matches!(reason, Reason::Said(..)).then(|| reason.party());
    let worded: BTreeSet<usize> = reasons().filter_map(worded).collect();
    let mut told: Vec<Told> = Vec::new();
    for (party, interview) in mediation.interviews().iter().enumerate() {
        told.push(if assumed.contains(&party) {
            Told::new(problem, interview.exchanges(), |_| true)
        } else {
            // Of a party of which nothing is inferred no more is shown than it takes.
            let named = |package: &Package| {
                reasons()
                    .any(|reason| matches!(reason, Reason::Said(of, said) if *of == party && said == package))
            };
            let shown = |question: &Question| {
                worded.contains(&party) && matches!(question, Question::Accept { package } if named(package))
            };
            Told::new(problem, interview.exchanges(), shown)
        });
    }
    let leaf = |reason: &Reason| {
        let id = problem.parties.get(reason.party())?.id.to_string();
        let told = told.get(reason.party())?;
        match reason {
            Reason::RedLine(party, region) => {
                Some(Refusal::RedLine { fact: stated(problem, *party, region)? })
            }
            Reason::Said(_, package) => {
                Some(Refusal::Said { party: id, answer: told.refusal(problem, package)? })
            }
            Reason::Inferred(party, index) => {
                let refusals = refusals.get(*party)?;
                refused(problem, id, refusals.refused(*index)?, &refusals.statements, &told.places)
            }
        }
    };
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
            Node::Leaf(reasons) => {
                let mut each = reasons.iter().map(leaf).collect::<Option<Vec<Refusal>>>()?;
                match (each.pop(), each.is_empty()) {
                    (Some(only), true) => only,
                    (Some(last), false) => {
                        each.push(last);
                        Refusal::Together { each }
                    }
                    (None, _) => return None,
                }
            }
        })
    };
    let proof = nodes.iter().map(node).collect::<Option<Vec<_>>>()?;
    let of_party = problem.parties.iter().zip(told).filter(|(_, told)| !told.said.is_empty());
    let said: Answered = of_party.map(|(party, told)| (party.id.to_string(), told.said)).collect();
    let id = |party: &usize| Some(problem.parties.get(*party)?.id.to_string());
    Some(Claim::Refused { assumes: assumed.iter().map(id).collect::<Option<_>>()?, said, proof })
}

/// The claim of the share of the best product of gains that the package has, with all that was answered.
pub(crate) fn share(
    problem: &Problem,
    mediation: &Mediation,
    package: &Package,
    proven: &Proven,
) -> Option<Claim> {
    let assumes: Vec<String> = problem.parties.iter().map(|party| party.id.to_string()).collect();
    let (mut said, mut bounds) = (Answered::new(), BTreeMap::new());
    for ((party, interview), shown) in assumes.iter().zip(mediation.interviews()).zip(&proven.parties) {
        let told = Told::new(problem, interview.exchanges(), |_| true);
        let bound = |bound: &(Package, Multipliers)| gain_bound(problem, shown, bound, &told.places);
        bounds.insert(party.clone(), shown.bounds.iter().map(bound).collect::<Option<Vec<_>>>()?);
        said.insert(party.clone(), told.said);
    }
    let share = format!("{}/{}", proven.share.numer(), proven.share.denom());
    Some(Claim::Share { assumes, said, package: problem.choice(package), share, bounds })
}

/// A bound in whole numbers: all multipliers times their common denominator.
fn gain_bound(
    problem: &Problem,
    shown: &Shown,
    (package, multipliers): &(Package, Multipliers),
    places: &BTreeMap<usize, usize>,
) -> Option<GainBound> {
    let own = shown.statements.len().checked_sub(1)?;
    let scale = multipliers.iter().fold(BigInt::from(1), |scale, (_, by)| scale.lcm(by.denom()));
    let whole = |by: &Ratio<BigInt>| (by * &scale).to_integer();
    let times = multipliers.iter().find(|(index, _)| *index == own).map(|(_, by)| whole(by));
    let stated = multipliers.iter().filter(|(index, _)| *index != own);
    let sum = stated.map(|(index, by)| summand(problem, shown.statements.get(*index)?, &whole(by), places));
    Some(GainBound {
        package: problem.choice(package),
        scale: scale.to_string(),
        times: times.unwrap_or_default().to_string(),
        sum: sum.collect::<Option<_>>()?,
    })
}

/// Everything that the parties answered, by party: what a brief at hand may contradict.
pub(crate) fn all_answers(problem: &Problem, interviews: &[Interview]) -> Answered {
    let each = problem.parties.iter().zip(interviews);
    each.map(|(party, interview)| {
        (party.id.to_string(), Told::new(problem, interview.exchanges(), |_| true).said)
    })
    .collect()
}

/// The fact that says that the party never accepts the region: its own, or one that binds everybody.
fn stated(problem: &Problem, party: usize, region: &Region) -> Option<String> {
    let says = |of: Option<usize>| {
        problem.facts.iter().find(|fact| fact.party == of && fact.forbids.contains(region))
    };
    says(None).or_else(|| says(Some(party))).map(|fact| fact.id.to_string())
}

/// What a party said, and where in that each exchange stands.
struct Told {
    said: Vec<Said>,
    places: BTreeMap<usize, usize>,
}

impl Told {
    /// The answers to these questions. Of a question asked again the last answer counts.
    fn new(problem: &Problem, exchanges: &[Exchange], shown: impl Fn(&Question) -> bool) -> Self {
        let mut told = Self { said: Vec::new(), places: BTreeMap::new() };
        for (index, exchange) in exchanges.iter().enumerate() {
            let again = exchanges.iter().skip(index + 1).any(|later| later.question == exchange.question);
            if again || !shown(&exchange.question) {
                continue;
            }
            if let Some(one) = in_words(problem, exchange) {
                told.places.insert(index, told.said.len());
                told.said.push(one);
            }
        }
        told
    }

    /// The place of the answer that refuses the package.
    fn refusal(&self, problem: &Problem, package: &Package) -> Option<usize> {
        let wanted = problem.choice(package);
        self.said
            .iter()
            .position(|said| matches!(said, Said::Accepts { package, yes: false } if *package == wanted))
    }
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
    let each = refused.sum.iter();
    let sum = each.map(|(index, times)| summand(problem, statements.get(*index)?, times, places));
    let sum = sum.collect::<Option<Vec<_>>>()?;
    let (package, scale) = (problem.choice(&refused.package), refused.scale.to_string());
    Some(Refusal::Refused { party, package, scale, sum })
}

/// A statement so many times, in the words of the checker.
fn summand(
    problem: &Problem,
    statement: &Statement,
    times: &BigInt,
    places: &BTreeMap<usize, usize>,
) -> Option<Summand> {
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
}
