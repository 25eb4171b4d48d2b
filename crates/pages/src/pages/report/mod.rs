//! A report: its text, and beside it what it is suggested to state.

mod entering;
mod suggestion;
mod text;

pub use entering::not_entered;
use mediant_record::deletion::DeleteCompartment;
use mediant_record::report::{Decided, ReportId, ReportOnRecord, Resolution};
use mediant_record::{Command, Compartment};

use super::reports::{path, published};
use crate::actions::{DECIDE, UNDO};
use crate::reads::names;
use crate::shell::{Here, Page};
use crate::view::View;
use crate::words::{self, Tone};
use crate::{assets, when};
use maud::{Markup, html};
use mediant_insight::reports::{Found, ReportRead};
use std::collections::BTreeMap;

/// A report with everything that its page is made from.
pub(super) struct Shown<'a, 'v> {
    view: &'a View<'v>,
    id: &'a ReportId,
    report: &'a ReportOnRecord,
    found: &'a Found,
    /// What was decided, by the suggestions' keys.
    decisions: BTreeMap<&'a str, &'a Decided>,
    /// Whether what the reader is less sure of is shown, too.
    all: bool,
}

/// How a suggestion stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stands {
    Open,
    Accepted,
    Rejected,
    Skipped,
    OnRecord,
}

impl Stands {
    fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Skipped => "skipped",
            Self::OnRecord => "on-record",
        }
    }
}

fn stands(report: &ReportOnRecord, key: &str, decided: Option<&Decided>) -> Stands {
    match decided.map(|decided| decided.resolution) {
        _ if report.entered.contains_key(key) => Stands::OnRecord,
        None => Stands::Open,
        Some(Resolution::Accept) => Stands::Accepted,
        Some(Resolution::Reject) => Stands::Rejected,
        Some(Resolution::Skip) => Stands::Skipped,
    }
}

/// Where a suggestion stands among those of its report.
pub fn place_of(found: &Found, key: &str) -> Option<usize> {
    found.suggestions.iter().position(|suggested| suggested.key == key)
}

/// The next suggestion to be looked at once some are decided about: the first open one behind them, else the first open one.
pub fn place_after(found: &Found, report: &ReportOnRecord, decided: &[&str]) -> Option<usize> {
    let decisions = report.decisions();
    let is_open = |at: &usize| {
        found.suggestions.get(*at).is_some_and(|suggested| {
            let key = suggested.key.as_str();
            suggested.proposal.shown && !decided.contains(&key) && !decisions.contains_key(key)
        })
    };
    let last = decided.iter().filter_map(|key| place_of(found, key)).max();
    let behind = last.map_or(0, |last| last + 1)..found.suggestions.len();
    behind.into_iter().find(is_open).or_else(|| (0..found.suggestions.len()).find(is_open)).or(last)
}

/// The page; `None` where there is no such report.
pub fn page(view: &View<'_>, id: &ReportId, read: &ReportRead) -> Option<Page> {
    let report = view.state.reports.get(id)?;
    let nothing = Found { paragraphs: Vec::new(), suggestions: Vec::new() };
    let found = match read {
        ReportRead::Found(found) => found,
        ReportRead::Unreadable(_) | ReportRead::Underway => &nothing,
    };
    let all = view.query().iter().any(|(name, _)| name == "all");
    let shown = Shown { view, id, report, found, decisions: report.decisions(), all };
    let main = html! {
        p.lede {
            (when::day(report.on)) " " (published(report)) " · added " (when::moment(report.trace.at, &view.who.zone))
            " · " a href="/reports" { "All reports" }
        }
        @match read {
            ReportRead::Found(_) => {},
            ReportRead::Unreadable(why) => p.notice role="alert" {
                (words::status(Tone::Blocked, "Not read.")) " " (words::said(why)) "."
            },
            ReportRead::Underway => p.underway role="status" data-underway {
                (words::status(Tone::Open, "Being read")) " What it states comes here in a few seconds. " a href=(view.path) { "Look again" }
            },
        }
        div.review data-review {
            section.suggestions aria-label="Suggestions" { (shown.list()) }
            section.report-text aria-label="Text of the report" tabindex="0" { (text::text(&shown)) }
        }
        (delete(view, id))
        script type="module" src=(assets::path("reports.js")) {}
    };
    Some(Page { title: report.name.clone(), here: Here::Reports, main, aside: None })
}

impl Shown<'_, '_> {
    fn stands(&self, key: &str) -> Stands {
        stands(self.report, key, self.decisions.get(key).copied())
    }

    /// Whether a suggestion is on the page: above the line, asked for, or decided about.
    fn is_listed(&self, at: usize) -> bool {
        self.found.suggestions.get(at).is_some_and(|suggested| {
            self.all || suggested.proposal.shown || self.decisions.contains_key(suggested.key.as_str())
        })
    }

    fn listed(&self) -> Vec<usize> {
        (0..self.found.suggestions.len()).filter(|at| self.is_listed(*at)).collect()
    }

    /// This page, with what the reader is less sure of or without, at a suggestion.
    fn path(&self) -> String {
        format!("{}{}", path(self.id), if self.all { "?all=yes" } else { "" })
    }

