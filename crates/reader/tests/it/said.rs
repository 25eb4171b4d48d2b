//! Who said what.

use jiff::civil::date;
use mediant_reader::document::Document;
use mediant_reader::parse::Model;
use mediant_reader::report::{Excerpt, Options, Report};
use mediant_reader::said::{Manner, attributions, quotations};

/// Manner, speaker and content of everything said in a text.
fn said(text: &str) -> Vec<(Manner, String, String)> {
    let options = Options { date: Some(date(2031, 5, 14)), ..Options::default() };
    let document = Document::read(Report::read(text, &options).expect(text), Model::english());
    let found = attributions(&document).into_iter().map(|said| {
        let speaker = said.speaker.map_or("?", |words| words.as_str());
        (said.manner, speaker.to_owned(), said.content.as_str().to_owned())
    });
    found.collect()
}

fn one(text: &str, manner: Manner, speaker: &str, content: &str) {
    assert_eq!(said(text), [(manner, speaker.to_owned(), content.to_owned())], "{text}");
}

#[test]
fn direct_quotations_in_all_usual_marks() {
    for (open, close) in [('“', '”'), ('"', '"'), ('«', '»'), ('„', '“'), ('‘', '’')] {
        one(
            &format!("{open}We will not leave the port,{close} the minister said."),
            Manner::Direct,
            "the minister",
            "We will not leave the port,",
        );
        one(
            &format!("The minister said: {open}We will not leave the port.{close}"),
            Manner::Direct,
            "The minister",
            "We will not leave the port.",
        );
    }
}

#[test]
fn a_quotation_in_two_halves_is_one() {
    let options = Options { date: Some(date(2031, 5, 14)), ..Options::default() };
    let text = "“We will wait,” Marand said on Monday, “until the ships have left.”";
    let document = Document::read(Report::read(text, &options).expect(text), Model::english());
    let found = attributions(&document);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].content.as_str(), "We will wait,");
    assert_eq!(found[0].rest.map(|rest| rest.as_str()), Some("until the ships have left."));
    assert_eq!(found[0].speaker.map(|words| words.as_str()), Some("Marand"));
}

#[test]
fn a_quotation_that_goes_on_has_the_same_speaker() {
    let text = "“We will wait,” the envoy said. “We have time. Nobody will hurry us.”";
    let found = said(text);
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(
        found[1],
        (Manner::Direct, "the envoy".to_owned(), "We have time. Nobody will hurry us.".to_owned())
    );
}

#[test]
fn indirect_speech() {
    one("The envoy said that talks would go on.", Manner::Indirect, "The envoy", "that talks would go on");
    one("Talks would go on, the envoy said.", Manner::Indirect, "the envoy", "Talks would go on");
    one(
        "According to the ministry, the port is closed.",
        Manner::Indirect,
        "the ministry",
        "the port is closed",
    );
    one("The union refused to leave the harbour.", Manner::Indirect, "The union", "to leave the harbour");
    one(
        "The general, who said the truce would hold, was in Oslo.",
        Manner::Indirect,
        "The general",
        "the truce would hold",
    );
}

#[test]
fn a_few_words_in_marks_are_part_of_the_clause() {
    one(
        "The envoy said the plan was “dead on arrival” for the north.",
        Manner::Mixed,
        "The envoy",
        "the plan was “dead on arrival” for the north",
    );
}

#[test]
fn what_nobody_says_is_not_said() {
    for text in [
        "The so-called “harbour law” was passed in March.",
        "The ships left the port on Monday.",
        "It rained.",
    ] {
        assert_eq!(said(text), [], "{text}");
    }
}

#[test]
fn apostrophes_and_open_marks() {
    let inner = |text: &'static str| -> Vec<&str> {
        quotations(Excerpt::whole(text)).iter().map(|quote| quote.inner.as_str()).collect()
    };
    assert_eq!(inner("The parties' plan can't work, it's the '90s again."), Vec::<&str>::new());
    assert_eq!(inner("“It goes on"), ["It goes on"]);
    assert_eq!(inner("“He said ‘no’ to me,” she said."), ["He said ‘no’ to me,"]);
}
