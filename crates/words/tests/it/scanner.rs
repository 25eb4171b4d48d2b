//! Which words of a source file a person could read on a page.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use std::collections::BTreeSet;

/// What a file holds.
#[derive(Default)]
pub struct Found {
    /// Words that stand in the code, with their lines.
    pub sentences: Vec<(usize, String)>,
    /// Messages that are said, as `room.message`.
    pub said: BTreeSet<String>,
}

/// Attributes whose values people read or hear.
const READ_ALOUD: [&str; 6] = ["label", "title", "placeholder", "alt", "of", "summary"];

/// What is handed to these is said to nobody.
const UNSAID: [&str; 5] = ["expect", "keeps", "contains", "starts_with", "strip_prefix"];

/// What the text of a source file holds.
pub fn scanned(source: &str) -> Found {
    let mut found = Found::default();
    code(&mut found, &source.parse::<TokenStream>().unwrap());
    found
}

/// Goes through code.
fn code(found: &mut Found, stream: &TokenStream) {
    let tokens: Vec<TokenTree> = stream.clone().into_iter().collect();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token {
            // What is said of code is for whoever reads code; what is for tests alone no reader sees.
            TokenTree::Punct(mark) if mark.as_char() == '#' => {
                let attribute =
                    tokens[at + 1..].iter().position(|token| matches!(token, TokenTree::Group(_)));
                at += attribute.map_or(0, |past| past + 1);
                if let Some(TokenTree::Group(attribute)) = tokens.get(at)
                    && attribute.stream().to_string().replace(' ', "") == "cfg(test)"
                {
                    while let Some(token) = tokens.get(at) {
                        match token {
                            TokenTree::Group(body) if body.delimiter() == Delimiter::Brace => break,
                            TokenTree::Punct(end) if end.as_char() == ';' => break,
                            _ => at += 1,
                        }
                    }
                }
            }
            TokenTree::Ident(name) if is_macro(&tokens, at) => {
                let TokenTree::Group(body) = &tokens[at + 2] else { unreachable!("looked at above") };
                match name.to_string().as_str() {
                    "html" => markup(found, &body.stream()),
                    // What programmers and whoever runs the desk read.
                    "assert" | "debug_assert" | "unreachable" | "panic" | "error" | "warn" | "info" => {}
                    "say" => {
                        message(found, body);
                        code(found, &body.stream());
                    }
                    _ => code(found, &body.stream()),
                }
                at += 2;
            }
            // Why code may take something for granted, the names under which drafts are kept, and what is looked for in a text.
            TokenTree::Ident(name) if UNSAID.contains(&name.to_string().as_str()) => at += 1,
            // What programmers see of a value, and how the name of a draft is made.
            TokenTree::Ident(name)
                if *name == "Debug"
                    && matches!(tokens.get(at + 1), Some(TokenTree::Ident(word)) if *word == "for")
                    || *name == "fn"
                        && matches!(tokens.get(at + 1), Some(TokenTree::Ident(word)) if *word == "draft_name") =>
            {
                let body = tokens[at..].iter().position(is_block);
                at += body.unwrap_or(0);
            }
            TokenTree::Group(group) if is_list_of_names(group) => {}
            TokenTree::Group(group) => code(found, &group.stream()),
            TokenTree::Literal(literal) => {
                if let Some(text) = text(literal)
                    && reads_as_words(&text)
                {
                    found.sentences.push((literal.span().start().line, text));
                }
            }
            _ => {}
        }
        at += 1;
    }
}

/// Goes through markup: what stands in it is read, but for the values of attributes that nobody reads.
fn markup(found: &mut Found, stream: &TokenStream) {
    let tokens: Vec<TokenTree> = stream.clone().into_iter().collect();
    let mut at = 0;
    // Within the condition of `@if` and its like, up to the block.
    let mut in_head = false;
    while let Some(token) = tokens.get(at) {
        match token {
            TokenTree::Punct(mark) if mark.as_char() == '@' => {
                in_head = !matches!(tokens.get(at + 1), Some(TokenTree::Ident(name)) if *name == "else")
                    || matches!(tokens.get(at + 2), Some(TokenTree::Ident(name)) if *name == "if");
            }
            TokenTree::Punct(mark) if mark.as_char() == ';' => in_head = false,
            TokenTree::Ident(name) if is_macro(&tokens, at) => {
                let TokenTree::Group(body) = &tokens[at + 2] else { unreachable!("looked at above") };
                if *name == "say" {
                    message(found, body);
                }
                code(found, &body.stream());
                at += 2;
            }
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                // A pattern of a condition may have braces of its own; the block has none behind it that is an `=`.
                let goes_on =
                    matches!(tokens.get(at + 1), Some(TokenTree::Punct(mark)) if mark.as_char() == '=');
                if in_head && goes_on {
                    code(found, &group.stream());
                } else {
                    in_head = false;
                    markup(found, &group.stream());
                }
            }
            TokenTree::Group(group) => code(found, &group.stream()),
            TokenTree::Literal(literal) => {
                if let Some(text) = text(literal) {
                    let is_read = match before(&tokens, at) {
                        // A pattern of `@match`.
                        _ if is_pattern(&tokens, at) => false,
                        _ if in_head => reads_as_words(&text),
                        // A class.
                        Some('.') => false,
                        Some('=') => is_read_aloud(&tokens, at) && has_words(&text),
                        _ => has_words(&text),
                    };
                    if is_read {
                        found.sentences.push((literal.span().start().line, text));
                    }
                }
            }
            _ => {}
        }
        at += 1;
    }
}

