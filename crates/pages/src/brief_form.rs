//! A brief by form: points or ranks for options, what is ruled out, where the party walks away.
//!
//! The form shows what most briefs say. What it does not show (combinations, linkages, conditions over several issues,
//! walk-away values that change with time) stays as it is in the brief that the form began from.

use super::field::Form;
use super::form::{FormError, Sent, key};
use super::view::View;
use super::written;
use maud::{Markup, html};
use mediant_formats::native;
use mediant_model::brief::{IssuePoints, IssueValues, Points, Ranking};
use mediant_model::statement::{Precondition, Provenance, Publicity, RedLine, ReservationValue, Standing};
use mediant_model::{Brief, Condition, Issue, IssueId, IssueKind, Number, OptionId, PartyId};
use mediant_record::Compartment;
use std::collections::{BTreeMap, BTreeSet};

/// What its command becomes.
pub const KIND: &str = "draft_brief_by_form";
/// Where it is sent.
pub const ACTION: &str = "/brief/compose";

/// The form in which a party writes its brief without writing TOML.
pub fn form(view: &View<'_>, party: &PartyId, brief: &Brief) -> Markup {
    let form = view.form("draft_brief").to(ACTION).back("/brief");
    let form = form.read_by(view, &Compartment::Delegation(party.clone()));
    let walk_away = match brief.reservations.as_slice() {
        [] => Some(String::new()),
        [only] if is_plain(only) => Some(only.low.to_string()),
        _ => None,
    };
    let settled: Vec<String> =
        settled_only(brief).flat_map(|condition| &condition.settled).map(ToString::to_string).collect();
    let issues: Vec<(String, String)> =
        disclosed(&view.state.issues).map(|issue| (issue.id.to_string(), issue.name.clone())).collect();
    let fields = html! {
        p { "Give points to every option of an issue, or ranks (1 is best, the same rank for equals), or neither. Tick what we will never accept." }
        @for issue in disclosed(&view.state.issues) { (of_issue(&form, brief, issue)) }
        @if view.state.opening.as_ref().is_some_and(|opening| opening.agreement.partial) {
            (form.ticks("settled[]", "No deal that leaves open", &issues, &settled, ""))
        }
        @match walk_away {
            Some(value) => (form.line_with("walk_away", "Walk-away value", &value, false, "in points: below it we are better off without a deal")),
            None => p { "The walk-away value changes with time, or is a range: it is kept as it is in the file." },
        }
        (form.fixed("party", party.as_str()))
    };
    form.ends(fields, "Keep as our draft")
}

fn disclosed(issues: &[Issue]) -> impl Iterator<Item = &Issue> {
    issues.iter().filter(|issue| issue.is_disclosed())
}

fn of_issue(form: &Form<'_>, brief: &Brief, issue: &Issue) -> Markup {
    let points = brief.points.as_ref().and_then(|points| points.issues.get(&issue.id));
    let weight = points.map(|points| points.weight.to_string()).unwrap_or_default();
    let path = key(issue.id.as_str());
    html! {
        fieldset.brief-issue {
            legend { bdi { (issue.name) } }
            (form.line_with(&format!("weight.{path}"), &format!("Weight of {}", issue.name), &weight, false, "1 where empty"))
            @match &issue.kind {
                IssueKind::Discrete(options) => {
                    table {
                        caption.hidden { (issue.name) }
                        thead { tr { th scope="col" { "Option" } th scope="col" { "Points" } th scope="col" { "Rank" } th scope="col" { "Never" } } }
                        tbody { @for (at, option) in options.iter().enumerate() {
                            @let of = |what: &str| format!("{what}.{path}.{}", key(option.id.as_str()));
                            @let label = |what: &str| format!("{what} of {}: {}", issue.name, option.name);
                            tr {
                                th scope="row" id=(format!("option-{path}-{at}")) { bdi { (option.name) } }
                                td data-of="Points" { input type="text" inputmode="decimal" size="6" name=(of("points")) value=(points_of(points, &option.id)) aria-label=(label("points")); }
                                td data-of="Rank" { input type="text" inputmode="numeric" size="3" name=(of("rank")) value=(rank_of(brief, &issue.id, &option.id)) aria-label=(label("rank")); }
                                td data-of="Never" { input type="checkbox" name=(of("never")) value="on" checked[is_ruled_out(brief, &issue.id, &option.id)] aria-label=(label("never")); }
                            }
                        } }
                    }
                }
                IssueKind::Range(range) => {
                    @match ends(points) {
                        Some((low, high)) => div.row {
                            (form.line_with(&format!("low.{path}"), &format!("Points at {}", range.min), &low, false, ""))
                            (form.line_with(&format!("high.{path}"), &format!("Points at {}", range.max), &high, false, "a straight line between the two"))
                        },
                        None => p { "Its points are a line with several corners: it is kept as it is in the file." },
                    }
                }
                IssueKind::Withheld => {}
            }
        }
    }
}

