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
use mediant_words::say;

/// The deal space: what is possible, what is fair, and what stands in the way.
pub fn page(view: &View<'_>, insight: Result<&Insight, &InsightError>) -> Page {
    let main = match insight {
        Err(InsightError::Underway) => html! {
            h2 { (say!(view, deal.packages_on_record)) }
            (packages::all(view, None))
            h2 { (say!(view, deal.look_at_any_package)) }
            (look_form(view))
        },
        Err(_) => html! {
            (desk::hurdle(view, insight))
            p.empty { (say!(view, deal.with_at_least_two_parties)) }
        },
        Ok(insight) => html! {
            (desk::hurdle(view, Ok(insight)))
            (picture_of(view, insight))
            @for subject in [SectionSubject::FairPackages, SectionSubject::Reasons, SectionSubject::Places, SectionSubject::Rankings] {
                @if let Some(found) = section(&insight.report, subject, Level::H2) { (found) }
            }
            (fair(view, insight))
            (by_places(view, insight))
            h2 { (say!(view, deal.packages_on_record)) }
            (packages::all(view, Some(insight)))
            h2 { (say!(view, deal.look_at_any_package)) }
            (look_form(view))
            @if let Some(found) = section(&insight.report, SectionSubject::Notes, Level::H2) { (found) }
            @if !insight.analysis.certificate.claims.is_empty() {
                p { a href="/deal/certificate.json" download="certificate.json" { (say!(view, deal.the_proof_for_mediant_verify)) } }
            }
        },
    };
    Page { title: say!(view, deal.deal_space).into_owned(), here: Here::Packages, main, aside: None }
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
                        alt=(say!(view, deal.picture, verdict = insight.report.verdict.sentence));
                }
                figcaption { (say!(view, deal.every_package_by_what)) }
            }
        } @else {
            p.quiet { (say!(view, deal.a_picture_needs_a_brief)) }
        }
    }
}

/// The fair packages with a way to look at each.
fn fair(view: &View<'_>, insight: &Insight) -> Markup {
    let Some(solutions) = &insight.analysis.solutions else { return html! {} };
    html! {
        p {
            @let links = html! {
            @for (at, (rule, solution)) in solutions.each().into_iter().enumerate() {
                @if at > 0 { " · " }
                a href=(path(insight, &solution.package)) { (rule.name()) }
            }
            };
            (say!(view, deal.look_at_one, links = links))
        }
    }
}

/// The packages that rules on places pick, with a way to look at each.
fn by_places(view: &View<'_>, insight: &Insight) -> Markup {
    let found = insight.ordinal.as_ref().map(|findings| &findings.mixed.reach);
    let Some(Reach::Found { picks, .. }) = found.filter(|_| insight.analysis.solutions.is_none()) else {
        return html! {};
    };
    if picks.is_empty() {
        return html! {};
    }
    let name = |rule: PlaceRule| match rule {
        PlaceRule::FewestLastChoices => say!(view, deal.rule_fewest_last_choices),
        PlaceRule::Leximin => say!(view, deal.rule_leximin),
        PlaceRule::MostFirstChoices => say!(view, deal.rule_most_first_choices),
    };
    html! {
        p {
            @let links = html! {
            @for (at, pick) in picks.iter().enumerate() {
                @if at > 0 { " · " }
                a href=(path(insight, &pick.package)) { (name(pick.rule)) }
            }
            };
            (say!(view, deal.look_at_one, links = links))
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
                            (number_input(&id, issue.id.as_str(), "", &packages::written(&others), Some(&format!("{id}-hint"))))
                            small.hint id=(format!("{id}-hint")) { (hint) }
                        }
                    }
                }
            }
            p.act { button type="submit" class="primary" { (say!(view, deal.look_at_it)) } }
        }
    }
}
