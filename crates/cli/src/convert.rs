//! `mediant convert`: a negotiation in another format, with what is lost said.

use crate::arguments::{Convert, Target};
use crate::failure::{self, CliError};
use crate::{input, output_file};
use mediant_formats::Format;
use std::path::{Path, PathBuf};

/// Names on standard error what the format cannot hold, then writes the files.
pub fn run(arguments: &Convert) -> Result<(), CliError> {
    let target = target(arguments)?;
    let files = input::files(std::slice::from_ref(&arguments.input))?;
    let (negotiation, warnings) = input::read(&files, arguments.lenient).map_err(CliError::Input)?;
    failure::warn(&warnings);
    let converted = mediant_formats::convert(&negotiation, format(target))
        .map_err(|refused| CliError::usage(refused.message, refused.help))?;
    for loss in converted.losses {
        anstream::eprintln!("lost: {loss}");
    }
    for (path, content) in &placed(&arguments.output, converted.files)? {
        output_file::write_whole(path, content.as_bytes()).map_err(|error| {
            CliError::Internal(format!("`{}` could not be written: {error}", path.display()))
        })?;
    }
    Ok(())
}

fn target(arguments: &Convert) -> Result<Target, CliError> {
    if let Some(target) = arguments.to {
        return Ok(target);
    }
    match arguments
        .output
        .extension()
        .and_then(|ending| ending.to_str())
        .map(str::to_ascii_lowercase)
        .as_deref()
    {
        None | Some("toml") => Ok(Target::Mediant),
        Some("json") => Ok(Target::Case1),
        Some(ending) => {
            let message = format!("the ending .{ending} does not say which format is meant");
            Err(CliError::usage(
                message,
                "say it with `--to`: mediant, genius, geniusweb, geniusweb-python, negolog or case1",
            ))
        }
    }
}

fn format(target: Target) -> Format {
    match target {
        Target::Mediant => Format::Mediant,
        Target::Genius => Format::Genius,
        Target::Geniusweb => Format::GeniusWeb,
        Target::GeniuswebPython => Format::GeniusWebPython,
        Target::Negolog => Format::NegoLog,
        Target::Case1 => Format::Case1,
    }
}

/// Where each file goes: a single one to the path given, several into a folder of that name.
fn placed(output: &Path, files: Vec<(String, String)>) -> Result<Vec<(PathBuf, String)>, CliError> {
    let single = files.len() == 1 && !output.is_dir() && output.extension().is_some();
    if single {
        return Ok(files.into_iter().map(|(_, content)| (output.to_path_buf(), content)).collect());
    }
    if output.exists() && !output.is_dir() {
        let message = format!("this makes {} files, but `{}` is a file", files.len(), output.display());
        return Err(CliError::usage(message, "name a folder"));
    }
    std::fs::create_dir_all(output).map_err(|error| {
        CliError::Internal(format!("the folder `{}` could not be made: {error}", output.display()))
    })?;
    Ok(files.into_iter().map(|(name, content)| (output.join(name), content)).collect())
}
