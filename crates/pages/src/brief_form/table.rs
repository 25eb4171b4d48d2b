//! What a brief says, as its party and the mediator read it: the same table, and the rest in words.

use super::names::Names;
use super::numbers::number_words;
use super::told::options_of;
use crate::view::View;
use crate::{condition, when, words};
use maud::{Markup, html};
use mediant_model::brief::{IssuePoints, IssueValues, ReservationDefault};
use mediant_model::statement::{Provenance, Standing};
use mediant_model::{Brief, Condition, Issue, IssueId, IssueKind, Number, OptionId};
use mediant_words::say;
use std::borrow::Cow;

/// Everything that a brief says.
pub fn table(view: &View<'_>, brief: &Brief) -> Markup {
    let names = Names::of(view.state, view.language);
    html! {
        table.brief-table.read {
            caption { (say!(view, brief_table.issue_by_issue)) }
            thead { tr { th scope="col" { (say!(view, brief_form.option)) } th scope="col" { (say!(view, brief_form.order)) } th scope="col" { (say!(view, brief_form.out_of_the_question)) } th scope="col" { (say!(view, brief_form.points)) } } }
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
    let weight = points.filter(|points| points.weight != Number::one());
    html! {
        tbody {
            tr.issue-name { th colspan="4" scope="rowgroup" { bdi { (issue.name) } @if let Some(points) = weight { small { (say!(view, brief_table.weight, weight = number_words(&points.weight))) } } } }
            @if let IssueKind::Range(range) = &issue.kind {
                @let unit = range.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
                tr { th scope="row" { (say!(view, brief_form.from_to, least = range.min.to_string(), most = range.max.to_string(), unit = unit)) }
                    td data-of=(say!(view, brief_form.order)) { @match tiers { Some(tiers) => (order_words(view, issue, tiers)), None => span.quiet { "–" } } }
                    td data-of=(say!(view, brief_form.never)) { (never_words(view, brief, issue)) }
                    td data-of=(say!(view, brief_form.points)) { @match points { Some(points) => (along(view, points)), None => span.quiet { "–" } } } }
            }
            @for option in &options {
                @let is_out = is_out(brief, issue, option);
                tr { th scope="row" { bdi { (view.option_name(&issue.id, option)) } }
                    td data-of=(say!(view, brief_form.order)) { @match place(option) { Some(place) => (place + 1), None => span.quiet { "–" } } }
                    td data-of=(say!(view, brief_form.never)) { @if is_out { (words::status(words::Tone::Blocked, say!(view, brief_form.never_small))) } @else { span.quiet { "–" } } }
                    td data-of=(say!(view, brief_form.points)) { @match points_of(points, option) { Some(points) => (points), None => span.quiet { "–" } } } }
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
            Condition::Between(on, low, high) if *on == issue.id => Some(match (low, high) {
                (Some(low), Some(high)) => range_words(view, low, high),
                (Some(low), None) => say!(view, brief_form.or_more, number = number_words(low)),
                (None, Some(high)) => say!(view, brief_form.or_less, number = number_words(high)),
                (None, None) => html! { (say!(view, brief_table.any_number)) },
            }),
            _ => None,
        })
        .collect();
    html! { @if lines.is_empty() { span.quiet { "–" } } @else { (words::listed(view, lines)) } }
}

fn range_words(view: &View<'_>, low: &Number, high: &Number) -> Markup {
    say!(view, brief_table.from_to, low = number_words(low), high = number_words(high))
}

fn order_words(view: &View<'_>, issue: &Issue, tiers: &[Vec<OptionId>]) -> Markup {
    let ids = issue.option_ids();
    let alone: Option<Vec<&OptionId>> =
        tiers.iter().map(|tier| if let [only] = tier.as_slice() { Some(only) } else { None }).collect();
    let alone = alone.unwrap_or_default();
    html! {
        @if alone.len() > 1 && alone.iter().copied().eq(ids.iter()) { (say!(view, brief_table.less_is_better)) }
        @else if alone.len() > 1 && alone.iter().copied().eq(ids.iter().rev()) { (say!(view, brief_table.more_is_better)) }
        @else {
            @for (at, tier) in tiers.iter().enumerate() {
                @if at > 0 { " › " }
                @for (place, option) in tier.iter().enumerate() { @if place > 0 { " = " } bdi { (view.option_name(&issue.id, option)) } }
            }
        }
    }
}

fn along(view: &View<'_>, points: &IssuePoints) -> Markup {
    let pairs: Vec<(String, String)> = match &points.values {
        IssueValues::Curve(curve) => {
            curve.iter().map(|(value, points)| (number_words(value), number_words(points))).collect()
        }
        IssueValues::Options(options) => {
            options.iter().map(|(option, points)| (option.to_string(), number_words(points))).collect()
        }
    };
    html! { @for (at, (value, points)) in pairs.iter().enumerate() { @if at > 0 { " · " } (say!(view, brief_table.points_at, number = value, points = html! { strong { (points) } })) } }
}

/// What is about no one issue.
fn rest(view: &View<'_>, brief: &Brief) -> Markup {
    let importance =
        brief.ranking.as_ref().map(|ranking| &ranking.importance).filter(|tiers| !tiers.is_empty());
    let points = brief.points.as_ref();
    html! {
        dl.facts {
            @if let Some(tiers) = importance {
                dt { (say!(view, brief_form.what_matters_most)) }
                dd { @for (at, tier) in tiers.iter().enumerate() { @if at > 0 { " › " }
                    @for (place, issue) in tier.iter().enumerate() { @if place > 0 { " = " } bdi { (view.issue_name(issue)) } } } }
            }
            dt { (say!(view, brief_form.out_of_the_question)) }
            dd { @if brief.red_lines.is_empty() { (say!(view, brief_table.nothing_said)) }
                @for line in &brief.red_lines { div.voice { (say!(view, brief_table.never, condition = condition::words(view, &line.never))) (standing(view, line.standing)) (said(view, &line.provenance)) } } }
            @if !brief.preconditions.is_empty() {
                dt { (say!(view, brief_form.what_a_deal_must_have)) }
                dd { @for required in &brief.preconditions { div.voice {
                    (must_have(view, &required.settled, required.require.as_ref()))
                    (standing(view, required.standing)) (said(view, &required.provenance))
                } } }
            }
            @if !brief.linkages.is_empty() {
                dt { (say!(view, brief_form.one_thing_only_with_another)) }
                dd { @for linkage in &brief.linkages { div.voice { (say!(view, brief_table.one_only_with_another, one = condition::words(view, &linkage.when), another = condition::words(view, &linkage.then))) (said(view, &linkage.provenance)) } } }
            }
            @if let Some(points) = points.filter(|points| !points.interactions.is_empty()) {
                dt { (say!(view, brief_table.combinations_that_count)) }
                dd { @for bonus in &points.interactions { div.voice { (say!(view, brief_table.points_for, points = number_words(&bonus.points), condition = condition::words(view, &bonus.when))) @if let Some(text) = &bonus.text { small { (words::said(text)) } } } } }
            }
            dt { (say!(view, brief_form.walk_away_value)) }
            dd { @if brief.reservations.is_empty() { @match brief.reservation_default { ReservationDefault::WorstPackage => (say!(view, brief_table.not_stated)), ReservationDefault::Zero => (say!(view, brief_table.not_stated_and_0_is_taken)) } }
                @for value in &brief.reservations { div.voice {
                    @let worth = if value.low == value.high { html! { (number_words(&value.low)) } } else { range_words(view, &value.low, &value.high) };
                    @match value.from { Some(from) => (say!(view, brief_table.value_from, value = worth, day = when::day(from))), None => (worth) }
                    @if let Some(because) = &value.because { small { (words::said(because)) } }
                } } }
            @if !brief.alternatives.is_empty() {
                dt { (say!(view, brief_form.without_a_deal)) }
                dd { @for alternative in &brief.alternatives { div.voice { (words::trend(view, alternative.trend)) (said(view, &alternative.provenance)) } } }
            }
            @if !brief.interests.is_empty() {
                dt { (say!(view, brief_table.what_is_needed_behind_it)) }
                dd { @for interest in &brief.interests { div.voice { (said(view, &interest.provenance)) } } }
            }
            @if let Some(constant) = points.and_then(|points| points.constant.as_ref()) { dt { (say!(view, brief_form.points_of_every_package)) } dd { (number_words(constant)) } }
            @if let Some(cap) = points.and_then(|points| points.cap.as_ref()) { dt { (say!(view, brief_table.at_most)) } dd { (say!(view, brief_table.so_many_points, points = number_words(cap))) } }
            @if let Some(discount) = &brief.discount { dt { (say!(view, brief_table.left_at_the_deadline)) } dd { (number_words(discount)) } }
        }
    }
}

/// What a deal must have: some issues settled, or a condition, or both.
fn must_have(view: &View<'_>, settled: &[IssueId], require: Option<&Condition>) -> Markup {
    let condition = require.map(|require| condition::words(view, require));
    match (settled.is_empty(), condition) {
        (false, Some(condition)) => {
            say!(
                view,
                brief_table.no_deal_that_leaves_open_and_only_with,
                issues = view.issues(settled),
                condition = condition
            )
        }
        (false, None) => say!(view, brief_table.no_deal_that_leaves_open, issues = view.issues(settled)),
        (true, Some(condition)) => html! { " " (say!(view, brief_table.only_with, condition = condition)) },
        (true, None) => html! {},
    }
}

/// How firmly it is known, behind what is known.
fn standing(view: &View<'_>, of: Standing) -> Cow<'static, str> {
    match of {
        Standing::Told => Cow::default(),
        Standing::Public => say!(view, brief_table.declared_in_public),
        Standing::Inferred => say!(view, brief_table.somebodys_reading),
    }
}

fn said(view: &View<'_>, of: &Provenance) -> Markup {
    html! {
        @if let Some(text) = &of.text { small { (words::said(text)) } }
        @if of.by.is_some() || of.on.is_some() || of.until.is_some() || of.sources().next().is_some() {
            small {
                @if let Some(by) = &of.by { (view.speaker(by)) " " }
                @if let Some(on) = of.on { (when::day(on)) " " }
                @if let Some(until) = of.until { (say!(view, brief_table.until, day = when::day(until))) " " }
                @for cited in of.sources() { (view.citation(cited)) " " @if let Some(words) = &cited.words { "“" (words::said(words)) "” " } }
            }
        }
    }
}
