//! The pages in a language that nobody reads: what shows plain in it is no message of the catalogue, and what goes wrong in it
//! was made for English.

use super::{PARTIES, Played, agreed, all, every_way, everything, everything_in, full, later, mistaken};
use mediant_words::Language;
use scraper::Html;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const PSEUDO: Language = Language::Pseudo { right_to_left: false };

fn stories() -> [(&'static str, Played); 4] {
    [("empty", Played::empty(&PARTIES)), ("full", full("")), ("later", later()), ("agreed", agreed())]
}

/// What a page is made of beside its words: its elements in order, with what programs read of them.
fn shape(page: &str) -> Vec<String> {
    const READ_BY_PROGRAMS: [&str; 9] =
        ["name", "value", "action", "href", "id", "class", "type", "data-event", "datetime"];
    let document = Html::parse_document(page);
    document
        .select(&all("body, body *"))
        .map(|element| {
            let element = element.value();
            let mut shape = element.name().to_owned();
            for name in &READ_BY_PROGRAMS {
                // What a text begins with, and a letter that is begun, is words.
                let is_text = *name == "value" && element.attr("type") == Some("text");
                let said = |value: &&str| is_text || value.starts_with("mailto:");
                if let Some(value) = element.attr(name).filter(|value| !said(value)) {
                    shape.push_str(&format!(" {name}={value}"));
                }
            }
            shape
        })
        .collect()
}

/// Words alone change: not what a form sends, where a link leads, or what stands where.
#[test]
fn another_language_changes_words_alone() {
    for (story, played) in stories() {
        let (english, pseudo) = (everything(&played), everything_in(&played, PSEUDO));
        assert!(english.keys().eq(pseudo.keys()), "{story}");
        for (place, page) in &english {
            let (one, two) = (shape(page), shape(&pseudo[place]));
            let parts = one.iter().zip(&two).find(|(one, two)| one != two);
            assert!(one.len() == two.len() && parts.is_none(), "{story} {place:?}: {parts:?}");
        }
    }
}

#[test]
fn a_page_says_its_language_and_which_way_it_goes() {
    let direction = |language: Language| {
        let pages = everything_in(&full(""), language);
        let page = Html::parse_document(pages.values().next().unwrap());
        let html = page.select(&all("html")).next().unwrap().value();
        (html.attr("lang").unwrap().to_owned(), html.attr("dir").map(str::to_owned))
    };
    assert_eq!(direction(Language::English), ("en".to_owned(), None));
    assert_eq!(direction(PSEUDO), ("en-XA".to_owned(), None));
    let flipped = Language::Pseudo { right_to_left: true };
    assert_eq!(direction(flipped), ("ar-XB".to_owned(), Some("rtl".to_owned())));
}

/// The plain words of a text, small.
fn plain_words(text: &str) -> Vec<String> {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .filter(|word| word.len() > 1 && word.chars().all(|letter| letter.is_ascii_alphabetic()))
        .map(str::to_lowercase)
        .collect()
}

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

#[expect(clippy::disallowed_methods, reason = "a test reads the sources that it is about")]
fn source(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Words that may show plain: those of crates whose findings come as English.
fn found_in_english() -> BTreeSet<String> {
    let mut files = Vec::new();
    for folder in ["record", "insight", "engine", "model", "reader", "render", "mediate", "attest", "check"] {
        sources(&crates().join(folder).join("src"), &mut files);
    }
    let mut words = BTreeSet::new();
    for file in files {
        // Every second part between quotation marks stands in a literal, but for quotation marks in literals.
        for part in source(&file).split('"') {
            words.extend(plain_words(part));
        }
    }
    words
}

/// Words that were typed or made by the record, and those of days and moments.
fn data(played: &Played) -> BTreeSet<String> {
    let record = serde_json::to_string(&played.log).unwrap();
    let mut words: BTreeSet<String> = plain_words(&record.replace('_', " ")).into_iter().collect();
    words.extend(plain_words(&record));
    let known = "Mon Tue Wed Thu Fri Sat Sun Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec Kyiv time UTC New York Europe \
                 Somebody Carla Nora Nils Nord signed in sign refused Mediant JSON Ctrl Alt Shift Enter Esc ab North South East";
    words.extend(plain_words(known));
    words
}

/// The words of a page that are neither messages nor let be, each with the text that it stands in.
fn plain_on(page: &str, may: impl Fn(&str) -> bool) -> Vec<(String, String)> {
    let document = Html::parse_document(page);
    // The guide's page is built in as it is; files are what they are, and the engine's verdict is English.
    let skipped: BTreeSet<_> = document
        .select(&all("details.what-is-this *, script, style, code, code *, pre, pre *, textarea, datalist *, head *, p.verdict *"))
        .map(|element| element.id())
        .collect();
    let mut plain = Vec::new();
    for element in document.select(&all("body, body *")).filter(|element| !skipped.contains(&element.id())) {
        let own = element.children().filter_map(|child| child.value().as_text().map(|text| text.to_string()));
        let read = ["aria-label", "title", "alt", "placeholder", "data-of"];
        let aloud = read.iter().filter_map(|name| element.value().attr(name)).map(str::to_owned);
        for text in own.chain(aloud) {
            let words = plain_words(&text).into_iter().filter(|word| !may(word));
            plain.extend(words.map(|word| (word, text.clone())));
        }
    }
    plain
}

/// No plain English, but for names, what was typed, and what is found in English.
#[test]
fn no_page_shows_plain_english() {
    let found = found_in_english();
    let mut wrong: BTreeMap<String, String> = BTreeMap::new();
    for (story, played) in stories() {
        let data = data(&played);
        for ((at, path), page) in everything_in(&played, PSEUDO) {
            for (word, text) in plain_on(&page, |word| data.contains(word) || found.contains(word)) {
                wrong.entry(word).or_insert_with(|| format!("{story} {at}{path}: {text}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Of mediations and briefs, whatever they say: there nothing is found in English.
#[test]
fn mediations_and_briefs_show_no_plain_english_whatever_they_say() {
    let mut wrong: BTreeMap<String, String> = BTreeMap::new();
    for (what, played, page) in every_way::pages(PSEUDO) {
        let data = data(&played);
        for (word, text) in plain_on(&page, |word| data.contains(word)) {
            wrong.entry(word).or_insert_with(|| format!("{what}: {text}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What a form is told that cannot be read: it comes back in its reader's language, with what was typed as it was typed.
#[test]
fn a_form_that_cannot_be_read_comes_back_without_plain_english() {
    let (mut wrong, mut tried): (BTreeMap<String, String>, usize) = (BTreeMap::new(), 0);
    let found = found_in_english();
    let typed: BTreeSet<String> = TYPED.iter().flat_map(|text| plain_words(text)).collect();
    for (_, played) in stories() {
        let data = data(&played);
        for (what, page) in mistaken::unread(&played, &TYPED, PSEUDO) {
            tried += 1;
            let may = |word: &str| data.contains(word) || typed.contains(word) || found.contains(word);
            for (word, text) in plain_on(&page, may) {
                wrong.entry(word).or_insert_with(|| format!("{what}: {text}"));
            }
            let document = Html::parse_document(&page);
            // What is said of the form is told without any leave.
            for said in document.select(&all("[data-part=problem] p, p.fault")) {
                let text: String = said.text().collect();
                for word in plain_words(&text) {
                    if !data.contains(&word) && !typed.contains(&word) {
                        wrong.entry(word).or_insert_with(|| format!("{what}: {text}"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty() && tried > 100, "{tried} forms: {wrong:#?}");
}

/// What is typed where something else is asked for.
const TYPED: [&str; 5] = ["12,5x", "1,500", "30 February 2025", "5/6/2025", "( zz"];
