//! Everything that can be recorded, and who may read it.
//!
//! An [`Event`] is a fact that has happened. What each kind holds stands in the room of its noun, such as
//! [`crate::round`]; what every kind has to say of itself is the trait [`Fact`]: a kind that leaves something out does not
//! compile. Here is the list of the kinds alone. Payloads are plain JSON with a version; see [`crate::codec`].

use crate::Compartment;
use crate::actor::{ActingAccount, Actor};
use crate::command::Command;
use crate::confirmation::PartyAct;
use crate::id::EventId;
use crate::request::RequestDigest;
use crate::state::{Named, State, Trace};
use jiff::Timestamp;
use mediant_model::Date;
use mediant_model::case::Reader;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

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
    /// The account through which it was asked for. Absent where nobody signed in, and in records of before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<ActingAccount>,
    /// The day it was where the record is kept, with what ends somebody's authority: it is not undone by a clock that is put
    /// back. Absent in records of before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub day: Option<Date>,
    /// Whether it waits for the word of the party for which the mediator or the team recorded it: a principal of the party
    /// had come to the desk by then. It counts once the party confirms it. Absent in records of before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub waits: bool,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}

impl Recorded {
    /// Whether a reader may know through which account it was asked for: whoever reads as the one who asked. Nobody learns
    /// how many people another side sends, nor under which names they sign in.
    pub fn shows_account_to(&self, reader: &Reader) -> bool {
        self.by.role.reader() == *reader
    }
}

/// What every kind of event says of itself.
///
/// ```
/// use mediant_record::event::Fact;
/// use mediant_record::talks::TalksResumed;
/// use mediant_record::{Compartment, Event};
///
/// let resumed = TalksResumed {};
/// assert_eq!(TalksResumed::KIND, "talks_resumed");
/// assert!(resumed.may_stand_in(&Compartment::Table));
/// assert!(!resumed.may_stand_in(&Compartment::Mediator), "the table has to know that the talks go on");
/// assert_eq!(Event::from(resumed).kind(), "talks_resumed");
/// ```
pub trait Fact: Clone + Into<Event> {
    /// The word for its kind, as in its payload's field `event`.
    const KIND: &'static str;
    /// Whether it ends somebody's authority, or bounds it: the day it was on is recorded with it.
    const ENDS_AUTHORITY: bool;

    /// Whether an event of this content may stand in the compartment: who may read it, decided kind by kind.
    fn may_stand_in(&self, compartment: &Compartment) -> bool;

    /// The parties, people, issues, options and sources that are known from here on to whoever reads it.
    fn names(&self) -> Vec<Named>;

    /// The id of what it brings into being, for whoever asked for that.
    fn made(&self) -> Option<&str>;

    /// Whose act it is, where it is a party's, whoever records it. `None` for the acts of the mediator, for what nobody but
    /// the party's own account can record, and where it refers to what is not on record.
    ///
    /// Cost: that of looking its subject up.
    fn act_of(&self, state: &State) -> Option<PartyAct>;

    /// The command by which the party does itself what somebody recorded on its word, in the same compartment: confirming
    /// takes the same authority, and is refused for the same reasons (the draft was replaced, the item taken back, the
    /// wording changed). `None` for kinds that never wait for the party.
    fn asked_anew(self, _in: Compartment) -> Option<Command> {
        None
    }

    /// What its reader knows after it. `None` when it refers to what is not on record; the state is unchanged then.
    fn fold(self, state: &mut State, trace: &Trace) -> Option<()>;
}

