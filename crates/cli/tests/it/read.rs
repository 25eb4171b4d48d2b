//! `read`: reports to suggestions, on invented reports.

#![expect(clippy::unwrap_used, reason = "a test should stop at the first thing that is not as it expects")]

use crate::support::{Folder, Said, example, mediant};
use serde_json::Value;

const TALKS: &str = "date 2031-05-14\n\n\
    Delegations from Veldria and Norland met in Bern on Tuesday for talks about the harbour of Korsk.\n\n\
    “We will not sell what we need to live,” Veldria’s foreign minister, Ilse Marand, told reporters on Wednesday. \
    She said that Veldria was ready to discuss joint use of the pier.\n\n\
    They will meet again in Bern on 21 May.\n";

const MINUTES: &str = "Date: 2 June 2031\n\n\
    The mediator, Anna Roth, said that both sides would meet in Oslo on Thursday.\n\n\
    Norland’s chief negotiator, Tomas Oye, demanded free passage for fishing boats. He said that Norland rejected any patrol.\n";

/// Reports of other things, in which hardly anything should be suggested.
const WITHOUT_TALKS: [(&str, &str); 3] = [
    ("ferry.txt", include_str!("without_talks/ferry.txt")),
    ("football.txt", include_str!("without_talks/football.txt")),
    ("council.txt", include_str!("without_talks/council.txt")),
];

fn read(arguments: &[&str]) -> Said {
    mediant(&[&["read"], arguments].concat())
}

fn one(arguments: &[&str]) -> Value {
    let said = read(&[&["--format", "json"], arguments].concat());
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    serde_json::from_str(&said.out).unwrap()
}

fn suggestions(report: &Value) -> &Vec<Value> {
    report["suggestions"].as_array().unwrap()
}

fn range(value: &Value) -> std::ops::Range<usize> {
    let end = |at: usize| usize::try_from(value[at].as_u64().unwrap()).unwrap();
    end(0)..end(1)
}

#[test]
fn what_is_written_stands_in_the_report() {
    let folder = Folder::new();
    let mut reports = vec![
        ("talks.txt", TALKS.to_owned()),
        ("mark.txt", format!("\u{feff}{TALKS}")),
        ("minutes.txt", MINUTES.to_owned()),
    ];
    reports.extend(WITHOUT_TALKS.map(|(name, text)| (name, text.to_owned())));
    for (name, text) in reports {
        let report = one(&["--all", &folder.write(name, &text)]);
        assert_eq!(report["report"], name);
        let paragraphs: Vec<&str> = text.split("\n\n").collect();
        for suggestion in suggestions(&report) {
            let words = &text[range(&suggestion["at"])];
            assert_eq!(suggestion["words"], words);
            let paragraph = usize::try_from(suggestion["paragraph"].as_u64().unwrap()).unwrap();
            assert!(paragraphs[paragraph].contains(words), "{suggestion}");
            assert!(suggestion["also"].as_array().unwrap().iter().all(|also| !text[range(also)].is_empty()));
            // Fields that are words of the report are found at the place they name, or in a paragraph they remember.
            for (field, from) in suggestion["from"].as_object().unwrap() {
                let value = &suggestion[field];
                match (value.as_str(), from.as_str()) {
                    (_, Some(memory)) => {
                        assert!(memory.starts_with("memory of P") || memory == "the report's date")
                    }
                    // A day is computed from its words, and a party may be named by another form of its name.
                    (Some(_), None) if field == "on" || field == "party" => {
                        assert!(!text[range(from)].is_empty())
                    }
                    (Some(value), None) => {
                        assert!(text[range(from)].contains(value), "{field}: {suggestion}")
                    }
                    (None, None) => {
                        let words = from.as_array().unwrap().iter().map(|one| &text[range(one)]);
                        let values = value.as_array().unwrap().iter().map(|one| one.as_str().unwrap());
                        assert!(words.eq(values), "{field}: {suggestion}");
                    }
                }
            }
            let confidence = suggestion["confidence"].as_f64().unwrap();
            assert!((0.0..1.0).contains(&confidence) && suggestion["author"] == "reader");
        }
        for person in report["people"].as_array().unwrap() {
            assert!(text.contains(person["name"].as_str().unwrap()));
        }
        for form in
            report["parties"].as_array().unwrap().iter().flat_map(|party| party["forms"].as_array().unwrap())
        {
            assert!(text.contains(form.as_str().unwrap()), "{form}");
        }
    }
}

