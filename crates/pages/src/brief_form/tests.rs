//! Whatever a brief says, its form says, and reads back.

use super::told::{Fields, fields_of, options_of};
use super::*;
use crate::view::{View, Viewer};
use crate::when::Zone;
use mediant_formats::InputFile;
use mediant_model::agreement::AgreementRule;
use mediant_model::brief::{
    IssuePoints, IssueValues, Points, Ranking, ReservationDefault, StatedInteraction,
};
use mediant_model::case::Reader;
use mediant_model::issue::{IssueOption, Range};
use mediant_model::party::{Person, PersonRole};
use mediant_model::statement::{
    Alternative, Citation, Interest, Linkage, Precondition, Provenance, Publicity, RedLine, ReservationValue,
    Source, Speaker, Standing, Trend,
};
use mediant_model::{
    Condition, Date, Issue, IssueId, IssueKind, Number, OptionId, Party, PartyRole, PersonId, SourceId,
};
use mediant_record::case::{CaseOpening, CaucusRule};
use mediant_record::state::Trace;
use mediant_record::{Actor, Compartment, Role, State};
use proptest::prelude::*;
use scraper::{Html, Selector};

fn options(of: &[(&str, &str)]) -> IssueKind {
    let option = |(id, name): &(&str, &str)| IssueOption { id: OptionId::new(*id), name: (*name).to_owned() };
    IssueKind::Discrete(of.iter().map(option).collect())
}

/// Names that are easily misread: words of conditions, quotes, marks, two that are the same.
fn issues() -> Vec<Issue> {
    let issue = |id: &str, name: &str, kind| Issue { id: id.into(), name: name.to_owned(), kind };
    let range = |min: i64, max: i64, unit: Option<&str>| {
        IssueKind::Range(Range {
            min: Number::from(min),
            max: Number::from(max),
            step: Number::ratio(1, 2).unwrap(),
            unit: unit.map(str::to_owned),
        })
    };
    vec![
        issue("turns", "Turns", options(&[("day", "by the day"), ("hour", "by the hour"), ("or", "a or b")])),
        issue(
            "a.b",
            "any of (them)",
            options(&[("x", "x \"quoted\"; :"), ("y", "at least two"), ("z", "X")]),
        ),
        issue("other", "Same", options(&[("1", "One"), ("2", "one"), ("#3", "nothing")])),
        issue("same", "Same", options(&[("left", " spaced  out "), ("right", "by the day")])),
        issue("fee", "Yearly fee", range(0, 10, Some("EUR"))),
        issue("depth", "never", range(-3, 3, None)),
    ]
}

fn parties() -> Vec<Party> {
    let person = |id: &str, name: &str| Person {
        id: id.into(),
        name: name.to_owned(),
        office: None,
        role: PersonRole::Delegate,
        leads: false,
        faction: None,
        mandates: Vec::new(),
    };
    vec![Party {
        id: "p".into(),
        name: "P".to_owned(),
        role: PartyRole::Negotiating,
        people: vec![person("ana", "Ana Brandt"), person("leo", "Leo")],
        factions: Vec::new(),
    }]
}

fn state() -> State {
    let mut state = State::new(&Reader::Party("p".into()));
    state.issues = issues();
    state.parties = parties();
    let source = |id: &str, title: &str| Source {
        id: id.into(),
        title: title.to_owned(),
        date: None,
        url: None,
        sha256: None,
    };
    state.sources = vec![source("minutes", "Minutes: second day"), source("letter", "A letter")];
    state
}

fn names(state: &State) -> Names<'_> {
    Names { partial: true, ..Names::of(state, mediant_words::Language::English) }
}

fn number() -> impl Strategy<Value = Number> {
    prop_oneof![
        (-200_i64..200).prop_map(Number::from),
        (-2000_i64..2000).prop_map(|n| Number::ratio(n, 100).unwrap()),
        (-20_i64..20, 1_i64..9).prop_map(|(a, b)| Number::ratio(a, b).unwrap()),
    ]
}

fn words() -> impl Strategy<Value = String> {
    "[a-zA-Zäß'\"“”:;#(][a-z \"“”:;,#()]{0,12}[a-z)\"]"
}

