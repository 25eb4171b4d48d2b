//! An act: what somebody did for a party, to which whole words, as a text that a person reads and a key signs.
//!
//! One act has one text and one text one act: [`Act::print`] and [`Act::parse`] are each other's reverse, and anything that
//! is not exactly what [`Act::print`] writes is refused, with its line and field. `docs/reference/acts.md` has the form.

mod form;
mod parse;
mod print;

pub(crate) use form::{field_of, first_difference, line_at};

use crate::{AttestError, Day, Digest, Line, Moment, PublicKey, Role, Text};
use std::collections::BTreeSet;

/// The first line of an act.
pub const HEADER: &str = "mediant act 1";

/// The greatest length of an act, in bytes.
pub const ACT_BYTES_MAX: usize = 8 * 1024 * 1024;

/// What somebody did for a party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// The title of the case.
    pub case: Line,
    /// The case: the link of the first event that the whole table reads.
    pub case_id: Digest,
    /// Everybody who negotiates, as the signer saw them: no id twice.
    pub parties: Vec<Named>,
    /// For which of them it is done.
    pub party: Line,
    /// Who did it.
    pub person: Named,
    /// The office of the person, where one is known.
    pub office: Option<Line>,
    /// As what.
    pub role: Role,
    /// The mandate under which a delegate did it; absent for a principal.
    pub mandate: Option<MandateUsed>,
    /// When, as the signer's machine or the desk had it.
    pub date: Moment,
    /// What was done, and to which words.
    pub deed: Deed,
    /// The report of the mediator that this confirms, by its id; absent where it was done at once.
    pub confirms: Option<Line>,
    /// Where the table's record ended when this was signed.
    pub table: Pin,
    /// The signer's act before, by the digest of its text; `None` for the first.
    pub before: Option<Digest>,
    /// The key that signs it, by its id.
    pub key: Digest,
}

/// Something with an id and a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its id in the case.
    pub id: Line,
    /// Its name.
    pub name: Line,
}

/// The mandate that somebody acts under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MandateUsed {
    /// Its id.
    pub id: Line,
    /// Its last day, where it has one.
    pub until: Option<Day>,
}

/// An end of a stream of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pin {
    /// How many events the stream had.
    pub length: u64,
    /// The link of the last one; 32 zeros where there was none.
    pub link: Digest,
}

/// What was done, and to which words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// These words are accepted.
    Accepts(Words),
    /// These words are accepted, subject to the principal.
    AcceptsAdReferendum(Words),
    /// These words are signed: the whole, or some clauses that are agreed without the rest.
    Signs(Words),
    /// These words are ratified: the whole, or some clauses that are agreed without the rest.
    Ratifies(Words),
    /// This may be published.
    AgreesTo(Communique),
    /// A mandate is given.
    GivesMandate(Mandate),
    /// A mandate is limited, or widened, to this.
    LimitsMandate(Mandate),
    /// A mandate ends.
    RevokesMandate {
        /// Which.
        mandate: Line,
        /// Whose it was.
        holder: Named,
        /// The first day on which it no longer holds.
        ends: Day,
    },
    /// Another key is the person's whom it names.
    VouchesFor(NewKey),
    /// A key counts no more.
    RevokesKey {
        /// Which.
        key: Digest,
        /// The acts made with it that stand, by their digests, in ascending order.
        stand: Vec<Digest>,
    },
}

/// Words that are accepted, signed or ratified, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Words {
    /// Clauses of a draft.
    Draft(Draft),
    /// A package.
    Package(Package),
}

/// Clauses of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its id.
    pub id: Line,
    /// Its number among the drafts of its compartment: the version.
    pub number: u32,
    /// Its title.
    pub title: Line,
    /// How many clauses the draft has.
    pub of: u32,
    /// The clauses that it is about: all of them, or some, in their order.
    pub clauses: Vec<Clause>,
}

/// A clause, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Its place in the draft, from 1.
    pub number: u32,
    /// Its id.
    pub id: Line,
    /// Its heading, where it has one.
    pub heading: Option<Line>,
    /// The issue that it settles, where it settles one.
    pub issue: Option<Named>,
    /// Its words, brackets included.
    pub words: Text,
}

/// One option for every issue that it settles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// Its id.
    pub id: Line,
    /// Its title or note, where it has one.
    pub title: Option<Line>,
    /// What it settles, in the order of the case: no issue twice.
    pub options: Vec<Choice>,
}

/// How an issue is settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The issue.
    pub issue: Named,
    /// The option; of a range the value, and the value with its unit.
    pub option: Named,
}

/// A communiqué, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Communique {
    /// Its id.
    pub id: Line,
    /// Its words.
    pub words: Text,
}

