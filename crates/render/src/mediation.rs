//! A mediation in words: its questions to a party, how an answer is typed, and how it ended.

use crate::text::wrapped;
use mediant_mediate::{Answer, Estimate, Outcome, Purpose, Question, prior};
use mediant_model::Problem;
use num_bigint::BigInt;
use std::fmt::Write;

/// A question to a party, for a screen of so many columns, with how to answer it.
///
/// It names issues and options alone, so that it may be shown to whoever is asked.
pub fn question(problem: &Problem, question: &Question, purpose: Purpose, width: usize) -> String {
    let mut text = String::new();
    let mut say =
        |line: &str| wrapped(line, width).iter().for_each(|line| text.push_str(&format!("{line}\n")));
    match purpose {
        Purpose::Learn => {}
        Purpose::Proposal => say("This is a proposal. It is put to everybody."),
        Purpose::Doubt => say(
            "It is in doubt whether any deal is acceptable to everybody. This package is put to everybody.",
        ),
        Purpose::Again => say(
            "Your earlier answer to this cannot be true together with others of yours. Please answer it again.",
        ),
    }
    match question {
        Question::RankOptions { issue } => {
            let name = problem.issues.get(*issue).map_or("", |issue| issue.name.as_str());
            say(&format!("Order the options of “{name}” from best to worst for you:"));
        }
        Question::RankIssues => {
            say(
                "Order the issues by what the step from your worst to your best option is worth to you, the largest first:",
            );
        }
        Question::Accept { .. } => say("Do you accept this package?"),
        Question::Compare { .. } => say("Which of these is better for you? All else is the same in both."),
    }
    text + &choices(problem, question) + &hint(question)
}

/// What there is to choose from, numbered from 1 for a form.
fn choices(problem: &Problem, question: &Question) -> String {
    let mut text = String::new();
    let label = |issue: usize, option: u32| {
        let issue = problem.issues.get(issue);
        issue.and_then(|issue| issue.labels.get(option as usize)).map_or("", String::as_str)
    };
    let name = |issue: usize| problem.issues.get(issue).map_or("", |issue| issue.name.as_str());
    match question {
        Question::RankOptions { issue } => {
            for option in 0..problem.issues.get(*issue).map_or(0, |issue| issue.options.len()) {
                let _ = writeln!(text, "  {}  {}", option + 1, label(*issue, option as u32));
            }
        }
        Question::RankIssues => {
            for issue in 0..problem.issues.len() {
                let _ = writeln!(text, "  {}  {}", issue + 1, name(issue));
            }
        }
        Question::Accept { package } => {
            for (issue, option) in package.iter().enumerate() {
                let _ = writeln!(text, "  {}: {}", name(issue), label(issue, *option));
            }
        }
        Question::Compare { first, second } => {
            for (number, package) in [(1, first), (2, second)] {
                let differing = question.differences();
                let differing = differing.iter().filter_map(|issue| Some((*issue, *package.get(*issue)?)));
                let parts: Vec<String> = differing
                    .map(|(issue, option)| format!("{}: {}", name(issue), label(issue, option)))
                    .collect();
                let _ = writeln!(text, "  {number}  {}", parts.join("; "));
            }
        }
    }
    text
}

fn hint(question: &Question) -> String {
    match question {
        Question::RankOptions { .. } | Question::RankIssues => {
            "Numbers from first to last, equals joined by “=”, such as 2 1=3; ? if you cannot say.\n".into()
        }
        Question::Accept { .. } => "y, n, or ? if you cannot say.\n".into(),
        Question::Compare { .. } => "1, 2, = if they are equal, or ? if you cannot say.\n".into(),
    }
}

/// A typed answer to a question; the error says what is expected.
///
/// # Errors
/// The text does not answer the question.
pub fn typed_answer(question: &Question, problem: &Problem, text: &str) -> Result<Answer, String> {
    let text = text.trim();
    if text == "?" {
        return Ok(Answer::CannotSay);
    }
    match question {
        Question::RankOptions { issue } => {
            order(text, problem.issues.get(*issue).map_or(0, |issue| issue.options.len()))
        }
        Question::RankIssues => order(text, problem.issues.len()),
        Question::Accept { .. } => match text.to_lowercase().as_str() {
            "y" | "yes" => Ok(Answer::Yes),
            "n" | "no" => Ok(Answer::No),
            _ => Err("answer y, n or ?".to_owned()),
        },
        Question::Compare { .. } => match text {
            "1" => Ok(Answer::Yes),
            "2" => Ok(Answer::No),
            "=" => Ok(Answer::Equal),
            _ => Err("answer 1, 2, = or ?".to_owned()),
        },
    }
}

