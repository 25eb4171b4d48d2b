//! Reviews: a key and its way back, leaving and coming back, files that are read as they were written or not at all.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it cannot go on")]

use std::sync::LazyLock;

use mediant_reader::report::{Options, Report};
use mediant_reader::review::{
    Author, By, Changed, DecisionError, DecisionKind, Fields, Key, Progress, Proposal, Review, Sitting, Slot,
    accepted,
};
use mediant_reader::suggest::{Fact, From, Reading, SessionState, Stance};
use proptest::prelude::*;

const TEXT: &str = "date 2031-05-14\n\n\
    Delegations from Veldria and Norland met in Bern on Tuesday for a third round of talks about the harbour of Korsk.\n\n\
    Veldria’s foreign minister, Ilse Marand, ruled out any sale of the harbour. “We will not sell what we need to live,” she told \
    reporters on Wednesday. She added that Veldria was ready to discuss joint use of the northern pier.\n\n\
    Norland’s chief negotiator, Tomas Oye, demanded free passage for fishing boats before the end of the month.\n\n\
    The two sides agreed on Tuesday to exchange the crews of the seized ships. Who pays for dredging remains the main obstacle.\n\n\
    Norland’s deputy negotiator, Jon Askel, resigned on Monday. Fuel reserves in Norland have fallen for the third month in a row.\n";

const MODEL: &str = "stub-1";

static READING: LazyLock<Reading<'static>> =
    LazyLock::new(|| Reading::new(Report::read(TEXT, &Options::default()).unwrap()));

/// What the reader and a model suggest of [`TEXT`]; the model the same as the reader, which makes it other suggestions.
fn proposals() -> Vec<Proposal> {
    let reading = &*READING;
    let mut all = Proposal::all(reading, &reading.suggestions, &Author::Reader);
    assert!(all.len() >= 8, "the reader finds little");
    assert!(all.iter().all(|proposal| proposal.confidence.is_some()));
    let models = Proposal::all(reading, &reading.suggestions, &Author::Model(MODEL.to_owned()));
    assert!(models.iter().all(|proposal| proposal.confidence.is_none()));
    all.splice(3..3, models.into_iter().take(4));
    all
}

fn fresh() -> Sitting {
    Sitting::open(Review::new("harbour.txt", &"0f".repeat(32)), proposals())
}

/// What somebody does.
#[derive(Debug, Clone)]
enum Act {
    Accept(usize),
    Reject(usize),
    Skip(usize),
    Edit(usize, usize, usize),
    All(Vec<usize>),
    Undo,
    /// On what comes next, as the keys of the terminal do.
    Next(DecisionKind),
}

const VALUES: [&str; 10] = [
    "",
    "Norland",
    "rules out",
    "interest",
    "2031-02-30",
    "2031-02-28",
    "held",
    "agreed",
    "a; b ;c",
    "x\u{1b}[2J\ny",
];

fn act() -> impl Strategy<Value = Act> {
    let place = 0..18usize;
    prop_oneof![
        3 => place.clone().prop_map(Act::Accept),
        2 => place.clone().prop_map(Act::Reject),
        2 => place.clone().prop_map(Act::Skip),
        4 => (place.clone(), 0..5usize, 0..VALUES.len()).prop_map(|(place, slot, value)| Act::Edit(place, slot, value)),
        2 => prop::collection::vec(place, 0..6).prop_map(Act::All),
        3 => Just(Act::Undo),
        8 => prop::sample::select(vec![DecisionKind::Accepted, DecisionKind::Rejected, DecisionKind::Skipped]).prop_map(Act::Next),
    ]
}

fn by() -> impl Strategy<Value = By> {
    let who = prop::sample::select(vec![None, Some("Ann"), Some(MODEL), Some(" "), Some("Bo\nb")]);
    let when = prop::sample::select(vec![None, Some("2031-05-14T09:30:00Z")]);
    (who, when).prop_map(|(who, when)| By { who: who.map(str::to_owned), when: when.map(str::to_owned) })
}

