//! How the answer came about and what limits it.

use super::{Block, Item, Section, SectionSubject, View};
use crate::analysis::Note;
use mediant_model::Number;
use mediant_model::problem::Utility;

pub(super) fn section(view: &View<'_>) -> Option<Section> {
    let items: Vec<Item> = view
        .analysis
        .notes
        .iter()
        .map(|note| Item {
            mark: "–".into(),
            text: sentence(view, note),
            source: String::new(),
            inferred: false,
        })
        .filter(|item| !item.text.is_empty())
        .collect();
    let blocks = if items.is_empty() { Vec::new() } else { vec![Block::List(items)] };
    Section::with(SectionSubject::Notes, "Notes", blocks)
}

/// A small number in one digit, rounded up: `3e-13`.
fn smallest_above(number: &Number) -> String {
    let (digits, exponent) = (1..400)
        .find_map(|places: u32| {
            let scaled = number.scaled(&num_bigint::BigInt::from(10u32).pow(places));
            (scaled > num_bigint::BigInt::from(0)).then(|| (scaled + 1u32, places))
        })
        .unwrap_or_else(|| (1.into(), 400));
    format!("{digits}e-{exponent}")
}

fn sentence(view: &View<'_>, note: &Note) -> String {
    let naming = &view.naming;
    match note {
        // That no brief was given is said at the top.
        Note::NoPoints(_) if view.briefs.is_empty() => String::new(),
        Note::NoPoints(party) => {
            let id = view.problem.parties.get(*party).map(|party| &party.id);
            let ranks = view.briefs.iter().any(|brief| Some(&brief.party) == id && brief.ranking.is_some());
            let follows = if ranks { "a ranking but no points, so no gain can be named for it" } else { "no points, so nothing is said of its preferences" };
            format!("{} stated {follows}.", naming.party(*party))
        }
        Note::DefaultReservation(party) => {
            let firm = view.problem.reservation(*party).map(|units| super::figures::units(view.problem, *party, units));
            let value = firm.map(|value| format!(", {value},")).unwrap_or_default();
            let worst = view.problem.parties.get(*party).and_then(|p| p.utility.as_ref()).is_some_and(Utility::is_additive);
            let what = if worst && view.problem.reservation(*party) != Some(0) { "its worst package" } else { "the format’s default" };
            format!("{} stated no walk-away value; {what}{value} stands for it.", naming.party(*party))
        }
        Note::ReservationRange { party, exists_at_least } => {
            let at_lower = match exists_at_least {
                Some(true) => "at the lower end a deal exists",
                Some(false) => "even at the lower end there is no deal",
                None => "what holds at the lower end was not decided",
            };
            format!("{} gave a range for its walk-away value; the upper end was taken, {at_lower}.", naming.party(*party))
        }
        Note::Rounded { party, by } => format!(
            "The points of {} were rounded on reading; what a package is worth to it differs from what was stated by {} at the most. What is said of the packages holds for the rounded points; who accepts, only where rounding cannot change it.",
            naming.party(*party),
            smallest_above(by)
        ),
        Note::WorstNotFound(party) => format!(
            "What the worst package is worth to {} was not found; what stands for it is no more than that.",
            naming.party(*party)
        ),
        Note::Incomparable => {
            "The parties’ points lie too far apart to be added and compared exactly: leximin and utilitarian are not proven.".to_owned()
        }
        Note::NashIsZero => {
            "No package gives every party a gain, so every product of gains is zero; leximin stands in for Nash.".to_owned()
        }
        Note::Stopped => "The search was ended before it was complete; what is said holds, more may exist.".to_owned(),
        Note::FrontierLimited => "The frontier is larger than the limit; what is listed comes close to all of it.".to_owned(),
        Note::Cells(issues) => {
            let each = issues.iter().map(|(issue, seen)| {
                let all = view.problem.issues.get(*issue).map_or(0, |issue| issue.options.len());
                format!("{seen} of the {all} options of {}", naming.issue(*issue))
            });
            format!(
                "There are too many packages to look at each option: {} were looked at, spread evenly and where somebody’s points bend. The packages named are packages of the case; what is said of all packages is a bound.",
                each.collect::<Vec<String>>().join(", ")
            )
        }
        Note::Method(method) => format!("Method: {method}."),
    }
}
