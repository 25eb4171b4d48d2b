//! Suggestions for a person: below the paragraph that they stand in, strongest first.

use super::Suggested;
use super::source::Source;
use crate::screen::plain;
use crate::suggester::Claimed;
use anstyle::{AnsiColor, Style};
use mediant_intake::{Form, Incoming};
use mediant_reader::claims::Refusal;
use mediant_reader::report::{Excerpt, Report};
use mediant_reader::said::Manner;
use mediant_reader::suggest::{Fact, Field, From, Parties, Reading, Suggestion};
use mediant_render::text::wrapped;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Columns in front of a paragraph: `P12 `.
const MARGIN: usize = 5;
/// Columns in front of what is said of a suggestion, behind its confidence.
const INDENT: usize = MARGIN + 6;

/// The page of a report, for so many columns, with colours that a stream may strip.
///
/// Paragraphs with suggestions stand in the report's order; paragraphs without any are left out.
pub fn rendered(told: &Suggested<'_, '_>, source: &Source, width: usize) -> String {
    let reading = told.reading;
    let report = &reading.scene.document.report;
    let mut page = Page { text: String::new(), width, parties: Parties::new(reading) };
    let mut by_paragraph: BTreeMap<usize, Vec<(&Suggestion<'_>, Option<&str>)>> = BTreeMap::new();
    for found in told.wanted.iter().copied() {
        by_paragraph.entry(found.paragraph).or_default().push((found, None));
    }
    for claimed in told.claimed {
        for found in &claimed.proposed.suggestions {
            by_paragraph.entry(found.paragraph).or_default().push((found, Some(&claimed.model)));
        }
    }
    page.line(0, &format!("{}, {}", source.file, report.date()), Style::new().bold().underline());
    page.about(&source.incoming);
    if source.incoming.form == Form::Pdf {
        page.whole(report);
    }
    for (at, mut here) in by_paragraph {
        // A stable order: of two as strong, the first in the text comes first.
        here.sort_by_key(|(found, model)| {
            (model.is_some(), std::cmp::Reverse((found.shown, found.confidence)))
        });
        page.paragraph(at + 1, report.paragraphs().get(at).map_or("", |paragraph| paragraph.as_str()));
        here.into_iter().for_each(|(found, model)| page.suggestion(found, model));
    }
    match reading.language {
        Some(language) => {
            page.text.push('\n');
            page.line(
                0,
                &format!("the report is in {language}, of which the reader suggests nothing"),
                Style::new(),
            );
        }
        None => page.count(reading, told.wanted.len()),
    }
    told.claimed.iter().for_each(|claimed| page.model(claimed));
    page.text
}

/// `1 report`, `2 reports`.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

struct Page<'r> {
    text: String,
    width: usize,
    parties: Parties<'r>,
}

impl<'r> Page<'r> {
    /// A text over as many lines as it needs.
    fn line(&mut self, indent: usize, text: &str, style: Style) {
        for line in wrapped(text, self.width.saturating_sub(indent)) {
            let _ = writeln!(self.text, "{:indent$}{}", "", painted(&line, style));
        }
    }

    /// What the file says of the report.
    fn about(&mut self, incoming: &Incoming) {
        let byline = incoming.byline.as_ref().map(|name| format!("by {name}"));
        for line in [incoming.title.clone(), byline].into_iter().flatten() {
            self.line(0, &plain(&line), Style::new());
        }
    }

    /// All of a text that may not be what the page shows.
    fn whole(&mut self, report: &Report<'_>) {
        self.text.push('\n');
        self.line(
            0,
            "The text as it was taken out of the PDF; look whether words, lines and columns are right:",
            Style::new(),
        );
        for (at, paragraph) in report.paragraphs().iter().enumerate() {
            self.paragraph(at + 1, paragraph.as_str());
        }
        self.line(0, "What is suggested of it:", Style::new());
    }

    fn paragraph(&mut self, number: usize, words: &str) {
        self.text.push('\n');
        for (index, line) in wrapped(&plain(words), self.width.saturating_sub(MARGIN)).iter().enumerate() {
            let mark = if index == 0 { format!("P{number}") } else { String::new() };
            let blank = " ".repeat(MARGIN.saturating_sub(mark.len()).max(1));
            let _ = writeln!(
                self.text,
                "{}{blank}{}",
                painted(&mark, Style::new().bold()),
                painted(line, Style::new().dimmed())
            );
        }
        self.text.push('\n');
    }

    /// What the reader suggests with its confidence, or what a model does with its name.
    fn suggestion(&mut self, found: &Suggestion<'r>, model: Option<&str>) {
        if let Some(model) = model {
            let style = Style::new().bold().fg_color(Some(AnsiColor::Magenta.into()));
            let head = painted(&heading(&found.fact), style);
            let _ = writeln!(self.text, "{:MARGIN$} --   {head}, {} claims", "", plain(model));
        } else {
            self.confident(found);
        }
        let mut words = vec![found.at];
        words.extend(&found.also);
        words.sort_by_key(|words| words.start());
        let words: Vec<String> = words.iter().map(|words| quoted_words(*words)).collect();
        self.line(INDENT, &words.join(" … "), Style::new());
        self.line(INDENT, &fields(&self.parties, found).join("; "), Style::new());
    }

    fn confident(&mut self, found: &Suggestion<'r>) {
        let below = if found.shown { "" } else { ", below the line" };
        let style = if found.shown {
            Style::new().bold().fg_color(Some(AnsiColor::Cyan.into()))
        } else {
            Style::new()
        };
        let head = painted(&heading(&found.fact), style);
        let _ = writeln!(self.text, "{:MARGIN$}{:>2} %  {head}{below}", "", found.confidence);
    }

