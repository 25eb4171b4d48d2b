//! Forms and their fields. Every field has a label, an id of its own, and works without script.

mod choices;
mod typed;

pub use typed::number_input;

use super::view::{FormKeys, View};
use maud::{Markup, PreEscaped, html};
use mediant_words::{Language, Speaks, say};
use std::borrow::Cow;

/// A form under construction.
pub struct Form<'a> {
    kind: &'static str,
    number: u32,
    request: Option<String>,
    keys: Option<&'a FormKeys>,
    path: &'a str,
    language: Language,
    back: Option<String>,
    action: Option<String>,
    confirm: Option<Cow<'static, str>>,
    /// Under which name a draft of it is kept, and which version stands in it.
    draft: Option<(String, String)>,
    /// The id under which a button in another form sends it: then it is not shown itself.
    apart: Option<String>,
    /// Who will read what is sent: see [`super::reads`].
    pub(super) readers: Option<Markup>,
}

/// The most characters of a name, a zone or a number. A text has no such limit in the browser, which would cut what is
/// pasted without a word: the record says when it is too long.
pub const LINE_MAX: usize = mediant_record::limits::NAME_MAX;

impl Speaks for Form<'_> {
    fn language(&self) -> Language {
        self.language
    }
}

impl<'a> Form<'a> {
    pub(super) fn new(kind: &'static str, number: u32, view: &'a View<'_>) -> Self {
        Self {
            kind,
            number,
            request: view.request(number),
            keys: view.who.session.as_ref(),
            path: view.path,
            language: view.language,
            back: None,
            action: None,
            confirm: None,
            draft: None,
            apart: None,
            readers: None,
        }
    }

    /// Goes elsewhere than back to this page once it is done.
    pub fn back(mut self, path: impl Into<String>) -> Self {
        self.back = Some(path.into());
        self
    }

    /// Is the same request as one that was sent before: carried out once, however often it is sent.
    pub fn request(mut self, request: Option<String>) -> Self {
        self.request = request.or(self.request);
        self
    }

    /// Is sent elsewhere than to the commands.
    pub fn to(mut self, path: impl Into<String>) -> Self {
        self.action = Some(path.into());
        self
    }

    /// Is not shown: it is sent by a button that stands in another form, whose readers are the same, and names this id as its form.
    pub fn apart(mut self, id: &str) -> Self {
        self.apart = Some(id.to_owned());
        self
    }

    /// Asks once more before it is sent, where there is script.
    pub fn confirm(mut self, question: impl Into<Cow<'static, str>>) -> Self {
        self.confirm = Some(question.into());
        self
    }

    /// Keeps itself as a draft of its author's own while it is written, under this name; `version` is of the draft that stands in it.
    pub fn keeps(mut self, name: &str, version: &str) -> Self {
        self.draft = Some((name.to_owned(), version.to_owned()));
        self
    }

    /// Ends the draft of this name once it is carried out, and keeps none itself.
    pub fn ends_draft(&self, name: &str) -> Markup {
        html! { input type="hidden" name="own_draft" value=(name); }
    }

    pub(super) fn id(&self, name: &str) -> String {
        let plain: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        format!("f{}-{plain}", self.number)
    }

    /// A value that the page sets.
    pub fn fixed(&self, name: &str, value: &str) -> Markup {
        let named = if name.contains(':') { name.to_owned() } else { format!("{name}:fixed") };
        html! { input type="hidden" name=(named) value=(value); }
    }

    fn field(
        &self,
        name: &str,
        label: &str,
        hint: &str,
        control: impl FnOnce(&str, Option<&str>) -> Markup,
    ) -> Markup {
        let id = self.id(name);
        let hint_id = format!("{id}-hint");
        let described = (!hint.is_empty()).then_some(hint_id.as_str());
        html! {
            div.field {
                label for=(id) { (label) }
                (control(&id, described))
                @if !hint.is_empty() { small.hint id=(hint_id) { (hint) } }
            }
        }
    }

    /// The form with these fields and a button of these words.
    pub fn ends(self, fields: Markup, button: &str) -> Markup {
        self.ends_with(fields, button, "primary")
    }

    /// The same with a button that stays in the background.
    pub fn ends_quietly(self, fields: Markup, button: &str) -> Markup {
        self.ends_with(fields, button, "quiet")
    }

    fn ends_with(self, fields: Markup, button: &str, class: &str) -> Markup {
        self.ends_in(fields, html! { button type="submit" class=(class) { (button) } })
    }

    /// The form with these fields and buttons of its own.
    pub fn ends_in(self, fields: Markup, buttons: Markup) -> Markup {
        let language = self.language;
        let action = self.action.clone().unwrap_or_else(|| format!("/do/{}", self.kind));
        html! {
            form method="post" action=(action) id=[self.apart.as_deref()] hidden[self.apart.is_some()] data-confirm=[self.confirm] data-keeps=[self.draft.as_ref().map(|(name, _)| name)] {
                @if let Some(keys) = self.keys { input type="hidden" name="token" value=(keys.token); }
                @if let Some(request) = &self.request { input type="hidden" name="request" value=(request); }
                input type="hidden" name="return" value=(self.back.as_deref().unwrap_or(self.path));
                @if self.back.as_deref().is_some_and(|back| back != self.path) {
                    input type="hidden" name="page" value=(self.path);
                }
                @if let Some((name, version)) = &self.draft {
                    input type="hidden" name="own_draft" value=(name);
                    input type="hidden" name="own_draft_version" value=(version);
                }
                (fields)
                @if let Some(readers) = &self.readers { (readers) }
                @if self.draft.is_some() && self.action.is_none() {
                    p.kept role="status" data-kept-says {}
                    p.act { (buttons) " " button.quiet type="submit" formaction="/keep" formnovalidate { (say!(language, field.keep_for_later)) } }
                } @else if self.apart.is_none() { p.act { (buttons) } }
            }
        }
    }
}

/// A form that opens when it is asked for.
pub fn folded(summary: &str, form: Markup) -> Markup {
    html! { details.fold { summary { (summary) } (form) } }
}

/// A short name, which nobody has to make up: folded away.
pub fn short_name(form: &Form<'_>, name: &str, hint: &str) -> Markup {
    folded(&say!(form, field.details), form.line(name, &say!(form, field.short_name), false, hint))
}

/// Values with the same words.
pub fn pairs<W: AsRef<str>>(of: &[(&str, W)]) -> Vec<(String, String)> {
    of.iter().map(|(value, words)| ((*value).to_owned(), words.as_ref().to_owned())).collect()
}

/// Nothing at all, for places without a form.
pub fn none() -> Markup {
    PreEscaped(String::new())
}
