//! Proposed packages.

use super::Decision;
use crate::Compartment;
use crate::event::Event;
use crate::id::PackageId;
use crate::refusal::Refusal;
use crate::state::ProposedPackage;
use mediant_model::spelling::quoted;
use mediant_model::{IssueId, IssueKind, OptionId, PartyId};
use std::collections::BTreeMap;

impl Decision<'_, '_> {
    pub(super) fn propose_package(
        &mut self,
        compartment: Compartment,
        party: Option<PartyId>,
        options: BTreeMap<IssueId, OptionId>,
        binding: bool,
        note: Option<String>,
    ) -> Result<(), Refusal> {
        self.options_known(&options, &compartment, "options")?;
        match &party {
            Some(party) => {
                self.negotiating(party, "party")?;
            }
            None if binding => {
                return Err(Refusal::invalid("binding", "the mediator binds nobody")
                    .help("propose it as something to explore"));
            }
            None => {}
        }
        let package = PackageId::new(self.id());
        self.record(compartment, Event::PackageProposed { package, party, options, binding, note })
    }

    /// Every issue and option of a package is known to everybody who will read it.
    pub(super) fn options_known(
        &self,
        options: &BTreeMap<IssueId, OptionId>,
        compartment: &Compartment,
        field: &str,
    ) -> Result<(), Refusal> {
        if options.is_empty() {
            return Err(Refusal::invalid(field, "this package settles nothing").help("choose an option"));
        }
        let case = self.state.known_in(compartment);
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
                return Err(Refusal::unknown(at, message).help(help));
            }
        }
        Ok(())
    }

    pub(super) fn answer_package(&mut self, compartment: Compartment, event: Event) -> Result<(), Refusal> {
        let Event::PackageAnswered { package, party, person, verdict, note } = event else { return Ok(()) };
        self.negotiating(&party, "party")?;
        let known = self.package(&package)?;
        if !compartment.is_within(&known.trace.compartment) {
            return Err(Refusal::invalid("in", "not everybody who would read the answer knows the package"));
        }
        self.record(compartment, Event::PackageAnswered { package, party, person, verdict, note })
    }

    pub(super) fn package(&self, id: &PackageId) -> Result<&ProposedPackage, Refusal> {
        let unknown = || Refusal::unknown("package", format!("there is no package {}", quoted(id.as_str())));
        self.state.packages.get(id).ok_or_else(unknown)
    }
}
