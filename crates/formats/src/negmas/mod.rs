//! NegMAS's own files, YAML and JSON: an outcome space, and a utility function for each party.
//!
//! By NegMAS's `LinearAdditiveUtilityFunction` and its kin: utility is a bias plus the sum of weights times what the
//! function of each issue gives; nothing is normalised or clipped, and a party accepts what is worth at least its
//! reserved value, or anything where that is minus infinity, as it is when nothing is stated. Types are written by
//! class, `CategoricalIssue` or `negmas.outcomes.categorical_issue.CategoricalIssue`.

mod issue;
mod utility;
mod value_fun;

use crate::diagnostic::Diagnostic;
use crate::json::{JsonFile, Node, short};
use crate::negotiation::{Negotiation, ReadResult};
use crate::reading::Reading;
use crate::recognise::stem;
use crate::scenario;
use mediant_model::{Number, PartyId};
use std::ops::Range;

/// Under these keys NegMAS writes the class of a value; the second is what its serialisation calls it.
const CLASS: [&str; 2] = ["type", "__python_class__"];

/// Whether a document is an outcome space.
pub(crate) fn is_domain(root: &Node) -> bool {
    class(root).is_some_and(|class| class.ends_with("OutcomeSpace"))
}

/// Whether a document is a utility function, of a kind that is read or not.
pub(crate) fn is_profile(root: &Node) -> bool {
    class(root).is_some_and(|class| class.ends_with("UtilityFunction") || class.ends_with("UFun"))
}

/// Reads an outcome space and the utility functions over it; parties in this order.
///
/// # Errors
/// Everything wrong in any of the files.
pub(crate) fn read(domain: JsonFile<'_>, profiles: Vec<(PartyId, JsonFile<'_>)>) -> ReadResult {
    let root = domain.root;
    let mut reading = Reading::new(domain.source);
    let issues = issue::issues(&mut reading, &root);
    let name = root.get("name").and_then(Node::as_text).filter(|name| !name.is_empty());
    let title = name.unwrap_or(stem(reading.source.name())).to_owned();
    let mut found = reading.found;
    let Some(issues) = issues.filter(|_| !found.iter().any(Diagnostic::is_error)) else { return Err(found) };
    let parties: Vec<PartyId> = profiles.iter().map(|(party, _)| party.clone()).collect();
    let mut negotiation = Negotiation {
        case: scenario::case(title, parties.into_iter(), issues.iter().map(|of| of.issue.clone()).collect()),
        ..Negotiation::default()
    };
    for (party, file) in profiles {
        let root = file.root;
        let mut reading = Reading::new(file.source);
        negotiation.briefs.extend(utility::brief(&mut reading, &root, &party, &issues));
        found.append(&mut reading.found);
    }
    if negotiation.briefs.iter().any(|brief| brief.discount.is_some()) {
        let note = "utilities are those at the start: a discount is kept with the briefs but not applied";
        negotiation.notes.push(note.to_owned());
    }
    scenario::result(negotiation, found)
}

/// The class of a value, without the modules in front.
fn class(node: &Node) -> Option<&str> {
    let class = CLASS.iter().find_map(|key| node.get(key)?.as_text())?;
    class.rsplit('.').next()
}

/// The first character of a value that may be long.
fn start(node: &Node) -> Range<usize> {
    node.span.start..node.span.start + 1
}

impl Reading<'_> {
    /// The class of a value, which must be there.
    fn class_of<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n str> {
        self.object(node, what)?;
        let found = class(node);
        if found.is_none() {
            self.error(&start(node), format!("{what} has no `type`"));
        }
        found
    }

    /// A number that may be missing, or null.
    fn number_or(&mut self, node: &Node, key: &str, usual: Number) -> Option<Number> {
        match node.get(key) {
            Some(stated) if !stated.is_null() => self.number_of(stated, &format!("`{key}`")),
            _ => Some(usual),
        }
    }

    /// Warns of keys that nothing here asks for.
    fn asked_for(&mut self, node: &Node, known: &[&str]) {
        for member in node.members() {
            let is_known = known.contains(&member.key.as_str()) || CLASS.contains(&member.key.as_str());
            if !is_known && !member.node.is_null() {
                let message = format!("`{}` is not understood and is passed over", short(&member.key));
                self.warning(&member.key_span, message);
            }
        }
    }
}
