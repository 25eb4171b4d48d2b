//! A party's own brief: by form and as a file, drafted for oneself or in the delegation, handed over to the mediator. To the
//! mediator's team the same form for an estimate of a party's brief.

use crate::brief_form::{self, Names, Shown, read, table, told};
use crate::draft::FormDraft;
use crate::field::folded;
use crate::paths::{self, Query};
use crate::scripts::Script;
use crate::shell::{Here, Page};
use crate::view::View;
use crate::words::{self, Tone};
use crate::{diff, when, whose_word};
use maud::{Markup, html};
use mediant_formats::{InputFile, native};
use mediant_insight::Insight;
use mediant_model::{Brief, PartyId};
use mediant_record::authority::Authority;
use mediant_record::brief::{BriefText, Briefs};
use mediant_record::{Compartment, Event, Role};
use mediant_words::say;

/// Where whoever has this role writes a brief of a party.
pub fn home(role: &Role, party: &PartyId) -> String {
    match role.party() {
        Some(_) => "/brief".to_owned(),
        None => format!("/brief/{}", words::step(party.as_str())),
    }
}

/// A party’s own brief: the form, or what it would hand over.
pub fn page(
    view: &View<'_>,
    insight: Option<&Insight>,
    party: &PartyId,
    draft: Option<&FormDraft>,
    query: &Query,
) -> Page {
    let none = Briefs::default();
    let briefs = view.state.briefs.get(party).unwrap_or(&none);
    let deposited = briefs.deposited.last();
    let known = current(briefs).map(|brief| brief.text.read());
    let writing = Writing::new(view, party, known, draft);
    let looks = paths::value(query, "step") == Some("look");
    let main = html! {
        @if view.acts_for(party) && looks { (state(view, briefs)) (look(view, party, briefs, &writing)) }
        @else if view.acts_for(party) {
            p.lede { (say!(view, brief.our_instructions_as_far_as_we)) }
            (state(view, briefs))
            (writing.form(view, party, query))
            (as_file(view, party, &writing))
        } @else {
            p.lede { (say!(view, brief.what_our_delegation_has_written)) }
            (state(view, briefs))
            @match &writing.composed { Ok(brief) => (table::table(view, &brief.brief)), Err(why) => p.notice { (words::said(&why.message)) } }
        }
        (versions(view, briefs))
    };
    let aside = html! {
        section {
            h2 { (say!(view, brief.what_it_says_about_a_deal)) }
            @match insight {
                Some(insight) => {
                    (mediant_render::html::verdict(&insight.report.verdict))
                    p { small { (say!(view, brief.worked_out_from_the_brief)) } }
                    p { a href=(view.link("/packages")) { (say!(view, brief.what_each_package_means_for_us)) } }
                }
                None => p.empty { (say!(view, brief.nothing_to_work_out_yet)) },
            }
        }
        @if deposited.is_none() { section { h2 { (say!(view, brief.not_handed_over)) } p { (say!(view, brief.the_mediator_knows_only_what_we)) } } }
    };
    let title = if looks { say!(view, brief.title_hand_over) } else { say!(view, brief.title_own) };
    Page { title: title.into_owned(), here: Here::Brief, main, aside: Some(aside) }
}

/// The same form for the mediator's estimate of a party's brief.
pub fn estimate(view: &View<'_>, party: &PartyId, draft: Option<&FormDraft>, query: &Query) -> Option<Page> {
    view.state.negotiating().find(|known| &known.id == party)?;
    let estimated = view.state.briefs.get(party).and_then(|briefs| briefs.estimate.as_ref());
    let writing = Writing::new(view, party, estimated.map(|brief| brief.text.read()), draft);
    let main = if paths::value(query, "step") == Some("look") {
        looked(view, party, &writing, |text| {
            html! {
                @let form = view.form("estimate_brief").back(format!("/caucus/{}", words::step(party.as_str()))).read_by(view, &Compartment::Mediator);
                @let fields = html! {
                    (form.ends_draft(&writing.name))
                    (form.fixed("party", party.as_str()))
                    input type="hidden" name="text:fixed" value=(text);
                };
                (form.ends(fields, &say!(view, brief.keep_the_estimate)))
            }
        })
    } else {
        html! {
            p.lede { (say!(view, brief.your_estimate_of_what_the_brief, party = view.party(party))) }
            (writing.form(view, party, query))
        }
    };
    let title = say!(view, brief.title_estimate, party = view.party_name(party)).into_owned();
    Some(Page { title, here: Here::Caucus(party.clone()), main, aside: None })
}

