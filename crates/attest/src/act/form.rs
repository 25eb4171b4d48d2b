//! What holds an act together, and which field a line belongs to.

use super::{ACT_BYTES_MAX, Act, Deed, Named, Words};
use crate::{AttestError, Role};
use std::collections::BTreeSet;

/// Whether the act holds together. What the types cannot say.
pub(super) fn check(act: &Act) -> Result<(), AttestError> {
    if act.parties.is_empty() {
        return Err(AttestError::new("parties", "nobody is at the table"));
    }
    no_id_twice("parties", act.parties.iter())?;
    if !act.parties.iter().any(|party| party.id == act.party) {
        return Err(AttestError::new("for", "this party is not at the table"));
    }
    if act.role == Role::Principal && act.mandate.is_some() {
        return Err(AttestError::new("under mandate", "a principal acts under no mandate"));
    }
    match &act.deed {
        Deed::Accepts(words)
        | Deed::AcceptsAdReferendum(words)
        | Deed::Signs(words)
        | Deed::Ratifies(words) => check_words(words)?,
        Deed::GivesMandate(mandate) | Deed::LimitsMandate(mandate) => {
            no_id_twice("issues", mandate.issues.iter().flatten())?;
        }
        Deed::RevokesKey { stand, .. } => {
            if !stand.is_sorted_by(|one, next| one < next) {
                return Err(AttestError::new("acts that stand", "they do not ascend"));
            }
        }
        Deed::AgreesTo(_) | Deed::RevokesMandate { .. } | Deed::VouchesFor(_) => {}
    }
    if super::print::act(act).len() > ACT_BYTES_MAX {
        return Err(AttestError::new("", format!("an act has at most {ACT_BYTES_MAX} bytes")));
    }
    Ok(())
}

pub(super) fn check_words(words: &Words) -> Result<(), AttestError> {
    match words {
        Words::Draft(draft) => {
            let numbers: Vec<u32> = draft.clauses.iter().map(|clause| clause.number).collect();
            let ascend = numbers.is_sorted_by(|one, next| one < next);
            let within = numbers.iter().all(|number| (1..=draft.of).contains(number));
            if numbers.is_empty() || !ascend || !within {
                return Err(AttestError::new(
                    "clauses",
                    "they do not ascend from 1 to the last one of the draft",
                ));
            }
            let ids: BTreeSet<_> = draft.clauses.iter().map(|clause| &clause.id).collect();
            if ids.len() < draft.clauses.len() {
                return Err(AttestError::new("clauses", "one id stands for two clauses"));
            }
            Ok(())
        }
        Words::Package(package) if package.options.is_empty() => {
            Err(AttestError::new("options", "it settles nothing"))
        }
        Words::Package(package) => no_id_twice("options", package.options.iter().map(|choice| &choice.issue)),
    }
}

fn no_id_twice<'a>(field: &str, named: impl Iterator<Item = &'a Named>) -> Result<(), AttestError> {
    let mut seen = BTreeSet::new();
    for named in named {
        if !seen.insert(&named.id) {
            return Err(AttestError::new(field, "one id is there twice"));
        }
    }
    Ok(())
}

/// The field that a line belongs to: of a line of words, the one whose words they are.
pub(crate) fn field_at(lines: &[impl AsRef<str>], index: usize) -> String {
    let above = lines.get(..=index).unwrap_or_default().iter().rev().map(AsRef::as_ref);
    let label = above.into_iter().find(|line: &&str| !line.starts_with('>'));
    label.map_or("", field_of).to_owned()
}

/// The field that a line begins. One without a colon is the first of an act, or was one that had it: it is told as it stands.
pub(crate) fn field_of(line: &str) -> &str {
    line.split_once(':').map_or(line, |(name, _)| name)
}

/// The line that begins a field, and its number from 1.
pub(crate) fn line_at<'l>(lines: &'l [impl AsRef<str>], field: &str) -> Option<(usize, &'l str)> {
    let begins = |line: &str| line.strip_prefix(field).is_some_and(|rest| rest.starts_with(':'));
    (1..).zip(lines).map(|(number, line)| (number, line.as_ref())).find(|(_, line)| begins(line))
}

/// The field in which two texts differ first.
pub(crate) fn first_difference(one: &[&str], two: &[&str]) -> Option<String> {
    let shared = one.iter().zip(two).take_while(|(one, two)| one == two).count();
    if shared == one.len() && shared == two.len() {
        return None;
    }
    // Where the words of a field end early, the line after them is another field's, and the field is the longer one's.
    let longer = two.get(shared).filter(|line| line.starts_with('>')).map_or(one, |_| two);
    let longer = if longer.len() > shared {
        longer
    } else if one.len() > shared {
        one
    } else {
        two
    };
    Some(field_at(longer, shared))
}
