//! The words of a clause, with what is not agreed in brackets.
//!
//! `Workers are hired at [two to one|Union] [one to one|SportCo].` has two brackets, each with who asks for it. Brackets nest:
//! in `[[shall|A] urgently|B] act` B asks for `urgently`, and A for `shall` where those words stand. `\[`, `\]`, `\|` and
//! `\\` stand for the characters themselves; `|` needs that only in brackets, and
//! `\,` stands for a comma in a name.
//!
//! ```
//! use mediant_record::wording::{asked_by, stretches, text};
//!
//! let clause = stretches("[[shall|A] urgently|B] act")?;
//! assert_eq!(text(&asked_by(&clause, "B")), " urgently act");
//! assert_eq!(text(&asked_by(&clause, "A")), " act", "A asks for nothing where B's words do not stand");
//! # Ok::<(), mediant_record::wording::BracketError>(())
//! ```

mod reading;

pub use reading::stretches;

/// A stretch of a clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// Words that nobody disputes, or nobody but who disputes the bracket around them.
    Plain(String),
    /// Words that are not agreed.
    Bracket {
        /// The words, brackets within them included.
        words: Vec<Stretch>,
        /// Who asks for them, as written.
        by: Vec<String>,
    },
}

/// How deep brackets may stand in brackets: a bracket in none is at depth 1.
pub const DEPTH_MAX: usize = 16;

/// A bracket that does not close, or closes what was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BracketError {
    /// `[` without `]`, at this character, from 1.
    NotClosed(usize),
    /// `]` without `[`, at this character, from 1.
    NotOpened(usize),
    /// `[` in more than [`DEPTH_MAX`] brackets, at this character, from 1.
    TooDeep(usize),
    /// `[` among the names of who asks for the words, at this character, from 1.
    AmongNames(usize),
}

impl std::fmt::Display for BracketError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotClosed(at) => write!(f, "the bracket opened at character {at} is not closed"),
            Self::NotOpened(at) => write!(f, "`]` at character {at} closes no bracket"),
            Self::TooDeep(at) => {
                write!(f, "`[` at character {at} opens a bracket in more than {DEPTH_MAX} others")
            }
            Self::AmongNames(at) => {
                write!(f, "`[` at character {at} stands among the names of who asks for the words")
            }
        }
    }
}

impl std::error::Error for BracketError {}

/// The text of these stretches; [`stretches`] reads it back.
pub fn text(stretches: &[Stretch]) -> String {
    let mut text = String::new();
    write(&mut text, stretches, false);
    text
}

fn write(text: &mut String, stretches: &[Stretch], bracketed: bool) {
    for stretch in stretches {
        match stretch {
            Stretch::Plain(words) if bracketed => escape(text, words, &['[', ']', '|', '\\']),
            Stretch::Plain(words) => escape(text, words, &['[', ']', '\\']),
            Stretch::Bracket { words, by } => {
                text.push('[');
                write(text, words, true);
                for (at, name) in by.iter().enumerate() {
                    text.push_str(if at == 0 { "|" } else { ", " });
                    escape(text, name, &['[', ']', '|', ',', '\\']);
                }
                text.push(']');
            }
        }
    }
}

fn escape(text: &mut String, words: &str, special: &[char]) {
    for character in words.chars() {
        if special.contains(&character) {
            text.push('\\');
        }
        text.push(character);
    }
}

/// The words as they would read if every bracket stood.
pub fn plain(stretches: &[Stretch]) -> String {
    let mut all = String::new();
    for stretch in stretches {
        match stretch {
            Stretch::Plain(words) => all.push_str(words),
            Stretch::Bracket { words, .. } => all.push_str(&plain(words)),
        }
    }
    all
}

/// What becomes of brackets by who asks for them: their words stand, they go with all that is within them, or, `None`, they
/// are left in brackets. A bracket within one that goes is not asked about.
pub fn settled(stretches: &[Stretch], stands: &impl Fn(&[String]) -> Option<bool>) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    for stretch in stretches {
        match stretch {
            Stretch::Plain(words) => add(&mut found, Stretch::Plain(words.clone())),
            Stretch::Bracket { words, by } => match stands(by) {
                Some(true) => settled(words, stands).into_iter().for_each(|inner| add(&mut found, inner)),
                Some(false) => {}
                None => found.push(Stretch::Bracket { words: settled(words, stands), by: by.clone() }),
            },
        }
    }
    found
}

/// The clause as somebody asks for it: the words that they ask for stand, and what others ask for goes. What nobody is said
/// to ask for stays in brackets.
pub fn asked_by(stretches: &[Stretch], name: &str) -> Vec<Stretch> {
    settled(stretches, &|by| (!by.is_empty()).then(|| by.iter().any(|known| known == name)))
}

/// Everybody who is said to ask for words, each once, in the order in which they come.
pub fn askers(stretches: &[Stretch]) -> Vec<&str> {
    let mut found = Vec::new();
    for stretch in stretches {
        if let Stretch::Bracket { words, by } = stretch {
            for name in by.iter().map(String::as_str).chain(askers(words)) {
                if !found.contains(&name) {
                    found.push(name);
                }
            }
        }
    }
    found
}

