//! Every form of every page, with every fault of its fields: the page comes back, what was typed is in it, the fault is beside
//! its field; mended, it is what it would have been from the start.
//!
//! The forms are those that the pages show: a new one is in here without anybody's doing. Of forms that have the same fields
//! and are shown to the same reader one is tried.

use super::record::{Played, TODAY, agreed, full, later};
use super::{ENGLISH, all, everything, everything_in, filled, now, viewers};
use mediant_model::{Brief, PartyId};
use mediant_pages::again::{Again, Fault};
use mediant_pages::form::Sent;
use mediant_pages::view::{View, Viewer};
use mediant_pages::words::Tone;
use mediant_pages::{actions, brief_form};
use mediant_record::{Actor, Command};
use mediant_words::{Language, say};
use scraper::{ElementRef, Html};
use std::collections::{BTreeMap, BTreeSet};

type Fields = Vec<(String, String)>;

/// What comes with every form.
const OF_EVERY_FORM: [&str; 6] = ["token", "request", "return", "page", "own_draft", "own_draft_version"];

/// What says which of a form's buttons was pressed: nothing that was typed.
const OF_BUTTONS: [&str; 3] = ["go", "left", "resolution"];

/// Forms that no command comes of, and where each is sent: `None` where nothing is typed.
const OTHERS: [(&str, &str); 4] = [
    ("/invite", "invite"),
    ("/doors/announce", "announce_door"),
    ("/account", "account"),
    ("/account/password", "password"),
];

/// A form on a page.
struct Tried<'a> {
    played: &'a Played,
    who: &'a Viewer,
    path: &'a str,
    page: &'a str,
    action: String,
    kind: &'static str,
    language: Language,
    /// The form as it is sent with everything filled in.
    base: Fields,
}

fn kind_of(action: &str) -> Option<&'static str> {
    let of_pages = actions::OF_REPORTS.iter().map(|(kind, action)| (*action, *kind)).chain(OTHERS);
    let known = of_pages.chain([(brief_form::ACTION, brief_form::KIND)]).find(|(known, _)| *known == action);
    let command = || Command::KINDS.iter().copied().find(|kind| action.strip_prefix("/do/") == Some(*kind));
    known.map(|(_, kind)| kind).or_else(command)
}

/// What a browser sends of a form as it stands.
fn as_it_stands(form: ElementRef<'_>) -> Fields {
    let mut fields = Fields::new();
    for field in form.select(&all("input, select, textarea")) {
        let Some(name) = field.attr("name").map(str::to_owned) else { continue };
        let value = field.attr("value").unwrap_or("").to_owned();
        match (field.value().name(), field.attr("type").unwrap_or("text")) {
            ("textarea", _) => fields.push((name, field.text().collect())),
            ("select", _) => {
                let options: Vec<ElementRef<'_>> = field.select(&all("option")).collect();
                let chosen =
                    options.iter().find(|option| option.attr("selected").is_some()).or(options.first());
                let value = chosen.map(|option| {
                    option.attr("value").map_or_else(|| option.text().collect(), str::to_owned)
                });
                fields.extend(value.map(|value| (name, value)));
            }
            (_, "checkbox" | "radio") if field.attr("checked").is_none() => {}
            (_, "password" | "file") => {}
            _ => fields.push((name, value)),
        }
    }
    fields
}

/// What a form tells, in order: an empty field tells nothing, and what is secret is never shown again.
fn told(fields: &Fields) -> Fields {
    let mut told = fields.clone();
    told.retain(|(name, value)| {
        let is_secret = matches!(name.as_str(), "current" | "password" | "again");
        let is_typed = !OF_EVERY_FORM.contains(&name.as_str()) && !OF_BUTTONS.contains(&name.as_str());
        is_typed && !is_secret && !value.is_empty()
    });
    told.sort();
    told
}

