//! A negotiation's record: what can be asked for, and how it is decided.

use super::{AgreementRuleChanged, CaseClosed, CaseOpened, CaucusRule, CaucusRuleChanged};
use crate::actor::Role;
use crate::authority::{Authority, Word};
use crate::command::{Act, Moment};
use crate::compartment::Compartment;
use crate::decide::Decision;
use crate::limits::{Limits, not_empty};
use crate::refusal::CommandError;
use crate::state::State;
use mediant_model::finding::Severity;
use mediant_model::validate::validate_case;
use mediant_model::{AgreementRule, Case, Finding, Quorum};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Begin the record of a negotiation.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct OpenCase {
    /// Who may know that there are talks: `public` or `table`.
    pub r#in: Compartment,
    /// The title.
    pub title: String,
    /// A short name that briefs refer to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// What makes a deal.
    pub agreement: AgreementRule,
    /// What a caucus's words may do.
    #[serde(default)]
    pub caucus_rule: CaucusRule,
}

impl Act for OpenCase {
    const KIND: &'static str = "open_case";
    const WHEN: Moment = Moment::First;
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
        let Self { r#in, title, reference, agreement, caucus_rule } = self;
        decision.open_case(r#in, title, reference, agreement, caucus_rule)
    }
}

/// Change the rule of agreement.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct ChangeAgreementRule {
    /// `public` or `table`.
    pub r#in: Compartment,
    /// What makes a deal from now on.
    pub agreement: AgreementRule,
}

impl Act for ChangeAgreementRule {
    const KIND: &'static str = "change_agreement_rule";
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
        let Self { r#in: compartment, agreement } = self;
        let count = decision.state.negotiating().count();
        if let Quorum::AtLeast(needed) = agreement.quorum
            && (needed == 0 || needed > count)
        {
            let message = format!("a quorum of {needed} cannot be, with {count} parties");
            return Err(CommandError::invalid("agreement.quorum", message));
        }
        for party in &agreement.veto {
            decision.negotiating(party, "agreement.veto")?;
        }
        decision.record(compartment, AgreementRuleChanged { agreement })
    }
}

/// Change what a caucus's words may do from now on.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct ChangeCaucusRule {
    /// `public` or `table`.
    pub r#in: Compartment,
    /// What holds from now on.
    pub caucus_rule: CaucusRule,
}

impl Act for ChangeCaucusRule {
    const KIND: &'static str = "change_caucus_rule";
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
        let Self { r#in, caucus_rule } = self;
        decision.record(r#in, CaucusRuleChanged { caucus_rule })
    }
}

/// Close the case: nothing is added any more.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct CloseCase {
    /// `public` or `table`.
    pub r#in: Compartment,
    /// How it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
}

impl Act for CloseCase {
    const KIND: &'static str = "close_case";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits { texts: &["outcome"], file: None };

    fn may_come_from(&self, role: &Role) -> bool {
        matches!(role, Role::Mediator)
    }

    fn takes(&self, _: &State) -> Authority {
        Authority::Nothing
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { r#in, outcome } = self;
        decision.record(r#in, CaseClosed { outcome })
    }
}

impl Decision<'_, '_> {
    pub(crate) fn open_case(
        &mut self,
        compartment: Compartment,
        title: String,
        reference: Option<String>,
        agreement: AgreementRule,
        caucus_rule: CaucusRule,
    ) -> Result<(), CommandError> {
        not_empty(&title, "title")?;
        if agreement.quorum == Quorum::AtLeast(0) {
            return Err(CommandError::invalid("agreement.quorum", "a quorum of nobody makes no agreement")
                .help("at least one party has to accept"));
        }
        self.record(compartment, CaseOpened { title, reference, agreement, caucus_rule })
    }

    /// The case with something more in it makes sense: no error that was not there before.
    pub(crate) fn makes_sense(&self, before: &Case, after: &Case, field: &str) -> Result<(), CommandError> {
        let errors = |case: &Case| {
            let all = validate_case(case).into_iter();
            all.filter(|finding| finding.severity == Severity::Error).collect::<Vec<_>>()
        };
        let known = errors(before);
        // While the parties are still joining, the rule of agreement speaks of some that are not there yet.
        let of_rule = |finding: &Finding| finding.place.to_string().starts_with("agreement");
        let fresh = errors(after).into_iter().find(|finding| !known.contains(finding) && !of_rule(finding));
        let Some(fresh) = fresh else {
            return Ok(());
        };
        // The place in the case file, less the list it stands in: what is left is the place in what was asked for.
        let place = fresh.place.to_string();
        let inner = place.split_once("].").map(|(_, inner)| inner).filter(|inner| !inner.is_empty());
        let at = inner.map_or_else(|| field.to_owned(), |inner| format!("{field}.{inner}"));
        let refusal = CommandError::invalid(at, fresh.message);
        Err(match fresh.help {
            Some(help) => refusal.help(help),
            None => refusal,
        })
    }
}
