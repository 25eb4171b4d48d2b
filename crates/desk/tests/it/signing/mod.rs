//! Signed acts at the desk: who signs what, what is refused, and what the file of an agreement proves elsewhere.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up fails"
)]

mod agreement;
mod confidences;
mod forms;
mod mutations;
mod names;
mod passkeys;
mod refused;
mod reports;
mod sign_in;
mod unsigned;

use crate::line::{Answer, Line, Member};
use mediant_attest::{Act, Envelope, SecretKey};
use mediant_record::Role;
use serde_json::{Value, json};

/// Two parties at the table with one issue, a package on it, and a principal each who is signed in.
pub struct Talks<'l> {
    pub line: &'l Line,
    pub anna: Member<'l>,
    pub bert: Member<'l>,
    pub mediator: Member<'l>,
    pub package: String,
}

pub fn key(seed: u8) -> SecretKey {
    SecretKey::new(&[seed; 32])
}

impl<'l> Talks<'l> {
    pub async fn of(line: &'l Line) -> Self {
        line.open_case().await;
        line.principal("B", "bert", "Bert").await;
        let mediator = line.member("mediator", Role::Mediator).await;
        let anna = line.person("anna", Role::Principal("A".into()), Some("anna")).await;
        let bert = line.person("bert", Role::Principal("B".into()), Some("bert")).await;
        let issue = json!({"id": "quay", "name": "The quay", "kind": "discrete",
            "options": [{"id": "wide", "name": "Wide quay"}, {"id": "narrow", "name": "Narrow quay"}]});
        done(&mediator, "add_issue", json!({"in": "table", "issue": issue})).await;
        let propose = json!({"in": "table", "options": {"quay": "wide"}, "note": "What we heard"});
        let package = done(&mediator, "propose_package", propose).await;
        Self { line, anna, bert, mediator, package }
    }

    /// The same, and each principal has registered a key file.
    pub async fn with_keys(line: &'l Line) -> Self {
        let talks = Self::of(line).await;
        for (who, party, seed) in [(&talks.anna, "A", 1), (&talks.bert, "B", 2)] {
            registers(who, party, &key(seed)).await;
        }
        talks
    }

    /// The command that accepts the package, but for its kind.
    pub fn accept(&self, party: &str) -> Value {
        json!({"in": "table", "package": self.package, "party": party, "verdict": "accept"})
    }

    /// A draft of two clauses on the table: its id and its clauses'.
    pub async fn draft(&self) -> (String, Vec<String>) {
        let clauses = json!([{"heading": "Quay", "issue": "quay", "text": "The quay is wide.\n\nNo territory changes."},
            {"heading": "Price", "text": "It costs ten."}]);
        let draft = done(
            &self.mediator,
            "put_draft",
            json!({"in": "table", "title": "On the quay", "clauses": clauses}),
        )
        .await;
        let text = self.mediator.get("/api/v1/text").await.json();
        let clauses = text["drafts"][0]["clauses"].as_array().cloned().unwrap_or_default();
        let ids = clauses.iter().map(|clause| clause["id"].as_str().unwrap().to_owned());
        (draft, ids.collect())
    }
}

pub async fn registers(who: &Member<'_>, party: &str, key: &SecretKey) {
    done(who, "register_key", json!({"party": party, "public": key.public().line()})).await;
}

/// What a member asks for.
pub async fn asks(who: &Member<'_>, kind: &str, body: Value) -> Answer {
    who.post(&format!("/api/v1/commands/{kind}"), &body).await
}

/// The same, carried out; the id of what was made.
pub async fn done(who: &Member<'_>, kind: &str, body: Value) -> String {
    let answer = asks(who, kind, body.clone()).await;
    assert_eq!(answer.status, 201, "{kind} {body}: {}", answer.text());
    answer.json()["made"].as_str().unwrap_or_default().to_owned()
}

/// The act that the desk hands out for a command.
pub async fn act_of(who: &Member<'_>, kind: &str, body: &Value) -> Act {
    let answer = who.get(&format!("/api/v1/acts/{kind}?{}", query(body))).await;
    assert_eq!(answer.status, 200, "{kind} {body}: {}", answer.text());
    Act::parse(&answer.text()).unwrap()
}

/// A command's fields as a form sends them.
pub fn query(body: &Value) -> String {
    let mut fields = Vec::new();
    collect(body, "", &mut fields);
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(&fields);
    query.finish()
}

fn collect(value: &Value, path: &str, fields: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                collect(member, &path, fields);
            }
        }
        Value::Array(all) => all.iter().for_each(|member| collect(member, &format!("{path}[]"), fields)),
        Value::String(text) => fields.push((path.to_owned(), text.clone())),
        other => fields.push((format!("{path}:json"), other.to_string())),
    }
}

/// A command with what was signed of it.
pub fn with(body: &Value, envelope: &Envelope) -> Value {
    let mut body = body.clone();
    body["signed"] = serde_json::to_value(envelope).unwrap();
    body
}

/// Takes the act of a command, signs it and sends both.
pub async fn signs(who: &Member<'_>, key: &SecretKey, kind: &str, body: Value) -> Answer {
    let act = act_of(who, kind, &body).await;
    let envelope = Envelope::sign(&act, key).unwrap();
    asks(who, kind, with(&body, &envelope)).await
}

/// Refused with 409; the field and the sentence.
pub fn refusal(answer: &Answer) -> (String, String) {
    assert_eq!(answer.status, 409, "{}", answer.text());
    let problem = answer.json();
    let text = |name: &str| problem[name].as_str().unwrap_or_default().to_owned();
    (text("field"), text("detail"))
}
