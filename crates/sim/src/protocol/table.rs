//! The table: who is asked, what time it is, what was done.

use crate::outcome::Close;
use crate::own::{Meter, Stop};
use crate::random::{Random, derived_seed};
use crate::{
    Action, Ballot, Clock, Ending, Fault, Inquiry, Limits, Offer, Own, Placed, Scenario, Step, Strategy, Turn,
};
use mediant_mediate::{Answer, Question};
use std::any::Any;
use std::cell::{Cell, RefCell};

/// Something done at the table.
pub(crate) struct Move {
    pub round: u32,
    pub time: f64,
    /// Who; `None` for the mediator.
    pub party: Option<usize>,
    pub act: Act,
}

/// What was done.
pub(crate) enum Act {
    Offer(Offer),
    Accept,
    Walk,
    /// The mediator proposes a change to the text.
    Draft(Offer),
    Vote(bool),
    /// The mediator asked this, and the party answered.
    Reply(Question, Answer),
    /// The mediator keeps the change.
    Keep,
    /// The mediator drops the change.
    Drop,
}

/// Is told of every move.
pub(crate) trait Watch {
    /// Whether anybody watches.
    const WATCHES: bool;

    /// Something was done; made only when somebody watches.
    fn saw(&mut self, made: impl FnOnce() -> Move);
}

/// Tells nobody of the moves.
pub(crate) struct Unwatched;

impl Watch for Unwatched {
    const WATCHES: bool = false;

    fn saw(&mut self, _: impl FnOnce() -> Move) {}
}

/// Writes everything down.
#[derive(Default)]
pub(crate) struct Record {
    pub moves: Vec<Move>,
}

impl Watch for Record {
    const WATCHES: bool = true;

    fn saw(&mut self, made: impl FnOnce() -> Move) {
        self.moves.push(made());
    }
}

/// A clock that notes what it told.
pub(crate) struct Readings<'a> {
    clock: Option<&'a dyn Clock>,
    taken: RefCell<Vec<f64>>,
}

impl<'a> Readings<'a> {
    pub fn new(clock: Option<&'a dyn Clock>) -> Self {
        Self { clock, taken: RefCell::default() }
    }

    pub fn taken(self) -> Vec<f64> {
        self.taken.into_inner()
    }
}

impl Clock for Readings<'_> {
    fn share(&self) -> f64 {
        let share = self.clock.map_or(0.0, Clock::share);
        self.taken.borrow_mut().push(share);
        share
    }
}

/// A negotiation under way.
pub(super) struct Table<'a, W: Watch> {
    pub scenario: &'a Scenario,
    pub limits: &'a Limits<'a>,
    meter: Meter<'a>,
    seed: u64,
    /// Who is being asked something.
    pub mover: Option<usize>,
    pub round: u32,
    /// How many rounds were begun.
    pub begun: u32,
    pub time: f64,
    pub moves: u64,
    watch: &'a mut W,
}

/// The mediator's stream of chance has the index after every seat's.
const MEDIATOR: u64 = u64::MAX;

impl<'a, W: Watch> Table<'a, W> {
    pub fn new(scenario: &'a Scenario, limits: &'a Limits<'a>, seed: u64, watch: &'a mut W) -> Self {
        let meter = Meter { left: Cell::new(limits.effort), clock: limits.clock, latest: 1.0 + limits.grace };
        Self { scenario, limits, meter, seed, mover: None, round: 0, begun: 0, time: 0.0, moves: 0, watch }
    }

    /// Starts every strategy anew.
    pub fn begin(&mut self, seats: &mut [Box<dyn Strategy>]) {
        for (party, seat) in seats.iter_mut().enumerate() {
            let random = Random::new(derived_seed(self.seed, &[party as u64]));
            self.ask(party, |own| seat.begin(&own, random));
        }
    }

    /// The mediator's own stream of chance.
    pub fn mediators_random(&self) -> Random {
        Random::new(derived_seed(self.seed, &[MEDIATOR]))
    }

    /// A round begins; whether there is time for it.
    pub fn enter(&mut self, round: u32) -> bool {
        self.round = round;
        let is_time = self.tick();
        self.begun += u32::from(is_time);
        is_time
    }

    /// Looks at the time; whether there is any left.
    pub fn tick(&mut self) -> bool {
        self.time = match self.limits.clock {
            Some(clock) => clock.share(),
            None => self.limits.time_of(self.round),
        };
        self.time < 1.0
    }

    /// Whether moves may be made by timetable: nobody watches, and rounds tell the time.
    pub fn may_hurry(&self) -> bool {
        !W::WATCHES && self.limits.clock.is_none()
    }

