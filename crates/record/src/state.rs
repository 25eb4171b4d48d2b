//! What a reader knows: the events it may read, folded.
//!
//! There is one kind of state for all readers. The mediator's is folded from the mediator's compartments, a party's
//! from the party's; whatever is decided, shown or worked out for a reader starts from its state alone.

mod apply;
mod case;
mod footing;
mod naming;
mod revision;
mod tally;

pub use apply::ApplyError;
pub use footing::Footing;
pub(crate) use footing::Loss;
pub use revision::Revision;
pub use tally::Tally;

use crate::actor::Actor;
use crate::advice::{Advised, Recommendation};
use crate::agreement::{Agreement, Deed};
use crate::brief::Briefs;
use crate::case::CaseOpening;
use crate::communique::{Communique, CommuniqueId};
use crate::compartment::Compartment;
use crate::confirmation::Reported;
use crate::deletion::{AskedDeletion, DeletedFromHere};
use crate::door::{Door, DoorId};
use crate::draft::{AnsweredClause, ClauseId, Draft, DraftId};
use crate::hearing::{HeardId, HeardOnRecord};
use crate::id::EventId;
use crate::issue::FormerIssue;
use crate::item::{Item, ItemId};
use crate::key::{ActOnRecord, KeyId, KeyOnRecord};
use crate::mandate::{GivenMandate, MandateId};
use crate::mediation::{Mediation, MediationId, Told};
use crate::mending::{FormerWords, Retirement, TakenAway};
use crate::note::{Note, NoteId};
use crate::package::{PackageId, ProposedPackage};
use crate::person::Left;
use crate::report::{ReportId, ReportOnRecord};
use crate::request::CarriedOut;
use crate::round::{Round, RoundId, Sealed};
use crate::session::{SessionId, SessionOnRecord};
use crate::statement::{StatementId, StatementOnRecord};
use crate::talks::Stage;
use jiff::Timestamp;
use mediant_model::case::Reader;
use mediant_model::statement::Source;
use mediant_model::{Date, Issue, IssueId, OptionId, Party, PartyId, PersonId, SourceId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

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
    /// The latest time on record by which a party's doors wait; see [`State::clock`].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) clocks: BTreeMap<PartyId, Timestamp>,
    /// Title and rules.
    pub opening: Option<CaseOpening>,
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
    /// The doors of the parties that the reader knows of.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub doors: BTreeMap<DoorId, Door>,
    /// Matters to settle.
    pub issues: Vec<Issue>,
    /// Matters that were split, or retired.
    pub split: Vec<FormerIssue>,
    /// Options that can no longer be chosen.
    #[serde(with = "pairs", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub retired: BTreeMap<(IssueId, OptionId), Retirement>,
    /// What was called otherwise before, oldest change first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reworded: Vec<FormerWords>,
    /// What was entered by mistake and taken out again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taken_out: Vec<TakenAway>,
    /// What was said.
    pub statements: BTreeMap<StatementId, StatementOnRecord>,
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
    /// What somebody of the reader's own party recommended to it last, by what it is about.
    #[serde(with = "pairs", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub recommendations: BTreeMap<Advised, Recommendation>,
    /// Packages.
    pub packages: BTreeMap<PackageId, ProposedPackage>,
    /// Rounds.
    pub rounds: BTreeMap<RoundId, Round>,
    /// The reader's own answers in rounds; see [`State::sealed_answers`].
    pub(crate) sealed: BTreeMap<RoundId, Sealed>,
    /// Whether the questions of a mediation may depend on what other parties answered.
    pub coupled_allowed: bool,
    /// Mediations.
    pub mediations: BTreeMap<MediationId, Mediation>,
    /// The reader's own answers in mediations; see [`State::told_in`].
    pub(crate) told: BTreeMap<MediationId, Vec<Told>>,
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
    /// Keys that acts are signed with, those that were revoked included.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub keys: BTreeMap<KeyId, KeyOnRecord>,
    /// Acts that were signed, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acts: Vec<ActOnRecord>,
    /// From which compartment on parties, people, issues, options and sources are known.
    #[serde(with = "pairs")]
    pub(crate) homes: BTreeMap<Named, Compartment>,
    /// Where the substance of an issue was disclosed that was withheld at first.
    pub(crate) disclosed: BTreeMap<IssueId, BTreeSet<Compartment>>,
    /// What was recorded on a party's word; see [`State::reported`].
    #[serde(default)]
    pub(crate) reported: Reported,
    /// Compartments that were deleted.
    pub deleted: BTreeSet<Compartment>,
    /// Parties that were asked whether their caucus may be deleted, with what they answered.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub deletions: BTreeMap<PartyId, AskedDeletion>,
    /// What a party was told when its caucus was deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deletion_told: Option<DeletedFromHere>,
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
            clocks: BTreeMap::new(),
            opening: None,
            stage: Stage::NotOpened,
            sources: Vec::new(),
            parties: Vec::new(),
            mandates: BTreeMap::new(),
            left: BTreeMap::new(),
            doors: BTreeMap::new(),
            issues: Vec::new(),
            split: Vec::new(),
            retired: BTreeMap::new(),
            reworded: Vec::new(),
            taken_out: Vec::new(),
            statements: BTreeMap::new(),
            briefs: BTreeMap::new(),
            sessions: BTreeMap::new(),
            notes: BTreeMap::new(),
            recommendations: BTreeMap::new(),
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
            keys: BTreeMap::new(),
            acts: Vec::new(),
            homes: BTreeMap::new(),
            disclosed: BTreeMap::new(),
            reported: Reported::default(),
            deleted: BTreeSet::new(),
            deletions: BTreeMap::new(),
            deletion_told: None,
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
