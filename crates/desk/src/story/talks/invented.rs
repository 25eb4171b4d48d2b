//! Something on every page: who keeps the minutes of the meetings, and where the next one is.
//!
//! The report says nothing of it. It touches nothing that the talks are about, the people who act in it are invented, and every
//! text says so.

use super::super::Step;
use super::super::resolved::LATEST;
use super::super::said::{asks, at};
use super::TALKS_DAY;
use mediant_record::{Actor, Role};
use serde_json::{Value, json};

/// What stands in every text of this file. Other words than [`INVENTED`](super::INVENTED): those begin what was told in confidence, and the
/// record lets nobody repeat that.
const MADE_UP: &str = "Made up to show this page: ";
const MINUTES: &str = "Taking minutes (made up to show this page)";
const PLACE: &str = "Place of the talks (made up to show this page)";

/// The people who act in it, one a side.
fn secretary(party: &str) -> Actor {
    Actor::person(Role::Delegate(party.into()), &*format!("secretary_{party}"))
}

fn made_up(text: &str) -> String {
    format!("{MADE_UP}{text}")
}

/// All of it, in the hour after what the report tells.
pub(super) fn about_minutes() -> Vec<Step> {
    let mut steps = frame();
    steps.extend(text_and_packages());
    steps.extend(rounds_and_mediation());
    steps.extend(words_and_briefs());
    // Last: whoever has a key signs what binds at the table, and nobody plays this one's signatures.
    let key = mediant_attest::SecretKey::new(&[9; 32]).public().line();
    let register = json!({ "party": "ukraine", "public": key });
    steps.push(asks(at(TALKS_DAY, 7, 49), &secretary("ukraine"), "register_key", register));
    steps
}

fn frame() -> Vec<Step> {
    let mediator = &Actor::new(Role::Mediator);
    let ask = |kind: &str, fields: Value| asks(at(TALKS_DAY, 7, 10), mediator, kind, fields);
    let option = |id: &str, name: &str| json!({ "id": id, "name": name });
    let mut steps = Vec::new();
    for party in ["russia", "ukraine"] {
        let id = format!("secretary_{party}");
        let person = json!({ "id": id, "name": "A secretary (made up to show this page)", "office": "Secretary", "role": "delegate" });
        steps.push(ask("name_person", json!({ "in": "table", "party": party, "person": person })));
    }
    steps.push(ask(
        "add_issue",
        json!({ "in": "table", "issue": { "id": "minutes", "name": MINUTES, "kind": "discrete", "options": [
        option("each", "each side its own"), option("hosts", "the hosts"), option("nobody", "nobody") ] } }),
    ));
    steps.push(ask(
        "add_issue",
        json!({ "in": "table", "issue": { "id": "place", "name": PLACE, "kind": "discrete", "options": [
        option("third", "in a third country"), option("screen", "by video") ] } }),
    ));
    for party in ["russia", "ukraine"] {
        let id = format!("secretary_{party}");
        steps.push(ask(
            "give_mandate",
            json!({ "in": "table", "party": party, "person": id, "issues": ["minutes", "place"] }),
        ));
    }
    steps
}

fn text_and_packages() -> Vec<Step> {
    let mediator = &Actor::new(Role::Mediator);
    let draft = json!({ "in": "table", "title": made_up("how the meetings are run"), "clauses": [
        { "heading": "Minutes", "issue": "minutes", "text": made_up("[each side keeps its own minutes[, and shows them to the hosts|russia]|ukraine] [the hosts keep the minutes|russia].") },
        { "heading": "Place", "issue": "place", "text": made_up("the next meeting is in a third country.") } ] });
    let accept =
        json!({ "in": "table", "draft": LATEST, "clause": "Place", "party": "russia", "answer": "accept" });
    let package = json!({ "in": "table", "options": { "minutes": "each", "place": "third" }, "note": made_up("to talk about.") });
    let verdict = json!({ "in": "table", "package": "minutes_package", "party": "russia", "verdict": "accept", "note": made_up("agreed.") });
    let minute = |minute: i8| at(TALKS_DAY, 7, minute);
    vec![
        asks(minute(15), mediator, "put_draft", draft),
        asks(minute(16), &secretary("russia"), "answer_clause", accept),
        asks(minute(17), mediator, "propose_package", package).named("minutes_package"),
        asks(minute(18), &secretary("russia"), "answer_package", verdict),
    ]
}

