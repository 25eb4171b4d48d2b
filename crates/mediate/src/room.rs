//! Whether any package is left that everybody may accept, and the proof where none is.

use crate::belief::Gain;
use crate::certificate::no_deal;
use crate::combination::{Form, Multipliers, combined, witness};
use crate::statement::{Orders, Relation, Statement};
use crate::{Agenda, Interview, Mediation};
use mediant_check::Claim;
use mediant_model::problem::{Problem, Region};
use mediant_model::{OptionSet, Package};
use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::Ratio;
use num_traits::One;
use std::fmt;

/// A package that a party's answers refuse, with whole multipliers of its statements that prove it: they add up to
/// `scale` times what the package falls short of the walk-away.
#[derive(Clone)]
pub(crate) struct Refused {
    pub package: Package,
    pub scale: BigInt,
    pub sum: Vec<(usize, BigInt)>,
}

/// What one party's answers refuse; grows as it is asked.
#[derive(Clone)]
pub(crate) struct Refusals {
    agenda: Agenda,
    pub statements: Vec<Statement>,
    places: Vec<Option<Vec<usize>>>,
    refused: Vec<Refused>,
    /// Utilities that bear out all answers: what one of them accepts is not refused.
    witnesses: Vec<(Vec<f64>, f64)>,
}

impl Refusals {
    /// Of a party that stated this; `witnesses` may be worths and walk-aways that bear everything out, others are dropped.
    pub fn of(
        agenda: &Agenda,
        orders: &Orders,
        statements: Vec<Statement>,
        witnesses: impl Iterator<Item = (Vec<f64>, f64)>,
    ) -> Self {
        let place = |(issue, order): (usize, &Option<Vec<Vec<u32>>>)| {
            let mut places = vec![0; agenda.size(issue)];
            for (place, group) in order.as_ref()?.iter().enumerate() {
                for option in group {
                    *places.get_mut(*option as usize)? = place;
                }
            }
            Some(places)
        };
        let places = orders.options.iter().enumerate().map(place).collect();
        let witnesses =
            witnesses.filter(|witness| statements.iter().all(|said| bears_out(witness, said))).collect();
        Self { agenda: agenda.clone(), statements, places, refused: Vec::new(), witnesses }
    }

    /// Takes in what was stated since, which comes after what was stated before.
    pub fn learn(&mut self, statements: Vec<Statement>, witnesses: impl Iterator<Item = (Vec<f64>, f64)>) {
        self.statements = statements;
        self.witnesses.extend(witnesses);
        self.witnesses.retain(|witness| self.statements.iter().all(|said| bears_out(witness, said)));
    }

    fn place(&self, issue: usize, option: u32) -> Option<usize> {
        self.places.get(issue)?.as_ref()?.get(option as usize).copied()
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
    pub fn refuses(&mut self, package: &[u32]) -> Option<usize> {
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

/// Whether a package is left that everybody may accept.
#[derive(Clone)]
pub enum Room {
    /// Nobody's answers refuse this package; of those looked at, it brings the one who gains least the most.
    Open(Package),
    /// Every package is refused: the claim that says so, for the checker.
    Closed(Box<Claim>),
    /// The search was cut off.
    CutOff,
}

impl fmt::Debug for Room {
    /// The proof holds answers, which are confidential.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Open(_) => "Open",
            Self::Closed(_) => "Closed",
            Self::CutOff => "CutOff",
        })
    }
}

/// Where so many packages or fewer are on the table, all of them are kept in view.
const LISTED_MAX: u64 = 20_000;
/// The most boxes that a search looks at.
const BOXES_MAX: usize = 200_000;

