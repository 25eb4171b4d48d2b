//! Makes a type of every message in `locales/en`: its parameters are the type's fields, so that the compiler knows whether a
//! message is there and whether it is told what it needs.
//!
//! The catalogue is Fluent (<https://projectfluent.org>), of which it takes what sentences need: words, parameters, and ways to say
//! a thing by its number. What else Fluent has (terms, functions, attributes) is refused here, before anything is built on it.

#![allow(clippy::disallowed_methods, reason = "a build reads the files that it builds from")]

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Message, Pattern, PatternElement, Variant, VariantKey,
};
use fluent_syntax::unicode::unescape_unicode_to_string;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

type Made<T> = Result<T, String>;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=locales");
    let catalogue = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?).join("locales/en");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&catalogue)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    files.sort();
    let (mut rooms, mut all) = (String::new(), String::new());
    for file in files {
        let room = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
        let text = std::fs::read_to_string(&file)?;
        let (made, register) = of_room(&room, &text).map_err(|why| format!("{}: {why}", shown(&file)))?;
        rooms.push_str(&made);
        all.push_str(&register);
    }
    let _ =
        write!(rooms, "#[cfg(test)]\npub(crate) static ALL: &[crate::message::Registered] = &[\n{all}];\n");
    std::fs::write(PathBuf::from(std::env::var("OUT_DIR")?).join("rooms.rs"), rooms)?;
    Ok(())
}

