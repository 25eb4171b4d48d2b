//! Stacked alternating offers.

use super::table::{Act, Table, Watch};
use super::timetable;
use crate::outcome::Close;
use crate::{Action, Ending, Fault, Placed, Strategy};

pub(super) fn play<W: Watch>(table: &mut Table<'_, W>, seats: &mut [Box<dyn Strategy>]) -> Close {
    rounds(table, seats).unwrap_or_else(|close| close)
}

/// Goes on until somebody ends it; the end comes as an `Err` wherever that is shorter.
fn rounds<W: Watch>(table: &mut Table<'_, W>, seats: &mut [Box<dyn Strategy>]) -> Result<Close, Close> {
    // What was passed over by timetable is told to whoever goes on.
    let mut offers: Vec<Placed> = timetable::play(table, seats)?.unwrap_or_default();
    let first = offers.len() / seats.len().max(1);
    // Who is for the standing offer: whoever made it, and whoever accepted it since.
    let mut accepted: Vec<bool> =
        (0..seats.len()).map(|party| offers.last().is_some_and(|placed| placed.party == party)).collect();
    for round in first as u32..table.limits.rounds {
        if !table.enter(round) {
            break;
        }
        for (party, seat) in seats.iter_mut().enumerate() {
            if party > 0 && table.limits.clock.is_some() && !table.tick() {
                return Ok(Close::without(Ending::Deadline));
            }
            let standing = offers.last().map(|placed| &placed.offer);
            match table.turn(party, seat.as_mut(), &offers, standing)? {
                Action::Offer(offer) => {
                    let offer = table.placed(party, &offer)?;
                    offers.push(Placed { party, offer });
                    accepted.fill(false);
                    accepted.iter_mut().skip(party).take(1).for_each(|slot| *slot = true);
                }
                Action::Accept => {
                    let Some(standing) = offers.last() else {
                        return Ok(table.lost(party, Fault::NothingToAccept));
                    };
                    table.saw(Some(party), || Act::Accept);
                    accepted.iter_mut().skip(party).take(1).for_each(|slot| *slot = true);
                    if table.scenario.problem().wins(|party| accepted.get(party) == Some(&true)) {
                        return Ok(Close::agreed(standing.offer.clone()));
                    }
                }
                Action::Walk => {
                    table.saw(Some(party), || Act::Walk);
                    return Ok(Close::without(Ending::Walked { party }));
                }
            }
        }
    }
    Ok(Close::without(Ending::Deadline))
}
