//! Proposed packages and what each party answers: what can be asked for, and how it is decided.

use super::{PackageAnswered, PackageId, PackageProposed, ProposedPackage, Verdict};
use crate::actor::Role;
use crate::authority::{Authority, Word};
use crate::command::{Act, Moment};
use crate::compartment::Compartment;
use crate::decide::Decision;
use crate::issue::FormerIssue;
use crate::limits::Limits;
use crate::refusal::CommandError;
use crate::state::State;
use mediant_model::issue::IssueKind;
use mediant_model::spelling::quoted;
use mediant_model::{IssueId, OptionId, PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Propose a package.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct ProposePackage {
    /// `table`, or a party's caucus.
    pub r#in: Compartment,
    /// The party that proposes it; the mediator where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<PartyId>,
    /// One option an issue.
    pub options: BTreeMap<IssueId, OptionId>,
    /// Whether the party is bound by it; that needs a mandate.
    #[serde(default)]
    pub binding: bool,
    /// What is said with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Act for ProposePackage {
    const KIND: &'static str = "propose_package";
    const WHEN: Moment = Moment::Going;
    const LIMITS: Limits = Limits { texts: &["note"], file: None };

    fn may_come_from(&self, role: &Role) -> bool {
        role.mediates() || self.party.as_ref().is_some_and(|party| role.acts_for(party))
    }

    fn takes(&self, _: &State) -> Authority {
        let Self { party, options, binding, .. } = self;
        match party {
            Some(party) if *binding => Authority::on(party, options.keys().cloned().collect()),
            Some(party) => Authority::Voice(party.clone()),
            None => Authority::Nothing,
        }
    }

    fn word(&self) -> Word<'_> {
        // A package that binds is somebody's word, and has no place for another's than that of whoever asks.
        if self.binding { Word::Needed(None) } else { Word::Unsaid }
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { r#in: compartment, party, options, binding, note } = self;
        decision.options_known(&options, &compartment, "options")?;
        match &party {
            Some(party) => {
                decision.negotiating(party, "party")?;
            }
            None if binding => {
                return Err(CommandError::invalid("binding", "the mediator binds nobody")
                    .help("propose it as something to explore"));
            }
            None => {}
        }
        let package = PackageId::new(decision.id());
        decision.record(compartment, PackageProposed { package, party, options, binding, note })
    }
}

/// Answer to a package.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct AnswerPackage {
    /// `table`, or the party's caucus.
    pub r#in: Compartment,
    /// Which.
    pub package: PackageId,
    /// The party.
    pub party: PartyId,
    /// Who answers for it; whoever asks, where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// What.
    pub verdict: Verdict,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Act for AnswerPackage {
    const KIND: &'static str = "answer_package";
    const WHEN: Moment = Moment::Going;
    const LIMITS: Limits = Limits { texts: &["note"], file: None };

    fn may_come_from(&self, role: &Role) -> bool {
        role.mediates() || role.acts_for(&self.party)
    }

    fn takes(&self, state: &State) -> Authority {
        let Self { package, party, verdict, .. } = self;
        match state.packages.get(package) {
            Some(known) if verdict.accepts() || known.is_accepted_by(party) => {
                Authority::on(party, known.options.keys().cloned().collect())
            }
            _ => Authority::Voice(party.clone()),
        }
    }

    fn word(&self) -> Word<'_> {
        Word::Of(self.person.as_ref())
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { r#in: compartment, package, party, verdict, note, .. } = self;
        let person = decision.word_of.clone();
        decision.negotiating(&party, "party")?;
        let known = decision.package(&package)?;
        if !compartment.is_within(&known.trace.compartment) {
            return Err(CommandError::invalid(
                "in",
                "not everybody who would read the answer knows the package",
            ));
        }
        if verdict.accepts() {
            decision.still_to_be_had(&known.options)?;
        }
        decision.record(compartment, PackageAnswered { package, party, person, verdict, note })
    }
}

impl Decision<'_, '_> {
    /// Every issue and option of a package is known to everybody who will read it.
    pub(crate) fn options_known(
        &self,
        options: &BTreeMap<IssueId, OptionId>,
        compartment: &Compartment,
        field: &str,
    ) -> Result<(), CommandError> {
        if options.is_empty() {
            return Err(CommandError::invalid(field, "this package settles nothing").help("choose an option"));
        }
        let case = self.state.choosable_in(compartment);
        for (issue, option) in options {
            let at = format!("{field}.{issue}");
            self.issue_known(issue, compartment, &at)?;
            let known = case.issues.iter().find(|known| &known.id == issue);
            let left_open = option.is_left_open() && case.agreement.partial;
            if !left_open && !known.is_some_and(|known| known.has_option(option)) {
                let message = format!("{} has no option {}", quoted(issue.as_str()), quoted(option.as_str()));
                let help = match known.map(|known| &known.kind) {
                    Some(IssueKind::Range(range)) => format!(
                        "give a number from {} to {} in steps of {}, in plain decimals",
                        range.min, range.max, range.step
                    ),
                    _ => "choose one that its readers know".to_owned(),
                };
                return Err(CommandError::unknown(at, message).help(help));
            }
        }
        Ok(())
    }

    /// Nothing of a package was retired since it was proposed.
    fn still_to_be_had(&self, options: &BTreeMap<IssueId, OptionId>) -> Result<(), CommandError> {
        let gone = options.iter().find(|(issue, option)| {
            let retired = |split: &FormerIssue| split.issue.id == **issue && split.into.is_empty();
            self.state.is_retired(issue, option) || self.state.split.iter().any(retired)
        });
        match gone {
            None => Ok(()),
            Some((issue, option)) => {
                let (issue, option) = (quoted(issue.as_str()), quoted(option.as_str()));
                let message = format!("{option} of {issue} was retired since: it can no longer be chosen");
                Err(CommandError::not_now(message).at("package").help("propose another package"))
            }
        }
    }

    pub(crate) fn package(&self, id: &PackageId) -> Result<&ProposedPackage, CommandError> {
        let unknown =
            || CommandError::unknown("package", format!("there is no package {}", quoted(id.as_str())));
        self.state.packages.get(id).ok_or_else(unknown)
    }
}
