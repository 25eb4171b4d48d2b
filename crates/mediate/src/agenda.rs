//! What is on the table: issues with numbered options, and nothing about who wants what.

use mediant_model::{Package, Problem};

/// The issues of a mediation, each with its number of options.
///
/// This is all that the parties' questions have in common: it is read off the table, never off a brief.
/// A *column* is one option of one issue, numbered through all issues in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agenda {
    sizes: Vec<usize>,
    offsets: Vec<usize>,
    columns: usize,
    /// By issue the options asked about first, ascending, where not all of them are at once.
    round: Vec<Option<Vec<u32>>>,
}

/// Why something cannot be mediated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "named in the sentence")]
pub enum UnsuitedError {
    /// There is nothing to choose.
    #[error("no issue has two options to choose from: add options before mediating")]
    NothingToChoose,
    /// An issue has no option.
    #[error("issue {} has no option: add options or leave it out", issue + 1)]
    NoOption { issue: usize },
    /// A mediation is between two parties or more.
    #[error("a mediation is between two parties or more: name them in the case")]
    TooFewParties,
    /// The rule of agreement is about other parties.
    #[error("the rule of agreement is about other parties: give it those that are asked")]
    OtherParties,
}

impl Agenda {
    /// An agenda of issues with so many options each.
    ///
    /// # Errors
    /// An issue without options, or no issue with two.
    ///
    /// ```
    /// use mediant_mediate::Agenda;
    ///
    /// let agenda = Agenda::new(vec![3, 2])?;
    /// assert_eq!(agenda.packages(), Some(6));
    /// assert!(agenda.is_package(&[2, 1]) && !agenda.is_package(&[2, 2]));
    /// // Nothing to choose from.
    /// assert!(Agenda::new(vec![1, 1]).is_err());
    /// # Ok::<(), mediant_mediate::UnsuitedError>(())
    /// ```
    pub fn new(sizes: Vec<usize>) -> Result<Self, UnsuitedError> {
        if let Some(issue) = sizes.iter().position(|size| *size == 0) {
            return Err(UnsuitedError::NoOption { issue });
        }
        if sizes.iter().all(|size| *size < 2) {
            return Err(UnsuitedError::NothingToChoose);
        }
        let mut columns = 0;
        let mut offsets = Vec::with_capacity(sizes.len());
        for size in &sizes {
            offsets.push(columns);
            columns += size;
        }
        let round = vec![None; sizes.len()];
        Ok(Self { sizes, offsets, columns, round })
    }

    /// The same where the issue is settled by a number, its options being values in ascending order: of these, questions take
    /// the `round` ones first, and others only near where a package seems to come to lie. Options that do not exist are passed over.
    ///
    /// ```
    /// use mediant_mediate::Agenda;
    ///
    /// let agenda = Agenda::new(vec![5, 2])?.with_round(0, vec![4, 0, 2, 9]);
    /// assert_eq!(agenda.round(0), Some(&[0, 2, 4][..]));
    /// assert_eq!(agenda.round(1), None);
    /// # Ok::<(), mediant_mediate::UnsuitedError>(())
    /// ```
    #[must_use]
    pub fn with_round(mut self, issue: usize, mut options: Vec<u32>) -> Self {
        let size = self.size(issue);
        options.retain(|option| (*option as usize) < size);
        options.sort_unstable();
        options.dedup();
        if let Some(round) = self.round.get_mut(issue).filter(|_| !options.is_empty()) {
            *round = Some(options);
        }
        self
    }

    /// The options of an issue settled by a number that are asked about first, ascending; `None` for other issues.
    pub fn round(&self, issue: usize) -> Option<&[u32]> {
        self.round.get(issue)?.as_deref()
    }

    /// The issues and options of a problem; what its parties want is not read.
    ///
    /// # Errors
    /// As [`Agenda::new`]; fewer than two parties.
    pub fn from_problem(problem: &Problem) -> Result<Self, UnsuitedError> {
        if problem.parties.len() < 2 {
            return Err(UnsuitedError::TooFewParties);
        }
        Self::new(problem.issues.iter().map(|issue| issue.options.len()).collect())
    }

    /// How many issues there are.
    pub fn issues(&self) -> usize {
        self.sizes.len()
    }

    /// How many options all issues have together.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// How many options the issue has; none for an issue that does not exist.
    pub fn size(&self, issue: usize) -> usize {
        self.sizes.get(issue).copied().unwrap_or(0)
    }

    /// The first column of the issue.
    pub(crate) fn offset(&self, issue: usize) -> usize {
        self.offsets.get(issue).copied().unwrap_or(self.columns)
    }

    /// The column of an option.
    pub(crate) fn column(&self, issue: usize, option: u32) -> usize {
        self.offset(issue) + option as usize
    }

    /// Whether the package has one existing option for every issue.
    pub fn is_package(&self, package: &[u32]) -> bool {
        package.len() == self.sizes.len()
            && package.iter().zip(&self.sizes).all(|(option, size)| (*option as usize) < *size)
    }

    /// Every package, the last issue changing fastest. Callers know that they are few.
    pub(crate) fn all_packages(&self) -> Vec<Package> {
        self.sizes.iter().fold(vec![Vec::new()], |packages, size| {
            let extended = |package: &Package| {
                let package = package.clone();
                (0..*size as u32).map(move |option| [package.as_slice(), &[option]].concat())
            };
            packages.iter().flat_map(extended).collect()
        })
    }

    /// How many packages there are; `None` beyond 2^64.
    pub fn packages(&self) -> Option<u64> {
        self.sizes.iter().try_fold(1_u64, |product, size| product.checked_mul(*size as u64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_number_the_options_through_all_issues() {
        let agenda = Agenda::new(vec![3, 1, 2]).unwrap();
        assert_eq!(
            (agenda.columns(), agenda.column(0, 2), agenda.column(1, 0), agenda.column(2, 1)),
            (6, 2, 3, 5)
        );
        assert!(
            agenda.is_package(&[2, 0, 1]) && !agenda.is_package(&[3, 0, 1]) && !agenda.is_package(&[0, 0])
        );
        assert_eq!(agenda.packages(), Some(6));
    }

    #[test]
    fn what_offers_no_choice_is_refused() {
        assert_eq!(Agenda::new(vec![1, 1]), Err(UnsuitedError::NothingToChoose));
        assert_eq!(Agenda::new(vec![2, 0]), Err(UnsuitedError::NoOption { issue: 1 }));
        assert_eq!(Agenda::new(vec![]), Err(UnsuitedError::NothingToChoose));
    }
}
