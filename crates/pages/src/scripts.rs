//! The scripts of a page, each with the sentences that it says.
//!
//! A script says what happens after a page was served: that something is new, that a draft was kept. Its sentences stand in the
//! catalogue like all others and go along in the script's own element; it puts what it alone knows in the places `{0}`, `{1}`.

use crate::assets;
use maud::{Markup, html};
use mediant_words::{Language, Speaks, say};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A script that a page asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// Keeps every page up to date.
    Desk,
    /// Copies links, and takes files.
    Begin,
    /// Keeps drafts of forms, and orders options.
    Brief,
    /// Makes and uses passkeys.
    Keys,
    /// Decides on suggestions of reports.
    Reports,
}

/// A sentence, by the name under which the script has it.
type Says = BTreeMap<&'static str, Cow<'static, str>>;

impl Script {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Desk, Self::Begin, Self::Brief, Self::Keys, Self::Reports];

    /// The file.
    pub fn file(self) -> &'static str {
        match self {
            Self::Desk => "desk.js",
            Self::Begin => "begin.js",
            Self::Brief => "brief.js",
            Self::Keys => "keys.js",
            Self::Reports => "reports.js",
        }
    }

    /// Its element.
    pub fn element(self, speaks: &impl Speaks) -> Markup {
        let says = self.says(speaks.language());
        html! {
            script type="module" src=(assets::path(self.file()))
                data-says=[(!says.is_empty()).then(|| serde_json::json!(says))] {}
        }
    }

    /// What it says in a language.
    fn says(self, language: Language) -> Says {
        match self {
            Self::Desk => desk(language),
            Self::Begin => Says::new(),
            Self::Brief => brief(language),
            Self::Keys => keys(language),
            Self::Reports => reports(language),
        }
    }
}

fn desk(language: Language) -> Says {
    BTreeMap::from([
        ("there-is-something-new", say!(language, scripts.there_is_something_new)),
        ("new-on-this-page", say!(language, scripts.new_on_this_page, what = "{0}")),
        (
            "new-on-this-page-and-more",
            say!(language, scripts.new_on_this_page_and_more, what = "{0}", count = "{1}"),
        ),
        ("there-may-be-a-result", say!(language, scripts.there_may_be_a_result)),
        ("show", say!(language, scripts.show)),
        ("show-what-is-new", say!(language, scripts.show_what_is_new)),
    ])
}

fn brief(language: Language) -> Says {
    BTreeMap::from([
        ("changed-in-another-window", say!(language, scripts.changed_in_another_window)),
        ("not-kept", say!(language, scripts.not_kept)),
        ("not-kept-no-answer", say!(language, scripts.not_kept_no_answer)),
        ("kept-for-you-alone", say!(language, scripts.kept_for_you_alone, time = "{0}")),
        ("place-of", say!(language, scripts.place_of, option = "{0}", place = "{1}", count = "{2}")),
        ("slider", say!(language, scripts.slider, field = "{0}")),
    ])
}

fn keys(language: Language) -> Says {
    BTreeMap::from([
        ("the-browser-asks-now", say!(language, scripts.the_browser_asks_now)),
        ("no-passkey-was-made", say!(language, scripts.no_passkey_was_made)),
        ("nothing-was-signed", say!(language, scripts.nothing_was_signed)),
        ("you-are-not-signed-in", say!(language, scripts.you_are_not_signed_in)),
        ("not-confirmed", say!(language, scripts.not_confirmed)),
        ("there-is-one-already", say!(language, scripts.there_is_one_already)),
        ("keys-of-another-kind", say!(language, scripts.keys_of_another_kind)),
        ("no-challenge-now", say!(language, scripts.no_challenge_now)),
        ("choose-the-envelope", say!(language, scripts.choose_the_envelope)),
    ])
}

fn reports(language: Language) -> Says {
    BTreeMap::from([
        ("nothing-was-decided", say!(language, scripts.nothing_was_decided)),
        ("nothing-open-in-sight", say!(language, scripts.nothing_open_in_sight)),
        ("this-one-is-decided", say!(language, scripts.this_one_is_decided)),
        ("nothing-to-undo", say!(language, scripts.nothing_to_undo)),
        ("too-large", say!(language, scripts.too_large, file = "{0}")),
        ("text-is-above", say!(language, scripts.text_is_above, file = "{0}")),
        ("read-when-you-add-it", say!(language, scripts.read_when_you_add_it, file = "{0}")),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// Each script is given the sentences that it says, and no other; none says words of its own.
    #[test]
    fn a_script_says_what_it_is_given() {
        for script in Script::ALL {
            let source = assets::ASSETS.iter().find(|asset| asset.name == script.file()).unwrap().content;
            let said: BTreeSet<&str> =
                source.split("says(\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
            let given: BTreeSet<&str> = script.says(Language::English).into_keys().collect();
            assert_eq!(said, given, "{script:?}");
            // What is written between quotes and reads like a sentence: a capital letter, and several words.
            let of_its_own =
                source.lines().filter(|line| !line.trim_start().starts_with("//")).flat_map(quoted);
            let of_its_own: Vec<&str> = of_its_own.filter(|text| is_sentence(text)).collect();
            assert_eq!(of_its_own, Vec::<&str>::new(), "{script:?}");
        }
    }

    /// The pieces of a line between double quotes, or between backticks.
    fn quoted(line: &str) -> Vec<&str> {
        ['"', '`'].into_iter().flat_map(|mark| line.split(mark).skip(1).step_by(2)).collect()
    }

    fn is_sentence(text: &str) -> bool {
        text.starts_with(|c: char| c.is_ascii_uppercase()) && text.contains(' ')
    }
}
