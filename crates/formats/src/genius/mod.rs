//! Genius XML: a domain file and one profile per party (TU Delft's Genius; the ANAC competitions).
//!
//! How its numbers are meant, by the Genius 10 source:
//!
//! * a discrete evaluation is divided by the largest of its issue (`EvaluatorDiscrete`);
//! * an integer issue has one option per integer, worth offset + slope × (value − lower bound), clipped to 0..1
//!   (`EvaluatorInteger`); real-valued issues are read at the values that Genius goes through;
//! * weights multiply as they stand, whatever they sum to, and a sum is clipped at 1 (`AdditiveUtilitySpace`);
//! * hyper-rectangle bounds are closed at both ends; `INCLUDES` pays inside, `EXCLUDES` outside;
//!   the sum is divided by `maxutility` and clipped at 1 (`NonlinearUtilitySpace`);
//! * a reservation value is on 0..1 and is zero where none is stated; a discount of 0 means none;
//! * where something is there twice, the last one counts.
//!
//! `weightmultiplyer` is GeniusBI's: utilities are then on a scale of their own. Everything is divided exactly;
//! nothing passes through a float.

mod cap;
mod domain;
mod evaluator;
mod profile;
mod rectangle;
mod write;

pub(crate) use write::write;

use crate::diagnostic::{Diagnostic, SourceText};
use crate::json;
use crate::negotiation::{InputFile, Negotiation, ReadResult};
use crate::reading::Reading;
use crate::recognise::stem;
use crate::scenario;
use crate::xml::{self, Element};
use domain::Domain;
use mediant_model::{Number, PartyId};
use std::collections::BTreeSet;

/// Whether a document with this root is a Genius domain or profile.
pub(crate) fn is_domain(root: &str) -> bool {
    root == "negotiation_template"
}

/// Whether a document with this root is a Genius profile.
pub(crate) fn is_profile(root: &str) -> bool {
    root == "utility_space"
}

/// Reads a domain and the profiles of its parties, in this order; `lenient` takes a stray `&` as it stands.
///
/// # Errors
/// Everything wrong in any of the files.
pub(crate) fn read(domain: &InputFile, profiles: &[(PartyId, &InputFile)], lenient: bool) -> ReadResult {
    let mut found = Vec::new();
    let Some((domain, title)) = read_domain(domain, lenient, &mut found) else { return Err(found) };
    let issues = domain.issues.iter().map(domain::Entry::issue).collect();
    let parties = profiles.iter().map(|(id, _)| id.clone());
    let case = scenario::case(title, parties, issues);
    let mut negotiation = Negotiation { case, ..Negotiation::default() };
    let mut discounted = false;
    for (party, file) in profiles {
        let text = match file.text() {
            Ok(text) => text,
            Err(problem) => {
                found.push(problem);
                continue;
            }
        };
        let mut reading = Reading::new(SourceText::new(&file.name, text));
        if let Some(root) = reading.root(lenient)
            && let Some(brief) = profile::read(&mut reading, &root, &domain, party)
        {
            discounted |= brief.discount.as_ref().is_some_and(|factor| *factor != Number::one());
            negotiation.briefs.push(brief);
        }
        negotiation.notes.append(&mut reading.notes);
        found.append(&mut reading.found);
    }
    if discounted {
        negotiation.notes.push(
            "utilities are those at the start: Genius's discount is kept with the briefs but not applied"
                .to_owned(),
        );
    }
    scenario::result(negotiation, found)
}

fn read_domain(file: &InputFile, lenient: bool, found: &mut Vec<Diagnostic>) -> Option<(Domain, String)> {
    let text = file.text().map_err(|problem| found.push(problem)).ok()?;
    let mut reading = Reading::new(SourceText::new(&file.name, text));
    let read = reading.root(lenient).and_then(|root| domain::read(&mut reading, &root));
    found.append(&mut reading.found);
    let domain = read?;
    let title = domain.title.clone().unwrap_or_else(|| stem(&file.name).to_owned());
    (!found.iter().any(Diagnostic::is_error)).then_some((domain, title))
}

/// The elements that are read, and those that are known to say nothing about utilities. What stands inside the
/// latter is passed over with them.
const UNDERSTOOD: [&str; 24] = [
    "negotiation_template",
    "utility_space",
    "objective",
    "issue",
    "item",
    "range",
    "evaluator",
    "weight",
    "utility",
    "utility_function",
    "ufun",
    "hyperRectangle",
    "INCLUDES",
    "EXCLUDES",
    "discount_factor",
    "reservation",
    "weightmultiplyer",
    "agent",
    "similarity_function",
    "comparisons",
    "errors",
    "elicitation_cost",
    "fixed_seed",
    "experimental",
];

/// Warns once of every kind of element that is not understood.
fn understood(reading: &mut Reading<'_>, root: &Element) {
    let mut known: BTreeSet<&str> = UNDERSTOOD.into();
    let mut inside: Vec<&Element> = vec![root];
    let mut strange: Vec<&Element> = Vec::new();
    while let Some(element) = inside.pop() {
        if !known.contains(element.name.as_str()) {
            strange.push(element);
        } else if element.name != "similarity_function" {
            inside.extend(&element.children);
        }
    }
    strange.sort_by_key(|element| element.span.start);
    for element in strange {
        if known.insert(&element.name) {
            let message = format!("`{}` is not understood and is passed over", json::short(&element.name));
            reading.warning(&element.span, message);
        }
    }
}

impl Reading<'_> {
    fn root(&mut self, lenient: bool) -> Option<Element> {
        xml::parse(&self.source, lenient).map_err(|problem| self.found.push(problem)).ok()
    }

    /// The text of an attribute that must be there.
    fn text<'e>(&mut self, element: &'e Element, name: &str) -> Option<&'e str> {
        let value = element.value(name);
        if value.is_none() {
            self.error(&element.span, format!("`{}` has no `{name}`", element.name));
        }
        value
    }

    /// The number in an attribute that must be there.
    fn number(&mut self, element: &Element, name: &str) -> Option<Number> {
        self.text(element, name)?;
        self.number_if_stated(element, name)
    }

    /// The number in an attribute; nothing where the attribute is absent or wrong, which is reported.
    fn number_if_stated(&mut self, element: &Element, name: &str) -> Option<Number> {
        let attribute = element.attribute(name)?;
        match attribute.value.parse() {
            Ok(number) => Some(number),
            Err(error) => {
                self.error(&attribute.span, format!("`{name}` is `{}`: {error}", attribute.value));
                self.advise("write a decimal number");
                None
            }
        }
    }

    /// The integer in an attribute that must be there.
    fn integer(&mut self, element: &Element, name: &str) -> Option<i64> {
        self.text(element, name)?;
        let attribute = element.attribute(name)?;
        match attribute.value.trim().parse() {
            Ok(integer) => Some(integer),
            Err(_) => {
                self.error(&attribute.span, format!("`{name}` is `{}`, not a whole number", attribute.value));
                None
            }
        }
    }
}
