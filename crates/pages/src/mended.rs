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
use mediant_words::say;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What was called otherwise from then on.
pub(super) fn reworded(view: &View<'_>, event: &Reworded) -> Markup {
    let Reworded { what, name, reason } = event;
    let mut changes = view.state.reworded.iter().rev();
    let was = changes
        .find(|former| former.what == *what && former.now == *name)
        .and_then(|former| former.was.as_deref());
    let (sort, why) = (sort(view, what), why(reason));
    match (was.map(quoted), name.as_deref().map(quoted)) {
        (Some(was), Some(now)) => {
            say!(view, mended.reads_from_then_on, sort = sort, was = was, now = now, why = why)
        }
        (None, Some(now)) => say!(view, mended.reads_now, sort = sort, now = now, why = why),
        (Some(was), None) => say!(view, mended.no_longer_said, sort = sort, was = was, why = why),
        (None, None) => say!(view, mended.unsaid, sort = sort, why = why),
    }
}

/// What was entered by mistake.
pub(super) fn taken_out(view: &View<'_>, event: &TakenOut) -> Markup {
    let TakenOut { what, reason } = event;
    let gone = view.state.taken_out.iter().rev().find(|gone| gone.what == *what);
    let (sort, why) = (sort(view, what), why(reason));
    match gone {
        Some(gone) => say!(view, mended.was_taken_out, sort = sort, name = quoted(&gone.name), why = why),
        None => say!(view, mended.something_was_taken_out, sort = sort, why = why),
    }
}

/// What can no longer be chosen.
pub(super) fn retired(view: &View<'_>, event: &Retired) -> Markup {
    let Retired { what, reason } = event;
    let why = why(reason);
    match what {
        Subject::Option { issue, option } => {
            let option = quoted(&view.option_name(issue, option));
            say!(view, mended.option_was_retired, option = option, issue = view.issue(issue), why = why)
        }
        Subject::Issue(issue) => say!(view, mended.issue_was_retired, issue = view.issue(issue), why = why),
        other => say!(view, mended.something_was_retired, sort = sort(view, other), why = why),
    }
}

/// What somebody really said.
pub(super) fn statement(view: &View<'_>, event: &StatementCorrected) -> Markup {
    let StatementCorrected { content, reason, .. } = event;
    let said =
        html! { span.what { (standing::kind(view, content)) ": " } (standing::meaning(view, content, None)) };
    let why = why(reason);
    match content.party() {
        Some(party) => {
            let party = view.party(party);
            say!(view, mended.statement_of_was_put_right, party = party, said = said, why = why)
        }
        None => say!(view, mended.statement_was_put_right, said = said, why = why),
    }
}

/// What a clause really settles.
pub(super) fn clause(view: &View<'_>, event: &ClauseCorrected) -> Markup {
    let ClauseCorrected { draft, clause, issue, reason } = event;
    let of = view.state.drafts.get(draft).into_iter().flat_map(|draft| &draft.clauses);
    let heading = of.filter(|known| &known.id == clause).map(|known| known.heading.as_str()).next();
    let (clause, why) = (quoted(heading.unwrap_or_default()), why(reason));
    match issue {
        Some(issue) => {
            say!(view, mended.clause_settles, clause = clause, issue = view.issue(issue), why = why)
        }
        None => say!(view, mended.clause_settles_nothing, clause = clause, why = why),
    }
}

