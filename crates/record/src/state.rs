//! What a reader knows: the events it may read, folded.
//!
//! There is one kind of state for all readers. The mediator's is folded from the mediator's compartments, a party's
//! from the party's; whatever is decided, shown or worked out for a reader starts from its state alone.

mod apply;
mod derived;
mod footing;
mod report;
mod revision;

pub use apply::Misplaced;
pub use derived::{ClauseStanding, ClauseState, Tally};
pub use footing::Footing;
pub use report::{ReportOnRecord, Step};
pub use revision::Revision;

use crate::Compartment;
use crate::actor::Actor;
use crate::event::{
    Agreed, Audience, CaucusRule, Clause, ClauseAnswer, Departure, Plan, Question, Release, Reveal,
    SealedAnswers, Verdict, Words,
};
use crate::id::{
    ClauseId, CommuniqueId, DraftId, EventId, HeardId, ItemId, MandateId, MediationId, NoteId, PackageId,
    QuestionId, ReportId, RoundId, SessionId, StatementId,
};
use crate::mediation::{Exchange, Manner, MediatedIssue, Outcome};
use crate::request::CarriedOut;
use crate::statement::Statement;
use jiff::Timestamp;
use mediant_model::case::Reader;
use mediant_model::statement::{Citation, Source};
use mediant_model::{AgreementRule, Date, Issue, IssueId, OptionId, Party, PartyId, PersonId, SourceId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// When something was recorded, by whom and where, as its reader may know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Trace {
    /// Its place among the events that the reader may read, from 1.
    pub index: u64,
    /// When it was recorded.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub at: Timestamp,
    /// Who recorded it.
    pub by: Actor,
    /// Where it stands.
    pub compartment: Compartment,
}

/// How the talks stand as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Nothing was opened yet.
    #[default]
    NotOpened,
    /// They go on.
    Going,
    /// They rest.
    Paused {
        /// Until when.
        #[schemars(with = "Option<String>", extend("format" = "date"))]
        until: Option<Date>,
        /// Why.
        reason: Option<String>,
        /// When and by whom.
        trace: Trace,
    },
    /// They were broken off.
    BrokenOff {
        /// By whom.
        party: Option<PartyId>,
        /// Why.
        reason: Option<String>,
        /// When and by whom.
        trace: Trace,
    },
    /// The case is closed.
    Closed {
        /// How it ended.
        outcome: Option<String>,
        /// When and by whom.
        trace: Trace,
    },
}

/// Title and rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// The title.
    pub title: String,
    /// What briefs call the case.
    pub reference: Option<String>,
    /// What makes a deal.
    pub agreement: AgreementRule,
    /// What a caucus's words may do.
    pub caucus_rule: CaucusRule,
    /// When and by whom.
    pub trace: Trace,
}

/// A mandate that was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GivenMandate {
    /// The party it binds.
    pub party: PartyId,
    /// Who may act under it.
    pub person: PersonId,
    /// The issues it covers; `None` for all.
    pub issues: Option<BTreeSet<IssueId>>,
    /// First day.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub from: Option<Date>,
    /// Last day.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub until: Option<Date>,
    /// The day from which it no longer holds, and why, where it was ended.
    #[schemars(with = "Option<(String, Option<String>)>")]
    pub ended: Option<(Date, Option<String>)>,
    /// Where it is reported.
    pub source: Option<Citation>,
    /// When and by whom.
    pub trace: Trace,
}

/// Somebody who left a party: from that day on the person does not speak for it, until a return.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Left {
    /// The first day without them.
    #[schemars(with = "String", extend("format" = "date"))]
    pub on: Date,
    /// How.
    pub how: Departure,
    /// Why.
    pub reason: Option<String>,
    /// Where it is reported.
    pub source: Option<Citation>,
    /// When and by whom.
    pub trace: Trace,
    /// The return, where there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back: Option<Back>,
}

/// Somebody who had left and speaks for the party again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Back {
    /// The first day with them.
    #[schemars(with = "String", extend("format" = "date"))]
    pub on: Date,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Where it is reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Citation>,
    /// When and by whom.
    pub trace: Trace,
}

/// An issue that was split.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SplitIssue {
    /// What it was.
    pub issue: Issue,
    /// What stands in its place.
    pub into: Vec<IssueId>,
    /// When and by whom.
    pub trace: Trace,
}

