//! Reports as text: every excerpt is the text's, every fault has its place, nothing panics.

use jiff::civil::date;
use mediant_reader::document::Document;
use mediant_reader::names::Cast;
use mediant_reader::parse::Model;
use mediant_reader::report::{Excerpt, Options, Report, ReportError, decode, english};
use mediant_reader::said::attributions;
use mediant_reader::time::times::times;
use mediant_reader::training::labelled;
use mediant_reader::words::{sentences, tokens};
use proptest::prelude::*;

fn read(text: &str) -> Result<Report<'_>, ReportError> {
    Report::read(text, &Options::default())
}

fn day_of(text: &str) -> String {
    read(text).expect("a report").date().to_string()
}

/// Texts that look like reports, and texts that look like nothing.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("date 2031-05-14 ".to_owned()),
        Just("\n\n".to_owned()),
        Just("\r\n".to_owned()),
        Just("“We can't,” he said. ".to_owned()),
        Just("Gen. Ost (U.N.) met 14 May ".to_owned()),
        Just("last Tuesday, the 31st of ".to_owned()),
        Just("in 3 days' time; Feb. 30, ".to_owned()),
        Just("Élan–vital… don’t 1,000.5% ".to_owned()),
        "\\PC{0,12}",
        ".{0,6}",
        "[a-zA-Z.,'’\"“”?! -]{0,20}",
        "[0-9/.:-]{0,12}",
    ];
    proptest::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn nothing_panics_and_every_word_is_where_it_says(text in texts()) {
        for given in [None, Some(date(2031, 5, 14))] {
            let Ok(report) = Report::read(&text, &Options { date: given, ..Options::default() }) else { continue };
            let same = |at: Excerpt<'_>| at.as_str() == &text[at.range()];
            prop_assert!(report.paragraphs().iter().all(|&at| same(at) && !at.is_empty()));
            let document = Document::read(report, Model::english());
            for sentence in &document.sentences {
                prop_assert!(same(sentence.at));
                prop_assert!(document.report.paragraphs()[sentence.paragraph].contains(sentence.at));
                prop_assert!(sentence.words.iter().all(|word| same(word.at) && sentence.at.contains(word.at)));
                prop_assert_eq!(sentence.words.iter().filter(|word| word.head.is_none()).count(), 1);
                for word in 0..sentence.words.len() {
                    // Every word hangs on the root in the end.
                    prop_assert!(sentence.way_up(word).count() <= sentence.words.len());
                }
            }
            for said in attributions(&document) {
                let parts = [Some(said.content), said.rest, said.cue, said.speaker];
                prop_assert!(parts.into_iter().flatten().all(same));
            }
            let cast = Cast::new(&document);
            prop_assert!(cast.mentions.iter().all(|(mention, _)| same(mention.at)));
            prop_assert!(cast.people.iter().all(|person| same(person.name) && person.office.is_none_or(same)));
            for said in attributions(&document) {
                if let Some(speaker) = said.speaker {
                    let referent = cast.refer(&document, said.sentence, speaker);
                    prop_assert!(referent.person.is_none_or(|person| person < cast.people.len()));
                    prop_assert!(referent.party.is_none_or(|party| party < cast.parties.len()));
                }
            }
            for time in times(&document) {
                prop_assert!(same(time.at));
                prop_assert!(time.when.is_none_or(|when| when.from <= when.to));
            }
        }
    }

    #[test]
    fn cutting_loses_nothing_but_white_space(text in texts()) {
        let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let cut = sentences::split(Excerpt::whole(&text));
        prop_assert_eq!(cut.iter().map(|part| bare(part.as_str())).collect::<String>(), bare(&text));
        let words = tokens::split(Excerpt::whole(&text));
        prop_assert_eq!(words.iter().map(|word| word.as_str()).collect::<String>(), bare(&text));
        prop_assert!(words.windows(2).all(|pair| pair[0].end() <= pair[1].start()));
    }

    #[test]
    fn an_excerpt_is_a_range_of_its_text_or_is_none(text in ".{0,30}", from in 0usize..40, len in 0usize..40) {
        match Excerpt::whole(&text).part(from..from + len) {
            Some(part) => {
                prop_assert_eq!(Some(part.as_str()), text.get(part.range()));
                prop_assert_eq!(part.range(), from..from + len);
            }
            None => prop_assert_eq!(text.get(from..from + len), None),
        }
    }

    #[test]
    fn any_text_is_in_some_language_or_in_none(
        text in prop_oneof![
            "\\PC{120,700}", "[a-zäéñß ]{120,2000}", "[а-яё ]{120,900}", "[ا-ي ]{120,900}", "[א-ת ]{120,900}", "[ア-ン一-龥 ]{120,400}", "([a-z]{1,8} ){30,200}"
        ],
        times in 1usize..20,
    ) {
        let text = format!("date 2031-05-14\n\nx{}", text.repeat(times));
        if let Ok(report) = read(&text) {
            let found = english(&report);
            let is_known = matches!(found, Ok(()) | Err(ReportError::OtherLanguage { .. }));
            prop_assert!(is_known);
            prop_assert_eq!(found, english(&report));
        }
    }

    #[test]
    fn bytes_are_text_or_a_fault(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
        match decode(&bytes) {
            Ok(text) => prop_assert_eq!(text.as_bytes(), &bytes[..]),
            Err(fault) => prop_assert!(!fault.to_string().is_empty()),
        }
    }
}

