//! Packages by name where not every party gave points: which can be efficient, and the best by rules on places.

use super::figures::{count, in_words};
use super::naming::{all_of, capitalised};
use super::{Block, Item, Section, SectionSubject, View, sentences};
use crate::mixed::{CanBe, Mixed, Pick, Place, PlaceRule, Reach};
use mediant_model::Package;
use num_bigint::BigUint;

/// Packages beyond this are counted, not listed.
const LISTED_MAX: usize = 6;
/// More issues than this are not named in a sentence.
const ISSUES_NAMED: usize = 4;

pub(super) fn section(view: &View<'_>) -> Option<Section> {
    let findings = view.ordinal.map(|findings| &findings.mixed)?;
    // That there is no deal, and why, is said above.
    if view.analysis.zopa.unanimous.upper == BigUint::ZERO {
        return None;
    }
    let mut blocks = Vec::new();
    match &findings.reach {
        Reach::NothingLeft => return None,
        Reach::TooLarge => blocks.push(Block::Text(
            "Too many combinations of issues hang together to say which packages can be efficient. A single package \
             can still be judged."
                .to_owned(),
        )),
        Reach::Found { left, can_be, picks } => {
            match can_be {
                Some(can_be) => blocks.extend(efficient(view, findings, can_be, left)),
                None => blocks.extend(listed(view, left)),
            }
            blocks.extend(best(view, findings, picks));
        }
    }
    Section::with(SectionSubject::Places, "Packages that nobody has excluded", blocks)
}

/// How many can be efficient, which, and who is set aside.
fn efficient(view: &View<'_>, findings: &Mixed, can_be: &CanBe, few: &[Package]) -> Vec<Block> {
    let left = &view.analysis.zopa.unanimous;
    let (lower, upper) = (&can_be.count.lower, &can_be.count.upper);
    let amount = if can_be.count.is_exact() {
        number(lower)
    } else if *lower == BigUint::ZERO {
        format!("at most {}", count(upper))
    } else {
        format!("between {} and {}", count(lower), count(upper))
    };
    let every = can_be.count.is_exact() && left.is_exact() && *lower == left.lower;
    let sentence = if every && *lower == BigUint::from(1u32) {
        "One package is left that nobody has excluded; it can be efficient.".to_owned()
    } else if every {
        format!("Each of the {} packages that nobody excluded can be efficient.", count(lower))
    } else {
        let of = if left.is_exact() { format!("the {}", count(&left.lower)) } else { "the".to_owned() };
        format!(
            "Of {of} packages that nobody excluded, {amount} can be efficient: for each of the others there is one that is \
             {}, whatever the numbers behind what was stated.",
            better(findings)
        )
    };
    let aside = aside(view, findings);
    let text = if aside.is_empty() { sentence } else { format!("{sentence} {aside}") };
    let mut blocks = vec![Block::Text(text)];
    let all = can_be.count.is_exact() && *lower == BigUint::from(can_be.packages.len());
    if all && can_be.packages.len() <= LISTED_MAX {
        blocks.extend(listed(view, &can_be.packages));
    } else if *lower == left.lower {
        blocks.extend(listed(view, few));
    }
    blocks
}

/// Packages one below the other.
fn listed(view: &View<'_>, packages: &[Package]) -> Option<Block> {
    let item = |package: &Package| Item {
        mark: "–".into(),
        text: view.naming.package(package, &[]),
        source: String::new(),
        inferred: false,
    };
    (!packages.is_empty()).then(|| Block::List(packages.iter().map(item).collect()))
}

/// What it is to be beaten: of whoever stated no preference nobody knows.
fn better(findings: &Mixed) -> &'static str {
    if findings.aside.is_empty() {
        "better for somebody and worse for nobody"
    } else {
        "better for one of those who said what they prefer, and worse for none of them"
    }
}

/// Up to twelve as a word.
fn number(of: &BigUint) -> String {
    u64::try_from(of).ok().filter(|of| *of <= 12).map_or_else(|| count(of), |of| in_words(of as usize))
}

/// Who stated no preference.
fn aside(view: &View<'_>, findings: &Mixed) -> String {
    match findings.aside.as_slice() {
        [] => String::new(),
        [one] => format!(
            "{} has not said what it would prefer: only what it excludes counts here.",
            capitalised(view.naming.party(*one))
        ),
        several => format!(
            "{} have not said what they would prefer: only what they exclude counts here.",
            capitalised(&sentences::parties(view, several))
        ),
    }
}

