//! A command's fields under construction: members, lists, entries of a list in their order.

use crate::percent;
use serde_json::Value;
use std::collections::BTreeMap;

/// A path into lists and members may have at most this many steps.
const STEPS_MAX: usize = 12;

/// A step of a path.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Member(String),
    Entry(u32),
    Next,
}

/// The steps of a path; `None` for what is none.
pub(super) fn steps(path: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    for part in path.split('.') {
        let (name, mut rest) = match part.find('[') {
            Some(at) => part.split_at_checked(at)?,
            None => (part, ""),
        };
        steps.push(Step::Member(percent::decoded(name).filter(|name| !name.is_empty())?));
        while let Some(inner) = rest.strip_prefix('[') {
            let (number, after) = inner.split_once(']')?;
            steps.push(if number.is_empty() { Step::Next } else { Step::Entry(number.parse().ok()?) });
            rest = after;
        }
        if !rest.is_empty() {
            return None;
        }
    }
    (steps.len() <= STEPS_MAX).then_some(steps)
}

/// A value under construction.
#[derive(Default)]
pub(super) enum Node {
    #[default]
    Nothing,
    /// A value, and whether a person wrote it.
    Leaf(Value, bool),
    Members(BTreeMap<String, Node>),
    Entries(BTreeMap<u32, Node>),
    /// Values, and whether a person wrote one of them.
    List(Vec<Value>, bool),
}

impl Node {
    /// `None` where the path leads through something else than what is there.
    pub fn set(&mut self, steps: &[Step], value: Value, written: bool) -> Option<()> {
        let Some((step, rest)) = steps.split_first() else {
            // The last one counts, so that a hidden "false" can stand before a box to tick.
            if !matches!(self, Self::Nothing | Self::Leaf(..)) {
                return None;
            }
            *self = Self::Leaf(value, written);
            return Some(());
        };
        match step {
            Step::Member(name) => {
                if matches!(self, Self::Nothing) {
                    *self = Self::Members(BTreeMap::new());
                }
                let Self::Members(members) = self else { return None };
                members.entry(name.clone()).or_default().set(rest, value, written)
            }
            Step::Entry(number) => {
                if matches!(self, Self::Nothing) {
                    *self = Self::Entries(BTreeMap::new());
                }
                let Self::Entries(entries) = self else { return None };
                entries.entry(*number).or_default().set(rest, value, written)
            }
            Step::Next => {
                if matches!(self, Self::Nothing) {
                    *self = Self::List(Vec::new(), false);
                }
                let (Self::List(list, any), []) = (self, rest) else { return None };
                list.push(value);
                *any |= written;
                Some(())
            }
        }
    }

    /// Whether a person wrote something in it.
    fn is_written(&self) -> bool {
        match self {
            Self::Nothing => false,
            Self::Leaf(_, written) => *written,
            Self::List(_, written) => *written,
            Self::Members(members) => {
                members.iter().any(|(name, node)| name != "@place" && node.is_written())
            }
            Self::Entries(entries) => entries.values().any(Self::is_written),
        }
    }

    /// Where an entry wants to stand.
    fn place(&self) -> Option<f64> {
        let Self::Members(members) = self else { return None };
        match members.get("@place")? {
            Self::Leaf(value, _) => value.as_f64().or_else(|| value.as_str()?.parse().ok()),
            _ => None,
        }
    }

    pub fn into_value(self) -> Value {
        match self {
            Self::Nothing => Value::Null,
            Self::Leaf(value, _) => value,
            Self::List(list, _) => Value::Array(list),
            Self::Members(members) => members
                .into_iter()
                .filter(|(name, _)| name != "@place")
                .map(|(name, node)| (name, node.into_value()))
                .collect(),
            Self::Entries(mut entries) => in_order(&entries)
                .into_iter()
                .filter_map(|number| entries.remove(&number))
                .map(Self::into_value)
                .collect(),
        }
    }
}

/// The numbers of the entries in which something is written, in the order in which the command has them.
pub(super) fn in_order(entries: &BTreeMap<u32, Node>) -> Vec<u32> {
    let mut written: Vec<(u32, &Node)> = entries
        .iter()
        .filter(|(_, entry)| entry.is_written())
        .map(|(number, entry)| (*number, entry))
        .collect();
    // A stable sort: whoever is given no place, or the same one, stays in order.
    let place = |(number, entry): &(u32, &Node)| entry.place().unwrap_or(f64::from(*number));
    written.sort_by(|a, b| place(a).total_cmp(&place(b)));
    written.into_iter().map(|(number, _)| number).collect()
}
