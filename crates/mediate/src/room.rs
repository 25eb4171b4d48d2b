//! Whether any package is left that enough parties may accept, and the proof where none is.
//!
//! A party refuses a package in so many words, or by inference from all that it answered, which assumes that it values
//! issues one by one and answered truly. The two are kept apart: where words alone rule everything out, the proof
//! assumes nothing.
//!
//! Why a refused package refuses many. If all utilities that bear the answers out put a package below the
//! walk-away, they do so with every package that the party's own orders put no higher. So a box of packages
//! is closed by refusing the one that the party likes best in it. Splitting one party's better half of an
//! issue from its worse half makes boxes whose best package is as bad as can be.
//!
//! Why a proof and not a guess. A witness, a utility that bears out all answers and accepts the package,
//! shows that it is not refused. Where there is none, Farkas' lemma gives multipliers of the statements that
//! add up to "below the walk-away". The solver that looks for them works in floats; what counts is solved for
//! in fractions (`combination`), and the checker adds it up again.

use crate::belief::Gain;
use crate::certificate::no_deal;
use crate::combination::{Form, Multipliers, combined, witness};
use crate::statement::{Orders, Relation, Statement};
use crate::verdicts::Verdicts;
use crate::{Agenda, Footing, Interview, Mediation, Parties, Rule};
use mediant_check::Claim;
use mediant_model::problem::{Problem, Region};
use mediant_model::{OptionSet, Package};
use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::Ratio;
use num_traits::One;
use std::fmt;

/// A package that a party's answers refuse by inference, with whole multipliers of its statements that prove it: they add up to
/// `scale` times what the package falls short of the walk-away.
#[derive(Clone)]
pub(crate) struct Refused {
    pub package: Package,
    pub scale: BigInt,
    pub sum: Vec<(usize, BigInt)>,
}

/// What one party's answers refuse by inference; grows as it is asked.
#[derive(Clone)]
pub(crate) struct Refusals {
    agenda: Agenda,
    /// Whether anything is inferred from them.
    infers: bool,
    pub statements: Vec<Statement>,
    /// By issue and option the place in the party's order; `None` where it ordered nothing, or left the option out.
    places: Vec<Option<Vec<Option<usize>>>>,
    refused: Vec<Refused>,
    /// Utilities that bear out all answers: what one of them accepts is not refused.
    witnesses: Vec<(Vec<f64>, f64)>,
}

impl Refusals {
    /// Of a party that stated this; `witnesses` may be worths and walk-aways that bear everything out, others are dropped.
    fn new(
        agenda: &Agenda,
        infers: bool,
        orders: &Orders,
        statements: Vec<Statement>,
        witnesses: impl Iterator<Item = (Vec<f64>, f64)>,
    ) -> Self {
        let place = |(issue, order): (usize, &Option<Vec<Vec<u32>>>)| {
            let mut places = vec![None; agenda.size(issue)];
            for (place, group) in order.as_ref()?.iter().enumerate() {
                for option in group {
                    *places.get_mut(*option as usize)? = Some(place);
                }
            }
            Some(places)
        };
        let places = orders.options.iter().enumerate().map(place).collect();
        let witnesses =
            witnesses.filter(|witness| statements.iter().all(|said| bears_out(witness, said))).collect();
        Self { agenda: agenda.clone(), infers, statements, places, refused: Vec::new(), witnesses }
    }

    /// Takes in what was stated since, which comes after what was stated before.
    fn learn(&mut self, statements: Vec<Statement>, witnesses: impl Iterator<Item = (Vec<f64>, f64)>) {
        self.statements = statements;
        self.witnesses.extend(witnesses);
        self.witnesses.retain(|witness| self.statements.iter().all(|said| bears_out(witness, said)));
    }

    fn place(&self, issue: usize, option: u32) -> Option<usize> {
        self.places.get(issue)?.as_ref()?.get(option as usize).copied().flatten()
    }

