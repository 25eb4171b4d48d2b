//! What the model holds, as JSON: exact shapes, and everything is read back as it was.
#![expect(clippy::unwrap_used, reason = "a test whose input cannot be built should stop there")]

use mediant_model::issue::{IssueOption, Range};
use mediant_model::party::{Faction, Mandate, MandateEnd, PersonRole};
use mediant_model::statement::{
    Alternative, Answer, Citation, Confidence, Deadline, Interest, Linkage, Position, Precondition,
    Provenance, Publicity, RedLine, Remark, Session, SessionStatus, Source, Speaker, Stance, Standing, Trend,
};
use mediant_model::{
    AgreementRule, Case, Condition, Date, Issue, IssueId, IssueKind, Number, OptionId, Party, PartyRole,
    Person, Quorum,
};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::fmt::Debug;

/// Through text, and through a tree whose objects are sorted by key, as many readers hold it.
fn there_and_back<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let text = serde_json::to_string(value).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), value, "{text}");
    let tree: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(&serde_json::from_value::<T>(tree).unwrap(), value, "{text}");
}

fn is_written<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T, shape: Value) {
    assert_eq!(serde_json::to_value(value).unwrap(), shape);
    there_and_back(value);
}

fn day(month: i8, day: i8) -> Date {
    Date::new(2025, month, day).unwrap()
}

fn number(text: &str) -> Number {
    text.parse().unwrap()
}

fn settled(issue: &str, options: &[&str]) -> Condition {
    Condition::Options(issue.into(), options.iter().map(|option| OptionId::new(*option)).collect())
}

fn refused<T: DeserializeOwned>(shape: Value) -> bool {
    serde_json::from_str::<T>(&shape.to_string()).is_err() && serde_json::from_value::<T>(shape).is_err()
}

/// Whence everything is said that can be said.
fn whence(publicity: Publicity) -> Provenance {
    Provenance {
        by: Some(Speaker::Person("putin".into())),
        on: Some(day(12, 3)),
        until: Some(day(12, 24)),
        source: Some(Citation {
            source: "report".into(),
            place: Some("P10".into()),
            words: Some("not one".into()),
        }),
        also: vec![Citation { source: "letter".into(), place: None, words: None }],
        publicity,
        text: Some("…".to_owned()),
    }
}

fn issues() -> Vec<Issue> {
    let options = ["keep", "cede"].map(|id| IssueOption { id: id.into(), name: format!("to {id} it") });
    let range = |unit| Range { min: number("0"), max: number("2.5"), step: number("0.5"), unit };
    [
        ("territory", IssueKind::Discrete(options.into())),
        ("toll", IssueKind::Range(range(Some("crowns".to_owned())))),
        ("term", IssueKind::Range(range(None))),
        ("annex", IssueKind::Withheld),
        ("none", IssueKind::Discrete(Vec::new())),
    ]
    .map(|(id, kind)| Issue { id: id.into(), name: format!("the {id}"), kind })
    .into()
}

fn parties() -> Vec<Party> {
    let person = |role, mandates| Person {
        id: "otto".into(),
        name: "Otto".to_owned(),
        office: Some("mayor".to_owned()),
        role,
        leads: true,
        faction: Some("ferrymen".to_owned()),
        mandates,
    };
    let whole = Mandate {
        issues: Some(vec!["toll".into()]),
        from: Some(day(1, 2)),
        until: Some(day(3, 4)),
        ended: Some(MandateEnd { on: day(2, 3), reason: Some("resigned".to_owned()) }),
        source: Some(Citation { source: "report".into(), place: None, words: None }),
    };
    let bare = Mandate { issues: None, from: None, until: None, ended: None, source: None };
    let nothing = Mandate { issues: Some(Vec::new()), ..bare.clone() };
    let roles = [
        PersonRole::Principal,
        PersonRole::Delegate,
        PersonRole::Adviser,
        PersonRole::Envoy,
        PersonRole::Voice,
    ];
    let mut people: Vec<Person> = roles.map(|role| person(role, Vec::new())).into();
    people.push(person(PersonRole::Delegate, vec![whole, bare, nothing]));
    let factions = vec![Faction { id: "ferrymen".to_owned(), name: "The ferrymen".to_owned(), veto: true }];
    vec![
        Party { id: "east".into(), name: "East".to_owned(), role: PartyRole::Negotiating, people, factions },
        Party {
            id: "county".into(),
            name: "County".to_owned(),
            role: PartyRole::Third,
            people: Vec::new(),
            factions: Vec::new(),
        },
    ]
}

