//! The case over time: on which days something stated begins or ceases to count, what that is, and what became of the room
//! for a deal.
//!
//! Every row is a case of its own, that of its day, with claims of its own. So the files themselves are needed, and read anew
//! for each day.

use crate::certificate::{Basis, Claim, Dated, FairnessRule, Motion, Row, units};
use crate::claim::{self, Ground};
use crate::meaning::stated_walk_away;
use crate::watch::Watch;
use crate::{Checked, Subject, ensure, told};
use mediant_model::statement::{Alternative, Provenance, ReservationValue, Trend};
use mediant_model::{Brief, Case, Date};
use std::collections::BTreeSet;

/// The files that a case over time is read from.
#[derive(Clone, Copy)]
pub(crate) struct Files<'a> {
    pub(crate) case: &'a Case,
    pub(crate) briefs: &'a [Brief],
}

const NO_FILES: &str = "a case over time is judged by its files, which are not at hand";
const NOT_READ: &str = "the case cannot be read as of a day";

/// Checks the rows: their days, what changed on each, its claims, and what became of the room.
pub(crate) fn check(ground: &Ground<'_>, rows: &[Row], all: bool) -> Checked<()> {
    let files = ground.files.ok_or(NO_FILES)?;
    let days = files.days();
    let known = rows.len() <= days.len() + 1 && !rows.is_empty() && (!all || rows.len() == days.len() + 1);
    ensure(known, "the rows are not the days on which something changes")?;
    let mut before: Option<(Subject<'_>, &Row)> = None;
    for (index, row) in rows.iter().enumerate() {
        ground.watch.look()?;
        let day = index.checked_sub(1).and_then(|place| days.get(place).copied());
        ensure(row.from == day.map(|day| day.to_string()), "a row is of another day than the files say")?;
        let subject = files.on(day)?;
        ensure(row.units == units(&subject.problem), "the units of a row are not those of its day")?;
        // A mediation's answers are of no day, and a row holds no rows.
        let plain = |claim: &Claim| {
            !matches!(claim, Claim::Outlook { .. } | Claim::Refused { .. } | Claim::Share { .. })
        };
        ensure(row.claims.iter().all(plain), "a row makes a claim that is of no day")?;
        let of_day = subject.ground(ground.watch);
        claim::check_all(&of_day, &row.claims).map_err(|refused| {
            if refused.out_of_time { crate::ClaimError::OutOfTime } else { refused.to_string().into() }
        })?;
        match &before {
            Some((earlier, last)) => {
                let changes = files.changes(earlier, &subject, day);
                ensure(row.changes == changes, "what changes on a day is stated wrongly")?;
                let motion = motion(earlier, last, &subject, &row.claims);
                ensure(
                    row.motion.is_none() || row.motion == motion,
                    "what became of the room does not follow from the claims",
                )?;
            }
            None => ensure(
                row.changes.is_empty() && row.motion.is_none(),
                "before the first day nothing has changed",
            )?,
        }
        before = Some((subject, row));
    }
    Ok(())
}

/// The claim of rows, in order, with what is claimed as of each; `None` where the files cannot be read so.
///
/// What changes on a day is taken from the files, and what became of the room from the claims, as far as they show it. Of the
/// claims those are kept that an outlook speaks of: deals, their number, their frontier and a Nash package.
pub fn outlook(case: &Case, briefs: &[Brief], rows: Vec<Vec<Claim>>, all: bool) -> Option<Claim> {
    let files = Files { case, briefs };
    let days = files.days();
    let mut made: Vec<Row> = Vec::new();
    let mut before: Option<Subject<'_>> = None;
    for (index, mut claims) in rows.into_iter().enumerate() {
        claims.retain(is_of_the_room);
        let day = index.checked_sub(1).and_then(|place| days.get(place).copied());
        let subject = files.on(day).ok()?;
        let (mut changes, mut became) = (Vec::new(), None);
        if let (Some(earlier), Some(last)) = (&before, made.last()) {
            changes = files.changes(earlier, &subject, day);
            became = motion(earlier, last, &subject, &claims);
        }
        let from = day.map(|day| day.to_string());
        made.push(Row { from, units: units(&subject.problem), claims, changes, motion: became });
        before = Some(subject);
    }
    Some(Claim::Outlook { rows: made, all })
}

fn is_of_the_room(claim: &Claim) -> bool {
    match claim {
        Claim::NoDeal { change, .. } => change.is_empty(),
        Claim::Solution { rule, .. } => *rule == FairnessRule::Nash,
        Claim::Deal { .. } | Claim::Count { .. } | Claim::Frontier { .. } => true,
        _ => false,
    }
}

/// What the rows say, row by row.
pub(crate) fn told(subject: &Subject<'_>, rows: &[Row], all: bool, points_max: usize) -> Vec<String> {
    let which = if all {
        "on these days, and no others, something stated begins or ceases to count"
    } else {
        "the first days on which something stated begins or ceases to count; later ones were not looked at"
    };
    let mut lines = vec![format!("over time: {which}")];
    let days = subject.files.days();
    for (index, row) in rows.iter().enumerate() {
        let when = row.from.clone().unwrap_or_else(|| "before any of them".to_owned());
        lines.extend(row.changes.iter().map(|change| format!("{when}: {}", in_words(change))));
        let became = row.motion.map(|motion| match motion {
            Motion::Opens => "the room for a deal opens",
            Motion::Closes => "the room for a deal closes",
            Motion::Grows => "more packages are known to be deals than before",
            Motion::Shrinks => "fewer packages are known to be deals than before",
            Motion::Stays => "as many packages are known to be deals as before, or there is none as before",
        });
        lines.extend(became.map(|became| format!("{when}: {became}")));
        let day = index.checked_sub(1).and_then(|place| days.get(place).copied());
        if let Ok(of_day) = subject.files.on(day) {
            let claims =
                row.claims.iter().flat_map(|claim| told::in_full(&of_day.problem, claim, points_max));
            lines.extend(claims.map(|line| format!("{when}: {line}")));
        }
    }
    lines
}

fn in_words(change: &Dated) -> String {
    let what = change.fact.as_ref().or(change.party.as_ref()).cloned().unwrap_or_default();
    match (change.what.as_str(), &change.before, &change.after) {
        ("walk_away", before, after) => {
            let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "nothing stated".to_owned());
            format!("the walk-away value of {what} goes from {} to {}", shown(before), shown(after))
        }
        ("stands", ..) => format!("{what} begins to count"),
        ("falls", ..) => format!("{what} no longer counts"),
        ("alternative_ends", ..) => format!("an alternative of {what} no longer holds"),
        (trend, ..) => format!("an alternative of {what} is stated: {trend}"),
    }
}

