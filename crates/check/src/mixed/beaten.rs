//! Whether another package is better for somebody and worse for nobody, for some numbers or for all, group by group.
//!
//! How a party sees a second package beside a first follows from sums over issues ([`ranked`](crate::ranked)), so from sums over
//! groups. Of two ways to settle some groups, one that is behind in no number can stand for the other, whatever comes after.

use super::groups::{Choice, Group, Groups};
use crate::ranked::{Order, View};
use crate::watch::Watch;
use crate::{Checked, ensure};
use mediant_model::Package;
use std::collections::BTreeSet;

/// So many partial packages are kept at a time.
const KEPT_MAX: usize = 50_000;
const TOO_MUCH: &str = "more than 50000 partial packages are to be compared";
/// So many are looked at where all packages are gone through.
const WALKED_MAX: usize = 5_000_000;

/// For which numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum For {
    Some,
    All,
}

/// How a party sees the second beside the first; larger is better for the second.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Seen {
    /// By so many units.
    Points(i64),
    /// For some numbers: whether a step up is free of ranks; whether nothing falls short of its bound; sums by rank.
    Might { rises: bool, whole: bool, sums: Vec<i64> },
    /// For all numbers: whether the first falls short; sums by rank.
    Surely { short: bool, sums: Vec<i64> },
}

impl Seen {
    fn with(&self, other: &Self) -> Self {
        let add = |one: &[i64], other: &[i64]| one.iter().zip(other).map(|(a, b)| a + b).collect();
        match (self, other) {
            (Self::Points(a), Self::Points(b)) => Self::Points(a + b),
            (Self::Might { rises: a, whole: b, sums: c }, Self::Might { rises: d, whole: e, sums: f }) => {
                Self::Might { rises: *a || *d, whole: *b && *e, sums: add(c, f) }
            }
            (Self::Surely { short: a, sums: b }, Self::Surely { short: c, sums: d }) => {
                Self::Surely { short: *a || *c, sums: add(b, d) }
            }
            // Each party is seen in one way throughout.
            (one, _) => one.clone(),
        }
    }

    /// Whether this is behind in nothing.
    fn covers(&self, other: &Self) -> bool {
        let all = |one: &[i64], other: &[i64]| one.iter().zip(other).all(|(a, b)| a >= b);
        match (self, other) {
            (Self::Points(a), Self::Points(b)) => a >= b,
            (Self::Might { rises: a, whole: b, sums: c }, Self::Might { rises: d, whole: e, sums: f }) => {
                a >= d && b >= e && all(c, f)
            }
            (Self::Surely { short: a, sums: b }, Self::Surely { short: c, sums: d }) => a >= c && all(b, d),
            _ => false,
        }
    }

    /// Whether the second is as good, and whether it is better.
    fn judged(&self) -> (bool, bool) {
        match self {
            Self::Points(units) => (*units >= 0, *units > 0),
            Self::Might { rises, whole, sums } => {
                let better = *rises || sums.iter().any(|sum| *sum > 0);
                (better || *whole && sums.iter().all(|sum| *sum >= 0), better)
            }
            Self::Surely { short, sums } => {
                (sums.iter().all(|sum| *sum >= 0), *short || sums.iter().any(|sum| *sum > 0))
            }
        }
    }
}

/// How everybody who is compared sees one beside another.
type Seens = Vec<Seen>;

/// What is compared, by whom.
pub(crate) struct Beside<'a> {
    pub(crate) groups: &'a Groups,
    /// The parties compared, with their places.
    pub(crate) views: Vec<(usize, &'a View)>,
    pub(crate) numbers: For,
    pub(crate) watch: Watch<'a>,
}

