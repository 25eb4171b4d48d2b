//! A form that comes back: the page that it was sent from, with the form as it was sent and what is wrong with it.
//!
//! The page is made anew by the code that makes it always, and the form is looked for in its markup: so no page has to know
//! that its forms can come back. It is the one that is sent to the same place and says the same in what the page itself
//! sets: whose it is, what it is about. Where the page has no such form any more (the option is gone, the case is closed),
//! it says so, and everything typed stands there to be copied.

mod controls;
mod copied;
mod draft;
mod fault;
mod fill;
pub mod tags;

pub use copied::copied;
pub use draft::with_draft;
pub use fault::Fault;

use super::field::Form;
use super::form::Sent;
use super::view::View;
use super::{actions, brief_form, words};
use controls::{Kind, controls, path_of};
use fill::{Note, Said, filled};
use maud::{Markup, html};
use mediant_words::say;
use std::collections::BTreeSet;
use std::ops::Range;
use tags::{Tag, replaced, tags};

/// A form that was sent and not carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Again {
    /// Of which kind it is: a command's, or one of the forms' that become one.
    pub kind: &'static str,
    /// Where it was sent.
    pub action: String,
    /// What it says.
    pub sent: Sent,
    /// What is to be said about it.
    pub fault: Fault,
}

/// Where a form of a kind is sent.
fn action(kind: &str) -> String {
    let known =
        actions::OF_REPORTS.iter().chain(actions::OF_ACCOUNTS.iter()).find(|(known, _)| *known == kind);
    match known {
        Some((_, action)) => (*action).to_owned(),
        None if kind == brief_form::KIND => brief_form::ACTION.to_owned(),
        None => format!("/do/{kind}"),
    }
}

impl Again {
    /// A form of a kind.
    pub fn new(kind: &'static str, sent: Sent, fault: Fault) -> Self {
        Self { kind, action: action(kind), sent, fault }
    }

    /// The path of the page that it was sent from.
    pub fn path(&self) -> &str {
        let path = self.sent.page.as_deref().or(self.sent.back.as_deref()).unwrap_or("/");
        path.split('#').next().unwrap_or(path)
    }

    /// The page's document with the form as it was sent, opened and filled, and what is wrong with it beside its field and at the
    /// top.
    ///
    /// ```
    /// # use mediant_pages::again::{Again, Fault};
    /// # use mediant_pages::{form::Sent, view::{View, Viewer}, when::Zone, words::Tone};
    /// # use mediant_record::{Role, State};
    /// # use mediant_model::case::Reader;
    /// # let state = State::new(&Reader::Mediator);
    /// # let who = Viewer { role: Role::Mediator, person: None, name: String::new(), zone: Zone::utc(), zone_chosen: true, session: None };
    /// # let view = View::new(&state, &who, jiff::Timestamp::UNIX_EPOCH, jiff::civil::date(2025, 12, 4), "/");
    /// let page = "<h1>Desk</h1><details><form action=\"/do/say\"><label for=\"t\">Words</label>\
    ///     <textarea id=\"t\" name=\"wording\"></textarea></form></details>";
    /// let fault = Fault { lead: "Not done.".into(), tone: Tone::Blocked, cause: "this is too long".to_owned(), help: None,
    ///     field: Some("wording".to_owned()) };
    /// let sent = Sent::new([("wording".to_owned(), "a long speech".to_owned())]);
    /// let again = Again::new("say", sent, fault).put_into(&view, page);
    /// assert!(again.contains("<details open>") && again.contains("a long speech") && again.contains("aria-invalid"));
    /// ```
    pub fn put_into(&self, view: &View<'_>, document: &str) -> String {
        let Some(found) = find(document, &self.action, &self.sent) else {
            return at_the_top(document, &html! { (self.summary(view, &[])) (self.typed(view)) });
        };
        let path = self.fault.field.as_deref().map(|field| self.sent.path_as_sent(field));
        let sentence = self.fault.sentences(view);
        let said = Said { language: view.language, sentence: &sentence, path: path.as_deref() };
        let form = document.get(found.form.clone()).unwrap_or_default();
        let filled = filled(form, &self.sent, &said, MARK);
        let mut edits: Vec<(Range<usize>, String)> = found.folds.into_iter().map(opened).collect();
        edits.push((found.form, marked(&filled.markup, self.path())));
        let page = replaced(document, edits);
        at_the_top(&page, &self.summary(view, &filled.notes))
    }

