//! Names and passwords as they count, however a keyboard puts their characters together (RFC 8265).
//!
//! Names follow its profile UsernameCasePreserved: wide and narrow forms become the usual ones, and the whole is put into normal
//! form C; spaces are taken between words, which that profile leaves to applications. Passwords follow OpaqueString: every
//! space is a plain one, normal form C, and nothing else is changed.

use mediant_record::unseen::is_unseen;
use unicode_normalization::UnicodeNormalization;

/// A name in the form in which it is kept.
pub(super) fn name(typed: &str) -> String {
    let usual = typed.chars().flat_map(|character| {
        let is_wide_or_narrow = matches!(u32::from(character), 0xff00..=0xffef | 0x3000);
        let usual: Vec<char> =
            if is_wide_or_narrow { character.to_string().nfkc().collect() } else { vec![character] };
        usual
    });
    usual.nfc().map(spaced).collect::<String>().trim().to_owned()
}

/// A password in the form in which it is hashed.
pub(super) fn password(typed: &str) -> String {
    typed.chars().map(spaced).nfc().collect()
}

/// A plain space for every space.
fn spaced(character: char) -> char {
    if character.is_whitespace() && !character.is_control() { ' ' } else { character }
}

/// What is wrong with a name, where it could be taken for another one.
pub(super) fn deceives(name: &str) -> Option<String> {
    if let Some(unseen) = name.chars().find(|character| is_unseen(*character)) {
        return Some(format!("this name holds U+{:04X}, which nobody sees", u32::from(unseen)));
    }
    let mixed = name.split(|character: char| !character.is_alphabetic()).find(|word| is_mixed(word));
    mixed.map(|word| format!("the word “{word}” mixes letters of two alphabets, which look alike"))
}

/// Whether a word holds letters of two of the alphabets that share their shapes.
fn is_mixed(word: &str) -> bool {
    let mut alphabets = word.chars().filter_map(alphabet);
    let first = alphabets.next();
    alphabets.any(|next| Some(next) != first)
}

/// Latin, Greek or Cyrillic; other scripts do not look like these.
fn alphabet(character: char) -> Option<u8> {
    match u32::from(character) {
        0x41..=0x5a | 0x61..=0x7a | 0xc0..=0x24f | 0x1e00..=0x1eff | 0x2c60..=0x2c7f | 0xa720..=0xa7ff => {
            Some(0)
        }
        0x370..=0x3ff | 0x1f00..=0x1fff => Some(1),
        0x400..=0x52f | 0x1c80..=0x1c8f | 0x2de0..=0x2dff | 0xa640..=0xa69f => Some(2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_same_however_it_is_typed() {
        for (typed, kept) in [
            ("Ame\u{301}lie", "Amélie"),
            ("  Ａｍｅｌｉｅ\u{3000}Ｂ ", "Amelie B"),
            ("Ａme\u{a0}lie", "Ame lie"),
            ("Ольга", "Ольга"),
        ] {
            assert_eq!(name(typed), kept);
        }
        assert_eq!(password("ge\u{308}heim  \u{a0}\u{2003}Ａ"), "gëheim    Ａ");
    }

    #[test]
    fn a_name_that_could_be_taken_for_another_deceives() {
        for bad in [
            "medi\u{430}tor",
            "mediator\u{200b}",
            "\u{202e}rotaidem",
            "mediator\u{ad}",
            "Ο\u{200d}lga",
            "Αnna",
            "a\u{e0061}",
        ] {
            assert!(deceives(bad).is_some(), "{bad:?}");
        }
        for good in ["mediator", "Ольга Smith", "Müller-Lüdenscheidt", "Ελένη", "נועה", "李雷 2", "O'Brien"]
        {
            assert_eq!(deceives(good), None, "{good}");
        }
    }
}