#[test]
fn a_plain_report_gives_its_session_and_its_statement() {
    let folder = Folder::new();
    let report = one(&[&folder.write("talks.txt", TALKS)]);
    assert_eq!((&report["date"], &report["dated"]), (&"2031-05-14".into(), &serde_json::json!([5, 15])));
    let has = |expected: &[(&str, &str)]| {
        suggestions(&report).iter().any(|found| expected.iter().all(|(key, value)| found[*key] == *value))
    };
    assert!(has(&[("kind", "session"), ("status", "held"), ("on", "2031-05-13")]), "{report}");
    assert!(has(&[("kind", "session"), ("status", "planned"), ("on", "2031-05-21")]), "{report}");
    let said = [("kind", "statement"), ("speaker", "Ilse Marand"), ("quote", "direct"), ("on", "2031-05-14")];
    assert!(has(&said), "{report}");
    let veldria = |person: &Value| person["name"] == "Ilse Marand" && person["party"] == "Veldria";
    assert!(report["people"].as_array().unwrap().iter().any(veldria), "{report}");
}

#[test]
fn a_report_without_talks_gives_one_suggestion_at_most() {
    let folder = Folder::new();
    for (name, text) in WITHOUT_TALKS {
        let report = one(&[&folder.write(name, text)]);
        assert!(suggestions(&report).len() <= 1, "{name}: {:?}", suggestions(&report));
    }
}

#[test]
fn the_line_parts_what_is_shown() {
    let folder = Folder::new();
    let path = folder.write("talks.txt", TALKS.to_owned() + MINUTES.split_once("\n\n").unwrap().1);
    let (some, all) = (one(&[&path]), one(&["--all", &path]));
    assert!(suggestions(&some).iter().all(|found| found["shown"] == true));
    let above: Vec<&Value> = suggestions(&all).iter().filter(|found| found["shown"] == true).collect();
    assert_eq!(above, suggestions(&some).iter().collect::<Vec<_>>());
    // The page has the words of the same suggestions, and no others without `--all`.
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (page, whole) = (flat(&read(&[&path]).out), flat(&read(&["--all", &path]).out));
    let quoted = |found: &Value| format!("“{}”", flat(found["words"].as_str().unwrap()));
    assert!(above.iter().all(|found| page.contains(&quoted(found)) && whole.contains(&quoted(found))));
    assert!(suggestions(&all).iter().all(|found| whole.contains(&quoted(found))));
    assert_eq!(page.matches(" % ").count(), above.len());
    assert_eq!(whole.matches(" % ").count(), suggestions(&all).len());
}

#[test]
fn within_a_paragraph_the_strongest_comes_first_and_lines_fit() {
    let page = read(&["--all", &example("reports/harbour-2031-05-14.txt")]).out;
    // What stands above the line comes before what stands below it.
    let mut last = (true, u32::MAX);
    let mut counted = 0;
    for line in page.lines() {
        assert!(line.chars().count() <= 100, "{line}");
        if line.starts_with('P') {
            last = (true, u32::MAX);
        } else if let Some((figure, rest)) = line.split_once(" %  ") {
            let rank: (bool, u32) = (!rest.ends_with("below the line"), figure.trim().parse().unwrap());
            assert!(rank <= last, "{page}");
            (last, counted) = (rank, counted + 1);
        }
    }
    assert!(counted > 3, "{page}");
}

