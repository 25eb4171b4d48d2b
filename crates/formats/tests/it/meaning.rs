//! What a negotiation that was read means: what each package is worth, and who accepts it.
#![expect(clippy::panic, reason = "a test whose input cannot be read should stop there")]

use mediant_formats::{Diagnostic, InputFile, Negotiation, read};
use mediant_model::problem::Options;
use mediant_model::{Number, Problem};

/// Reads files that are right, with the warnings about them.
pub fn sound(files: &[(&str, &str)]) -> (Negotiation, Vec<Diagnostic>) {
    let files: Vec<InputFile> = files.iter().map(|(name, text)| InputFile::new(*name, *text)).collect();
    read(&files).unwrap_or_else(|found| {
        let all: String = found.iter().map(|problem| format!("{problem}\n")).collect();
        panic!("{all}")
    })
}

/// The problems of files that are not.
pub fn refused(files: &[(&str, &str)]) -> Vec<Diagnostic> {
    let files: Vec<InputFile> = files.iter().map(|(name, text)| InputFile::new(*name, *text)).collect();
    let found = read(&files).err().unwrap_or_default();
    assert!(found.iter().any(Diagnostic::is_error), "refused");
    found
}

pub fn compiled(negotiation: &Negotiation) -> Problem {
    let problem = Problem::compile(&negotiation.case, &negotiation.briefs, &Options::default());
    problem.unwrap_or_else(|errors| panic!("{errors:?}"))
}

pub fn packages(problem: &Problem) -> Vec<Vec<u32>> {
    problem.issues.iter().fold(vec![Vec::new()], |packages, issue| {
        let longer = |package: Vec<u32>| {
            (0..issue.options.len() as u32).map(move |option| [package.clone(), vec![option]].concat())
        };
        packages.into_iter().flat_map(longer).collect()
    })
}

/// What a package is worth to a party, exactly.
pub fn utility(problem: &Problem, party: usize, package: &[u32]) -> Option<Number> {
    problem.utility(party, package).and_then(|units| problem.exact(party, units))
}

/// Every package by the ids of its options, what it is worth to each party in decimals, and who accepts it.
pub fn worth(negotiation: &Negotiation) -> Vec<(String, Vec<String>, Vec<bool>)> {
    let problem = compiled(negotiation);
    let parties = 0..problem.parties.len();
    let named = |package: &Vec<u32>| {
        let options = problem.issues.iter().zip(package);
        let ids: Vec<&str> =
            options.map(|(issue, option)| issue.options[*option as usize].as_str()).collect();
        let decimal =
            |party| utility(&problem, party, package).map_or("-".to_owned(), |u| u.rounded(6).to_string());
        let accepts = parties.clone().map(|party| problem.accepts(party, package)).collect();
        (ids.join(","), parties.clone().map(decimal).collect(), accepts)
    };
    packages(&problem).iter().map(named).collect()
}

/// The same for comparing: `package: utilities`.
pub fn shown(negotiation: &Negotiation) -> Vec<String> {
    worth(negotiation)
        .into_iter()
        .map(|(package, utilities, _)| format!("{package}: {}", utilities.join(" ")))
        .collect()
}

/// The packages that everybody accepts.
pub fn acceptable(negotiation: &Negotiation) -> Vec<String> {
    let all = worth(negotiation).into_iter().filter(|(_, _, accepts)| accepts.iter().all(|yes| *yes));
    all.map(|(package, _, _)| package).collect()
}
