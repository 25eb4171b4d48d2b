//! What each side said, where and to whom, and the briefs.

use super::super::Step;
use super::super::said::{asks, at};
use super::{Cast, cast};
use jiff::civil::date;
use mediant_record::Actor;
use serde_json::{Value, json};

/// A statement as the mediator records it.
fn said(party: &str, kind: &str, publicity: Value, text: &str, more: Value) -> Value {
    let mut statement =
        json!({ "kind": kind, "party": party, "publicity": publicity, "text": text, "on": "2026-05-05" });
    if let (Some(statement), Some(more)) = (statement.as_object_mut(), more.as_object()) {
        statement.extend(more.clone());
    }
    json!({ "statement": statement })
}

/// All meet, and say where they stand.
pub(super) fn first_week() -> Vec<Step> {
    let (Cast { mediator, .. }, now) = (cast(), at(date(2026, 5, 5), 20, 0));
    let ask = |kind: &str, fields: Value| asks(now, &mediator, kind, fields);
    let state = |fields: Value| ask("state", fields);
    let plan = json!({ "parties": ["gardens", "houses", "laundry", "town"], "people": ["okafor", "lund", "weiss", "sato"],
        "on": "2026-05-05", "time": "18:00", "time_zone": "Europe/Zurich", "place": "the school in Alder Lane",
        "agenda": ["what a dry week takes", "the pump"] });
    vec![
        asks(at(date(2026, 5, 5), 9, 0), &mediator, "plan_session", json!({ "in": "public", "plan": plan }))
            .named("first_evening"),
        ask(
            "hold_session",
            json!({ "session": "first_evening", "on": "2026-05-05", "summary": "all three said what they need; the town’s inspector showed the figures of last summer" }),
        ),
        state(said(
            "gardens",
            "position",
            json!("table"),
            "we need 45 m³ a day when it does not rain",
            json!({ "issue": "share", "wants": { "share": "45" }, "by": { "person": "okafor" } }),
        )),
        state(said(
            "gardens",
            "red_line",
            json!("public"),
            "with less than 30 m³ a day the beds dry out",
            json!({ "never": { "share": { "max": "25" } }, "standing": "public", "by": { "person": "okafor" } }),
        )),
        state(said(
            "houses",
            "position",
            json!("public"),
            "80 cents keep the spring in order",
            json!({ "issue": "price", "wants": { "price": "80" }, "by": { "person": "lund" } }),
        )),
        state(said(
            "houses",
            "red_line",
            json!("table"),
            "below 50 cents we pay for everybody",
            json!({ "never": { "price": { "max": "40" } }, "standing": "public", "by": { "person": "lund" } }),
        )),
        state(said(
            "houses",
            "interest",
            json!("table"),
            "quiet pipes and warm showers in the evening",
            json!({ "by": { "person": "lund" } }),
        )),
        state(said(
            "laundry",
            "position",
            json!("table"),
            "whoever draws more pays more",
            json!({ "issue": "pump", "wants": { "pump": "use" }, "by": { "person": "weiss" } }),
        )),
        state(said(
            "laundry",
            "linkage",
            json!("table"),
            "a dear cubic metre, and the others carry the pump",
            json!({ "when": { "price": { "min": "90" } }, "then": { "pump": ["thirds", "use"] }, "by": { "person": "weiss" } }),
        )),
        state(said(
            "gardens",
            "alternative",
            json!("table"),
            "a tank truck comes twice a week, at four times the price",
            json!({ "trend": "worsening", "by": { "person": "okafor" } }),
        )),
        state(said(
            "houses",
            "alternative",
            json!("table"),
            "as last year: everybody draws, and the pipes knock",
            json!({ "trend": "steady", "by": { "person": "lund" } }),
        )),
        state(said(
            "laundry",
            "alternative",
            json!("mediator"),
            "a well of his own would cost him two good years",
            json!({ "trend": "worsening" }),
        )),
        state(said(
            "gardens",
            "remark",
            json!("public"),
            "last August the taps were dry for nine days",
            json!({ "issue": "share", "by": { "person": "okafor" } }),
        )),
    ]
}

/// The caucuses: what each told alone, what was passed on of it, and the briefs.
pub(super) fn second_week() -> Vec<Step> {
    let Cast { mediator, gardens, houses, laundry, .. } = cast();
    let day = date(2026, 5, 8);
    let tell = |minute: i8, who: &Actor, party: &str, issue: &str, release: &str, text: &str| {
        let item = json!({ "party": party, "issue": issue, "release": release, "text": text });
        asks(at(day, 18, minute), who, "tell_item", item)
    };
    let plan = json!({ "parties": ["gardens"], "on": "2026-05-08", "time": "18:00", "time_zone": "Europe/Zurich", "place": "the tool shed" });
    let brief = |who: &Actor, minute: i8, party: &str, text: &str| {
        let deposit = json!({ "party": party, "text": text, "replaces_version": 0 });
        asks(at(date(2026, 5, 9), 10, minute), who, "deposit_brief", deposit)
    };
    vec![
        asks(at(day, 9, 0), &mediator, "plan_session", json!({ "in": "caucus:gardens", "plan": plan }))
            .named("shed"),
        asks(at(day, 18, 0), &mediator, "hold_session", json!({ "session": "shed", "on": "2026-05-08" })),
        tell(5, &gardens, "gardens", "share", "held", "If the price stays low we can live with 35 m³ a day.")
            .named("gardens_share"),
        tell(
            10,
            &gardens,
            "gardens",
            "hours",
            "substance",
            "Half of us would gladly water late; the other half have small children.",
        )
        .named("gardens_hours"),
        tell(
            20,
            &houses,
            "houses",
            "price",
            "held",
            "We need 60 cents to cover the costs. Everything above is for the roof of the spring.",
        ),
        tell(
            25,
            &houses,
            "houses",
            "hours",
            "verbatim",
            "After eight in the evening nobody in the houses minds.",
        )
        .named("houses_hours"),
        tell(
            30,
            &laundry,
            "laundry",
            "pump",
            "held",
            "I would pay a third if the price is fixed for three years.",
        ),
        asks(
            at(day, 19, 0),
            &mediator,
            "pass_item_on",
            json!({ "item": "gardens_hours", "to": { "party": "houses" }, "wording": "For a part of the gardens, late hours are no trouble." }),
        ),
        asks(
            at(day, 19, 5),
            &mediator,
            "pass_item_on",
            json!({ "item": "houses_hours", "to": { "party": "gardens" } }),
        ),
        asks(
            at(day, 19, 10),
            &mediator,
            "write_note",
            json!({ "in": "mediator", "about": "laundry", "text": "The third and the fixed price belong together for him. Ask the houses about three years." }),
        ),
        asks(
            at(day, 19, 15),
            &gardens,
            "write_note",
            json!({ "in": "delegation:gardens", "text": "Tom: do not mention 35 before the price is on the table." }),
        ),
        brief(&gardens, 0, "gardens", include_str!("brief-gardens.toml")),
        brief(&houses, 10, "houses", include_str!("brief-houses.toml")),
        brief(&laundry, 20, "laundry", include_str!("brief-laundry.toml")),
    ]
}