#[test]
fn the_same_bytes_on_any_number_of_threads_in_the_order_of_the_arguments() {
    let folder = Folder::new();
    // More than are read at a time.
    let paths: Vec<String> = (0..70)
        .map(|number| {
            let text = if number % 3 == 0 { MINUTES } else { TALKS };
            folder.write(&format!("{:02}.txt", 69 - number), text.replace("Korsk", &format!("Korsk{number}")))
        })
        .collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    for format in ["text", "json"] {
        let run = |threads| {
            read(&[&["--all", "--format", format, "--threads", threads], paths.as_slice()].concat())
        };
        let first = run("1");
        assert_eq!(first.code, 0, "{}", first.err);
        for threads in ["2", "8"] {
            assert!(run(threads).out == first.out, "{format}, {threads} threads");
        }
        if format == "json" {
            let all: Value = serde_json::from_str(&first.out).unwrap();
            let reports = all["reports"].as_array().unwrap();
            let named: Vec<String> =
                reports.iter().map(|report| report["report"].as_str().unwrap().to_owned()).collect();
            let expected: Vec<String> = (0..70).map(|number| format!("{:02}.txt", 69 - number)).collect();
            assert_eq!(named, expected);
            // One of several is the same as alone.
            assert_eq!(reports[5], one(&["--all", paths[5]]));
        }
    }
}

#[test]
fn a_folder_takes_one_file_for_each_report() {
    let folder = Folder::new();
    let (talks, minutes) = (folder.write("talks.txt", TALKS), folder.write("minutes.txt", MINUTES));
    let out = folder.at("out/of/it");
    let said = read(&["--format", "json", "--all", "--out", &out, &talks, &minutes]);
    assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (0, "", ""));
    for (name, path) in [("talks", &talks), ("minutes", &minutes)] {
        let written: Value = serde_json::from_slice(&folder.read(&format!("out/of/it/{name}.json"))).unwrap();
        assert_eq!(written, one(&["--all", path]));
    }
    // Two reports of one name would be one file.
    std::fs::create_dir(folder.at("other")).unwrap();
    let other = folder.write("other/talks.txt", MINUTES);
    let said = read(&["--out", &folder.at("second"), &talks, &other]);
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    assert!(!folder.names().contains(&"second".to_owned()));
}

#[test]
fn a_day_can_be_given_to_reports_without_one() {
    let folder = Folder::new();
    let undated = TALKS.split_once("\n\n").unwrap().1;
    let (undated, dated) = (folder.write("undated.txt", undated), folder.write("dated.txt", TALKS));
    assert_eq!(read(&[&undated]).code, 2);
    let report = one(&["--date", "2031-05-14", &undated]);
    assert_eq!((&report["date"], &report["dated"]), (&"2031-05-14".into(), &Value::Null));
    assert!(suggestions(&report).iter().any(|found| found["on"] == "2031-05-13"), "{report}");
    // The same day twice is one day; another is refused.
    assert_eq!(one(&["--date", "2031-05-14", &dated]), one(&[&dated]));
    let said = read(&["--date", "2031-05-15", &dated]);
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    assert!(said.err.contains("2031-05-14") && said.err.contains("2031-05-15"), "{}", said.err);
    assert_eq!(read(&["--date", "2031-02-30", &undated]).code, 2);
}

