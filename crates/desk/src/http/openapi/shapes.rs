//! Schemas of what is read and written, made from the types themselves.
//!
//! What is sent to the desk may leave out what has a usual value; what the desk sends has it. So a type may have two
//! shapes. Both have the type's name where they are the same; else the one that is written is `NAME.written`.

use schemars::JsonSchema;
use schemars::generate::{SchemaGenerator, SchemaSettings};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Where references lead in the document.
const COMPONENTS: &str = "#/components/schemas/";
/// Where references of what is written lead until the document is finished.
const WRITTEN: &str = "#/written/";

/// The shapes that the document refers to.
pub(in crate::http) struct Shapes {
    read: SchemaGenerator,
    written: SchemaGenerator,
}

impl Shapes {
    pub(super) fn new() -> Self {
        let settings = |path: &'static str| {
            SchemaSettings::draft2020_12().with(|settings| {
                settings.meta_schema = None;
                settings.definitions_path = path.into();
            })
        };
        Self {
            read: settings("/components/schemas").into_generator(),
            written: settings("/written").for_serialize().into_generator(),
        }
    }

    /// What is sent to the desk.
    pub(super) fn body<T: JsonSchema>(&mut self) -> Value {
        self.read.subschema_for::<T>().to_value()
    }

    /// The same in full, not by reference.
    pub(super) fn body_in_full<T: JsonSchema>(&mut self) -> Value {
        T::json_schema(&mut self.read).to_value()
    }

    /// What the desk sends.
    pub(in crate::http) fn answer<T: JsonSchema>(&mut self) -> Value {
        self.written.subschema_for::<T>().to_value()
    }

    /// The same in full, not by reference.
    pub(super) fn answer_in_full<T: JsonSchema>(&mut self) -> Value {
        T::json_schema(&mut self.written).to_value()
    }

    /// The document with every reference leading to its shape, and the shapes.
    pub(super) fn finish(mut self, document: Value) -> (Value, Map<String, Value>) {
        let mut shapes = self.read.take_definitions(true);
        let written = self.written.take_definitions(true);
        let differ = differing(&shapes, &written);
        for (name, shape) in written {
            let own = component(&name, &differ);
            shapes.entry(own).or_insert_with(|| led(shape, &differ));
        }
        (led(document, &differ), shapes)
    }
}

/// The names of which what is written differs from what is read, in itself or in what it refers to.
fn differing(read: &Map<String, Value>, written: &Map<String, Value>) -> BTreeSet<String> {
    let mut differ = BTreeSet::new();
    loop {
        let more = written.iter().filter(|(name, shape)| {
            let same = read.get(*name).is_none_or(|known| *known == led((*shape).clone(), &differ));
            !same && !differ.contains(*name)
        });
        let more: Vec<String> = more.map(|(name, _)| name.clone()).collect();
        if more.is_empty() {
            return differ;
        }
        differ.extend(more);
    }
}

fn component(name: &str, differ: &BTreeSet<String>) -> String {
    if differ.contains(name) { format!("{name}.written") } else { name.to_owned() }
}

/// The same with references to what is written leading into the components.
fn led(value: Value, differ: &BTreeSet<String>) -> Value {
    match value {
        Value::String(text) => match text.strip_prefix(WRITTEN) {
            Some(name) => Value::String(format!("{COMPONENTS}{}", component(name, differ))),
            None => Value::String(text),
        },
        Value::Array(all) => Value::Array(all.into_iter().map(|value| led(value, differ)).collect()),
        Value::Object(fields) => {
            Value::Object(fields.into_iter().map(|(name, value)| (name, led(value, differ))).collect())
        }
        other => other,
    }
}
