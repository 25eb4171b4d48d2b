//! `mediant schema`: the shape of the files, for an editor.

use crate::arguments::Shape;
use crate::failure::CliError;
use crate::screen;
use mediant_formats::native::schema;

/// Prints a JSON Schema.
pub fn run(shape: Shape) -> Result<(), CliError> {
    let schema = match shape {
        Shape::Case => schema::of_case(),
        Shape::Brief => schema::of_brief(),
    };
    let text =
        serde_json::to_string_pretty(&schema).map_err(|error| CliError::Internal(error.to_string()))?;
    screen::print(&format!("{text}\n"))
}
