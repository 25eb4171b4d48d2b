//! How long the worst files take that are within the default limits, and those just beyond:
//! `cargo run --release -p mediant-intake --example bounds [WORD]`, where the word chooses by what is said of a file.

use mediant_intake::{Limits, open};
use mediant_reader::report::Options;

/// A name, what makes it bad, and the bytes.
type Case = (&'static str, &'static str, Vec<u8>);

fn page(body: &str) -> Vec<u8> {
    format!("<!DOCTYPE html><html><body><article>{body}</article></body></html>").into_bytes()
}

fn cases() -> Vec<Case> {
    let chain = format!("{}they met, and left.{}", "<div>".repeat(90), "</div>".repeat(90));
    let links: String = (0..16_000).map(|at| format!("<a href=/{at}>{at}</a> ")).collect();
    let feed = |items: &str| {
        format!("<?xml version='1.0'?><rss version='2.0'><channel>{items}</channel></rss>").into_bytes()
    };
    let item = format!(
        "<item><title>a</title><description>&lt;p&gt;{}</description></item>",
        "They met, and left. ".repeat(350)
    );
    let mail = |body: &str| {
        format!("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n{body}").into_bytes()
    };
    vec![
        ("a.html", "24,000 paragraphs", page(&"<p>They met, and left.</p>".repeat(24_000))),
        ("a.html", "24,000 boxes", page(&"<div>They met, and left.</div>".repeat(24_000))),
        ("a.html", "45,000 line ends", page(&"<br>".repeat(45_000))),
        ("a.html", "line ends between words", page(&"they met<br><br>".repeat(16_000))),
        ("a.html", "540 chains of 90 boxes", page(&chain.repeat(540))),
        ("a.html", "16,000 links", page(&links)),
        (
            "a.html",
            "cells",
            page(&format!("<table>{}</table>", "<tr><td>a</td><td>b</td></tr>".repeat(9_000))),
        ),
        ("a.html", "pictures", page(&"<noscript><img src=a.png></noscript>".repeat(16_000))),
        ("a.html", "lists in lists", page(&"<ul><li>they met, and left".repeat(90).repeat(200))),
        ("a.html", "one text of 7 MB", page(&"they met, and left. ".repeat(350_000))),
        (
            "a.html",
            "one attribute of 7 MB",
            page(&format!("<p class='{}'>They met.</p>", "story ".repeat(1_200_000))),
        ),
        ("a.html", "entities", page(&"&amp;".repeat(1_400_000))),
        (
            "a.html",
            "left open",
            page(&format!(
                "{}{}",
                (0..80).map(|at| format!("<b id={at}>")).collect::<String>(),
                "<p>x".repeat(40_000)
            )),
        ),
        ("a.md", "quotations in quotations", ">".repeat(900_000).into_bytes()),
        ("a.md", "brackets", "[".repeat(900_000).into_bytes()),
        ("a.md", "brackets closed", "[a](".repeat(240_000).into_bytes()),
        ("a.md", "stars", "*a **b ".repeat(130_000).into_bytes()),
        ("a.md", "code", "`a``b```".repeat(110_000).into_bytes()),
        (
            "a.md",
            "lists in lists",
            (0..1300).map(|at| format!("{}* a\n", " ".repeat(at))).collect::<String>().into_bytes(),
        ),
        ("a.md", "tags", "<a <!-- ".repeat(110_000).into_bytes()),
        ("a.xml", "1,000 items of 7 kB", feed(&item.repeat(1_000))),
        ("a.xml", "100,000 items", feed(&"<item><title>a</title></item>".repeat(100_000))),
        ("a.eml", "900 parts", mail(&"--x\nContent-Type: text/html\n\n<p>They met.</p>\n".repeat(900))),
        (
            "a.eml",
            "900 parts of HTML, 8 kB each",
            mail(
                &format!("--x\nContent-Type: text/html\n\n{}\n", "<p>They met.</p>".repeat(500)).repeat(900),
            ),
        ),
        (
            "a.eml",
            "a header of 7 MB",
            format!("MIME-Version: 1.0\nSubject: {}\n\nThey met.", "=?utf-8?Q?a?= ".repeat(500_000))
                .into_bytes(),
        ),
        (
            "a.eml",
            "addresses",
            format!("MIME-Version: 1.0\nFrom: {}\n\nThey met.", "(a <".repeat(1_700_000)).into_bytes(),
        ),
        (
            "a.txt",
            "1 MB without a blank line",
            format!("date 2031-05-14\n{}", "They met. ".repeat(99_000)).into_bytes(),
        ),
        ("a.pdf", "nothing behind the mark", b"%PDF-1.4".to_vec()),
    ]
}

#[expect(clippy::disallowed_methods, reason = "this measures")]
fn main() {
    let chosen = std::env::args().nth(1).unwrap_or_default();
    for (name, what, bytes) in cases().into_iter().filter(|(_, what, _)| what.contains(&chosen)) {
        let begun = std::time::Instant::now();
        let answer = open(name, &bytes, &Limits::default());
        let opened = begun.elapsed();
        let told = match &answer {
            Ok(reports) => {
                let read = reports.iter().filter(|report| report.report(&Options::default()).is_ok()).count();
                format!("{} reports, {read} of them dated and English", reports.len())
            }
            Err(fault) => fault.cause(),
        };
        println!("{:>6} ms  {name:<7} {what} ({} kB): {told}", opened.as_millis(), bytes.len() / 1000);
    }
}