/// Whether a clause's text holds a bracket. Text that cannot be read counts as disputed.
pub fn is_bracketed(clause: &str) -> bool {
    stretches(clause)
        .map_or(true, |found| found.iter().any(|stretch| matches!(stretch, Stretch::Bracket { .. })))
}

/// Whether these words stand in a clause: as they are written, or as they read without the marks of brackets.
pub fn holds(clause: &str, words: &str) -> bool {
    clause.contains(words) || stretches(clause).is_ok_and(|found| plain(&found).contains(words))
}

/// Two plain stretches in a row are one.
fn add(found: &mut Vec<Stretch>, stretch: Stretch) {
    match (found.last_mut(), stretch) {
        (Some(Stretch::Plain(words)), Stretch::Plain(more)) => words.push_str(&more),
        (_, stretch) => found.push(stretch),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Plain words before each bracket, or none, and plain words at the end: two plain stretches in a row would read back as one.
    fn in_a_row(
        brackets: impl Strategy<Value = Stretch> + 'static,
        count: usize,
    ) -> impl Strategy<Value = Vec<Stretch>> {
        let plain = || prop::option::of("[^\u{0}]{1,8}");
        (prop::collection::vec((plain(), brackets), 0..count), plain()).prop_map(|(pairs, end)| {
            let mut all = Vec::new();
            for (words, bracket) in pairs {
                all.extend(words.map(Stretch::Plain));
                all.push(bracket);
            }
            all.extend(end.map(Stretch::Plain));
            all
        })
    }

    fn name() -> impl Strategy<Value = String> {
        "[a-zA-Z|\\[\\]]([a-zA-Z |\\[\\]]{0,6}[a-z\\[])?"
    }

    fn bracket(words: impl Strategy<Value = Vec<Stretch>>) -> impl Strategy<Value = Stretch> {
        (words, prop::collection::vec(name(), 0..3)).prop_map(|(words, by)| Stretch::Bracket { words, by })
    }

    fn clause() -> impl Strategy<Value = Vec<Stretch>> {
        let leaf = bracket(in_a_row(Just(()).prop_map(|()| unreachable!("none is drawn")), 1));
        let nested = leaf.prop_recursive(6, 40, 3, |inner| bracket(in_a_row(inner, 3)));
        in_a_row(nested, 4)
    }

    /// One bracket in the other, so many deep.
    fn chain(depth: usize) -> Vec<Stretch> {
        let within = |inner: Vec<Stretch>, at: usize| {
            let mut words = vec![Stretch::Plain(format!("words {at} "))];
            words.extend(inner);
            vec![Stretch::Bracket { words, by: vec![format!("party {at}")] }]
        };
        (0..depth).fold(Vec::new(), within)
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(all in clause()) {
            prop_assert_eq!(stretches(&text(&all)), Ok(all));
        }

        #[test]
        fn what_is_read_is_written_as_what_reads_the_same(text_of in "[a-c\\[\\]|,\\\\ ]{0,40}") {
            if let Ok(all) = stretches(&text_of) {
                prop_assert_eq!(stretches(&text(&all)), Ok(all));
            }
        }

        #[test]
        fn no_text_breaks_the_reader(text in any::<String>()) {
            let _ = stretches(&text);
        }

        #[test]
        fn what_is_left_in_brackets_is_what_it_was(all in clause()) {
            prop_assert_eq!(settled(&all, &|_| None), all);
        }

        /// Every bracket stands: the words alone. None stands: what is outside of all of them.
        #[test]
        fn brackets_that_are_settled_leave_none(all in clause()) {
            let stand = settled(&all, &|_| Some(true));
            prop_assert!(stand.len() <= 1);
            prop_assert_eq!(plain(&stand), plain(&all));
            let outside = |stretch: &Stretch| match stretch {
                Stretch::Plain(words) => words.clone(),
                Stretch::Bracket { .. } => String::new(),
            };
            let gone = settled(&all, &|_| Some(false));
            prop_assert_eq!(plain(&gone), all.iter().map(outside).collect::<String>());
        }

        /// What somebody asks for holds nothing in brackets that anybody is said to ask for.
        #[test]
        fn nobody_asks_for_what_others_ask_for(all in clause()) {
            for name in askers(&all) {
                prop_assert!(askers(&asked_by(&all, name)).is_empty());
            }
        }
    }

    #[test]
    fn brackets_nest_as_deep_as_is_said_and_no_deeper() {
        for depth in 0..=DEPTH_MAX {
            let all = chain(depth);
            assert_eq!(stretches(&text(&all)), Ok(all));
        }
        let deeper = text(&chain(DEPTH_MAX + 1));
        assert!(matches!(stretches(&deeper), Err(BracketError::TooDeep(_))));
    }

    #[test]
    fn brackets_must_match() {
        assert_eq!(stretches("a [b"), Err(BracketError::NotClosed(3)));
        assert_eq!(stretches("a b]"), Err(BracketError::NotOpened(4)));
        assert_eq!(stretches("[a [b]"), Err(BracketError::NotClosed(1)));
        assert_eq!(stretches("[a|North [b]]"), Err(BracketError::AmongNames(10)));
    }
}