fn points_of(points: Option<&IssuePoints>, option: &OptionId) -> String {
    points
        .and_then(|points| points.values.of_option(option))
        .map(|points| points.to_string())
        .unwrap_or_default()
}

fn rank_of(brief: &Brief, issue: &IssueId, option: &OptionId) -> String {
    let tiers = brief.ranking.as_ref().and_then(|ranking| ranking.options.get(issue));
    let tier = tiers.and_then(|tiers| tiers.iter().position(|tier| tier.contains(option)));
    tier.map(|tier| (tier + 1).to_string()).unwrap_or_default()
}

fn is_ruled_out(brief: &Brief, issue: &IssueId, option: &OptionId) -> bool {
    simple_lines(brief).any(|(_, on, options)| on == issue && options.contains(option))
}

/// Red lines that rule out options of one issue and nothing more.
fn simple_lines(brief: &Brief) -> impl Iterator<Item = (&RedLine, &IssueId, &Vec<OptionId>)> {
    brief.red_lines.iter().filter_map(|line| match &line.never {
        Condition::Options(issue, options) => Some((line, issue, options)),
        _ => None,
    })
}

/// Preconditions that ask for issues to be settled and nothing more.
fn settled_only(brief: &Brief) -> impl Iterator<Item = &Precondition> {
    brief.preconditions.iter().filter(|condition| condition.require.is_none())
}

fn is_plain(value: &ReservationValue) -> bool {
    value.from.is_none() && value.low == value.high
}

/// The points at both ends of a range, where its curve is a straight line; empty where it has none.
fn ends(points: Option<&IssuePoints>) -> Option<(String, String)> {
    match points.map(|points| &points.values) {
        None => Some((String::new(), String::new())),
        Some(IssueValues::Curve(curve)) => match curve.as_slice() {
            [(_, low), (_, high)] => Some((low.to_string(), high.to_string())),
            _ => None,
        },
        Some(IssueValues::Options(_)) => None,
    }
}

/// The brief file that the form describes, begun from the brief it showed.
///
/// # Errors
/// A field that is no number, or an issue with points for some of its options alone.
pub fn compose(mut brief: Brief, issues: &[Issue], sent: &Sent) -> Result<String, FormError> {
    let given: BTreeMap<&str, &str> = sent
        .fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.trim()))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    let mut points = brief.points.take().unwrap_or_default();
    let mut ranking = brief.ranking.take().unwrap_or_default();
    for issue in disclosed(issues) {
        set_points(&mut points, issue, &given)?;
        set_ranks(&mut ranking, issue, &given)?;
    }
    brief.points = Some(points).filter(|points| *points != Points::default());
    brief.ranking = Some(ranking).filter(|ranking| *ranking != Ranking::default());
    set_red_lines(&mut brief, issues, &given);
    let settled = sent
        .fields
        .iter()
        .filter(|(name, _)| name == "settled[]")
        .map(|(_, value)| IssueId::new(value.clone()));
    set_settled(&mut brief, settled.collect());
    set_walk_away(&mut brief, &given)?;
    Ok(native::write_brief(&brief))
}