/// A case with two statements of each type, one that says everything and one that says the least.
fn case() -> Case {
    let full = || whence(Publicity::Caucus("east".into()));
    let bare = || Provenance::known_to(Publicity::Table);
    let keep = || settled("territory", &["keep"]);
    let east = || "east".into();
    let stances = [
        Stance::Accepts,
        Stance::AcceptsInPart,
        Stance::AcceptsAdReferendum,
        Stance::NearlyAgreed,
        Stance::Open,
        Stance::Rejects,
    ];
    let statuses =
        [SessionStatus::Planned, SessionStatus::Held, SessionStatus::Moved, SessionStatus::Cancelled];
    let session = |status| Session {
        parties: vec![east(), "county".into()],
        people: vec!["otto".into()],
        status,
        on: Some(day(5, 28)),
        place: Some("the town hall".to_owned()),
        provenance: full(),
    };
    let mut sessions: Vec<Session> = statuses.map(session).into();
    sessions.push(Session {
        parties: Vec::new(),
        people: Vec::new(),
        status: SessionStatus::Held,
        on: None,
        place: None,
        provenance: bare(),
    });
    let alternative = |trend| Alternative { party: east(), trend, provenance: full() };
    Case {
        id: Some("bridge".to_owned()),
        title: "The toll bridge".to_owned(),
        as_of: Some(day(6, 1)),
        agreement: AgreementRule {
            quorum: Quorum::AtLeast(2),
            veto: vec![east()],
            nothing_until_everything: false,
            partial: true,
        },
        sources: vec![
            Source {
                id: "report".into(),
                title: "News".to_owned(),
                date: Some(day(5, 30)),
                url: Some("https://example.org/report".to_owned()),
                sha256: Some("0f".repeat(32)),
            },
            Source { id: "word".into(), title: "Hearsay".to_owned(), date: None, url: None, sha256: None },
        ],
        parties: parties(),
        issues: issues(),
        positions: vec![
            Position {
                party: east(),
                issue: "territory".into(),
                wants: Some(keep()),
                provenance: whence(Publicity::Public),
            },
            Position { party: east(), issue: "territory".into(), wants: None, provenance: bare() },
        ],
        interests: vec![
            Interest { party: east(), provenance: full() },
            Interest { party: east(), provenance: bare() },
        ],
        red_lines: [Standing::Public, Standing::Told, Standing::Inferred]
            .map(|standing| RedLine {
                party: east(),
                never: keep(),
                standing,
                provenance: whence(Publicity::Mediator),
            })
            .into(),
        preconditions: vec![
            Precondition {
                party: east(),
                settled: vec!["toll".into()],
                require: Some(keep()),
                standing: Standing::Told,
                provenance: full(),
            },
            Precondition {
                party: east(),
                settled: Vec::new(),
                require: None,
                standing: Standing::Public,
                provenance: bare(),
            },
        ],
        linkages: vec![
            Linkage {
                party: Some(east()),
                when: keep(),
                then: Condition::Between("toll".into(), None, Some(number("1.5"))),
                provenance: full(),
            },
            Linkage { party: None, when: keep(), then: Condition::Any(Vec::new()), provenance: bare() },
        ],
        alternatives: [None, Some(Trend::Improving), Some(Trend::Worsening), Some(Trend::Steady)]
            .map(alternative)
            .into(),
        answers: stances
            .map(|stance| Answer { party: east(), issue: "annex".into(), stance, provenance: full() })
            .into(),
        remarks: vec![
            Remark { party: "county".into(), issue: Some("toll".into()), provenance: full() },
            Remark { party: "county".into(), issue: None, provenance: bare() },
        ],
        sessions,
        confidences: vec![
            Confidence { parties: vec![east()], issues: vec!["annex".into()], provenance: full() },
            Confidence { parties: Vec::new(), issues: Vec::new(), provenance: bare() },
        ],
        deadlines: vec![
            Deadline {
                on: day(6, 30),
                party: Some(east()),
                issues: vec!["annex".into()],
                provenance: full(),
            },
            Deadline { on: day(7, 1), party: None, issues: Vec::new(), provenance: bare() },
        ],
    }
}

