//! Whether constraints alone leave a package.
//!
//! Depth-first search with unit propagation (Davis, Logemann and Loveland 1962) over forbidden
//! boxes: a forbidden box all of whose sides but one are certain removes the options of that side.

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
                open.push(narrowed(&live, issue, enter));
                open.push(narrowed(&live, issue, avoid));
            }
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
            let mut undecided = held
                .sides
                .iter()
                .filter(|(issue, side)| live.get(*issue).is_some_and(|live| !live.is_subset(side)));
            let Some((issue, side)) = undecided.next() else { return Step::DeadEnd };
            let others = undecided.count();
            if others == 0 {
                if let Some(live) = live.get_mut(*issue) {
                    *live = live.intersection(&side.complement());
                }
                narrowed = true;
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
