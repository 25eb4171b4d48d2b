//! Suggestions: words of the report and values computed from them, never anything else.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test reads files and stops where it cannot go on"
)]

use std::collections::BTreeMap;
use std::path::Path;

use mediant_reader::document::Document;
use mediant_reader::events::{Events, Scene};
use mediant_reader::parse::Model;
use mediant_reader::report::{Excerpt, Options, Report};
use mediant_reader::suggest::who::meant_by_word;
use mediant_reader::suggest::{Fact, Field, From, Judges, Linear, Reading, SessionState, Stance, Suggestion};
use mediant_reader::time::find;
use mediant_reader::training::choices::{Choices, choices, train_linear};
use mediant_reader::training::events::{EventPlan, examples, train_events};
use mediant_reader::training::labelled::{self, Labelled};
use proptest::prelude::*;

fn read(text: &str) -> Reading<'_> {
    Reading::new(Report::read(text, &Options::default()).unwrap())
}

/// Pieces of which a text is put together: parts of sentences that make facts, and what makes a reader stumble.
fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "The envoys met in Bern on Tuesday",
        "Ilse Marand",
        ", the foreign minister of Norland,",
        " said",
        " told reporters on 4 May",
        " that",
        " the port was not for sale",
        "“We will not leave,",
        " she said.",
        "”",
        "He resigned last week. ",
        "\n\n",
        "Talks are due to resume on Friday",
        ". ",
        "; ",
        "the truce expires on 31 March",
        "Dear Ms Oye,",
        "Q: And the dam?",
        "Marand: We agree.",
        "‘never’",
        " — ",
        "…",
        "If they paid,",
        "both sides agreed to say nothing",
        "(",
        ")",
        "No.",
        "its reserves fell",
        "é",
        "日本",
        "👍",
        "1.5 million",
        "the 14th",
        "tomorrow",
    ]);
    prop::collection::vec(piece, 1..30).prop_map(|pieces| format!("date 2031-05-14 x {}", pieces.join("")))
}

/// Every excerpt that a suggestion keeps.
fn kept<'t>(found: &Suggestion<'t>) -> Vec<Excerpt<'t>> {
    let mut all = vec![found.at];
    all.extend(&found.also);
    let mut field = |field: &Option<Field<'t, Excerpt<'t>>>| {
        let Some(field) = field else { return };
        all.push(field.value);
        if let From::Words(at) = field.from {
            all.push(at);
        }
    };
    match &found.fact {
        Fact::Statement { speaker, party, .. } => [speaker, party].into_iter().for_each(&mut field),
        Fact::Alternative { party, .. } => field(party),
        Fact::Person { who, party, .. } => [who, party].into_iter().for_each(&mut field),
        Fact::Session { .. } | Fact::Status { .. } => {}
    }
    if let Fact::Session { participants, place, .. } = &found.fact {
        all.extend(participants);
        all.extend(place);
    }
    if let Fact::Statement { cue, .. } = &found.fact {
        all.extend(cue);
    }
    all
}

fn day<'t>(fact: &Fact<'t>) -> Option<Field<'t, jiff::civil::Date>> {
    match fact {
        Fact::Statement { on, .. }
        | Fact::Session { on, .. }
        | Fact::Status { on, .. }
        | Fact::Person { on, .. } => *on,
        Fact::Alternative { .. } => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_text_equals_its_range_and_every_day_comes_from_a_time(text in text()) {
        let reading = read(&text);
        let report = &reading.scene.document.report;
        for found in &reading.suggestions {
            for at in kept(found) {
                prop_assert_eq!(at.as_str(), &text[at.range()]);
            }
            prop_assert!(report.paragraphs()[found.paragraph].contains(found.at));
            prop_assert!(found.confidence <= 99);
            match day(&found.fact).map(|on| on.from) {
                Some(From::Words(at)) => {
                    let sentence = reading.scene.document.sentences.iter().find(|sentence| sentence.at.contains(at)).unwrap();
                    prop_assert!(find(sentence.at).iter().any(|time| time.at == at), "{:?} is no time", at.as_str());
                }
                Some(From::Dateline) => prop_assert_eq!(day(&found.fact).unwrap().value, report.date()),
                Some(From::Memory(paragraph)) => prop_assert!(paragraph <= found.paragraph),
                Some(From::Person) => prop_assert!(false, "the reader is no person"),
                None => {}
            }
        }
    }
}

