//! What was said, held, given or drafted wrongly: a form each, with what it touches.

use super::{address, seen};
use crate::field::{Form, pairs};
use crate::shell::{Here, Page};
use crate::view::View;
use crate::{condition, mended, standing, words};
use maud::{Markup, html};
use mediant_model::Condition;
use mediant_model::bounds::Bounds;
use mediant_model::issue::IssueKind;
use mediant_record::Command;
use mediant_record::draft::{Clause, ClauseId, DraftId};
use mediant_record::mandate::MandateId;
use mediant_record::mending::{CorrectClause, CorrectMandate, CorrectSession, CorrectStatement};
use mediant_record::session::{SessionId, SessionState};
use mediant_record::statement::{Statement, StatementId};
use mediant_words::say;
use serde_json::Value;

pub(super) fn page(view: &View<'_>, kind: &str, rest: &[&str]) -> Option<Page> {
    let (title, main) = match (kind, rest) {
        ("statement", [id]) => {
            (say!(view, correcting.title_statement), statement(view, &StatementId::new(*id))?)
        }
        ("session", [id]) => (say!(view, correcting.title_session), session(view, &SessionId::new(*id))?),
        ("mandate", [id]) => (say!(view, correcting.title_mandate), mandate(view, &MandateId::new(*id))?),
        ("clause", [draft, id]) => {
            (say!(view, correcting.title_clause), clause(view, &DraftId::new(*draft), &ClauseId::new(*id))?)
        }
        _ => return None,
    };
    Some(Page { title: title.into_owned(), here: Here::Elsewhere, main, aside: None })
}

fn linked(view: &View<'_>, offered: bool, steps: &[&str]) -> Markup {
    html! { @if offered { " " a.mend href=(address(steps)) { (say!(view, correcting.put_right)) } } }
}

/// A link to where a statement is put right, where the reader may.
pub(in crate::pages) fn statement_link(view: &View<'_>, id: &StatementId) -> Markup {
    linked(view, correct_statement(view, id).is_some(), &["statement", id.as_str()])
}

/// A link to where a session is put right, where the reader may.
pub(in crate::pages) fn session_link(view: &View<'_>, id: &SessionId) -> Markup {
    linked(view, correct_session(view, id).is_some(), &["session", id.as_str()])
}

/// A link to where a mandate is put right, where the reader may.
pub(in crate::pages) fn mandate_link(view: &View<'_>, id: &MandateId) -> Markup {
    linked(view, correct_mandate(view, id).is_some(), &["mandate", id.as_str()])
}

/// A link to where it is put right what a clause settles, where the reader may.
pub(in crate::pages) fn clause_link(view: &View<'_>, draft: &DraftId, id: &ClauseId) -> Markup {
    linked(view, correct_clause(view, draft, id).is_some(), &["clause", draft.as_str(), id.as_str()])
}

/// Everything of it that the reader may put right.
pub(super) fn list(view: &View<'_>) -> Markup {
    let statements: Vec<_> = standing::statements(view.state, |_| true)
        .into_iter()
        .filter(|(id, _)| correct_statement(view, id).is_some())
        .collect();
    html! {
        @if !statements.is_empty() {
            h2 { (say!(view, correcting.what_was_said)) }
            ul { @for (id, stated) in statements {
                li { @if let Some(party) = stated.content.party() { (view.party(party)) ": " }
                    span.what { (standing::kind(view, &stated.content)) ": " } (standing::meaning(view, &stated.content, None)) (statement_link(view, id)) }
            } }
        }
    }
}

fn offers(view: &View<'_>, command: Command) -> Option<Command> {
    view.offers(&command).then_some(command)
}

fn correct_statement(view: &View<'_>, id: &StatementId) -> Option<Command> {
    let stated = view.state.statements.get(id)?;
    let withdrawn = stated.content.provenance().until.is_some();
    // What a party put on record itself, nobody else puts right.
    let anothers = view.who.role.mediates() && stated.trace.by.role.party().is_some();
    if withdrawn || anothers {
        return None;
    }
    let (corrects, statement) = (id.clone(), stated.content.clone());
    offers(view, CorrectStatement { corrects, statement, reason: None }.into())
}

