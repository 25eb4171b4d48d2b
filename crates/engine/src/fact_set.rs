//! Sets of facts.

use std::fmt;

/// A set of indices into `Problem::facts`, any number of them.
///
/// Ordered by size first and then by the facts, so that sorted lists show the shortest set first.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct FactSet {
    words: Vec<u64>,
}

impl FactSet {
    /// The set with no fact in it.
    pub fn empty() -> Self {
        Self::default()
    }

    /// The facts `0..count`.
    pub fn all(count: usize) -> Self {
        (0..count).collect()
    }

    /// Adds a fact.
    pub fn insert(&mut self, fact: usize) {
        if self.words.len() <= fact / 64 {
            self.words.resize(fact / 64 + 1, 0);
        }
        if let Some(word) = self.words.get_mut(fact / 64) {
            *word |= 1 << (fact % 64);
        }
    }

    /// Removes a fact.
    pub fn remove(&mut self, fact: usize) {
        if let Some(word) = self.words.get_mut(fact / 64) {
            *word &= !(1 << (fact % 64));
        }
        self.trim();
    }

    /// This set and the fact.
    pub fn with(&self, fact: usize) -> Self {
        let mut set = self.clone();
        set.insert(fact);
        set
    }

    /// This set but for the fact.
    pub fn without(&self, fact: usize) -> Self {
        let mut set = self.clone();
        set.remove(fact);
        set
    }

    /// Whether the fact is in the set.
    pub fn contains(&self, fact: usize) -> bool {
        self.words.get(fact / 64).is_some_and(|word| word >> (fact % 64) & 1 == 1)
    }

    /// How many facts there are.
    pub fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether every fact of this set is in `other`.
    pub fn is_subset(&self, other: &Self) -> bool {
        self.words.len() <= other.words.len() && self.words.iter().zip(&other.words).all(|(a, b)| a & !b == 0)
    }

    /// Whether the sets share no fact.
    pub fn is_disjoint(&self, other: &Self) -> bool {
        self.words.iter().zip(&other.words).all(|(a, b)| a & b == 0)
    }

    /// The facts in both.
    pub fn intersection(&self, other: &Self) -> Self {
        Self { words: self.words.iter().zip(&other.words).map(|(a, b)| a & b).collect() }.trimmed()
    }

    /// The facts in either.
    pub fn union(&self, other: &Self) -> Self {
        let (long, short) = if self.words.len() < other.words.len() { (other, self) } else { (self, other) };
        let mut words = long.words.clone();
        for (word, more) in words.iter_mut().zip(&short.words) {
            *word |= more;
        }
        Self { words }
    }

    /// The facts of this set that are not in `other`.
    pub fn minus(&self, other: &Self) -> Self {
        let mut words = self.words.clone();
        for (word, less) in words.iter_mut().zip(&other.words) {
            *word &= !less;
        }
        Self { words }.trimmed()
    }

    /// The only fact of this set that is not in `other`; `None` when there are none or more.
    pub fn single_outside(&self, other: &Self) -> Option<usize> {
        let mut single = None;
        for (index, word) in self.words.iter().enumerate() {
            let rest = word & !other.words.get(index).copied().unwrap_or(0);
            if rest != 0 {
                if single.is_some() || !rest.is_power_of_two() {
                    return None;
                }
                single = Some(index * 64 + rest.trailing_zeros() as usize);
            }
        }
        single
    }

    /// The facts, ascending.
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

    /// Without empty words at the end, so that equal sets are equal values.
    fn trimmed(mut self) -> Self {
        self.trim();
        self
    }

    fn trim(&mut self) {
        while self.words.last() == Some(&0) {
            self.words.pop();
        }
    }
}

impl FromIterator<usize> for FactSet {
    fn from_iter<I: IntoIterator<Item = usize>>(facts: I) -> Self {
        let mut set = Self::default();
        for fact in facts {
            set.insert(fact);
        }
        set
    }
}

impl PartialOrd for FactSet {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for FactSet {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.len().cmp(&other.len()).then_with(|| self.iter().cmp(other.iter()))
    }
}

impl fmt::Debug for FactSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_sets_are_equal_values_however_they_were_made() {
        let far = FactSet::from_iter([1, 200]);
        assert_eq!(far.without(200), FactSet::from_iter([1]));
        assert_eq!(far.minus(&FactSet::from_iter([200])), FactSet::from_iter([1]));
        assert!(far.without(200).without(1).is_empty());
        assert_eq!(far.single_outside(&FactSet::from_iter([1])), Some(200));
        assert_eq!(far.single_outside(&FactSet::empty()), None);
        assert!(FactSet::from_iter([1]).is_subset(&far) && !far.is_subset(&FactSet::from_iter([1])));
    }

    #[test]
    fn shorter_sets_come_first() {
        let mut sets = [FactSet::from_iter([0, 1]), FactSet::from_iter([70]), FactSet::from_iter([0, 2])];
        sets.sort();
        assert_eq!(sets, [FactSet::from_iter([70]), FactSet::from_iter([0, 1]), FactSet::from_iter([0, 2])]);
    }
}
