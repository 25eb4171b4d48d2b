//! Web pages as news sites write them.

use mediant_intake::{Form, Incoming, IntakeError, Limits, open};
use mediant_reader::report::Options;

const STORY: &str = "<p>Delegations from Veldria and Norland met in Bern on Tuesday for a third round of talks about the harbour of \
    Korsk, after two weeks in which neither side had said a word in public about what it wanted.</p>\
    <p>“We will not sell what we need to live,” Veldria’s foreign minister, <a href=/x>Ilse Marand</a>, told reporters.\
    She said that Veldria was ready to discuss joint use of the northern pier, if patrols ended before the summer.</p>\
    <ul><li>The crews of the seized ships are exchanged.</li><li>Who pays for dredging stays open.</li></ul>\
    <p>They will meet again in Bern on 21 May, the mediator said<br>in a short statement.</p>";

/// A page of a news site around a story.
fn page(head: &str, before: &str, story: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=en><head><title>Talks in Bern go on | The Gazette</title>{head}<style>p {{ color: red }}</style>\
         <script>var a = 'The envoys met.';</script></head><body><header><nav><ul><li><a href=/>Home</a></li><li><a href=/w>World</a>\
         </li><li><a href=/s>Sport</a></li></ul></nav></header><div id=cookie style='display: none'>We use cookies.</div><main>\
         <article class=story><h1>Talks in Bern go on</h1>{before}<div class=body>{story}</div></article></main>\
         <aside class=related><h2>Most read</h2><ul><li><a href=/1>Ferry runs aground</a></li><li><a href=/2>Rain</a></li></ul></aside>\
         <footer><a href=/c>Contact</a> <a href=/p>Privacy</a></footer></body></html>"
    )
}

fn one(html: impl AsRef<[u8]>) -> Incoming {
    open("story.html", html.as_ref(), &Limits::default()).unwrap().remove(0)
}

fn date(incoming: &Incoming) -> String {
    incoming.report(&Options::default()).unwrap().date().to_string()
}

const META: &str = "<meta property=\"article:published_time\" content=\"2031-05-14T22:30:00-05:00\">";

#[test]
fn the_article_is_read_and_what_surrounds_it_is_not() {
    let incoming = one(page(META, "", STORY));
    assert_eq!(incoming.form, Form::Html);
    assert_eq!(incoming.title.as_deref(), Some("Talks in Bern go on"));
    let paragraphs: Vec<&str> = incoming.text.trim_end().split("\n\n").collect();
    assert_eq!(paragraphs.len(), 5, "{}", incoming.text);
    assert!(paragraphs[0].starts_with("Delegations from Veldria") && paragraphs[0].ends_with("wanted."));
    assert!(paragraphs[1].contains("minister, Ilse Marand, told"), "{}", paragraphs[1]);
    assert_eq!(paragraphs[2], "The crews of the seized ships are exchanged.");
    assert!(paragraphs[4].ends_with("the mediator said in a short statement."), "{}", paragraphs[4]);
    for other in ["Home", "Sport", "cookies", "Most read", "Contact", "color", "var a", "Talks in Bern go on"]
    {
        assert!(!incoming.text.contains(other), "{other}: {}", incoming.text);
    }
    // The day where it was written, whatever day that is in Greenwich.
    assert_eq!(date(&incoming), "2031-05-14");
}

#[test]
fn days_and_writers_stand_in_many_places() {
    let graph = "<script type=\"application/ld+json\">{\"@context\": \"https://schema.org\", \"@graph\": [{\"@type\": \"WebSite\"},\
        {\"@type\": [\"NewsArticle\"], \"headline\": \"Talks &amp; more\", \"datePublished\": \"2031-05-14T09:30:00+02:00\",\
        \"dateModified\": \"2031-05-16\", \"author\": [{\"@type\": \"Person\", \"name\": \"Ana Petri\"}, {\"name\": \"Jon Askel\"}]}]}</script>";
    for (head, before, byline) in [
        (graph, "", Some("Ana Petri, Jon Askel")),
        (
            "<script type='application/ld+json'>{\"@type\": \"Article\", \"author\": \"Ana Petri\", \
             \"datePublished\": \"2031-05-14\"}</script>",
            "",
            Some("Ana Petri"),
        ),
        (
            "<meta name=\"DC.date.issued\" content=\"2031-05-14\"><meta name=author content=\"By Ana Petri\">",
            "",
            Some("Ana Petri"),
        ),
        ("<meta name=pubdate content=\"Wed, 14 May 2031 09:30:00 GMT\">", "", None),
        ("<meta itemprop=datePublished content=\"May 14, 2031\">", "", None),
        ("", "<time itemprop=datePublished datetime=\"2031-05-14\">Yesterday</time>", None),
        ("", "<time datetime=\"2031-05-14T08:00\">08:00</time>", None),
        ("", "<p><time>14 May 2031</time></p>", None),
        // A day that is only that of a change, and one day in two places.
        (
            "<meta property=article:modified_time content=2031-05-16><meta name=date content=2031-05-14>",
            "",
            None,
        ),
        (META, "<time pubdate datetime=\"2031-05-15T03:30:00Z\">03:30 UTC</time>", None),
    ] {
        let incoming = one(page(head, before, STORY));
        assert_eq!(date(&incoming), "2031-05-14", "{head}{before}");
        if byline.is_some() {
            assert_eq!(incoming.byline.as_deref(), byline, "{head}");
        }
    }
}

