//! The domain file: issues and their options.

use super::understood;
use crate::reading::Reading;
use crate::scenario;
use crate::xml::Element;
use mediant_model::issue::Range;
use mediant_model::{Issue, IssueId, IssueKind, Number};
use std::collections::BTreeSet;

/// A real-valued issue has this many steps when Genius goes through its values (`IssueReal`).
const REAL_STEPS: i64 = 20;

/// What a domain file says.
pub(super) struct Domain {
    /// The domain's own name, where it has a telling one.
    pub(super) title: Option<String>,
    /// The issues in the order of the file.
    pub(super) issues: Vec<Entry>,
}

/// An issue as Genius files refer to it.
pub(super) struct Entry {
    /// The number by which weights and rectangles refer to it.
    pub(super) index: i64,
    /// The issue's name as the file has it.
    pub(super) name: String,
    /// What can be chosen: names, whole numbers, or values of a range.
    pub(super) options: Options,
}

/// The options of an issue.
pub(super) enum Options {
    /// These, by name.
    Discrete(Vec<String>),
    /// Every integer from the first to the second.
    Integer(i64, i64),
    /// Of a real-valued issue the values that Genius goes through.
    Real(Range),
}

impl Domain {
    pub(super) fn issue(&self, index: i64) -> Option<&Entry> {
        self.issues.iter().find(|entry| entry.index == index)
    }
}

impl Entry {
    pub(super) fn id(&self) -> IssueId {
        IssueId::new(&self.name)
    }

    /// The issue in the model's words; an integer issue is a range in steps of one.
    pub(super) fn issue(&self) -> Issue {
        match &self.options {
            Options::Discrete(names) => scenario::discrete(&self.name, names),
            Options::Integer(lower, upper) => scenario::range(
                &self.name,
                Range {
                    min: Number::from(*lower),
                    max: Number::from(*upper),
                    step: Number::one(),
                    unit: None,
                },
            ),
            Options::Real(range) => scenario::range(&self.name, range.clone()),
        }
    }

    /// The grid of an issue of numbers.
    pub(super) fn range(&self) -> Option<Range> {
        match self.issue().kind {
            IssueKind::Range(range) => Some(range),
            _ => None,
        }
    }
}

pub(super) fn read(reading: &mut Reading<'_>, root: &Element) -> Option<Domain> {
    let space = root.first("utility_space").unwrap_or(root);
    understood(reading, root);
    let mut elements = Vec::new();
    collect_issues(space, &mut elements);
    if elements.is_empty() {
        reading.error(&space.span, "this domain has no issue");
        return None;
    }
    let mut issues: Vec<Entry> = Vec::new();
    for element in elements {
        let Some(entry) = entry(reading, element) else { continue };
        if let Some(other) =
            issues.iter().find(|other| other.index == entry.index || other.name == entry.name)
        {
            let message = if other.name == entry.name {
                format!("issue `{}` is there twice", entry.name)
            } else {
                format!("issues `{}` and `{}` both have the index {}", other.name, entry.name, entry.index)
            };
            reading.error(&element.span, message);
            continue;
        }
        issues.push(entry);
    }
    let name = space.first("objective").and_then(|objective| objective.value("name"));
    let name = name.map(str::trim).filter(|name| !name.is_empty() && *name != "root");
    Some(Domain { title: name.map(str::to_owned), issues })
}

/// The issues in an element, those of objectives in it included, in the order of the file.
pub(super) fn collect_issues<'e>(inside: &'e Element, into: &mut Vec<&'e Element>) {
    for child in &inside.children {
        match child.name.as_str() {
            "issue" => into.push(child),
            "objective" => collect_issues(child, into),
            _ => {}
        }
    }
}

fn entry(reading: &mut Reading<'_>, element: &Element) -> Option<Entry> {
    let index = reading.integer(element, "index")?;
    let name = reading.text(element, "name")?.to_owned();
    if name.trim().is_empty() {
        reading.error(&element.span, format!("issue {index} has an empty name"));
        return None;
    }
    let options = options(reading, element, &name)?;
    Some(Entry { index, name, options })
}

