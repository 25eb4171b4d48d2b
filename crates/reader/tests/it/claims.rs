//! A model's reply against the report: nothing but words of the report comes out, whatever the reply says.

use mediant_reader::claims::reply::{CLAIMS, LONGEST};
use mediant_reader::claims::{Proposed, Refusal, Request};
use mediant_reader::report::{Options, Report};
use mediant_reader::suggest::{Event, Fact, Field, From, Reading};
use proptest::prelude::*;
use serde_json::{Value, json};

const REPORT: &str = "date 2031-05-14\n\nDelegations from Veldria and Norland met in Bern on Tuesday.\n\n\
    Veldria’s foreign minister, Ilse Marand, ruled out any sale of the harbour. “We will not  sell,” she told reporters on Wednesday. \
    “We will not  sell,” she said again.\n\n\
    Jon Askel, Norland’s deputy negotiator, resigned on Monday. We will not sell, the crowd sang. They meet again on 21 May.";

fn reading(text: &str) -> Reading<'_> {
    Reading::new(Report::read(text, &Options::default()).expect("a report"))
}

fn reply(facts: &[Value]) -> String {
    json!({"facts": facts}).to_string()
}

fn causes(proposed: &Proposed<'_>) -> Vec<(Option<usize>, Refusal)> {
    proposed.refused.iter().map(|refused| (refused.claim, refused.why)).collect()
}

fn statement(words: &str) -> Value {
    json!({"kind": "statement", "stance": "rules out", "words": words})
}

fn in_paragraph(mut claim: Value, paragraph: usize) -> Value {
    claim["paragraph"] = paragraph.into();
    claim
}

#[test]
fn words_that_do_not_stand_in_the_report_are_refused_and_counted() {
    let reading = reading(REPORT);
    let invented =
        [statement("We will sell it all"), statement("“We will not"), statement("…"), statement("ell")];
    let proposed = Proposed::from_reply(&reading, &reply(&invented));
    let places: Vec<_> = proposed.suggestions.iter().map(|found| found.at.as_str()).collect();
    // The beginning of a quotation stands there, twice in one paragraph: without its number nobody knows which is meant.
    assert_eq!(places, Vec::<&str>::new());
    let expected = [
        (Some(1), Refusal::NotInTheReport),
        (Some(2), Refusal::InSeveralPlaces),
        (Some(3), Refusal::NoWords),
        (Some(4), Refusal::NotInTheReport),
    ];
    assert_eq!(causes(&proposed), expected);
}

#[test]
fn repeated_words_take_distinct_places_from_left_to_right() {
    let reading = reading(REPORT);
    let claim = || in_paragraph(statement("\"We will not sell,\""), 2);
    let proposed = Proposed::from_reply(&reading, &reply(&[claim(), claim(), claim()]));
    let first = REPORT.find("“We").expect("the first");
    let second = REPORT.rfind("“We").expect("the second");
    let starts: Vec<_> = proposed.suggestions.iter().map(|found| found.at.start()).collect();
    assert_eq!(starts, [first, second]);
    assert_eq!(causes(&proposed), [(Some(3), Refusal::TooOften)]);
    // Quotation marks and spaces are the report's, not the reply's.
    assert!(proposed.suggestions.iter().all(|found| found.at.as_str() == "“We will not  sell,”"));
}

#[test]
fn a_wrong_paragraph_does_not_matter_where_the_words_stand_once() {
    let reading = reading(REPORT);
    let claim = |at| {
        in_paragraph(json!({"kind": "status", "what": "hurdle", "words": "any sale of the harbour"}), at)
    };
    assert_eq!(Proposed::from_reply(&reading, &reply(&[claim(3)])).suggestions.len(), 1);
    let twice = in_paragraph(statement("We will not sell"), 1);
    assert_eq!(
        causes(&Proposed::from_reply(&reading, &reply(&[twice]))),
        [(Some(1), Refusal::InSeveralPlaces)]
    );
}

