//! When to take what stands: the conditions of Baarslag, Hindriks & Jonker.

/// A condition for accepting, from "Effective acceptance conditions in real-time automated negotiation"
/// (Baarslag, Hindriks & Jonker 2014, Decision Support Systems 60; first in "Acceptance conditions in
/// automated negotiation", 2013).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Acceptance {
    /// AC_next(α, β): the offer is worth at least as much as what it would put forward itself: `α·u + β ≥ next`.
    Next {
        /// α: multiplies the offer's worth.
        scale: f64,
        /// β: added to it.
        shift: f64,
    },
    /// AC_const(γ): the offer is worth at least so much.
    Constant(f64),
    /// AC_time(T): whatever is offered from this time on.
    Time(f64),
    /// AC_combi(T, MAX^W): as AC_next; from time T on also what is worth at least as much as the best offer
    /// of the last stretch as long as what is left of the time.
    CombiBest(f64),
    /// AC_combi(T, AVG^W): the same with the average in place of the best.
    CombiMean(f64),
}

/// What the others have put forward, as worths to the one who decides.
#[derive(Clone, Debug, Default)]
pub struct Heard {
    /// The time and worth of each offer, oldest first.
    worths: Vec<(f64, f64)>,
}

impl Heard {
    /// Notes an offer.
    pub fn note(&mut self, time: f64, worth: f64) {
        self.worths.push((time, worth));
    }

    /// How many there were.
    pub fn count(&self) -> usize {
        self.worths.len()
    }

    /// The worths from a time on, oldest first.
    pub fn since(&self, time: f64) -> impl Iterator<Item = f64> + '_ {
        // Offers are noted as they come, so times ascend.
        let first = self.worths.partition_point(|(at, _)| *at < time);
        self.worths.iter().skip(first).map(|(_, worth)| *worth)
    }

    /// All worths, oldest first.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = f64> + '_ {
        self.worths.iter().map(|(_, worth)| *worth)
    }

    /// Forgets all offers heard, for a new negotiation.
    pub fn clear(&mut self) {
        self.worths.clear();
    }
}

impl Acceptance {
    /// AC_next without scale or shift.
    pub const NEXT: Self = Self::Next { scale: 1.0, shift: 0.0 };

    /// Whether to take an offer of worth `offered` at `time`, where the next own offer would be worth `next` and
    /// `heard` holds what the others put forward before it, the offer itself not counted.
    ///
    /// ```
    /// use mediant_sim::acceptance::{Acceptance, Heard};
    ///
    /// let heard = Heard::default();
    /// assert!(Acceptance::NEXT.accepts(0.7, 0.6, 0.1, &heard));
    /// assert!(!Acceptance::Constant(0.8).accepts(0.7, 0.6, 0.1, &heard));
    /// ```
    pub fn accepts(&self, offered: f64, next: f64, time: f64, heard: &Heard) -> bool {
        match *self {
            Self::Next { scale, shift } => scale * offered + shift >= next,
            Self::Constant(level) => offered >= level,
            Self::Time(from) => time >= from,
            Self::CombiBest(from) => {
                let best = || heard.since(window(time)).fold(f64::NEG_INFINITY, f64::max);
                offered >= next || (time >= from && offered >= best())
            }
            Self::CombiMean(from) => {
                let mean = || {
                    let count = heard.since(window(time)).count();
                    heard.since(window(time)).sum::<f64>() / count.max(1) as f64
                };
                offered >= next || (time >= from && offered >= mean())
            }
        }
    }
}

/// Where the stretch begins that is as long as what is left.
fn window(time: f64) -> f64 {
    time - (1.0 - time)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard() -> Heard {
        let mut heard = Heard::default();
        [(0.1, 0.9), (0.5, 0.2), (0.85, 0.5), (0.9, 0.3)].iter().for_each(|(t, u)| heard.note(*t, *u));
        heard
    }

    #[test]
    fn conditions_are_those_of_the_paper() {
        let heard = heard();
        let at = |condition: Acceptance, offered, time| condition.accepts(offered, 0.7, time, &heard);
        assert!(at(Acceptance::NEXT, 0.7, 0.1) && !at(Acceptance::NEXT, 0.69, 0.1));
        let bent = Acceptance::Next { scale: 1.1, shift: 0.05 };
        assert!(at(bent, 0.6, 0.1) && !at(bent, 0.59, 0.1));
        assert!(at(Acceptance::Constant(0.4), 0.4, 0.0) && !at(Acceptance::Constant(0.4), 0.39, 1.0));
        assert!(at(Acceptance::Time(0.99), 0.0, 0.99) && !at(Acceptance::Time(0.99), 0.9, 0.98));
    }

    #[test]
    fn a_combined_condition_looks_back_as_far_as_time_is_left() {
        let heard = heard();
        // At 0.92 the stretch begins at 0.84: the best there is 0.5, the average 0.4.
        let best = Acceptance::CombiBest(0.9);
        let mean = Acceptance::CombiMean(0.9);
        assert!(best.accepts(0.5, 0.7, 0.92, &heard) && !best.accepts(0.49, 0.7, 0.92, &heard));
        assert!(mean.accepts(0.4, 0.7, 0.92, &heard) && !mean.accepts(0.39, 0.7, 0.92, &heard));
        assert!(!best.accepts(0.5, 0.7, 0.89, &heard));
        assert!(best.accepts(0.7, 0.7, 0.1, &heard));
    }
}
