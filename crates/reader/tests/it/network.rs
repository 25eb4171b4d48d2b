//! The network's numbers: held to plain definitions and to finite differences.

use mediant_reader::net::{dense, maths};
use mediant_reader::parse::network::{Layout, Sizes};
use mediant_reader::parse::trees;
use mediant_reader::training::{Example, gradient, loss};
use proptest::prelude::*;

/// Numbers from a seed, without a library: enough for weights.
fn numbers(seed: u64, len: usize) -> Vec<f32> {
    let mut state = seed.wrapping_mul(2).wrapping_add(0x9e37_79b9);
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 40) as f32 / 8_388_608.0) - 1.0
    };
    (0..len).map(|_| next()).collect()
}

proptest! {
    #[test]
    fn exponentials_are_close_to_the_libraries(x in -80.0f32..80.0) {
        let close = |ours: f32, exact: f64| (f64::from(ours) - exact).abs() <= 4e-7 * exact.abs().max(1e-3);
        let wide = f64::from(x);
        prop_assert!(close(maths::exp(x), wide.exp()));
        prop_assert!((f64::from(maths::tanh(x)) - wide.tanh()).abs() < 1e-6);
        prop_assert!((f64::from(maths::sigmoid(x)) - 1.0 / (1.0 + (-wide).exp())).abs() < 1e-6);
        if x > 0.0 {
            prop_assert!((f64::from(maths::ln(x)) - wide.ln()).abs() < 3e-6);
        }
    }

    #[test]
    fn panels_multiply_like_the_definition(seed in 0u64..1000, rows in 0usize..11, inputs in 1usize..9, panels in 1usize..10) {
        let outputs = panels * 8;
        let (x, w) = (numbers(seed, rows * inputs), numbers(seed + 1, inputs * outputs));
        let at = |input: usize, output: usize| w[(output / 8 * inputs + input) * 8 + output % 8];
        let mut y = vec![0.0; rows * outputs];
        dense::product(&w, inputs, outputs, &x, &mut y);
        let mut gradient = vec![0.0; w.len()];
        dense::outer(&mut gradient, inputs, outputs, &x, &y);
        for output in 0..outputs {
            for row in 0..rows {
                let exact: f64 = (0..inputs).map(|i| f64::from(x[row * inputs + i]) * f64::from(at(i, output))).sum();
                prop_assert!((f64::from(y[row * outputs + output]) - exact).abs() < 1e-5);
                // In the order of the inputs, however many panels are worked on side by side.
                let in_order = (0..inputs).fold(0.0f32, |sum, i| sum + x[row * inputs + i] * at(i, output));
                prop_assert_eq!(y[row * outputs + output], in_order);
            }
            for input in 0..inputs {
                let exact: f64 = (0..rows)
                    .map(|r| f64::from(x[r * inputs + input]) * f64::from(y[r * outputs + output]))
                    .sum();
                let ours = gradient[(output / 8 * inputs + input) * 8 + output % 8];
                prop_assert!((f64::from(ours) - exact).abs() < 1e-4);
            }
        }
    }

    #[test]
    fn transposing_twice_is_nothing(seed in 0u64..1000, a in 1usize..4, b in 1usize..4) {
        let w = numbers(seed, a * b * 64);
        prop_assert_eq!(dense::transposed(&dense::transposed(&w, a * 8, b * 8), b * 8, a * 8), w);
    }

    #[test]
    fn the_best_tree_is_a_tree_and_no_plain_one_is_better(seed in any::<u64>(), words in 0usize..6) {
        let rows = words + 1;
        let scores = numbers(seed, rows * rows);
        let heads = trees::best(&scores, rows);
        prop_assert_eq!(heads.len(), rows);
        if words == 0 {
            return Ok(());
        }
        prop_assert!(trees::is_tree(&heads));
        let value = |heads: &[usize]| (1..rows).map(|d| f64::from(scores[d * rows + heads[d]])).sum::<f64>();
        let found = value(&heads);
        for code in 0..rows.pow(words as u32) {
            let other: Vec<usize> = std::iter::once(0)
                .chain((0..words as u32).map(|place| code / rows.pow(place) % rows))
                .collect();
            if trees::is_tree(&other) && !crosses(&other) {
                prop_assert!(value(&other) <= found + 1e-5, "{:?} is better than {:?}", other, heads);
            }
        }
    }
}

/// Whether two arcs between words cross.
fn crosses(heads: &[usize]) -> bool {
    let arcs: Vec<(usize, usize)> =
        (1..heads.len()).filter(|&d| heads[d] != 0).map(|d| (d.min(heads[d]), d.max(heads[d]))).collect();
    // A word under the root must not stand below an arc: the arc from the root would cross it.
    let root = (1..heads.len()).filter(|&d| heads[d] == 0);
    let over_root = root.clone().any(|r| arcs.iter().any(|&(a, b)| a < r && r < b));
    over_root || arcs.iter().any(|&(a, b)| arcs.iter().any(|&(c, d)| a < c && c < b && b < d))
}

#[test]
fn the_gradient_is_what_small_steps_show() {
    let layout = Layout::new(Sizes {
        given: 8,
        features: 5,
        learned: 8,
        hidden: 8,
        tagging: 8,
        arcs: 8,
        labelling: 8,
        tags: 3,
        relations: 4,
    });
    let parameters: Vec<f32> = numbers(7, layout.len).iter().map(|value| value * 0.5).collect();
    let example = Example {
        given: numbers(9, 5 * 8),
        features: vec![vec![0], vec![1, 2], vec![3], vec![], vec![4, 1]],
        tags: vec![0, 1, 2, 0, 1],
        heads: vec![0, 2, 0, 2, 3],
        relations: vec![0, 1, 3, 2, 1],
    };
    let (_, exact) = gradient(&layout, &parameters, &example);
    let mut moving = 0;
    for place in 0..layout.len {
        let step = 4e-3;
        let mut moved = parameters.clone();
        moved[place] += step;
        let up = loss(&layout, &moved, &example);
        moved[place] -= 2.0 * step;
        let slope = (up - loss(&layout, &moved, &example)) / (2.0 * step);
        moving += usize::from(slope.abs() > 1e-3);
        let allowed = 0.01 + 0.05 * slope.abs().max(exact[place].abs());
        assert!((slope - exact[place]).abs() <= allowed, "{place}: {slope} by steps, {}", exact[place]);
    }
    // The test would say nothing if most parameters did nothing.
    assert!(moving * 2 > layout.len, "{moving} of {} parameters move the loss", layout.len);
}
