//! Texts and Markdown that cannot be read, and the sentence that each gets.

use mediant_intake::{Form, Incoming, IntakeError, Limits, open};
use mediant_reader::report::{Options, ReportError};

fn opened(name: &str, bytes: &[u8]) -> Result<Vec<Incoming>, IntakeError> {
    open(name, bytes, &Limits::default())
}

fn fault(bytes: &[u8]) -> IntakeError {
    match opened("report.txt", bytes) {
        Ok(incoming) => incoming[0].report(&Options::default()).map(|_| ()).unwrap_err(),
        Err(fault) => fault,
    }
}

#[test]
fn each_gets_its_sentence() {
    use ReportError as Text;
    let utf16: Vec<u8> = "\u{feff}date 2031-05-14 Talks.".encode_utf16().flat_map(u16::to_be_bytes).collect();
    let german = "date 2031-05-14\n\nDie beiden Abordnungen haben sich am Dienstag in Bern getroffen und drei Stunden lang über den \
        Hafen gesprochen. Eine Einigung wurde nicht erreicht, die Gespräche gehen am Montag weiter.";
    let paragraph = format!("date 2031-05-14\n\n{}", "word ".repeat(190_000));
    let all = [
        fault(b""),
        fault(b" \n\t"),
        fault(b"The envoys met in Bern."),
        fault(b"date 2031-05-14 date 2031-05-15 They met."),
        fault(b"date 2031-02-30 They met."),
        fault(&b"x".repeat(10_000_000)),
        fault(paragraph.as_bytes()),
        fault(&utf16),
        fault(b"date 2031-05-14 They met in Gen\xe8ve."),
        fault(b"date 2031-05-14 They met\0 in Bern."),
        fault(german.as_bytes()),
    ];
    assert!(
        matches!(
            &all,
            [
                IntakeError::Text(Text::Empty),
                IntakeError::Text(Text::Empty),
                IntakeError::Text(Text::NoDate),
                IntakeError::Text(Text::TwoDates { .. }),
                IntakeError::Text(Text::NoSuchDay { .. }),
                IntakeError::TooLong { form: Form::Text, bytes: 10_000_000, .. },
                IntakeError::Text(Text::LongParagraph { .. }),
                IntakeError::Text(Text::OtherEncoding("UTF-16")),
                IntakeError::Text(Text::NotUtf8 { line: 1, .. }),
                IntakeError::Text(Text::Control { code: 0, .. }),
                IntakeError::Text(Text::OtherLanguage { name: Some("German"), .. }),
            ]
        ),
        "{all:?}"
    );
    // One line each, which says what to do.
    assert!(all.iter().all(|fault| fault.to_string().lines().count() == 1 && !fault.advice().is_empty()));
}

#[test]
fn odd_texts_are_read_all_the_same() {
    for text in [
        "date 2031-05-14 they met in bern and nobody said anything at all",
        "date 2031-05-14 “We will not sell, she said. \"Never. ‘Never” she said.",
        "\u{feff}date 2031-05-14 They met in Bern.",
    ] {
        let incoming = opened("report.txt", text.as_bytes()).unwrap();
        assert_eq!(incoming.len(), 1);
        assert_eq!(incoming[0].text, text);
        assert_eq!(incoming[0].report(&Options::default()).unwrap().date().to_string(), "2031-05-14");
    }
}