    /// Whether the party's own orders put the package nowhere above the other.
    fn is_no_better(&self, package: &[u32], than: &[u32]) -> bool {
        package.iter().zip(than).enumerate().all(|(issue, (option, other))| {
            option == other
                || self
                    .place(issue, *option)
                    .zip(self.place(issue, *other))
                    .is_some_and(|(one, other)| one >= other)
        })
    }

    /// Whether the answers refuse the package; the index of a refused package that is no worse for the party.
    fn refuses(&mut self, package: &[u32]) -> Option<usize> {
        if !self.infers {
            return None;
        }
        if let Some(known) =
            self.refused.iter().position(|refused| self.is_no_better(package, &refused.package))
        {
            return Some(known);
        }
        let gain = |(worth, walk_away): &(Vec<f64>, f64)| {
            let worth = |(issue, option): (usize, &u32)| {
                worth.get(self.agenda.column(issue, *option)).copied().unwrap_or(0.0)
            };
            package.iter().enumerate().map(worth).sum::<f64>() - walk_away
        };
        // A known witness saves a linear program.
        if self.witnesses.iter().any(|witness| gain(witness) > 1e-9) {
            return None;
        }
        // Without a refusal nothing is below the walk-away for certain.
        if !self.statements.iter().any(|statement| statement.walk_away > 0) {
            return None;
        }
        if let Some(found) = witness(&self.agenda, &self.statements, package) {
            self.witnesses.push(found);
            return None;
        }
        let lack = Form::gain(&self.agenda, package, -1);
        // Neither a witness nor exact multipliers: the floats were not sure. Then it is not refused, since
        // only a proof refuses.
        let multipliers = combined(&self.agenda, &self.statements, |_| 1.0, &lack)?;
        let (scale, sum) = whole(multipliers);
        self.refused.push(Refused { package: package.to_vec(), scale, sum });
        Some(self.refused.len() - 1)
    }

    /// A refused package by its index.
    pub fn refused(&self, index: usize) -> Option<&Refused> {
        self.refused.get(index)
    }

    /// The package that the party likes best in the box; `None` where it did not order an issue that is open there.
    fn best_of(&self, space: &[OptionSet]) -> Option<Package> {
        let best = |(issue, options): (usize, &OptionSet)| {
            let mut options = options.iter().map(|option| option as u32);
            let first = options.next()?;
            options.try_fold(first, |best, option| {
                Some(if self.place(issue, option)? < self.place(issue, best)? { option } else { best })
            })
        };
        space.iter().enumerate().map(best).collect()
    }
}

fn bears_out((worth, walk_away): &(Vec<f64>, f64), said: &Statement) -> bool {
    let worth: f64 =
        said.terms.iter().map(|(column, by)| worth.get(*column).copied().unwrap_or(0.0) * *by as f64).sum();
    let sum = worth + said.walk_away as f64 * walk_away;
    match said.relation {
        Relation::Above | Relation::AtLeast => sum > 1e-9,
        Relation::Equal => sum.abs() < 1e-9,
    }
}

/// Fractions as whole numbers over one scale.
fn whole(multipliers: Multipliers) -> (BigInt, Vec<(usize, BigInt)>) {
    let scale = multipliers.iter().fold(BigInt::one(), |scale, (_, value)| scale.lcm(value.denom()));
    let by = Ratio::from_integer(scale.clone());
    let sum = multipliers.into_iter().map(|(index, value)| (index, (value * &by).to_integer())).collect();
    (scale, sum)
}

/// Whether a package is left that enough parties may accept.
#[derive(Clone)]
pub enum Room {
    /// This package may get the acceptances it needs; of those looked at, it brings the one who gains least the most.
    Open(Package),
    /// Every package is ruled out: the claim that says so, and what it assumes, for the checker.
    Closed(Box<Claim>),
    /// Neither: the search was cut off, or about what is left somebody could not say.
    Unsettled,
}

