//! Whether claims are true, by going through every package and asking what the statements mean of it.

#![allow(clippy::unwrap_used, reason = "a test may stop at what cannot happen")]

use mediant_check::meaning::{KnownStance, Passing, Settlement};
use mediant_check::*;
use mediant_formats::Negotiation;
use mediant_model::case::Reader;
use mediant_model::problem::Choice;
use mediant_model::{Date, Number, Problem};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// What each option of each issue is worth.
type Worths = BTreeMap<(String, String), i64>;

/// A negotiation, all its packages, and what is true of each.
pub struct Truth<'a> {
    negotiation: &'a Negotiation,
    meaning: Meaning<'a>,
    problem: Problem,
    parties: Vec<String>,
    packages: Vec<(Choice, Vec<Settlement>)>,
    known: Vec<Known>,
}

struct Known {
    worth: Vec<Option<Number>>,
    verdicts: Vec<KnownStance>,
    passes: Passing,
    possible: bool,
}

impl<'a> Truth<'a> {
    pub fn new(negotiation: &'a Negotiation, problem: &Problem) -> Self {
        Self::on(negotiation, problem, None)
    }

    fn on(negotiation: &'a Negotiation, problem: &Problem, on: Option<Date>) -> Self {
        let meaning = Meaning::new(&negotiation.case, &negotiation.briefs, on, &Reader::Mediator);
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
        Self { negotiation, parties, packages, known, problem: problem.clone(), meaning }
    }

    fn at(&self, choice: &Choice) -> Option<&Known> {
        let index = self.packages.iter().position(|(other, _)| other == choice)?;
        self.known.get(index)
    }

    fn inside(&self, basis: Basis) -> Vec<&Known> {
        let is_inside = |known: &&Known| match basis {
            Basis::All => known.possible,
            Basis::Unanimous => known.possible && known.verdicts.iter().all(|v| *v == KnownStance::Accepts),
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
                    && *unanimous == known.verdicts.iter().all(|verdict| *verdict == KnownStance::Accepts)
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
                if let [Change::NewOption { new_option, must_not_break }] = change.as_slice() {
                    let least =
                        smallest.is_empty() || self.keeps_nothing_needless(new_option, must_not_break);
                    return Some(self.is_stuck(&[])? && least);
                }
                let new = change.iter().any(|part| matches!(part, Change::NewOption { .. }));
                if new {
                    // No statement speaks of options that are not there.
                    return Some(self.is_stuck(&[])? && smallest.is_empty());
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
            // Nobody here ranks anything; see `ranked.rs` and `mixed.rs`.
            Claim::Ranked { .. } | Claim::CanBeEfficient { .. } | Claim::Picked { .. } => false,
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
            Claim::Share { assumes, said, package, share, .. } => {
                let all: BTreeSet<&String> = assumes.iter().collect();
                all.len() == self.parties.len() && self.has_share(said, package, share)?
            }
            Claim::AdjustedWinner { first_shares, points } => self.divides(first_shares, points)?,
            Claim::Outlook { rows, .. } => {
                let Negotiation { case, briefs, .. } = self.negotiation;
                let mut deals: Vec<usize> = Vec::new();
                for row in rows {
                    // Before anything dated: long ago.
                    let on = row.from.as_ref().map_or("1900-01-01", String::as_str).parse().ok()?;
                    let subject = Subject::new(case, briefs, Some(on)).ok()?;
                    let of_day = Truth::on(self.negotiation, subject.problem(), Some(on));
                    if !row.claims.iter().all(|claim| of_day.holds(&row.claims, claim)) {
                        return Some(false);
                    }
                    let passing = |known: &&Known| known.passes == Passing::Passes;
                    deals.push(of_day.known.iter().filter(passing).count());
                    if let (Some(motion), [.., before, now]) = (row.motion, deals.as_slice()) {
                        let became = match (before, now) {
                            (0, 1..) => Motion::Opens,
                            (1.., 0) => Motion::Closes,
                            (before, now) if before < now => Motion::Grows,
                            (before, now) if before > now => Motion::Shrinks,
                            _ => Motion::Stays,
                        };
                        if motion != became {
                            return Some(false);
                        }
                    }
                }
                true
            }
        })
    }

    /// Whether with any of these statements left out nothing passes with a new option that may break it.
    fn keeps_nothing_needless(&self, issue: &str, kept: &[String]) -> bool {
        let rests = self.packages.iter().map(|(choice, _)| {
            let mut rest = choice.clone();
            rest.remove(issue);
            rest
        });
        let rests: BTreeSet<Vec<(String, String)>> = rests.map(|rest| rest.into_iter().collect()).collect();
        (0..kept.len()).all(|spared| {
            let mut fewer = kept.to_vec();
            fewer.remove(spared);
            rests.iter().all(|rest| {
                let rest: Choice = rest.iter().cloned().collect();
                self.meaning.passes_with_new(issue, &fewer, &rest) == Ok(Passing::Fails)
            })
        })
    }