/// A search for a package that nobody refuses, which goes on from one answer to the next.
#[derive(Clone)]
pub struct RoomSearch {
    parties: Vec<Refusals>,
    /// Packages that nobody is known to refuse, where all can be listed.
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
        let agenda = mediation.agenda();
        let party = |interview: &Interview| {
            let orders = Orders::of(agenda, interview.exchanges());
            Refusals::of(agenda, &orders, interview.statements(), witnesses(interview))
        };
        let few = agenda.packages().is_some_and(|count| count <= LISTED_MAX);
        Self {
            parties: mediation.interviews().iter().map(party).collect(),
            open: few.then(|| agenda.all_packages()),
        }
    }

    /// Looks for a package that nobody refuses by what was answered by now, or proves that there is none.
    ///
    /// `problem` is what the mediation is about: the proof names its parties, issues, options and facts. Forms must
    /// not have been answered anew since the search began. Cost: two linear programs for each package newly refused.
    pub fn look(&mut self, mediation: &Mediation, problem: &Problem) -> Room {
        let agenda = mediation.agenda();
        for (refusals, interview) in self.parties.iter_mut().zip(mediation.interviews()) {
            refusals.learn(interview.statements(), witnesses(interview));
        }
        let forbidden = mediation.forbidden();
        let means: Vec<&Gain> =
            mediation.interviews().iter().map(|interview| interview.belief().mean()).collect();
        let least =
            |package: &Package| means.iter().map(|gain| gain.of(agenda, package)).fold(f64::MAX, f64::min);
        if let Some(open) = &mut self.open {
            open.retain(|package| !forbidden.iter().any(|region| region.contains(package)));
            open.sort_by(|one, other| least(one).total_cmp(&least(other)).then_with(|| other.cmp(one)));
            while let Some(package) = open.last() {
                if !self.parties.iter_mut().any(|refusals| refusals.refuses(package).is_some()) {
                    return Room::Open(package.clone());
                }
                open.pop();
            }
        } else if let Some(package) = mediation
            .likely()
            .into_iter()
            .filter(|package| {
                !forbidden.iter().any(|region| region.contains(package))
                    && !self.parties.iter_mut().any(|refusals| refusals.refuses(package).is_some())
            })
            .max_by(|one, other| least(one).total_cmp(&least(other)))
        {
            return Room::Open(package);
        }
        match search(agenda, &mut self.parties, &forbidden, BOXES_MAX) {
            Search::Open(package) => Room::Open(package),
            Search::CutOff => Room::CutOff,
            Search::Closed(nodes) => {
                let claim = no_deal(problem, mediation.interviews(), &self.parties, &forbidden, &nodes);
                claim.map_or(Room::CutOff, |claim| Room::Closed(Box::new(claim)))
            }
        }
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
    /// A red line, by its place among the forbidden regions.
    Forbidden(usize),
    /// By party and index of [`Refusals::refused`].
    Refused(usize, usize),
}

/// What a search for room found.
pub(crate) enum Search {
    /// Nobody's answers refuse this package.
    Open(Package),
    /// Every package is refused.
    Closed(Vec<Node>),
    /// The search was cut off after so many boxes.
    CutOff,
}

/// Looks for a package that nobody's answers refuse and nothing forbids; proves that there is none otherwise.
///
/// A box of packages is refused as one where a party refuses the one it likes best there. Cost: `boxes_max` boxes, each
/// two linear programs a party at worst.
pub(crate) fn search(
    agenda: &Agenda,
    parties: &mut [Refusals],
    forbidden: &[Region],
    boxes_max: usize,
) -> Search {
    let whole = (0..agenda.issues()).map(|issue| OptionSet::full(agenda.size(issue))).collect();
    let mut nodes: Vec<Node> = Vec::new();
    // Boxes still to look at, with the node that speaks of each.
    let mut waiting: Vec<(Vec<OptionSet>, usize)> = vec![(whole, 0)];
    let mut next = 1;
    let mut made: Vec<(usize, Node)> = Vec::new();
    while let Some((space, index)) = waiting.pop() {
        if made.len() >= boxes_max {
            return Search::CutOff;
        }
        let inside = |region: &Region| {
            region.sides().all(|(issue, side)| space.get(issue).is_some_and(|all| all.is_subset(side)))
        };
        if let Some(line) = forbidden.iter().position(inside) {
            made.push((index, Node::Forbidden(line)));
            continue;
        }
        let refuses = |(party, refusals): (usize, &mut Refusals)| {
            let best = refusals.best_of(&space)?;
            Some(Node::Refused(party, refusals.refuses(&best)?))
        };
        if let Some(node) = parties.iter_mut().enumerate().find_map(refuses) {
            made.push((index, node));
            continue;
        }
        let widest = space
            .iter()
            .enumerate()
            .max_by_key(|(issue, options)| (options.len(), std::cmp::Reverse(*issue)));
        let Some((issue, options)) = widest.filter(|(_, options)| options.len() > 1) else {
            return Search::Open(
                space
                    .iter()
                    .filter_map(|options| options.iter().next().map(|option| option as u32))
                    .collect(),
            );
        };
        // One party's better half against its worse half, so that a refusal of the best refuses many.
        let mut listed: Vec<u32> = options.iter().map(|option| option as u32).collect();
        let by = parties.iter().find(|refusals| refusals.place(issue, 0).is_some());
        listed.sort_by_key(|option| by.and_then(|refusals| refusals.place(issue, *option)));
        let halves = listed.split_at(listed.len() / 2);
        let mut branches = Vec::new();
        for half in [halves.0, halves.1] {
            let kept = OptionSet::of(options.size(), half.iter().map(|option| *option as usize));
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
    nodes.extend(made.into_iter().map(|(_, node)| node));
    Search::Closed(nodes)
}
