//! What is left of the packages where a node of a proof speaks.

use mediant_model::problem::FactKind;
use mediant_model::{OptionSet, Problem, Region};
use std::collections::BTreeMap;

/// A box of packages, with every combination of options that matters inside it.
///
/// Options that a region of the case's facts excludes whatever the other issues are gone; no set is empty.
#[derive(Clone, PartialEq)]
pub struct Live {
    /// For each issue the options that are left.
    pub options: Vec<OptionSet>,
    /// The regions of facts and interactions, cut to the box: only sides narrower than the box, each
    /// region once, ascending by region.
    pub combinations: Vec<Combination>,
}

/// A region and what it means for the packages in it.
#[derive(Clone, PartialEq)]
pub struct Combination {
    /// Where, within the box.
    pub region: Region,
    /// Units it brings each party.
    pub points: Vec<i64>,
    /// Whether a fact excludes it.
    pub forbidden: bool,
}

impl Live {
    /// All packages, under the facts with these indices; `None` when they visibly exclude all.
    pub fn all(problem: &Problem, facts: &[usize]) -> Option<Self> {
        let none = vec![0; problem.parties.len()];
        let facts = facts.iter().filter_map(|fact| problem.facts.get(*fact));
        let mut combinations: Vec<Combination> = facts
            .filter(|fact| fact.kind != FactKind::Reservation)
            .flat_map(|fact| fact.forbids.iter().cloned())
            .map(|region| Combination { region, points: none.clone(), forbidden: true })
            .collect();
        for (index, party) in problem.parties.iter().enumerate() {
            for interaction in party.utility.iter().flat_map(|utility| &utility.interactions) {
                let points = (0..none.len()).map(|party| if party == index { interaction.points } else { 0 });
                let region = interaction.region.clone();
                combinations.push(Combination { region, points: points.collect(), forbidden: false });
            }
        }
        let options = problem.issues.iter().map(|issue| OptionSet::full(issue.options.len())).collect();
        settle(options, combinations)
    }

    /// The part of the box with these options on the issue; `None` when nothing is visibly left.
    pub fn narrowed(&self, issue: usize, options: &OptionSet) -> Option<Self> {
        let mut live = self.options.clone();
        if let Some(live) = live.get_mut(issue) {
            *live = live.intersection(options);
        }
        settle(live, self.combinations.clone())
    }
}

/// Cuts the combinations to the box and the box by what is excluded, until neither changes.
fn settle(mut options: Vec<OptionSet>, mut combinations: Vec<Combination>) -> Option<Live> {
    loop {
        if options.iter().any(OptionSet::is_empty) {
            return None;
        }
        let mut cut: BTreeMap<Region, (Vec<i64>, bool)> = BTreeMap::new();
        for combination in combinations {
            let Some(region) = within(&combination.region, &options) else { continue };
            let (points, forbidden) =
                cut.entry(region).or_insert_with(|| (vec![0; combination.points.len()], false));
            points.iter_mut().zip(&combination.points).for_each(|(sum, points)| *sum += points);
            *forbidden |= combination.forbidden;
        }
        let mut narrowed = false;
        for region in cut.iter().filter(|(_, (_, forbidden))| *forbidden).map(|(region, _)| region) {
            let mut sides = region.sides();
            match (sides.next(), sides.next()) {
                (None, _) => return None,
                (Some((issue, excluded)), None) => {
                    let live = options.get_mut(issue)?;
                    *live = live.intersection(&excluded.complement());
                    narrowed = true;
                }
                _ => {}
            }
        }
        let cut = cut.into_iter();
        combinations =
            cut.map(|(region, (points, forbidden))| Combination { region, points, forbidden }).collect();
        if !narrowed {
            return Some(Live { options, combinations });
        }
    }
}

/// The region without the sides that the box implies; `None` when it lies outside the box.
fn within(region: &Region, options: &[OptionSet]) -> Option<Region> {
    let mut cut = Region::everything();
    for (issue, side) in region.sides() {
        let live = options.get(issue)?;
        let both = side.intersection(live);
        if both.is_empty() {
            return None;
        }
        if both != *live {
            cut.narrow(issue, both);
        }
    }
    Some(cut)
}