/// A statement on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Stated {
    /// What was said. Withdrawn: its provenance says until when it counted.
    pub content: Statement,
    /// Why it was withdrawn.
    pub withdrawn_because: Option<String>,
    /// When and by whom.
    pub trace: Trace,
}

/// A brief as a file. Its `Debug` is masked.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BriefText {
    /// The version, from 1; 0 for a draft or an estimate.
    pub version: u32,
    /// The file.
    pub text: Words,
    /// When and by whom.
    pub trace: Trace,
}

impl fmt::Debug for BriefText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BriefText(version {}, confidential)", self.version)
    }
}

/// What is on record of a party's brief.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Briefs {
    /// The party's own draft.
    pub draft: Option<BriefText>,
    /// What it gave to the mediator, oldest version first.
    pub deposited: Vec<BriefText>,
    /// What the mediator thinks it might say.
    pub estimate: Option<BriefText>,
}

/// How a session stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SessionState {
    /// It is to be.
    Planned,
    /// It is to be, not as first planned.
    Moved {
        /// Why.
        reason: Option<String>,
    },
    /// It took place.
    Held {
        /// The day.
        #[schemars(with = "String", extend("format" = "date"))]
        on: Date,
        /// Who was there.
        people: Vec<PersonId>,
        /// What can be said of it.
        summary: Option<String>,
    },
    /// It will not take place.
    Cancelled {
        /// Why.
        reason: Option<String>,
    },
}

/// A session on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SessionOnRecord {
    /// When, where, with whom.
    pub plan: Plan,
    /// How it stands.
    pub state: SessionState,
    /// When it was planned and by whom.
    pub trace: Trace,
}

/// A note on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Note {
    /// The session it is about.
    pub session: Option<SessionId>,
    /// The party it is about.
    pub about: Option<PartyId>,
    /// The note.
    pub text: Words,
    /// When and by whom.
    pub trace: Trace,
}

/// An item told in a caucus.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Item {
    /// The party that told it.
    pub party: PartyId,
    /// Who said it.
    pub person: Option<PersonId>,
    /// In which session.
    pub session: Option<SessionId>,
    /// On which issue.
    pub issue: Option<IssueId>,
    /// How far it may travel now.
    pub release: Release,
    /// Each change of the release: what it became, on whose word.
    pub releases: Vec<(Release, Option<PersonId>, Trace)>,
    /// What was said.
    pub text: Words,
    /// Where it went.
    pub passed_on: Vec<PassedOn>,
    /// Whether it was taken back: on whose word, why, and when. Nothing of it may pass then, whatever its release says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_back: Option<(Option<PersonId>, Option<String>, Trace)>,
    /// When it was told and recorded by whom.
    pub trace: Trace,
}

/// One passing-on of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PassedOn {
    /// To whom.
    pub to: Audience,
    /// Under which release.
    pub release: Release,
    /// In which words.
    pub wording: Words,
    /// What the hearer's side calls it.
    pub heard: HeardId,
    /// When and by whom.
    pub trace: Trace,
}

/// Something heard from the mediator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HeardOnRecord {
    /// What.
    pub wording: Words,
    /// Whose words, where that was said.
    pub from: Option<PartyId>,
    /// On which issue.
    pub issue: Option<IssueId>,
    /// Who confirmed having heard it.
    pub confirmed: BTreeMap<PartyId, (Option<PersonId>, Trace)>,
    /// When and by whom.
    pub trace: Trace,
}

/// A draft on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Draft {
    /// Its number in its compartment.
    pub number: u32,
    /// Its title.
    pub title: String,
    /// Its clauses.
    pub clauses: Vec<Clause>,
    /// What it replaces.
    pub replaces: Option<DraftId>,
    /// What the mediator says about it.
    pub note: Option<String>,
    /// When and by whom.
    pub trace: Trace,
}

/// What a party answered to a clause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AnsweredClause {
    /// The draft that was read.
    pub draft: DraftId,
    /// The clause as it stood: the answer counts for later drafts as long as all of it stays, words, heading and what it
    /// settles.
    #[serde(flatten)]
    pub clause: Clause,
    /// Where the clause was changed or left out since. Though the old one came back there, the party is asked anew.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub changed_in: BTreeSet<Compartment>,
    /// What it rests on, where it accepts.
    pub footing: Footing,
    /// Who answered.
    pub person: Option<PersonId>,
    /// What.
    pub answer: ClauseAnswer,
    /// Why.
    pub note: Option<String>,
    /// When and by whom.
    pub trace: Trace,
}