    /// Whether in all utilities of a small grid that bear the answers out the package has that share of the best product.
    fn has_share(&self, said: &Answered, package: &Choice, share: &str) -> Option<bool> {
        let (above, below) = share.split_once('/')?;
        let share = Number::ratio(above.parse::<i64>().ok()?, below.parse::<i64>().ok()?)?;
        // For each party and package the most it can gain beside this one; `None` without limit.
        let mut most: Vec<Vec<Option<Number>>> = Vec::new();
        for party in &self.parties {
            let fitting = self.grid(party, said.get(party)?);
            let gain = |(worth, from): &(BTreeMap<(String, String), i64>, i64), of: &Choice| {
                let each = of.iter().map(|(issue, option)| worth[&(issue.clone(), option.clone())]);
                each.sum::<i64>() - from
            };
            let ratios = self.packages.iter().map(|(other, _)| {
                let ratio = |one: &(_, _)| match (gain(one, other).max(0), gain(one, package)) {
                    (0, _) => Some(Number::zero()),
                    (_, ..=0) => None,
                    (other, own) => Number::ratio(other, own),
                };
                fitting.iter().map(ratio).try_fold(Number::zero(), |most, ratio| Some(most.max(ratio?)))
            });
            most.push(ratios.collect());
        }
        let excluded = |settled: &[Settlement]| self.meaning.is_excluded(&settled.iter().collect::<Vec<_>>());
        Some(self.packages.iter().enumerate().filter(|(_, (_, settled))| !excluded(settled)).all(
            |(index, _)| {
                let each: Vec<&Option<Number>> = most.iter().map(|of_party| &of_party[index]).collect();
                if each.iter().any(|ratio| ratio.as_ref().is_some_and(Number::is_zero)) {
                    return true;
                }
                let product =
                    each.iter().try_fold(Number::one(), |product, ratio| Some(&product * ratio.as_ref()?));
                product.is_some_and(|product| &product * &share <= Number::one())
            },
        ))
    }

    /// Worths of options and walk-aways of a small grid that bear out what the party said.
    fn grid(&self, party: &str, said: &[Said]) -> Vec<(Worths, i64)> {
        let options: Vec<(String, String)> = self
            .problem
            .issues
            .iter()
            .flat_map(|issue| issue.options.iter().map(|option| (issue.id.to_string(), option.to_string())))
            .collect();
        let mut all: Vec<BTreeMap<(String, String), i64>> = vec![BTreeMap::new()];
        for option in &options {
            let with = |worth: &BTreeMap<_, _>| {
                (0..4)
                    .map(|units| {
                        worth.clone().into_iter().chain([(option.clone(), units)]).collect::<BTreeMap<_, _>>()
                    })
                    .collect::<Vec<_>>()
            };
            all = all.iter().flat_map(with).collect();
        }
        let excluded = |package: &Choice| {
            let settled = self.meaning.settle(package).unwrap();
            let settled: Vec<&Settlement> = settled.iter().collect();
            let own = |name: &String| name.starts_with(&format!("{party}.")) || name.starts_with("linkage");
            self.meaning
                .names()
                .iter()
                .filter(|name| own(name))
                .any(|name| self.meaning.breaks(name, &settled) == Some(Some(true)))
        };
        let with_walk_away = all.iter().flat_map(|worth| (-1..8).map(move |from| (worth.clone(), from)));
        let fits = |(worth, from): &(BTreeMap<(String, String), i64>, i64)| {
            let of = |package: &Choice| {
                package.iter().map(|(issue, option)| worth[&(issue.clone(), option.clone())]).sum::<i64>()
            };
            let ordered = |groups: &[Vec<String>], of: &dyn Fn(&String) -> i64| {
                groups.iter().all(|group| group.iter().all(|one| of(one) == of(&group[0])))
                    && groups.windows(2).all(|pair| of(&pair[0][0]) > of(&pair[1][0]))
            };
            said.iter().all(|said| match said {
                Said::OrderOfOptions { issue, order } => {
                    ordered(order, &|option| worth[&(issue.clone(), option.clone())])
                }
                Said::OrderOfIssues { order } => ordered(order, &|issue| {
                    let own = worth.iter().filter(|((of, _), _)| of == issue).map(|(_, units)| *units);
                    own.clone().max().unwrap() - own.min().unwrap()
                }),
                Said::Accepts { package, yes: true } => of(package) >= *from,
                Said::Accepts { package, yes: false } => excluded(package) || of(package) < *from,
                Said::Compares { first, second, better } => match better {
                    Preferred::First => of(first) > of(second),
                    Preferred::Second => of(first) < of(second),
                    Preferred::Neither => of(first) == of(second),
                },
            })
        };
        with_walk_away.filter(fits).collect()
    }