    /// So many moves were made by timetable, the last in this round.
    pub fn passed(&mut self, round: u32, moves: u64) {
        self.round = round;
        self.begun = round + 1;
        self.moves = moves;
        self.tick();
    }

    /// A party's timetable.
    pub fn timetable<'s>(&mut self, party: usize, seat: &'s dyn Strategy) -> &'s [Step] {
        let rounds = self.limits.rounds;
        let steps = self.ask(party, |own| seat.timetable(&own, rounds)).unwrap_or_default();
        steps.get(..rounds as usize).unwrap_or(steps)
    }

    /// Asks a party something that it answers from its own side.
    fn ask<R>(&mut self, party: usize, question: impl FnOnce(Own<'_>) -> R) -> Option<R> {
        let side = self.scenario.side(party)?;
        self.meter.left.set(self.limits.effort);
        self.mover = Some(party);
        let own = Own { scenario: self.scenario, side, party, meter: &self.meter };
        let answer = question(own);
        self.mover = None;
        Some(answer)
    }

    /// Asks a party for its move.
    #[inline]
    pub fn turn(
        &mut self,
        party: usize,
        seat: &mut dyn Strategy,
        offers: &[Placed],
        standing: Option<&Offer>,
    ) -> Result<Action, Close> {
        let (round, rounds, time) = (self.round, self.limits.rounds, self.time);
        let answer = self.ask(party, |own| seat.act(&Turn { own, round, rounds, time, offers, standing }));
        self.in_time(party)?;
        self.moves += 1;
        Ok(answer.unwrap_or(Action::Walk))
    }

    /// Asks a party for its vote.
    pub fn vote(
        &mut self,
        party: usize,
        seat: &mut dyn Strategy,
        text: &Offer,
        draft: &Offer,
    ) -> Result<bool, Close> {
        let (round, rounds, time) = (self.round, self.limits.rounds, self.time);
        let answer = self.ask(party, |own| seat.vote(&Ballot { own, round, rounds, time, text, draft }));
        self.in_time(party)?;
        self.moves += 1;
        let vote = answer.unwrap_or(false);
        self.saw(Some(party), || Act::Vote(vote));
        Ok(vote)
    }

    /// Asks a party the mediator's question.
    pub fn reply(
        &mut self,
        party: usize,
        seat: &mut dyn Strategy,
        question: &Question,
    ) -> Result<Answer, Close> {
        let answer = self.ask(party, |own| seat.reply(&Inquiry { own, question }));
        self.in_time(party)?;
        self.moves += 1;
        let answer = answer.unwrap_or(Answer::CannotSay);
        self.saw(Some(party), || Act::Reply(question.clone(), answer.clone()));
        Ok(answer)
    }

    /// Whether an answer that just came is in time: a little late it ends the negotiation, later it loses it.
    fn in_time(&mut self, party: usize) -> Result<(), Close> {
        let Some(clock) = self.limits.clock else { return Ok(()) };
        let now = clock.share();
        if now > 1.0 + self.limits.grace {
            self.time = 1.0;
            return Err(self.lost(party, Fault::Late));
        }
        if now >= 1.0 { Err(Close::without(Ending::Deadline)) } else { Ok(()) }
    }

    /// The offer in the scenario's own form, or the end of the negotiation for who made it.
    #[inline]
    pub fn placed(&mut self, party: usize, offer: &Offer) -> Result<Offer, Close> {
        match self.scenario.checked(offer) {
            Some(offer) => {
                self.saw(Some(party), || Act::Offer(offer.clone()));
                Ok(offer)
            }
            None => Err(self.lost(party, Fault::NoSuchPackage)),
        }
    }

    pub fn lost(&self, party: usize, fault: Fault) -> Close {
        Close::without(Ending::Lost { party, fault })
    }

    /// Tells the watcher.
    #[inline]
    pub fn saw(&mut self, party: Option<usize>, act: impl FnOnce() -> Act) {
        let (round, time) = (self.round, self.time);
        self.watch.saw(|| Move { round, time, party, act: act() });
    }
}

/// What a panic in a strategy's code means.
pub(super) fn fault_of(payload: &(dyn Any + Send)) -> Fault {
    match payload.downcast_ref::<Stop>() {
        Some(Stop::Effort) => Fault::TooMuchEffort,
        Some(Stop::Late) => Fault::Late,
        None => {
            let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
            let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
            Fault::Panicked { message: text.unwrap_or_else(|| "it gave no message".to_owned()) }
        }
    }
}
