//! The combinations that count for a party in a package, in the words of whoever stated them.

use super::View;
use super::figures::signed_units;
use super::naming::{all_of, quoted};
use mediant_model::problem::Region;
use std::collections::BTreeMap;

/// Combinations named at most; the largest first.
const NAMED_MAX: usize = 3;
/// A combination of more issues than this that nobody put into words is not spelled out.
const SIDES_MAX: usize = 3;

/// What the package brings by combinations, and what larger ones it does not bring; empty without any.
pub(super) fn phrases(view: &View<'_>, party: usize, package: &[u32]) -> Vec<String> {
    let mut stated: BTreeMap<usize, Stated<'_>> = BTreeMap::new();
    let utility = view.problem.parties.get(party).and_then(|party| party.utility.as_ref());
    for interaction in utility.iter().flat_map(|utility| &utility.interactions) {
        let (region, points) = (&interaction.region, interaction.points);
        let entry = stated.entry(interaction.stated).or_insert(Stated { region, brought: None, points });
        if region.contains(package) {
            entry.region = region;
            entry.brought = Some(entry.brought.unwrap_or(0) + points);
        }
    }
    let brought = |(index, stated): (&usize, &Stated<'_>)| Some((stated.brought?, *index));
    let mut brought: Vec<(i64, usize)> = stated.iter().filter_map(brought).collect();
    let lacking = stated.iter().filter(|(_, stated)| stated.brought.is_none() && stated.points > 0);
    let mut lacking: Vec<(i64, usize)> = lacking.map(|(index, stated)| (stated.points, *index)).collect();
    let words = |all: &mut Vec<(i64, usize)>| {
        all.sort_by_key(|(points, index)| (-points.abs(), *index));
        let name = |(points, index): &(i64, usize)| {
            let region = stated.get(index).map(|stated| stated.region)?;
            let points = signed_units(view.problem, party, *points);
            Some(format!("{points} for {}", named(view, party, *index, region)))
        };
        let mut names: Vec<String> = all.iter().take(NAMED_MAX).filter_map(name).collect();
        if let Some(more) = all.len().checked_sub(NAMED_MAX).filter(|more| *more > 0) {
            names.push(format!("{more} more"));
        }
        all_of(&names)
    };
    let mut phrases = Vec::new();
    if !brought.is_empty() {
        let total = signed_units(view.problem, party, brought.iter().map(|(points, _)| points).sum());
        let only = brought.len() == 1;
        let words = words(&mut brought);
        phrases.push(if only { words } else { format!("{total} by combinations: {words}") });
    }
    if !lacking.is_empty() {
        phrases.push(format!("goes without {}", words(&mut lacking)));
    }
    phrases
}

/// A combination as somebody stated it.
struct Stated<'a> {
    /// One of its regions, the package's if it is in one.
    region: &'a Region,
    /// What it brings, where the package is in it.
    brought: Option<i64>,
    /// What it would bring.
    points: i64,
}

/// The author's words, where the reader may read them; else what its packages have in common.
fn named(view: &View<'_>, party: usize, stated: usize, region: &Region) -> String {
    let id = view.problem.parties.get(party).map(|party| &party.id);
    let brief = view.briefs.iter().find(|brief| Some(&brief.party) == id);
    let interaction = brief.and_then(|brief| brief.points.as_ref()?.interactions.get(stated));
    match interaction.and_then(|interaction| interaction.text.as_deref()) {
        Some(text) => quoted(text),
        None if region.width() <= SIDES_MAX => view.naming.region(region),
        None => format!("a combination on {} issues", region.width()),
    }
}