fn day() -> impl Strategy<Value = Date> {
    (0_i32..9_000)
        .prop_map(|days| Date::constant(2001, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap())
}

fn option_of(issue: usize) -> impl Strategy<Value = OptionId> {
    let state = state();
    let issue = &state.issues[issue];
    let mut all = options_of(&names(&state), issue);
    all.extend(issue.option_ids().into_iter().take(9));
    // Written otherwise, it is the same number.
    all.extend(matches!(issue.kind, IssueKind::Range(_)).then(|| OptionId::new("2.50")));
    prop::sample::select(all)
}

fn condition() -> impl Strategy<Value = Condition> {
    let options = (0..6_usize).prop_flat_map(|at| {
        prop::collection::vec(option_of(at), 0..4)
            .prop_map(move |of| Condition::Options(issues()[at].id.clone(), of))
    });
    let between = (4..6_usize, prop::option::of(number()), prop::option::of(number()))
        .prop_map(|(at, low, high)| Condition::Between(issues()[at].id.clone(), low, high));
    prop_oneof![options, between].prop_recursive(4, 20, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Condition::All),
            prop::collection::vec(inner.clone(), 0..4).prop_map(Condition::Any),
            inner.prop_map(|inner| Condition::Not(Box::new(inner))),
        ]
    })
}

fn citation() -> impl Strategy<Value = Citation> {
    let source = prop::sample::select(vec!["minutes", "letter"]).prop_map(SourceId::from);
    (source, prop::option::of(words()), prop::option::of(words()))
        .prop_map(|(source, place, words)| Citation { source, place, words })
}

fn provenance() -> impl Strategy<Value = Provenance> {
    let by = prop_oneof![
        prop::sample::select(vec!["ana", "leo", "nobody"]).prop_map(|id| Speaker::Person(PersonId::from(id))),
        words().prop_map(Speaker::Described),
        Just(Speaker::Described("Leo".to_owned())),
    ];
    let publicity = prop::sample::select(vec![
        Publicity::Caucus("p".into()),
        Publicity::Caucus("other".into()),
        Publicity::Public,
        Publicity::Table,
        Publicity::Mediator,
    ]);
    (
        prop::option::of(by),
        prop::option::of(day()),
        prop::option::of(day()),
        prop::option::of(citation()),
        prop::collection::vec(citation(), 0..3),
        publicity,
        // Without a text a statement could say nothing at all.
        words(),
        any::<bool>(),
    )
        .prop_map(|(by, on, until, source, also, publicity, text, is_bare)| {
            if is_bare {
                return Provenance {
                    text: Some(text),
                    ..Provenance::known_to(Publicity::Caucus("p".into()))
                };
            }
            Provenance { by, on, until, source, also, publicity, text: Some(text) }
        })
}

fn statements() -> impl Strategy<Value = Brief> {
    let standing = || prop::sample::select(vec![Standing::Told, Standing::Public, Standing::Inferred]);
    let red_line = (condition(), standing(), provenance()).prop_map(|(never, standing, mut provenance)| {
        if matches!(never, Condition::Between(..)) {
            provenance.text = None;
        }
        RedLine { party: "p".into(), never, standing, provenance }
    });
    let some_issues =
        || prop::sample::subsequence(issues().into_iter().map(|i| i.id).collect::<Vec<_>>(), 1..4);
    let bare = some_issues().prop_map(|settled| Precondition {
        party: "p".into(),
        settled,
        require: None,
        standing: Standing::Told,
        provenance: Provenance::known_to(Publicity::Caucus("p".into())),
    });
    let full = (some_issues(), prop::option::of(condition()), standing(), provenance()).prop_map(
        |(settled, require, standing, provenance)| Precondition {
            party: "p".into(),
            settled,
            require,
            standing,
            provenance,
        },
    );
    let linkage = (condition(), condition(), provenance()).prop_map(|(when, then, provenance)| Linkage {
        party: Some("p".into()),
        when,
        then,
        provenance,
    });
    let trend =
        prop::option::of(prop::sample::select(vec![Trend::Improving, Trend::Worsening, Trend::Steady]));
    let alternative = (trend, provenance()).prop_map(|(trend, provenance)| Alternative {
        party: "p".into(),
        trend,
        provenance,
    });
    let interest = provenance().prop_map(|provenance| Interest { party: "p".into(), provenance });
    let walk = (prop::option::of(day()), number(), number(), prop::option::of(words())).prop_map(
        |(from, a, b, because)| ReservationValue {
            from,
            low: a.clone().min(b.clone()),
            high: a.max(b),
            because,
        },
    );
    (
        prop::collection::vec(red_line, 0..5),
        prop::collection::vec(prop_oneof![bare, full], 0..4),
        prop::collection::vec(linkage, 0..3),
        prop::collection::vec(alternative, 0..3),
        prop::collection::vec(interest, 0..3),
        prop::collection::vec(walk, 0..4),
        any::<bool>(),
        prop::option::of(number()),
    )
        .prop_map(
            |(red_lines, preconditions, linkages, alternatives, interests, reservations, zero, discount)| {
                Brief {
                    red_lines,
                    preconditions,
                    linkages,
                    alternatives,
                    interests,
                    reservations,
                    reservation_default: if zero {
                        ReservationDefault::Zero
                    } else {
                        ReservationDefault::WorstPackage
                    },
                    discount,
                    ..Brief::empty("p".into())
                }
            },
        )
}

