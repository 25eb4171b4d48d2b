//! `read` of files that are more than text.

#![expect(clippy::unwrap_used, reason = "a test should stop at the first thing that is not as it expects")]

use crate::support::{Folder, Said, example, mediant};
use serde_json::Value;

const STORY: &str = "<p>Delegations from Veldria and Norland met in Bern on Tuesday for talks about the harbour of Korsk.</p>\
    <p>“We will not sell what we need to live,” Veldria’s foreign minister, Ilse Marand, told reporters on Wednesday.</p>";

fn page(head: &str, story: &str) -> String {
    format!(
        "<!DOCTYPE html><html><head><meta charset=utf-8><title>Talks in Bern</title>{head}</head><body><nav><a href=/>Home</a></nav>\
         <article>{story}</article><footer><a href=/c>Contact</a></footer></body></html>"
    )
}

const DAY: &str = "<meta property=\"article:published_time\" content=\"2031-05-14T09:30:00+02:00\">";

fn mail(body: &str) -> String {
    format!(
        "From: Ana Petri <ana@ministry.example>\nSubject: Talks in Bern\nDate: Wed, 14 May 2031 09:30:00 +0200\nMIME-Version: 1.0\n\
         Content-Type: text/plain; charset=utf-8\n\n{body}\n"
    )
}

