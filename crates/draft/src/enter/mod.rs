//! Enters what one report is suggested to state.

mod about;
mod again;
mod happened;
mod said;
mod who;

use crate::index::{Index, Stated, content};
use crate::page::{Page, Row, inline};
use crate::{Drafted, Read};
use mediant_model::Date;
use mediant_model::statement::Citation;
use mediant_reader::events::Scene;
use mediant_reader::report::Excerpt;
use mediant_reader::review::{Accepted, Author};
use mediant_reader::suggest::{Fact, Suggestion};
use toml_edit::Value;

/// Enters a report that the case does not know yet.
pub fn report<'a>(page: &'a mut Page, index: &'a mut Index, read: &Read<'a>, told: &'a mut Drafted) {
    let scene = &read.reading.scene;
    let date = scene.document.report.date();
    let mut notes = Vec::new();
    if let Some(day) = index.as_of.filter(|day| *day < date) {
        // The day of the last report is the draft's own, and moves on; another day a person chose.
        if index.latest == Some(day) {
            page.move_day(date);
            index.as_of = Some(date);
        } else {
            notes.push(format!(
                "the case describes {day}: what this report says of later days counts once `as_of` is later"
            ));
        }
    }
    let source = index.source(read.file, read.sha256, date);
    let row = Row::default()
        .with("title", plain(read.file))
        .with("date", crate::page::day(date))
        .with("sha256", read.sha256);
    page.name("sources", &source, row, &[]);
    let mut entry = Entry {
        page,
        index,
        scene,
        file: plain(read.file),
        date,
        source,
        told,
        notes,
        against: Vec::new(),
        taken: None,
    };
    let taken: Vec<(&Suggestion<'_>, Option<&Accepted<'_>>)> = match read.accepted {
        Some(accepted) => accepted.iter().map(|taken| (&taken.suggestion, Some(taken))).collect(),
        None => {
            read.reading.suggestions.iter().filter(|found| found.shown).map(|found| (found, None)).collect()
        }
    };
    let is_of_a_party = |(found, _): &(&Suggestion<'_>, Option<&Accepted<'_>>)| {
        !matches!(found.fact, Fact::Session { .. } | Fact::Status { .. })
    };
    // What concerns the parties together comes once it is known who they are.
    let (of_parties, of_talks): (Vec<_>, Vec<_>) = taken.into_iter().partition(is_of_a_party);
    for (found, taken) in of_parties.into_iter().chain(of_talks) {
        entry.taken = taken;
        entry.suggestion(found);
    }
    entry.end();
}

/// Enters somebody who negotiates, where no statement is anybody's: whoever has people in the reports, else a party to be named.
pub fn nobody(page: &mut Page, index: &mut Index, reports: &[Read<'_>]) {
    for read in reports {
        let cast = &read.reading.scene.cast;
        for party in cast.people.iter().filter_map(|person| cast.parties.get(person.party?)) {
            if index.party(&party.name).is_none() {
                let mark = format!(
                    "not reviewed: {} names people of it, and nothing that it said",
                    plain(read.file)
                );
                index.meet(page, &party.name, false, &mark);
            }
        }
    }
    if index.negotiating().next().is_none() {
        let mark = "not reviewed: the reports do not say who negotiates; a case has at least one party";
        index.meet(page, "A party to be named", false, mark);
    }
}

/// A report being entered.
struct Entry<'a, 't> {
    page: &'a mut Page,
    index: &'a mut Index,
    scene: &'a Scene<'t>,
    file: String,
    date: Date,
    /// The id of the report among the case's sources.
    source: String,
    told: &'a mut Drafted,
    /// What stands in comments at the end.
    notes: Vec<String>,
    /// What stands against the next entry, to be told above it.
    against: Vec<String>,
    /// How somebody accepted what is being entered; `None` where nobody reviewed it.
    taken: Option<&'a Accepted<'a>>,
}

/// What a statement of the case says, beside its words.
struct Saying<'a> {
    list: &'static str,
    party: &'a str,
    issue: Option<&'a str>,
    says: &'a str,
    on: Option<Date>,
}