#[test]
fn the_day_is_read_in_every_usual_form() {
    for text in [
        "date 2031-05-14 The envoys met.",
        "\u{feff}date 2031-05-14\nThe envoys met.",
        "Date: 14 May 2031\n\nThe envoys met.",
        "DATE: Wednesday, May 14, 2031\r\n\r\nThe envoys met.",
        "2031-05-14\n\nThe envoys met.",
        "14th of May, 2031 – The envoys met.",
        "Published: 2031-05-14T09:30:00Z\n\nThe envoys met.",
        "Talks go on\nBy Our Reporter\nDate: 14 May 2031\n\nThe envoys met.",
        "GENEVA, 14 May 2031 (Agency) — The envoys met.",
        "date 2031-05-14 date 2031-05-14 The envoys met.",
    ] {
        let report = read(text).expect(text);
        assert_eq!(report.date(), date(2031, 5, 14), "{text}");
        let last = report.paragraphs().last().expect(text);
        assert_eq!(last.as_str(), "The envoys met.", "{text}");
    }
    assert_eq!(day_of("date 2032-02-29 A leap day."), "2032-02-29");
}

#[test]
fn a_day_in_the_text_is_not_the_reports() {
    assert_eq!(read("The envoys met on 14 May 2031."), Err(ReportError::NoDate));
    assert_eq!(read("May they agree. They met on 2031-05-14."), Err(ReportError::NoDate));
    // With the day given, days in the text are what the text tells of.
    let options = Options { date: Some(date(2031, 6, 1)), ..Options::default() };
    let report = Report::read("The envoys met on 14 May 2031.", &options).expect("a report");
    assert_eq!(report.date(), date(2031, 6, 1));
    assert_eq!(report.dated(), None);
}

#[test]
fn bad_input_says_what_and_where() {
    let place = |fault: Result<Report<'_>, ReportError>| match fault {
        Err(
            ReportError::Control { place, .. }
            | ReportError::NoSuchDay { place, .. }
            | ReportError::TwoDates { place, .. }
            | ReportError::LongParagraph { place, .. },
        ) => (place.line, place.column),
        other => panic!("{other:?}"),
    };
    for empty in ["", " \n\t", "\u{feff}"] {
        assert_eq!(read(empty), Err(ReportError::Empty));
    }
    assert_eq!(read("date 2031-05-14 \n"), Err(ReportError::NothingBehindTheDate));
    assert_eq!(read("The envoys met."), Err(ReportError::NoDate));
    assert!(
        matches!(read("date 2031-02-30 Talks."), Err(ReportError::NoSuchDay { written, .. }) if written == "2031-02-30")
    );
    assert!(matches!(read("Date: 31 June 2031\nTalks."), Err(ReportError::NoSuchDay { .. })));
    assert_eq!(place(read("date 2031-13-01 Talks.")), (1, 6));
    assert!(matches!(read("date 2031-05-14 date 2031-05-15 Talks."), Err(ReportError::TwoDates { .. })));
    assert_eq!(place(read("date 2031-05-14\nDate: 15 May 2031\n\nTalks.")), (2, 7));
    let other = Options { date: Some(date(2031, 5, 15)), ..Options::default() };
    assert!(matches!(Report::read("date 2031-05-14 Talks.", &other), Err(ReportError::TwoDates { .. })));
    assert_eq!(place(read("date 2031-05-14 Tal\0ks.")), (1, 20));
    assert_eq!(place(read("date 2031-05-14 Talks\n\u{1b}[31mred")), (2, 1));
    let long = format!("date 2031-05-14 Talks.\n\n{}", "word ".repeat(30_000));
    assert_eq!(place(read(&long)), (3, 1));
    assert!(matches!(read(&"x".repeat(10_000_000)), Err(ReportError::TooLong { .. })));
    assert_eq!(decode(&[0xff, 0xfe, b'd', 0]), Err(ReportError::OtherEncoding("UTF-16")));
    assert_eq!(decode(b"d\0a\0t\0e\0"), Err(ReportError::OtherEncoding("UTF-16")));
    assert_eq!(decode(b"\0d\0a\0t\0e"), Err(ReportError::OtherEncoding("UTF-16")));
    assert_eq!(decode(b"date\nGen\xe8ve"), Err(ReportError::NotUtf8 { byte: 8, line: 2 }));
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the training reports stand on the disk")]
fn english_reports_are_english_and_short_texts_are_not_judged() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("training");
    let mut reports = 0;
    for entry in std::fs::read_dir(folder).expect("the training reports") {
        let path = entry.expect("a file").path();
        if path.extension().is_some_and(|ending| ending == "txt") {
            let text = std::fs::read_to_string(&path).expect("text");
            let report = labelled::read(&text).expect("a labelled report");
            assert_eq!(english(&read(&report.text).expect("a report")), Ok(()), "{}", path.display());
            reports += 1;
        }
    }
    assert!(reports > 100);
    assert_eq!(
        english(&read("date 2031-05-14 Die Gespräche gehen am Montag weiter.").expect("a report")),
        Ok(())
    );
}

#[test]
fn what_is_shown_for_debugging_says_nothing_of_the_text() {
    let text = "date 2031-05-14 Norland will give way on the harbour.";
    let document = Document::read(read(text).expect("a report"), Model::english());
    let shown = format!("{document:?} {:?}", times(&document));
    assert!(!shown.contains("Norland") && !shown.contains("harbour"), "{shown}");
}

#[test]
fn a_paragraph_without_a_full_stop_is_read_in_bounded_time() {
    let text = format!("date 2031-05-14 {}", "the envoys of both sides met and ".repeat(600));
    let document = Document::read(read(&text).expect("a report"), Model::english());
    // Cut into pieces, and no word is lost.
    assert!(document.sentences.iter().all(|sentence| sentence.words.len() <= 400));
    let words = document.sentences.iter().flat_map(|sentence| &sentence.words);
    let found: Vec<&str> = words.map(|word| word.at.as_str()).collect();
    assert_eq!(found, text["date 2031-05-14 ".len()..].split_whitespace().collect::<Vec<_>>());
}
