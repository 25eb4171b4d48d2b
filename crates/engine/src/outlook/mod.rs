//! What time does to a negotiation: when the room for a deal opens, shrinks or closes, and why.
//!
//! Statements are made and withdrawn on days, walk-away values hold from days on. On each such day
//! the case is compiled and solved anew; a row says what was stated that day, and what became of the
//! room. Without numbers, trends of the parties' alternatives still say in whose favour the room
//! shifts: a party whose alternative improves needs a deal less and can ask for more.

use crate::analysis::{Analysis, Basis, Count};
use crate::control::Control;
use crate::fact_set::FactSet;
use mediant_model::brief::Brief;
use mediant_model::problem::{CompileError, Fact, FactKind, Options, Scale};
use mediant_model::statement::{Alternative, Provenance, Trend};
use mediant_model::{Case, Date, Number, PartyId, Problem};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A negotiation over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    /// The day the case describes, where it names one: rows after it look ahead.
    pub as_of: Option<Date>,
    /// One row for the beginning, then one for each day on which something stated changes.
    pub rows: Vec<Row>,
    /// Where each party's alternative is going, by what counts on the case's day.
    pub directions: Vec<Direction>,
    /// In whose favour the room shifts on the whole, as far as trends say.
    pub shift: Shift,
    /// The first day that was not looked at, since the search was stopped before; `None` where every day was.
    pub stopped_before: Option<Date>,
}

/// A stretch of time in which nothing stated changes, from its first day on.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The first day; `None` for the time before anything dated.
    pub from: Option<Date>,
    /// What changed on that day.
    pub changes: Vec<Dated>,
    /// What was found out about the room.
    pub room: Room,
    /// What became of the room since the row before; `None` for the first row and where either is unknown.
    pub motion: Option<Motion>,
    /// For each negotiating party its figures, where it states points.
    pub parties: Vec<Option<Figures>>,
}

/// Something stated that begins or ceases to count.
#[derive(Clone, Debug, PartialEq)]
pub enum Dated {
    /// A red line, precondition or linkage begins to count, with its id from this day on.
    Stands(Box<Fact>),
    /// A red line, precondition or linkage no longer counts; its id is that from before this day.
    Falls(Box<Fact>),
    /// A party's walk-away value changes.
    WalkAway(WalkAway),
    /// A party's alternative is stated.
    Alternative {
        /// The party's id.
        party: PartyId,
        /// Where it is going.
        trend: Option<Trend>,
        /// It in the author's words.
        text: Option<String>,
    },
    /// A stated alternative no longer holds.
    AlternativeEnds {
        /// The party's id.
        party: PartyId,
        /// It in the author's words.
        text: Option<String>,
    },
}

/// A walk-away value that changes. Confidential.
#[derive(Clone, PartialEq, Eq)]
pub struct WalkAway {
    /// The party, among the negotiating ones.
    pub party: usize,
    /// The value before, on the scale of the input; `None` where none was stated for that time. Of a range the upper end:
    /// equal to `after` where only the lower end changes.
    pub before: Option<Number>,
    /// The value from this day on.
    pub after: Option<Number>,
    /// Why, as the brief says.
    pub because: Option<String>,
}

impl fmt::Debug for WalkAway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WalkAway(of party {}, confidential)", self.party)
    }
}

/// The room for a deal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// Whether there is one; `None` when unknown.
    pub exists: Option<bool>,
    /// How many packages make it up.
    pub count: Option<Count>,
}

/// What becomes of the room for a deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// There was none, now there is.
    Opens,
    /// There was one, now there is none.
    Closes,
    /// More packages than before.
    Grows,
    /// Fewer packages than before.
    Shrinks,
    /// As many as before, or none before and after.
    Stays,
}

/// A party's figures during a row, in units of the row's problem.
///
/// Confidential.
#[derive(Clone, PartialEq, Eq)]
pub struct Figures {
    /// What a unit stands for.
    pub scale: Scale,
    /// The least it accepts.
    pub reservation: i64,
    /// What the best deal for it brings above that, among those that the frontier is made of; `None` without a deal, or when
    /// unknown.
    pub best_gain: Option<i64>,
    /// Whether no deal at all brings more: not where somebody can be outvoted and the frontier is of what everybody accepts,
    /// and not where a walk-away value is a range, within which a deal is one perhaps.
    pub best_of_all: bool,
    /// What the Nash package brings above that.
    pub nash_gain: Option<i64>,
}

