//! Reports by their text, and cases read back.

use mediant_draft::{Drafted, Read, draft};
use mediant_formats::InputFile;
use mediant_formats::native::read_case;
use mediant_model::Case;
use mediant_model::Date;
use mediant_reader::report::{Excerpt, Options, Report};
use mediant_reader::said::Manner;
use mediant_reader::suggest::{Fact, Field, From, Reading, SessionState, Stance, Suggestion};

pub const HARBOUR: &str = "date 2031-05-14\n\n\
    Veldria’s foreign minister, Ilse Marand, ruled out any sale of the harbour on Tuesday. “We will not sell the harbour,” she told \
    reporters. She added that Veldria was ready to discuss joint use of the northern pier.\n\n\
    Norland’s chief negotiator, Tomas Oye, demanded free passage for fishing boats. He said Norland would accept a shared harbour \
    authority if Veldria withdrew its patrol boats.\n\n\
    The two sides agreed on Tuesday to exchange the crews of the seized ships. The cost of dredging remains the main obstacle.\n\n\
    Both sides agreed to keep the proposals confidential. Delegations from Veldria and Norland will meet again on 21 May.\n\n\
    Norland’s deputy negotiator, Jon Askel, resigned on Monday. Norland’s fuel reserves have fallen for the third month in a row.\n";

pub const LATER: &str = "date 2031-05-22\n\n\
    Delegations from Veldria and Norland met in Bern on Wednesday, 21 May, for a fourth round of talks.\n\n\
    Veldria’s president, Ilse Marand, said on Wednesday that Veldria would accept the sale of the harbour. Norland’s chief negotiator, \
    Thomas Oye, again demanded free passage for fishing boats.\n";

/// A report under a name, with a number for a hash.
pub struct Given {
    pub file: String,
    pub sha256: String,
    pub text: String,
}

pub fn given(number: u64, text: &str) -> Given {
    Given { file: format!("report-{number}.txt"), sha256: format!("{number:064x}"), text: text.to_owned() }
}

/// Drafts a case from reports that it may or may not know.
pub fn drafted(existing: Option<&str>, reports: &[&Given]) -> Drafted {
    let readings: Vec<Reading<'_>> = reports
        .iter()
        .map(|given| Reading::new(Report::read(&given.text, &Options::default()).unwrap()))
        .collect();
    draft_of(existing, reports, &readings)
}

pub fn draft_of(existing: Option<&str>, reports: &[&Given], readings: &[Reading<'_>]) -> Drafted {
    let read: Vec<Read<'_>> = reports
        .iter()
        .zip(readings)
        .map(|(given, reading)| Read { file: &given.file, sha256: &given.sha256, reading, accepted: None })
        .collect();
    draft(existing, &read).unwrap()
}

/// The case that a text says; it has no errors.
pub fn case(text: &str) -> Case {
    read_case(&InputFile::new("case.toml", text.as_bytes())).unwrap().0
}

/// A report, with what it is suggested to state made by hand: drafts must hold whatever the reader finds.
pub fn reading<'t>(given: &'t Given, made: impl FnOnce(&Maker<'t>) -> Vec<Suggestion<'t>>) -> Reading<'t> {
    let mut reading = Reading::new(Report::read(&given.text, &Options::default()).unwrap());
    let paragraphs = reading.scene.document.report.paragraphs().to_vec();
    reading.suggestions = made(&Maker { text: &given.text, paragraphs });
    reading
}

/// Makes suggestions from words of a report.
pub struct Maker<'t> {
    text: &'t str,
    paragraphs: Vec<Excerpt<'t>>,
}

impl<'t> Maker<'t> {
    pub fn words(&self, words: &str) -> Excerpt<'t> {
        let at = self.text.find(words).unwrap();
        Excerpt::whole(self.text).part(at..at + words.len()).unwrap()
    }

    fn field(&self, words: &str) -> Field<'t, Excerpt<'t>> {
        let at = self.words(words);
        Field { value: at, from: From::Words(at) }
    }

    pub fn fact(&self, words: &str, fact: Fact<'t>) -> Suggestion<'t> {
        let at = self.words(words);
        let paragraph = self.paragraphs.iter().position(|paragraph| paragraph.contains(at)).unwrap();
        Suggestion {
            fact,
            at,
            also: Vec::new(),
            paragraph,
            rule: "said",
            sure: 9_000,
            confidence: 90,
            shown: true,
        }
    }

    pub fn said(
        &self,
        words: &str,
        who: Option<&str>,
        party: Option<&str>,
        stance: Stance,
    ) -> Suggestion<'t> {
        let fact = Fact::Statement {
            speaker: who.map(|who| self.field(who)),
            anonymous: false,
            party: party.map(|party| self.field(party)),
            manner: Some(Manner::Indirect),
            stance,
            on: None,
            cue: None,
        };
        self.fact(words, fact)
    }

    pub fn session(
        &self,
        words: &str,
        who: &[&str],
        state: SessionState,
        on: Option<Date>,
    ) -> Suggestion<'t> {
        let on = on.map(|on| Field { value: on, from: From::Dateline });
        let participants = who.iter().map(|who| self.words(who)).collect();
        self.fact(words, Fact::Session { state, on, participants, place: None })
    }
}

pub fn day(month: i8, day: i8) -> Date {
    Date::new(2031, month, day).unwrap()
}
