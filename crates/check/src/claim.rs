//! What it takes for each claim to be accepted.

use crate::better::{Better, priced};
use crate::certificate::{
    Basis, Case, Change, Claim, Efficiency, FairnessRule, Ideal, Point, Table, Witness,
};
use crate::meaning::{KnownStance, Passing, Settlement};
use crate::outlook::Files;
use crate::proof::{prove, read_prices};
use crate::watch::Watch;
use crate::{
    CertificateError, Checked, Meaning, adjusted_winner, answers, complete, ensure, hurdle, mixed, outlook,
    ranked, tally,
};
use mediant_model::Problem;
use mediant_model::efficiency::undominated;
use mediant_model::fairness::product_of_gains;
use mediant_model::problem::{Choice, Together};
use std::collections::{BTreeMap, BTreeSet};

/// What a claim is held against.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'a> {
    pub(crate) problem: &'a Problem,
    /// The statements as written; absent where only the compiled problem is at hand.
    pub(crate) meaning: Option<&'a Meaning<'a>>,
    /// The files themselves, to be read as of other days; absent like the statements, and after a change.
    pub(crate) files: Option<Files<'a>>,
    pub(crate) watch: Watch<'a>,
}

/// Checks every claim: first each by itself, then what claims presuppose of one another.
pub(crate) fn check_all(ground: &Ground<'_>, claims: &[Claim]) -> Result<(), CertificateError> {
    for (index, claim) in claims.iter().enumerate() {
        check(ground, claim).map_err(|fault| CertificateError::claim(index, fault))?;
    }
    for (index, claim) in claims.iter().enumerate() {
        presupposed(ground, claims, claim).map_err(|fault| CertificateError::claim(index, fault))?;
    }
    Ok(())
}

fn check(ground: &Ground<'_>, claim: &Claim) -> Checked<()> {
    ground.watch.look()?;
    match claim {
        Claim::Deal { point, unanimous } => {
            let (package, _) = ground.point(Basis::Rule, point)?;
            let passes = ground.problem.outcome(&package) == Some(true);
            ensure(passes, "that enough parties accept the package does not follow from what they said")?;
            let accepted = ground.problem.is_known_unanimous(&package);
            ensure(accepted == *unanimous, "whether every party accepts the package is stated wrongly")
        }
        Claim::NoDeal { change, cases } => {
            let changed = Changed::new(ground, change)?;
            ensure(changed.new.is_empty(), "a new option cannot be part of a claim that there is no deal")?;
            changed.prove_no_deal(ground, cases)
        }
        Claim::Frontier { basis, points, table, cases } => frontier(ground, *basis, points, table, cases),
        Claim::Solution { rule, basis, point, ties, ideals, cases } => {
            let better = solution(ground, *rule, *basis, point, ideals)?;
            prove_cases(ground, *basis, cases, &better)?;
            match ties {
                None => Ok(()),
                Some(stated) => {
                    let counted = tally::ties_with(ground, *basis, cases, &better)?;
                    ensure(counted.to_string() == *stated, "the number of packages that tie is another")
                }
            }
        }
        Claim::Conflict { facts, proof, cases, witnesses } => {
            let indices = ground.problem.facts_named(facts)?;
            ensure(all_differ(facts), "a conflict names a fact twice")?;
            if ground.problem.is_unanimous() {
                ensure(
                    cases.is_empty(),
                    "where every party must accept, a conflict has one proof, not cases",
                )?;
                // Of a walk-away range, what is certain to be refused lies below its lower end.
                let lower = ground.problem.at_least();
                let lower = Ground { problem: &lower, ..*ground };
                lower.ensure_excluded(&indices, false)?;
                prove(&lower, &indices, &Better::Any, proof)?;
            } else {
                ensure(proof.is_empty(), "where a party can be outvoted, a conflict is proven by cases")?;
                Changed::with_only(ground, &indices).prove_no_deal(ground, cases)?;
            }
            indices.iter().zip(facts).try_for_each(|(fact, name)| {
                let others: Vec<usize> = indices.iter().copied().filter(|other| other != fact).collect();
                witnessed(ground, &others, name, witnesses)
            })
        }
        Claim::Opening { change, package, smallest } => {
            let changed = Changed::new(ground, change)?;
            changed.ensure_passes(ground, package)?;
            if let ([Change::NewOption { new_option, must_not_break }], Some(meaning)) =
                (change.as_slice(), ground.meaning)
            {
                let read = meaning.passes_with_new(new_option, must_not_break, package)?;
                ensure(read != Passing::Fails, "by the statements nothing passes with such a new option")?;
            }
            let lesser = lesser(change);
            ensure(
                smallest.is_empty()
                    || smallest.len() == lesser.len() && (changed.new.is_empty() || change.len() == 1),
                "that a change is smallest is shown for each of its parts, and of a new option if it is the only one",
            )?;
            let parts = lesser.iter().zip(smallest);
            parts
                .filter(|(_, cases)| !cases.is_empty())
                .try_for_each(|(lesser, cases)| Changed::new(ground, lesser)?.prove_no_deal(ground, cases))
        }
        Claim::Hurdle { issue, facts, package } => hurdle::check(ground, issue, facts, package),
        // Of the other claims; see `presupposed`.
        Claim::Complete {} => Ok(()),
        Claim::Count { basis, count } => {
            let counted = tally::count(ground, *basis)?;
            ensure(counted.to_string() == *count, "the number of packages is another")
        }
        Claim::Package { point, accepts, passes, breaks, efficiency } => {
            judged(ground, point, accepts, *passes, breaks)?;
            efficiency.as_ref().map_or(Ok(()), |efficiency| efficient(ground, point, efficiency))
        }
        Claim::Ranked { efficient } => ranked::prove_efficient(ground, efficient),
        Claim::CanBeEfficient { count, packages } => mixed::prove_can_be(ground, count.as_deref(), packages),
        Claim::Picked { rule, package, ties } => mixed::prove_picked(ground, *rule, package, ties.as_deref()),
        Claim::Bound { basis, prices, value, cases } => {
            let better = Better::Priced(read_prices(ground.problem, prices)?, *value);
            prove_cases(ground, *basis, cases, &better)
        }
        Claim::Refused { assumes, said, proof } => {
            answers::prove_refused(ground.problem, assumes, said, proof)
        }
        Claim::Share { assumes, said, package, share, bounds } => {
            answers::prove_share(ground, (assumes, said), package, share, bounds)
        }
        Claim::AdjustedWinner { first_shares, points } => {
            adjusted_winner::check(ground, first_shares, points)
        }
        Claim::Outlook { rows, all } => outlook::check(ground, rows, *all),
    }
}

