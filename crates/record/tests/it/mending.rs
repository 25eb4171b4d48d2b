//! Mistakes are put right: a record with mendings folds to the state of a record that was right from the start, except for
//! history, and nothing that a party accepted changes its meaning under it.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot be set up fails"
)]

use crate::party_acts::substance;
use crate::talks::{PARTIES, Talks, caucus, command, delegate, mediator, party, principal};
use mediant_model::case::Reader;
use mediant_model::finding::Severity;
use mediant_model::validate::validate_case;
use mediant_model::{OptionId, Quorum};
use mediant_record::mending::Touch;
use mediant_record::package::PackageId;
use mediant_record::refusal::Reason;
use mediant_record::{Actor, CommandError, Compartment, Placed, State};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Asks for something of which it was seen what it touches.
fn seen(talks: &mut Talks, label: &str, actor: &Actor, mut wish: Value) -> Result<Vec<Placed>, CommandError> {
    let touched = talks.state(&actor.role.reader()).touched(&command(wish.clone()));
    if !touched.is_empty() {
        wish["touches"] = json!(touched.mark());
    }
    talks.ask_as(label, actor, &command(wish))
}

/// What a state holds but for history: who recorded what when, and what things were before.
fn without_history(state: &State) -> Value {
    let mut value = substance(state);
    for history in ["reworded", "taken_out"] {
        value.as_object_mut().unwrap().remove(history);
    }
    for kept in ["statements", "sessions"] {
        let all = value[kept].as_object_mut().unwrap();
        all.values_mut().for_each(|entry| {
            entry.as_object_mut().unwrap().remove("versions");
        });
    }
    value
}

/// Something that is put down wrongly, how it is right, and what mends it. Where nothing is right it should not be there at all.
struct Entry {
    by: Actor,
    wrong: Value,
    right: Option<Value>,
    mends: Value,
}

const KINDS: u8 = 13;

