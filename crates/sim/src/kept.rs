//! A party's own side, kept from move to move.

use crate::own::{Meter, Stop};
use crate::{Own, Scenario};
use std::cell::Cell;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// A party's own side for a strategy that cannot hold on to an [`Own`] because it lives elsewhere, such as in another
/// language. It tells no more than an `Own` does, and holds the scenario as long as it lives.
#[derive(Clone)]
pub struct KeptSide {
    scenario: Scenario,
    party: usize,
}

impl Own<'_> {
    /// This side, to be kept. Cheap: what was prepared is shared.
    pub fn keep(&self) -> KeptSide {
        KeptSide { scenario: self.scenario.clone(), party: self.party }
    }
}

impl Scenario {
    /// The side of a party, for whoever hosts a strategy elsewhere than at one of the tables here, such as in another
    /// simulator; `None` where there is no such party. Give it to nobody but that party's strategy.
    pub fn kept_side(&self, party: usize) -> Option<KeptSide> {
        self.side(party).map(|_| KeptSide { scenario: self.clone(), party })
    }
}

impl KeptSide {
    /// Asks the side with at most `effort` questions; what is left of them is in `effort` afterwards. `None` when they
    /// are spent before there is an answer.
    pub fn ask<R>(&self, effort: &mut u64, question: impl FnOnce(Own<'_>) -> R) -> Option<R> {
        let side = self.scenario.side(self.party)?;
        let meter = Meter { left: Cell::new(*effort), clock: None, latest: f64::INFINITY };
        let own = Own { scenario: &self.scenario, side, party: self.party, meter: &meter };
        // The meter unwinds when it is empty; nothing that the question touched is looked at again.
        let answer = catch_unwind(AssertUnwindSafe(|| question(own)));
        *effort = meter.left.get();
        match answer {
            Ok(answer) => Some(answer),
            Err(payload) if payload.is::<Stop>() => {
                *effort = 0;
                None
            }
            Err(payload) => resume_unwind(payload),
        }
    }
}

impl fmt::Debug for KeptSide {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeptSide(party {}, confidential)", self.party)
    }
}

#[cfg(test)]
mod tests {
    use crate::sample;

    #[test]
    fn a_kept_side_answers_until_the_effort_is_spent() {
        let kept = sample::two_fields().kept_side(1).unwrap();
        let mut effort = 3;
        let best = kept.ask(&mut effort, |own| (own.party(), own.worth(&own.best())));
        assert_eq!((best, effort), (Some((1, 1.0)), 2));
        let looping = kept.ask(&mut effort, |own| {
            loop {
                own.worth(&own.best());
            }
        });
        assert_eq!((looping, effort), (None::<()>, 0));
        assert!(sample::two_fields().kept_side(2).is_none());
    }

    #[test]
    #[should_panic(expected = "not the meter's")]
    fn what_else_unwinds_goes_on() {
        let kept = sample::two_fields().kept_side(0).unwrap();
        kept.ask(&mut 5, |_| panic!("not the meter's"));
    }
}