    /// What became of a model's reply: nothing of it is left out without a word.
    fn model(&mut self, claimed: &Claimed<'_>) {
        let model = plain(&claimed.model);
        let proposed = &claimed.proposed;
        let count = counted(proposed.suggestions.len(), "suggestion", "suggestions");
        let words = "of which nobody knows how often they are right; its words stand in the report";
        self.line(0, &format!("{model}: {count}, {words}"), Style::new());
        let mut causes: BTreeMap<Refusal, usize> = BTreeMap::new();
        proposed.refused.iter().for_each(|refused| *causes.entry(refused.why).or_default() += 1);
        for (why, times) in causes {
            self.line(2, &format!("refused {}: {why}", counted(times, "time", "times")), Style::new());
        }
    }

    fn count(&mut self, reading: &Reading<'_>, printed: usize) {
        let above = reading.suggestions.iter().filter(|found| found.shown).count();
        let below = reading.suggestions.len() - above;
        let count = match above {
            0 => "no suggestions".to_owned(),
            _ => counted(above, "suggestion", "suggestions"),
        };
        let told = match below {
            0 => count,
            _ if printed > above => format!("{count} above the line, {below} below it"),
            _ => format!("{count} above the line, {below} below it (--all shows what is below)"),
        };
        self.text.push('\n');
        self.line(0, &told, Style::new());
    }
}

fn painted(text: &str, style: Style) -> String {
    if text.is_empty() { String::new() } else { format!("{style}{text}{style:#}") }
}

/// Words of a report in quotation marks, on one line.
pub fn quoted_words(words: Excerpt<'_>) -> String {
    format!("“{}”", plain(words.as_str()))
}

/// Kind and event, as `statement: rules out`.
pub fn heading(fact: &Fact<'_>) -> String {
    match (fact, fact.event()) {
        (Fact::Statement { .. }, "none") => "statement: no position".to_owned(),
        (_, event) => format!("{}: {event}", fact.kind()),
    }
}

/// What is known beside the words, and what is missing where a reader would look for it.
pub fn fields<'r>(parties: &Parties<'r>, found: &Suggestion<'r>) -> Vec<String> {
    let fields = match &found.fact {
        Fact::Statement { speaker, anonymous, party, manner, on, .. } => {
            let unnamed = if *anonymous && speaker.is_some() { ", not named" } else { "" };
            let who = speaker.map(|speaker| name(found, speaker) + unnamed);
            let manner = match manner {
                Some(Manner::Direct) => Some("quoted"),
                Some(Manner::Mixed) => Some("partly quoted"),
                Some(Manner::Indirect) | None => None,
            };
            [
                Some(who.unwrap_or("speaker not found".to_owned())),
                side(parties, *speaker, *party).map(|party| format!("for {party}")),
                manner.map(str::to_owned),
                Some(day(*on)),
            ]
        }
        Fact::Session { on, participants, place, .. } => {
            let names: Vec<String> = participants.iter().map(|name| plain(name.as_str())).collect();
            let with = (!names.is_empty()).then(|| format!("with {}", names.join(", ")));
            [with, place.map(|place| format!("in {}", plain(place.as_str()))), Some(day(*on)), None]
        }
        Fact::Status { on, .. } => [Some(day(*on)), None, None, None],
        Fact::Alternative { party, .. } => {
            let party = side(parties, None, *party).map(|party| format!("for {party}"));
            [Some(party.unwrap_or("party not found".to_owned())), None, None, None]
        }
        Fact::Person { who, on, party, .. } => [
            Some(who.map_or_else(|| "person not found".to_owned(), |who| name(found, who))),
            side(parties, *who, *party).map(|party| format!("of {party}")),
            Some(day(*on)),
            None,
        ],
    };
    fields.into_iter().flatten().collect()
}

/// A name, and the paragraph that it was taken from where that is another one.
fn name(found: &Suggestion<'_>, field: Field<'_, Excerpt<'_>>) -> String {
    let name = plain(field.value.as_str());
    match field.from {
        From::Memory(paragraph) if paragraph != found.paragraph => {
            format!("{name} (from P{})", paragraph + 1)
        }
        From::Memory(_) | From::Words(_) | From::Dateline | From::Person => name,
    }
}

/// The party, by its usual name; `None` where whoever speaks or is spoken of is the party itself.
fn side<'r>(
    parties: &Parties<'r>,
    who: Option<Field<'_, Excerpt<'_>>>,
    party: Option<Field<'r, Excerpt<'r>>>,
) -> Option<String> {
    let party = party?;
    let name = parties.name(party.value);
    let is_itself = |who: Field<'_, Excerpt<'_>>| {
        let words = who.value.as_str();
        let bare = words.strip_prefix("The ").or_else(|| words.strip_prefix("the ")).unwrap_or(words);
        bare == name || bare == party.value.as_str()
    };
    (!who.is_some_and(is_itself)).then(|| plain(name))
}

/// A day, and the words that it was computed from.
fn day(field: Option<Field<'_, mediant_model::Date>>) -> String {
    let Some(field) = field else { return "no day given".to_owned() };
    match field.from {
        From::Words(words) => format!("{} ({})", field.value, quoted_words(words)),
        From::Memory(paragraph) => format!("{} (from P{})", field.value, paragraph + 1),
        From::Dateline => format!("{} (the report's date)", field.value),
        From::Person => field.value.to_string(),
    }
}
