//! Feeds.

use mediant_intake::{Form, Incoming, IntakeError, Limits, open};
use mediant_reader::report::Options;

fn opened(xml: impl AsRef<[u8]>) -> Result<Vec<Incoming>, IntakeError> {
    open("news.xml", xml.as_ref(), &Limits::default())
}

fn rss(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>Gazette</title><link>https://gazette.example/</link>\
         <description>News</description>{items}</channel></rss>"
    )
}

#[test]
fn each_item_is_a_report() {
    let feed = rss(
        "<item><title>Talks go on &amp; on</title><link>https://gazette.example/1</link><pubDate>Wed, 14 May 2031 00:30:00 +0200</pubDate>\
         <dc:creator>Ana Petri</dc:creator><description>Short.</description><content:encoded><![CDATA[<p>The envoys met in <i>Bern</i>.</p>\
         <p>They left.</p>]]></content:encoded></item>\
         <item><title>Second</title><pubDate>Thu, 15 May 2031 09:00:00 GMT</pubDate><description>Plain text of it.</description></item>\
         <item><title>Third</title><description>&lt;p&gt;No day.&lt;/p&gt;</description></item>",
    );
    let items = opened(feed).unwrap();
    assert_eq!(items.len(), 3);
    assert!(items.iter().enumerate().all(|(at, item)| item.form == Form::Feed && item.item == Some(at + 1)));
    assert_eq!(items[0].text, "The envoys met in Bern.\n\nThey left.\n");
    assert_eq!(items[0].title.as_deref(), Some("Talks go on & on"));
    assert_eq!(items[0].byline.as_deref(), Some("Ana Petri"));
    let date = |item: &Incoming| item.report(&Options::default()).map(|report| report.date().to_string());
    // As written, not as it is in Greenwich.
    assert_eq!(date(&items[0]).unwrap(), "2031-05-14");
    assert_eq!(
        (items[1].text.as_str(), date(&items[1]).unwrap().as_str()),
        ("Plain text of it.\n", "2031-05-15")
    );
    assert_eq!(items[2].text, "No day.\n");
    assert_eq!(date(&items[2]), Err(IntakeError::NoDay(Form::Feed)));
}

#[test]
fn atom_says_when_an_entry_appeared_or_was_changed() {
    let feed = "<?xml version=\"1.0\" encoding=\"utf-8\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><title>G</title><id>g</id>\
        <updated>2031-06-01T00:00:00Z</updated><author><name>The desk</name></author>\
        <entry><title>One</title><id>1</id><published>2031-05-14T23:30:00-04:00</published><updated>2031-05-20T00:00:00Z</updated>\
        <content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>The envoys met.</p><p>They left.</p></div></content></entry>\
        <entry><title>Two</title><id>2</id><updated>2031-05-20T00:00:00Z</updated><summary type=\"html\">&lt;b&gt;They&lt;/b&gt; left.</summary></entry>\
        </feed>";
    let items = opened(feed).unwrap();
    let dates: Vec<String> =
        items.iter().map(|item| item.report(&Options::default()).unwrap().date().to_string()).collect();
    assert_eq!(dates, ["2031-05-14", "2031-05-20"]);
    assert_eq!(items[0].text, "The envoys met.\n\nThey left.\n");
    assert_eq!(items[1].text, "They left.\n");
    assert_eq!(items[0].byline.as_deref(), Some("The desk"));
}

#[test]
fn letters_are_those_that_the_feed_declares() {
    let feed = rss("<item><title>a</title><pubDate>Wed, 14 May 2031 09:00:00 GMT</pubDate><description>Gen\u{e8}ve.</description></item>")
        .replace("UTF-8", "ISO-8859-1");
    let bytes: Vec<u8> = feed.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    assert_eq!(opened(bytes).unwrap()[0].text, "Genève.\n");
}

#[test]
fn feeds_that_are_none_too_long_too_deep_or_bombs_are_refused() {
    assert_eq!(opened(rss("")).unwrap_err(), IntakeError::NoText(Form::Feed));
    assert!(matches!(opened(rss("<item><title>a</item>")), Err(IntakeError::Broken { .. })));
    let many = rss(&"<item><title>a</title></item>".repeat(100_000));
    assert!(matches!(opened(many), Err(IntakeError::TooMany { .. })));
    let deep = rss(&format!("<item>{}{}</item>", "<a>".repeat(100_000), "</a>".repeat(100_000)));
    assert!(matches!(opened(deep), Err(IntakeError::TooDeep { .. })));
    let bomb = "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]><rss version='2.0'>\
        <channel><title>&b;</title><item><title>&b;</title></item></channel></rss>";
    assert!(matches!(opened(bomb), Err(IntakeError::Broken { .. })));
    assert!(matches!(opened("<?xml version='1.0'?><svg/>"), Err(IntakeError::OtherForm(_))));
}