#[test]
fn a_case_and_each_of_its_parts_is_read_back_as_it_was() {
    fn each<T: Serialize + DeserializeOwned + PartialEq + Debug>(parts: &[T]) {
        assert!(!parts.is_empty());
        parts.iter().for_each(there_and_back);
    }
    let case = case();
    there_and_back(&case);
    there_and_back(&Case::default());
    there_and_back(&case.agreement);
    each(&case.sources);
    each(&case.parties);
    each(&case.issues);
    each(&case.positions);
    each(&case.interests);
    each(&case.red_lines);
    each(&case.preconditions);
    each(&case.linkages);
    each(&case.alternatives);
    each(&case.answers);
    each(&case.remarks);
    each(&case.sessions);
    each(&case.confidences);
    each(&case.deadlines);
}

#[test]
fn what_is_not_said_is_neither_written_nor_needed() {
    let rule = json!({ "quorum": "unanimity", "nothing_until_everything": true, "partial": false });
    is_written(&Case::default(), json!({ "title": "", "agreement": rule }));
    assert_eq!(serde_json::from_value::<Case>(json!({ "title": "" })).unwrap(), Case::default());
    is_written(
        &Interest { party: "east".into(), provenance: Provenance::known_to(Publicity::Public) },
        json!({ "party": "east", "publicity": "public" }),
    );
    let bare = Mandate { issues: None, from: None, until: None, ended: None, source: None };
    is_written(&bare, json!({}));
    is_written(&Mandate { issues: Some(Vec::new()), ..bare }, json!({ "issues": [] }));
}

#[test]
fn a_red_line_reads_as_one_sentence() {
    let line = RedLine {
        party: "russia".into(),
        never: settled("territory", &["keep"]),
        standing: Standing::Inferred,
        provenance: Provenance { until: None, ..whence(Publicity::Public) },
    };
    let shape = json!({
        "party": "russia", "never": { "territory": "keep" }, "standing": "inferred",
        "by": { "person": "putin" }, "on": "2025-12-03", "also": [{ "source": "letter" }],
        "source": { "source": "report", "place": "P10", "words": "not one" }, "publicity": "public", "text": "…"
    });
    is_written(&line, shape.clone());
    // Who may know a statement, and how firmly it is known, is never assumed.
    for needed in ["publicity", "standing", "never", "party"] {
        let mut less = shape.clone();
        less.as_object_mut().unwrap().remove(needed);
        assert!(refused::<RedLine>(less), "{needed}");
    }
}

#[test]
fn a_session_keeps_its_own_day_apart_from_the_day_it_was_told_of() {
    let session = Session {
        parties: vec!["county".into()],
        people: Vec::new(),
        status: SessionStatus::Held,
        on: Some(day(5, 28)),
        place: None,
        provenance: Provenance { on: Some(day(5, 30)), ..Provenance::known_to(Publicity::Table) },
    };
    let shape = json!({
        "parties": ["county"], "status": "held", "on": "2025-05-28", "told_on": "2025-05-30",
        "publicity": "table"
    });
    is_written(&session, shape);
}

#[test]
fn who_speaks_and_who_may_know_are_words_or_one_entry() {
    is_written(&Publicity::Public, json!("public"));
    is_written(&Publicity::Table, json!("table"));
    is_written(&Publicity::Caucus("russia".into()), json!({ "caucus": "russia" }));
    is_written(&Publicity::Mediator, json!("mediator"));
    is_written(&Speaker::Person("ada".into()), json!({ "person": "ada" }));
    is_written(&Speaker::Described("an official".to_owned()), json!({ "described": "an official" }));
    is_written(
        &Citation { source: "report".into(), place: None, words: None },
        json!({ "source": "report" }),
    );
    is_written(&Quorum::Unanimity, json!("unanimity"));
    is_written(&Quorum::AtLeast(2), json!({ "at_least": 2 }));
    is_written(&Stance::AcceptsAdReferendum, json!("accepts_ad_referendum"));
}

#[test]
fn an_issue_says_its_kind_beside_its_name() {
    let [discrete, range, _, withheld, _] = <[Issue; 5]>::try_from(issues()).unwrap();
    let options = json!([{ "id": "keep", "name": "to keep it" }, { "id": "cede", "name": "to cede it" }]);
    let shape = json!({ "id": "territory", "name": "the territory", "kind": "discrete", "options": options });
    is_written(&discrete, shape);
    let shape = json!({
        "id": "toll", "name": "the toll", "kind": "range", "min": "0", "max": "2.5", "step": "0.5",
        "unit": "crowns"
    });
    is_written(&range, shape);
    is_written(&withheld, json!({ "id": "annex", "name": "the annex", "kind": "withheld" }));
}

