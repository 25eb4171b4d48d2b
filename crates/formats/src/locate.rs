//! Where in the files the cause of a problem stands that shows only when case and briefs are put together.

use crate::diagnostic::{Diagnostic, SourceText};
use crate::encoding;
use crate::native::{self, NativeKind};
use crate::negotiation::InputFile;
use crate::recognise::stem;
use mediant_model::problem::CompileError;
use mediant_model::{Number, PartyId};
use std::ops::Range;

/// The problem at its place in one of the files it came from, as far as that can be told.
pub fn locate(files: &[InputFile], error: &CompileError) -> Diagnostic {
    let (party, is_about_size) = match error {
        CompileError::TooLarge { party, .. } => (Some(party), true),
        CompileError::UnknownParty(party)
        | CompileError::TwoBriefs(party)
        | CompileError::OtherCase { party, .. }
        | CompileError::NoPoints { party, .. } => (Some(party), false),
        _ => (None, false),
    };
    let placed = party.and_then(|party| {
        let file = files.iter().find(|file| is_of(file, party))?;
        let (decoded, _) = encoding::utf8(file).ok()?;
        let source = SourceText::new(&file.name, decoded.text().ok()?);
        let problem = match is_about_size.then(|| numbers(source.text())).and_then(|numbers| extremes(&numbers)) {
            Some((large, small)) => {
                let line = source.spot(small.1.clone()).line;
                let help = format!(
                    "the numbers of one party are taken on one scale: bring this one nearer to `{}` in line {line}, the \
                     smallest; all of them together may take 18 digits",
                    small.0
                );
                source.error(large.1, format!("{error}: the largest is `{}`", large.0)).help(help)
            }
            None => source.error(0..1, error.to_string()),
        };
        Some(problem)
    });
    placed.unwrap_or_else(|| Diagnostic::of_file("", error.to_string()))
}

/// Whether the file is the party's brief, or its profile.
fn is_of(file: &InputFile, party: &PartyId) -> bool {
    let text = String::from_utf8_lossy(&file.bytes);
    match native::kind(&text) {
        Some(NativeKind::Brief) => {
            native::read_brief(file, None).is_ok_and(|(brief, _)| brief.party == *party)
        }
        Some(NativeKind::Case) => false,
        None => stem(&file.name) == party.as_str() || text.contains(&format!("\"{party}\"")),
    }
}

type Written<'t> = (&'t str, Range<usize>);

/// Everything in a text that is written like a number, with its place.
fn numbers(text: &str) -> Vec<Written<'_>> {
    let part_of_one = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '+' | '-' | '_');
    let mut found = Vec::new();
    let mut at = 0;
    for word in text.split(|c: char| !part_of_one(c)) {
        let start = text.get(at..).and_then(|rest| rest.find(word)).map_or(at, |skipped| at + skipped);
        at = start + word.len();
        if word.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '+') {
            found.push((word, start..at));
        }
    }
    found
}

/// The number furthest from zero and the one nearest to it, zeros aside.
fn extremes<'t>(numbers: &[Written<'t>]) -> Option<(Written<'t>, Written<'t>)> {
    let size = |number: &Number| if number.is_negative() { &Number::zero() - number } else { number.clone() };
    let sized = numbers.iter().filter_map(|written| Some((size(&written.0.parse().ok()?), written)));
    let sized: Vec<(Number, &Written<'t>)> = sized.filter(|(size, _)| !size.is_zero()).collect();
    let large = sized.iter().max_by(|(a, _), (b, _)| a.cmp(b))?;
    let small = sized.iter().min_by(|(a, _), (b, _)| a.cmp(b))?;
    Some((large.1.clone(), small.1.clone()))
}