fn order(text: &str, of: usize) -> Result<Answer, String> {
    let expected = || format!("give each number from 1 to {of} once, equals joined by “=”, such as 2 1=3");
    let number = |word: &str| {
        let number = word.parse::<u32>().ok().filter(|number| (1..=of as u32).contains(number));
        number.map(|number| number - 1).ok_or_else(expected)
    };
    let spaced = text.replace(',', " ").replace(" =", "=").replace("= ", "=");
    let group = |word: &str| word.split('=').map(number).collect::<Result<Vec<u32>, String>>();
    let groups = spaced.split_whitespace().map(group).collect::<Result<Vec<_>, _>>()?;
    let mut named: Vec<u32> = groups.iter().flatten().copied().collect();
    named.sort_unstable();
    if named.into_iter().eq(0..of as u32) { Ok(Answer::Order(groups)) } else { Err(expected()) }
}

/// How a mediation ended, with what is certain, proven and estimated kept apart.
pub fn ending(problem: &Problem, outcome: &Outcome, width: usize) -> String {
    let mut text = String::new();
    let mut say =
        |line: &str| wrapped(line, width).iter().for_each(|line| text.push_str(&format!("{line}\n")));
    match outcome {
        Outcome::Deal { package, estimate, proven_share } => {
            say("Deal.");
            say("");
            text.push_str(&chosen(problem, package));
            let mut say =
                |line: &str| wrapped(line, width).iter().for_each(|line| text.push_str(&format!("{line}\n")));
            say("");
            say("Certain: every party said yes to this very package, so nobody falls below its walk-away.");
            say(&proven(proven_share));
            if let Some(estimate) = estimate {
                say(&estimated(estimate));
            }
        }
        Outcome::NoDeal(_) => {
            say("No deal.");
            say("");
            say(
                "Proven: by what the parties answered, every package is refused by somebody. The proof rests on their refusals; `--certificate` writes it, and `mediant verify` checks it.",
            );
        }
        Outcome::Open { package, estimate } => {
            say("No agreement within the questions allowed; nothing is proven either way.");
            if let Some(package) = package {
                say("");
                say("The package that would be put to everybody next:");
                text.push_str(&chosen(problem, package));
            }
            let mut say =
                |line: &str| wrapped(line, width).iter().for_each(|line| text.push_str(&format!("{line}\n")));
            if let Some(estimate) = estimate {
                say("");
                say(&estimated(estimate));
            }
        }
    }
    text
}

fn chosen(problem: &Problem, package: &[u32]) -> String {
    let mut text = String::new();
    for (issue, option) in problem.issues.iter().zip(package) {
        let label = issue.labels.get(*option as usize).map_or("", String::as_str);
        let _ = writeln!(text, "  {}: {label}", issue.name);
    }
    text
}

fn proven(share: &num_rational::Ratio<BigInt>) -> String {
    let hundredths = (share * BigInt::from(100)).floor().to_integer();
    if hundredths == BigInt::ZERO {
        "Proven: nothing about how near it is to the best; the answers leave that open.".to_owned()
    } else {
        format!(
            "Proven: it reaches at least {hundredths} % of the largest product of gains, whatever else is true of the parties."
        )
    }
}

fn estimated(estimate: &Estimate) -> String {
    let percent = |share: f64| format!("{:.0} %", (share * 100.0).floor());
    format!(
        "Estimated: {} of the largest product of gains, nine times in ten at least {}; everybody accepts it with a likelihood of {}. This holds if wishes are spread as the prior says: {}.",
        percent(estimate.share),
        percent(estimate.share_low),
        percent(estimate.acceptance),
        prior::IN_WORDS
    )
}