/// A package on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProposedPackage {
    /// Who proposes it; `None` for the mediator.
    pub party: Option<PartyId>,
    /// One option an issue.
    pub options: BTreeMap<IssueId, OptionId>,
    /// Whether the party is bound by it.
    pub binding: bool,
    /// What is said with it.
    pub note: Option<String>,
    /// What it rests on that the party is bound.
    pub footing: Footing,
    /// The latest answer of each party.
    pub answers: BTreeMap<PartyId, PackageAnswer>,
    /// When and by whom.
    pub trace: Trace,
}

/// A party's answer to a package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PackageAnswer {
    /// What.
    pub verdict: Verdict,
    /// Who answered.
    pub person: Option<PersonId>,
    /// Why.
    pub note: Option<String>,
    /// What it rests on, where it accepts.
    pub footing: Footing,
    /// When and by whom.
    pub trace: Trace,
}

/// How a round stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoundState {
    /// Answers are awaited.
    Open,
    /// It is over.
    Closed {
        /// What enough parties accepted.
        overlap: BTreeSet<QuestionId>,
        /// When and by whom.
        trace: Trace,
    },
    /// It was called off.
    Cancelled {
        /// Why.
        reason: Option<String>,
    },
}

/// A round on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Round {
    /// Its title.
    pub title: String,
    /// What is asked.
    pub questions: Vec<Question>,
    /// When it closes at the latest.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub closes: Timestamp,
    /// What shows then.
    pub reveal: Reveal,
    /// How it stands.
    pub state: RoundState,
    /// Whose answers are in, as far as the reader may know.
    pub received: BTreeMap<PartyId, (Option<PersonId>, Trace)>,
    /// Answers that the reader may read, once the round is closed.
    pub shown: BTreeMap<PartyId, SealedAnswers>,
    /// When it was opened and by whom.
    pub trace: Trace,
}

/// A party's own answer in a round: kept, and shown to nobody before the round closes. Its `Debug` is masked.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// Who answered.
    pub person: Option<PersonId>,
    /// What.
    pub answers: SealedAnswers,
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealed(confidential)")
    }
}

/// How a mediation stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MediationStage {
    /// Parties are asked.
    Open,
    /// The questioning is over.
    Concluded {
        /// When and by whom.
        trace: Trace,
    },
    /// It was called off.
    Cancelled {
        /// Why.
        reason: Option<String>,
    },
}

/// How far a party has come in a mediation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Progress {
    /// Ranking forms that are in.
    pub forms: u32,
    /// Questions that are answered.
    pub questions: u32,
    /// Who answered last.
    pub person: Option<PersonId>,
    /// When.
    pub trace: Trace,
}

/// A mediation on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mediation {
    /// Its title.
    pub title: String,
    /// Who is asked.
    pub parties: BTreeSet<PartyId>,
    /// The issues and options that it is about.
    pub issues: Vec<MediatedIssue>,
    /// What a party's questions may depend on.
    pub manner: Manner,
    /// How many questions a party is asked at most, forms aside.
    pub questions_max: u32,
    /// Until when answers are taken.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub closes: Timestamp,
    /// How it stands.
    pub stage: MediationStage,
    /// How far each party has come, as far as the reader may know.
    pub progress: BTreeMap<PartyId, Progress>,
    /// What it came to, each time that its questioning was over: for the mediator.
    pub outcomes: Vec<(Outcome, Trace)>,
    /// When it was opened and by whom.
    pub trace: Trace,
}

impl Mediation {
    /// How many ranking forms there are: one for each issue, and one for the issues where there are several.
    pub fn forms(&self) -> u32 {
        let issues = u32::try_from(self.issues.len()).unwrap_or(u32::MAX);
        issues.saturating_add(u32::from(issues > 1))
    }
}

/// What the reader's own party answered to a question of a mediation. Its `Debug` is masked.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Who answered.
    pub person: Option<PersonId>,
    /// The question and the answer.
    pub exchange: Exchange,
    /// When and by whom.
    pub trace: Trace,
}

impl fmt::Debug for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Told(confidential)")
    }
}

