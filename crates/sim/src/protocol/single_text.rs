//! A single text that the mediator changes and the parties vote on.

use super::table::{Act, Table, Watch};
use crate::outcome::Close;
use crate::random::Random;
use crate::scenario::anywhere;
use crate::{Ending, Offer, Scenario, Strategy};
use serde::{Deserialize, Serialize};

/// How the mediator treats the votes (Klein, Faratin, Sayama & Bar-Yam 2003, "Negotiating complex contracts",
/// Group Decision and Negotiation 12).
///
/// The mediator begins with a package drawn by lot and proposes changes of one issue. A change that everybody
/// votes for is kept. The annealing mediator also keeps a change that somebody votes against, with a
/// probability that falls over the rounds: `temperature` at the beginning, by a straight line to 0 at the end.
/// At the end the text is a deal if it is acceptable to the parties: worth no less than its walk-away value
/// to anybody whose acceptance the agreement rule needs.
///
/// A simplification: in the paper votes are strong or weak and the mediator anneals over sums of them; here a
/// vote is yes or no, as at a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SingleText {
    /// The probability, in 0..=1, with which a change that was voted down is kept in the first round; 0 for a
    /// mediator who climbs.
    pub temperature: f64,
}

pub(super) fn play<W: Watch>(
    table: &mut Table<'_, W>,
    seats: &mut [Box<dyn Strategy>],
    settings: &SingleText,
) -> Close {
    rounds(table, seats, settings).unwrap_or_else(|close| close)
}

fn rounds<W: Watch>(
    table: &mut Table<'_, W>,
    seats: &mut [Box<dyn Strategy>],
    settings: &SingleText,
) -> Result<Close, Close> {
    let mut random = table.mediators_random();
    let Some(mut text) = first_text(table.scenario, &mut random) else {
        return Ok(Close::without(Ending::Deadline));
    };
    table.saw(None, || Act::Draft(text.clone()));
    table.saw(None, || Act::Keep);
    for round in 0..table.limits.rounds {
        if !table.enter(round) {
            break;
        }
        let Some(draft) = changed(table.scenario, &text, &mut random) else { continue };
        table.saw(None, || Act::Draft(draft.clone()));
        let mut everybody = true;
        for (party, seat) in seats.iter_mut().enumerate() {
            // Everybody is asked: a vote says nothing about the others'.
            everybody &= table.vote(party, seat.as_mut(), &text, &draft)?;
        }
        let heat = settings.temperature * (1.0 - f64::from(round) / f64::from(table.limits.rounds));
        let kept = everybody || random.unit() < heat;
        table.saw(None, || if kept { Act::Keep } else { Act::Drop });
        if kept {
            text = draft;
        }
    }
    let problem = table.scenario.problem();
    if problem.passes_rule(&table.scenario.package(&text)) {
        Ok(Close::agreed(text))
    } else {
        Ok(Close::without(Ending::Deadline))
    }
}

/// So many draws are made to find a package that linkages allow.
const DRAWS: usize = 10_000;

fn first_text(scenario: &Scenario, random: &mut Random) -> Option<Offer> {
    (0..DRAWS).find_map(|_| scenario.offer(&anywhere(scenario.problem(), random)))
}

/// The text with another option on one issue, drawn evenly; `None` where linkages allow none that was drawn.
fn changed(scenario: &Scenario, text: &Offer, random: &mut Random) -> Option<Offer> {
    let issues = &scenario.problem().issues;
    let open: Vec<usize> =
        (0..issues.len()).filter(|issue| issues.get(*issue).is_some_and(|of| of.options.len() > 1)).collect();
    (0..DRAWS).find_map(|_| {
        let mut package = scenario.package(text);
        let issue = *open.get(random.index(open.len()))?;
        let others = issues.get(issue)?.options.len() - 1;
        let slot = package.get_mut(issue)?;
        let step = random.index(others) as u32;
        *slot = if step >= *slot { step + 1 } else { step };
        scenario.offer(&package)
    })
}
