//! Seeded additive problems for benchmarks and tests.

use mediant_engine::{Layer, Layers};

/// SplitMix64 (Steele, Lea & Flood, OOPSLA 2014): small, seeded, the same everywhere.
pub struct Rng(pub u64);

impl Rng {
    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Uniform in 0..1.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Uniform in `low..=high`.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.bits() % (high - low + 1) as u64) as i64
    }
}

/// How the parties' values relate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Option values uniform.
    Random,
    /// Values in opposite directions with 15 % noise.
    Opposed,
}

/// `issues` x `options`, each party's best package worth about `scale` units, its worst 0.
pub fn additive(parties: usize, issues: usize, options: usize, kind: Kind, scale: f64, seed: u64) -> Layers {
    let mut rng = Rng(seed.wrapping_mul(7919) + 13);
    let mut layers: Vec<Layer> = (0..issues)
        .map(|issue| Layer {
            issues: vec![issue],
            options: (0..options as u32).collect(),
            utilities: vec![0; options * parties],
        })
        .collect();
    for party in 0..parties {
        let mut weights: Vec<f64> = (0..issues).map(|_| 0.05 + rng.unit()).collect();
        let sum: f64 = weights.iter().sum();
        weights.iter_mut().for_each(|weight| *weight /= sum);
        for (layer, weight) in layers.iter_mut().zip(&weights) {
            let values: Vec<f64> =
                (0..options).map(|option| value(&mut rng, kind, party, option, options)).collect();
            let low = values.iter().copied().fold(f64::INFINITY, f64::min);
            let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            for (option, value) in values.iter().enumerate() {
                let share = (value - low) / (high - low).max(1e-9);
                layer.utilities[option * parties + party] = (share * weight * scale).round() as i64;
            }
        }
    }
    Layers { party_count: parties, issue_count: issues, constant: vec![0; parties], layers }
}

fn value(rng: &mut Rng, kind: Kind, party: usize, option: usize, options: usize) -> f64 {
    match kind {
        Kind::Random => rng.unit(),
        Kind::Opposed => {
            let rising = option as f64 / (options - 1) as f64;
            let base = if party.is_multiple_of(2) { rising } else { 1.0 - rising };
            base + 0.15 * (rng.unit() - 0.5)
        }
    }
}

/// One layer of `packages` choices with arbitrary utilities in 0..=scale.
pub fn arbitrary(parties: usize, packages: usize, scale: i64, seed: u64) -> Layers {
    let mut rng = Rng(seed);
    let utilities = (0..packages * parties).map(|_| rng.between(0, scale)).collect();
    let layer = Layer { issues: vec![0], options: (0..packages as u32).collect(), utilities };
    Layers { party_count: parties, issue_count: 1, constant: vec![0; parties], layers: vec![layer] }
}
