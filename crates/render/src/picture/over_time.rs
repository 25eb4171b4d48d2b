//! The figures of a picture of what time does to the room for a deal.

use super::scene::Scene;
use super::steps;
use mediant_engine::outlook::{Dated, Figures, Outlook, Room, Row};
use mediant_engine::report::count;
use mediant_model::problem::{Fact, FactKind};
use mediant_model::statement::Trend;
use mediant_model::{Count, Date, Problem};
use num_bigint::BigUint;
use num_traits::ToPrimitive;

/// The room for a deal and the parties' walk-away values, a step for each day on which something changes.
///
/// Confidential as far as the outlook is: it shows the walk-away values of every party that has one there.
pub struct OverTime {
    /// The title of the case.
    pub title: String,
    /// What is shown, in a few words.
    pub subtitle: String,
    /// The stretches of time, in their order.
    pub(super) steps: Vec<Step>,
    /// One lane for each party.
    pub(super) lanes: Vec<Lane>,
}

/// A stretch of time in which nothing changes.
pub(super) struct Step {
    /// Its first day.
    pub(super) from: String,
    /// Where it stands to the day of the case.
    pub(super) when: When,
    /// Whether there is room for a deal; `None` where it is not known.
    pub(super) exists: Option<bool>,
    /// How much, in figures; where it is not known whether there is room, how many packages nothing excludes. Empty where that
    /// is not known either, or there is none.
    pub(super) count: String,
    /// How much, at least and at most, as shares of the most there ever is.
    pub(super) share: (f64, f64),
    /// What begins or ceases to bind everybody.
    pub(super) events: Vec<Event>,
}

/// Where a stretch of time stands to the day of the case.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// It is over, or the case has no day.
    Past,
    /// The day of the case lies in it.
    Now,
    /// It lies ahead.
    Ahead,
}

/// A party over time.
pub(super) struct Lane {
    pub(super) name: String,
    /// For each step its figures, where it has any.
    pub(super) levels: Vec<Option<Levels>>,
    /// For each step what begins or ceases to count of what it stated.
    pub(super) events: Vec<Vec<Event>>,
}

/// Utilities of a party during a step, on the scale of the input.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Levels {
    pub(super) walk_away: f64,
    /// That of the deal best for it.
    pub(super) best: Option<f64>,
    /// That of the Nash package.
    pub(super) nash: Option<f64>,
}

/// Something stated that begins or ceases to count.
#[derive(Clone, Copy)]
pub(super) struct Event {
    pub(super) trend: Option<Trend>,
    pub(super) words: &'static str,
}

impl OverTime {
    /// What there is to draw of an outlook on this problem's parties.
    pub fn new(title: &str, problem: &Problem, outlook: &Outlook) -> Self {
        let most =
            outlook.rows.iter().filter_map(|row| row.room.count.as_ref()).map(|count| &count.upper).max();
        let now = outlook.as_of.map(|day| {
            outlook.rows.iter().rposition(|row| row.from.is_none_or(|from| from <= day)).unwrap_or(0)
        });
        let steps: Vec<Step> = outlook
            .rows
            .iter()
            .enumerate()
            .map(|(at, row)| Step {
                from: row.from.map_or_else(|| "the beginning".to_owned(), day),
                when: match now {
                    Some(now) if at == now => When::Now,
                    Some(now) if at > now => When::Ahead,
                    Some(_) | None => When::Past,
                },
                exists: row.room.exists,
                count: amount(&row.room),
                share: share(&row.room, most),
                events: events(row, |dated| belongs_to(dated, problem).is_none()),
            })
            .collect();
        let lanes = problem.parties.iter().enumerate().map(|(party, of)| Lane {
            name: of.name.clone(),
            levels: outlook.rows.iter().map(|row| levels(row.parties.get(party)?.as_ref()?)).collect(),
            events: outlook
                .rows
                .iter()
                .map(|row| events(row, |dated| belongs_to(dated, problem) == Some(party)))
                .collect(),
        });
        let as_of = outlook.as_of.map(|as_of| format!(", as of {}", day(as_of))).unwrap_or_default();
        Self {
            title: title.to_owned(),
            subtitle: format!("Room for a deal over time{as_of}"),
            lanes: lanes.collect(),
            steps,
        }
    }

