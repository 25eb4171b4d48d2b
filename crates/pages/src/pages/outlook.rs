//! What time does to the room for a deal.

use crate::shell::{Here, Page};
use crate::standing;
use crate::view::View;
use maud::{Markup, html};
use mediant_engine::report::SectionSubject;
use mediant_insight::{Insight, InsightError};
use mediant_render::html::{Level, section, verdict};
use mediant_words::say;

/// How the room for a deal changes over time.
pub fn page(view: &View<'_>, insight: Result<&Insight, &InsightError>) -> Page {
    let main = html! {
        p.lede {
            (say!(view, outlook.what_each_dated_statement_does))
            @if view.own_party().is_some() { " " (say!(view, outlook.from_our_own_brief)) }
        }
        @match insight {
            Ok(insight) => (over_time(view, insight)),
            Err(InsightError::Underway) => {}
            Err(_) => p.empty { (say!(view, outlook.with_at_least_two_parties)) },
        }
        @if let Some(table) = standing::alternatives(view) { h2 { (say!(view, outlook.without_a_deal)) } (table) }
    };
    Page { title: say!(view, outlook.outlook).into_owned(), here: Here::Outlook, main, aside: None }
}

fn over_time(view: &View<'_>, insight: &Insight) -> Markup {
    let Some(report) = insight.outlook_report() else {
        return html! { p.empty { (say!(view, outlook.what_is_dated_does_not_fit)) } };
    };
    html! {
        (verdict(&report.verdict))
        @match section(&report, SectionSubject::Timeline, Level::H2) {
            Some(timeline) => {
                @if insight.outlook().is_some_and(|outlook| outlook.rows.len() > 1) { figure.picture {
                    @let path = view.link(&format!("/outlook/picture.svg?{}", view.state.revision()));
                    a href=(path) { img src=(path) alt=(say!(view, outlook.picture, verdict = report.verdict.sentence)); }
                    figcaption { (say!(view, outlook.the_room_for_a_deal)) }
                } }
                (timeline)
            }
            None => p.empty { (say!(view, outlook.nothing_dated_changes_the_room)) },
        }
    }
}