fn rounds_and_mediation() -> Vec<Step> {
    let mediator = &Actor::new(Role::Mediator);
    let minute = |minute: i8| at(TALKS_DAY, 7, minute);
    let (over, open) = (made_up("minutes at all?"), made_up("the next meeting this month?"));
    let round = |title: &str| json!({ "title": title, "questions": [{ "words": { "text": title, "issues": ["minutes"] } }], "closes": "2025-12-20T12:00:00Z", "reveal": "overlap" });
    let answer = |at: jiff::Timestamp, party: &str, title: &str| {
        let fields = json!({ "round": title, "party": party, "answers": { "0": "accept" } });
        asks(at, &secretary(party), "answer_round", fields)
    };
    let asked = made_up("minutes and place");
    let rank = |question: Value, order: &[&str]| {
        let order: Vec<[&str; 1]> = order.iter().map(|name| [*name]).collect();
        json!({ "mediation": asked, "party": "russia", "question": question, "answer": { "order": order } })
    };
    let mediation = json!({ "title": asked, "issues": ["minutes", "place"], "questions_max": 4, "closes": "2025-12-20T12:00:00Z" });
    vec![
        asks(minute(20), mediator, "open_round", round(&over)),
        answer(minute(21), "russia", &over),
        answer(minute(22), "ukraine", &over),
        asks(minute(23), mediator, "close_round", json!({ "round": over })),
        asks(minute(24), mediator, "open_round", round(&open)),
        answer(minute(25), "russia", &open),
        asks(minute(30), mediator, "open_mediation", mediation),
        asks(
            minute(31),
            &secretary("russia"),
            "answer_mediation",
            rank(json!({ "rank_options": "minutes" }), &["hosts", "each", "nobody"]),
        ),
        asks(
            minute(32),
            &secretary("russia"),
            "answer_mediation",
            rank(json!({ "rank_options": "place" }), &["screen", "third"]),
        ),
    ]
}

fn words_and_briefs() -> Vec<Step> {
    let mediator = &Actor::new(Role::Mediator);
    let minute = |minute: i8| at(TALKS_DAY, 7, minute);
    let brief = |party: &str, minutes: [u8; 3], place: [u8; 2]| {
        let ([each, hosts, nobody], [third, screen]) = (minutes, place);
        let text = format!(
            "# Made up to show this page, and about nothing but minutes and place.\nmediant_brief = 1\ncase = \"talks-2025-12-04\"\nparty = \"{party}\"\n\
             reservation = {{ value = 4 }}\n\n[points]\nminutes = {{ options = {{ each = {each}, hosts = {hosts}, nobody = {nobody} }} }}\n\
             place = {{ options = {{ third = {third}, screen = {screen} }} }}\n"
        );
        json!({ "party": party, "text": text })
    };
    let words =
        json!({ "concerned": ["russia", "ukraine"], "text": made_up("minutes are kept of every meeting.") });
    let more = json!({ "concerned": ["russia", "ukraine"], "text": made_up("the next meeting is in a third country.") });
    let agree = |at: jiff::Timestamp, party: &str, label: &str| {
        asks(
            at,
            &secretary(party),
            "agree_communique",
            json!({ "communique": label, "wording": 1, "party": party }),
        )
    };
    let report = json!({ "name": made_up("a secretary's letter"), "on": "2025-12-03", "published": false,
        "text": "Date: 3 December 2025\n\nMade up to show this page. The secretary of Ukraine's delegation said on Wednesday that each side should keep its own minutes. The secretaries will meet again on 11 December.\n" });
    vec![
        asks(minute(40), &secretary("russia"), "draft_brief", brief("russia", [3, 6, 0], [2, 5])),
        asks(minute(41), &secretary("ukraine"), "draft_brief", brief("ukraine", [6, 2, 0], [5, 1])),
        asks(minute(41), mediator, "estimate_brief", brief("russia", [2, 6, 0], [1, 5])),
        asks(minute(41), mediator, "estimate_brief", brief("ukraine", [5, 2, 0], [5, 2])),
        asks(minute(42), mediator, "propose_communique", words).named("minutes_words"),
        agree(minute(43), "russia", "minutes_words"),
        agree(minute(44), "ukraine", "minutes_words"),
        asks(minute(45), mediator, "publish_communique", json!({ "communique": "minutes_words" })),
        asks(minute(46), mediator, "propose_communique", more).named("place_words"),
        agree(minute(47), "russia", "place_words"),
        asks(minute(48), mediator, "add_report", report).named("letter"),
    ]
}