fn tiers<T: Clone>(of: Vec<T>, places: &[u8]) -> Vec<Vec<T>> {
    let mut tiers: std::collections::BTreeMap<u8, Vec<T>> = std::collections::BTreeMap::new();
    for (thing, place) in of.into_iter().zip(places).filter(|(_, place)| **place > 0) {
        tiers.entry(*place).or_default().push(thing);
    }
    tiers.into_values().collect()
}

fn ranking() -> impl Strategy<Value = Option<Ranking>> {
    prop::option::of(prop::collection::vec(prop::collection::vec(0_u8..4, 8), 7)).prop_map(|places| {
        let places = places?;
        let state = state();
        let names = names(&state);
        let ranked = state.issues.iter().zip(&places).map(|(issue, places)| {
            let of = match &issue.kind {
                IssueKind::Range(_) => issue.option_ids(),
                _ => options_of(&names, issue),
            };
            (issue.id.clone(), tiers(of, places))
        });
        let ranking = Ranking {
            options: ranked.filter(|(_, tiers)| !tiers.is_empty()).collect(),
            importance: tiers(state.issues.iter().map(|issue| issue.id.clone()).collect(), &places[6]),
        };
        Some(ranking).filter(|ranking| *ranking != Ranking::default())
    })
}

fn issue_points(issue: Issue) -> impl Strategy<Value = Option<(IssueId, IssuePoints)>> {
    let of = prop::collection::vec(number(), 21);
    let corners = prop::sample::subsequence((-6_i64..=20).collect::<Vec<_>>(), 1..6);
    (of, corners, number(), prop::option::of(number()), 0..3_u8).prop_map(
        move |(points, corners, weight, left_open, how)| {
            let values = match (&issue.kind, how) {
                (_, 0) => return None,
                (IssueKind::Range(_), 1) => {
                    let half = |n: i64| Number::ratio(n, 2).unwrap();
                    IssueValues::Curve(corners.into_iter().map(half).zip(points).collect())
                }
                _ => IssueValues::Options(issue.option_ids().into_iter().zip(points).collect()),
            };
            Some((issue.id.clone(), IssuePoints { weight, values, left_open }))
        },
    )
}

fn points() -> impl Strategy<Value = Option<Points>> {
    let of = issues().into_iter().map(issue_points).collect::<Vec<_>>();
    let bonus = (condition(), number(), prop::option::of(words()))
        .prop_map(|(when, points, text)| StatedInteraction { when, points, text });
    let points =
        (of, prop::collection::vec(bonus, 0..3), prop::option::of(number()), prop::option::of(number()))
            .prop_map(|(issues, interactions, constant, cap)| Points {
                issues: issues.into_iter().flatten().collect(),
                interactions,
                constant,
                cap,
            });
    prop::option::of(points)
}

fn any_brief() -> impl Strategy<Value = Brief> {
    (statements(), ranking(), points()).prop_map(|(brief, ranking, points)| Brief {
        ranking,
        points,
        ..brief
    })
}

/// A brief with what has no order in an order.
fn settled(mut brief: Brief) -> String {
    let one = |red_lines: Vec<RedLine>, preconditions: Vec<Precondition>| {
        native::write_brief(&Brief { red_lines, preconditions, ..Brief::empty("p".into()) })
    };
    brief.preconditions.iter_mut().for_each(|condition| condition.settled.sort());
    brief.red_lines.sort_by_cached_key(|line| one(vec![line.clone()], Vec::new()));
    brief.preconditions.sort_by_cached_key(|line| one(Vec::new(), vec![line.clone()]));
    native::write_brief(&brief)
}

fn back(state: &State, fields: &Fields) -> Brief {
    read::composed(Brief::empty("p".into()), &names(state), fields)
        .unwrap_or_else(|why| panic!("{why:?} of {fields:#?}"))
        .brief
}