#[test]
fn plain_facts_are_suggested_with_their_fields() {
    let text = "date 2031-05-14 \n\nDelegations from Norland and Veldria met in Bern on Monday.\n\n\
                “We will never give up the port,” Norland’s foreign minister, Ilse Marand, told reporters on Tuesday.\n\n\
                The next round of talks is scheduled for 20 May in Oslo.\n\nVeldria’s chief negotiator, Jon Askel, resigned on Friday.";
    let reading = read(text);
    let shown: Vec<&Suggestion<'_>> = reading.suggestions.iter().filter(|found| found.shown).collect();
    let date = |day: &str| Some(day.parse::<jiff::civil::Date>().unwrap());
    let has = |wanted: &dyn Fn(&Fact<'_>) -> bool| shown.iter().any(|found| wanted(&found.fact));
    let on = |field: &Option<Field<'_, jiff::civil::Date>>| field.map(|field| field.value);
    assert!(has(
        &|fact| matches!(fact, Fact::Session { state: SessionState::Held, on: day, .. } if on(day) == date("2031-05-12"))
    ));
    assert!(has(
        &|fact| matches!(fact, Fact::Session { state: SessionState::Planned, on: day, .. } if on(day) == date("2031-05-20"))
    ));
    assert!(has(
        &|fact| matches!(fact, Fact::Statement { stance: Stance::RulesOut, speaker: Some(speaker), on: day, .. }
        if speaker.value.as_str() == "Ilse Marand" && on(day) == date("2031-05-13"))
    ));
    assert!(has(&|fact| matches!(fact, Fact::Person { who: Some(who), on: day, .. }
        if who.value.as_str() == "Jon Askel" && on(day) == date("2031-05-09"))));
}

/// The labelled reports, by style.
fn labelled() -> BTreeMap<String, Vec<(String, Labelled)>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("training");
    let mut styles = BTreeMap::<String, Vec<_>>::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if path.extension().is_some_and(|end| end == "txt") {
            let report = labelled::read(&std::fs::read_to_string(&path).unwrap());
            let report = report.unwrap_or_else(|fault| panic!("{name}: {fault}"));
            styles.entry(name.rsplit_once('-').unwrap().0.to_owned()).or_default().push((name, report));
        }
    }
    styles
}

#[test]
fn the_labelled_reports_are_in_form_many_and_of_many_styles() {
    let styles = labelled();
    assert!(styles.len() >= 10, "{:?}", styles.keys());
    let facts = || {
        styles
            .values()
            .flatten()
            .flat_map(|(name, report)| report.facts.iter().map(move |fact| (name, report, fact)))
    };
    assert!(facts().count() >= 1_500);
    assert!(facts().filter(|(_, _, fact)| fact.kind == "trap").count() >= 500);
    for (name, report, fact) in facts() {
        assert!(!report.text[fact.at.clone()].contains("\n\n"), "{name}: {}", &report.text[fact.at.clone()]);
        if let Some(on) = fact.fields.get("on") {
            assert!(on.parse::<jiff::civil::Date>().is_ok(), "{name}: {on}");
        }
        if fact.kind == "alternative" {
            let party = &fact.fields["party"];
            assert!(report.parties.iter().any(|(id, _)| id == party), "{name}: {party}");
        }
    }
}

