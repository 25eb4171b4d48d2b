//! Issues of an outcome space.

use super::start;
use crate::json::{Node, short};
use crate::reading::Reading;
use crate::scenario;
use mediant_model::issue::Range;
use mediant_model::{Issue, IssueKind, Number, OptionId};
use std::collections::BTreeSet;

/// A continuous issue has this many steps where it does not say (`DEFAULT_LEVELS`).
const LEVELS: i64 = 10;

/// An issue with what its options are called in the model.
pub(super) struct Known {
    pub(super) issue: Issue,
    pub(super) options: Vec<Opt>,
}

/// An option: its id, and the number it is, where it is one.
pub(super) struct Opt {
    pub(super) id: OptionId,
    pub(super) number: Option<Number>,
}

impl Known {
    fn from_issue(issue: Issue) -> Self {
        let option = |id: OptionId| Opt { number: id.as_str().parse().ok(), id };
        let options = match &issue.kind {
            // A grid point whose decimals have no end is not what its id says.
            IssueKind::Range(range) => {
                let point = |point: Number| Opt { id: OptionId::new(point.to_string()), number: Some(point) };
                range.grid().unwrap_or_default().into_iter().map(point).collect()
            }
            _ => issue.option_ids().into_iter().map(option).collect(),
        };
        Self { issue, options }
    }

    /// The option that is written so, by its words or as the number it is.
    pub(super) fn option(&self, written: &str) -> Option<&OptionId> {
        let by_words = self.options.iter().find(|option| option.id.as_str() == written);
        let found = by_words.or_else(|| {
            let number: Number = written.parse().ok()?;
            self.options.iter().find(|option| option.number.as_ref() == Some(&number))
        });
        found.map(|option| &option.id)
    }
}

/// The issues, in order; nothing where an error in them was reported.
pub(super) fn issues(reading: &mut Reading<'_>, root: &Node) -> Option<Vec<Known>> {
    let class = reading.class_of(root, "this outcome space")?;
    if !class.ends_with("CartesianOutcomeSpace") {
        reading.error(&start(root), format!("an outcome space of type `{}` is not read", short(class)));
        reading.advise("only `DiscreteCartesianOutcomeSpace` and `CartesianOutcomeSpace` are");
        return None;
    }
    reading.asked_for(root, &["name", "issues", "path", "id"]);
    let list = reading.member(root, "issues")?;
    let before = reading.error_count();
    let mut all: Vec<Known> = Vec::new();
    let mut names = BTreeSet::new();
    for node in reading.list(list, "`issues`")? {
        let Some(issue) = issue(reading, node) else { continue };
        if !names.insert(issue.id.clone()) {
            reading.error(&start(node), format!("issue `{}` is there twice", issue.id));
        }
        all.push(Known::from_issue(issue));
    }
    if all.is_empty() && reading.error_count() == before {
        reading.error(&start(list), "this outcome space has no issue");
    }
    (reading.error_count() == before).then_some(all)
}

fn issue(reading: &mut Reading<'_>, node: &Node) -> Option<Issue> {
    let class = reading.class_of(node, "an issue")?.to_owned();
    let name_node = reading.member(node, "name")?;
    let Some(name) = name_node.written().filter(|name| !name.trim().is_empty()) else {
        reading.error(&start(name_node), "the name of an issue should be a word");
        return None;
    };
    reading.asked_for(node, &["name", "values", "n_values", "n_levels", "step", "id"]);
    let values = reading.member(node, "values")?;
    match class.as_str() {
        "CategoricalIssue"
        | "DiscreteOrdinalIssue"
        | "DiscreteCardinalIssue"
        | "OrdinalIssue"
        | "CardinalIssue"
        | "SingletonIssue" => named(reading, values, &name),
        "ContiguousIssue" => whole(reading, node, values, &name),
        "ContinuousIssue" => continuous(reading, node, values, &name),
        other => {
            reading.error(
                &start(node),
                format!("issue `{name}` is of type `{}`, which is not read", short(other)),
            );
            reading.advise("the types that are read are `CategoricalIssue`, `ContiguousIssue`, `ContinuousIssue` and their kin");
            None
        }
    }
}

fn named(reading: &mut Reading<'_>, values: &Node, name: &str) -> Option<Issue> {
    let (mut options, mut known) = (Vec::new(), BTreeSet::new());
    for value in reading.list(values, "`values`")? {
        let Some(option) = value.written() else {
            reading.error(&start(value), format!("an option of issue `{name}` should be a word or a number"));
            return None;
        };
        if !known.insert(option.clone()) {
            reading.warning(
                &value.span,
                format!("option `{option}` of issue `{name}` is there twice and is read once"),
            );
            continue;
        }
        options.push(option);
    }
    if options.is_empty() {
        reading.error(&start(values), format!("issue `{name}` has no options"));
        return None;
    }
    Some(scenario::discrete(name, &options))
}

/// `n` for 0 to n − 1, `[min, max]`, or `[min, max, step]`.
fn whole(reading: &mut Reading<'_>, node: &Node, values: &Node, name: &str) -> Option<Issue> {
    let ends = ends(reading, values, name)?;
    let (min, max, step) = match ends.as_slice() {
        [count] => (Number::zero(), count - &Number::one(), None),
        [min, max] => (min.clone(), max.clone(), None),
        [min, max, step] => (min.clone(), max.clone(), Some(step.clone())),
        _ => return unspanned(reading, values, name),
    };
    let step = match step {
        Some(step) => step,
        None => reading.number_or(node, "step", Number::one())?,
    };
    spanned(reading, values, name, Range { min, max, step, unit: None })
}

fn continuous(reading: &mut Reading<'_>, node: &Node, values: &Node, name: &str) -> Option<Issue> {
    let ends = ends(reading, values, name)?;
    let [min, max] = ends.as_slice() else { return unspanned(reading, values, name) };
    let levels = reading.number_or(node, "n_levels", Number::from(LEVELS))?;
    let step = (max - min).checked_div(&levels).filter(|step| !step.is_zero()).unwrap_or_else(Number::one);
    let issue =
        spanned(reading, values, name, Range { min: min.clone(), max: max.clone(), step, unit: None })?;
    let message = format!("issue `{name}` is continuous: it is read in {levels} equal steps");
    reading.warning(&start(node), message);
    Some(issue)
}

/// The numbers that bound a range.
fn ends(reading: &mut Reading<'_>, values: &Node, name: &str) -> Option<Vec<Number>> {
    if values.members().is_empty() && values.written().is_some() {
        return Some(vec![reading.number_of(values, &format!("the number of values of `{name}`"))?]);
    }
    let list = reading.list(values, "`values`")?;
    list.iter().map(|node| reading.number_of(node, &format!("a bound of `{name}`"))).collect()
}

fn unspanned(reading: &mut Reading<'_>, values: &Node, name: &str) -> Option<Issue> {
    reading
        .error(&start(values), format!("the values of issue `{name}` should be its least and its greatest"));
    None
}

fn spanned(reading: &mut Reading<'_>, values: &Node, name: &str, range: Range) -> Option<Issue> {
    if range.grid().is_none() {
        reading.error(&start(values), format!("the range of issue `{name}` is empty or has too many values"));
        return None;
    }
    Some(scenario::range(name, range))
}