impl fmt::Debug for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Figures(confidential)")
    }
}

/// What a solver says of the problem of one row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Solved {
    /// The room for a deal.
    pub room: Room,
    /// For each party the gain of the deal best for it; empty when unknown.
    pub best_gains: Vec<Option<i64>>,
    /// Whether no deal at all brings anybody more.
    pub best_of_all: bool,
    /// For each party the gain of the Nash package; empty without one.
    pub nash_gains: Vec<i64>,
}

impl Solved {
    /// What an analysis says: the best gains are those on its frontier, where that is complete.
    pub fn new(problem: &Problem, analysis: &Analysis) -> Self {
        let zopa = &analysis.zopa;
        let room = Room { exists: zopa.exists, count: Some(zopa.count.clone()) };
        // Where somebody can be outvoted, a party may gain more in a deal that not everybody accepts; and where a walk-away
        // value is a range, in one that is accepted perhaps.
        let best_of_all = (problem.is_unanimous() || analysis.basis == Basis::Rule) && !problem.has_ranges();
        let frontier = analysis.frontier.as_ref().filter(|frontier| frontier.complete);
        let best = |party: usize| {
            let points = frontier?.points.iter().filter_map(|point| point.utilities.get(party));
            Some(points.max()? - problem.reservation(party)?)
        };
        // Another package may only stand in for it.
        let nash = analysis.solutions.as_ref().map(|solutions| &solutions.nash);
        let nash = nash.filter(|nash| nash.proven).map(|nash| nash.gains.clone());
        Self {
            room,
            best_gains: (0..problem.parties.len()).map(best).collect(),
            best_of_all,
            nash_gains: nash.unwrap_or_default(),
        }
    }
}

/// Where a party's alternative is going.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Direction {
    /// The party's id.
    pub party: PartyId,
    /// Its direction: that of its trends where they agree; `None` where they do not, or there is none.
    pub trend: Option<Trend>,
    /// The statements with a trend that count: case first, then the brief, in the order of the files.
    pub rests_on: Vec<Alternative>,
}

/// In whose favour the room for a deal shifts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shift {
    /// No trend is stated, all are steady, or they point in ways that cannot be weighed up.
    Unknown,
    /// Towards these parties: an alternative of theirs improves or one of the others' worsens, and
    /// nothing stated points the other way.
    Towards(Vec<PartyId>),
}

/// Follows a case through every day on which something stated changes.
///
/// `solve` is asked once for each row, with the problem as compiled for that day. Cost: that of the
/// solves, plus one compilation for each day. When `control` says to stop, the rows end there, and
/// [`Outlook::stopped_before`] says so; the first row is always there.
///
/// # Errors
/// Every inconsistency between case and briefs, as [`Problem::compile`] finds it on the first day that has one.
///
/// ```
/// use mediant_engine::outlook::{Solved, outlook};
/// use mediant_engine::{Settings, Unlimited, analyze};
/// use mediant_formats::{InputFile, read};
/// use mediant_model::problem::Options;
///
/// let file = InputFile::new("fence.toml", r#"
///     mediant = 1
///     title = "A fence"
///     [parties]
///     north = { name = "North" }
///     south = { name = "South" }
///     [issues.height]
///     options = { low = "one metre", high = "two metres" }
///     [[red_lines]]
///     party = "north"
///     never = { height = "low" }
///     kind = "public"
///     on = 2026-03-01
/// "#);
/// let (read, _) = read(&[file]).map_err(|faults| format!("{faults:?}"))?;
/// let found = outlook(&read.case, &read.briefs, &Options::default(), &Unlimited, |problem| {
///     Solved::new(problem, &analyze(problem, &Settings::default(), &Unlimited))
/// })
/// .map_err(|errors| format!("{errors:?}"))?;
/// // Before the red line, and from its day on.
/// assert_eq!(found.rows.len(), 2);
/// assert_eq!(found.rows.last().map(|row| row.changes.len()), Some(1));
/// # Ok::<(), String>(())
/// ```
pub fn outlook(
    case: &Case,
    briefs: &[Brief],
    options: &Options,
    control: &dyn Control,
    mut solve: impl FnMut(&Problem) -> Solved,
) -> Result<Outlook, Vec<CompileError>> {
    let days = days(case, briefs);
    // The time before the first day: everything undated counts already, nothing dated does yet.
    let eve = days.first().and_then(|first| first.yesterday().ok());
    let mut rows: Vec<Row> = Vec::new();
    let mut before: Option<Problem> = None;
    let mut stopped_before = None;
    for (index, day) in std::iter::once(eve).chain(days.iter().copied().map(Some)).enumerate() {
        if index > 0 && control.should_stop() {
            stopped_before = day;
            break;
        }
        let problem = Problem::compile(case, briefs, &Options { on: day, ..options.clone() })?;
        let solved = solve(&problem);
        let mut changes = Vec::new();
        if let (Some(before), Some(day)) = (&before, day) {
            changes.extend(changed_facts(before, &problem));
            changes.extend(changed_walk_aways(briefs, before, &problem, day));
            changes.extend(changed_alternatives(case, briefs, day));
        }
        let motion = rows.last().and_then(|last| motion(&last.room, &solved.room));
        let parties = figures(&problem, &solved);
        rows.push(Row {
            from: if index == 0 { None } else { day },
            changes,
            room: solved.room,
            motion,
            parties,
        });
        before = Some(problem);
    }
    let on = options.on.or(case.as_of);
    let directions = directions(case, briefs, on);
    let shift = shift(&directions);
    Ok(Outlook { as_of: on, rows, directions, shift, stopped_before })
}

