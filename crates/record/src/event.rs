//! Everything that can be recorded, and who may read it.
//!
//! An [`Event`] is a fact that has happened. Each kind says in [`Event::may_stand_in`] which compartments may hold it:
//! a new kind does not compile until somebody has decided that. Payloads are plain JSON with a version; see
//! [`crate::codec`].

use crate::Compartment;
use crate::actor::Actor;
use crate::id::{
    ClauseId, CommuniqueId, DraftId, EventId, HeardId, ItemId, MandateId, MediationId, NoteId, PackageId,
    QuestionId, ReportId, RoundId, SessionId, StatementId,
};
use crate::mediation::{Exchange, Manner, MediatedIssue, Outcome};
use crate::report::{Decided, Entered};
use crate::request::RequestDigest;
use crate::statement::Statement;
use jiff::Timestamp;
use mediant_model::issue::{IssueKind, IssueOption};
use mediant_model::statement::{Citation, Source, Speaker};
use mediant_model::{AgreementRule, Date, Issue, IssueId, OptionId, Party, PartyId, Person, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

/// An event with its compartment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// Where it stands.
    pub compartment: Compartment,
    /// What stands there.
    pub recorded: Recorded,
}

/// An event with what is known about its recording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Recorded {
    /// Its id.
    pub id: EventId,
    /// When it was recorded.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub at: Timestamp,
    /// Who recorded it.
    pub by: Actor,
    /// The request it came with, so that a request that is sent twice counts once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<String>,
    /// What that request says, so that another one of the same name is not taken for it. Absent in records of before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_digest: Option<RequestDigest>,
    /// The day it was where the record is kept, with what ends somebody's authority: it is not undone by a clock that is put
    /// back. Absent in records of before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub day: Option<Date>,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}

/// What a caucus's words may do without being released.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CaucusRule {
    /// Nothing passes without release.
    #[default]
    NothingWithoutRelease,
    /// The substance may pass unless it is marked as held.
    SubstanceUnlessMarked,
}

/// How far an item told in a caucus may travel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Release {
    /// Nowhere.
    #[default]
    Held,
    /// Its substance, in other words and without saying whose it is.
    Substance,
    /// Its words, and whose they are.
    Verbatim,
    /// Its words, to everybody.
    Public,
}

impl Release {
    /// Its word: `held`, `substance`, `verbatim`, `public`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Substance => "substance",
            Self::Verbatim => "verbatim",
            Self::Public => "public",
        }
    }
}

/// How somebody stopped speaking for a party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Departure {
    /// Left of their own accord.
    Resigned,
    /// Another took over.
    ReplacedBy(PersonId),
    /// Was dismissed.
    Dismissed,
}

/// When, where and with whom a session is to be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Plan {
    /// The parties that meet, the third party included where it is one of the case's.
    pub parties: Vec<PartyId>,
    /// Who is to be there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<PersonId>,
    /// The day at the place of the session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub on: Option<Date>,
    /// The time of day there, as `HH:MM`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// The place's time zone, such as `Europe/Moscow`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// The place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// What is to be talked about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agenda: Vec<String>,
    /// What else is said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Who told of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_by: Option<Speaker>,
    /// When it was told of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub told_on: Option<Date>,
    /// Where this is reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Citation>,
    /// Further sources that report it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Citation>,
}

/// A clause of a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Clause {
    /// Its id, kept from draft to draft.
    pub id: ClauseId,
    /// Its heading.
    pub heading: String,
    /// The issue it settles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issue: Option<IssueId>,
    /// Its words, brackets included; see [`crate::wording`].
    pub text: String,
}

/// What a party answers to a clause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum ClauseAnswer {
    /// It is accepted as it stands.
    Accept,
    /// It is accepted, subject to the principal.
    AcceptAdReferendum,
    /// These words of it are not agreed.
    Bracket {
        /// The words.
        words: String,
    },
    /// Other words are asked for.
    Amend {
        /// The whole clause as it should read.
        text: String,
    },
    /// It is refused.
    Reject,
}

