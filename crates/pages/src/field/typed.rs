//! Fields into which something is typed.

use super::{Form, LINE_MAX};
use maud::{Markup, html};
use std::sync::OnceLock;

impl Form<'_> {
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
    pub(crate) fn line_again(&self, id: &str, name: &str, label: &str, value: &str) -> Markup {
        html! {
            div.field {
                label for=(id) { (label) }
                input type="text" id=(id) name=(name) value=(value) dir="auto";
            }
        }
    }

    /// The same for a text of several lines.
    pub(crate) fn text_again(&self, id: &str, name: &str, label: &str, value: &str) -> Markup {
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