impl fmt::Debug for Room {
    /// The proof holds answers, which are confidential.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Open(_) => "Open",
            Self::Closed(_) => "Closed",
            Self::Unsettled => "Unsettled",
        })
    }
}

/// Where so many packages or fewer are on the table, all of them are kept in view.
const LISTED_MAX: u64 = 20_000;
/// The most boxes that a search looks at.
const BOXES_MAX: usize = 200_000;

/// A search for a package that may yet pass, which goes on from one answer to the next.
#[derive(Clone)]
pub struct RoomSearch {
    footings: Vec<Footing>,
    parties: Vec<Refusals>,
    /// Packages that are not known to be ruled out, where all can be listed.
    open: Option<Vec<Package>>,
}

impl fmt::Debug for RoomSearch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RoomSearch({} parties)", self.parties.len())
    }
}

impl RoomSearch {
    /// A search at this point of a mediation.
    pub fn new(mediation: &Mediation) -> Self {
        Self::on(mediation, mediation.footings())
    }

    fn on(mediation: &Mediation, footings: Vec<Footing>) -> Self {
        let agenda = mediation.agenda();
        let party = |(interview, footing): (&Interview, &Footing)| {
            let orders = Orders::new(agenda, interview.exchanges());
            let infers = footing.is_assumed();
            Refusals::new(agenda, infers, &orders, interview.statements(), witnesses(interview))
        };
        let few = agenda.packages().is_some_and(|count| count <= LISTED_MAX);
        Self {
            parties: mediation.interviews().iter().zip(&footings).map(party).collect(),
            footings,
            open: few.then(|| agenda.all_packages()),
        }
    }

    /// Looks for a package that may pass by what was answered by now, or proves that there is none.
    ///
    /// `problem` is what the mediation is about: the proof names its parties, issues, options and facts. Forms must
    /// not have been answered anew since the search began. Cost: two linear programs for each package newly refused.
    pub fn look(&mut self, mediation: &Mediation, problem: &Problem) -> Room {
        let agenda = mediation.agenda();
        let footings = mediation.footings();
        if footings == self.footings {
            for (refusals, interview) in self.parties.iter_mut().zip(mediation.interviews()) {
                // Kept from look to look: more answers only take away witnesses, and what was refused stays
                // refused.
                refusals.learn(interview.statements(), witnesses(interview));
            }
        } else {
            // What was inferred from answers that turned out to fit nobody is open again.
            *self = Self::on(mediation, footings);
        }
        let who = mediation.parties();
        let verdicts = mediation.verdicts();
        let means: Vec<&Gain> =
            mediation.interviews().iter().map(|interview| interview.belief().mean()).collect();
        let least = |package: &Package| {
            let gain = |(party, gain): (usize, &&Gain)| {
                if verdicts.refuses(party, package) { f64::MIN } else { gain.of(agenda, package) }
            };
            let gains = who.rule().carrying(means.iter().enumerate().map(gain).collect());
            gains.into_iter().fold(f64::MAX, f64::min)
        };
        if let Some(mut open) = self.open.take() {
            open.retain(|package| !verdicts.rule_out(package));
            // The most hopeful last, since packages are taken from the end: one that may pass ends the look.
            open.sort_by(|one, other| least(one).total_cmp(&least(other)).then_with(|| other.cmp(one)));
            let mut unclear = Vec::new();
            let mut found = None;
            while let Some(package) = open.pop() {
                if self.rules_out(who.rule(), &verdicts, &package) {
                    continue;
                }
                if verdicts.may_pass(&package) {
                    found = Some(package.clone());
                    open.push(package);
                    break;
                }
                // Not refused, and yet somebody could not say: it neither helps nor may be forgotten.
                unclear.push(package);
            }
            let is_settled = unclear.is_empty();
            open.extend(unclear);
            self.open = Some(open);
            match found {
                Some(package) => return Room::Open(package),
                None if !is_settled => return Room::Unsettled,
                None => {}
            }
            if let Search::Closed(nodes) = search(agenda, who, &verdicts, None, BOXES_MAX) {
                return self.closed(mediation, problem, &nodes);
            }
        } else if let Some(package) = mediation
            .likely()
            .into_iter()
            .filter(|package| verdicts.may_pass(package) && !self.rules_out(who.rule(), &verdicts, package))
            .max_by(|one, other| least(one).total_cmp(&least(other)))
        {
            return Room::Open(package);
        }
        match search(agenda, who, &verdicts, Some(&mut self.parties), BOXES_MAX) {
            Search::Open(package) if verdicts.may_pass(&package) => Room::Open(package),
            Search::Open(_) | Search::CutOff => Room::Unsettled,
            Search::Closed(nodes) => self.closed(mediation, problem, &nodes),
        }
    }

