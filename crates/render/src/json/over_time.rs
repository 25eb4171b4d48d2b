//! A negotiation over time as JSON.

use super::{CaseHead, Ordered};
use crate::Posed;
use mediant_engine::outlook::{Dated, Figures, Motion, Outlook, Row, Shift};
use mediant_model::statement::Trend;
use mediant_model::{Count, Number};
use schemars::JsonSchema;
use serde::Serialize;

/// As `mediant outlook --format json` writes it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Outlook")]
pub struct OutlookDocument {
    /// The version of the format.
    #[schemars(extend("const" = 1))]
    mediant: u32,
    case: CaseHead,
    parties: Vec<String>,
    rows: Vec<RowJson>,
    directions: Ordered<Option<&'static str>>,
    towards: Vec<String>,
    /// The first day that was not looked at, where the search was stopped before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    stopped_before: Option<String>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OutlookRow")]
struct RowJson {
    from: Option<String>,
    exists: Option<bool>,
    count: Option<Count>,
    motion: Option<&'static str>,
    changes: Vec<DatedJson>,
    reservations: Ordered<Option<f64>>,
    best_gains: Ordered<Option<f64>>,
    nash_gains: Ordered<Option<f64>>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OutlookChange")]
struct DatedJson {
    what: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    fact: Option<String>,
    party: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<f64>,
    text: Option<String>,
}

/// A negotiation over time as one JSON document on one line.
///
/// # Errors
/// None that finite figures can cause.
pub fn render_outlook(posed: &Posed, outlook: &Outlook) -> serde_json::Result<String> {
    let party_ids: Vec<String> = posed.problem.parties.iter().map(|party| party.id.to_string()).collect();
    let by_party = |values: Vec<Option<f64>>| Ordered(party_ids.iter().cloned().zip(values).collect());
    let row = |row: &Row| {
        let figures = |of: fn(&Figures) -> Option<i64>| {
            let shown = |figures: &Figures| Some(figures.scale.shown(of(figures)?));
            by_party(row.parties.iter().map(|figures| figures.as_ref().and_then(shown)).collect())
        };
        RowJson {
            from: row.from.map(|day| day.to_string()),
            exists: row.room.exists,
            count: row.room.count.clone(),
            motion: row.motion.map(|motion| match motion {
                Motion::Opens => "opens",
                Motion::Closes => "closes",
                Motion::Grows => "grows",
                Motion::Shrinks => "shrinks",
                Motion::Stays => "stays",
            }),
            changes: row.changes.iter().map(|change| dated(change, &party_ids)).collect(),
            reservations: figures(|figures| Some(figures.reservation)),
            best_gains: figures(|figures| figures.best_gain),
            nash_gains: figures(|figures| figures.nash_gain),
        }
    };
    let directions = outlook.directions.iter();
    let document = OutlookDocument {
        mediant: 1,
        case: CaseHead::new(posed),
        parties: party_ids.clone(),
        rows: outlook.rows.iter().map(row).collect(),
        directions: Ordered(
            directions.map(|found| (found.party.to_string(), found.trend.map(trend))).collect(),
        ),
        towards: match &outlook.shift {
            Shift::Unknown => Vec::new(),
            Shift::Towards(parties) => parties.iter().map(ToString::to_string).collect(),
        },
        stopped_before: outlook.stopped_before.map(|day| day.to_string()),
    };
    let mut text = serde_json::to_string(&document)?;
    text.push('\n');
    Ok(text)
}

fn trend(trend: Trend) -> &'static str {
    match trend {
        Trend::Improving => "improving",
        Trend::Worsening => "worsening",
        Trend::Steady => "steady",
    }
}

fn dated(change: &Dated, parties: &[String]) -> DatedJson {
    let of_fact = |what: &'static str, fact: &mediant_model::problem::Fact| DatedJson {
        what,
        fact: Some(fact.id.to_string()),
        party: fact.party.and_then(|party| parties.get(party)).cloned(),
        before: None,
        after: None,
        text: fact.origin.text.clone(),
    };
    let of_party = |what: &'static str, party: String, text: &Option<String>| DatedJson {
        what,
        fact: None,
        party: Some(party),
        before: None,
        after: None,
        text: text.clone(),
    };
    match change {
        Dated::Stands(fact) => of_fact("stands", fact),
        Dated::Falls(fact) => of_fact("falls", fact),
        Dated::WalkAway(change) => DatedJson {
            before: change.before.as_ref().map(Number::to_f64),
            after: change.after.as_ref().map(Number::to_f64),
            ..of_party("walk_away", parties.get(change.party).cloned().unwrap_or_default(), &change.because)
        },
        Dated::Alternative { party, trend: None, text } => of_party("alternative", party.to_string(), text),
        Dated::Alternative { party, trend: Some(found), text } => {
            of_party(trend(*found), party.to_string(), text)
        }
        Dated::AlternativeEnds { party, text } => of_party("alternative_ends", party.to_string(), text),
    }
}
