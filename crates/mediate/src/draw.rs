//! Seeded random numbers, the same on every machine.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

/// A stream of random numbers that its seed and place decide.
#[derive(Clone, Debug)]
pub(crate) struct Draw(Xoshiro256PlusPlus);

impl Draw {
    /// The stream for one step of something seeded: steps do not depend on how much another drew.
    pub fn at(seed: u64, step: u64) -> Self {
        // Odd multiplier: distinct steps of one seed get distinct states; the generator mixes the rest.
        Self(Xoshiro256PlusPlus::seed_from_u64(
            seed ^ (step.wrapping_add(1)).wrapping_mul(0x9E37_79B9_7F4A_7C15),
        ))
    }

    /// Uniform in [0, 1).
    pub fn unit(&mut self) -> f64 {
        const SCALE: f64 = 1.0 / (1_u64 << 53) as f64;
        (self.0.next_u64() >> 11) as f64 * SCALE
    }

    /// Uniform below `n`; 0 where `n` is 0. The bias of the modulus is below 2^-40 for every `n` used here.
    pub fn below(&mut self, n: usize) -> usize {
        if n == 0 { 0 } else { (self.0.next_u64() % n as u64) as usize }
    }

    /// Standard normal (Box and Muller 1958).
    pub fn normal(&mut self) -> f64 {
        (-2.0 * (1.0 - self.unit()).ln()).sqrt() * (std::f64::consts::TAU * self.unit()).cos()
    }

    /// Gamma with shape 2 and scale 1: the sum of two exponentials.
    pub fn gamma2(&mut self) -> f64 {
        -(1.0 - self.unit()).ln() - (1.0 - self.unit()).ln()
    }
}
