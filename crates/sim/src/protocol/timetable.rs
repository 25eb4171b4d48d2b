//! Alternating offers of two parties whose moves depend on the round alone: the same moves, without asking.

use super::table::{Table, Watch};
use crate::offer::Form;
use crate::outcome::Close;
use crate::{Placed, Step, Strategy};

/// Goes through the rounds for which both parties have a timetable. An agreement there comes as an `Err`; else the
/// offers of the rounds passed are returned, or nothing where there was no round to pass.
///
/// Every offer of a timetable stands until the other party's next turn, so that it is enough to compare what
/// it is worth to that party with the level of that turn. Nothing is skipped: the first acceptance found is the
/// first there is.
pub(super) fn play<W: Watch>(
    table: &mut Table<'_, W>,
    seats: &[Box<dyn Strategy>],
) -> Result<Option<Vec<Placed>>, Close> {
    let [first, second] = seats else { return Ok(None) };
    if !table.may_hurry() || !table.scenario.problem().is_unanimous() {
        return Ok(None);
    }
    let scenario = table.scenario;
    let sides = (scenario.side(0), scenario.side(1));
    let (Some(one), Some(other)) = sides else { return Ok(None) };
    let (Some(one), Some(other)) = (&one.ranked, &other.ranked) else { return Ok(None) };
    let firsts = table.timetable(0, first.as_ref());
    let seconds = table.timetable(1, second.as_ref());
    let rounds = firsts.len().min(seconds.len());
    let takes = |worths: &[f64], step: &Step, offered: &Step| match offered.offer.0 {
        Form::Numbered(number) => worths.get(number as usize).is_some_and(|worth| *worth >= step.level),
        Form::Listed(_) => false,
    };
    let mut standing: Option<&Step> = None;
    for (round, (mine, theirs)) in firsts.iter().zip(seconds).enumerate() {
        let accepted = match standing {
            Some(offered) if takes(&one.worths, mine, offered) => Some((offered, 1)),
            _ if takes(&other.worths, theirs, mine) => Some((mine, 2)),
            _ => None,
        };
        if let Some((step, moves)) = accepted {
            table.passed(round as u32, 2 * round as u64 + moves);
            return Err(Close::agreed(step.offer.clone()));
        }
        standing = Some(theirs);
    }
    let placed = |party: usize, step: &Step| Placed { party, offer: step.offer.clone() };
    let passed = firsts.iter().zip(seconds).take(rounds);
    let passed: Vec<Placed> = passed.flat_map(|(a, b)| [placed(0, a), placed(1, b)]).collect();
    if rounds > 0 {
        table.passed(rounds as u32 - 1, passed.len() as u64);
    }
    Ok(Some(passed))
}
