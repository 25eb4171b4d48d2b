//! Which statements of an outlook, the JSON of `mediant outlook --format json`, a certificate proves.

use super::{Count, Shown, Statement, printed};
use crate::Subject;
use crate::certificate::{Basis, Claim, Dated, FairnessRule, Motion, Row};
use mediant_model::{Number, Problem};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
pub(super) struct Outlook {
    rows: Vec<SaidRow>,
    directions: BTreeMap<String, Option<String>>,
    towards: Vec<String>,
    #[serde(default)]
    stopped_before: Option<String>,
}

#[derive(Deserialize)]
struct SaidRow {
    from: Option<String>,
    exists: Option<bool>,
    count: Option<Count>,
    motion: Option<Motion>,
    changes: Vec<SaidChange>,
    reservations: BTreeMap<String, Option<f64>>,
    best_gains: BTreeMap<String, Option<f64>>,
    nash_gains: BTreeMap<String, Option<f64>>,
}

#[derive(Deserialize)]
struct SaidChange {
    what: String,
    #[serde(default)]
    fact: Option<String>,
    party: Option<String>,
    #[serde(default)]
    before: Option<f64>,
    #[serde(default)]
    after: Option<f64>,
}

/// Whether the report is of a case over time.
pub(super) fn is_over_time(report: &str) -> bool {
    #[derive(Deserialize)]
    struct Head {
        #[allow(dead_code, reason = "that it is there is all that counts")]
        rows: serde::de::IgnoredAny,
    }
    serde_json::from_str::<Head>(report).is_ok()
}

/// Goes through the statements of the outlook in its order.
pub(super) fn statements(subject: &Subject<'_>, claims: &[Claim], said: &Outlook) -> Vec<Statement> {
    let found = claims.iter().enumerate().find_map(|(index, claim)| match claim {
        Claim::Outlook { rows, all } => Some((index, rows, *all)),
        _ => None,
    });
    let mut statements = Vec::new();
    let mut add = |place: String, shown: Shown| statements.push(Statement { place, shown });
    let by = |holds: bool| match found {
        Some((index, ..)) if holds => Shown::By(vec![index]),
        _ => Shown::Not,
    };
    let days = found.is_some_and(|(_, rows, all)| {
        let whole = all || said.stopped_before.is_some();
        let same = said.rows.iter().map(|row| &row.from).eq(rows.iter().map(|row| &row.from));
        whole && same
    });
    let whole = if said.stopped_before.is_some() { "the first days" } else { "all days" };
    add(format!("rows: {} of them, {whole} on which something stated changes", said.rows.len()), by(days));
    for (index, row) in said.rows.iter().enumerate() {
        let stated = found.and_then(|(_, rows, _)| rows.get(index)).filter(|stated| stated.from == row.from);
        let day = stated.and_then(|stated| stated.from.as_ref()).and_then(|day| day.parse().ok());
        let of_day = stated.and_then(|_| subject.files.on(day).ok());
        let Some((stated, of_day)) = stated.zip(of_day) else {
            add(format!("rows[{index}]"), Shown::Not);
            continue;
        };
        let held = HeldRow { said: row, stated, problem: of_day.problem() };
        held.go_through(&format!("rows[{index}]"), &by, &mut add);
    }
    if said.directions.values().any(Option::is_some) || !said.towards.is_empty() {
        add("directions, towards: what stated trends make likely".to_owned(), Shown::Not);
    }
    statements
}

/// A row of an outlook held against that of a claim.
struct HeldRow<'a> {
    said: &'a SaidRow,
    stated: &'a Row,
    problem: &'a Problem,
}

