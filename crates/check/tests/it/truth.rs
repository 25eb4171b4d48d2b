//! Whether claims are true, by going through every package and asking what the statements mean of it.

#![allow(clippy::unwrap_used, reason = "a test may stop at what cannot happen")]

use mediant_check::meaning::{Passing, Settlement, Verdict};
use mediant_check::*;
use mediant_formats::Negotiation;
use mediant_model::case::Reader;
use mediant_model::problem::Choice;
use mediant_model::{Number, Problem};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// A negotiation, all its packages, and what is true of each.
pub struct Truth<'a> {
    meaning: Meaning<'a>,
    problem: Problem,
    parties: Vec<String>,
    packages: Vec<(Choice, Vec<Settlement>)>,
    known: Vec<Known>,
}

struct Known {
    worth: Vec<Option<Number>>,
    verdicts: Vec<Verdict>,
    passes: Passing,
    possible: bool,
}

impl<'a> Truth<'a> {
    pub fn of(negotiation: &'a Negotiation, problem: &Problem) -> Self {
        let meaning = Meaning::of(&negotiation.case, &negotiation.briefs, None, &Reader::Mediator);
        let parties: Vec<String> = meaning.parties().map(ToString::to_string).collect();
        let mut choices = vec![Choice::new()];
        for issue in &problem.issues {
            let with = |choice: &Choice| {
                let each = issue.options.iter().map(|option| {
                    let mut longer = choice.clone();
                    longer.insert(issue.id.to_string(), option.to_string());
                    longer
                });
                each.collect::<Vec<_>>()
            };
            choices = choices.iter().flat_map(with).collect();
        }
        let settle = |choice: Choice| {
            let settled = meaning.settle(&choice).unwrap();
            (choice, settled)
        };
        let packages: Vec<_> = choices.into_iter().map(settle).collect();
        let known = packages.iter().map(|(_, settled)| {
            let settled: Vec<&Settlement> = settled.iter().collect();
            Known {
                worth: parties.iter().map(|party| meaning.worth(party, &settled)).collect(),
                verdicts: parties.iter().map(|party| meaning.verdict(party, &settled)).collect(),
                passes: meaning.passes(&settled),
                possible: meaning.is_possible(&settled),
            }
        });
        let known = known.collect();
        Self { parties, packages, known, problem: problem.clone(), meaning }
    }

    fn at(&self, choice: &Choice) -> Option<&Known> {
        let index = self.packages.iter().position(|(other, _)| other == choice)?;
        self.known.get(index)
    }

    fn inside(&self, basis: Basis) -> Vec<&Known> {
        let is_inside = |known: &&Known| match basis {
            Basis::All => known.possible,
            Basis::Unanimous => known.possible && known.verdicts.iter().all(|v| *v == Verdict::Accepts),
            Basis::Rule => known.passes == Passing::Passes,
        };
        self.known.iter().filter(is_inside).collect()
    }

    fn vector(&self, known: &Known) -> Option<Vec<Number>> {
        known.worth.iter().cloned().collect()
    }

    fn exact(&self, party: &str, units: i64) -> Number {
        self.problem.exact(self.problem.party_index(&party.into()).unwrap(), units).unwrap()
    }

