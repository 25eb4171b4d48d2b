//! What each route of the table answers.

use super::super::answers as a;
use super::super::questions::QuestionsAnswer;
use super::super::table::Answer;
use super::super::worked_out::{Inferences, Meaning};
use super::operation::Answered;
use super::shapes::Shapes;
use mediant_record::Recorded;
use mediant_render::json;
use serde_json::{Map, Value, json};

/// What comes back from a route.
pub(super) fn of(answer: Answer, shapes: &mut Shapes) -> Answered {
    let schema = match answer {
        Answer::State(_, shape) | Answer::OfParty(_, shape) => shape(shapes),
        Answer::Preview => shapes.answer::<a::PreviewAnswer<'static>>(),
        Answer::Timeline => json!({"type": "object", "required": ["events"],
            "properties": {"events": {"type": "array", "items": event(shapes)}}}),
        Answer::Streams => {
            json!({"type": "object", "required": ["streams"], "properties": {"streams": streams()}})
        }
        Answer::Export => json!({"type": "object", "required": ["mediant_export", "streams", "events"],
            "properties": {"mediant_export": {"type": "integer"}, "streams": streams(),
                "events": {"type": "array", "items": event(shapes)}}}),
        Answer::Copy => copy(),
        Answer::CaseFile => return Answered::text("application/toml", "a Mediant case file"),
        Answer::Act => return Answered::text("text/plain", "an act, as `docs/reference/acts.md` has it"),
        Answer::KeysFile => return Answered::text("text/plain", "`keys.txt`"),
        Answer::Agreement => {
            json!({"type": "object", "required": ["mediant_agreement", "words", "keys", "acts", "sha256"]})
        }
        Answer::Picture => return Answered::text("image/svg+xml", "a picture"),
        Answer::Events => return Answered::text("text/event-stream", EVENT_STREAM),
        Answer::Analysis => shapes.answer::<json::Document<'static>>(),
        Answer::Outlook => shapes.answer::<json::OutlookDocument>(),
        Answer::Certificate => certificate(),
        Answer::Meaning => shapes.answer::<Meaning>(),
        Answer::Inference => shapes.answer::<Inferences>(),
        Answer::Questions => shapes.answer::<QuestionsAnswer>(),
        Answer::OpenApi => json!({"type": "object", "required": ["openapi", "info", "paths", "components"]}),
        // Each kind of command has an operation of its own.
        Answer::Command => Value::Bool(true),
    };
    Answered::json("200", schema)
}

/// `docs/reference/acts.md` says what it is.
fn copy() -> Value {
    let digest = || json!({"type": "string", "pattern": "^[0-9a-f]{64}$"});
    let entry = json!({"type": "object", "required": ["sequence", "commitment", "link"],
        "properties": {"sequence": {"type": "integer", "minimum": 1}, "commitment": digest(), "link": digest(),
            "salt": digest(), "event": {"type": "string", "description": "the bytes that were committed to"}}});
    let stream = json!({"type": "object", "required": ["stream", "length", "entries"],
        "properties": {"stream": {"type": "string"}, "length": {"type": "integer", "minimum": 0},
            "entries": {"type": "array", "items": entry}}});
    json!({"type": "object", "required": ["mediant_copy", "case", "case_id", "reader", "made", "streams"],
        "properties": {"mediant_copy": {"type": "integer"}, "case": {"type": "string"}, "case_id": digest(),
            "reader": {"type": "string"}, "made": {"type": "string", "format": "date-time"},
            "streams": {"type": "array", "items": stream}}})
}

const EVENT_STREAM: &str = "Frames `recorded`, each with the revision up to that event as `id` and `{index, kind, in}` as `data`. \
    After a deletion a frame `deleted` says that what is left is counted anew, up to its `index`: what was read before is to \
    be read again.";

/// An event as its reader may have it: without the name of the request it came with, and never with answers that a round
/// does not show.
fn event(shapes: &mut Shapes) -> Value {
    let mut shape = shapes.answer_in_full::<Recorded>();
    if let Some(fields) = shape.get_mut("properties").and_then(Value::as_object_mut) {
        fields.remove("request");
        fields.remove("request_digest");
        let index =
            json!({"type": "integer", "minimum": 1, "description": "its place in the reader's own view"});
        fields.insert("index".to_owned(), index);
        fields.insert(
            "in".to_owned(),
            json!({"type": "string", "description": "the compartment it stands in"}),
        );
    }
    if let Some(required) = shape.get_mut("required").and_then(Value::as_array_mut) {
        required.extend([Value::from("index"), Value::from("in")]);
    }
    let kinds = shape.get_mut("oneOf").and_then(Value::as_array_mut).into_iter().flatten();
    for fields in kinds.filter_map(|kind| kind.get_mut("properties")?.as_object_mut()) {
        if fields.get("event").is_some_and(|event| event["const"] == "round_answered") {
            fields.insert("answers".to_owned(), json!({"type": "null", "description": "read by nobody"}));
        }
    }
    shape
}

fn streams() -> Value {
    json!({
        "type": "object",
        "description": "by the name of the compartment",
        "additionalProperties": {
            "type": "object",
            "required": ["events", "link"],
            "properties": {
                "events": {"type": "integer", "minimum": 1},
                "link": {"type": "string", "pattern": "^[0-9a-f]{64}$", "description": "the last link of its chain"}
            }
        }
    })
}

/// An object with these members, all of them there; more may come.
fn object(description: &str, members: &[(&str, Value)]) -> Value {
    let names: Vec<&str> = members.iter().map(|(name, _)| *name).collect();
    let properties: Map<String, Value> =
        members.iter().map(|(name, shape)| ((*name).to_owned(), shape.clone())).collect();
    json!({"type": "object", "description": description, "required": names, "properties": properties})
}

fn list(items: Value) -> Value {
    json!({"type": "array", "items": items})
}

fn certificate() -> Value {
    let mut shape = object(
        "what `mediant verify` reads; null where nothing is proven; see the guide on certificates",
        &[
            ("mediant", json!({"const": 2})),
            ("about", json!({"type": "object"})),
            ("units", json!({"type": "object", "additionalProperties": {"type": "string"}})),
            ("claims", list(json!({"type": "object"}))),
        ],
    );
    shape["type"] = json!(["object", "null"]);
    shape
}