#[test]
fn what_is_not_the_schema_is_refused() {
    let reading = reading(REPORT);
    let whole = |text: &str| causes(&Proposed::from_reply(&reading, text));
    for text in [
        "",
        "Sure! Here is the JSON: {}",
        "[]",
        "{}",
        r#"{"facts": {}}"#,
        r#"{"facts": [], "tools": ["accept"]}"#,
    ] {
        assert_eq!(whole(text), [(None, Refusal::NotTheSchema)], "{text}");
    }
    let long = format!(r#"{{"facts": [], "x": "{}"}}"#, "x".repeat(LONGEST));
    assert_eq!(whole(&long), [(None, Refusal::TooLong)]);
    let good = json!({"kind": "session", "status": "held", "words": "met in Bern"});
    let with = |name: &str, value: Value| {
        let mut claim = good.clone();
        claim[name] = value;
        claim
    };
    let out_of_form = [
        with("start", json!(12)),
        with("at", json!({"start": 12, "end": 20})),
        with("confidence", json!(1.0)),
        with("on", json!("2031-05-13")),
        with("author", json!("reader")),
        with("shown", json!(true)),
        with("stance", json!("accepts")),
        with("status", json!("agreed")),
        with("paragraph", json!(-1)),
        json!({"kind": "session", "words": "met in Bern"}),
        json!("met in Bern"),
    ];
    for claim in out_of_form {
        assert_eq!(whole(&reply(std::slice::from_ref(&claim))), [(Some(1), Refusal::OutOfForm)], "{claim}");
    }
    assert_eq!(whole(&reply(&[good])), []);
}

#[test]
fn more_claims_than_may_be_are_refused_one_by_one() {
    let reading = reading(REPORT);
    let claims = vec![statement("nothing of the kind"); CLAIMS + 3];
    let refused = causes(&Proposed::from_reply(&reading, &reply(&claims)));
    assert_eq!(refused.len(), CLAIMS + 3);
    assert_eq!(refused.iter().filter(|(_, why)| *why == Refusal::OneTooMany).count(), 3);
}

fn on(fact: &Fact<'_>) -> Option<String> {
    match fact {
        Fact::Statement { on, .. }
        | Fact::Session { on, .. }
        | Fact::Status { on, .. }
        | Fact::Person { on, .. } => on.map(|on: Field<'_, _>| on.value.to_string()),
        Fact::Alternative { .. } => None,
    }
}

#[test]
fn days_and_names_are_computed_from_the_report() {
    let reading = reading(REPORT);
    let facts = [
        json!({"kind": "session", "status": "held", "words": "Delegations from Veldria and Norland met in Bern on Tuesday"}),
        in_paragraph(statement("We will not sell"), 2),
        json!({"kind": "person", "event": "resigned", "words": "resigned on Monday", "day": "2031-05-12", "who": "Otto Berg"}),
        json!({"kind": "session", "status": "planned", "words": "They meet again on 21 May", "day": "21 May"}),
    ];
    let proposed = Proposed::from_reply(&reading, &reply(&facts));
    let days: Vec<_> = proposed.suggestions.iter().map(|found| on(&found.fact)).collect();
    let known =
        ["2031-05-13", "2031-05-14", "", "2031-05-21"].map(|day| (!day.is_empty()).then(|| day.to_owned()));
    assert_eq!(days, known);
    assert_eq!(causes(&proposed), [(Some(3), Refusal::NoSuchDay), (Some(3), Refusal::NoSuchName)]);
    let Fact::Statement { speaker: Some(speaker), party: Some(party), stance, .. } =
        &proposed.suggestions[1].fact
    else {
        panic!("a statement with speaker and party");
    };
    assert_eq!(
        (speaker.value.as_str(), party.value.as_str(), stance.name()),
        ("Ilse Marand", "Veldria", "rules out")
    );
    let Fact::Person { who: Some(who), .. } = &proposed.suggestions[2].fact else { panic!("a person") };
    assert_eq!(who.value.as_str(), "Jon Askel");
}

#[test]
fn a_report_in_another_language_gives_its_words_and_days() {
    let text = "date 2031-05-14\n\nDie Delegationen trafen sich am Dienstag in Bern.\n\n\
        „Wir verkaufen nicht“, sagte Ilse Marand. Das nächste Treffen ist am 21. Mai.";
    let report = Report::read(text, &Options::default()).expect("a report");
    let reading = Reading::unread(report, "German");
    assert_eq!(reading.suggestions, []);
    let facts = [
        json!({"kind": "session", "status": "held", "words": "Die Delegationen trafen sich am Dienstag in Bern"}),
        json!({"kind": "statement", "stance": "rules out", "words": "Wir verkaufen nicht", "who": "Ilse Marand", "day": "heute"}),
        json!({"kind": "session", "status": "planned", "words": "Das nächste Treffen ist am 21. Mai"}),
    ];
    let proposed = Proposed::from_reply(&reading, &reply(&facts));
    let days: Vec<_> = proposed.suggestions.iter().map(|found| on(&found.fact)).collect();
    assert_eq!(days, [Some("2031-05-13".to_owned()), None, Some("2031-05-21".to_owned())]);
    let Fact::Statement { speaker: Some(speaker), .. } = &proposed.suggestions[1].fact else {
        panic!("a speaker")
    };
    assert_eq!(speaker.value.as_str(), "Ilse Marand");
    assert_eq!(causes(&proposed), [(Some(2), Refusal::NoSuchDay)]);
}

#[test]
fn a_request_is_the_report_and_nothing_else() {
    let report = Report::read(REPORT, &Options::default()).expect("a report");
    let other = Report::read("date 2031-05-15\n\nNothing happened.", &Options::default()).expect("a report");
    let (request, another) = (Request::new(&report), Request::new(&other));
    assert_eq!((&request.task, &request.schema), (&another.task, &another.schema));
    let mut rest = request.report.as_str();
    for paragraph in report.paragraphs() {
        let at = rest.find(paragraph.as_str()).expect("every paragraph, in order");
        rest = &rest[at + paragraph.as_str().len()..];
    }
}

/// Words as a model may send them: pieces of the report with other quotation marks and spaces, and words of its own.
fn words() -> impl Strategy<Value = String> {
    let pieces = (0..REPORT.chars().count(), 1..60usize).prop_map(|(from, len)| {
        REPORT.chars().skip(from).take(len).collect::<String>().replace(['“', '”'], "\"").replace('’', "'")
    });
    prop_oneof![3 => pieces, 1 => "\\PC{0,20}", 1 => Just("\u{1b}[2J accept all".to_owned())]
}

fn claim() -> impl Strategy<Value = Value> {
    let kinds = prop_oneof![
        Just(("statement", "stance", "rules out")),
        Just(("session", "status", "planned")),
        Just(("status", "what", "deadline")),
        Just(("alternative", "direction", "worsens")),
        Just(("person", "event", "died")),
    ];
    let named = || proptest::option::of(words());
    (kinds, words(), proptest::option::of(0..6usize), named(), named(), named()).prop_map(
        |((kind, field, value), words, paragraph, who, party, day)| {
            let mut claim = json!({"kind": kind, "words": words});
            claim[field] = value.into();
            for (name, given) in [("who", who), ("party", party), ("day", day)] {
                if let Some(given) = given {
                    claim[name] = given.into();
                }
            }
            if let Some(paragraph) = paragraph {
                claim["paragraph"] = paragraph.into();
            }
            claim
        },
    )
}

/// Letters and digits of words: what folding leaves alone.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn excerpts<'t>(fact: &Fact<'t>) -> Vec<&'t str> {
    let mut all = Vec::new();
    let mut add = |field: Option<Field<'t, mediant_reader::report::Excerpt<'t>>>| {
        all.extend(field.map(|field| field.value.as_str()));
    };
    match fact {
        Fact::Statement { speaker, party, .. } => {
            add(*speaker);
            add(*party);
        }
        Fact::Person { who, party, .. } => {
            add(*who);
            add(*party);
        }
        Fact::Alternative { party, .. } => add(*party),
        Fact::Session { .. } | Fact::Status { .. } => {}
    }
    all
}

proptest! {
    #[test]
    fn whatever_the_reply_says_only_words_of_the_report_come_out(claims in prop::collection::vec(claim(), 0..12)) {
        let reading = reading(REPORT);
        let proposed = Proposed::from_reply(&reading, &reply(&claims));
        // Nothing is swallowed: a claim is a suggestion or is refused.
        let refused = proposed.refused.iter().filter(|refused| !refused.why.is_of_a_field()).count();
        prop_assert_eq!(proposed.suggestions.len() + refused, claims.len());
        let claimed: Vec<String> = claims.iter().map(|claim| letters(claim["words"].as_str().unwrap_or_default())).collect();
        for found in &proposed.suggestions {
            prop_assert_eq!(&REPORT[found.at.range()], found.at.as_str());
            prop_assert!(claimed.contains(&letters(found.at.as_str())));
            let paragraph = reading.scene.document.report.paragraphs()[found.paragraph];
            prop_assert!(paragraph.contains(found.at));
            prop_assert!(!found.shown);
            prop_assert!(excerpts(&found.fact).iter().all(|words| REPORT.contains(words)));
            if let Fact::Session { on: Some(on), .. } | Fact::Status { on: Some(on), .. } = &found.fact {
                prop_assert!(matches!(on.from, From::Words(_) | From::Memory(_) | From::Dateline));
            }
        }
        // No two suggestions of a kind stand on the same words.
        let mut places: Vec<_> = proposed.suggestions.iter().map(|found| (found.fact.kind(), found.at.start())).collect();
        places.sort_unstable();
        places.dedup();
        prop_assert_eq!(places.len(), proposed.suggestions.len());
        // And the same again gives the same.
        prop_assert_eq!(&Proposed::from_reply(&reading, &reply(&claims)), &proposed);
    }

    #[test]
    fn no_reply_is_too_strange(text in "\\PC{0,200}") {
        let reading = reading(REPORT);
        let proposed = Proposed::from_reply(&reading, &text);
        prop_assert_eq!(proposed.suggestions.len(), 0);
        prop_assert_eq!(proposed.refused.len(), 1);
    }
}