/// The days on which something that matters to a deal begins or ceases to count, ascending.
fn days(case: &Case, briefs: &[Brief]) -> Vec<Date> {
    let mut days = BTreeSet::new();
    let mut add = |provenance: &Provenance| days.extend(provenance.on.into_iter().chain(provenance.until));
    case.red_lines.iter().for_each(|x| add(&x.provenance));
    case.preconditions.iter().for_each(|x| add(&x.provenance));
    case.linkages.iter().for_each(|x| add(&x.provenance));
    case.alternatives.iter().for_each(|x| add(&x.provenance));
    for brief in briefs {
        brief.red_lines.iter().for_each(|x| add(&x.provenance));
        brief.preconditions.iter().for_each(|x| add(&x.provenance));
        brief.linkages.iter().for_each(|x| add(&x.provenance));
        brief.alternatives.iter().for_each(|x| add(&x.provenance));
    }
    days.extend(briefs.iter().flat_map(|brief| &brief.reservations).filter_map(|value| value.from));
    days.into_iter().collect()
}

/// Constraints that stand in one problem and not in the other.
///
/// Ids count what stands, so they move when a fact falls; facts are told apart by what they say.
fn changed_facts(before: &Problem, after: &Problem) -> Vec<Dated> {
    let constraints = |problem: &Problem| -> FactSet {
        let facts = problem.facts.iter().enumerate();
        facts.filter(|(_, fact)| fact.kind != FactKind::Reservation).map(|(index, _)| index).collect()
    };
    let unmatched = |these: &Problem, those: &Problem| -> Vec<Box<Fact>> {
        let mut free: Vec<_> = constraints(those).iter().filter_map(|index| those.facts.get(index)).collect();
        let mut alone = Vec::new();
        for fact in constraints(these).iter().filter_map(|index| these.facts.get(index)) {
            let same = |other: &&Fact| {
                other.kind == fact.kind
                    && other.party == fact.party
                    && other.forbids == fact.forbids
                    && other.origin == fact.origin
            };
            match free.iter().position(same) {
                Some(at) => {
                    free.remove(at);
                }
                None => alone.push(Box::new(fact.clone())),
            }
        }
        alone
    };
    let stands = unmatched(after, before).into_iter().map(Dated::Stands);
    let falls = unmatched(before, after).into_iter().map(Dated::Falls);
    stands.chain(falls).collect()
}

fn changed_walk_aways(briefs: &[Brief], before: &Problem, after: &Problem, day: Date) -> Vec<Dated> {
    let stated = |problem: &Problem, party: usize| {
        let reservation = problem.parties.get(party)?.reservation.as_ref()?;
        let end = |units| reservation.stated.then(|| problem.exact(party, units)).flatten();
        Some((end(reservation.firm)?, end(reservation.least)?))
    };
    let mut changes = Vec::new();
    for (party, of) in after.parties.iter().enumerate() {
        let (before, after) = (stated(before, party), stated(after, party));
        // Below the lower end a party is certain to refuse, so that counts too.
        if before == after {
            continue;
        }
        let upper = |ends: Option<(Number, Number)>| ends.map(|(upper, _)| upper);
        let (before, after) = (upper(before), upper(after));
        let values = briefs.iter().filter(|brief| brief.party == of.id).flat_map(|brief| &brief.reservations);
        let because = values.filter(|value| value.from == Some(day)).find_map(|value| value.because.clone());
        changes.push(Dated::WalkAway(WalkAway { party, before, after, because }));
    }
    changes
}