/// What a statement said before it was put right, oldest first; nothing where it never was.
pub(super) fn versions(view: &View<'_>, stated: &StatementOnRecord) -> Markup {
    html! {
        @if !stated.versions.is_empty() {
            details.fold {
                summary { (say!(view, mended.put_right_since_earlier_versions, count = stated.versions.len())) }
                ul {
                    @for version in &stated.versions {
                        li { span.what { (standing::kind(view, &version.content)) ": " } (standing::meaning(view, &version.content, None))
                            small { (say!(view, mended.until, moment = when::moment(version.trace.at, &view.who.zone), why = why(&version.reason))) } }
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
        lines.extend(then.map(|then| html! { (say!(view, mended.was_called_then, issue = view.issue(issue), quoted = quoted(then))) }));
        let what = Subject::Option { issue: issue.clone(), option: option.clone() };
        let then = view.state.words_then(&what, index);
        lines.extend(then.map(
            |then| html! { (say!(view, mended.read_then, quoted = quoted(&view.option_name(issue, option)), quoted_2 = quoted(then))) },
        ));
        if view.state.is_retired(issue, option) {
            lines.push(html! { (say!(view, mended.was_retired_it_can_no_longer, quoted = quoted(&view.option_name(issue, option)))) });
        }
    }
    html! { @if !lines.is_empty() { ul.since { @for line in &lines { li { small { (line) } } } } } }
}

/// Why an acceptance fell.
pub(super) fn why_fallen(view: &View<'_>, footing: &Footing) -> Cow<'static, str> {
    if footing.words_changed {
        say!(view, mended.fell_with_its_words)
    } else {
        say!(view, mended.fell_with_its_authority)
    }
}

/// What a mending touches, as a list: what falls first.
pub(super) fn touched(view: &View<'_>, touched: &Touched) -> Markup {
    let (fall, rest): (Vec<&Touch>, Vec<&Touch>) = touched.0.iter().partition(|touch| touch.falls());
    html! {
        @if touched.is_empty() { p { (say!(view, mended.nothing_rests_on_it_nothing_else)) } }
        @if !fall.is_empty() {
            p { (say!(view, mended.these_acceptances_count_no_more, status = words::status(words::Tone::Partly, say!(view, mended.falls)))) }
            ul data-touched="falls" { @for touch in fall { li { (one(view, touch)) } } }
        }
        @if !rest.is_empty() {
            p { (say!(view, mended.this_stays_and_will_read, status = words::status(words::Tone::Open, say!(view, mended.look_at)))) }
            ul data-touched="stays" { @for touch in rest { li { (one(view, touch)) } } }
        }
    }
}

fn one(view: &View<'_>, touch: &Touch) -> Markup {
    match touch {
        Touch::PackageAcceptance(package, party) => {
            html! { (say!(view, mended.accepted, party = view.party(party), package_words = package_words(view, package))) }
        }
        Touch::ClauseAcceptance(clause, party) => {
            html! { (say!(view, mended.accepted_the_clause, party = view.party(party), quoted = quoted(&heading(view, clause)))) }
        }
        Touch::Brief(party) => html! { (say!(view, mended.the_brief_of, party = view.party(party))) },
        Touch::Statement(id) => match view.state.statements.get(id) {
            Some(stated) => html! {
                @if let Some(party) = stated.content.party() { (view.party(party)) ": " }
                span.what { (standing::kind(view, &stated.content)) ": " } (standing::meaning(view, &stated.content, None))
            },
            None => html! { (say!(view, mended.a_statement)) },
        },
        Touch::Package(package) => package_words(view, package),
        Touch::Clause(draft, clause) => {
            let clause = quoted(&heading(view, clause));
            match view.state.drafts.get(draft) {
                Some(draft) => {
                    let title = quoted(&draft.title);
                    say!(view, mended.clause_of_draft, clause = clause, number = draft.number, title = title)
                }
                None => say!(view, mended.a_clause, clause = clause),
            }
        }
        Touch::Round(id) => {
            html! { (say!(view, mended.the_round, quoted = quoted(view.state.rounds.get(id).map_or("", |round| round.title.as_str())))) }
        }
        Touch::Mediation(id) => {
            html! { (say!(view, mended.the_mediation, quoted = quoted(view.state.mediations.get(id).map_or("", |known| known.title.as_str())))) }
        }
        Touch::Communique(id) => {
            let latest = view.state.communiques.get(id).and_then(|known| known.wordings.last());
            say!(
                view,
                mended.a_communique,
                text = html! { @if let Some((text, _)) = latest { (words::said(text)) } }
            )
        }
        Touch::Item(id) => match view.state.items.get(id) {
            Some(item) => {
                html! { (say!(view, mended.told_in_confidence, party = view.party(&item.party), said = words::said(item.text.read()))) }
            }
            None => html! { (say!(view, mended.an_item_told_in_confidence)) },
        },
        Touch::Mandate(id) => match view.state.mandates.get(id) {
            Some(given) => {
                html! { (say!(view, mended.the_mandate_of_of, person = view.person(&given.person), party = view.party(&given.party))) }
            }
            None => html! { (say!(view, mended.a_mandate)) },
        },
        Touch::Split(issue) => {
            html! { (say!(view, mended.the_issue_which_was_split_into, issue = view.issue(issue))) }
        }
        Touch::Part(part) => html! { (say!(view, mended.entries_among, replace = part.replace('_', " "))) },
    }
}

fn package_words(view: &View<'_>, id: &mediant_record::package::PackageId) -> Markup {
    match view.state.packages.get(id) {
        Some(package) => {
            html! { (say!(view, mended.the_package, in_words = html! { bdi { (super::pages::packages::in_words(view, &package.options)) } })) }
        }
        None => html! { (say!(view, mended.a_package)) },
    }
}

fn heading(view: &View<'_>, clause: &mediant_record::draft::ClauseId) -> String {
    let mut all = view.state.drafts.values().flat_map(|draft| &draft.clauses);
    all.find(|known| &known.id == clause).map(|known| known.heading.clone()).unwrap_or_default()
}

/// Of which sort something is that has a name.
pub(super) fn sort(view: &View<'_>, what: &Subject) -> Cow<'static, str> {
    match what {
        Subject::Title => say!(view, mended.sort_title),
        Subject::Party(_) => say!(view, mended.sort_party),
        Subject::Person { .. } => say!(view, mended.sort_person),
        Subject::Office { .. } => say!(view, mended.sort_office),
        Subject::Issue(_) => say!(view, mended.sort_issue),
        Subject::Option { .. } => say!(view, mended.sort_option),
        Subject::Source(_) => say!(view, mended.sort_source),
    }
}

fn quoted(words: &str) -> Markup {
    html! { "“" bdi { (words) } "”" }
}

fn why(reason: &Option<String>) -> Markup {
    html! { @if let Some(reason) = reason { ": " (words::said(reason)) } }
}
