//! Which strategies spread: the replicator dynamics.
//!
//! A strategy that does better than the average grows. At rest all strategies that are still there do equally
//! well, so a population that comes to rest is a mixed equilibrium of the game among those present; whether
//! it would stay there after a small change is another question, which the starts around it answer
//! (`basins`).

use super::Payoffs;

/// The way of a population.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// Time and shares at the beginning, along the way, and at the end.
    pub points: Vec<(f64, Vec<f64>)>,
    /// Whether it came to rest; otherwise it was still moving when it was left.
    pub settled: bool,
}

/// Time of a step, where payoffs span 1.
const STEP: f64 = 0.25;
/// A population is left after this time.
const TIME_MAX: f64 = 4_000.0;
/// It rests when no share changes faster than this.
const AT_REST: f64 = 1e-8;
/// A path keeps a point each time some share has moved by this much.
const DRAWN: f64 = 0.01;

impl Path {
    /// The shares at the end.
    pub fn end(&self) -> &[f64] {
        self.points.last().map_or(&[], |(_, shares)| shares.as_slice())
    }
}

/// How fast each share changes: `x·(f(x) − mean f)` (Taylor & Jonker, "Evolutionarily stable strategies and game
/// dynamics", *Mathematical Biosciences* 40, 1978).
pub fn change(payoffs: &Payoffs, shares: &[f64]) -> Vec<f64> {
    let fitness = payoffs.fitness(shares);
    let mean: f64 = shares.iter().zip(&fitness).map(|(share, fitness)| share * fitness).sum();
    shares.iter().zip(&fitness).map(|(share, fitness)| share * (fitness - mean)).collect()
}

/// Follows a population from these shares until it rests, or for a long time.
///
/// One population plays the symmetric game: that of a tournament, where a strategy takes every seat equally often,
/// is the symmetrised game of its two seats (Tuyls et al., AAMAS 2018, section 4). Payoffs are scaled to span 1
/// first, which changes the speed alone. Runge-Kutta of order four. Cost: at most 64,000 times strategies squared.
pub fn settle(payoffs: &Payoffs, start: &[f64]) -> Path {
    let game = payoffs.scaled();
    let mut shares = onto_simplex(start.to_vec());
    let mut time = 0.0;
    let mut points = vec![(time, shares.clone())];
    let mut settled = false;
    while time < TIME_MAX {
        // Near an unstable rest a population moves as slowly as near a stable one. A start exactly on one is
        // called settled; a start drawn at random is hardly ever so near.
        let speed = change(&game, &shares).into_iter().map(f64::abs).fold(0.0, f64::max);
        if speed < AT_REST {
            settled = true;
            break;
        }
        shares = stepped(&game, &shares, STEP);
        time += STEP;
        let moved = points.last().map_or(f64::INFINITY, |(_, last)| distance(last, &shares));
        // Kept by distance, not by time: most of the time nearly nothing happens, and a curve needs points
        // where it moves.
        if moved >= DRAWN {
            points.push((time, shares.clone()));
        }
    }
    points.push((time, shares));
    Path { points, settled }
}

/// The greatest difference between shares.
pub fn distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}

fn stepped(game: &Payoffs, shares: &[f64], step: f64) -> Vec<f64> {
    let ahead = |by: &[f64], share: f64| -> Vec<f64> {
        shares.iter().zip(by).map(|(x, slope)| x + slope * share * step).collect()
    };
    let first = change(game, shares);
    let second = change(game, &ahead(&first, 0.5));
    let third = change(game, &ahead(&second, 0.5));
    let fourth = change(game, &ahead(&third, 1.0));
    let slopes = first.iter().zip(&second).zip(third.iter().zip(&fourth));
    let moved = slopes.zip(shares).map(|(((a, b), (c, d)), x)| x + step * (a + 2.0 * b + 2.0 * c + d) / 6.0);
    onto_simplex(moved.collect())
}

/// Rounding must not lead out of the shares that sum to 1.
fn onto_simplex(mut shares: Vec<f64>) -> Vec<f64> {
    shares.iter_mut().for_each(|share| *share = share.max(0.0));
    let sum: f64 = shares.iter().sum();
    if sum > 0.0 {
        shares.iter_mut().for_each(|share| *share /= sum);
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    fn game(rows: &[&[f64]]) -> Payoffs {
        Payoffs::new(rows.iter().map(|row| row.to_vec()).collect()).unwrap()
    }

    #[test]
    fn in_a_donation_game_defection_spreads_as_the_logistic_function_says() {
        // Benefit 3, cost 2, on the scale of this game 5: cooperators decline as x' = -(2/5) x (1 - x).
        let donation = game(&[&[1.0, -2.0], &[3.0, 0.0]]);
        let path = settle(&donation, &[0.9, 0.1]);
        for (time, shares) in &path.points {
            let odds = 9.0 * (-0.4 * time).exp();
            assert!((shares[0] - odds / (1.0 + odds)).abs() < 1e-6, "{time} {shares:?}");
        }
        assert!(path.settled && path.points.len() > 20 && path.end()[1] > 0.999_999);
    }

    #[test]
    fn rock_paper_scissors_goes_round_and_keeps_its_product() {
        let rps = game(&[&[0.0, -1.0, 1.0], &[1.0, 0.0, -1.0], &[-1.0, 1.0, 0.0]]);
        let product = |shares: &[f64]| shares.iter().product::<f64>();
        let path = settle(&rps, &[0.5, 0.3, 0.2]);
        assert!(!path.settled);
        // The product of the shares is a constant of the motion (Hofbauer & Sigmund 1998, section 7.7).
        assert!(path.points.iter().all(|(_, shares)| (product(shares) - 0.03).abs() < 1e-4));
        // It really goes round: each strategy is at some time the most frequent.
        for strategy in 0..3 {
            assert!(path.points.iter().any(|(_, shares)| shares[strategy] > 0.49));
        }
        // From the middle nothing moves.
        assert!(settle(&rps, &[1.0, 1.0, 1.0]).settled);
    }

    #[test]
    fn hawks_and_doves_live_together() {
        // V = 2, C = 4: the stable share of hawks is V / C.
        let path = settle(&game(&[&[-1.0, 2.0], &[0.0, 1.0]]), &[0.05, 0.95]);
        assert!(path.settled && (path.end()[0] - 0.5).abs() < 1e-6);
    }
}
