//! Claims in words, in full: whoever verifies a certificate is to see what was proven.

use crate::answers;
use crate::certificate::{
    Answered, Basis, Change, Claim, Efficiency, FairnessRule, PlaceRule, Point, Prices, Table,
};
use mediant_model::problem::Choice;
use mediant_model::{Number, Problem};
use num_bigint::BigInt;
use num_integer::Integer;

/// What the claim says: first what it is, then its parts, a line each. Of points at most so many are told.
pub(crate) fn in_full(problem: &Problem, claim: &Claim, points_max: usize) -> Vec<String> {
    let mut lines = said(problem, claim, points_max);
    if claim.compares_worths() {
        let by_rankings = matches!(
            claim,
            Claim::Ranked { .. }
                | Claim::CanBeEfficient { .. }
                | Claim::Package {
                    efficiency: Some(
                        Efficiency::DominatedWhatever { .. }
                            | Efficiency::PerhapsDominated { .. }
                            | Efficiency::EfficientWhatever {}
                    ),
                    ..
                }
        );
        if by_rankings {
            lines.push("if each party without points values the issues one by one".into());
        }
        lines.extend(problem.parties.iter().filter_map(|party| {
            let by = party.scale.rounded_by.as_ref()?;
            let most = by.to_f64();
            Some(format!(
                "by the points of {} as they were rounded on reading, by {most:e} at the most",
                party.id
            ))
        }));
    }
    lines
}