    /// Whether enough parties refuse the package, by their words or by inference.
    fn rules_out(&mut self, rule: &Rule, verdicts: &Verdicts<'_>, package: &Package) -> bool {
        let mut refusing = vec![false; self.parties.len()];
        self.parties.iter_mut().enumerate().any(|(party, refusals)| {
            if let Some(refuses) = refusing.get_mut(party) {
                *refuses = verdicts.refuses(party, package) || refusals.refuses(package).is_some();
            }
            rule.rules_out(|party| refusing.get(party).is_some_and(|refuses| *refuses))
        })
    }

    fn closed(&self, mediation: &Mediation, problem: &Problem, nodes: &[Node]) -> Room {
        let claim = no_deal(problem, mediation, &self.parties, nodes);
        claim.map_or(Room::Unsettled, |claim| Room::Closed(Box::new(claim)))
    }
}

/// The utilities of a belief, any of which may bear out everything.
fn witnesses(interview: &Interview) -> impl Iterator<Item = (Vec<f64>, f64)> {
    interview.belief().particles().iter().map(|particle| (particle.worth.clone(), particle.walk_away))
}

/// A node of the proof that no package is left; see `mediant_check::Refusal`.
pub(crate) enum Node {
    /// On this issue, these options and the node that speaks of them.
    Split(usize, Vec<(OptionSet, usize)>),
    /// Enough parties accept nothing of the box, each for a reason.
    Leaf(Vec<Reason>),
}

/// Why a party, which comes first, accepts nothing of a box.
pub(crate) enum Reason {
    /// A red line excludes all of it.
    RedLine(usize, Region),
    /// It said no to the one package in it.
    Said(usize, Package),
    /// By inference, with the index of [`Refusals::refused`].
    Inferred(usize, usize),
}

impl Reason {
    pub fn party(&self) -> usize {
        match self {
            Self::RedLine(party, _) | Self::Said(party, _) | Self::Inferred(party, _) => *party,
        }
    }
}

/// What a search for room found.
enum Search {
    /// Not enough parties refuse this package.
    Open(Package),
    /// Every package is ruled out.
    Closed(Vec<Node>),
    /// The search was cut off after so many boxes.
    CutOff,
}

