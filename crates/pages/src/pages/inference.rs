//! A package before it goes to anybody: what it is worth, and what its recipient can infer from it.

use super::packages::{as_list, completed, judged};
use crate::field::folded;
use crate::shell::{Here, Page};
use crate::view::View;
use crate::{form, standing, words, written};
use maud::{Markup, html};
use mediant_insight::{Insight, inference};
use mediant_model::case::Reader;
use mediant_model::{Condition, FairnessRule, IssueId, IssueKind, Number, OptionId, PartyId};
use mediant_record::Compartment;
use mediant_record::item::Release;
use mediant_record::statement::Statement;
use mediant_words::say;
use std::collections::BTreeMap;

/// The page of a package, for the mediator; `None` where it names something unknown.
pub fn page(
    view: &View<'_>,
    insight: Option<&Insight>,
    options: &BTreeMap<IssueId, OptionId>,
) -> Option<Page> {
    let known = |(issue, option): (&IssueId, &OptionId)| {
        let issue = view.state.issues.iter().find(|known| &known.id == issue);
        issue.is_some_and(|issue| option.is_left_open() || issue.has_option(option))
    };
    if !view.is_mediators() || options.is_empty() || !options.iter().all(known) {
        return None;
    }
    let main = html! {
        p.lede { a href="/deal" { (say!(view, inference.back_to_the_deal_space)) } }
        (as_list(view, options))
        @if let Some(insight) = insight {
            h2 { (say!(view, inference.what_it_is_worth)) }
            (judged(view, insight, options, mediant_render::html::Level::H3))
        }
        h2 { (say!(view, inference.what_its_recipient_can_infer)) }
        p { (say!(view, inference.whoever_gets_it_from_you_knows)) }
        @for party in view.state.negotiating() { (to_party(view, insight, options, &party.id)) }
        @if view.mediates() {
            h2 { (say!(view, inference.take_it_further)) }
            p { (say!(view, inference.each_of_these_goes_on_record)) }
            (acts(view, options))
        }
    };
    Some(Page { title: "A package".to_owned(), here: Here::Packages, main, aside: None })
}

fn to_party(
    view: &View<'_>,
    insight: Option<&Insight>,
    options: &BTreeMap<IssueId, OptionId>,
    party: &PartyId,
) -> Markup {
    let moves = moves(view, options, party);
    let held = held(view, options, party);
    let own = own_limits(view, options, party);
    let whole = completed(view, options);
    let worked_out = insight.and_then(|insight| inference(insight, &whole, Some(party))).unwrap_or_default();
    let fair = insight.and_then(|insight| fairness(view, insight, &whole));
    html! {
        section.card aria-label=(say!(view, inference.what_party_can_infer, party = view.party_name(party))) {
            h3 { (view.party(party)) }
            ul.items {
                @for found in &worked_out {
                    li { @if found.misleads { (words::status(words::Tone::Blocked, say!(view, inference.misleads))) " " } (words::said(&found.sentence)) }
                }
                @for (other, content) in &moves {
                    li { (say!(view, inference.that_may_give_way, party = view.party(other), content = content)) }
                }
                @for (other, count) in &held {
                    li { (say!(view, inference.told_you_things_on_these_issues, release_tag = words::release_tag(view, Release::Held), party = view.party(other), count = *count)) }
                }
                @for content in &own { li { (say!(view, inference.that_you_disregard_what_it_said, content = content)) } }
                @if let Some(line) = &fair { li { (line) } }
                @if worked_out.is_empty() && moves.is_empty() && held.is_empty() && own.is_empty() && fair.is_none() {
                    li { (say!(view, inference.nothing_else_every_option_agrees)) }
                }
            }
        }
    }
}

/// What other parties said, as far as the recipient reads it, that the package does not keep to.
fn moves(
    view: &View<'_>,
    options: &BTreeMap<IssueId, OptionId>,
    recipient: &PartyId,
) -> Vec<(PartyId, Markup)> {
    let reader = Reader::Party(recipient.clone());
    against(view, options, |compartment, speaker| compartment.is_read_by(&reader) && speaker != recipient)
}

