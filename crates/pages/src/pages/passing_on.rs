//! Passing on what a party told: looked at before it is done.

use crate::reads::Readership;
use crate::shell::{Here, Page};
use crate::view::View;
use crate::words::{self, Tone};
use crate::{when, whose_word};
use maud::html;
use mediant_model::PartyId;
use mediant_record::Compartment;
use mediant_record::item::{Item, ItemId, Release};

/// Those to whom an item may be passed on, the fewest first. Whoever told it reads in its caucus that it was passed on.
fn passed_to(told: &Item, hearer: &PartyId, alone: &str) -> Vec<Readership> {
    let teller = Compartment::Caucus(told.party.clone());
    let places = vec![Compartment::Caucus(hearer.clone()), teller];
    let mut to = vec![
        Readership { value: alone.to_owned(), how: "in confidence".to_owned(), places },
        Readership::sent_as("\"table\"", "at the table", Compartment::Table),
    ];
    if told.release == Release::Public {
        to.push(Readership::sent_as("\"public\"", "", Compartment::Public));
    }
    to
}

/// The page on which passing an item on is looked at before it is done.
pub fn page(view: &View<'_>, item: &ItemId, hearer: &PartyId) -> Option<Page> {
    let told = view.state.items.get(item)?;
    view.state.negotiating().find(|known| &known.id == hearer)?;
    let verbatim = told.release >= Release::Verbatim;
    let others = view.state.negotiating().filter(|party| &party.id != hearer).count();
    let back = format!("/caucus/{}", words::step(told.party.as_str()));
    let main = html! {
        p.lede { a href=(back) { "Back to the caucus with " (view.party(&told.party)) } }
        h2 { "What was told" }
        article.item {
            p { (words::release_tag(told.release)) (words::said(told.text.read())) }
            p { small { (view.party(&told.party)) @if let Some(person) = &told.person { " · " (view.person(person)) }
                " · " (when::moment(told.trace.at, &view.who.zone)) " · " (words::release_meaning(told.release)) (whose_word::of_item(view, item, told)) } }
        }
        @if told.release == Release::Held {
            p { (words::status(Tone::Blocked, "held")) " Nothing of it may pass. " (view.party(&told.party)) " has to release it first." }
        } @else {
            h2 { "What " (view.party(hearer)) " will get" }
            @if verbatim {
                div.letter {
                    p { "Words of " (view.party(&told.party)) ": " (words::said(told.text.read())) }
                    p { small { "from the mediator" @if let Some(issue) = &told.issue { " · on " bdi { (view.issue_name(issue)) } } } }
                }
                p { "It learns whose words they are, and nothing else: not the session, not the speaker, not the day." }
            } @else {
                div.letter {
                    p { em { "the words you write below" } }
                    p { small { "from the mediator" @if let Some(issue) = &told.issue { " · on " bdi { (view.issue_name(issue)) } } } }
                }
                p {
                    "It does not learn whose it is. "
                    @if others == 1 { strong { "But with two parties at the table it can tell that it comes from " (view.party(&told.party)) ", unless it could be your own idea." } }
                    @else { "It can guess among " (others) " parties." }
                }
            }
            @if view.mediates() {
                ({
                    let form = view.form("pass_item_on").back(back.clone()).read_as_chosen();
                    let alone = serde_json::json!({ "party": hearer.as_str() }).to_string();
                    let to = passed_to(told, hearer, &alone);
                    let fields = html! {
                        (form.fixed("item", item.as_str()))
                        (form.audience(view, "to:json", "Who will read it", &to, Some(&alone)))
                        p { small { (view.party(&told.party)) " reads that it was passed on, to whom, and in which words." } }
                        @if verbatim { (form.text("wording", "A part of it", false, "word for word; all of it where empty")) }
                        @else { (form.text("wording", "In your own words", true, "not the words that were told, and not whose they are")) }
                    };
                    form.confirm("Pass it on? This goes on record, and the party that told it sees it.").ends(fields, "Pass it on")
                })
            }
        }
    };
    Some(Page {
        title: format!("Pass on to {}", view.party_name(hearer)),
        here: Here::Caucus(told.party.clone()),
        main,
        aside: None,
    })
}
