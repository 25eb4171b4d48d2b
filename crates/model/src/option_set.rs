//! A set of options of one issue.

use std::fmt;

/// A set of option indices `0..size` of one issue, as bits; any number of options.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OptionSet {
    size: usize,
    words: Vec<u64>,
}

impl OptionSet {
    /// The empty set over `size` options.
    pub fn empty(size: usize) -> Self {
        Self { size, words: vec![0; size.div_ceil(64)] }
    }

    /// All of `size` options.
    pub fn full(size: usize) -> Self {
        Self::empty(size).complement()
    }

    /// The set of the given options. Indices at or beyond `size` are ignored.
    ///
    /// ```
    /// use mediant_model::OptionSet;
    ///
    /// let some = OptionSet::from_options(4, [0, 2, 9]);
    /// assert_eq!(some.iter().collect::<Vec<_>>(), [0, 2]);
    /// assert!(some.is_disjoint(&some.complement()));
    /// ```
    pub fn from_options(size: usize, options: impl IntoIterator<Item = usize>) -> Self {
        let mut set = Self::empty(size);
        for option in options {
            set.insert(option);
        }
        set
    }

    /// How many options the issue has.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Adds an option; ignored beyond `size`.
    pub fn insert(&mut self, option: usize) {
        if option < self.size
            && let Some(word) = self.words.get_mut(option / 64)
        {
            *word |= 1 << (option % 64);
        }
    }

    /// Removes an option.
    pub fn remove(&mut self, option: usize) {
        if let Some(word) = self.words.get_mut(option / 64) {
            *word &= !(1 << (option % 64));
        }
    }

    /// Whether the option is in the set.
    pub fn contains(&self, option: usize) -> bool {
        self.words.get(option / 64).is_some_and(|word| word >> (option % 64) & 1 == 1)
    }

    /// How many options are in the set.
    pub fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Whether no option is in the set.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// Whether every option of the issue is in the set.
    pub fn is_full(&self) -> bool {
        self.len() == self.size
    }

    /// The options not in the set.
    pub fn complement(&self) -> Self {
        let mut words: Vec<u64> = self.words.iter().map(|word| !word).collect();
        if let Some(last) = words.last_mut()
            && !self.size.is_multiple_of(64)
        {
            *last &= (1 << (self.size % 64)) - 1;
        }
        Self { size: self.size, words }
    }

    /// The options in both sets.
    pub fn intersection(&self, other: &Self) -> Self {
        Self { size: self.size, words: self.words.iter().zip(&other.words).map(|(a, b)| a & b).collect() }
    }

    /// The options in either set.
    pub fn union(&self, other: &Self) -> Self {
        Self { size: self.size, words: self.words.iter().zip(&other.words).map(|(a, b)| a | b).collect() }
    }

    /// Whether every option of this set is in `other`.
    pub fn is_subset(&self, other: &Self) -> bool {
        self.words.iter().zip(&other.words).all(|(a, b)| a & !b == 0)
    }

    /// Whether the sets share no option.
    pub fn is_disjoint(&self, other: &Self) -> bool {
        self.words.iter().zip(&other.words).all(|(a, b)| a & b == 0)
    }

    /// The options in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(index, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                (rest != 0).then(|| {
                    let bit = rest.trailing_zeros() as usize;
                    rest &= rest - 1;
                    index * 64 + bit
                })
            })
        })
    }
}

impl fmt::Debug for OptionSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_of_more_than_a_word() {
        let set = OptionSet::from_options(130, [0, 63, 64, 129, 130]);
        assert_eq!(set.iter().collect::<Vec<_>>(), [0, 63, 64, 129]);
        assert_eq!(set.len() + set.complement().len(), 130);
        assert!(set.is_disjoint(&set.complement()));
        assert!(set.union(&set.complement()).is_full());
        assert!(OptionSet::full(128).is_full() && OptionSet::full(0).is_empty());
    }
}
