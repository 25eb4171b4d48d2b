//! Stacked alternating offers.

use super::table::{Act, Table, Watch};
use crate::outcome::Close;
use crate::{Action, Ending, Fault, Placed, Strategy};

pub(super) fn play<W: Watch>(table: &mut Table<'_, W>, seats: &mut [Box<dyn Strategy>]) -> Close {
    rounds(table, seats).unwrap_or_else(|close| close)
}

/// Goes on until somebody ends it; the end comes as an `Err` wherever that is shorter.
fn rounds<W: Watch>(table: &mut Table<'_, W>, seats: &mut [Box<dyn Strategy>]) -> Result<Close, Close> {
    let mut offers: Vec<Placed> = Vec::new();
    // Who is for the standing offer: whoever made it, and whoever accepted it since.
    let mut accepted = vec![false; seats.len()];
    for round in 0..table.limits.rounds {
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
