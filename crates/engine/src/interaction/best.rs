//! How local search compares packages: floats that propose and decide nothing.

/// A priced sum; broken prohibitions and missed floors come first.
pub(super) struct PricedSum {
    pub prices: Vec<i64>,
    pub floors: Vec<i64>,
}

impl PricedSum {
    pub fn of(&self, worth: &[i64], broken: usize) -> f64 {
        let sum: f64 =
            worth.iter().zip(&self.prices).map(|(units, price)| *units as f64 * *price as f64).sum();
        let missed: f64 = worth
            .iter()
            .zip(&self.floors)
            .map(|(units, floor)| (*floor as f64 - *units as f64).max(0.0))
            .sum();
        // A missed floor has to weigh more than any other party's gain from missing it, hence the largest
        // price and some. A broken prohibition outweighs every sum that can occur.
        let heavy = self.prices.iter().map(|price| *price as f64).fold(1.0, f64::max) * 16.0;
        sum - missed * heavy - broken as f64 * 1e40
    }
}