fn number(given: &BTreeMap<&str, &str>, name: &str) -> Result<Option<Number>, FormError> {
    let Some(text) = given.get(name) else { return Ok(None) };
    let unclear = |message: String| FormError { field: Some(name.to_owned()), message };
    let read = written::number(text).map_err(|why| unclear(why.to_string()))?;
    let number = read.parse().map_err(|_| unclear("write this number in digits".to_owned()))?;
    Ok(Some(number))
}

fn set_points(points: &mut Points, issue: &Issue, given: &BTreeMap<&str, &str>) -> Result<(), FormError> {
    let path = key(issue.id.as_str());
    let before = points.issues.remove(&issue.id);
    let values = match &issue.kind {
        IssueKind::Discrete(options) => {
            let mut of = BTreeMap::new();
            for option in options {
                let name = format!("points.{path}.{}", key(option.id.as_str()));
                of.extend(number(given, &name)?.map(|points| (option.id.clone(), points)));
            }
            if !of.is_empty() && of.len() < options.len() {
                let message = format!(
                    "some options of `{}` have points and some have none: give points to all of them, or to none",
                    issue.name
                );
                return Err(FormError { field: Some(format!("points.{path}")), message });
            }
            (!of.is_empty()).then_some(IssueValues::Options(of))
        }
        IssueKind::Range(range) => {
            if ends(before.as_ref()).is_none() {
                points.issues.extend(before.map(|before| (issue.id.clone(), before)));
                return Ok(());
            }
            let ends = (number(given, &format!("low.{path}"))?, number(given, &format!("high.{path}"))?);
            match ends {
                (Some(low), Some(high)) => {
                    Some(IssueValues::Curve(vec![(range.min.clone(), low), (range.max.clone(), high)]))
                }
                (None, None) => None,
                (low, _) => {
                    let empty = if low.is_none() { "low" } else { "high" };
                    let message = format!(
                        "`{}` has points at one end alone: give points at both, or at neither",
                        issue.name
                    );
                    return Err(FormError { field: Some(format!("{empty}.{path}")), message });
                }
            }
        }
        IssueKind::Withheld => None,
    };
    let weight = number(given, &format!("weight.{path}"))?.unwrap_or_else(Number::one);
    let left_open = before.and_then(|before| before.left_open);
    points.issues.extend(values.map(|values| (issue.id.clone(), IssuePoints { weight, values, left_open })));
    Ok(())
}

fn set_ranks(ranking: &mut Ranking, issue: &Issue, given: &BTreeMap<&str, &str>) -> Result<(), FormError> {
    let IssueKind::Discrete(options) = &issue.kind else { return Ok(()) };
    let path = key(issue.id.as_str());
    let mut tiers: BTreeMap<Number, Vec<OptionId>> = BTreeMap::new();
    for option in options {
        if let Some(rank) = number(given, &format!("rank.{path}.{}", key(option.id.as_str())))? {
            tiers.entry(rank).or_default().push(option.id.clone());
        }
    }
    ranking.options.remove(&issue.id);
    if !tiers.is_empty() {
        ranking.options.insert(issue.id.clone(), tiers.into_values().collect());
    }
    Ok(())
}

fn set_red_lines(brief: &mut Brief, issues: &[Issue], given: &BTreeMap<&str, &str>) {
    for issue in disclosed(issues) {
        let IssueKind::Discrete(options) = &issue.kind else { continue };
        let path = key(issue.id.as_str());
        let ticked = options.iter().filter(|option| {
            given.contains_key(format!("never.{path}.{}", key(option.id.as_str())).as_str())
        });
        let wanted: BTreeSet<OptionId> = ticked.map(|option| option.id.clone()).collect();
        let stated: BTreeSet<OptionId> = simple_lines(brief)
            .filter(|(_, on, _)| *on == &issue.id)
            .flat_map(|(_, _, options)| options)
            .cloned()
            .collect();
        // What was not changed keeps its words and dates.
        if wanted == stated {
            continue;
        }
        brief.red_lines.retain(|line| !matches!(&line.never, Condition::Options(on, _) if on == &issue.id));
        if !wanted.is_empty() {
            brief.red_lines.push(RedLine {
                party: brief.party.clone(),
                never: Condition::Options(issue.id.clone(), wanted.into_iter().collect()),
                standing: Standing::Told,
                provenance: own(&brief.party),
            });
        }
    }
}