#[test]
fn conditions_are_written_as_in_a_case_file() {
    let between = |min, max| Condition::Between("price".into(), min, max);
    let keep = || settled("territory", &["keep"]);
    is_written(&keep(), json!({ "territory": "keep" }));
    is_written(&settled("territory", &["a", "b"]), json!({ "territory": ["a", "b"] }));
    is_written(&settled("territory", &[]), json!({ "territory": [] }));
    is_written(
        &between(Some(number("10")), Some(number("20"))),
        json!({ "price": { "min": "10", "max": "20" } }),
    );
    is_written(&between(None, None), json!({ "price": {} }));
    is_written(&Condition::All(Vec::new()), json!({}));
    is_written(&Condition::Any(Vec::new()), json!({ "any": [] }));
    is_written(&Condition::Not(Box::new(keep())), json!({ "not": { "territory": "keep" } }));
    is_written(&Condition::All(vec![keep()]), json!({ "all": [{ "territory": "keep" }] }));
    is_written(
        &Condition::All(vec![between(Some(number("1")), None), keep()]),
        json!({ "price": { "min": "1" }, "territory": "keep" }),
    );
    // Not in the order of the keys, which a sorting reader would change.
    is_written(
        &Condition::All(vec![keep(), between(None, None)]),
        json!({ "all": [{ "territory": "keep" }, { "price": {} }] }),
    );
    is_written(&Condition::All(vec![keep(), keep()]), {
        json!({ "all": [{ "territory": "keep" }, { "territory": "keep" }] })
    });
    is_written(
        &Condition::Any(vec![settled("any", &["x"]), settled("=any", &[]), settled("", &["y"])]),
        json!({ "any": [{ "=any": "x" }, { "==any": [] }, { "": "y" }] }),
    );
}

