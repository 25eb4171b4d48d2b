//! The text, packages, rounds, a mediation, and what is said in public.

use super::super::Step;
use super::super::resolved::LATEST;
use super::super::said::{asks, at};
use super::{Cast, cast};
use jiff::civil::date;
use mediant_record::Actor;
use serde_json::{Value, json};

const SHARE: &str = "Water in a dry week";
const PUMP: &str = "The pump";

/// Two versions of the text; the second has brackets in brackets.
pub(super) fn text() -> Vec<Step> {
    let Cast { mediator, gardens, houses, laundry, .. } = cast();
    let day = date(2026, 5, 10);
    let first = json!({ "in": "table", "title": "Rules for the spring", "clauses": [
        { "heading": SHARE, "issue": "share", "text": "In a dry week the gardens take up to [45|gardens] [30|houses] m³ a day." },
        { "heading": PUMP, "issue": "pump", "text": "All three pay for the repair of the pump in equal parts." } ] });
    let second = json!({ "in": "table", "title": "Rules for the spring", "replaces": LATEST,
        "note": "Price and hours are new. Please look at the pump: it may be ready.", "clauses": [
        { "id": SHARE, "heading": SHARE, "issue": "share",
          "text": "In a dry week the gardens take up to [45|gardens] [30|houses] m³ a day[, measured at a meter of their own|laundry]." },
        { "heading": "Price", "issue": "price",
          "text": "A cubic metre costs [80|houses] [60|laundry] cents. [The price is looked at again [each year|houses] [after three years|laundry]|gardens]." },
        { "id": PUMP, "heading": PUMP, "issue": "pump", "text": "All three pay for the repair of the pump in equal parts." },
        { "heading": "Hours", "issue": "hours", "text": "The gardens water after 18:00." } ] });
    let answer = |minute: i8, who: &Actor, party: &str, clause: &str, given: Value| {
        let mut fields = json!({ "in": "table", "draft": LATEST, "clause": clause, "party": party });
        if let (Some(fields), Some(given)) = (fields.as_object_mut(), given.as_object()) {
            fields.extend(given.clone());
        }
        asks(at(day, 18, minute), who, "answer_clause", fields)
    };
    let thoughts = json!({ "in": "mediator", "title": "Where it may end", "clauses": [
        { "heading": SHARE, "issue": "share", "text": "40 m³ a day, 35 when the spring gives less than 100." } ] });
    vec![
        asks(at(day, 9, 0), &mediator, "put_draft", first),
        asks(at(day, 10, 0), &mediator, "put_draft", thoughts),
        asks(at(day, 17, 0), &mediator, "put_draft", second),
        answer(0, &gardens, "gardens", PUMP, json!({ "answer": "accept" })),
        answer(10, &houses, "houses", PUMP, json!({ "answer": "accept" })),
        answer(20, &laundry, "laundry", "Hours", json!({ "answer": "accept" })),
        answer(
            30,
            &houses,
            "houses",
            "Hours",
            json!({ "answer": "amend", "text": "The gardens water after 20:00." }),
        ),
    ]
}

/// One package of the mediator's, one of the houses', and one that the laundry alone was asked about.
pub(super) fn packages() -> Vec<Step> {
    let Cast { mediator, gardens, houses, laundry, .. } = cast();
    let day = date(2026, 5, 11);
    let options = |share: &str, price: &str, pump: &str, hours: &str| json!({ "share": share, "price": price, "pump": pump, "hours": hours });
    let middle = json!({ "in": "table", "options": options("40", "70", "thirds", "evening"), "note": "A middle way, to talk about." });
    let theirs = json!({ "in": "table", "party": "houses", "binding": true, "options": options("35", "80", "use", "night"), "note": "We would sign this tomorrow." });
    let alone = json!({ "in": "caucus:laundry", "options": options("35", "60", "thirds", "evening"), "note": "Would this do, with a price for three years?" });
    let answer = |minute: i8, who: &Actor, party: &str, verdict: &str, note: &str| {
        let fields =
            json!({ "in": "table", "package": "middle", "party": party, "verdict": verdict, "note": note });
        asks(at(day, 12, minute), who, "answer_package", fields)
    };
    vec![
        asks(at(day, 9, 0), &mediator, "propose_package", middle).named("middle"),
        asks(at(day, 10, 0), &houses, "propose_package", theirs).named("houses_package"),
        asks(at(day, 11, 0), &mediator, "propose_package", alone).named("laundry_package"),
        answer(0, &gardens, "gardens", "accept", "We can work with that."),
        answer(10, &laundry, "laundry", "reject", "Too dear by ten cents."),
    ]
}

