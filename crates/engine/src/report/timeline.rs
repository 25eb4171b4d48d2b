//! What each dated statement does to the room for a deal, in words.

use super::figures::{count, day, decimal};
use super::{Block, Cell, Section, SectionSubject, Table, Tone, View, sentences};
use crate::outlook::{Dated, Motion, Outlook, Room, Row, WalkAway};
use mediant_model::statement::Trend;
use num_bigint::BigUint;

/// The days on which something changes, and what became of the room on each.
pub(super) fn section(view: &View<'_>, outlook: &Outlook) -> Option<Section> {
    let dated = outlook.rows.iter().any(|row| row.from.is_some());
    let mut blocks = Vec::new();
    if dated {
        // Where nobody said what a deal must be worth, which packages are left is all there is to know: it is said as that.
        let decided = outlook.rows.iter().any(|row| row.room.exists.is_some());
        let about = if decided { "Room for a deal" } else { "Packages that nothing excludes" };
        let headings = ["From", "What changes", about].map(Cell::text).to_vec();
        let before = std::iter::once(None).chain(outlook.rows.iter().map(Some));
        let rows =
            before.zip(&outlook.rows).map(|(before, row)| table_row(view, outlook, before, row, decided));
        let rows = rows.collect();
        blocks.push(Block::Table(Table { headings, rows }));
    } else {
        blocks.push(Block::Text("Nothing that was stated changes on a given day.".to_owned()));
    }
    if let Some(day_missing) = outlook.stopped_before {
        blocks.push(Block::Text(format!(
            "The time ran out before {}: what changes from that day on was not looked at.",
            day(day_missing)
        )));
    }
    Section::with(SectionSubject::Timeline, "Over time", blocks)
}

fn table_row(
    view: &View<'_>,
    outlook: &Outlook,
    before: Option<&Row>,
    row: &Row,
    decided: bool,
) -> Vec<Cell> {
    let from = row.from.map_or_else(|| "the beginning".to_owned(), day);
    let ahead = row.from.zip(outlook.as_of).is_some_and(|(from, as_of)| from > as_of);
    let from = Cell::toned(from, Tone::Strong).and(if ahead { "ahead" } else { "" }, Tone::Quiet);
    let changes =
        row.changes.iter().fold(Cell::default(), |cell, change| cell.and(words(view, change), Tone::Plain));
    let (word, tone) = room(view, &row.room, decided);
    let motion = match row.motion {
        Some(Motion::Opens) => "it opens",
        Some(Motion::Closes) => "it closes",
        Some(Motion::Grows) => "it grows",
        Some(Motion::Shrinks) => "it shrinks",
        Some(Motion::Stays) => "unchanged",
        None => before.map_or("", |before| left(&before.room, &row.room)),
    };
    let mut room = Cell::toned(word, tone).and(motion, Tone::Plain);
    for (party, figures) in row.parties.iter().enumerate() {
        let Some(best) = figures.as_ref().and_then(|figures| Some((figures, figures.best_gain?))) else {
            continue;
        };
        let (figures, best) = best;
        let gain = decimal(figures.scale.shown(best));
        let among = if figures.best_of_all { "" } else { " in a deal that is known to suit everybody" };
        room = room.and(format!("{} can gain up to {gain}{among}", view.naming.party(party)), Tone::Quiet);
    }
    vec![from, changes, room]
}

/// What became of the packages that nothing excludes, where it is not known whether one is a deal.
fn left(before: &Room, after: &Room) -> &'static str {
    let (Some(before), Some(after)) = (&before.count, &after.count) else { return "" };
    if after.upper < before.lower {
        "fewer than before"
    } else if after.lower > before.upper {
        "more than before"
    } else if before.is_exact() && after.is_exact() {
        "unchanged"
    } else {
        ""
    }
}

fn room(view: &View<'_>, room: &Room, decided: bool) -> (String, Tone) {
    let excluded = if decided { " that nothing excludes" } else { "" };
    let all = &view.analysis.package_count;
    match (room.exists, &room.count) {
        (Some(false), _) => ("none".to_owned(), Tone::Blocked),
        (Some(true), Some(found)) if found.is_exact() => {
            let plural = if found.lower == BigUint::from(1u32) { "" } else { "s" };
            (format!("{} package{plural}", count(&found.lower)), Tone::Agreed)
        }
        (Some(true), Some(found)) => {
            (format!("between {} and {} packages", count(&found.lower), count(&found.upper)), Tone::Agreed)
        }
        (Some(true), None) => ("there is some".to_owned(), Tone::Agreed),
        (None, Some(found)) if found.is_exact() && &found.lower == all => {
            (format!("all {} packages{excluded}", count(all)), Tone::Open)
        }
        (None, Some(found)) if found.is_exact() => {
            (format!("{} of {} packages{excluded}", count(&found.lower), count(all)), Tone::Open)
        }
        (None, Some(found)) if &found.upper < all => {
            (format!("at most {} of {} packages{excluded}", count(&found.upper), count(all)), Tone::Open)
        }
        (None, _) => ("not known".to_owned(), Tone::Open),
    }
}

fn words(view: &View<'_>, change: &Dated) -> String {
    match change {
        Dated::Stands(fact) => format!("new: {}", sentences::fact(view, fact)),
        Dated::Falls(fact) => format!("no longer: {}", sentences::fact(view, fact)),
        Dated::WalkAway(change) => walk_away(view, change),
        Dated::Alternative { party, trend, text } => {
            let trend = match trend {
                Some(Trend::Improving) => " improves",
                Some(Trend::Worsening) => " worsens",
                Some(Trend::Steady) => " is steady",
                None => "",
            };
            let text = text.as_ref().map(|text| format!(": {text}")).unwrap_or_default();
            format!("the alternative of {}{trend}{text}", view.naming.party_by_id(party))
        }
        Dated::AlternativeEnds { party, text } => {
            let text = text.as_ref().map(|text| format!(": {text}")).unwrap_or_default();
            format!("no longer an alternative of {}{text}", view.naming.party_by_id(party))
        }
    }
}

fn walk_away(view: &View<'_>, change: &WalkAway) -> String {
    let who = view.naming.whose(change.party);
    let because = change.because.as_ref().map(|because| format!(": {because}")).unwrap_or_default();
    let shown = |value: &mediant_model::Number| decimal(value.to_f64());
    match (&change.before, &change.after) {
        (Some(before), Some(after)) if after > before => {
            format!("{who} walk-away value rises from {} to {}{because}", shown(before), shown(after))
        }
        (Some(before), Some(after)) if after == before => {
            format!("{who} walk-away range changes below {}{because}", shown(after))
        }
        (Some(before), Some(after)) => {
            format!("{who} walk-away value falls from {} to {}{because}", shown(before), shown(after))
        }
        (None, Some(after)) => format!("{who} walk-away value is {} from now on{because}", shown(after)),
        (Some(_), None) => format!("{who} walk-away value no longer holds{because}"),
        (None, None) => format!("{who} walk-away value changes{because}"),
    }
}