/// Checks what the claim takes for granted and others prove.
fn presupposed(ground: &Ground<'_>, claims: &[Claim], claim: &Claim) -> Checked<()> {
    match claim {
        Claim::Opening { change, smallest, .. } => {
            let stuck = |claim: &Claim| matches!(claim, Claim::NoDeal { change, .. } if change.is_empty());
            ensure(
                claims.iter().any(stuck),
                "that a change opens a deal presupposes that there is none; nothing here proves that",
            )?;
            let touched: BTreeSet<&str> = change.iter().filter_map(fact_of).collect();
            let parts = change.iter().flat_map(|part| std::iter::repeat_n(part, lesser_count(part)));
            let parts = parts.zip(smallest).filter(|(_, cases)| cases.is_empty());
            parts.into_iter().try_for_each(|(part, _)| {
                let alone = |claim: &Claim| match (claim, part) {
                    // Without this part everything in the conflict stands.
                    (Claim::Conflict { facts, .. }, Change::Fact { fact, by: None }) => {
                        facts.iter().all(|other| other == fact || !touched.contains(other.as_str()))
                            && facts.contains(fact)
                    }
                    _ => false,
                };
                ensure(claims.iter().any(alone), "nothing shows that a part of a change is needed")
            })
        }
        Claim::Hurdle { facts, .. } => {
            let all: BTreeSet<&String> = facts.iter().collect();
            let same = |claim: &Claim| matches!(claim, Claim::Conflict { facts, .. } if facts.iter().collect::<BTreeSet<_>>() == all);
            ensure(claims.iter().any(same), "nothing here proves the conflict that a hurdle is about")
        }
        Claim::Complete {} => complete::check(ground, claims),
        _ => Ok(()),
    }
}

/// The fact that a change is about.
pub(crate) fn fact_of(change: &Change) -> Option<&str> {
    match change {
        Change::Fact { fact, .. } => Some(fact),
        Change::NewOption { .. } => None,
    }
}