/// What the recipient said itself that the package does not keep to.
fn own_limits(view: &View<'_>, options: &BTreeMap<IssueId, OptionId>, recipient: &PartyId) -> Vec<Markup> {
    let reader = Reader::Party(recipient.clone());
    let found = against(view, options, |compartment, speaker| {
        compartment.is_read_by(&reader) && speaker == recipient
    });
    found.into_iter().map(|(_, content)| content).collect()
}

fn against(
    view: &View<'_>,
    options: &BTreeMap<IssueId, OptionId>,
    concerns: impl Fn(&Compartment, &PartyId) -> bool,
) -> Vec<(PartyId, Markup)> {
    let holding =
        standing::statements(view.state, |stated| stated.content.provenance().counts(Some(view.today)));
    let mut found = Vec::new();
    for (_, stated) in holding {
        let Some(party) = stated.content.party().filter(|party| concerns(&stated.trace.compartment, party))
        else {
            continue;
        };
        let broken = match &stated.content {
            Statement::Position(position) => {
                position.wants.as_ref().map(|wants| holds(wants, options) == Some(false))
            }
            Statement::RedLine(line) => Some(holds(&line.never, options) == Some(true)),
            Statement::Precondition(precondition) => {
                let open = |issue: &IssueId| options.get(issue).is_some_and(OptionId::is_left_open);
                let unmet = precondition
                    .require
                    .as_ref()
                    .is_some_and(|require| holds(require, options) == Some(false));
                Some(unmet || precondition.settled.iter().any(open))
            }
            _ => None,
        };
        if broken == Some(true) {
            let said = maud::html! { span.what { (standing::kind(view, &stated.content)) ": " } (standing::meaning(view, &stated.content, None)) };
            found.push((party.clone(), said));
        }
    }
    found
}

/// Whether a package satisfies a condition; `None` where it does not say enough.
fn holds(condition: &Condition, options: &BTreeMap<IssueId, OptionId>) -> Option<bool> {
    match condition {
        Condition::Options(issue, of) => options.get(issue).map(|option| of.contains(option)),
        Condition::Between(issue, low, high) => {
            let value: Number = options.get(issue)?.as_str().parse().ok()?;
            Some(
                low.as_ref().is_none_or(|low| *low <= value)
                    && high.as_ref().is_none_or(|high| value <= *high),
            )
        }
        Condition::All(parts) => {
            let found: Vec<Option<bool>> = parts.iter().map(|part| holds(part, options)).collect();
            if found.contains(&Some(false)) {
                Some(false)
            } else {
                found.into_iter().collect::<Option<Vec<_>>>().map(|_| true)
            }
        }
        Condition::Any(parts) => {
            let found: Vec<Option<bool>> = parts.iter().map(|part| holds(part, options)).collect();
            if found.contains(&Some(true)) {
                Some(true)
            } else {
                found.into_iter().collect::<Option<Vec<_>>>().map(|_| false)
            }
        }
        Condition::Not(inner) => holds(inner, options).map(|found| !found),
    }
}

/// How many held items others told on the package's issues.
fn held(
    view: &View<'_>,
    options: &BTreeMap<IssueId, OptionId>,
    recipient: &PartyId,
) -> BTreeMap<PartyId, usize> {
    let mut counts = BTreeMap::new();
    let concerned = view.state.items.values().filter(|item| {
        item.release == Release::Held
            && &item.party != recipient
            && item.issue.as_ref().is_some_and(|issue| options.contains_key(issue))
    });
    for item in concerned {
        *counts.entry(item.party.clone()).or_insert(0) += 1;
    }
    counts
}

/// That a package which a rule of fairness picks says something of the others' points.
fn fairness(view: &View<'_>, insight: &Insight, options: &BTreeMap<IssueId, OptionId>) -> Option<String> {
    let package = insight.package(options)?;
    let solutions = insight.analysis.solutions.as_ref()?;
    // A person's name stays large within a sentence.
    let name = |rule: FairnessRule| match rule {
        FairnessRule::Nash | FairnessRule::KalaiSmorodinsky => rule.name(),
        FairnessRule::Leximin | FairnessRule::Utilitarian => rule.key(),
    };
    let picked = solutions.each().into_iter().filter(|(_, solution)| solution.package == package);
    let rules: Vec<&str> = picked.map(|(rule, _)| name(rule)).collect();
    (!rules.is_empty()).then(|| {
        say!(view, inference.something_of_points, rules = rules.join(&say!(view, inference.and_the)))
            .into_owned()
    })
}

