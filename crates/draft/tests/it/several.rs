//! What several reports tell of the same things.

use crate::support::{HARBOUR, LATER, case, day, draft_of, given, reading};
use mediant_model::statement::{SessionStatus, Stance as Answer};
use mediant_reader::suggest::{Fact, Field, From, PersonChange, SessionState, Stance};

#[test]
fn a_planned_session_that_was_held_is_one_session() {
    let (one, other) = (given(1, HARBOUR), given(2, LATER));
    let planned = reading(&one, |maker| {
        let words = "Delegations from Veldria and Norland will meet again on 21 May";
        vec![
            maker.said("ruled out any sale", None, Some("Veldria"), Stance::None),
            maker.said("demanded free passage", None, Some("Norland"), Stance::None),
            maker.session(words, &[], SessionState::Planned, Some(day(5, 21))),
        ]
    });
    let held = reading(&other, |maker| {
        let words = "Delegations from Veldria and Norland met in Bern on Wednesday";
        vec![maker.session(words, &["Veldria", "Norland"], SessionState::Held, Some(day(5, 21)))]
    });
    let text = draft_of(None, &[&one, &other], &[planned, held]).text;
    let case = case(&text);
    let [session] = case.sessions.as_slice() else { panic!("{text}") };
    assert_eq!((session.status, session.on), (SessionStatus::Held, Some(day(5, 21))));
    // The second report is its second source.
    let sources: Vec<Option<&str>> =
        session.provenance.sources().map(|cited| cited.words.as_deref()).collect();
    assert_eq!(sources.len(), 2, "{text}");
    assert!(sources[1].is_some_and(|words| words.contains("met in Bern on Wednesday")), "{text}");
}

#[test]
fn held_and_cancelled_stand_side_by_side() {
    let (one, other) = (given(1, HARBOUR), given(2, HARBOUR));
    let of = |given, state| {
        reading(given, |maker| {
            let words = "Delegations from Veldria and Norland will meet again on 21 May";
            vec![
                maker.said("ruled out any sale", None, Some("Veldria"), Stance::None),
                maker.session(words, &["Veldria"], state, Some(day(5, 10))),
            ]
        })
    };
    let readings = [of(&one, SessionState::Held), of(&other, SessionState::Cancelled)];
    let case = case(&draft_of(None, &[&one, &other], &readings).text);
    let statuses: Vec<SessionStatus> = case.sessions.iter().map(|session| session.status).collect();
    assert_eq!(statuses, [SessionStatus::Held, SessionStatus::Cancelled]);
}

#[test]
fn one_person_under_another_spelling_and_in_another_office() {
    let (one, other) = (given(1, HARBOUR), given(2, LATER));
    let first = reading(&one, |maker| {
        vec![
            maker.said(
                "ruled out any sale of the harbour",
                Some("Ilse Marand"),
                Some("Veldria"),
                Stance::RulesOut,
            ),
            maker.said(
                "demanded free passage for fishing boats",
                Some("Tomas Oye"),
                Some("Norland"),
                Stance::Demands,
            ),
        ]
    });
    let second = reading(&other, |maker| {
        vec![
            maker.said(
                "Veldria would accept the sale of the harbour",
                Some("Ilse Marand"),
                Some("Veldria"),
                Stance::Accepts,
            ),
            maker.said(
                "again demanded free passage for fishing boats",
                Some("Thomas Oye"),
                Some("Norland"),
                Stance::Demands,
            ),
        ]
    });
    let told = draft_of(None, &[&one, &other], &[first, second]);
    let case = case(&told.text);
    let people: Vec<&str> = case.parties.iter().flat_map(|p| &p.people).map(|p| p.name.as_str()).collect();
    assert_eq!(people, ["Ilse Marand", "Tomas Oye"]);
    let comments: String = told.text.lines().filter(|line| line.starts_with('#')).collect();
    assert!(comments.contains("Thomas Oye") && comments.contains("president"), "{}", told.text);

    // A position said again is one position, a changed one ends the day the other begins.
    let [position] = case.positions.as_slice() else { panic!("{}", told.text) };
    assert_eq!(position.provenance.also.len(), 1, "{}", told.text);
    let [red_line] = case.red_lines.as_slice() else { panic!("{}", told.text) };
    assert_eq!(red_line.provenance.until, Some(day(5, 22)));
    let [answer] = case.answers.as_slice() else { panic!("{}", told.text) };
    assert_eq!((answer.stance, answer.provenance.until), (Answer::Accepts, None));
}

#[test]
fn what_contradicts_on_one_day_stands_side_by_side() {
    let (one, other) = (given(1, HARBOUR), given(2, HARBOUR));
    let of = |given, stance| {
        reading(given, |maker| {
            vec![maker.said(
                "ruled out any sale of the harbour",
                Some("Ilse Marand"),
                Some("Veldria"),
                stance,
            )]
        })
    };
    let text =
        draft_of(None, &[&one, &other], &[of(&one, Stance::RulesOut), of(&other, Stance::Accepts)]).text;
    let case = case(&text);
    assert_eq!((case.red_lines.len(), case.answers.len()), (1, 1));
    assert!(case.provenances().all(|said| said.until.is_none()), "{text}");
    assert!(text.lines().any(|line| line.starts_with('#') && line.contains("contradicted")), "{text}");
}