fn frontier(
    ground: &Ground<'_>,
    basis: Basis,
    points: &[Point],
    table: &Option<Table>,
    cases: &[Case],
) -> Checked<()> {
    let problem = ground.problem;
    ensure(problem.has_all_utilities(), "a frontier needs every party's utility")?;
    let named = points.iter().map(|point| {
        ground.watch.look()?;
        Ok(ground.point(basis, point)?.1)
    });
    let mut vectors = named.collect::<Checked<Vec<_>>>()?;
    if let Some(table) = table {
        vectors.extend(ground.table(basis, table)?);
    }
    let count = vectors.len();
    let efficient = ground
        .watch
        .through(vectors.iter().cloned(), |all| undominated(all, usize::MAX).map(|all| all.len()))?;
    ensure(efficient == Some(count), "a point of the frontier is at least as good as another")?;
    prove_cases(ground, basis, cases, &Better::Beyond(vectors.into_iter().collect()))
}

/// What would be better than the package by the rule.
pub(crate) fn solution(
    ground: &Ground<'_>,
    rule: FairnessRule,
    basis: Basis,
    point: &Point,
    ideals: &[Ideal],
) -> Checked<Better> {
    ensure(ground.problem.has_all_utilities(), "a solution needs every party's utility")?;
    let (_, claimed) = ground.point(basis, point)?;
    let from = ground.reservations()?;
    Ok(match rule {
        FairnessRule::Nash => Better::Product(from.clone(), product_of_gains(&from, &claimed)),
        FairnessRule::Leximin => Better::shares(from, together(ground.problem)?.steps, &claimed),
        FairnessRule::Utilitarian => {
            let weights: Vec<i128> = together(ground.problem)?.weights.into_iter().map(i128::from).collect();
            let sum = priced(&weights, &claimed);
            Better::Priced(weights, sum)
        }
        FairnessRule::KalaiSmorodinsky => {
            let gain = |(party, from)| Ok(ideal(ground, basis, ideals, party)? - from);
            let gains = from.iter().enumerate().map(gain).collect::<Checked<Vec<_>>>()?;
            Better::shares(from, gains, &claimed)
        }
    })
}

/// How units of different parties compare; only where that is exact.
fn together(problem: &Problem) -> Checked<Together> {
    let together = problem.together();
    ensure(together.exact, "the parties' scales lie too far apart to be compared")?;
    Ok(together)
}

/// The most the party can have in the basis.
fn ideal(ground: &Ground<'_>, basis: Basis, ideals: &[Ideal], party: usize) -> Checked<i64> {
    let named = |ideal: &&Ideal| ground.problem.party_index(&ideal.party.as_str().into()) == Some(party);
    let ideal = ideals.iter().find(named).ok_or("a party has no ideal")?;
    let (_, utilities) = ground.point(basis, &ideal.point)?;
    let alone = (0..utilities.len()).map(|other| i128::from(other == party)).collect();
    let most = utilities.get(party).copied().ok_or("a party has no ideal")?;
    prove_cases(ground, basis, &ideal.cases, &Better::Priced(alone, most.into()))?;
    Ok(most)
}

/// Checks that a package stands for the fact left out: with the others alone it would be a deal.
fn witnessed(ground: &Ground<'_>, others: &[usize], without: &str, witnesses: &[Witness]) -> Checked<()> {
    let witness = witnesses.iter().find(|witness| witness.without == *without);
    let witness = witness.ok_or("a fact of the conflict has no witness")?;
    Changed::with_only(ground, others).ensure_passes(ground, &witness.package).map_err(|fault| match fault {
        crate::ClaimError::Unproven(_) => {
            "a witness breaks a fact of the conflict that it should respect".into()
        }
        other => other,
    })
}

/// Checks what is said of one package.
fn judged(
    ground: &Ground<'_>,
    point: &Point,
    accepts: &BTreeMap<String, Option<bool>>,
    passes: Option<bool>,
    breaks: &[String],
) -> Checked<()> {
    let (package, read) = ground.read(&point.package)?;
    ensure(Point::new(ground.problem, &package) == *point, "the utilities of a package are stated wrongly")?;
    let judged = ground.meaning.zip(read);
    let (meaning, read) = judged.ok_or("a package is judged by the statements, which are not at hand")?;
    let settled: Vec<&Settlement> = read.settled.iter().collect();
    let answers = read.verdicts.iter().map(|(party, verdict)| {
        let answer = match verdict {
            KnownStance::Accepts => Some(true),
            KnownStance::Refuses => Some(false),
            KnownStance::NotSaid => None,
        };
        ((*party).to_owned(), answer)
    });
    ensure(answers.collect::<BTreeMap<_, _>>() == *accepts, "who accepts the package is stated wrongly")?;
    let passing = match meaning.passes_with(&settled, |party| read.verdict(party)) {
        Passing::Passes => Some(true),
        Passing::Fails => Some(false),
        Passing::NotKnown => None,
    };
    ensure(passing == passes, "whether the agreement rule passes the package is stated wrongly")?;
    // Of a walk-away value close to a worth that was rounded, only the compiled problem says how much is certain.
    let surely = |name: &String| {
        let fact = ground.problem.fact_named(name).ok().and_then(|fact| ground.problem.facts.get(fact));
        fact.is_some_and(|fact| ground.problem.surely_breaks(fact, &package))
    };
    let broken: BTreeSet<String> = meaning
        .names()
        .into_iter()
        .filter(|name| meaning.breaks(name, &settled) == Some(Some(true)) && surely(name))
        .collect();
    let same = breaks.iter().cloned().collect::<BTreeSet<_>>() == broken && breaks.len() == broken.len();
    ensure(same, "which statements the package breaks is stated wrongly")
}

