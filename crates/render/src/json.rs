//! An analysis as JSON. The names are stable: added to, never changed.
//!
//! Wire types of their own, so that the engine can move without breaking whoever reads this.

use crate::said::Said;
use crate::{Found, Posed};
use mediant_engine::analysis::{
    Analysis, Basis, Change, Concession, Conflict, Count, Frontier, NoDeal, Opening, Solution, Solutions,
};
use mediant_engine::judgement::{Comparison, Judgement};
use mediant_engine::ordinal::{Efficient, Findings};
use mediant_engine::outlook::{Dated, Figures, Motion, Outlook, Row, Shift};
use mediant_engine::report::{Block, Report, SectionSubject, conflict_text, opening_text};
use mediant_model::statement::Trend;
use mediant_model::{Number, Problem};
use num_bigint::BigUint;
use num_traits::ToPrimitive;
use serde::{Serialize, Serializer};

/// An object whose keys keep the order of the case.
struct Ordered<T>(Vec<(String, T)>);

impl<T: Serialize> Serialize for Ordered<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

#[derive(Serialize)]
struct Document {
    mediant: u32,
    case: CaseHead,
    parties: Vec<String>,
    packages: String,
    zopa: ZopaJson,
    basis: &'static str,
    frontier: Option<FrontierJson>,
    solutions: Option<SolutionsJson>,
    adjusted_winner: Option<AdjustedWinnerJson>,
    ordinal: Option<OrdinalJson>,
    package: Option<JudgementJson>,
    conflicts: Vec<ConflictJson>,
    openings: Vec<OpeningJson>,
    hurdles: Vec<String>,
    concessions: Option<Ordered<Option<ConcessionJson>>>,
    equal_concession: Option<ConcessionJson>,
    facts: Vec<FactJson>,
    #[serde(flatten)]
    said: Said,
    notes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    elapsed_ms: Option<f64>,
}

#[derive(Serialize)]
struct CaseHead {
    title: String,
    as_of: Option<String>,
}

#[derive(Serialize)]
struct ZopaJson {
    exists: Option<bool>,
    count: CountJson,
    unanimous: CountJson,
    witness: Option<Ordered<String>>,
}

#[derive(Serialize)]
struct CountJson {
    lower: String,
    upper: String,
}

#[derive(Serialize)]
struct FrontierJson {
    complete: bool,
    count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    within: Option<Ordered<f64>>,
    points: Vec<PointJson>,
}

#[derive(Serialize)]
struct PointJson {
    utilities: Ordered<f64>,
    package: Ordered<String>,
}

#[derive(Serialize)]
struct SolutionsJson {
    nash: SolutionJson,
    kalai_smorodinsky: SolutionJson,
    leximin: SolutionJson,
    utilitarian: SolutionJson,
}

