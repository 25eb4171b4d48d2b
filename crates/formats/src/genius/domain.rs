//! The domain file: issues and their options.

use crate::reading::Reading;
use crate::scenario;
use crate::xml::Element;
use mediant_model::issue::Range;
use mediant_model::{Issue, IssueId, IssueKind, Number};
use std::collections::BTreeSet;

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
    /// Its name.
    pub(super) name: String,
    /// Its options.
    pub(super) options: Options,
}

/// The options of an issue.
pub(super) enum Options {
    /// These, by name.
    Discrete(Vec<String>),
    /// Every integer from the first to the second.
    Integer(i64, i64),
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
        let (lower, upper) = match &self.options {
            Options::Discrete(names) => return scenario::discrete(&self.name, names),
            Options::Integer(lower, upper) => (Number::from(*lower), Number::from(*upper)),
        };
        let kind = IssueKind::Range(Range { min: lower, max: upper, step: Number::one(), unit: None });
        Issue { id: self.id(), name: self.name.clone(), kind }
    }
}

pub(super) fn read(reading: &mut Reading<'_>, root: &Element) -> Option<Domain> {
    let space = root.first("utility_space").unwrap_or(root);
    let Some(objective) = space.first("objective") else {
        reading.error(&root.span, "this domain has no `objective` with issues");
        return None;
    };
    let mut elements = Vec::new();
    collect_issues(objective, &mut elements);
    if elements.is_empty() {
        reading.error(&objective.span, "this domain has no issue");
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
    let name = objective.value("name").map(str::trim).filter(|name| !name.is_empty() && *name != "root");
    Some(Domain { title: name.map(str::to_owned), issues })
}

/// The issues below an objective, sub-objectives included, in the order of the file.
pub(super) fn collect_issues<'e>(objective: &'e Element, into: &mut Vec<&'e Element>) {
    for child in &objective.children {
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

/// The kind of an issue element: `discrete` where nothing says otherwise, as in Genius.
pub(super) fn kind(element: &Element) -> &str {
    let stated = ["type", "etype", "vtype"].iter().find_map(|name| element.value(name));
    stated.unwrap_or("discrete")
}

fn options(reading: &mut Reading<'_>, element: &Element, name: &str) -> Option<Options> {
    match kind(element) {
        "discrete" => {
            let mut names: Vec<String> = Vec::new();
            let mut known: BTreeSet<&str> = BTreeSet::new();
            for item in element.all("item") {
                let Some(value) = reading.text(item, "value") else { continue };
                if !known.insert(value) {
                    reading.error(&item.span, format!("option `{value}` of issue `{name}` is there twice"));
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
        "integer" => {
            // The oldest files keep the bounds in a child element.
            let holder = element.first("range").unwrap_or(element);
            let (lower, upper) =
                (reading.integer(holder, "lowerbound"), reading.integer(holder, "upperbound"));
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
        other => {
            reading.error(&element.span, format!("issue `{name}` is of type `{other}`"));
            reading.advise(
                "only `discrete` and `integer` issues are read; give a real-valued issue a list of options",
            );
            None
        }
    }
}
