//! Reports: what can be asked for, and how it is decided.

use super::entering::{Cited, cited};
use super::{
    Decided, DecisionUndone, Entry, ReportAdded, ReportId, ReportOnRecord, Resolution, SuggestionEntered,
    SuggestionsDecided,
};
use crate::actor::Role;
use crate::authority::{Authority, Word};
use crate::command::{Act, Moment};
use crate::compartment::Compartment;
use crate::decide::Decision;
use crate::hex;
use crate::limits::{Limits, REPORT_MAX, not_empty};
use crate::refusal::{CommandError, Reason};
use crate::state::State;
use crate::words::Words;
use mediant_model::Date;
use mediant_model::spelling::quoted;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// Add a report: a dated text that is read for what it states. The mediator and the team alone read it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct AddReport {
    /// What it is called: a newspaper, a file, a letter.
    pub name: String,
    /// The day it is of.
    #[schemars(with = "String", extend("format" = "date"))]
    pub on: Date,
    /// Whether it was published, so that everybody could read it.
    pub published: bool,
    /// The text.
    pub text: Words,
}

impl Act for AddReport {
    const KIND: &'static str = "add_report";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits { texts: &[], file: Some(("text", REPORT_MAX)) };

    fn may_come_from(&self, role: &Role) -> bool {
        role.mediates()
    }

    fn takes(&self, _: &State) -> Authority {
        Authority::Nothing
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { name, on, published, text } = self;
        not_empty(&name, "name")?;
        not_empty(text.read(), "text")?;
        let sha256 = hex::encode(&Sha256::digest(text.read().as_bytes()));
        if let Some(known) = decision.state.reports.values().find(|known| known.sha256 == sha256) {
            let message = format!("this text is there already, as {}", quoted(&known.name));
            return Err(CommandError::not_now(message).at("text").help("go on with that report"));
        }
        let report = ReportId::new(decision.id());
        let home = Compartment::Report(report.clone());
        decision.record(home, ReportAdded { report, name, on, published, text, sha256 })
    }
}

/// Accept, reject or skip suggestions of a report, in one step. Nobody else reads of it before an accepted one is put on record.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct DecideSuggestions {
    /// The report.
    pub report: ReportId,
    /// One decision a suggestion.
    pub decisions: Vec<Decided>,
}

impl Act for DecideSuggestions {
    const KIND: &'static str = "decide_suggestions";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits { texts: &["before.*", "after.*"], file: None };

    fn may_come_from(&self, role: &Role) -> bool {
        role.mediates()
    }

    fn takes(&self, _: &State) -> Authority {
        Authority::Nothing
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { report: id, decisions } = self;
        let report = decision.report(&id)?;
        if decisions.is_empty() {
            return Err(CommandError::invalid("decisions", "nothing is decided").help("name one suggestion"));
        }
        let mut seen = BTreeSet::new();
        for (at, decided) in decisions.iter().enumerate() {
            let field = |name: &str| format!("decisions.{at}.{name}");
            not_empty(&decided.suggestion, &field("suggestion"))?;
            if !seen.insert(&decided.suggestion) {
                return Err(CommandError::invalid(
                    field("suggestion"),
                    "this suggestion is decided about twice",
                ));
            }
            if report.entered.contains_key(&decided.suggestion) {
                return Err(CommandError::not_now("this suggestion is on record already")
                    .at(field("suggestion"))
                    .help("mend what is on record"));
            }
            if decided.confidence.is_some_and(|share| share > 100) {
                return Err(CommandError::invalid(
                    field("confidence"),
                    "a share of a hundred is at most 100",
                ));
            }
            decision.goes_somewhere(decided, &field("to"))?;
        }
        decision.record(Compartment::Report(id.clone()), SuggestionsDecided { report: id, decisions })
    }
}

/// Take the latest step of decisions about a report back.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct UndoDecision {
    /// The report.
    pub report: ReportId,
    /// Which step that is, from 1: how many there are.
    pub step: u32,
}

