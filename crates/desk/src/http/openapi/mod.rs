//! The OpenAPI 3.1 document, made from the table of routes and from the types that are read and written.

mod accounts;
mod answers;
mod operation;
mod shapes;

use super::table::{COMMANDS, ROUTES};
use super::worked_out::Named;
use crate::http_error::{Details, HttpError};
use crate::service::Receipt;
use crate::signing;
use axum::response::Response;
use mediant_pages::audience;
use mediant_record::Command;
use operation::{Answered, Operation};
use serde_json::{Map, Value, json};
pub(super) use shapes::Shapes;
use std::sync::OnceLock;

/// The document: the same for everybody.
pub(super) async fn document() -> Result<Response, HttpError> {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    super::json(DOCUMENT.get_or_init(made))
}

fn made() -> Value {
    let mut shapes = Shapes::new();
    // Every operation refers to it.
    let _ = shapes.answer::<Details>();
    let mut paths = Map::new();
    for route in &ROUTES {
        let body = route.answer.is_post().then(|| shapes.body::<Named>());
        let (summary, answered) = (route.summary.to_owned(), answers::of(route.answer, &mut shapes));
        let operation =
            Operation { route, method: route.method(), summary, body, answered, query: Vec::new() };
        enter(&mut paths, route.path.to_owned(), operation);
    }
    for operation in accounts::all(&mut shapes) {
        enter(&mut paths, operation.route.path.to_owned(), operation);
    }
    for (kind, mut body) in commands(&mut shapes) {
        if signing::KINDS.contains(&kind.as_str())
            && let Some(fields) = body.get_mut("properties").and_then(Value::as_object_mut)
        {
            fields.insert("signed".to_owned(), signed());
        }
        if let Some(fields) = body.get_mut("properties").and_then(Value::as_object_mut) {
            beside(&kind, fields);
        }
        let summary = body.get("description").and_then(Value::as_str).unwrap_or_default().to_owned();
        let answered = Answered::json("201", shapes.answer::<Receipt>());
        let (route, method, query) = (&COMMANDS, COMMANDS.method(), Vec::new());
        let operation = Operation { route, method, summary, body: Some(body), answered, query };
        enter(&mut paths, COMMANDS.path.replace("{kind}", &kind), operation);
    }
    let (paths, schemas) = shapes.finish(Value::Object(paths));
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Mediant",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "The mediator's desk. Answers hold what their reader may know and nothing else."
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": "mediant_session"}}
        }
    })
}

fn enter(paths: &mut Map<String, Value>, path: String, operation: Operation<'_>) {
    if let Value::Object(methods) = paths.entry(path).or_insert_with(|| json!({})) {
        methods.insert(operation.method.to_owned(), operation.written());
    }
}

/// Every kind of command with what is sent for it: its JSON without the tag, which stands in the path.
fn commands(shapes: &mut Shapes) -> Vec<(String, Value)> {
    let all = shapes.body_in_full::<Command>();
    let variants = all.get("oneOf").and_then(Value::as_array).cloned().unwrap_or_default();
    let untagged = variants.into_iter().map(|mut body| {
        let kind = take_tag(&mut body);
        (kind, body)
    });
    untagged.collect()
}

/// What whoever has a key sends beside what the table is told.
fn signed() -> Value {
    json!({
        "type": "object",
        "description": "the envelope that `mediant sign` makes of the act of `/api/v1/acts`, or `act` and what a passkey answered \
            to it in Base64: `client_data`, `authenticator_data`, `signature`. Taken with what gives something away at the table alone"
    })
}

/// What stands beside a command that says who is to read something.
fn beside(kind: &str, fields: &mut Map<String, Value>) {
    if audience::ASKED_ABOUT.contains(&kind) {
        let confirmed = json!({
            "type": "string",
            "description": "the compartment whose readers are meant although it contradicts how it is known, such as `table`: \
                without it such a command is refused (422, with the field)"
        });
        fields.insert(audience::CONFIRMED.to_owned(), confirmed);
    }
    if kind == "state" {
        let words = audience::Known::ALL.map(audience::Known::word);
        let known = json!({
            "enum": words,
            "description": "how it is known; where `publicity` of the statement is left out it follows from this, from `standing`, \
                or goes to the fewest"
        });
        fields.insert(audience::KNOWN.to_owned(), known);
    }
}

/// The kind of a command; its body is what is left.
fn take_tag(body: &mut Value) -> String {
    let tag =
        body.get_mut("properties").and_then(Value::as_object_mut).and_then(|fields| fields.remove("command"));
    if let Some(required) = body.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|name| name != "command");
    }
    let kind = tag.as_ref().and_then(|tag| tag.get("const")).and_then(Value::as_str);
    kind.unwrap_or_default().to_owned()
}