/// Reports that are refused, each with the place that is named, where there is one.
fn refused() -> Vec<(&'static str, Vec<u8>, Option<&'static str>)> {
    let text = "The envoys met in Bern on Tuesday. Ilse Marand said that the port was not for sale.";
    let dated = format!("date 2031-05-14\n\n{text}");
    let utf16 = |from: fn(u16) -> [u8; 2]| dated.encode_utf16().flat_map(from).collect::<Vec<u8>>();
    vec![
        ("no day", text.into(), None),
        ("two days", format!("date 2031-05-14\nDate: 15 May 2031\n\n{text}").into(), Some(":2:7:")),
        ("no such day", format!("date 2031-02-30\n\n{text}").into(), Some(":1:6:")),
        ("no such day behind a mark", format!("\u{feff}date 2031-02-30\n\n{text}").into(), Some(":1:6:")),
        ("nothing", Vec::new(), None),
        ("blanks", b" \n\t\n".to_vec(), None),
        ("a day alone", b"date 2031-05-14\n".to_vec(), None),
        ("ten megabytes", format!("{dated}\n\n").repeat(100_000).into(), None),
        (
            "a megabyte of one paragraph",
            format!("date 2031-05-14\n\n{}", format!("{text} ").repeat(11_800)).into(),
            Some(":3:1:"),
        ),
        ("UTF-16", [vec![0xff, 0xfe], utf16(u16::to_le_bytes)].concat(), None),
        ("UTF-16, the other way round", [vec![0xfe, 0xff], utf16(u16::to_be_bytes)].concat(), None),
        ("UTF-16 without a mark", utf16(u16::to_le_bytes), None),
        ("Latin-1", b"date 2031-05-14\n\nThey met in Gen\xe8ve on Tuesday.".to_vec(), Some(":3:16:")),
        ("NUL", format!("date 2031-05-14\n\nThe \0{text}").into(), Some(":3:5:")),
        ("an escape", format!("date 2031-05-14\n\nThe \u{1b}[31m{text}").into(), Some(":3:5:")),
        (
            "an escape of one character",
            format!("date 2031-05-14\n\nThe \u{9b}31m{text}").into(),
            Some(":3:5:"),
        ),
        ("a bell in the header", format!("date 2031-05-14\u{7}\n\n{text}").into(), Some(":1:16:")),
    ]
}

#[test]
fn bad_input_is_named_with_its_place_and_what_to_do() {
    let folder = Folder::new();
    for (name, content, place) in refused() {
        let path = folder.write("report.txt", content);
        for format in ["text", "json"] {
            let said = read(&["--format", format, &path]);
            assert_eq!((said.code, said.out.as_str()), (2, ""), "{name}: {}", said.err);
            let file = format!("{path}{}", place.unwrap_or(":"));
            assert!(said.err.starts_with(&file) && said.err.contains("help: "), "{name}: {}", said.err);
            assert!(said.err.chars().all(|c| !c.is_control() || c == '\n'), "{name}: {:?}", said.err);
        }
    }
    for path in [folder.path().display().to_string(), folder.at("nothing-here.txt")] {
        let said = read(&[&path]);
        assert_eq!((said.code, said.out.as_str()), (2, ""));
        assert!(said.err.starts_with(&format!("{path}: ")) && said.err.contains("help: "), "{}", said.err);
    }
}

#[test]
fn odd_texts_are_read() {
    let folder = Folder::new();
    let sentence = "the envoys of Veldria met again and talked about the port ";
    for (name, text) in [
        ("no full stop", sentence.repeat(1_700)),
        ("one word", "x".repeat(90_000)),
        (
            "quotation marks that are never closed",
            "“We will not go, the envoy said. \"Yes. ‘No” and “ ".repeat(200),
        ),
        ("marks alone", "“".repeat(5_000)),
        ("few letters of another language", "Réunion à Berne mardi.".to_owned()),
    ] {
        let path = folder.write("odd.txt", format!("date 2031-05-14\n\n{text}"));
        let said = read(&["--all", "--format", "json", &path]);
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{name}");
        serde_json::from_str::<Value>(&said.out).unwrap();
        assert_eq!(read(&["--all", &path]).code, 0, "{name}");
    }
}

