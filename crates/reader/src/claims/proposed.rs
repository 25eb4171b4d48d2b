//! What becomes of a model's reply: suggestions of its own, and what was refused.

use std::fmt;

use super::place::Places;
use super::reply;
use super::told::Teller;
use crate::suggest::{Reading, Suggestion};

/// Why something of a reply was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// The whole reply: it is longer than may be.
    TooLong,
    /// The whole reply: it is not what was asked for.
    NotTheSchema,
    /// A claim behind the last that is looked at.
    OneTooMany,
    /// A claim that is not in form.
    OutOfForm,
    /// A claim without any words.
    NoWords,
    /// Words that do not stand in the report.
    NotInTheReport,
    /// Words that stand in several places, without the paragraph.
    InSeveralPlaces,
    /// Words that are claimed more often than they stand in the report.
    TooOften,
    /// A day, and no words of the report give it: the claim stands without a day.
    NoSuchDay,
    /// A name that does not stand in the report: the claim stands without it.
    NoSuchName,
}

impl Refusal {
    /// What was wrong, for a person.
    pub fn cause(self) -> &'static str {
        match self {
            Self::TooLong => "the reply is too long",
            Self::NotTheSchema => "the reply is not what was asked for",
            Self::OneTooMany => "more claims than are read",
            Self::OutOfForm => "a claim is not in the form asked for",
            Self::NoWords => "a claim has no words",
            Self::NotInTheReport => "its words do not stand in the report",
            Self::InSeveralPlaces => "its words stand in several places, and it does not say in which",
            Self::TooOften => "its words are claimed more often than they stand in the report",
            Self::NoSuchDay => "no words of the report give its day; it stands without one",
            Self::NoSuchName => "the name it gives does not stand in the report; it stands without it",
        }
    }

    /// Whether the claim stands all the same, without the field.
    pub fn is_of_a_field(self) -> bool {
        matches!(self, Self::NoSuchDay | Self::NoSuchName)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.cause())
    }
}

/// Something of a reply that was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused {
    /// The claim's number in the reply, from 1; `None` of the whole reply.
    pub claim: Option<usize>,
    /// Why it was refused; its words for a person are those of its `Display`.
    pub why: Refusal,
}

/// What a model proposes for a report.
#[derive(Debug, PartialEq)]
pub struct Proposed<'t> {
    /// In the order of the report. `rule` is `model`; they carry no confidence and stand above no line.
    pub suggestions: Vec<Suggestion<'t>>,
    /// In the order of the reply.
    pub refused: Vec<Refused>,
}

impl<'t> Proposed<'t> {
    /// Holds a reply against the report that it is about. The same report and reply give the same, without the model.
    ///
    /// Costs about as much as the reader's own judging of the report.
    ///
    /// ```
    /// use mediant_reader::claims::Proposed;
    /// use mediant_reader::report::{Options, Report};
    /// use mediant_reader::suggest::{Fact, Reading};
    ///
    /// let text = "date 2031-05-14 Ilse Marand, Veldria’s minister, met the Norland envoys on Tuesday. “We’ll wait,” she said.";
    /// let reading = Reading::new(Report::read(text, &Options::default())?);
    /// let reply = r#"{"facts": [
    ///     {"kind": "session", "status": "held", "words": "met the Norland envoys on Tuesday"},
    ///     {"kind": "statement", "stance": "none", "words": "We'll wait"},
    ///     {"kind": "status", "what": "agreed", "words": "They agreed on everything"}
    /// ]}"#;
    /// let proposed = Proposed::from_reply(&reading, reply);
    /// assert_eq!(proposed.refused.len(), 1);
    /// let Fact::Session { on: Some(day), .. } = proposed.suggestions[0].fact else { panic!("a session with its day") };
    /// assert_eq!(day.value.to_string(), "2031-05-13");
    /// assert_eq!(proposed.suggestions[1].at.as_str(), "We’ll wait");
    /// # Ok::<(), mediant_reader::report::ReportError>(())
    /// ```
    pub fn from_reply(reading: &Reading<'t>, reply: &str) -> Self {
        let (claims, mut refused) = reply::read(reply);
        let mut places = Places::new(&reading.scene.document.report);
        let mut placed = Vec::new();
        for (number, claim) in claims {
            let sort = super::told::sort(claim.what);
            match places.take(sort, &claim.words, claim.paragraph) {
                Ok((paragraph, at)) => placed.push((number, claim, paragraph, at)),
                Err(why) => refused.push(Refused { claim: Some(number), why }),
            }
        }
        placed.sort_by_key(|(number, _, _, at)| (at.start(), at.end(), *number));
        let claimed: Vec<_> = placed.iter().map(|(_, claim, _, at)| (claim.what, *at)).collect();
        let teller = Teller::new(reading, &places, &claimed);
        let mut suggestions = Vec::new();
        for (number, claim, paragraph, at) in placed {
            let (fact, dropped) = teller.fact(&claim, paragraph, at);
            refused.extend(dropped.into_iter().map(|why| Refused { claim: Some(number), why }));
            suggestions.push(Suggestion {
                fact,
                at,
                also: Vec::new(),
                paragraph,
                rule: "model",
                sure: 0,
                confidence: 0,
                shown: false,
            });
        }
        refused.sort_by_key(|refused| (refused.claim, refused.why));
        Self { suggestions, refused }
    }
}