impl Act for UndoDecision {
    const KIND: &'static str = "undo_decision";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits::NAMES;

    fn may_come_from(&self, role: &Role) -> bool {
        role.mediates()
    }

    fn takes(&self, _: &State) -> Authority {
        Authority::Nothing
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { report: id, step } = self;
        let report = decision.report(&id)?;
        let Some(latest) = report.steps.last() else {
            return Err(CommandError::not_now("there is no decision to take back"));
        };
        if u32::try_from(report.steps.len()).unwrap_or(u32::MAX) != step {
            return Err(CommandError::new(Reason::Stale, "something was decided since")
                .at("step")
                .help("look at what was decided last"));
        }
        if !report.settled_in(latest).is_empty() {
            return Err(CommandError::not_now("what was decided last is on record already")
                .help("a statement can be withdrawn, a session moved or cancelled, where it stands"));
        }
        decision.record(Compartment::Report(id.clone()), DecisionUndone { report: id })
    }
}

/// Put an accepted suggestion on record, where it was accepted for, with the report as its source.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct EnterSuggestion {
    /// The report.
    pub report: ReportId,
    /// The suggestion's key.
    pub suggestion: String,
    /// Where the report says it, such as `P3`.
    pub place: String,
    /// The words of the report that say it, letter for letter, at most 25.
    pub words: String,
    /// The act.
    pub entry: Entry,
}

impl Act for EnterSuggestion {
    const KIND: &'static str = "enter_suggestion";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits { texts: &["text", "words", "agenda"], file: None };

    fn may_come_from(&self, role: &Role) -> bool {
        role.mediates()
    }

    fn takes(&self, _: &State) -> Authority {
        Authority::Nothing
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { report: id, suggestion, place, words, entry } = self;
        let report = decision.report(&id)?.clone();
        if report.entered.contains_key(&suggestion) {
            return Err(CommandError::not_now("this suggestion is on record already").at("suggestion"));
        }
        let to = match report.decision(&suggestion) {
            Some((Decided { resolution: Resolution::Accept, to: Some(to), .. }, _)) => to.clone(),
            _ => {
                return Err(CommandError::not_now("this suggestion is not accepted")
                    .at("suggestion")
                    .help("accept it first, and say who may know of it"));
            }
        };
        let cited = Cited { id: &id, report: &report, citation: cited(&id, &report, place, words)? };
        let entered = decision.enter(&cited, to, entry)?;
        decision
            .record(Compartment::Report(id.clone()), SuggestionEntered { report: id, suggestion, entered })
    }
}

impl Decision<'_, '_> {
    /// What is accepted is accepted for somebody who could read it.
    fn goes_somewhere(&self, decided: &Decided, field: &str) -> Result<(), CommandError> {
        match (&decided.to, decided.resolution) {
            (Some(Compartment::Public | Compartment::Table | Compartment::Mediator), Resolution::Accept) => {
                Ok(())
            }
            (Some(Compartment::Caucus(party)), Resolution::Accept) => self.negotiating(party, field),
            (Some(to), Resolution::Accept) => Err(CommandError::invalid(
                field,
                format!("nothing goes from a report to {}", quoted(&to.name())),
            )
            .help("it is `public`, `table`, `mediator` or the caucus of a party")),
            (None, Resolution::Accept) => {
                Err(CommandError::invalid(field, "it is not said who may know")
                    .help("say who may know of it"))
            }
            (None, _) => Ok(()),
            (Some(_), _) => Err(CommandError::invalid(field, "what is not accepted goes to nobody")),
        }
    }

    fn report(&self, id: &ReportId) -> Result<&ReportOnRecord, CommandError> {
        self.state.reports.get(id).ok_or_else(|| {
            CommandError::unknown("report", format!("there is no report {}", quoted(id.as_str())))
        })
    }
}
