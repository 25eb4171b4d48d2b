//! What a file proves, and what not. Data first; [`std::fmt::Display`] has it in words.

use super::Reported;
use crate::act::Words;
use crate::{Act, AttestError, Day, Digest, Line, Moment, Named, PublicKey};
use std::fmt;

/// What came of the verification of an agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The title of the case.
    pub case: Line,
    /// The case.
    pub case_id: Digest,
    /// The words; `None` where they cannot be read.
    pub words: Option<Words>,
    /// Every party at the table, and how it stands to the words.
    pub parties: Vec<PartyReport>,
    /// Every act whose signature is its key's, in the order of the file.
    pub acts: Vec<ActReport>,
    /// What is wrong with the file. Where anything is, nothing is proven.
    pub faults: Vec<AttestError>,
    /// What the file does not prove, in any case and in this one.
    pub notes: Vec<Note>,
}

/// How a party stands to the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyReport {
    /// The party.
    pub party: Named,
    /// What its own acts come to.
    pub hold: Result<Hold, AcceptanceError>,
}

/// What a party's own acts come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// It accepted all of the words.
    Accepted,
    /// It signed them.
    Signed,
    /// Its principal ratified them.
    Ratified,
}

/// What a party's own acts do not come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AcceptanceError {
    /// No act of its own that counts is about these words.
    Everything,
    /// These clauses were accepted by no act that counts.
    Clauses(Vec<u32>),
    /// All was accepted, some of it subject to the principal, who did not ratify it.
    Ratification,
    /// These clauses were accepted, and it did not sign that they bind without the others of the draft.
    Part,
}

/// An act whose signature is its key's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActReport {
    /// Its place in the file, from 1.
    pub number: usize,
    /// The act.
    pub act: Act,
    /// The digest of its text.
    pub digest: Digest,
    /// The key that signed it.
    pub public: PublicKey,
    /// Why the key is taken for its holder's, or that it is not.
    pub trust: Trust,
    /// That it counts, or why not.
    pub counts: Result<(), ActError>,
}

/// Why a key is taken for its holder's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// `keys.txt` has it, as the first of its party.
    First,
    /// `keys.txt` has it, and says that both sides confirmed it.
    Confirmed,
    /// The act of this number vouches for it.
    Act(usize),
    /// Nobody vouches for it.
    Nobody,
}

/// Why an act does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActError {
    /// Nobody vouches for its key.
    Key,
    /// Its key was revoked, and the act is not among those that stand.
    Revoked,
    /// It is about another draft or package, or other clauses.
    OtherWords,
    /// It is about this draft or package, and has another text in this field.
    Reworded(String),
    /// It is about more clauses than these.
    MoreClauses,
    /// Others were at the table when it was signed.
    OtherParties,
    /// Its mandate ended on this day, or before.
    MandateEnded(Day),
    /// Its mandate begins on this day.
    MandateBegins(Day),
    /// A delegate did it, and names no mandate.
    NoMandate,
    /// No act in the file that a principal of the party signed gives this mandate.
    MandateUnsigned(Line),
    /// This mandate was given, or bounded, on a later table than the one that the delegate saw.
    MandateLater(Line),
    /// The mandate does not cover this issue.
    OutsideMandate(Line),
    /// It takes a mandate on all issues, and the mandate is on some.
    MandateOnAll,
    /// The mandate it names is another's.
    OthersMandate,
    /// Only a principal does this.
    NoPrincipal,
}

/// Something that a file does not prove.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// That a key is its holder's: that takes the twelve words.
    WhoseKeys,
    /// When something was signed: a date is what the signer's side wrote.
    Dates,
    /// That nothing was signed before, since or beside: a file holds what its maker put into it.
    Rest,
    /// The table that these acts (by number) saw was held against no copy that reaches so far.
    TableUnseen(Vec<usize>),
    /// What the case was called when these acts were signed: they have this title.
    OtherTitle(Vec<usize>, Line),
    /// What a party was called when these acts were signed: they have this name.
    OtherName(Vec<usize>, Line, Line),
    /// That anything is agreed on the other clauses of the draft.
    Part,
    /// An act was made with a key that was revoked later; that it was made before is the word of whoever revoked it.
    BeforeRevocation(usize, Moment),
    /// Something is only reported.
    Reported(Reported),
}

impl Report {
    /// Whether the file is sound and every party at the table is bound by acts of its own.
    pub fn is_proven(&self) -> bool {
        self.faults.is_empty() && self.words.is_some() && self.is_proven_for(|_| true)
    }

