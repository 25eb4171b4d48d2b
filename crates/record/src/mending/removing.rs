//! When words may be changed, and when something may go: what a mending is refused for.

use super::Subject;
use crate::agreement::Agreed;
use crate::command::Command;
use crate::compartment::Compartment;
use crate::decide::Decision;
use crate::mediation::MediationStage;
use crate::refusal::{CommandError, Reason};
use crate::round::{Matter, RoundState};
use crate::state::State;
use mediant_model::issue::IssueKind;
use mediant_model::spelling::quoted;

impl Decision<'_, '_> {
    /// How something reads now, where there is such a thing.
    pub(super) fn words_of(&self, what: &Subject) -> Result<Option<String>, CommandError> {
        let Some(words) = self.state.words_of(what) else {
            return Err(
                CommandError::unknown("what", "there is no such thing here").help("look up its short name")
            );
        };
        Ok(words)
    }

    /// Whoever knows of something learns what becomes of it. What is known of a person may be for fewer.
    pub(super) fn where_it_is_known(
        &self,
        what: &Subject,
        compartment: &Compartment,
    ) -> Result<(), CommandError> {
        let Some(home) = self.state.home_of(what) else { return Ok(()) };
        let fits = match what {
            Subject::Person { .. } | Subject::Office { .. } => compartment.is_within(home),
            _ => compartment == home,
        };
        if fits {
            return Ok(());
        }
        let message = format!("this is known in {}", quoted(&home.name()));
        Err(CommandError::invalid("in", message).help("change it before the same readers"))
    }

    /// Refuses what would change words that are being answered now, or that were declared agreed.
    pub(super) fn not_in_hand(&self, what: &Subject) -> Result<(), CommandError> {
        if let Some(round) = self.state.rounds.values().find(|round| {
            round.state == RoundState::Open
                && round.questions.iter().any(|asked| is_asked(self.state, what, &asked.matter))
        }) {
            let message = format!("parties are answering to these words now, in the round “{}”", round.title);
            return Err(CommandError::not_now(message)
                .at("what")
                .help("close the round or call it off first"));
        }
        let asked = |issue: &crate::mediation::MediatedIssue| match what {
            Subject::Issue(id) => &issue.issue == id,
            Subject::Option { issue: id, option } => &issue.issue == id && issue.options.contains(option),
            _ => false,
        };
        if let Some(open) =
            self.state.mediations.values().find(|mediation| {
                mediation.stage == MediationStage::Open && mediation.issues.iter().any(asked)
            })
        {
            let message =
                format!("parties are asked about these words now, in the mediation “{}”", open.title);
            return Err(CommandError::not_now(message)
                .at("what")
                .help("end its questioning or call it off first"));
        }
        let agreed =
            self.state.agreements.iter().any(|agreement| is_agreed(self.state, what, &agreement.about));
        if agreed {
            return Err(CommandError::not_now("an agreement was declared in these words")
                .at("what")
                .help("what was agreed keeps its words; agree on something else in a new draft or package"));
        }
        Ok(())
    }

    /// Refuses where what a mending touches was not seen, or is not that any more.
    pub(super) fn is_seen(&self, command: &Command, seen: Option<&str>) -> Result<(), CommandError> {
        let touched = self.state.touched(command);
        if touched.is_empty() || seen == Some(touched.mark().as_str()) {
            return Ok(());
        }
        Err(CommandError::new(Reason::Stale, format!("this touches what rests on it: {touched}"))
            .at("touches")
            .help(format!("look at it, then ask again with `touches` as “{}”", touched.mark())))
    }

    /// Refuses what something rests on.
    pub(super) fn nothing_rests_on(&self, what: &Subject) -> Result<(), CommandError> {
        if matches!(what, Subject::Title | Subject::Office { .. } | Subject::Source(_)) {
            return Err(
                CommandError::invalid("what", "this cannot be taken out").help("say it in other words")
            );
        }
        if let Subject::Option { issue, .. } = what {
            self.another_is_left(issue, what)?;
        }
        let resting = self.state.resting_on(what);
        if resting.is_empty() {
            return Ok(());
        }
        let help = match what {
            Subject::Person { .. } => "record that the person left",
            Subject::Party(_) => "a party on record stays on record; correct its name",
            _ => "retire it: what rests on it still reads, and it can no longer be chosen",
        };
        Err(CommandError::not_now(format!("this cannot be taken out: it holds {resting}"))
            .at("what")
            .help(help))
    }

    /// Refuses to retire what is retired already, the last option of an issue, and what leaves otherwise.
    pub(super) fn may_be_retired(&self, what: &Subject) -> Result<(), CommandError> {
        match what {
            Subject::Issue(_) => Ok(()),
            Subject::Option { issue, option } if self.state.is_retired(issue, option) => {
                Err(CommandError::not_now("this option was retired already").at("what"))
            }
            Subject::Option { issue, .. } => self.another_is_left(issue, what),
            Subject::Person { .. } | Subject::Office { .. } => {
                Err(CommandError::invalid("what", "people are not retired")
                    .help("record that the person left"))
            }
            Subject::Title | Subject::Party(_) | Subject::Source(_) => {
                Err(CommandError::invalid("what", "this cannot be retired").help("say it in other words"))
            }
        }
    }

    /// An issue keeps an option that can be chosen.
    fn another_is_left(&self, issue: &mediant_model::IssueId, what: &Subject) -> Result<(), CommandError> {
        let known = self.state.issues.iter().find(|known| &known.id == issue);
        let Some(IssueKind::Discrete(options)) = known.map(|known| &known.kind) else { return Ok(()) };
        let is_this = |id| matches!(what, Subject::Option { option, .. } if option == id);
        let left = |id| !is_this(id) && !self.state.is_retired(issue, id);
        if options.iter().any(|option| left(&option.id)) {
            return Ok(());
        }
        Err(CommandError::not_now("it is the last option of its issue that can be chosen")
            .at("what")
            .help("add another option first, or take the issue away"))
    }
}

/// Whether a question of a round asks about something in its words.
pub(super) fn is_asked(state: &State, what: &Subject, matter: &Matter) -> bool {
    match matter {
        Matter::Package(options) => what.is_in(options),
        Matter::Clause { draft, clause } => {
            let of = state.drafts.get(draft).into_iter().flat_map(|draft| &draft.clauses);
            let issue = of.filter(|known| &known.id == clause).find_map(|known| known.issue.as_ref());
            matches!(what, Subject::Issue(id) if issue == Some(id))
        }
        Matter::Words { issues, .. } => matches!(what, Subject::Issue(id) if issues.contains(id)),
    }
}

/// Whether an agreement is about something in its words.
fn is_agreed(state: &State, what: &Subject, about: &Agreed) -> bool {
    match about {
        Agreed::Package(package) => {
            state.packages.get(package).is_some_and(|known| what.is_in(&known.options))
        }
        Agreed::Draft { draft, clauses } => {
            let of = state.drafts.get(draft).into_iter().flat_map(|draft| &draft.clauses);
            let mut meant = of.filter(|clause| clauses.as_ref().is_none_or(|some| some.contains(&clause.id)));
            meant.any(|clause| matches!(what, Subject::Issue(id) if clause.issue.as_ref() == Some(id)))
        }
    }
}
