//! A mediation in words: its questions to a party, how an answer is typed, and how it ended.

use crate::text::wrapped;
use mediant_check::Claim;
use mediant_mediate::{ASSUMPTION, Answer, Estimate, Footing, MediationEnding, Purpose, Question, prior};
use mediant_model::problem::ProblemParty;
use mediant_model::{Number, Problem};
use num_bigint::BigInt;
use num_rational::Ratio;
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
        Purpose::Vote => say(
            "Enough parties accepted a package. A change of it is put to the vote, for everybody: the first is the change.",
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
    text + &choices(problem, question) + &hint(problem, question)
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
        Question::RankOptions { issue }
            if is_number(problem, *issue) && options(problem, *issue) > LISTED_MAX =>
        {
            let last = options(problem, *issue).saturating_sub(1) as u32;
            let _ = writeln!(text, "  a number from {} to {}", label(*issue, 0), label(*issue, last));
        }
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

/// With more values than this a number is not listed.
const LISTED_MAX: usize = 20;

fn options(problem: &Problem, issue: usize) -> usize {
    problem.issues.get(issue).map_or(0, |issue| issue.options.len())
}

/// Whether the issue is settled by a number: its options are numbers that rise.
fn is_number(problem: &Problem, issue: usize) -> bool {
    let Some(issue) = problem.issues.get(issue) else { return false };
    let values: Option<Vec<Number>> =
        issue.options.iter().map(|option| option.as_str().parse().ok()).collect();
    values.is_some_and(|values| values.len() > 2 && values.is_sorted_by(|one, next| one < next))
}

fn hint(problem: &Problem, question: &Question) -> String {
    match question {
        Question::RankOptions { issue } if is_number(problem, *issue) => {
            let order =
                if options(problem, *issue) > LISTED_MAX { "" } else { " or an order such as 2 1=3;" };
            format!("+ if the more the better, - if the less the better;{order} ? if you cannot say.\n")
        }
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
        Question::RankOptions { issue } if matches!(text, "+" | "-") && is_number(problem, *issue) => {
            let values = (0..options(problem, *issue) as u32).map(|value| vec![value]);
            Ok(Answer::Order(if text == "+" { values.rev().collect() } else { values.collect() }))
        }
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

/// How a mediation ended, with what is certain, proven and estimated kept apart, and what is assumed for each.
///
/// `footings` say for each party whether anything is inferred from its answers.
pub fn ending(problem: &Problem, outcome: &MediationEnding, footings: &[Footing], width: usize) -> String {
    let mut page = Page { text: String::new(), width };
    match outcome {
        MediationEnding::Deal { package, accepting, estimate, share, untrue } => {
            page.say("Deal.");
            page.say("");
            page.text.push_str(&chosen(problem, package));
            page.say("");
            page.say(&certain(problem, accepting));
            match untrue {
                Some(why) => page.say(&format!("Nothing else is proven: {why}.")),
                None if !footings.iter().all(|footing| footing.is_assumed()) => {}
                None if !problem.is_unanimous() => {
                    page.say(
                        "Nothing is proven about how near it is to the best, where somebody can be outvoted.",
                    );
                }
                None => page.say(&follows(share.as_deref())),
            }
            page.say_footings(problem, footings);
            if let Some(estimate) = estimate {
                page.say(&estimated(problem, estimate));
            }
        }
        MediationEnding::NoDeal(claim) => {
            page.say("No deal.");
            page.say("");
            page.say(&no_deal(problem, claim));
            page.say_footings(problem, footings);
        }
        MediationEnding::Open { package, estimate, untrue } => {
            match untrue {
                Some(why) => page.say(&format!(
                    "No agreement. By the answers nothing would be left, but that is not proven: {why}."
                )),
                None => page.say("No agreement within the questions allowed; nothing is proven either way."),
            }
            page.say_footings(problem, footings);
            if let Some(package) = package {
                page.say("");
                page.say("The package that would be put to everybody next:");
                page.text.push_str(&chosen(problem, package));
            }
            if let Some(estimate) = estimate {
                page.say("");
                page.say(&estimated(problem, estimate));
            }
        }
    }
    page.text
}

/// Text for a screen of so many columns.
struct Page {
    text: String,
    width: usize,
}

impl Page {
    fn say(&mut self, line: &str) {
        for line in wrapped(line, self.width) {
            let _ = writeln!(self.text, "{line}");
        }
    }

    /// Of whom nothing is inferred, and why.
    fn say_footings(&mut self, problem: &Problem, footings: &[Footing]) {
        for (party, footing) in problem.parties.iter().zip(footings) {
            match footing {
                Footing::Assumed => {}
                Footing::Contradicted => self.say(&format!(
                    "Nothing is inferred from what {} answered: it fits nobody who values the issues one by one and answered truly.",
                    party.name
                )),
                Footing::Joined => self.say(&format!(
                    "Nothing is inferred from what {} answered: by its brief it does not value the issues one by one.",
                    party.name
                )),
            }
        }
    }
}

/// Who said yes, and nothing else: that is certain whatever the answers are worth.
fn certain(problem: &Problem, accepting: &[usize]) -> String {
    if accepting.len() == problem.parties.len() {
        return "Certain: every party said yes to this very package. Whoever meant it does not fall below its walk-away."
            .to_owned();
    }
    let names = names(problem, accepting.iter().copied());
    format!(
        "Certain: {names} said yes to this very package, which is enough: {}. Whoever meant it does not fall below its walk-away.",
        rule(problem)
    )
}

/// The agreement rule where somebody can be outvoted.
fn rule(problem: &Problem) -> String {
    let vetoes = problem.parties.iter().enumerate().filter(|(_, party)| party.veto);
    let vetoes: Vec<usize> = vetoes.map(|(index, _)| index).collect();
    let needed = format!("{} of {} must accept", problem.quorum, problem.parties.len());
    if vetoes.is_empty() {
        return needed;
    }
    format!("{needed}, {} among them", names(problem, vetoes))
}

/// Names of parties, joined for a sentence.
fn names(problem: &Problem, parties: impl IntoIterator<Item = usize>) -> String {
    let named = parties.into_iter().filter_map(|party| problem.parties.get(party));
    let mut names: Vec<&str> = named.map(|party| party.name.as_str()).collect();
    match names.pop() {
        Some(last) if !names.is_empty() => format!("{} and {last}", names.join(", ")),
        last => last.unwrap_or_default().to_owned(),
    }
}

/// What a claim that rests on answers assumes, to be read after "if"; `None` where it takes parties at their words.
pub fn condition(problem: &Problem, claim: &Claim) -> Option<String> {
    let (Claim::Refused { assumes, .. } | Claim::Share { assumes, .. }) = claim else { return None };
    let is_assumed = |party: &ProblemParty| assumes.iter().any(|id| id.as_str() == party.id.as_str());
    let assumed = problem.parties.iter().enumerate().filter(|(_, party)| is_assumed(party));
    let assumed: Vec<usize> = assumed.map(|(index, _)| index).collect();
    match assumed.as_slice() {
        [] => None,
        all if all.len() == problem.parties.len() => Some(ASSUMPTION.to_owned()),
        [_] => Some(format!(
            "{} values the issues one by one, and each side answered truly",
            names(problem, assumed)
        )),
        _ => Some(format!(
            "{} value the issues one by one, and each side answered truly",
            names(problem, assumed)
        )),
    }
}

/// Why there is no deal, never without what that assumes.
fn no_deal(problem: &Problem, claim: &Claim) -> String {
    let by_whom = if problem.is_unanimous() { "by somebody" } else { "by so many that it cannot pass" };
    let proof = "`--certificate` writes the proof, and `mediant verify` checks it.";
    match condition(problem, claim) {
        Some(condition) => format!(
            "Proven, if {condition}: every package is refused {by_whom}. It rests on their refusals; {proof}"
        ),
        None => format!(
            "Proven from words alone, as far as they were meant: every package is refused {by_whom}, by a no to this very package or by a red line. {proof}"
        ),
    }
}

fn chosen(problem: &Problem, package: &[u32]) -> String {
    let mut text = String::new();
    for (issue, option) in problem.issues.iter().zip(package) {
        let label = issue.labels.get(*option as usize).map_or("", String::as_str);
        let _ = writeln!(text, "  {}: {label}", issue.name);
    }
    text
}

/// The share of the largest product of gains that a claim proves: a fraction, "0/1" where there is none.
pub fn proven_share(claim: Option<&Claim>) -> String {
    match claim {
        Some(Claim::Share { share, .. }) => share.clone(),
        _ => "0/1".to_owned(),
    }
}

/// What is proven of how near it is to the best, never without what that assumes.
fn follows(claim: Option<&Claim>) -> String {
    let share = proven_share(claim).parse::<Ratio<BigInt>>().unwrap_or_default();
    let hundredths = (share * BigInt::from(100)).floor().to_integer();
    if hundredths == BigInt::ZERO {
        return "Nothing is proven about how near it is to the best; the answers leave that open.".to_owned();
    }
    // True even where the largest product is 0, for then none is larger.
    let reaches = if hundredths == BigInt::from(100) {
        "no package that everybody accepts has a larger product of gains".to_owned()
    } else {
        format!(
            "its product of gains is at least {hundredths} % of that of any package that everybody accepts"
        )
    };
    format!(
        "Proven, if {ASSUMPTION}: {reaches}. `--certificate` writes the proof, and `mediant verify` checks it."
    )
}

fn estimated(problem: &Problem, estimate: &Estimate) -> String {
    let percent = |share: f64| format!("{:.0} %", (share * 100.0).floor());
    format!(
        "Estimated: {} of the largest product of gains{}, nine times in ten at least {}; enough parties accept it with a likelihood of {}. This holds if wishes are spread as the prior says: {}.",
        percent(estimate.share),
        if problem.is_unanimous() { "" } else { " of those who would carry a deal" },
        percent(estimate.share_low),
        percent(estimate.acceptance),
        prior::IN_WORDS
    )
}
