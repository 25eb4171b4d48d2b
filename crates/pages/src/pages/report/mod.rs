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
use crate::scripts::Script;
use crate::shell::{Here, Page};
use crate::view::View;
use crate::when;
use crate::words::{self, Tone};
use maud::{Markup, html};
use mediant_insight::reports::{Found, ReportRead};
use mediant_words::say;
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
            (say!(view, report.added, day = when::day(report.on), published = published(view, report), moment = when::moment(report.trace.at, &view.who.zone), link = html! { a href="/reports" { (say!(view, report.all_reports)) } }))
        }
        @match read {
            ReportRead::Found(_) => {},
            ReportRead::Unreadable(why) => p.notice role="alert" {
                (words::status(Tone::Blocked, say!(view, report.not_read))) " " (words::said(why)) "."
            },
            ReportRead::Underway => p.underway role="status" data-underway {
                (say!(view, report.what_it_states_comes_here, status = words::status(Tone::Open, say!(view, report.being_read)), link = html! { a href=(view.path) { (say!(view, report.look_again)) } }))
            },
        }
        div.review data-review {
            section.suggestions aria-label=(say!(view, report.suggestions)) { (shown.list()) }
            section.report-text aria-label=(say!(view, report.text_of_the_report)) tabindex="0" { (text::text(&shown)) }
        }
        (delete(view, id))
        (Script::Reports.element(view))
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
            @if listed.is_empty() { p.empty { (say!(self.view, report.the_reader_finds_nothing_here)) } }
            ol.found-list {
                @for at in &listed { @if let Some(suggested) = self.found.suggestions.get(*at) { (suggestion::item(self, *at, suggested)) } }
            }
            @if hidden > 0 {
                p { a href=(format!("{}?all=yes", path(self.id))) { (say!(self.view, report.show_more_that_the_reader, count = hidden)) } }
            } @else if self.all && listed.iter().any(|at| self.found.suggestions.get(*at).is_some_and(|suggested| !suggested.proposal.shown)) {
                p { a href=(path(self.id)) { (say!(self.view, report.leave_out_what_the_reader)) } }
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
                    (say!(self.view, report.to_decide_accepted_rejected, strong = html! { strong { (left) } }, count = count(Stands::Accepted) + count(Stands::OnRecord), count_2 = count(Stands::Rejected)))
                }
                @if self.view.mediates() {
                    // Said once for all of them: deciding puts nothing on record for others.
                    p.readers { (say!(self.view, report.who_will_read_what_you_decide, names = names(&self.view.readers(&Compartment::Mediator)))) }
                    div.review-acts {
                        (self.undo())
                        (self.accept_all())
                    }
                }
                (keys(self.view))
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
        html! { div data-undo { (form.ends_quietly(fields, &say!(self.view, report.undo))) } }
    }

    /// Sent with the keys of what is in sight. Without script nothing is accepted unseen, so there is no such button.
    fn accept_all(&self) -> Markup {
        let form = self.view.form(DECIDE).to("/reports/decide").back(self.path());
        let fields = html! {
            (form.fixed("report", self.id.as_str()))
            (form.fixed("resolution", "accept"))
        };
        html! { div data-accept-all hidden { (form.ends_quietly(fields, &say!(self.view, report.accept_all_on_the_screen))) } }
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
                h2 { (say!(self.view, report.decided_before)) }
                p { small { (say!(self.view, report.the_reader_does_not_suggest)) } }
                ul.items { @for decided in gone { li { (suggestion::decided_before(self, decided)) } } }
            }
        }
    }
}

/// The keys, as in a terminal.
fn keys(view: &View<'_>) -> Markup {
    let keys = [
        ("j, ↓", say!(view, report.key_next)),
        ("k, ↑", say!(view, report.key_before)),
        ("a", say!(view, report.key_accept)),
        ("r", say!(view, report.key_reject)),
        ("e", say!(view, report.key_edit)),
        ("s", say!(view, report.key_skip)),
        ("u", say!(view, report.key_undo)),
        ("A", say!(view, report.key_accept_all)),
        ("p", say!(view, report.key_put)),
    ];
    html! {
        details.fold.keys data-keys {
            summary { (say!(view, report.keys, kbd = html! { kbd { "?" } })) }
            dl.facts { @for (key, what) in keys { dt { kbd { (key) } } dd { (what) } } }
            p { small { (say!(view, report.they_work_while_a_suggestion)) } }
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
        .confirm(say!(view, report.delete_this_report_for_good))
        .saying(view, &say!(view, report.who_will_read_on_record), &[Compartment::Mediator]);
    let fields = html! {
        p { (say!(view, report.its_key_is_destroyed_nobody_can)) }
        (form.fixed("compartment", &compartment.name()))
    };
    crate::field::folded(
        &say!(view, report.delete_this_report),
        form.ends_quietly(fields, &say!(view, report.delete_it_for_good)),
    )
}
