//! Values as a person would write them: exact numbers, dates, conditions, lists that wrap.

use mediant_model::bounds::Bounds;
use mediant_model::{Condition, Date, Number, OptionId};
use std::collections::BTreeSet;
use std::fmt::Display;
use toml_edit::{Array, Datetime, InlineTable, Value};

/// Lists and inline tables longer than this are spread over lines.
const WIDTH_MAX: usize = 90;

pub(super) fn text(text: impl Display) -> Value {
    Value::from(text.to_string())
}

pub(super) fn date(date: Date) -> Value {
    let part = |number: i8| u8::try_from(number).ok();
    let parts = (u16::try_from(date.year()).ok(), part(date.month()), part(date.day()));
    match parts {
        (Some(year), Some(month), Some(day)) => {
            let date = Some(toml_edit::Date { year, month, day });
            Value::from(Datetime { date, time: None, offset: None })
        }
        // TOML has no years before 0.
        _ => text(date),
    }
}

/// The decimal itself, or in quotes what TOML cannot say: fractions without end, very large whole numbers.
pub(super) fn number(number: &Number) -> Value {
    let shown = number.to_string();
    let exact = shown.parse::<Number>().is_ok_and(|read| read == *number);
    if exact && let Ok(value) = shown.parse::<Value>() {
        return value;
    }
    if exact { text(shown) } else { text(fraction(number)) }
}

fn fraction(number: &Number) -> String {
    let (above, below) = number.parts();
    format!("{above}/{below}")
}

/// An option in a condition: a grid point as a number, any other option as text.
pub(super) fn option(option: &OptionId) -> Value {
    let as_number =
        option.as_str().parse::<Number>().ok().filter(|number| number.to_string() == option.as_str());
    let written = as_number.map(|number| self::number(&number)).filter(|value| !value.is_str());
    written.unwrap_or_else(|| text(option))
}

pub(super) fn list(values: impl IntoIterator<Item = Value>) -> Value {
    Value::Array(values.into_iter().collect::<Array>())
}

/// One value for a list of one, else the list.
pub(super) fn one_or_list(values: impl IntoIterator<Item = Value>) -> Value {
    let values: Vec<Value> = values.into_iter().collect();
    match <[Value; 1]>::try_from(values) {
        Ok([only]) => only,
        Err(values) => list(values),
    }
}

pub(super) fn ids<'a, T: Display + 'a>(ids: impl IntoIterator<Item = &'a T>) -> Value {
    list(ids.into_iter().map(text))
}

/// Ranked names: a name alone is a tier of one, equal ones share a list.
pub(super) fn tiers<T: Display>(tiers: &[Vec<T>]) -> Value {
    list(tiers.iter().map(|tier| one_or_list(tier.iter().map(text))))
}

pub(super) fn condition(of: &Condition) -> Value {
    let mut table = InlineTable::new();
    if let Some((issue, within)) = Bounds::of(of) {
        let mut bounds = InlineTable::new();
        let Bounds { min, max, above, below } = &within;
        for (key, bound) in [("min", min), ("max", max), ("above", above), ("below", below)] {
            if let Some(bound) = bound {
                bounds.insert(key, number(bound));
            }
        }
        table.insert(issue.as_str(), bounds.into());
        return table.into();
    }
    match of {
        Condition::Options(issue, options) => {
            table.insert(issue.as_str(), one_or_list(options.iter().map(option)));
        }
        Condition::Between(issue, min, max) => {
            let mut bounds = InlineTable::new();
            for (key, bound) in [("min", min), ("max", max)] {
                if let Some(bound) = bound {
                    bounds.insert(key, number(bound));
                }
            }
            table.insert(issue.as_str(), bounds.into());
        }
        Condition::All(parts) => match merged(parts) {
            Some(merged) => return merged.into(),
            None => {
                table.insert("all", list(parts.iter().map(condition)));
            }
        },
        Condition::Any(parts) => {
            table.insert("any", list(parts.iter().map(condition)));
        }
        Condition::Not(inner) => {
            table.insert("not", condition(inner));
        }
    }
    table.into()
}

/// A conjunction as one table, where every part has a key of its own.
fn merged(parts: &[Condition]) -> Option<InlineTable> {
    if parts.len() == 1 {
        return None;
    }
    let mut keys = BTreeSet::new();
    let mut table = InlineTable::new();
    for part in parts {
        let Value::InlineTable(inner) = condition(part) else { return None };
        let mut entries = inner.into_iter();
        let (Some((key, value)), None) = (entries.next(), entries.next()) else { return None };
        if !keys.insert(key.clone()) {
            return None;
        }
        table.insert(key, value);
    }
    Some(table)
}

/// The value as it is or, where it is a long list, one entry a line.
pub(super) fn spread(value: Value) -> Value {
    if value.to_string().len() <= WIDTH_MAX {
        return value;
    }
    match value {
        Value::Array(mut list) => {
            for entry in list.iter_mut() {
                entry.decor_mut().set_prefix("\n  ");
            }
            list.set_trailing("\n");
            list.set_trailing_comma(true);
            Value::Array(list)
        }
        other => other,
    }
}

/// Whether the value stays readable on one line.
pub(super) fn fits(value: &InlineTable) -> bool {
    value.to_string().len() <= WIDTH_MAX
}
