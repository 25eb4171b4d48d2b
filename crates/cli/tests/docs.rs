//! Every command in `README.md` and `docs/guide/` is run, and prints what the page shows.
//!
//! A fenced block marked `console` holds commands behind `$ `, each followed by what it prints; a command with
//! nothing behind it may print anything. `console exit=2` expects that exit code of the block's last command. A line
//! that is only `…` stands for any number of lines. Times are not compared. The blocks of a page run in order in one
//! folder with a copy of `examples/` and `docs/`, so that a page can write a file and use it later; a picture that a
//! page writes must be the committed one.
//!
//! `MEDIANT_DOCS=rewrite cargo test -p mediant --test docs` writes what is really printed into the pages.

#![expect(clippy::disallowed_methods, reason = "pages and pictures are read, and written when asked to")]

mod built;

use built::{names, program, read, root, scratch};
use libtest_mimic::{Arguments, Trial};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let guide =
        names(&root().join("docs/guide"), ".md").into_iter().map(|name| format!("docs/guide/{name}.md"));
    let pages: Vec<String> = std::iter::once("README.md".to_owned()).chain(guide).collect();
    let mut trials: Vec<Trial> = pages.iter().cloned().map(commands_of).collect();
    let documents = names(&root().join("docs"), ".md").into_iter().map(|name| format!("docs/{name}.md"));
    let contributing = std::iter::once("CONTRIBUTING.md".to_owned());
    trials.extend(pages.into_iter().chain(documents).chain(contributing).map(links_of));
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn commands_of(page: String) -> Trial {
    Trial::test(format!("{page}: its commands print what it shows"), move || Ok(run_page(&page)?))
}

fn links_of(page: String) -> Trial {
    Trial::test(format!("{page}: its links lead somewhere"), move || {
        let path = root().join(&page);
        let folder = path.parent().map(Path::to_owned).unwrap_or_default();
        let text = read(&path)?;
        let targets = text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
        let local = targets.filter(|target| !target.is_empty() && !target.contains("://"));
        let lost: Vec<&str> = local.filter(|target| !folder.join(target).exists()).collect();
        if lost.is_empty() { Ok(()) } else { Err(format!("nothing at {}", lost.join(", ")).into()) }
    })
}

fn run_page(page: &str) -> Result<(), String> {
    let folder = scratch(&format!("page-{}", page.replace('/', "-")))?;
    for name in ["examples", "docs"] {
        copy(&root().join(name), &folder.join(name))?;
    }
    let pictures = folder.join("docs/pictures");
    fs::create_dir_all(&pictures).map_err(|error| format!("{}: {error}", pictures.display()))?;
    let text = read(&root().join(page))?;
    let (rewritten, complaints) = run_blocks(&text, &folder)?;
    let rewrite = std::env::var("MEDIANT_DOCS").is_ok_and(|wish| wish == "rewrite");
    let mut complaints = complaints;
    complaints.extend(changed_pictures(&folder, rewrite)?);
    if rewrite && rewritten != text {
        fs::write(root().join(page), rewritten).map_err(|error| format!("{page}: {error}"))?;
    }
    if complaints.is_empty() || rewrite { Ok(()) } else { Err(complaints.join("\n")) }
}

/// Runs the commands of a page. Returns the page as it should be, and what is wrong with it.
fn run_blocks(text: &str, folder: &Path) -> Result<(String, Vec<String>), String> {
    let mut lines = text.lines();
    let (mut page, mut complaints) = (Vec::new(), Vec::new());
    while let Some(line) = lines.next() {
        page.push(line.to_owned());
        let Some(mark) = line.strip_prefix("```console") else { continue };
        let exit: i32 = match mark.trim().strip_prefix("exit=") {
            Some(code) => code.parse().map_err(|_| format!("`{line}`: the exit code is not a number"))?,
            None => 0,
        };
        let block: Vec<&str> = lines.by_ref().take_while(|line| !line.starts_with("```")).collect();
        let commands = commands(&block);
        let last = commands.len();
        for (number, (command, shown)) in commands.into_iter().enumerate() {
            let (code, printed) = run(command, folder)?;
            let expected = if number + 1 == last { exit } else { 0 };
            if code != Some(expected) {
                complaints.push(format!(
                    "$ {command}\nexit code {code:?}, expected {expected}:\n{}",
                    printed.join("\n")
                ));
            }
            page.push(format!("$ {command}"));
            // A command with only empty lines behind it makes no promise about what it prints.
            if shown.iter().all(|line| line.is_empty()) || matches(&printed, &shown) {
                page.extend(shown.into_iter().map(str::to_owned));
            } else {
                let printed_now = printed.join("\n");
                complaints.push(format!(
                    "$ {command}\nprints now:\n{printed_now}\nthe page shows:\n{}",
                    shown.join("\n")
                ));
                page.extend(printed);
            }
        }
        page.push("```".to_owned());
    }
    Ok((page.join("\n") + "\n", complaints))
}

