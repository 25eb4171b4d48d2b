//! Everything that a reader may read, as one JSON document: the same for the command line and for a page.

use crate::service::{Desk, Line};
use data_encoding::HEXLOWER;
use mediant_formats::native;
use mediant_model::Date;
use mediant_model::case::Reader;
use mediant_record::{Event, State};
use serde_json::{Map, Value, json};

/// The version of the document.
const VERSION: u32 = 1;

/// Every event that the reader may read, oldest first, with its place in the reader's own view (`index`) and the
/// compartment it stands in (`in`); and where each of those compartments' streams ends. A party that is not on record
/// yet gets what is public.
///
/// # Errors
/// None that a recorded event can cause.
pub fn json(desk: &Desk, reader: &Reader) -> serde_json::Result<String> {
    let reader = &desk.reads_as(reader);
    let lines = desk.lines_after(reader, 0, usize::MAX);
    let events = events(desk, reader, &lines)?;
    let document = json!({ "mediant_export": VERSION, "streams": streams(desk, reader), "events": events });
    serde_json::to_string_pretty(&document).map(|text| text + "\n")
}

/// The case as a file, as the reader knows it on a day. Mandates in it that are not the party's own word stand in front, in comments.
pub fn case_file(state: &State, today: Date) -> String {
    let mut text = String::new();
    for act in state.reported() {
        let about = match &*act.event {
            Event::MandateGiven(given) => Some((&given.person, "was given a mandate")),
            Event::MandateLimited(limited) => state
                .mandates
                .get(&limited.mandate)
                .map(|given| (&given.person, "has a mandate within other bounds")),
            Event::MandateCorrected(corrected) => state
                .mandates
                .get(&corrected.mandate)
                .map(|given| (&given.person, "has a mandate that was put right")),
            Event::MandateRevoked(revoked) => {
                state.mandates.get(&revoked.mandate).map(|given| (&given.person, "lost a mandate"))
            }
            Event::PersonLeft(left) => Some((&left.person, "left")),
            Event::PersonReturned(back) => Some((&back.person, "is back")),
            _ => None,
        };
        let Some((person, what)) = about else { continue };
        let line = format!("{} of {} {what}: {}", person.as_str(), act.party.as_str(), act.text(state));
        let words: Vec<&str> = line.split_whitespace().collect();
        let line = words.join(" ");
        text.push_str("# ");
        text.extend(line.chars().filter(|c| !c.is_control()));
        text.push('\n');
    }
    text + &native::write_case(&state.case(today))
}

/// The streams that the reader may read: how many events each holds, and its last link.
pub(crate) fn streams(desk: &Desk, reader: &Reader) -> Map<String, Value> {
    let ends = desk.stream_ends(reader).into_iter();
    ends.map(|(compartment, end)| {
        let link = HEXLOWER.encode(&end.link);
        (compartment.name(), json!({ "events": end.sequence, "link": link }))
    })
    .collect()
}

/// Events as their reader may have them. With each that was recorded on a party's word it says so: by whom, and what the
/// party said to it up to now.
pub(crate) fn events(desk: &Desk, reader: &Reader, lines: &[Line]) -> serde_json::Result<Vec<Value>> {
    let whose_word =
        |line: &Line, state: &State| state.reported_by(&line.placed.recorded.id).map(|act| act.text(state));
    let words = desk.read(reader, |state| lines.iter().map(|line| whose_word(line, state)).collect());
    let words: Vec<Option<String>> = words.unwrap_or_default();
    let words = words.into_iter().chain(std::iter::repeat(None));
    lines
        .iter()
        .zip(words)
        .map(|(line, words)| {
            let mut event = event(reader, line)?;
            if let (Value::Object(fields), Some(words)) = (&mut event, words) {
                fields.insert("whose_word".to_owned(), Value::from(words));
            }
            Ok(event)
        })
        .collect()
}

/// An event as its reader may have it.
fn event(reader: &Reader, line: &Line) -> serde_json::Result<Value> {
    let mut event = serde_json::to_value(&line.placed.recorded)?;
    if let Value::Object(fields) = &mut event {
        // What a party answered in a round is read by nobody, whoever exports, unless the round shows it.
        if matches!(line.placed.recorded.event, Event::RoundAnswered(_)) {
            fields.insert("answers".to_owned(), Value::Null);
        }
        // The name of a request, and what it said, is between the one who asked and the desk.
        fields.remove("request");
        fields.remove("request_digest");
        if !line.placed.recorded.shows_account_to(reader) {
            fields.remove("account");
        }
        fields.insert("index".to_owned(), json!(line.index));
        fields.insert("in".to_owned(), json!(line.placed.compartment.name()));
    }
    Ok(event)
}