    /// Whether these shares bring both the points, and no division that gives both the same brings more.
    fn divides(&self, shares: &BTreeMap<String, String>, points: &str) -> Option<bool> {
        let number = |text: &str| {
            let (above, below) = text.split_once('/')?;
            Number::ratio(above.parse::<i64>().ok()?, below.parse::<i64>().ok()?)
        };
        if self.parties.len() != 2 || self.meaning.has_exclusions() {
            return Some(false);
        }
        // What a package is worth says what its options are, if worths add up: each package beside the first.
        let base = self.packages.first()?;
        let worth = |choice: &Choice, party: usize| self.at(choice)?.worth[party].clone();
        let option = |issue: &str, option: &str, party: usize| {
            let mut with = base.0.clone();
            with.insert(issue.to_owned(), option.to_owned());
            Some(&worth(&with, party)? - &worth(&base.0, party)?)
        };
        for (choice, known) in self.packages.iter().map(|(choice, _)| choice).zip(&self.known) {
            for party in 0..2 {
                let each = choice.iter().map(|(issue, of)| option(issue, of, party));
                let sum = each.collect::<Option<Vec<Number>>>()?;
                let sum = sum.iter().fold(worth(&base.0, party)?, |sum, more| &sum + more);
                if known.worth[party].as_ref() != Some(&sum) {
                    return Some(false);
                }
            }
        }
        let mut stakes: Vec<([Number; 2], Number)> = Vec::new();
        for issue in &self.problem.issues {
            let rows: Vec<[Number; 2]> = issue
                .options
                .iter()
                .map(|of| {
                    Some([
                        option(issue.id.as_str(), of.as_str(), 0)?,
                        option(issue.id.as_str(), of.as_str(), 1)?,
                    ])
                })
                .collect::<Option<_>>()?;
            let first = rows.iter().max_by_key(|row| (row[0].clone(), row[1].clone()))?;
            let second = rows.iter().max_by_key(|row| (row[1].clone(), row[0].clone()))?;
            let stake = [&first[0] - &second[0], &second[1] - &first[1]];
            stakes.push((stake, number(shares.get(issue.id.as_str())?)?));
        }
        let totals =
            [0, 1].map(|party| stakes.iter().fold(Number::zero(), |sum, (stake, _)| &sum + &stake[party]));
        let part =
            |party: usize, stake: &Number| stake.checked_div(&totals[party]).unwrap_or_else(Number::zero);
        let got = |party: usize, shares: &[Number]| {
            let each = stakes.iter().zip(shares).map(|((stake, _), share)| {
                let own = if party == 0 { share.clone() } else { &Number::one() - share };
                &part(party, &stake[party]) * &own
            });
            each.fold(Number::zero(), |sum, more| &sum + &more)
        };
        let stated: Vec<Number> = stakes.iter().map(|(_, share)| share.clone()).collect();
        let within = stated.iter().all(|share| *share >= Number::zero() && *share <= Number::one());
        let split = stated.iter().filter(|share| !share.is_zero() && **share != Number::one()).count();
        if totals.iter().all(Number::is_zero) {
            return Some(
                number(points)? == Number::from(100) && stated.iter().all(|share| *share == Number::one()),
            );
        }
        let claimed = number(points)?.checked_div(&Number::from(100))?;
        // Every set of issues for the first party, and one of the others divided so that both have the same.
        let mut best = Number::zero();
        for bits in 0..1_u32 << stakes.len() {
            for one in 0..stakes.len() {
                let mut shares: Vec<Number> =
                    (0..stakes.len()).map(|issue| Number::from(i64::from(bits >> issue & 1))).collect();
                shares[one] = Number::zero();
                let gap = &got(1, &shares) - &got(0, &shares);
                let slope = &part(0, &stakes[one].0[0]) + &part(1, &stakes[one].0[1]);
                let share = gap.checked_div(&slope).unwrap_or_else(Number::zero);
                if share >= Number::zero() && share <= Number::one() {
                    shares[one] = share;
                    if got(0, &shares) == got(1, &shares) {
                        best = best.max(got(0, &shares));
                    }
                }
            }
        }
        let both = [0, 1].iter().all(|party| got(*party, &stated) == claimed);
        Some(within && split <= 1 && shares.len() == stakes.len() && both && claimed == best)
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
        let answer = |verdict: &KnownStance| match verdict {
            KnownStance::Accepts => Some(true),
            KnownStance::Refuses => Some(false),
            KnownStance::NotSaid => None,
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