#[derive(Serialize)]
struct SolutionJson {
    package: Ordered<String>,
    utilities: Ordered<f64>,
    gains: Ordered<f64>,
    /// A number where it fits one that every reader of JSON keeps exactly, else text.
    ties: TiesJson,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    ties_at_least: bool,
    proven: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    gap: Option<GapJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prices: Option<Ordered<i64>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum TiesJson {
    Number(u64),
    Text(String),
}

#[derive(Serialize)]
struct GapJson {
    reached: f64,
    bound: f64,
}

#[derive(Serialize)]
struct AdjustedWinnerJson {
    points: f64,
    first_shares: Ordered<String>,
}

#[derive(Serialize)]
struct OrdinalJson {
    /// Null with `count` where it was not found out.
    necessarily_efficient: Option<Vec<Ordered<String>>>,
    count: Option<usize>,
}

#[derive(Serialize)]
struct JudgementJson {
    options: Ordered<String>,
    passes: Option<bool>,
    parties: Ordered<ShareJson>,
    breaks: Vec<String>,
    efficient: EfficientJson,
    dominated_by: Option<Ordered<String>>,
    maybe_dominated_by: Option<Ordered<String>>,
}

#[derive(Serialize)]
struct ShareJson {
    utility: Option<f64>,
    gain: Option<f64>,
    accepts: Option<bool>,
}

#[derive(Serialize)]
struct EfficientJson {
    necessary: Option<bool>,
    possible: Option<bool>,
}

#[derive(Serialize)]
struct ConflictJson {
    facts: Vec<String>,
    issues: Vec<String>,
    text: String,
}

#[derive(Serialize)]
struct OpeningJson {
    change: Vec<ChangeJson>,
    text: String,
    package: Option<Ordered<String>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum ChangeJson {
    Fact { fact: String, by: Option<f64> },
    NewOption { new_option: String, must_not_break: Vec<String> },
}

#[derive(Serialize)]
struct ConcessionJson {
    by: f64,
    package: Ordered<String>,
}

#[derive(Serialize)]
struct FactJson {
    id: String,
    party: Option<String>,
    kind: &'static str,
    standing: Option<&'static str>,
    by: Option<String>,
    on: Option<String>,
    source: Option<String>,
    place: Option<String>,
    text: Option<String>,
}

/// The analysis as one JSON document on one line, with `elapsed_ms` unless it would tell what the reader may not know.
///
/// # Errors
/// None that a finite analysis can cause.
pub fn render(posed: &Posed, found: &Found<'_>, elapsed_ms: Option<f64>) -> serde_json::Result<String> {
    let mut text = serde_json::to_string(&document(posed, found, elapsed_ms))?;
    text.push('\n');
    Ok(text)
}

fn document(posed: &Posed, found: &Found<'_>, elapsed_ms: Option<f64>) -> Document {
    let analysis = found.analysis;
    let wire = Wire { problem: &posed.problem };
    let no_deal = analysis.no_deal.as_ref();
    Document {
        mediant: 1,
        case: CaseHead {
            title: posed.case.title.clone(),
            as_of: posed.case.as_of.map(|day| day.to_string()),
        },
        parties: posed.problem.parties.iter().map(|party| party.id.to_string()).collect(),
        packages: analysis.package_count.to_string(),
        zopa: ZopaJson {
            exists: analysis.zopa.exists,
            count: count(&analysis.zopa.count),
            unanimous: count(&analysis.zopa.unanimous),
            witness: analysis.zopa.witness.as_ref().map(|package| wire.package(package)),
        },
        basis: match analysis.basis {
            Basis::Unanimous => "unanimous",
            Basis::Rule => "rule",
            Basis::All => "all",
        },
        frontier: analysis.frontier.as_ref().map(|frontier| wire.frontier(frontier)),
        solutions: analysis.solutions.as_ref().map(|solutions| wire.solutions(solutions)),
        adjusted_winner: analysis.adjusted_winner.as_ref().map(|found| AdjustedWinnerJson {
            points: ratio(&found.points),
            first_shares: Ordered(
                wire.issues()
                    .zip(&found.first_shares)
                    .map(|(issue, share)| (issue, format!("{}/{}", share.0, share.1)))
                    .collect(),
            ),
        }),
        ordinal: found.ordinal.and_then(|findings| wire.ordinal(findings)),
        package: found.judgement.map(|judged| wire.judgement(judged)),
        conflicts: no_deal.map_or_else(Vec::new, |found| {
            found.conflicts.iter().map(|c| wire.conflict(posed, analysis, c)).collect()
        }),
        openings: no_deal.map_or_else(Vec::new, |found| {
            found.openings.iter().map(|o| wire.opening(posed, analysis, o)).collect()
        }),
        hurdles: no_deal.map_or_else(Vec::new, |found| wire.issue_ids(&found.hurdles)),
        concessions: no_deal.and_then(|found| wire.concessions(found)),
        equal_concession: no_deal
            .and_then(|found| found.equal_concession.as_ref())
            .map(|found| wire.concession(found)),
        facts: wire.facts(),
        said: Said::of(&posed.case, &posed.briefs),
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

fn count(count: &Count) -> CountJson {
    CountJson { lower: count.lower.to_string(), upper: count.upper.to_string() }
}

fn ratio((numerator, denominator): &(BigUint, BigUint)) -> f64 {
    Number::ratio(numerator.clone(), denominator.clone()).map_or(0.0, |number| number.to_f64())
}

#[derive(Serialize)]
struct OutlookJson {
    mediant: u32,
    case: CaseHead,
    parties: Vec<String>,
    rows: Vec<RowJson>,
    directions: Ordered<Option<&'static str>>,
    towards: Vec<String>,
}

#[derive(Serialize)]
struct RowJson {
    from: Option<String>,
    exists: Option<bool>,
    count: Option<CountJson>,
    motion: Option<&'static str>,
    changes: Vec<DatedJson>,
    reservations: Ordered<Option<f64>>,
    best_gains: Ordered<Option<f64>>,
    nash_gains: Ordered<Option<f64>>,
}

#[derive(Serialize)]
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
            let shown = |figures: &Figures| Some(of(figures)? as f64 / figures.denominator as f64);
            by_party(row.parties.iter().map(|figures| figures.as_ref().and_then(shown)).collect())
        };
        let count = row.room.count.as_ref();
        RowJson {
            from: row.from.map(|day| day.to_string()),
            exists: row.room.exists,
            count: count
                .map(|(lower, upper)| CountJson { lower: lower.to_string(), upper: upper.to_string() }),
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
    let document = OutlookJson {
        mediant: 1,
        case: CaseHead {
            title: posed.case.title.clone(),
            as_of: posed.case.as_of.map(|day| day.to_string()),
        },
        parties: party_ids.clone(),
        rows: outlook.rows.iter().map(row).collect(),
        directions: Ordered(
            directions.map(|found| (found.party.to_string(), found.trend.map(trend))).collect(),
        ),
        towards: match &outlook.shift {
            Shift::Unknown => Vec::new(),
            Shift::Towards(parties) => parties.iter().map(ToString::to_string).collect(),
        },
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

/// Names for the indices of a problem.
struct Wire<'a> {
    problem: &'a Problem,
}

impl Wire<'_> {
    fn parties<T>(&self, values: impl IntoIterator<Item = T>) -> Ordered<T> {
        Ordered(self.problem.parties.iter().map(|party| party.id.to_string()).zip(values).collect())
    }

    fn issues(&self) -> impl Iterator<Item = String> + '_ {
        self.problem.issues.iter().map(|issue| issue.id.to_string())
    }

    fn issue_ids(&self, issues: &[usize]) -> Vec<String> {
        issues
            .iter()
            .filter_map(|issue| self.problem.issues.get(*issue))
            .map(|issue| issue.id.to_string())
            .collect()
    }

    fn package(&self, package: &[u32]) -> Ordered<String> {
        let options = self.problem.issues.iter().zip(package).filter_map(|(issue, option)| {
            Some((issue.id.to_string(), issue.options.get(*option as usize)?.to_string()))
        });
        Ordered(options.collect())
    }

    fn units(&self, units: &[i64]) -> Ordered<f64> {
        self.parties(units.iter().map(|units| self.problem.shown(*units)))
    }

    fn fact(&self, fact: usize) -> String {
        self.problem.facts.get(fact).map(|fact| fact.id.to_string()).unwrap_or_default()
    }

    fn frontier(&self, frontier: &Frontier) -> FrontierJson {
        let points = frontier.points.iter();
        FrontierJson {
            complete: frontier.complete,
            count: frontier.points.len(),
            within: frontier.within.as_ref().map(|within| self.units(within)),
            points: points
                .map(|point| PointJson {
                    utilities: self.units(&point.utilities),
                    package: self.package(&point.package),
                })
                .collect(),
        }
    }

    fn solutions(&self, solutions: &Solutions) -> SolutionsJson {
        SolutionsJson {
            nash: self.solution(&solutions.nash),
            kalai_smorodinsky: self.solution(&solutions.kalai_smorodinsky),
            leximin: self.solution(&solutions.leximin),
            utilitarian: self.solution(&solutions.utilitarian),
        }
    }

    fn solution(&self, solution: &Solution) -> SolutionJson {
        let ties = &solution.ties;
        // Beyond 2^53 a number may lose digits on the way through a float.
        let number = ties.count.to_u64().filter(|count| *count <= 1 << 53);
        SolutionJson {
            package: self.package(&solution.package),
            utilities: self.units(&solution.utilities),
            gains: self.units(&solution.gains),
            ties: number.map_or_else(|| TiesJson::Text(ties.count.to_string()), TiesJson::Number),
            ties_at_least: ties.at_least,
            proven: solution.proven,
            gap: solution.gap.map(|gap| GapJson { reached: gap.reached, bound: gap.bound }),
            prices: solution.prices.as_ref().map(|prices| self.parties(prices.iter().copied())),
        }
    }

    fn ordinal(&self, findings: &Findings) -> Option<OrdinalJson> {
        match &findings.efficient {
            Efficient::All(found) => Some(OrdinalJson {
                necessarily_efficient: Some(found.iter().map(|package| self.package(package)).collect()),
                count: Some(found.len()),
            }),
            Efficient::TooMany | Efficient::Stopped => {
                Some(OrdinalJson { necessarily_efficient: None, count: None })
            }
            Efficient::NothingAdmissible => None,
        }
    }

    fn judgement(&self, judged: &Judgement) -> JudgementJson {
        let shown = |units: Option<i64>| units.map(|units| self.problem.shown(units));
        let shares = judged.parties.iter().map(|share| ShareJson {
            utility: shown(share.utility),
            gain: shown(share.gain),
            accepts: share.accepts,
        });
        let (necessary, possible) = judged.efficient();
        let maybe = match &judged.comparison {
            Comparison::Rankings(found) => found.maybe_dominated_by.as_ref(),
            Comparison::Points { .. } => judged.dominated_by(),
            Comparison::Nothing => None,
        };
        JudgementJson {
            options: self.package(&judged.package),
            passes: judged.passes,
            parties: self.parties(shares),
            breaks: judged.broken.iter().map(|fact| self.fact(*fact)).collect(),
            efficient: EfficientJson { necessary, possible },
            dominated_by: judged.dominated_by().map(|package| self.package(package)),
            maybe_dominated_by: maybe.map(|package| self.package(package)),
        }
    }

    fn conflict(&self, posed: &Posed, analysis: &Analysis, conflict: &Conflict) -> ConflictJson {
        ConflictJson {
            facts: conflict.facts.iter().map(|fact| self.fact(*fact)).collect(),
            issues: self.issue_ids(&conflict.issues),
            text: conflict_text(&posed.case, self.problem, analysis, conflict),
        }
    }

    fn opening(&self, posed: &Posed, analysis: &Analysis, opening: &Opening) -> OpeningJson {
        OpeningJson {
            change: opening.change.iter().map(|change| self.change(change)).collect(),
            text: opening_text(&posed.case, self.problem, analysis, opening),
            package: opening.package.as_ref().map(|package| self.package(package)),
        }
    }

    fn change(&self, change: &Change) -> ChangeJson {
        match change {
            Change::Drop(fact) => ChangeJson::Fact { fact: self.fact(*fact), by: None },
            Change::Lower { fact, units } => {
                ChangeJson::Fact { fact: self.fact(*fact), by: Some(-self.problem.shown(*units)) }
            }
            Change::NewOption { issue, must_not_break } => ChangeJson::NewOption {
                new_option: self.issue_ids(&[*issue]).pop().unwrap_or_default(),
                must_not_break: must_not_break.iter().map(|fact| self.fact(*fact)).collect(),
            },
        }
    }

    fn concessions(&self, no_deal: &NoDeal) -> Option<Ordered<Option<ConcessionJson>>> {
        let known = no_deal.concessions.len() == self.problem.parties.len();
        let alone =
            no_deal.concessions.iter().map(|found| found.as_ref().map(|found| self.concession(found)));
        known.then(|| self.parties(alone))
    }

    fn concession(&self, concession: &Concession) -> ConcessionJson {
        ConcessionJson {
            by: -self.problem.shown(concession.units),
            package: self.package(&concession.package),
        }
    }

    fn facts(&self) -> Vec<FactJson> {
        use mediant_model::problem::FactKind;
        use mediant_model::statement::Standing;
        let wire = |fact: &mediant_model::problem::Fact| FactJson {
            id: fact.id.to_string(),
            party: fact
                .party
                .and_then(|party| self.problem.parties.get(party))
                .map(|party| party.id.to_string()),
            kind: match fact.kind {
                FactKind::Reservation => "reservation",
                FactKind::RedLine => "red_line",
                FactKind::Precondition => "precondition",
                FactKind::Linkage => "linkage",
            },
            standing: fact.origin.standing.map(|standing| match standing {
                Standing::Public => "public",
                Standing::Told => "told",
                Standing::Inferred => "inferred",
            }),
            by: fact.origin.by_name.clone(),
            on: fact.origin.on.map(|day| day.to_string()),
            source: fact.origin.source.clone(),
            place: fact.origin.place.clone(),
            text: fact.origin.text.clone(),
        };
        self.problem.facts.iter().map(wire).collect()
    }
}
