//! A row of one of a brief's lists: a red line, a linkage, a walk-away value.

use super::conditions::read_citations;
use super::numbers::number_of;
use super::read::Given;
use crate::form::FormError;
use crate::written;
use mediant_model::statement::{Provenance, Publicity, Standing};
use mediant_model::{Condition, Date, Number, PartyId};
use mediant_words::say;
use std::collections::BTreeMap;

/// A row of a list, by the ends of its fields' names.
pub(super) type Row = BTreeMap<String, String>;

/// What is wrong with a field.
pub(super) fn at(field: &str, message: impl Into<String>) -> FormError {
    FormError { field: Some(field.to_owned()), message: message.into() }
}

/// A row of a list with its place.
pub(super) struct RowOf<'a> {
    pub form: &'a Given<'a>,
    pub list: &'static str,
    pub at: usize,
    pub row: &'a Row,
}

impl RowOf<'_> {
    pub fn fault(&self, field: &str, message: impl Into<String>) -> FormError {
        at(&format!("{}.{}.{field}", self.list, self.at), message)
    }

    pub fn text(&self, field: &str) -> Option<&str> {
        self.row.get(field).map(String::as_str)
    }

    pub fn condition(&self, field: &str) -> Result<Condition, FormError> {
        let text =
            self.text(field).ok_or_else(|| self.fault(field, say!(self.form.names, form_faults.needed)))?;
        super::conditions::read(self.form.names, text).map_err(|why| self.fault(field, why))
    }

    pub fn number(&self, field: &str) -> Result<Option<Number>, FormError> {
        self.text(field)
            .map(|text| number_of(text).map_err(|why| self.fault(field, why.said(self.form.names.language))))
            .transpose()
    }

    pub fn needed_number(&self, field: &str) -> Result<Number, FormError> {
        self.number(field)?.ok_or_else(|| self.fault(field, say!(self.form.names, form_faults.needed)))
    }

    pub fn day(&self, field: &str) -> Result<Option<Date>, FormError> {
        let read =
            |text| written::day(text).map_err(|why| self.fault(field, why.said(self.form.names.language)));
        self.text(field).map(read).transpose()
    }

    pub fn one_of<T: Copy>(&self, field: &str, of: &[(&str, T)]) -> Result<Option<T>, FormError> {
        let Some(text) = self.text(field) else { return Ok(None) };
        let found = of.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        found.map(Some).ok_or_else(|| self.fault(field, say!(self.form.names, form_faults.not_offered)))
    }

    pub fn standing(&self) -> Result<Standing, FormError> {
        let of = [("public", Standing::Public), ("inferred", Standing::Inferred)];
        Ok(self.one_of("standing", &of)?.unwrap_or(Standing::Told))
    }

    pub fn provenance(&self) -> Result<Provenance, FormError> {
        let publicity = match self.text("publicity") {
            None => Publicity::Caucus(self.form.party.clone()),
            Some("public") => Publicity::Public,
            Some("table") => Publicity::Table,
            Some("mediator") => Publicity::Mediator,
            Some(other) => {
                let party = other.strip_prefix("caucus:");
                let party = party
                    .ok_or_else(|| self.fault("publicity", say!(self.form.names, form_faults.not_offered)))?;
                Publicity::Caucus(PartyId::new(party))
            }
        };
        let cited = match self.text("sources") {
            Some(text) => read_citations(self.form.names, text).map_err(|why| self.fault("sources", why))?,
            None => Vec::new(),
        };
        let mut cited = cited.into_iter();
        Ok(Provenance {
            by: self.text("by").map(|by| self.form.names.speaker_of(by)),
            on: self.day("on")?,
            until: self.day("until")?,
            source: cited.next().flatten(),
            also: cited.flatten().collect(),
            publicity,
            text: self.text("text").map(str::to_owned),
        })
    }
}
