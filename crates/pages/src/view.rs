//! What a page is made from: what its reader knows, who that is, and what day it is.

use super::standing::Holding;
use super::when::Zone;
use super::words;
use crate::field::Form;
use jiff::Timestamp;
use maud::{Markup, html};
use mediant_model::case::Reader;
use mediant_model::statement::{Citation, Speaker};
use mediant_model::{Date, IssueId, OptionId, PartyId, PersonId};
use mediant_record::authority::Authority;
use mediant_record::state::State;
use mediant_record::{Actor, Command, Role};
use mediant_words::{Language, Speaks, say};
use std::cell::{Cell, OnceCell};

/// Who reads a page.
#[derive(Clone)]
pub struct Viewer {
    /// The role in which the page is read.
    pub role: Role,
    /// Which person of the case, where it is one.
    pub person: Option<PersonId>,
    /// The name on the account; empty for whoever is not signed in.
    pub name: String,
    /// Where days begin and what times are called.
    pub zone: Zone,
    /// Whether the zone was chosen; else the browser may say once which one it is.
    pub zone_chosen: bool,
    /// What ties forms to the session; `None` for whoever is not signed in.
    pub session: Option<FormKeys>,
}

/// What the forms of one page carry, as it is served to a session once.
#[derive(Clone)]
pub struct FormKeys {
    /// The token that proves that a form came from a page of this session.
    pub token: String,
    /// Drawn when the page is served: the ids of its forms' requests begin with it. So a form that is sent twice is one
    /// request, and the same form in another tab is another.
    pub served: String,
}

/// Everything that a page is made from.
pub struct View<'a> {
    /// What the reader knows.
    pub state: &'a State,
    /// Who reads the page, in which role and time zone.
    pub who: &'a Viewer,
    /// When, to the minute.
    pub now: Timestamp,
    /// The day it is where the record is kept.
    pub today: Date,
    /// The page's own path, with its query.
    pub path: &'a str,
    /// In which language the page speaks.
    pub language: Language,
    /// Whether the page is shown to somebody else than its reader: then it has no forms.
    pub preview: bool,
    /// Whether what the engine finds out is not there yet.
    pub underway: bool,
    forms: Cell<u32>,
    holding: OnceCell<Holding<'a>>,
}

impl Speaks for View<'_> {
    fn language(&self) -> Language {
        self.language
    }
}

impl<'a> View<'a> {
    /// What a page of this path is made from.
    ///
    /// `today` is the day by which the record decides, so that a mandate that shows as live is one.
    pub fn new(state: &'a State, who: &'a Viewer, now: Timestamp, today: Date, path: &'a str) -> Self {
        Self {
            state,
            who,
            now,
            today: state.day(today),
            path,
            language: Language::English,
            preview: false,
            underway: false,
            forms: Cell::new(0),
            holding: OnceCell::new(),
        }
    }

    /// The fields of the page's query.
    pub fn query(&self) -> Vec<(String, String)> {
        let query = self.path.split_once('?').map_or("", |(_, query)| query);
        form_urlencoded::parse(query.as_bytes()).into_owned().collect()
    }

