//! A shuttle mediation: what commands and events carry.

use crate::id::id;
use crate::statement::StatementId;
use mediant_model::{IssueId, OptionId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

id! {
    /// A mediation.
    MediationId
}

/// One option for each mediated issue.
pub type Options = BTreeMap<IssueId, OptionId>;

/// What a party's questions may depend on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Manner {
    /// On its own answers and the table alone: being asked tells it nothing about the others.
    #[default]
    Blind,
    /// On everybody's answers: fewer questions, each of which may tell something about the others.
    Coupled,
}

impl Manner {
    /// Its word: `blind`, `coupled`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Blind => "blind",
            Self::Coupled => "coupled",
        }
    }
}

/// An issue that is mediated, with the options it had when the mediation opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MediatedIssue {
    /// The issue.
    pub issue: IssueId,
    /// Its options. Of an issue settled by a number the values that are asked about, ascending.
    pub options: Vec<OptionId>,
    /// Of these the values that are asked about first; empty for an issue that lists its options.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub round: Vec<OptionId>,
}

impl MediatedIssue {
    /// Whether it is settled by a number.
    pub fn is_number(&self) -> bool {
        !self.round.is_empty()
    }
}

/// What a mediation leaves out, as far as the table knows of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LeftOut {
    /// Issues that it is not about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub issues: Vec<IssueId>,
    /// Issues settled by a number of which it asks about some values only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<IssueId>,
    /// Red lines, preconditions and linkages that hang on an issue it is not about, or bind a party that it does not ask.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<StatementId>,
    /// Whether combinations that count for themselves are left out: each issue is taken to count by itself.
    #[serde(default)]
    pub combinations: bool,
}

impl LeftOut {
    /// Whether nothing is left out.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What a party is asked. The first two are forms.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    /// To order the options of an issue from best to worst.
    RankOptions(IssueId),
    /// To order the issues by what the step from its worst to its best option is worth to it.
    RankIssues,
    /// Whether it would accept this package.
    Accept(Options),
    /// Which of two packages is better for it.
    Compare {
        /// The first.
        first: Options,
        /// The second.
        second: Options,
    },
}

impl Ask {
    /// Whether it is a ranking form.
    pub fn is_form(&self) -> bool {
        matches!(self, Self::RankOptions(_) | Self::RankIssues)
    }
}

/// What a party answers.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// To a form: groups from best to worst, or from most to least; what stands in one group is equal.
    Order(Vec<Vec<String>>),
    /// It would accept.
    Yes,
    /// It would not.
    No,
    /// The first is better.
    First,
    /// The second is better.
    Second,
    /// Neither is better.
    Equal,
    /// It cannot say.
    CannotSay,
}

impl ReplyRequest {
    /// The answer that it asks to be recorded; `values` are those of the number that is asked about, ascending.
    pub fn reply(self, values: &[OptionId]) -> Reply {
        let each = |value: &OptionId| vec![value.to_string()];
        match self {
            Self::Rising => Reply::Order(values.iter().rev().map(each).collect()),
            Self::Falling => Reply::Order(values.iter().map(each).collect()),
            Self::Places(places) => {
                let mut groups: BTreeMap<u32, Vec<String>> = BTreeMap::new();
                for (name, place) in places {
                    groups.entry(place).or_default().push(name);
                }
                Reply::Order(groups.into_values().collect())
            }
            Self::Order(groups) => Reply::Order(groups),
            Self::Yes => Reply::Yes,
            Self::No => Reply::No,
            Self::First => Reply::First,
            Self::Second => Reply::Second,
            Self::Equal => Reply::Equal,
            Self::CannotSay => Reply::CannotSay,
        }
    }
}

/// An answer as it is asked to be recorded: an order may be given by places.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ReplyWish")]
pub enum ReplyRequest {
    /// To a form: the place of each, 1 for the best or the most; equals share one.
    Places(BTreeMap<String, u32>),
    /// To a form: groups from best to worst, or from most to least; what stands in one group is equal.
    Order(Vec<Vec<String>>),
    /// To the form about a number: the more the better.
    Rising,
    /// To the form about a number: the less the better.
    Falling,
    /// It would accept.
    Yes,
    /// It would not.
    No,
    /// The first is better.
    First,
    /// The second is better.
    Second,
    /// Neither is better.
    Equal,
    /// It cannot say.
    CannotSay,
}

/// A question with a party's answer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Exchange {
    /// What was asked.
    pub question: Ask,
    /// What was answered.
    pub answer: Reply,
}