/// What a browser sends of the form on its page.
fn sent_by_page(state: &State, fields: &Fields) -> Fields {
    let who = Viewer {
        role: Role::Principal("p".into()),
        person: None,
        name: String::new(),
        zone: Zone::utc(),
        zone_chosen: true,
        session: None,
    };
    let today = Date::constant(2025, 12, 4);
    let view = View::new(state, &who, jiff::Timestamp::UNIX_EPOCH, today, "/brief");
    let (party, case) = (PartyId::from("p"), state.case(today));
    let shown = Shown { party: &party, fields, step: 1, draft: "b", version: "", brief: None, case: &case };
    let page = Html::parse_document(&form(&view, &shown, "/brief").into_string());
    let all = |selector: &str| Selector::parse(selector).unwrap();
    let mut sent = Fields::new();
    for field in page.select(&all("input, select, textarea")) {
        let Some(name) = field.attr("name") else { continue };
        let value = match field.value().name() {
            "textarea" => Some(field.text().collect::<String>()),
            "select" => {
                field.select(&all("option[selected]")).next().and_then(|o| o.attr("value")).map(str::to_owned)
            }
            _ if matches!(field.attr("type"), Some("checkbox" | "radio"))
                && field.attr("checked").is_none() =>
            {
                None
            }
            _ => Some(field.attr("value").unwrap_or_default().to_owned()),
        };
        let of_form = ["return", "page", "own_draft", "own_draft_version", "party:fixed", "with_points"]
            .contains(&name)
            || name.starts_with(moves::PICK);
        sent.extend(
            value.filter(|value| !of_form && !value.is_empty()).map(|value| (name.to_owned(), value)),
        );
    }
    sent.sort();
    sent
}

proptest! {
    #[test]
    fn every_condition_is_read_as_it_was_written(condition in condition()) {
        let state = state();
        let words = conditions::written(&names(&state), &condition);
        prop_assert_eq!(conditions::read(&names(&state), &words), Ok(condition), "{}", words);
    }

    #[test]
    fn no_words_break_the_reader(words in "\\PC{0,30}", more in "[a-z:;()\"# ]{0,40}") {
        let state = state();
        let _ = (conditions::read(&names(&state), &words), conditions::read(&names(&state), &more));
        let _ = conditions::read(&names(&state), &"not (".repeat(10_000));
    }

    #[test]
    fn what_a_brief_says_its_form_says(brief in any_brief()) {
        let state = state();
        let fields = fields_of(&names(&state), &brief);
        prop_assert_eq!(settled(back(&state, &fields)), settled(brief));
    }

    #[test]
    fn a_file_goes_through_the_page_and_nothing_is_lost(brief in any_brief()) {
        let mut state = state();
        state.opening = Some(opening());
        let file = native::write_brief(&brief);
        let (read, _) = native::read_brief(&InputFile::new("brief", file.as_bytes()), None).unwrap();
        let mut fields = fields_of(&names(&state), &read);
        let sent = sent_by_page(&state, &fields);
        fields.sort();
        prop_assert_eq!(&sent, &fields);
        prop_assert_eq!(settled(back(&state, &sent)), settled(brief));
    }

    #[test]
    fn the_buttons_lose_no_option_and_number_each_once(
        pressed in prop::collection::vec((0..3_usize, 0..3_usize, any::<bool>()), 1..12)
    ) {
        let state = state();
        let names = names(&state);
        let case = state.case(Date::constant(2025, 12, 4));
        let mut fields = Fields::new();
        for (issue, option, up) in pressed {
            let issue = &state.issues[issue];
            let option = &issue.option_ids()[option];
            let go = format!("{}.{}.{}", if up { "up" } else { "down" }, crate::form::key(issue.id.as_str()), crate::form::key(option.as_str()));
            fields.push((moves::GO.to_owned(), go));
            fields = moves::moved(&names, (Brief::empty("p".into()), &case, Date::constant(2025, 12, 4)), &fields).unwrap().0;
            let ranking = back(&state, &fields).ranking.unwrap();
            let mut all: Vec<OptionId> = ranking.options[&issue.id].concat();
            prop_assert!(ranking.options[&issue.id].iter().all(|tier| tier.len() == 1));
            prop_assert_eq!(&all, &moves::in_order(&names, &fields, issue));
            all.sort();
            let mut expected = options_of(&names, issue);
            expected.sort();
            prop_assert_eq!(all, expected);
        }
    }
}

fn opening() -> CaseOpening {
    let agreement = AgreementRule { partial: true, ..AgreementRule::default() };
    let trace = Trace {
        index: 0,
        at: jiff::Timestamp::UNIX_EPOCH,
        by: Actor::new(Role::Mediator),
        compartment: Compartment::Public,
    };
    CaseOpening {
        title: "T".to_owned(),
        reference: None,
        agreement,
        caucus_rule: CaucusRule::default(),
        trace,
    }
}