    /// The same for the parties that are asked for: where a deal binds without some of them.
    pub fn is_proven_for(&self, asked: impl Fn(&Line) -> bool) -> bool {
        let mut parties = self.parties.iter().filter(|party| asked(&party.party.id)).peekable();
        self.faults.is_empty()
            && self.words.is_some()
            && parties.peek().is_some()
            && parties.all(|party| party.hold.is_ok())
    }
}

impl fmt::Display for Hold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Accepted => "accepted all of it",
            Self::Signed => "signed it",
            Self::Ratified => "ratified it",
        })
    }
}

impl fmt::Display for AcceptanceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Everything => f.write_str("no act of its own that counts is about these words"),
            Self::Clauses(clauses) => {
                let numbers: Vec<String> = clauses.iter().map(u32::to_string).collect();
                write!(f, "no act of its own that counts accepts clause {}", numbers.join(", "))
            }
            Self::Ratification => f.write_str("it was accepted ad referendum, and no principal ratified it"),
            Self::Part => {
                f.write_str("it accepted these clauses, and did not sign that they bind without the others")
            }
        }
    }
}

impl fmt::Display for Trust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::First => f.write_str("the first of its party in keys.txt"),
            Self::Confirmed => f.write_str("confirmed by both sides in keys.txt"),
            Self::Act(number) => write!(f, "vouched for by act {number}"),
            Self::Nobody => f.write_str("not vouched for"),
        }
    }
}

impl fmt::Display for ActError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key => f.write_str("nobody vouches for its key"),
            Self::Revoked => f.write_str("its key was revoked, and the act is not among those that stand"),
            Self::OtherWords => f.write_str("it is about another draft or package, or other clauses"),
            Self::Reworded(field) => write!(f, "it is about other words: `{field}` is not what the file has"),
            Self::MoreClauses => f.write_str("it is about more clauses than these"),
            Self::OtherParties => f.write_str("`parties`: others were at the table when it was signed"),
            Self::MandateEnded(day) => write!(f, "its mandate ended on {day} or before"),
            Self::MandateBegins(day) => write!(f, "its mandate begins on {day}"),
            Self::MandateUnsigned(mandate) => write!(
                f,
                "no principal of the party signed that the mandate `{mandate}` was given: let a principal give it with a key and \
                 the delegate do this again, or let a principal sign the words"
            ),
            Self::MandateLater(mandate) => write!(
                f,
                "the mandate `{mandate}` was signed on a later table than the one that this act saw: let the delegate do this \
                 again, or let a principal sign the words"
            ),
            Self::OutsideMandate(issue) => write!(f, "its mandate does not cover the issue `{issue}`"),
            Self::MandateOnAll => f.write_str("it takes a mandate on all issues, and its mandate is on some"),
            Self::NoMandate => f.write_str("a delegate did it, and names no mandate"),
            Self::OthersMandate => f.write_str("the mandate is another person's"),
            Self::NoPrincipal => f.write_str("only a principal does this"),
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WhoseKeys => f.write_str(
                "that a key is the person's: read its twelve words to each other over another channel",
            ),
            Self::Dates => {
                f.write_str("when it was signed: a date is what the signer's machine or desk wrote")
            }
            Self::Rest => f.write_str(
                "that nothing else was signed, before or since: the file holds what its maker put into it",
            ),
            Self::TableUnseen(acts) => write!(
                f,
                "that act {} saw the table of the record: no copy that reaches so far was given",
                numbers(acts)
            ),
            Self::OtherTitle(acts, title) => {
                write!(
                    f,
                    "that the case was called so when act {} was signed: there it is “{title}”",
                    numbers(acts)
                )
            }
            Self::OtherName(acts, party, name) => write!(
                f,
                "that `{party}` was called so when act {} was signed: there it is “{name}”",
                numbers(acts)
            ),
            Self::Part => f.write_str(
                "that anything is agreed on the other clauses of the draft: the file is about some of them",
            ),
            Self::BeforeRevocation(act, revoked) => {
                write!(
                    f,
                    "that act {act} was made before its key was revoked ({revoked}): so says who revoked it"
                )
            }
            Self::Reported(reported) => reported.fmt(f),
        }
    }
}

impl ActError {
    /// The fault that it is of a file whose words no act is about; `None` where it says nothing of them.
    pub(super) fn as_fault(&self) -> Option<AttestError> {
        match self {
            Self::Reworded(field) => {
                Some(AttestError::new(field, "the words of the file are others than those that were signed"))
            }
            Self::OtherParties => {
                Some(AttestError::new("parties", "others were at the table when this was signed"))
            }
            _ => None,
        }
    }
}

/// Numbers of acts, in a sentence.
fn numbers(acts: &[usize]) -> String {
    acts.iter().map(usize::to_string).collect::<Vec<_>>().join(", ")
}