    /// What is wrong, in lines that lead to where.
    fn summary(&self, view: &View<'_>, notes: &[Note]) -> Markup {
        let sentence = self.fault.sentences(view);
        let is_beside = notes.iter().any(|note| note.sentence == sentence);
        html! {
            div.notice role="alert" data-part="problem" {
                p { (words::status(self.fault.tone, &self.fault.lead)) @if !is_beside { " " (words::said(&sentence)) } }
                @if !notes.is_empty() {
                    ul { @for note in notes {
                        li {
                            a href=(format!("#{}", note.id)) { bdi { @if note.label.is_empty() { (say!(view, again.look_here)) } @else { (note.label) } } }
                            ": " (words::said(&note.sentence))
                        }
                    } }
                }
            }
        }
    }

    /// What was typed for a form that the page does not have any more.
    pub fn typed(&self, view: &View<'_>) -> Markup {
        let form = view.form(self.kind).to(self.action.clone()).request(self.sent.request.clone());
        let form = match &self.sent.back {
            Some(back) => form.back(back),
            None => form,
        };
        let fields = html! {
            @for (at, (name, value)) in self.sent.fields.iter().enumerate() { (self.field(&form, at, name, value)) }
        };
        html! {
            section.left aria-labelledby="again-typed" data-gone="" {
                h2 id="again-typed" { (say!(view, again.what_you_typed)) }
                p { (say!(view, again.no_such_form_any_more)) }
                (form.ends(fields, &say!(view, again.send_it_again)))
            }
        }
    }

    fn field(&self, form: &Form<'_>, at: usize, name: &str, value: &str) -> Markup {
        if is_set_by_page(name) || value.is_empty() && name.contains('[') {
            return html! { input type="hidden" name=(name) value=(value); };
        }
        let (id, label) = (format!("{MARK}-{at}"), label(&path_of(name)));
        if value.contains('\n') || value.chars().count() > 80 {
            form.text_again(&id, name, &label, value)
        } else {
            form.line_again(&id, name, &label, value)
        }
    }
}

/// Whether what a field says was set by the page, or chosen from what the page offers, and not written.
fn is_set_by_page(name: &str) -> bool {
    let (path, reading) = name.rsplit_once(':').unwrap_or((name, ""));
    matches!(reading, "fixed" | "json" | "bool") || path.ends_with("[]") || path.ends_with("@place")
}

/// With this begin the ids that a form gets when it comes back.
const MARK: &str = "again";

/// A form in a document, and the folds that it lies in.
struct Found {
    form: Range<usize>,
    folds: Vec<Tag>,
}

/// The form that was sent: sent to the same place, with the same values where the page sets them.
fn find(document: &str, action: &str, sent: &Sent) -> Option<Found> {
    let tags = tags(document);
    let mut folds: Vec<Tag> = Vec::new();
    let mut best: Option<(usize, Found)> = None;
    for (at, tag) in tags.iter().enumerate() {
        match tag.name.as_str() {
            "details" => folds.push(tag.clone()),
            "/details" => drop(folds.pop()),
            "form" if tag.value("action") == Some(action) => {
                let Some(end) = tags.iter().skip(at).find(|tag| tag.name == "/form") else { continue };
                let form = tag.range.start..end.range.end;
                let Some(likeness) = likeness(document.get(form.clone()).unwrap_or_default(), sent) else {
                    continue;
                };
                if best.as_ref().is_none_or(|(most, _)| likeness > *most) {
                    best = Some((likeness, Found { form, folds: folds.clone() }));
                }
            }
            _ => {}
        }
    }
    best.map(|(_, found)| found)
}