/// The kind of an issue element in small letters: `discrete` where nothing says otherwise, as in Genius.
pub(super) fn kind(element: &Element) -> String {
    let stated = ["type", "etype", "vtype"].iter().find_map(|name| element.value(name));
    stated.unwrap_or("discrete").to_ascii_lowercase()
}

/// Warns where an issue is of one `type` and of another `etype`: Genius takes the first.
pub(super) fn warn_of_two_types(reading: &mut Reading<'_>, element: &Element) {
    if let (Some(a), Some(b)) = (element.value("type"), element.attribute("etype"))
        && !a.eq_ignore_ascii_case(&b.value)
    {
        let message = format!("this issue is of `type` `{a}` and of `etype` `{}`; the first counts", b.value);
        reading.warning(&b.span, message);
    }
}

fn options(reading: &mut Reading<'_>, element: &Element, name: &str) -> Option<Options> {
    let kind = kind(element);
    warn_of_two_types(reading, element);
    match kind.as_str() {
        "discrete" => discrete(reading, element, name),
        "integer" => integers(reading, element, name),
        "real" => reals(reading, element, name),
        other => {
            reading.error(&element.span, format!("issue `{name}` is of type `{other}`"));
            reading.advise("the types that are read are `discrete`, `integer` and `real`");
            None
        }
    }
}

fn discrete(reading: &mut Reading<'_>, element: &Element, name: &str) -> Option<Options> {
    let mut names: Vec<String> = Vec::new();
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for item in element.all("item") {
        let Some(value) = reading.text(item, "value") else { continue };
        if !known.insert(value) {
            let message = format!("option `{value}` of issue `{name}` is there twice and is read once");
            reading.warning(&item.span, message);
            continue;
        }
        names.push(value.to_owned());
    }
    if names.is_empty() {
        reading.error(&element.span, format!("issue `{name}` has no options"));
        return None;
    }
    Some(Options::Discrete(names))
}

/// Where the bounds stand: in the issue itself or, in the oldest files and for reals, in a child element.
fn bounds(element: &Element) -> &Element {
    element.first("range").unwrap_or(element)
}

fn integers(reading: &mut Reading<'_>, element: &Element, name: &str) -> Option<Options> {
    let holder = bounds(element);
    let (lower, upper) = (reading.integer(holder, "lowerbound"), reading.integer(holder, "upperbound"));
    let (lower, upper) = (lower?, upper?);
    if upper < lower {
        reading.error(&holder.span, format!("issue `{name}` goes from {lower} down to {upper}"));
        return None;
    }
    if upper.abs_diff(lower) >= Range::GRID_MAX as u64 {
        let message = format!("issue `{name}` has more than {} options", Range::GRID_MAX);
        reading.error(&holder.span, message);
        return None;
    }
    Some(Options::Integer(lower, upper))
}

fn reals(reading: &mut Reading<'_>, element: &Element, name: &str) -> Option<Options> {
    let holder = bounds(element);
    let (min, max) = (reading.number(holder, "lowerbound"), reading.number(holder, "upperbound"));
    let (min, max) = (min?, max?);
    if max < min {
        reading.error(&holder.span, format!("issue `{name}` goes from {min} down to {max}"));
        return None;
    }
    let width = &max - &min;
    let step = width.checked_div(&Number::from(REAL_STEPS)).filter(|step| !step.is_zero());
    let message = format!(
        "issue `{name}` is real-valued: of its values those {} are read that Genius goes through",
        if width.is_zero() { 1 } else { REAL_STEPS + 1 }
    );
    reading.warning(&element.span, message);
    reading.advise("give it a list of options, or integers, where others are meant");
    Some(Options::Real(Range { min, max, step: step.unwrap_or_else(Number::one), unit: None }))
}
