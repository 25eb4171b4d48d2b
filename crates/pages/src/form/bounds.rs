//! Bounds of a number as a form asks for them, a word and a number or two, as the bounds that a condition has.

use super::{FormError, key};
use mediant_words::{Language, say};
use serde_json::{Map, Value, json};

/// The parts of a statement that are conditions, and whether a statement makes sense without them.
const CONDITIONS: [(&str, bool); 5] =
    [("never", false), ("wants", true), ("require", false), ("when", false), ("then", false)];

/// Puts bounds in the place of `is`, `value` and `to` in the conditions of a statement. What was left empty is absent.
///
/// # Errors
/// A number is missing, or one is given that says nothing.
pub(super) fn put_in(fields: &mut Map<String, Value>, language: Language) -> Result<(), FormError> {
    let Some(Value::Object(statement)) = fields.get_mut("statement") else { return Ok(()) };
    for (member, may_be_absent) in CONDITIONS {
        let Some(Value::Object(condition)) = statement.get_mut(member) else { continue };
        let asked: Vec<String> = condition
            .iter()
            .filter(|(_, given)| ["is", "value", "to"].iter().any(|part| given.get(part).is_some()))
            .map(|(issue, _)| issue.clone())
            .collect();
        for issue in &asked {
            let Some(given) = condition.remove(issue) else { continue };
            let named = |part: &str| format!("statement.{member}.{}.{part}", key(issue));
            if let Some(bounds) = bounds(&given, named, language)? {
                condition.insert(issue.clone(), bounds);
            }
        }
        if let (true, Some(issue)) = (condition.is_empty(), asked.first()) {
            if !may_be_absent {
                let field = format!("statement.{member}.{}.value", key(issue));
                return Err(FormError::at(&field, say!(language, form_faults.write_the_number)));
            }
            statement.remove(member);
        }
    }
    Ok(())
}

/// The bounds that were given; `None` where no number was.
fn bounds(
    given: &Value,
    named: impl Fn(&str) -> String,
    language: Language,
) -> Result<Option<Value>, FormError> {
    let part = |name: &str| given.get(name).and_then(Value::as_str);
    let (value, to) = (part("value"), part("to"));
    if value.is_none() && to.is_none() {
        return Ok(None);
    }
    let needed = || FormError::at(&named("value"), say!(language, form_faults.write_the_number));
    let is = part("is").unwrap_or_default();
    if is != "between" && to.is_some() {
        return Err(FormError::at(&named("to"), say!(language, form_faults.a_second_number_alone)));
    }
    let value = value.ok_or_else(needed)?;
    Ok(Some(match is {
        "above" | "below" => json!({ is: value }),
        "at_least" => json!({ "min": value }),
        "at_most" => json!({ "max": value }),
        "exactly" => json!({ "min": value, "max": value }),
        "between" => {
            let needed = || FormError::at(&named("to"), say!(language, form_faults.write_the_number_up_to));
            let to = to.ok_or_else(needed)?;
            json!({ "min": value, "max": to })
        }
        _ => return Err(FormError::at(&named("is"), say!(language, form_faults.not_offered))),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(never: Value) -> Result<Value, Option<String>> {
        let mut fields = Map::new();
        fields.insert("statement".to_owned(), json!({ "never": never }));
        put_in(&mut fields, Language::English).map_err(|why| why.field)?;
        Ok(fields["statement"]["never"].clone())
    }

    #[test]
    fn a_word_and_its_numbers_are_bounds() {
        for (is, bounds) in [
            ("above", json!({ "above": "350" })),
            ("below", json!({ "below": "350" })),
            ("at_least", json!({ "min": "350" })),
            ("at_most", json!({ "max": "350" })),
            ("exactly", json!({ "min": "350", "max": "350" })),
        ] {
            let condition: mediant_model::Condition =
                serde_json::from_value(json!({ "fee": bounds.clone() })).expect("a condition");
            assert!(mediant_model::bounds::Bounds::of(&condition).is_some());
            assert_eq!(read(json!({ "fee": { "is": is, "value": "350" } })), Ok(json!({ "fee": bounds })));
        }
        let between = json!({ "fee": { "is": "between", "value": "3", "to": "4.5" }, "term": ["two"] });
        assert_eq!(read(between), Ok(json!({ "fee": { "min": "3", "max": "4.5" }, "term": ["two"] })));
    }

    #[test]
    fn what_is_missing_or_too_much_is_named() {
        let field = |name: &str| Err(Some(format!("statement.never.fee.{name}")));
        assert_eq!(read(json!({ "fee": { "is": "above" } })), field("value"));
        assert_eq!(read(json!({ "fee": { "is": "between", "value": "3" } })), field("to"));
        assert_eq!(read(json!({ "fee": { "is": "above", "value": "3", "to": "4" } })), field("to"));
        assert_eq!(read(json!({ "fee": { "is": "beside", "value": "3" } })), field("is"));
        // Where something else is said, an empty number is none.
        let other = json!({ "fee": { "is": "above" }, "term": ["two"] });
        assert_eq!(read(other), Ok(json!({ "term": ["two"] })));
    }
}
