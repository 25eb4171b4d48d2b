//! What a brief says, as its party and the mediator read it: the same table, and the rest in words.

use super::names::Names;
use super::numbers::number_words;
use super::told::options_of;
use crate::view::View;
use crate::{condition, when, words};
use maud::{Markup, html};
use mediant_model::brief::{IssuePoints, IssueValues, ReservationDefault};
use mediant_model::statement::{Provenance, Standing};
use mediant_model::{Brief, Condition, Issue, IssueKind, OptionId};

/// Everything that a brief says.
pub fn table(view: &View<'_>, brief: &Brief) -> Markup {
    let names = Names::of(view.state);
    html! {
        table.brief-table.read {
            caption { "Issue by issue." }
            thead { tr { th scope="col" { "Option" } th scope="col" { "Order" } th scope="col" { "Out of the question" } th scope="col" { "Points" } } }
            @for issue in names.disclosed() { (of_issue(view, &names, brief, issue)) }
        }
        (rest(view, brief))
    }
}

fn of_issue(view: &View<'_>, names: &Names<'_>, brief: &Brief, issue: &Issue) -> Markup {
    let points = brief.points.as_ref().and_then(|points| points.issues.get(&issue.id));
    let tiers = brief.ranking.as_ref().and_then(|ranking| ranking.options.get(&issue.id));
    let mut options = options_of(names, issue);
    let place = |option: &OptionId| tiers?.iter().position(|tier| tier.contains(option));
    options.sort_by_key(|option| place(option).unwrap_or(usize::MAX));
    let weight = points.filter(|points| points.weight != mediant_model::Number::one());
    html! {
        tbody {
            tr.issue-name { th colspan="4" scope="rowgroup" { bdi { (issue.name) } @if let Some(points) = weight { small { "weight " (number_words(&points.weight)) } } } }
            @if let IssueKind::Range(range) = &issue.kind {
                tr { th scope="row" { (range.min.to_string()) " to " (range.max.to_string()) @if let Some(unit) = &range.unit { " " (unit) } }
                    td data-of="Order" { @match tiers { Some(tiers) => (order_words(view, issue, tiers)), None => span.quiet { "–" } } }
                    td data-of="Never" { (never_words(view, brief, issue)) }
                    td data-of="Points" { @match points { Some(points) => (along(points)), None => span.quiet { "–" } } } }
            }
            @for option in &options {
                @let is_out = is_out(brief, issue, option);
                tr { th scope="row" { bdi { (view.option_name(&issue.id, option)) } }
                    td data-of="Order" { @match place(option) { Some(place) => (place + 1), None => span.quiet { "–" } } }
                    td data-of="Never" { @if is_out { (words::status(words::Tone::Blocked, "never")) } @else { span.quiet { "–" } } }
                    td data-of="Points" { @match points_of(points, option) { Some(points) => (points), None => span.quiet { "–" } } } }
            }
        }
    }
}

fn points_of(points: Option<&IssuePoints>, option: &OptionId) -> Option<String> {
    let points = points?;
    let open = points.left_open.clone().filter(|_| option.is_left_open());
    open.or_else(|| points.values.of_option(option)).map(|points| number_words(&points))
}

fn is_out(brief: &Brief, issue: &Issue, option: &OptionId) -> bool {
    brief.red_lines.iter().any(|line| match &line.never {
        Condition::Options(on, options) => *on == issue.id && options.contains(option),
        _ => false,
    })
}

fn never_words(view: &View<'_>, brief: &Brief, issue: &Issue) -> Markup {
    let lines: Vec<Markup> = brief
        .red_lines
        .iter()
        .filter_map(|line| match &line.never {
            Condition::Between(on, low, high) if *on == issue.id => Some(html! {
                @match (low, high) {
                    (Some(low), Some(high)) => { (number_words(low)) " to " (number_words(high)) }
                    (Some(low), None) => { (number_words(low)) " or more" }
                    (None, Some(high)) => { (number_words(high)) " or less" }
                    (None, None) => "any number",
                }
            }),
            _ => None,
        })
        .collect();
    html! { @if lines.is_empty() { span.quiet { "–" } } @else { (words::listed(view, lines)) } }
}

fn order_words(view: &View<'_>, issue: &Issue, tiers: &[Vec<OptionId>]) -> Markup {
    let ids = issue.option_ids();
    let alone: Option<Vec<&OptionId>> =
        tiers.iter().map(|tier| if let [only] = tier.as_slice() { Some(only) } else { None }).collect();
    let alone = alone.unwrap_or_default();
    html! {
        @if alone.len() > 1 && alone.iter().copied().eq(ids.iter()) { "less is better" }
        @else if alone.len() > 1 && alone.iter().copied().eq(ids.iter().rev()) { "more is better" }
        @else {
            @for (at, tier) in tiers.iter().enumerate() {
                @if at > 0 { " › " }
                @for (place, option) in tier.iter().enumerate() { @if place > 0 { " = " } bdi { (view.option_name(&issue.id, option)) } }
            }
        }
    }
}

