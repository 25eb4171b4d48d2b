//! What must be true of each form, whatever the bytes. `random.rs` calls these with any toolchain, `fuzz/` with a fuzzer.

use std::io::{Cursor, Write};

use mediant_intake::{Incoming, Limits, open};
use mediant_reader::report::{Options, Report};
use mediant_reader::suggest::Reading;
use zip::write::{SimpleFileOptions, ZipWriter};

/// As a text: what the reader finds in it, too, as long as it is short.
pub fn text(bytes: &[u8]) {
    for report in answer("a.txt", bytes) {
        let _ = report.report(&Options::default()).map(|report| read(&report));
    }
}

/// As Markdown.
pub fn markdown(bytes: &[u8]) {
    answer("a.md", bytes);
}

/// As a page.
pub fn html(bytes: &[u8]) {
    answer("a.html", bytes);
    // Whatever stands before: what follows is a page.
    answer("a.html", &[b"<html>", bytes].concat());
}

/// As a mail.
pub fn eml(bytes: &[u8]) {
    answer("a.eml", bytes);
    answer("a.eml", &[b"MIME-Version: 1.0\n", bytes].concat());
}

/// As a feed.
pub fn feed(bytes: &[u8]) {
    answer("a.xml", bytes);
}

/// As a document, and as the text of one.
pub fn docx(bytes: &[u8]) {
    answer("a.docx", bytes);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    writer.write_all(bytes).unwrap();
    answer("a.docx", &writer.finish().unwrap().into_inner());
}

fn read(report: &Report<'_>) {
    const SHORT: usize = 600;
    if report.text().len() <= SHORT {
        for found in Reading::new(report.clone()).suggestions {
            assert_eq!(found.at.as_str(), &report.text()[found.at.range()]);
        }
    }
}

/// The same answer twice; what is in it can be shown and read.
fn answer(name: &str, bytes: &[u8]) -> Vec<Incoming> {
    let limits = Limits { nodes: 5_000, ..Limits::default() };
    let answer = open(name, bytes, &limits);
    assert_eq!(answer, open(name, bytes, &limits));
    let reports = match answer {
        Err(fault) => {
            assert!(!fault.cause().is_empty() && !fault.advice().is_empty());
            return Vec::new();
        }
        Ok(reports) => reports,
    };
    assert!(!reports.is_empty());
    for report in &reports {
        let labels = [&report.title, &report.byline].into_iter().flatten().chain(&report.unread);
        for label in labels.chain(report.days.iter().map(|day| &day.written)) {
            assert!(label.chars().all(|c| !c.is_control()) && !label.is_empty(), "{label:?}");
        }
        assert!(report.text.len() <= limits.unpacked);
        if let Err(fault) = report.report(&Options::default()) {
            assert!(!fault.to_string().is_empty());
        }
    }
    reports
}
