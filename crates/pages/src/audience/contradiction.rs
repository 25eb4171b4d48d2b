//! What somebody chose against how it is known.

use super::{Beside, Known, Readers};
use mediant_model::statement::Standing;
use mediant_model::{Date, PartyId};
use mediant_record::report::Entry;
use mediant_record::session::Plan;
use mediant_record::statement::Statement;
use mediant_record::{Actor, Command, CommandError, Compartment, State};

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

/// What a command says against itself, unless just that was confirmed. It looks at the command and at what its sender knows.
pub fn contradiction(state: &State, command: &Command, beside: &Beside) -> Option<Contradiction> {
    let found = match command {
        Command::MakeStatement(made) => of_statement(state, &made.statement, beside.known),
        Command::PlanSession(asked) => {
            of_session(state, &asked.plan, &asked.r#in).map(|known| (known, asked.r#in.clone(), "in"))
        }
        Command::MoveSession(asked) => {
            let session = state.sessions.get(&asked.session)?;
            let is_new = session.plan.parties != asked.plan.parties;
            let place = session.trace.compartment.clone();
            of_session(state, &asked.plan, &place)
                .filter(|_| is_new)
                .map(|known| (known, place, "plan.parties"))
        }
        Command::WriteNote(note) => {
            of_note(state, note.about.as_ref()?, &note.r#in).map(|known| (known, note.r#in.clone(), "in"))
        }
        Command::EnterSuggestion(asked) => {
            let report = state.reports.get(&asked.report)?;
            let (decided, _) = report.decision(&asked.suggestion)?;
            let to = decided.to.clone()?;
            let is_open = matches!(to, Compartment::Table | Compartment::Public);
            let is_note = matches!(asked.entry, Entry::Note { .. });
            let known = format!("“{}” was not published", report.name);
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

fn of_statement(state: &State, statement: &Statement, known: Option<Known>) -> Option<Found> {
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
        (Known::Reading, Some(whose)) => format!("it is your own reading, and not the word of {whose}"),
        (Known::Reading, None) => "it is your own reading".to_owned(),
        (Known::Told, Some(whose)) => format!("{whose} told it in confidence"),
        (Known::Table, Some(whose)) => format!("{whose} said it at the table"),
        (Known::Told, None) => "it was told in confidence".to_owned(),
        (Known::Table, None) => "it was said at the table".to_owned(),
        (Known::Public, _) => return None,
    };
    Some(((said, usual), chosen, "statement.publicity"))
}

/// A session with one party alone, and others who would read that it takes place.
fn of_session(state: &State, plan: &Plan, place: &Compartment) -> Option<(String, Compartment)> {
    let mut there = state.negotiating().filter(|party| plan.parties.contains(&party.id));
    let (Some(alone), None) = (there.next(), there.next()) else { return None };
    let usual = Compartment::Caucus(alone.id.clone());
    (!place.is_within(&usual)).then(|| (format!("you meet {} alone", alone.name), usual))
}

/// A note about one party, in the caucus of another.
fn of_note(state: &State, about: &PartyId, place: &Compartment) -> Option<(String, Compartment)> {
    let hearer = place.party().filter(|hearer| *hearer != about)?;
    state.party(hearer)?;
    Some((format!("the note is about {}", name(state, about)), Compartment::Mediator))
}

fn name(state: &State, party: &PartyId) -> String {
    state.party(party).map_or_else(|| party.to_string(), |known| known.name.clone())
}

impl Contradiction {
    /// It as a refusal, for whoever sends commands: what to send to be understood.
    pub fn refusal(&self, state: &State, to: &Actor, today: Date) -> CommandError {
        let readers = Readers::of(state, to, today, &self.chosen).text();
        let message = format!("you say that {}, and that this is read by {readers}", self.known);
        CommandError::invalid(self.field, message).help(format!(
            "leave `{}` out, or send `\"{}\": \"{}\"` beside the command if you mean it",
            self.field,
            super::CONFIRMED,
            self.chosen
        ))
    }
}