impl<'t> Entry<'_, 't> {
    fn suggestion(&mut self, found: &Suggestion<'t>) {
        match &found.fact {
            Fact::Statement { .. } => self.statement(found),
            Fact::Alternative { party, way } => self.alternative(found, *party, *way),
            Fact::Person { change, who, on, party } => self.change(found, *change, *who, *on, *party),
            Fact::Session { state, on, participants, place } => {
                self.session(found, *state, on.map(|on| on.value), participants, *place);
            }
            Fact::Status { kind, on } => self.status(found, *kind, on.map(|on| on.value)),
        }
    }

    /// The comment above every entry.
    fn mark(&self, found: &Suggestion<'_>) -> String {
        let place = format!("{}, {}, P{}", self.file, self.date, found.paragraph + 1);
        match self.taken {
            Some(taken) => format!("{}: {place}", accepted_by(taken)),
            None => format!("not reviewed: {place}, {} %", found.confidence),
        }
    }

    /// What is said of something that was changed, not entered: `not reviewed`, or who accepted what changed it.
    fn standing(&self) -> String {
        self.taken.map_or("not reviewed".to_owned(), accepted_by)
    }

    /// The place in the report, with its words.
    fn cited(&self, found: &Suggestion<'_>) -> Value {
        inline([
            ("id", Some(self.source.as_str().into())),
            ("place", Some(format!("P{}", found.paragraph + 1).into())),
            ("words", Some(words(found.at).into())),
        ])
        .into()
    }

    /// The end of every row: by whom, when, where, in which words.
    fn provenance(&self, row: Row, found: &Suggestion<'_>, by: Option<Value>, on: Option<Date>) -> Row {
        row.with_some("by", by)
            .with_some("on", on.map(crate::page::day))
            .with("source", self.cited(found))
            .with("text", quoted(found.at))
    }

    /// Enters a statement, unless the case says the same already: then this is one more source of it.
    fn state(&mut self, found: &Suggestion<'_>, saying: &Saying<'_>, row: impl FnOnce(&mut Self) -> Row) {
        let Some(repeated) = self.repeated(found, saying) else {
            self.differs(found, saying);
            let row = row(self);
            let mark = self.mark(found);
            let against = std::mem::take(&mut self.against);
            let notes: Vec<&str> = std::iter::once(&mark).chain(&against).map(String::as_str).collect();
            self.page.row(saying.list, row, &notes);
            self.index.enter(Stated {
                list: saying.list,
                at: 0,
                party: saying.party.to_owned(),
                issue: saying.issue.map(str::to_owned),
                says: saying.says.to_owned(),
                content: content(&words(found.at)),
                words: words(found.at),
                source: Some(self.source.clone()),
                on: saying.on,
                ended: false,
            });
            self.told.entered += 1;
            return;
        };
        self.against.clear();
        self.also(saying.list, repeated, found);
    }

    fn told_by(&self, found: &Suggestion<'_>) -> String {
        format!("{}:P{}, {}: {}", self.source, found.paragraph + 1, self.date, quoted(found.at))
    }

    /// What cannot be entered goes to a comment: a person knows more.
    fn unplaced(&mut self, found: &Suggestion<'_>, why: &str) {
        let what = format!("{}, {}", found.fact.kind(), found.fact.event());
        let whose =
            said::whose(&found.fact).map(|who| format!(" ({})", plain(who.as_str()))).unwrap_or_default();
        let figure = match self.taken {
            Some(taken) => accepted_by(taken),
            None => format!("{} %", found.confidence),
        };
        let note = format!("P{}, {figure}, {what}{whose}: {}: {why}", found.paragraph + 1, quoted(found.at));
        self.notes.push(note);
        self.told.unplaced += 1;
    }

    fn end(self) {
        if self.notes.is_empty() {
            return;
        }
        let head = format!("Not entered, {}, {}:", self.file, self.date);
        let notes: Vec<String> = std::iter::once(head).chain(self.notes).collect();
        self.page.end(&notes);
    }
}

/// `accepted by Ann on 2031-05-14, edited`; of a model's suggestion which model made it.
fn accepted_by(taken: &Accepted<'_>) -> String {
    let who = taken.by.who.as_deref().map(|who| format!(" by {}", plain(who))).unwrap_or_default();
    // A moment begins with its day.
    let day = taken.by.when.as_deref().and_then(|when| when.get(..10));
    let on = day.map(|day| format!(" on {}", plain(day))).unwrap_or_default();
    let edited = if taken.edited { ", edited" } else { "" };
    let from = match &taken.author {
        Author::Reader => String::new(),
        Author::Model(name) => format!(", suggested by the model {}", plain(name)),
    };
    format!("accepted{who}{on}{edited}{from}")
}

/// The words of a report in one line, at most so many as a case quotes.
fn words(at: Excerpt<'_>) -> String {
    at.as_str().split_whitespace().take(Citation::WORDS_MAX).map(plain).collect::<Vec<_>>().join(" ")
}

fn quoted(at: Excerpt<'_>) -> String {
    let cut = if at.as_str().split_whitespace().count() > Citation::WORDS_MAX { " …" } else { "" };
    format!("“{}{cut}”", words(at))
}

/// In one line, without what a terminal would obey.
fn plain(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}