#[test]
fn conditions_written_by_hand_are_read() {
    let read = |text: &str| serde_json::from_str::<Condition>(text).unwrap();
    assert_eq!(read(r#"{"toll": 1, "lamps": [2, "gas"]}"#), {
        Condition::All(vec![settled("toll", &["1"]), settled("lamps", &["2", "gas"])])
    });
    assert_eq!(read(r#"{"toll": ["1"]}"#), settled("toll", &["1"]));
    assert_eq!(read(r#"{"toll": {"min": 1}}"#), Condition::Between("toll".into(), Some(number("1")), None));
    for text in [
        "1",
        "[]",
        r#"{"toll": 1.5}"#,
        r#"{"toll": {"least": 1}}"#,
        r#"{"toll": {"min": 1.5}}"#,
        r#"{"toll": null}"#,
        r#"{"any": "x"}"#,
        r#"{"all": {"toll": "1"}}"#,
        r#"{"not": []}"#,
        r#"{"toll": "1", "toll": "2"}"#,
        r#"{"any": [], "any": []}"#,
    ] {
        assert!(serde_json::from_str::<Condition>(text).is_err(), "{text}");
    }
}

#[test]
fn nesting_is_bounded_alike_on_reading_and_writing() {
    let nested =
        |levels: usize| (0..levels).fold(settled("toll", &["1"]), |inner, _| Condition::Not(Box::new(inner)));
    // The innermost object is a level too.
    there_and_back(&nested(99));
    assert!(serde_json::to_string(&nested(100)).is_err());
    let text = |levels: usize| format!("{}{{}}{}", r#"{"not":"#.repeat(levels), "}".repeat(levels));
    assert!(serde_json::from_str::<Condition>(&text(99)).is_ok());
    assert!(serde_json::from_str::<Condition>(&text(100)).is_err());
    for open in [r#"{"not":"#, r#"{"any":["#, r#"{"all":["#, r#"{"toll":{"min":"#, r#"{"toll":["#] {
        assert!(serde_json::from_str::<Condition>(&open.repeat(100_000)).is_err(), "{open}");
        let line = format!(r#"{{"party":"a","publicity":"public","never":{}"#, open.repeat(100_000));
        assert!(serde_json::from_str::<RedLine>(&line).is_err(), "{open}");
    }
    // As deep as it may be, within a case.
    let mut case = case();
    case.positions[0].wants = Some(nested(99));
    there_and_back(&case);
    // A reader without a bound of its own is bounded too.
    let tree = (0..1_000).fold(json!({}), |inner, _| json!({ "not": inner }));
    assert!(serde_json::from_value::<Condition>(tree).is_err());
}

#[test]
fn numbers_are_written_exactly_and_floats_are_refused() {
    is_written(&number("0.35"), json!("0.35"));
    is_written(&number("-300"), json!("-300"));
    is_written(&Number::ratio(-1, 3).unwrap(), json!("-1/3"));
    let read = |shape: Value| serde_json::from_value::<Number>(shape).unwrap();
    assert_eq!(read(json!(12)), number("12"));
    assert_eq!(read(json!(-12)), number("-12"));
    assert_eq!(read(json!(u64::MAX)), number("18446744073709551615"));
    assert_eq!(read(json!("0.5/3")), Number::ratio(1, 6).unwrap());
    let long = "9".repeat(5_000);
    for shape in [json!(1.5), json!("1/0"), json!("/"), json!("1/"), json!("1/2/3"), json!("nan"), json!("")]
    {
        assert!(refused::<Number>(shape.clone()), "{shape}");
    }
    assert!(refused::<Number>(json!(long)) && refused::<Number>(json!(format!("{long}/7"))));
    // The longest quotient that a file can state.
    let longest = format!("{}e-400", "7".repeat(800)).parse::<Number>().unwrap();
    let shortest = format!("0.{}e-400", "3".repeat(799)).parse::<Number>().unwrap();
    there_and_back(&longest.checked_div(&shortest).unwrap());
    there_and_back(&shortest.checked_div(&longest).unwrap());
    there_and_back(&number("1e400"));
    // Computed numbers may be longer than can be read back; they are refused, not cut.
    let beyond = (0..5).fold(number("1e400"), |n, _| &n * &n);
    assert!(serde_json::to_string(&beyond).is_err());
}

#[test]
fn unknown_keys_are_refused_where_nothing_is_flattened() {
    assert!(refused::<Case>(json!({ "title": "", "tilte": "" })));
    assert!(refused::<AgreementRule>(json!({ "quorums": 2 })));
    assert!(refused::<Citation>(json!({ "source": "report", "palce": "P6" })));
    assert!(refused::<MandateEnd>(json!({ "on": "2025-01-01", "because": "x" })));
    assert!(refused::<Party>(json!({ "id": "a", "name": "A", "role": "third", "rank": 1 })));
    assert!(refused::<Publicity>(json!("everybody")));
}

fn any_number() -> impl Strategy<Value = Number> {
    let digits = |max| prop::collection::vec(0u8..10, 1..max);
    let text = |digits: Vec<u8>| digits.iter().map(u8::to_string).collect::<String>();
    let decimal =
        (any::<bool>(), digits(300), digits(300), -400i32..=400).prop_map(move |(minus, a, b, e)| {
            let sign = if minus { "-" } else { "" };
            number(&format!("{sign}{}.{}e{e}", text(a), text(b)))
        });
    let small = (any::<i64>(), 1..=i64::MAX).prop_map(|(a, b)| Number::ratio(a, b).unwrap());
    let tiny = (-30i64..30, 1i64..30).prop_map(|(a, b)| Number::ratio(a, b).unwrap());
    let finite = prop_oneof![decimal, small, tiny];
    (finite.clone(), finite).prop_map(|(a, b)| a.checked_div(&b).unwrap_or(a))
}

fn any_condition() -> impl Strategy<Value = Condition> {
    let id = prop_oneof![
        prop::sample::select(vec!["any", "all", "not", "=", "=any", "==not", "", "min", "options", "a", "b"])
            .prop_map(str::to_owned),
        any::<String>(),
    ];
    let issue = id.clone().prop_map(IssueId::new);
    let options = (issue.clone(), prop::collection::vec(id.prop_map(OptionId::new), 0..3))
        .prop_map(|(issue, options)| Condition::Options(issue, options));
    let bound = || prop::option::of((-5i64..5, 1i64..5).prop_map(|(a, b)| Number::ratio(a, b).unwrap()));
    let between = (issue, bound(), bound()).prop_map(|(issue, min, max)| Condition::Between(issue, min, max));
    prop_oneof![options, between].prop_recursive(6, 40, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Condition::All),
            prop::collection::vec(inner.clone(), 0..4).prop_map(Condition::Any),
            inner.prop_map(|inner| Condition::Not(Box::new(inner))),
        ]
    })
}

proptest! {
    #[test]
    fn every_condition_is_read_back_as_it_was(condition in any_condition()) {
        there_and_back(&condition);
        let line = RedLine {
            party: "a".into(),
            never: condition,
            standing: Standing::Told,
            provenance: Provenance::known_to(Publicity::Public),
        };
        there_and_back(&line);
    }

    #[test]
    fn every_number_is_read_back_as_it_was(number in any_number()) {
        there_and_back(&number);
    }
}
