//! Which kinds of events and commands there are, and their fields, as the page of the events and the schema of the commands say it.

use mediant_record::Command;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const EVENTS: &str = include_str!("../../../../../docs/reference/events.md");

/// Fields by their names, and whether each may be absent.
pub type Fields = BTreeMap<String, bool>;

/// Every kind of event with its fields.
pub fn of_events() -> BTreeMap<String, Fields> {
    let (events, _) = EVENTS.split_once("## Shapes\n").unwrap();
    let mut kinds: BTreeMap<String, Fields> = BTreeMap::new();
    for section in events.split("\n## ").skip(1) {
        let (kind, text) = section.split_once('\n').unwrap();
        let fields = rows(text).map(|(name, rest)| (name.to_owned(), rest.starts_with(" *optional*")));
        kinds.insert(kind.to_owned(), fields.collect());
    }
    kinds
}

/// Every word that a shape of an event's fields is written with: names of fields, and words to choose from.
pub fn words_of_shapes() -> BTreeSet<String> {
    let (_, shapes) = EVENTS.split_once("## Shapes\n").unwrap();
    let chosen = shapes.lines().filter_map(|line| line.strip_prefix("* "));
    // A choice is a word, or an object whose every second piece is code.
    let chosen = chosen.flat_map(|line| match line.strip_prefix('`') {
        Some(word) => word.split('`').take(1).collect::<Vec<_>>(),
        None => {
            let object = line.split_once(" }: ").map_or("", |(object, _)| object);
            object.split('`').skip(1).step_by(2).collect()
        }
    });
    let words = rows(shapes).map(|(name, _)| name).chain(chosen).map(|word| word.trim_matches('"'));
    words.filter(|word| !matches!(*word, "true" | "false")).map(str::to_owned).collect()
}

/// The fields in a table: the name, and what follows it.
fn rows(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
}

/// Every kind of command with its fields.
pub fn of_commands() -> BTreeMap<String, Fields> {
    let schema = schemars::schema_for!(Command).to_value();
    let mut kinds = BTreeMap::new();
    for variant in schema["oneOf"].as_array().unwrap() {
        let mut fields = Fields::new();
        enter(&schema, variant, &mut fields);
        fields.remove("command");
        let kind = variant["properties"]["command"]["const"].as_str().unwrap();
        kinds.insert(kind.to_owned(), fields);
    }
    kinds
}

/// The fields of an object, wherever its schema stands.
fn enter(schema: &Value, object: &Value, fields: &mut Fields) {
    if let Some(name) = object["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/")) {
        enter(schema, &schema["$defs"][name], fields);
    }
    let required = object["required"].as_array().cloned().unwrap_or_default();
    for name in object["properties"].as_object().into_iter().flatten().map(|(name, _)| name) {
        fields.insert(name.clone(), !required.contains(&Value::String(name.clone())));
    }
}

/// The fields that some of these objects lack, or that none has, though they should be there both ways: `kind.field`.
pub fn uncovered(kinds: &BTreeMap<String, Fields>, tag: &str, objects: &[Value]) -> Vec<String> {
    let mut uncovered = Vec::new();
    for (kind, fields) in kinds {
        let of_kind: Vec<&Value> = objects.iter().filter(|object| object[tag] == **kind).collect();
        if of_kind.is_empty() {
            uncovered.push(kind.clone());
        }
        for (name, is_optional) in fields {
            let present = of_kind.iter().any(|object| object.get(name).is_some());
            let absent = of_kind.iter().any(|object| object.get(name).is_none());
            if !present || absent != *is_optional {
                uncovered.push(format!("{kind}.{name}"));
            }
        }
    }
    let known = objects.iter().filter_map(|object| object[tag].as_str());
    uncovered.extend(known.filter(|kind| !kinds.contains_key(*kind)).map(|kind| format!("no {kind}")));
    uncovered
}
