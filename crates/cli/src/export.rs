//! `mediant export`: everything that a reader may know, as JSON, or the case as a file.

use crate::arguments::record::{Export, ExportFormat, Place};
use crate::failure::Failure;
use crate::{output_file, runtime, screen, serve};
use mediant_desk::Desk;
use mediant_desk::world::OutsideWorld;
use mediant_formats::native;
use mediant_model::Date;
use mediant_model::case::Reader;
use mediant_model::spelling::quoted;
use mediant_record::Event;
use serde_json::{Value, json};
use std::sync::Arc;

/// Writes it into a file, or prints it.
pub fn run(arguments: &Export) -> Result<(), Failure> {
    let text = runtime::block_on(async {
        let desk = desk(&arguments.place).await?;
        let reader = reader(&desk, &arguments.reader)?;
        let today = arguments.date.unwrap_or_else(|| desk.world().today());
        match arguments.format {
            ExportFormat::Json => json_of(&desk, &reader),
            ExportFormat::Toml => toml_of(&desk, &reader, today),
        }
    })??;
    match &arguments.out {
        None => screen::print(&text),
        Some(path) => {
            output_file::write_whole(path, text.as_bytes()).map_err(|error| Failure::unwritten(path, &error))
        }
    }
}

/// A desk on the record of a place, for this process.
pub async fn desk(place: &Place) -> Result<Arc<Desk>, Failure> {
    serve::open(place.open().await?, Arc::new(OutsideWorld::new())).await
}

/// The reader of this name.
///
/// # Errors
/// There is no such party.
pub fn reader(desk: &Desk, name: &str) -> Result<Reader, Failure> {
    let reader = match name {
        "mediator" => Reader::Mediator,
        "public" => Reader::Public,
        party => Reader::Party(party.into()),
    };
    if desk.read(&reader, |_| ()).is_some() {
        return Ok(reader);
    }
    let parties: Vec<String> = desk
        .read(&Reader::Mediator, |state| state.negotiating().map(|p| quoted(p.id.as_str())).collect())
        .unwrap_or_default();
    Err(Failure::usage(
        format!("{} reads nothing here", quoted(name)),
        format!("it is `mediator`, `public` or a party: {}", parties.join(", ")),
    ))
}

fn json_of(desk: &Desk, reader: &Reader) -> Result<String, Failure> {
    let failed = |error: serde_json::Error| Failure::Internal(error.to_string());
    let lines = desk.lines_after(reader, 0, usize::MAX);
    let events = lines
        .iter()
        .map(|line| {
            let mut event = serde_json::to_value(&line.placed.recorded)?;
            if let Value::Object(fields) = &mut event {
                // What a party answered in a round is read by nobody, whoever exports, unless the round shows it.
                if matches!(line.placed.recorded.event, Event::RoundAnswered { .. }) {
                    fields.insert("answers".to_owned(), Value::Null);
                }
                fields.insert("index".to_owned(), json!(line.index));
                fields.insert("in".to_owned(), json!(line.placed.compartment.name()));
            }
            Ok(event)
        })
        .collect::<Result<Vec<Value>, serde_json::Error>>()
        .map_err(failed)?;
    let ends: serde_json::Map<String, Value> = desk
        .stream_ends(reader)
        .into_iter()
        .map(|(compartment, end)| {
            let link: String = end.link.iter().map(|byte| format!("{byte:02x}")).collect();
            (compartment.name(), json!({ "events": end.sequence, "link": link }))
        })
        .collect();
    let whole = json!({ "mediant_export": 1, "streams": ends, "events": events });
    serde_json::to_string_pretty(&whole).map(|text| text + "\n").map_err(failed)
}

fn toml_of(desk: &Desk, reader: &Reader, today: Date) -> Result<String, Failure> {
    let case = desk.read(reader, |state| state.case(today));
    let case = case.ok_or_else(|| Failure::usage("nothing was recorded yet", "open a case first"))?;
    Ok(native::write_case(&case))
}