/// The best by each rule; rules that pick the same package together.
fn best(view: &View<'_>, findings: &Mixed, picks: &[Pick]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut told: Vec<&Pick> = Vec::new();
    for pick in picks {
        if told.iter().any(|other| other.package == pick.package) {
            continue;
        }
        told.push(pick);
        let same: Vec<&Pick> = picks.iter().filter(|other| other.package == pick.package).collect();
        let rules: Vec<String> = same.iter().map(|pick| rule(pick)).collect();
        let mut text =
            format!("{}: {}.", capitalised(&all_of(&rules)), view.naming.package(&pick.package, &[]));
        for sentence in
            [tied(&same), standing(view, findings, pick)].into_iter().filter(|sentence| !sentence.is_empty())
        {
            text.push(' ');
            text.push_str(&sentence);
        }
        blocks.push(Block::Text(text));
        let items = (0..view.problem.parties.len()).map(|party| Item {
            mark: view.naming.party(party).to_owned(),
            text: reason(view, findings, pick, party),
            source: String::new(),
            inferred: false,
        });
        blocks.push(Block::List(items.collect()));
    }
    if !told.is_empty() {
        blocks.insert(
            0,
            Block::Text(
                "The best by rules that need no numbers. They look at which choice each side gets on each issue, and count \
                 the issues and the sides alike; how much a side gains they do not say."
                    .to_owned(),
            ),
        );
    }
    blocks
}

fn rule(pick: &Pick) -> String {
    match (pick.rule, pick.last_choices()) {
        (PlaceRule::FewestLastChoices, 0) => "no side gets its last choice".to_owned(),
        (PlaceRule::FewestLastChoices, 1) => "only one side gets its last choice, on one issue".to_owned(),
        (PlaceRule::FewestLastChoices, last) => format!("as few last choices as can be ({})", in_words(last)),
        (PlaceRule::Leximin, _) => {
            "the worst place is as good as can be, then the next (leximin on ranks)".to_owned()
        }
        (PlaceRule::MostFirstChoices, _) => "most first choices".to_owned(),
    }
}

/// How many packages are as good by the rules.
fn tied(same: &[&Pick]) -> String {
    let one = BigUint::from(1u32);
    let ties: Vec<&BigUint> = same.iter().filter_map(|pick| pick.ties.as_ref()).collect();
    match ties.iter().min() {
        Some(least) if **least > one && ties.len() == same.len() => {
            format!("{} packages do as well; this is one of them.", capitalised(&number(least)))
        }
        _ => String::new(),
    }
}

fn standing(view: &View<'_>, findings: &Mixed, pick: &Pick) -> String {
    match (&pick.beaten_by, pick.whatever, pick.can_be) {
        (Some(other), ..) => format!(
            "Whatever the numbers, another is {}: {}.",
            better(findings),
            view.naming.package(other, &[])
        ),
        (None, Some(true), _) => "It is efficient whatever the numbers.".to_owned(),
        (None, _, Some(true)) => "It can be efficient.".to_owned(),
        _ => String::new(),
    }
}

/// What the package gives a party, by its own order.
fn reason(view: &View<'_>, findings: &Mixed, pick: &Pick, party: usize) -> String {
    if findings.placeless.contains(&party) {
        return "counts combinations of issues, so that its choices have no place by themselves".to_owned();
    }
    let places = pick.places.get(party).map(Vec::as_slice).unwrap_or_default();
    let placed = places.iter().enumerate().filter_map(|(issue, place)| Some(((*place)?, issue)));
    let mut by_place: Vec<(Place, Vec<usize>)> = Vec::new();
    let mut placed: Vec<(Place, usize)> = placed.collect();
    placed.sort_by_key(|(place, issue)| (place.at, place.is_last(), *issue));
    for (place, issue) in placed {
        match by_place.iter_mut().find(|(other, _)| phrase(*other) == phrase(place)) {
            Some((_, issues)) => issues.push(issue),
            None => by_place.push((place, vec![issue])),
        }
    }
    if by_place.is_empty() {
        let states = view.problem.facts.iter().any(|fact| fact.party == Some(party));
        return if states {
            "nothing that it stated excludes this"
        } else {
            "has not said what it would prefer"
        }
        .to_owned();
    }
    let parts =
        by_place.iter().map(|(place, issues)| format!("{} on {}", phrase(*place), names(view, issues)));
    format!("gets {}", all_of(&parts.collect::<Vec<_>>()))
}

fn phrase(place: Place) -> String {
    match place {
        Place { ranked: false, .. } => "an option that it did not rank".to_owned(),
        Place { at: 0, .. } => "its first choice".to_owned(),
        last if last.is_last() => "its last choice".to_owned(),
        Place { at, of, .. } => format!("its {} of {}", ordinal(at + 1), in_words(of)),
    }
}

fn ordinal(of: usize) -> String {
    const WORDS: [&str; 10] =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
    let word = of.checked_sub(1).and_then(|at| WORDS.get(at));
    word.map_or_else(|| format!("no. {of}"), |word| (*word).to_owned())
}

fn names(view: &View<'_>, issues: &[usize]) -> String {
    let mut names: Vec<String> =
        issues.iter().take(ISSUES_NAMED).map(|issue| view.naming.issue(*issue)).collect();
    if let Some(more) = issues.len().checked_sub(ISSUES_NAMED).filter(|more| *more > 0) {
        names.push(format!("{more} more"));
    }
    all_of(&names)
}
