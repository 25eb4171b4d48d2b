//! A form's controls, filled with what was sent, and a sentence beside the one that it is about.

use super::controls::{Control, Kind, controls, path_of};
use super::tags::{Tag, escaped, replaced, tags};
use crate::form::Sent;
use crate::words;
use maud::html;
use mediant_words::{Language, say};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A form with what was sent in it.
pub(super) struct Filled {
    pub markup: String,
    /// What is said beside its controls, in order.
    pub notes: Vec<Note>,
}

/// Something that is said beside a control.
pub(super) struct Note {
    /// The control's id.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// The sentence.
    pub sentence: String,
}

/// What a filled form says, and about what.
pub(super) struct Said<'a> {
    /// In which language.
    pub language: Language,
    /// The sentence.
    pub sentence: &'a str,
    /// The path of the field, with the form's own numbers of entries.
    pub path: Option<&'a str>,
}

/// The markup of a form with its controls filled from what was sent. Ids that it needs begin with `mark`.
pub(super) fn filled(markup: &str, sent: &Sent, said: &Said<'_>, mark: &str) -> Filled {
    let language = said.language;
    // What a choice says that is not there any more.
    let gone = || say!(language, again.no_longer_offered).into_owned();
    let all = controls(markup);
    let mut left = Left::new(sent);
    let mut notes: BTreeMap<usize, String> = BTreeMap::new();
    let mut values: Vec<Option<Vec<String>>> = Vec::new();
    for (at, control) in all.iter().enumerate() {
        let found = left.take(control);
        if let (Kind::List(options), Some(chosen)) = (&control.kind, &found)
            && chosen.iter().any(|chosen| !is_offered(options, chosen))
        {
            notes.insert(at, gone());
        }
        values.push(found);
    }
    // A question with several answers in sight: said once, at the first of them.
    for (at, control) in all.iter().enumerate().filter(|(_, control)| control.is_one_of()) {
        let is_first = all.iter().position(|other| other.name == control.name) == Some(at);
        if is_first && left.has(&control.name) {
            notes.insert(at, gone());
        }
    }
    let about = said.path.map(|path| concerned(&all, &values, path)).unwrap_or_default();
    if let Some(first) = about.first() {
        notes.insert(*first, said.sentence.to_owned());
    }
    let faulty: BTreeSet<usize> = about.iter().chain(notes.keys()).copied().collect();
    let first = notes.keys().next().copied();
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let mut said = Vec::new();
    for (at, (control, value)) in all.iter().zip(&values).enumerate() {
        let mut tag = control.tag.clone();
        if faulty.contains(&at) {
            let id = tag.value("id").map_or_else(|| format!("{mark}-{at}"), str::to_owned);
            tag.set("id", &id);
            let noted = about.first().filter(|_| about.contains(&at)).copied().unwrap_or(at);
            describe(&mut tag, &format!("{mark}-says-{noted}"));
            if let Some(sentence) = notes.get(&at) {
                tag.mark("autofocus", first == Some(at));
                said.push(Note { id, label: control.label.clone(), sentence: sentence.clone() });
            }
        }
        if let Some(note) = notes.get(&at) {
            let note = html! { p.fault id=(format!("{mark}-says-{at}")) { (words::said(note)) } };
            edits.push((control.beside..control.beside, note.into_string()));
        }
        edits.push(written(language, control, tag, value.as_deref(), sent));
    }
    edits.extend(left.shown(language, markup, mark));
    edits.extend(tags(markup).into_iter().filter(|tag| tag.name == "details").map(|mut tag| {
        tag.mark("open", true);
        (tag.range.clone(), tag.written())
    }));
    Filled { markup: replaced(markup, edits), notes: said }
}

fn describe(tag: &mut Tag, id: &str) {
    tag.set("aria-invalid", "true");
    let before = tag.value("aria-describedby").map(|before| format!("{before} "));
    tag.set("aria-describedby", &format!("{}{id}", before.unwrap_or_default()));
}

fn is_offered(options: &[(Tag, String)], chosen: &str) -> bool {
    options.iter().any(|(option, words)| option.value("value").unwrap_or(words) == chosen)
}

/// A control with its value, in the place of what stood there.
fn written(
    language: Language,
    control: &Control,
    mut tag: Tag,
    value: Option<&[String]>,
    sent: &Sent,
) -> (Range<usize>, String) {
    let single = value.and_then(|values| values.first());
    match (&control.kind, single) {
        (Kind::Tick | Kind::Radio, _) => tag.mark("checked", value.is_some()),
        (Kind::Line, Some(value)) => {
            // A browser drops what is no day from a field for days.
            if !is_kept(tag.value("type").unwrap_or("text"), value) {
                tag.set("type", "text");
            }
            tag.set("value", value);
        }
        (Kind::Area, Some(value)) => {
            return (control.whole.clone(), format!("{}\n{}</textarea>", tag.written(), escaped(value)));
        }
        (Kind::List(options), Some(chosen)) => {
            return (control.whole.clone(), list(language, &mut tag, options, chosen));
        }
        (Kind::Hidden, _) if control.name == "request" => {
            if let Some(request) = &sent.request {
                tag.set("value", request);
            }
        }
        (Kind::Hidden, Some(value)) => tag.set("value", value),
        _ => {}
    }
    (control.tag.range.clone(), tag.written())
}

