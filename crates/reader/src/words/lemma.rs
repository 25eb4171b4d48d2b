//! Base forms of words: `said` is `say`, `ministers` is `minister`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    verbs: BTreeMap<String, Vec<String>>,
    nouns: BTreeMap<String, Vec<String>>,
}

/// Irregular forms and their base forms.
struct Irregular {
    verbs: BTreeMap<String, String>,
    nouns: BTreeMap<String, String>,
}

fn irregular() -> &'static Irregular {
    static LISTS: OnceLock<Irregular> = OnceLock::new();
    #[allow(clippy::expect_used, reason = "a file in this crate that every test reads")]
    LISTS.get_or_init(|| {
        let lists: Lists = toml::from_str(include_str!("../../data/irregular.toml"))
            .expect("the crate's own lists can be read");
        let turned = |list: BTreeMap<String, Vec<String>>| {
            let pairs = list
                .into_iter()
                .flat_map(|(base, forms)| forms.into_iter().map(move |form| (form, base.clone())));
            pairs.collect()
        };
        Irregular { verbs: turned(lists.verbs), nouns: turned(lists.nouns) }
    })
}

/// The base form of a word with this tag, in lower case. Names (`NNP`) keep theirs, in lower case. By rule where
/// `data/irregular.toml` has nothing: a rare form may come out wrong, which costs what is found by the word and nothing else.
///
/// ```
/// use mediant_reader::words::lemma::lemma;
///
/// assert_eq!(lemma("said", "VBD"), "say");
/// assert_eq!(lemma("parties", "NNS"), "party");
/// assert_eq!(lemma("refusing", "VBG"), "refuse");
/// assert_eq!(lemma("stopped", "VBD"), "stop");
/// assert_eq!(lemma("negotiated", "VBN"), "negotiate");
/// assert_eq!(lemma("left", "JJ"), "left");
/// ```
pub fn lemma(word: &str, tag: &str) -> String {
    let lower = word.to_lowercase();
    if tag.starts_with("VB") || tag == "MD" {
        return irregular().verbs.get(&lower).cloned().unwrap_or_else(|| verb(&lower, tag));
    }
    if tag == "NNS" {
        return irregular().nouns.get(&lower).cloned().unwrap_or_else(|| plural(&lower));
    }
    lower
}

fn verb(word: &str, tag: &str) -> String {
    match tag {
        "VBZ" => plural(word),
        "VBD" | "VBN" => ending(word, "ed"),
        "VBG" => ending(word, "ing"),
        _ => word.to_owned(),
    }
}

fn plural(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    for ending in ["sses", "shes", "ches", "xes", "zes"] {
        if word.ends_with(ending) {
            return word[..word.len() - 2].to_owned();
        }
    }
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 1 && !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
        _ => word.to_owned(),
    }
}

/// Takes `ed` or `ing` off: `tried`, `stopped`, `moving`.
fn ending(word: &str, ending: &str) -> String {
    let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.chars().any(|c| "aeiouy".contains(c)))
    else {
        return word.to_owned();
    };
    if let Some(stem) = stem.strip_suffix('i').filter(|_| ending == "ed") {
        return format!("{stem}y");
    }
    let letters: Vec<char> = stem.chars().collect();
    let is_vowel = |c: char| "aeiou".contains(c);
    match letters[..] {
        // `stopp`, `plann`; but `call`, `miss` and the like are in the list or end so by nature.
        [.., a, b] if a == b && !"lsfz".contains(a) => letters[..letters.len() - 1].iter().collect(),
        // `refus`, `mov`, `argu`, `declar`, `propos`: one vowel and one of these letters.
        [.., v, c] if is_vowel(v) && "sczvu".contains(c) => format!("{stem}e"),
        [.., a, v, c] if is_vowel(v) && !is_vowel(a) && c == 'r' && v != 'e' => format!("{stem}e"),
        [.., a, v, c]
            if is_vowel(v)
                && !is_vowel(a)
                && matches!(
                    (v, c),
                    ('a' | 'u', 't' | 'd' | 'g' | 'm') | ('i', 'd' | 'n' | 'm') | ('o', 'k' | 'p')
                ) =>
        {
            format!("{stem}e")
        }
        // `negotiat`, `evaluat`; but `treat`.
        [.., 'i' | 'u', 'a', 't'] => format!("{stem}e"),
        // `settl`, `enabl`; `chang`, `forc`, `solv`, `clos`.
        [.., a, 'l'] if "tbdgp".contains(a) => format!("{stem}e"),
        [.., 'n' | 'r' | 'd', 'g' | 'c'] | [.., 'n', 's'] | [.., 'l' | 'r', 'v'] | [.., 'r', 's'] => {
            format!("{stem}e")
        }
        _ => stem.to_owned(),
    }
}
