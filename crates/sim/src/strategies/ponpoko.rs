//! PonPoko: one of five patterns by lot, so that nobody can learn it.

use crate::{Action, Own, Random, Strategy, Turn};

/// PonPokoAgent (Matsune; described in Aydoğan, Fujita, Baarslag, Jonker & Ito 2021, "ANAC 2017: Repeated
/// Multilateral Negotiation League"; first at ANAC 2017).
///
/// At the beginning it draws one of five patterns, each a band of worths over time; some of them swing. It draws its
/// offers from the band and accepts what is worth more than the band's lower end.
pub struct PonPoko {
    random: Random,
    pattern: u64,
}

impl Default for PonPoko {
    fn default() -> Self {
        Self { random: Random::new(0), pattern: 0 }
    }
}

/// The band of a pattern at a time: its lower and its upper end.
fn band(pattern: u64, t: f64) -> (f64, f64) {
    let swing = |pace: f64| (t * pace).sin().abs();
    match pattern {
        0 => (1.0 - 0.1 * t - 0.1 * swing(40.0), 1.0 - 0.1 * t),
        1 => (1.0 - 0.22 * t, 1.0),
        2 => (1.0 - 0.1 * t - 0.15 * swing(20.0), 1.0 - 0.1 * t),
        3 => (if t > 0.99 { 1.0 - 0.3 * t } else { 1.0 - 0.1 * t }, 1.0 - 0.05 * t),
        _ => (1.0 - 0.21 * t * swing(20.0), 1.0 - 0.15 * t * swing(20.0)),
    }
}

impl Strategy for PonPoko {
    fn begin(&mut self, _own: &Own<'_>, mut random: Random) {
        let pattern = random.below(5);
        *self = Self { random, pattern };
    }

    fn act(&mut self, turn: &Turn<'_>) -> Action {
        let own = &turn.own;
        let (low, high) = band(self.pattern, turn.time);
        let low = low.max(own.reservation()).min(1.0);
        if let Some(standing) = turn.standing
            && own.worth(standing) > low
        {
            return Action::Accept;
        }
        let drawn = own.any_within(low, high, &mut self.random);
        // An empty band is widened downwards to the next package.
        Action::Offer(drawn.unwrap_or_else(|| own.greatest_up_to(high.max(low), &mut self.random)))
    }
}