/// A communiqué on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Communique {
    /// The session it is about.
    pub session: Option<SessionId>,
    /// Who has to agree.
    pub concerned: BTreeSet<PartyId>,
    /// Each wording, oldest first.
    pub wordings: Vec<(String, Trace)>,
    /// Who agreed to the latest wording.
    pub agreed: BTreeMap<PartyId, (Option<PersonId>, Trace)>,
    /// When it was published.
    pub published: Option<Trace>,
    /// When it was first proposed and by whom.
    pub trace: Trace,
}

/// An agreement on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Agreement {
    /// About what.
    pub about: Agreed,
    /// Whose acceptance it rests on.
    pub accepted_by: BTreeSet<PartyId>,
    /// When and by whom.
    pub trace: Trace,
}

/// A signature or ratification on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Deed {
    /// The party.
    pub party: PartyId,
    /// The day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub on: Date,
    /// Who signed, or by which act.
    pub by: Option<String>,
    /// When and by whom.
    pub trace: Trace,
}

/// What a reader knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    reader: ReaderName,
    /// How many events the reader may read.
    pub seen: u64,
    /// The last of them. Unlike their number it never comes back, whatever is deleted.
    pub latest: Option<EventId>,
    /// The latest day on which somebody's authority was ended; see [`State::day`].
    latest_day: Option<Date>,
    /// Title and rules.
    pub opening: Option<Opening>,
    /// How the talks stand.
    pub stage: Stage,
    /// Documents.
    pub sources: Vec<Source>,
    /// Parties with their people, mandates apart.
    pub parties: Vec<Party>,
    /// Mandates.
    pub mandates: BTreeMap<MandateId, GivenMandate>,
    /// Who left, those who came back included; see [`State::departed`].
    #[serde(with = "pairs")]
    pub left: BTreeMap<(PartyId, PersonId), Left>,
    /// Matters to settle.
    pub issues: Vec<Issue>,
    /// Matters that were split.
    pub split: Vec<SplitIssue>,
    /// What was said.
    pub statements: BTreeMap<StatementId, Stated>,
    /// Briefs.
    pub briefs: BTreeMap<PartyId, Briefs>,
    /// Sessions.
    pub sessions: BTreeMap<SessionId, SessionOnRecord>,
    /// Notes.
    pub notes: BTreeMap<NoteId, Note>,
    /// What was told in caucuses.
    pub items: BTreeMap<ItemId, Item>,
    /// What was heard from the mediator.
    pub heard: BTreeMap<HeardId, HeardOnRecord>,
    /// Drafts of the single text.
    pub drafts: BTreeMap<DraftId, Draft>,
    /// Each party's latest answer to each clause.
    #[serde(with = "pairs")]
    pub clause_answers: BTreeMap<(ClauseId, PartyId), AnsweredClause>,
    /// Packages.
    pub packages: BTreeMap<PackageId, ProposedPackage>,
    /// Rounds.
    pub rounds: BTreeMap<RoundId, Round>,
    /// The reader's own answers in rounds; see [`State::sealed_answers`].
    sealed: BTreeMap<RoundId, Sealed>,
    /// Whether the questions of a mediation may depend on what other parties answered.
    pub coupled_allowed: bool,
    /// Mediations.
    pub mediations: BTreeMap<MediationId, Mediation>,
    /// The reader's own answers in mediations; see [`State::told_in`].
    told: BTreeMap<MediationId, Vec<Told>>,
    /// Communiqués.
    pub communiques: BTreeMap<CommuniqueId, Communique>,
    /// Reports, with what was decided about them.
    #[serde(default)]
    pub reports: BTreeMap<ReportId, ReportOnRecord>,
    /// Agreements, oldest first.
    pub agreements: Vec<Agreement>,
    /// Signatures, oldest first.
    pub signatures: Vec<Deed>,
    /// Ratifications, oldest first.
    pub ratifications: Vec<Deed>,
    /// From which compartment on parties, people, issues, options and sources are known.
    #[serde(with = "pairs")]
    homes: BTreeMap<Named, Compartment>,
    /// Where the substance of an issue was disclosed that was withheld at first.
    disclosed: BTreeMap<IssueId, BTreeSet<Compartment>>,
    /// Compartments that were deleted.
    pub deleted: BTreeSet<Compartment>,
    /// Requests that were carried out, by their names.
    requests: BTreeMap<String, CarriedOut>,
}

/// Something that statements and other events refer to by name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Named {
    /// A party.
    Party(PartyId),
    /// A person of a party.
    Person(PartyId, PersonId),
    /// An issue.
    Issue(IssueId),
    /// An option of an issue.
    Option(IssueId, OptionId),
    /// A document.
    Source(SourceId),
}