fn said(problem: &Problem, claim: &Claim, points_max: usize) -> Vec<String> {
    let say = Words { problem };
    match claim {
        Claim::Deal { point, unanimous } => {
            let by = if *unanimous { "every party accepts" } else { "the agreement rule passes" };
            vec![format!("a deal that {by}: {}", say.point(point))]
        }
        Claim::NoDeal { change, .. } if change.is_empty() => {
            vec!["no deal: the agreement rule passes no package, whatever those who have not said think".into()]
        }
        Claim::NoDeal { change, .. } => vec![format!("still no deal {}", say.changes(change))],
        Claim::Frontier { basis, points, table, .. } => {
            let count = points.len() + table.as_ref().map_or(0, |table| table.rows.len());
            let lead = format!("the complete frontier of {} among {}", counted(count, "point"), basis_words(*basis));
            let listed = points.iter().map(|point| say.point(point));
            let rows = table.iter().flat_map(|table| (0..table.rows.len()).map(|row| say.row(table, row)));
            let told = listed.chain(rows).take(points_max);
            let more = count.saturating_sub(points_max);
            let rest = (more > 0).then(|| format!("and {} more", counted(more, "point")));
            [lead].into_iter().chain(told).chain(rest).collect()
        }
        Claim::Solution { rule, basis, point, ties, .. } => {
            let basis = basis_words(*basis);
            let lead = match rule {
                FairnessRule::Nash => format!("Nash: among {basis} none has a larger product of gains than"),
                FairnessRule::KalaiSmorodinsky => {
                    format!("Kalai–Smorodinsky: among {basis} none has a larger least share of the best gains, then of the next, than")
                }
                FairnessRule::Leximin => format!("leximin: among {basis} none has a larger least gain, then the next, than"),
                FairnessRule::Utilitarian => format!("utilitarian: among {basis} none has a larger sum of utilities than"),
            };
            let tied = ties.as_ref().map(|ties| match ties.as_str() {
                "1" => "no other package does as well".to_owned(),
                count => format!("exactly {count} packages do as well, this one counted"),
            });
            [lead, say.point(point)].into_iter().chain(tied).collect()
        }
        Claim::Conflict { facts, witnesses, .. } => {
            let stuck = if problem.is_unanimous() { "no package respects" } else { "no deal with" };
            let lead = format!("a minimal conflict: {stuck} all of {}", facts.join(", "));
            let spared = witnesses
                .iter()
                .map(|witness| format!("without {} there is {}", witness.without, say.choice(&witness.package)));
            [lead].into_iter().chain(spared).collect()
        }
        Claim::Opening { change, package, smallest } => {
            let lead = format!("an opening: {} this is a deal, as far as is known: {}", say.changes(change), say.choice(package));
            let least = (!smallest.is_empty()).then(|| match change.as_slice() {
                [Change::NewOption { .. }] => "of an option that may break one of these there is no deal, as far as statements on the options on the table tell".to_owned(),
                _ => "nothing less of this change opens a deal".to_owned(),
            });
            [lead].into_iter().chain(least).collect()
        }
        Claim::Hurdle { issue, facts, package } => vec![
            format!("a hurdle, {issue}: an option there that breaks none of {}, and is worth as much to each party as its best option there, would dissolve that conflict", facts.join(", ")),
            format!("with {}", say.choice(package)),
        ],
        Claim::Complete {} => vec![
            "the conflicts above are all there are, and whatever opens a deal touches all the facts of one of the openings above".into(),
        ],
        Claim::Count { basis, count } => vec![format!("{}: exactly {count}", basis_words(*basis))],
        Claim::Package { point, accepts, passes, breaks, efficiency } => {
            let lead = format!("of the package {}", say.point(point));
            let passes = match passes {
                Some(true) => "the agreement rule passes it",
                Some(false) => "the agreement rule does not pass it",
                None => "whether the agreement rule passes it depends on those who have not said",
            };
            let answers = accepts.iter().map(|(party, answer)| match answer {
                Some(true) => format!("{party} accepts it"),
                Some(false) => format!("{party} refuses it"),
                None => format!("{party} has not said"),
            });
            let broken = (!breaks.is_empty()).then(|| format!("it breaks {}", breaks.join(", ")));
            let efficient = efficiency.as_ref().map(|efficiency| match efficiency {
                Efficiency::Efficient { basis, .. } => {
                    format!("among {} none is better for somebody and worse for nobody", basis_words(*basis))
                }
                Efficiency::Dominated { by, .. } => {
                    format!("better for somebody and worse for nobody is {}", say.point(by))
                }
                Efficiency::DominatedWhatever { by } => format!(
                    "whatever numbers fit the rankings, better for somebody and worse for nobody is {}",
                    say.choice(by)
                ),
                Efficiency::PerhapsDominated { by, unless } => format!(
                    "for some numbers that fit the rankings, better for somebody and worse for nobody is {}{}",
                    say.choice(by),
                    if unless.is_some() { "; for others none is, of those that break nothing stated" } else { "" }
                ),
                Efficiency::EfficientWhatever {} => {
                    "whatever numbers fit the rankings, none that breaks nothing stated is better for somebody and worse for nobody".into()
                }
            });
            [lead].into_iter().chain(answers).chain([passes.to_owned()]).chain(broken).chain(efficient).collect()
        }
        Claim::Ranked { efficient } => {
            let lead = match efficient.len() {
                0 => "no package is efficient whatever numbers fit the rankings: for each there are numbers by which another, that breaks nothing stated, is better for somebody and worse for nobody".to_owned(),
                count => format!(
                    "efficient whatever numbers fit the rankings {} {}: by no such numbers is another that breaks nothing stated better for somebody and worse for nobody; of all others that break nothing stated this does not hold",
                    if count == 1 { "is" } else { "are" },
                    counted(count, "package"),
                ),
            };
            let told = efficient.iter().take(points_max).map(|package| say.choice(package));
            let more = efficient.len().saturating_sub(points_max);
            let rest = (more > 0).then(|| format!("and {} more", counted(more, "package")));
            [lead].into_iter().chain(told).chain(rest).collect()
        }
        Claim::CanBeEfficient { count, packages } => {
            let lead = "can be efficient, among those with points or a ranking: by some numbers that fit what they stated no other package that breaks nothing stated is better for one of them and worse for none".to_owned();
            let count = count.as_ref().map(|count| format!("in all exactly {count} of the packages that break nothing stated"));
            let told = packages.iter().take(points_max).map(|package| say.choice(package));
            let more = packages.len().saturating_sub(points_max);
            let rest = (more > 0).then(|| format!("and {} more", counted(more, "package")));
            [lead].into_iter().chain(count).chain(told).chain(rest).collect()
        }
        Claim::Picked { rule, package, ties } => {
            let by = match rule {
                PlaceRule::FewestLastChoices => "has fewer last choices, then fewer of the worst places",
                PlaceRule::Leximin => "has a better worst place or has it less often, then the next",
                PlaceRule::MostFirstChoices => "has more first choices, then fewer of the worst places",
            };
            let lead = format!("of the packages that break nothing stated none {by}, places of all parties and issues counted alike, than");
            let tied = ties.as_ref().map(|ties| match ties.as_str() {
                "1" => "no other package does as well".to_owned(),
                count => format!("exactly {count} packages do as well, this one counted"),
            });
            [lead, say.choice(package)].into_iter().chain(tied).collect()
        }
        Claim::Bound { basis, prices, value, .. } => {
            let nothing = || (vec!["nothing".to_owned()], value.to_string());
            let (sum, most) = weighed(problem, prices, *value).unwrap_or_else(nothing);
            vec![format!("among {} {} is nowhere above {most}", basis_words(*basis), sum.join(" + "))]
        }
        // Told row by row, each as of its day.
        Claim::Outlook { rows, .. } => vec![format!("over time: {}", counted(rows.len(), "row"))],
        Claim::Refused { assumes, said, .. } => {
            let lead = answers::in_words(assumes, said);
            [lead].into_iter().chain(answers_counted(said)).collect()
        }
        Claim::Share { assumes, said, package, share, .. } => {
            let lead = format!(
                "if {} value the issues one by one and the answers in it were given truly: at least {share} of the product of gains of any package that no statement excludes has",
                assumes.join(" and ")
            );
            [lead, say.choice(package)].into_iter().chain(answers_counted(said)).collect()
        }
        Claim::AdjustedWinner { first_shares, points } => {
            let name = |place: usize| problem.parties.get(place).map_or("", |party| party.id.as_str());
            let (first, second) = (name(0), name(1));
            let lead = format!("Adjusted Winner applies, and gives both {first} and {second} {points} of 100 points of what is at stake for them; no division gives one of them more and the other no less");
            let shares = problem.issues.iter().filter_map(|issue| {
                Some(format!("{}: {} as {first} wishes, the rest as {second} does", issue.id, first_shares.get(issue.id.as_str())?))
            });
            [lead].into_iter().chain(shares).collect()
        }
    }
}

