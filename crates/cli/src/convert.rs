//! `mediant convert`: a negotiation in another format, with what is lost said.

use crate::arguments::{Convert, Target};
use crate::failure::{self, Failure};
use crate::{input, output_file};
use mediant_formats::{Format, Negotiation, native};
use std::path::{Path, PathBuf};

/// Writes the files; what the format cannot hold is named on standard error.
pub fn run(arguments: &Convert) -> Result<(), Failure> {
    let target = target(arguments)?;
    let (negotiation, warnings) = input::negotiation(&input::files(std::slice::from_ref(&arguments.input))?)?;
    failure::warn(&warnings);
    let (files, losses) = written(&negotiation, target);
    for (path, content) in &placed(&arguments.output, files)? {
        output_file::write_whole(path, content.as_bytes()).map_err(|error| {
            Failure::Internal(format!("`{}` could not be written: {error}", path.display()))
        })?;
    }
    for loss in losses {
        anstream::eprintln!("lost: {loss}");
    }
    Ok(())
}

fn target(arguments: &Convert) -> Result<Target, Failure> {
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
            Err(Failure::usage(message, "say it with `--to`: mediant, genius, geniusweb, negolog or case1"))
        }
    }
}

/// File names without folder with their contents, and what was lost.
fn written(negotiation: &Negotiation, target: Target) -> (Vec<(String, String)>, Vec<String>) {
    let format = match target {
        Target::Mediant => return (native_files(negotiation), Vec::new()),
        Target::Genius => Format::Genius,
        Target::Geniusweb => Format::GeniusWeb,
        Target::Negolog => Format::NegoLog,
        Target::Case1 => Format::Case1,
    };
    let converted = mediant_formats::convert(negotiation, format);
    (converted.files, converted.losses)
}

fn native_files(negotiation: &Negotiation) -> Vec<(String, String)> {
    let case = ("case.toml".to_owned(), native::write_case(&negotiation.case));
    let briefs = negotiation.briefs.iter().map(|brief| {
        // An id may hold what no file name may.
        let safe = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '_' };
        let name: String = brief.party.as_str().chars().map(safe).collect();
        (format!("brief-{name}.toml"), native::write_brief(brief))
    });
    std::iter::once(case).chain(briefs).collect()
}

/// Where each file goes: a single one to the path given, several into a folder of that name.
fn placed(output: &Path, files: Vec<(String, String)>) -> Result<Vec<(PathBuf, String)>, Failure> {
    let single = files.len() == 1 && !output.is_dir() && output.extension().is_some();
    if single {
        return Ok(files.into_iter().map(|(_, content)| (output.to_path_buf(), content)).collect());
    }
    if output.exists() && !output.is_dir() {
        let message = format!("this makes {} files, but `{}` is a file", files.len(), output.display());
        return Err(Failure::usage(message, "name a folder"));
    }
    std::fs::create_dir_all(output).map_err(|error| {
        Failure::Internal(format!("the folder `{}` could not be made: {error}", output.display()))
    })?;
    Ok(files.into_iter().map(|(name, content)| (output.join(name), content)).collect())
}
