//! Strategies by name.

use crate::Strategy;
use crate::strategies::{ENTRIES, Entry};
use std::fmt;
use std::str::FromStr;

/// A strategy of the register with values for its parameters: `boulware`, `time-dependent(e=0.2, k=0.1)`.
///
/// ```
/// use mediant_sim::Spec;
///
/// let spec: Spec = "time-dependent(e=0.2)".parse()?;
/// assert_eq!(spec.to_string(), "time-dependent(e=0.2)");
/// assert_eq!(spec.value("k"), Some(0.0));
/// assert!("boulwar".parse::<Spec>().is_err());
/// # Ok::<(), mediant_sim::SpecError>(())
/// ```
#[derive(Clone)]
pub struct Spec {
    entry: &'static Entry,
    values: Vec<f64>,
}

/// Why a name with parameters is no strategy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpecError {
    /// No strategy has this name.
    #[error("there is no strategy `{name}`")]
    Unknown {
        /// The name as it was given.
        name: String,
        /// The name in the register that is most like it.
        near: Option<&'static str>,
    },
    /// The strategy has no such parameter.
    #[error("the strategy `{strategy}` has no parameter `{parameter}`")]
    Parameter {
        /// The strategy's name in the register.
        strategy: &'static str,
        /// The parameter's name as it was given.
        parameter: String,
    },
    /// A parameter's value is not a number in its range.
    #[error("`{parameter}` of the strategy `{strategy}` cannot be `{given}`")]
    Value {
        /// The strategy's name in the register.
        strategy: &'static str,
        /// The parameter's name in the register.
        parameter: &'static str,
        /// What was given.
        given: String,
        /// The least value, as text.
        least: String,
        /// The greatest value, as text.
        most: String,
    },
    /// It is not written `NAME` or `NAME(PARAMETER=NUMBER, …)`.
    #[error("`{0}` is not written like a strategy")]
    Form(String),
}

impl SpecError {
    /// What to do about it.
    pub fn help(&self) -> String {
        match self {
            Self::Unknown { near: Some(near), .. } => {
                format!("did you mean `{near}`? `mediant simulate --list` shows all strategies")
            }
            Self::Unknown { near: None, .. } => "`mediant simulate --list` shows all strategies".to_owned(),
            Self::Parameter { strategy, .. } => {
                let entry = ENTRIES.iter().find(|entry| entry.name == *strategy);
                let names: Vec<String> = entry.map_or_else(Vec::new, |entry| {
                    entry.parameters.iter().map(|parameter| format!("`{}`", parameter.name)).collect()
                });
                if names.is_empty() {
                    "it has no parameters: leave out the brackets".to_owned()
                } else {
                    format!("it has {}", names.join(", "))
                }
            }
            Self::Value { least, most, .. } => format!("give a number from {least} to {most}"),
            Self::Form(_) => "write a strategy as `boulware` or `time-dependent(e=0.2)`".to_owned(),
        }
    }
}

impl Spec {
    /// The strategy's entry in the register.
    pub fn entry(&self) -> &'static Entry {
        self.entry
    }

    /// The value of a parameter; `None` where the strategy has no such parameter.
    pub fn value(&self, name: &str) -> Option<f64> {
        let place = self.entry.parameters.iter().position(|parameter| parameter.name == name)?;
        self.values.get(place).copied()
    }

    /// A strategy, ready to begin. It may play any number of negotiations, one after the other.
    pub fn make(&self) -> Box<dyn Strategy> {
        (self.entry.make)(self)
    }

    /// The value of a parameter that the register gives the entry.
    pub(crate) fn of(&self, name: &str) -> f64 {
        self.value(name).unwrap_or_default()
    }
}

impl PartialEq for Spec {
    fn eq(&self, other: &Self) -> bool {
        self.entry.name == other.entry.name && self.values == other.values
    }
}

impl fmt::Display for Spec {
    /// The name with every parameter that is not at its default.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let given = self.entry.parameters.iter().zip(&self.values);
        let given = given.filter(|(parameter, value)| parameter.default != **value);
        let given: Vec<String> =
            given.map(|(parameter, value)| format!("{}={value}", parameter.name)).collect();
        match given.is_empty() {
            true => f.write_str(self.entry.name),
            false => write!(f, "{}({})", self.entry.name, given.join(", ")),
        }
    }
}