    /// Whether the point is a package, worth what it says.
    fn stated<'s>(&'s self, point: &Point) -> Option<&'s Known> {
        let known = self.at(&point.package)?;
        let stated: Vec<Option<Number>> =
            self.parties.iter().map(|party| Some(self.exact(party, *point.utilities.get(party)?))).collect();
        let named = point.utilities.keys().all(|party| self.parties.contains(party));
        (named && stated == known.worth).then_some(known)
    }

    /// Whether no package can pass once the change is made; `None` for a change that means nothing.
    fn is_stuck(&self, change: &[Change]) -> Option<bool> {
        let changed = self.changed(change)?;
        let fails = |(_, settled): &(Choice, Vec<Settlement>)| {
            changed.passes(&settled.iter().collect::<Vec<_>>()) == Passing::Fails
        };
        Some(self.packages.iter().all(fails))
    }

    fn changed(&self, change: &[Change]) -> Option<Meaning<'a>> {
        let mut changed = self.meaning.clone();
        let mut seen = BTreeSet::new();
        for part in change {
            let Change::Fact { fact, by } = part else { return None };
            let owner = fact.strip_suffix(".reservation").filter(|id| self.parties.iter().any(|p| p == id));
            let by =
                by.map(|by| owner.filter(|_| by < 0).map(|owner| self.exact(owner, by.saturating_neg())));
            let made = seen.insert(fact.clone())
                && match by {
                    None => changed.drop(fact),
                    Some(None) => false,
                    Some(Some(by)) => changed.lower(fact, &by),
                };
            made.then_some(())?;
        }
        Some(changed)
    }

    /// Whether no package passes with these facts alone standing.
    fn is_stuck_with(&self, standing: &BTreeSet<&String>) -> bool {
        let alone = self.with_only(standing);
        self.packages
            .iter()
            .all(|(_, settled)| alone.passes(&settled.iter().collect::<Vec<_>>()) == Passing::Fails)
    }

    fn with_only(&self, standing: &BTreeSet<&String>) -> Meaning<'a> {
        let mut alone = self.meaning.clone();
        for name in self.meaning.names() {
            if !standing.contains(&name) {
                alone.drop(&name);
            }
        }
        alone
    }

    pub fn holds(&self, claims: &[Claim], claim: &Claim) -> bool {
        self.is_true(claims, claim).unwrap_or(false)
    }

    fn is_true(&self, claims: &[Claim], claim: &Claim) -> Option<bool> {
        Some(match claim {
            Claim::Deal { point, unanimous } => {
                let known = self.stated(point)?;
                known.passes == Passing::Passes
                    && *unanimous == known.verdicts.iter().all(|verdict| *verdict == Verdict::Accepts)
            }
            Claim::NoDeal { change, .. } => self.is_stuck(change)?,
            Claim::Frontier { basis, points, table, .. } => self.frontier(*basis, points, table)?,
            Claim::Solution { rule, basis, point, ties, .. } => {
                self.solution(*rule, *basis, point, ties.as_deref())?
            }
            Claim::Conflict { facts, .. } => {
                let all: BTreeSet<&String> = facts.iter().collect();
                let needed = |fact: &String| {
                    let others: BTreeSet<&String> =
                        all.iter().copied().filter(|other| *other != fact).collect();
                    !self.is_stuck_with(&others)
                };
                all.len() == facts.len()
                    && all.iter().all(|fact| self.meaning.names().contains(fact))
                    && self.is_stuck_with(&all)
                    && facts.iter().all(needed)
            }
            Claim::Opening { change, package, smallest } => {
                let new = change.iter().any(|part| matches!(part, Change::NewOption { .. }));
                if new {
                    // No statement speaks of an option that is not there.
                    return self.is_stuck(&[]);
                }
                let changed = self.changed(change)?;
                let settled = changed.settle(package).ok()?;
                let opens = changed.passes(&settled.iter().collect::<Vec<_>>()) != Passing::Fails;
                let stuck = |place: usize| self.is_stuck(&weaker(change, place)).unwrap_or(false);
                let least = smallest.is_empty() || (0..change.len()).all(stuck);
                opens && self.is_stuck(&[])? && least
            }
            Claim::Hurdle { issue, facts, package } => self.turns_on(issue, facts, package)?,
            Claim::Complete {} => self.complete(claims),
            Claim::Count { basis, count } => self.inside(*basis).len().to_string() == *count,
            // Nobody here ranks anything; see `ranked.rs`.
            Claim::Ranked { .. } => false,
            Claim::Bound { basis, prices, value, .. } => {
                let most = Number::ratio(*value, 1)?;
                let weighed = |known: &Known| {
                    let each = self.parties.iter().zip(&known.worth).map(|(party, worth)| {
                        let price = Number::ratio(prices.get(party).copied().unwrap_or(0), 1).unwrap();
                        let units =
                            worth.as_ref().map(|worth| worth.checked_div(&self.exact(party, 1)).unwrap());
                        &price * &units.unwrap_or_else(Number::zero)
                    });
                    each.fold(Number::zero(), |sum, worth| &sum + &worth)
                };
                self.inside(*basis).into_iter().all(|known| weighed(known) <= most)
            }
            Claim::Package { point, accepts, passes, breaks, efficiency } => {
                self.package(point, accepts, *passes, breaks, efficiency.as_ref())?
            }
            Claim::Refused { .. } => self.known.iter().all(|known| known.passes != Passing::Passes),
        })
    }

    /// Whether an option on the issue, one nobody knows, can leave all the facts respected, which conflict.
    fn turns_on(&self, issue: &str, facts: &[String], rest: &Choice) -> Option<bool> {
        let place = self.problem.issues.iter().position(|known| known.id.as_str() == issue)?;
        let options = &self.problem.issues[place].options;
        let mut with = rest.clone();
        let mut ways: Vec<Vec<Settlement>> = Vec::new();
        for option in options.iter().filter(|option| !option.is_left_open()) {
            with.insert(issue.to_owned(), option.to_string());
            ways.push(self.meaning.settle(&with).ok()?);
        }
        let known = ways.len();
        let mut unknown = ways.first()?.clone();
        unknown[place] = Settlement::Option("none that anybody knows".into());
        ways.push(unknown);
        let spared = |fact: &String| {
            let party = fact.strip_suffix(".reservation").filter(|id| self.parties.iter().any(|p| p == id));
            let Some(party) = party else {
                return ways.iter().any(|way| {
                    self.meaning.breaks(fact, &way.iter().collect::<Vec<_>>()) == Some(Some(false))
                });
            };
            // More than any option on the table brings with this rest, by all bonuses at the most.
            let worths = ways
                .iter()
                .take(known)
                .filter_map(|way| self.meaning.worth(party, &way.iter().collect::<Vec<_>>()));
            let utility = self.problem.parties[self.problem.party_index(&party.into()).unwrap()]
                .utility
                .as_ref()
                .unwrap();
            let swing: i64 = utility.interactions.iter().map(|one| one.points.abs()).sum();
            let most = &worths.max().unwrap() + &self.exact(party, swing);
            self.meaning.reservation(party).is_some_and(|from| most >= from)
        };
        let all: BTreeSet<&String> = facts.iter().collect();
        Some(self.is_stuck_with(&all) && facts.iter().all(spared))
    }

    fn frontier(&self, basis: Basis, points: &[Point], table: &Option<Table>) -> Option<bool> {
        let inside: Vec<Vec<Number>> =
            self.inside(basis).into_iter().map(|known| self.vector(known)).collect::<Option<_>>()?;
        let rows = table.iter().flat_map(|table| {
            table.rows.iter().map(|(places, units)| {
                let package = table.issues.iter().zip(places).map(|((issue, options), place)| {
                    Some((issue.clone(), options.get(*place as usize)?.clone()))
                });
                let utilities = table.parties.iter().cloned().zip(units.iter().copied()).collect();
                Some(Point { package: package.collect::<Option<_>>()?, utilities })
            })
        });
        let points: Vec<Point> = points.iter().cloned().map(Some).chain(rows).collect::<Option<_>>()?;
        let vectors: Vec<Vec<Number>> =
            points.iter().map(|point| self.vector(self.stated(point)?)).collect::<Option<_>>()?;
        let at_least = |a: &Vec<Number>, b: &Vec<Number>| a.iter().zip(b).all(|(a, b)| a >= b);
        let alone = vectors.iter().enumerate().all(|(index, vector)| {
            vectors.iter().enumerate().all(|(other, than)| other == index || !at_least(than, vector))
        });
        let within = vectors.iter().all(|vector| inside.contains(vector));
        let whole = inside.iter().all(|vector| vectors.iter().any(|point| at_least(point, vector)));
        Some(alone && within && whole)
    }

    fn solution(&self, rule: FairnessRule, basis: Basis, point: &Point, ties: Option<&str>) -> Option<bool> {
        let from: Vec<Number> =
            self.parties.iter().map(|party| self.meaning.reservation(party)).collect::<Option<_>>()?;
        let gains = |vector: Vec<Number>| -> Vec<Number> {
            vector.iter().zip(&from).map(|(worth, from)| worth - from).collect()
        };
        let inside: Vec<Vec<Number>> = self
            .inside(basis)
            .into_iter()
            .map(|known| self.vector(known).map(gains))
            .collect::<Option<_>>()?;
        let own = gains(self.vector(self.stated(point)?)?);
        let ideals: Vec<Number> = (0..from.len())
            .map(|party| inside.iter().map(|gains| gains[party].clone()).max())
            .collect::<Option<_>>()?;
        let product = |gains: &Vec<Number>| {
            gains.iter().fold(Number::one(), |product, gain| {
                if gain.is_negative() { Number::zero() } else { &product * gain }
            })
        };
        let sum = |gains: &Vec<Number>| gains.iter().fold(Number::zero(), |sum, gain| &sum + gain);
        let sorted = |mut all: Vec<Number>| {
            all.sort();
            all
        };
        let shares = |gains: &Vec<Number>| {
            let each = gains.iter().zip(&ideals).filter(|(_, ideal)| **ideal > Number::zero());
            sorted(each.filter_map(|(gain, ideal)| gain.checked_div(ideal)).collect())
        };
        let order = |a: &Vec<Number>, b: &Vec<Number>| -> Ordering {
            match rule {
                FairnessRule::Nash => product(a).cmp(&product(b)),
                FairnessRule::Utilitarian => sum(a).cmp(&sum(b)),
                FairnessRule::Leximin => sorted(a.clone()).cmp(&sorted(b.clone())),
                FairnessRule::KalaiSmorodinsky => shares(a).cmp(&shares(b)),
            }
        };
        let best = inside.contains(&own) && inside.iter().all(|other| order(other, &own).is_le());
        let tied = inside.iter().filter(|other| order(other, &own).is_eq()).count();
        Some(best && ties.is_none_or(|ties| tied.to_string() == ties))
    }

    /// The smallest sets of facts that leave no deal, and the smallest whose fall leaves one, by all subsets.
    fn complete(&self, claims: &[Claim]) -> bool {
        let names = self.meaning.names();
        assert!(names.len() <= 12, "too many statements for all their subsets");
        let set = |bits: usize| {
            let chosen = names.iter().enumerate().filter(move |(index, _)| bits >> index & 1 == 1);
            chosen.map(|(_, name)| name).collect::<BTreeSet<&String>>()
        };
        let all = (1usize << names.len()) - 1;
        let stuck: Vec<bool> = (0..=all).map(|bits| self.is_stuck_with(&set(bits))).collect();
        let one_less = |bits: usize| {
            (0..names.len()).map(move |index| bits & !(1 << index)).filter(move |less| *less != bits)
        };
        let conflicts: BTreeSet<_> = (0..=all)
            .filter(|bits| stuck[*bits] && one_less(*bits).all(|less| !stuck[less]))
            .map(set)
            .collect();
        let opens = |bits: usize| !stuck[all & !bits];
        let openings: BTreeSet<_> = (0..=all)
            .filter(|bits| opens(*bits) && one_less(*bits).all(|less| !opens(less)))
            .map(set)
            .collect();
        let mut listed = (BTreeSet::new(), BTreeSet::new());
        for claim in claims {
            match claim {
                Claim::Conflict { facts, .. } => {
                    listed.0.insert(facts.iter().collect::<BTreeSet<_>>());
                }
                Claim::Opening { change, .. } => {
                    let facts = change.iter().map(|part| match part {
                        Change::Fact { fact, .. } => Some(fact),
                        Change::NewOption { .. } => None,
                    });
                    listed.1.extend(facts.collect::<Option<BTreeSet<_>>>());
                }
                _ => {}
            }
        }
        conflicts.iter().all(|conflict| listed.0.contains(conflict))
            && openings.iter().all(|opening| listed.1.contains(opening))
    }

    fn package(
        &self,
        point: &Point,
        accepts: &BTreeMap<String, Option<bool>>,
        passes: Option<bool>,
        breaks: &[String],
        efficiency: Option<&Efficiency>,
    ) -> Option<bool> {
        let known = self.stated(point)?;
        let answer = |verdict: &Verdict| match verdict {
            Verdict::Accepts => Some(true),
            Verdict::Refuses => Some(false),
            Verdict::NotSaid => None,
        };
        let answers: BTreeMap<String, Option<bool>> =
            self.parties.iter().cloned().zip(known.verdicts.iter().map(answer)).collect();
        let passing = match known.passes {
            Passing::Passes => Some(true),
            Passing::Fails => Some(false),
            Passing::NotKnown => None,
        };
        let settled = self.meaning.settle(&point.package).ok()?;
        let settled: Vec<&Settlement> = settled.iter().collect();
        let broken: BTreeSet<String> = self
            .meaning
            .names()
            .into_iter()
            .filter(|name| self.meaning.breaks(name, &settled) == Some(Some(true)))
            .collect();
        let mut right =
            answers == *accepts && passing == passes && broken == breaks.iter().cloned().collect();
        let own = self.vector(known);
        let dominates = |other: &Vec<Number>, own: &Vec<Number>| {
            other != own && other.iter().zip(own).all(|(other, own)| other >= own)
        };
        match efficiency {
            None => {}
            Some(Efficiency::Dominated { basis, by }) => {
                let better = self.stated(by)?;
                let theirs = self.vector(better)?;
                let inside =
                    self.inside(*basis).into_iter().any(|known| self.vector(known).as_ref() == Some(&theirs));
                right &= inside && dominates(&theirs, &own?);
            }
            Some(Efficiency::Efficient { basis, .. }) => {
                let own = own?;
                let better = |known: &Known| self.vector(known).is_some_and(|other| dominates(&other, &own));
                right &= !self.inside(*basis).into_iter().any(better);
            }
            Some(_) => return Some(false),
        }
        Some(right)
    }
}

fn weaker(change: &[Change], place: usize) -> Vec<Change> {
    let parts = change.iter().enumerate().filter_map(|(index, part)| match part {
        Change::Fact { fact, by: Some(by) } if index == place && *by < -1 => {
            Some(Change::Fact { fact: fact.clone(), by: Some(by + 1) })
        }
        part => (index != place).then(|| part.clone()),
    });
    parts.collect()
}
