//! What time does to the room for a deal.

use crate::shell::{Here, Page};
use crate::standing;
use crate::view::View;
use maud::{Markup, html};
use mediant_engine::report::SectionSubject;
use mediant_insight::{Insight, InsightError};
use mediant_render::html::{Level, section, verdict};

/// How the room for a deal changes over time.
pub fn page(view: &View<'_>, insight: Result<&Insight, &InsightError>) -> Page {
    let main = html! {
        p.lede {
            "What each dated statement does to the room for a deal, and where the alternatives of the parties are going."
            @if view.own_party().is_some() { " From our own brief and the table alone." }
        }
        @match insight {
            Ok(insight) => (over_time(view, insight)),
            Err(InsightError::Underway) => {}
            Err(_) => p.empty { "With at least two parties and an issue with options there is something to look ahead at." },
        }
        @if let Some(table) = standing::alternatives(view) { h2 { "Without a deal" } (table) }
    };
    Page { title: "Outlook".to_owned(), here: Here::Outlook, main, aside: None }
}

fn over_time(view: &View<'_>, insight: &Insight) -> Markup {
    let Some(report) = insight.outlook_report() else {
        return html! { p.empty { "What is dated does not fit together." } };
    };
    html! {
        (verdict(&report.verdict))
        @match section(&report, SectionSubject::Timeline, Level::H2) {
            Some(timeline) => {
                @if insight.outlook().is_some_and(|outlook| outlook.rows.len() > 1) { figure.picture {
                    @let path = view.link(&format!("/outlook/picture.svg?{}", view.state.revision()));
                    a href=(path) { img src=(path) alt=(format!("The room for a deal over time. {}", report.verdict.sentence)); }
                    figcaption { "The room for a deal, and what each party has without one, from day to day." }
                } }
                (timeline)
            }
            None => p.empty { "Nothing dated changes the room." },
        }
    }
}