/// Does it; answers whether anything was done.
fn does(sitting: &mut Sitting, act: &Act, by: &By) -> bool {
    let with = |sitting: &mut Sitting, place: usize, verdict| match verdict {
        DecisionKind::Accepted | DecisionKind::Edited => sitting.accept(place, by),
        DecisionKind::Rejected => sitting.reject(place, by),
        DecisionKind::Skipped => sitting.skip(place, by),
    };
    match act {
        Act::Accept(place) => with(sitting, *place, DecisionKind::Accepted).is_ok(),
        Act::Reject(place) => with(sitting, *place, DecisionKind::Rejected).is_ok(),
        Act::Skip(place) => with(sitting, *place, DecisionKind::Skipped).is_ok(),
        Act::Next(verdict) => sitting.next().is_some_and(|place| with(sitting, place, *verdict).is_ok()),
        Act::Edit(place, slot, value) => {
            let Some(proposal) = sitting.proposals().get(*place) else { return false };
            let Some(slot) = proposal.fields.slots().get(*slot).copied() else { return false };
            let fields = proposal.fields.with(slot, VALUES[*value]);
            fields.and_then(|fields| sitting.edit(*place, fields, by)).is_ok()
        }
        Act::All(places) => !sitting.accept_all(places, by).is_empty(),
        Act::Undo => !sitting.undo().is_empty(),
    }
}

/// As somebody finds it who left and came back.
fn resumed(sitting: &Sitting) -> Sitting {
    let review = Review::read(&sitting.review().json()).unwrap();
    Sitting::open(review, sitting.proposals().to_vec())
}

