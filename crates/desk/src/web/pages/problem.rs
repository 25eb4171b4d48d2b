//! What went wrong, with everything that was typed, ready to be sent again.

use crate::web::field::Form;
use crate::web::form::Sent;
use crate::web::shell::{Here, Page};
use crate::web::view::View;
use crate::web::words::{self, Tone};
use crate::web::{brief_form, reported};
use maud::{Markup, html};

/// Something that was not done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotDone {
    /// The heading of the page: what kind of thing went wrong.
    pub title: String,
    /// The cause in one sentence.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The field it is about: a command's, such as `plan.parties`.
    pub field: Option<String>,
}

/// The page; with the form that asked for it, where one did.
pub fn page(view: &View<'_>, problem: &NotDone, asked: Option<(&'static str, &Sent)>) -> Page {
    let main = html! {
        p.notice role="alert" data-part="problem" {
            (words::status(Tone::Blocked, "Not done.")) " " (words::said(&capital(&problem.message)))
            @if let Some(help) = &problem.help { " " (words::said(&capital(help))) }
        }
        @if let Some((kind, sent)) = asked { (again(view, problem, kind, sent)) }
        @else { p { a href="/" { "To the first page" } } }
    };
    Page { title: problem.title.clone(), here: Here::Elsewhere, main, aside: None }
}

/// The sentence with a capital letter in front and a full stop behind.
pub(super) fn capital(text: &str) -> String {
    let mut characters = text.chars();
    let first: String = characters.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    let end = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{}{end}", characters.as_str())
}

/// What was typed, to be changed and sent again. What the page had set goes along unseen.
fn again(view: &View<'_>, problem: &NotDone, kind: &'static str, sent: &Sent) -> Markup {
    let back = sent.back.clone().unwrap_or_else(|| "/".to_owned());
    let form = view.form(kind).back(back.clone()).request(sent.request.clone());
    let form = if kind == brief_form::KIND { form.to(brief_form::ACTION) } else { form };
    let form = match reported::ACTIONS.iter().find(|(known, _)| *known == kind) {
        Some((_, action)) => form.to(*action),
        None => form,
    };
    let fields = html! {
        @for (at, (name, value)) in sent.fields.iter().enumerate() { (field(&form, problem, at, name, value)) }
    };
    html! {
        h2 { "What you typed" }
        p { "Nothing is lost: change what is needed and send it again, or " a href=(back) { "go back without it" } "." }
        (form.ends(fields, "Send it again"))
    }
}

fn field(form: &Form<'_>, problem: &NotDone, at: usize, name: &str, value: &str) -> Markup {
    let (path, reading) = name.rsplit_once(':').unwrap_or((name, ""));
    let set_by_page = matches!(reading, "fixed" | "json" | "bool") || path.ends_with("[]") || is_word(value);
    // Of entries that were left empty nothing has to be typed again.
    let unused = path.ends_with("@place") || (value.is_empty() && path.contains('['));
    if (set_by_page || unused) && !concerns(problem, path) {
        return html! { input type="hidden" name=(name) value=(value); };
    }
    let label = label(path);
    let hint = if concerns(problem, path) { "this is what it is about" } else { "" };
    let id = format!("again-{at}");
    let last = path.rsplit('.').next().unwrap_or(path);
    let long = matches!(last, "text" | "wording" | "note" | "summary" | "file" | "agenda");
    if long || value.contains('\n') || value.chars().count() > 80 {
        form.text_again(&id, name, &label, value, hint)
    } else {
        form.line_again(&id, name, &label, value, hint)
    }
}

/// Whether a value is one of a choice's: a word of the wire.
fn is_word(value: &str) -> bool {
    value.contains('_') && value.chars().all(|c| c.is_ascii_lowercase() || c == '_')
}

/// Whether the problem is about the field: the same path, or one within it.
fn concerns(problem: &NotDone, path: &str) -> bool {
    let plain = |path: &str| path.replace('[', ".").replace(']', "").trim_end_matches('.').to_owned();
    let (about, path) = (plain(problem.field.as_deref().unwrap_or("")), plain(path));
    !about.is_empty()
        && (path == about || path.ends_with(&format!(".{about}")) || about.starts_with(&format!("{path}.")))
}

/// A path as a label: `clauses[0].text` becomes `Clauses 1: text`.
fn label(path: &str) -> String {
    let steps: Vec<String> = path
        .split('.')
        .map(|step| {
            let (name, number) = step.split_once('[').unwrap_or((step, ""));
            let name = name.trim_start_matches('@').replace('_', " ");
            match number.trim_end_matches(']').parse::<usize>() {
                Ok(number) => format!("{name} {}", number + 1),
                Err(_) => name,
            }
        })
        .collect();
    let label = steps.join(": ");
    let mut characters = label.chars();
    let first: String = characters.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}", characters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_finds_its_field() {
        let problem = |field: &str| NotDone { field: Some(field.to_owned()), ..NotDone::default() };
        assert!(concerns(&problem("clauses.0.text"), "clauses[0].text"));
        assert!(concerns(&problem("plan.parties"), "plan.parties[]"));
        assert!(!concerns(&problem("clauses.0.text"), "clauses[1].text"));
        assert!(!concerns(&NotDone::default(), "title"));
        assert_eq!(label("clauses[0].text"), "Clauses 1: text");
    }
}
