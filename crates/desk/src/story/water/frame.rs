//! Who shares the spring, and what is to be settled.

use super::super::Step;
use super::super::said::{asks, at};
use super::{Cast, cast};
use jiff::civil::date;
use serde_json::{Value, json};

/// The case, its people and its issues, put down in one afternoon.
pub(super) fn opened() -> Vec<Step> {
    let (Cast { mediator, houses, reyes, gardens, .. }, now) = (cast(), at(date(2026, 5, 4), 14, 0));
    let ask = |kind: &str, fields: Value| asks(now, &mediator, kind, fields);
    let mut steps = vec![
        ask(
            "open_case",
            json!({ "in": "public", "title": "The water of Alder Lane", "reference": "water",
                "agreement": { "quorum": "unanimity", "nothing_until_everything": true, "partial": false } }),
        ),
        ask(
            "say",
            json!({ "to": "public", "wording": "This record is a demonstration. The lane, its people and every number are invented." }),
        ),
    ];
    steps.extend(parties().map(|party| ask("add_party", json!({ "in": "public", "party": party }))));
    steps
        .extend(people().map(|(of, person)| {
            ask("name_person", json!({ "in": "public", "party": of, "person": person }))
        }));
    steps.extend(issues().map(|issue| ask("add_issue", json!({ "in": "public", "issue": issue }))));
    steps.push(asks(
        at(date(2026, 5, 4), 17, 0),
        &gardens,
        "give_mandate",
        json!({ "in": "table", "party": "gardens", "person": "brandt", "issues": ["hours"], "until": "2026-05-31" }),
    ));
    steps.push(asks(
        at(date(2026, 5, 4), 17, 30),
        &houses,
        "give_mandate",
        json!({ "in": "table", "party": "houses", "person": "reyes", "until": "2026-06-30" }),
    ));
    // Of somebody whose acts nobody plays: they would take the key's signature.
    let key = mediant_attest::SecretKey::new(&[7; 32]).public().line();
    steps.push(asks(
        at(date(2026, 5, 4), 18, 0),
        &reyes,
        "register_key",
        json!({ "party": "houses", "public": key }),
    ));
    steps
}

fn parties() -> impl Iterator<Item = Value> {
    [
        ("gardens", "The gardens", "negotiating"),
        ("houses", "The houses", "negotiating"),
        ("laundry", "The laundry", "negotiating"),
        ("town", "The town’s water office", "third"),
    ]
    .into_iter()
    .map(|(id, name, role)| json!({ "id": id, "name": name, "role": role }))
}

fn people() -> impl Iterator<Item = (&'static str, Value)> {
    [
        ("gardens", "okafor", "Ines Okafor", "Chair of the allotment gardens", "principal", true),
        ("gardens", "brandt", "Tom Brandt", "Keeps the taps", "delegate", false),
        ("houses", "lund", "Mira Lund", "Chair of the owners", "principal", true),
        ("houses", "reyes", "Ana Reyes", "Engineer", "delegate", false),
        ("laundry", "weiss", "Paul Weiss", "Owner", "principal", true),
        ("town", "sato", "Kenji Sato", "Inspector", "envoy", false),
    ]
    .into_iter()
    .map(|(of, id, name, office, role, leads)| {
        (of, json!({ "id": id, "name": name, "office": office, "role": role, "leads": leads }))
    })
}

fn issues() -> impl Iterator<Item = Value> {
    let option = |id: &str, name: &str| json!({ "id": id, "name": name });
    [
        json!({ "id": "share", "name": "Water for the gardens in a dry week", "kind": "range",
            "min": "20", "max": "60", "step": "5", "unit": "m³ a day" }),
        json!({ "id": "price", "name": "Price of a cubic metre", "kind": "range",
            "min": "40", "max": "120", "step": "10", "unit": "cents" }),
        json!({ "id": "pump", "name": "Who pays for the pump", "kind": "discrete", "options": [
            option("laundry", "the laundry"), option("thirds", "all three in equal parts"), option("use", "each by what it draws") ] }),
        json!({ "id": "hours", "name": "When the gardens may water", "kind": "discrete", "options": [
            option("any", "at any hour"), option("evening", "after 18:00"), option("night", "from 22:00 to 6:00") ] }),
    ]
    .into_iter()
}
