//! The answer in one sentence, and the line that says how it was checked.

use super::figures::{count, decimal, in_words};
use super::naming::{all_of, capitalised};
use super::{Headline, Tone, View, sentences};
use crate::analysis::{Basis, Count, Solution};
use mediant_model::FairnessRule;
use num_bigint::BigUint;

pub(super) fn verdict(view: &View<'_>) -> Headline {
    match view.analysis.zopa.exists {
        Some(true) => deal(view),
        Some(false) => no_deal(view),
        None => unknown(view),
    }
}

/// `both parties`, `all seven parties`.
pub(super) fn everybody(view: &View<'_>) -> String {
    match view.problem.parties.len() {
        1 => "the only party".to_owned(),
        2 => "both parties".to_owned(),
        count => format!("all {} parties", in_words(count)),
    }
}

fn deal(view: &View<'_>) -> Headline {
    let (zopa, packages) = (&view.analysis.zopa, &view.analysis.package_count);
    let everybody = everybody(view);
    let none = BigUint::ZERO;
    let mut details = Vec::new();
    let silent: Vec<usize> = (0..view.problem.parties.len())
        .filter(|p| view.problem.parties.get(*p).is_some_and(|p| p.utility.is_none()))
        .collect();
    if !silent.is_empty() {
        // Silence is neither yes nor no: what nobody excludes is not what everybody accepts.
        let verb = if silent.len() == 1 { "has" } else { "have" };
        let who = sentences::parties(view, &silent);
        return Headline {
            tone: Tone::Agreed,
            sentence: "A deal exists: enough parties are known to accept it.".to_owned(),
            details: vec![format!(
                "{who} {verb} not said what a deal must be worth; it passes whatever they say."
            )],
        };
    }
    let sentence = if zopa.unanimous.lower > none {
        if !view.problem.is_unanimous() {
            details.push(format!(
                "{} pass the agreement rule.",
                capitalised(&of_packages(&zopa.count, packages))
            ));
        }
        let how_many = capitalised_amount(&zopa.unanimous, packages);
        format!("A deal exists. {how_many} acceptable to {everybody}.")
    } else {
        let how_many = capitalised_amount(&zopa.count, packages);
        details.push(if zopa.unanimous.upper == none && view.problem.has_ranges() {
            // Within a range nobody knows.
            format!("No package is known to be acceptable to {everybody}.")
        } else if zopa.unanimous.upper == none {
            format!("No package is acceptable to {everybody}.")
        } else {
            format!("Whether one of them is acceptable to {everybody} is not known.")
        });
        let passes = how_many.strip_suffix(" is").map_or_else(
            || how_many.strip_suffix(" are").map(|rest| format!("{rest} pass")),
            |rest| Some(format!("{rest} passes")),
        );
        format!("A deal exists. {} the agreement rule.", passes.unwrap_or(how_many))
    };
    Headline { tone: Tone::Agreed, sentence, details }
}

/// `52 of the 2,880 packages are`, `Every package is`.
fn capitalised_amount(amount: &Count, packages: &BigUint) -> String {
    let one = BigUint::from(1u32);
    if amount.is_exact() && &amount.lower == packages {
        let every = if *packages == one { "The only package is" } else { "Every package is" };
        return every.to_owned();
    }
    let verb = if amount.is_exact() && amount.lower == one { "is" } else { "are" };
    format!("{} {verb}", capitalised(&of_packages(amount, packages)))
}

/// `52 of the 2,880 packages`, `between 10 and 20 of the 30 packages`.
fn of_packages(amount: &Count, packages: &BigUint) -> String {
    let all = count(packages);
    if amount.is_exact() {
        format!("{} of the {all} packages", count(&amount.lower))
    } else if &amount.upper == packages {
        format!("at least {} of the {all} packages", count(&amount.lower))
    } else {
        format!("between {} and {} of the {all} packages", count(&amount.lower), count(&amount.upper))
    }
}

