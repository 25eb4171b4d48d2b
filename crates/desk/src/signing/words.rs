//! Words as acts have them: whole, and as the table knows them.

use super::unfit;
use mediant_attest::{Choice, Clause, Communique, Draft, Line, Mandate, Named, Package, Text, Words};
use mediant_model::{Case, Issue, IssueId, OptionId, PartyId, PersonId};
use mediant_record::draft::{ClauseId, DraftId};
use mediant_record::package::PackageId;
use mediant_record::{CommandError, Compartment, State};
use std::collections::{BTreeMap, BTreeSet};

/// What everybody at the table knows of the case, and of its talks what one reader knows.
pub(super) struct AtTable<'s> {
    pub state: &'s State,
    pub case: Case,
}

impl<'s> AtTable<'s> {
    pub fn new(state: &'s State) -> Self {
        Self { state, case: state.known_in(&Compartment::Table) }
    }

    /// A draft: some of its clauses, or all of them.
    pub fn draft(
        &self,
        id: &DraftId,
        some: Option<&BTreeSet<ClauseId>>,
    ) -> Result<Option<Words>, CommandError> {
        let Some(known) = self.state.drafts.get(id) else { return Ok(None) };
        let all = (1_u32..).zip(&known.clauses);
        let wanted = all.filter(|(_, clause)| some.is_none_or(|some| some.contains(&clause.id)));
        let clauses = wanted.map(|(number, clause)| {
            Ok(Clause {
                number,
                id: line(clause.id.as_str())?,
                heading: Some(line(&clause.heading)?),
                issue: clause.issue.as_ref().map(|issue| self.issue(issue)).transpose()?,
                words: text(&clause.text)?,
            })
        });
        Ok(Some(Words::Draft(Draft {
            id: line(id.as_str())?,
            number: known.number,
            title: line(&known.title)?,
            of: u32::try_from(known.clauses.len()).unwrap_or(u32::MAX),
            clauses: clauses.collect::<Result<_, CommandError>>()?,
        })))
    }

    /// A package that is on record.
    pub fn package(&self, id: &PackageId) -> Result<Option<Words>, CommandError> {
        let Some(known) = self.state.packages.get(id) else { return Ok(None) };
        self.options(id.as_str(), &known.options, known.note.as_deref()).map(Some)
    }

    /// A package of these options.
    pub fn options(
        &self,
        id: &str,
        options: &BTreeMap<IssueId, OptionId>,
        note: Option<&str>,
    ) -> Result<Words, CommandError> {
        let place = |issue: &IssueId| self.case.issues.iter().position(|known| &known.id == issue);
        let mut ordered: Vec<_> = options.iter().collect();
        // In the order of the case; what was split since comes behind.
        ordered.sort_by_key(|(issue, _)| (place(issue).unwrap_or(usize::MAX), (*issue).clone()));
        let choices = ordered.into_iter().map(|(issue, option)| {
            let name = self.known_issue(issue).and_then(|known| known.option_name(option));
            let name = match name {
                _ if option.is_left_open() => "left open".to_owned(),
                Some(name) => name,
                None => option.to_string(),
            };
            Ok(Choice {
                issue: self.issue(issue)?,
                option: Named { id: line(option.as_str())?, name: line(&name)? },
            })
        });
        let title = note.filter(|note| !note.trim().is_empty()).map(line).transpose()?;
        Ok(Words::Package(Package {
            id: line(id)?,
            title,
            options: choices.collect::<Result<_, CommandError>>()?,
        }))
    }

    /// A communiqué in its latest wording.
    pub fn communique(&self, id: &str, words: &str) -> Result<Communique, CommandError> {
        Ok(Communique { id: line(id)?, words: text(words)? })
    }

    /// A mandate; without the days, which whoever calls knows.
    pub fn mandate(
        &self,
        id: &str,
        party: &PartyId,
        holder: &PersonId,
        issues: Option<&BTreeSet<IssueId>>,
    ) -> Result<Mandate, CommandError> {
        let issues = issues.map(|some| some.iter().map(|issue| self.issue(issue)).collect());
        Ok(Mandate {
            id: line(id)?,
            holder: self.person(party, holder)?,
            issues: issues.transpose()?,
            from: None,
            until: None,
        })
    }

    /// A person of a party.
    pub fn person(&self, party: &PartyId, person: &PersonId) -> Result<Named, CommandError> {
        let of = self.case.parties.iter().find(|known| &known.id == party);
        let known = of.and_then(|party| party.people.iter().find(|known| &known.id == person));
        let unknown = || {
            CommandError::not_now("the person is not known at the table, and an act names the person")
                .at("signed.person")
                .help("name the person at the table first")
        };
        let known = known.ok_or_else(unknown)?;
        Ok(Named { id: line(person.as_str())?, name: line(&known.name)? })
    }

    fn issue(&self, issue: &IssueId) -> Result<Named, CommandError> {
        let name = self.known_issue(issue).map_or_else(|| issue.to_string(), |known| known.name.clone());
        Ok(Named { id: line(issue.as_str())?, name: line(&name)? })
    }

    fn known_issue(&self, issue: &IssueId) -> Option<&Issue> {
        let split = self.state.split.iter().map(|split| &split.issue);
        self.case.issues.iter().chain(split).find(|known| &known.id == issue)
    }
}

/// A name in one line.
pub(super) fn line(name: &str) -> Result<Line, CommandError> {
    Line::of_name(name).map_err(|why| unfit(&why))
}

fn text(words: &str) -> Result<Text, CommandError> {
    Text::of_words(words).map_err(|why| unfit(&why))
}
