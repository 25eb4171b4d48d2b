//! What was put right, in words: on the timeline, and beside what reads otherwise now.

use super::view::View;
use super::{standing, when, words};
use maud::{Markup, html};
use mediant_model::{IssueId, OptionId};
use mediant_record::mending::{
    ClauseCorrected, Retired, Reworded, StatementCorrected, Subject, TakenOut, Touch, Touched,
};
use mediant_record::state::Footing;
use mediant_record::statement::StatementOnRecord;
use std::collections::BTreeMap;

/// What was called otherwise from then on.
pub(super) fn reworded(view: &View<'_>, event: &Reworded) -> Markup {
    let Reworded { what, name, reason } = event;
    let mut changes = view.state.reworded.iter().rev();
    let was = changes
        .find(|former| former.what == *what && former.now == *name)
        .and_then(|former| former.was.as_deref());
    html! {
        (sort(what)) " "
        @match (was, name) {
            (Some(was), Some(now)) => { (quoted(was)) " reads " (quoted(now)) " from then on" }
            (None, Some(now)) => { "reads " (quoted(now)) " from then on" }
            (Some(was), None) => { (quoted(was)) " is no longer said" }
            (None, None) => "is no longer said",
        }
        (why(reason)) "."
    }
}

/// What was entered by mistake.
pub(super) fn taken_out(view: &View<'_>, event: &TakenOut) -> Markup {
    let TakenOut { what, reason } = event;
    let gone = view.state.taken_out.iter().rev().find(|gone| gone.what == *what);
    html! {
        (sort(what)) " " @if let Some(gone) = gone { (quoted(&gone.name)) " " }
        "was taken out: it was entered by mistake, and nothing rested on it" (why(reason)) "."
    }
}

/// What can no longer be chosen.
pub(super) fn retired(view: &View<'_>, event: &Retired) -> Markup {
    let Retired { what, reason } = event;
    html! {
        @match what {
            Subject::Option { issue, option } => { "The option " (quoted(&view.option_name(issue, option))) " of " (view.issue(issue)) }
            Subject::Issue(issue) => { "The issue " (view.issue(issue)) }
            other => (sort(other)),
        }
        " was retired: it can no longer be chosen" (why(reason)) "."
    }
}

/// What somebody really said.
pub(super) fn statement(view: &View<'_>, event: &StatementCorrected) -> Markup {
    let StatementCorrected { content, reason, .. } = event;
    html! {
        "A statement " @if let Some(party) = content.party() { "of " (view.party(party)) " " }
        "was put right. It says: " span.what { (standing::kind(content)) ": " } (standing::meaning(view, content, None)) (why(reason))
    }
}

/// What a clause really settles.
pub(super) fn clause(view: &View<'_>, event: &ClauseCorrected) -> Markup {
    let ClauseCorrected { draft, clause, issue, reason } = event;
    let of = view.state.drafts.get(draft).into_iter().flat_map(|draft| &draft.clauses);
    let heading = of.filter(|known| &known.id == clause).map(|known| known.heading.as_str()).next();
    html! {
        "It was put right what the clause " (quoted(heading.unwrap_or_default())) " settles: "
        @match issue { Some(issue) => (view.issue(issue)), None => "no issue" }
        (why(reason)) "."
    }
}

/// What a statement said before it was put right, oldest first; nothing where it never was.
pub(super) fn versions(view: &View<'_>, stated: &StatementOnRecord) -> Markup {
    html! {
        @if !stated.versions.is_empty() {
            details.fold {
                summary { "Put right since: " (words::counted(stated.versions.len(), "earlier version", "earlier versions")) }
                ul {
                    @for version in &stated.versions {
                        li { span.what { (standing::kind(&version.content)) ": " } (standing::meaning(view, &version.content, None))
                            small { "until " (when::moment(version.trace.at, &view.who.zone)) (why(&version.reason)) } }
                    }
                }
            }
        }
    }
}

/// How the options of a package read when it was put forward, where they read otherwise now, and which of them can no longer be
/// chosen.
pub(super) fn since(view: &View<'_>, options: &BTreeMap<IssueId, OptionId>, index: u64) -> Markup {
    let mut lines = Vec::new();
    for (issue, option) in options {
        let then = view.state.words_then(&Subject::Issue(issue.clone()), index);
        lines.extend(then.map(|then| html! { (view.issue(issue)) " was called " (quoted(then)) " then." }));
        let what = Subject::Option { issue: issue.clone(), option: option.clone() };
        let then = view.state.words_then(&what, index);
        lines.extend(then.map(
            |then| html! { (quoted(&view.option_name(issue, option))) " read " (quoted(then)) " then." },
        ));
        if view.state.is_retired(issue, option) {
            lines.push(html! { (quoted(&view.option_name(issue, option))) " was retired: it can no longer be chosen." });
        }
    }
    html! { @if !lines.is_empty() { ul.since { @for line in &lines { li { small { (line) } } } } } }
}