/// An entry drawn at random; `at` makes its names its own.
fn entry(kind: u8, at: usize, a: u8) -> Entry {
    let of = PARTIES[usize::from(a) % PARTIES.len()];
    let id = format!("thing {at}");
    let home = if a.is_multiple_of(2) { "public".to_owned() } else { format!("caucus:{of}") };
    let made = |count: u32| blake3::hash(format!("step {at}/{count}").as_bytes()).to_hex()[..12].to_owned();
    let name = |right: bool| if right { format!("the name of {at}") } else { format!("teh nmae of {at}") };
    let (by, wrong, right, mends) = match kind {
        0 | 1 => {
            let place = if kind == 0 { "public" } else { "mediator" };
            let add = |right| {
                json!({"command": "add_issue", "in": place, "issue": {"id": id, "name": name(right),
                "kind": "discrete", "options": [{"id": "yes", "name": "yes"}, {"id": "no", "name": "no"}]}})
            };
            let mends = json!({"command": "reword", "in": place, "what": {"issue": id}, "name": name(true)});
            (mediator(), add(false), Some(add(true)), mends)
        }
        2 => {
            let add = |right| {
                json!({"command": "add_option", "in": "table", "issue": "fees",
                "option": {"id": id, "name": name(right)}})
            };
            let mends = json!({"command": "reword", "in": "table", "what": {"option": {"issue": "fees", "option": id}},
                "name": name(true)});
            (mediator(), add(false), Some(add(true)), mends)
        }
        3 | 4 => {
            let person = |right: bool| {
                json!({"id": id, "role": "adviser",
                "name": if kind == 3 { name(right) } else { id.clone() },
                "office": if kind == 4 { name(right) } else { "an office".to_owned() }})
            };
            let add =
                |right| json!({"command": "name_person", "in": home, "party": of, "person": person(right)});
            let what = if kind == 3 { "person" } else { "office" };
            let mends = json!({"command": "reword", "in": home, "what": {what: {"party": of, "person": id}},
                "name": name(true)});
            (principal(of), add(false), Some(add(true)), mends)
        }
        5 => {
            let add = |right| json!({"command": "name_source", "in": home, "source": {"id": id, "title": name(right)}});
            let mends = json!({"command": "reword", "in": home, "what": {"source": id}, "name": name(true)});
            (mediator(), add(false), Some(add(true)), mends)
        }
        6 => {
            let publicity = if a.is_multiple_of(2) { json!("public") } else { json!({"caucus": of}) };
            let content = |right: bool| {
                json!({"kind": "position", "party": of, "issue": "quay", "publicity": publicity,
                "wants": {"quay": if right { "wide" } else { "narrow" }}, "text": name(right)})
            };
            let add = |right| json!({"command": "state", "statement": content(right)});
            let mends =
                json!({"command": "correct_statement", "corrects": made(1), "statement": content(true)});
            (principal(of), add(false), Some(add(true)), mends)
        }
        7 => {
            let plan = |right: bool| json!({"parties": [of], "place": name(right), "on": "2026-03-05"});
            let add = |right| json!({"command": "plan_session", "in": home, "plan": plan(right)});
            let mends = json!({"command": "correct_session", "session": made(1), "plan": plan(true)});
            (mediator(), add(false), Some(add(true)), mends)
        }
        8 => {
            let give = |right: bool| {
                json!({"command": "give_mandate", "in": home, "party": of,
                "person": format!("{of}_delegate"), "issues": if right { json!(["quay"]) } else { json!(["quay", "fees"]) },
                "until": if right { "2026-05-01" } else { "2026-06-01" }})
            };
            let mends = json!({"command": "correct_mandate", "mandate": made(1), "issues": ["quay"], "until": "2026-05-01"});
            (principal(of), give(false), Some(give(true)), mends)
        }
        9 => {
            let put = |right: bool| {
                json!({"command": "put_draft", "in": format!("caucus:{of}"), "title": format!("Draft {at}"),
                "clauses": [{"heading": "Quay", "issue": if right { "quay" } else { "fees" }, "text": "[[very|north] wide|south]"}]})
            };
            let mends =
                json!({"command": "correct_clause", "draft": made(2), "clause": made(1), "issue": "quay"});
            (mediator(), put(false), Some(put(true)), mends)
        }
        10 => {
            let add = json!({"command": "add_issue", "in": "public", "issue": {"id": id, "name": "a slip", "kind": "withheld"}});
            (mediator(), add, None, json!({"command": "take_out", "what": {"issue": id}}))
        }
        11 => {
            let person = json!({"id": id, "name": "a slip", "role": "adviser"});
            let add = json!({"command": "name_person", "in": home, "party": of, "person": person});
            (
                mediator(),
                add,
                None,
                json!({"command": "take_out", "what": {"person": {"party": of, "person": id}}}),
            )
        }
        _ => {
            let add = json!({"command": "add_party", "in": "public", "party": {"id": id, "name": "a slip", "role": "negotiating"}});
            (mediator(), add, None, json!({"command": "take_out", "what": {"party": id}}))
        }
    };
    Entry { by, wrong, right, mends }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_mended_is_as_if_it_had_been_right_from_the_start(
        story in prop::collection::vec((0..KINDS, any::<u8>(), 0_usize..4), 1..16),
    ) {
        let (mut mended, mut right) = (Talks::opened(Quorum::AtLeast(2), &[]), Talks::opened(Quorum::AtLeast(2), &[]));
        // Each mistake is mended so many entries after it was made.
        let mut owed: Vec<(usize, String, Actor, Value)> = Vec::new();
        for (at, (kind, a, later)) in story.iter().enumerate() {
            let label = format!("step {at}");
            let Entry { by, mut wrong, right: rightly, mends } = entry(*kind, at, *a);
            if *kind == 9 {
                let place = Compartment::named(wrong["in"].as_str().unwrap()).unwrap();
                let replaces = mended.state(&Reader::Mediator).latest_draft(&place).map(|(id, _)| id.to_string());
                wrong["replaces"] = json!(replaces);
            }
            mended.ask_as(&label, &by, &command(wrong)).expect("a mistake is taken as well");
            if let Some(mut rightly) = rightly {
                if *kind == 9 {
                    let place = Compartment::named(rightly["in"].as_str().unwrap()).unwrap();
                    let replaces = right.state(&Reader::Mediator).latest_draft(&place).map(|(id, _)| id.to_string());
                    rightly["replaces"] = json!(replaces);
                }
                right.ask_as(&label, &by, &command(rightly)).expect("what is right is taken");
            }
            // A draft is mended while it is the latest.
            let later = if *kind == 9 { 0 } else { *later };
            owed.push((at + later, label, by, mends));
            let due: Vec<_> = owed.extract_if(.., |(when, ..)| *when <= at).collect();
            for (_, label, by, mends) in due {
                seen(&mut mended, &format!("{label} mended"), &by, mends).expect("it can be mended");
            }
        }
        for (_, label, by, mends) in owed {
            seen(&mut mended, &format!("{label} mended"), &by, mends).expect("it can be mended");
        }
        for (reader, state) in &mended.states {
            prop_assert_eq!(without_history(state), without_history(right.state(reader)));
            let errors = |state: &State| {
                let found = validate_case(&state.case(mended.today()));
                found.into_iter().filter(|finding| finding.severity == Severity::Error).count()
            };
            prop_assert_eq!(errors(state), errors(right.state(reader)));
        }
    }
}

