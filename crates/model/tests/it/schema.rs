//! The JSON Schema describes the shapes that are written.
#![expect(clippy::unwrap_used, reason = "a test whose input cannot be built should stop there")]

use mediant_model::statement::{RedLine, Session};
use mediant_model::{Case, Issue};
use schemars::schema_for;
use serde_json::{Value, json};

fn required(schema: &Value) -> Vec<&str> {
    let mut names: Vec<&str> =
        schema["required"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    names.sort_unstable();
    names
}

#[test]
fn a_red_line_is_described_with_its_provenance_flattened() {
    let schema = serde_json::to_value(schema_for!(RedLine)).unwrap();
    assert_eq!(required(&schema), ["never", "party", "publicity", "standing"]);
    assert_eq!(
        schema["properties"]["never"],
        json!({ "$ref": "#/$defs/Condition", "description": "The packages it will never accept." })
    );
    let on = schema["properties"]["on"].to_string();
    assert!(on.contains(r#""format":"date""#), "{on}");
    let condition = &schema["$defs"]["Condition"];
    for inner in [
        &condition["properties"]["not"],
        &condition["properties"]["any"]["items"],
        &condition["properties"]["all"]["items"],
    ] {
        assert_eq!(inner, &json!({ "$ref": "#/$defs/Condition" }));
    }
    assert_eq!(schema["$defs"]["Number"]["type"], "string");
    assert_eq!(schema["$defs"]["PartyId"]["type"], "string");
}

#[test]
fn a_session_is_described_with_both_days() {
    let schema = serde_json::to_value(schema_for!(Session)).unwrap();
    assert!(schema["properties"]["on"].is_object() && schema["properties"]["told_on"].is_object());
    assert_eq!(required(&schema), ["publicity", "status"]);
}

#[test]
fn an_issue_is_described_in_three_kinds() {
    let schema = serde_json::to_value(schema_for!(Issue)).unwrap();
    let kinds: Vec<&Value> =
        schema["oneOf"].as_array().unwrap().iter().map(|kind| &kind["properties"]["kind"]["const"]).collect();
    assert_eq!(kinds, ["discrete", "range", "withheld"]);
    let case = serde_json::to_value(schema_for!(Case)).unwrap();
    assert_eq!(required(&case), ["title"]);
}