fn changed_alternatives(case: &Case, briefs: &[Brief], day: Date) -> Vec<Dated> {
    let all = || case.alternatives.iter().chain(briefs.iter().flat_map(|brief| &brief.alternatives));
    let begins = all().filter(|x| x.provenance.on == Some(day)).map(|x| Dated::Alternative {
        party: x.party.clone(),
        trend: x.trend,
        text: x.provenance.text.clone(),
    });
    let ends = all()
        .filter(|x| x.provenance.until == Some(day))
        .map(|x| Dated::AlternativeEnds { party: x.party.clone(), text: x.provenance.text.clone() });
    begins.chain(ends).collect()
}

/// `None` where existence is unknown, or both exist and their counts cannot be told apart.
fn motion(before: &Room, after: &Room) -> Option<Motion> {
    match (before.exists?, after.exists?) {
        (false, true) => return Some(Motion::Opens),
        (true, false) => return Some(Motion::Closes),
        (false, false) => return Some(Motion::Stays),
        (true, true) => {}
    }
    let (before, after) = (before.count.as_ref()?, after.count.as_ref()?);
    if after.lower > before.upper {
        Some(Motion::Grows)
    } else if after.upper < before.lower {
        Some(Motion::Shrinks)
    } else {
        (before.is_exact() && after.is_exact()).then_some(Motion::Stays)
    }
}

fn figures(problem: &Problem, solved: &Solved) -> Vec<Option<Figures>> {
    let of = |party: usize| {
        Some(Figures {
            scale: problem.parties.get(party)?.scale.clone(),
            reservation: problem.reservation(party)?,
            best_gain: solved.best_gains.get(party).copied().flatten(),
            best_of_all: solved.best_of_all,
            nash_gain: solved.nash_gains.get(party).copied(),
        })
    };
    (0..problem.parties.len()).map(of).collect()
}

fn directions(case: &Case, briefs: &[Brief], on: Option<Date>) -> Vec<Direction> {
    let all = || case.alternatives.iter().chain(briefs.iter().flat_map(|brief| &brief.alternatives));
    let of = |party: &PartyId| {
        let counts = |x: &&Alternative| &x.party == party && x.trend.is_some() && x.provenance.counts(on);
        let rests_on: Vec<Alternative> = all().filter(counts).cloned().collect();
        let trends: BTreeSet<Trend> = rests_on.iter().filter_map(|x| x.trend).collect();
        let moving: Vec<Trend> = trends.iter().copied().filter(|trend| *trend != Trend::Steady).collect();
        let trend = match moving.as_slice() {
            [] => trends.first().copied(),
            [only] => Some(*only),
            _ => None,
        };
        Direction { party: party.clone(), trend, rests_on }
    };
    case.negotiating_parties().map(|party| of(&party.id)).collect()
}

/// Weighs trends up: an improving alternative speaks for its party, a worsening one for all others.
fn shift(directions: &[Direction]) -> Shift {
    let contradicts =
        directions.iter().any(|direction| direction.trend.is_none() && !direction.rests_on.is_empty());
    if contradicts {
        return Shift::Unknown;
    }
    let mut sides: BTreeMap<Option<Trend>, Vec<&PartyId>> = BTreeMap::new();
    for direction in directions {
        sides.entry(direction.trend).or_default().push(&direction.party);
    }
    let with = |trend| sides.get(&Some(trend)).cloned().unwrap_or_default();
    let (improving, worsening) = (with(Trend::Improving), with(Trend::Worsening));
    let favoured: Vec<PartyId> = if improving.is_empty() && !worsening.is_empty() {
        let worse = |party: &PartyId| worsening.contains(&party);
        directions.iter().map(|x| x.party.clone()).filter(|party| !worse(party)).collect()
    } else {
        improving.into_iter().cloned().collect()
    };
    if favoured.is_empty() || favoured.len() == directions.len() {
        Shift::Unknown
    } else {
        Shift::Towards(favoured)
    }
}

#[cfg(test)]
mod tests;
