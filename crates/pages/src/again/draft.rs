//! A form that its author began: the page shows it as it was left.

use super::fill::{Said, filled};
use super::tags::{replaced, tags};
use super::{Again, Fault, MARK, at_the_top, likeness};
use crate::draft::FormDraft;
use crate::form::Sent;
use crate::view::View;
use crate::when;
use crate::words::Tone;
use maud::html;
use mediant_record::Command;
use mediant_words::say;

/// The page's document with a draft in its form; as it is where the page has no form that keeps itself under the name.
///
/// Where the form is about something else by now, what was typed stands at the top, to be copied or sent as it is.
pub fn with_draft(view: &View<'_>, document: String, draft: &FormDraft) -> String {
    let all = tags(&document);
    let is_it =
        |tag: &&super::Tag| tag.name == "form" && tag.value("data-keeps") == Some(draft.name.as_str());
    let Some(at) = all.iter().position(|tag| is_it(&tag)) else { return document };
    let (Some(begin), Some(end)) = (all.get(at), all.iter().skip(at).find(|tag| tag.name == "/form")) else {
        return document;
    };
    let action = begin.value("action").unwrap_or_default();
    let kind = Command::KINDS.iter().copied().find(|kind| action.strip_prefix("/do/") == Some(*kind));
    let form = document.get(begin.range.start..end.range.end).unwrap_or_default();
    let mut sent = Sent::new(draft.fields.iter().cloned());
    let since = when::moment(draft.at, &view.who.zone);
    if likeness(form, &sent).is_none() {
        let fault = Fault {
            lead: say!(view, again.not_sent_yet),
            tone: Tone::Open,
            cause: say!(view, again.what_this_was_about_has_changed).into_owned(),
            help: None,
            field: None,
        };
        let Some(kind) = kind else { return document };
        return at_the_top(&document, &Again::new(kind, sent, fault).typed(view));
    }
    sent.fields.push(("own_draft_version".to_owned(), draft.version()));
    let shown = filled(form, &sent, &Said { language: view.language, sentence: "", path: None }, MARK).markup;
    let note = html! { p.notice { (say!(view, again.you_began_this, since = since)) } }.into_string();
    let drop = html! { p.act { button.quiet type="submit" formaction="/keep/drop" formnovalidate { (say!(view, again.drop_what_i_began)) } } };
    let opening = tags(&shown).into_iter().next().map_or(0, |tag| tag.range.end);
    let closing = shown.rfind("</form>").unwrap_or(shown.len());
    let shown = replaced(&shown, vec![(opening..opening, note), (closing..closing, drop.into_string())]);
    let mut edits = vec![(begin.range.start..end.range.end, shown)];
    // The folds that it lies in are open.
    let mut folds = Vec::new();
    for tag in all.iter().take(at) {
        match tag.name.as_str() {
            "details" => folds.push(tag.clone()),
            "/details" => drop_last(&mut folds),
            _ => {}
        }
    }
    edits.extend(folds.into_iter().map(super::opened));
    replaced(&document, edits)
}

fn drop_last<T>(of: &mut Vec<T>) {
    of.pop();
}
