//! The words of a clause, with what is not agreed in brackets.
//!
//! `Workers are hired at [two to one|Union] [one to one|SportCo].` has two brackets, each with who asks for it.
//! Brackets do not nest. `\[`, `\]`, `\|` and `\\` stand for the characters themselves; `|` needs that only in brackets.

/// A stretch of a clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// Words that nobody disputes.
    Plain(String),
    /// Words that are not agreed.
    Bracket {
        /// The words.
        words: String,
        /// Who asks for them, as written.
        by: Vec<String>,
    },
}

/// A bracket that does not close, or closes what was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BracketError {
    /// `[` without `]`, at this character, from 1.
    NotClosed(usize),
    /// `]` without `[`, at this character, from 1.
    NotOpened(usize),
    /// `[` within a bracket, at this character, from 1.
    Nested(usize),
}

impl std::fmt::Display for BracketError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotClosed(at) => write!(f, "the bracket opened at character {at} is not closed"),
            Self::NotOpened(at) => write!(f, "`]` at character {at} closes no bracket"),
            Self::Nested(at) => write!(f, "`[` at character {at} opens a bracket within a bracket"),
        }
    }
}

/// The stretches of a clause's text, in order; none is empty.
///
/// # Errors
/// Brackets that do not match.
pub fn stretches(text: &str) -> Result<Vec<Stretch>, BracketError> {
    let mut found = Vec::new();
    let mut plain = String::new();
    // The words of the open bracket, its authors once a bar was seen, and where it opened.
    let mut open: Option<(String, Option<Vec<String>>, usize)> = None;
    let mut characters = text.chars().zip(1..);
    while let Some((character, at)) = characters.next() {
        let literal = character == '\\';
        let character = match literal.then(|| characters.next()) {
            Some(Some((escaped @ ('[' | ']' | '|' | '\\'), _))) => escaped,
            // A backslash before anything else is a backslash.
            Some(Some((other, _))) => {
                target(&mut plain, &mut open).push('\\');
                target(&mut plain, &mut open).push(other);
                continue;
            }
            Some(None) => {
                target(&mut plain, &mut open).push('\\');
                continue;
            }
            None => character,
        };
        match (character, literal) {
            ('[', false) if open.is_some() => return Err(BracketError::Nested(at)),
            ('[', false) => {
                if !plain.is_empty() {
                    found.push(Stretch::Plain(std::mem::take(&mut plain)));
                }
                open = Some((String::new(), None, at));
            }
            (']', false) => {
                let Some((words, by, _)) = open.take() else { return Err(BracketError::NotOpened(at)) };
                let by = by.unwrap_or_default();
                let by = by.iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
                found.push(Stretch::Bracket { words, by: by.collect() });
            }
            ('|', false) if open.is_some() => {
                if let Some((_, by, _)) = &mut open {
                    by.get_or_insert_with(Vec::new).push(String::new());
                }
            }
            (',', false) if matches!(open, Some((_, Some(_), _))) => {
                if let Some((_, Some(by), _)) = &mut open {
                    by.push(String::new());
                }
            }
            _ => target(&mut plain, &mut open).push(character),
        }
    }
    match open {
        Some((_, _, at)) => Err(BracketError::NotClosed(at)),
        None => {
            if !plain.is_empty() {
                found.push(Stretch::Plain(plain));
            }
            Ok(found)
        }
    }
}

/// Where the next character goes: into the plain words, the bracket's words, or its last author.
fn target<'a>(
    plain: &'a mut String,
    open: &'a mut Option<(String, Option<Vec<String>>, usize)>,
) -> &'a mut String {
    match open {
        None => plain,
        Some((words, None, _)) => words,
        Some((words, Some(by), _)) => by.last_mut().unwrap_or(words),
    }
}

/// The text of these stretches; [`stretches`] reads it back.
pub fn text(stretches: &[Stretch]) -> String {
    let escaped = |words: &str, special: &[char]| {
        let escape = |c: char| {
            let needs = special.contains(&c);
            needs.then_some('\\').into_iter().chain(std::iter::once(c))
        };
        words.chars().flat_map(escape).collect::<String>()
    };
    let mut text = String::new();
    for stretch in stretches {
        match stretch {
            Stretch::Plain(words) => text.push_str(&escaped(words, &['[', ']', '\\'])),
            Stretch::Bracket { words, by } => {
                text.push('[');
                text.push_str(&escaped(words, &['[', ']', '|', '\\']));
                if !by.is_empty() {
                    let by: Vec<String> =
                        by.iter().map(|name| escaped(name, &['[', ']', '|', '\\'])).collect();
                    text.push('|');
                    text.push_str(&by.join(", "));
                }
                text.push(']');
            }
        }
    }
    text
}

/// Whether a clause's text holds a bracket. Text that cannot be read counts as disputed.
pub fn is_bracketed(clause: &str) -> bool {
    stretches(clause)
        .map_or(true, |found| found.iter().any(|stretch| matches!(stretch, Stretch::Bracket { .. })))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stretch() -> impl Strategy<Value = Vec<Stretch>> {
        let name = "[a-zA-Z|\\[\\]]([a-zA-Z |\\[\\]]{0,6}[a-z\\[])?";
        let bracket = ("[^,]{0,12}", prop::collection::vec(name, 0..3))
            .prop_map(|(words, by)| Stretch::Bracket { words, by });
        // Between brackets at most one plain stretch: two would read back as one.
        let pair = (prop::option::of("[^\u{0}]{1,12}"), bracket);
        (prop::collection::vec(pair, 0..4), prop::option::of("[^\u{0}]{1,12}")).prop_map(|(pairs, end)| {
            let mut all = Vec::new();
            for (plain, bracket) in pairs {
                all.extend(plain.map(Stretch::Plain));
                all.push(bracket);
            }
            all.extend(end.map(Stretch::Plain));
            all
        })
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(all in stretch()) {
            prop_assert_eq!(stretches(&text(&all)), Ok(all));
        }

        #[test]
        fn no_text_breaks_the_reader(text in any::<String>()) {
            let _ = stretches(&text);
        }
    }

    #[test]
    fn brackets_must_match() {
        assert_eq!(stretches("a [b"), Err(BracketError::NotClosed(3)));
        assert_eq!(stretches("a b]"), Err(BracketError::NotOpened(4)));
        assert_eq!(stretches("[a [b]]"), Err(BracketError::Nested(4)));
    }
}