/// Looks for a package that not enough parties refuse; proves that there is none otherwise. Without `inferred` by their
/// words alone.
///
/// A box of packages is refused as one where a party refuses the one it likes best there. Cost: `boxes_max` boxes, each
/// two linear programs a party at worst.
fn search(
    agenda: &Agenda,
    who: &Parties,
    verdicts: &Verdicts<'_>,
    mut inferred: Option<&mut Vec<Refusals>>,
    boxes_max: usize,
) -> Search {
    let whole = (0..agenda.issues()).map(|issue| OptionSet::full(agenda.size(issue))).collect();
    // Boxes still to look at, with the node that speaks of each.
    let mut waiting: Vec<(Vec<OptionSet>, usize)> = vec![(whole, 0)];
    let mut next = 1;
    let mut made: Vec<(usize, Node)> = Vec::new();
    while let Some((space, index)) = waiting.pop() {
        if made.len() >= boxes_max {
            return Search::CutOff;
        }
        if let Some(reasons) = refused(who, verdicts, inferred.as_deref_mut(), &space) {
            made.push((index, Node::Leaf(reasons)));
            continue;
        }
        let widest = space
            .iter()
            .enumerate()
            .max_by_key(|(issue, options)| (options.len(), std::cmp::Reverse(*issue)));
        let Some((issue, options)) = widest.filter(|(_, options)| options.len() > 1) else {
            return Search::Open(only(&space));
        };
        // One party's better half against its worse half, so that a refusal of the best refuses many.
        let mut listed: Vec<u32> = options.iter().map(|option| option as u32).collect();
        let by = inferred
            .iter()
            .flat_map(|all| all.iter())
            .find(|refusals| refusals.places.get(issue).is_some_and(Option::is_some));
        // What it left out comes together, before everything that it ordered.
        listed.sort_by_key(|option| by.and_then(|refusals| refusals.place(issue, *option)));
        let halves = listed.split_at(listed.len() / 2);
        let mut branches = Vec::new();
        for half in [halves.0, halves.1] {
            let kept = OptionSet::from_options(options.size(), half.iter().map(|option| *option as usize));
            let mut part = space.clone();
            if let Some(side) = part.get_mut(issue) {
                *side = kept.clone();
            }
            branches.push((kept, next));
            waiting.push((part, next));
            next += 1;
        }
        made.push((index, Node::Split(issue, branches)));
    }
    made.sort_by_key(|(index, _)| *index);
    Search::Closed(made.into_iter().map(|(_, node)| node).collect())
}

/// The package that takes the first option left of every issue.
fn only(space: &[OptionSet]) -> Package {
    space.iter().filter_map(|options| options.iter().next().map(|option| option as u32)).collect()
}

/// Reasons for which enough parties accept nothing of the box, words before inference; `None` where there are not enough.
fn refused(
    who: &Parties,
    verdicts: &Verdicts<'_>,
    mut inferred: Option<&mut Vec<Refusals>>,
    space: &[OptionSet],
) -> Option<Vec<Reason>> {
    let inside = |region: &&Region| {
        region.sides().all(|(issue, side)| space.get(issue).is_some_and(|all| all.is_subset(side)))
    };
    let single = space.iter().all(|options| options.len() == 1).then(|| only(space));
    let mut by_word = |party: usize| {
        let line = who.never(party).iter().find(inside);
        line.map(|region| Reason::RedLine(party, region.clone())).or_else(|| {
            let package = single.as_ref().filter(|package| verdicts.refuses(party, package))?;
            Some(Reason::Said(party, package.clone()))
        })
    };
    let mut by_inference = |party: usize| {
        let refusals = inferred.as_mut()?.get_mut(party)?;
        let best = refusals.best_of(space)?;
        Some(Reason::Inferred(party, refusals.refuses(&best)?))
    };
    let mut reasons: Vec<Reason> = Vec::new();
    let kinds: [&mut dyn FnMut(usize) -> Option<Reason>; 2] = [&mut by_word, &mut by_inference];
    // Words of all parties before any inference: a proof that assumes nothing is worth more than a shorter
    // one.
    for kind in kinds {
        for party in 0..who.count() {
            if reasons.iter().any(|reason| reason.party() == party) {
                continue;
            }
            let Some(reason) = kind(party) else { continue };
            if who.rule().rules_out(|other| other == party) {
                // One that cannot be outvoted is enough.
                return Some(vec![reason]);
            }
            reasons.push(reason);
            if who.rule().rules_out(|party| reasons.iter().any(|reason| reason.party() == party)) {
                return Some(reasons);
            }
        }
    }
    None
}
