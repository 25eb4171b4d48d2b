//! What was said, as JSON: where each issue stands, what each party has without a deal, who speaks, who meets.
//!
//! Built from the case and briefs as the reader knows them; statements that do not count on the day are left out.

use mediant_formats::native::words::{self, word_for};
use mediant_model::statement::{Citation, Provenance, Speaker};
use mediant_model::{Brief, Case, Issue, PartyId, Person};
use schemars::JsonSchema;
use serde::Serialize;

/// The statements of a negotiation that no utility follows from.
#[derive(Serialize, JsonSchema)]
pub struct Said {
    issues: Vec<IssueJson>,
    alternatives: Vec<AlternativeJson>,
    people: Vec<PersonJson>,
    sessions: Vec<SessionJson>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AnalysisIssue")]
struct IssueJson {
    id: String,
    name: String,
    disclosed: bool,
    answers: Vec<AnswerJson>,
    withheld_by_agreement: Vec<StatementJson>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AnalysisAnswer")]
struct AnswerJson {
    party: String,
    answer: &'static str,
    #[serde(flatten)]
    statement: StatementJson,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AnalysisAlternative")]
struct AlternativeJson {
    party: String,
    trend: Option<&'static str>,
    #[serde(flatten)]
    statement: StatementJson,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AnalysisPerson")]
struct PersonJson {
    id: String,
    party: String,
    name: String,
    office: Option<String>,
    role: &'static str,
    leads: bool,
    mandates: Vec<MandateJson>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AnalysisMandate")]
struct MandateJson {
    /// Null for all issues.
    issues: Option<Vec<String>>,
    from: Option<String>,
    until: Option<String>,
    ended: Option<String>,
    reason: Option<String>,
    /// Whether it holds on the day of the analysis; null where the case has no day.
    holds: Option<bool>,
    source: Option<String>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AnalysisSession")]
struct SessionJson {
    parties: Vec<String>,
    people: Vec<String>,
    status: &'static str,
    /// The day of the session.
    day: Option<String>,
    place: Option<String>,
    /// When and where it was told.
    #[serde(flatten)]
    statement: StatementJson,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AnalysisStatement")]
struct StatementJson {
    by: Option<String>,
    on: Option<String>,
    source: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<String>,
    text: Option<String>,
}

impl Said {
    /// From what a reader knows of the case, and the briefs that the reader may read.
    pub fn new(case: &Case, briefs: &[Brief]) -> Self {
        let alternatives =
            case.alternatives.iter().chain(briefs.iter().flat_map(|brief| &brief.alternatives));
        let counting = alternatives.filter(|alternative| alternative.provenance.counts(case.as_of));
        Self {
            issues: case.issues.iter().map(|issue| issue_json(case, issue)).collect(),
            alternatives: counting
                .map(|alternative| AlternativeJson {
                    party: alternative.party.to_string(),
                    trend: alternative.trend.as_ref().map(|trend| word_for(words::TREND, trend)),
                    statement: statement(&alternative.provenance),
                })
                .collect(),
            people: case
                .parties
                .iter()
                .flat_map(|party| party.people.iter().map(|person| person_json(case, &party.id, person)))
                .collect(),
            sessions: case
                .sessions
                .iter()
                .map(|session| SessionJson {
                    parties: session.parties.iter().map(PartyId::to_string).collect(),
                    people: session.people.iter().map(ToString::to_string).collect(),
                    status: word_for(words::SESSION_STATUS, &session.status),
                    day: session.on.map(|day| day.to_string()),
                    place: session.place.clone(),
                    statement: statement(&session.provenance),
                })
                .collect(),
        }
    }
}

fn issue_json(case: &Case, issue: &Issue) -> IssueJson {
    let answers = case.answers.iter().filter(|answer| answer.issue == issue.id);
    let confidences = case.confidences.iter().filter(|confidence| confidence.issues.contains(&issue.id));
    IssueJson {
        id: issue.id.to_string(),
        name: issue.name.clone(),
        disclosed: issue.is_disclosed(),
        answers: answers
            .filter(|answer| answer.provenance.counts(case.as_of))
            .map(|answer| AnswerJson {
                party: answer.party.to_string(),
                answer: word_for(words::STANCE, &answer.stance),
                statement: statement(&answer.provenance),
            })
            .collect(),
        withheld_by_agreement: confidences
            .filter(|confidence| confidence.provenance.counts(case.as_of))
            .map(|confidence| statement(&confidence.provenance))
            .collect(),
    }
}

fn person_json(case: &Case, party: &PartyId, person: &Person) -> PersonJson {
    let mandates = person.mandates.iter().map(|mandate| MandateJson {
        issues: mandate.issues.as_ref().map(|issues| issues.iter().map(ToString::to_string).collect()),
        from: mandate.from.map(|day| day.to_string()),
        until: mandate.until.map(|day| day.to_string()),
        ended: mandate.ended.as_ref().map(|end| end.on.to_string()),
        reason: mandate.ended.as_ref().and_then(|end| end.reason.clone()),
        holds: case.as_of.map(|day| mandate.holds(day, None)),
        source: mandate.source.as_ref().map(citation),
    });
    PersonJson {
        id: person.id.to_string(),
        party: party.to_string(),
        name: person.name.clone(),
        office: person.office.clone(),
        role: word_for(words::PERSON_ROLE, &person.role),
        leads: person.leads,
        mandates: mandates.collect(),
    }
}

fn statement(provenance: &Provenance) -> StatementJson {
    StatementJson {
        by: provenance.by.as_ref().map(|speaker| match speaker {
            Speaker::Person(id) => id.to_string(),
            Speaker::Described(words) => words.clone(),
        }),
        on: provenance.on.map(|day| day.to_string()),
        source: provenance.source.as_ref().map(citation),
        also: provenance.also.iter().map(citation).collect(),
        text: provenance.text.clone(),
    }
}

fn citation(citation: &Citation) -> String {
    match &citation.place {
        Some(place) => format!("{}:{place}", citation.source),
        None => citation.source.to_string(),
    }
}