fn is_block(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

/// Whether a group is a list of single words, such as the regions of time zones.
fn is_list_of_names(group: &Group) -> bool {
    group.delimiter() == Delimiter::Bracket
        && group.stream().into_iter().all(|token| match token {
            TokenTree::Literal(literal) => text(&literal).is_some_and(|text| !text.contains(' ')),
            TokenTree::Punct(mark) => mark.as_char() == ',',
            _ => false,
        })
}

/// Whether a name is a macro's, with what it is given behind it.
fn is_macro(tokens: &[TokenTree], at: usize) -> bool {
    matches!(tokens.get(at + 1), Some(TokenTree::Punct(mark)) if mark.as_char() == '!')
        && matches!(tokens.get(at + 2), Some(TokenTree::Group(_)))
}

/// The message that is said: `say!(view, room.message, …)`.
fn message(found: &mut Found, body: &Group) {
    let tokens: Vec<TokenTree> = body.stream().into_iter().collect();
    let comma =
        tokens.iter().position(|token| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ','));
    let Some(comma) = comma else { return };
    if let (Some(TokenTree::Ident(room)), Some(TokenTree::Ident(name))) =
        (tokens.get(comma + 1), tokens.get(comma + 3))
    {
        found.said.insert(format!("{room}.{name}"));
    }
}

fn before(tokens: &[TokenTree], at: usize) -> Option<char> {
    match tokens.get(at.checked_sub(1)?)? {
        TokenTree::Punct(mark) => Some(mark.as_char()),
        _ => None,
    }
}

fn is_pattern(tokens: &[TokenTree], at: usize) -> bool {
    match tokens.get(at + 1) {
        Some(TokenTree::Punct(mark)) if mark.as_char() == '|' => true,
        Some(TokenTree::Punct(mark)) if mark.as_char() == '=' => {
            matches!(tokens.get(at + 2), Some(TokenTree::Punct(mark)) if mark.as_char() == '>')
        }
        _ => false,
    }
}

fn is_read_aloud(tokens: &[TokenTree], at: usize) -> bool {
    let name = at.checked_sub(2).and_then(|at| tokens.get(at));
    matches!(name, Some(TokenTree::Ident(name)) if READ_ALOUD.contains(&name.to_string().as_str()))
}

/// The text of a literal that is one.
fn text(literal: &proc_macro2::Literal) -> Option<String> {
    let written = literal.to_string();
    let plain = written.strip_prefix('"')?.strip_suffix('"')?;
    Some(plain.replace("\\\"", "\"").replace("\\n", "\n"))
}

/// Whether text has a word in it.
fn has_words(text: &str) -> bool {
    let mut letters = text.split(|letter: char| !letter.is_alphabetic());
    letters.any(|word| word.chars().count() > 1)
}

/// Whether text in code reads as words to people: several in a row, or one that begins large.
fn reads_as_words(text: &str) -> bool {
    // Paths, addresses, files and queries.
    if text.starts_with('/') || text.contains("://") || text.contains("{}\n") {
        return false;
    }
    // What is filled in is no word.
    let mut plain = String::with_capacity(text.len());
    for (at, part) in text.split('{').enumerate() {
        plain.push_str(if at > 0 { " 0 " } else { "" });
        plain.push_str(part.split_once('}').map_or(part, |(_, words)| words));
    }
    let is_word = |word: &str| {
        let word = word.trim_matches(|mark: char| !mark.is_alphanumeric());
        word.chars().count() > 1 && word.chars().all(|letter| letter.is_alphabetic() || letter == '’')
    };
    let words: Vec<&str> = plain.split_whitespace().collect();
    let in_a_row = words.windows(2).any(|pair| matches!(pair, [one, two] if is_word(one) && is_word(two)));
    let begins_large = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase)
    };
    in_a_row || words.first().is_some_and(|first| is_word(first) && begins_large(first))
}
