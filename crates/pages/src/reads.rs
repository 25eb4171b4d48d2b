//! Who will read what a form sends: beside every button, and beside every choice that changes it, before anything is sent.

use super::field::Form;
use super::view::View;
use crate::audience::{Piece, Readers};
use maud::{Markup, html};
use mediant_record::Compartment;
use mediant_words::say;

/// One of the audiences that a form offers.
pub struct Readership {
    /// What the form sends.
    pub value: String,
    /// What goes before the names; empty where they say it all.
    pub how: String,
    /// Where it is recorded.
    pub places: Vec<Compartment>,
}

impl Readership {
    /// Recorded in one compartment, whose name is sent.
    pub fn named(place: Compartment, how: impl Into<String>) -> Self {
        Self { value: place.name(), how: how.into(), places: vec![place] }
    }

    /// Recorded in one compartment, sent as another value.
    pub fn sent_as(value: impl Into<String>, how: impl Into<String>, place: Compartment) -> Self {
        Self { value: value.into(), how: how.into(), places: vec![place] }
    }
}

impl View<'_> {
    /// Who reads a compartment.
    pub fn readers(&self, place: &Compartment) -> Readers {
        Readers::of(self.state, &self.actor(), self.today, place, self.language)
    }

    /// Who reads one of several.
    pub fn readers_of_all(&self, places: &[Compartment]) -> Readers {
        Readers::of_all(self.state, &self.actor(), self.today, places, self.language)
    }
}

/// Readers on a page: each name in its own direction.
pub fn names(readers: &Readers) -> Markup {
    html! {
        @for piece in readers.pieces() {
            @match piece { Piece::Words(words) => (words), Piece::Name(name) => bdi { (name) } }
        }
    }
}

impl Form<'_> {
    /// Says beside the button that the readers of this compartment will read what is sent.
    pub fn read_by(self, view: &View<'_>, place: &Compartment) -> Self {
        self.read_by_all(view, std::slice::from_ref(place))
    }

    /// The same where it is recorded in several.
    pub fn read_by_all(self, view: &View<'_>, places: &[Compartment]) -> Self {
        self.saying(view, &say!(view, reads.who_will_read_it), places)
    }

    /// The same in other words, such as "Who will read that we answered".
    pub fn saying(mut self, view: &View<'_>, what: &str, places: &[Compartment]) -> Self {
        let readers = view.readers_of_all(places);
        self.readers = Some(html! { p.readers data-readers { (what) ": " (names(&readers)) "." } });
        self
    }

    /// Says beside the button who will read what follows from it, where that depends on what is chosen and no choice says it.
    pub fn telling(mut self, who: impl AsRef<str>) -> Self {
        self.readers = Some(html! { p.readers { (who.as_ref()) } });
        self
    }

    /// Says beside the button that each choice of the form says who will read it.
    pub fn read_as_chosen(mut self) -> Self {
        self.readers = Some(html! { p.readers { (say!(self, reads.who_will_read_it_whoever_stands)) } });
        self
    }

    /// A choice of who will read what is sent: all in sight, each with the names. Without `first` one has to be chosen.
    pub fn audience(
        &self,
        view: &View<'_>,
        name: &str,
        legend: &str,
        of: &[Readership],
        first: Option<&str>,
    ) -> Markup {
        html! {
            fieldset.options data-audience {
                legend { (legend) }
                @for (at, one) in of.iter().enumerate() {
                    @let id = format!("{}-{at}", self.id(name));
                    div.tick {
                        input type="radio" id=(id) name=(name) value=(one.value) checked[first == Some(one.value.as_str())] required;
                        label for=(id) {
                            @if !one.how.is_empty() { bdi { (one.how) } ": " }
                            span data-named { (names(&view.readers_of_all(&one.places))) }
                        }
                    }
                }
            }
        }
    }

    /// A list from which somebody may choose other readers than those that follow from the rest of the form.
    pub fn other_audience(
        &self,
        view: &View<'_>,
        name: &str,
        label: &str,
        none: &str,
        of: &[Readership],
    ) -> Markup {
        let id = self.id(name);
        html! {
            div.field data-other-audience {
                label for=(id) { (label) }
                select id=(id) name=(name) {
                    option value="" selected { (none) }
                    @for one in of {
                        option value=(one.value) dir="auto" { (view.readers_of_all(&one.places).text()) }
                    }
                }
            }
        }
    }
}
