//! The payoffs of the meta-game, and where nobody would change strategy alone.
//!
//! Tournaments as games: whoever enters chooses a strategy, and what a strategy scores against each of the
//! others is the payoff. A strategy that wins the tournament need not be one that is chosen once all choose
//! well (empirical game theory; Tuyls et al., AAMAS 2018).

/// What each strategy gets against each: a square, rows play, columns are played against.
#[derive(Clone, Debug, PartialEq)]
pub struct Payoffs {
    rows: Vec<Vec<f64>>,
}

/// A pair of strategies, the same one twice or two, that are best answers to each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Equilibrium {
    /// One strategy, by its row in the payoffs.
    pub first: usize,
    /// The other; not less than the first.
    pub second: usize,
    /// Whether any other strategy would do strictly worse against either.
    pub strict: bool,
}

impl Payoffs {
    /// Payoffs from rows of equal length, as many as a row is long, all finite; `None` for anything else.
    pub fn new(rows: Vec<Vec<f64>>) -> Option<Self> {
        let square = rows.iter().all(|row| row.len() == rows.len() && row.iter().all(|x| x.is_finite()));
        (square && !rows.is_empty()).then_some(Self { rows })
    }

    /// How many strategies there are.
    pub fn count(&self) -> usize {
        self.rows.len()
    }

    /// What `own` gets against `other`.
    pub fn of(&self, own: usize, other: usize) -> f64 {
        self.rows.get(own).and_then(|row| row.get(other)).copied().unwrap_or(0.0)
    }

    /// What every strategy gets on average against a population with these shares.
    pub fn fitness(&self, shares: &[f64]) -> Vec<f64> {
        let against = |row: &Vec<f64>| row.iter().zip(shares).map(|(payoff, share)| payoff * share).sum();
        self.rows.iter().map(against).collect()
    }

    /// The same game with payoffs from 0 to 1: its dynamics take the same ways, at another speed.
    pub fn scaled(&self) -> Self {
        let all = || self.rows.iter().flatten().copied();
        let least = all().fold(f64::INFINITY, f64::min);
        let span = all().fold(f64::NEG_INFINITY, f64::max) - least;
        let scale = if span > 0.0 { span.recip() } else { 0.0 };
        let row = |row: &Vec<f64>| row.iter().map(|payoff| (payoff - least) * scale).collect();
        Self { rows: self.rows.iter().map(row).collect() }
    }

    /// All pure equilibria of the symmetric game, those with one strategy on both sides first.
    pub fn pure_equilibria(&self) -> Vec<Equilibrium> {
        let count = self.count();
        let pairs = (0..count).flat_map(|first| (first..count).map(move |second| (first, second)));
        let mut found: Vec<Equilibrium> = pairs
            .filter(|(first, second)| self.answers(*first, *second) && self.answers(*second, *first))
            .map(|(first, second)| {
                let strict = self.is_only_answer(first, second) && self.is_only_answer(second, first);
                Equilibrium { first, second, strict }
            })
            .collect();
        found.sort_by_key(|equilibrium| (equilibrium.first != equilibrium.second, equilibrium.first));
        found
    }

    fn answers(&self, own: usize, other: usize) -> bool {
        (0..self.count()).all(|instead| self.of(instead, other) <= self.of(own, other))
    }

    fn is_only_answer(&self, own: usize, other: usize) -> bool {
        let others = (0..self.count()).filter(|instead| *instead != own);
        others.into_iter().all(|instead| self.of(instead, other) < self.of(own, other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn equilibria(rows: &[&[f64]]) -> Vec<(usize, usize, bool)> {
        let game = Payoffs::new(rows.iter().map(|row| row.to_vec()).collect()).unwrap();
        game.pure_equilibria().into_iter().map(|e| (e.first, e.second, e.strict)).collect()
    }

    #[test]
    fn the_games_of_the_textbook() {
        // Prisoner's dilemma, stag hunt, hawk and dove (V = 2, C = 4), rock-paper-scissors.
        assert_eq!(equilibria(&[&[3.0, 0.0], &[5.0, 1.0]]), [(1, 1, true)]);
        assert_eq!(equilibria(&[&[4.0, 0.0], &[3.0, 3.0]]), [(0, 0, true), (1, 1, true)]);
        assert_eq!(equilibria(&[&[-1.0, 2.0], &[0.0, 1.0]]), [(0, 1, true)]);
        assert_eq!(equilibria(&[&[0.0, -1.0, 1.0], &[1.0, 0.0, -1.0], &[-1.0, 1.0, 0.0]]), []);
        // Where nothing makes a difference everything is an equilibrium, none of them strict.
        assert_eq!(equilibria(&[&[1.0, 1.0], &[1.0, 1.0]]), [(0, 0, false), (1, 1, false), (0, 1, false)]);
    }

    #[test]
    fn what_is_no_game_is_refused() {
        assert_eq!(Payoffs::new(vec![]), None);
        assert_eq!(Payoffs::new(vec![vec![1.0, 2.0]]), None);
        assert_eq!(Payoffs::new(vec![vec![f64::NAN]]), None);
    }
}