    fn list(&self) -> Markup {
        let listed = self.listed();
        let hidden = self.found.suggestions.len() - listed.len();
        html! {
            (self.bar(&listed))
            @if self.view.mediates() { (entering::form(self)) }
            @if listed.is_empty() { p.empty { "The reader finds nothing here that it is sure enough of." } }
            ol.found-list {
                @for at in &listed { @if let Some(suggested) = self.found.suggestions.get(*at) { (suggestion::item(self, *at, suggested)) } }
            }
            @if hidden > 0 {
                p { a href=(format!("{}?all=yes", path(self.id))) { "Show " (words::counted(hidden, "more", "more")) " that the reader is less sure of" } }
            } @else if self.all && listed.iter().any(|at| self.found.suggestions.get(*at).is_some_and(|suggested| !suggested.proposal.shown)) {
                p { a href=(path(self.id)) { "Leave out what the reader is less sure of" } }
            }
            (self.elsewhere())
        }
    }

    /// How far the review is, and what can be done with all of it.
    fn bar(&self, listed: &[usize]) -> Markup {
        let count = |stands: Stands| {
            let all = listed.iter().filter_map(|at| self.found.suggestions.get(*at));
            all.filter(|suggested| self.stands(&suggested.key) == stands).count()
        };
        let left = count(Stands::Open) + count(Stands::Skipped);
        html! {
            div.review-bar {
                p data-progress {
                    strong { (left) } " to decide · " (count(Stands::Accepted) + count(Stands::OnRecord)) " accepted · "
                    (count(Stands::Rejected)) " rejected"
                }
                @if self.view.mediates() {
                    // Said once for all of them: deciding puts nothing on record for others.
                    p.readers { "Who will read what you decide: " (names(&self.view.readers(&Compartment::Mediator))) "." }
                    div.review-acts {
                        (self.undo())
                        (self.accept_all())
                    }
                }
                (keys())
            }
        }
    }

    fn undo(&self) -> Markup {
        let Some(last) = self.report.steps.last() else { return html! {} };
        let is_on_record =
            last.decisions.iter().any(|decided| self.report.entered.contains_key(&decided.suggestion));
        if is_on_record {
            return html! {};
        }
        let form = self.view.form(UNDO).to("/reports/undo").back(self.path());
        let fields = html! {
            (form.fixed("report", self.id.as_str()))
            (form.fixed("step", &self.report.steps.len().to_string()))
        };
        html! { div data-undo { (form.ends_quietly(fields, "Undo")) } }
    }

    /// Sent with the keys of what is in sight. Without script nothing is accepted unseen, so there is no such button.
    fn accept_all(&self) -> Markup {
        let form = self.view.form(DECIDE).to("/reports/decide").back(self.path());
        let fields = html! {
            (form.fixed("report", self.id.as_str()))
            (form.fixed("resolution", "accept"))
        };
        html! { div data-accept-all hidden { (form.ends_quietly(fields, "Accept all on the screen")) } }
    }

    /// What was decided about that is not suggested any more.
    fn elsewhere(&self) -> Markup {
        let gone: Vec<&Decided> = self
            .decisions
            .values()
            .copied()
            .filter(|decided| self.found.suggestion(&decided.suggestion).is_none())
            .collect();
        html! {
            @if !gone.is_empty() && !self.found.paragraphs.is_empty() {
                h2 { "Decided before" }
                p { small { "The reader does not suggest this any more." } }
                ul.items { @for decided in gone { li { (suggestion::decided_before(self, decided)) } } }
            }
        }
    }
}

/// The keys, as in a terminal.
fn keys() -> Markup {
    const KEYS: [(&str, &str); 9] = [
        ("j, ↓", "the next suggestion"),
        ("k, ↑", "the one before"),
        ("a", "accept it, for those who are chosen beside it"),
        ("r", "reject it"),
        ("e", "edit it, and accept it as edited; Esc leaves it as it was"),
        ("s", "skip it for now"),
        ("u", "undo the last decision"),
        ("A", "accept all that are wholly on the screen and not decided"),
        ("p", "go to what is to be put on record"),
    ];
    html! {
        details.fold.keys data-keys {
            summary { "Keys " kbd { "?" } }
            dl.facts { @for (key, what) in KEYS { dt { kbd { (key) } } dd { (what) } } }
            p { small { "They work while a suggestion is chosen, and not while you type." } }
        }
    }
}

fn delete(view: &View<'_>, id: &ReportId) -> Markup {
    let compartment = Compartment::Report(id.clone());
    if !view.mediates()
        || !view.offers(&Command::DeleteCompartment(DeleteCompartment { compartment: compartment.clone() }))
    {
        return html! {};
    }
    let form = view
        .form("delete_compartment")
        .back("/reports")
        .confirm("Delete this report for good? Its key is destroyed; nobody can ever read it again.")
        .saying(view, "Who will read on record that it was deleted", &[Compartment::Mediator]);
    let fields = html! {
        p { "Its key is destroyed: nobody can read the text or what was decided about it ever again, you included. What went on record of it stays \
             with those who read it." }
        (form.fixed("compartment", &compartment.name()))
    };
    crate::field::folded("Delete this report", form.ends_quietly(fields, "Delete it for good"))
}
