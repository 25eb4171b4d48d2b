//! "No package is acceptable to everybody", from answers of the parties and nothing else.
//!
//! An answer is an inequality over what options are worth to the party and its walk-away; whoever wants issues one by
//! one and answered truly satisfies all of them. A leaf adds some of them up, with positive whole multipliers, to
//! `scale x (walk-away - worth of a package) > 0`: the party refuses that package, and with it every package that its
//! own orders put no higher on any issue.

use crate::{Answered, Checked, Preferred, Refusal, Said, Summand, ensure};
use mediant_model::problem::Choice;
use mediant_model::{OptionSet, Problem};
use num_bigint::BigInt;
use std::collections::{BTreeMap, BTreeSet};

/// Checks that the tree refuses every package.
pub(crate) fn prove_refused(problem: &Problem, said: &Answered, proof: &[Refusal]) -> Checked<()> {
    let parties = said.iter().map(|(name, said)| Ok((name.as_str(), Party::of(problem, name, said)?)));
    let parties = parties.collect::<Checked<BTreeMap<&str, Party>>>()?;
    let whole = problem.issues.iter().map(|issue| OptionSet::full(issue.options.len())).collect();
    let mut boxes: BTreeMap<usize, Vec<OptionSet>> = BTreeMap::from([(0, whole)]);
    for (index, node) in proof.iter().enumerate() {
        let space = boxes.remove(&index).ok_or("a node is no branch of an earlier one")?;
        match node {
            Refusal::Split { issue, branches } => {
                let issue = problem.issue_named(issue)?;
                let mut left = space.get(issue).ok_or("an issue is missing")?.clone();
                for branch in branches {
                    let options = problem.options_named(issue, &branch.options)?;
                    left = left.intersection(&options.complement());
                    let mut part = space.clone();
                    if let Some(side) = part.get_mut(issue) {
                        *side = side.intersection(&options);
                    }
                    let fresh = branch.node > index && boxes.insert(branch.node, part).is_none();
                    ensure(fresh, "a branch leads back, or two lead to one node")?;
                }
                ensure(left.is_empty(), "the branches leave options out")?;
            }
            Refusal::RedLine { fact } => {
                let fact = problem.facts.get(problem.fact_named(fact)?).ok_or("there is no such fact")?;
                ensure(
                    is_needed(problem, fact.party),
                    "the agreement rule may pass a package without that party",
                )?;
                let inside = fact.forbids.iter().any(|region| {
                    let within = |(issue, side): (usize, &OptionSet)| {
                        space.get(issue).is_some_and(|all| all.is_subset(side))
                    };
                    region.sides().all(within)
                });
                ensure(inside, "a red line does not exclude the whole box")?;
            }
            Refusal::Refused { party, package, scale, sum } => {
                ensure(
                    is_needed(problem, problem.party_index(&party.as_str().into())),
                    "the agreement rule may pass a package without that party",
                )?;
                let party = parties.get(party.as_str()).ok_or("a party answered nothing")?;
                party.refuses(package, scale, sum)?;
                for (issue, options) in problem.issues.iter().zip(&space) {
                    let best = package.get(issue.id.as_str()).ok_or("a package leaves out an issue")?;
                    for option in options.iter().filter_map(|option| issue.options.get(option)) {
                        party.is_no_better(issue.id.as_str(), option.as_str(), best)?;
                    }
                }
            }
        }
    }
    ensure(boxes.is_empty(), "a branch leads nowhere")
}

/// Whether no deal passes without the party; `None` stands for everybody.
fn is_needed(problem: &Problem, party: Option<usize>) -> bool {
    let vetoes = |party: usize| problem.parties.get(party).is_some_and(|party| party.veto);
    problem.is_unanimous() || party.is_none_or(vetoes)
}

/// What one party said, ready to be added up.
struct Party<'a> {
    said: &'a [Said],
    /// The place of each option in the party's own order of its issue, 0 the best.
    places: BTreeMap<(&'a str, &'a str), usize>,
    /// The best and the worst option of each issue.
    ends: BTreeMap<&'a str, (&'a str, &'a str)>,
}

/// Coefficients of options, and of the walk-away under `None`.
type Sum<'a> = BTreeMap<Option<(&'a str, &'a str)>, BigInt>;