/// A mandate, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mandate {
    /// Its id.
    pub id: Line,
    /// Who may act under it.
    pub holder: Named,
    /// The issues that it covers; `None` for all.
    pub issues: Option<Vec<Named>>,
    /// Its first day.
    pub from: Option<Day>,
    /// Its last day.
    pub until: Option<Day>,
}

/// A key that is vouched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewKey {
    /// The key.
    pub public: PublicKey,
    /// Whose it is, of the signer's party.
    pub holder: Named,
    /// What the holder is.
    pub role: Role,
}

impl Act {
    /// The text of the act: UTF-8, `\n` after every line, the last one included.
    ///
    /// # Errors
    /// What the act says does not hold together: see [`Act::check`].
    pub fn print(&self) -> Result<String, AttestError> {
        self.check()?;
        Ok(print::act(self))
    }

    /// The act of a text.
    ///
    /// # Errors
    /// The first line that is not as [`Act::print`] writes it, and its field.
    pub fn parse(text: &str) -> Result<Self, AttestError> {
        parse::act(text)
    }

    /// The digest of the act's text: what a passkey signs as its challenge, and what the signer's next act names.
    ///
    /// # Errors
    /// As [`Act::print`].
    pub fn digest(&self) -> Result<Digest, AttestError> {
        Ok(Digest::from_content(self.print()?.as_bytes()))
    }

    /// Whether it holds together: the party is one of those at the table, numbers ascend, no id is there twice.
    ///
    /// # Errors
    /// The first field that does not fit.
    pub fn check(&self) -> Result<(), AttestError> {
        form::check(self)
    }

    /// Where two acts differ first: the field. `None` where they have one text. For a desk that holds what was signed
    /// against what stands on its table.
    ///
    /// # Errors
    /// As [`Act::print`].
    pub fn first_difference(&self, other: &Self) -> Result<Option<String>, AttestError> {
        let (one, two) = (self.print()?, other.print()?);
        let (one, two): (Vec<&str>, Vec<&str>) = (one.lines().collect(), two.lines().collect());
        Ok(first_difference(&one, &two))
    }
}

impl Deed {
    /// What is done, as the act says it.
    pub fn verb(&self) -> &'static str {
        match self {
            Self::Accepts(_) => "accepts",
            Self::AcceptsAdReferendum(_) => "accepts ad referendum",
            Self::Signs(_) => "signs",
            Self::Ratifies(_) => "ratifies",
            Self::AgreesTo(_) => "agrees to the communiqué",
            Self::GivesMandate(_) => "gives a mandate",
            Self::LimitsMandate(_) => "limits a mandate",
            Self::RevokesMandate { .. } => "revokes a mandate",
            Self::VouchesFor(_) => "vouches for a key",
            Self::RevokesKey { .. } => "revokes a key",
        }
    }

    /// The words that are accepted, signed or ratified.
    pub fn words(&self) -> Option<&Words> {
        match self {
            Self::Accepts(words)
            | Self::AcceptsAdReferendum(words)
            | Self::Signs(words)
            | Self::Ratifies(words) => Some(words),
            _ => None,
        }
    }
}

impl Words {
    /// The lines of the words, as an act has them.
    pub fn lines(&self) -> Vec<String> {
        print::words(self).lines().map(str::to_owned).collect()
    }

    /// The words of these lines.
    ///
    /// # Errors
    /// As [`Act::parse`].
    pub fn parse(lines: &[String]) -> Result<Self, AttestError> {
        parse::words_of(lines)
    }

    /// The places of the clauses that they are, from 1; a package is one.
    pub fn places(&self) -> BTreeSet<u32> {
        match self {
            Self::Draft(draft) => draft.clauses.iter().map(|clause| clause.number).collect(),
            Self::Package(_) => BTreeSet::from([1]),
        }
    }

    /// Whether they are these words, or some of their clauses, to the letter: of the same draft in the same version, or the
    /// same package.
    pub fn are_among(&self, words: &Self) -> bool {
        self.places().is_subset(&words.places()) && self.lines() == words.at(&self.places()).lines()
    }

    /// Of a draft the clauses at these places; a package as it is.
    pub(crate) fn at(&self, places: &BTreeSet<u32>) -> Self {
        let mut some = self.clone();
        if let Self::Draft(draft) = &mut some {
            draft.clauses.retain(|clause| places.contains(&clause.number));
        }
        some
    }

    /// Whether it is all of the draft or package.
    pub fn is_whole(&self) -> bool {
        match self {
            Self::Draft(draft) => u32::try_from(draft.clauses.len()) == Ok(draft.of),
            Self::Package(_) => true,
        }
    }
}
