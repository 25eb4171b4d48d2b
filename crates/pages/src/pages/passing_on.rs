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
use mediant_words::say;

/// Those to whom an item may be passed on, the fewest first. Whoever told it reads in its caucus that it was passed on.
fn passed_to(view: &View<'_>, told: &Item, hearer: &PartyId, alone: &str) -> Vec<Readership> {
    let teller = Compartment::Caucus(told.party.clone());
    let places = vec![Compartment::Caucus(hearer.clone()), teller];
    let mut to = vec![
        Readership {
            value: alone.to_owned(),
            how: say!(view, passing_on.in_confidence).into_owned(),
            places,
        },
        Readership::sent_as("\"table\"", say!(view, passing_on.at_the_table), Compartment::Table),
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
        p.lede { a href=(back) { (say!(view, passing_on.back_to_the_caucus_with, party = view.party(&told.party))) } }
        h2 { (say!(view, passing_on.what_was_told)) }
        article.item {
            p { (words::release_tag(view, told.release)) (words::said(told.text.read())) }
            p { small { (view.party(&told.party)) @if let Some(person) = &told.person { " · " (view.person(person)) }
                " · " (when::moment(told.trace.at, &view.who.zone)) " · " (words::release_meaning(view, told.release)) (whose_word::of_item(view, item, told)) } }
        }
        @if told.release == Release::Held {
            p { (say!(view, passing_on.nothing_of_it_may_pass, status = words::status(Tone::Blocked, say!(view, passing_on.held)), party = view.party(&told.party))) }
        } @else {
            h2 { (say!(view, passing_on.what_will_get, party = view.party(hearer))) }
            @if verbatim {
                div.letter {
                    p { (say!(view, passing_on.words_of, party = view.party(&told.party), said = words::said(told.text.read()))) }
                    p { small { (say!(view, passing_on.from_the_mediator)) @if let Some(issue) = &told.issue { " · " (say!(view, passing_on.on, issue_name = html! { bdi { (view.issue_name(issue)) } })) } } }
                }
                p { (say!(view, passing_on.it_learns_whose_words_they)) }
            } @else {
                div.letter {
                    p { em { (say!(view, passing_on.the_words_you_write_below)) } }
                    p { small { (say!(view, passing_on.from_the_mediator)) @if let Some(issue) = &told.issue { " · " (say!(view, passing_on.on, issue_name = html! { bdi { (view.issue_name(issue)) } })) } } }
                }
                p {
                    (say!(view, passing_on.it_does_not_learn_whose)) " "
                    @if others == 1 { strong { (say!(view, passing_on.but_with_two_parties, party = view.party(&told.party))) } }
                    @else { (say!(view, passing_on.it_can_guess_among_parties, others = others)) }
                }
            }
            @if view.mediates() {
                ({
                    let form = view.form("pass_item_on").back(back.clone()).read_as_chosen();
                    let alone = serde_json::json!({ "party": hearer.as_str() }).to_string();
                    let to = passed_to(view, told, hearer, &alone);
                    let fields = html! {
                        (form.fixed("item", item.as_str()))
                        (form.audience(view, "to:json", &say!(view, passing_on.who_will_read_it), &to, Some(&alone)))
                        p { small { (say!(view, passing_on.reads_that_it_was_passed, party = view.party(&told.party))) } }
                        @if verbatim { (form.text("wording", &say!(view, passing_on.a_part_of_it), false, &say!(view, passing_on.word_for_word_all))) }
                        @else { (form.text("wording", &say!(view, passing_on.in_your_own_words), true, &say!(view, passing_on.not_the_words_that_were_told))) }
                    };
                    form.confirm(say!(view, passing_on.pass_it_on_this_goes)).ends(fields, &say!(view, passing_on.pass_it_on))
                })
            }
        }
    };
    Some(Page {
        title: say!(view, passing_on.title, party = view.party_name(hearer)).into_owned(),
        here: Here::Caucus(told.party.clone()),
        main,
        aside: None,
    })
}
