//! The limits of a command are held against its shape: every field that takes free text is said to hold a text, a whole
//! file, or a name; and every limit is of a field that there is.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at what cannot happen")]

use mediant_record::Command;
use mediant_record::limits::Limits;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Fields of free text that hold a name, a title or a place, in whatever command they stand: at most 500 characters. What
/// may be longer is listed by its command (`Act::LIMITS`).
/// `when.*` stands for every entry of a table `when`. Numbers are short texts, too.
const NAMES: &[&str] = &[
    "above",
    "below",
    "by_act_of",
    "decides",
    "described",
    "faction",
    "from",
    "heading",
    "id",
    "key",
    "max",
    "min",
    "name",
    "never.*",
    "office",
    "options",
    "order",
    "origin",
    "place",
    "public",
    "reference",
    "relying_party",
    "require.*",
    "rule",
    "sha256",
    "speaks",
    "step",
    "suggestion",
    "then.*",
    "time",
    "time_zone",
    "title",
    "to",
    "touches",
    "unit",
    "url",
    "wants.*",
    "when.*",
];

/// A field of free text: the name of the field around it, and its own.
type Field = (String, String);

/// The fields of free text of each command, as its JSON Schema has them.
fn fields() -> BTreeMap<String, BTreeSet<Field>> {
    let schema = serde_json::to_value(schemars::schema_for!(Command)).unwrap();
    let kinds = schema["oneOf"].as_array().unwrap();
    kinds
        .iter()
        .map(|kind| {
            let word = kind["properties"]["command"]["const"].as_str().unwrap().to_owned();
            let mut found = BTreeSet::new();
            collect(&schema, kind, ("", ""), &mut Vec::new(), &mut found);
            (word, found)
        })
        .collect()
}

/// Adds the fields of free text of a part of the schema, which stands in the field `at`. Ids are names, and moments and days
/// have a form.
fn collect<'s>(
    schema: &'s Value,
    part: &'s Value,
    at: (&str, &str),
    around: &mut Vec<&'s str>,
    found: &mut BTreeSet<Field>,
) {
    if let Some(name) = part["$ref"].as_str().map(|path| path.trim_start_matches("#/$defs/"))
        && !around.contains(&name)
    {
        let meant = &schema["$defs"][name];
        assert!(meant.is_object(), "the schema has no `{name}`");
        if !(is_text(meant) && name.ends_with("Id")) {
            around.push(name);
            collect(schema, meant, at, around, found);
            around.pop();
        }
    }
    if is_text(part) {
        found.insert((at.0.to_owned(), at.1.to_owned()));
    }
    for choices in ["oneOf", "anyOf", "allOf", "prefixItems"] {
        for choice in part[choices].as_array().into_iter().flatten() {
            collect(schema, choice, at, around, found);
        }
    }
    for (name, field) in part["properties"].as_object().into_iter().flatten() {
        collect(schema, field, (at.1, name), around, found);
    }
    if part["items"].is_object() {
        collect(schema, &part["items"], at, around, found);
    }
    // What a table's entries are called is the asker's to say.
    if part["additionalProperties"].is_object() {
        collect(schema, &part["additionalProperties"], (at.1, "*"), around, found);
    }
}

/// Whether a schema takes any text at all.
fn is_text(part: &Value) -> bool {
    let kind = &part["type"];
    let takes = kind == "string" || kind.as_array().is_some_and(|kinds| kinds.contains(&"string".into()));
    takes && ["enum", "const", "format", "pattern"].iter().all(|bound| part[bound].is_null())
}

/// Whether a command lists a field as a text or a file.
fn lists(limits: &Limits, (around, name): &Field) -> bool {
    limits.file.is_some_and(|(file, _)| file == name)
        || limits.texts.iter().any(|text| text == name || text.strip_suffix(".*") == Some(around))
}

fn is_name((around, name): &Field) -> bool {
    NAMES.iter().any(|known| known == name || name == "*" && known.strip_suffix(".*") == Some(around))
}

#[test]
fn every_field_of_free_text_is_known_as_a_text_a_file_or_a_name() {
    let unknown: Vec<String> = fields()
        .iter()
        .flat_map(|(kind, fields)| fields.iter().map(move |field| (kind, field)))
        .filter(|(kind, field)| !lists(Command::limits_of(kind).unwrap(), field) && !is_name(field))
        .map(|(kind, (around, name))| format!("{kind}: {around}.{name}"))
        .collect();
    assert!(
        unknown.is_empty(),
        "list these in the `LIMITS` of their commands where they are texts, or here where they are names:\n{}",
        unknown.join("\n")
    );
}

#[test]
fn every_limit_is_of_a_field_that_there_is() {
    let fields = fields();
    assert_eq!(fields.len(), Command::KINDS.len());
    for (kind, fields) in &fields {
        let limits = Command::limits_of(kind).unwrap();
        for text in limits.texts.iter().copied().chain(limits.file.map(|(file, _)| file)) {
            let only = match limits.file {
                Some((file, _)) if file == text => Limits { texts: &[], file: limits.file },
                _ => Limits {
                    texts: std::slice::from_ref(limits.texts.iter().find(|t| **t == text).unwrap()),
                    file: None,
                },
            };
            assert!(
                fields.iter().any(|field| lists(&only, field)),
                "{kind} has no field of free text `{text}`"
            );
        }
    }
}

/// A name is short wherever it stands: the same word for a field is not a text in one command and a name in another.
#[test]
fn no_field_is_a_text_here_and_a_name_there() {
    for kind in Command::KINDS {
        let limits = Command::limits_of(kind).unwrap();
        let listed = limits.texts.iter().copied().chain(limits.file.map(|(file, _)| file));
        let both: Vec<&str> = listed.filter(|field| NAMES.contains(field)).collect();
        assert!(both.is_empty(), "{kind} lists {both:?}, which are names elsewhere");
    }
}
