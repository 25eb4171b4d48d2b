//! Enters what one report is suggested to state.

mod happened;
mod said;
mod who;

use crate::book::{Book, Stated, content};
use crate::page::{Page, Row, inline};
use crate::topic::topic;
use crate::{Drafted, Read, same};
use mediant_model::Date;
use mediant_model::statement::Citation;
use mediant_reader::events::Scene;
use mediant_reader::report::Excerpt;
use mediant_reader::suggest::{Fact, Suggestion};
use std::collections::BTreeSet;
use toml_edit::Value;

/// Enters a report that the case does not know yet.
pub fn report(page: &mut Page, book: &mut Book, read: &Read<'_>, told: &mut Drafted) {
    let scene = &read.reading.scene;
    let date = scene.document.report.date();
    let mut notes = Vec::new();
    if let Some(day) = book.as_of.filter(|day| *day < date) {
        // The day of the last report is the draft's own, and moves on; another day a person chose.
        if book.latest == Some(day) {
            page.move_day(date);
            book.as_of = Some(date);
        } else {
            notes.push(format!(
                "the case describes {day}: what this report says of later days counts once `as_of` is later"
            ));
        }
    }
    let source = book.source(read.file, read.sha256, date);
    let row = Row::default()
        .with("title", plain(read.file))
        .with("date", crate::page::day(date))
        .with("sha256", read.sha256);
    page.name("sources", &source, row, &[]);
    let mut entry = Entry { page, book, scene, file: plain(read.file), date, source, told, notes };
    let shown: Vec<&Suggestion<'_>> = read.reading.suggestions.iter().filter(|found| found.shown).collect();
    let is_of_a_party =
        |found: &&Suggestion<'_>| !matches!(found.fact, Fact::Session { .. } | Fact::Status { .. });
    // What concerns the parties together comes once it is known who they are.
    let (of_parties, of_talks): (Vec<_>, Vec<_>) = shown.into_iter().partition(is_of_a_party);
    for found in of_parties.into_iter().chain(of_talks) {
        entry.suggestion(found);
    }
    entry.end();
}

/// Enters somebody who negotiates, where no statement is anybody's: whoever has people in the reports, else a party to be named.
pub fn nobody(page: &mut Page, book: &mut Book, reports: &[Read<'_>]) {
    for read in reports {
        let cast = &read.reading.scene.cast;
        for party in cast.people.iter().filter_map(|person| cast.parties.get(person.party?)) {
            if book.party(&party.name).is_none() {
                let mark = format!(
                    "not reviewed: {} names people of it, and nothing that it said",
                    plain(read.file)
                );
                book.meet(page, &party.name, false, &mark);
            }
        }
    }
    if book.negotiating().next().is_none() {
        let mark = "not reviewed: the reports do not say who negotiates; a case has at least one party";
        book.meet(page, "A party to be named", false, mark);
    }
}

/// A report being entered.
struct Entry<'a, 't> {
    page: &'a mut Page,
    book: &'a mut Book,
    scene: &'a Scene<'t>,
    file: String,
    date: Date,
    /// The id of the report among the case's sources.
    source: String,
    told: &'a mut Drafted,
    /// What stands in comments at the end.
    notes: Vec<String>,
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
        format!(
            "not reviewed: {}, {}, P{}, {} %",
            self.file,
            self.date,
            found.paragraph + 1,
            found.confidence
        )
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
            let row = row(self);
            let mark = self.mark(found);
            self.page.row(saying.list, row, &[&mark]);
            self.book.enter(Stated {
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
        self.also(saying.list, repeated, found);
    }

    /// Notes a further source above an entry.
    fn also(&mut self, list: &str, at: usize, found: &Suggestion<'_>) {
        let note = format!("also {}", self.told_by(found));
        self.page.note(list, at, &note);
        self.told.noted += 1;
    }

    fn told_by(&self, found: &Suggestion<'_>) -> String {
        format!("{}:P{}, {}: {}", self.source, found.paragraph + 1, self.date, quoted(found.at))
    }

    /// The place of a statement that says the same.
    fn repeated(&self, found: &Suggestion<'_>, saying: &Saying<'_>) -> Option<usize> {
        let new = words(found.at);
        let content = content(&new);
        let is_same = |known: &&Stated| {
            let fits = known.list == saying.list
                && known.party == saying.party
                && known.issue.as_deref() == saying.issue
                && known.says == saying.says
                && !known.ended;
            let is_other_report = known.source.as_deref() != Some(self.source.as_str());
            fits && match saying.list {
                _ if !is_other_report => known.words == new,
                "answers" => true,
                "deadlines" => known.on == saying.on,
                _ => alike(&known.content, &content),
            }
        };
        self.book.stated.iter().find(is_same).map(|known| known.at)
    }

    /// The issue that a suggestion is about; a new one where there is none yet. Its id, and whether it was drafted.
    fn issue(&mut self, found: &Suggestion<'_>) -> Option<(String, bool)> {
        let book = &self.book;
        let topic = topic(self.scene, found, &|name| {
            book.party(name).is_some() || !book.people_named(name, None).is_empty()
        })?;
        let noun = same::id(&topic.noun, "", &BTreeSet::new());
        let known = self.book.issues.iter().find(|issue| issue.id == noun || is_head(&issue.id, &noun));
        if let Some(known) = known {
            return Some((known.id.clone(), known.drafted));
        }
        let id = same::id(&topic.noun, "matter", &self.book.issue_ids());
        let mark = self.mark(found);
        let whence = if topic.own { "in" } else { "before" };
        let about = format!("the matter was named {whence} {}", quoted(found.at));
        let option = "the option `not_yet` keeps the draft from showing that there is no deal: only a person takes it out";
        self.page.issue(&id, &plain(&topic.name), &[&mark, &about, option]);
        self.book.issues.push(crate::book::KnownIssue {
            id: id.clone(),
            options: BTreeSet::from([crate::NOT_YET.to_owned()]),
            drafted: true,
        });
        Some((id, true))
    }

    /// A new option of a drafted issue.
    fn option(&mut self, issue: &str, id: &str, name: &str) -> String {
        let Some(known) = self.book.issues.iter_mut().find(|known| known.id == issue) else {
            return id.to_owned();
        };
        let id = same::id(id, "option", &known.options);
        known.options.insert(id.clone());
        self.page.option(issue, &id, name);
        id
    }

    /// What cannot be entered goes to a comment: a person knows more.
    fn unplaced(&mut self, found: &Suggestion<'_>, why: &str) {
        let what = format!("{}, {}", found.fact.kind(), found.fact.event());
        let whose =
            said::whose(&found.fact).map(|who| format!(" ({})", plain(who.as_str()))).unwrap_or_default();
        let note = format!(
            "P{}, {} %, {what}{whose}: {}: {why}",
            found.paragraph + 1,
            found.confidence,
            quoted(found.at)
        );
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

/// Whether the last word of an issue's id is the noun.
fn is_head(id: &str, noun: &str) -> bool {
    let last = id.rsplit(['_', '-', ' ']).next().unwrap_or(id).to_lowercase();
    !noun.is_empty() && (last == noun || last.strip_suffix('s') == Some(noun))
}

/// Whether two wordings share most of their words.
fn alike(one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    let least = one.len().min(other.len());
    least > 0 && 10 * one.intersection(other).count() >= 6 * least
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
