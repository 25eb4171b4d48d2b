//! How long a text may be, and which characters it may hold.

use crate::command::Command;
use crate::refusal::CommandError;
use crate::unseen::{hides_in_names, is_unseen, shows_nothing, turns_text};
use serde_json::Value;

/// Characters in a text such as a note, an item, a clause: 20,000.
pub const TEXT_MAX: usize = 20_000;
/// Characters in a name, a title, an id, a place: 500.
pub const NAME_MAX: usize = 500;
/// Characters in a case or brief file: 1,000,000.
pub const FILE_MAX: usize = 1_000_000;
/// Characters in a report: 100,000, some forty pages. It is read while somebody waits.
pub const REPORT_MAX: usize = 100_000;
/// Entries in a list or table: 1,000.
pub const LIST_MAX: usize = 1_000;

/// How long the texts of a command may be. A command says it of itself, in [`crate::command::Act::LIMITS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The fields that hold a text of up to [`TEXT_MAX`] characters rather than a name of up to [`NAME_MAX`], at whatever depth
    /// they stand. `before.*` stands for every field of a field `before`.
    pub texts: &'static [&'static str],
    /// The field that holds a whole file, and how many characters that may have.
    pub file: Option<(&'static str, usize)>,
}

impl Limits {
    /// Names alone.
    pub const NAMES: Self = Self { texts: &[], file: None };

    /// How many characters a field may have, by the names on the way to it, numbers of entries left out.
    fn of(&self, path: &str) -> usize {
        let mut steps = path.rsplit('.').filter(|step| step.parse::<usize>().is_err());
        let name = steps.next().unwrap_or(path);
        let within = steps.next().unwrap_or_default();
        if let Some((file, max)) = self.file
            && file == name
        {
            return max;
        }
        let is_text = |text: &&str| *text == name || text.strip_suffix(".*") == Some(within);
        if self.texts.iter().any(is_text) { TEXT_MAX } else { NAME_MAX }
    }
}

/// Refuses a command with a text that is too long, a list that is too long, or a control character.
///
/// # Errors
/// Names the field and the limit.
pub fn check(command: &Command) -> Result<(), CommandError> {
    let value = serde_json::to_value(command)
        .map_err(|error| CommandError::invalid("", format!("this cannot be written down: {error}")))?;
    walk(&value, "", command.limits())
}

fn walk(value: &Value, path: &str, limits: &Limits) -> Result<(), CommandError> {
    match value {
        Value::String(text) => text_fits(text, path, limits.of(path)),
        Value::Array(list) => {
            long(list.len(), path)?;
            list.iter()
                .enumerate()
                .try_for_each(|(at, entry)| walk(entry, &join(path, &at.to_string()), limits))
        }
        Value::Object(map) => {
            long(map.len(), path)?;
            map.iter().try_for_each(|(key, entry)| {
                text_fits(key, path, NAME_MAX)?;
                walk(entry, &join(path, key), limits)
            })
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
    }
}

fn join(path: &str, step: &str) -> String {
    if path.is_empty() { step.to_owned() } else { format!("{path}.{step}") }
}

fn long(count: usize, path: &str) -> Result<(), CommandError> {
    if count <= LIST_MAX {
        return Ok(());
    }
    Err(CommandError::invalid(path, format!("a list of {count} entries is too long"))
        .help(format!("at most {LIST_MAX} are taken")))
}

/// Refuses what is no name: too long, or with characters that nobody sees.
///
/// # Errors
/// Names the field and the limit.
pub(crate) fn is_name(text: &str, field: &str) -> Result<(), CommandError> {
    text_fits(text, field, NAME_MAX)
}

/// Refuses a list that is too long.
///
/// # Errors
/// Names the field and the limit.
pub(crate) fn is_list(count: usize, field: &str) -> Result<(), CommandError> {
    long(count, field)
}

fn text_fits(text: &str, path: &str, max: usize) -> Result<(), CommandError> {
    let count = text.chars().count();
    if count > max {
        return Err(CommandError::invalid(path, format!("a text of {count} characters is too long"))
            .help(format!("at most {max} are taken here")));
    }
    if let Some(control) = text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        let message = format!("the text holds the control character U+{:04X}", u32::from(control));
        return Err(CommandError::invalid(path, message).help("take it out"));
    }
    // In a name nobody would see them; in a text they may have been copied along, and turn nothing.
    let is_name = max == NAME_MAX;
    if let Some(unseen) = text.chars().find(|c| turns_text(*c) || is_name && hides_in_names(*c)) {
        let message = format!("the text holds U+{:04X}, which nobody sees", u32::from(unseen));
        return Err(CommandError::invalid(path, message)
            .help("take it out: type the words anew rather than copy them"));
    }
    if is_name && text.chars().any(is_unseen) && shows_nothing(text) {
        return Err(CommandError::invalid(path, "there is nothing to see here").help("say it in words"));
    }
    Ok(())
}

/// Refuses an empty text.
///
/// # Errors
/// Names the field.
pub fn not_empty(text: &str, field: &str) -> Result<(), CommandError> {
    if text.is_empty() || shows_nothing(text) {
        return Err(CommandError::invalid(field, "this is empty").help("say it in words"));
    }
    Ok(())
}