impl<'a> Files<'a> {
    /// The days on which something that matters to a deal begins or ceases to count, ascending.
    pub(crate) fn days(self) -> Vec<Date> {
        let Case { red_lines, preconditions, linkages, .. } = self.case;
        let of_case = red_lines.iter().map(|x| &x.provenance);
        let of_case = of_case.chain(preconditions.iter().map(|x| &x.provenance));
        let of_case = of_case.chain(linkages.iter().map(|x| &x.provenance));
        let of_briefs = self.briefs.iter().flat_map(|brief| {
            let lines = brief.red_lines.iter().map(|x| &x.provenance);
            let required = brief.preconditions.iter().map(|x| &x.provenance);
            lines.chain(required).chain(brief.linkages.iter().map(|x| &x.provenance))
        });
        let alternatives = self.alternatives().map(|x| &x.provenance);
        let stated = of_case.chain(of_briefs).chain(alternatives);
        let dates = stated.flat_map(|said: &Provenance| said.on.into_iter().chain(said.until));
        let walk_aways =
            self.briefs.iter().flat_map(|brief| &brief.reservations).filter_map(|value| value.from);
        dates.chain(walk_aways).collect::<BTreeSet<Date>>().into_iter().collect()
    }

    fn alternatives(self) -> impl Iterator<Item = &'a Alternative> {
        self.case.alternatives.iter().chain(self.briefs.iter().flat_map(|brief| &brief.alternatives))
    }

    /// The case as of the day; without one as of the day before anything dated counts.
    pub(crate) fn on(self, day: Option<Date>) -> Checked<Subject<'a>> {
        let eve = || self.days().first().map(|first| first.yesterday().map_err(|_| NOT_READ)).transpose();
        let day = day.map_or_else(eve, |day| Ok(Some(day)))?;
        Subject::new(self.case, self.briefs, day).map_err(|_| NOT_READ.into())
    }

    /// What changes between two readings, the later of them on the day.
    fn changes(self, before: &Subject<'_>, after: &Subject<'_>, day: Option<Date>) -> Vec<Dated> {
        let plain =
            |what: &str| Dated { what: what.into(), fact: None, party: None, before: None, after: None };
        let of_fact = |what: &str, fact: String| Dated { fact: Some(fact), ..plain(what) };
        let of_party = |what: &str, party: String| Dated { party: Some(party), ..plain(what) };
        let (stands, falls) = after.meaning.changes_since(&before.meaning);
        let mut changes: Vec<Dated> = stands.into_iter().map(|fact| of_fact("stands", fact)).collect();
        changes.extend(falls.into_iter().map(|fact| of_fact("falls", fact)));
        let readings = (before.on(), after.on());
        for party in after.meaning.parties() {
            let brief = self.briefs.iter().find(|brief| brief.party == *party && brief.points.is_some());
            let value = |on| brief.and_then(|brief| stated_walk_away(brief, on));
            let (earlier, later) = (value(readings.0), value(readings.1));
            let ends = |value: &ReservationValue| (value.low.clone(), value.high.clone());
            if earlier.map(ends) != later.map(ends) {
                // Gains are counted from the upper end.
                let shown = |value: Option<&ReservationValue>| value.map(|value| value.high.exact_text());
                let changed = of_party("walk_away", party.to_string());
                changes.push(Dated { before: shown(earlier), after: shown(later), ..changed });
            }
        }
        let begin = self.alternatives().filter(|x| day.is_some() && x.provenance.on == day);
        changes.extend(begin.map(|x| {
            let what = match x.trend {
                None => "alternative",
                Some(Trend::Improving) => "improving",
                Some(Trend::Worsening) => "worsening",
                Some(Trend::Steady) => "steady",
            };
            of_party(what, x.party.to_string())
        }));
        let end = self.alternatives().filter(|x| day.is_some() && x.provenance.until == day);
        changes.extend(end.map(|x| of_party("alternative_ends", x.party.to_string())));
        changes
    }
}

