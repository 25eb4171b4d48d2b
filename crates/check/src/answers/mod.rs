//! "The agreement rule passes no package", from answers of the parties and red lines, and nothing else.
//!
//! A leaf says who accepts nothing of a box: by a red line; by saying no to the one package in it; or by inference. For
//! an inference an answer is an inequality over what options are worth to the party and its walk-away; whoever values
//! issues one by one and answered truly satisfies all of them. Some of them add up, with positive whole multipliers, to
//! `scale x (walk-away - worth of a package) > 0`: the party refuses that package, and with it every package that its
//! own orders put no higher on any issue. The claim names the parties of which that is assumed; of nobody else is
//! anything inferred. Where a brief is at hand, answers that contradict it are refused, and so is the assumption about
//! a party that counts combinations or a cap.

mod brief;
mod share;

pub(crate) use share::prove_share;

use crate::{Answered, Checked, Preferred, Refusal, Said, Summand, ensure, values_one_by_one};
use mediant_model::problem::{Choice, FactKind};
use mediant_model::{OptionSet, Package, Problem};
use num_bigint::BigInt;
use std::collections::{BTreeMap, BTreeSet};

/// The most digits of a multiplier: reading one costs their square.
const DIGITS_MAX: usize = 4_096;

/// Checks that the tree leaves no package that the rule may pass.
pub(crate) fn prove_refused(
    problem: &Problem,
    assumes: &[String],
    said: &Answered,
    proof: &[Refusal],
) -> Checked<()> {
    let assumed = assumed(problem, assumes)?;
    is_borne_out(problem, said)?;
    let mut parties: BTreeMap<usize, Party> = BTreeMap::new();
    for (name, said) in said {
        let index = party_named(problem, name)?;
        parties.insert(index, Party::new(problem, index, said)?);
    }
    let table = Table { problem, assumed, parties };
    let mut boxes: BTreeMap<usize, Vec<OptionSet>> = BTreeMap::from([(0, problem.all_options())]);
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
            Refusal::Together { each } => {
                let refusing = each.iter().map(|leaf| table.refuses(leaf, &space));
                table.outvote(&refusing.collect::<Checked<Vec<_>>>()?)?;
            }
            leaf => table.outvote(&[table.refuses(leaf, &space)?])?,
        }
    }
    ensure(boxes.is_empty(), "a branch leads nowhere")
}

/// Checks that no answer contradicts the files: what a brief at hand says of the party that gave it, and its red lines.
///
/// # Errors
/// The first contradiction, in a sentence.
pub fn is_borne_out(problem: &Problem, said: &Answered) -> Result<(), String> {
    let each = |(name, said): (&String, &Vec<Said>)| {
        brief::is_borne_out(problem, party_named(problem, name)?, said).map_err(String::from)
    };
    said.iter().try_for_each(each)
}

/// What the claim says, never without what it rests on.
pub(crate) fn in_words(assumes: &[String], said: &Answered) -> String {
    match assumes {
        [] if said.is_empty() => "no deal".into(),
        [] => "no deal, if the parties gave the answers in it".into(),
        [one] => {
            format!("no deal, if {one} values the issues one by one and the answers in it were given truly")
        }
        [all @ .., last] => format!(
            "no deal, if {} and {last} value the issues one by one and the answers in it were given truly",
            all.join(", ")
        ),
    }
}

/// The parties of which it is assumed that they value issues one by one, which no brief at hand may deny.
fn assumed(problem: &Problem, assumes: &[String]) -> Checked<BTreeSet<usize>> {
    let mut assumed = BTreeSet::new();
    for name in assumes {
        let index = party_named(problem, name)?;
        ensure(assumed.insert(index), "a party is assumed twice to value issues one by one")?;
        let utility = problem.parties.get(index).and_then(|party| party.utility.as_ref());
        ensure(
            utility.is_none_or(values_one_by_one),
            "a party is assumed to value issues one by one, but its brief counts combinations or a cap",
        )?;
    }
    Ok(assumed)
}

fn party_named(problem: &Problem, name: &str) -> Checked<usize> {
    problem.party_index(&name.into()).ok_or_else(|| "somebody who is named is no party".into())
}

/// Everything that leaves of the tree may rest on.
struct Table<'a> {
    problem: &'a Problem,
    assumed: BTreeSet<usize>,
    parties: BTreeMap<usize, Party<'a>>,
}

