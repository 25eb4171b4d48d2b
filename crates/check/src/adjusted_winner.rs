//! That a division is the one Adjusted Winner proposes, and that the procedure applies (Brams & Taylor, *Fair Division*,
//! 1996, chapter 4).
//!
//! It divides every issue by itself between two parties. So no statement may exclude a division, and both parties must
//! value the issues one by one. Of each issue a party has at stake what its own best option brings it beyond the other's
//! best. Both get the same share of what they have at stake in all; and whatever the first gets of an issue brings it at
//! least as much, for each point that it costs the second, as anything that the second gets: so no division gives one
//! of them more and the other no less.

use crate::claim::Ground;
use crate::{Checked, ensure, values_one_by_one, worth_by_option};
use mediant_model::problem::{Choice, FactKind, Utility};
use mediant_model::{Number, Problem};
use num_bigint::BigInt;
use std::collections::BTreeMap;

/// Each option is held against the statements in a package, which takes a look at every issue: at most so many looks, a second or so.
const LOOKS_MAX: usize = 200_000;

/// The most digits of a fraction: reading one costs their square.
const DIGITS_MAX: usize = 4_096;

/// What an issue is to the two parties: what each has more from its own favourite than from the other's, in units.
struct Stake {
    at_stake: [i64; 2],
}

/// Whether the procedure applies: two parties with points that value the issues one by one, and nothing stated excludes a
/// package but walk-away values.
pub fn divides(problem: &Problem) -> bool {
    let each =
        |party: &mediant_model::problem::ProblemParty| party.utility.as_ref().is_some_and(values_one_by_one);
    problem.parties.len() == 2
        && problem.parties.iter().all(each)
        && problem.facts.iter().all(|fact| fact.kind == FactKind::Reservation)
}

/// Checks the shares, the first party's by issue, and what points of 100 both get.
pub(crate) fn check(
    ground: &Ground<'_>,
    first_shares: &BTreeMap<String, String>,
    points: &str,
) -> Checked<()> {
    let problem = ground.problem;
    ensure(
        divides(problem),
        "Adjusted Winner does not apply: not both of two parties value the issues one by one, or a statement excludes packages",
    )?;
    let options: usize = problem.issues.iter().map(|issue| issue.options.len()).sum();
    ensure(
        options.saturating_mul(problem.issues.len()) <= LOOKS_MAX,
        "there are too many options to hold each against the statements",
    )?;
    let utilities = problem.parties.iter().filter_map(|party| party.utility.as_ref());
    let [first, second]: [&Utility; 2] =
        utilities.collect::<Vec<_>>().try_into().map_err(|_| "a party has no points")?;
    let worth = [worth_by_option(first), worth_by_option(second)];
    held_against_statements(ground)?;
    let stakes: Vec<Stake> = (0..problem.issues.len())
        .map(|issue| Stake::new(&worth, issue))
        .collect::<Option<_>>()
        .ok_or("an issue has no option")?;
    ensure(first_shares.len() == stakes.len(), "a division does not name each issue once")?;
    let mut shares = Vec::with_capacity(stakes.len());
    for (issue, stake) in problem.issues.iter().zip(&stakes) {
        let share = first_shares.get(issue.id.as_str()).ok_or("a division leaves out an issue")?;
        let share = fraction(share)?;
        let within = share >= Number::zero() && share <= Number::one();
        ensure(within, "a share is below nothing or above the whole")?;
        let agreed = stake.at_stake == [0, 0];
        ensure(!agreed || share == Number::one(), "an issue on which both agree is divided")?;
        shares.push(share);
    }
    let split = shares.iter().filter(|share| !share.is_zero() && **share != Number::one()).count();
    ensure(split <= 1, "more than one issue is split")?;
    let disputed: Vec<(&Stake, &Number)> =
        stakes.iter().zip(&shares).filter(|(stake, _)| stake.at_stake != [0, 0]).collect();
    ensure(efficient(&disputed), "what one party gets would bring the other more for what it costs")?;
    let points = fraction(points)?.checked_div(&Number::from(100)).ok_or("points are no number")?;
    let both = [0, 1].map(|party| got(&disputed, party));
    ensure(both.iter().all(|got| *got == points), "the parties do not get these points of what is at stake")
}

/// Checks that statements say the same of every option as the compiled problem does, of the issues alone and together,
/// and that none excludes anything.
fn held_against_statements(ground: &Ground<'_>) -> Checked<()> {
    let (problem, Some(meaning)) = (ground.problem, ground.meaning) else { return Ok(()) };
    ensure(!meaning.has_exclusions(), "a statement excludes packages")?;
    let mut package: Choice = problem.choice(&vec![0; problem.issues.len()]);
    for issue in &problem.issues {
        for option in &issue.options {
            ground.watch.look()?;
            package.insert(issue.id.to_string(), option.to_string());
            ground.package(&package)?;
        }
    }
    let joined = problem.parties.iter().any(|party| meaning.joins_issues(party.id.as_str()) != Some(false));
    ensure(!joined, "by the statements a party counts combinations of issues")
}

impl Stake {
    /// `None` for an issue without options.
    fn new(worth: &[Vec<Vec<i64>>; 2], issue: usize) -> Option<Self> {
        let rows: Vec<[i64; 2]> = {
            let [first, second] = worth;
            let pairs = first.get(issue)?.iter().zip(second.get(issue)?);
            pairs.map(|(first, second)| [*first, *second]).collect()
        };
        // Of equally good ones a party's favourite is what the other likes best.
        let first = rows.iter().max_by_key(|[first, second]| (*first, *second))?;
        let second = rows.iter().max_by_key(|[first, second]| (*second, *first))?;
        let [[own, of_other], [others, own_of_other]] = [*first, *second];
        Some(Self { at_stake: [own - others, own_of_other - of_other] })
    }
}

/// Whether whatever the first gets of an issue brings it as much, for what it costs the second, as anything that
/// the second gets.
fn efficient(disputed: &[(&Stake, &Number)]) -> bool {
    let no_less = |[one, its]: [i64; 2], [other, others]: [i64; 2]| {
        i128::from(one) * i128::from(others) >= i128::from(other) * i128::from(its)
    };
    let held = disputed.iter().filter(|(_, share)| !share.is_zero());
    let least = held.map(|(stake, _)| stake.at_stake).reduce(|a, b| if no_less(a, b) { b } else { a });
    let given = disputed.iter().filter(|(_, share)| **share != Number::one());
    let most = given.map(|(stake, _)| stake.at_stake).reduce(|a, b| if no_less(a, b) { a } else { b });
    least.zip(most).is_none_or(|(least, most)| no_less(least, most))
}

/// The share of what is at stake for the party in all that it gets; all where nothing is.
fn got(disputed: &[(&Stake, &Number)], party: usize) -> Number {
    let (mut all, mut got) = (Number::zero(), Number::zero());
    for (stake, share) in disputed {
        let at_stake = Number::from(stake.at_stake.get(party).copied().unwrap_or(0));
        let own = if party == 0 { (*share).clone() } else { &Number::one() - share };
        (all, got) = (&all + &at_stake, &got + &(&at_stake * &own));
    }
    got.checked_div(&all).unwrap_or_else(Number::one)
}

fn fraction(text: &str) -> Checked<Number> {
    ensure(text.len() <= DIGITS_MAX, "a share has too many digits")?;
    let (above, below) = text.split_once('/').ok_or("a share is no fraction")?;
    let whole = |text: &str| text.parse::<BigInt>().map_err(|_| "a share is no fraction");
    Ok(Number::ratio(whole(above)?, whole(below)?).ok_or("a share is no fraction")?)
}
