//! The OpenAPI 3.1 document, made from the table of routes.

use super::table::{COMMANDS, ROUTES, Route, Who};
use crate::problem::Problem;
use axum::response::Response;
use mediant_record::Command;
use serde_json::{Map, Value, json};
use std::sync::OnceLock;

/// The routes of `accounts::routes`: path, method, what it does, for whom.
const ACCOUNTS: [(&str, &str, &str, Who); 14] = [
    ("/api/v1/sign-in", "post", "sign in with name and password", Who::Everybody),
    ("/api/v1/sign-out", "post", "sign out", Who::SignedIn),
    ("/api/v1/sign-out-everywhere", "post", "end every session of one's account", Who::SignedIn),
    ("/api/v1/me", "get", "who is signed in", Who::SignedIn),
    ("/api/v1/me", "post", "set one's time zone", Who::SignedIn),
    ("/api/v1/me/password", "post", "change one's password", Who::SignedIn),
    ("/api/v1/invitations", "get", "invitations one may see", Who::Inviters),
    ("/api/v1/invitations", "post", "invite somebody", Who::Inviters),
    ("/api/v1/invitations/accept", "post", "accept an invitation", Who::Everybody),
    ("/api/v1/invitations/{id}", "delete", "withdraw an invitation", Who::Inviters),
    ("/api/v1/audit", "get", "who came in, and when", Who::Mediator),
    ("/api/v1/accounts", "get", "everybody who has an account", Who::Mediator),
    ("/api/v1/accounts/{id}/close", "post", "close an account", Who::Mediator),
    ("/api/v1/problems", "get", "the sorts of problems", Who::Everybody),
];

/// The document: the same for everybody.
pub(super) async fn document() -> Result<Response, Problem> {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    super::json(DOCUMENT.get_or_init(made))
}

fn made() -> Value {
    let mut schemas = Map::new();
    let mut paths = Map::new();
    for route in &ROUTES {
        paths.insert(
            route.path.to_owned(),
            json!({ (route.method()): operation(route, route.summary, None) }),
        );
    }
    for (path, method, summary, who) in ACCOUNTS {
        let route = Route::described(path, summary, who);
        let operation = operation(&route, summary, None);
        let known = paths.entry(path.to_owned()).or_insert_with(|| json!({}));
        if let Value::Object(methods) = known {
            methods.insert(method.to_owned(), operation);
        }
    }
    let commands = schemars::schema_for!(Command).to_value();
    let shapes = commands.get("$defs").and_then(Value::as_object).cloned().unwrap_or_default();
    for (name, shape) in shapes {
        schemas.insert(name, moved(shape));
    }
    for variant in commands.get("oneOf").and_then(Value::as_array).into_iter().flatten() {
        let mut body = variant.clone();
        let kind = take_tag(&mut body);
        let summary = body.get("description").and_then(Value::as_str).unwrap_or_default().to_owned();
        let path = COMMANDS.path.replace("{kind}", &kind);
        paths.insert(path, json!({ "post": operation(&COMMANDS, &summary, Some(moved(body))) }));
    }
    schemas.insert(
        "Problem".to_owned(),
        json!({
            "type": "object",
            "description": "RFC 9457, with the field it is about, advice, and the sort of problem as a word.",
            "required": ["type", "title", "status", "detail", "reason"],
            "properties": {
                "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
                "detail": {"type": "string"}, "instance": {"type": "string"}, "reason": {"type": "string"},
                "field": {"type": "string"}, "help": {"type": "string"}
            }
        }),
    );
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

/// A schema whose references lead into the components.
fn moved(schema: Value) -> Value {
    match schema {
        Value::String(text) => match text.strip_prefix("#/$defs/") {
            Some(name) => Value::String(format!("#/components/schemas/{name}")),
            None => Value::String(text),
        },
        Value::Array(all) => Value::Array(all.into_iter().map(moved).collect()),
        Value::Object(fields) => {
            Value::Object(fields.into_iter().map(|(name, value)| (name, moved(value))).collect())
        }
        other => other,
    }
}

fn operation(route: &Route, summary: &str, body: Option<Value>) -> Value {
    let who = match route.who {
        Who::Everybody => "everybody",
        Who::Table => "the mediator, the team and parties",
        Who::Mediators => "the mediator and the team",
        Who::Parties => "parties",
        Who::SignedIn => "whoever is signed in",
        Who::Inviters => "those who may invite: the mediator, and principals for their own party",
        Who::Mediator => "the mediator",
    };
    let status = if body.is_some() { "201" } else { "200" };
    let problem = json!({
        "description": "what went wrong",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    });
    let mut operation = json!({
        "summary": summary,
        "description": format!("For {who}."),
        "responses": {(status): {"description": "the answer"}, "default": problem},
    });
    if let Value::Object(fields) = &mut operation {
        if route.who != Who::Everybody {
            fields.insert("security".to_owned(), json!([{"session": []}]));
        }
        if route.path.contains("{party}") {
            let party =
                json!([{"name": "party", "in": "path", "required": true, "schema": {"type": "string"}}]);
            fields.insert("parameters".to_owned(), party);
        }
        let body = body.or_else(|| {
            (route.method() == "post").then(|| {
                json!({
                    "type": "object",
                    "required": ["options"],
                    "properties": {
                        "options": {"type": "object", "additionalProperties": {"type": "string"}},
                        "recipient": {"type": "string"}
                    }
                })
            })
        });
        if let Some(body) = body {
            let content = json!({"required": true, "content": {"application/json": {"schema": body}}});
            fields.insert("requestBody".to_owned(), content);
        }
    }
    operation
}
