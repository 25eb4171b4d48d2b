//! What is wrong with a case or a brief, everything at once.
//!
//! A place is the path of keys that a Mediant file uses, so that a reader can show the words concerned;
//! it reads well for cases from elsewhere, too.

mod brief;
mod condition;
mod issue;
mod linkage;
mod party;
mod statement;

use crate::finding::Severity;
use crate::spelling::{did_you_mean, quoted};
use crate::{Brief, Case, Date, Finding, Place, Quorum};
use std::collections::BTreeSet;

/// Words of the condition language, which no issue may be called.
pub const RESERVED_WORDS: [&str; 3] = ["all", "any", "not"];

/// At most this many findings are reported; more would not be read.
const FINDINGS_MAX: usize = 1_000;

/// Every problem of a case: errors, from which nothing can be computed, and warnings.
///
/// A case without errors compiles (but for numbers too large). Costs about the size of the case times
/// the logarithm of its names, and for conditions what [`crate::Condition::regions`] costs.
///
/// ```
/// use mediant_model::Case;
/// use mediant_model::validate::validate_case;
///
/// // A case without parties and issues says so, all at once.
/// let findings = validate_case(&Case { title: "Nothing yet".to_owned(), ..Case::default() });
/// assert!(!findings.is_empty());
/// ```
pub fn validate_case(case: &Case) -> Vec<Finding> {
    let mut findings = Findings::default();
    agreement(case, &mut findings);
    party::sources(case, &mut findings);
    party::parties(case, &mut findings);
    issue::issues(case, &mut findings);
    let world = World::new(case);
    statement::of_case(&world, &mut findings);
    linkage::circles(&world, &mut findings);
    findings.list
}

/// Every problem of a brief for a case.
///
/// Nothing here depends on another party's brief. Costs as [`validate_case`].
pub fn validate_brief(case: &Case, brief: &Brief) -> Vec<Finding> {
    let mut findings = Findings::default();
    brief::brief(&World::new(case), brief, &mut findings);
    findings.list
}

/// Findings so far.
#[derive(Default)]
struct Findings {
    list: Vec<Finding>,
}

impl Findings {
    fn push(&mut self, finding: Finding) {
        if self.list.len() < FINDINGS_MAX {
            self.list.push(finding);
        }
    }

    fn error(&mut self, place: Place, message: impl Into<String>) {
        self.push(Finding::error(place, message));
    }

    fn error_help(&mut self, place: Place, message: impl Into<String>, help: impl Into<String>) {
        self.push(Finding::error(place, message).help(help));
    }

    fn warning(&mut self, place: Place, message: impl Into<String>) {
        self.push(Finding::warning(place, message));
    }

    fn warning_help(&mut self, place: Place, message: impl Into<String>, help: impl Into<String>) {
        self.push(Finding::warning(place, message).help(help));
    }

    /// A name that nothing here has; `message` says so of the quoted name.
    fn unknown<'a>(
        &mut self,
        place: Place,
        name: &str,
        candidates: impl IntoIterator<Item = &'a str>,
        message: impl Fn(&str) -> String,
    ) {
        let finding = Finding {
            severity: Severity::Error,
            place,
            message: message(&quoted(name)),
            help: did_you_mean(name, candidates),
        };
        self.push(finding);
    }

    /// Ids that come twice, and empty ones. `what` such as "party".
    fn unique<'a>(&mut self, what: &str, ids: impl Iterator<Item = (&'a str, Place)>) {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for (id, place) in ids {
            if id.is_empty() {
                self.error(place, format!("the id of this {what} is empty"));
            } else if !seen.insert(id) {
                self.error(place, format!("there are two of {what} {}", quoted(id)));
            }
        }
    }

    /// A period that ends before it starts.
    fn period(&mut self, place: &Place, from: (&str, Option<Date>), to: (&str, Option<Date>)) {
        if let ((from_key, Some(first)), (to_key, Some(last))) = (from, to)
            && last < first
        {
            let message = format!("`{to_key}` ({last}) is before `{from_key}` ({first})");
            self.error(place.key(to_key).index(0), message);
        }
    }
}

/// A case with its names in order, and what conditions need to know of its issues.
struct World<'a> {
    case: &'a Case,
    conditions: condition::Conditions<'a>,
}

impl<'a> World<'a> {
    fn new(case: &'a Case) -> Self {
        Self { case, conditions: condition::Conditions::new(case) }
    }

    fn party_ids(&self) -> impl Iterator<Item = &'a str> {
        self.case.parties.iter().map(|party| party.id.as_str())
    }
}

fn agreement(case: &Case, findings: &mut Findings) {
    let place = Place::top().key("agreement");
    let count = case.negotiating_parties().count();
    if count == 0 {
        let help = "add a party without `role = \"third\"`";
        findings.error_help(Place::top().key("parties"), "nobody negotiates in this case", help);
    }
    if let Quorum::AtLeast(needed) = case.agreement.quorum
        && (needed == 0 || needed > count)
    {
        let message = format!("the quorum is `{needed}`, but {count} parties negotiate");
        let help = format!("give a number from 1 to {count}");
        findings.error_help(place.key("quorum").index(0), message, help);
    }
    let veto = place.key("veto");
    for (index, party) in case.agreement.veto.iter().enumerate() {
        if !case.negotiating_parties().any(|known| &known.id == party) {
            let known = case.negotiating_parties().map(|party| party.id.as_str());
            let message = |name: &str| format!("{name} has a veto but does not negotiate");
            findings.unknown(veto.index(index), party.as_str(), known, message);
        }
    }
    let ids = case.agreement.veto.iter().enumerate();
    findings.unique("veto", ids.map(|(index, party)| (party.as_str(), veto.index(index))));
}
