//! When two names name one person, and ids made of names.

use std::collections::BTreeSet;

/// Whether two names are one person's: the same, a surname of the fuller one, or a spelling of it.
///
/// As many words, each the same but for a letter (two in a long word), the first letters equal: `Andrii Sybiha`, `Andriy Sybiga`.
pub fn person(one: &str, other: &str) -> bool {
    let (one, other) = (folded(one), folded(other));
    let (one, other): (Vec<&str>, Vec<&str>) = (one.split(' ').collect(), other.split(' ').collect());
    let (short, long) = if one.len() <= other.len() { (&one, &other) } else { (&other, &one) };
    if short.len() < long.len() {
        return long.ends_with(short);
    }
    short.len() > 1 && short.iter().zip(long).all(|(a, b)| is_spelling(a, b)) || short == long
}

fn is_spelling(one: &str, other: &str) -> bool {
    let shorter = one.chars().count().min(other.chars().count());
    let allowed = match shorter {
        0..=3 => 0,
        4..=6 => 1,
        _ => 2,
    };
    one.chars().next() == other.chars().next() && strsim::levenshtein(one, other) <= allowed
}

/// In lower case, without the marks on Latin letters, spaces and hyphens alike.
pub fn folded(name: &str) -> String {
    let mut folded = String::new();
    for letter in name.chars().flat_map(char::to_lowercase) {
        match letter {
            'à'..='å' | 'ā' | 'ă' | 'ą' => folded.push('a'),
            'ç' | 'ć' | 'č' => folded.push('c'),
            'ď' | 'đ' => folded.push('d'),
            'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => folded.push('e'),
            'ì'..='ï' | 'ī' | 'į' | 'ı' => folded.push('i'),
            'ğ' | 'ģ' => folded.push('g'),
            'ł' | 'ļ' => folded.push('l'),
            'ñ' | 'ń' | 'ň' | 'ņ' => folded.push('n'),
            'ò'..='ö' | 'ø' | 'ō' | 'ő' => folded.push('o'),
            'ř' => folded.push('r'),
            'ś' | 'š' | 'ş' | 'ș' => folded.push('s'),
            'ß' => folded.push_str("ss"),
            'ť' | 'ţ' | 'ț' => folded.push('t'),
            'ù'..='ü' | 'ū' | 'ů' | 'ű' | 'ų' => folded.push('u'),
            'ý' | 'ÿ' => folded.push('y'),
            'ź' | 'ž' | 'ż' => folded.push('z'),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            '\u{300}'..='\u{36f}' => {}
            letter if letter.is_whitespace() || letter == '-' || letter == '‑' => folded.push(' '),
            letter => folded.push(letter),
        }
    }
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An id made of words: letters and digits, `_` between, none that is taken. `else_` where nothing is left.
pub fn id(words: &str, else_: &str, taken: &BTreeSet<String>) -> String {
    let mut id = String::new();
    for letter in folded(words).chars().take(60) {
        match letter {
            'a'..='z' | '0'..='9' => id.push(letter),
            _ if id.ends_with('_') || id.is_empty() => {}
            '’' | '\'' => {}
            _ => id.push('_'),
        }
    }
    let id = id.trim_end_matches('_');
    let id = if id.is_empty() { else_ } else { id };
    if !taken.contains(id) {
        return id.to_owned();
    }
    // Fewer names are taken than there are numbers.
    (2u64..).map(|number| format!("{id}_{number}")).find(|id| !taken.contains(id)).unwrap_or_default()
}
