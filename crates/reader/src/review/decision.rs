//! Decisions, and the list of them that a file keeps.

use std::fmt;

use super::fields::Fields;
use super::proposal::{Author, Key};

/// What was decided about a suggestion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DecisionKind {
    /// It is so.
    Accepted,
    /// It is so once its fields are as they now stand.
    Edited,
    /// It is not so, or of no use.
    Rejected,
    /// To be looked at again.
    Skipped,
}

impl DecisionKind {
    /// Every verdict, in the order in which messages list them.
    pub const ALL: [Self; 4] = [Self::Accepted, Self::Edited, Self::Rejected, Self::Skipped];

    /// As files write it: `accepted`, `edited`, `rejected`, `skipped`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Edited => "edited",
            Self::Rejected => "rejected",
            Self::Skipped => "skipped",
        }
    }

    /// Whether what is suggested counts.
    pub fn accepts(self) -> bool {
        matches!(self, Self::Accepted | Self::Edited)
    }
}

/// Who decides, and when, as far as whoever calls says so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct By {
    /// A person's name.
    pub who: Option<String>,
    /// A moment, as `2031-05-14T09:30:00Z`.
    pub when: Option<String>,
}

/// A decision about one suggestion.
#[derive(Clone, PartialEq, Eq)]
pub struct Decision {
    /// The suggestion that it is about.
    pub key: Key,
    /// Its paragraph, from 1.
    pub paragraph: usize,
    /// What was decided.
    pub verdict: DecisionKind,
    /// The fields as they were suggested.
    pub before: Fields,
    /// The fields as somebody edited them, of [`DecisionKind::Edited`] alone.
    pub after: Option<Fields>,
    /// What found the suggestion.
    pub rule: String,
    /// In hundredths; of a model's suggestion there is none.
    pub confidence: Option<u8>,
    /// By whom and when.
    pub by: By,
    /// Decisions that one key made have one number; it never falls, and the highest is taken back first.
    pub act: u32,
}

impl Decision {
    /// The fields that were accepted; `None` where nothing was.
    pub fn accepted(&self) -> Option<&Fields> {
        match self.verdict {
            DecisionKind::Accepted => Some(&self.before),
            DecisionKind::Edited => self.after.as_ref(),
            DecisionKind::Rejected | DecisionKind::Skipped => None,
        }
    }

    /// Whether a model's suggestion would be accepted by nobody with a name, or by the model.
    pub(super) fn is_the_models_own(&self) -> bool {
        let Author::Model(model) = &self.key.author else { return false };
        let who = self.by.who.as_deref().map(str::trim).unwrap_or_default();
        self.verdict.accepts() && (who.is_empty() || who.eq_ignore_ascii_case(model.trim()))
    }
}

impl fmt::Debug for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Decision({}, {:?}, {})", self.act, self.key, self.verdict.name())
    }
}

/// The decisions about what is suggested of one report.
#[derive(Clone, PartialEq, Eq)]
pub struct Review {
    /// The report's name.
    pub report: String,
    /// SHA-256 of the report's file, 64 hexadecimal digits in lower case.
    pub sha256: String,
    /// In the order in which they were made. Of several about one suggestion the last counts.
    pub(super) decisions: Vec<Decision>,
}

impl Review {
    /// Of a report that nothing was decided about.
    pub fn new(report: &str, sha256: &str) -> Self {
        Self { report: report.to_owned(), sha256: sha256.to_owned(), decisions: Vec::new() }
    }

    /// The decisions in the order in which they were made.
    pub fn decisions(&self) -> &[Decision] {
        &self.decisions
    }

    /// What counts about a suggestion: the last decision. Costs one pass over the decisions.
    pub fn decided(&self, key: &Key) -> Option<&Decision> {
        self.decisions.iter().rev().find(|decision| decision.key == *key)
    }

    /// Whether it is of the very report with this SHA-256.
    pub fn is_of(&self, sha256: &str) -> bool {
        self.sha256 == sha256
    }
}

impl fmt::Debug for Review {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Review({} decisions)", self.decisions.len())
    }
}
