//! `mediant export`: everything that a reader may know, as JSON, or the case as a file.

use crate::arguments::record::{Export, ExportFormat, Place};
use crate::failure::CliError;
use crate::{output_file, runtime, screen, serve};
use mediant_desk::world::OutsideWorld;
use mediant_desk::{Desk, signing};
use mediant_model::Date;
use mediant_model::case::Reader;
use mediant_model::spelling::quoted;
use mediant_record::CommandError;
use std::sync::Arc;

/// Writes it into a file, or prints it.
pub fn run(arguments: &Export) -> Result<(), CliError> {
    let Some(name) = &arguments.reader else { return signed(arguments) };
    let text = runtime::block_on(async {
        let desk = desk(&arguments.place).await?;
        let reader = reader(&desk, name)?;
        let today = arguments.date.unwrap_or_else(|| desk.world().today());
        match arguments.format {
            ExportFormat::Json => mediant_desk::export::json(&desk, &reader)
                .map_err(|error| CliError::Internal(error.to_string())),
            ExportFormat::Toml => toml_of(&desk, &reader, today),
        }
    })??;
    match &arguments.out {
        None => screen::print(&text),
        Some(path) => output_file::write_whole_private(path, text.as_bytes())
            .map_err(|error| CliError::unwritten(path, &error)),
    }
}

/// Writes what proves elsewhere what was agreed: the agreement, the keys, or both.
fn signed(arguments: &Export) -> Result<(), CliError> {
    let made = runtime::block_on(async {
        let desk = desk(&arguments.place).await?;
        let refused = |why: CommandError| CliError::usage(why.message, why.help.unwrap_or_default());
        // Everybody at the table has the same; here it is read as the mediator reads the table.
        let reader = Reader::Mediator;
        let agreement =
            arguments.agreement.as_ref().map(|path| Ok((path, signing::agreement(&desk, &reader)?)));
        let keys = arguments.keys.as_ref().map(|path| Ok((path, signing::keys(&desk, &reader)?)));
        [agreement, keys].into_iter().flatten().collect::<Result<Vec<_>, CommandError>>().map_err(refused)
    })??;
    for (path, text) in made {
        output_file::write_whole_private(path, text.as_bytes())
            .map_err(|error| CliError::unwritten(path, &error))?;
    }
    Ok(())
}

/// A desk on the record of a place, for this process.
pub async fn desk(place: &Place) -> Result<Arc<Desk>, CliError> {
    serve::open(place.open().await?, Arc::new(OutsideWorld::new())).await
}

/// The reader of this name.
///
/// # Errors
/// There is no such party.
pub fn reader(desk: &Desk, name: &str) -> Result<Reader, CliError> {
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
    Err(CliError::usage(
        format!("{} reads nothing here", quoted(name)),
        format!("it is `mediator`, `public` or a party: {}", parties.join(", ")),
    ))
}

fn toml_of(desk: &Desk, reader: &Reader, today: Date) -> Result<String, CliError> {
    let case = desk.read(reader, |state| mediant_desk::export::case_file(state, today));
    case.ok_or_else(|| CliError::usage("nothing was recorded yet", "open a case first"))
}
