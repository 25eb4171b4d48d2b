//! Feeds: RSS and Atom, each item a report.

use chrono::{DateTime, NaiveDate, Utc};
use feed_rs::model::{Entry, Feed, Text};
use feed_rs::parser::Builder;
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::day::Day;
use crate::fault::IntakeError;
use crate::form::Form;
use crate::html;
use crate::incoming::Incoming;
use crate::layout::{label, paragraphs};
use crate::limits::Limits;

/// The items of a feed in its order. The day is the one on which the item appeared, else the one on which it was changed.
///
/// # Errors
/// No sound feed, entities of its own, too many items, too deep.
pub fn open(bytes: &[u8], limits: &Limits) -> Result<Vec<Incoming>, IntakeError> {
    measure(bytes, limits)?;
    let parser = Builder::new().timestamp_parser(noon).sanitize_content(false).build();
    let feed = parser.parse(bytes).map_err(|_| broken("it is neither RSS nor Atom that can be read"))?;
    if feed.entries.is_empty() {
        return Err(IntakeError::NoText(Form::Feed));
    }
    let items = feed.entries.iter().enumerate().map(|(at, entry)| item(&feed, at + 1, entry, limits));
    items.collect()
}

/// Looks through the XML without building anything.
fn measure(bytes: &[u8], limits: &Limits) -> Result<(), IntakeError> {
    let (xml, _) = html::decoded(bytes, None);
    if xml.contains("<!ENTITY") {
        return Err(broken("it declares entities of its own"));
    }
    let mut reader = Reader::from_str(&xml);
    let (mut depth, mut items) = (0_usize, 0_usize);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => {
                depth += 1;
                items += usize::from(matches!(element.local_name().as_ref(), "item" | "entry"));
            }
            Ok(Event::End(_)) => depth = depth.saturating_sub(1),
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(_) => {
                let end = usize::try_from(reader.error_position()).unwrap_or(usize::MAX);
                let line = xml.bytes().take(end).filter(|byte| *byte == b'\n').count() + 1;
                return Err(broken(&format!("its XML is not sound in line {line}")));
            }
        }
        if depth > limits.depth {
            return Err(IntakeError::TooDeep { form: Form::Feed, limit: limits.depth });
        }
        if items > limits.items {
            return Err(IntakeError::TooMany {
                form: Form::Feed,
                what: "items".to_owned(),
                limit: limits.items,
            });
        }
    }
}

fn item(feed: &Feed, number: usize, entry: &Entry, limits: &Limits) -> Result<Incoming, IntakeError> {
    let content = entry.content.as_ref().and_then(|content| {
        let body = content.body.as_deref().filter(|body| !body.trim().is_empty())?;
        Some((body, content.content_type.as_str().to_owned()))
    });
    let summary = entry.summary.as_ref().map(|text| (text.content.as_str(), text.content_type.to_string()));
    let text = match content.or(summary) {
        Some((body, kind)) if kind.contains("html") || body.contains('<') || body.contains('&') => {
            html::text(body, limits)?
        }
        Some((body, _)) => paragraphs(body),
        None => String::new(),
    };
    let mut names = entry.authors.iter().chain(&feed.authors).filter_map(|author| author.name.as_deref());
    let days = match (&entry.published, &entry.updated) {
        (Some(day), _) => Some((day, format!("item {number} (published)"))),
        (None, Some(day)) => Some((day, format!("item {number} (updated)"))),
        (None, None) => None,
    };
    Ok(Incoming {
        item: Some(number),
        title: entry.title.as_ref().and_then(title),
        byline: names.find_map(label),
        days: days
            .and_then(|(day, place)| Day::read(&day.date_naive().to_string(), place))
            .into_iter()
            .collect(),
        ..Incoming::new(Form::Feed, text)
    })
}

fn title(text: &Text) -> Option<String> {
    label(&text.content)
}

/// The day as it is written, whatever its offset: the reader goes by the day of the place, not of Greenwich.
fn noon(written: &str) -> Option<DateTime<Utc>> {
    let date = Day::read(written, "")?.date?;
    let (year, month, day) = (date.year(), date.month(), date.day());
    let date = NaiveDate::from_ymd_opt(year.into(), month.unsigned_abs().into(), day.unsigned_abs().into())?;
    Some(date.and_hms_opt(12, 0, 0)?.and_utc())
}

fn broken(why: &str) -> IntakeError {
    IntakeError::Broken { form: Form::Feed, why: why.to_owned() }
}
