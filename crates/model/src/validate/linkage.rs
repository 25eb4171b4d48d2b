//! Circles of linkages: an option that requires, step by step, another option of its own issue.
//!
//! "Only with" may go round: if A needs B and B needs A, they come together or not at all. A circle that
//! comes back with another option contradicts itself, and whoever wrote it meant something else: an error.
//! An option that a single linkage rules out, or whose linkages contradict each other without coming back to
//! its own issue, can never be taken: a warning. A linkage that binds one party is followed together with those that bind everybody.

use super::{Findings, World};
use crate::condition::Axis;
use crate::spelling::quoted;
use crate::statement::Linkage;
use crate::{OptionSet, PartyId, Place, Region};
use std::collections::BTreeSet;

/// With more linkages than this, circles are not looked for.
const LINKAGES_MAX: usize = 500;
/// At most so many options are followed.
const STARTS_MAX: usize = 2_000;

/// A linkage as regions, with its number in the case.
struct Implication {
    number: usize,
    when: Vec<Region>,
    then: Vec<Region>,
}

pub(super) fn circles(world: &World<'_>, findings: &mut Findings) {
    let linkages = &world.case.linkages;
    let Some(axes) = world.conditions.axes().filter(|_| linkages.len() <= LINKAGES_MAX) else { return };
    let speakers: BTreeSet<Option<&PartyId>> =
        linkages.iter().map(|linkage| linkage.party.as_ref()).collect();
    let mut told: BTreeSet<(usize, usize)> = BTreeSet::new();
    // Those that bind everybody come first, so that their own circles are told of once.
    for speaker in speakers {
        let binding = linkages
            .iter()
            .enumerate()
            .filter(|(_, linkage)| linkage.party.is_none() || linkage.party.as_ref() == speaker);
        let implications: Vec<Implication> =
            binding.filter_map(|(number, linkage)| implication(number, linkage, axes)).collect();
        for (issue, option) in starts(&implications) {
            if !told.contains(&(issue, option))
                && let Some(contradiction) = follow(&implications, axes, issue, option)
            {
                told.insert((issue, option));
                tell(axes, issue, option, contradiction, findings);
            }
        }
    }
}

fn implication(number: usize, linkage: &Linkage, axes: &[Axis]) -> Option<Implication> {
    let when = linkage.when.regions(axes).ok()?;
    // What can never be required is told of where the linkage itself is checked.
    let then = linkage.then.regions(axes).ok().filter(|regions| !regions.is_empty())?;
    Some(Implication { number, when, then })
}

/// The options that a linkage speaks of alone: from each of them one can follow what it requires.
fn starts(implications: &[Implication]) -> BTreeSet<(usize, usize)> {
    let alone = implications.iter().flat_map(|x| &x.when).filter(|region| region.width() == 1);
    let options = alone.flat_map(|region| {
        region.sides().flat_map(|(issue, set)| {
            (0..set.size()).filter(|option| set.contains(*option)).map(move |option| (issue, option))
        })
    });
    options.take(STARTS_MAX).collect()
}

/// Where following the linkages from an option ended in a contradiction.
struct Contradiction {
    /// The linkage that contradicts the ones before it.
    number: usize,
    /// Whether several linkages came back to the issue that the first one started from.
    circle: bool,
}

/// Narrows the packages with the option to what the linkages leave, until nothing changes or nothing is left.
fn follow(implications: &[Implication], axes: &[Axis], issue: usize, option: usize) -> Option<Contradiction> {
    let size = axes.get(issue)?.options.len();
    let mut left = Region::everything().with(issue, OptionSet::from_options(size, [option]));
    let mut open: Vec<&Implication> = implications.iter().collect();
    let mut followed = 0;
    loop {
        let before = open.len();
        let mut waiting = Vec::new();
        for implication in open {
            if !implication.when.iter().any(|region| left.intersection(region) == left) {
                waiting.push(implication);
                continue;
            }
            let possible: Vec<Region> = implication.then.iter().map(|x| left.intersection(x)).collect();
            let possible: Vec<&Region> = possible.iter().filter(|region| !region.is_empty()).collect();
            match possible.as_slice() {
                [] => {
                    let back =
                        |region: &Region| region.side(issue).is_some_and(|side| !side.contains(option));
                    let circle = followed > 0 && implication.then.iter().all(back);
                    return Some(Contradiction { number: implication.number, circle });
                }
                [only] => {
                    followed += usize::from(left != **only);
                    left = (*only).clone();
                }
                // One of several: nothing more is certain, and nothing is forgotten.
                _ => {}
            }
        }
        if waiting.len() == before {
            return None;
        }
        open = waiting;
    }
}

fn tell(axes: &[Axis], issue: usize, option: usize, contradiction: Contradiction, findings: &mut Findings) {
    let Some(axis) = axes.get(issue) else { return };
    let option = axis.options.get(option).map(|option| option.as_str()).unwrap_or_default();
    let (option, issue) = (quoted(option), quoted(axis.issue.as_str()));
    let place = Place::top().key("linkages").index(contradiction.number).key("then");
    if contradiction.circle {
        let message = format!(
            "linkages go in a circle: {option} of {issue} requires, in the end, another option of {issue}"
        );
        findings.error_help(place, message, "drop one of the linkages, or rule the option out by a red line");
    } else {
        let message =
            format!("{option} of {issue} can never be taken: linkages require with it what cannot hold");
        findings.warning_help(
            place,
            message,
            "drop one of the linkages, or rule the option out by a red line",
        );
    }
}