impl Beside<'_> {
    /// How `second` is seen beside `first`; `None` where nothing agreed elsewhere makes up for it.
    fn seen(&self, group: &Group, first: &Choice, second: &Choice) -> Option<Seens> {
        let of = |(party, view): &(usize, &View)| match view {
            View::Points(_) => {
                let units = |choice: &Choice| choice.units.get(*party).copied().unwrap_or(0);
                Some(Seen::Points(units(second) - units(first)))
            }
            View::Order(order) => match self.numbers {
                For::Some => {
                    let (rises, whole, sums) = stepped(order, group, first, second);
                    Some(Seen::Might { rises, whole, sums })
                }
                For::All => {
                    let (rises, whole, sums) = stepped(order, group, second, first);
                    let sums = sums.into_iter().map(|sum| -sum).collect();
                    (!rises).then_some(Seen::Surely { short: !whole, sums })
                }
            },
        };
        self.views.iter().map(of).collect()
    }

    fn same(&self) -> Seens {
        let of = |(_, view): &(usize, &View)| match (view, self.numbers) {
            (View::Points(_), _) => Seen::Points(0),
            (View::Order(order), For::Some) => {
                Seen::Might { rises: false, whole: true, sums: vec![0; order.depth] }
            }
            (View::Order(order), For::All) => Seen::Surely { short: false, sums: vec![0; order.depth] },
        };
        self.views.iter().map(of).collect()
    }

    /// Whether the second, with nothing else different, is better for somebody and worse for nobody.
    fn beats(view: &Seens) -> bool {
        let judged = || view.iter().map(Seen::judged);
        judged().all(|(as_good, _)| as_good) && judged().any(|(_, better)| better)
    }

    /// Partial packages, those that another can stand for left out.
    fn foremost(&self, mut all: Vec<Seens>) -> Checked<Vec<Seens>> {
        all.sort_by(|a, b| b.cmp(a));
        let mut kept: Vec<Seens> = Vec::new();
        for view in all {
            let covered = |other: &Seens| other.iter().zip(&view).all(|(a, b)| a.covers(b));
            if !kept.iter().any(covered) {
                kept.push(view);
            }
        }
        self.watch.look()?;
        ensure(kept.len() <= KEPT_MAX, TOO_MUCH)?;
        Ok(kept)
    }

    /// What the choices of a group look like beside this one.
    fn others(&self, group: &Group, place: usize) -> Checked<Vec<Seens>> {
        let first = group.choices.get(place).ok_or("a package is none of the case")?;
        self.foremost(group.choices.iter().filter_map(|second| self.seen(group, first, second)).collect())
    }

    fn longer(&self, partial: &[Seens], others: &[Seens]) -> Vec<Seens> {
        let pairs = partial.iter().flat_map(|view| {
            others.iter().map(|other| view.iter().zip(other).map(|(a, b)| a.with(b)).collect())
        });
        pairs.collect()
    }

    /// Whether some package beats the one with these choices.
    pub(crate) fn is_beaten(&self, places: &[usize]) -> Checked<bool> {
        let mut partial = vec![self.same()];
        for (group, place) in self.groups.groups.iter().zip(places) {
            let others = self.others(group, *place)?;
            ensure(partial.len().saturating_mul(others.len()) <= WALKED_MAX, TOO_MUCH)?;
            partial = self.foremost(self.longer(&partial, &others))?;
        }
        Ok(partial.iter().any(Self::beats))
    }

    /// Whether within the group some other choice beats this one.
    pub(crate) fn is_beaten_alone(&self, group: &Group, place: usize) -> Checked<bool> {
        Ok(self.others(group, place)?.iter().any(Self::beats))
    }

    /// All packages that none beats.
    pub(crate) fn unbeaten(&self) -> Checked<BTreeSet<Package>> {
        let mut others = Vec::new();
        for group in &self.groups.groups {
            let each = (0..group.choices.len()).map(|place| self.others(group, place));
            others.push(each.collect::<Checked<Vec<_>>>()?);
        }
        let mut found = BTreeSet::new();
        let mut steps = 0;
        self.walk(&others, &mut Vec::new(), &[self.same()], &mut steps, &mut found)?;
        Ok(found)
    }

    fn walk(
        &self,
        all: &[Vec<Vec<Seens>>],
        places: &mut Vec<usize>,
        partial: &[Seens],
        steps: &mut usize,
        found: &mut BTreeSet<Package>,
    ) -> Checked<()> {
        let Some(of_group) = all.get(places.len()) else {
            if self.groups.is_enough(places) {
                found.insert(self.package(places));
            }
            return Ok(());
        };
        for (place, others) in of_group.iter().enumerate() {
            *steps += partial.len().saturating_mul(others.len());
            ensure(*steps <= WALKED_MAX, "too many packages are to be gone through")?;
            let longer = self.longer(partial, others);
            // What beats the choices so far, the rest the same, beats everything that goes on from them.
            if longer.iter().any(Self::beats) {
                continue;
            }
            let longer = self.foremost(longer)?;
            places.push(place);
            let walked = self.walk(all, places, &longer, steps, found);
            places.pop();
            walked?;
        }
        Ok(())
    }

    fn package(&self, places: &[usize]) -> Package {
        let mut package = Package::new();
        for (group, place) in self.groups.groups.iter().zip(places) {
            let Some(choice) = group.choices.get(*place) else { continue };
            package.resize(choice.package.len(), 0);
            for issue in &group.issues {
                if let (Some(entry), Some(option)) = (package.get_mut(*issue), choice.package.get(*issue)) {
                    *entry = *option;
                }
            }
        }
        package
    }
}

/// Steps from one choice to another: whether one rises free of ranks; whether all reach their bound and none falls free
/// of ranks; the most they come to, down to each rank.
fn stepped(order: &Order, group: &Group, from: &Choice, to: &Choice) -> (bool, bool, Vec<i64>) {
    let mut sums = vec![0; order.depth];
    let (mut rises, mut whole) = (false, true);
    for issue in &group.issues {
        let (Some(of), Some(from), Some(to)) =
            (order.issues.get(*issue), from.package.get(*issue), to.package.get(*issue))
        else {
            continue;
        };
        let rise = of.rise(*from as usize, *to as usize);
        whole &= rise.reached;
        match of.rank {
            Some(rank) => sums.iter_mut().skip(rank).for_each(|sum| *sum += rise.most),
            None => {
                rises |= rise.most > 0;
                whole &= rise.most >= 0;
            }
        }
    }
    (rises, whole, sums)
}