fn feed(items: &[(&str, &str)]) -> String {
    let items: String = items
        .iter()
        .map(|(day, text)| {
            format!(
                "<item><title>Talks</title><pubDate>{day}</pubDate><description><![CDATA[{text}]]></description></item>"
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Gazette</title>{items}</channel></rss>"
    )
}

/// A PDF of one page with these lines.
fn pdf(lines: &[&str], more: &str) -> Vec<u8> {
    let shown: String = lines
        .iter()
        .enumerate()
        .map(|(at, line)| format!("BT /F1 10 Tf 1 0 0 1 72 {} Tm ({line}) Tj ET\n", 760 - 12 * at))
        .collect();
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Count 1 /Kids [4 0 R] /MediaBox [0 0 595 842] >>".to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{shown}\nendstream", shown.len()),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = String::new();
    for (at, object) in objects.iter().enumerate() {
        places.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
    }
    let start = file.len();
    file.push_str(&format!(
        "xref\n0 6\n0000000000 65535 f \n{places}trailer\n<< /Size 6 /Root 1 0 R {more} >>\nstartxref\n{start}\n%%EOF\n"
    ));
    file.into_bytes()
}

fn talks_pdf() -> Vec<u8> {
    pdf(
        &[
            "date 2031-05-14",
            "",
            "Delegations from Veldria and Norland met in Bern on Tuesday for talks about the harbour",
            "of Korsk. They will meet again in Bern on 21 May.",
        ],
        "",
    )
}

fn read(arguments: &[&str]) -> Said {
    mediant(&[&["read"], arguments].concat())
}

fn one(path: &str) -> Value {
    let said = read(&["--all", "--format", "json", path]);
    assert_eq!(said.code, 0, "{}", said.err);
    serde_json::from_str(&said.out).unwrap()
}

/// Every range of a report stands in its text.
fn holds(report: &Value) {
    let text = report["text"].as_str().unwrap();
    let suggestions = report["suggestions"].as_array().unwrap();
    assert!(!suggestions.is_empty(), "{report}");
    for found in suggestions {
        let end = |at: usize| usize::try_from(found["at"][at].as_u64().unwrap()).unwrap();
        assert_eq!(&text[end(0)..end(1)], found["words"].as_str().unwrap());
    }
}

#[test]
fn every_form_gives_suggestions_of_its_own_words() {
    let folder = Folder::new();
    let words =
        "Delegations from Veldria and Norland met in Bern on Tuesday for talks about the harbour of Korsk.";
    for (name, content) in [
        ("a.html", page(DAY, STORY).into_bytes()),
        ("a.eml", mail(words).into_bytes()),
        ("a.md", format!("---\ndate: 2031-05-14\n---\n\n# Talks\n\n{words}\n").into_bytes()),
        ("a.pdf", talks_pdf()),
    ] {
        let path = folder.write(name, content);
        let report = one(&path);
        assert_eq!((&report["report"], &report["date"]), (&name.into(), &"2031-05-14".into()));
        let held = |found: &Value| found["kind"] == "session" && found["on"] == "2031-05-13";
        assert!(report["suggestions"].as_array().unwrap().iter().any(held), "{name}: {report}");
        holds(&report);
        // What `--text` prints is a report that says the same.
        let text = read(&["--text", &path]);
        assert_eq!(text.code, 0, "{}", text.err);
        let again = one(&folder.write("again.txt", &text.out));
        let words = |report: &Value| {
            let found = report["suggestions"].as_array().unwrap().iter();
            found.map(|found| found["words"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!((words(&again), &again["date"]), (words(&report), &report["date"]), "{name}");
    }
}

#[test]
fn a_feed_gives_a_report_for_each_item() {
    let folder = Folder::new();
    let items = [
        ("Wed, 14 May 2031 09:00:00 GMT", STORY),
        (
            "Thu, 15 May 2031 09:00:00 GMT",
            "<p>Norland’s negotiator, Tomas Oye, \
        resigned on Wednesday.</p>",
        ),
    ];
    let path = folder.write("news.xml", feed(&items));
    let all = one(&path);
    let names: Vec<&str> =
        all["reports"].as_array().unwrap().iter().map(|it| it["report"].as_str().unwrap()).collect();
    assert_eq!(names, ["news.xml#1", "news.xml#2"]);
    all["reports"].as_array().unwrap().iter().for_each(holds);
    // Of a feed with one item, too: what is printed depends on what it is.
    assert_eq!(one(&folder.write("single.xml", feed(&items[..1])))["reports"].as_array().unwrap().len(), 1);
    let out = folder.at("out");
    assert_eq!(read(&["--out", &out, &path]).code, 0);
    let written: Value = serde_json::from_slice(&folder.read("out/news#2.json")).unwrap();
    assert_eq!(written["date"], "2031-05-15");
    // A file that would be written over an item's is told.
    let other = folder.write("news#2.txt", "date 2031-05-14\n\nThey met.");
    assert_eq!(read(&["--out", &folder.at("second"), &path, &other]).code, 2);
}

#[test]
fn a_case_from_such_files_is_held_against_them() {
    let folder = Folder::new();
    std::fs::create_dir(folder.at("reports")).unwrap();
    let story = include_str!("../../../../examples/reports/pier-2031-05-22.html");
    let paths = [
        folder.write("reports/a.html", story),
        folder.write(
            "reports/b.eml",
            mail("Norland’s chief negotiator, Tomas Oye, ruled out any sale of the pier of Korsk."),
        ),
        folder.write("reports/c.pdf", talks_pdf()),
        folder.write(
            "reports/d.xml",
            feed(&[(
                "Fri, 16 May 2031 09:00:00 GMT",
                "<p>Veldria’s minister, Ilse Marand, rejected the patrol on Friday.</p>",
            )]),
        ),
    ];
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let case = folder.at("talks.toml");
    let said = read(&[&["--case", &case], paths.as_slice()].concat());
    assert_eq!(said.code, 0, "{}", said.err);
    let text = String::from_utf8(folder.read("talks.toml")).unwrap();
    for file in ["a.html", "b.eml", "c.pdf", "d.xml#1"] {
        assert!(text.contains(file), "{file}: {text}");
    }
    let check = |case: &str| mediant(&["check", case, "--reports", &folder.at("reports")]);
    let said = check(&case);
    let unheld =
        |said: &Said| said.err.matches("error: ").count() + said.err.matches("not in the folder").count();
    assert_eq!((said.code, unheld(&said)), (0, 0), "{}", said.err);
    // Nothing is entered twice; an item not even from another feed around it.
    folder.write(
        "reports/d.xml",
        feed(&[
            ("Sat, 17 May 2031 09:00:00 GMT", "<p>The weather was fine.</p>"),
            (
                "Fri, 16 May 2031 09:00:00 GMT",
                "<p>Veldria’s minister, Ilse Marand, rejected the patrol on Friday.</p>",
            ),
        ]),
    );
    assert_eq!(read(&[&["--case", &case], &paths[..3]].concat()).code, 0);
    assert_eq!(String::from_utf8(folder.read("talks.toml")).unwrap(), text);
    assert_eq!(unheld(&check(&case)), 0);
    // Words that the page does not say any more are told.
    let other = story
        .replace("Delegations from", "Envoys of")
        .replace("inspection", "visit")
        .replace("The two", "Both");
    folder.write("reports/a.html", other);
    let said = check(&case);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("a.html"), "{}", said.err);
}

/// Files that are refused.
fn refused() -> Vec<(&'static str, Vec<u8>)> {
    let links: String =
        (0..60).map(|number| format!("<li><a href=/{number}>Article number {number}</a></li>")).collect();
    let inner = mail("They met.");
    let locked = "/ID [<0123456789abcdef0123456789abcdef> <0123456789abcdef0123456789abcdef>] /Encrypt << /Filter /Standard /V 2 /R 3 \
        /Length 128 /P -44 /O <000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f> \
        /U <000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f> >>";
    vec![
        ("front.html", format!("<html><body><ul>{links}</ul></body></html>").into()),
        ("undated.html", page("", STORY).into()),
        ("two.html", page(&format!("{DAY}<meta name=date content=2031-05-16>"), STORY).into()),
        ("nosuch.html", page("<meta name=date content=2031-02-30>", STORY).into()),
        ("deep.html", format!("<html>{}x", "<div>".repeat(500_000)).into()),
        ("large.html", page(DAY, &"<p>They met.</p>".repeat(700_000)).into()),
        ("escape.html", page(DAY, &format!("{STORY}<p>Red: \u{1b}[31m they met.</p>")).into()),
        ("title.html", page("<meta property=og:title content='\u{1b}[2J\u{9b}31m'>", STORY).into()),
        (
            "inner.eml",
            mail("").replace("text/plain; charset=utf-8", &format!("message/rfc822\n\n{inner}")).into(),
        ),
        ("text.docx", b"They met.".to_vec()),
        ("zip.docx", b"PK\x03\x04They met.".to_vec()),
        ("old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec()),
        ("picture.png", b"\x89PNG\r\n\x1a\n".to_vec()),
        (
            "bomb.xml",
            b"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'aaaa'>]><rss version='2.0'><channel/></rss>"
                .to_vec(),
        ),
        ("many.xml", feed(&[("Wed, 14 May 2031 09:00:00 GMT", "a"); 30_000]).into()),
        ("scanned.pdf", pdf(&[], "")),
        ("locked.pdf", pdf(&["They met."], locked)),
        ("cut.pdf", talks_pdf()[..300].to_vec()),
        ("named.txt", talks_pdf()),
        ("undated.pdf", pdf(&["They met in Bern on Tuesday."], "")),
    ]
}

#[test]
fn what_cannot_be_read_is_named_with_what_to_do() {
    let folder = Folder::new();
    for (name, content) in refused() {
        let path = folder.write(name, content);
        for arguments in
            [&["--format", "text", &path], &["--format", "json", &path], &["--out", &folder.at("out"), &path]]
        {
            let said = read(arguments);
            assert_eq!((said.code, said.err.contains("help: ")), (2, true), "{name}: {}", said.err);
            assert!(said.err.starts_with(&path), "{name}: {}", said.err);
            let steers = |text: &str| text.chars().any(|c| c.is_control() && c != '\n');
            assert!(!steers(&said.err) && !steers(&said.out), "{name}: {:?}", said.err);
        }
    }
}

#[test]
fn the_text_of_a_pdf_is_shown_before_it_is_read() {
    let folder = Folder::new();
    let path = folder.write("talks.pdf", talks_pdf());
    let page = read(&[&path]).out;
    let flat = page.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = "Delegations from Veldria and Norland met in Bern";
    let (whole, found) = (flat.find(words).unwrap(), flat.find(" % ").unwrap());
    assert!(whole < found, "{page}");
    // Where nothing is printed, whoever reads on is told.
    assert!(read(&["--out", &folder.at("out"), &path]).err.contains("talks.pdf"));
}

/// The process that takes a PDF apart answers, whatever it is given.
#[test]
fn the_process_for_pdf_answers_whatever_it_is_given() {
    use std::io::Write;
    use std::process::{Command, Stdio};
    for bytes in [b"".to_vec(), b"%PDF-1.4".to_vec(), vec![0; 9_000_000], talks_pdf()] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_mediant"))
            .arg("read-pdf")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        std::thread::spawn(move || input.write_all(&bytes));
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success());
        serde_json::from_slice::<Value>(&output.stdout).unwrap();
    }
}

#[test]
fn attachments_and_names_do_not_steer_a_terminal() {
    let folder = Folder::new();
    let parts = "From: \u{1b}[31m Ana <ana@a.example>\nSubject: =?utf-8?B?G1szMW1UYWxrcw==?=\nDate: Wed, 14 May 2031 09:30:00 +0200\n\
        MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nDelegations from Veldria and Norland met in Bern on Tuesday.\n\
        --x\nContent-Type: application/pdf; name=\"\u{1b}]0;x\u{7}release.pdf\"\nContent-Disposition: attachment\n\nx\n--x--\n";
    let path = folder.write("a\u{1b}[31m\u{9b}.eml", parts);
    for arguments in [&["--format", "text", &path], &["--format", "json", &path]] {
        let said = read(arguments);
        assert_eq!(said.code, 0, "{}", said.err);
        let steers = |text: &str| text.chars().any(|c| c.is_control() && c != '\n');
        assert!(!steers(&said.err) && !steers(&said.out), "{:?} {:?}", said.err, said.out);
        assert!(said.err.contains("release.pdf"), "{}", said.err);
    }
    let text = read(&["--text", &path]);
    assert!(text.out.chars().all(|c| !c.is_control() || c == '\n'));
}

#[test]
fn the_examples_of_the_guide_are_read() {
    for name in ["reports/pier-2031-05-22.html", "reports/release-2031-05-26.eml"] {
        holds(&one(&example(name)));
    }
}
