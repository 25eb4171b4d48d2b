//! Holds a JSON value against a JSON Schema: the words that the OpenAPI document uses, and no others.

#![allow(clippy::panic, reason = "a word that is not known fails the test")]

use serde_json::{Map, Value};

/// What is wrong with a value, each with its place; nothing where it fits.
pub fn faults(document: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check(document, schema, value, "$", &mut found);
    found
}

/// The schema that a reference leads to.
pub fn resolved<'a>(document: &'a Value, reference: &str) -> &'a Value {
    let pointer = reference.strip_prefix('#').unwrap_or_else(|| panic!("{reference} leads elsewhere"));
    document.pointer(pointer).unwrap_or_else(|| panic!("{reference} leads nowhere"))
}

const NOTES: [&str; 8] =
    ["description", "title", "format", "default", "$schema", "pattern", "examples", "deprecated"];

fn check(document: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    let words = match schema {
        Value::Bool(true) => return,
        Value::Object(words) => words,
        _ => return found.push(format!("{at}: nothing fits `{schema}`")),
    };
    for (word, says) in words {
        match word.as_str() {
            "$ref" => {
                check(document, resolved(document, says.as_str().unwrap_or_default()), value, at, found)
            }
            "type" if !types(says).iter().any(|kind| is(kind, value)) => {
                found.push(format!("{at}: {value} is not {says}"));
            }
            "const" if says != value => found.push(format!("{at}: {value} is not {says}")),
            "enum" if !list(says).contains(value) => found.push(format!("{at}: {value} is none of {says}")),
            "minimum" if value.is_number() && value.as_f64() < says.as_f64() => {
                found.push(format!("{at}: {value} is below {says}"))
            }
            "maximum" if value.is_number() && value.as_f64() > says.as_f64() => {
                found.push(format!("{at}: {value} is above {says}"))
            }
            "required" if value.is_object() => {
                let missing =
                    list(says).iter().filter(|name| value.get(name.as_str().unwrap_or_default()).is_none());
                found.extend(missing.map(|name| format!("{at}: {name} is missing")));
            }
            "items" => {
                for (index, entry) in
                    list(value).iter().enumerate().skip(words.get("prefixItems").map_or(0, |p| list(p).len()))
                {
                    check(document, says, entry, &format!("{at}[{index}]"), found);
                }
            }
            "prefixItems" => {
                for (index, (schema, entry)) in list(says).iter().zip(list(value)).enumerate() {
                    check(document, schema, entry, &format!("{at}[{index}]"), found);
                }
            }
            "minItems" if value.is_array() && list(value).len() < count(says) => {
                found.push(format!("{at}: too few"))
            }
            "maxItems" if value.is_array() && list(value).len() > count(says) => {
                found.push(format!("{at}: too many"))
            }
            "properties" => {
                for (name, schema) in map(says) {
                    if let Some(member) = value.get(name) {
                        check(document, schema, member, &format!("{at}.{name}"), found);
                    }
                }
            }
            "additionalProperties" => {
                let named = words.get("properties").map(map);
                for (name, member) in map_or_none(value).into_iter().flatten() {
                    if named.is_none_or(|named| !named.contains_key(name)) {
                        check(document, says, member, &format!("{at}.{name}"), found);
                    }
                }
            }
            "allOf" => list(says).iter().for_each(|part| check(document, part, value, at, found)),
            "anyOf" | "oneOf" => {
                let all: Vec<Vec<String>> =
                    list(says).iter().map(|part| faults(document, part, value)).collect();
                let fitting = all.iter().filter(|faults| faults.is_empty()).count();
                if fitting == 0 || (word == "oneOf" && fitting > 1) {
                    // The nearest one says best what is wrong.
                    let nearest = all.iter().min_by_key(|faults| faults.len()).cloned().unwrap_or_default();
                    found.push(format!("{at}: {fitting} of `{word}` fit: {nearest:?}"));
                }
            }
            "type" | "const" | "enum" | "minimum" | "maximum" | "required" | "minItems" | "maxItems"
            | "uniqueItems" => {}
            note if NOTES.contains(&note) => {}
            other => panic!("{at}: the word `{other}` is not known here"),
        }
    }
}

fn types(says: &Value) -> Vec<&str> {
    match says {
        Value::String(one) => vec![one],
        many => list(many).iter().filter_map(Value::as_str).collect(),
    }
}

fn is(kind: &str, value: &Value) -> bool {
    match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("there is no type `{other}`"),
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn count(value: &Value) -> usize {
    value.as_u64().and_then(|count| usize::try_from(count).ok()).unwrap_or(0)
}

fn map(value: &Value) -> &Map<String, Value> {
    value.as_object().unwrap_or_else(|| panic!("{value} is no object"))
}

fn map_or_none(value: &Value) -> Option<&Map<String, Value>> {
    value.as_object()
}