fn shown(file: &Path) -> String {
    file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The module of a room, and its lines of the register that the tests go through.
fn of_room(room: &str, text: &str) -> Made<(String, String)> {
    let resource = fluent_syntax::parser::parse(text).map_err(|(_, errors)| {
        let at = |position: usize| text.get(..position).map_or(0, |before| before.lines().count());
        errors
            .iter()
            .map(|error| format!("line {}: {error}", at(error.pos.start)))
            .collect::<Vec<_>>()
            .join("; ")
    })?;
    let (mut known, mut register) = (BTreeSet::new(), String::new());
    let mut made = format!("/// Messages of the room `{room}`.\npub mod {room} {{\n    use super::*;\n");
    for entry in &resource.body {
        match entry {
            Entry::Message(message) => {
                let name = message.id.name;
                if !known.insert(name) {
                    return Err(format!("{name}: there are two of it"));
                }
                let (of_message, parts, pieces) =
                    of_message(message).map_err(|why| format!("{name}: {why}"))?;
                made.push_str(&of_message);
                let counted: Vec<(&String, bool)> =
                    parts.kinds.iter().map(|(name, kind)| (name, *kind == Kind::Number)).collect();
                let _ = writeln!(register, "({room:?}, {name:?}, {pieces}, &{counted:?}),");
            }
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
            Entry::Term(term) => return Err(format!("-{}: the catalogue has no terms", term.id.name)),
            Entry::Junk { content } => return Err(format!("this is no message: {content}")),
        }
    }
    made.push_str("}\n");
    Ok((made, register))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Shown,
    Text,
    Number,
}

/// What a message is made of, as it is gone through.
struct Parts {
    /// The parameters, in the order of their names.
    kinds: BTreeMap<String, Kind>,
    /// What the English says, for whoever looks at the type.
    english: String,
}

/// The type of a message and how it is said, what it is made of, and its pieces.
fn of_message(message: &Message<&str>) -> Made<(String, Parts, String)> {
    let value = message.value.as_ref().ok_or("it says nothing")?;
    if !message.attributes.is_empty() {
        return Err("the catalogue has no attributes".to_owned());
    }
    let mut parts = Parts { kinds: BTreeMap::new(), english: String::new() };
    named(value, &mut parts.kinds);
    for (name, kind) in told(message)? {
        match parts.kinds.get_mut(&name) {
            Some(known) => *known = kind,
            None => return Err(format!("${name} is told of and not used")),
        }
    }
    counted(value, &mut parts.kinds);
    let pieces = of_pattern(value, &mut parts)?;
    let name = identifier(message.id.name)?;
    let doc = parts.english.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', " ");
    let mut made = format!("    #[doc = \"“{doc}”\"]\n");
    if parts.kinds.is_empty() {
        let words = words_of(value)?;
        let _ = writeln!(made, "    pub struct {name} {{}}");
        let _ = writeln!(made, "    impl {name} {{\n        /// Says it.");
        let _ = writeln!(
            made,
            "        pub fn say(self, language: Language) -> std::borrow::Cow<'static, str> {{"
        );
        let _ = writeln!(made, "            crate::message::plain(language, {words:?})\n        }}\n    }}");
        return Ok((made, parts, pieces));
    }
    let has_text = parts.kinds.values().any(|kind| *kind == Kind::Text);
    let is_markup = parts.kinds.values().any(|kind| *kind == Kind::Shown);
    let (of, of_any) = if has_text { ("<'a>", "<'_>") } else { ("", "") };
    let _ = writeln!(made, "    pub struct {name}{of} {{");
    let mut values = String::new();
    for (parameter, kind) in &parts.kinds {
        let (kind, value) = match kind {
            Kind::Shown => ("Shown", format!("Value::Shown(&self.{parameter})")),
            Kind::Text => ("Text<'a>", format!("Value::Text(&self.{parameter})")),
            Kind::Number => ("Number", format!("Value::Number(self.{parameter})")),
        };
        let _ = writeln!(made, "        #[allow(missing_docs, reason = \"the sentence says what it is\")]");
        let _ = writeln!(made, "        pub {parameter}: {kind},");
        let _ = write!(values, "{value}, ");
    }
    let (output, with) =
        if is_markup { ("Markup", "markup") } else { ("std::borrow::Cow<'static, str>", "text") };
    let _ = writeln!(made, "    }}\n    impl {name}{of_any} {{\n        /// Says it.");
    let _ = writeln!(made, "        pub fn say(self, language: Language) -> {output} {{");
    let _ = writeln!(made, "            static PIECES: &[Piece] = {pieces};");
    let _ = writeln!(
        made,
        "            crate::message::{with}(language, PIECES, &[{values}])\n        }}\n    }}"
    );
    Ok((made, parts, pieces))
}

/// A name of Rust: what stands between hyphens stands between underscores.
fn identifier(name: &str) -> Made<String> {
    const TAKEN: &[&str] = &[
        "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "extern",
        "false", "fn", "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref",
        "return", "self", "static", "struct", "super", "trait", "true", "type", "unsafe", "use", "where",
        "while",
    ];
    if TAKEN.contains(&name) || name.chars().any(|letter| letter.is_ascii_uppercase() || letter == '_') {
        return Err(format!("`{name}` cannot be its name"));
    }
    Ok(name.replace('-', "_"))
}

/// What the comment above a message says of its parameters: a line `$name (text)` or `$name (number)` for each that is not
/// markup, with whatever else helps.
fn told(message: &Message<&str>) -> Made<Vec<(String, Kind)>> {
    let lines = message.comment.iter().flat_map(|comment| &comment.content);
    let of_parameters = lines.filter_map(|line| line.strip_prefix('$'));
    of_parameters
        .map(|line| {
            let (name, rest) = line.split_once(' ').unwrap_or((line, ""));
            let kind = match rest.split_once(')').map(|(kind, _)| kind) {
                Some("(text") => Kind::Text,
                Some("(number") => Kind::Number,
                _ => return Err(format!("${name} is (text) or (number), or is not told of")),
            };
            Ok((identifier(name)?, kind))
        })
        .collect()
}

/// Finds the parameters.
fn named(pattern: &Pattern<&str>, kinds: &mut BTreeMap<String, Kind>) {
    each(pattern, &mut |name, is_counted| {
        let kind = kinds.entry(name.replace('-', "_")).or_insert(Kind::Shown);
        if is_counted {
            *kind = Kind::Number;
        }
    });
}

/// A parameter that is counted somewhere is a number, whatever was told of it.
fn counted(pattern: &Pattern<&str>, kinds: &mut BTreeMap<String, Kind>) {
    each(pattern, &mut |name, is_counted| {
        if is_counted {
            kinds.insert(name.replace('-', "_"), Kind::Number);
        }
    });
}

fn each(pattern: &Pattern<&str>, found: &mut dyn FnMut(&str, bool)) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        match expression {
            Expression::Inline(InlineExpression::VariableReference { id }) => found(id.name, false),
            Expression::Inline(_) => {}
            Expression::Select { selector, variants } => {
                if let InlineExpression::VariableReference { id } = selector {
                    found(id.name, true);
                }
                for variant in variants {
                    each(&variant.value, found);
                }
            }
        }
    }
}