proptest! {
    #[test]
    fn undo_is_the_exact_inverse_and_leaving_changes_nothing(acts in prop::collection::vec((act(), by()), 0..40)) {
        let mut sitting = fresh();
        // The states in which undo must end, the last first.
        let mut before: Vec<Sitting> = Vec::new();
        for (act, by) in &acts {
            let was = sitting.clone();
            let mut other = resumed(&sitting);
            prop_assert_eq!(&other, &sitting);
            let done = does(&mut sitting, act, by);
            // Having left and come back, the same key does the same.
            prop_assert_eq!(does(&mut other, act, by), done);
            prop_assert_eq!(&other, &sitting);
            match act {
                Act::Undo => prop_assert_eq!(&sitting, &before.pop().unwrap_or(was)),
                _ if done => before.push(was),
                // What was refused changed nothing.
                _ => prop_assert_eq!(&sitting, &was),
            }
        }
        while let Some(was) = before.pop() {
            prop_assert!(!sitting.undo().is_empty());
            prop_assert_eq!(&sitting, &was);
        }
        prop_assert!(sitting.undo().is_empty());
        prop_assert_eq!(sitting, fresh());
    }

    #[test]
    fn it_is_what_a_plain_list_of_verdicts_says(acts in prop::collection::vec((act(), by()), 0..40)) {
        let mut sitting = fresh();
        let proposals = proposals();
        // The verdict on each, and when it was given; the plain way to the same.
        let mut verdicts: Vec<Option<(DecisionKind, usize)>> = vec![None; proposals.len()];
        let mut history = Vec::new();
        for (time, (act, by)) in acts.iter().enumerate() {
            let next = sitting.next();
            let was = verdicts.clone();
            let done = does(&mut sitting, act, by);
            if let (Act::Undo, true) = (act, done) {
                verdicts = history.pop().unwrap();
            } else if done {
                let open = |verdict: Option<(DecisionKind, usize)>| verdict.is_none_or(|(verdict, _)| verdict == DecisionKind::Skipped);
                match act {
                    Act::Accept(place) => verdicts[*place] = Some((DecisionKind::Accepted, time)),
                    Act::Reject(place) => verdicts[*place] = Some((DecisionKind::Rejected, time)),
                    Act::Skip(place) => verdicts[*place] = Some((DecisionKind::Skipped, time)),
                    Act::Next(verdict) => verdicts[next.unwrap()] = Some((*verdict, time)),
                    Act::Edit(place, slot, value) => {
                        let fields = &proposals[*place].fields;
                        let same = fields.with(fields.slots()[*slot], VALUES[*value]).unwrap() == *fields;
                        verdicts[*place] = Some((if same { DecisionKind::Accepted } else { DecisionKind::Edited }, time));
                    }
                    Act::All(places) => for &place in places {
                        if place < verdicts.len() && open(was[place]) && !proposals[place].is_of_a_model() {
                            verdicts[place] = Some((DecisionKind::Accepted, time));
                        }
                    },
                    Act::Undo => {}
                }
                history.push(was);
            }
            for (place, verdict) in verdicts.iter().enumerate() {
                prop_assert_eq!(sitting.decided(place).map(|decision| decision.verdict), verdict.map(|(verdict, _)| verdict));
            }
            let undecided = verdicts.iter().position(Option::is_none);
            let skipped = (0..verdicts.len()).filter(|&place| matches!(verdicts[place], Some((DecisionKind::Skipped, _))));
            let first_skipped = skipped.min_by_key(|&place| verdicts[place].unwrap().1);
            prop_assert_eq!(sitting.next(), undecided.or(first_skipped));
            let Progress { of, accepted, rejected, skipped, left, elsewhere, .. } = sitting.progress();
            prop_assert_eq!((accepted + rejected + skipped + left, elsewhere), (of, 0));
            prop_assert_eq!(left, verdicts.iter().filter(|verdict| verdict.is_none()).count());
        }
    }

    #[test]
    fn a_model_accepts_nothing_of_its_own(acts in prop::collection::vec((act(), by()), 0..40)) {
        let mut sitting = fresh();
        for (act, by) in &acts {
            does(&mut sitting, act, by);
        }
        for decision in sitting.review().decisions() {
            let is_model = decision.key.author != Author::Reader;
            prop_assert_eq!(decision.confidence.is_none(), is_model);
            if is_model && decision.accepted().is_some() {
                prop_assert!(decision.by.who.as_deref().is_some_and(|who| who != MODEL && !who.trim().is_empty()));
                let together = sitting.review().decisions().iter().filter(|other| other.act == decision.act);
                prop_assert_eq!(together.count(), 1);
            }
        }
    }

    #[test]
    fn what_is_accepted_says_what_was_accepted(acts in prop::collection::vec((act(), by()), 0..30)) {
        let mut sitting = fresh();
        for (act, by) in &acts {
            does(&mut sitting, act, by);
        }
        let reading = &*READING;
        let review = sitting.review();
        for author in [Author::Reader, Author::Model(MODEL.to_owned())] {
            let taken = accepted(review, reading, &reading.suggestions, &author);
            let mine = sitting.proposals().iter().filter(|proposal| proposal.key.author == author);
            let wanted: Vec<&Fields> =
                mine.filter_map(|proposal| review.decided(&proposal.key)?.accepted()).collect();
            prop_assert_eq!(taken.len(), wanted.len());
            let parties = mediant_reader::suggest::Parties::new(reading);
            for (taken, wanted) in taken.iter().zip(wanted) {
                let fields = Fields::from_fact(&taken.suggestion.fact, &parties);
                for &slot in wanted.slots() {
                    let got = if slot == Slot::About { taken.about.unwrap_or("").to_owned() } else { fields.value(slot) };
                    prop_assert_eq!(got, wanted.value(slot));
                }
                // Its words stay the report's.
                prop_assert_eq!(&TEXT[taken.suggestion.at.range()], taken.suggestion.at.as_str());
            }
        }
    }

    #[test]
    fn a_file_is_read_as_it_was_written_or_not_at_all(
        acts in prop::collection::vec((act(), by()), 1..12),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..6usize, any::<u8>()), 1..4),
    ) {
        let mut sitting = fresh();
        for (act, by) in &acts {
            does(&mut sitting, act, by);
        }
        let mut bytes = sitting.review().json().into_bytes();
        for (at, how, byte) in changes {
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => { bytes.remove(at); }
                2 => bytes.insert(at, byte),
                3 => bytes.truncate(at.max(1)),
                4 => bytes[at] = b"0123456789-\",:{}[]nul"[usize::from(byte) % 21],
                _ => { let end = (at + usize::from(byte)).min(bytes.len()); bytes.drain(at..end); }
            }
            if bytes.is_empty() {
                bytes.push(b'{');
            }
        }
        let Ok(text) = String::from_utf8(bytes) else { return Ok(()) };
        match Review::read(&text) {
            Ok(review) => prop_assert_eq!(Review::read(&review.json()).unwrap(), review),
            Err(fault) => prop_assert!(fault.place.is_none_or(|place| place.byte <= text.len()) && !fault.cause.is_empty()),
        }
    }

    #[test]
    fn a_field_takes_its_own_value_and_gives_it_back(value in "[ -~é\u{1b}\n“]{0,30}") {
        for proposal in proposals() {
            let fields = &proposal.fields;
            for &slot in fields.slots() {
                prop_assert_eq!(&fields.with(slot, &fields.value(slot)).unwrap(), fields);
                for choice in fields.choices(slot).unwrap_or_default() {
                    prop_assert_eq!(fields.with(slot, choice).unwrap().value(slot), choice);
                }
                if let Ok(edited) = fields.with(slot, &value) {
                    let kept = edited.value(slot);
                    prop_assert!(!kept.chars().any(char::is_control));
                    prop_assert_eq!(edited.with(slot, &kept).unwrap(), edited.clone());
                    // Nothing else changed.
                    prop_assert_eq!(&edited.with(slot, &fields.value(slot)).unwrap(), fields);
                }
            }
        }
    }
}

