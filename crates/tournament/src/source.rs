//! Where scenarios come from.

use glob::{MatchOptions, glob_with};
use mediant_formats::{Diagnostic, InputFile};
use std::path::{Path, PathBuf};

/// The files of a scenario, and where they were found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The path of the folder or file, parts separated by `/`; labels are made from it.
    pub path: String,
    /// The files of the scenario, read.
    pub files: Vec<InputFile>,
}

/// Finds the scenarios that a specification names.
pub trait Source: Sync {
    /// The scenarios of a path or pattern, as it is written in the specification, in a fixed order.
    ///
    /// # Errors
    /// Nothing there, or something that cannot be read. A problem without a file is shown where the specification names it.
    fn find(&self, pattern: &str) -> Result<Vec<Found>, Vec<Diagnostic>>;
}

/// Scenarios on the disk: folders, files and patterns relative to a folder.
///
/// In a pattern `*` stands for any part of a name, `?` for a character, `[…]` for one of several, `**` for any folders.
/// A pattern means the folders that hold files, and the files that end in .toml, .xml, .json, .yml or .yaml; it passes over others.
#[derive(Clone, Debug)]
pub struct Disk {
    folder: PathBuf,
}

impl Disk {
    /// Paths are relative to this folder.
    pub fn below(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    fn matching(&self, pattern: &str) -> Result<Vec<PathBuf>, Vec<Diagnostic>> {
        let problem = |message: String, help: &str| vec![Diagnostic::of_file("", message).help(help)];
        let whole = glob::Pattern::escape(&self.folder.display().to_string());
        let whole = Path::new(&whole).join(pattern);
        let options = MatchOptions { require_literal_leading_dot: true, ..MatchOptions::default() };
        let matches = glob_with(&whole.display().to_string(), options).map_err(|error| {
            problem(format!("this pattern cannot be read: {}", error.msg), "see the guide for patterns")
        })?;
        let mut paths = Vec::new();
        for entry in matches {
            match entry {
                Ok(path) if may_hold_a_scenario(&path) => paths.push(path),
                Ok(_) => {}
                Err(error) => return Err(vec![mediant_files::unreadable(error.path(), error.error())]),
            }
        }
        paths.sort();
        if paths.is_empty() {
            let help = "check the pattern; it is relative to the folder of this file";
            return Err(problem("no folder or file matches this".to_owned(), help));
        }
        Ok(paths)
    }
}

impl Source for Disk {
    fn find(&self, pattern: &str) -> Result<Vec<Found>, Vec<Diagnostic>> {
        let paths = match pattern.contains(['*', '?', '[']) {
            true => self.matching(pattern)?,
            false => vec![self.folder.join(pattern)],
        };
        let (mut found, mut problems) = (Vec::new(), Vec::new());
        for path in paths {
            match mediant_files::read(&[&path]) {
                Ok(files) => found.push(Found { path: slashed(&path), files }),
                Err(unread) => problems.extend(unread),
            }
        }
        if problems.is_empty() { Ok(found) } else { Err(problems) }
    }
}

fn may_hold_a_scenario(path: &Path) -> bool {
    if path.is_dir() {
        let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
        return entries.into_iter().any(|entry| is_candidate(&entry.path()));
    }
    is_candidate(path)
}

fn is_candidate(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    path.is_file()
        && ending.is_some_and(|ending| ["toml", "xml", "json", "yml", "yaml"].contains(&ending.as_str()))
}

fn slashed(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "the tests write what they look for")]

    use super::*;
    use std::fs;

    fn found(folder: &Path, pattern: &str) -> Vec<String> {
        let found = Disk::below(folder).find(pattern).unwrap();
        let base = format!("{}/", slashed(folder));
        found.into_iter().map(|found| found.path.replace(&base, "")).collect()
    }

    #[test]
    fn patterns_mean_scenarios_in_order_and_pass_over_the_rest() {
        let folder = tempfile::tempdir().unwrap();
        for path in [
            "2013/Animal/d.xml",
            "2012/Car/d.xml",
            "2012/Animal/d.xml",
            "lunch.json",
            "tea/a.yml",
            "tea.YAML",
        ] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        fs::write(folder.path().join("LICENCE"), "x").unwrap();
        fs::write(folder.path().join("2012/list.csv"), "x").unwrap();
        assert_eq!(found(folder.path(), "*/*"), ["2012/Animal", "2012/Car", "2013/Animal", "tea/a.yml"]);
        assert_eq!(found(folder.path(), "*"), ["lunch.json", "tea", "tea.YAML"]);
        assert_eq!(found(folder.path(), "**/Animal"), ["2012/Animal", "2013/Animal"]);
        assert_eq!(found(folder.path(), "201[2]/C?r"), ["2012/Car"]);
        assert_eq!(found(folder.path(), "2012/Car"), ["2012/Car"]);
        for missing in ["2014", "2014/*", "2012/*.json", "[", "2012"] {
            let problems = Disk::below(folder.path()).find(missing).unwrap_err();
            assert!(problems.iter().all(|problem| problem.is_error() && problem.help.is_some()), "{missing}");
        }
    }

    #[test]
    fn a_folder_with_signs_of_patterns_in_its_own_name_is_no_pattern() {
        let folder = tempfile::tempdir().unwrap();
        let odd = folder.path().join("a[1]*");
        fs::create_dir_all(odd.join("x")).unwrap();
        fs::write(odd.join("x/case.toml"), "x").unwrap();
        assert_eq!(found(&odd, "*"), ["x"]);
    }
}