    /// What still holds of what was said.
    pub fn holding(&self) -> &Holding<'a> {
        self.holding.get_or_init(|| Holding::new(self.state, self.today))
    }

    /// The same page, shown to somebody else than its reader.
    pub fn as_preview(mut self) -> Self {
        self.preview = true;
        self
    }

    /// The same page in another language.
    pub fn in_language(mut self, language: Language) -> Self {
        self.language = language;
        self
    }

    /// Begins a form that asks for a command of this kind. Every form of a page has a number of its own.
    pub fn form(&self, kind: &'static str) -> Form<'_> {
        let number = self.forms.get();
        self.forms.set(number + 1);
        Form::new(kind, number, self)
    }

    /// The id of the request that the form of this number makes.
    pub(super) fn request(&self, number: u32) -> Option<String> {
        self.who.session.as_ref().map(|keys| format!("{}-{number}", keys.served))
    }

    /// Whether the reader may do what the mediator does, here and now.
    pub fn mediates(&self) -> bool {
        !self.preview && self.who.session.is_some() && self.who.role.mediates()
    }

    /// Who acts where the reader does something.
    pub fn actor(&self) -> Actor {
        Actor { role: self.who.role.clone(), person: self.who.person.clone() }
    }

    /// Whether the reader may do, here and now, what takes this.
    pub fn has(&self, authority: &Authority) -> bool {
        !self.preview
            && self.who.session.is_some()
            && authority.of(self.state, &self.actor(), self.today).is_ok()
    }

    /// Whether a form for the command is offered: the reader may ask for it, here and now.
    pub fn offers(&self, command: &Command) -> bool {
        command.may_come_from(&self.who.role) && self.has(&command.takes(self.state))
    }

    /// Whether the reader may act for the party, here and now.
    pub fn acts_for(&self, party: &PartyId) -> bool {
        self.who.role.acts_for(party) && self.has(&Authority::Voice(party.clone()))
    }

    /// Whether the reader may record what the party says or does: as the party or as the mediator.
    pub fn speaks_for(&self, party: &PartyId) -> bool {
        self.mediates() || self.acts_for(party)
    }

    /// The party that the page is for.
    pub fn own_party(&self) -> Option<PartyId> {
        match self.state.reader() {
            Reader::Party(party) => Some(party),
            Reader::Mediator | Reader::Public => None,
        }
    }

    /// Whether the page is for the mediator.
    pub fn is_mediators(&self) -> bool {
        self.state.reader() == Reader::Mediator
    }

    /// Whether the page is for everybody.
    pub fn is_public(&self) -> bool {
        self.state.reader() == Reader::Public
    }

    /// A party's name.
    pub fn party_name(&self, party: &PartyId) -> String {
        self.state.party(party).map_or_else(|| party.to_string(), |known| known.name.clone())
    }

    /// A party's name, kept apart from the direction of the text around it.
    pub fn party(&self, party: &PartyId) -> Markup {
        html! { bdi { (self.party_name(party)) } }
    }

    /// Several parties' names in a row.
    pub fn parties<'p>(&self, parties: impl IntoIterator<Item = &'p PartyId>) -> Markup {
        words::listed(self, parties.into_iter().map(|party| self.party(party)))
    }

    /// A person's name; the id where the person is not known.
    pub fn person_name(&self, person: &PersonId) -> String {
        let people = self.state.parties.iter().flat_map(|party| &party.people);
        let known = people.into_iter().find(|known| &known.id == person);
        known.map_or_else(|| person.to_string(), |known| known.name.clone())
    }

    /// A person's name, kept apart from the direction of the text around it.
    pub fn person(&self, person: &PersonId) -> Markup {
        html! { bdi { (self.person_name(person)) } }
    }

    /// Several people's names in a row.
    pub fn people<'p>(&self, people: impl IntoIterator<Item = &'p PersonId>) -> Markup {
        words::listed(self, people.into_iter().map(|person| self.person(person)))
    }

    /// An issue's name, split issues included.
    pub fn issue_name(&self, issue: &IssueId) -> String {
        let split = self.state.split.iter().map(|split| &split.issue);
        let known = self.state.issues.iter().chain(split).find(|known| &known.id == issue);
        known.map_or_else(|| issue.to_string(), |known| known.name.clone())
    }

    /// A link to an issue's page.
    pub fn issue(&self, issue: &IssueId) -> Markup {
        html! { a href=(self.link(&format!("/issue/{}", words::step(issue.as_str())))) { bdi { (self.issue_name(issue)) } } }
    }

    /// Several issues' names in a row.
    pub fn issues<'p>(&self, issues: impl IntoIterator<Item = &'p IssueId>) -> Markup {
        words::listed(self, issues.into_iter().map(|issue| html! { bdi { (self.issue_name(issue)) } }))
    }

    /// An option's name.
    pub fn option_name(&self, issue: &IssueId, option: &OptionId) -> String {
        if option.is_left_open() {
            return say!(self, view.left_open).into_owned();
        }
        let known = self.state.issues.iter().find(|known| &known.id == issue);
        let named = known.and_then(|known| known.option_name(option));
        named.unwrap_or_else(|| option.to_string())
    }

    /// Whether an issue is settled by a number.
    pub fn is_number(&self, issue: &IssueId) -> bool {
        let known = self.state.issues.iter().find(|known| &known.id == issue);
        known.is_some_and(|known| matches!(known.kind, mediant_model::IssueKind::Range(_)))
    }

    /// Who said something.
    pub fn speaker(&self, speaker: &Speaker) -> Markup {
        match speaker {
            Speaker::Person(person) => self.person(person),
            Speaker::Described(text) => html! { bdi { (text) } },
        }
    }

    /// A place in a document.
    pub fn citation(&self, citation: &Citation) -> Markup {
        let source = self.state.sources.iter().find(|source| source.id == citation.source);
        html! {
            @match source {
                Some(source) => {
                    @match source.url.as_deref().filter(|url| url.starts_with("https://") || url.starts_with("http://")) {
                        Some(url) => a href=(url) rel="noreferrer" { bdi { (source.title) } },
                        None => bdi { (source.title) },
                    }
                }
                None => bdi { (citation.source) },
            }
            @if let Some(place) = &citation.place { ", " bdi { (place) } }
        }
    }

    /// A path within the desk, or within the preview that is shown.
    pub fn link(&self, path: &str) -> String {
        if !self.preview {
            return path.to_owned();
        }
        match self.own_party() {
            Some(party) => format!("{}{path}", words::preview(&party)),
            None => format!("/preview/public{path}"),
        }
    }
}
