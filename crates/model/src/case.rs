//! The negotiation as the table, or its mediator, knows it.

use crate::statement::{
    Alternative, Answer, Confidence, Deadline, Interest, Linkage, Position, Precondition, Provenance,
    Publicity, RedLine, Remark, Session, Source,
};
use crate::{AgreementRule, Date, Issue, IssueId, Party, PartyId, PartyRole, Person, PersonId, SourceId};

/// A negotiation: parties, issues, rules, and what was said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Case {
    /// A short name that briefs refer to; the title serves where there is none.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub id: Option<String>,
    /// The title to show.
    pub title: String,
    /// The day the case describes; statements dated later do not count yet.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::wire::DaySchema>"))]
    pub as_of: Option<Date>,
    /// What makes a deal.
    #[cfg_attr(feature = "serde", serde(default))]
    pub agreement: AgreementRule,
    /// Documents that statements rest on.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub sources: Vec<Source>,
    /// The parties, third parties included.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub parties: Vec<Party>,
    /// The matters to settle.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub issues: Vec<Issue>,
    /// What parties say they want.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub positions: Vec<Position>,
    /// The needs behind it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub interests: Vec<Interest>,
    /// What parties declare unacceptable.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub red_lines: Vec<RedLine>,
    /// What must hold before a deal.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub preconditions: Vec<Precondition>,
    /// Options only with other options.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub linkages: Vec<Linkage>,
    /// What parties do without a deal.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub alternatives: Vec<Alternative>,
    /// What parties answered, issue by issue.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub answers: Vec<Answer>,
    /// Remarks that settle nothing.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub remarks: Vec<Remark>,
    /// Meetings held and planned.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub sessions: Vec<Session>,
    /// What was agreed not to be disclosed.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub confidences: Vec<Confidence>,
    /// By when something is to be done.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub deadlines: Vec<Deadline>,
}

/// For whom something is shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reader {
    /// The third party and its team: everything.
    Mediator,
    /// A party: what is public, what is said at the table, and its own confidences.
    Party(PartyId),
    /// Anybody: what is public.
    Public,
}

impl Reader {
    /// Whether the reader may know something of this publicity.
    pub fn sees(&self, publicity: &Publicity) -> bool {
        match (self, publicity) {
            (Self::Mediator, _) | (_, Publicity::Public) => true,
            (Self::Party(_), Publicity::Table) => true,
            (Self::Party(reader), Publicity::Caucus(party)) => reader == party,
            (Self::Party(_), Publicity::Mediator) => false,
            (Self::Public, Publicity::Table | Publicity::Caucus(_) | Publicity::Mediator) => false,
        }
    }
}

impl Case {
    /// The parties whose acceptance counts, in order.
    pub fn negotiating_parties(&self) -> impl Iterator<Item = &Party> {
        self.parties.iter().filter(|party| party.role == PartyRole::Negotiating)
    }

    /// The party of this id.
    pub fn party(&self, id: &PartyId) -> Option<&Party> {
        self.parties.iter().find(|party| &party.id == id)
    }

    /// The issue of this id.
    pub fn issue(&self, id: &IssueId) -> Option<&Issue> {
        self.issues.iter().find(|issue| &issue.id == id)
    }

    /// The source of this id.
    pub fn source(&self, id: &SourceId) -> Option<&Source> {
        self.sources.iter().find(|source| &source.id == id)
    }

    /// The person of this id and the party the person belongs to.
    pub fn person(&self, id: &PersonId) -> Option<(&Party, &Person)> {
        self.parties.iter().find_map(|party| {
            party.people.iter().find(|person| &person.id == id).map(|person| (party, person))
        })
    }

    /// What briefs call this case.
    pub fn reference(&self) -> &str {
        self.id.as_deref().unwrap_or(&self.title)
    }

    /// The case as the reader may know it.
    ///
    /// Statements the reader may not see are absent, so that nothing derived from the result,
    /// numbering and counts included, can depend on them.
    ///
    /// ```
    /// use mediant_model::Case;
    /// use mediant_model::case::Reader;
    ///
    /// let case: Case = serde_json::from_value(serde_json::json!({
    ///     "title": "A fence",
    ///     "red_lines": [
    ///         { "party": "north", "never": { "height": "low" }, "standing": "told", "publicity": { "caucus": "north" } },
    ///     ],
    /// }))?;
    /// assert_eq!(case.seen_by(&Reader::Party("north".into())).red_lines.len(), 1);
    /// assert!(case.seen_by(&Reader::Party("south".into())).red_lines.is_empty());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn seen_by(&self, reader: &Reader) -> Self {
        let sees = |provenance: &Provenance| reader.sees(&provenance.publicity);
        let mut seen = self.clone();
        seen.positions.retain(|x| sees(&x.provenance));
        seen.interests.retain(|x| sees(&x.provenance));
        seen.red_lines.retain(|x| sees(&x.provenance));
        seen.preconditions.retain(|x| sees(&x.provenance));
        seen.linkages.retain(|x| sees(&x.provenance));
        seen.alternatives.retain(|x| sees(&x.provenance));
        seen.answers.retain(|x| sees(&x.provenance));
        seen.remarks.retain(|x| sees(&x.provenance));
        seen.sessions.retain(|x| sees(&x.provenance));
        seen.confidences.retain(|x| sees(&x.provenance));
        seen.deadlines.retain(|x| sees(&x.provenance));
        // A source nobody visible cites could itself betray a hidden statement.
        let cited = seen.cited_sources();
        seen.sources.retain(|source| cited.contains(&source.id));
        seen
    }

    fn cited_sources(&self) -> std::collections::BTreeSet<SourceId> {
        let mandates = self.parties.iter().flat_map(|p| &p.people).flat_map(|p| &p.mandates);
        let from_mandates = mandates.filter_map(|mandate| mandate.source.as_ref());
        let from_statements = self.provenances().flat_map(Provenance::sources);
        from_statements.chain(from_mandates).map(|citation| citation.source.clone()).collect()
    }

    /// The provenance of every statement.
    pub fn provenances(&self) -> impl Iterator<Item = &Provenance> {
        let positions = self.positions.iter().map(|x| &x.provenance);
        let interests = self.interests.iter().map(|x| &x.provenance);
        let red_lines = self.red_lines.iter().map(|x| &x.provenance);
        let preconditions = self.preconditions.iter().map(|x| &x.provenance);
        let linkages = self.linkages.iter().map(|x| &x.provenance);
        let alternatives = self.alternatives.iter().map(|x| &x.provenance);
        let answers = self.answers.iter().map(|x| &x.provenance);
        let remarks = self.remarks.iter().map(|x| &x.provenance);
        let sessions = self.sessions.iter().map(|x| &x.provenance);
        let confidences = self.confidences.iter().map(|x| &x.provenance);
        let deadlines = self.deadlines.iter().map(|x| &x.provenance);
        positions
            .chain(interests)
            .chain(red_lines)
            .chain(preconditions)
            .chain(linkages)
            .chain(alternatives)
            .chain(answers)
            .chain(remarks)
            .chain(sessions)
            .chain(confidences)
            .chain(deadlines)
    }
}
