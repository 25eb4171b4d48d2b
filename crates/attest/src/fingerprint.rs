//! A key as twelve words, to be read to each other over another channel.
//!
//! The words are the English list of BIP-39: 2,048 words of which no two begin with the same four letters. Each stands for
//! eleven bits, so twelve carry 132 bits of a key's id. `words.txt` is the list as the crate `bip39` 3.0 has it, which is
//! in the public domain (CC0-1.0).

use crate::Digest;

const LIST: &str = include_str!("words.txt");

/// How many words a fingerprint has.
pub const WORDS: usize = 12;

/// Bits that a word stands for.
const BITS: usize = 11;

/// The twelve words of a key's id: its first 132 bits, eleven to a word, the most significant first.
pub fn words(id: &Digest) -> String {
    let list: Vec<&str> = LIST.lines().collect();
    let bit = |at: usize| id.0.get(at / 8).is_some_and(|byte| byte >> (7 - at % 8) & 1 == 1);
    let index = |word: usize| (0..BITS).fold(0, |index, at| index << 1 | usize::from(bit(word * BITS + at)));
    let words: Vec<&str> =
        (0..WORDS).map(|word| list.get(index(word)).copied().unwrap_or_default()).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_the_one_of_bip_39() {
        assert_eq!(LIST.lines().count(), 1 << BITS);
        assert_eq!(
            Digest::from_content(LIST.as_bytes()).to_string(),
            "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda"
        );
    }

    #[test]
    fn the_words_are_the_first_bits() {
        assert_eq!(words(&Digest([0; 32])), ["abandon"; 12].join(" "));
        assert_eq!(words(&Digest([255; 32])), ["zoo"; 12].join(" "));
        // The first eight words of BIP-39's own vector for 0x7f7f…: from the ninth on, its checksum would differ.
        assert_eq!(
            words(&Digest([0x7f; 32])),
            "legal winner thank year wave sausage worth useful legal winner thank year"
        );
        let mut one = [0; 32];
        one[16] = 0x10;
        assert_ne!(words(&Digest(one)), words(&Digest([0; 32])), "bit 131 counts");
        one[16] = 0x08;
        assert_eq!(words(&Digest(one)), words(&Digest([0; 32])), "bit 132 does not");
    }
}