fn list(language: Language, tag: &mut Tag, options: &[(Tag, String)], chosen: &str) -> String {
    let is_there = is_offered(options, chosen);
    // Nothing is chosen in the place of what is gone: least of all what stands first.
    if !is_there {
        tag.mark("required", true);
    }
    let mut written = tag.written();
    if !is_there {
        let again = html! { option value="" selected { (say!(language, again.choose_again)) } };
        written.push_str(&again.into_string());
    }
    for (option, words) in options {
        let mut option = option.clone();
        let is_chosen = option.value("value").unwrap_or(words) == chosen;
        option.mark("selected", is_chosen && is_there);
        written.push_str(&option.written());
        written.push_str(&escaped(words));
        written.push_str("</option>");
    }
    written.push_str("</select>");
    written
}

/// Whether a browser keeps such a value in a field of this type.
fn is_kept(kind: &str, value: &str) -> bool {
    let two = |text: &str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    let is_time = |text: &str| text.split_once(':').is_some_and(|(hour, minute)| two(hour) && two(minute));
    value.is_empty()
        || match kind {
            "date" => value.parse::<jiff::civil::Date>().is_ok() && value.len() == 10,
            "time" => is_time(value) && value.parse::<jiff::civil::Time>().is_ok(),
            "datetime-local" => {
                value.split_once('T').is_some_and(|(day, time)| is_kept("date", day) && is_kept("time", time))
            }
            "number" => value.parse::<f64>().is_ok(),
            _ => true,
        }
}

/// The controls that a fault at this path is about: those of the path itself, else those within it, else those around it.
fn concerned(all: &[Control], values: &[Option<Vec<String>>], path: &str) -> Vec<usize> {
    let path = path_of(path);
    let rank = |control: &Control| {
        let own = control.path();
        if !control.is_filled_in() {
            0
        } else if own == path {
            4
        } else if own.starts_with(&format!("{path}.")) {
            3
        } else if path.starts_with(&format!("{own}.")) {
            2
        } else {
            // What the reader of JSON misses it names without the way there.
            u8::from(format!(".{own}.").contains(&format!(".{path}.")))
        }
    };
    let best = all.iter().map(rank).max().filter(|best| *best > 0);
    let found: Vec<usize> =
        all.iter().enumerate().filter(|(_, control)| Some(rank(control)) == best).map(|(at, _)| at).collect();
    let is_one_of = |at: &usize| all.get(*at).is_some_and(Control::is_one_of);
    if best == Some(4) || found.iter().all(is_one_of) {
        return found;
    }
    // One of several: the first in which nothing was written.
    let is_empty = |at: &&usize| {
        let value = values.get(**at).and_then(Option::as_ref);
        value.is_none_or(|value| value.iter().all(|value| value.trim().is_empty()))
    };
    let one = found.iter().find(is_empty).or(found.first());
    one.copied().into_iter().collect()
}

/// What was sent and has found no control yet.
struct Left<'s> {
    fields: Vec<(&'s str, &'s str, bool)>,
    buttons: BTreeSet<String>,
}

impl<'s> Left<'s> {
    fn new(sent: &'s Sent) -> Self {
        let fields = sent.fields.iter().map(|(name, value)| (name.as_str(), value.as_str(), false));
        Self { fields: fields.collect(), buttons: BTreeSet::new() }
    }

    /// What was sent for a control: for a box, whether it was ticked; `None` where nothing was sent for it.
    fn take(&mut self, control: &Control) -> Option<Vec<String>> {
        let own = control.tag.value("value").unwrap_or(if control.is_one_of() { "on" } else { "" });
        match control.kind {
            Kind::Button => {
                self.buttons.insert(control.name.clone());
                None
            }
            // A page's own value, unless its script fills it in.
            Kind::Hidden if !own.is_empty() => {
                self.find(&control.name, Some(own));
                None
            }
            Kind::Secret => {
                self.find(&control.name, None);
                None
            }
            Kind::Tick | Kind::Radio => self.find(&control.name, Some(own)).map(|value| vec![value]),
            Kind::Hidden | Kind::Line | Kind::Area | Kind::List(_) => {
                self.find(&control.name, None).map(|value| vec![value])
            }
        }
    }

    /// Whether something was sent under this name that no control offers.
    fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(known, value, used)| !used && *known == name && !value.trim().is_empty())
    }

    fn find(&mut self, name: &str, value: Option<&str>) -> Option<String> {
        let is_it = |field: &&mut (&str, &str, bool)| {
            !field.2 && field.0 == name && value.is_none_or(|value| value == field.1)
        };
        let found = self.fields.iter_mut().find(is_it)?;
        found.2 = true;
        Some(found.1.to_owned())
    }

    /// What the form has no control for any more, to be copied: it is not sent again.
    fn shown(&self, language: Language, markup: &str, mark: &str) -> Option<(Range<usize>, String)> {
        let left: Vec<(&str, &str)> = self
            .fields
            .iter()
            .filter(|(name, value, used)| !used && !value.trim().is_empty() && !self.buttons.contains(*name))
            .map(|(name, value, _)| (*name, *value))
            .collect();
        if left.is_empty() {
            return None;
        }
        let end = markup.rfind("</form>")?;
        let shown = html! {
            section.left aria-labelledby=(format!("{mark}-left")) {
                h3 id=(format!("{mark}-left")) { (say!(language, again.what_you_also_gave)) }
                dl { @for (name, value) in left {
                    dt { (super::label(&path_of(name))) }
                    dd { pre { (value) } }
                } }
            }
        };
        Some((end..end, shown.into_string()))
    }
}
