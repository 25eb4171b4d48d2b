//! Forms and their fields. Every field has a label, an id of its own, and works without script.

use super::view::{FormKeys, View};
use maud::{Markup, PreEscaped, html};
use mediant_words::{Language, Speaks, say};
use std::borrow::Cow;
use std::sync::OnceLock;

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

    /// A line of text.
    pub fn line(&self, name: &str, label: &str, needed: bool, hint: &str) -> Markup {
        self.line_with(name, label, "", needed, hint)
    }

    /// A line of text that holds one already.
    pub fn line_with(&self, name: &str, label: &str, value: &str, needed: bool, hint: &str) -> Markup {
        self.field(name, label, hint, |id, described| {
            html! {
                input type="text" id=(id) name=(name) value=(value) dir="auto" required[needed]
                    aria-describedby=[described];
            }
        })
    }

    /// A time zone, with the list of those that there are.
    pub fn zone(&self, name: &str, label: &str, value: &str, needed: bool, hint: &str) -> Markup {
        let list = format!("{}-list", self.id(name));
        html! {
            (self.field(name, label, hint, |id, described| {
                html! {
                    input type="text" id=(id) name=(name) value=(value) list=(list) maxlength=(LINE_MAX) autocomplete="off"
                        required[needed] aria-describedby=[described];
                }
            }))
            datalist id=(list) { @for zone in zones() { option value=(zone) {} } }
        }
    }

    /// A text of several lines.
    pub fn text(&self, name: &str, label: &str, needed: bool, hint: &str) -> Markup {
        self.text_with(name, label, "", 3, needed, hint)
    }

    /// A text of several lines that holds one already. The line break in front is not part of it.
    pub fn text_with(
        &self,
        name: &str,
        label: &str,
        value: &str,
        rows: u32,
        needed: bool,
        hint: &str,
    ) -> Markup {
        self.field(name, label, hint, |id, described| {
            html! {
                textarea id=(id) name=(name) rows=(rows) dir="auto" required[needed]
                    aria-describedby=[described] { "\n" (value) }
            }
        })
    }

    /// A line of text under an id of its own, for what was typed into a form that is gone.
    pub(super) fn line_again(&self, id: &str, name: &str, label: &str, value: &str) -> Markup {
        html! {
            div.field {
                label for=(id) { (label) }
                input type="text" id=(id) name=(name) value=(value) dir="auto";
            }
        }
    }

    /// The same for a text of several lines.
    pub(super) fn text_again(&self, id: &str, name: &str, label: &str, value: &str) -> Markup {
        html! {
            div.field {
                label for=(id) { (label) }
                textarea id=(id) name=(name) rows="6" dir="auto" { "\n" (value) }
            }
        }
    }

    /// The text of a report.
    pub fn report(&self, name: &str, label: &str, hint: &str) -> Markup {
        self.field(name, label, hint, |id, described| {
            html! {
                textarea id=(id) name=(name) rows="12" dir="auto" required
                    aria-describedby=[described] {}
            }
        })
    }

    /// The content of a file: its characters keep their widths.
    pub fn file(&self, name: &str, label: &str, value: &str, rows: u32, needed: bool, hint: &str) -> Markup {
        self.field(name, label, hint, |id, described| {
            html! {
                textarea.file id=(id) name=(name) rows=(rows) spellcheck="false" required[needed]
                    aria-describedby=[described] { "\n" (value) }
            }
        })
    }

    /// A field of another type: `date`, `time`, `datetime-local`, `password`, `number`.
    pub fn typed(
        &self,
        kind: &str,
        name: &str,
        label: &str,
        value: &str,
        needed: bool,
        hint: &str,
    ) -> Markup {
        let step = (kind == "number").then_some("any");
        // A browser without a calendar takes text: days are read as people write them.
        let named =
            if kind == "date" && !name.contains(':') { format!("{name}:day") } else { name.to_owned() };
        self.field(name, label, hint, |id, described| {
            html! {
                input type=(kind) id=(id) name=(named) value=[(!value.is_empty()).then_some(value)] step=[step]
                    required[needed] aria-describedby=[described];
            }
        })
    }

    /// A password: one that is known, or a new one.
    pub fn password(&self, name: &str, label: &str, is_new: bool, hint: &str) -> Markup {
        let kept_as = if is_new { "new-password" } else { "current-password" };
        self.field(name, label, hint, |id, described| {
            html! {
                input type="password" id=(id) name=(name) autocomplete=(kept_as) required aria-describedby=[described];
            }
        })
    }

    /// The name that somebody signs in with.
    pub fn user_name(&self, name: &str, label: &str, value: &str, hint: &str) -> Markup {
        self.field(name, label, hint, |id, described| {
            html! {
                input type="text" id=(id) name=(name) value=(value) dir="auto" autocomplete="username"
                    maxlength=(LINE_MAX) required aria-describedby=[described];
            }
        })
    }

    /// A field for a day, with a label and a hint.
    pub fn day(&self, name: &str, label: &str, hint: &str) -> Markup {
        self.typed("date", name, label, "", false, hint)
    }

    /// One of several, from a list. Each is a value with its words.
    pub fn choice(
        &self,
        name: &str,
        label: &str,
        of: &[(String, String)],
        chosen: &str,
        hint: &str,
    ) -> Markup {
        self.field(name, label, hint, |id, described| {
            html! {
                select id=(id) name=(name) aria-describedby=[described] {
                    @for (value, words) in of {
                        option value=(value) selected[value == chosen] dir="auto" { (words) }
                    }
                }
            }
        })
    }

    /// A number that is typed, or one of a few words in its place.
    pub fn number_or(&self, name: &str, label: &str, value: &str, others: &[&str], hint: &str) -> Markup {
        let named = format!("{name}:decimal");
        self.field(name, label, hint, |id, described| number_input(id, &named, value, others, described))
    }

    /// A number of any size, with as many decimals as one likes.
    pub fn amount(&self, name: &str, label: &str, needed: bool, hint: &str) -> Markup {
        let named = format!("{name}:amount");
        self.field(name, label, hint, |id, described| {
            html! {
                input type="text" inputmode="decimal" id=(id) name=(named) required[needed] aria-describedby=[described];
            }
        })
    }

    /// The same with one that is there already, not needed, and a hint.
    pub fn amount_with(&self, name: &str, label: &str, value: &str, hint: &str) -> Markup {
        let named = format!("{name}:amount");
        self.field(name, label, hint, |id, described| number_input(id, &named, value, &[], described))
    }

    /// One of several, from a list that begins with none of them: one has to be chosen.
    pub fn needed_choice(&self, name: &str, label: &str, none: &str, of: &[(String, String)]) -> Markup {
        self.field(name, label, "", |id, _| {
            html! {
                select id=(id) name=(name) required {
                    option value="" { (none) }
                    @for (value, words) in of { option value=(value) dir="auto" { (words) } }
                }
            }
        })
    }

    /// One of several, all in sight.
    pub fn radios<W: AsRef<str>>(
        &self,
        name: &str,
        legend: &str,
        of: &[(&str, W)],
        chosen: Option<&str>,
    ) -> Markup {
        html! {
            fieldset.options {
                legend { (legend) }
                @for (at, (value, words)) in of.iter().enumerate() {
                    @let id = format!("{}-{at}", self.id(name));
                    div.tick {
                        input type="radio" id=(id) name=(name) value=(value) checked[chosen == Some(*value)] required;
                        label for=(id) { (words.as_ref()) }
                    }
                }
            }
        }
    }

    /// Any of several, all in sight. Each is a value with its words.
    pub fn ticks(
        &self,
        name: &str,
        legend: &str,
        of: &[(String, String)],
        ticked: &[String],
        hint: &str,
    ) -> Markup {
        html! {
            fieldset.options {
                legend { (legend) }
                @for (at, (value, words)) in of.iter().enumerate() {
                    @let id = format!("{}-{at}", self.id(name));
                    div.tick {
                        input type="checkbox" id=(id) name=(name) value=(value) checked[ticked.contains(value)];
                        label for=(id) { bdi { (words) } }
                    }
                }
                @if !hint.is_empty() { small.hint { (hint) } }
            }
        }
    }

    /// Any of several that say nothing by themselves: ticked in an entry of a list without words, the entry is absent.
    pub fn ticks_of_page(&self, name: &str, legend: &str, of: &[(String, String)]) -> Markup {
        self.ticks(&format!("{name}:fixed"), legend, of, &[], "")
    }

    /// A box that stands for a value of its own.
    pub fn tick_value(&self, name: &str, value: &str, label: &str) -> Markup {
        let id = self.id(name);
        html! {
            div.tick {
                input type="checkbox" id=(id) name=(name) value=(value);
                label for=(id) { bdi { (label) } }
            }
        }
    }

    /// A box to tick.
    pub fn tick(&self, name: &str, label: &str, ticked: bool) -> Markup {
        let id = self.id(name);
        let named = format!("{name}:bool");
        html! {
            div.tick {
                input type="hidden" name=(named) value="false";
                input type="checkbox" id=(id) name=(named) value="true" checked[ticked];
                label for=(id) { (label) }
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

/// The control for a number that is typed, or one of a few words in its place.
pub fn number_input(id: &str, name: &str, value: &str, others: &[&str], described: Option<&str>) -> Markup {
    let list = (!others.is_empty()).then(|| format!("{id}-others"));
    html! {
        input type="text" inputmode="decimal" id=(id) name=(name) value=(value) maxlength=(LINE_MAX)
            list=[list.as_deref()] aria-describedby=[described];
        @if let Some(list) = &list {
            datalist id=(list) { @for other in others { option value=(other) {} } }
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

/// The names of every time zone that is a place's, in order.
fn zones() -> &'static [String] {
    static ZONES: OnceLock<Vec<String>> = OnceLock::new();
    ZONES.get_or_init(|| {
        let names = jiff::tz::db().available().map(|name| name.to_string());
        let mut names: Vec<String> = names.filter(|name| name == "UTC" || is_of_a_place(name)).collect();
        names.sort();
        names.dedup();
        names
    })
}

/// Names such as `Europe/Kyiv`, without old names of countries and offsets of ships.
fn is_of_a_place(name: &str) -> bool {
    const REGIONS: [&str; 10] = [
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    ];
    name.split_once('/').is_some_and(|(region, _)| REGIONS.contains(&region))
}