/// The words of a message that has no parameters.
fn words_of(pattern: &Pattern<&str>) -> Made<String> {
    let mut words = String::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => words.push_str(value),
            PatternElement::Placeable {
                expression: Expression::Inline(InlineExpression::StringLiteral { value }),
            } => words.push_str(&unescape_unicode_to_string(value)),
            PatternElement::Placeable { .. } => {
                return Err("what stands in braces is a parameter or words".to_owned());
            }
        }
    }
    Ok(words)
}

/// The pieces of a message, as Rust writes them.
fn of_pattern(pattern: &Pattern<&str>, parts: &mut Parts) -> Made<String> {
    let mut made = String::from("&[");
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => {
                parts.english.push_str(value);
                let _ = write!(made, "Piece::Words({value:?}), ");
            }
            PatternElement::Placeable { expression } => made.push_str(&of_expression(expression, parts)?),
        }
    }
    made.push(']');
    Ok(made)
}

fn of_expression(expression: &Expression<&str>, parts: &mut Parts) -> Made<String> {
    match expression {
        Expression::Inline(InlineExpression::StringLiteral { value }) => {
            let words = unescape_unicode_to_string(value);
            parts.english.push_str(&words);
            Ok(format!("Piece::Words({words:?}), "))
        }
        Expression::Inline(InlineExpression::VariableReference { id }) => {
            let _ = write!(parts.english, "{{{}}}", id.name);
            Ok(format!("Piece::Put({}), ", parts.place(id.name)?))
        }
        Expression::Select { selector: InlineExpression::VariableReference { id }, variants } => {
            let at = parts.place(id.name)?;
            let mut ways = String::new();
            for variant in variants.iter().filter(|variant| !variant.default) {
                let key = key(variant)?;
                let _ = write!(ways, "({key}, {}), ", of_pattern(&variant.value, parts)?);
            }
            let default = variants.iter().find(|variant| variant.default).ok_or("no way is marked with *")?;
            let otherwise = of_pattern(&default.value, parts)?;
            Ok(format!("Piece::Plural({at}, &[{ways}], {otherwise}), "))
        }
        _ => Err("the catalogue has words, parameters, and ways by the number of a parameter".to_owned()),
    }
}

impl Parts {
    /// Which of the message's parameters it is.
    fn place(&self, name: &str) -> Made<usize> {
        let name = identifier(name)?;
        self.kinds.keys().position(|known| *known == name).ok_or_else(|| format!("${name} is nowhere"))
    }
}

fn key(variant: &Variant<&str>) -> Made<String> {
    match &variant.key {
        VariantKey::NumberLiteral { value } => {
            let number: u64 =
                value.parse().map_err(|_| format!("[{value}] is no number that is counted to"))?;
            Ok(format!("Key::Exactly({number})"))
        }
        VariantKey::Identifier { name } => {
            let form = match *name {
                "zero" => "Zero",
                "one" => "One",
                "two" => "Two",
                "few" => "Few",
                "many" => "Many",
                "other" => "Other",
                other => {
                    return Err(format!("[{other}] is no form of a number: two sentences are two messages"));
                }
            };
            Ok(format!("Key::Form(Category::{form})"))
        }
    }
}
