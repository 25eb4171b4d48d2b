//! `mediant new`: a case and its briefs to begin with.

use crate::arguments::New;
use crate::failure::CliError;
use crate::{output_file, screen};
use mediant_formats::native::template;
use std::fmt::Write;
use std::path::PathBuf;

/// Writes the files, unless one of them is there already.
pub fn run(arguments: &New) -> Result<(), CliError> {
    let wanted = template::Wanted {
        title: arguments.title.clone().unwrap_or_else(|| titled(arguments)),
        parties: arguments.party.clone(),
        issues: arguments.issue.clone(),
    };
    let files = template::files(&wanted).map_err(|refused| CliError::usage(refused.message, refused.help))?;
    let folder = &arguments.folder;
    let placed: Vec<(PathBuf, String)> =
        files.into_iter().map(|(name, content)| (folder.join(name), content)).collect();
    if let Some((path, _)) = placed.iter().find(|(path, _)| path.exists()) {
        let message = format!("`{}` is there already", path.display());
        return Err(CliError::usage(message, "name another folder, or move the file away"));
    }
    std::fs::create_dir_all(folder).map_err(|error| {
        CliError::Internal(format!("the folder `{}` could not be made: {error}", folder.display()))
    })?;
    let mut said = String::new();
    for (path, content) in &placed {
        output_file::write_whole(path, content.as_bytes())
            .map_err(|error| CliError::unwritten(path, &error))?;
        // Writing to a `String` cannot fail.
        let _ = writeln!(said, "{}", path.display());
    }
    let _ = writeln!(said, "Change what is wrong, then: mediant check {}", folder.display());
    screen::print(&said)
}

/// The folder's own name, for a case without a title.
fn titled(arguments: &New) -> String {
    let name = arguments.folder.file_name().and_then(|name| name.to_str());
    name.filter(|name| !name.starts_with('.')).unwrap_or("Our talks").to_owned()
}
