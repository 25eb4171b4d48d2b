//! Statements as tables.

use super::super::statement::Home;
use super::super::words::{self, word_for};
use super::entries::Entries;
use super::value;
use mediant_model::PartyId;
use mediant_model::statement::{
    Alternative, Answer, Citation, Confidence, Deadline, Interest, Linkage, Position, Precondition,
    Provenance, Publicity, RedLine, Remark, Session, Speaker, Standing,
};
use toml_edit::{InlineTable, Table, Value};

impl Home<'_> {
    fn put_party(self, table: &mut Table, party: &PartyId) {
        let implied = matches!(self, Self::BriefOf(own) if own == party);
        if !implied {
            table.put("party", value::text(party));
        }
    }

    fn put_standing(self, table: &mut Table, standing: Standing) {
        // In a case the kind is the point of the statement; in a brief it is what a brief is for.
        if matches!(self, Self::Case) || standing != self.usual_standing() {
            table.put("kind", value::text(word_for(words::STANDING, &standing)));
        }
    }

    fn put_provenance(
        self,
        table: &mut Table,
        date: &str,
        said: &Provenance,
        party: Option<&PartyId>,
        standing: Option<Standing>,
    ) {
        table.put_some("by", said.by.as_ref().map(speaker));
        table.put_some(date, said.on.map(value::date));
        table.put_some("until", said.until.map(value::date));
        table.put_some("source", said.source.as_ref().map(citation));
        table.put_list("also", said.also.iter().map(citation));
        if said.publicity != self.usual_publicity(party, standing, said.source.is_some()) {
            table.put("publicity", publicity(&said.publicity));
        }
        table.put_some("text", said.text.as_ref().map(value::text));
    }

    pub(super) fn red_line_table(self, of: &RedLine) -> Table {
        let mut table = Table::new();
        self.put_party(&mut table, &of.party);
        table.put("never", value::condition(&of.never));
        self.put_standing(&mut table, of.standing);
        self.put_provenance(&mut table, "on", &of.provenance, Some(&of.party), Some(of.standing));
        table
    }

    pub(super) fn precondition_table(self, of: &Precondition) -> Table {
        let mut table = Table::new();
        self.put_party(&mut table, &of.party);
        if !of.settled.is_empty() || of.require.is_none() {
            table.put("settled", value::ids(&of.settled));
        }
        table.put_some("require", of.require.as_ref().map(value::condition));
        self.put_standing(&mut table, of.standing);
        self.put_provenance(&mut table, "on", &of.provenance, Some(&of.party), Some(of.standing));
        table
    }

    pub(super) fn linkage_table(self, of: &Linkage) -> Table {
        let mut table = Table::new();
        if let Some(party) = &of.party {
            self.put_party(&mut table, party);
        }
        table.put("if", value::condition(&of.when));
        table.put("then", value::condition(&of.then));
        self.put_provenance(&mut table, "on", &of.provenance, of.party.as_ref(), None);
        table
    }

    pub(super) fn position_table(self, of: &Position) -> Table {
        let mut table = Table::new();
        self.put_party(&mut table, &of.party);
        table.put("issue", value::text(&of.issue));
        table.put_some("wants", of.wants.as_ref().map(value::condition));
        self.put_provenance(&mut table, "on", &of.provenance, Some(&of.party), None);
        table
    }

    pub(super) fn interest_table(self, of: &Interest) -> Table {
        let mut table = Table::new();
        self.put_party(&mut table, &of.party);
        self.put_provenance(&mut table, "on", &of.provenance, Some(&of.party), None);
        table
    }

    pub(super) fn alternative_table(self, of: &Alternative) -> Table {
        let mut table = Table::new();
        self.put_party(&mut table, &of.party);
        table.put_some("trend", of.trend.map(|trend| value::text(word_for(words::TREND, &trend))));
        self.put_provenance(&mut table, "on", &of.provenance, Some(&of.party), None);
        table
    }

    pub(super) fn answer_table(self, of: &Answer) -> Table {
        let mut table = Table::new();
        self.put_party(&mut table, &of.party);
        table.put("issue", value::text(&of.issue));
        table.put("answer", value::text(word_for(words::STANCE, &of.stance)));
        self.put_provenance(&mut table, "on", &of.provenance, Some(&of.party), None);
        table
    }

    pub(super) fn remark_table(self, of: &Remark) -> Table {
        let mut table = Table::new();
        self.put_party(&mut table, &of.party);
        table.put_some("issue", of.issue.as_ref().map(value::text));
        self.put_provenance(&mut table, "on", &of.provenance, Some(&of.party), None);
        table
    }

    pub(super) fn session_table(self, of: &Session) -> Table {
        let mut table = Table::new();
        table.put_list("parties", of.parties.iter().map(value::text));
        table.put_list("people", of.people.iter().map(value::text));
        table.put("status", value::text(word_for(words::SESSION_STATUS, &of.status)));
        table.put_some("on", of.on.map(value::date));
        table.put_some("place", of.place.as_ref().map(value::text));
        self.put_provenance(&mut table, "told_on", &of.provenance, None, None);
        table
    }

    pub(super) fn confidence_table(self, of: &Confidence) -> Table {
        let mut table = Table::new();
        table.put_list("parties", of.parties.iter().map(value::text));
        table.put_list("issues", of.issues.iter().map(value::text));
        self.put_provenance(&mut table, "on", &of.provenance, None, None);
        table
    }

    pub(super) fn deadline_table(self, of: &Deadline) -> Table {
        let mut table = Table::new();
        table.put("on", value::date(of.on));
        table.put_some("party", of.party.as_ref().map(value::text));
        table.put_list("issues", of.issues.iter().map(value::text));
        self.put_provenance(&mut table, "told_on", &of.provenance, of.party.as_ref(), None);
        table
    }
}

/// `report:P6`; a table with the words, where there are any, or where the source's id has a colon of its own.
pub(super) fn citation(of: &Citation) -> Value {
    if of.source.as_str().contains(':') || of.words.is_some() {
        let mut table = InlineTable::new();
        table.insert("id", value::text(&of.source));
        if let Some(place) = &of.place {
            table.insert("place", value::text(place));
        }
        if let Some(words) = &of.words {
            table.insert("words", value::text(words));
        }
        return table.into();
    }
    match &of.place {
        Some(place) => value::text(format_args!("{}:{place}", of.source)),
        None => value::text(&of.source),
    }
}

/// A person's id or a description in several words; a table where the white space would mislead.
fn speaker(of: &Speaker) -> Value {
    let (key, words, misleading) = match of {
        Speaker::Person(id) => ("person", id.as_str(), id.as_str().contains(char::is_whitespace)),
        Speaker::Described(words) => ("described", words.as_str(), !words.contains(char::is_whitespace)),
    };
    if misleading {
        return InlineTable::from_iter([(key, value::text(words))]).into();
    }
    value::text(words)
}

fn publicity(of: &Publicity) -> Value {
    match of {
        Publicity::Public => value::text("public"),
        Publicity::Table => value::text("table"),
        Publicity::Mediator => value::text("mediator"),
        Publicity::Caucus(party) => value::text(format_args!("caucus:{party}")),
    }
}
