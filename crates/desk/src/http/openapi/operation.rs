//! One operation of the document: what is sent, what comes back.

use super::super::table::{Answer, Route, Who};
use super::super::{TIMELINE_MAX, TIMELINE_USUAL};
use serde_json::{Map, Value, json};

/// What comes back when all is well.
pub(super) struct Answered {
    status: &'static str,
    media_type: Option<&'static str>,
    schema: Value,
}

impl Answered {
    pub(super) fn json(status: &'static str, schema: Value) -> Self {
        Self { status, media_type: Some("application/json"), schema }
    }

    /// Something else than JSON.
    pub(super) fn text(media_type: &'static str, description: &str) -> Self {
        let schema = json!({"type": "string", "description": description});
        Self { status: "200", media_type: Some(media_type), schema }
    }

    /// Nothing but that it was done.
    pub(super) fn nothing() -> Self {
        Self { status: "204", media_type: None, schema: Value::Null }
    }

    fn written(self) -> (&'static str, Value) {
        let written = match self.media_type {
            Some(kind) => json!({"description": "the answer", "content": {(kind): {"schema": self.schema}}}),
            None => json!({"description": "it was done"}),
        };
        (self.status, written)
    }
}

/// A method of a path, as the document describes it.
pub(super) struct Operation<'a> {
    pub route: &'a Route,
    pub method: &'a str,
    pub summary: String,
    /// The schema of what is sent.
    pub body: Option<Value>,
    pub answered: Answered,
    /// Parameters in the query, each with its schema and what it says.
    pub query: Vec<(&'static str, Value, &'static str)>,
}

impl Operation<'_> {
    pub(super) fn written(self) -> Value {
        let parameters = self.parameters();
        let (status, answer) = self.answered.written();
        let mut fields = Map::new();
        fields.insert("summary".to_owned(), Value::from(self.summary));
        fields.insert("description".to_owned(), Value::from(format!("For {}.", for_whom(self.route.who))));
        fields.insert("responses".to_owned(), json!({(status): answer, "default": problem()}));
        if self.route.who != Who::Everybody {
            fields.insert("security".to_owned(), json!([{"session": []}]));
        }
        if !parameters.is_empty() {
            fields.insert("parameters".to_owned(), Value::Array(parameters));
        }
        if let Some(body) = self.body {
            let content = json!({"required": true, "content": {"application/json": {"schema": body}}});
            fields.insert("requestBody".to_owned(), content);
        }
        Value::Object(fields)
    }

    fn parameters(&self) -> Vec<Value> {
        let mut all = Vec::new();
        for (name, what) in
            [("party", "the id of a party"), ("id", "its id"), ("kind", "the kind of a command")]
        {
            if self.route.path.contains(&format!("{{{name}}}")) {
                all.push(json!({"name": name, "in": "path", "required": true, "description": what,
                    "schema": {"type": "string"}}));
            }
        }
        let mut add = |place: &str, name: &str, schema: Value, what: &str| {
            all.push(
                json!({"name": name, "in": place, "required": false, "description": what, "schema": schema}),
            );
        };
        for (name, schema, what) in &self.query {
            add("query", name, schema.clone(), what);
        }
        match self.route.answer {
            Answer::Timeline => {
                let limit = json!({"type": "integer", "minimum": 1, "maximum": TIMELINE_MAX, "default": TIMELINE_USUAL});
                add(
                    "query",
                    "before",
                    count(1),
                    "only events before this index; the latest ones where not given",
                );
                add("query", "limit", limit, "so many events at most");
            }
            Answer::Events => {
                let revision = || json!({"type": "string", "pattern": "^([0-9]+|[1-9][0-9]*-.+)$"});
                let what =
                    "from after this revision on, or after so many events; from now on where not given";
                add("query", "after", revision(), what);
                let what = "the id of the last event that arrived; goes before `after`";
                add("header", "Last-Event-ID", revision(), what);
            }
            Answer::Act => {
                let what = "the key that is to sign, by its id; the first of one's own where not given";
                add("query", "with", json!({"type": "string", "pattern": "^[0-9a-f]{64}$"}), what);
            }
            Answer::Command => {
                let what = "a name for the request, in ASCII: sent again under the same name it is not carried out again, \
                    and the same receipt comes back; what says something else is refused under it (422, `name_taken`)";
                add("header", "Idempotency-Key", json!({"type": "string"}), what);
            }
            _ => {}
        }
        if self.method != "get" && self.route.who != Who::Everybody {
            let what = "the `form_token` of `/api/v1/me`; needed unless a browser says that a page of this desk sent the \
                request";
            add("header", "x-mediant-token", json!({"type": "string"}), what);
        }
        all
    }
}

fn count(least: u64) -> Value {
    json!({"type": "integer", "minimum": least})
}

fn for_whom(who: Who) -> &'static str {
    match who {
        Who::Everybody => "everybody",
        Who::Table => "the mediator, the team and parties",
        Who::Mediators => "the mediator and the team",
        Who::Parties => "parties",
        Who::SignedIn => "whoever is signed in",
        Who::Inviters => "those who may invite: the mediator, and principals for their own party",
        Who::Mediator => "the mediator",
        Who::Principals => "principals",
    }
}

fn problem() -> Value {
    json!({
        "description": "what went wrong (RFC 9457)",
        "content": {"application/problem+json": {"schema": {"$ref": "#/written/Details"}}}
    })
}