/// What became of the room, as far as the claims show it.
fn motion(before: &Subject<'_>, last: &Row, after: &Subject<'_>, claims: &[Claim]) -> Option<Motion> {
    let deal = |claims: &[Claim]| claims.iter().any(|claim| matches!(claim, Claim::Deal { .. }));
    let none = |claims: &[Claim]| {
        claims.iter().any(|claim| matches!(claim, Claim::NoDeal { change, .. } if change.is_empty()))
    };
    let count = |subject: &Subject<'_>, claims: &[Claim]| -> Option<num_bigint::BigUint> {
        let wanted = if subject.problem.is_unanimous() { Basis::Unanimous } else { Basis::Rule };
        let found = claims.iter().find_map(|claim| match claim {
            Claim::Count { basis, count } if *basis == wanted => Some(count),
            _ => None,
        });
        found?.parse().ok()
    };
    match ((deal(&last.claims), none(&last.claims)), (deal(claims), none(claims))) {
        ((_, true), (true, _)) => Some(Motion::Opens),
        ((true, _), (_, true)) => Some(Motion::Closes),
        ((_, true), (_, true)) => Some(Motion::Stays),
        ((true, _), (true, _)) => {
            let (earlier, later) = (count(before, &last.claims)?, count(after, claims)?);
            Some(match later.cmp(&earlier) {
                std::cmp::Ordering::Greater => Motion::Grows,
                std::cmp::Ordering::Less => Motion::Shrinks,
                std::cmp::Ordering::Equal => Motion::Stays,
            })
        }
        _ => None,
    }
}

impl<'a> Subject<'a> {
    pub(crate) fn ground<'s>(&'s self, watch: Watch<'s>) -> Ground<'s> {
        Ground { problem: &self.problem, meaning: Some(&self.meaning), files: Some(self.files), watch }
    }
}
