//! Prints `docs/reference/events.md`: every event, its fields, and who may read it, from the code itself.
//!
//! ```sh
//! cargo run -p mediant-record --example events_reference > docs/reference/events.md
//! ```

#![allow(clippy::expect_used, reason = "a program for developers: what it rests on is compiled in")]

use mediant_record::{Compartment, Event, codec};
use serde_json::{Map, Value, json};
use std::fmt::Write;

fn main() {
    print!("{}", page());
}

/// The whole page.
pub fn page() -> String {
    let schema = schemars::schema_for!(Event).to_value();
    let mut page = String::from(HEAD);
    let _ = writeln!(page, "Payloads have version {}.\n", codec::VERSION);
    for variant in list(&schema, "oneOf") {
        event(&mut page, &schema, variant);
    }
    page.push_str("## Shapes\n\nWhat fields hold that are more than a text, a number or a day.\n");
    for (name, shape) in schema.get("$defs").and_then(Value::as_object).into_iter().flatten() {
        let _ = writeln!(page, "\n### {name}\n");
        if let Some(text) = shape.get("description").and_then(Value::as_str) {
            let _ = writeln!(page, "{}\n", one_line(text));
        }
        describe(&mut page, shape);
    }
    page
}

const HEAD: &str = "# Events

Everything that a record holds is one of these events. Each stands in one compartment, and whoever reads the compartment
reads the event: `public` is read by everybody, `table` by the mediator and every party, `caucus:P` by the mediator and
the party P, `delegation:P` by the party P alone, `mediator` by the mediator and the team, `report:P` by the same for the
report P: it has a key of its own, and is deleted by itself.

An event is stored as JSON with these fields: `v` (the version of the payload), `id`, `at` (when it was recorded, UTC),
`by` (who recorded it: `role` and, where it is one of the case, `person`), `waits` (where it waits for the word of the party for
which the mediator or the team recorded it, and counts once the party confirms it), `event` (its kind), and the fields of its kind,
below. Days are `YYYY-MM-DD`. A field marked *optional* may be absent. The name of the request it came with, if it had one,
is sealed beside that, with the id and the name of the account it came from, and is not part of what is committed to; in records
of before it is a field `request`. This page is printed by the code: `cargo run -p mediant-record --example events_reference`.

";

fn event(page: &mut String, schema: &Value, variant: &Value) {
    let properties = variant.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    let kind = properties.get("event").and_then(|tag| tag.get("const")).and_then(Value::as_str).unwrap_or("");
    let _ = writeln!(page, "## {kind}\n");
    if let Some(text) = variant.get("description").and_then(Value::as_str) {
        let _ = writeln!(page, "{}\n", one_line(text));
    }
    let _ = writeln!(page, "May stand in: {}.\n", homes(schema, variant).join(", "));
    let fields: Map<String, Value> = properties.into_iter().filter(|(name, _)| name != "event").collect();
    table(page, &fields, &required(variant));
}

/// The compartments that may hold the event when it is about a party P.
fn homes(schema: &Value, variant: &Value) -> Vec<String> {
    let all =
        ["public", "table", "caucus:P", "caucus:Q", "delegation:P", "delegation:Q", "mediator", "report:P"];
    let made = instance(schema, variant);
    let kind = made.get("event").and_then(Value::as_str).unwrap_or_default().to_owned();
    if matches!(kind.as_str(), "stated" | "statement_corrected") {
        return vec![
            "the compartment of its statement's publicity (`public`, `table`, `caucus:P`, `mediator`)"
                .to_owned(),
        ];
    }
    if matches!(kind.as_str(), "door_opened" | "door_announced") {
        return vec!["the caucus of its role's party (`caucus:P`)".to_owned()];
    }
    // Where these stand depends on what is meant, or on what was deleted.
    match kind.as_str() {
        "reworded" | "taken_out" | "retired" => {
            return vec![
                "where what is meant is known (`public`, `table`; of people of P `caucus:P`; of issues, options and sources \
                 `mediator`; of sources `caucus:P`)"
                    .to_owned(),
            ];
        }
        "compartment_deleted" => {
            return vec![
                "`mediator` (of a caucus or a report)".to_owned(),
                "`caucus:P` (of `delegation:P`)".to_owned(),
            ];
        }
        "deletion_told" => return vec!["`delegation:P` (of `caucus:P`)".to_owned()],
        _ => {}
    }
    let event: Event = serde_json::from_value(made).expect("an instance of the schema");
    all.iter()
        .filter(|name| Compartment::named(name).is_some_and(|compartment| event.may_stand_in(&compartment)))
        .map(|name| format!("`{name}`"))
        .collect()
}

