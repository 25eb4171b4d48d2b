//! Groups of issues that boxes join.

use crate::interaction::{Landscape, PackageBox};
use num_bigint::BigUint;

/// Issues joined by constraints or interactions; what is agreed on them is independent of the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Component {
    /// The issues, ascending.
    pub issues: Vec<usize>,
    /// How many combinations of live options they have, forbidden ones included.
    pub combinations: BigUint,
}

impl Component {
    /// Whether it is a group of at least two issues with more combinations than `limit`.
    ///
    /// A single issue is a choice among its options, however many they are.
    pub fn exceeds(&self, limit: u64) -> bool {
        self.issues.len() > 1 && self.combinations > BigUint::from(limit)
    }

    /// The boxes that lie on the component's issues.
    pub(crate) fn boxes<'a>(&'a self, landscape: &'a Landscape) -> impl Iterator<Item = &'a PackageBox> {
        landscape.boxes.iter().filter(|held| {
            held.sides.first().is_some_and(|(issue, _)| self.issues.binary_search(issue).is_ok())
        })
    }
}

/// The connected components of the landscape's issues, by their smallest issue.
pub(crate) fn components(landscape: &Landscape) -> Vec<Component> {
    let mut root: Vec<usize> = (0..landscape.issue_count()).collect();
    for held in &landscape.boxes {
        let mut issues = held.sides.iter().map(|(issue, _)| *issue);
        let Some(first) = issues.next() else { continue };
        for other in issues {
            let (a, b) = (find(&root, first), find(&root, other));
            if let Some(entry) = root.get_mut(a.max(b)) {
                // To the smaller root: then the groups come out in the order of the case, whatever the order
                // of boxes.
                *entry = a.min(b);
            }
        }
    }
    let roots: Vec<usize> = (0..root.len()).map(|issue| find(&root, issue)).collect();
    (0..roots.len())
        .filter(|issue| roots.get(*issue) == Some(issue))
        .map(|head| {
            let issues: Vec<usize> =
                (0..roots.len()).filter(|issue| roots.get(*issue) == Some(&head)).collect();
            let combinations =
                issues.iter().filter_map(|issue| landscape.live.get(*issue)).map(|live| live.len()).product();
            Component { issues, combinations }
        })
        .collect()
}

/// The smallest issue of the group; links always point to smaller issues.
fn find(root: &[usize], mut issue: usize) -> usize {
    while let Some(up) = root.get(issue).copied().filter(|up| *up != issue) {
        issue = up;
    }
    issue
}