fn efficient(ground: &Ground<'_>, point: &Point, efficiency: &Efficiency) -> Checked<()> {
    let problem = ground.problem;
    let better = || {
        ensure(problem.has_all_utilities(), "whether a package is efficient needs every party's utility")?;
        Ok::<Better, crate::ClaimError>(Better::Dominating(
            problem.utilities(&ground.package(&point.package)?),
        ))
    };
    match efficiency {
        Efficiency::Dominated { basis, by } => {
            let better = better()?;
            let (_, theirs) = ground.point(*basis, by)?;
            ensure(
                better.includes(&theirs),
                "the other package is not better for somebody and worse for nobody",
            )
        }
        Efficiency::Efficient { basis, cases } => prove_cases(ground, *basis, cases, &better()?),
        by_rankings => ranked::prove(ground, &point.package, by_rankings),
    }
}

/// Checks that no package of the basis is better, whoever accepts it.
pub(crate) fn prove_cases(ground: &Ground<'_>, basis: Basis, cases: &[Case], better: &Better) -> Checked<()> {
    let problem = ground.problem;
    let mut proven: Vec<BTreeSet<usize>> = Vec::new(); // whose facts each case uses
    for case in cases {
        let facts = problem.facts_named(&case.facts)?;
        // That there is no deal is to hold whatever those who have not said think.
        ground.ensure_excluded(&facts, !matches!(better, Better::Any))?;
        prove(ground, &facts, better, &case.proof)?;
        proven.push(facts.iter().filter_map(|fact| problem.facts.get(*fact)?.party).collect());
    }
    // A package of the basis respects the facts of nobody and of everybody in some coalition.
    let coalitions = match basis {
        Basis::All => vec![BTreeSet::new()],
        Basis::Unanimous => vec![(0..problem.parties.len()).collect()],
        Basis::Rule => {
            problem.smallest_coalitions().ok_or("too many parties to go through their coalitions")?
        }
    };
    let covers = coalitions.iter().all(|coalition| proven.iter().any(|parties| parties.is_subset(coalition)));
    ensure(covers, "the cases leave out packages that a winning coalition may accept")
}

fn all_differ(names: &[String]) -> bool {
    names.iter().collect::<BTreeSet<_>>().len() == names.len()
}

/// What a change is smallest beside: for each part the change without it, or with a unit less of it; of a new option, for
/// each statement that it must not break, an option that may break it.
fn lesser(change: &[Change]) -> Vec<Vec<Change>> {
    let each = change.iter().enumerate().flat_map(|(place, part)| match part {
        Change::Fact { .. } => vec![weaker(change, place)],
        Change::NewOption { new_option, must_not_break } => {
            let without = |spared: usize| {
                let kept = must_not_break.iter().enumerate().filter(|(index, _)| *index != spared);
                let must_not_break = kept.map(|(_, fact)| fact.clone()).collect();
                let mut lesser = change.to_vec();
                let weaker = Change::NewOption { new_option: new_option.clone(), must_not_break };
                lesser.get_mut(place).into_iter().for_each(|part| *part = weaker.clone());
                lesser
            };
            (0..must_not_break.len()).map(without).collect()
        }
    });
    each.collect()
}

/// How many changes [`lesser`] makes of a part.
fn lesser_count(part: &Change) -> usize {
    match part {
        Change::Fact { .. } => 1,
        Change::NewOption { must_not_break, .. } => must_not_break.len(),
    }
}

/// The change without the part at this place, or with a unit less of it.
fn weaker(change: &[Change], place: usize) -> Vec<Change> {
    let parts = change.iter().enumerate();
    let weaker = parts.filter_map(|(index, part)| match part {
        part if index != place => Some(part.clone()),
        // Down to nothing it is as if it were left out.
        Change::Fact { fact, by: Some(by) } if *by < -1 => {
            Some(Change::Fact { fact: fact.clone(), by: Some(by + 1) })
        }
        _ => None,
    });
    weaker.collect()
}

