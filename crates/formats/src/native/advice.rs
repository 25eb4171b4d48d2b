//! What to write in place of what stands there: advice for mistakes that look like a shorter way of saying it.

use mediant_model::spelling::quoted;
use toml::de::DeValue;

/// Keys of a case, for whoever writes them into a brief.
const OF_CASE: [&str; 13] = [
    "title",
    "as_of",
    "agreement",
    "sources",
    "parties",
    "issues",
    "positions",
    "answers",
    "remarks",
    "sessions",
    "confidences",
    "deadlines",
    "mediant",
];
/// Keys of a brief, for whoever writes them into a case.
const OF_BRIEF: [&str; 11] = [
    "party",
    "ranking",
    "importance",
    "points",
    "interactions",
    "constant",
    "cap",
    "reservation",
    "reservation_default",
    "discount",
    "mediant_brief",
];

/// What to write where a table should stand; `what` is what the table would be.
pub(super) fn for_table(what: &str, found: &DeValue<'_>) -> Option<String> {
    let written = literal(found);
    let value = written.as_deref().unwrap_or("…");
    let is_number = matches!(found, DeValue::Integer(_) | DeValue::Float(_));
    let is_list = matches!(found, DeValue::Array(_));
    Some(match what {
        "a walk-away value" if is_list => {
            let stated = pair(found).unwrap_or_else(|| "[40, 60]".to_owned());
            format!("write `reservation = {{ range = {stated} }}`")
        }
        "a walk-away value" => format!("write `reservation = {{ value = {value} }}`"),
        "a condition" if is_number => format!("say of which issue: `{{ ISSUE = {value} }}`"),
        "a condition" if is_list => "say of which issue: `{ ISSUE = [\"a\", \"b\"] }`".to_owned(),
        "a condition" => format!("say of which issue: `{{ ISSUE = {value} }}`"),
        "parties" => "write `[parties.NAME]` for each of them".to_owned(),
        "people" => "write `people.NAME = { role = \"delegate\" }` for each of them".to_owned(),
        "factions" => "write `factions.NAME = { veto = false }` for each of them".to_owned(),
        "issues" => "write `[issues.NAME]` and its `options` for each of them".to_owned(),
        "sources" => "write `[sources.NAME]` for each of them".to_owned(),
        "a party" | "a person" | "a faction" => format!("write `{{ name = {value} }}`"),
        "a source" => format!("write `{{ title = {value} }}`"),
        "an issue" if is_list => "write `{ options = [\"a\", \"b\"] }`".to_owned(),
        "an issue" => format!("write `{{ name = {value}, options = [\"a\", \"b\"] }}`"),
        "the agreement rule" if is_number => format!("write `agreement = {{ quorum = {value} }}`"),
        "the agreement rule" => {
            "write `agreement = { rule = \"unanimity\" }`, or `{ quorum = 2 }`".to_owned()
        }
        "a mandate" if is_list => "write `mandate = { issues = [\"a\", \"b\"] }`".to_owned(),
        "a mandate" => format!("write `mandate = {{ issues = {value} }}`"),
        "points" | "the points of an issue" | "the points of options" => {
            "write `points.ISSUE = { options = { a = 10, b = 0 } }`".to_owned()
        }
        "ranking" => "write `[ranking]`, and below it `ISSUE = [\"best\", \"worst\"]`".to_owned(),
        "a red line" => "write `[[red_lines]]`, and below it `never = { ISSUE = \"option\" }`".to_owned(),
        "a precondition" => {
            "write `[[preconditions]]`, and below it `require = { ISSUE = \"option\" }`".to_owned()
        }
        "a linkage" => "write `[[linkages]]`, and below it `if = { … }` and `then = { … }`".to_owned(),
        "an interaction" => {
            "write `[[interactions]]`, and below it `when = { … }` and `points = 1`".to_owned()
        }
        "an interest" => format!("write `{{ text = {value} }}`"),
        "an alternative" => format!("write `{{ text = {value} }}`"),
        "a remark" => format!("write `{{ party = \"NAME\", text = {value} }}`"),
        _ => return None,
    })
}

/// Where a key belongs that means nothing where it stands.
pub(super) fn for_key(what: &str, key: &str) -> Option<String> {
    let key = key.trim();
    Some(match (what, key) {
        ("a case", "people" | "person") => {
            "people belong to a party: write `people.NAME = { … }` below `[parties.PARTY]`, or `[parties.PARTY.people.NAME]`"
                .to_owned()
        }
        ("a case", "factions" | "faction") => {
            "factions belong to a party: write `factions.NAME = { … }` below `[parties.PARTY]`".to_owned()
        }
        ("a case", "quorum" | "rule" | "veto" | "partial" | "nothing_until_everything") => {
            format!("write it below `[agreement]`: `agreement.{key} = …`")
        }
        ("a case", "options" | "min" | "max" | "step" | "unit") => {
            format!("{} belongs to an issue: write it below `[issues.ISSUE]`", quoted(key))
        }
        ("a case", key) if OF_BRIEF.contains(&key) => {
            format!("{} belongs in the brief of a party, a file of its own that begins with `mediant_brief = 1`", quoted(key))
        }
        ("a brief", "walk_away" | "walkaway" | "reservation_value" | "batna") => {
            "write `reservation = { value = 50 }`".to_owned()
        }
        ("a brief", "people" | "person" | "factions") => "people belong in the case, below their party".to_owned(),
        ("a brief", key) if OF_CASE.contains(&key) => format!("{} belongs in the case", quoted(key)),
        _ => return None,
    })
}

/// A list of two numbers as TOML writes it.
fn pair(value: &DeValue<'_>) -> Option<String> {
    let written: Vec<String> =
        value.as_array()?.iter().filter_map(|entry| literal(entry.get_ref())).collect();
    matches!(written.as_slice(), [_, _]).then(|| format!("[{}]", written.join(", ")))
}

/// A short value as TOML writes it.
fn literal(value: &DeValue<'_>) -> Option<String> {
    Some(match value {
        DeValue::String(text) if text.chars().count() <= 40 && !text.contains(['"', '\\', '\n']) => {
            format!("\"{text}\"")
        }
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(truth) => truth.to_string(),
        _ => return None,
    })
}