impl Table<'_> {
    /// Who accepts nothing of the box, by this leaf; `None` where nobody may have it.
    fn refuses(&self, leaf: &Refusal, space: &[OptionSet]) -> Checked<Option<usize>> {
        match leaf {
            Refusal::RedLine { fact } => {
                let fact =
                    self.problem.facts.get(self.problem.fact_named(fact)?).ok_or("there is no such fact")?;
                let inside = fact.forbids.iter().any(|region| {
                    let within = |(issue, side): (usize, &OptionSet)| {
                        space.get(issue).is_some_and(|all| all.is_subset(side))
                    };
                    region.sides().all(within)
                });
                ensure(inside, "a red line does not exclude the whole box")?;
                Ok(fact.party)
            }
            Refusal::Said { party, answer } => {
                let index = party_named(self.problem, party)?;
                let said = self.parties.get(&index).ok_or("a party answered nothing")?.said.get(*answer);
                let Some(Said::Accepts { package, yes: false }) = said else {
                    return Err("an answer is no refusal of a package".into());
                };
                let package = self.problem.chosen(package, &BTreeSet::new())?;
                let alone = |(options, option): (&OptionSet, &u32)| {
                    options.iter().all(|other| other == *option as usize)
                };
                let is_all = space.iter().zip(&package).all(alone);
                ensure(is_all, "a box holds more than the package that was refused")?;
                Ok(Some(index))
            }
            Refusal::Refused { party, package, scale, sum } => {
                let index = party_named(self.problem, party)?;
                ensure(
                    self.assumed.contains(&index),
                    "something is inferred from answers without naming what that assumes",
                )?;
                let party = self.parties.get(&index).ok_or("a party answered nothing")?;
                let best = self.problem.chosen(package, &BTreeSet::new())?;
                party.refuses(package, scale, sum)?;
                for ((issue, options), best) in self.problem.issues.iter().zip(space).zip(&best) {
                    let best = issue.options.get(*best as usize).ok_or("an option is missing")?;
                    // The option itself is no better, whether the party ordered it or not.
                    let others = options.iter().filter_map(|option| issue.options.get(option));
                    for option in others.filter(|option| *option != best) {
                        party.may_not_prefer(issue.id.as_str(), option.as_str(), best.as_str())?;
                    }
                }
                Ok(Some(index))
            }
            Refusal::Split { .. } | Refusal::Together { .. } => {
                Err("parties that refuse together each do so by a red line, a word or a sum".into())
            }
        }
    }

    /// Checks that the agreement rule cannot pass what these do not accept; `None` stands for everybody.
    fn outvote(&self, refusing: &[Option<usize>]) -> Checked<()> {
        let passes = self.problem.wins(|party| !refusing.contains(&Some(party)));
        ensure(
            refusing.contains(&None) || !passes,
            "the agreement rule may pass a package without those who refuse it",
        )
    }
}

/// What one party said, ready to be added up.
struct Party<'a> {
    said: &'a [Said],
    /// The place of each option in the party's own order of its issue, 0 the best.
    places: BTreeMap<(&'a str, &'a str), usize>,
    /// The best and the worst option of each issue all of whose options the party ordered.
    ends: BTreeMap<&'a str, (&'a str, &'a str)>,
    /// The place of each issue in the party's one order of issues, 0 the largest step.
    steps: BTreeMap<&'a str, usize>,
    /// Answers about packages that a red line excludes: a no to one says nothing of what it is worth.
    excluded: BTreeSet<usize>,
}

/// Coefficients of options, and of the walk-away under `None`.
type Sum<'a> = BTreeMap<Option<(&'a str, &'a str)>, BigInt>;

impl<'a> Party<'a> {
    /// Reads the answers, each of which must be whole, and none of which may be taken back by another.
    fn new(problem: &Problem, index: usize, said: &'a [Said]) -> Checked<Self> {
        let mut party = Self {
            said,
            places: BTreeMap::new(),
            ends: BTreeMap::new(),
            steps: BTreeMap::new(),
            excluded: BTreeSet::new(),
        };
        let mut accepted: BTreeMap<Package, bool> = BTreeMap::new();
        let mut ranked: BTreeSet<&str> = BTreeSet::new();
        for (place, one) in said.iter().enumerate() {
            match one {
                Said::OrderOfOptions { issue, order } => {
                    let of = problem.issues.get(problem.issue_named(issue)?).ok_or("an issue is missing")?;
                    let places = ordered(order, of.options.iter().map(|option| option.as_str()))?;
                    // Of an order that leaves options out nobody knows the best and the worst.
                    let is_whole = places.len() == of.options.len();
                    let ends = order
                        .first()
                        .and_then(|group| group.first())
                        .zip(order.last().and_then(|group| group.last()));
                    let (best, worst) = ends.ok_or("an order is empty")?;
                    ensure(ranked.insert(issue.as_str()), "an issue is ordered twice")?;
                    if is_whole {
                        party.ends.insert(issue, (best, worst));
                    }
                    let places = places.into_iter().map(|(option, place)| ((issue.as_str(), option), place));
                    party.places.extend(places);
                }
                Said::OrderOfIssues { order } => {
                    // Places in two orders cannot be compared.
                    ensure(party.steps.is_empty(), "the issues are ordered twice")?;
                    party.steps = ordered(order, problem.issues.iter().map(|issue| issue.id.as_str()))?;
                    let all = party.steps.len() == problem.issues.len();
                    ensure(all, "an order of issues does not name all of them")?;
                }
                Said::Accepts { package, yes } => {
                    let package = problem.chosen(package, &BTreeSet::new())?;
                    let excludes = |fact: &&mediant_model::problem::Fact| {
                        fact.kind != FactKind::Reservation
                            && fact.party.is_none_or(|of| of == index)
                            && problem.breaks(fact, &package)
                    };
                    if problem.facts.iter().any(|fact| excludes(&fact)) {
                        party.excluded.insert(place);
                    }
                    let before = accepted.insert(package, *yes);
                    ensure(before.is_none(), "a package is answered twice")?;
                }
                Said::Compares { first, second, .. } => {
                    problem.chosen(first, &BTreeSet::new())?;
                    problem.chosen(second, &BTreeSet::new())?;
                }
            }
        }
        Ok(party)
    }