#[test]
fn languages_are_told_by_name_where_they_are_known_and_refused_where_not() {
    let refused = |text: &str| match fault(format!("date 2031-05-14\n\n{text}").as_bytes()) {
        IntakeError::Text(ReportError::OtherLanguage { name, place }) => (name, place.line),
        other => panic!("{other:?}"),
    };
    for (name, text) in [
        (
            "French",
            "Les deux délégations se sont rencontrées mardi à Berne pour parler du port. Aucun accord n’a été trouvé, et les \
            discussions reprendront lundi matin dans la même salle, selon le médiateur.",
        ),
        ("Russian", "Делегации встретились во вторник в Берне."),
        ("Mandarin", "双方代表团周二在伯尔尼就港口问题举行了三个小时的会谈，没有达成协议。"),
        (
            "Spanish",
            "Las dos delegaciones se reunieron el martes en Berna para hablar del puerto. No se llegó a ningún acuerdo y las \
            conversaciones seguirán el lunes por la mañana, según dijo el mediador.",
        ),
    ] {
        assert_eq!(refused(text), (Some(name), 3), "{text}");
    }
    // Not among the languages that are told apart: refused, under whatever name or none.
    let welsh = "Cyfarfu’r ddwy ddirprwyaeth ddydd Mawrth yn Bern i drafod yr harbwr. Ni chafwyd cytundeb, a bydd y trafodaethau’n parhau \
        ddydd Llun yn yr un ystafell, yn ôl y cyfryngwr a siaradodd â gohebwyr.";
    assert_eq!(refused(welsh).1, 3);
    // A heading of names, then another language.
    let place = refused(&format!(
        "Bern\n\n{}",
        "Delegationerna möttes i Bern på tisdagen för att tala om hamnen. Ingen överenskommelse \
        nåddes, och samtalen fortsätter på måndag i samma rum, sade medlaren till journalisterna."
    ));
    assert_eq!(place.1, 5);
}

#[test]
fn markdown_is_read_without_its_signs() {
    let text = "---\ndate: 2031-05-14\n---\n\n# Talks\n\nThe **envoys** met.\n";
    let incoming = opened("talks.md", text.as_bytes()).unwrap().remove(0);
    assert_eq!(incoming.text, "The envoys met.\n");
    assert_eq!(incoming.report(&Options::default()).unwrap().date().to_string(), "2031-05-14");
    let nested = ">".repeat(200_000) + " The envoys met.";
    let _ = opened("nested.md", nested.as_bytes());
}

#[test]
fn names_and_bytes_that_contradict_each_other_are_said() {
    for (name, bytes) in [
        ("a.txt", b"%PDF-1.7".as_slice()),
        ("a.pdf", b"They met."),
        ("a.eml", b"They met."),
        ("a.docx", b"They met."),
    ] {
        let fault = opened(name, bytes).unwrap_err();
        assert!(matches!(fault, IntakeError::Contradiction { .. }), "{name}: {fault}");
    }
    assert!(matches!(opened("a.png", b"\x89PNG\r\n"), Err(IntakeError::OtherForm(_))));
    assert!(matches!(opened("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), Err(IntakeError::OtherForm(_))));
    assert_eq!(opened("a.pdf", b"%PDF-1.7\n"), Err(IntakeError::NeedsProcess));
}

/// Pages that are small and stand for much.
#[test]
fn pages_that_blow_up_are_stopped() {
    let with_ids: String = (0..3000).map(|number| format!("<b id={number}>")).collect();
    for (what, html) in [
        ("deep", format!("<html>{}x", "<div>".repeat(200_000))),
        ("deep and closed", format!("<html>{}x{}", "<div>".repeat(100_000), "</div>".repeat(100_000))),
        ("left open", format!("<html><p>{with_ids}{}", "<p>x".repeat(50_000))),
        ("many", format!("<html>{}", "<i>x</i>".repeat(200_000))),
        ("overlapping", format!("<html>{}", "<a><div><b><p></a></div>".repeat(20_000))),
        ("tables", format!("<html>{}x", "<table><tr><td>".repeat(50_000))),
        ("templates", format!("<html>{}x", "<template>".repeat(100_000))),
        ("foreign", format!("<html>{}x", "<svg><foreignObject>".repeat(50_000))),
    ] {
        let answer = opened("page.html", html.as_bytes());
        assert!(
            matches!(answer, Err(IntakeError::TooDeep { .. } | IntakeError::TooMany { .. })),
            "{what}: {answer:?}"
        );
    }
    // Small in elements: one text of signs that are looked at again for each that stands before them.
    let signs = opened("page.html", format!("<html><p>{}", "&amp;".repeat(200_000)).as_bytes());
    assert!(matches!(signs, Err(IntakeError::Broken { .. })), "{signs:?}");
}