/// The faults that are tried in a field: what it is called, and what it says then.
fn faults(field: ElementRef<'_>) -> Vec<(&'static str, Option<String>)> {
    let typed = field.attr("type").unwrap_or("text");
    match (field.value().name(), typed) {
        ("select", _) => vec![("an option that is gone", Some("no-such-option".to_owned()))],
        (_, "hidden" | "password" | "file") => Vec::new(),
        (_, "checkbox") => vec![("nothing ticked", None)],
        (_, "radio") => {
            vec![("nothing chosen", None), ("a choice that is gone", Some("no-such-choice".to_owned()))]
        }
        _ => [
            ("empty", String::new()),
            ("20,000 characters", "ж".repeat(20_000)),
            ("300,000 characters", "ж".repeat(300_000)),
            ("a control character", "a\u{7}b".to_owned()),
            ("a direction character", "a\u{202e}b".to_owned()),
            ("a number as a word", "twelve".to_owned()),
            ("a number with a letter", "12,5x".to_owned()),
            ("a day that does not exist", "30 February 2025".to_owned()),
            ("a day that could be two", "5/6/2025".to_owned()),
            ("markup", "</textarea><script>\"'&amp;".to_owned()),
        ]
        .map(|(what, value)| (what, Some(value)))
        .into(),
    }
}

impl Tried<'_> {
    fn actor(&self) -> Actor {
        Actor { role: self.who.role.clone(), person: self.who.person.clone() }
    }

    /// What in it cannot be read, if anything; and the command that it is otherwise.
    fn read(&self, sent: &Sent) -> Result<Option<Command>, Fault> {
        let unclear = |field: Option<String>, cause: String| Fault {
            lead: say!(self.language, problem.not_done),
            tone: Tone::Blocked,
            cause,
            help: None,
            field,
        };
        if self.kind == brief_form::KIND {
            let party = self.who.role.party().cloned().unwrap_or_else(|| PartyId::new("north"));
            let names = brief_form::Names::of(&self.played.states[&self.who.role.reader()], self.language);
            return match brief_form::compose(Brief::empty(party), &names, sent) {
                Ok(_) => Ok(None),
                Err(why) => Err(unclear(why.field, why.message)),
            };
        }
        if !self.action.starts_with("/do/") {
            return Ok(None);
        }
        let command = sent.command(self.kind, &jiff::tz::TimeZone::UTC, self.language);
        command.map(Some).map_err(|why| unclear(why.field, why.message))
    }

    /// What is wrong with what is sent, if anything is; and the command that it is otherwise.
    fn answer(&self, sent: &Sent) -> Result<Option<Command>, Fault> {
        let Some(command) = self.read(sent)? else { return Ok(None) };
        match self.played.refusal(&self.actor(), &command) {
            None => Ok(Some(command)),
            Some(refusal) => Err(Fault {
                lead: say!(self.language, problem.not_done),
                tone: Tone::Blocked,
                cause: refusal.message,
                help: refusal.help,
                field: refusal.field,
            }),
        }
    }

    /// The page with the form that came back.
    fn again(&self, fields: &Fields, fault: &Fault) -> String {
        let mut sent = Sent::new(fields.iter().cloned());
        sent.back = Some(self.path.to_owned());
        let view = View::new(&self.played.states[&self.who.role.reader()], self.who, now(), TODAY, self.path)
            .in_language(self.language);
        Again::new(self.kind, sent, fault.clone()).put_into(&view, self.page)
    }
}

/// Forms as they come back in a language, one for each thing that is said where a field cannot be read: what it is, and the page.
pub fn unread(played: &Played, typed: &[&str], language: Language) -> Vec<(String, String)> {
    let (viewers, mut tried, mut told, mut back) = (viewers(), BTreeSet::new(), BTreeSet::new(), Vec::new());
    for ((at, path), page) in &everything_in(played, language) {
        let who = &viewers[*at];
        let document = Html::parse_document(page);
        for form in document.select(&all("main form[method=post], aside form[method=post]")) {
            let action = form.attr("action").unwrap().to_owned();
            let Some(kind) = kind_of(&action) else { continue };
            if !action.starts_with("/do/") && kind != brief_form::KIND {
                continue;
            }
            let base = filled(form, true);
            let names: BTreeSet<String> =
                base.iter().map(|(name, _)| name.chars().filter(|c| !c.is_ascii_digit()).collect()).collect();
            if !tried.insert((action.clone(), names)) {
                continue;
            }
            let tried = Tried { played, who, path, page, action: action.clone(), kind, base, language };
            for (name, _) in tried.base.iter().filter(|(name, _)| !OF_EVERY_FORM.contains(&name.as_str())) {
                for value in typed {
                    let mut fields = tried.base.clone();
                    for (_, sent) in fields.iter_mut().filter(|(known, _)| known == name) {
                        (*value).clone_into(sent);
                    }
                    let Err(fault) = tried.read(&Sent::new(fields.iter().cloned())) else { continue };
                    if told.insert((action.clone(), fault.cause.clone())) {
                        back.push((format!("{action} {name} {value}"), tried.again(&fields, &fault)));
                    }
                }
            }
        }
    }
    back
}