#[test]
fn another_language_is_named() {
    let folder = Folder::new();
    for (language, text) in [
        (
            "French",
            "Les deux délégations se sont réunies mardi à Berne pour parler du port. Elles se retrouveront jeudi, a dit la \
             ministre, qui n’a pas voulu donner de détails sur les propositions.",
        ),
        (
            "Spanish",
            "Las dos delegaciones se reunieron el martes en Berna para hablar del puerto. Volverán a verse el jueves, dijo la \
             ministra, que no quiso dar detalles sobre las propuestas de la otra parte.",
        ),
        (
            "Russian",
            "Делегации двух стран встретились во вторник в Берне, чтобы обсудить судьбу порта. Переговоры продолжатся в \
             четверг, сообщила министр иностранных дел.",
        ),
        (
            "Arabic",
            "اجتمع وفدا البلدين يوم الثلاثاء في برن لبحث مصير الميناء. وقالت وزيرة الخارجية إن المحادثات ستستمر يوم الخميس \
             ولم تكشف عن تفاصيل المقترحات التي قدمها الطرف الآخر.",
        ),
    ] {
        let path = folder.write("report.txt", format!("date 2031-05-14\n\n{text}"));
        let said = read(&[&path]);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{language}");
        assert!(said.err.contains(language), "{}", said.err);
    }
    // A quotation in another language makes no other report of it.
    let quoted = format!(
        "{TALKS}\n“Nous ne vendrons pas ce dont nous avons besoin pour vivre,” she said in French.\n"
    );
    assert_eq!(read(&[&folder.write("quoted.txt", quoted)]).code, 0);
}

#[test]
fn one_that_cannot_be_read_keeps_no_other_from_being_read() {
    let folder = Folder::new();
    let paths = [
        folder.write("a.txt", TALKS),
        folder.write("b.txt", "no day"),
        folder.write("c.txt", MINUTES),
        folder.at("d.txt"),
    ];
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let said = read(&[&["--format", "json"], paths.as_slice()].concat());
    assert_eq!(said.code, 2);
    let all: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(all["reports"], Value::Array(vec![one(&[paths[0]]), one(&[paths[2]])]));
    assert!(said.err.contains(paths[1]) && said.err.contains(paths[3]) && !said.err.contains(paths[0]));
    let none = read(&["--format", "json", paths[1], paths[3]]);
    assert_eq!(none.code, 2);
    assert_eq!(serde_json::from_str::<Value>(&none.out).unwrap(), serde_json::json!({"reports": []}));
}

#[test]
fn nothing_that_steers_a_terminal_is_printed() {
    let folder = Folder::new();
    let steers = |c: char| {
        (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    // A line end of one character and marks that turn the direction may stand in a report; an escape may not.
    let text = TALKS
        .replace("met in", "met\u{85}in")
        .replace("sell", "se\u{202e}ll")
        .replace("reporters", "rep\u{2066}orters");
    for name in ["plain.txt", "\u{1b}[31mred\u{7}\u{202e}.txt"] {
        for content in [text.as_str(), "no day"] {
            let path = folder.write(name, content);
            for format in ["text", "json"] {
                let said = read(&["--all", "--format", format, &path]);
                assert!(
                    !said.out.contains(steers) && !said.err.contains(steers),
                    "{:?} {:?}",
                    said.out,
                    said.err
                );
            }
            let said = read(&["--out", &folder.at("\u{1b}[31mout"), &path]);
            assert!(
                !said.out.contains(steers) && !said.err.contains(steers),
                "{:?} {:?}",
                said.out,
                said.err
            );
        }
    }
    // What a program reads says the same as the report.
    let report = one(&["--all", &folder.write("plain.txt", &text)]);
    let words: Vec<&str> =
        suggestions(&report).iter().map(|found| found["words"].as_str().unwrap()).collect();
    assert!(words.iter().all(|words| text.contains(words)));
    assert!(words.iter().any(|words| words.contains(['\u{85}', '\u{202e}', '\u{2066}'])), "{words:?}");
}
