//! A mediation at the desk: parties are asked alone, nobody learns what another answers, and a package comes of it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up fails"
)]

use crate::line::{Line, Member};
use mediant_record::{Actor, Command, Role};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const ISSUES: [(&str, [&str; 3]); 3] = [
    ("quay", ["wide", "mid", "narrow"]),
    ("fees", ["low", "fair", "high"]),
    ("term", ["one", "two", "three"]),
];

/// What a party wants: points by option, and the least it takes. Answers as somebody who knows it well.
struct Wants {
    points: BTreeMap<&'static str, i64>,
    least: i64,
}

impl Wants {
    fn new(points: [[i64; 3]; 3], least: i64) -> Self {
        let of =
            |((_, options), points): ((&str, [&'static str; 3]), [i64; 3])| options.into_iter().zip(points);
        Self { points: ISSUES.into_iter().zip(points).flat_map(of).collect(), least }
    }

    fn worth(&self, package: &Value) -> i64 {
        package.as_object().unwrap().values().map(|option| self.points[option.as_str().unwrap()]).sum()
    }

    fn places(&self, worth: impl Iterator<Item = (String, i64)>) -> Value {
        let places: BTreeMap<String, i64> = worth.map(|(name, worth)| (name, 1_000 - worth)).collect();
        json!({ "places": places })
    }

    fn answer(&self, question: &Value) -> Value {
        if question == "rank_issues" {
            let step = |options: &[&str]| {
                let points: Vec<i64> = options.iter().map(|option| self.points[option]).collect();
                points.iter().max().unwrap() - points.iter().min().unwrap()
            };
            return self.places(ISSUES.iter().map(|(issue, options)| ((*issue).to_owned(), step(options))));
        }
        if let Some(issue) = question.get("rank_options") {
            let (_, options) = ISSUES.iter().find(|(known, _)| issue == known).unwrap();
            return self.places(options.iter().map(|option| ((*option).to_owned(), self.points[option])));
        }
        if let Some(package) = question.get("accept") {
            return json!(if self.worth(package) >= self.least { "yes" } else { "no" });
        }
        let (first, second) = (&question["compare"]["first"], &question["compare"]["second"]);
        json!(match self.worth(first).cmp(&self.worth(second)) {
            std::cmp::Ordering::Greater => "first",
            std::cmp::Ordering::Less => "second",
            std::cmp::Ordering::Equal => "equal",
        })
    }
}

async fn ask(line: &Line, role: Role, command: Value) -> Option<String> {
    let command: Command = serde_json::from_value(command).unwrap();
    line.app.desk.ask(&Actor::new(role), command, None).await.unwrap().made
}

/// A case of three issues with a mediation about them.
async fn opened(questions_max: u32) -> (Line, String) {
    opened_on(Line::open().await, questions_max).await
}

async fn opened_on(line: Line, questions_max: u32) -> (Line, String) {
    line.open_case().await;
    for (id, options) in ISSUES {
        let options: Vec<Value> =
            options.iter().map(|option| json!({"id": option, "name": option})).collect();
        let issue = json!({"id": id, "name": id, "kind": "discrete", "options": options});
        ask(&line, Role::Mediator, json!({"command": "add_issue", "in": "table", "issue": issue})).await;
    }
    let open = json!({"command": "open_mediation", "title": "Harbour", "issues": ["quay", "fees", "term"],
        "questions_max": questions_max, "closes": "2025-12-09T12:00:00Z"});
    let id = ask(&line, Role::Mediator, open).await.unwrap();
    (line, id)
}

/// What the party is asked now.
async fn question(member: &Member<'_>, mediation: &str) -> Value {
    member.get("/api/v1/questions").await.json()["mediations"][mediation]["asked"].clone()
}

async fn tell(member: &Member<'_>, mediation: &str, party: &str, question: &Value, answer: &Value) {
    let told = json!({"mediation": mediation, "party": party, "question": question, "answer": answer});
    let answer = member.post("/api/v1/commands/answer_mediation", &told).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
}

/// Answers until nothing more is asked, or so many times; everything that was asked.
async fn interviewed(
    member: &Member<'_>,
    mediation: &str,
    party: &str,
    wants: &Wants,
    most: usize,
) -> Vec<Value> {
    let mut asked = Vec::new();
    while asked.len() < most {
        let question = question(member, mediation).await;
        if question.is_null() {
            break;
        }
        tell(member, mediation, party, &question, &wants.answer(&question)).await;
        asked.push(question);
    }
    asked
}

fn wants_of_a() -> Wants {
    Wants::new([[60, 30, 0], [0, 10, 20], [20, 10, 0]], 45)
}

fn wants_of_b() -> Wants {
    Wants::new([[0, 10, 20], [60, 35, 0], [0, 10, 20]], 45)
}

#[tokio::test]
async fn a_package_comes_of_what_each_party_says_alone() {
    let (line, mediation) = opened(12).await;
    let (anna, bert) = (
        line.member("Anna", Role::Principal("A".into())).await,
        line.member("Bert", Role::Principal("B".into())).await,
    );
    let chair = line.member("Chair", Role::Mediator).await;
    let (a, b) = (wants_of_a(), wants_of_b());
    let conclude = json!({ "mediation": mediation });
    assert_eq!(chair.post("/api/v1/commands/conclude_mediation", &conclude).await.status, 409);
    let asked = interviewed(&anna, &mediation, "A", &a, 40).await;
    // Forms first: one for each issue and one for the issues, then questions, as many as there may be.
    let forms = asked
        .iter()
        .take_while(|question| question.get("rank_options").is_some() || *question == "rank_issues");
    assert_eq!((forms.count(), asked.len()), (4, 16));
    for question in &asked {
        let Some(pair) = question.get("compare") else { continue };
        let differ =
            ISSUES.iter().filter(|(issue, _)| pair["first"][*issue] != pair["second"][*issue]).count();
        assert!((1..=2).contains(&differ), "{question}");
    }
    interviewed(&bert, &mediation, "B", &b, 40).await;
    // The mediator sees how far everybody is, and no answer.
    let seen = chair.get("/api/v1/mediations").await.json();
    let progress = &seen["mediations"][&mediation]["progress"];
    assert_eq!((progress["A"]["forms"].as_u64(), progress["A"]["questions"].as_u64()), (Some(4), Some(12)));
    let done = chair.post("/api/v1/commands/conclude_mediation", &conclude).await;
    assert_eq!(done.status, 201, "{}", done.text());
    let seen = chair.get("/api/v1/mediations").await.json();
    let outcome = &seen["mediations"][&mediation]["outcomes"][0][0]["package"];
    let package = &outcome["options"];
    // A gives way on fees and takes the wide quay; both gain on their walk-away.
    assert!(a.worth(package) >= a.least && b.worth(package) >= b.least, "{package}");
    let product = |package: &Value| (a.worth(package) - a.least).max(0) * (b.worth(package) - b.least).max(0);
    let mut best = 0;
    for quay in ISSUES[0].1 {
        for fees in ISSUES[1].1 {
            for term in ISSUES[2].1 {
                best = best.max(product(&json!({"quay": quay, "fees": fees, "term": term})));
            }
        }
    }
    assert!(product(package) * 10 >= best * 8, "{package} reaches {} of {best}", product(package));
    assert!(outcome["estimated"]["prior"].as_str().unwrap().len() > 20);
    // Nobody else sees it, and nothing is asked any more.
    for member in [&anna, &bert] {
        let seen = member.get("/api/v1/mediations").await.json();
        assert_eq!(seen["mediations"][&mediation]["outcomes"], json!([]));
        assert_eq!(question(member, &mediation).await, Value::Null);
    }
    let page = chair.get("/mediation").await.text();
    assert!(page.contains("/deal/package?"), "it leads to what the parties could infer");
}

/// The law of non-interference: whatever B answers, however often, A is asked the same and its pages are the same; on a
/// server that works it all out anew, too.
#[tokio::test]
async fn what_a_party_is_asked_does_not_depend_on_the_others() {
    let (line, mediation) = opened(12).await;
    let (anna, bert) = (
        line.member("Anna", Role::Principal("A".into())).await,
        line.member("Bert", Role::Principal("B".into())).await,
    );
    let mut steps = 0;
    loop {
        let (before, page) = (anna.get("/api/v1/questions").await.body, anna.get("/mediation").await.page());
        // B wants now this and now that, and answers as much as it likes.
        let wants = if steps % 2 == 0 { wants_of_b() } else { wants_of_a() };
        interviewed(&bert, &mediation, "B", &wants, steps % 3).await;
        let anew = line.beside().await;
        anew.app.desk.catch_up().await.unwrap();
        let there = Member { line: &anew, ..anna.clone() };
        for member in [&anna, &there] {
            assert_eq!(member.get("/api/v1/questions").await.body, before, "step {steps}");
            assert_eq!(member.get("/mediation").await.page(), page, "step {steps}");
        }
        if interviewed(&anna, &mediation, "A", &wants_of_a(), 1).await.is_empty() {
            break;
        }
        steps += 1;
    }
    assert_eq!(steps, 16);
}

/// A text without the names that are drawn at random.
fn without_names(text: &str) -> String {
    let drawn =
        |part: &str| matches!(part.len(), 24 | 64) && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    // A revision ends with such a name.
    let named = |part: &str| match part.rsplit_once('-') {
        Some((seen, name)) if drawn(name) => format!("{seen}-drawn"),
        _ if drawn(part) => "drawn".to_owned(),
        _ => part.to_owned(),
    };
    text.split('"').map(named).collect::<Vec<_>>().join("\"")
}

/// Nothing of an answer is in anything that the mediator gets: three records that differ in an answer alone.
#[tokio::test]
async fn the_mediator_reads_no_answer() {
    let mut all = Vec::new();
    for reply in ["yes", "no", "cannot_say"] {
        let (line, mediation) = opened(6).await;
        let anna = line.member("Anna", Role::Principal("A".into())).await;
        let chair = line.member("Chair", Role::Mediator).await;
        let question = json!({"accept": {"quay": "wide", "fees": "low", "term": "one"}});
        tell(&anna, &mediation, "A", &question, &json!(reply)).await;
        let mut seen = Vec::new();
        for path in ["export", "timeline", "mediations", "case", "caucuses/A", "preview/A", "analysis"] {
            let answer = chair.get(&format!("/api/v1/{path}")).await;
            assert_eq!(answer.status, 200, "{path}");
            assert!(!answer.text().contains("mediation_told"), "{path}");
            seen.push(without_names(&answer.text()));
        }
        let page = chair.get("/preview/of-A/mediation").await;
        assert_eq!(page.status, 200);
        assert!(!page.text().contains("/do/answer_mediation"));
        all.push(seen);
    }
    for other in &all[1..] {
        for (one, other) in all[0].iter().zip(other) {
            let differ = one.lines().zip(other.lines()).find(|(one, other)| one != other);
            assert_eq!(differ, None);
            assert_eq!(one, other);
        }
    }
}

/// A party that told the mediator what it never accepts is not asked about it, and it is not proposed.
#[tokio::test]
async fn a_told_red_line_is_respected() {
    let (line, mediation) = opened(8).await;
    let never = json!({"command": "state", "statement": {"kind": "red_line", "party": "A", "never": {"quay": ["narrow", "mid"]},
        "standing": "told", "publicity": {"caucus": "A"}, "text": "never"}});
    ask(&line, Role::Principal("A".into()), never).await;
    let (anna, bert) = (
        line.member("Anna", Role::Principal("A".into())).await,
        line.member("Bert", Role::Principal("B".into())).await,
    );
    let asked = interviewed(&anna, &mediation, "A", &wants_of_a(), 40).await;
    let accepting = asked.iter().filter_map(|question| question.get("accept"));
    assert!(accepting.into_iter().all(|package| package["quay"] == "wide"), "{asked:?}");
    interviewed(&bert, &mediation, "B", &wants_of_b(), 40).await;
    ask(&line, Role::Mediator, json!({"command": "conclude_mediation", "mediation": mediation})).await;
    let chair = line.member("Chair", Role::Mediator).await;
    let seen = chair.get("/api/v1/mediations").await.json();
    assert_eq!(seen["mediations"][&mediation]["outcomes"][0][0]["package"]["options"]["quay"], "wide");
}

/// One acceptance makes a deal here: what is suggested is a package that A would take, or one that B has not refused, and
/// nothing is said to be impossible.
#[tokio::test]
async fn the_rule_of_agreement_counts() {
    for chance in 1..5 {
        let (line, mediation) = opened_on(Line::of_chance(chance).await, 10).await;
        let rule = json!({"command": "change_agreement_rule", "in": "table", "agreement": {"quorum": {"at_least": 1}}});
        ask(&line, Role::Mediator, rule).await;
        let (anna, bert) = (
            line.member("Anna", Role::Principal("A".into())).await,
            line.member("Bert", Role::Principal("B".into())).await,
        );
        interviewed(&anna, &mediation, "A", &wants_of_a(), 40).await;
        let nothing = Wants { least: 1_000, ..wants_of_b() };
        let refused = interviewed(&bert, &mediation, "B", &nothing, 40).await;
        let chair = line.member("Chair", Role::Mediator).await;
        let conclude = json!({ "mediation": mediation });
        assert_eq!(chair.post("/api/v1/commands/conclude_mediation", &conclude).await.status, 201);
        let seen = chair.get("/api/v1/mediations").await.json();
        let outcome = &seen["mediations"][&mediation]["outcomes"][0][0]["package"];
        let package = &outcome["options"];
        let suits_a = wants_of_a().worth(package) >= wants_of_a().least;
        assert!(suits_a || !refused.contains(&json!({ "accept": package })), "{chance}: {outcome}");
        assert_eq!(outcome["proven"], Value::Null);
    }
}

/// What is called proven at the desk says what that assumes; answers that fit nobody take it away. Whatever the questions
/// start from: that is drawn with the mediation.
#[tokio::test]
async fn nothing_is_proven_from_answers_that_fit_nobody() {
    for (seed, slip) in (1..=6).flat_map(|seed| [(seed, false), (seed, true)]) {
        let (line, mediation) = opened_on(Line::of_chance(seed).await, 12).await;
        let (anna, bert) = (
            line.member("Anna", Role::Principal("A".into())).await,
            line.member("Bert", Role::Principal("B".into())).await,
        );
        let (a, b) = (wants_of_a(), Wants { least: 200, ..wants_of_b() });
        interviewed(&anna, &mediation, "A", &a, 40).await;
        // Nothing is worth 200 to B, and it refuses its best package; or it says that it likes its worst option better.
        interviewed(&bert, &mediation, "B", &b, 4).await;
        let package = |quay: &str| json!({"quay": quay, "fees": "low", "term": "three"});
        tell(&bert, &mediation, "B", &json!({"accept": package("narrow")}), &json!("no")).await;
        if slip {
            let compare = json!({"compare": {"first": package("wide"), "second": package("narrow")}});
            tell(&bert, &mediation, "B", &compare, &json!("first")).await;
        }
        interviewed(&bert, &mediation, "B", &b, 40).await;
        let chair = line.member("Chair", Role::Mediator).await;
        let conclude = json!({ "mediation": mediation });
        assert_eq!(chair.post("/api/v1/commands/conclude_mediation", &conclude).await.status, 201);
        let seen = chair.get("/api/v1/mediations").await.json();
        let outcome = &seen["mediations"][&mediation]["outcomes"][0][0];
        let page = chair.get("/mediation").await.text();
        if slip {
            assert_eq!(outcome["no_deal"], Value::Null, "{seed}: {outcome}");
            assert_eq!(outcome["package"]["unfit"], json!(true), "{seed}: {outcome}");
        } else {
            assert!(outcome["no_deal"]["proven_if"].is_string(), "{seed}: {outcome}");
            assert!(page.contains("data-part=\"condition\""));
        }
    }
}

/// Questions that depend on others are asked where the case allows them, and the mediation says so to everybody.
#[tokio::test]
async fn coupled_questions_are_asked_where_the_case_allows_them() {
    let (line, _) = opened(6).await;
    let rule = json!({"command": "change_questioning_rule", "in": "table", "coupled": true});
    ask(&line, Role::Mediator, rule).await;
    let open = json!({"command": "open_mediation", "title": "Coupled", "issues": ["quay", "fees", "term"],
        "manner": "coupled", "questions_max": 6, "closes": "2025-12-09T12:00:00Z"});
    let mediation = ask(&line, Role::Mediator, open).await.unwrap();
    let (anna, bert) = (
        line.member("Anna", Role::Principal("A".into())).await,
        line.member("Bert", Role::Principal("B".into())).await,
    );
    assert_eq!(interviewed(&anna, &mediation, "A", &wants_of_a(), 4).await.len(), 4);
    let alone = question(&anna, &mediation).await;
    interviewed(&bert, &mediation, "B", &wants_of_b(), 40).await;
    let knowing = question(&anna, &mediation).await;
    assert!(alone.is_object() && knowing.is_object());
    assert!(anna.get("/mediation").await.text().contains("data-manner=\"coupled\""));
    // The rule is at the table for everybody to see.
    assert!(bert.get("/timeline").await.text().contains("data-event=\"questioning_rule_changed\""));
}

/// Answers that cannot all be true are shown to the party that gave them, and to nobody else, until they go together.
#[tokio::test]
async fn contradictions_are_shown_to_the_party_and_asked_again() {
    let (line, mediation) = opened(8).await;
    let anna = line.member("Anna", Role::Principal("A".into())).await;
    let chair = line.member("Chair", Role::Mediator).await;
    assert_eq!(interviewed(&anna, &mediation, "A", &wants_of_a(), 4).await.len(), 4);
    let mine = async || anna.get("/api/v1/questions").await.json()["mediations"][&mediation].clone();
    assert_eq!(mine().await["contradiction"], json!([]));
    // Its form says that a wide quay is better than a narrow one.
    let package = |quay: &str| json!({"quay": quay, "fees": "low", "term": "one"});
    let compare = json!({"compare": {"first": package("wide"), "second": package("narrow")}});
    tell(&anna, &mediation, "A", &compare, &json!("second")).await;
    let shown = mine().await;
    let places: Vec<usize> = serde_json::from_value(shown["contradiction"].clone()).unwrap();
    assert!(places.contains(&4) && places.len() >= 2, "{shown}");
    assert!(places.iter().all(|place| *place < shown["told"].as_array().unwrap().len()));
    assert!(anna.get("/mediation").await.text().contains("data-part=\"contradiction\""));
    assert!(!chair.get("/mediation").await.text().contains("data-part=\"contradiction\""));
    tell(&anna, &mediation, "A", &compare, &json!("first")).await;
    assert_eq!(mine().await["contradiction"], json!([]));
    assert_eq!(mine().await["told"].as_array().unwrap().len(), 5);
}

/// Where one party refuses everything, that there is no deal is proven; what was refused is not shown. In which order the
/// parties were named makes no difference, and what A told that it never accepts is part of the proof.
#[tokio::test]
async fn no_deal_is_proven_from_refusals() {
    for (parties, told) in [(["A", "B"], false), (["B", "A"], false), (["A", "B"], true), (["B", "A"], true)]
    {
        let (line, _) = opened(8).await;
        if told {
            let never = json!({"command": "state", "statement": {"kind": "red_line", "party": "A",
                "never": {"quay": ["narrow"]}, "standing": "told", "publicity": {"caucus": "A"}, "text": "never"}});
            ask(&line, Role::Principal("A".into()), never).await;
        }
        let open = json!({"command": "open_mediation", "title": "The quay", "parties": parties, "issues": ["quay"],
            "questions_max": 8, "closes": "2025-12-09T12:00:00Z"});
        let mediation = ask(&line, Role::Mediator, open).await.unwrap();
        let (anna, bert) = (
            line.member("Anna", Role::Principal("A".into())).await,
            line.member("Bert", Role::Principal("B".into())).await,
        );
        let order = json!({"order": [["wide"], ["mid"], ["narrow"]]});
        let mut refusals = 0;
        for (member, party, reply) in [(&anna, "A", "no"), (&bert, "B", "yes")] {
            tell(member, &mediation, party, &json!({"rank_options": "quay"}), &order).await;
            for option in ISSUES[0].1 {
                if told && (party, option) == ("A", "narrow") {
                    continue;
                }
                refusals += u32::from(reply == "no");
                tell(member, &mediation, party, &json!({"accept": {"quay": option}}), &json!(reply)).await;
            }
        }
        ask(&line, Role::Mediator, json!({"command": "conclude_mediation", "mediation": mediation})).await;
        let chair = line.member("Chair", Role::Mediator).await;
        let seen = chair.get("/api/v1/mediations").await.json();
        let outcome = &seen["mediations"][&mediation]["outcomes"][0][0];
        assert_eq!(outcome["no_deal"]["refusals"], refusals, "{parties:?} {told}: {seen}");
        assert!(chair.get("/mediation").await.text().contains("data-outcome=\"no_deal\""));
    }
}

/// A price from 0 to 500 in tens and who pays it; one party wants much of it, the other little.
async fn price_opened(questions_max: u32) -> (Line, String) {
    let line = Line::open().await;
    line.open_case().await;
    let price = json!({"id": "price", "name": "Price", "kind": "range", "min": "0", "max": "500", "step": "10", "unit": "EUR"});
    ask(&line, Role::Mediator, json!({"command": "add_issue", "in": "table", "issue": price})).await;
    let options: Vec<Value> = ["short", "long"].iter().map(|id| json!({"id": id, "name": id})).collect();
    let term = json!({"id": "term", "name": "Term", "kind": "discrete", "options": options});
    ask(&line, Role::Mediator, json!({"command": "add_issue", "in": "table", "issue": term})).await;
    let open = json!({"command": "open_mediation", "title": "Price", "issues": ["price", "term"],
        "questions_max": questions_max, "closes": "2025-12-09T12:00:00Z"});
    let id = ask(&line, Role::Mediator, open).await.unwrap();
    (line, id)
}

/// Answers everything as somebody for whom a euro more is worth `euro`, and takes at least so much.
async fn priced(member: &Member<'_>, mediation: &str, party: &str, euro: i64, least: i64) -> Vec<Value> {
    let worth = |package: &Value| {
        let price: i64 = package["price"].as_str().unwrap().parse().unwrap();
        euro * price + if package["term"] == "long" { 40 } else { 0 }
    };
    let mut all = Vec::new();
    for _ in 0..60 {
        let question = question(member, mediation).await;
        if question.is_null() {
            break;
        }
        let answer = if question == "rank_issues" {
            json!({"places": {"price": 1, "term": 2}})
        } else if question["rank_options"] == "price" {
            json!(if euro > 0 { "rising" } else { "falling" })
        } else if question.get("rank_options").is_some() {
            json!({"places": {"long": 1, "short": 2}})
        } else if let Some(package) = question.get("accept") {
            json!(if worth(package) >= least { "yes" } else { "no" })
        } else {
            let (first, second) =
                (worth(&question["compare"]["first"]), worth(&question["compare"]["second"]));
            json!(if first > second {
                "first"
            } else if first < second {
                "second"
            } else {
                "equal"
            })
        };
        tell(member, mediation, party, &question, &answer).await;
        all.push(question);
    }
    all
}

/// The prices that a question names.
fn prices(question: &Value) -> Vec<i64> {
    let packages = match (question.get("accept"), question.get("compare")) {
        (Some(package), _) => vec![package],
        (_, Some(pair)) => vec![&pair["first"], &pair["second"]],
        _ => Vec::new(),
    };
    packages.iter().map(|package| package["price"].as_str().unwrap().parse().unwrap()).collect()
}

/// The package settles the price where both gain; where no price suits both, that there is none is said of the values that were
/// looked at, and is true of them.
#[tokio::test]
async fn a_number_is_mediated() {
    for (least, most) in [(180, 330), (300, 250)] {
        let (line, mediation) = price_opened(20).await;
        let (anna, bert) = (
            line.member("Anna", Role::Principal("A".into())).await,
            line.member("Bert", Role::Principal("B".into())).await,
        );
        // The long term is worth 40 to each.
        let asked = priced(&anna, &mediation, "A", 1, least + 40).await;
        let early: Vec<i64> =
            asked.iter().filter(|question| !prices(question).is_empty()).take(3).flat_map(prices).collect();
        assert!(early.iter().all(|price| price % 100 == 0), "round prices come first: {early:?}");
        priced(&bert, &mediation, "B", -1, 40 - most).await;
        ask(&line, Role::Mediator, json!({"command": "conclude_mediation", "mediation": mediation})).await;
        let chair = line.member("Chair", Role::Mediator).await;
        let seen = chair.get("/api/v1/mediations").await.json();
        let outcome = &seen["mediations"][&mediation]["outcomes"][0][0];
        let page = chair.get("/mediation").await.text();
        if least <= most {
            let package = &outcome["package"];
            // It is estimated from the answers, and need not be accepted; it settles the price with a value that was looked at.
            let among = package["among"]["price"].as_array().unwrap();
            assert!(among.contains(&package["options"]["price"]) && among.len() < 51, "{outcome}");
            assert!(page.contains("data-part=\"plainly\"") && page.contains("data-part=\"among\""));
        } else {
            // Nothing suits both: what is estimated to come nearest is not accepted, and nothing of it is proven.
            let package = &outcome["package"];
            let is_open = package["accepted"] == false && package["proven_if"] == Value::Null;
            assert!(package.is_null() || is_open, "{outcome}");
            if outcome.get("no_deal").is_some() {
                assert!(!outcome["no_deal"]["among"]["price"].as_array().unwrap().is_empty(), "{outcome}");
            }
        }
    }
}

/// What somebody else said at the table that it never accepts is not asked about; what it told the mediator changes no byte.
#[tokio::test]
async fn nothing_is_asked_about_what_the_party_may_know_to_be_excluded() {
    let mut all = Vec::new();
    for told in [None, Some("120"), Some("450")] {
        let (line, mediation) = price_opened(8).await;
        let line_of = |above: &str, publicity: Value, standing: &str| {
            json!({"command": "state", "statement": {"kind": "red_line", "party": "B", "never": {"price": {"above": above}},
                "standing": standing, "publicity": publicity}})
        };
        ask(&line, Role::Principal("B".into()), line_of("350", json!("table"), "public")).await;
        if let Some(above) = told {
            ask(&line, Role::Principal("B".into()), line_of(above, json!({"caucus": "B"}), "told")).await;
        }
        let anna = line.member("Anna", Role::Principal("A".into())).await;
        let asked = priced(&anna, &mediation, "A", 1, 200).await;
        assert!(asked.iter().flat_map(prices).all(|price| price <= 350), "{asked:?}");
        assert!(asked.iter().any(|question| !prices(question).is_empty()));
        let questions = without_names(&anna.get("/api/v1/questions").await.text());
        assert!(questions.contains("\"excluded\""));
        all.push((asked, questions, without_names(&anna.get("/mediation").await.page())));
    }
    for other in &all {
        assert_eq!(other.0, all[0].0);
        assert_eq!(other.1, all[0].1);
        assert_eq!(other.2, all[0].2);
    }
}

/// What a party's brief ranks is shown to that party, confirmed in one step, and not asked again; another party's says nothing.
#[tokio::test]
async fn deposited_rankings_are_confirmed_and_not_asked_again() {
    let (line, mediation) = opened(6).await;
    let (anna, bert) = (
        line.member("Anna", Role::Principal("A".into())).await,
        line.member("Bert", Role::Principal("B".into())).await,
    );
    let brief = |party: &str, best: &str, worst: &str| {
        format!(
            "mediant_brief = 1\ncase = \"Talks\"\nparty = \"{party}\"\nimportance = [\"fees\", [\"quay\", \"term\"]]\n[ranking]\nquay = [\"{best}\", \"mid\", \"{worst}\"]\nterm = [\"one\", \"two\"]\n"
        )
    };
    let before = bert.get("/api/v1/questions").await.body;
    let deposit = json!({"party": "A", "text": brief("A", "narrow", "wide"), "replaces_version": 0});
    let answer = anna.post("/api/v1/commands/deposit_brief", &deposit).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert_eq!(bert.get("/api/v1/questions").await.body, before);
    let mine = async || anna.get("/api/v1/questions").await.json()["mediations"][&mediation].clone();
    let deposited = mine().await["deposited"].clone();
    let expected = json!([
        {"question": {"rank_options": "quay"}, "order": [["narrow"], ["mid"], ["wide"]], "by": "ranking"},
        {"question": {"rank_options": "term"}, "order": [["one"], ["two"]], "by": "ranking"},
        {"question": "rank_issues", "order": [["fees"], ["quay", "term"]], "by": "ranking"},
    ]);
    assert_eq!(deposited, expected);
    let page = anna.get("/mediation").await.text();
    assert!(page.contains("data-part=\"deposited\"") && page.contains("/do/confirm_rankings"));
    // Nothing of it is an answer before it is confirmed.
    assert_eq!(mine().await["told"], json!([]));
    let rankings: Vec<Value> = deposited
        .as_array()
        .unwrap()
        .iter()
        .map(|one| json!({"question": one["question"], "answer": {"order": one["order"]}}))
        .collect();
    let confirm = json!({"mediation": mediation, "party": "A", "rankings": rankings});
    let answer = anna.post("/api/v1/commands/confirm_rankings", &confirm).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let now = mine().await;
    assert_eq!(now["asked"], json!({"rank_options": "fees"}));
    assert_eq!((now["deposited"].clone(), now["told"].as_array().unwrap().len()), (json!([]), 3));
    assert_eq!(bert.get("/api/v1/questions").await.body, before);
}

/// A form that leaves a party one way only is not asked: it is said along with the party's next answer, on the page by itself, and the
/// mediator reads that a form is in, and nothing of which. Who answers without it is asked it in the end: nobody waits for nothing.
#[tokio::test]
async fn a_form_with_nothing_to_put_in_order_is_not_asked() {
    for by_page in [true, false] {
        let (line, mediation) = opened(3).await;
        let never = json!({"command": "state", "statement": {"kind": "red_line", "party": "A", "never": {"quay": ["narrow", "mid"]},
            "standing": "told", "publicity": {"caucus": "A"}}});
        ask(&line, Role::Principal("A".into()), never).await;
        let anna = line.member("Anna", Role::Principal("A".into())).await;
        let mine = async || anna.get("/api/v1/questions").await.json()["mediations"][&mediation].clone();
        let quay = json!({"rank_options": "quay"});
        assert_eq!(mine().await["settled"], json!([quay]));
        assert_eq!(mine().await["asked"], json!({"rank_options": "fees"}));
        let wants = wants_of_a();
        let mut asked = Vec::new();
        while let question = question(&anna, &mediation).await
            && !question.is_null()
        {
            let mut told = json!({"mediation": mediation, "party": "A", "question": question, "answer": wants.answer(&question)});
            if by_page {
                told["settled"] = mine().await["settled"].clone();
            }
            // Asked by itself, it goes along with what is answered again alone.
            if question != quay {
                let page = anna.get("/mediation").await.text();
                assert_eq!(page.contains("settled:json"), mine().await["settled"] != json!([]));
            }
            let answer = anna.post("/api/v1/commands/answer_mediation", &told).await;
            assert_eq!(answer.status, 201, "{}", answer.text());
            asked.push(question);
        }
        assert_eq!(asked.contains(&quay), !by_page, "{asked:?}");
        assert!(by_page || asked.last() == Some(&quay), "it comes last: {asked:?}");
        let forms = line.app.desk.read(&mediant_model::case::Reader::Mediator, |state| {
            state
                .mediations
                .values()
                .map(|one| (one.progress[&"A".into()].forms, one.forms()))
                .collect::<Vec<_>>()
        });
        assert_eq!(forms.unwrap(), [(4, 4)]);
    }
}

/// What is said along with an answer is ranking forms, each once.
#[tokio::test]
async fn nothing_but_forms_is_said_along() {
    let (line, mediation) = opened(3).await;
    let anna = line.member("Anna", Role::Principal("A".into())).await;
    let quay = json!({"rank_options": "quay"});
    let package = json!({"accept": {"quay": "wide", "fees": "low", "term": "one"}});
    for settled in [json!([package]), json!([quay, quay]), json!(["rank_issues"])] {
        let told = json!({"mediation": mediation, "party": "A", "question": "rank_issues", "answer": "cannot_say", "settled": settled});
        let answer = anna.post("/api/v1/commands/answer_mediation", &told).await;
        assert_eq!(answer.status, 422, "{}", answer.text());
    }
    assert_eq!(anna.get("/api/v1/questions").await.json()["mediations"][&mediation]["told"], json!([]));
}
