//! What preferences of different kinds say of packages, group by group of issues that hang together.
//!
//! That a package can be efficient is claimed of the parties that stated points or a ranking, and where none of them ranked the
//! issues themselves. Then it holds exactly if no package is sure to beat it. For let each party that ranked options think little of
//! steps up from what it gets and much of steps down: whoever is worse off on some issue is worse off, so what beats the
//! package has nobody who ranked worse off anywhere, and that is sure.
//!
//! With one party's points at the most, a package is sure to be beaten exactly if one of its choices is beaten alone: what
//! beats it has everybody who ranked as well off in each group; were no choice beaten alone, it would bring no more points
//! in any group, so as many in each, and make nobody better off. So those left are a product.

mod beaten;
mod groups;
mod picked;

use crate::certificate::PlaceRule;
use crate::claim::Ground;
use crate::ranked::{Orders, View};
use crate::{Checked, ensure};
use beaten::{Beside, For};
use groups::Groups;
use mediant_model::Package;
use mediant_model::problem::Choice;
use num_bigint::BigUint;
use std::collections::{BTreeMap, BTreeSet};

/// So many packages are gone through to count those that can be efficient.
pub(crate) const COUNTED_MAX: u32 = 10_000;
/// So many sums are kept at a time.
const SUMS_MAX: usize = 500_000;

/// Checks that these packages can be efficient, and how many can.
pub(crate) fn prove_can_be(ground: &Ground<'_>, count: Option<&str>, packages: &[Choice]) -> Checked<()> {
    let orders = Orders::new(ground)?;
    let stated = |(_, view): &(usize, &View)| match view {
        View::Points(_) => true,
        View::Order(order) => order.issues.iter().any(|issue| issue.tiers.iter().any(Option::is_some)),
    };
    let views: Vec<(usize, &View)> = orders.views.iter().enumerate().filter(stated).collect();
    ensure(!views.is_empty(), "no party stated points or a ranking")?;
    let ranks = |(_, view): &(usize, &View)| matches!(view, View::Order(order) if order.issues.iter().any(|issue| issue.rank.is_some()));
    ensure(
        !views.iter().any(ranks),
        "a party ranked the issues, so not being beaten for sure is not enough",
    )?;
    let groups = Groups::new(ground)?;
    let pointed: Vec<usize> =
        views.iter().filter(|(_, view)| matches!(view, View::Points(_))).map(|(party, _)| *party).collect();
    let beside = Beside { groups: &groups, views, numbers: For::All, watch: ground.watch };
    for choice in packages {
        ground.watch.look()?;
        let places = groups.places(&ground.package(choice)?)?;
        ensure(
            !beside.is_beaten(&places)?,
            "whatever the numbers another package is better for somebody and worse for nobody",
        )?;
    }
    let Some(count) = count else { return Ok(()) };
    let counted =
        if pointed.len() <= 1 { product(&beside, pointed.first())? } else { gone_through(ground, &beside)? };
    ensure(counted.to_string() == count, "the number of packages that can be efficient is another")
}

/// How many packages none of whose choices is beaten alone bring the party with points, if there is one, enough.
fn product(beside: &Beside<'_>, pointed: Option<&usize>) -> Checked<BigUint> {
    let floor = pointed.and_then(|party| beside.groups.floor.get(*party).copied().flatten());
    let mut sums = BTreeMap::from([(0i64, BigUint::from(1u32))]);
    for group in &beside.groups.groups {
        let mut longer: BTreeMap<i64, BigUint> = BTreeMap::new();
        for (place, choice) in group.choices.iter().enumerate() {
            beside.watch.look()?;
            if beside.is_beaten_alone(group, place)? {
                continue;
            }
            let more = floor.and(pointed).and_then(|party| choice.units.get(*party)).copied().unwrap_or(0);
            for (sum, count) in &sums {
                *longer.entry(sum + more).or_default() += count;
            }
        }
        ensure(longer.len() <= SUMS_MAX, "too many sums of points are to be counted")?;
        sums = longer;
    }
    let enough = |sum: &i64| floor.is_none_or(|floor| *sum >= floor);
    Ok(sums.iter().filter(|(sum, _)| enough(sum)).map(|(_, count)| count).sum())
}

/// The same by looking at each package.
fn gone_through(ground: &Ground<'_>, beside: &Beside<'_>) -> Checked<BigUint> {
    ensure(
        ground.problem.package_count() <= COUNTED_MAX.into(),
        "there are too many packages to look at each",
    )?;
    Ok(BigUint::from(beside.unbeaten()?.len()))
}

/// Checks that exactly these packages are efficient whatever the numbers.
pub(crate) fn prove_efficient(ground: &Ground<'_>, views: &[View], listed: &[Choice]) -> Checked<()> {
    let groups = Groups::new(ground)?;
    let listed: BTreeSet<Package> =
        listed.iter().map(|choice| ground.package(choice)).collect::<Checked<_>>()?;
    let views = views.iter().enumerate().collect();
    let found = Beside { groups: &groups, views, numbers: For::Some, watch: ground.watch }.unbeaten()?;
    ensure(
        found == listed,
        "which packages are efficient whatever the numbers behind the rankings is stated wrongly",
    )
}

/// Checks that the package is efficient whatever the numbers.
pub(crate) fn prove_unbeaten(ground: &Ground<'_>, views: &[View], package: &[u32]) -> Checked<()> {
    let groups = Groups::new(ground)?;
    let places = groups.places(package)?;
    let views = views.iter().enumerate().collect();
    let beside = Beside { groups: &groups, views, numbers: For::Some, watch: ground.watch };
    ensure(
        !beside.is_beaten(&places)?,
        "for some numbers another package is better for somebody and worse for nobody",
    )
}

/// Checks that the package is best by the rule.
pub(crate) fn prove_picked(
    ground: &Ground<'_>,
    rule: PlaceRule,
    package: &Choice,
    ties: Option<&str>,
) -> Checked<()> {
    let orders = Orders::new(ground)?;
    let groups = Groups::new(ground)?;
    let package = ground.package(package)?;
    let places = picked::Places::new(ground, &orders.views);
    picked::prove(ground, &groups, &places, rule, &package, ties)
}
