//! Sentences, words and base forms.

use mediant_reader::report::Excerpt;
use mediant_reader::words::{sentences, tokens};

fn cut(text: &str) -> Vec<&str> {
    sentences::split(Excerpt::whole(text)).iter().map(|part| part.as_str()).collect()
}

fn words(text: &str) -> Vec<&str> {
    tokens::split(Excerpt::whole(text)).iter().map(|word| word.as_str()).collect()
}

#[test]
fn full_stops_that_end_nothing() {
    for whole in [
        "Lt. Gen. A. B. Hald of the U.S. Army spoke for 3.5 hours.",
        "“Will they sign?” the envoy asked.",
        "The U.N. envoy, Dr. Ost, left at 9 a.m. for Bern.",
        "See Art. 4, No. 12 of the treaty of Jan. 5.",
        "Norland Corp. officials, i.e. its board, agreed…but not today.",
    ] {
        assert_eq!(cut(whole), [whole]);
    }
}

#[test]
fn full_stops_that_end_a_sentence() {
    assert_eq!(cut("They met in the U.S. The talks failed."), ["They met in the U.S.", "The talks failed."]);
    assert_eq!(cut("He said: “No.” She left. Why?"), ["He said: “No.”", "She left.", "Why?"]);
    assert_eq!(cut("They left at 9 a.m. But nobody came!"), ["They left at 9 a.m.", "But nobody came!"]);
    assert_eq!(cut("(It rained.) They\nsigned."), ["(It rained.)", "They\nsigned."]);
    assert_eq!(cut("no stop at all"), ["no stop at all"]);
}

#[test]
fn words_are_cut_as_the_treebank_does() {
    assert_eq!(
        words("We can't, and won't, cannot."),
        ["We", "ca", "n't", ",", "and", "wo", "n't", ",", "can", "not", "."]
    );
    assert_eq!(
        words("the parties' non-binding cease-fire"),
        ["the", "parties", "'", "non-binding", "cease", "-", "fire"]
    );
    assert_eq!(
        words("“It’s over”—so he’d said…"),
        ["“", "It", "’s", "over", "”", "—", "so", "he", "’d", "said", "…"]
    );
    assert_eq!(words("$5m, 40% (or £3.20)"), ["$", "5", "m", ",", "40", "%", "(", "or", "£", "3.20", ")"]);
    assert_eq!(
        words("See www.example.org/a-b or a.b@example.org."),
        ["See", "www.example.org/a-b", "or", "a.b@example.org", "."]
    );
}
