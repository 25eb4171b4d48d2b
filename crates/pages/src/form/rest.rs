//! Questions of a round that were left open on the form, answered all alike or as recommended, where the button says so.

use serde_json::{Map, Value};

/// Takes what the form says of the rest out of its fields: `left`, which button was pressed, `of`, all questions there are, and
/// `advised`, what is recommended for each. What was answered by itself stays as it is.
pub(super) fn answer(fields: &mut Map<String, Value>) {
    let left = fields.remove("left");
    let of = fields.remove("of");
    let advised = fields.remove("advised");
    let (Some(left), Some(Value::Array(of))) = (left.as_ref().and_then(Value::as_str), of) else { return };
    let answer = |question: &str| match left {
        "accept" => Some(Value::from("accept")),
        "advised" => advised.as_ref()?.get(question).cloned(),
        _ => None,
    };
    let answers = fields.entry("answers").or_insert_with(|| Value::Object(Map::new()));
    let Value::Object(answers) = answers else { return };
    for question in of.iter().filter_map(Value::as_str) {
        if let (false, Some(answer)) = (answers.contains_key(question), answer(question)) {
            answers.insert(question.to_owned(), answer);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn answered(fields: Value) -> Value {
        let Value::Object(mut fields) = fields else { return Value::Null };
        answer(&mut fields);
        Value::Object(fields)
    }

    #[test]
    fn what_is_left_is_answered_and_nothing_else() {
        let of = |left: Option<&str>| {
            let mut sent = json!({ "answers": { "a": "reject" }, "of": ["a", "b", "c"], "advised": { "a": "accept", "c": "reject" } });
            if let Some(left) = left {
                sent["left"] = left.into();
            }
            answered(sent)
        };
        assert_eq!(of(None), json!({ "answers": { "a": "reject" } }));
        assert_eq!(of(Some("accept")), json!({ "answers": { "a": "reject", "b": "accept", "c": "accept" } }));
        assert_eq!(of(Some("advised")), json!({ "answers": { "a": "reject", "c": "reject" } }));
        assert_eq!(
            answered(json!({ "left": "accept", "of": ["a"] })),
            json!({ "answers": { "a": "accept" } })
        );
    }
}
