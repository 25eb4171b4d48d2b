//! "The package that everybody accepted has so much of the largest product of gains", from answers alone.
//!
//! Of every other package that no statement excludes it is shown, party by party, how many times as much it can gain as the
//! package accepted: an equation of what both gain and of things said, each of which is at least nothing. The product of these over the
//! parties is what the other package's product of gains can be at the most, in units of this one's. Who gains nothing of
//! a package for certain makes a product of nothing, whatever the others gain.

use super::{Party, Sum, assumed, gain, number, party_named, positive};
use crate::certificate::{Answered, GainBound, Said};
use crate::claim::Ground;
use crate::{Checked, ensure};
use mediant_model::problem::{Choice, Fact, FactKind};
use mediant_model::{Number, Package, Problem};
use num_bigint::BigInt;
use std::collections::{BTreeMap, BTreeSet};

/// The most packages that are gone through.
const PACKAGES_MAX: usize = 20_000;

/// Checks that by the answers no package has more than `1 / share` times the product of gains of this one.
pub(crate) fn prove_share(
    ground: &Ground<'_>,
    (assumes, said): (&[String], &Answered),
    package: &Choice,
    share: &str,
    bounds: &BTreeMap<String, Vec<GainBound>>,
) -> Checked<()> {
    let problem = ground.problem;
    // A product of gains says nothing of those who may be outvoted.
    ensure(problem.is_unanimous(), "a share of the best product of gains needs a rule by which all accept")?;
    let all = assumed(problem, assumes)?.len() == problem.parties.len();
    ensure(
        all,
        "a share of the best product of gains assumes something of every party, and not all are named",
    )?;
    super::is_borne_out(problem, said)?;
    ensure(
        bounds.keys().all(|name| said.contains_key(name)),
        "a bound is about somebody who answered nothing",
    )?;
    let (accepted, _) = ground.read(package)?;
    ensure(!is_excluded(ground, &accepted)?, "a statement excludes the package that was accepted")?;
    let mut views = Vec::with_capacity(problem.parties.len());
    for party in &problem.parties {
        let said = said.get(party.id.as_str()).ok_or("a party answered nothing")?;
        let yes =
            |said: &Said| matches!(said, Said::Accepts { package: asked, yes: true } if asked == package);
        ensure(said.iter().any(yes), "a party did not say yes to the package")?;
        let bounds = bounds.get(party.id.as_str()).map_or(&[][..], Vec::as_slice);
        views.push(View::new(ground, party.id.as_str(), said, (package, &accepted), bounds)?);
    }
    let share = fraction(share)?;
    ensure(share > Number::zero(), "a share is not positive")?;
    let mut other = vec![0; problem.issues.len()];
    let count = problem.issues.iter().try_fold(1usize, |count, issue| count.checked_mul(issue.options.len()));
    let count =
        count.filter(|count| *count <= PACKAGES_MAX).ok_or("there are too many packages to go through")?;
    for _ in 0..count {
        ground.watch.look()?;
        if other == accepted || !is_excluded(ground, &other)? {
            let ratio = product(&views, &other).ok_or("nothing bounds what some package may gain")?;
            ensure(&ratio * &share <= Number::one(), "by its bounds some package may gain more")?;
        }
        next(problem, &mut other);
    }
    Ok(())
}

/// Whether a statement excludes the package, walk-away values aside; both readings must say so.
fn is_excluded(ground: &Ground<'_>, package: &[u32]) -> Checked<bool> {
    let stated = |fact: &&Fact| fact.kind != FactKind::Reservation;
    let compiled =
        ground.problem.facts.iter().filter(stated).any(|fact| ground.problem.breaks(fact, package));
    let Some(meaning) = ground.meaning else { return Ok(compiled) };
    let settled = meaning.settle(&ground.problem.choice(package))?;
    let read = meaning.is_excluded(&settled.iter().collect::<Vec<_>>());
    ensure(read == compiled, "the compiled problem and the statements differ about a package")?;
    Ok(compiled)
}

/// The package after this one, as an odometer counts.
fn next(problem: &Problem, package: &mut Package) {
    for (option, issue) in package.iter_mut().zip(&problem.issues) {
        *option += 1;
        if (*option as usize) < issue.options.len() {
            break;
        }
        *option = 0;
    }
}

/// The most that the other package's product of gains can be of the accepted one's; `None` where nothing bounds it.
fn product(views: &[View], other: &[u32]) -> Option<Number> {
    let ratios: Vec<Option<&Number>> = views.iter().map(|view| view.ratio(other)).collect();
    if ratios.iter().flatten().any(|ratio| ratio.is_zero()) {
        return Some(Number::zero());
    }
    ratios.into_iter().try_fold(Number::one(), |product, ratio| Some(&product * ratio?))
}

/// What follows from a party's answers.
struct View {
    /// By issue and option the place in the party's own order, where it gave one.
    places: Vec<Vec<Option<usize>>>,
    /// Packages, and how many times as much as the accepted one they can gain.
    bounds: Vec<(Package, Number)>,
}

impl View {
    fn new(
        ground: &Ground<'_>,
        name: &str,
        said: &[Said],
        (package, accepted): (&Choice, &Package),
        stated: &[GainBound],
    ) -> Checked<Self> {
        let problem = ground.problem;
        let party = Party::new(problem, party_named(problem, name)?, said)?;
        let places = problem.issues.iter().map(|issue| {
            let place = |option: &mediant_model::OptionId| {
                party.places.get(&(issue.id.as_str(), option.as_str())).copied()
            };
            issue.options.iter().map(place).collect()
        });
        // What its own orders put no higher on any issue gains no more.
        let mut bounds = vec![(accepted.clone(), Number::one())];
        for bound in stated {
            ground.watch.look()?;
            let (scale, times) = (positive(&bound.scale)?, number(&bound.times)?);
            ensure(times >= BigInt::ZERO, "a bound of what is gained is negative")?;
            let of = problem.chosen(&bound.package, &BTreeSet::new())?;
            let mut left: Sum<'_> = BTreeMap::new();
            gain(&mut left, &bound.package, &scale);
            gain(&mut left, package, &-times.clone());
            party.come_to_nothing(
                left,
                &bound.sum,
                "the answers do not add up to a bound of what is gained",
            )?;
            bounds.push((of, Number::ratio(times, scale).ok_or("a bound of what is gained is no number")?));
        }
        Ok(Self { places: places.collect(), bounds })
    }

    /// The least bound of what this package can gain.
    fn ratio(&self, package: &[u32]) -> Option<&Number> {
        let covering = self.bounds.iter().filter(|(of, _)| self.is_no_higher(package, of));
        covering.map(|(_, ratio)| ratio).min()
    }

    fn is_no_higher(&self, package: &[u32], than: &[u32]) -> bool {
        package.iter().zip(than).zip(&self.places).all(|((one, other), places)| {
            let place = |option: u32| places.get(option as usize).copied().flatten();
            one == other || place(*one).zip(place(*other)).is_some_and(|(one, other)| one >= other)
        })
    }
}

fn fraction(text: &str) -> Checked<Number> {
    let (above, below) = text.split_once('/').unwrap_or((text, "1"));
    Ok(Number::ratio(number(above)?, positive(below)?).ok_or("a share is no number")?)
}