/// How much each party answered.
fn answers_counted(said: &Answered) -> impl Iterator<Item = String> + '_ {
    said.iter().map(|(party, said)| format!("{party}: {}", counted(said.len(), "answer")))
}

/// Among which packages.
pub(crate) fn basis_words(basis: Basis) -> &'static str {
    match basis {
        Basis::Unanimous => "the packages that every party accepts",
        Basis::Rule => "the packages that the agreement rule passes",
        Basis::All => "all possible packages, the parties' statements and walk-aways aside",
    }
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("{count} {what}") } else { format!("{count} {what}s") }
}

/// Units as a number on the scale of the party: a decimal, or a fraction where there is none.
fn amount(problem: &Problem, party: &str, units: i64) -> String {
    let party = problem.party_index(&party.into());
    party.and_then(|party| problem.exact(party, units)).map_or_else(String::new, |number| number.exact_text())
}

/// A priced sum of units on the scale of the input: a price counts a unit.
fn weighed(problem: &Problem, prices: &Prices, value: i128) -> Option<(Vec<String>, String)> {
    let scale = |id: &str| Some(&problem.parties.get(problem.party_index(&id.into())?)?.scale.unit);
    let counted: Vec<(&String, Number)> = prices
        .iter()
        .filter(|(_, price)| **price > 0)
        .map(|(party, price)| Some((party, Number::ratio(*price, 1)?.checked_div(scale(party)?)?)))
        .collect::<Option<_>>()?;
    // The weights without a common factor, so that they are small whole numbers.
    let (mut above, mut below) = (BigInt::ZERO, BigInt::from(1));
    for (_, weight) in &counted {
        let (numerator, denominator) = weight.parts();
        (above, below) = (above.gcd(numerator), below.lcm(denominator));
    }
    let common = Number::ratio(above, below).filter(|common| !common.is_zero())?;
    let words = counted.iter().map(|(party, weight)| {
        let weight = weight.checked_div(&common)?;
        Some(if weight == Number::one() {
            (*party).clone()
        } else {
            format!("{} × {party}", weight.exact_text())
        })
    });
    let most = Number::ratio(value, 1)?.checked_div(&common)?;
    Some((words.collect::<Option<_>>()?, most.exact_text()))
}

struct Words<'a> {
    problem: &'a Problem,
}

impl Words<'_> {
    fn choice(&self, choice: &Choice) -> String {
        // In the order of the case, by the names that it shows.
        let named = self.problem.issues.iter().filter_map(|issue| {
            let option = choice.get(issue.id.as_str())?;
            let place = issue.options.iter().position(|known| known.as_str() == option);
            let label = place.and_then(|place| issue.labels.get(place)).filter(|label| !label.is_empty());
            let name = if issue.name.is_empty() { issue.id.as_str() } else { issue.name.as_str() };
            Some(format!("{name}: {}", label.unwrap_or(option)))
        });
        named.collect::<Vec<String>>().join("; ")
    }

    fn point(&self, point: &Point) -> String {
        let worth = self.problem.parties.iter().filter_map(|party| {
            let units = point.utilities.get(party.id.as_str())?;
            Some(format!("{} {}", party.id, amount(self.problem, party.id.as_str(), *units)))
        });
        let worth: Vec<String> = worth.collect();
        let package = self.choice(&point.package);
        if worth.is_empty() { package } else { format!("{package} ({})", worth.join(", ")) }
    }

    fn row(&self, table: &Table, row: usize) -> String {
        let Some((places, units)) = table.rows.get(row) else { return String::new() };
        let options = table.issues.iter().zip(places);
        let options = options.filter_map(|((issue, options), place)| {
            Some((issue.clone(), options.get(*place as usize)?.clone()))
        });
        let utilities = table.parties.iter().cloned().zip(units.iter().copied()).collect();
        self.point(&Point { package: options.collect(), utilities })
    }

    fn changes(&self, changes: &[Change]) -> String {
        let parts: Vec<String> = changes
            .iter()
            .map(|change| match change {
                Change::Fact { fact, by: None } => format!("without {fact}"),
                Change::Fact { fact, by: Some(by) } => {
                    let party = fact.strip_suffix(".reservation").unwrap_or_default();
                    format!("with {fact} lower by {}", amount(self.problem, party, by.saturating_neg()))
                }
                Change::NewOption { new_option, must_not_break } if must_not_break.is_empty() => {
                    format!("with a new option for {new_option}")
                }
                Change::NewOption { new_option, must_not_break } => {
                    format!(
                        "with a new option for {new_option} that does not break {}",
                        must_not_break.join(", ")
                    )
                }
            })
            .collect();
        parts.join(" and ")
    }
}
