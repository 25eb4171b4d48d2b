//! English with its letters changed, so that whoever looks at a page sees which words of it are messages.

/// The words with an accent on every letter, and every vowel twice: English has two vowels in five letters, so that a sentence
/// grows by a good third.
pub(crate) fn worded(words: &str) -> String {
    let mut worded = String::with_capacity(words.len() * 2);
    for letter in words.chars() {
        let accented = accented(letter);
        worded.push(accented);
        if matches!(letter.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u') {
            worded.extend(accented.to_lowercase());
        }
    }
    worded
}

fn accented(letter: char) -> char {
    const PLAIN: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const ACCENTED: &str = "áƀçđéƒǧĥíĵķĺɱñóṕɋŕšťúṽŵẋýžÁƁÇĐÉƑǦĤÍĴĶĹṀÑÓṔɊŔŠŤÚṼŴẊÝŽ";
    let at = PLAIN.chars().position(|plain| plain == letter);
    at.and_then(|at| ACCENTED.chars().nth(at)).unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_letter_stays_plain_and_all_else_stays(words in "\\PC{0,40}") {
            let worded = worded(&words);
            prop_assert!(!worded.chars().any(|letter| letter.is_ascii_alphabetic()));
            let rest = |text: &str| text.chars().filter(|letter| !letter.is_alphabetic()).collect::<String>();
            prop_assert_eq!(rest(&worded), rest(&words));
        }
    }

    #[test]
    fn a_sentence_is_a_third_longer() {
        let words = "From then on whoever has the link can come in by it, and reads what your party reads.";
        let (before, after) = (words.chars().count(), worded(words).chars().count());
        assert!(after * 4 >= before * 5 && after * 2 <= before * 3, "{before} → {after}");
    }
}