/// In how many of its fields a form is the one that was sent; `None` where it is about something else.
fn likeness(form: &str, sent: &Sent) -> Option<usize> {
    let controls = controls(form);
    let names: BTreeSet<&str> = sent.fields.iter().map(|(name, _)| name.as_str()).collect();
    let with_every_form = ["token", "request", "return", "page", "own_draft", "own_draft_version"];
    for control in controls.iter().filter(|control| control.kind == Kind::Hidden) {
        let own = control.tag.value("value").unwrap_or_default();
        let is_set = !own.is_empty() && !with_every_form.contains(&control.name.as_str());
        if is_set && !sent.fields.iter().any(|(name, value)| *name == control.name && same(value, own)) {
            return None;
        }
    }
    // What another page set is in this form as well: else it would be sent without it.
    let has = |name: &str, value: &str| {
        controls.iter().any(|control| {
            control.name == name
                && (control.kind != Kind::Hidden
                    || same(control.tag.value("value").unwrap_or_default(), value))
        })
    };
    let kept = sent.fields.iter().filter(|(name, value)| name.ends_with(":fixed") && !value.is_empty());
    for (name, value) in kept {
        if !has(name, value) {
            return None;
        }
    }
    Some(controls.iter().filter(|control| names.contains(control.name.as_str())).count())
}

/// Browsers end lines with two characters.
fn same(a: &str, b: &str) -> bool {
    a == b || a.replace("\r\n", "\n") == b.replace("\r\n", "\n")
}

fn opened(mut fold: Tag) -> (Range<usize>, String) {
    fold.mark("open", true);
    (fold.range.clone(), fold.written())
}

/// The form with a mark that it was sent, and from which page.
fn marked(form: &str, path: &str) -> String {
    let Some(mut tag) = tags(form).into_iter().next() else { return form.to_owned() };
    tag.set("data-sent", path);
    replaced(form, vec![(tag.range.clone(), tag.written())])
}

/// A document with something below its heading.
fn at_the_top(document: &str, what: &Markup) -> String {
    const HEADING: &str = "</h1>";
    let at = document.find(HEADING).map_or(0, |at| at + HEADING.len());
    replaced(document, vec![(at..at, what.0.clone())])
}

/// A path as a label: `clauses.0.text` becomes `Clauses 1: text`.
pub(super) fn label(path: &str) -> String {
    let mut label = String::new();
    for step in path.split('.') {
        let step = step.trim_start_matches('@').replace('_', " ");
        match step.parse::<usize>() {
            Ok(number) => label.push_str(&format!(" {}", number + 1)),
            Err(_) if label.is_empty() => label.push_str(&step),
            Err(_) => label.push_str(&format!(": {step}")),
        }
    }
    let mut characters = label.chars();
    let first: String = characters.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}", characters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(fields: &[(&str, &str)]) -> Sent {
        Sent::new(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    fn form(party: &str) -> String {
        html! { form method="post" action="/do/tell_item" {
            input type="hidden" name="party:fixed" value=(party);
            textarea name="text" { "\n" }
        } }
        .into_string()
    }

    #[test]
    fn words_to_one_party_never_come_back_in_a_form_to_another() {
        let told = sent(&[("party:fixed", "south"), ("text", "in confidence")]);
        assert!(find(&form("north"), "/do/tell_item", &told).is_none());
        assert!(find(&form("south"), "/do/write_note", &told).is_none());
        let both = form("north") + &form("south");
        assert_eq!(find(&both, "/do/tell_item", &told).unwrap().form.start, form("north").len());
        // Nor where the page says nothing of whom it is to.
        let bare = "<form action=\"/do/tell_item\"><textarea name=\"text\"></textarea></form>";
        assert!(find(bare, "/do/tell_item", &told).is_none());
    }

    #[test]
    fn a_path_is_a_label() {
        assert_eq!(label("clauses.0.text"), "Clauses 1: text");
        assert_eq!(label("plan.time_zone"), "Plan: time zone");
    }
}
