//! Everything that somebody can ask the record to do, and who may ask it.
//!
//! A [`Command`] is a request; [`crate::decide()`] turns it into events or says why not. What each asks for stands in the room
//! of its noun, such as [`crate::round`]; what every one has to say of itself is the trait [`Act`]. Where a command says
//! `in`, it names the compartment that will hold it: `public`, `table`, `caucus:PARTY`, `delegation:PARTY` or `mediator`.

use crate::actor::Role;
use crate::authority::{Authority, Word};
use crate::decide::Decision;
use crate::limits::Limits;
use crate::refusal::CommandError;
use crate::state::State;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// At which points of the talks something can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Before anything was opened, and then no more.
    First,
    /// While the talks go on.
    Going,
    /// The same, and while they rest or are broken off.
    Opened,
    /// The same, and after the case is closed.
    Ever,
}

/// What every kind of command says of itself.
///
/// ```
/// use mediant_record::command::{Act, Moment};
/// use mediant_record::talks::ResumeTalks;
/// use mediant_record::{Command, Compartment, Role};
///
/// let resume = ResumeTalks { r#in: Compartment::Table };
/// assert_eq!((ResumeTalks::KIND, ResumeTalks::WHEN), ("resume_talks", Moment::Opened));
/// assert!(resume.may_come_from(&Role::Team));
/// assert!(!resume.may_come_from(&Role::Delegate("north".into())));
/// assert_eq!(Command::from(resume).kind(), "resume_talks");
/// ```
pub trait Act: Clone + Into<Command> {
    /// The word for its kind, as in its field `command`.
    const KIND: &'static str;
    /// When it can be asked for.
    const WHEN: Moment;
    /// How long its texts may be.
    const LIMITS: Limits;

    /// Whether somebody in this role may ask for it at all.
    fn may_come_from(&self, role: &Role) -> bool;

    /// What it takes of somebody who acts for a party, as things stand. Where it refers to what is not on record, it takes
    /// what it would take at least; deciding refuses it.
    fn takes(&self, state: &State) -> Authority;

    /// On whose word it is, as it says itself.
    fn word(&self) -> Word<'_>;

    /// The events that carry it out, put into the decision; or the reason why not.
    ///
    /// # Errors
    /// A [`CommandError`] that rests on the state of the one who asks alone.
    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError>;
}

macro_rules! commands {
    ($($room:ident { $($kind:ident $(= $word:literal)?),+ })+) => {
        $(use crate::$room::{$($kind),+};)+

        /// Something that somebody asks the record to do. Its `Debug` says of which kind it is, never what it holds.
        #[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        #[serde(tag = "command", rename_all = "snake_case")]
        #[expect(missing_docs, reason = "what each kind asks for stands on its struct")]
        pub enum Command {
            $($($(#[serde(rename = $word)])? $kind($kind),)+)+
        }

        $($(
            impl From<$kind> for Command {
                fn from(command: $kind) -> Self {
                    Self::$kind(command)
                }
            }

            impl fmt::Debug for $kind {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(concat!(stringify!($kind), "(confidential)"))
                }
            }
        )+)+

        impl Command {
            /// Every kind, in the order of the list.
            pub const KINDS: &'static [&'static str] = &[$($($kind::KIND),+),+];

            /// The word for its kind, as in its field `command`.
            pub fn kind(&self) -> &'static str {
                match self {
                    $($(Self::$kind(_) => $kind::KIND,)+)+
                }
            }

            /// How long the texts of a kind may be; `None` where there is no such kind.
            pub fn limits_of(kind: &str) -> Option<&'static Limits> {
                $($(if kind == $kind::KIND {
                    return Some(&$kind::LIMITS);
                })+)+
                None
            }

            /// When it can be asked for.
            pub fn when(&self) -> Moment {
                match self {
                    $($(Self::$kind(_) => $kind::WHEN,)+)+
                }
            }

            /// How long its texts may be.
            pub fn limits(&self) -> &'static Limits {
                match self {
                    $($(Self::$kind(_) => &$kind::LIMITS,)+)+
                }
            }

            /// Whether somebody in this role may ask for it at all. Whether it takes more than they have on the day is for
            /// [`Command::takes`] to say, and whether it can be done for [`crate::decide()`].
            pub fn may_come_from(&self, role: &Role) -> bool {
                match self {
                    $($(Self::$kind(command) => command.may_come_from(role),)+)+
                }
            }

            /// What it takes, as things stand. Whether the role may ask at all is for [`Command::may_come_from`].
            ///
            /// Where it refers to what is not on record, it takes what it would take at least; [`crate::decide()`] refuses it.
            pub fn takes(&self, state: &State) -> Authority {
                match self {
                    $($(Self::$kind(command) => command.takes(state),)+)+
                }
            }

            pub(crate) fn word(&self) -> Word<'_> {
                match self {
                    $($(Self::$kind(command) => command.word(),)+)+
                }
            }

            pub(crate) fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
                match self {
                    $($(Self::$kind(command) => command.carry_out(decision),)+)+
                }
            }
        }
    };
}

commands! {
    case { OpenCase, ImportCase, ChangeAgreementRule, ChangeCaucusRule }
    source { NameSource }
    party { AddParty, AddParties }
    person { NamePerson, RecordDeparture, RecordReturn }
    door { OpenDoor, AnnounceDoor, AgreeToDoor, CloseDoor }
    mandate { GiveMandate, LimitMandate, RevokeMandate }
    issue { AddIssue, AddIssues, AddOption, DiscloseIssue, SplitIssue }
    statement { MakeStatement = "state", WithdrawStatement }
    brief { DraftBrief, DepositBrief, EstimateBrief }
    session { PlanSession, MoveSession, HoldSession, CancelSession }
    note { WriteNote }
    item { TellItem, ReleaseItem, TakeItemBack, PassItemOn }
    hearing { Say, ConfirmHearing }
    draft { PutDraft, AnswerClause, AnswerClauses }
    advice { Recommend }
    package { ProposePackage, AnswerPackage }
    round { OpenRound, AnswerRound, CloseRound, CancelRound }
    mediation { ChangeQuestioningRule, OpenMediation, AnswerMediation, ConfirmRankings, ConcludeMediation, ResumeMediation, CancelMediation }
    communique { ProposeCommunique, AgreeCommunique, PublishCommunique }
    report { AddReport, DecideSuggestions, UndoDecision, EnterSuggestion }
    agreement { DeclareAgreement, RecordSignature, RecordRatification }
    key { RegisterKey, VouchForKey, ConfirmKey, RevokeKey }
    talks { PauseTalks, ResumeTalks, BreakOffTalks }
    confirmation { ConfirmReport, ContestReport }
    mending { Reword, TakeOut, Retire, CorrectStatement, CorrectSession, CorrectMandate, CorrectClause }
    case { CloseCase }
    deletion { AskToDelete, AnswerDeletion, DeleteCompartment }
}

impl fmt::Debug for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Command({}, confidential)", self.kind())
    }
}