fn statement(view: &View<'_>, id: &StatementId) -> Option<Markup> {
    correct_statement(view, id)?;
    let stated = view.state.statements.get(id)?;
    let Ok(Value::Object(members)) = serde_json::to_value(&stated.content) else { return None };
    let form = view
        .form("correct_statement")
        .back(format!("/mend/statement/{}", words::step(id.as_str())))
        .read_by(view, &stated.trace.compartment);
    let member = |name: &str| members.get(name).and_then(Value::as_str).unwrap_or_default();
    let fields = html! {
        (form.fixed("corrects", id.as_str()))
        // What is not shown stays as it is.
        @for (name, value) in members.iter().filter(|(name, _)| !shown(&stated.content, name)) {
            (form.fixed(&format!("statement.{name}:json"), &value.to_string()))
        }
        (choices(view, &form, &stated.content))
        (form.text_with("statement.text", &say!(view, correcting.in_words), member("text"), 3, false, ""))
        (form.typed("date", "statement.on", &say!(view, correcting.on), member("on"), false, ""))
        (form.line("reason", &say!(view, correcting.why), false, &say!(view, correcting.whoever_reads_the_statement_reads_this)))
    };
    Some(html! {
        p.lede { @if let Some(party) = stated.content.party() { (view.party(party)) ": " }
            span.what { (standing::kind(view, &stated.content)) ": " } (standing::meaning(view, &stated.content, None)) }
        p { (say!(view, correcting.the_old_version_is_kept)) }
        (mended::versions(view, stated))
        (form.ends(fields, &say!(view, correcting.put_it_right)))
    })
}

/// The condition of a statement that the form shows, with the field it stands in: options of one issue to tick, or where its number lies.
fn ticked(content: &Statement) -> Option<(&'static str, &Condition)> {
    let (field, condition) = match content {
        Statement::Position(position) => ("wants", position.wants.as_ref()?),
        Statement::RedLine(line) => ("never", &line.never),
        _ => return None,
    };
    let bounds = Bounds::of(condition).is_some_and(|(_, bounds)| condition::can_show(&bounds));
    (bounds || matches!(condition, Condition::Options(..))).then_some((field, condition))
}

fn shown(content: &Statement, member: &str) -> bool {
    matches!(member, "text" | "on")
        || ticked(content).is_some_and(|(field, _)| field == member)
        || member == "stance" && matches!(content, Statement::Answer(_))
}

fn choices(view: &View<'_>, form: &Form<'_>, content: &Statement) -> Markup {
    if let Statement::Answer(answer) = content {
        let now = serde_json::to_value(answer.stance).ok();
        let now = now.as_ref().and_then(Value::as_str).unwrap_or_default();
        return form.choice(
            "statement.stance",
            &say!(view, correcting.answer),
            &pairs(&words::stances(view)),
            now,
            "",
        );
    }
    let Some((field, stated)) = ticked(content) else { return html! {} };
    if let Some((issue, bounds)) = Bounds::of(stated) {
        let known = view.state.issues.iter().find(|known| &known.id == issue);
        let Some((known, IssueKind::Range(range))) = known.map(|known| (known, &known.kind)) else {
            // What cannot be typed anew stays as it is.
            let stated = serde_json::to_string(stated).unwrap_or_default();
            return form.fixed(&format!("statement.{field}:json"), &stated);
        };
        let path = format!("statement.{field}");
        let legend = if field == "never" {
            say!(form, correcting.never_accepts)
        } else {
            say!(form, correcting.asks_for)
        };
        return condition::number(form, &path, known, range, &legend, &condition::ANYWHERE, Some(&bounds));
    }
    let Condition::Options(issue, options) = stated else { return html! {} };
    let known = view.state.issues.iter().find(|known| &known.id == issue).map(|known| &known.kind);
    let mut of: Vec<(String, String)> = match known {
        Some(IssueKind::Discrete(all)) => {
            all.iter().map(|option| (option.id.to_string(), option.name.clone())).collect()
        }
        _ => Vec::new(),
    };
    for option in
        options.iter().filter(|option| !of.iter().any(|(id, _)| id == option.as_str())).collect::<Vec<_>>()
    {
        of.push((option.to_string(), view.option_name(issue, option)));
    }
    let now: Vec<String> = options.iter().map(ToString::to_string).collect();
    form.ticks(
        &condition::field(&format!("statement.{field}"), issue),
        &view.issue_name(issue),
        &of,
        &now,
        "",
    )
}

fn correct_session(view: &View<'_>, id: &SessionId) -> Option<Command> {
    let plan = view.state.sessions.get(id)?.plan.clone();
    let session = id.clone();
    offers(view, CorrectSession { session, plan, held: None, reason: None, touches: None }.into())
}

fn session(view: &View<'_>, id: &SessionId) -> Option<Markup> {
    let command = correct_session(view, id)?;
    let known = view.state.sessions.get(id)?;
    let form = view.form("correct_session").back("/sessions").read_by(view, &known.trace.compartment);
    let told = serde_json::to_value(&known.plan).ok()?;
    let fields = html! {
        (form.fixed("session", id.as_str()))
        // What is not shown stays as it is.
        @for name in ["told_by", "told_on", "source", "also"] {
            @if let Some(value) = told.get(name) { (form.fixed(&format!("plan.{name}:json"), &value.to_string())) }
        }
        (crate::pages::sessions::plan_fields(view, &form, Some(known)))
        @if let SessionState::Held { on, people, summary } = &known.state {
            (form.typed("date", "held.on", &say!(view, correcting.held_on), &on.to_string(), true, ""))
            (crate::pages::sessions::people(view, &form, "held.people[]", &people.iter().map(ToString::to_string).collect::<Vec<_>>()))
            (form.text_with("held.summary", &say!(view, correcting.what_can_be_said_of_it), summary.as_deref().unwrap_or_default(), 3, false, ""))
        }
        (form.line("reason", &say!(view, correcting.why), false, &say!(view, correcting.whoever_knows_of_the_session_reads)))
        (seen(view, &form, &command))
    };
    Some(html! {
        p.lede { (say!(view, correcting.of_a_session_that_is_put)) }
        h2 { (say!(view, correcting.what_this_touches)) }
        (mended::touched(view, &view.state.touched(&command)))
        (form.ends(fields, &say!(view, correcting.put_it_right)))
    })
}

