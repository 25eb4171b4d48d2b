//! Whether constraints alone leave a package.
//!
//! Depth-first search with unit propagation (Davis, Logemann and Loveland 1962) over forbidden
//! boxes: a forbidden box all of whose sides but one are certain removes the options of that side.
//!
//! What holds: every admissible package lies in the set of live options in hand or in one on the stack. A
//! branch divides the options of one issue into those that avoid a box and those that enter it, so no package
//! is lost and none is looked at twice. Neither part is empty, nor is what propagation leaves: the side was
//! undecided.

use super::{Landscape, PackageBox};
use crate::Control;
use mediant_model::OptionSet;

/// The answer to whether a group of issues can be settled at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Admissible {
    /// An admissible combination: an option for each issue of the group, in its order.
    Package(Vec<u32>),
    /// There is none.
    None,
    /// The search was stopped.
    Unknown,
}

/// Searches the landscape's issues `issues` (ascending, closed under joint boxes) for a combination
/// in no forbidden box. Utilities do not matter.
///
/// Exact at any size; exponential in the worst case, as satisfiability is.
pub fn admissible_package(landscape: &Landscape, issues: &[usize], control: &dyn Control) -> Admissible {
    let on_issues = |held: &&PackageBox| {
        held.is_forbidden() && held.sides.iter().all(|(issue, _)| issues.binary_search(issue).is_ok())
    };
    let boxes: Vec<&PackageBox> = landscape.boxes.iter().filter(on_issues).collect();
    if boxes.is_empty() {
        // Nothing ties them to each other; of thousands of issues nearly all are by themselves.
        return first_of_each(issues, &landscape.live);
    }
    // A stack of its own instead of calls within calls: depth grows with the boxes, which may be thousands.
    let mut open: Vec<Vec<OptionSet>> = vec![landscape.live.clone()];
    while let Some(mut live) = open.pop() {
        if control.should_stop() {
            return Admissible::Unknown;
        }
        match next_step(&boxes, &mut live) {
            Step::DeadEnd => {}
            Step::Branch(issue, options) => {
                let Some(rest) = live.get(issue) else { continue };
                let (avoid, enter) = (rest.intersection(&options.complement()), rest.intersection(&options));
                // The last in is the first out: avoiding the box is tried first, and usually settles it.
                open.push(narrowed(&live, issue, enter));
                open.push(narrowed(&live, issue, avoid));
            }
            // No box holds anything that is left, so any options go together.
            Step::Free => return first_of_each(issues, &live),
        }
    }
    Admissible::None
}

fn first_of_each(issues: &[usize], live: &[OptionSet]) -> Admissible {
    let first = |issue: &usize| u32::try_from(live.get(*issue)?.iter().next()?).ok();
    issues.iter().map(first).collect::<Option<_>>().map_or(Admissible::None, Admissible::Package)
}

enum Step {
    /// A forbidden box holds everything that is left.
    DeadEnd,
    /// The smallest undecided box could be avoided on this issue, outside these options.
    Branch(usize, OptionSet),
    /// No forbidden box holds anything that is left.
    Free,
}

fn next_step(boxes: &[&PackageBox], live: &mut [OptionSet]) -> Step {
    loop {
        let mut narrowed = false;
        let mut smallest: Option<(usize, usize, &OptionSet)> = None;
        for held in boxes {
            if held
                .sides
                .iter()
                .any(|(issue, side)| live.get(*issue).is_some_and(|live| live.is_disjoint(side)))
            {
                continue;
            }
            // A side that holds all live options is certain. Only the other sides can still keep a package
            // out of the box.
            let mut undecided = held
                .sides
                .iter()
                .filter(|(issue, side)| live.get(*issue).is_some_and(|live| !live.is_subset(side)));
            let Some((issue, side)) = undecided.next() else { return Step::DeadEnd };
            let others = undecided.count();
            if others == 0 {
                if let Some(live) = live.get_mut(*issue) {
                    // Unit propagation: one way out is left, so every package takes it.
                    *live = live.intersection(&side.complement());
                }
                narrowed = true;
            // The box with the fewest ways out forces most. Cutting one option away may already have made it
            // a unit, which the next round of the loop sees; therefore no branch before a round without a
            // cut.
            } else if smallest.is_none_or(|(fewest, _, _)| others < fewest) {
                smallest = Some((others, *issue, side));
            }
        }
        if !narrowed {
            return smallest.map_or(Step::Free, |(_, issue, side)| Step::Branch(issue, side.clone()));
        }
    }
}

fn narrowed(live: &[OptionSet], issue: usize, options: OptionSet) -> Vec<OptionSet> {
    let mut live = live.to_vec();
    if let Some(entry) = live.get_mut(issue) {
        *entry = options;
    }
    live
}