fn along(points: &IssuePoints) -> Markup {
    let pairs: Vec<(String, String)> = match &points.values {
        IssueValues::Curve(curve) => {
            curve.iter().map(|(value, points)| (number_words(value), number_words(points))).collect()
        }
        IssueValues::Options(options) => {
            options.iter().map(|(option, points)| (option.to_string(), number_words(points))).collect()
        }
    };
    html! { @for (at, (value, points)) in pairs.iter().enumerate() { @if at > 0 { " · " } "at " (value) ": " strong { (points) } } }
}

/// What is about no one issue.
fn rest(view: &View<'_>, brief: &Brief) -> Markup {
    let importance =
        brief.ranking.as_ref().map(|ranking| &ranking.importance).filter(|tiers| !tiers.is_empty());
    let points = brief.points.as_ref();
    html! {
        dl.facts {
            @if let Some(tiers) = importance {
                dt { "What matters most" }
                dd { @for (at, tier) in tiers.iter().enumerate() { @if at > 0 { " › " }
                    @for (place, issue) in tier.iter().enumerate() { @if place > 0 { " = " } bdi { (view.issue_name(issue)) } } } }
            }
            dt { "Out of the question" }
            dd { @if brief.red_lines.is_empty() { "nothing said" }
                @for line in &brief.red_lines { div.voice { "never " (condition::words(view, &line.never)) (standing(line.standing)) (said(view, &line.provenance)) } } }
            @if !brief.preconditions.is_empty() {
                dt { "What a deal must have" }
                dd { @for required in &brief.preconditions { div.voice {
                    @if !required.settled.is_empty() { "no deal that leaves open " (view.issues(&required.settled)) }
                    @if let Some(require) = &required.require { " only with " (condition::words(view, require)) }
                    (standing(required.standing)) (said(view, &required.provenance))
                } } }
            }
            @if !brief.linkages.is_empty() {
                dt { "One thing only with another" }
                dd { @for linkage in &brief.linkages { div.voice { (condition::words(view, &linkage.when)) " only with " (condition::words(view, &linkage.then)) (said(view, &linkage.provenance)) } } }
            }
            @if let Some(points) = points.filter(|points| !points.interactions.is_empty()) {
                dt { "Combinations that count" }
                dd { @for bonus in &points.interactions { div.voice { (number_words(&bonus.points)) " points for " (condition::words(view, &bonus.when)) @if let Some(text) = &bonus.text { small { (words::said(text)) } } } } }
            }
            dt { "Walk-away value" }
            dd { @if brief.reservations.is_empty() { @match brief.reservation_default { ReservationDefault::WorstPackage => "not stated", ReservationDefault::Zero => "not stated: what is worth 0 points or more is taken" } }
                @for value in &brief.reservations { div.voice {
                    (number_words(&value.low)) @if value.low != value.high { " to " (number_words(&value.high)) }
                    @if let Some(from) = value.from { " from " (when::day(from)) }
                    @if let Some(because) = &value.because { small { (words::said(because)) } }
                } } }
            @if !brief.alternatives.is_empty() {
                dt { "Without a deal" }
                dd { @for alternative in &brief.alternatives { div.voice { (words::trend(view, alternative.trend)) (said(view, &alternative.provenance)) } } }
            }
            @if !brief.interests.is_empty() {
                dt { "What is needed behind it" }
                dd { @for interest in &brief.interests { div.voice { (said(view, &interest.provenance)) } } }
            }
            @if let Some(constant) = points.and_then(|points| points.constant.as_ref()) { dt { "Points of every package" } dd { (number_words(constant)) } }
            @if let Some(cap) = points.and_then(|points| points.cap.as_ref()) { dt { "At most" } dd { (number_words(cap)) " points" } }
            @if let Some(discount) = &brief.discount { dt { "Left at the deadline" } dd { (number_words(discount)) } }
        }
    }
}

fn standing(of: Standing) -> &'static str {
    match of {
        Standing::Told => "",
        Standing::Public => " (declared in public)",
        Standing::Inferred => " (somebody’s reading)",
    }
}

fn said(view: &View<'_>, of: &Provenance) -> Markup {
    html! {
        @if let Some(text) = &of.text { small { (words::said(text)) } }
        @if of.by.is_some() || of.on.is_some() || of.until.is_some() || of.sources().next().is_some() {
            small {
                @if let Some(by) = &of.by { (view.speaker(by)) " " }
                @if let Some(on) = of.on { (when::day(on)) " " }
                @if let Some(until) = of.until { "until " (when::day(until)) " " }
                @for cited in of.sources() { (view.citation(cited)) " " @if let Some(words) = &cited.words { "“" (words::said(words)) "” " } }
            }
        }
    }
}
