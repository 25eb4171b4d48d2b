//! A reader of short written forms, from left to right.

/// What is left of a text. Every method either takes something and moves on, or takes nothing and stays.
#[derive(Debug, Clone, Copy)]
pub struct Scan<'t> {
    whole: &'t str,
    rest: &'t str,
}

impl<'t> Scan<'t> {
    /// At the beginning of a text.
    pub fn new(text: &'t str) -> Self {
        Self { whole: text, rest: text }
    }

    /// Bytes taken so far.
    pub fn taken(&self) -> usize {
        self.whole.len() - self.rest.len()
    }

    /// What is left.
    pub fn rest(&self) -> &'t str {
        self.rest
    }

    /// Passes white space over, and says whether there was any.
    pub fn spaces(&mut self) -> bool {
        let rest = self.rest.trim_start();
        let any = rest.len() < self.rest.len();
        self.rest = rest;
        any
    }

    /// Takes one of these characters.
    pub fn one_of(&mut self, characters: &[char]) -> bool {
        let taken = self.rest.strip_prefix(characters);
        self.rest = taken.unwrap_or(self.rest);
        taken.is_some()
    }

    /// Takes a whole word of letters, as it stands.
    pub fn word(&mut self) -> Option<&'t str> {
        let end = self.rest.find(|c: char| !c.is_alphabetic()).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        (!word.is_empty()).then(|| {
            self.rest = rest;
            word
        })
    }

    /// Takes this word, in capitals or not.
    pub fn the_word(&mut self, wanted: &str) -> bool {
        let mut ahead = *self;
        let found = ahead.word().is_some_and(|word| word.eq_ignore_ascii_case(wanted));
        if found {
            *self = ahead;
        }
        found
    }

    /// Takes a number of so many digits, with no digit behind it.
    pub fn number(&mut self, digits: std::ops::RangeInclusive<usize>) -> Option<i16> {
        let end = self.rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(self.rest.len());
        let (number, rest) = self.rest.split_at(end);
        let value = digits.contains(&number.len()).then(|| number.parse().ok()).flatten()?;
        self.rest = rest;
        Some(value)
    }
}