/// Talks with a package on the table that holds the wide quay, and who accepts it.
fn with_package(accepting: &[&str]) -> (Talks, String) {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let propose =
        json!({"command": "propose_package", "in": "table", "options": {"quay": "wide", "fees": "low"}});
    let events = talks.must(&mediator(), command(propose));
    let package = events[0].recorded.event.made().unwrap().to_owned();
    for of in accepting {
        let answer = json!({"command": "answer_package", "in": "table", "package": package, "party": of, "verdict": "accept"});
        talks.must(&principal(of), command(answer));
    }
    (talks, package)
}

fn accepting(talks: &Talks, package: &str, reader: &Reader) -> Vec<String> {
    let state = talks.state(reader);
    let known = &state.packages[&PackageId::new(package)];
    state.package_tally(known).accepted.iter().map(ToString::to_string).collect()
}

const WIDE: &str = r#"{"option": {"issue": "quay", "option": "wide"}}"#;

fn wide() -> Value {
    serde_json::from_str(WIDE).unwrap()
}

#[test]
fn what_was_accepted_in_other_words_is_asked_anew_as_it_was_said_before() {
    let (mut talks, package) = with_package(&["north", "west"]);
    let reword = json!({"command": "reword", "in": "public", "what": wide(), "name": "thirty metres"});
    // Unseen, nothing is done.
    let refusal = talks.refused(&mediator(), command(reword.clone()));
    assert_eq!((refusal.reason, refusal.field.as_deref()), (Reason::Stale, Some("touches")));
    let touched = talks.state(&Reader::Mediator).touched(&command(reword.clone()));
    let falls: Vec<&Touch> = touched.0.iter().filter(|touch| touch.falls()).collect();
    let id = PackageId::new(package.as_str());
    assert_eq!(
        falls,
        [&Touch::PackageAcceptance(id.clone(), "north".into()), &Touch::PackageAcceptance(id, "west".into())]
    );
    // What came in since was not seen either.
    let answer = json!({"command": "answer_package", "in": "table", "package": package, "party": "south", "verdict": "accept"});
    talks.must(&principal("south"), command(answer));
    let mut late = reword.clone();
    late["touches"] = json!(touched.mark());
    assert_eq!(talks.refused(&mediator(), command(late)).reason, Reason::Stale);
    seen(&mut talks, "reworded", &mediator(), reword).unwrap();
    for reader in [Reader::Mediator, party("north"), party("south")] {
        assert_eq!(accepting(&talks, &package, &reader), Vec::<String>::new());
    }
    // Nothing comes back with the former words.
    let back = json!({"command": "reword", "in": "public", "what": wide(), "name": "wide"});
    seen(&mut talks, "back", &mediator(), back).unwrap();
    assert_eq!(accepting(&talks, &package, &Reader::Mediator), Vec::<String>::new());
}

