//! Blind bidding over packages: simultaneous offers, and a deal where they overlap.

use super::table::{Act, Table, Watch};
use crate::outcome::Close;
use crate::{Action, Ending, Fault, Offer, Placed, Scenario, Strategy};

pub(super) fn play<W: Watch>(table: &mut Table<'_, W>, seats: &mut [Box<dyn Strategy>]) -> Close {
    rounds(table, seats).unwrap_or_else(|close| close)
}

/// An offer, who made it and when.
struct Sealed {
    party: usize,
    round: u32,
    offer: Offer,
}

fn rounds<W: Watch>(table: &mut Table<'_, W>, seats: &mut [Box<dyn Strategy>]) -> Result<Close, Close> {
    let mut random = table.mediators_random();
    let mut sealed: Vec<Sealed> = Vec::new();
    // A party sees its own offers alone, and that the others' did not overlap.
    let mut seen: Vec<Vec<Placed>> = seats.iter().map(|_| Vec::new()).collect();
    // The least worth that each party has put forward.
    let mut levels = vec![f64::INFINITY; seats.len()];
    for round in 0..table.limits.rounds {
        if !table.enter(round) {
            break;
        }
        for (party, seat) in seats.iter_mut().enumerate() {
            let Some(own) = seen.get_mut(party) else { continue };
            match table.turn(party, seat.as_mut(), own, None)? {
                Action::Offer(offer) => {
                    let offer = table.placed(party, &offer)?;
                    let level = worth(table.scenario, party, &offer);
                    levels.iter_mut().skip(party).take(1).for_each(|least| *least = least.min(level));
                    if own.last().is_none_or(|last| last.offer != offer) {
                        sealed.push(Sealed { party, round, offer: offer.clone() });
                    }
                    own.push(Placed { party, offer });
                }
                Action::Accept => return Ok(table.lost(party, Fault::NothingToAccept)),
                Action::Walk => {
                    table.saw(Some(party), || Act::Walk);
                    return Ok(Close::without(Ending::Walked { party }));
                }
            }
        }
        let fits = |sealed: &&Sealed| {
            levels.iter().enumerate().all(|(party, level)| {
                party == sealed.party || worth(table.scenario, party, &sealed.offer) >= *level
            })
        };
        let first = sealed.iter().find(fits).map(|sealed| sealed.round);
        let together: Vec<&Sealed> =
            sealed.iter().filter(|sealed| Some(sealed.round) == first).filter(fits).collect();
        if let Some(drawn) = together.get(random.index(together.len())) {
            return Ok(Close::agreed(drawn.offer.clone()));
        }
    }
    Ok(Close::without(Ending::Deadline))
}

fn worth(scenario: &Scenario, party: usize, offer: &Offer) -> f64 {
    scenario.side(party).map_or(f64::NEG_INFINITY, |side| side.worth(scenario.problem(), party, offer))
}