/// A round that is over, and one that gardens alone have answered.
pub(super) fn rounds() -> Vec<Step> {
    let Cast { mediator, gardens, houses, laundry, .. } = cast();
    let (over, open) = ("A meter for everybody?", "A warden for the summer?");
    let round = |title: &str, question: &str, closes: &str| json!({ "title": title, "questions": [{ "words": { "text": question } }], "closes": closes, "reveal": "overlap" });
    let answer = |hour: i8, who: &Actor, party: &str, title: &str| {
        let fields = json!({ "round": title, "party": party, "answers": { "0": "accept" } });
        asks(at(date(2026, 5, 11), hour, 0), who, "answer_round", fields)
    };
    let first = round(
        over,
        "Each side gets a meter of its own, read on the first of each month.",
        "2026-05-11T20:00:00Z",
    );
    let second = round(
        open,
        "Somebody paid by all three walks the pipes once a week from June to September.",
        "2026-05-20T18:00:00Z",
    );
    vec![
        asks(at(date(2026, 5, 11), 13, 0), &mediator, "open_round", first),
        answer(14, &gardens, "gardens", over),
        answer(15, &houses, "houses", over),
        answer(16, &laundry, "laundry", over),
        asks(at(date(2026, 5, 11), 17, 0), &mediator, "close_round", json!({ "round": over })),
        asks(at(date(2026, 5, 11), 18, 0), &mediator, "open_round", second),
        answer(19, &gardens, "gardens", open),
    ]
}

/// Half-way: the gardens have answered every form, the houses two of three, the laundry none.
pub(super) fn mediation() -> Vec<Step> {
    let Cast { mediator, gardens, houses, .. } = cast();
    let day = date(2026, 5, 11);
    let title = "The pump and the hours";
    let open = json!({ "title": title, "issues": ["pump", "hours"], "questions_max": 6, "closes": "2026-05-22T18:00:00Z" });
    let answer = |minute: i8, who: &Actor, party: &str, question: Value, order: [&str; 3]| {
        let order: Vec<[&str; 1]> =
            order.iter().filter(|name| !name.is_empty()).map(|name| [*name]).collect();
        let fields =
            json!({ "mediation": title, "party": party, "question": question, "answer": { "order": order } });
        asks(at(day, 21, minute), who, "answer_mediation", fields)
    };
    let options = |issue: &str| json!({ "rank_options": issue });
    vec![
        asks(at(day, 20, 0), &mediator, "open_mediation", open),
        answer(0, &gardens, "gardens", options("pump"), ["laundry", "thirds", "use"]),
        answer(5, &gardens, "gardens", options("hours"), ["any", "evening", "night"]),
        answer(10, &gardens, "gardens", json!("rank_issues"), ["hours", "pump", ""]),
        answer(20, &houses, "houses", options("pump"), ["laundry", "use", "thirds"]),
        answer(25, &houses, "houses", options("hours"), ["night", "evening", "any"]),
    ]
}

/// A communiqué that is out and one that waits for the laundry; the next meeting; the local paper.
pub(super) fn said_in_public() -> Vec<Step> {
    let Cast { mediator, gardens, houses, laundry, .. } = cast();
    let day = super::WATER_DAY;
    let everybody = json!(["gardens", "houses", "laundry"]);
    let wording = |text: &str| json!({ "concerned": everybody, "text": text });
    let agree = |minute: i8, who: &Actor, party: &str, label: &str| {
        asks(
            at(day, 8, minute),
            who,
            "agree_communique",
            json!({ "communique": label, "wording": 1, "party": party }),
        )
    };
    let plan = json!({ "parties": ["gardens", "houses", "laundry"], "on": "2026-05-19", "time": "18:00",
        "time_zone": "Europe/Zurich", "place": "the school in Alder Lane", "agenda": ["the price", "the hours"] });
    let report = json!({ "name": "The Lane Gazette", "on": "2026-05-11", "published": true, "text": include_str!("gazette.txt") });
    vec![
        asks(at(day, 7, 0), &mediator, "propose_communique", wording("The three sides met on 5 May and go on talking. Until they are done, nobody draws more than last year.")).named("first_words"),
        agree(0, &gardens, "gardens", "first_words"),
        agree(1, &houses, "houses", "first_words"),
        agree(2, &laundry, "laundry", "first_words"),
        asks(at(day, 8, 10), &mediator, "publish_communique", json!({ "communique": "first_words" })),
        asks(at(day, 8, 20), &mediator, "propose_communique", wording("All three sides get a meter of their own.")).named("meter_words"),
        agree(30, &gardens, "gardens", "meter_words"),
        agree(31, &houses, "houses", "meter_words"),
        asks(at(day, 8, 40), &mediator, "plan_session", json!({ "in": "public", "plan": plan })).named("second_evening"),
        asks(at(day, 8, 50), &mediator, "add_report", report).named("gazette"),
    ]
}