#[test]
fn what_was_agreed_or_is_being_asked_keeps_its_words() {
    let (mut talks, package) = with_package(&PARTIES);
    let declare = json!({"command": "declare_agreement", "in": "table", "about": {"package": package}});
    talks.must(&mediator(), command(declare));
    for wish in [
        json!({"command": "reword", "in": "public", "what": wide(), "name": "thirty metres"}),
        json!({"command": "reword", "in": "public", "what": {"issue": "fees"}, "name": "Dues"}),
        json!({"command": "retire", "what": wide()}),
    ] {
        assert_eq!(seen(&mut talks, "agreed", &mediator(), wish).unwrap_err().reason, Reason::NotNow);
    }
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let open = json!({"command": "open_round", "title": "Quay", "closes": "2026-03-09T12:00:00Z",
        "questions": [{"package": {"quay": "wide"}}]});
    talks.must(&mediator(), command(open));
    let wish = json!({"command": "reword", "in": "public", "what": wide(), "name": "thirty metres"});
    assert_eq!(seen(&mut talks, "asked", &mediator(), wish).unwrap_err().reason, Reason::NotNow);
    let other = json!({"command": "reword", "in": "public", "what": {"option": {"issue": "quay", "option": "narrow"}}, "name": "slim"});
    seen(&mut talks, "other", &mediator(), other).unwrap();
}

#[test]
fn a_retired_option_is_read_and_not_chosen() {
    let (mut talks, package) = with_package(&["north"]);
    let line = json!({"command": "state", "statement": {"kind": "position", "party": "south", "issue": "quay",
        "wants": {"quay": "wide"}, "publicity": "table"}});
    talks.must(&principal("south"), command(line.clone()));
    let taken = talks.refused(&mediator(), command(json!({"command": "take_out", "what": wide()})));
    assert_eq!(taken.reason, Reason::NotNow);
    seen(&mut talks, "retired", &mediator(), json!({"command": "retire", "what": wide()})).unwrap();
    assert_eq!(accepting(&talks, &package, &Reader::Mediator), Vec::<String>::new());
    let again = json!({"command": "answer_package", "in": "table", "package": package, "party": "north", "verdict": "accept"});
    talks.refused(&principal("north"), command(again));
    talks.refused(&principal("south"), command(line));
    let propose = json!({"command": "propose_package", "in": "table", "options": {"quay": "wide"}});
    talks.refused(&mediator(), command(propose));
    let add = json!({"command": "add_option", "in": "table", "issue": "quay", "option": {"id": "wide", "name": "wide again"}});
    talks.refused(&mediator(), command(add));
    // The last one stays.
    let narrow = json!({"command": "retire", "what": {"option": {"issue": "quay", "option": "narrow"}}});
    talks.refused(&mediator(), command(narrow));
    for (reader, state) in &talks.states {
        let case = state.case(talks.today());
        assert!(validate_case(&case).iter().all(|finding| finding.severity != Severity::Error), "{reader:?}");
        assert!(case.issues[0].has_option(&OptionId::new("wide")), "what rests on it still reads");
        assert_eq!(case.linkages.len(), 1, "and no package with it is possible");
    }
}

#[test]
fn a_retired_issue_leaves_the_case() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let line = json!({"command": "state", "statement": {"kind": "remark", "party": "south", "issue": "fees", "publicity": "table",
        "text": "too high"}});
    talks.must(&principal("south"), command(line));
    seen(&mut talks, "retired", &mediator(), json!({"command": "retire", "what": {"issue": "fees"}}))
        .unwrap();
    let propose = json!({"command": "propose_package", "in": "table", "options": {"fees": "low"}});
    talks.refused(&mediator(), command(propose));
    let case = talks.state(&Reader::Mediator).case(talks.today());
    assert_eq!((case.issues.len(), case.remarks.len()), (1, 0));
    assert_eq!(talks.state(&Reader::Mediator).statements.len(), 1);
}