#[test]
fn a_mandate_begins_and_ends_once() {
    let (one, other, third) = (given(1, HARBOUR), given(2, HARBOUR), given(3, HARBOUR));
    let of = |given, change, on| {
        reading(given, |maker| {
            let field = |words| Field { value: maker.words(words), from: From::Words(maker.words(words)) };
            let on = Some(Field { value: on, from: From::Dateline });
            let (who, party) = (Some(field("Jon Askel")), Some(field("Norland")));
            vec![maker.fact("Jon Askel, resigned on Monday", Fact::Person { change, who, on, party })]
        })
    };
    let readings = [
        of(&one, PersonChange::Appointed, day(5, 2)),
        of(&other, PersonChange::Resigned, day(5, 12)),
        of(&third, PersonChange::Died, day(5, 13)),
    ];
    let text = draft_of(None, &[&one, &other, &third], &readings).text;
    let case = case(&text);
    let [mandate] = case.parties[0].people[0].mandates.as_slice() else { panic!("{text}") };
    assert_eq!(mandate.from, Some(day(5, 2)));
    assert_eq!(mandate.ended.as_ref().map(|end| end.on), Some(day(5, 12)));
    // That another report gives another day and reason is told and not decided.
    assert!(text.lines().any(|line| line.starts_with('#') && line.contains("2031-05-13")), "{text}");
}

#[test]
fn the_same_words_with_another_number_or_a_no_stand_side_by_side() {
    let text = |words: &str| {
        format!(
            "date 2031-05-14\n\nNorland’s chief negotiator, Tomas Oye, {words}. Veldria’s envoy, Ilse Marand, listened.\n"
        )
    };
    let pairs = [
        ("demanded a share of 40 percent of the toll", "demanded a share of 50 percent of the toll", 2),
        ("demanded two patrol boats for the toll", "demanded three patrol boats for the toll", 2),
        (
            "demanded that the toll be paid in silver coin",
            "demanded that the toll not be paid in silver coin",
            2,
        ),
        ("demanded a share of 40 percent of the toll", "again demanded a share of 40 percent of the toll", 1),
    ];
    for (first, second, positions) in pairs {
        let (one, other) = (given(1, &text(first)), given(2, &text(second)));
        let of = |given, words| {
            reading(given, |maker| {
                vec![maker.said(words, Some("Tomas Oye"), Some("Norland"), Stance::Demands)]
            })
        };
        let told = draft_of(None, &[&one, &other], &[of(&one, first), of(&other, second)]).text;
        let case = case(&told);
        assert_eq!(case.positions.len(), positions, "{told}");
        assert_eq!(case.positions[0].provenance.also.len(), 2 - positions, "{told}");
        // Each is quoted beside the other.
        let comments: Vec<&str> = told.lines().filter(|line| line.starts_with('#')).collect();
        let quoted = |words: &str| {
            comments.iter().any(|line| line.contains(&format!("“{words}”")) && line.contains("not"))
        };
        assert_eq!((quoted(first), quoted(second)), (positions == 2, positions == 2), "{told}");
    }
}

#[test]
fn contradictions_quote_each_other() {
    let (one, other) = (given(1, HARBOUR), given(2, HARBOUR));
    let of = |given, words, stance| {
        reading(given, |maker| vec![maker.said(words, Some("Ilse Marand"), Some("Veldria"), stance)])
    };
    let (first, second) = ("ruled out any sale of the harbour", "We will not sell the harbour");
    let readings = [of(&one, first, Stance::RulesOut), of(&other, second, Stance::Accepts)];
    let text = draft_of(None, &[&one, &other], &readings).text;
    for (words, sign) in [(first, "contradicts"), (second, "contradicted")] {
        let told = |line: &str| line.starts_with('#') && line.contains(sign) && line.contains(words);
        assert!(text.lines().any(told), "{text}");
    }
}

#[test]
fn two_kinds_of_a_thing_are_two_matters() {
    let text = "date 2031-05-14\n\nNorland’s chief negotiator, Tomas Oye, demanded more patrol boats. He demanded new fishing boats. \
        He demanded the boats.\n\nVeldria’s envoy, Ilse Marand, rejected the patrol boats.\n";
    let report = given(1, text);
    let reading = reading(&report, |maker| {
        let said = |words, who, party, stance| maker.said(words, Some(who), Some(party), stance);
        vec![
            said("demanded more patrol boats", "Tomas Oye", "Norland", Stance::Demands),
            said("demanded new fishing boats", "Tomas Oye", "Norland", Stance::Demands),
            said("demanded the boats", "Tomas Oye", "Norland", Stance::Demands),
            said("rejected the patrol boats", "Ilse Marand", "Veldria", Stance::RulesOut),
        ]
    });
    let told = draft_of(None, &[&report], &[reading]);
    let case = case(&told.text);
    assert_eq!(case.issues.len(), 2, "{}", told.text);
    let issues: Vec<&str> = case.positions.iter().map(|position| position.issue.as_str()).collect();
    assert_eq!(issues.len(), 2, "{}", told.text);
    assert_ne!(issues[0], issues[1]);
    // The bare word may be either.
    assert_eq!(told.unplaced, 1, "{}", told.text);
    let never = case.red_lines[0].never.issues();
    assert_eq!(never.iter().map(|issue| issue.as_str()).collect::<Vec<_>>(), [issues[0]]);
}
