//! The deal space: which packages are possible, which are fair, and why none is where there is none.

use super::{desk, packages};
use crate::field::number_input;
use crate::shell::{Here, Page};
use crate::view::View;
use maud::{Markup, html};
use mediant_engine::mixed::{PlaceRule, Reach};
use mediant_engine::report::SectionSubject;
use mediant_insight::{Insight, InsightError};
use mediant_model::Package;
use mediant_render::html::{Level, section};

/// The deal space: what is possible, what is fair, and what stands in the way.
pub fn page(view: &View<'_>, insight: Result<&Insight, &InsightError>) -> Page {
    let main = match insight {
        Err(InsightError::Underway) => html! {
            h2 { "Packages on record" }
            (packages::all(view, None))
            h2 { "Look at any package" }
            (look_form(view))
        },
        Err(_) => html! {
            (desk::hurdle(view, insight))
            p.empty { "With at least two parties and an issue with options there is something to analyse." }
        },
        Ok(insight) => html! {
            (desk::hurdle(view, Ok(insight)))
            (picture_of(view, insight))
            @for subject in [SectionSubject::FairPackages, SectionSubject::Reasons, SectionSubject::Places, SectionSubject::Rankings] {
                @if let Some(found) = section(&insight.report, subject, Level::H2) { (found) }
            }
            (fair(insight))
            (by_places(insight))
            h2 { "Packages on record" }
            (packages::all(view, Some(insight)))
            h2 { "Look at any package" }
            (look_form(view))
            @if let Some(found) = section(&insight.report, SectionSubject::Notes, Level::H2) { (found) }
            @if !insight.analysis.certificate.claims.is_empty() {
                p { a href="/deal/certificate.json" download="certificate.json" { "The proof, for “mediant verify”" } }
            }
        },
    };
    Page { title: "Deal space".to_owned(), here: Here::Packages, main, aside: None }
}

/// The picture, where every party has points; it is served on its own.
fn picture_of(view: &View<'_>, insight: &Insight) -> Markup {
    html! {
        @if insight.picture().is_some() {
            figure.picture {
                // What was recorded last is in the address, so that a changed picture is another one. A telephone opens it by itself, as large
                // as one likes.
                @let path = format!("/deal/picture.svg?{}", view.state.revision());
                a href=(path) {
                    img src=(path) width="720" height="540"
                        alt=(format!("The packages by what they are worth to each party, with the efficient and the fair ones. {}", insight.report.verdict.sentence));
                }
                figcaption { "Every package by what it is worth to each party; the tables below say the same in figures." }
            }
        } @else {
            p.quiet { "A picture needs a brief with points from every party." }
        }
    }
}

/// The fair packages with a way to look at each.
fn fair(insight: &Insight) -> Markup {
    let Some(solutions) = &insight.analysis.solutions else { return html! {} };
    html! {
        p { "Look at one, and take it further: "
            @for (at, (rule, solution)) in solutions.each().into_iter().enumerate() {
                @if at > 0 { " · " }
                a href=(path(insight, &solution.package)) { (rule.name()) }
            }
        }
    }
}

/// The packages that rules on places pick, with a way to look at each.
fn by_places(insight: &Insight) -> Markup {
    let found = insight.ordinal.as_ref().map(|findings| &findings.mixed.reach);
    let Some(Reach::Found { picks, .. }) = found.filter(|_| insight.analysis.solutions.is_none()) else {
        return html! {};
    };
    if picks.is_empty() {
        return html! {};
    }
    let name = |rule: PlaceRule| match rule {
        PlaceRule::FewestLastChoices => "fewest last choices",
        PlaceRule::Leximin => "leximin on ranks",
        PlaceRule::MostFirstChoices => "most first choices",
    };
    html! {
        p { "Look at one, and take it further: "
            @for (at, pick) in picks.iter().enumerate() {
                @if at > 0 { " · " }
                a href=(path(insight, &pick.package)) { (name(pick.rule)) }
            }
        }
    }
}

fn path(insight: &Insight, package: &Package) -> String {
    packages::look_path(&packages::by_name(&insight.posed.problem, package))
}

/// A choice of any package to look at; nothing is recorded.
fn look_form(view: &View<'_>) -> Markup {
    html! {
        form method="get" action="/deal/package" {
            @for (at, issue) in view.state.issues.iter().filter(|issue| issue.is_disclosed()).enumerate() {
                @let id = format!("look-{at}");
                div.field {
                    label for=(id) { bdi { (issue.name) } }
                    @match packages::offered(view, issue) {
                        packages::Offered::List(of) => select id=(id) name=(issue.id) {
                            @for (value, words) in of { option value=(value) dir="auto" { (words) } }
                        },
                        packages::Offered::Number { hint, others } => {
                            (number_input(&id, issue.id.as_str(), "", &others, Some(&format!("{id}-hint"))))
                            small.hint id=(format!("{id}-hint")) { (hint) }
                        }
                    }
                }
            }
            p.act { button type="submit" class="primary" { "Look at it" } }
        }
    }
}