fn correct_mandate(view: &View<'_>, id: &MandateId) -> Option<Command> {
    let given = view.state.mandates.get(id).filter(|given| given.ended.is_none())?;
    let (issues, source) = (given.issues.clone(), given.source.clone());
    let (mandate, from, until) = (id.clone(), given.from, given.until);
    offers(view, CorrectMandate { mandate, issues, from, until, source, touches: None }.into())
}

fn mandate(view: &View<'_>, id: &MandateId) -> Option<Markup> {
    let command = correct_mandate(view, id)?;
    let given = view.state.mandates.get(id)?;
    let form = view.form("correct_mandate").back("/people").read_by(view, &given.trace.compartment);
    let of: Vec<(String, String)> =
        view.state.issues.iter().map(|issue| (issue.id.to_string(), issue.name.clone())).collect();
    let now: Vec<String> = given.issues.iter().flatten().map(ToString::to_string).collect();
    let day = |day: Option<mediant_model::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let fields = html! {
        (form.fixed("mandate", id.as_str()))
        @if let Some(source) = &given.source {
            (form.fixed("source:json", &serde_json::to_string(source).unwrap_or_default()))
        }
        (form.ticks("issues[]", &say!(view, correcting.on_these_issues), &of, &now, &say!(view, correcting.none_ticked_on_all_of_them)))
        div.row {
            (form.typed("date", "from", &say!(view, correcting.first_day), &day(given.from), false, &say!(view, correcting.from_when_it_was_given_where)))
            (form.typed("date", "until", &say!(view, correcting.last_day), &day(given.until), false, &say!(view, correcting.without_end_where_empty)))
        }
        (seen(view, &form, &command))
    };
    Some(html! {
        p.lede { (say!(view, correcting.the_mandate_of_of_somebody_elses, person = view.person(&given.person), party = view.party(&given.party), at = crate::whose_word::at(view, &given.trace))) }
        h2 { (say!(view, correcting.what_this_touches)) }
        @if view.state.touched(&command).is_empty() { p { (say!(view, correcting.nothing_was_accepted_under_it)) } }
        @else {
            p { (say!(view, correcting.these_acceptances_rest_on_it_they)) }
            (mended::touched(view, &view.state.touched(&command)))
        }
        (form.ends(fields, &say!(view, correcting.put_it_right)))
    })
}

fn found<'v>(view: &'v View<'_>, draft: &DraftId, id: &ClauseId) -> Option<&'v Clause> {
    let known = view.state.drafts.get(draft)?;
    let latest = view.state.latest_draft(&known.trace.compartment)?;
    if latest.0 != draft {
        return None;
    }
    known.clauses.iter().find(|clause| &clause.id == id)
}

fn correct_clause(view: &View<'_>, draft: &DraftId, id: &ClauseId) -> Option<Command> {
    let issue = found(view, draft, id)?.issue.clone();
    let (draft, clause) = (draft.clone(), id.clone());
    offers(view, CorrectClause { draft, clause, issue, reason: None, touches: None }.into())
}

fn clause(view: &View<'_>, draft: &DraftId, id: &ClauseId) -> Option<Markup> {
    let command = correct_clause(view, draft, id)?;
    let known = found(view, draft, id)?;
    let place = &view.state.drafts.get(draft)?.trace.compartment;
    let form = view.form("correct_clause").back("/text").read_by(view, place);
    let mut of = vec![(String::new(), "none".to_owned())];
    of.extend(view.state.issues.iter().map(|issue| (issue.id.to_string(), issue.name.clone())));
    let now = known.issue.as_ref().map_or("", |issue| issue.as_str());
    let fields = html! {
        (form.fixed("draft", draft.as_str()))
        (form.fixed("clause", id.as_str()))
        (form.choice("issue", &say!(view, correcting.it_settles), &of, now, ""))
        (form.line("reason", &say!(view, correcting.why), false, &say!(view, correcting.whoever_reads_the_draft_reads_this)))
        (seen(view, &form, &command))
    };
    Some(html! {
        p.lede { (say!(view, correcting.the_clause_its_words_stay, heading = html! { bdi { (known.heading) } })) }
        h2 { (say!(view, correcting.what_this_touches)) }
        (mended::touched(view, &view.state.touched(&command)))
        (form.ends(fields, &say!(view, correcting.put_it_right)))
    })
}