fn no_deal(view: &View<'_>) -> Headline {
    let problem = view.problem;
    let mut details = Vec::new();
    let sentence = if problem.is_unanimous() {
        format!("No package on the table can satisfy {}.", everybody(view))
    } else {
        let vetoes: Vec<usize> =
            (0..problem.parties.len()).filter(|p| problem.parties.get(*p).is_some_and(|p| p.veto)).collect();
        if !vetoes.is_empty() {
            details.push(format!("{} must be among them.", sentences::parties(view, &vetoes)));
        }
        format!(
            "No package on the table can satisfy {} of the {} parties.",
            in_words(problem.quorum),
            in_words(problem.parties.len())
        )
    };
    Headline { tone: Tone::Blocked, sentence, details }
}

fn unknown(view: &View<'_>) -> Headline {
    let zopa = &view.analysis.zopa;
    let silent: Vec<usize> = (0..view.problem.parties.len())
        .filter(|p| view.problem.parties.get(*p).is_some_and(|p| p.utility.is_none()))
        .collect();
    let mut details = Vec::new();
    let none = BigUint::ZERO;
    if zopa.count.upper > none {
        let exact_all = zopa.count.is_exact() && zopa.count.lower == view.analysis.package_count;
        let amount = capitalised_amount(&zopa.count, &view.analysis.package_count);
        details.push(match (exact_all, view.problem.is_unanimous()) {
            (true, _) => "Nothing that was stated excludes any package.".to_owned(),
            (false, true) => format!("{amount} excluded by nothing that was stated."),
            (false, false) => format!("{amount} excluded by too few parties to fail the agreement rule."),
        });
    }
    if !silent.is_empty() {
        let verb = if silent.len() == 1 { "has" } else { "have" };
        details.push(format!(
            "{} {verb} not said what a deal must be worth.",
            sentences::parties(view, &silent)
        ));
    }
    let sentence = "What was stated does not decide whether a deal exists.".to_owned();
    Headline { tone: Tone::Open, sentence, details }
}

/// What was looked at, and how certain the answer is.
pub(super) fn checked(view: &View<'_>) -> String {
    let analysis = view.analysis;
    let packages = count(&analysis.package_count);
    let plural = if analysis.package_count == BigUint::from(1u32) { "" } else { "s" };
    let mut parts = vec![format!("{packages} package{plural}")];
    parts.push(if analysis.zopa.count.is_exact() {
        "exact".to_owned()
    } else {
        "counts bounded from both sides".to_owned()
    });
    if let Some(frontier) = &analysis.frontier {
        let (size, plural) = (frontier.points.len(), if frontier.points.len() == 1 { "" } else { "s" });
        let size = count(&BigUint::from(size));
        parts.push(match (&frontier.within, frontier.complete) {
            (_, true) => format!("{size} efficient trade-off{plural}"),
            (Some(_), false) => format!("{size} efficient trade-off{plural} that come close to all others"),
            (None, false) => format!("{size} efficient trade-off{plural} found, more may exist"),
        });
    }
    if let Some(solutions) = &analysis.solutions {
        let unproven: Vec<String> = solutions
            .each()
            .iter()
            .filter(|(_, s)| !s.proven)
            .map(|(rule, s)| format!("{}{}", rule.name(), gap(s)))
            .collect();
        parts.push(if unproven.is_empty() {
            "all proven".to_owned()
        } else {
            format!("not proven: {}", all_of(&unproven))
        });
    }
    if analysis.basis == Basis::All {
        parts.push(
            "frontier and fair packages over every possible package, statements and walk-away values aside"
                .to_owned(),
        );
    }
    parts.join(", ")
}

fn gap(solution: &Solution) -> String {
    let gap = solution
        .gap
        .map(|gap| format!(" (reached {}, at most {})", decimal(gap.reached), decimal(gap.bound)));
    gap.unwrap_or_default()
}

/// What a rule makes as large as possible.
pub(super) fn maximises(rule: FairnessRule) -> &'static str {
    match rule {
        FairnessRule::Nash => "the greatest product of gains",
        FairnessRule::KalaiSmorodinsky => {
            "the greatest least share: each gain as a share of the party’s best"
        }
        FairnessRule::Leximin => "the greatest least gain, then the next",
        FairnessRule::Utilitarian => "the greatest sum of utilities",
    }
}
