//! What reports are called, and where what is written of them goes.

use crate::failure::CliError;
use crate::screen::plain;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// The name of a report's file, without the folders that it lies in.
pub fn file(path: &Path) -> String {
    plain(&path.file_name().unwrap_or(path.as_os_str()).to_string_lossy())
}

/// Where the JSON file of each report goes, where any is written.
pub struct Names<'a> {
    folder: Option<&'a Path>,
}

impl<'a> Names<'a> {
    /// Refuses reports two of which would be written into one file.
    ///
    /// # Errors
    /// The two.
    pub fn new(reports: &[PathBuf], folder: Option<&'a Path>) -> Result<Self, CliError> {
        let names = Self { folder };
        let mut taken: BTreeMap<PathBuf, &PathBuf> = BTreeMap::new();
        let stems: BTreeSet<&OsStr> = reports.iter().filter_map(|report| report.file_stem()).collect();
        for report in reports {
            let Some(mut place) = names.place(report, None) else { break };
            // Named like an item of a feed that is read, too, if that is a feed.
            if let Some((feed, number)) =
                report.file_stem().and_then(OsStr::to_str).and_then(|stem| stem.rsplit_once('#'))
                && stems.contains(OsStr::new(feed))
                && number.bytes().all(|byte| byte.is_ascii_digit())
            {
                place.set_file_name(format!("{feed}.json"));
            }
            let shown = |path: &Path| plain(&path.display().to_string());
            if let Some(other) = taken.insert(place.clone(), report) {
                let message = format!(
                    "`{}` and `{}` would both be written into `{}`",
                    shown(other),
                    shown(report),
                    shown(&place)
                );
                return Err(CliError::usage(
                    message,
                    "rename one, or read them one after the other into two folders",
                ));
            }
        }
        Ok(names)
    }

    /// Where the suggestions of a report are written: its name, of a feed's item with its number, ending in `.json`. `None` where they
    /// are printed.
    pub fn place(&self, report: &Path, item: Option<usize>) -> Option<PathBuf> {
        let mut name = report.file_stem().unwrap_or(OsStr::new("report")).to_owned();
        if let Some(item) = item {
            name.push(format!("#{item}"));
        }
        name.push(".json");
        Some(self.folder?.join(name))
    }

    /// Makes the folder where it is not there.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn make_folder(&self) -> Result<(), CliError> {
        let Some(folder) = self.folder else { return Ok(()) };
        std::fs::create_dir_all(folder).map_err(|error| {
            CliError::Internal(format!(
                "the folder `{}` could not be made: {error}",
                plain(&folder.display().to_string())
            ))
        })
    }
}