/// Why an acceptance fell.
pub(super) fn why_fallen(footing: &Footing) -> &'static str {
    if footing.words_changed {
        "the words it was given to were changed since: the party is asked anew"
    } else {
        "the authority it was given under was taken away: the party is asked anew"
    }
}

/// What a mending touches, as a list: what falls first.
pub(super) fn touched(view: &View<'_>, touched: &Touched) -> Markup {
    let (fall, rest): (Vec<&Touch>, Vec<&Touch>) = touched.0.iter().partition(|touch| touch.falls());
    html! {
        @if touched.is_empty() { p { "Nothing rests on it: nothing else changes." } }
        @if !fall.is_empty() {
            p { (words::status(words::Tone::Partly, "falls")) " These acceptances count no more. The parties are asked anew." }
            ul data-touched="falls" { @for touch in fall { li { (one(view, touch)) } } }
        }
        @if !rest.is_empty() {
            p { (words::status(words::Tone::Open, "look at")) " This stays, and will read with the new words. Look whether it still says what was meant." }
            ul data-touched="stays" { @for touch in rest { li { (one(view, touch)) } } }
        }
    }
}

fn one(view: &View<'_>, touch: &Touch) -> Markup {
    match touch {
        Touch::PackageAcceptance(package, party) => {
            html! { (view.party(party)) " accepted " (package_words(view, package)) }
        }
        Touch::ClauseAcceptance(clause, party) => {
            html! { (view.party(party)) " accepted the clause " (quoted(&heading(view, clause))) }
        }
        Touch::Brief(party) => html! { "The brief of " (view.party(party)) },
        Touch::Statement(id) => match view.state.statements.get(id) {
            Some(stated) => html! {
                @if let Some(party) = stated.content.party() { (view.party(party)) ": " }
                span.what { (standing::kind(&stated.content)) ": " } (standing::meaning(view, &stated.content, None))
            },
            None => html! { "A statement" },
        },
        Touch::Package(package) => package_words(view, package),
        Touch::Clause(draft, clause) => html! {
            "The clause " (quoted(&heading(view, clause)))
            @if let Some(draft) = view.state.drafts.get(draft) { " of draft " (draft.number) ", " (quoted(&draft.title)) }
        },
        Touch::Round(id) => {
            html! { "The round " (quoted(view.state.rounds.get(id).map_or("", |round| round.title.as_str()))) }
        }
        Touch::Mediation(id) => {
            html! { "The mediation " (quoted(view.state.mediations.get(id).map_or("", |known| known.title.as_str()))) }
        }
        Touch::Communique(id) => {
            let latest = view.state.communiques.get(id).and_then(|known| known.wordings.last());
            html! { "A communiqué: " @if let Some((text, _)) = latest { (words::said(text)) } }
        }
        Touch::Item(id) => match view.state.items.get(id) {
            Some(item) => {
                html! { (view.party(&item.party)) " told in confidence: " (words::said(item.text.read())) }
            }
            None => html! { "An item told in confidence" },
        },
        Touch::Mandate(id) => match view.state.mandates.get(id) {
            Some(given) => {
                html! { "The mandate of " (view.person(&given.person)) " of " (view.party(&given.party)) }
            }
            None => html! { "A mandate" },
        },
        Touch::Split(issue) => html! { "The issue " (view.issue(issue)) ", which was split into it" },
        Touch::Part(part) => html! { "Entries among: " (part.replace('_', " ")) },
    }
}

fn package_words(view: &View<'_>, id: &mediant_record::package::PackageId) -> Markup {
    match view.state.packages.get(id) {
        Some(package) => {
            html! { "the package: " bdi { (super::pages::packages::in_words(view, &package.options)) } }
        }
        None => html! { "a package" },
    }
}

fn heading(view: &View<'_>, clause: &mediant_record::draft::ClauseId) -> String {
    let mut all = view.state.drafts.values().flat_map(|draft| &draft.clauses);
    all.find(|known| &known.id == clause).map(|known| known.heading.clone()).unwrap_or_default()
}

/// Of which sort something is that has a name.
pub(super) fn sort(what: &Subject) -> &'static str {
    match what {
        Subject::Title => "The title of the case",
        Subject::Party(_) => "The party",
        Subject::Person { .. } => "The person",
        Subject::Office { .. } => "The office",
        Subject::Issue(_) => "The issue",
        Subject::Option { .. } => "The option",
        Subject::Source(_) => "The source",
    }
}

fn quoted(words: &str) -> Markup {
    html! { "“" bdi { (words) } "”" }
}

fn why(reason: &Option<String>) -> Markup {
    html! { @if let Some(reason) = reason { ": " (words::said(reason)) } }
}