impl Exchange {
    /// Whether it is about these issues, and the answer answers the question.
    ///
    /// # Errors
    /// What does not fit.
    pub fn fits(&self, issues: &[MediatedIssue]) -> Result<(), AnswerError> {
        let package = |options: &Options| {
            let known = issues.iter().all(|mediated| {
                options.get(&mediated.issue).is_some_and(|option| mediated.options.contains(option))
            });
            if known && options.len() == issues.len() { Ok(()) } else { Err(AnswerError::Question) }
        };
        match &self.question {
            Ask::RankOptions(id) => {
                let mediated =
                    issues.iter().find(|mediated| &mediated.issue == id).ok_or(AnswerError::Question)?;
                self.orders(mediated.options.iter().map(OptionId::as_str).collect(), false)
            }
            Ask::RankIssues => {
                self.orders(issues.iter().map(|mediated| mediated.issue.as_str()).collect(), true)
            }
            Ask::Accept(options) => {
                package(options)?;
                self.is_one_of(&[Reply::Yes, Reply::No, Reply::CannotSay])
            }
            Ask::Compare { first, second } => {
                package(first)?;
                package(second)?;
                if first == second {
                    return Err(AnswerError::Question);
                }
                self.is_one_of(&[Reply::First, Reply::Second, Reply::Equal, Reply::CannotSay])
            }
        }
    }

    fn is_one_of(&self, known: &[Reply]) -> Result<(), AnswerError> {
        if known.contains(&self.answer) { Ok(()) } else { Err(AnswerError::Kind) }
    }

    /// Whether it is an order of these things: of all of them, or of two at least where the others are not compared.
    fn orders(&self, of: BTreeSet<&str>, all: bool) -> Result<(), AnswerError> {
        let groups = match &self.answer {
            Reply::CannotSay => return Ok(()),
            Reply::Order(groups) => groups,
            _ => return Err(AnswerError::Kind),
        };
        let named: Vec<&str> = groups.iter().flatten().map(String::as_str).collect();
        let different: BTreeSet<&str> = named.iter().copied().collect();
        let once = named.len() == different.len() && different.is_subset(&of);
        let enough = different.len() == of.len() || !all && different.len() >= 2;
        let whole = groups.iter().all(|group| !group.is_empty());
        if once && enough && whole { Ok(()) } else { Err(AnswerError::Order) }
    }
}

/// What an estimate rests on and says. In thousandths.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Estimated {
    /// The share of the largest product of gains that the package reaches, on average.
    pub share: u32,
    /// The share that it reaches at least, nine times in ten.
    pub share_low: u32,
    /// How likely enough parties accept it.
    pub acceptance: u32,
    /// What was taken as likely before anybody answered.
    pub prior: String,
}

/// What a mediation came to. What is certain, what is proven and what is estimated stand apart.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "Outcome")]
pub enum MediationOutcome {
    /// A package to put to the parties.
    Package {
        /// One option an issue.
        options: Options,
        /// Whether as many of those asked as the rule of agreement takes said, asked alone, that they would accept this
        /// very package.
        accepted: bool,
        /// The share of the largest product of gains that it reaches, in thousandths, as far as what it assumes is so;
        /// where that was worked out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proven: Option<u32>,
        /// What the proven share assumes, to be read after "if".
        #[serde(default = "one_by_one")]
        proven_if: Option<String>,
        /// What is likely.
        estimated: Estimated,
        /// Another package, of which as many said, asked alone, that they would accept it; of several the one that is
        /// likely the fairest.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agreed: Option<Options>,
        /// Whether it is known of somebody that it does not value the issues one by one, or not all of its answers are
        /// true: then nothing is proven, and what is estimated does not fit.
        #[serde(default, skip_serializing_if = "is_false")]
        unfit: bool,
        /// The values of each number that were looked at, where there are others: what is said holds among packages of these.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        among: BTreeMap<IssueId, Vec<OptionId>>,
    },
    /// From the refusals it follows that no package can get the acceptances that the rule of agreement takes.
    NoDeal {
        /// How many refusals that rests on.
        refusals: u32,
        /// What that assumes, to be read after "if"; nothing where every package was refused in so many words.
        #[serde(default = "one_by_one")]
        proven_if: Option<String>,
        /// The values of each number that were looked at, where there are others: of packages with other values nothing is said.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        among: BTreeMap<IssueId, Vec<OptionId>>,
    },
    /// Every package that was found was refused by too many, and that there is none is not proven.
    NothingFound,
}

/// What everything proven assumed before outcomes said it.
fn one_by_one() -> Option<String> {
    Some("each side values the issues one by one and answered truly".to_owned())
}

fn is_false(value: &bool) -> bool {
    !value
}

macro_rules! masked {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(confidential)"))
            }
        }
    )*};
}
masked!(Ask, Reply, ReplyRequest, Exchange, Estimated, MediationOutcome);

/// Why an answer does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerError {
    /// The question is not about what is mediated.
    Question,
    /// The answer is of another kind than the question.
    Kind,
    /// An order names everything once.
    Order,
}
