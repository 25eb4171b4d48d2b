//! Fields in which something is chosen or ticked.

use super::Form;
use maud::{Markup, html};

impl Form<'_> {
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
}