#[test]
fn days_that_differ_are_told_and_chosen_between() {
    let two = one(page(META, "<time pubdate datetime=2031-05-20>20 May</time>", STORY));
    let fault = two.report(&Options::default()).unwrap_err();
    assert!(matches!(&fault, IntakeError::TwoDays { .. }), "{fault}");
    let on = |day| Options { date: Some(jiff::civil::date(2031, 5, day)), ..Options::default() };
    for day in [14, 20] {
        assert_eq!(two.report(&on(day)).unwrap().date().day(), day);
    }
    assert!(matches!(two.report(&on(21)), Err(IntakeError::OtherDay { .. })));
    // One beside the text and one in it.
    let text = one(page(META, "", &format!("<p>BERN, 13 May 2031 (Agency) -</p>{STORY}")));
    assert!(matches!(text.report(&Options::default()), Err(IntakeError::TwoDays { .. })), "{:?}", text.text);
    assert_eq!(text.report(&on(13)).unwrap().date().day(), 13);
    let none = one(page("<meta name=date content=2031-02-30>", "", STORY));
    assert!(matches!(none.report(&Options::default()), Err(IntakeError::NoSuchDay { .. })));
    // Which days a page links to says nothing.
    let others = one(page(
        META,
        "",
        &format!(
            "{STORY}<p>Read also: <time datetime=2031-05-01>1 May</time>, <time datetime=2031-04-01>1 April</time></p>"
        ),
    ));
    assert_eq!(date(&others), "2031-05-14");
}

#[test]
fn letters_are_those_that_the_page_declares() {
    let story = "<p>The minister of Genève said: “We will not sell – never.”</p>".repeat(4);
    let html = page("<meta charset=windows-1252><meta name=date content=2031-05-14>", "", &story);
    let bytes: Vec<u8> = html
        .chars()
        .map(|c| match c {
            '“' => 0x93,
            '”' => 0x94,
            '–' => 0x96,
            c => u8::try_from(u32::from(c)).unwrap(),
        })
        .collect();
    assert!(one(&bytes).text.starts_with("The minister of Genève said: “We will not sell – never.”"));
    let undeclared = String::from_utf8_lossy(&bytes).replace("windows-1252", "utf-8");
    assert!(one(undeclared.as_bytes()).text.contains("The minister of Gen"));
}

#[test]
fn a_short_page_and_a_fragment_are_pages() {
    let incoming = one("<p>date 2031-05-14</p><p>The envoys met in Bern.</p>");
    assert_eq!(incoming.text, "date 2031-05-14\n\nThe envoys met in Bern.\n");
    assert_eq!(date(&incoming), "2031-05-14");
}

#[test]
fn a_page_that_is_only_navigation_is_refused() {
    let links: String = (0..60)
        .map(|number| format!("<li><a href=/{number}>Article number {number} of today</a></li>"))
        .collect();
    for html in [
        format!("<html><body><nav><ul>{links}</ul></nav></body></html>"),
        format!("<html><body><h1>The Gazette</h1><div><ul>{links}</ul></div><footer>All rights reserved</footer></body></html>"),
        "<html><head><title>Loading</title></head><body><div id=root></div><script>load()</script></body></html>".to_owned(),
        "<html></html>".to_owned(),
    ] {
        let answer = open("front.html", html.as_bytes(), &Limits::default());
        assert_eq!(answer.map(|incoming| incoming[0].text.clone()), Err(IntakeError::NoText(Form::Html)), "{html}");
    }
}

#[test]
fn what_is_written_for_a_terminal_does_not_reach_it() {
    let head =
        "<meta property=og:title content=\"Talks\u{1b}[2J\u{7}\"><meta name=author content=\"\u{9b}31mAna\">";
    let incoming = one(page(head, "", STORY));
    let steers =
        |words: &Option<String>| words.as_ref().is_some_and(|words| words.chars().any(char::is_control));
    assert!(!steers(&incoming.title) && !steers(&incoming.byline));
}
