//! The controls of one form, as they stand in its markup.

use super::tags::{Tag, plain, tags};
use crate::percent;
use std::collections::BTreeMap;
use std::ops::Range;

/// What a control is for whoever fills it in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Set by the page, or by its script.
    Hidden,
    /// A line of text, a day, a number.
    Line,
    /// A text of several lines.
    Area,
    /// A list to choose from: each option with its words.
    List(Vec<(Tag, String)>),
    /// A box to tick.
    Tick,
    /// One of several in sight.
    Radio,
    /// What is never filled in by a page: a password, a file.
    Secret,
    /// What sends the form.
    Button,
}

/// A control that has a name.
#[derive(Clone, Debug)]
pub(super) struct Control {
    pub kind: Kind,
    pub name: String,
    pub tag: Tag,
    /// From its tag to the end of the one that closes it.
    pub whole: Range<usize>,
    /// Where a sentence about it stands.
    pub beside: usize,
    /// What people call it.
    pub label: String,
}

impl Control {
    /// Whether a person fills it in.
    pub fn is_filled_in(&self) -> bool {
        !matches!(self.kind, Kind::Hidden | Kind::Button)
    }

    /// Whether it is one of several that answer one question together.
    pub fn is_one_of(&self) -> bool {
        matches!(self.kind, Kind::Tick | Kind::Radio)
    }

    /// The path of what it sets, as [`path_of`] writes it.
    pub fn path(&self) -> String {
        path_of(&self.name)
    }
}

/// The path of what a field sets, with dots alone: `clauses.0.text` for `clauses[0].text`, `issues` for `issues[]`.
pub(super) fn path_of(name: &str) -> String {
    let (path, _) = name.rsplit_once(':').unwrap_or((name, ""));
    let steps = path.replace("[]", "").replace('[', ".").replace(']', "");
    let steps: Vec<String> =
        steps.split('.').map(|step| percent::decoded(step).unwrap_or_else(|| step.to_owned())).collect();
    steps.join(".")
}

/// The controls of a form's markup, in order.
pub(super) fn controls(markup: &str) -> Vec<Control> {
    let tags = tags(markup);
    let labels = labels(markup, &tags);
    let mut controls = Vec::new();
    let (mut legend, mut box_at) = (String::new(), None);
    for (at, tag) in tags.iter().enumerate() {
        match tag.name.as_str() {
            "legend" => legend = content(markup, &tags, at, "/legend").0,
            "/fieldset" => legend.clear(),
            "div" => box_at = (tag.value("class") == Some("tick")).then_some(tag.range.start),
            "/div" => box_at = None,
            _ => {}
        }
        let Some(name) = tag.value("name").filter(|name| !name.is_empty()) else { continue };
        let (kind, ends) = match tag.name.as_str() {
            "input" => (input(tag), tag.range.end),
            "textarea" => (Kind::Area, content(markup, &tags, at, "/textarea").1),
            "select" => {
                let ends = content(markup, &tags, at, "/select").1;
                (Kind::List(options(markup, &tags, at)), ends)
            }
            "button" => (Kind::Button, tag.range.end),
            _ => continue,
        };
        let own = tag.value("id").and_then(|id| labels.get(id)).cloned();
        let own = own.or_else(|| tag.value("aria-label").map(str::to_owned)).unwrap_or_default();
        let is_one_of = matches!(kind, Kind::Tick | Kind::Radio);
        let label = if is_one_of && !legend.is_empty() { legend.clone() } else { own };
        controls.push(Control {
            kind,
            name: name.to_owned(),
            tag: tag.clone(),
            whole: tag.range.start..ends,
            beside: box_at.filter(|_| is_one_of).unwrap_or(ends),
            label,
        });
    }
    controls
}

fn input(tag: &Tag) -> Kind {
    match tag.value("type").unwrap_or("text") {
        "hidden" => Kind::Hidden,
        "checkbox" => Kind::Tick,
        "radio" => Kind::Radio,
        "password" | "file" => Kind::Secret,
        "submit" | "button" | "image" | "reset" => Kind::Button,
        _ => Kind::Line,
    }
}

/// What stands between a tag and the one that closes it, and where that ends.
fn content(markup: &str, tags: &[Tag], at: usize, closing: &str) -> (String, usize) {
    let Some(opening) = tags.get(at) else { return (String::new(), 0) };
    let closing = tags.iter().skip(at).find(|tag| tag.name == closing);
    let (ends, after) =
        closing.map_or((opening.range.end, opening.range.end), |tag| (tag.range.start, tag.range.end));
    (plain(markup.get(opening.range.end..ends).unwrap_or_default()), after)
}

/// The words of every label by the id of its control.
fn labels(markup: &str, tags: &[Tag]) -> BTreeMap<String, String> {
    let labels = tags.iter().enumerate().filter(|(_, tag)| tag.name == "label");
    let of = |(at, tag): (usize, &Tag)| {
        Some((tag.value("for")?.to_owned(), content(markup, tags, at, "/label").0.trim().to_owned()))
    };
    labels.filter_map(of).collect()
}

fn options(markup: &str, tags: &[Tag], at: usize) -> Vec<(Tag, String)> {
    let within = tags.iter().enumerate().skip(at).take_while(|(_, tag)| tag.name != "/select");
    let options = within.filter(|(_, tag)| tag.name == "option");
    options.map(|(at, tag)| (tag.clone(), content(markup, tags, at, "/option").0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_the_same_however_the_field_is_written() {
        for (name, path) in [
            ("clauses[0].text", "clauses.0.text"),
            ("plan.parties[]", "plan.parties"),
            ("closes:local", "closes"),
            ("options.who%2Epays:decimal", "options.who.pays"),
            ("statement.never.height[]", "statement.never.height"),
        ] {
            assert_eq!(path_of(name), path);
        }
    }
}