fn place_of(sitting: &Sitting, kind: &str) -> usize {
    let is = |proposal: &Proposal| proposal.key.kind == kind && proposal.key.author == Author::Reader;
    sitting.proposals().iter().position(is).unwrap()
}

fn ann() -> By {
    By { who: Some("Ann".to_owned()), when: None }
}

#[test]
fn keys_tell_all_suggestions_of_a_report_apart() {
    let reading = &*READING;
    let all = Proposal::all(reading, &reading.suggestions, &Author::Reader);
    assert_eq!(all.len(), reading.suggestions.len());
}

#[test]
fn edits_are_checked() {
    let mut sitting = fresh();
    let place = place_of(&sitting, "statement");
    let fields = sitting.proposals()[place].fields.clone();
    assert!(matches!(fields.with(Slot::On, "2031-02-29"), Err(DecisionError::NoSuchDay { .. })));
    assert!(fields.with(Slot::On, "2032-02-29").is_ok());
    assert!(matches!(fields.with(Slot::On, "14 May"), Err(DecisionError::NotADay { .. })));
    assert!(matches!(fields.with(Slot::Event, "held"), Err(DecisionError::NotAChoice { .. })));
    assert!(matches!(fields.with(Slot::Place, "Bern"), Err(DecisionError::NoSuchField { .. })));
    assert!(matches!(fields.with(Slot::Party, &"x".repeat(201)), Err(DecisionError::TooLong { .. })));
    let Fields::Statement { party, .. } = fields.with(Slot::Party, " a\u{1b}[31m \u{202e}b\n").unwrap()
    else {
        panic!()
    };
    assert_eq!(party.as_deref(), Some("a [31m b"));
    // The kind is the suggestion's.
    let session =
        Fields::Session { state: SessionState::Held, on: None, participants: Vec::new(), place: None };
    assert!(matches!(sitting.edit(place, session, &ann()), Err(DecisionError::OtherKind { .. })));
    // What `with` would not have made is refused as well.
    let raw = Fields::Statement {
        stance: Stance::Open,
        speaker: Some("a\nb".to_owned()),
        party: None,
        on: None,
        about: None,
    };
    assert!(matches!(sitting.edit(place, raw, &ann()), Err(DecisionError::NotPlain { .. })));
    assert!(sitting.review().decisions().is_empty());
    assert!(matches!(sitting.accept(99, &ann()), Err(DecisionError::NotSuggested)));
}

