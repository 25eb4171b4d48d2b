//! What the buttons of a brief's form do to its fields, so that ordering and putting together work without script.

use super::names::Names;
use super::numbers::number_words;
use super::read;
use super::told::{Fields, options_of};
use super::walk;
use crate::form::{FormError, key};
use crate::percent;
use mediant_model::{Brief, Case, Date, Issue, IssueId, IssueKind, Number, OptionId};

/// The name that buttons send, with what each is to do.
pub const GO: &str = "go";
/// With this begin the names of lists from which something is put into a condition.
pub const PICK: &str = "pick.";
/// A number's values are put in order up to so many.
const ORDERED_MAX: usize = 200;
/// Points that are given out evenly go from 0 to this.
const EVENLY_MAX: i64 = 10;

/// What a button leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// The same step again.
    Stay,
    /// A step.
    Step(usize),
    /// What would be handed over.
    Look,
}

/// The fields as they are after a button was pressed, and where that leads.
///
/// # Errors
/// What it rests on cannot be read.
pub fn moved(
    names: &Names<'_>,
    (base, case, today): (Brief, &Case, Date),
    sent: &Fields,
) -> Result<(Fields, Next), FormError> {
    let go = sent.iter().find(|(name, _)| name == GO).map(|(_, value)| value.as_str()).unwrap_or_default();
    let mut fields: Fields = sent
        .iter()
        .filter(|(name, value)| name != GO && !name.starts_with(PICK) && !value.trim().is_empty())
        .cloned()
        .collect();
    let (what, of) = go.split_once('.').unwrap_or((go, ""));
    let decoded: Vec<String> = of.split('.').filter_map(percent::decoded).collect();
    let issue = decoded.first().and_then(|id| names.issue(&IssueId::new(id.as_str())));
    let option = decoded.get(1).map(OptionId::new);
    match (what, issue, option) {
        ("step", ..) => return Ok((fields, Next::Step(of.parse().unwrap_or(0)))),
        ("look", ..) => return Ok((fields, Next::Look)),
        ("points", ..) => set(&mut fields, "with_points", "on"),
        ("up", Some(issue), Some(option)) => shift(names, &mut fields, issue, &option, true),
        ("down", Some(issue), Some(option)) => shift(names, &mut fields, issue, &option, false),
        ("listed", Some(issue), _) => {
            let order = in_order(names, &fields, issue);
            number(&mut fields, &ranks_of(issue, &order));
        }
        ("rising" | "falling", Some(issue), _) => {
            let order = ends_first(issue, what == "falling");
            set(&mut fields, &format!("order.{}", key(issue.id.as_str())), &order);
        }
        ("rise" | "sink", Some(issue), _) => {
            let order: Vec<String> = by_importance(names, &fields).iter().map(importance).collect();
            let order = swapped(order, &importance(&issue.id), what == "rise");
            number(&mut fields, &order);
        }
        ("evenly", ..) => evenly(names, &mut fields),
        ("without", ..) => fields.retain(|field| read::gone(names, &vec![field.clone()]).is_empty()),
        ("put", ..) => put(sent, &mut fields, of),
        ("walk", ..) => {
            let brief = read::composed(base, names, &fields)?.brief;
            let (low, high) = walk::worked_out(case, &brief, today, &fields, names.language)?;
            set(&mut fields, "walk[0].value", &number_words(&low));
            let high = if low == high { String::new() } else { number_words(&high) };
            set(&mut fields, "walk[0].up_to", &high);
        }
        _ => {}
    }
    Ok((fields, Next::Stay))
}

fn importance(issue: &IssueId) -> String {
    format!("importance.{}", key(issue.as_str()))
}

pub(super) fn rank(issue: &Issue, option: &OptionId) -> String {
    format!("rank.{}.{}", key(issue.id.as_str()), key(option.as_str()))
}

fn ranks_of(issue: &Issue, order: &[OptionId]) -> Vec<String> {
    order.iter().map(|option| rank(issue, option)).collect()
}

pub(super) fn value<'f>(fields: &'f Fields, name: &str) -> Option<&'f str> {
    // How a field is read is no part of its name.
    let found = fields.iter().rev().find(|(known, _)| plain(known) == plain(name));
    found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
}

pub(super) fn plain(name: &str) -> &str {
    name.split(':').next().unwrap_or_default()
}

fn set(fields: &mut Fields, name: &str, value: &str) {
    fields.retain(|(known, _)| known != name);
    if !value.is_empty() {
        fields.push((name.to_owned(), value.to_owned()));
    }
}

fn number(fields: &mut Fields, order: &[String]) {
    for (at, name) in order.iter().enumerate() {
        set(fields, name, &(at + 1).to_string());
    }
}