/// A reader that can be written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ReaderName {
    Mediator,
    Party(PartyId),
    Public,
}

impl State {
    /// What the reader knows before anything was recorded.
    pub fn new(reader: &Reader) -> Self {
        Self {
            reader: match reader {
                Reader::Mediator => ReaderName::Mediator,
                Reader::Party(party) => ReaderName::Party(party.clone()),
                Reader::Public => ReaderName::Public,
            },
            seen: 0,
            latest: None,
            latest_day: None,
            opening: None,
            stage: Stage::NotOpened,
            sources: Vec::new(),
            parties: Vec::new(),
            mandates: BTreeMap::new(),
            left: BTreeMap::new(),
            issues: Vec::new(),
            split: Vec::new(),
            statements: BTreeMap::new(),
            briefs: BTreeMap::new(),
            sessions: BTreeMap::new(),
            notes: BTreeMap::new(),
            items: BTreeMap::new(),
            heard: BTreeMap::new(),
            drafts: BTreeMap::new(),
            clause_answers: BTreeMap::new(),
            packages: BTreeMap::new(),
            rounds: BTreeMap::new(),
            sealed: BTreeMap::new(),
            coupled_allowed: false,
            mediations: BTreeMap::new(),
            told: BTreeMap::new(),
            communiques: BTreeMap::new(),
            reports: BTreeMap::new(),
            agreements: Vec::new(),
            signatures: Vec::new(),
            ratifications: Vec::new(),
            homes: BTreeMap::new(),
            disclosed: BTreeMap::new(),
            deleted: BTreeSet::new(),
            requests: BTreeMap::new(),
        }
    }

    /// Whose state it is.
    pub fn reader(&self) -> Reader {
        match &self.reader {
            ReaderName::Mediator => Reader::Mediator,
            ReaderName::Party(party) => Reader::Party(party.clone()),
            ReaderName::Public => Reader::Public,
        }
    }

    /// The compartment from which on something is known: everybody who reads that knows it.
    pub fn home(&self, named: &Named) -> Option<&Compartment> {
        self.homes.get(named)
    }

    /// Whether everybody who reads the compartment knows it.
    pub fn is_known_in(&self, named: &Named, compartment: &Compartment) -> bool {
        self.home(named).is_some_and(|home| compartment.is_within(home))
    }

    /// The day by which authority is judged: the day it is, or the one on which authority was last ended where a clock was put
    /// back behind that. What was ended stays ended.
    pub fn day(&self, today: Date) -> Date {
        self.latest_day.map_or(today, |latest| latest.max(today))
    }

    /// Whether everybody who reads the compartment knows what the issue is settled by.
    pub fn is_disclosed_in(&self, issue: &Issue, compartment: &Compartment) -> bool {
        let disclosed = self.disclosed.get(&issue.id);
        issue.is_disclosed()
            && disclosed.is_none_or(|homes| homes.iter().any(|home| compartment.is_within(home)))
    }

    /// What is known of the request of a name, where it was carried out.
    pub fn request(&self, request: &str) -> Option<CarriedOut> {
        self.requests.get(request).copied()
    }

    /// The party's own answer in a round. For closing the round alone: nobody is shown it before.
    pub fn sealed_answers(&self, round: &RoundId) -> Option<&Sealed> {
        self.sealed.get(round)
    }

    /// What the party itself answered in a mediation, in the order in which it was first asked: each question once, with
    /// its latest answer.
    pub fn told_in(&self, mediation: &MediationId) -> &[Told] {
        self.told.get(mediation).map_or(&[], Vec::as_slice)
    }
}

/// Maps with pairs as keys, which JSON objects cannot have, as lists of entries.
mod pairs {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::collections::BTreeMap;

    pub fn serialize<K, V, S>(map: &BTreeMap<K, V>, serializer: S) -> Result<S::Ok, S::Error>
    where
        K: Serialize,
        V: Serialize,
        S: Serializer,
    {
        serializer.collect_seq(map)
    }

    pub fn deserialize<'de, K, V, D>(deserializer: D) -> Result<BTreeMap<K, V>, D::Error>
    where
        K: Deserialize<'de> + Ord,
        V: Deserialize<'de>,
        D: Deserializer<'de>,
    {
        Ok(Vec::<(K, V)>::deserialize(deserializer)?.into_iter().collect())
    }
}