    /// The picture laid out: a column for each step, the room above, a lane for each party below.
    pub fn scene(&self) -> Scene {
        steps::draw(self)
    }
}

fn day(date: Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}

fn amount(room: &Room) -> String {
    match (room.exists, &room.count) {
        (Some(true), Some(found)) if found.is_exact() => count(&found.lower),
        (Some(true), Some(found)) => format!("{}–{}", count(&found.lower), count(&found.upper)),
        // Which packages are left is known though nobody said which of them it takes.
        (None, Some(found)) if found.is_exact() => count(&found.lower),
        (Some(true) | Some(false) | None, _) => String::new(),
    }
}

/// At least and at most, as shares of the most there ever is.
fn share(room: &Room, most: Option<&BigUint>) -> (f64, f64) {
    let (Some(Count { lower, upper }), Some(most)) = (&room.count, most) else { return (0.0, 0.0) };
    // A float holds no number beyond 2^1024; what is cut off here is finer than any picture.
    let cut = most.bits().saturating_sub(1000);
    let of = |value: &BigUint| {
        let (part, whole) = ((value >> cut).to_f64(), (most >> cut).to_f64());
        part.zip(whole).filter(|(_, whole)| *whole > 0.0).map_or(0.0, |(part, whole)| part / whole)
    };
    (of(lower), of(upper))
}

fn levels(figures: &Figures) -> Option<Levels> {
    let shown = |units: i64| figures.scale.shown(units);
    let above = |gain: Option<i64>| gain.map(|gain| shown(figures.reservation.saturating_add(gain)));
    Some(Levels {
        walk_away: shown(figures.reservation),
        best: above(figures.best_gain),
        nash: above(figures.nash_gain),
    })
}

/// The party whose statement it is; `None` for what binds everybody.
fn belongs_to(dated: &Dated, problem: &Problem) -> Option<usize> {
    match dated {
        Dated::Stands(fact) | Dated::Falls(fact) => fact.party,
        Dated::WalkAway(change) => Some(change.party),
        Dated::Alternative { party, .. } | Dated::AlternativeEnds { party, .. } => {
            problem.parties.iter().position(|of| &of.id == party)
        }
    }
}

fn events(row: &Row, wanted: impl Fn(&Dated) -> bool) -> Vec<Event> {
    row.changes.iter().filter(|dated| wanted(dated)).filter_map(event).collect()
}

fn event(dated: &Dated) -> Option<Event> {
    let plain = |words| Some(Event { trend: None, words });
    match dated {
        Dated::Stands(fact) => plain(begins(fact)),
        Dated::Falls(fact) => plain(ceases(fact)),
        // The line of the walk-away value shows it.
        Dated::WalkAway(_) => None,
        Dated::Alternative { trend: None, .. } => plain("new alternative"),
        Dated::Alternative { trend, .. } => Some(Event { trend: *trend, words: "alternative" }),
        Dated::AlternativeEnds { .. } => plain("alternative ends"),
    }
}

fn begins(fact: &Fact) -> &'static str {
    match fact.kind {
        FactKind::Reservation => "new walk-away",
        FactKind::RedLine => "new red line",
        FactKind::Precondition => "new precondition",
        FactKind::Linkage => "new linkage",
    }
}

fn ceases(fact: &Fact) -> &'static str {
    match fact.kind {
        FactKind::Reservation => "walk-away falls",
        FactKind::RedLine => "red line falls",
        FactKind::Precondition => "precondition falls",
        FactKind::Linkage => "linkage falls",
    }
}