    /// Checks that the party's own order puts the option no higher than the other.
    fn may_not_prefer(&self, issue: &str, option: &str, than: &str) -> Checked<()> {
        let place = |option| self.places.get(&(issue, option));
        let ordered = place(option).zip(place(than)).is_some_and(|(option, than)| option >= than);
        ensure(ordered, "the party's order does not say that an option is no better than another")
    }

    /// Checks that the summands add up to `scale` times what the package lacks.
    fn refuses(&self, package: &Choice, scale: &str, summands: &[Summand]) -> Checked<()> {
        let mut left: Sum = BTreeMap::new();
        gain(&mut left, package, &positive(scale)?);
        self.come_to_nothing(left, summands, "the answers do not add up to a refusal")
    }

    /// Checks that the summands make nothing of what is there.
    fn come_to_nothing<'s>(
        &'s self,
        mut left: Sum<'s>,
        summands: &'s [Summand],
        otherwise: &str,
    ) -> Checked<()> {
        for summand in summands {
            self.add_up(&mut left, summand)?;
        }
        ensure(left.values().all(|value| *value == BigInt::ZERO), otherwise)
    }

    fn add_up(&'a self, sum: &mut Sum<'a>, summand: &'a Summand) -> Checked<()> {
        match summand {
            Summand::Order { issue, better, worse, times } => {
                self.may_not_prefer(issue, worse, better)?;
                let times = positive(times)?;
                add(sum, Some((issue, better)), &times);
                add(sum, Some((issue, worse)), &-times);
            }
            Summand::Step { larger, smaller, times } => {
                let place = |issue: &str| self.steps.get(issue);
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
                        ensure(
                            *yes || !self.excluded.contains(answer),
                            "a refusal that a red line explains is added up",
                        )?;
                        let times = if *yes { positive(times)? } else { -positive(times)? };
                        package(asked, &times);
                        add(sum, None, &-times);
                    }
                    Said::Compares { first, second, better } => {
                        let times = match better {
                            Preferred::First => positive(times)?,
                            Preferred::Second => -positive(times)?,
                            // What is equal may be used either way round.
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

/// The place of each name in an order, which names each at most once, in groups that are not empty.
fn ordered<'a, 'b>(
    order: &'a [Vec<String>],
    all: impl Iterator<Item = &'b str>,
) -> Checked<BTreeMap<&'a str, usize>> {
    let mut places = BTreeMap::new();
    for (place, group) in order.iter().enumerate() {
        ensure(!group.is_empty(), "an order has an empty group")?;
        for name in group {
            let once = places.insert(name.as_str(), place).is_none();
            ensure(once, "an order names something twice")?;
        }
    }
    let all: BTreeSet<&str> = all.collect();
    let named = !places.is_empty() && places.keys().all(|name| all.contains(name));
    ensure(named, "an order names something that there is not, or nothing")?;
    Ok(places)
}

fn add<'a>(sum: &mut Sum<'a>, to: Option<(&'a str, &'a str)>, times: &BigInt) {
    *sum.entry(to).or_default() += times;
}

/// So many times what the package gains over the walk-away.
fn gain<'a>(sum: &mut Sum<'a>, package: &'a Choice, times: &BigInt) {
    package.iter().for_each(|(issue, option)| add(sum, Some((issue, option)), times));
    add(sum, None, &-times);
}

fn number(text: &str) -> Checked<BigInt> {
    ensure(text.len() <= DIGITS_MAX, "a multiplier has too many digits")?;
    text.parse().map_err(|_| "a multiplier is no whole number".into())
}

fn positive(text: &str) -> Checked<BigInt> {
    let number = number(text)?;
    ensure(number > BigInt::ZERO, "a multiplier is not positive")?;
    Ok(number)
}