#[test]
fn what_a_person_wrote_is_told_from_what_the_report_says() {
    let mut sitting = fresh();
    let place = place_of(&sitting, "statement");
    let fields = sitting.proposals()[place].fields.with(Slot::Party, "The islanders").unwrap();
    sitting.edit(place, fields.with(Slot::Event, "interest").unwrap(), &ann()).unwrap();
    let reading = &*READING;
    let taken = accepted(sitting.review(), reading, &reading.suggestions, &Author::Reader);
    let [one] = taken.as_slice() else { panic!("{taken:?}") };
    let Fact::Statement { party, speaker, stance, .. } = &one.suggestion.fact else { panic!() };
    assert_eq!(party.map(|party| (party.value.as_str(), party.from)), Some(("The islanders", From::Person)));
    assert_eq!((*stance, one.edited), (Stance::Interest, true));
    assert!(speaker.is_none_or(|speaker| speaker.from != From::Person));
}

#[test]
fn words_elsewhere_are_counted_and_not_taken() {
    let mut sitting = fresh();
    let places: Vec<usize> =
        (0..sitting.proposals().len()).filter(|&place| !sitting.proposals()[place].is_of_a_model()).collect();
    for &place in &places {
        sitting.accept(place, &ann()).unwrap();
    }
    let review = sitting.review();
    let count = places.len();
    assert_eq!(review.changed(TEXT), Changed { at_place: count, elsewhere: 0, gone: 0 });
    // Everything a byte later, and one suggestion's words gone.
    let cut = place_of(&sitting, "person");
    let words = &sitting.proposals()[cut].key.words;
    let later = TEXT.replacen("Delegations", "The delegations", 1).replacen(words.as_str(), "Nobody came", 1);
    let changed = review.changed(&later);
    assert!(changed.gone >= 1 && changed.elsewhere >= 1, "{changed:?}");
    assert_eq!(changed.at_place + changed.elsewhere + changed.gone, count);
    let reading = Reading::new(Report::read(&later, &Options::default()).unwrap());
    let proposals = Proposal::all(&reading, &reading.suggestions, &Author::Reader);
    let carried = review.carried_over(&"1e".repeat(32), &proposals);
    assert!(carried.is_of(&"1e".repeat(32)) && !review.is_of(&"1e".repeat(32)));
    assert!(carried.decisions().iter().all(|decision| decision.key.stands_in(&later)));
    assert!(carried.decisions().len() <= changed.at_place);
    // The same text keeps everything.
    let same = Proposal::all(&READING, &READING.suggestions, &Author::Reader);
    assert_eq!(review.carried_over(&review.sha256, &same), *review);
}

/// Changes one decision's JSON, and says what reading gives.
fn with(change: impl FnOnce(&mut serde_json::Value)) -> Result<Review, mediant_reader::review::ReviewError> {
    let mut sitting = fresh();
    let status = place_of(&sitting, "status");
    sitting.accept(place_of(&sitting, "statement"), &ann()).unwrap();
    let fields = sitting.proposals()[status].fields.with(Slot::About, "the ships").unwrap();
    sitting.edit(status, fields, &ann()).unwrap();
    let mut value: serde_json::Value = serde_json::from_str(&sitting.review().json()).unwrap();
    change(&mut value);
    Review::read(&serde_json::to_string(&value).unwrap())
}

/// What somebody did to a file.
type Change = Box<dyn FnOnce(&mut serde_json::Value)>;