impl fmt::Debug for Spec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Spec({self})")
    }
}

impl FromStr for Spec {
    type Err = SpecError;

    fn from_str(text: &str) -> Result<Self, SpecError> {
        let text = text.trim();
        let malformed = || SpecError::Form(text.to_owned());
        let (name, inside) = match text.split_once('(') {
            Some((name, rest)) => (name.trim(), rest.strip_suffix(')').ok_or_else(malformed)?),
            None => (text, ""),
        };
        if name.is_empty() {
            return Err(malformed());
        }
        let entry = ENTRIES
            .iter()
            .find(|entry| entry.name == name)
            .ok_or_else(|| SpecError::Unknown { name: name.to_owned(), near: nearest(name) })?;
        let mut values: Vec<f64> = entry.parameters.iter().map(|parameter| parameter.default).collect();
        for part in inside.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let (key, given) = part.split_once('=').ok_or_else(malformed)?;
            let (key, given) = (key.trim(), given.trim());
            let found = entry.parameters.iter().zip(&mut values).find(|(parameter, _)| parameter.name == key);
            let Some((parameter, slot)) = found else {
                return Err(SpecError::Parameter { strategy: entry.name, parameter: key.to_owned() });
            };
            let number = given.parse::<f64>().ok().filter(|number| parameter.allows(*number));
            *slot = number.ok_or_else(|| SpecError::Value {
                strategy: entry.name,
                parameter: parameter.name,
                given: given.to_owned(),
                least: parameter.least.to_string(),
                most: parameter.most.to_string(),
            })?;
        }
        Ok(Self { entry, values })
    }
}

/// The name that takes the fewest edits, if it is not too far.
fn nearest(name: &str) -> Option<&'static str> {
    let named = ENTRIES.iter().map(|entry| (edits(name, entry.name), entry.name));
    named.min().filter(|(edits, _)| *edits <= 3).map(|(_, name)| name)
}

/// How many letters to insert, delete or exchange until one text is the other (Levenshtein's distance).
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut last = i + 1;
        for (right, cell) in b.iter().zip(row.iter_mut().skip(1)) {
            let next = (diagonal + usize::from(left != *right)).min(last + 1).min(*cell + 1);
            diagonal = *cell;
            *cell = next;
            last = next;
        }
        row.iter_mut().take(1).for_each(|first| *first = i + 1);
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_reads_what_it_writes() {
        for entry in ENTRIES {
            let spec: Spec = entry.name.parse().unwrap();
            assert_eq!(spec.to_string(), entry.name);
            for parameter in entry.parameters {
                assert!(parameter.allows(parameter.default), "{} {}", entry.name, parameter.name);
                for end in [parameter.least, parameter.most] {
                    let text = format!("{}({}={end})", entry.name, parameter.name);
                    let spec: Spec = text.parse().unwrap();
                    assert_eq!(spec.to_string().parse::<Spec>().unwrap(), spec, "{text}");
                    assert_eq!(spec.value(parameter.name), Some(end));
                }
            }
            spec.make();
        }
    }

    #[test]
    fn what_is_wrong_is_told_apart() {
        let error = |text: &str| text.parse::<Spec>().unwrap_err();
        assert!(matches!(error("boulwar"), SpecError::Unknown { near: Some("boulware"), .. }));
        assert!(matches!(error("something else"), SpecError::Unknown { near: None, .. }));
        assert!(matches!(error("boulware(q=1)"), SpecError::Parameter { .. }));
        for text in ["boulware(e=x)", "boulware(e=-1)", "boulware(e=NaN)", "boulware(e=inf)"] {
            assert!(matches!(error(text), SpecError::Value { .. }), "{text}");
        }
        for text in ["", "()", "boulware(e=1", "boulware(e)"] {
            assert!(matches!(error(text), SpecError::Form(_)), "{text}");
        }
    }

    #[test]
    fn edits_are_counted() {
        for (a, b, expected) in [("", "", 0), ("a", "", 1), ("kitten", "sitting", 3), ("micro", "mirco", 2)] {
            assert_eq!((edits(a, b), edits(b, a)), (expected, expected), "{a} {b}");
        }
    }
}
