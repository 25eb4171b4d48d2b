//! What somebody chose against how it is known.

use super::{Beside, Known, Readers};
use mediant_model::statement::Standing;
use mediant_model::{Date, PartyId};
use mediant_record::report::Entry;
use mediant_record::session::Plan;
use mediant_record::statement::Statement;
use mediant_record::{Actor, Command, CommandError, Compartment, State};
use mediant_words::{Language, say};

/// Something that is known in one way, and that more people are to read than know it in that way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// How it is known, as the rest of "You say that …".
    pub known: String,
    /// Who may know it from that.
    pub usual: Compartment,
    /// Who was chosen to read it.
    pub chosen: Compartment,
    /// The field of the choice.
    pub field: &'static str,
}

/// The commands that can say something against themselves.
pub const ASKED_ABOUT: [&str; 5] =
    ["state", "plan_session", "move_session", "write_note", "enter_suggestion"];

/// What a command says against itself, unless just that was confirmed. It looks at the command and at what its sender knows, and says
/// in a language how it is known.
pub fn contradiction(
    state: &State,
    command: &Command,
    beside: &Beside,
    language: Language,
) -> Option<Contradiction> {
    let found = match command {
        Command::MakeStatement(made) => of_statement(state, &made.statement, beside.known, language),
        Command::PlanSession(asked) => of_session(state, &asked.plan, &asked.r#in, language)
            .map(|known| (known, asked.r#in.clone(), "in")),
        Command::MoveSession(asked) => {
            let session = state.sessions.get(&asked.session)?;
            let is_new = session.plan.parties != asked.plan.parties;
            let place = session.trace.compartment.clone();
            of_session(state, &asked.plan, &place, language)
                .filter(|_| is_new)
                .map(|known| (known, place, "plan.parties"))
        }
        Command::WriteNote(note) => of_note(state, note.about.as_ref()?, &note.r#in, language)
            .map(|known| (known, note.r#in.clone(), "in")),
        Command::EnterSuggestion(asked) => {
            let report = state.reports.get(&asked.report)?;
            let (decided, _) = report.decision(&asked.suggestion)?;
            let to = decided.to.clone()?;
            let is_open = matches!(to, Compartment::Table | Compartment::Public);
            let is_note = matches!(asked.entry, Entry::Note { .. });
            let known = say!(language, contradiction.was_not_published, report = report.name).into_owned();
            (is_open && !is_note && !report.published).then_some((
                (known, Compartment::Mediator),
                to,
                "entry",
            ))
        }
        _ => None,
    };
    let ((known, usual), chosen, field) = found?;
    (beside.confirmed.as_ref() != Some(&chosen)).then_some(Contradiction { known, usual, chosen, field })
}

type Found = ((String, Compartment), Compartment, &'static str);

fn of_statement(
    state: &State,
    statement: &Statement,
    known: Option<Known>,
    language: Language,
) -> Option<Found> {
    let standing = match statement {
        Statement::RedLine(line) => Some(line.standing),
        Statement::Precondition(condition) => Some(condition.standing),
        _ => None,
    };
    let firm = |standing: Standing| (standing != Standing::Public).then(|| Known::from_standing(standing));
    let known = known.or(standing.and_then(firm))?;
    let usual = known.place(statement.party())?;
    let chosen = Compartment::from_publicity(&statement.provenance().publicity);
    if chosen.is_within(&usual) {
        return None;
    }
    let whose = statement.party().map(|party| name(state, party));
    let said = match (known, whose) {
        (Known::Reading, Some(whose)) => say!(language, contradiction.your_own_reading_of, party = whose),
        (Known::Reading, None) => say!(language, contradiction.your_own_reading),
        (Known::Told, Some(whose)) => say!(language, contradiction.told_in_confidence_by, party = whose),
        (Known::Table, Some(whose)) => say!(language, contradiction.said_at_the_table_by, party = whose),
        (Known::Told, None) => say!(language, contradiction.told_in_confidence),
        (Known::Table, None) => say!(language, contradiction.said_at_the_table),
        (Known::Public, _) => return None,
    };
    Some(((said.into_owned(), usual), chosen, "statement.publicity"))
}

/// A session with one party alone, and others who would read that it takes place.
fn of_session(
    state: &State,
    plan: &Plan,
    place: &Compartment,
    language: Language,
) -> Option<(String, Compartment)> {
    let mut there = state.negotiating().filter(|party| plan.parties.contains(&party.id));
    let (Some(alone), None) = (there.next(), there.next()) else { return None };
    let usual = Compartment::Caucus(alone.id.clone());
    (!place.is_within(&usual))
        .then(|| (say!(language, contradiction.you_meet_alone, party = alone.name).into_owned(), usual))
}

/// A note about one party, in the caucus of another.
fn of_note(
    state: &State,
    about: &PartyId,
    place: &Compartment,
    language: Language,
) -> Option<(String, Compartment)> {
    let hearer = place.party().filter(|hearer| *hearer != about)?;
    state.party(hearer)?;
    let known = say!(language, contradiction.the_note_is_about, party = name(state, about));
    Some((known.into_owned(), Compartment::Mediator))
}

fn name(state: &State, party: &PartyId) -> String {
    state.party(party).map_or_else(|| party.to_string(), |known| known.name.clone())
}

impl Contradiction {
    /// It as a refusal, for whoever sends commands: what to send to be understood.
    pub fn refusal(&self, state: &State, to: &Actor, today: Date, language: Language) -> CommandError {
        let readers = Readers::of(state, to, today, &self.chosen, language).text();
        let message = say!(language, contradiction.you_say_that, known = self.known, readers = readers);
        let chosen = self.chosen.to_string();
        let confirmed = super::CONFIRMED;
        CommandError::invalid(self.field, message).help(say!(
            language,
            contradiction.leave_it_out_or_confirm,
            field = self.field,
            confirmed = confirmed,
            chosen = chosen
        ))
    }
}
