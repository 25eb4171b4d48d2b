//! An analysis as JSON. The names are stable: added to, never changed.
//!
//! Wire types of their own, so that the engine can move without breaking whoever reads this.

mod exact;
mod mixed;
mod over_time;
mod said;
mod wire;

use crate::{Found, Posed};
use mediant_engine::analysis::{Basis, Count};
use mediant_engine::report::{Block, Report, SectionSubject};
use mixed::MixedJson;
pub use over_time::{OutlookDocument, render_outlook};
use said::Said;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Write;
use wire::{
    AdjustedWinnerJson, ConcessionJson, ConflictJson, FactJson, FrontierJson, JudgementJson, OpeningJson,
    OrdinalJson, SolutionsJson, Wire,
};

/// An object whose keys keep the order of the case.
struct Ordered<T>(Vec<(String, T)>);

impl<T: Serialize> Serialize for Ordered<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

/// As `mediant analyze --format json` writes it. Utilities are on the scale of each party's own brief.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Analysis")]
pub struct Document<'a> {
    /// The version of the format.
    #[schemars(extend("const" = 1))]
    mediant: u32,
    case: CaseHead,
    parties: Vec<String>,
    packages: String,
    zopa: ZopaJson,
    /// Over which packages frontier and solutions are taken.
    basis: Basis,
    method: &'static str,
    frontier: Option<FrontierJson<'a>>,
    solutions: Option<SolutionsJson>,
    adjusted_winner: Option<AdjustedWinnerJson>,
    ordinal: Option<OrdinalJson>,
    /// What points, rankings and constraints say together, where not every party has points.
    #[serde(skip_serializing_if = "Option::is_none")]
    mixed: Option<MixedJson>,
    package: Option<JudgementJson>,
    conflicts: Vec<ConflictJson>,
    openings: Vec<OpeningJson>,
    hurdles: Vec<String>,
    /// New options unlike any on the table, where none like those would do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unlike: Vec<OpeningJson>,
    /// `false` where there may be more conflicts, openings or concessions than are listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    all_listed: Option<bool>,
    concessions: Option<Ordered<Option<ConcessionJson>>>,
    equal_concession: Option<ConcessionJson>,
    facts: Vec<FactJson>,
    #[serde(flatten)]
    said: Said,
    notes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    elapsed_ms: Option<f64>,
}

impl<T: JsonSchema> JsonSchema for Ordered<T> {
    fn schema_name() -> Cow<'static, str> {
        BTreeMap::<String, T>::schema_name()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        BTreeMap::<String, T>::json_schema(generator)
    }
}

/// The case analysed.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AnalysisCase")]
struct CaseHead {
    title: String,
    as_of: Option<String>,
}

impl CaseHead {
    fn new(posed: &Posed) -> Self {
        Self { title: posed.case.title.clone(), as_of: posed.case.as_of.map(|day| day.to_string()) }
    }
}

/// Whether there is a deal, and how many packages make one.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AnalysisZopa")]
struct ZopaJson {
    /// Null where it is not known.
    exists: Option<bool>,
    /// How many packages the agreement rule passes.
    count: Count,
    /// How many packages every party accepts.
    unanimous: Count,
    witness: Option<Ordered<String>>,
}

/// The analysis as one JSON document on one line, with `elapsed_ms` unless it would tell what the reader may not know.
///
/// # Errors
/// None that a finite analysis can cause.
pub fn render(posed: &Posed, found: &Found<'_>, elapsed_ms: Option<f64>) -> serde_json::Result<String> {
    let mut text = Vec::new();
    write(posed, found, elapsed_ms, &mut text)?;
    String::from_utf8(text).map_err(serde::ser::Error::custom)
}

/// Writes what [`render`] gives part by part: it may be longer than what fits into memory.
///
/// # Errors
/// What the writer says.
pub fn write(
    posed: &Posed,
    found: &Found<'_>,
    elapsed_ms: Option<f64>,
    mut out: impl Write,
) -> serde_json::Result<()> {
    serde_json::to_writer(&mut out, &document(posed, found, elapsed_ms))?;
    out.write_all(b"\n").map_err(serde_json::Error::io)
}

fn document<'a>(posed: &'a Posed, found: &Found<'a>, elapsed_ms: Option<f64>) -> Document<'a> {
    let analysis = found.analysis;
    let wire = Wire { problem: &posed.problem };
    let no_deal = analysis.no_deal.as_ref();
    Document {
        mediant: 1,
        case: CaseHead::new(posed),
        parties: posed.problem.parties.iter().map(|party| party.id.to_string()).collect(),
        packages: analysis.package_count.to_string(),
        zopa: ZopaJson {
            exists: analysis.zopa.exists,
            count: analysis.zopa.count.clone(),
            unanimous: analysis.zopa.unanimous.clone(),
            witness: analysis.zopa.witness.as_ref().map(|package| wire.package(package)),
        },
        basis: analysis.basis,
        method: analysis.method.name(),
        frontier: analysis.frontier.as_ref().map(|frontier| wire.frontier(frontier)),
        solutions: analysis.solutions.as_ref().map(|solutions| wire.solutions(solutions)),
        adjusted_winner: analysis.adjusted_winner.as_ref().map(|found| wire.adjusted_winner(found)),
        ordinal: found.ordinal.and_then(|findings| wire.ordinal(findings)),
        mixed: found.ordinal.and_then(|findings| MixedJson::new(&wire, &findings.mixed)),
        package: found.judgement.map(|judged| wire.judgement(judged)),
        conflicts: no_deal.map_or_else(Vec::new, |found| {
            found.conflicts.iter().map(|c| wire.conflict(posed, analysis, c)).collect()
        }),
        openings: no_deal.map_or_else(Vec::new, |found| {
            found.openings.iter().map(|o| wire.opening(posed, analysis, o)).collect()
        }),
        hurdles: no_deal.map_or_else(Vec::new, |found| wire.issue_ids(&found.hurdles)),
        unlike: no_deal.map_or_else(Vec::new, |found| {
            found.unlike.iter().map(|o| wire.opening(posed, analysis, o)).collect()
        }),
        all_listed: no_deal.filter(|found| !found.complete).map(|_| false),
        concessions: no_deal.and_then(|found| wire.concessions(found)),
        equal_concession: no_deal
            .and_then(|found| found.equal_concession.as_ref())
            .map(|found| wire.equal_concession(found)),
        facts: wire.facts(),
        said: Said::new(&posed.case, &posed.briefs),
        notes: notes(posed, found),
        elapsed_ms,
    }
}

/// What the reading and the analysis have to say about themselves.
fn notes(posed: &Posed, found: &Found<'_>) -> Vec<String> {
    let report = Report::new(&posed.subject(found));
    let of_report =
        report.section(SectionSubject::Notes).map(|section| section.blocks.as_slice()).unwrap_or_default();
    let of_report = of_report.iter().flat_map(|block| match block {
        Block::List(items) => items.iter().map(|item| item.text.clone()).collect(),
        Block::Text(_) | Block::Table(_) => Vec::new(),
    });
    posed.notes.iter().cloned().chain(of_report).collect()
}