/// What the party worked on last: its draft, or what it deposited since.
pub fn current(briefs: &Briefs) -> Option<&BriefText> {
    briefs.draft.iter().chain(briefs.deposited.last()).max_by_key(|brief| brief.trace.index)
}

/// A brief that says nothing yet.
pub fn beginning(view: &View<'_>, party: &PartyId) -> Brief {
    let mut brief = Brief::empty(party.clone());
    brief.case = view.state.opening.as_ref().and_then(|opening| opening.reference.clone());
    brief
}

/// What is wrong with a brief's text, as it fits the case today.
fn faults(view: &View<'_>, text: &str) -> Vec<String> {
    let file = InputFile::new("brief", text.as_bytes());
    match native::read_brief(&file, Some(&view.state.case(view.today))) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.iter().filter(|fault| fault.is_error()).map(ToString::to_string).collect(),
    }
}

/// A brief as it is written just now.
struct Writing<'a> {
    name: String,
    draft: Option<&'a FormDraft>,
    /// The brief on record, as a file.
    known: Option<&'a str>,
    fields: told::Fields,
    /// Why the text on record cannot be shown in a form.
    unread: Option<String>,
    composed: Result<read::Composed, crate::form::FormError>,
}

impl<'a> Writing<'a> {
    fn new(view: &View<'_>, party: &PartyId, known: Option<&'a str>, draft: Option<&'a FormDraft>) -> Self {
        let (names, name) = (Names::of(view.state, view.language), brief_form::draft_name(party));
        let draft = draft.filter(|draft| draft.name == name);
        let (mut fields, mut unread) = (told::Fields::new(), None);
        match (draft, known) {
            (Some(draft), _) => fields = draft.fields.clone(),
            // Whatever became of the case since: what is gone is named.
            (None, Some(text)) => match native::read_brief(&InputFile::new("brief", text.as_bytes()), None) {
                Ok((brief, _)) => fields = told::fields_of(&names, &brief),
                Err(why) => unread = Some(why.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")),
            },
            (None, None) => {}
        }
        let composed = read::composed(beginning(view, party), &names, &fields);
        Self { name, draft, known, fields, unread, composed }
    }

    fn came_back(&self) -> bool {
        self.draft.is_some_and(|draft| draft.over.is_some())
    }

    /// The brief as a file, as far as it reads: as it stands on record where nothing was changed.
    fn text(&self) -> Option<String> {
        let is_whole = self.composed.as_ref().is_ok_and(|composed| composed.gone.is_empty());
        if let Some(text) = self.known.filter(|_| self.draft.is_none() && is_whole) {
            return Some(text.to_owned());
        }
        self.composed.as_ref().ok().map(|composed| native::write_brief(&composed.brief))
    }

    fn form(&self, view: &View<'_>, party: &PartyId, query: &Query) -> Markup {
        let steps = brief_form::steps_of(&Names::of(view.state, view.language)).len();
        let step = paths::number(query, "step").and_then(|step| usize::try_from(step).ok()).unwrap_or(1);
        let version = self.draft.map(FormDraft::version).unwrap_or_default();
        let case = view.state.case(view.today);
        let shown = Shown {
            party,
            fields: &self.fields,
            step: step.clamp(1, steps.max(1)),
            draft: &self.name,
            version: &version,
            // A form that came back asks nothing that it did not ask before.
            brief: self.composed.as_ref().ok().map(|composed| &composed.brief).filter(|_| !self.came_back()),
            case: &case,
        };
        let home = home(&view.who.role, party);
        html! {
            @if let Some(why) = &self.unread { div.notice { p { (say!(view, brief.what_stands_on_record_cannot, said = words::said(why))) } } }
            @if let Some(draft) = self.draft.filter(|_| !self.came_back()) { (self.since(view, party, draft, &home)) }
            (brief_form::form(view, &shown, &home))
            (Script::Brief.element(view))
        }
    }

    /// That this is a draft of the reader's own, and how to get rid of it.
    fn since(&self, view: &View<'_>, party: &PartyId, draft: &FormDraft, home: &str) -> Markup {
        let newer = view.state.briefs.get(party).filter(|_| view.own_party().is_some()).and_then(current);
        let newer = newer.filter(|brief| brief.trace.at > draft.at);
        let form = view.form("draft_brief").to("/keep/drop").back(home);
        html! {
            details.fold {
                summary { (say!(view, brief.your_own_draft_kept, moment = when::moment(draft.at, &view.who.zone))) }
                @if newer.is_some() { p { (say!(view, brief.your_delegation_wrote_a_newer_one)) } }
                @let drops = form.ends_draft(&self.name);
                (form.ends_quietly(html! { (drops) p.readers { (say!(view, brief.nobody_reads_anything)) } }, &say!(view, brief.drop_it_and_begin_from_what)))
            }
        }
    }
}

/// Exactly what would go, and the forms that send it.
fn look(view: &View<'_>, party: &PartyId, briefs: &Briefs, writing: &Writing<'_>) -> Markup {
    looked(view, party, writing, |text| {
        html! {
            @if briefs.deposited.last().is_some_and(|brief| brief.text.read() == text) { p { (say!(view, brief.the_mediator_has_what_stands_here)) } }
            @else if view.has(&Authority::MandateOnAll(party.clone())) { (deposit(view, party, briefs, writing, text)) }
            @else { p.notice { (say!(view, brief.handing_it_over_takes_a_live, status = words::status(Tone::Blocked, say!(view, brief.no_mandate)))) } }
            @if briefs.draft.as_ref().is_none_or(|draft| draft.text.read() != text) {
                (folded(&say!(view, brief.show_it_to_our_delegation_first), share(view, party, writing, text)))
            }
        }
    })
}

fn looked(view: &View<'_>, party: &PartyId, writing: &Writing<'_>, acts: impl Fn(&str) -> Markup) -> Markup {
    let home = home(&view.who.role, party);
    let text = writing.text();
    let faults = text.as_deref().map(|text| faults(view, text)).unwrap_or_default();
    html! {
        p { a href=(home) { (say!(view, brief.back_to_the_form)) } }
        @match (&writing.composed, &text) {
            (Ok(composed), Some(text)) => {
                @if !composed.gone.is_empty() {
                    div.notice {
                        p { (say!(view, brief.left_out_because)) }
                        ul { @for gone in &composed.gone {
                            li { bdi { (view.issue_name(&gone.issue)) } @if let Some(option) = &gone.option { ", " bdi { (view.option_name(&gone.issue, option)) } } }
                        } }
                    }
                }
                @if !faults.is_empty() {
                    div.notice role="alert" {
                        p { (words::status(Tone::Blocked, say!(view, brief.this_does_not_fit_the_case))) }
                        ul { @for fault in &faults { li { (words::said(fault)) } } }
                    }
                }
                (table::table(view, &composed.brief))
                @if faults.is_empty() { (acts(text)) }
                (folded(&say!(view, brief.the_same_as_a_file), html! { pre.file { (text) } }))
            }
            (Err(why), _) => p.notice role="alert" { (words::status(Tone::Blocked, say!(view, brief.not_ready_yet))) " " (words::said(&why.message)) ". " a href=(home) { (say!(view, brief.go_back_to_the_form)) } }
            _ => {}
        }
    }
}

fn deposit(view: &View<'_>, party: &PartyId, briefs: &Briefs, writing: &Writing<'_>, text: &str) -> Markup {
    let version = briefs.deposited.last().map_or(0, |brief| brief.version);
    let form = view.form("deposit_brief").back("/brief").read_by(view, &Compartment::Caucus(party.clone()));
    let fields = html! {
        p { (say!(view, brief.this_is_what_goes)) }
        (form.ends_draft(&writing.name))
        (form.fixed("party", party.as_str()))
        input type="hidden" name="replaces_version:number" value=(version);
        // What is handed over is what was looked at here, whatever became of the draft meanwhile.
        input type="hidden" name="text:fixed" value=(text);
    };
    let button =
        if version == 0 { say!(view, brief.hand_it_over) } else { say!(view, brief.hand_it_over_amended) };
    form.ends(fields, &button)
}

fn share(view: &View<'_>, party: &PartyId, writing: &Writing<'_>, text: &str) -> Markup {
    let form = view.form("draft_brief").back("/brief").read_by(view, &Compartment::Delegation(party.clone()));
    let fields = html! {
        (form.ends_draft(&writing.name))
        (form.fixed("party", party.as_str()))
        input type="hidden" name="text:fixed" value=(text);
    };
    form.ends(fields, &say!(view, brief.show_it_to_our_delegation))
}

fn state(view: &View<'_>, briefs: &Briefs) -> Markup {
    let is_newer = |draft: &BriefText| {
        briefs
            .deposited
            .last()
            .is_none_or(|deposited| deposited.trace.index < draft.trace.index && deposited.text != draft.text)
    };
    html! {
        ul.items.brief-state {
            @match briefs.deposited.last() {
                Some(brief) => li { (say!(view, brief.version, status = words::status(Tone::Agreed, say!(view, brief.handed_over)), version = brief.version, moment = when::moment(brief.trace.at, &view.who.zone), at = whose_word::at(view, &brief.trace))) },
                None => li { (words::status(Tone::Open, say!(view, brief.not_handed_over_2))) },
            }
            @if let Some(draft) = briefs.draft.as_ref().filter(|draft| is_newer(draft)) {
                li { (say!(view, brief.in_our_delegation_not_handed_over, status = words::status(Tone::Partly, say!(view, brief.draft)), moment = when::moment(draft.trace.at, &view.who.zone))) }
            }
        }
        (whose_word::besides(view, |event| matches!(event, Event::BriefDeposited(_))))
    }
}

fn as_file(view: &View<'_>, party: &PartyId, writing: &Writing<'_>) -> Markup {
    let form = view.form("draft_brief").read_by(view, &Compartment::Delegation(party.clone()));
    let text = writing.text().unwrap_or_default();
    let fields = html! {
        (form.ends_draft(&writing.name))
        (form.fixed("party", party.as_str()))
        (super::beginning::chooser("text", &say!(view, brief.choose_the_file), ".toml,.txt,text/plain"))
        (form.file("text", &say!(view, brief.brief_file), &text, 16, true, &say!(view, brief.a_mediant_brief_file_it_takes)))
    };
    html! {
        (folded(&say!(view, brief.as_a_file), form.ends(fields, &say!(view, brief.take_the_file_as_our_delegations))))
        (Script::Begin.element(view))
    }
}

fn versions(view: &View<'_>, briefs: &Briefs) -> Markup {
    html! {
        @if !briefs.deposited.is_empty() {
            h2 { (say!(view, brief.what_was_handed_over)) }
            @for (at, brief) in briefs.deposited.iter().enumerate().rev() {
                details.fold {
                    summary { (say!(view, brief.version_2, version = brief.version, moment = when::moment(brief.trace.at, &view.who.zone), at = whose_word::at(view, &brief.trace))) }
                    pre.file { @match at.checked_sub(1).and_then(|before| briefs.deposited.get(before)) {
                        Some(before) => (diff::marked(before.text.read(), brief.text.read())),
                        None => (brief.text.read()),
                    } }
                }
            }
        }
    }
}

/// A brief on record, as its table; the file itself where it reads as none.
pub(super) fn on_record(view: &View<'_>, text: &str) -> Markup {
    match native::read_brief(&InputFile::new("brief", text.as_bytes()), None) {
        Ok((brief, _)) => table::table(view, &brief),
        Err(_) => html! { pre.file { (text) } },
    }
}