/// Problem and statements after a change.
struct Changed<'a> {
    problem: Problem,
    /// Absent where an option is new: no statement speaks of it.
    meaning: Option<Meaning<'a>>,
    /// The issues that got a new option.
    new: BTreeSet<usize>,
}

impl<'a> Changed<'a> {
    /// After facts fall, walk-away values are lowered, or options are added; nothing twice.
    fn new(ground: &Ground<'a>, changes: &[Change]) -> Checked<Self> {
        let (mut problem, mut meaning) = (ground.problem.clone(), ground.meaning.cloned());
        let (mut new, mut seen) = (BTreeSet::new(), BTreeSet::new());
        for change in changes {
            let changed = match change {
                Change::Fact { fact, by } => {
                    ensure(seen.insert(fact.as_str()), "a change is stated twice")?;
                    let index = problem.fact_named(fact)?;
                    match by {
                        None => {
                            let known = meaning.as_mut().is_none_or(|meaning| meaning.drop(fact));
                            Some(problem.without_fact(index)).filter(|_| known)
                        }
                        Some(by) => {
                            ensure(
                                *by < 0,
                                "a walk-away value is moved the wrong way: only lower can open a deal",
                            )?;
                            let owner = problem.facts.get(index).and_then(|fact| fact.party);
                            let less = owner.zip(by.checked_neg());
                            let less = less.and_then(|(party, units)| ground.problem.exact(party, units));
                            let less = less.ok_or("a walk-away value is moved beyond all bounds")?;
                            let known = meaning.as_mut().is_none_or(|meaning| meaning.lower(fact, &less));
                            problem.with_moved_reservation(index, *by).filter(|_| known)
                        }
                    }
                }
                Change::NewOption { new_option, must_not_break } => {
                    ensure(all_differ(must_not_break), "a new option is to keep a fact twice")?;
                    meaning = None;
                    let (issue, kept) =
                        (problem.issue_named(new_option)?, problem.facts_named(must_not_break)?);
                    problem.with_new_option(issue, |fact| kept.contains(&fact)).filter(|_| new.insert(issue))
                }
            };
            problem =
                changed.ok_or("a change moves what cannot be moved, or adds two options to an issue")?;
        }
        Ok(Self { problem, meaning, new })
    }

    /// With these facts alone standing.
    fn with_only(ground: &Ground<'a>, standing: &[usize]) -> Self {
        let (mut problem, mut meaning) = (ground.problem.clone(), ground.meaning.cloned());
        for (index, fact) in ground.problem.facts.iter().enumerate() {
            if standing.contains(&index) {
                continue;
            }
            // A walk-away value that falls keeps its place, and binds nobody.
            problem = problem.without_fact(index);
            if let Some(meaning) = meaning.as_mut() {
                meaning.drop(fact.id.as_str());
            }
        }
        Self { problem, meaning, new: BTreeSet::new() }
    }

    /// Checks that the agreement rule passes nothing now, whatever those think who have not said: of a walk-away range
    /// the lower end counts. Where an option is new, nothing that takes it: the others are not to be judged so.
    fn prove_no_deal(&self, before: &Ground<'_>, cases: &[Case]) -> Checked<()> {
        let lower = self
            .new
            .iter()
            .fold(self.problem.at_least(), |problem, issue| problem.taking_the_new_option(*issue));
        let ground =
            Ground { problem: &lower, meaning: self.meaning.as_ref(), files: None, watch: before.watch };
        prove_cases(&ground, Basis::Rule, cases, &Better::Any)
    }

    /// Checks that the package is a deal now, as far as is known: no statement stands in its way.
    fn ensure_passes(&self, before: &Ground<'_>, package: &Choice) -> Checked<()> {
        let refused = "the agreement rule does not pass the package after the change";
        let ground = Ground {
            problem: &self.problem,
            meaning: self.meaning.as_ref(),
            files: None,
            watch: before.watch,
        };
        if !self.new.is_empty() {
            return ensure(self.problem.passes_rule(&self.problem.chosen(package, &self.new)?), refused);
        }
        let chosen = ground.package(package)?;
        ensure(self.problem.passes_rule(&chosen), refused)?;
        let Some(meaning) = ground.meaning else { return Ok(()) };
        let settled = meaning.settle(package)?;
        ensure(meaning.passes(&settled.iter().collect::<Vec<_>>()) != Passing::Fails, refused)
    }
}