/// The acts by which a package leaves the mediator's hands.
fn acts(view: &View<'_>, options: &BTreeMap<IssueId, OptionId>) -> Markup {
    let fixed = |form: &crate::field::Form<'_>| {
        html! {
            @for (issue, option) in options { (form.fixed(&format!("options.{}", form::key(issue.as_str())), option.as_str())) }
        }
    };
    let query: Vec<String> = options
        .iter()
        .map(|(issue, option)| format!("{}={}", words::step(issue.as_str()), words::step(option.as_str())))
        .collect();
    html! {
        @for party in view.state.negotiating() {
            (folded(&say!(view, inference.propose_it_to, party = party.name), {
                let place = Compartment::Caucus(party.id.clone());
                let form = view.form("propose_package").back("/deal").confirm(say!(view, inference.propose_it_this_goes_on_record)).read_by(view, &place);
                let fields = html! {
                    (fixed(&form))
                    (form.fixed("in", &place.name()))
                    (form.text("note", &say!(view, inference.what_you_say_with_it), false, ""))
                };
                form.ends(fields, &say!(view, inference.propose_it))
            }))
        }
        (folded(&say!(view, inference.propose_it_to_everybody), {
            let form = view.form("propose_package").back("/deal").confirm(say!(view, inference.propose_it_this_goes_on_record)).read_by(view, &Compartment::Table);
            let fields = html! { (fixed(&form)) (form.fixed("in", "table")) (form.text("note", &say!(view, inference.what_you_say_with_it), false, "")) };
            form.ends(fields, &say!(view, inference.propose_it))
        }))
        (folded(&say!(view, inference.ask_about_it_in_a_round), {
            let form = view.form("open_round").back("/rounds").confirm(say!(view, inference.open_the_round_this_goes)).read_by(view, &Compartment::Table);
            let fields = html! {
                (form.line("title", &say!(view, inference.title), true, ""))
                input type="hidden" name="questions[0]:json" value=(serde_json::json!({ "package": options }).to_string());
                (form.typed("datetime-local", "closes:local", &say!(view, inference.closes_at_the_latest, zone = view.who.zone.label()), "", true, ""))
                (form.choice("reveal", &say!(view, inference.what_shows_then), &crate::field::pairs(&words::reveals(view)), "overlap", ""))
            };
            form.ends(fields, &say!(view, inference.open_the_round))
        }))
        p { a.button href=(format!("/text/new?in=mediator&{}", package_query(&query))) { (say!(view, inference.take_it_into_a_draft)) } }
    }
}

/// The package's options as they travel to the editor.
fn package_query(parts: &[String]) -> String {
    let prefixed: Vec<String> = parts.iter().map(|part| format!("option.{part}")).collect();
    prefixed.join("&")
}

/// The options of a package in a query: of every field that names an issue after `prefix`.
pub fn from_query(view: &View<'_>, prefix: &str, query: &[(String, String)]) -> BTreeMap<IssueId, OptionId> {
    let known = |name: &str| view.state.issues.iter().find(|issue| issue.id.as_str() == name);
    query
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .filter_map(|(name, value)| {
            let issue = known(name.strip_prefix(prefix)?)?;
            let number = written::number(value).ok().filter(|_| matches!(issue.kind, IssueKind::Range(_)));
            Some((issue.id.clone(), OptionId::new(number.unwrap_or_else(|| value.clone()))))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partial_package_says_only_what_it_says() {
        let options = BTreeMap::from([(IssueId::new("a"), OptionId::new("x"))]);
        let on =
            |issue: &str, option: &str| Condition::Options(IssueId::new(issue), vec![OptionId::new(option)]);
        assert_eq!(holds(&on("a", "x"), &options), Some(true));
        assert_eq!(holds(&on("b", "x"), &options), None);
        assert_eq!(holds(&Condition::All(vec![on("a", "y"), on("b", "x")]), &options), Some(false));
        assert_eq!(holds(&Condition::Any(vec![on("a", "x"), on("b", "x")]), &options), Some(true));
        assert_eq!(holds(&Condition::Not(Box::new(on("b", "x"))), &options), None);
    }
}