macro_rules! events {
    ($d:tt $($room:ident { $($kind:ident),+ })+) => {
        $(use crate::$room::{$($kind),+};)+

        /// Something that happened. Its `Debug` says of which kind it is, never what it holds.
        #[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        #[serde(tag = "event", rename_all = "snake_case")]
        #[expect(missing_docs, reason = "what each kind is stands on its struct")]
        pub enum Event {
            $($($kind($kind),)+)+
        }

        $($(
            impl From<$kind> for Event {
                fn from(event: $kind) -> Self {
                    Self::$kind(event)
                }
            }

            impl fmt::Debug for $kind {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(concat!(stringify!($kind), "(confidential)"))
                }
            }
        )+)+

        /// Does the same with an event of whichever kind it is: `of_each_event!(event, fact => fact.told(view))`. So what another crate
        /// has to say of every kind is a trait there, and a kind that it says nothing of does not compile.
        ///
        /// ```
        /// use mediant_record::event::{Event, Fact};
        /// use mediant_record::talks::TalksResumed;
        ///
        /// fn kind_of<F: Fact>(_: &F) -> &'static str {
        ///     F::KIND
        /// }
        /// let event = Event::from(TalksResumed {});
        /// assert_eq!(mediant_record::of_each_event!(&event, fact => kind_of(fact)), "talks_resumed");
        /// ```
        #[macro_export]
        macro_rules! of_each_event {
            ($d event:expr, $d fact:ident => $d then:expr) => {
                match $d event { $($($crate::event::Event::$kind($d fact) => $d then,)+)+ }
            };
        }

        impl Event {
            /// Every kind, in the order of the list.
            pub const KINDS: &'static [&'static str] = &[$($($kind::KIND),+),+];

            /// The word for its kind, as in its payload's field `event`.
            pub fn kind(&self) -> &'static str {
                match self {
                    $($(Self::$kind(_) => $kind::KIND,)+)+
                }
            }

            /// Whether it ends somebody's authority, or bounds it.
            pub fn ends_authority(&self) -> bool {
                match self {
                    $($(Self::$kind(_) => $kind::ENDS_AUTHORITY,)+)+
                }
            }

            /// Whether it may stand in the compartment: who may read it, decided kind by kind.
            pub fn may_stand_in(&self, compartment: &Compartment) -> bool {
                match self {
                    $($(Self::$kind(event) => event.may_stand_in(compartment),)+)+
                }
            }

            /// The id of what it brings into being.
            pub fn made(&self) -> Option<&str> {
                match self {
                    $($(Self::$kind(event) => event.made(),)+)+
                }
            }

            pub(crate) fn names(&self) -> Vec<Named> {
                match self {
                    $($(Self::$kind(event) => event.names(),)+)+
                }
            }

            /// Whose act it is, where it is a party's; see [`Fact::act_of`].
            pub fn act_of(&self, state: &State) -> Option<PartyAct> {
                match self {
                    $($(Self::$kind(event) => event.act_of(state),)+)+
                }
            }

            pub(crate) fn asked_anew(self, r#in: Compartment) -> Option<Command> {
                match self {
                    $($(Self::$kind(event) => event.asked_anew(r#in),)+)+
                }
            }

            pub(crate) fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
                match self {
                    $($(Self::$kind(event) => event.fold(state, trace),)+)+
                }
            }
        }
    };
}

events! { $
    case { CaseOpened, AgreementRuleChanged, CaucusRuleChanged }
    source { SourceNamed }
    party { PartyJoined }
    person { PersonNamed, PersonLeft, PersonReturned }
    door { DoorAnnounced, DoorAgreed, DoorOpened, DoorClosed }
    mandate { MandateGiven, MandateLimited, MandateRevoked }
    issue { IssueAdded, OptionAdded, IssueDisclosed, IssueSplit }
    statement { Stated, StatementWithdrawn }
    brief { BriefDrafted, BriefDeposited, BriefEstimated }
    session { SessionPlanned, SessionMoved, SessionHeld, SessionCancelled }
    note { NoteWritten }
    item { ItemTold, ItemReleased, ItemTakenBack, ItemPassedOn }
    hearing { Heard, HearingConfirmed }
    draft { DraftPut, ClauseAnswered }
    advice { Recommended }
    package { PackageProposed, PackageAnswered }
    round { RoundOpened, RoundAnswered, RoundAnswerReceived, RoundClosed, RoundAnswersShown, RoundCancelled }
    mediation { QuestioningRuleChanged, MediationOpened, MediationTold, MediationProgressed, MediationConcluded, MediationProposed, MediationResumed, MediationCancelled }
    communique { CommuniqueProposed, CommuniqueAgreed, CommuniquePublished }
    report { ReportAdded, SuggestionsDecided, DecisionUndone, SuggestionEntered }
    agreement { AgreementReached, Signed, Ratified }
    key { KeyRegistered, KeyVouched, KeyRevoked, ActSigned }
    talks { TalksPaused, TalksResumed, TalksBrokenOff }
    confirmation { ReportConfirmed, ReportContested }
    mending { Reworded, TakenOut, Retired, StatementCorrected, SessionCorrected, MandateCorrected, ClauseCorrected }
    case { CaseClosed }
    deletion { DeletionAsked, DeletionAnswered, CompartmentDeleted, DeletionTold }
}

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Event({}, confidential)", self.kind())
    }
}
