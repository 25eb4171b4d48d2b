//! Whether a text repeats another: by runs of words, not by letters.
//!
//! Five words in a row that are the same are taken for a repetition, whatever stands between and around them: case, marks,
//! white space, accents written in one character or two, characters that nobody sees. A text of fewer words is repeated by a
//! text that is the same as a whole, and by no other: else a party that tells a word could keep that word from everybody.
//! Scripts without spaces between words count two characters for a word.

use crate::unseen::is_unseen;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

/// So much makes a run: five words of two, or ten characters of a script without spaces.
const RUN: usize = 10;

/// A text as its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotable(Vec<String>);

impl Quotable {
    /// The words of a text.
    pub fn new(text: &str) -> Self {
        let mut words = Vec::new();
        let mut word = String::new();
        for character in text.nfkc().flat_map(char::to_lowercase) {
            if is_unseen(character) || matches!(character, '\'' | '’') {
                continue;
            }
            let is_word = character.is_alphanumeric();
            if !word.is_empty() && (!is_word || stands_alone(character)) {
                words.push(std::mem::take(&mut word));
            }
            if stands_alone(character) {
                words.push(character.to_string());
            } else if is_word {
                word.push(character);
            }
        }
        if !word.is_empty() {
            words.push(word);
        }
        Self(words)
    }

    /// The words of this text that repeat the other one; `None` where none do.
    pub fn repeats(&self, other: &Self) -> Option<String> {
        if other.0.is_empty() {
            return None;
        }
        if weight(&other.0) < RUN {
            return (self.0 == other.0).then(|| self.0.join(" "));
        }
        let told: BTreeSet<&[String]> = runs(&other.0).collect();
        runs(&self.0).find(|run| told.contains(run)).map(|run| run.join(" "))
    }

    /// Whether the words stand in this text one after the other.
    pub fn holds(&self, words: &Self) -> bool {
        !words.0.is_empty() && self.0.windows(words.0.len()).any(|window| window == words.0)
    }
}

/// From each word on, the shortest run that is long enough. Two texts that have a longer run in common have this one in common.
fn runs(words: &[String]) -> impl Iterator<Item = &[String]> {
    (0..words.len()).filter_map(|from| {
        let rest = words.get(from..)?;
        let mut so_far = 0;
        let length = rest.iter().position(|word| {
            so_far += weight_of(word);
            so_far >= RUN
        })?;
        rest.get(..=length)
    })
}

fn weight(words: &[String]) -> usize {
    words.iter().map(|word| weight_of(word)).sum()
}

fn weight_of(word: &str) -> usize {
    if word.chars().all(stands_alone) { 1 } else { 2 }
}

/// Characters of scripts that put no spaces between words: Thai to Burmese and Khmer, kana, Han.
fn stands_alone(character: char) -> bool {
    matches!(u32::from(character), 0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x3040..=0x30ff | 0x3400..=0x4dbf
        | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x2_0000..=0x3_ffff)
        && character.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repeats(text: &str, told: &str) -> bool {
        Quotable::new(text).repeats(&Quotable::new(told)).is_some()
    }

    #[test]
    fn a_run_of_words_is_found_however_it_is_written() {
        let told = "We would take two percent if the noise stops at midnight";
        for text in [
            told,
            "WE WOULD TAKE  TWO\npercent, if the noise stops",
            "They say: «take two percent – if the…» and more",
            "we wo\u{200b}uld ta\u{ad}ke two percent if",
            "Ｗe would take two percent",
        ] {
            assert!(repeats(text, told), "{text}");
        }
        for text in ["two percent if the", "We could take three percent if the noise ends", "", "midnight"] {
            assert!(!repeats(text, told), "{text}");
        }
        assert!(repeats("le cafe\u{301} ne ferme pas avant minuit", "Le café ne ferme pas"));
    }

    #[test]
    fn few_words_are_repeated_by_the_same_text_alone() {
        for told in ["e", "two percent", "on the other hand", "…", ""] {
            assert!(!repeats("On the other hand, two percent is more than we expected", told), "{told}");
        }
        assert!(repeats("Two percent!", "two percent"));
    }

    #[test]
    fn a_script_without_spaces_counts_characters() {
        let told = "夜十时以后机器停下来我们可以接受百分之二";
        assert!(repeats("他们说夜十时以后机器停下来也行", told));
        assert!(!repeats("夜十时以后我们再谈", told));
    }
}
