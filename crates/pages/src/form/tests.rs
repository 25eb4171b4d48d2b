use super::*;
use proptest::prelude::*;
use serde_json::json;

fn mapped(fields: &[(&str, &str)]) -> Result<Value, FormError> {
    let fields: Vec<_> = fields.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    object(&fields, &TimeZone::fixed(jiff::tz::offset(2)), Language::English).map(Value::Object)
}

#[test]
fn paths_become_members_and_lists() {
    let value = mapped(&[
        ("title", " A fence "),
        ("plan.parties[]", "north"),
        ("plan.parties[]", "south"),
        ("plan.parties[]", ""),
        ("plan.place", ""),
        ("options.a%2Eb", "low"),
        ("binding:bool", "false"),
        ("binding:bool", "on"),
        ("replaces_version:number", "3"),
        ("to:json", r#"{"party":"north"}"#),
        ("agenda:lines", "one\r\n\r\n two"),
        ("closes:local", "4 Dec 2025, 18:00"),
        ("on:day", "5.12.2025"),
        ("gap:decimal", "12,5 %"),
        ("depth:decimal", "left_open"),
    ]);
    let expected = json!({
        "title": "A fence",
        "plan": { "parties": ["north", "south"] },
        "options": { "a.b": "low" },
        "binding": true,
        "replaces_version": 3,
        "to": { "party": "north" },
        "agenda": ["one", "two"],
        "closes": "2025-12-04T16:00:00Z",
        "on": "2025-12-05",
        "gap": "12.5",
        "depth": "left_open",
    });
    assert_eq!(value, Ok(expected));
}

#[test]
fn entries_without_words_are_absent_and_places_order_the_rest() {
    let value = mapped(&[
        ("clauses[0].id:fixed", "x"),
        ("clauses[0].heading", ""),
        ("clauses[1].heading", "second"),
        ("clauses[1].@place", "2"),
        ("clauses[2].heading", "first"),
        ("clauses[2].@place", "1"),
    ]);
    assert_eq!(value, Ok(json!({ "clauses": [{ "heading": "first" }, { "heading": "second" }] })));
}

#[test]
fn a_fault_finds_the_entry_of_the_form() {
    let sent = Sent::new(
        [
            ("clauses[0].id:fixed", "x"),
            ("clauses[1].heading", "second"),
            ("clauses[1].@place:number", "2"),
            ("clauses[3].heading", "first"),
            ("clauses[3].@place:number", "1"),
            ("agenda[]", "tea"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned())),
    );
    for (path, expected) in [
        ("clauses.0.text", "clauses.3.text"),
        ("clauses.1.heading", "clauses.1.heading"),
        ("clauses.2.heading", "clauses.2.heading"),
        ("agenda.0", "agenda"),
        ("title", "title"),
    ] {
        assert_eq!(sent.path_as_sent(path), expected);
    }
}

#[test]
fn what_is_given_in_two_ways_is_refused() {
    assert!(mapped(&[("a", "1"), ("a.b", "2")]).is_err());
    assert!(mapped(&[("a[]", "1"), ("a[0].b", "2")]).is_err());
    assert!(mapped(&[("a[x]", "1")]).is_err());
    assert!(mapped(&[("a:unknown", "1")]).is_err());
    assert!(mapped(&[("closes:local", "soon")]).is_err());
    assert!(mapped(&[("on:day", "5/6/2025")]).is_err());
}

#[test]
fn forms_lead_nowhere_else() {
    let back = |path: &str| Sent::new([("return".to_owned(), path.to_owned())]).back;
    assert_eq!(back("/text?draft=3").as_deref(), Some("/text?draft=3"));
    for elsewhere in ["https://example.org", "//example.org", "/\\example.org", "javascript:1", "/a\nb", ""] {
        assert_eq!(back(elsewhere), None, "{elsewhere}");
    }
}

proptest! {
    #[test]
    fn any_name_can_be_a_step(name in "\\PC{1,12}") {
        let field = format!("options.{}", key(&name));
        let value = mapped(&[(&field, "x")]);
        prop_assert_eq!(value, Ok(json!({ "options": { name: "x" } })));
    }

    #[test]
    fn no_field_breaks_the_reader(name in "[a-z.\\[\\]0-9:%@]{0,20}", value in "\\PC{0,10}") {
        let _ = mapped(&[(&name, &value)]);
    }
}
