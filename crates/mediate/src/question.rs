//! What a party is asked, and what it can answer.

use crate::Agenda;
use mediant_model::Package;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// A question to one party.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[allow(missing_docs, reason = "named in the sentence")]
pub enum Question {
    /// A form: order the options of the issue from best to worst.
    RankOptions { issue: usize },
    /// A form: order the issues by what the step from your worst to your best option is worth to you.
    RankIssues,
    /// Do you accept this package?
    Accept { package: Package },
    /// Which of these two is better? Where the second was asked about last: is the first better or worse than the last?
    Compare { first: Package, second: Package },
}

/// An answer. It is confidential: its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Answer {
    /// To a form: groups from best to worst; what stands in one group is worth the same. Options that an order of options leaves
    /// out are not compared.
    Order(Vec<Vec<u32>>),
    /// To "do you accept?": yes. To "which is better?": the first.
    Yes,
    /// To "do you accept?": no. To "which is better?": the second.
    No,
    /// To "which is better?": neither.
    Equal,
    /// It cannot be said.
    CannotSay,
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answer(confidential)")
    }
}

/// A question with its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    /// What was asked.
    pub question: Question,
    /// What was answered.
    pub answer: Answer,
}

/// Why an answer does not fit its question, or a question its agenda.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "named in the sentence")]
pub enum AnswerError {
    /// There is no such issue.
    #[error("there is no issue {}", issue + 1)]
    NoSuchIssue { issue: usize },
    /// There is no such party.
    #[error("there is no party {}", party + 1)]
    NoSuchParty { party: usize },
    /// No question was asked.
    #[error("there is no question to answer: take the next turn first")]
    NothingAsked,
    /// It is not one option of every issue.
    #[error("a package takes one option of every issue")]
    NotAPackage,
    /// An order names everything once, in groups that are not empty.
    #[error("an order names each of the {of} at most once, from best to worst; put equals into one group")]
    NotAnOrder { of: usize },
    /// This kind of answer does not answer this kind of question.
    #[error("this question is answered with {wanted}")]
    WrongKind { wanted: &'static str },
}

impl Question {
    /// Whether it is a ranking form.
    pub fn is_form(&self) -> bool {
        matches!(self, Self::RankOptions { .. } | Self::RankIssues)
    }

    /// The issues on which two packages to compare differ; none for other questions.
    pub fn differences(&self) -> Vec<usize> {
        match self {
            Self::Compare { first, second } => (0..first.len().max(second.len()))
                .filter(|issue| first.get(*issue) != second.get(*issue))
                .collect(),
            _ => Vec::new(),
        }
    }
}

impl Exchange {
    /// Whether question and answer fit each other and the agenda.
    ///
    /// # Errors
    /// What does not fit.
    pub fn fits(&self, agenda: &Agenda) -> Result<(), AnswerError> {
        let package =
            |package: &Package| agenda.is_package(package).then_some(()).ok_or(AnswerError::NotAPackage);
        match &self.question {
            Question::RankOptions { issue } if *issue >= agenda.issues() => {
                Err(AnswerError::NoSuchIssue { issue: *issue })
            }
            Question::RankOptions { issue } => order(&self.answer, agenda.size(*issue), false),
            Question::RankIssues => order(&self.answer, agenda.issues(), true),
            Question::Accept { package: asked } => {
                package(asked)?;
                let known = matches!(self.answer, Answer::Yes | Answer::No | Answer::CannotSay);
                known.then_some(()).ok_or(AnswerError::WrongKind { wanted: "yes, no or cannot say" })
            }
            Question::Compare { first, second } => {
                package(first)?;
                package(second)?;
                let known = !matches!(self.answer, Answer::Order(_));
                known
                    .then_some(())
                    .ok_or(AnswerError::WrongKind { wanted: "the first, the second, equal or cannot say" })
            }
        }
    }
}

/// Whether it is an order of so many things: of all of them, or of some where the others are not compared.
fn order(answer: &Answer, of: usize, all: bool) -> Result<(), AnswerError> {
    let groups = match answer {
        Answer::Order(groups) => groups,
        Answer::CannotSay => return Ok(()),
        _ => return Err(AnswerError::WrongKind { wanted: "an order, or cannot say" }),
    };
    let named: BTreeSet<u32> = groups.iter().flatten().copied().collect();
    let count: usize = groups.iter().map(Vec::len).sum();
    let once = count > 0 && named.len() == count && named.iter().all(|index| (*index as usize) < of);
    (once && (!all || count == of) && groups.iter().all(|group| !group.is_empty()))
        .then_some(())
        .ok_or(AnswerError::NotAnOrder { of })
}