/// What goes wrong in a form with one field changed, or left out.
fn wrong(
    form: &Tried<'_>,
    name: &str,
    value: Option<&str>,
    is_choice: bool,
    base_is_done: bool,
) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut fields = form.base.clone();
    match value {
        // Before a single box stands what it says when it is not ticked.
        None => fields.retain(|(known, sent)| known != name || sent == "false"),
        Some(value) => {
            let first = fields.iter_mut().find(|(known, _)| known == name);
            value.clone_into(&mut first.unwrap().1);
        }
    }
    let answer = form.answer(&Sent::new(fields.iter().cloned()));
    let fault = match answer {
        Err(fault) => fault,
        // Of these the desk finds out more than this test: any fault of theirs comes back in the same way.
        Ok(None) if !form.action.starts_with("/do/") => Fault {
            lead: "Not done.".into(),
            tone: Tone::Blocked,
            cause: "this cannot be".to_owned(),
            help: None,
            field: Some(name.split(':').next().unwrap().to_owned()),
        },
        Ok(_) => return wrong,
    };
    let page = Html::parse_document(&form.again(&fields, &fault));
    let before = Html::parse_document(form.page);
    let said = |page: &Html, part: &str| -> String {
        page.select(&all(part)).next().map(|part| part.text().collect()).unwrap_or_default()
    };
    if said(&page, "title") != said(&before, "title") || said(&page, "h1") != said(&before, "h1") {
        wrong.push("it is another page".to_owned());
    }
    let Some(back) = page.select(&all("form[data-sent]")).next() else {
        wrong.push("the form is not on the page".to_owned());
        return wrong;
    };
    let mut expected = told(&fields);
    let stands = told(&as_it_stands(back));
    if is_choice {
        // What is not offered is not chosen, and nothing else in its place.
        expected.retain(|(known, _)| known != name);
    }
    if stands != expected {
        let differs = |(a, b): &(&(String, String), &(String, String))| a != b;
        let first =
            stands.iter().zip(&expected).find(differs).map(|(a, b)| format!("{:.60?} for {:.60?}", a, b));
        wrong.push(format!(
            "what was typed is not there: {first:?} ({} for {})",
            stands.len(),
            expected.len()
        ));
    }
    let marked: Vec<ElementRef<'_>> = back.select(&all("[aria-invalid=true]")).collect();
    let ids: BTreeSet<&str> = page.select(&all("[id]")).filter_map(|with| with.attr("id")).collect();
    for control in &marked {
        let described = control.attr("aria-describedby").unwrap_or_default();
        if described.is_empty() || !described.split(' ').all(|id| ids.contains(id)) {
            wrong.push("nothing is said beside a field".to_owned());
        }
    }
    if base_is_done {
        if !marked.iter().any(|control| control.attr("name") == Some(name)) {
            wrong.push(format!("the field is not marked: {:?} {:.80}", fault.field, fault.cause));
        } else if marked[0].attr("autofocus").is_none()
            && !marked.iter().any(|one| one.attr("autofocus").is_some())
        {
            wrong.push("the focus is elsewhere".to_owned());
        }
        let links = all("[data-part=problem] a");
        let mut leads = page.select(&links).filter_map(|link| link.attr("href"));
        if !leads.any(|to| to.strip_prefix('#').is_some_and(|id| ids.contains(id))) {
            wrong.push("the line at the top leads nowhere".to_owned());
        }
        if fault.cause.contains('`')
            && !page
                .select(&all("[data-part=problem]"))
                .next()
                .unwrap()
                .text()
                .all(|text| !text.contains('`'))
        {
            wrong.push("it is said in the words of programs".to_owned());
        }
    }
    for fold in
        back.ancestors().filter_map(ElementRef::wrap).filter(|parent| parent.value().name() == "details")
    {
        if fold.attr("open").is_none() {
            wrong.push("the form is folded away".to_owned());
        }
    }
    // Mended, it is what it would have been.
    let mut mended = stands;
    mended.retain(|(known, sent)| known != name || Some(sent.as_str()) != value && !is_choice);
    mended.extend(form.base.iter().filter(|(known, value)| known == name && !value.is_empty()).cloned());
    let (mended, base) = (told(&mended), told(&form.base));
    if mended.iter().collect::<BTreeSet<_>>() != base.iter().collect::<BTreeSet<_>>() {
        wrong.push("mended it is not what it would have been".to_owned());
    }
    wrong
}

