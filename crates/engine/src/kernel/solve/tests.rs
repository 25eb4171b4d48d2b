//! What a search names is worth what it says, finished or not.

use super::*;
use crate::kernel::efficient::EfficientLayers;
use crate::kernel::solution::utilities;
use crate::{Layer, Layers};
use proptest::prelude::*;
use std::sync::atomic::{AtomicU32, Ordering};

/// Stops after so many questions.
struct After(AtomicU32);

impl Control for After {
    fn should_stop(&self) -> bool {
        let left = |left: u32| left.checked_sub(1);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, left).is_err()
    }
}

/// Three parties who want opposite things: each option's values sum to about the same, as rounded parts of `total`.
fn opposed(parts: &[Vec<(u32, u32, u32)>], total: i64) -> Layers {
    let row = |(a, b, c): &(u32, u32, u32)| {
        let sum = i64::from(a + b + c).max(1);
        [a, b, c].map(|part| total * i64::from(*part) / sum)
    };
    let layer = |(issue, rows): (usize, &Vec<(u32, u32, u32)>)| Layer {
        issues: vec![issue],
        options: (0..rows.len() as u32).collect(),
        utilities: rows.iter().flat_map(row).collect(),
    };
    let layers = parts.iter().enumerate().map(layer).collect();
    Layers { party_count: 3, issue_count: parts.len(), constant: vec![0; 3], layers }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_package_named_has_the_gains_told(
        parts in prop::collection::vec(prop::collection::vec((0u32..1000, 0u32..1000, 0u32..1000), 2..7), 4..13),
        total in prop::sample::select(vec![10i64, 300, 1000]),
        weights in (0i64..3, 1i64..4, 1i64..900),
        looking in prop::sample::select(vec![Looking::Better, Looking::Equal]),
        states_max in prop::sample::select(vec![30usize, 100, 300, 1000, 3000]),
        questions in prop::sample::select(vec![3u32, 12, 40, u32::MAX]),
    ) {
        let layers = opposed(&parts, total);
        let efficient = EfficientLayers::new(&layers);
        let gains: Gains<3> = Gains::over(&efficient, &[0; 3]);
        let some = [weights.0, weights.1, weights.2];
        for criterion in [
            Criterion::Shares { ideals: [1; 3] },
            Criterion::Shares { ideals: some },
            Criterion::Product { n: 3 },
            Criterion::Sum { weights: some },
        ] {
            let control = After(AtomicU32::new(questions));
            let effort = Effort { states_max, control: &control };
            let best = match search(&gains, &criterion, [0; 3], looking, effort) {
                Search::Proven(best) | Search::Open(Some(best), _) => best,
                Search::Open(None, _) | Search::Empty(_) => continue,
            };
            let named: [i64; 3] = std::array::from_fn(|p| utilities(&efficient, &best.choices)[p]);
            prop_assert_eq!(criterion.value(&named), criterion.value(&best.gains));
            prop_assert!(criterion.compare(&named, &best.gains).is_eq());
        }
    }
}