impl<'a> Party<'a> {
    fn of(problem: &Problem, name: &str, said: &'a [Said]) -> Checked<Self> {
        ensure(problem.party_index(&name.into()).is_some(), "somebody who answered is no party")?;
        let mut party = Self { said, places: BTreeMap::new(), ends: BTreeMap::new() };
        for one in said {
            match one {
                Said::OrderOfOptions { issue, order } => {
                    let index = problem.issue_named(issue)?;
                    let named: BTreeSet<&str> = order.iter().flatten().map(String::as_str).collect();
                    let options: BTreeSet<&str> = problem
                        .issues
                        .get(index)
                        .into_iter()
                        .flat_map(|issue| &issue.options)
                        .map(|option| option.as_str())
                        .collect();
                    let once = order.iter().map(Vec::len).sum::<usize>() == options.len();
                    ensure(named == options && once, "an order does not name every option once")?;
                    let new = !party.ends.contains_key(issue.as_str());
                    ensure(new, "an issue is ordered twice")?;
                    for (place, group) in order.iter().enumerate() {
                        party
                            .places
                            .extend(group.iter().map(|option| ((issue.as_str(), option.as_str()), place)));
                    }
                    let first = order.first().and_then(|group| group.first());
                    let last = order.last().and_then(|group| group.last());
                    let (best, worst) = first.zip(last).ok_or("an order is empty")?;
                    party.ends.insert(issue, (best, worst));
                }
                Said::Accepts { package, .. } => whole(problem, package)?,
                Said::Compares { first, second, .. } => {
                    whole(problem, first)?;
                    whole(problem, second)?;
                }
                Said::OrderOfIssues { .. } => {}
            }
        }
        Ok(party)
    }

    /// Whether the party's own order puts the option no higher than the other.
    fn is_no_better(&self, issue: &str, option: &str, than: &str) -> Checked<()> {
        let place = |option| self.places.get(&(issue, option));
        let ordered = place(option).zip(place(than)).is_some_and(|(option, than)| option >= than);
        ensure(option == than || ordered, "a box holds an option that the party may like better")
    }

    /// Checks that the summands add up to `scale` times what the package lacks.
    fn refuses(&self, package: &Choice, scale: &str, summands: &[Summand]) -> Checked<()> {
        let scale = positive(scale)?;
        let mut left: Sum = BTreeMap::new();
        package.iter().for_each(|(issue, option)| add(&mut left, Some((issue, option)), &scale));
        add(&mut left, None, &-scale);
        for summand in summands {
            self.add_up(&mut left, summand)?;
        }
        let nothing = left.values().all(|value| *value == BigInt::ZERO);
        ensure(nothing, "the answers do not add up to a refusal")
    }

    fn add_up(&'a self, sum: &mut Sum<'a>, summand: &'a Summand) -> Checked<()> {
        match summand {
            Summand::Order { issue, better, worse, times } => {
                self.is_no_better(issue, worse, better)?;
                let times = positive(times)?;
                add(sum, Some((issue, better)), &times);
                add(sum, Some((issue, worse)), &-times);
            }
            Summand::Step { larger, smaller, times } => {
                let place = |issue: &str| {
                    self.said.iter().find_map(|said| match said {
                        Said::OrderOfIssues { order } => {
                            order.iter().position(|group| group.iter().any(|named| named == issue))
                        }
                        _ => None,
                    })
                };
                let ordered =
                    place(larger).zip(place(smaller)).is_some_and(|(larger, smaller)| larger <= smaller);
                ensure(ordered, "the order of issues does not say that")?;
                let times = positive(times)?;
                for (issue, times) in [(larger, times.clone()), (smaller, -times)] {
                    let (best, worst) = self.ends.get(issue.as_str()).ok_or("an issue was not ordered")?;
                    add(sum, Some((issue, best)), &times);
                    add(sum, Some((issue, worst)), &-times);
                }
            }
            Summand::Answer { answer, times } => {
                let mut package = |package: &'a Choice, times: &BigInt| {
                    package.iter().for_each(|(issue, option)| add(sum, Some((issue, option)), times));
                };
                match self.said.get(*answer).ok_or("there is no such answer")? {
                    Said::Accepts { package: asked, yes } => {
                        let times = if *yes { positive(times)? } else { -positive(times)? };
                        package(asked, &times);
                        add(sum, None, &-times);
                    }
                    Said::Compares { first, second, better } => {
                        let times = match better {
                            Preferred::First => positive(times)?,
                            Preferred::Second => -positive(times)?,
                            Preferred::Neither => number(times)?,
                        };
                        package(first, &times);
                        package(second, &-times);
                    }
                    _ => return Err("a form is added up by its parts".into()),
                }
            }
        }
        Ok(())
    }
}

fn add<'a>(sum: &mut Sum<'a>, to: Option<(&'a str, &'a str)>, times: &BigInt) {
    *sum.entry(to).or_default() += times;
}

fn whole(problem: &Problem, package: &Choice) -> Checked<()> {
    Ok(problem.chosen(package, &BTreeSet::new()).map(|_| ())?)
}

fn number(text: &str) -> Checked<BigInt> {
    text.parse().map_err(|_| "a multiplier is no whole number".into())
}

fn positive(text: &str) -> Checked<BigInt> {
    let number = number(text)?;
    ensure(number > BigInt::ZERO, "a multiplier is not positive")?;
    Ok(number)
}