#[test]
fn training_is_seeded_and_its_files_are_read_back() {
    let styles = labelled();
    let few: Vec<&Labelled> = styles["agency"].iter().take(3).map(|(_, report)| report).collect();
    let plan = EventPlan { rounds: 2, members: 1, often: 2, ..EventPlan::default() };
    let prepared: Vec<_> = few.iter().map(|report| examples(report, Model::english()).unwrap()).collect();
    let mut losses = Vec::new();
    let once = train_events(&plan, &prepared, |_, loss| losses.push(loss)).write();
    let again = train_events(&plan, &prepared, |_, _| {}).write();
    assert_eq!(once, again);
    assert!(losses[1] < losses[0], "{losses:?}");
    assert_eq!(Events::read(&once).unwrap().write(), once);
    assert!(Events::read(&once[..once.len() - 1]).is_err());

    let mut posed = Choices::default();
    few.iter().for_each(|report| choices(report, Model::english(), &mut posed).unwrap());
    let judge = train_linear(&posed.days);
    assert_eq!(judge, train_linear(&posed.days));
    assert_eq!(Linear::read(&judge.write()).unwrap(), judge);
    assert!(Linear::read(&judge.write()[..9]).is_err());

    // Other judges, other fields; the words are the report's all the same.
    let judges = Judges { speakers: &judge, days: &judge, befallen: &judge };
    let report = Report::read(&few[0].text, &Options::default()).unwrap();
    let reading = Reading::with(report, Model::english(), &Events::read(&once).unwrap(), judges);
    assert!(reading.suggestions.iter().all(|found| found.at.as_str() == &few[0].text[found.at.range()]));
}

#[test]
fn the_models_are_those_that_the_page_beside_them_names() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
    let page = std::fs::read_to_string(folder.join("README.md")).unwrap();
    let mut bytes = 0;
    for name in ["english.bin", "vectors.bin", "events.bin", "speakers.bin", "days.bin", "befallen.bin"] {
        let file = std::fs::read(folder.join(name)).unwrap();
        bytes += file.len();
        assert!(
            page.contains(&blake3::hash(&file).to_string()),
            "models/README.md does not name the hash of {name}"
        );
    }
    assert!(bytes <= 8_000_000, "{bytes} bytes");
}

#[test]
fn what_is_shown_for_debugging_says_nothing_of_the_report() {
    let text = "date 2031-05-14 \n\nThe Zubrovian envoy met the zubrowners of Zubrovia in Zubrow on Monday. “We will never zubrow,” he said.";
    let reading = read(text);
    let shown = format!("{reading:?} {:?} {:?} {:?}", reading.scene, reading.scene.cast, reading.suggestions);
    assert!(!shown.to_lowercase().contains("zubr"), "{shown}");
}

/// Whom the first word `noun` of a report means.
fn meant(text: &str, noun: &str) -> Option<String> {
    let report = Report::read(text, &Options::default()).unwrap();
    let scene = Scene::new(Document::read(report, Model::english()));
    let (place, word) = (0..scene.document.sentences.len())
        .find_map(|place| Some((place, scene.sentence(place).words.iter().position(|w| w.lemma == noun)?)))
        .unwrap();
    meant_by_word(&scene, place, word).map(|who| who.name.value.as_str().to_owned())
}

#[test]
fn an_office_beside_a_name_is_whom_the_name_means() {
    let of = |text: &str, noun: &str| meant(&format!("date 2031-05-14 {text}"), noun);
    assert_eq!(
        of("Its commander, Ugo Marr, was killed on Monday.", "commander").as_deref(),
        Some("Ugo Marr")
    );
    assert_eq!(
        of("Its commander, Captain Ugo Marr, who led it, was killed on Monday.", "commander").as_deref(),
        Some("Ugo Marr")
    );
    assert_eq!(of("Ugo Marr, its commander, resigned.", "commander").as_deref(), Some("Ugo Marr"));
    assert_eq!(of("Its commander resigned in Bern.", "commander").as_deref(), Some("Its commander"));
}