#[test]
fn every_fault_of_every_field_comes_back_with_the_page() {
    let (mut tried, mut faulty, mut done) = (BTreeSet::new(), 0, 0);
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    let mut kinds: BTreeMap<&'static str, usize> = BTreeMap::new();
    let viewers = viewers();
    for played in [full(""), later(), agreed(), Played::empty(&super::record::PARTIES)] {
        for ((at, path), page) in &everything(&played) {
            let who = &viewers[*at];
            let document = Html::parse_document(page);
            for form in document.select(&all("main form[method=post], aside form[method=post]")) {
                let action = form.attr("action").unwrap().to_owned();
                let names: Vec<String> = form
                    .select(&all("[name]"))
                    .filter_map(|field| field.attr("name"))
                    .map(|name| name.chars().filter(|c| !c.is_ascii_digit()).collect())
                    .collect();
                let names: BTreeSet<String> = names.into_iter().collect();
                if !tried.insert((action.clone(), who.role.reader(), names)) {
                    continue;
                }
                let Some(kind) = kind_of(&action) else { continue };
                let form_of = Tried {
                    played: &played,
                    who,
                    path,
                    page,
                    action: action.clone(),
                    kind,
                    language: ENGLISH,
                    base: filled(form, true),
                };
                let base_is_done = form_of.answer(&Sent::new(form_of.base.iter().cloned())).is_ok();
                done += usize::from(base_is_done);
                let mut seen = BTreeSet::new();
                kinds.entry(kind).or_default();
                for field in form.select(&all("input, select, textarea")) {
                    let Some(name) = field.attr("name").filter(|name| !OF_EVERY_FORM.contains(name)) else {
                        continue;
                    };
                    // One entry of a list stands for all of them.
                    let plain: String = name.chars().filter(|c| !c.is_ascii_digit()).collect();
                    if !form_of.base.iter().any(|(known, _)| known == name) || !seen.insert(plain) {
                        continue;
                    }
                    for (what, value) in faults(field) {
                        let is_choice =
                            field.value().name() == "select" || field.attr("type") == Some("radio");
                        let wrong = wrong(&form_of, name, value.as_deref(), is_choice, base_is_done);
                        faulty += 1;
                        *kinds.entry(kind).or_default() += 1;
                        for wrong in wrong {
                            *found
                                .entry(format!("{action} {name} ({}), {what}: {wrong}", who.role.word()))
                                .or_default() += 1;
                        }
                    }
                }
            }
        }
    }
    println!("{} forms, {done} of them done as filled in, {faulty} faults", tried.len());
    let found: Vec<_> = found.keys().collect();
    assert!(found.is_empty(), "{} of {faulty}:\n{found:#?}", found.len());
    for kind in Command::KINDS {
        // What the desk asks for when somebody is let in has a form of another name.
        let at_the_door = matches!(*kind, "open_door" | "announce_door");
        let by_form = format!("{kind}_by_form");
        let is_tried = kinds.keys().any(|tried| tried == kind || *tried == by_form);
        assert!(is_tried || at_the_door, "no form for `{kind}` was tried");
    }
}