/// A yes or a no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Accepted.
    Accept,
    /// Accepted, subject to the principal.
    AcceptAdReferendum,
    /// Refused.
    Reject,
}

impl Verdict {
    /// Whether it is an acceptance, ad referendum or not.
    pub fn accepts(self) -> bool {
        matches!(self, Self::Accept | Self::AcceptAdReferendum)
    }
}

/// What a round asks about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Matter {
    /// A package, whole or partial.
    Package(BTreeMap<IssueId, OptionId>),
    /// A clause of a draft that is on the table.
    Clause {
        /// The draft.
        draft: DraftId,
        /// The clause.
        clause: ClauseId,
    },
    /// Words.
    Words {
        /// What is asked.
        text: String,
        /// The issues it is about; an acceptance needs a mandate on them.
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        issues: BTreeSet<IssueId>,
    },
}

/// A question of a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Question {
    /// Its id.
    pub id: QuestionId,
    /// What it asks about.
    pub matter: Matter,
}

/// What shows when a round closes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reveal {
    /// The questions that enough parties accepted, and nothing else, to anybody.
    #[default]
    Overlap,
    /// The overlap to the table, every answer to the mediator.
    AnswersToMediator,
    /// Every answer to the table.
    AnswersToTable,
}

/// To whom an item is passed on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// One party, in its caucus.
    Party(PartyId),
    /// Everybody at the table.
    Table,
    /// Everybody.
    Public,
}

impl Audience {
    /// Where they hear it.
    pub fn compartment(&self) -> Compartment {
        match self {
            Self::Party(party) => Compartment::Caucus(party.clone()),
            Self::Table => Compartment::Table,
            Self::Public => Compartment::Public,
        }
    }
}

/// What an agreement is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Agreed {
    /// A draft that is on the table, all of it, or some of its clauses.
    Draft {
        /// The draft.
        draft: DraftId,
        /// The clauses; `None` for all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clauses: Option<BTreeSet<ClauseId>>,
    },
    /// A package that is on the table.
    Package(PackageId),
}

/// What a party answered in a round, question by question. Its `Debug` is masked.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct SealedAnswers(pub BTreeMap<QuestionId, Verdict>);

impl fmt::Debug for SealedAnswers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealedAnswers(confidential)")
    }
}

