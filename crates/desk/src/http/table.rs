//! Every route of the API, once.

use super::answers;
use super::openapi::Shapes;
use jiff::civil::Date;
use mediant_model::PartyId;
use mediant_record::{Role, State};
use serde_json::Value;

/// A path of the API: what it answers, and to whom.
pub struct Route {
    /// Its path, with `{party}` or `{kind}` where there is a step to fill in.
    pub path: &'static str,
    /// What it answers, in a few words.
    pub summary: &'static str,
    /// Who may ask.
    pub who: Who,
    pub(super) answer: Answer,
}

/// Who may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Anybody, signed in or not.
    Everybody,
    /// The mediator, the team, and every party.
    Table,
    /// The mediator and the team.
    Mediators,
    /// Parties: principals, delegates, advisers.
    Parties,
    /// Whoever is signed in.
    SignedIn,
    /// The mediator, and principals.
    Inviters,
    /// The mediator alone.
    Mediator,
    /// Principals alone.
    Principals,
}

impl Who {
    /// Whether it includes somebody who is signed in in this role.
    pub fn includes(self, role: &Role) -> bool {
        match self {
            Self::Everybody | Self::SignedIn => true,
            Self::Inviters => matches!(role, Role::Mediator | Role::Principal(_)),
            Self::Mediator => matches!(role, Role::Mediator),
            Self::Principals => matches!(role, Role::Principal(_)),
            Self::Table => !matches!(role, Role::Observer),
            Self::Mediators => role.mediates(),
            Self::Parties => role.party().is_some(),
        }
    }
}

/// What an answer looks like, for the document.
type Shape = fn(&mut Shapes) -> Value;

/// How an answer is made.
#[derive(Clone, Copy)]
pub(super) enum Answer {
    State(fn(&State, Date) -> serde_json::Result<Value>, Shape),
    OfParty(fn(&State, &PartyId) -> serde_json::Result<Value>, Shape),
    Preview,
    Timeline,
    Streams,
    Export,
    Copy,
    CaseFile,
    Analysis,
    Outlook,
    Picture,
    Certificate,
    Meaning,
    Inference,
    Questions,
    Act,
    KeysFile,
    Agreement,
    Events,
    Command,
    OpenApi,
}

impl Answer {
    /// Whether it is asked for with POST; GET else.
    pub(super) fn is_post(self) -> bool {
        matches!(self, Self::Meaning | Self::Inference | Self::Command)
    }
}

impl Route {
    /// A route that is described here and answered elsewhere.
    pub(super) const fn described(path: &'static str, summary: &'static str, who: Who) -> Self {
        Self { path, summary, who, answer: Answer::OpenApi }
    }

    /// Its method in lower case, as OpenAPI has it.
    pub fn method(&self) -> &'static str {
        if self.answer.is_post() { "post" } else { "get" }
    }
}

const fn route(path: &'static str, summary: &'static str, who: Who, answer: Answer) -> Route {
    Route { path, summary, who, answer }
}