fn set_settled(brief: &mut Brief, wanted: BTreeSet<IssueId>) {
    let stated: BTreeSet<IssueId> =
        settled_only(brief).flat_map(|condition| &condition.settled).cloned().collect();
    if wanted == stated {
        return;
    }
    brief.preconditions.retain(|condition| condition.require.is_some());
    if !wanted.is_empty() {
        brief.preconditions.push(Precondition {
            party: brief.party.clone(),
            settled: wanted.into_iter().collect(),
            require: None,
            standing: Standing::Told,
            provenance: own(&brief.party),
        });
    }
}

fn own(party: &PartyId) -> Provenance {
    Provenance::known_to(Publicity::Caucus(party.clone()))
}

fn set_walk_away(brief: &mut Brief, given: &BTreeMap<&str, &str>) -> Result<(), FormError> {
    let shown = brief.reservations.is_empty()
        || brief.reservations.iter().all(is_plain) && brief.reservations.len() == 1;
    if !shown {
        return Ok(());
    }
    let value = number(given, "walk_away")?;
    let because = brief.reservations.pop().and_then(|before| before.because);
    brief.reservations = value
        .map(|value| ReservationValue { from: None, low: value.clone(), high: value, because })
        .into_iter()
        .collect();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use mediant_formats::InputFile;
    use mediant_model::IssueKind;
    use mediant_model::issue::IssueOption;

    fn issue() -> Issue {
        let option = |id: &str| IssueOption { id: OptionId::new(id), name: id.to_uppercase() };
        Issue {
            id: IssueId::new("a.b"),
            name: "A".to_owned(),
            kind: IssueKind::Discrete(vec![option("x"), option("y")]),
        }
    }

    fn sent(fields: &[(&str, &str)]) -> Sent {
        Sent::new(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn what_the_form_says_is_in_the_brief() {
        let fields = [
            ("points.a%2Eb.x", "3"),
            ("points.a%2Eb.y", "0.5"),
            ("weight.a%2Eb", "2"),
            ("never.a%2Eb.y", "on"),
            ("walk_away", "1"),
        ];
        let text = compose(Brief::empty(PartyId::new("p")), &[issue()], &sent(&fields)).unwrap();
        let (brief, _) = native::read_brief(&InputFile::new("brief", text.as_bytes()), None).unwrap();
        let points = &brief.points.as_ref().unwrap().issues[&IssueId::new("a.b")];
        assert_eq!(points.values.of_option(&OptionId::new("y")), "0.5".parse().ok());
        assert_eq!(points.weight, Number::from(2));
        assert_eq!(brief.red_lines.len(), 1);
        assert_eq!(brief.reservations.len(), 1);
    }

    #[test]
    fn what_the_form_does_not_show_stays() {
        let file = "mediant_brief = 1\nparty = \"p\"\nreservation = [{ value = 1 }, { value = 2, from = 2025-12-01 }]\n\
            [[red_lines]]\nnever = { a = \"x\", b = \"y\" }\n";
        let (brief, _) = native::read_brief(&InputFile::new("brief", file.as_bytes()), None).unwrap();
        let text = compose(brief.clone(), &[issue()], &sent(&[])).unwrap();
        let (after, _) = native::read_brief(&InputFile::new("brief", text.as_bytes()), None).unwrap();
        assert!(after == brief);
    }

    #[test]
    fn half_of_the_points_are_refused() {
        assert!(
            compose(Brief::empty(PartyId::new("p")), &[issue()], &sent(&[("points.a%2Eb.x", "3")])).is_err()
        );
        assert!(
            compose(Brief::empty(PartyId::new("p")), &[issue()], &sent(&[("walk_away", "much")])).is_err()
        );
    }
}
