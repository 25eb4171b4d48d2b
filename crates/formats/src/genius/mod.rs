//! Genius XML: a domain file and one profile per party (TU Delft's Genius; the ANAC competitions).
//!
//! How its numbers are meant, by the Genius 10 source and the published utilities of its scenarios:
//!
//! * a discrete evaluation is divided by the largest of its issue (`EvaluatorDiscrete`);
//! * weights multiply as they stand, whatever they sum to;
//! * an integer issue has one option per integer; a linear evaluator gives `offset + slope * value`
//!   (`parameter0 + parameter1 * value` in the oldest files);
//! * hyper-rectangle bounds are closed at both ends; `INCLUDES` pays inside, `EXCLUDES` outside;
//!   the sum is divided by `maxutility` and clipped at 1 (`NonlinearUtilitySpace`);
//! * a reservation value is on 0..1 and is zero where none is stated.
//!
//! Everything is divided exactly; nothing passes through a float.

mod domain;
mod profile;
mod rectangle;
mod write;

pub(crate) use write::write;

use crate::diagnostic::{Diagnostic, SourceText};
use crate::negotiation::{InputFile, Negotiation, ReadResult};
use crate::reading::Reading;
use crate::recognise::stem;
use crate::scenario;
use crate::xml::{self, Element};
use domain::Domain;
use mediant_model::{Number, PartyId};

/// Whether a document with this root is a Genius domain or profile.
pub(crate) fn is_domain(root: &str) -> bool {
    root == "negotiation_template"
}

/// Whether a document with this root is a Genius profile.
pub(crate) fn is_profile(root: &str) -> bool {
    root == "utility_space"
}

/// Reads a domain and the profiles of its parties, in this order; parties are named by `names`.
///
/// # Errors
/// Everything wrong in any of the files.
pub(crate) fn read(domain: &InputFile, profiles: &[(PartyId, &InputFile)]) -> ReadResult {
    let mut found = Vec::new();
    let Some((domain, title)) = read_domain(domain, &mut found) else { return Err(found) };
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
        if let Some(root) = reading.root()
            && let Some(brief) = profile::read(&mut reading, &root, &domain, party)
        {
            discounted |= brief.discount.is_some();
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

fn read_domain(file: &InputFile, found: &mut Vec<Diagnostic>) -> Option<(Domain, String)> {
    let text = file.text().map_err(|problem| found.push(problem)).ok()?;
    let mut reading = Reading::new(SourceText::new(&file.name, text));
    let read = reading.root().and_then(|root| domain::read(&mut reading, &root));
    found.append(&mut reading.found);
    let domain = read?;
    let title = domain.title.clone().unwrap_or_else(|| stem(&file.name).to_owned());
    (!found.iter().any(Diagnostic::is_error)).then_some((domain, title))
}

impl Reading<'_> {
    fn root(&mut self) -> Option<Element> {
        xml::parse(&self.source).map_err(|problem| self.found.push(problem)).ok()
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