/// All of them, but those of accounts, which stand in `http::accounts`.
pub static ROUTES: [Route; 38] = [
    route(
        "/api/v1/case",
        "title, rules, parties, where the talks stand",
        Who::Everybody,
        Answer::State(answers::case, Shapes::answer::<answers::CaseAnswer<'static>>),
    ),
    route(
        "/api/v1/issues",
        "matters to settle, and those that were split",
        Who::Everybody,
        Answer::State(answers::issues, Shapes::answer::<answers::IssuesAnswer<'static>>),
    ),
    route(
        "/api/v1/doors",
        "who comes in for a party, who does not any more, and new doors that wait",
        Who::Table,
        Answer::State(answers::doors, Shapes::answer::<answers::DoorsAnswer<'static>>),
    ),
    route(
        "/api/v1/statements",
        "what was said",
        Who::Everybody,
        Answer::State(answers::statements, Shapes::answer::<answers::StatementsAnswer<'static>>),
    ),
    route(
        "/api/v1/people",
        "who speaks for whom, and who left",
        Who::Everybody,
        Answer::State(answers::people, Shapes::answer::<answers::PeopleAnswer<'static>>),
    ),
    route(
        "/api/v1/mandates",
        "mandates, and whether they hold today",
        Who::Table,
        Answer::State(answers::mandates, Shapes::answer::<answers::MandatesAnswer<'static>>),
    ),
    route(
        "/api/v1/sessions",
        "meetings",
        Who::Everybody,
        Answer::State(answers::sessions, Shapes::answer::<answers::SessionsAnswer<'static>>),
    ),
    route(
        "/api/v1/heard",
        "what the mediator said or passed on",
        Who::Everybody,
        Answer::State(answers::heard, Shapes::answer::<answers::HeardAnswer<'static>>),
    ),
    route(
        "/api/v1/text",
        "drafts, their clauses, and who accepted them",
        Who::Table,
        Answer::State(answers::text, Shapes::answer::<answers::TextAnswer<'static>>),
    ),
    route(
        "/api/v1/packages",
        "packages and answers",
        Who::Table,
        Answer::State(answers::packages, Shapes::answer::<answers::PackagesAnswer<'static>>),
    ),
    route(
        "/api/v1/rounds",
        "rounds, and what shows of them",
        Who::Table,
        Answer::State(answers::rounds, Shapes::answer::<answers::RoundsAnswer<'static>>),
    ),
    route(
        "/api/v1/mediations",
        "mediations: how far each party has come, and what followed",
        Who::Table,
        Answer::State(answers::mediations, Shapes::answer::<answers::MediationsAnswer<'static>>),
    ),
    route(
        "/api/v1/questions",
        "what the reader's own party is asked in mediations, and what it answered",
        Who::Parties,
        Answer::Questions,
    ),
    route(
        "/api/v1/communiques",
        "public texts and who agreed to them",
        Who::Everybody,
        Answer::State(answers::communiques, Shapes::answer::<answers::CommuniquesAnswer<'static>>),
    ),
    route(
        "/api/v1/reports",
        "reports, and what was decided about them",
        Who::Mediators,
        Answer::State(answers::reports, Shapes::answer::<answers::ReportsAnswer<'static>>),
    ),
    route(
        "/api/v1/conclusions",
        "agreements, signatures, ratifications",
        Who::Everybody,
        Answer::State(answers::conclusions, Shapes::answer::<answers::ConclusionsAnswer<'static>>),
    ),
    route(
        "/api/v1/reported",
        "what was recorded on a party's word, and what the party said to it",
        Who::Everybody,
        Answer::State(answers::reported, Shapes::answer::<answers::ReportedAnswer<'static>>),
    ),
    route(
        "/api/v1/may-say",
        "what may be said to whom",
        Who::Mediators,
        Answer::State(answers::may_say, Shapes::answer::<answers::MaySayAnswer<'static>>),
    ),
    route(
        "/api/v1/caucuses/{party}",
        "items, notes and what was heard in a caucus",
        Who::Table,
        Answer::OfParty(answers::caucus, Shapes::answer::<answers::CaucusAnswer<'static>>),
    ),
    route(
        "/api/v1/briefs/{party}",
        "a party's brief, every version",
        Who::Table,
        Answer::OfParty(answers::briefs, Shapes::answer::<answers::BriefsAnswer<'static>>),
    ),
    route("/api/v1/timeline", "events, newest first: `before`, `limit`", Who::Everybody, Answer::Timeline),
    route("/api/v1/record", "the streams one reads, and where each ends", Who::Everybody, Answer::Streams),
    route(
        "/api/v1/record/copy",
        "what one may read with its commitments, for `mediant verify-copy`",
        Who::Everybody,
        Answer::Copy,
    ),
    route("/api/v1/export", "everything one may read, as one document", Who::Everybody, Answer::Export),
    route(
        "/api/v1/acts/{kind}",
        "the act to sign for a command: its fields as a form sends them, `with`",
        Who::Parties,
        Answer::Act,
    ),
    route(
        "/api/v1/keys",
        "keys that acts are signed with, their twelve words, and who stands up for them",
        Who::Table,
        Answer::State(answers::keys, Shapes::answer::<answers::KeysAnswer<'static>>),
    ),
    route("/api/v1/keys.txt", "the same for `mediant verify-agreement --keys`", Who::Table, Answer::KeysFile),
    route(
        "/api/v1/agreement",
        "the agreement in one file, for `mediant verify-agreement`",
        Who::Table,
        Answer::Agreement,
    ),
    route("/api/v1/case.toml", "the case as a file for `mediant analyze`", Who::Everybody, Answer::CaseFile),
    route(
        "/api/v1/preview/{party}",
        "what a party knows, but for what it keeps to itself",
        Who::Mediators,
        Answer::Preview,
    ),
    route(
        "/api/v1/analysis",
        "the analysis, as `mediant analyze --format json`",
        Who::Everybody,
        Answer::Analysis,
    ),
    route("/api/v1/outlook", "the room for a deal over time", Who::Table, Answer::Outlook),
    route("/api/v1/analysis/picture.svg", "the deal space", Who::Mediators, Answer::Picture),
    route("/api/v1/certificate", "the proof, for `mediant verify`", Who::Mediators, Answer::Certificate),
    route(
        "/api/v1/package-meaning",
        "what a package means, from what one may know",
        Who::Table,
        Answer::Meaning,
    ),
    route(
        "/api/v1/inference",
        "what the recipient of a package could infer",
        Who::Mediators,
        Answer::Inference,
    ),
    route(
        "/api/v1/events",
        "what becomes of the record, as server-sent events",
        Who::Everybody,
        Answer::Events,
    ),
    route("/api/v1/openapi.json", "this document", Who::Everybody, Answer::OpenApi),
];

/// Where commands are sent: one path a kind.
pub(super) static COMMANDS: Route =
    route("/api/v1/commands/{kind}", "carry out a command", Who::Table, Answer::Command);
