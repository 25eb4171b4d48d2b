//! A shuttle mediation: what commands and events carry.

use crate::id::id;
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
    /// Its options.
    pub options: Vec<OptionId>,
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

impl From<ReplyRequest> for Reply {
    fn from(request: ReplyRequest) -> Self {
        match request {
            ReplyRequest::Places(places) => {
                let mut groups: BTreeMap<u32, Vec<String>> = BTreeMap::new();
                for (name, place) in places {
                    groups.entry(place).or_default().push(name);
                }
                Self::Order(groups.into_values().collect())
            }
            ReplyRequest::Order(groups) => Self::Order(groups),
            ReplyRequest::Yes => Self::Yes,
            ReplyRequest::No => Self::No,
            ReplyRequest::First => Self::First,
            ReplyRequest::Second => Self::Second,
            ReplyRequest::Equal => Self::Equal,
            ReplyRequest::CannotSay => Self::CannotSay,
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
                self.orders(mediated.options.iter().map(OptionId::as_str).collect())
            }
            Ask::RankIssues => self.orders(issues.iter().map(|mediated| mediated.issue.as_str()).collect()),
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

    fn orders(&self, all: BTreeSet<&str>) -> Result<(), AnswerError> {
        let groups = match &self.answer {
            Reply::CannotSay => return Ok(()),
            Reply::Order(groups) => groups,
            _ => return Err(AnswerError::Kind),
        };
        let named: Vec<&str> = groups.iter().flatten().map(String::as_str).collect();
        let once = named.len() == all.len() && named.into_iter().collect::<BTreeSet<_>>() == all;
        if once && groups.iter().all(|group| !group.is_empty()) { Ok(()) } else { Err(AnswerError::Order) }
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
    },
    /// From the refusals it follows that no package can get the acceptances that the rule of agreement takes.
    NoDeal {
        /// How many refusals that rests on.
        refusals: u32,
        /// What that assumes, to be read after "if"; nothing where every package was refused in so many words.
        #[serde(default = "one_by_one")]
        proven_if: Option<String>,
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