/// Text that must not reach a log: its `Debug` is masked.
// Copies share the text: it stands once in memory, however many readers know of it.
#[derive(Clone, PartialEq, Eq, JsonSchema)]
#[serde(transparent)]
pub struct Words(#[schemars(with = "String")] Arc<str>);

impl Words {
    /// The text. An explicit call, so that nobody prints it by accident.
    pub fn read(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Words {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Words {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl Serialize for Words {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Words(confidential)")
    }
}

/// Something that happened. Its `Debug` says of which kind it is, never what it holds.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// The record of a negotiation begins.
    CaseOpened {
        /// The title.
        title: String,
        /// A short name that briefs refer to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reference: Option<String>,
        /// What makes a deal.
        agreement: AgreementRule,
        /// What a caucus's words may do.
        caucus_rule: CaucusRule,
    },
    /// The rule of agreement was changed.
    AgreementRuleChanged {
        /// What makes a deal from now on.
        agreement: AgreementRule,
    },
    /// The confidentiality regime was changed. What was told before keeps its release.
    CaucusRuleChanged {
        /// What holds from now on.
        caucus_rule: CaucusRule,
    },
    /// A document that statements rest on was named.
    SourceNamed {
        /// The document.
        source: Source,
    },
    /// A party joined.
    PartyJoined {
        /// The party, without people.
        party: Party,
    },
    /// A person was named, or what is known about the person changed.
    PersonNamed {
        /// The party the person belongs to.
        party: PartyId,
        /// The person, without mandates.
        person: Person,
    },
    /// Somebody stopped speaking for a party: every mandate of the person ends, and what the person accepted is asked anew.
    PersonLeft {
        /// The party.
        party: PartyId,
        /// Who.
        person: PersonId,
        /// The first day on which the person no longer speaks for the party.
        #[schemars(with = "String", extend("format" = "date"))]
        on: Date,
        /// How.
        how: Departure,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// Where this is reported.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<Citation>,
    },
    /// Somebody who had left speaks for the party again; the mandates of before stay ended. It stands where the departure
    /// stands.
    PersonReturned {
        /// The party.
        party: PartyId,
        /// Who.
        person: PersonId,
        /// The first day on which the person speaks for the party again.
        #[schemars(with = "String", extend("format" = "date"))]
        on: Date,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// Where this is reported.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<Citation>,
    },
    /// A mandate was given.
    MandateGiven {
        /// Its id.
        mandate: MandateId,
        /// The party it binds.
        party: PartyId,
        /// Who may act under it.
        person: PersonId,
        /// The issues it covers; `None` for all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        issues: Option<BTreeSet<IssueId>>,
        /// First day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>", extend("format" = "date"))]
        from: Option<Date>,
        /// Last day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>", extend("format" = "date"))]
        until: Option<Date>,
        /// Where this is reported.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<Citation>,
    },
    /// A mandate was limited, or widened.
    MandateLimited {
        /// Which.
        mandate: MandateId,
        /// The issues it covers from now on; `None` for all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        issues: Option<BTreeSet<IssueId>>,
        /// Last day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>", extend("format" = "date"))]
        until: Option<Date>,
    },
    /// A mandate was revoked.
    MandateRevoked {
        /// Which.
        mandate: MandateId,
        /// The first day on which it no longer holds.
        #[schemars(with = "String", extend("format" = "date"))]
        on: Date,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// A matter to settle came onto the table.
    IssueAdded {
        /// The issue.
        issue: Issue,
    },
    /// A way to settle an issue came onto the table.
    OptionAdded {
        /// The issue.
        issue: IssueId,
        /// The option.
        option: IssueOption,
    },
    /// The substance of an issue that was withheld was disclosed.
    IssueDisclosed {
        /// The issue.
        issue: IssueId,
        /// The ways to settle it.
        kind: IssueKind,
    },
    /// An issue was split: the parts stand in its place, what was said on it remains on record.
    IssueSplit {
        /// The issue that is no longer to be settled as one.
        issue: IssueId,
        /// What is to be settled instead.
        into: Vec<Issue>,
    },
    /// Somebody said something.
    Stated {
        /// Its id.
        statement: StatementId,
        /// What.
        content: Statement,
    },
    /// A statement was taken back, or turned out not to hold.
    StatementWithdrawn {
        /// Which.
        statement: StatementId,
        /// The first day on which it no longer counts.
        #[schemars(with = "String", extend("format" = "date"))]
        on: Date,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// A party worked on its brief.
    BriefDrafted {
        /// The party.
        party: PartyId,
        /// The brief as a Mediant brief file.
        text: Words,
    },
    /// A party put its brief into the mediator's hands, or amended it.
    BriefDeposited {
        /// The party.
        party: PartyId,
        /// The version, from 1.
        version: u32,
        /// The brief as a Mediant brief file.
        text: Words,
    },
    /// The mediator noted what a party's brief might say.
    BriefEstimated {
        /// The party.
        party: PartyId,
        /// The estimate as a Mediant brief file.
        text: Words,
    },
    /// A session is to be.
    SessionPlanned {
        /// Its id.
        session: SessionId,
        /// When, where, with whom.
        plan: Plan,
    },
    /// A session was put off, or its plan changed.
    SessionMoved {
        /// Which.
        session: SessionId,
        /// The new plan.
        plan: Plan,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// A session took place.
    SessionHeld {
        /// Which.
        session: SessionId,
        /// The day.
        #[schemars(with = "String", extend("format" = "date"))]
        on: Date,
        /// Who was there.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        people: Vec<PersonId>,
        /// What can be said of it to those who may read this.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        summary: Option<String>,
    },
    /// A session will not take place.
    SessionCancelled {
        /// Which.
        session: SessionId,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// Somebody wrote a note.
    NoteWritten {
        /// Its id.
        note: NoteId,
        /// The session it is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        session: Option<SessionId>,
        /// The party it is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        about: Option<PartyId>,
        /// The note.
        text: Words,
    },
    /// A party told the mediator something in a caucus.
    ItemTold {
        /// Its id.
        item: ItemId,
        /// The party.
        party: PartyId,
        /// Who said it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<PersonId>,
        /// In which session.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        session: Option<SessionId>,
        /// On which issue.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        issue: Option<IssueId>,
        /// How far it may travel.
        release: Release,
        /// What was said.
        text: Words,
    },
    /// The party that told an item lets it travel further, or holds it back again.
    ItemReleased {
        /// Which.
        item: ItemId,
        /// How far it may travel from now on.
        release: Release,
        /// Whose word that is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<PersonId>,
    },
    /// The party that told an item takes it back: it was told by mistake, and nothing of it may pass any more.
    ItemTakenBack {
        /// Which.
        item: ItemId,
        /// Whose word that is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<PersonId>,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// The mediator passed an item on: the log of the party that told it.
    ItemPassedOn {
        /// Which.
        item: ItemId,
        /// To whom.
        to: Audience,
        /// Under which release.
        release: Release,
        /// In which words.
        wording: Words,
        /// What the hearer's side of the record calls it.
        heard: HeardId,
    },
    /// The mediator said something: the hearer's side of the record.
    Heard {
        /// Its id.
        heard: HeardId,
        /// What.
        wording: Words,
        /// Whose words they are, where that may be said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<PartyId>,
        /// On which issue.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        issue: Option<IssueId>,
    },
    /// A hearer confirmed having heard.
    HearingConfirmed {
        /// What.
        heard: HeardId,
        /// The party that heard it.
        party: PartyId,
        /// Who confirmed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<PersonId>,
    },
    /// A draft of the single text was put before those who may read this.
    DraftPut {
        /// Its id.
        draft: DraftId,
        /// Its number among the drafts of this compartment, from 1.
        number: u32,
        /// Its title.
        title: String,
        /// Its clauses in order.
        clauses: Vec<Clause>,
        /// The draft of this compartment that it replaces.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        replaces: Option<DraftId>,
        /// What the mediator says about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// A party answered to a clause.
    ClauseAnswered {
        /// The draft.
        draft: DraftId,
        /// The clause.
        clause: ClauseId,
        /// The party.
        party: PartyId,
        /// Who answered for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<PersonId>,
        /// What.
        answer: ClauseAnswer,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// A package was proposed.
    PackageProposed {
        /// Its id.
        package: PackageId,
        /// The party that proposes it; `None` for the mediator.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        party: Option<PartyId>,
        /// One option an issue; issues without one are left out of it.
        options: BTreeMap<IssueId, OptionId>,
        /// Whether whoever proposes it is bound by it, or explores.
        binding: bool,
        /// What is said with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// A party answered to a package.
    PackageAnswered {
        /// Which.
        package: PackageId,
        /// The party.
        party: PartyId,
        /// Who answered for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<PersonId>,
        /// What.
        verdict: Verdict,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// A round opened: answers stay hidden until it closes.
    RoundOpened {
        /// Its id.
        round: RoundId,
        /// Its title.
        title: String,
        /// What is asked.
        questions: Vec<Question>,
        /// When it closes at the latest.
        #[schemars(with = "String", extend("format" = "date-time"))]
        closes: Timestamp,
        /// What shows when it closes.
        reveal: Reveal,
    },
    /// A party answered in a round. Read by nobody, the party included, before the round closes.
    RoundAnswered {
        /// The round.
        round: RoundId,
        /// The party.
        party: PartyId,
        /// Who answered for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<PersonId>,
        /// What.
        answers: SealedAnswers,
    },
    /// A party's answer is in.
    RoundAnswerReceived {
        /// The round.
        round: RoundId,
        /// The party.
        party: PartyId,
        /// Who answered for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<PersonId>,
    },
    /// A round closed.
    RoundClosed {
        /// Which.
        round: RoundId,
        /// The questions that enough parties accepted under the rule of agreement.
        overlap: BTreeSet<QuestionId>,
    },
    /// The answers of a round that closed, where the round says that they show.
    RoundAnswersShown {
        /// Which.
        round: RoundId,
        /// Who answered what.
        answers: BTreeMap<PartyId, SealedAnswers>,
    },
    /// A round was called off; its answers are never shown.
    RoundCancelled {
        /// Which.
        round: RoundId,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// Whether the questions of a mediation may depend on what other parties answered was settled. They may not where
    /// nothing was said.
    QuestioningRuleChanged {
        /// Whether they may from now on.
        coupled: bool,
    },
    /// A mediation opened: each party is asked alone.
    MediationOpened {
        /// Its id.
        mediation: MediationId,
        /// Its title.
        title: String,
        /// Who is asked.
        parties: BTreeSet<PartyId>,
        /// The issues and options that it is about, as they are now.
        issues: Vec<MediatedIssue>,
        /// What a party's questions may depend on.
        manner: Manner,
        /// How many questions a party is asked at most, forms aside.
        questions_max: u32,
        /// Until when answers are taken.
        #[schemars(with = "String", extend("format" = "date-time"))]
        closes: Timestamp,
    },
    /// A party answered a question of a mediation. The party alone reads it; an answer to the same question that comes
    /// later takes its place.
    MediationTold {
        /// The mediation.
        mediation: MediationId,
        /// The party.
        party: PartyId,
        /// Who answered for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<PersonId>,
        /// The question and the answer.
        exchange: Exchange,
    },
    /// How far a party has come in a mediation: how many answers are in, and nothing of them.
    MediationProgressed {
        /// The mediation.
        mediation: MediationId,
        /// The party.
        party: PartyId,
        /// Who answered for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<PersonId>,
        /// Ranking forms that are in.
        forms: u32,
        /// Questions that are answered.
        questions: u32,
    },
    /// The questioning of a mediation is over.
    MediationConcluded {
        /// Which.
        mediation: MediationId,
    },
    /// What follows from everybody's answers in a mediation, as the desk worked it out.
    MediationProposed {
        /// Which.
        mediation: MediationId,
        /// What it came to.
        outcome: Outcome,
    },
    /// A mediation whose questioning was over goes on, with the answers that are in.
    MediationResumed {
        /// Which.
        mediation: MediationId,
        /// How many questions a party is asked at most, forms aside and those answered before included.
        questions_max: u32,
        /// Until when answers are taken.
        #[schemars(with = "String", extend("format" = "date-time"))]
        closes: Timestamp,
    },
    /// A mediation was called off: nothing is worked out from its answers.
    MediationCancelled {
        /// Which.
        mediation: MediationId,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// A public text about a session was proposed to those concerned.
    CommuniqueProposed {
        /// Its id.
        communique: CommuniqueId,
        /// The session it is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        session: Option<SessionId>,
        /// Who has to agree.
        concerned: BTreeSet<PartyId>,
        /// The text.
        text: String,
        /// Which wording of it this is, from 1. A new wording needs everybody's consent anew.
        wording: u32,
    },
    /// One of those concerned agreed to a communiqué.
    CommuniqueAgreed {
        /// Which.
        communique: CommuniqueId,
        /// Which wording.
        wording: u32,
        /// The party.
        party: PartyId,
        /// Who agreed for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<PersonId>,
    },
    /// A communiqué was published.
    CommuniquePublished {
        /// Which.
        communique: CommuniqueId,
        /// The text.
        text: String,
        /// Those who agreed to it.
        agreed_by: BTreeSet<PartyId>,
    },
    /// A report was added: a dated text that is read for what it states. It stands in a compartment of its own, and so does what is
    /// decided about it.
    ReportAdded {
        /// Its id, as its compartment's.
        report: ReportId,
        /// What it is called.
        name: String,
        /// The day it is of.
        #[schemars(with = "String", extend("format" = "date"))]
        on: Date,
        /// Whether it was published, so that everybody could read it.
        published: bool,
        /// The text.
        text: Words,
        /// SHA-256 of the text, as 64 hexadecimal digits in lower case.
        sha256: String,
    },
    /// Suggestions of a report were accepted, rejected or skipped, in one step.
    SuggestionsDecided {
        /// The report.
        report: ReportId,
        /// One decision a suggestion.
        decisions: Vec<Decided>,
    },
    /// The latest step of decisions about a report was taken back.
    DecisionUndone {
        /// The report.
        report: ReportId,
    },
    /// An accepted suggestion went on record: the act stands before this, where it was accepted for.
    SuggestionEntered {
        /// The report.
        report: ReportId,
        /// The suggestion's key.
        suggestion: String,
        /// What came of it.
        entered: Entered,
    },
    /// There is an agreement.
    AgreementReached {
        /// About what.
        about: Agreed,
        /// The parties whose acceptance it rests on.
        accepted_by: BTreeSet<PartyId>,
    },
    /// A party signed.
    Signed {
        /// The party.
        party: PartyId,
        /// Who signed for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<PersonId>,
        /// The day.
        #[schemars(with = "String", extend("format" = "date"))]
        on: Date,
    },
    /// A party ratified what it signed.
    Ratified {
        /// The party.
        party: PartyId,
        /// The day.
        #[schemars(with = "String", extend("format" = "date"))]
        on: Date,
        /// By which body or act.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by_act_of: Option<String>,
    },
    /// The talks rest.
    TalksPaused {
        /// Until when, where that is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>", extend("format" = "date"))]
        until: Option<Date>,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// The talks go on.
    TalksResumed {},
    /// The talks were broken off.
    TalksBrokenOff {
        /// Who broke them off; `None` for the mediator or all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        party: Option<PartyId>,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// The case was closed: nothing is added any more.
    CaseClosed {
        /// How it ended.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        outcome: Option<String>,
    },
    /// A compartment was deleted: its key is destroyed, its entries remain as sealed bytes that nobody can read.
    CompartmentDeleted {
        /// Which.
        deleted: Compartment,
    },
}

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Event({}, confidential)", self.kind())
    }
}

impl Event {
    /// The word for its kind, as in its payload's field `event`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::CaseOpened { .. } => "case_opened",
            Self::AgreementRuleChanged { .. } => "agreement_rule_changed",
            Self::CaucusRuleChanged { .. } => "caucus_rule_changed",
            Self::SourceNamed { .. } => "source_named",
            Self::PartyJoined { .. } => "party_joined",
            Self::PersonNamed { .. } => "person_named",
            Self::PersonLeft { .. } => "person_left",
            Self::PersonReturned { .. } => "person_returned",
            Self::MandateGiven { .. } => "mandate_given",
            Self::MandateLimited { .. } => "mandate_limited",
            Self::MandateRevoked { .. } => "mandate_revoked",
            Self::IssueAdded { .. } => "issue_added",
            Self::OptionAdded { .. } => "option_added",
            Self::IssueDisclosed { .. } => "issue_disclosed",
            Self::IssueSplit { .. } => "issue_split",
            Self::Stated { .. } => "stated",
            Self::StatementWithdrawn { .. } => "statement_withdrawn",
            Self::BriefDrafted { .. } => "brief_drafted",
            Self::BriefDeposited { .. } => "brief_deposited",
            Self::BriefEstimated { .. } => "brief_estimated",
            Self::SessionPlanned { .. } => "session_planned",
            Self::SessionMoved { .. } => "session_moved",
            Self::SessionHeld { .. } => "session_held",
            Self::SessionCancelled { .. } => "session_cancelled",
            Self::NoteWritten { .. } => "note_written",
            Self::ItemTold { .. } => "item_told",
            Self::ItemReleased { .. } => "item_released",
            Self::ItemTakenBack { .. } => "item_taken_back",
            Self::ItemPassedOn { .. } => "item_passed_on",
            Self::Heard { .. } => "heard",
            Self::HearingConfirmed { .. } => "hearing_confirmed",
            Self::DraftPut { .. } => "draft_put",
            Self::ClauseAnswered { .. } => "clause_answered",
            Self::PackageProposed { .. } => "package_proposed",
            Self::PackageAnswered { .. } => "package_answered",
            Self::RoundOpened { .. } => "round_opened",
            Self::RoundAnswered { .. } => "round_answered",
            Self::RoundAnswerReceived { .. } => "round_answer_received",
            Self::RoundClosed { .. } => "round_closed",
            Self::RoundAnswersShown { .. } => "round_answers_shown",
            Self::RoundCancelled { .. } => "round_cancelled",
            Self::QuestioningRuleChanged { .. } => "questioning_rule_changed",
            Self::MediationOpened { .. } => "mediation_opened",
            Self::MediationTold { .. } => "mediation_told",
            Self::MediationProgressed { .. } => "mediation_progressed",
            Self::MediationConcluded { .. } => "mediation_concluded",
            Self::MediationProposed { .. } => "mediation_proposed",
            Self::MediationResumed { .. } => "mediation_resumed",
            Self::MediationCancelled { .. } => "mediation_cancelled",
            Self::CommuniqueProposed { .. } => "communique_proposed",
            Self::CommuniqueAgreed { .. } => "communique_agreed",
            Self::CommuniquePublished { .. } => "communique_published",
            Self::ReportAdded { .. } => "report_added",
            Self::SuggestionsDecided { .. } => "suggestions_decided",
            Self::DecisionUndone { .. } => "decision_undone",
            Self::SuggestionEntered { .. } => "suggestion_entered",
            Self::AgreementReached { .. } => "agreement_reached",
            Self::Signed { .. } => "signed",
            Self::Ratified { .. } => "ratified",
            Self::TalksPaused { .. } => "talks_paused",
            Self::TalksResumed {} => "talks_resumed",
            Self::TalksBrokenOff { .. } => "talks_broken_off",
            Self::CaseClosed { .. } => "case_closed",
            Self::CompartmentDeleted { .. } => "compartment_deleted",
        }
    }

    /// Whether it ends somebody's authority, or bounds it.
    pub fn ends_authority(&self) -> bool {
        matches!(self, Self::PersonLeft { .. } | Self::MandateLimited { .. } | Self::MandateRevoked { .. })
    }

    /// Whether an event of this content may stand in the compartment: who may read it, decided kind by kind.
    pub fn may_stand_in(&self, compartment: &Compartment) -> bool {
        use Compartment as C;
        let open = matches!(compartment, C::Public | C::Table);
        match self {
            // What the talks are, and where they stand: for the table, or for everybody.
            Self::CaseOpened { .. }
            | Self::AgreementRuleChanged { .. }
            | Self::CaucusRuleChanged { .. }
            | Self::QuestioningRuleChanged { .. }
            | Self::PartyJoined { .. }
            | Self::TalksPaused { .. }
            | Self::TalksResumed {}
            | Self::TalksBrokenOff { .. }
            | Self::CaseClosed { .. }
            | Self::AgreementReached { .. }
            | Self::Signed { .. }
            | Self::Ratified { .. } => open,
            // Issues and options come before the table, or are the mediator's own idea so far.
            Self::IssueAdded { .. }
            | Self::OptionAdded { .. }
            | Self::IssueDisclosed { .. }
            | Self::IssueSplit { .. } => open || matches!(compartment, C::Mediator),
            // A party's people and mandates: known to all, or between the party and the mediator.
            Self::PersonNamed { party, .. }
            | Self::PersonLeft { party, .. }
            | Self::PersonReturned { party, .. }
            | Self::MandateGiven { party, .. } => open || is_caucus(compartment, party),
            Self::MandateLimited { .. } | Self::MandateRevoked { .. } => {
                open || matches!(compartment, C::Caucus(_))
            }
            Self::SourceNamed { .. } => !matches!(compartment, C::Delegation(_) | C::Report(_)),
            // A statement says itself who may know it.
            Self::Stated { content, .. } => *compartment == C::of(&content.provenance().publicity),
            Self::StatementWithdrawn { .. } => !matches!(compartment, C::Delegation(_) | C::Report(_)),
            // A party's brief is its own until it gives it to the mediator; a guess about it is the mediator's.
            Self::BriefDrafted { party, .. } => matches!(compartment, C::Delegation(own) if own == party),
            Self::BriefDeposited { party, .. } => is_caucus(compartment, party),
            Self::BriefEstimated { .. } => matches!(compartment, C::Mediator),
            // A session is known to those it is told to, and a caucus's words to those who were there.
            Self::SessionPlanned { .. }
            | Self::SessionMoved { .. }
            | Self::SessionHeld { .. }
            | Self::SessionCancelled { .. } => !matches!(compartment, C::Delegation(_) | C::Report(_)),
            Self::NoteWritten { .. } => {
                matches!(compartment, C::Mediator | C::Delegation(_) | C::Caucus(_))
            }
            Self::ItemTold { party, .. } => is_caucus(compartment, party),
            // Where the item stands: the party that told it always sees where its words went.
            Self::ItemReleased { .. } | Self::ItemTakenBack { .. } | Self::ItemPassedOn { .. } => {
                matches!(compartment, C::Caucus(_))
            }
            Self::Heard { .. } => open || matches!(compartment, C::Caucus(_)),
            Self::HearingConfirmed { party, .. } => {
                matches!(compartment, C::Table) || is_caucus(compartment, party)
            }
            // A draft is the mediator's own, shown to one party, or on the table.
            Self::DraftPut { .. } => matches!(compartment, C::Mediator | C::Table | C::Caucus(_)),
            Self::ClauseAnswered { party, .. } | Self::PackageAnswered { party, .. } => {
                matches!(compartment, C::Table) || is_caucus(compartment, party)
            }
            Self::PackageProposed { party: Some(party), .. } => {
                matches!(compartment, C::Table) || is_caucus(compartment, party)
            }
            Self::PackageProposed { party: None, .. } => matches!(compartment, C::Table | C::Caucus(_)),
            Self::RoundOpened { .. } | Self::RoundClosed { .. } | Self::RoundCancelled { .. } => {
                matches!(compartment, C::Table)
            }
            Self::RoundAnswered { party, .. } => matches!(compartment, C::Delegation(own) if own == party),
            Self::RoundAnswerReceived { party, .. } => is_caucus(compartment, party),
            Self::RoundAnswersShown { .. } => matches!(compartment, C::Table | C::Mediator),
            // That a party is asked is known to all, how far it has come to the mediator, what it says to itself alone.
            Self::MediationOpened { .. }
            | Self::MediationConcluded { .. }
            | Self::MediationResumed { .. }
            | Self::MediationCancelled { .. } => matches!(compartment, C::Table),
            Self::MediationTold { party, .. } => matches!(compartment, C::Delegation(own) if own == party),
            Self::MediationProgressed { party, .. } => is_caucus(compartment, party),
            Self::MediationProposed { .. } => matches!(compartment, C::Mediator),
            Self::CommuniqueProposed { .. } => matches!(compartment, C::Table | C::Caucus(_)),
            Self::CommuniqueAgreed { party, .. } => {
                matches!(compartment, C::Table) || is_caucus(compartment, party)
            }
            Self::CommuniquePublished { .. } => matches!(compartment, C::Public),
            // A report and every word that was decided about it go with one key.
            Self::ReportAdded { report, .. }
            | Self::SuggestionsDecided { report, .. }
            | Self::DecisionUndone { report }
            | Self::SuggestionEntered { report, .. } => {
                matches!(compartment, C::Report(own) if own == report)
            }
            Self::CompartmentDeleted { .. } => matches!(compartment, C::Mediator),
        }
    }
}

fn is_caucus(compartment: &Compartment, party: &PartyId) -> bool {
    matches!(compartment, Compartment::Caucus(own) if own == party)
}
