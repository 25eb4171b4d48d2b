//! Deleting a caucus, which its party is asked about first; and what a delegation keeps to itself, which it deletes itself.

use crate::field::folded;
use crate::view::View;
use crate::when;
use crate::words::{self, Tone};
use maud::{Markup, html};
use mediant_model::PartyId;
use mediant_record::authority::Authority;
use mediant_record::deletion::MayDelete;
use mediant_record::{Compartment, Role};

/// That a caucus was deleted, with what its party was told of it.
pub fn notice(view: &View<'_>, party: &PartyId) -> Markup {
    let caucus = Compartment::Caucus(party.clone());
    let own = Compartment::Delegation(party.clone());
    html! {
        @if view.state.deleted.contains(&caucus) {
            p { (words::status(Tone::Ended, "deleted")) " Its key was destroyed: nobody can read it any more." }
            @if let Some(told) = &view.state.deletion_told {
                p {
                    "The mediator deleted it on " (when::moment(told.trace.at, &view.who.zone)) ", with " (told.entries)
                    " entries. The last link was " code.link { (told.link) }
                    ". A copy that we downloaded before still opens them, and shows that they stood here."
                }
            }
        }
        @if view.state.deleted.contains(&own) {
            p { (words::status(Tone::Ended, "deleted")) " What the delegation kept to itself was deleted by " (view.party(party)) " itself." }
        }
        @if let Some(question) = asked(view, party) { (question) }
    }
}

/// At the top of every page of a party: that the mediator asks whether its caucus may be deleted, as long as nobody has answered; and on
/// its first page that it was.
pub fn at_the_top(view: &View<'_>, on_first_page: bool) -> Markup {
    let Some(own) = view.own_party() else { return html! {} };
    let waits = view.state.deletions.get(&own).filter(|asked| asked.answer.is_none());
    let gone = view.state.deleted.contains(&Compartment::Caucus(own.clone()));
    html! {
        @if let Some(asked) = waits.filter(|_| !gone) {
            section.notice role="alert" aria-label="May our caucus be deleted?" {
                p {
                    (words::status(Tone::Blocked, "May our caucus be deleted?"))
                    " The mediator asked on " (when::moment(asked.trace.at, &view.who.zone)) ". Nobody could ever read it again, us included. "
                    @match view.state.may_delete(&own, view.now) {
                        MayDelete::Waits(until) => { "Without an answer of a principal the mediator may from " (when::moment(until, &view.who.zone)) " on. " }
                        _ => "No answer of a principal came in time: the mediator may. "
                    }
                    a href=(view.link("/caucus")) { "Agree or refuse" } "."
                }
            }
        }
        @if on_first_page && gone {
            section.notice role="status" aria-label="Our caucus was deleted" {
                p { (words::status(Tone::Ended, "Our caucus was deleted.")) " " a href=(view.link("/caucus")) { "When, by whom, and what a copy of ours still shows" } "." }
            }
        }
    }
}

/// The question to a principal whether the caucus may be deleted, or what was answered.
fn asked(view: &View<'_>, party: &PartyId) -> Option<Markup> {
    let asked = view.state.deletions.get(party)?;
    let answers = matches!(&view.who.role, Role::Principal(own) if own == party)
        && view.has(&Authority::Office(party.clone()));
    let form = |agrees: bool, button: &str| {
        let form = view.form("answer_deletion").read_by(view, &Compartment::Caucus(party.clone()));
        let form = if agrees {
            form.confirm("Agree that the caucus is deleted for good? Nobody can read it then, the delegation included.")
        } else {
            form
        };
        let fields = html! {
            (form.fixed("party", party.as_str()))
            (form.fixed("agrees:bool", if agrees { "true" } else { "false" }))
        };
        form.ends_quietly(fields, button)
    };
    Some(html! {
        div.notice role="status" {
            p {
                (words::status(Tone::Open, "asked")) " On " (when::moment(asked.trace.at, &view.who.zone))
                " the mediator asked whether this caucus may be deleted for good. "
                @match view.state.may_delete(party, view.now) {
                    MayDelete::Refused => { (view.party(party)) " refused. That stands." }
                    MayDelete::Waits(until) => { "Without an answer the mediator may from " (when::moment(until, &view.who.zone)) " on." }
                    MayDelete::Yes if asked.answer.is_some() => { (view.party(party)) " agreed." }
                    MayDelete::Yes | MayDelete::NotAsked => { "No answer came in time: the mediator may." }
                }
            }
            @if answers { (form(true, "Agree")) (form(false, "Refuse")) }
        }
    })
}

/// What the reader may ask for: the mediator that the caucus is deleted, a principal that what the delegation keeps to itself is.
pub fn acts(view: &View<'_>, party: &PartyId) -> Markup {
    let gone = view.state.deleted.contains(&Compartment::Caucus(party.clone()))
        || view.state.deleted.contains(&Compartment::Delegation(party.clone()));
    let mediator = view.mediates() && view.who.role == Role::Mediator;
    let principal = matches!(&view.who.role, Role::Principal(own) if own == party)
        && view.has(&Authority::Office(party.clone()));
    html! {
        @if mediator && !gone {
            section { h2 { "Delete" }
                @match view.state.may_delete(party, view.now) {
                    MayDelete::Yes => { (folded("Delete this caucus for good", delete(view, party))) }
                    MayDelete::NotAsked => { (folded("Ask whether this caucus may be deleted", ask(view, party))) }
                    MayDelete::Waits(until) => { p { (view.party(party)) " was asked, and may answer until " (when::moment(until, &view.who.zone)) "." } }
                    MayDelete::Refused => { p { (view.party(party)) " refused that this caucus is deleted." } }
                }
            }
        }
        @if principal && !gone {
            section { h2 { "Delete" } (folded("Delete what the delegation keeps to itself", delete_own(view, party))) }
        }
    }
}

fn ask(view: &View<'_>, party: &PartyId) -> Markup {
    let form = view.form("ask_to_delete").read_by(view, &Compartment::Caucus(party.clone()));
    let fields = html! {
        p { "The party is asked first. It has seven days; a refusal stands." }
        (form.fixed("party", party.as_str()))
    };
    form.ends_quietly(fields, "Ask")
}

fn delete(view: &View<'_>, party: &PartyId) -> Markup {
    let form = view
        .form("delete_compartment")
        .confirm("Delete this caucus for good? Its key is destroyed; nobody can ever read it again.")
        .saying(view, "Who will read on record that it was deleted", &[Compartment::Mediator]);
    let fields = html! {
        p { "Its key is destroyed. Nobody can read it ever again, you included; what was passed on stays with those who heard it. The party is told." }
        (form.fixed("compartment", &Compartment::Caucus(party.clone()).name()))
    };
    form.ends_quietly(fields, "Delete it for good")
}

fn delete_own(view: &View<'_>, party: &PartyId) -> Markup {
    let form = view
        .form("delete_compartment")
        .confirm("Delete what the delegation keeps to itself for good? Nobody can ever read it again.")
        .saying(view, "Who will read that it was deleted", &[Compartment::Caucus(party.clone())]);
    let fields = html! {
        p { "Notes, drafts of briefs, and answers in rounds and mediations go: nobody can read them ever again, and nothing can be added. The mediator reads that it was deleted, not what or how much it was." }
        (form.fixed("compartment", &Compartment::Delegation(party.clone()).name()))
    };
    form.ends_quietly(fields, "Delete it for good")
}