#[test]
fn what_no_sitting_writes_is_refused() {
    use serde_json::json;
    assert!(with(|_| ()).is_ok());
    let wrong: Vec<(&str, Change)> = vec![
        ("another form", Box::new(|file| file["mediant_review"] = json!(2))),
        ("a hash that is none", Box::new(|file| file["sha256"] = json!("0F"))),
        ("more keys", Box::new(|file| file["more"] = json!(1))),
        ("more keys inside", Box::new(|file| file["decisions"][0]["more"] = json!(1))),
        (
            "more fields",
            Box::new(|file| file["decisions"][0]["before"]["statement"]["place"] = json!("Bern")),
        ),
        ("a verdict that is none", Box::new(|file| file["decisions"][0]["verdict"] = json!("perhaps"))),
        ("acts out of order", Box::new(|file| file["decisions"][0]["act"] = json!(9))),
        ("act 0", Box::new(|file| file["decisions"][0]["act"] = json!(0))),
        (
            "one suggestion twice in an act",
            Box::new(|file| {
                file["decisions"][1] = file["decisions"][0].clone();
            }),
        ),
        (
            "a day that is none",
            Box::new(|file| file["decisions"][1]["after"]["status"]["on"] = json!("2031-02-30")),
        ),
        (
            "a status that is none",
            Box::new(|file| file["decisions"][1]["after"]["status"]["what"] = json!("held")),
        ),
        (
            "another kind",
            Box::new(|file| file["decisions"][1]["after"] = file["decisions"][0]["before"].clone()),
        ),
        (
            "an edit without change",
            Box::new(|file| file["decisions"][1]["after"] = file["decisions"][1]["before"].clone()),
        ),
        ("an edit without fields", Box::new(|file| file["decisions"][1]["after"] = json!(null))),
        ("fields without an edit", Box::new(|file| file["decisions"][1]["verdict"] = json!("accepted"))),
        ("words of another length", Box::new(|file| file["decisions"][0]["words"] = json!("words"))),
        ("a range that is none", Box::new(|file| file["decisions"][0]["at"] = json!([5, 5]))),
        ("an event of another status", Box::new(|file| file["decisions"][1]["event"] = json!("deadline"))),
        ("a kind that does not fit", Box::new(|file| file["decisions"][0]["kind"] = json!("session"))),
        ("a moment that is none", Box::new(|file| file["decisions"][0]["when"] = json!("yesterday"))),
        ("a name in two lines", Box::new(|file| file["decisions"][0]["by"] = json!("An\nn"))),
        ("a reader's without confidence", Box::new(|file| file["decisions"][0]["confidence"] = json!(null))),
        ("confidence above 0.99", Box::new(|file| file["decisions"][0]["confidence"] = json!(1))),
        ("a model's with confidence", Box::new(|file| file["decisions"][0]["author"] = json!(MODEL))),
        (
            "a model's that nobody accepts",
            Box::new(|file| {
                let decision = &mut file["decisions"][0];
                (decision["author"], decision["confidence"], decision["by"]) =
                    (json!(MODEL), json!(null), json!(null));
            }),
        ),
        (
            "a model's that it accepts itself",
            Box::new(|file| {
                let decision = &mut file["decisions"][0];
                (decision["author"], decision["confidence"], decision["by"]) =
                    (json!(MODEL), json!(null), json!(MODEL));
            }),
        ),
    ];
    for (what, change) in wrong {
        assert!(with(change).is_err(), "{what}");
    }
    let by_ann = with(|file| {
        let decision = &mut file["decisions"][0];
        (decision["author"], decision["confidence"]) = (json!(MODEL), json!(null));
    });
    assert!(by_ann.is_ok(), "{by_ann:?}");
}

#[test]
fn a_fault_has_its_place() {
    let text = "{\n  \"mediant_review\": 1,\n  \"report\": 7\n}\n";
    let place = Review::read(text).unwrap_err().place.unwrap();
    assert_eq!(place.line, 3);
    // Keys of one suggestion are one key, whoever reads the report.
    let key = |author| Key::new(&author, &READING.suggestions[0]);
    assert_ne!(key(Author::Reader), key(Author::Model(MODEL.to_owned())));
}

#[test]
fn what_a_file_holds_is_not_printed_by_accident() {
    let mut sitting = fresh();
    sitting.accept(0, &ann()).unwrap();
    let shown = format!("{sitting:?} {:?}", sitting.proposals());
    assert!(sitting.proposals().iter().all(|proposal| !shown.contains(&proposal.key.words)));
    assert!(!shown.contains("Marand"));
}

#[test]
fn a_file_of_the_terminal_is_read_and_written_as_it_is() {
    let text = include_str!("../review.json");
    let review = Review::read(text).unwrap();
    assert!(review.decisions().len() > 3);
    assert_eq!(review.json(), text);
}
