//! Nodes of a proof in the words of the certificate.

use super::Writer;
use super::division::{Evaluated, Part, divided};
use mediant_check::{Bound, Branch, Exchange, Node, Share};
use mediant_model::OptionSet;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

impl Writer<'_> {
    /// A leaf for these corners: of the bounds those that it takes.
    pub(super) fn leaf(&self, part: &Part, bounds: &[Evaluated], corners: Range<usize>) -> Node {
        let by = corners
            .filter_map(|corner| bounds.iter().position(|bound| self.excludes(bound, corner, bound.bound)));
        let used: BTreeSet<usize> = by.collect();
        self.written(part, used.into_iter().filter_map(|index| bounds.get(index)))
    }

    pub(super) fn written<'b>(&self, part: &Part, bounds: impl Iterator<Item = &'b Evaluated>) -> Node {
        let written = bounds.map(|bound| {
            let divided = divided(part, bound);
            let mut shares: BTreeMap<usize, Share> = BTreeMap::new();
            let blank = |of| Share { of, inside: BTreeMap::new(), outside: 0 };
            for ((of, issue), share) in divided.inside.iter().filter(|(_, share)| **share > 0) {
                let entry = shares.entry(*of).or_insert_with(|| blank(*of));
                entry.inside.insert(self.issue_name(*issue), share.unsigned_abs());
            }
            for (of, charge) in divided.outside.iter().filter(|(_, charge)| **charge > 0) {
                shares.entry(*of).or_insert_with(|| blank(*of)).outside = charge.unsigned_abs();
            }
            Bound {
                prices: self.named_prices(&bound.direction.prices),
                shares: shares.into_values().collect(),
                capped: self.capped(bound),
            }
        });
        Node::Bounds { bounds: written.collect() }
    }

    /// The weights at the cap that go with the prices of a corner.
    fn capped(&self, bound: &Evaluated) -> mediant_check::Prices {
        let corner = self.corners.get(bound.key).filter(|corner| corner.prices == bound.direction.prices);
        let mut capped = corner.map_or_else(BTreeMap::new, |corner| self.named_prices(&corner.capped));
        capped.retain(|_, weight| *weight > 0);
        capped
    }

    pub(super) fn exchange(&self, issue: usize, from: usize, to: usize) -> Exchange {
        let named = self.problem.issues.get(issue);
        let name = |option: usize| {
            named.and_then(|issue| issue.options.get(option)).map_or_else(String::new, ToString::to_string)
        };
        Exchange { issue: self.issue_name(issue), option: name(from), by: name(to) }
    }

    pub(super) fn named_prices(&self, prices: &[i64]) -> mediant_check::Prices {
        let prices: Vec<u64> = prices.iter().map(|price| price.unsigned_abs()).collect();
        mediant_check::prices(self.problem, &prices)
    }

    pub(super) fn issue_name(&self, issue: usize) -> String {
        self.problem.issues.get(issue).map_or_else(String::new, |issue| issue.id.to_string())
    }

    pub(super) fn branch(&self, issue: usize, options: &OptionSet, node: usize) -> Branch {
        let names = self.problem.issues.get(issue).map_or(&[][..], |issue| &issue.options);
        let options = options.iter().filter_map(|option| names.get(option)).map(|name| name.to_string());
        Branch { options: options.collect(), node }
    }
}
