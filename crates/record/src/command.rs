//! Everything that somebody can ask the record to do, and who may ask it.
//!
//! A [`Command`] is a wish; [`crate::decide()`] turns it into events or says why not. Where a command says `in`, it
//! names the compartment that will hold it: `public`, `table`, `caucus:PARTY`, `delegation:PARTY` or `mediator`.

use crate::Compartment;
use crate::actor::Role;
use crate::event::{
    Agreed, Audience, CaucusRule, ClauseAnswer, Departure, Matter, Plan, Release, Reveal, Verdict, Words,
};
use crate::id::{
    ClauseId, CommuniqueId, DraftId, HeardId, ItemId, MandateId, MediationId, PackageId, QuestionId,
    ReportId, RoundId, SessionId, StatementId,
};
use crate::mediation::{Ask, Manner, ReplyWish};
use crate::report::{Decided, Entry};
use crate::statement::Statement;
use jiff::Timestamp;
use mediant_model::issue::{IssueKind, IssueOption};
use mediant_model::statement::{Citation, Source};
use mediant_model::{AgreementRule, Date, Issue, IssueId, OptionId, Party, PartyId, Person, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A clause as it is asked for: without an id it is a new one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClauseWish {
    /// The clause of the draft before that this continues.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<ClauseId>,
    /// Its heading.
    pub heading: String,
    /// The issue it settles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issue: Option<IssueId>,
    /// Its words. `[words|party]` is a bracket: words that are not agreed, and who asks for them.
    pub text: String,
}

/// Something that somebody asks the record to do. Its `Debug` says of which kind it is, never what it holds.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "command", rename_all = "snake_case")]
pub enum Command {
    /// Begin the record of a negotiation.
    OpenCase {
        /// Who may know that there are talks: `public` or `table`.
        r#in: Compartment,
        /// The title.
        title: String,
        /// A short name that briefs refer to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reference: Option<String>,
        /// What makes a deal.
        agreement: AgreementRule,
        /// What a caucus's words may do.
        #[serde(default)]
        caucus_rule: CaucusRule,
    },
    /// Begin the record from a Mediant case file: parties, people, mandates, issues, statements, sessions.
    ImportCase {
        /// Who may know parties and issues: `public` or `table`.
        r#in: Compartment,
        /// The case file.
        file: Words,
        /// What a caucus's words may do.
        #[serde(default)]
        caucus_rule: CaucusRule,
    },
    /// Change the rule of agreement.
    ChangeAgreementRule {
        /// `public` or `table`.
        r#in: Compartment,
        /// What makes a deal from now on.
        agreement: AgreementRule,
    },
    /// Change what a caucus's words may do from now on.
    ChangeCaucusRule {
        /// `public` or `table`.
        r#in: Compartment,
        /// What holds from now on.
        caucus_rule: CaucusRule,
    },
    /// Name a document that statements rest on.
    NameSource {
        /// Who may know it.
        r#in: Compartment,
        /// The document.
        source: Source,
    },
    /// Add a party.
    AddParty {
        /// `public` or `table`.
        r#in: Compartment,
        /// The party; people and mandates come with commands of their own.
        party: Party,
    },
    /// Name a person of a party, or say anew what the person is.
    NamePerson {
        /// `public`, `table` or the party's caucus.
        r#in: Compartment,
        /// The party.
        party: PartyId,
        /// The person, without mandates.
        person: Person,
    },
    /// Record that somebody no longer speaks for a party.
    RecordDeparture {
        /// `public`, `table` or the party's caucus.
        r#in: Compartment,
        /// The party.
        party: PartyId,
        /// Who.
        person: PersonId,
        /// The first day on which the person no longer speaks for the party; today where not given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>", extend("format" = "date"))]
        on: Option<Date>,
        /// How.
        how: Departure,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// Where this is reported.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<Citation>,
    },
    /// Record that somebody who left speaks for the party again. Mandates are given anew.
    ///
    /// It is recorded where the departure is, for everybody who read of that.
    RecordReturn {
        /// The party.
        party: PartyId,
        /// Who.
        person: PersonId,
        /// The first day on which the person speaks for the party again; today where not given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>", extend("format" = "date"))]
        on: Option<Date>,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// Where this is reported.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<Citation>,
    },
    /// Give a mandate.
    GiveMandate {
        /// `public`, `table` or the party's caucus.
        r#in: Compartment,
        /// The party it binds.
        party: PartyId,
        /// Who may act under it.
        person: PersonId,
        /// The issues it covers; all where not given.
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
    /// Limit a mandate, or widen it.
    LimitMandate {
        /// Which.
        mandate: MandateId,
        /// The issues it covers from now on; all where not given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        issues: Option<BTreeSet<IssueId>>,
        /// Last day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>", extend("format" = "date"))]
        until: Option<Date>,
    },
    /// Revoke a mandate.
    RevokeMandate {
        /// Which.
        mandate: MandateId,
        /// The first day on which it no longer holds; today where not given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>", extend("format" = "date"))]
        on: Option<Date>,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// Add a matter to settle.
    AddIssue {
        /// `public`, `table`, or `mediator` while it is an idea.
        r#in: Compartment,
        /// The issue.
        issue: Issue,
    },
    /// Add a way to settle an issue.
    AddOption {
        /// `public`, `table`, or `mediator` while it is an idea.
        r#in: Compartment,
        /// The issue.
        issue: IssueId,
        /// The option.
        option: IssueOption,
    },
    /// Disclose the substance of an issue that was withheld.
    DiscloseIssue {
        /// `public`, `table`, or `mediator`.
        r#in: Compartment,
        /// The issue.
        issue: IssueId,
        /// The ways to settle it.
        kind: IssueKind,
    },
    /// Split an issue into several.
    SplitIssue {
        /// `public`, `table`, or `mediator`.
        r#in: Compartment,
        /// The issue.
        issue: IssueId,
        /// What stands in its place.
        into: Vec<Issue>,
    },
    /// Record what somebody said. Its publicity says who may know it.
    State {
        /// What.
        statement: Statement,
    },
    /// Record that a statement no longer counts.
    WithdrawStatement {
        /// Which.
        statement: StatementId,
        /// The first day on which it no longer counts; today where not given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>", extend("format" = "date"))]
        on: Option<Date>,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// Keep a brief as a draft of one's own delegation.
    DraftBrief {
        /// The party.
        party: PartyId,
        /// The brief as a Mediant brief file.
        text: Words,
    },
    /// Put a brief into the mediator's hands, or amend the one that is there.
    DepositBrief {
        /// The party.
        party: PartyId,
        /// The brief as a Mediant brief file.
        text: Words,
        /// The version it replaces; 0 for none.
        #[serde(default)]
        replaces_version: u32,
    },
    /// Note what a party's brief might say. The mediator's own.
    EstimateBrief {
        /// The party.
        party: PartyId,
        /// The estimate as a Mediant brief file.
        text: Words,
    },
    /// Plan a session.
    PlanSession {
        /// Who may know of it.
        r#in: Compartment,
        /// When, where, with whom.
        plan: Plan,
    },
    /// Put a session off, or change its plan.
    MoveSession {
        /// Which.
        session: SessionId,
        /// The new plan.
        plan: Plan,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// Record that a session took place.
    HoldSession {
        /// Which.
        session: SessionId,
        /// The day; the planned one, or today, where not given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>", extend("format" = "date"))]
        on: Option<Date>,
        /// Who was there; those planned where empty.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        people: Vec<PersonId>,
        /// What can be said of it to those who may know of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        summary: Option<String>,
    },
    /// Record that a session will not take place.
    CancelSession {
        /// Which.
        session: SessionId,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// Write a note.
    WriteNote {
        /// `mediator`, one's own delegation, or the caucus of a party: a note that both read.
        r#in: Compartment,
        /// The session it is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        session: Option<SessionId>,
        /// The party it is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        about: Option<PartyId>,
        /// The note.
        text: Words,
    },
    /// Tell the mediator something in confidence, or record what was told.
    TellItem {
        /// The party that tells it.
        party: PartyId,
        /// Who said it; whoever asks, where not given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<PersonId>,
        /// In which session.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        session: Option<SessionId>,
        /// On which issue.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        issue: Option<IssueId>,
        /// How far it may travel; what the caucus rule says, where not given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        release: Option<Release>,
        /// What.
        text: Words,
    },
    /// Let an item travel further, or hold it back again.
    ReleaseItem {
        /// Which.
        item: ItemId,
        /// How far it may travel from now on.
        release: Release,
        /// Whose word that is; needed where the mediator records it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<PersonId>,
    },
    /// Take an item back that was told by mistake: nothing of it may pass any more.
    TakeItemBack {
        /// Which.
        item: ItemId,
        /// Whose word that is; needed where the mediator records it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<PersonId>,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// Pass an item on.
    PassItemOn {
        /// Which.
        item: ItemId,
        /// To whom.
        to: Audience,
        /// In which words; the item's own where not given and its release allows that.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        wording: Option<Words>,
    },
    /// Say something of the mediator's own to a party, to the table or to everybody.
    Say {
        /// To whom.
        to: Audience,
        /// What.
        wording: Words,
        /// On which issue.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        issue: Option<IssueId>,
    },
    /// Confirm having heard what the mediator passed on.
    ConfirmHearing {
        /// What.
        heard: HeardId,
        /// The party that heard it.
        party: PartyId,
        /// Who confirms; whoever asks, where not given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<PersonId>,
    },
    /// Put a draft of the single text before those who may read it.
    PutDraft {
        /// `mediator`, `table`, or a party's caucus.
        r#in: Compartment,
        /// Its title.
        title: String,
        /// Its clauses in order.
        clauses: Vec<ClauseWish>,
        /// The draft in the same place that it replaces, so that nobody writes over what they have not read.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        replaces: Option<DraftId>,
        /// What is said about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// Answer to a clause.
    AnswerClause {
        /// `table`, or the party's caucus.
        r#in: Compartment,
        /// The draft that was read.
        draft: DraftId,
        /// The clause.
        clause: ClauseId,
        /// The party.
        party: PartyId,
        /// Who answers for it; whoever asks, where not given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<PersonId>,
        /// What.
        #[serde(flatten)]
        answer: ClauseAnswer,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// Propose a package.
    ProposePackage {
        /// `table`, or a party's caucus.
        r#in: Compartment,
        /// The party that proposes it; the mediator where not given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        party: Option<PartyId>,
        /// One option an issue.
        options: BTreeMap<IssueId, OptionId>,
        /// Whether the party is bound by it; that needs a mandate.
        #[serde(default)]
        binding: bool,
        /// What is said with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// Answer to a package.
    AnswerPackage {
        /// `table`, or the party's caucus.
        r#in: Compartment,
        /// Which.
        package: PackageId,
        /// The party.
        party: PartyId,
        /// Who answers for it; whoever asks, where not given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<PersonId>,
        /// What.
        verdict: Verdict,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// Open a round.
    OpenRound {
        /// Its title.
        title: String,
        /// What is asked.
        questions: Vec<Matter>,
        /// When it closes at the latest.
        #[schemars(with = "String", extend("format" = "date-time"))]
        closes: Timestamp,
        /// What shows when it closes.
        #[serde(default)]
        reveal: Reveal,
    },
    /// Answer in a round, or change one's answer while it is open. Nobody reads it before the round closes.
    AnswerRound {
        /// The round.
        round: RoundId,
        /// The party.
        party: PartyId,
        /// Who answers for it; whoever asks, where not given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<PersonId>,
        /// What, for every question.
        answers: BTreeMap<QuestionId, Verdict>,
    },
    /// Close a round: when every party has answered, or its time is over.
    CloseRound {
        /// Which.
        round: RoundId,
    },
    /// Call a round off.
    CancelRound {
        /// Which.
        round: RoundId,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// Settle whether the questions of a mediation may depend on what other parties answered.
    ChangeQuestioningRule {
        /// `public` or `table`.
        r#in: Compartment,
        /// Whether they may.
        coupled: bool,
    },
    /// Open a mediation: each party is asked alone, and the desk works out a package.
    OpenMediation {
        /// Its title.
        title: String,
        /// Who is asked; every party where none is named.
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        parties: BTreeSet<PartyId>,
        /// The issues that it is about, each settled by one of a few options that the table knows.
        issues: Vec<IssueId>,
        /// What a party's questions may depend on.
        #[serde(default)]
        manner: Manner,
        /// How many questions a party is asked at most, forms aside: 1 to 200, 40 where not given.
        #[serde(default = "questions_usual")]
        questions_max: u32,
        /// Until when answers are taken.
        #[schemars(with = "String", extend("format" = "date-time"))]
        closes: Timestamp,
    },
    /// Answer a question of a mediation, or answer it again. Nobody reads it but the party.
    AnswerMediation {
        /// The mediation.
        mediation: MediationId,
        /// The party.
        party: PartyId,
        /// Who answers for it; whoever asks, where not given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<PersonId>,
        /// What was asked.
        question: Ask,
        /// What is answered.
        answer: ReplyWish,
    },
    /// End the questioning of a mediation and have the package worked out: when every party's forms are in.
    ConcludeMediation {
        /// Which.
        mediation: MediationId,
    },
    /// Go on asking in a mediation whose questioning was over.
    ResumeMediation {
        /// Which.
        mediation: MediationId,
        /// How many questions a party is asked at most, forms aside and those answered before included.
        questions_max: u32,
        /// Until when answers are taken.
        #[schemars(with = "String", extend("format" = "date-time"))]
        closes: Timestamp,
    },
    /// Call a mediation off.
    CancelMediation {
        /// Which.
        mediation: MediationId,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// Propose a public text about a session to those concerned, or a new wording of it.
    ProposeCommunique {
        /// The communiqué that this rewords.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        communique: Option<CommuniqueId>,
        /// The session it is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        session: Option<SessionId>,
        /// Who has to agree: one party, or every party at the table.
        concerned: BTreeSet<PartyId>,
        /// The text.
        text: String,
    },
    /// Agree to a communiqué.
    AgreeCommunique {
        /// Which.
        communique: CommuniqueId,
        /// The wording that was read.
        wording: u32,
        /// The party.
        party: PartyId,
        /// Who agrees for it; whoever asks, where not given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<PersonId>,
    },
    /// Publish a communiqué that everybody concerned agreed to.
    PublishCommunique {
        /// Which.
        communique: CommuniqueId,
    },
    /// Add a report: a dated text that is read for what it states. The mediator and the team alone read it.
    AddReport {
        /// What it is called: a newspaper, a file, a letter.
        name: String,
        /// The day it is of.
        #[schemars(with = "String", extend("format" = "date"))]
        on: Date,
        /// Whether it was published, so that everybody could read it.
        published: bool,
        /// The text.
        text: Words,
    },
    /// Accept, reject or skip suggestions of a report, in one step. Nobody else reads of it before an accepted one is put on record.
    DecideSuggestions {
        /// The report.
        report: ReportId,
        /// One decision a suggestion.
        decisions: Vec<Decided>,
    },
    /// Take the latest step of decisions about a report back.
    UndoDecision {
        /// The report.
        report: ReportId,
        /// Which step that is, from 1: how many there are.
        step: u32,
    },
    /// Put an accepted suggestion on record, where it was accepted for, with the report as its source.
    EnterSuggestion {
        /// The report.
        report: ReportId,
        /// The suggestion's key.
        suggestion: String,
        /// Where the report says it, such as `P3`.
        place: String,
        /// The words of the report that say it, letter for letter, at most 25.
        words: String,
        /// The act.
        entry: Entry,
    },
    /// Declare that there is an agreement. Refused unless the rule of agreement is met.
    DeclareAgreement {
        /// `public` or `table`.
        r#in: Compartment,
        /// About what.
        about: Agreed,
    },
    /// Record a signature.
    RecordSignature {
        /// `public` or `table`.
        r#in: Compartment,
        /// The party.
        party: PartyId,
        /// Who signs for it; whoever asks, where not given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<PersonId>,
        /// The day; today where not given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>", extend("format" = "date"))]
        on: Option<Date>,
    },
    /// Record a ratification.
    RecordRatification {
        /// `public` or `table`.
        r#in: Compartment,
        /// The party.
        party: PartyId,
        /// The day; today where not given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>", extend("format" = "date"))]
        on: Option<Date>,
        /// By which body or act.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by_act_of: Option<String>,
    },
    /// Let the talks rest.
    PauseTalks {
        /// `public` or `table`.
        r#in: Compartment,
        /// Until when.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>", extend("format" = "date"))]
        until: Option<Date>,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// Let the talks go on.
    ResumeTalks {
        /// `public` or `table`.
        r#in: Compartment,
    },
    /// Break the talks off.
    BreakOffTalks {
        /// `public` or `table`.
        r#in: Compartment,
        /// Who breaks them off; the mediator or all where not given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        party: Option<PartyId>,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// Close the case: nothing is added any more.
    CloseCase {
        /// `public` or `table`.
        r#in: Compartment,
        /// How it ended.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        outcome: Option<String>,
    },
    /// Delete a compartment for good: its key is destroyed.
    DeleteCompartment {
        /// Which: the caucus of a party, or a report.
        compartment: Compartment,
    },
}

/// How many questions a party is asked where nothing else is said.
fn questions_usual() -> u32 {
    40
}

impl fmt::Debug for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Command({}, confidential)", self.kind())
    }
}

impl Command {
    /// Every kind, in the order of this page.
    pub const KINDS: [&'static str; 61] = [
        "open_case",
        "import_case",
        "change_agreement_rule",
        "change_caucus_rule",
        "name_source",
        "add_party",
        "name_person",
        "record_departure",
        "record_return",
        "give_mandate",
        "limit_mandate",
        "revoke_mandate",
        "add_issue",
        "add_option",
        "disclose_issue",
        "split_issue",
        "state",
        "withdraw_statement",
        "draft_brief",
        "deposit_brief",
        "estimate_brief",
        "plan_session",
        "move_session",
        "hold_session",
        "cancel_session",
        "write_note",
        "tell_item",
        "release_item",
        "take_item_back",
        "pass_item_on",
        "say",
        "confirm_hearing",
        "put_draft",
        "answer_clause",
        "propose_package",
        "answer_package",
        "open_round",
        "answer_round",
        "close_round",
        "cancel_round",
        "change_questioning_rule",
        "open_mediation",
        "answer_mediation",
        "conclude_mediation",
        "resume_mediation",
        "cancel_mediation",
        "propose_communique",
        "agree_communique",
        "publish_communique",
        "add_report",
        "decide_suggestions",
        "undo_decision",
        "enter_suggestion",
        "declare_agreement",
        "record_signature",
        "record_ratification",
        "pause_talks",
        "resume_talks",
        "break_off_talks",
        "close_case",
        "delete_compartment",
    ];

    /// The word for its kind, as in its field `command`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::OpenCase { .. } => "open_case",
            Self::ImportCase { .. } => "import_case",
            Self::ChangeAgreementRule { .. } => "change_agreement_rule",
            Self::ChangeCaucusRule { .. } => "change_caucus_rule",
            Self::NameSource { .. } => "name_source",
            Self::AddParty { .. } => "add_party",
            Self::NamePerson { .. } => "name_person",
            Self::RecordDeparture { .. } => "record_departure",
            Self::RecordReturn { .. } => "record_return",
            Self::GiveMandate { .. } => "give_mandate",
            Self::LimitMandate { .. } => "limit_mandate",
            Self::RevokeMandate { .. } => "revoke_mandate",
            Self::AddIssue { .. } => "add_issue",
            Self::AddOption { .. } => "add_option",
            Self::DiscloseIssue { .. } => "disclose_issue",
            Self::SplitIssue { .. } => "split_issue",
            Self::State { .. } => "state",
            Self::WithdrawStatement { .. } => "withdraw_statement",
            Self::DraftBrief { .. } => "draft_brief",
            Self::DepositBrief { .. } => "deposit_brief",
            Self::EstimateBrief { .. } => "estimate_brief",
            Self::PlanSession { .. } => "plan_session",
            Self::MoveSession { .. } => "move_session",
            Self::HoldSession { .. } => "hold_session",
            Self::CancelSession { .. } => "cancel_session",
            Self::WriteNote { .. } => "write_note",
            Self::TellItem { .. } => "tell_item",
            Self::ReleaseItem { .. } => "release_item",
            Self::TakeItemBack { .. } => "take_item_back",
            Self::PassItemOn { .. } => "pass_item_on",
            Self::Say { .. } => "say",
            Self::ConfirmHearing { .. } => "confirm_hearing",
            Self::PutDraft { .. } => "put_draft",
            Self::AnswerClause { .. } => "answer_clause",
            Self::ProposePackage { .. } => "propose_package",
            Self::AnswerPackage { .. } => "answer_package",
            Self::OpenRound { .. } => "open_round",
            Self::AnswerRound { .. } => "answer_round",
            Self::CloseRound { .. } => "close_round",
            Self::CancelRound { .. } => "cancel_round",
            Self::ChangeQuestioningRule { .. } => "change_questioning_rule",
            Self::OpenMediation { .. } => "open_mediation",
            Self::AnswerMediation { .. } => "answer_mediation",
            Self::ConcludeMediation { .. } => "conclude_mediation",
            Self::ResumeMediation { .. } => "resume_mediation",
            Self::CancelMediation { .. } => "cancel_mediation",
            Self::ProposeCommunique { .. } => "propose_communique",
            Self::AgreeCommunique { .. } => "agree_communique",
            Self::PublishCommunique { .. } => "publish_communique",
            Self::AddReport { .. } => "add_report",
            Self::DecideSuggestions { .. } => "decide_suggestions",
            Self::UndoDecision { .. } => "undo_decision",
            Self::EnterSuggestion { .. } => "enter_suggestion",
            Self::DeclareAgreement { .. } => "declare_agreement",
            Self::RecordSignature { .. } => "record_signature",
            Self::RecordRatification { .. } => "record_ratification",
            Self::PauseTalks { .. } => "pause_talks",
            Self::ResumeTalks { .. } => "resume_talks",
            Self::BreakOffTalks { .. } => "break_off_talks",
            Self::CloseCase { .. } => "close_case",
            Self::DeleteCompartment { .. } => "delete_compartment",
        }
    }

    /// Whether somebody in this role may ask for it at all. Whether it takes more than they have on the day is for
    /// [`Command::takes`] to say, and whether it can be done for [`crate::decide()`].
    pub fn may_come_from(&self, role: &Role) -> bool {
        use Command as K;
        let acts = |party: &PartyId| role.mediates() || role.acts_for(party);
        match self {
            // The mediator alone: what cannot be undone.
            K::DeleteCompartment { .. } | K::CloseCase { .. } => matches!(role, Role::Mediator),
            // The mediator and the team: the frame of the talks and the mediator's own acts.
            K::OpenCase { .. }
            | K::ImportCase { .. }
            | K::ChangeAgreementRule { .. }
            | K::ChangeCaucusRule { .. }
            | K::NameSource { .. }
            | K::AddParty { .. }
            | K::AddIssue { .. }
            | K::AddOption { .. }
            | K::DiscloseIssue { .. }
            | K::SplitIssue { .. }
            | K::EstimateBrief { .. }
            | K::PlanSession { .. }
            | K::MoveSession { .. }
            | K::HoldSession { .. }
            | K::CancelSession { .. }
            | K::PassItemOn { .. }
            | K::Say { .. }
            | K::PutDraft { .. }
            | K::OpenRound { .. }
            | K::CloseRound { .. }
            | K::CancelRound { .. }
            | K::ChangeQuestioningRule { .. }
            | K::OpenMediation { .. }
            | K::ConcludeMediation { .. }
            | K::ResumeMediation { .. }
            | K::CancelMediation { .. }
            | K::ProposeCommunique { .. }
            | K::PublishCommunique { .. }
            | K::AddReport { .. }
            | K::DecideSuggestions { .. }
            | K::UndoDecision { .. }
            | K::EnterSuggestion { .. }
            | K::DeclareAgreement { .. }
            | K::PauseTalks { .. }
            | K::ResumeTalks { .. } => role.mediates(),
            // A party for itself, or the mediator on a party's word.
            K::NamePerson { party, .. }
            | K::RecordDeparture { party, .. }
            | K::TellItem { party, .. }
            | K::ConfirmHearing { party, .. }
            | K::AnswerClause { party, .. }
            | K::AnswerPackage { party, .. }
            | K::DepositBrief { party, .. }
            | K::AgreeCommunique { party, .. }
            | K::RecordSignature { party, .. }
            | K::RecordRatification { party, .. } => acts(party),
            K::ProposePackage { party, .. } | K::BreakOffTalks { party, .. } => {
                role.mediates() || party.as_ref().is_some_and(|party| role.acts_for(party))
            }
            // Only a principal gives and takes authority; the mediator records what was reported.
            K::GiveMandate { party, .. } | K::RecordReturn { party, .. } => {
                role.mediates() || matches!(role, Role::Principal(own) if own == party)
            }
            K::LimitMandate { .. } | K::RevokeMandate { .. } => {
                role.mediates() || matches!(role, Role::Principal(_))
            }
            // What a party keeps to itself, and what only it may answer, not even the mediator in its place.
            K::DraftBrief { party, .. } => role.party() == Some(party),
            K::AnswerRound { party, .. } | K::AnswerMediation { party, .. } => role.acts_for(party),
            // Whose word it is decides; that is looked at with the statement, item or note at hand.
            K::State { statement } => {
                role.mediates() || statement.party().is_some_and(|party| role.acts_for(party))
            }
            K::WithdrawStatement { .. } | K::ReleaseItem { .. } | K::TakeItemBack { .. } => {
                role.mediates() || matches!(role, Role::Principal(_) | Role::Delegate(_))
            }
            K::WriteNote { r#in, .. } => r#in.is_read_by(&role.reader()) && !matches!(role, Role::Observer),
        }
    }
}