#[test]
fn new_words_go_where_the_old_ones_were_known_and_nowhere_else() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let idea = json!({"command": "add_issue", "in": "mediator", "issue": {"id": "lease", "name": "Leese", "kind": "withheld"}});
    talks.must(&mediator(), command(idea));
    for place in ["public", "table"] {
        let wish = json!({"command": "reword", "in": place, "what": {"issue": "lease"}, "name": "Lease"});
        talks.refused(&mediator(), command(wish));
    }
    let before = talks.states.clone();
    let wish = json!({"command": "reword", "in": "mediator", "what": {"issue": "lease"}, "name": "Lease"});
    let events = talks.must(&mediator(), command(wish));
    assert!(events.iter().all(|placed| placed.compartment == Compartment::Mediator));
    // What is known of a person may be for fewer: an office that the others never had does not go to them.
    let office = json!({"office": {"party": "north", "person": "north_delegate"}});
    let wish = json!({"command": "reword", "in": "caucus:north", "what": office, "name": "acting head"});
    let events = talks.must(&principal("north"), command(wish));
    assert!(events.iter().all(|placed| placed.compartment == caucus("north")));
    for reader in [party("south"), party("west"), Reader::Public] {
        assert_eq!(talks.state(&reader), &before[&reader]);
    }
    // Named again before everybody, nobody is told of it by that; and whoever knew of it still does.
    let again = json!({"command": "name_person", "in": "public", "party": "north",
        "person": {"id": "north_delegate", "name": "Nils", "role": "delegate"}});
    talks.must(&mediator(), command(again));
    let known = |talks: &Talks, reader: &Reader| {
        talks.state(reader).person(&"north".into(), &"north_delegate".into()).unwrap().clone()
    };
    assert_eq!(known(&talks, &party("north")).office.as_deref(), Some("acting head"));
    assert!(known(&talks, &party("north")).leads, "who leads was not shown, and stays");
    assert_eq!(known(&talks, &party("south")).office, None);
}

#[test]
fn a_partys_own_words_are_put_right_by_the_party() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let content = |text: &str| json!({"kind": "position", "party": "north", "issue": "quay", "publicity": "table", "text": text});
    let events =
        talks.must(&principal("north"), command(json!({"command": "state", "statement": content("wdie")})));
    let id = events[0].recorded.event.made().unwrap().to_owned();
    let right =
        |text: &str| json!({"command": "correct_statement", "corrects": id, "statement": content(text)});
    assert_eq!(talks.refused(&mediator(), command(right("wide"))).reason, Reason::NotAllowed);
    assert_eq!(talks.refused(&principal("south"), command(right("wide"))).reason, Reason::NotAllowed);
    talks.must(&principal("north"), command(right("wide")));
    let stated = talks.state(&party("south")).statements.values().next().unwrap();
    assert_eq!(stated.content.provenance().text.as_deref(), Some("wide"));
    assert_eq!(stated.versions[0].content.provenance().text.as_deref(), Some("wdie"));
    // It stays where it stands, and a party puts its own people right, not the table's words.
    let mut elsewhere = right("wide!");
    elsewhere["statement"]["publicity"] = json!("public");
    talks.refused(&principal("north"), command(elsewhere));
    let title = json!({"command": "reword", "in": "public", "what": "title", "name": "Our harbour"});
    assert_eq!(talks.refused(&principal("north"), command(title)).reason, Reason::NotAllowed);
    let own = json!({"person": {"party": "north", "person": "north_delegate"}});
    let name = json!({"command": "reword", "in": "public", "what": own, "name": "Nils"});
    talks.refused(&delegate("north"), command(name.clone()));
    talks.must(&principal("north"), command(name));
}

#[test]
fn what_something_rests_on_is_not_taken_out() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    talks.mandate("north", None);
    for what in [json!({"party": "north"}), json!({"person": {"party": "north", "person": "north_delegate"}})]
    {
        let wish = json!({"command": "take_out", "what": what});
        assert_eq!(talks.refused(&mediator(), command(wish)).reason, Reason::NotNow);
    }
    // Of nobody but whoever knows all that may rest on it.
    let own =
        json!({"command": "take_out", "what": {"person": {"party": "south", "person": "south_delegate"}}});
    assert_eq!(talks.refused(&principal("south"), command(own.clone())).reason, Reason::NotAllowed);
    talks.must(&mediator(), command(own));
}