impl HeldRow<'_> {
    fn go_through(&self, place: &str, by: &dyn Fn(bool) -> Shown, add: &mut dyn FnMut(String, Shown)) {
        let row = self.said;
        if !row.changes.is_empty() || !self.stated.changes.is_empty() {
            let same = row.changes.len() == self.stated.changes.len() && self.same_changes();
            add(format!("{place}.changes"), by(same));
        }
        let deal = |claim: &Claim| matches!(claim, Claim::Deal { .. });
        let none = |claim: &Claim| matches!(claim, Claim::NoDeal { change, .. } if change.is_empty());
        match row.exists {
            Some(true) => add(format!("{place}.exists: there is a deal"), by(self.claims(deal))),
            Some(false) => add(format!("{place}.exists: there is no deal"), by(self.claims(none))),
            None => add(format!("{place}.exists: not known"), Shown::Not),
        }
        if let Some(Count { lower, upper }) = &row.count {
            let wanted = if self.problem.is_unanimous() { Basis::Unanimous } else { Basis::Rule };
            let counted = |claim: &Claim| matches!(claim, Claim::Count { basis, count } if *basis == wanted && *count == lower.to_string());
            let shown = lower == upper && (self.claims(counted) || lower.bits() == 0 && self.claims(none));
            let said = if lower == upper { lower.to_string() } else { format!("from {lower} to {upper}") };
            add(format!("{place}.count: {said}"), by(shown));
        }
        if let Some(motion) = row.motion {
            let name = serde_json::to_value(motion).ok();
            let name = name.as_ref().and_then(|name| name.as_str()).unwrap_or_default().to_owned();
            add(format!("{place}.motion: {name}"), by(self.stated.motion == Some(motion)));
        }
        if row.reservations.values().any(Option::is_some) {
            let same = self.each(&row.reservations, |party| self.problem.reservation(party));
            add(format!("{place}.reservations"), if same { Shown::Restated } else { Shown::Not });
        }
        if row.best_gains.values().any(Option::is_some) {
            add(
                format!("{place}.best_gains: no deal brings more"),
                by(self.each(&row.best_gains, |party| self.best(party))),
            );
        }
        if row.nash_gains.values().any(Option::is_some) {
            let nash = |party: usize| {
                let id = self.problem.parties.get(party)?.id.as_str();
                let point = self.stated.claims.iter().find_map(|claim| match claim {
                    Claim::Solution { rule: FairnessRule::Nash, point, .. } => Some(point),
                    _ => None,
                })?;
                Some(point.utilities.get(id)? - self.problem.reservation(party)?)
            };
            add(format!("{place}.nash_gains: those of a Nash package"), by(self.each(&row.nash_gains, nash)));
        }
    }

    fn claims(&self, such: impl Fn(&Claim) -> bool) -> bool {
        self.stated.claims.iter().any(such)
    }

    /// Whether each party's units are those said, `None` for none.
    fn each(&self, said: &BTreeMap<String, Option<f64>>, units: impl Fn(usize) -> Option<i64>) -> bool {
        said.len() == self.problem.parties.len()
            && self.problem.parties.iter().enumerate().all(|(party, of)| match said.get(of.id.as_str()) {
                Some(Some(said)) => units(party).map(|units| self.problem.shown(party, units)) == Some(*said),
                Some(None) => true,
                None => false,
            })
    }

    /// The most that a deal gains the party: that of a point of the whole frontier of all that are deals. Where a walk-away value is a
    /// range there may be others.
    fn best(&self, party: usize) -> Option<i64> {
        if self.problem.has_ranges() {
            return None;
        }
        let wanted = if self.problem.is_unanimous() { Basis::Unanimous } else { Basis::Rule };
        let id = self.problem.parties.get(party)?.id.as_str();
        let most = self.stated.claims.iter().find_map(|claim| match claim {
            Claim::Frontier { basis, points, table, .. } if *basis == wanted => {
                let named = points.iter().filter_map(|point| point.utilities.get(id).copied());
                let rows = table.iter().flat_map(|table| table.rows.iter());
                let in_rows = rows.filter_map(|(_, units)| units.get(party).copied());
                named.chain(in_rows).max()
            }
            _ => None,
        })?;
        Some(most - self.problem.reservation(party)?)
    }

    fn same_changes(&self) -> bool {
        let mut left: Vec<&Dated> = self.stated.changes.iter().collect();
        self.said.changes.iter().all(|said| {
            let place = left.iter().position(|change| is_change(change, said));
            place.map(|place| left.remove(place)).is_some()
        })
    }
}

/// Whether a change is the one said; a statement is named by its fact, whosever it is.
fn is_change(change: &Dated, said: &SaidChange) -> bool {
    let number = |text: &str| {
        text.parse::<Number>().ok().map_or_else(|| printed(text), |number| Some(number.to_f64()))
    };
    let prints = |value: &Option<String>, said: Option<f64>| match (value, said) {
        (None, None) => true,
        (Some(text), Some(said)) => number(text) == Some(said),
        _ => false,
    };
    change.what == said.what
        && change.fact == said.fact
        && (change.fact.is_some() || change.party == said.party)
        && prints(&change.before, said.before)
        && prints(&change.after, said.after)
}
