//! `mediant verify-copy`: whether a copy is sound, continues another one, and has what was noted of it.

use crate::arguments::attest::VerifyCopy;
use crate::failure::CliError;
use crate::sign::refused;
use crate::{input, screen};
use mediant_attest::agreement::{AGREEMENT_BYTES_MAX, Agreement};
use mediant_attest::copy::{COPY_BYTES_MAX, Copy, Relation, Stretch};
use mediant_attest::{Act, Envelope};
use mediant_formats::Diagnostic;
use std::fmt::Write;
use std::path::Path;

/// Says what holds, and on standard error what does not.
pub fn run(arguments: &VerifyCopy) -> Result<(), CliError> {
    let new = read(&arguments.new)?;
    let mut problems = unsound(&arguments.new, &new);
    let mut told = summary(&arguments.new, &new);
    if let Some(path) = &arguments.old {
        let old = read(path)?;
        problems.extend(unsound(path, &old));
        // Links that do not follow say nothing of another copy.
        if problems.is_empty() {
            let stretches =
                new.against(&old).map_err(|why| refused(path, &why, "give copies of one record"))?;
            let one_reader = new.reader == old.reader;
            for stretch in &stretches {
                let said = relation(stretch, path, one_reader);
                match said {
                    Ok(line) => told.push_str(&line),
                    Err(problem) => problems.push(problem),
                }
            }
            if !one_reader && stretches.is_empty() {
                told.push_str("the two readers share no compartment: nothing could be compared\n");
            }
        }
    }
    for digits in &arguments.links {
        let found = new.find(digits).map_err(|why| {
            CliError::usage(format!("`{digits}`: {}", why.why), "type the link as it was noted")
        })?;
        if found.is_empty() {
            problems.push(problem(&arguments.new, format!("the link `{digits}` is not in this copy")));
        }
        for place in found {
            let _ =
                writeln!(told, "the link `{digits}` is that of event {} of `{}`", place.event, place.stream);
        }
    }
    for path in &arguments.acts {
        for (name, act) in acts(path)? {
            match seen(&new, &act) {
                Some(true) => {
                    let _ =
                        writeln!(told, "{name}: the signer saw this table, up to event {}", act.table.length);
                }
                Some(false) => problems.push(problem(
                    &arguments.new,
                    format!("{name}: the signer saw another table, at event {}", act.table.length),
                )),
                None => {
                    let length = new.stream("table").map_or(0, |stream| stream.length);
                    let message = format!(
                        "{name}: the signer saw {} events of the table, and this copy ends with event {length}",
                        act.table.length
                    );
                    problems.push(problem(&arguments.new, message));
                }
            }
        }
    }
    screen::print(&told)?;
    match problems.pop() {
        None => Ok(()),
        Some(last) => {
            problems.push(last.help("keep both files: they are what shows it"));
            Err(CliError::Input(problems))
        }
    }
}

/// Reads a copy.
///
/// # Errors
/// It cannot be read, is too long, or is none.
pub fn read(path: &Path) -> Result<Copy, CliError> {
    let text = input::within(path, COPY_BYTES_MAX)?;
    Copy::from_json(&text).map_err(|why| refused(path, &why, "give a copy as the desk wrote it"))
}

/// What is wrong with a copy in itself.
pub fn unsound(path: &Path, copy: &Copy) -> Vec<Diagnostic> {
    copy.check().iter().map(|fault| problem(path, fault.to_string())).collect()
}

fn problem(path: &Path, message: String) -> Diagnostic {
    Diagnostic::of_file(path.display().to_string(), message)
}

fn summary(path: &Path, copy: &Copy) -> String {
    let mut told = format!(
        "{}: {}, as {} reads it, of {}\n",
        path.display(),
        screen::plain(copy.case.as_str()),
        screen::plain(&copy.reader.to_string()),
        copy.made
    );
    for stream in &copy.streams {
        let opened = stream.entries.iter().filter(|entry| entry.event.is_some()).count();
        let name = screen::plain(stream.stream.as_str());
        let _ = match stream.entries.len() {
            0 => writeln!(told, "  `{name}`: no events"),
            1 => writeln!(told, "  `{name}`: 1 event, {opened} with its words"),
            events => writeln!(told, "  `{name}`: {events} events, {opened} of them with their words"),
        };
        if let Some(last) = stream.entries.last() {
            let _ = writeln!(told, "    the last link: {}", last.link);
        }
    }
    told
}

/// How one stream stands to another one's; a problem where they part, or an older copy of one reader has more.
fn relation(stretch: &Stretch, old: &Path, one_reader: bool) -> Result<String, Diagnostic> {
    let stream = screen::plain(&stretch.stream);
    match stretch.relation {
        Relation::Same => Ok(format!("`{stream}`: the same in both\n")),
        Relation::Continues { then, now } => {
            Ok(format!("`{stream}`: continues, from event {then} on to event {now}\n"))
        }
        // Whoever downloaded later has more.
        Relation::Shorter { then, now } if !one_reader => {
            Ok(format!("`{stream}`: the same up to event {now}; the other copy goes on to event {then}\n"))
        }
        Relation::Shorter { then, now } => Err(problem(
            old,
            format!("`{stream}`: shorter: it had {then} events in this copy, and has {now} now"),
        )),
        Relation::Parts { at } => {
            Err(problem(old, format!("`{stream}`: the two copies part at event {at}: it is another in each")))
        }
    }
}

/// The acts of a file, with what they are called.
fn acts(path: &Path) -> Result<Vec<(String, Act)>, CliError> {
    let text = input::within(path, AGREEMENT_BYTES_MAX)?;
    let name = path.display();
    let read = |envelope: &Envelope| {
        Act::parse(&envelope.text()).map_err(|why| refused(path, &why, "give an act as it was signed"))
    };
    match (Agreement::from_json(&text), Envelope::from_json(&text)) {
        (Ok((agreement, _)), _) => {
            let numbered = (1..).zip(agreement.acts());
            numbered
                .map(|(number, envelope): (usize, _)| Ok((format!("{name}, act {number}"), read(envelope)?)))
                .collect()
        }
        (_, Ok(envelope)) => Ok(vec![(name.to_string(), read(&envelope)?)]),
        (Err(_), Err(why)) => Err(refused(path, &why, "give an envelope, or an agreement file")),
    }
}

/// Whether the table that the act saw is the copy's.
fn seen(copy: &Copy, act: &Act) -> Option<bool> {
    if copy.case_id == act.case_id { copy.has_table(&act.table) } else { Some(false) }
}
