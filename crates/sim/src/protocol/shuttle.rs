//! A mediator who asks each party alone, and puts a package to all when the time is ripe.

use super::table::{Table, Watch};
use crate::outcome::Close;
use crate::{Ending, Fault, Strategy};
use mediant_mediate::{Agenda, Manner, Mediation, MediationDriver, MediationEnding, Parties, Settings, Turn};
use serde::{Deserialize, Serialize};

/// How the mediator asks (see the crate `mediant-mediate`). Rounds are the questions to each party at most, forms and
/// proposals included.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Shuttle {
    /// Whether questions are chosen from everybody's answers; otherwise each party's from its own alone.
    pub coupled: bool,
    /// Whether ranking forms come first.
    pub forms: bool,
}

impl Default for Shuttle {
    fn default() -> Self {
        Self { coupled: false, forms: true }
    }
}

pub(super) fn play<W: Watch>(
    table: &mut Table<'_, W>,
    seats: &mut [Box<dyn Strategy>],
    settings: &Shuttle,
) -> Close {
    asked(table, seats, settings).unwrap_or_else(|close| close)
}

fn asked<W: Watch>(
    table: &mut Table<'_, W>,
    seats: &mut [Box<dyn Strategy>],
    settings: &Shuttle,
) -> Result<Close, Close> {
    let scenario = table.scenario;
    let problem = scenario.problem();
    let nothing = |_| Close::without(Ending::Deadline);
    let agenda = Agenda::from_problem(problem).map_err(nothing)?;
    let manner = if settings.coupled { Manner::Coupled } else { Manner::Blind };
    let how = Settings { forms: settings.forms, ..Settings::default() };
    let seed = table.mediators_random().bits();
    let parties = Parties::from_problem(problem).map_err(nothing)?;
    let mediation = Mediation::new(&agenda, &how, manner, parties, seed);
    let mut session = MediationDriver::new(mediation, table.limits.rounds as usize);
    loop {
        let (party, question) = match session.turn(problem) {
            Turn::Ask { party, question, .. } => (party, question),
            Turn::Ended(MediationEnding::Deal { package, .. }) if problem.passes_rule(&package) => {
                return Ok(scenario
                    .offer(&package)
                    .map_or_else(|| Close::without(Ending::Deadline), Close::agreed));
            }
            Turn::Ended(_) => return Ok(Close::without(Ending::Deadline)),
        };
        let round =
            session.mediation().interviews().get(party).map_or(0, |talk| talk.exchanges().len()) as u32;
        if (round >= table.begun && !table.enter(round)) || !table.tick() {
            return Ok(Close::without(Ending::Deadline));
        }
        let Some(seat) = seats.get_mut(party) else { return Ok(Close::without(Ending::Deadline)) };
        let answer = table.reply(party, seat.as_mut(), &question)?;
        if session.answer(answer).is_err() {
            return Err(table.lost(party, Fault::NoSuchAnswer));
        }
    }
}