/// The least value that a schema allows, about the party P.
fn instance(schema: &Value, of: &Value) -> Value {
    if let Some(name) = of.get("$ref").and_then(Value::as_str) {
        let shape = resolve(schema, name);
        return instance(schema, shape);
    }
    if let Some(value) = of.get("const") {
        return value.clone();
    }
    if let Some(first) = list(of, "enum").first() {
        return first.clone();
    }
    for key in ["oneOf", "anyOf", "allOf"] {
        if let Some(first) = list(of, key).first() {
            let mut made = instance(schema, first);
            // A tagged union may have fields beside it.
            if let (Value::Object(made), Value::Object(beside)) = (&mut made, object(schema, of)) {
                made.extend(beside);
            }
            return made;
        }
    }
    let kind = of.get("type").map(|kind| kind.as_array().and_then(|all| all.first()).unwrap_or(kind));
    match kind.and_then(Value::as_str) {
        Some("object") => object(schema, of),
        Some("array") => json!([]),
        Some("integer" | "number") => json!(1),
        Some("boolean") => json!(true),
        _ if of.get("pattern").is_some() => json!("table"),
        _ => match of.get("format").and_then(Value::as_str) {
            Some("date") => json!("2026-01-02"),
            Some("date-time") => json!("2026-01-02T03:04:05Z"),
            _ => json!("P"),
        },
    }
}

fn object(schema: &Value, of: &Value) -> Value {
    let properties = of.get("properties").and_then(Value::as_object);
    let required = required(of);
    let fields = properties.into_iter().flatten().filter(|(name, _)| required.contains(name));
    Value::Object(fields.map(|(name, shape)| (name.clone(), instance(schema, shape))).collect())
}

fn describe(page: &mut String, shape: &Value) {
    if let Some(fields) = shape.get("properties").and_then(Value::as_object) {
        table(page, fields, &required(shape));
    }
    let choices: Vec<&Value> = list(shape, "oneOf").iter().chain(list(shape, "anyOf")).collect();
    for choice in &choices {
        let what = choice.get("description").and_then(Value::as_str).map(one_line).unwrap_or_default();
        let _ = writeln!(page, "* {}{}{what}", form(choice), if what.is_empty() { "" } else { ": " });
    }
    if choices.is_empty() && shape.get("properties").is_none() {
        let _ = writeln!(page, "{}", form(shape));
    }
}

fn table(page: &mut String, fields: &Map<String, Value>, required: &[String]) {
    if fields.is_empty() {
        let _ = writeln!(page, "No fields of its own.\n");
        return;
    }
    page.push_str("| field | type | |\n|---|---|---|\n");
    for (name, shape) in fields {
        let what = shape.get("description").and_then(Value::as_str).map(one_line).unwrap_or_default();
        let optional = if required.contains(name) { "" } else { " *optional*" };
        let _ = writeln!(page, "| `{name}`{optional} | {} | {what} |", form(shape));
    }
    page.push('\n');
}

/// The type of a value in a few words.
fn form(shape: &Value) -> String {
    if let Some(name) = shape.get("$ref").and_then(Value::as_str) {
        let name = name.rsplit('/').next().unwrap_or(name);
        return format!("[{name}](#{})", name.to_lowercase());
    }
    if let Some(value) = shape.get("const") {
        return format!("`{value}`");
    }
    let words: Vec<String> = list(shape, "enum").iter().map(|word| format!("`{word}`")).collect();
    if !words.is_empty() {
        return words.join(", ");
    }
    let choices: Vec<String> = list(shape, "anyOf")
        .iter()
        .chain(list(shape, "oneOf"))
        .filter(|choice| choice.get("type").and_then(Value::as_str) != Some("null"))
        .map(form)
        .collect();
    if !choices.is_empty() {
        return choices.join(" or ");
    }
    let kind = shape.get("type");
    let kinds: Vec<&str> = match kind {
        Some(Value::Array(all)) => {
            all.iter().filter_map(Value::as_str).filter(|kind| *kind != "null").collect()
        }
        Some(Value::String(one)) => vec![one],
        _ => Vec::new(),
    };
    match kinds.first() {
        Some(&"array") => match shape.get("items") {
            Some(items) => format!("list of {}", form(items)),
            None => "list".to_owned(),
        },
        Some(&"object") => match (shape.get("additionalProperties"), shape.get("properties")) {
            (Some(values @ Value::Object(_)), None) => format!("table of {}", form(values)),
            (_, Some(Value::Object(fields))) => {
                let names: Vec<String> =
                    fields.iter().map(|(name, shape)| format!("`{name}`: {}", form(shape))).collect();
                format!("{{ {} }}", names.join(", "))
            }
            _ => "table".to_owned(),
        },
        Some(&"string") => match shape.get("format").and_then(Value::as_str) {
            Some("date") => "day".to_owned(),
            Some("date-time") => "time, UTC".to_owned(),
            _ => "text".to_owned(),
        },
        Some(&"integer") => "whole number".to_owned(),
        Some(&"boolean") => "`true` or `false`".to_owned(),
        _ => "any".to_owned(),
    }
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn required(shape: &Value) -> Vec<String> {
    list(shape, "required").iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn resolve<'v>(schema: &'v Value, name: &str) -> &'v Value {
    let name = name.rsplit('/').next().unwrap_or(name);
    schema.get("$defs").and_then(|shapes| shapes.get(name)).unwrap_or(&Value::Null)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}
