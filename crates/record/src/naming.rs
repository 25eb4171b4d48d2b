//! Ids that come from names, so that nobody has to make one up.
//!
//! An id is what briefs, brackets and addresses write for something. It is made of the letters and digits of the name, in whatever
//! script, in small letters, with a hyphen between words. The same name gives the same id; where that is somebody else's already, a number
//! tells the two apart. An id is read by whoever reads what it is of, so it must not depend on what they may not know: `taken` says what
//! *they* know.

use crate::unseen::is_unseen;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Characters in an id at most, before the number that tells it apart.
pub const ID_MAX: usize = 60;

/// The id for something of this name that none of its readers knows for something else.
///
/// `kind` stands for a name without a letter or digit, such as `issue`. Costs one look at `taken` for each id that is taken.
///
/// ```
/// use mediant_record::naming::id_for;
///
/// assert_eq!(id_for("Upper gardens (north)", "party", |_| false), "upper-gardens-north");
/// assert_eq!(id_for("Верхні сади", "party", |_| false), "верхні-сади");
/// assert_eq!(id_for("Water", "issue", |id| id == "water"), "water-2");
/// assert_eq!(id_for("…", "issue", |_| false), "issue");
/// ```
pub fn id_for(name: &str, kind: &str, taken: impl Fn(&str) -> bool) -> String {
    let plain = plain(name);
    let first = if plain.is_empty() { kind.to_owned() } else { plain };
    if !taken(&first) {
        return first;
    }
    let numbered = (2_u64..).map(|number| format!("{first}-{number}"));
    numbered.into_iter().find(|id| !taken(id)).unwrap_or(first)
}

/// The letters and digits of a name in small letters, with one hyphen for whatever stands between them.
fn plain(name: &str) -> String {
    let mut id = String::new();
    let mut count = 0;
    let mut between = false;
    // Small letters of some letters are put together anew.
    let small: String = name.nfc().flat_map(char::to_lowercase).nfc().filter(|c| !is_unseen(*c)).collect();
    for character in small.chars() {
        let stands =
            character.is_alphanumeric() || (is_combining_mark(character) && !between && !id.is_empty());
        if !stands {
            between = true;
            continue;
        }
        let hyphen = between && !id.is_empty();
        count += 1 + usize::from(hyphen);
        if count > ID_MAX {
            break;
        }
        if hyphen {
            id.push('-');
        }
        id.push(character);
        between = false;
    }
    id
}