/// The commands of a block, each with the lines below it.
fn commands<'a>(block: &[&'a str]) -> Vec<(&'a str, Vec<&'a str>)> {
    let mut commands: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in block {
        match (line.strip_prefix("$ "), commands.last_mut()) {
            (Some(command), _) => commands.push((command, Vec::new())),
            (None, Some((_, shown))) => shown.push(line),
            (None, None) => {}
        }
    }
    commands
}

/// Runs a command line in the shell with the built binary as `mediant`; returns exit code and lines, errors included.
fn run(command: &str, folder: &Path) -> Result<(Option<i32>, Vec<String>), String> {
    let binary = PathBuf::from(env!("CARGO_BIN_EXE_mediant"));
    let beside = binary.parent().and_then(Path::to_str).ok_or("the binary lies nowhere")?;
    let line = command.replace("cargo run --release --quiet -- ", "mediant ");
    let line = line.replace("cargo run --release -- ", "mediant ");
    let output = program("sh", folder)
        .args(["-c", &format!("exec 2>&1\n{line}")])
        .env("PATH", format!("{beside}:/usr/local/bin:/usr/bin:/bin"))
        .output()
        .map_err(|error| format!("{command}: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok((output.status.code(), text.trim_end().lines().map(|line| line.trim_end().to_owned()).collect()))
}

/// Whether the lines shown are the lines printed, times and `…` aside.
fn matches(printed: &[String], shown: &[&str]) -> bool {
    let printed: Vec<&str> = printed.iter().map(String::as_str).collect();
    units_match(&units(&printed), &units(shown))
}

fn units_match(printed: &[String], shown: &[String]) -> bool {
    match shown.split_first() {
        None => printed.is_empty(),
        Some((first, rest)) if first == "…" => {
            (0..=printed.len()).any(|skipped| units_match(printed.get(skipped..).unwrap_or_default(), rest))
        }
        Some((first, rest)) => {
            printed.split_first().is_some_and(|(unit, printed)| unit == first && units_match(printed, rest))
        }
    }
}

/// What is compared: lines; and where a paragraph tells a time, which can move its line breaks, its words.
fn units(lines: &[&str]) -> Vec<String> {
    let used = lines.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1);
    let lines = lines.get(..used).unwrap_or_default();
    let paragraphs = lines.split_inclusive(|line| line.trim().is_empty() || line.trim() == "…");
    let units = paragraphs.flat_map(|paragraph| match without_times(&paragraph.join(" ")) {
        Some(words) => vec![words],
        None => paragraph.iter().map(|line| line.trim_end().to_owned()).collect(),
    });
    units.map(|unit| if unit.trim() == "…" { "…".to_owned() } else { unit }).collect()
}

/// The words of a paragraph without the times in it; `None` where it tells none.
fn without_times(paragraph: &str) -> Option<String> {
    let key = "\"elapsed_ms\":";
    if let Some((before, after)) = paragraph.split_once(key) {
        let after = after.trim_start_matches(|c: char| c.is_ascii_digit() || "+-.eE ".contains(c));
        return Some(format!("{before}{key}{after}"));
    }
    let words: Vec<&str> = paragraph.split_whitespace().collect();
    let is_unit =
        |word: &str| ["µs", "ms", "s", "min"].contains(&word.trim_end_matches(['.', ',', ';', ')']));
    let is_time = |index: usize| {
        words.get(index).is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()))
            && words.get(index + 1).is_some_and(|word| is_unit(word))
    };
    let kept = words.iter().enumerate().filter(|(index, word)| {
        let is_unit_of_time = index.checked_sub(1).is_some_and(is_time);
        let says_under = **word == "under" && is_time(index + 1);
        !is_time(*index) && !is_unit_of_time && !says_under
    });
    let kept: Vec<&str> = kept.map(|(_, word)| *word).collect();
    (kept.len() < words.len()).then(|| kept.join(" "))
}

/// The committed pictures that the page drew differently; with `rewrite`, they are replaced.
fn changed_pictures(folder: &Path, rewrite: bool) -> Result<Vec<String>, String> {
    let mut complaints = Vec::new();
    for name in names(&folder.join("docs/pictures"), "") {
        let (drawn, committed) =
            (folder.join("docs/pictures").join(&name), root().join("docs/pictures").join(&name));
        let bytes = fs::read(&drawn).map_err(|error| error.to_string())?;
        if fs::read(&committed).is_ok_and(|known| known == bytes) {
            continue;
        }
        complaints.push(format!("docs/pictures/{name} is not what its command draws now"));
        if rewrite {
            fs::write(&committed, bytes).map_err(|error| error.to_string())?;
        }
    }
    Ok(complaints)
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    let fail = |error: std::io::Error| format!("{}: {error}", from.display());
    fs::create_dir_all(to).map_err(fail)?;
    for entry in fs::read_dir(from).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let target = to.join(entry.file_name());
        if entry.file_type().map_err(fail)?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target).map_err(fail)?;
        }
    }
    Ok(())
}