fn place(fields: &Fields, name: &str) -> Number {
    // What has no rank, or one that cannot be read, stands behind.
    let read = value(fields, name).and_then(|text| super::numbers::number_of(text).ok());
    read.unwrap_or_else(|| Number::from(i64::MAX))
}

/// The options of an issue as its form shows them: best first, what has no rank behind.
pub fn in_order(names: &Names<'_>, fields: &Fields, issue: &Issue) -> Vec<OptionId> {
    let mut options = options_of(names, issue);
    options.sort_by_cached_key(|option| place(fields, &rank(issue, option)));
    options
}

/// The issues as the step of what matters most shows them.
pub fn by_importance(names: &Names<'_>, fields: &Fields) -> Vec<IssueId> {
    let mut issues: Vec<IssueId> = names.disclosed().map(|issue| issue.id.clone()).collect();
    issues.sort_by_cached_key(|issue| place(fields, &importance(issue)));
    issues
}

fn shift(names: &Names<'_>, fields: &mut Fields, issue: &Issue, option: &OptionId, up: bool) {
    let order = ranks_of(issue, &in_order(names, fields, issue));
    number(fields, &swapped(order, &rank(issue, option), up));
}

fn swapped(mut order: Vec<String>, moved: &str, up: bool) -> Vec<String> {
    if let Some(at) = order.iter().position(|name| name == moved) {
        let to = if up { at.saturating_sub(1) } else { (at + 1).min(order.len() - 1) };
        order.swap(at, to);
    }
    order
}

/// The values of a number in order, the greatest or the least first.
fn ends_first(issue: &Issue, falling: bool) -> String {
    if issue.option_count() > ORDERED_MAX {
        return String::new();
    }
    let mut values: Vec<String> = issue.option_ids().iter().map(ToString::to_string).collect();
    if falling {
        values.reverse();
    }
    values.join("; ")
}

/// Gives each option points by its place in the order: the best 10, the last 0. What has points keeps them.
fn evenly(names: &Names<'_>, fields: &mut Fields) {
    set(fields, "with_points", "on");
    for issue in names.disclosed() {
        let path = key(issue.id.as_str());
        if matches!(issue.kind, IssueKind::Range(_)) {
            let ids = issue.option_ids();
            let (low, high) = (format!("low.{path}"), format!("high.{path}"));
            let first = value(fields, &format!("order.{path}")).and_then(|order| order.split(';').next());
            let is_least_first = |first: &str| ids.first().is_some_and(|id| id.as_str() == first.trim());
            let points = match first {
                Some(first) if is_least_first(first) => (EVENLY_MAX, 0),
                Some(_) => (0, EVENLY_MAX),
                None => continue,
            };
            if value(fields, &low).is_none() && value(fields, &high).is_none() {
                set(fields, &low, &points.0.to_string());
                set(fields, &high, &points.1.to_string());
            }
            continue;
        }
        let options: Vec<OptionId> = issue.option_ids();
        let mut places: Vec<Number> =
            options.iter().map(|option| place(fields, &rank(issue, option))).collect();
        let points = |option: &OptionId| format!("points.{path}.{}", key(option.as_str()));
        let is_ordered = options.iter().all(|option| value(fields, &rank(issue, option)).is_some());
        if !is_ordered || options.iter().any(|option| value(fields, &points(option)).is_some()) {
            continue;
        }
        places.sort();
        places.dedup();
        let steps = i64::try_from(places.len()).unwrap_or(1) - 1;
        for option in &options {
            let own = place(fields, &rank(issue, option));
            let at = places.iter().position(|place| *place == own).and_then(|at| i64::try_from(at).ok());
            let below = steps - at.unwrap_or(steps);
            let points_of = Number::ratio(EVENLY_MAX * below, steps.max(1)).unwrap_or_else(Number::zero);
            set(fields, &points(option), &number_words(&points_of.rounded(1)));
        }
    }
}

/// Puts what was chosen from a list behind what a condition says already.
fn put(sent: &Fields, fields: &mut Fields, field: &str) {
    let Some(picked) = value(sent, &format!("{PICK}{field}")) else { return };
    let before = value(fields, field).map(str::to_owned);
    let (issue, option) = picked.split_once(": ").unwrap_or((picked, ""));
    let words = match before {
        None => picked.to_owned(),
        // A further option of the issue that was named last is another way to settle it.
        Some(before)
            if before.rsplit("; ").next().is_some_and(|last| last.starts_with(&format!("{issue}: "))) =>
        {
            format!("{before} or {option}")
        }
        Some(before) => format!("{before}; {picked}"),
    };
    set(fields, field, &words);
}
