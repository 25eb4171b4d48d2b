//! The frame around every page: who reads what, where else one can go, and the page itself.

use super::assets;
use super::view::View;
use super::words;
use crate::scripts::Script;
use maud::{DOCTYPE, Markup, html};
use mediant_model::PartyId;
use mediant_model::case::Reader;
use mediant_record::Role;
use mediant_words::say;
use std::borrow::Cow;

/// A page's content.
pub struct Page {
    /// The heading, and what the window is called.
    pub title: String,
    /// Where it is among the places of the menu.
    pub here: Here,
    /// What stands between the navigation and the end of the page.
    pub main: Markup,
    /// What stands beside it.
    pub aside: Option<Markup>,
}

/// The places of the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Here {
    /// What was not done, or is not there: whatever was asked for.
    Problem,
    /// Where the talks stand.
    Desk,
    /// The single text.
    Text,
    /// Rounds of hidden answers.
    Rounds,
    /// Mediations: each party asked alone.
    Mediation,
    /// Packages: to the mediator the deal space, to a party what is proposed.
    Packages,
    /// What time does to the room for a deal.
    Outlook,
    /// Everything in order.
    Timeline,
    /// The conversation with one party.
    Caucus(PartyId),
    /// A party's own brief.
    Brief,
    /// Who comes in for a party.
    Doors,
    /// Who speaks for whom.
    People,
    /// Meetings held and planned.
    Sessions,
    /// What was agreed to be said in public.
    Communiques,
    /// Reports that are read for what they state.
    Reports,
    /// Keys that acts are signed with.
    Keys,
    /// The record as such.
    Record,
    /// The reader's own account.
    Account,
    /// None of them.
    Elsewhere,
}

/// The whole document.
pub fn document(view: &View<'_>, page: &Page) -> Markup {
    let case = view.state.opening.as_ref().map(|opening| opening.title.as_str());
    let signed_in = view.who.session.is_some();
    // A question stands before everything else: on a telephone the first screen is for it and its answers.
    let asks = page.here == Here::Mediation && super::pages::mediation::asks_first(view);
    html! {
        (DOCTYPE)
        html lang=(view.language.code()) dir=[view.language.direction()] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (page.title) " · " (case.unwrap_or(&say!(view, shell.mediant))) }
                link rel="stylesheet" href=(assets::path("desk.css"));
                link rel="icon" type="image/svg+xml" href=(assets::path("icon.svg"));
                (Script::Desk.element(view))
            }
            body data-page=[(page.here == Here::Text).then_some("text")] data-live=[(signed_in && !view.preview).then_some("/live")] data-seen=(view.state.revision())
                data-zone=[signed_in.then(|| if view.who.zone_chosen { view.who.zone.name() } else { "" })] {
                (top(view, case))
                @if view.preview { (preview_notice(view)) }
                div.page {
                    main id="main" tabindex="-1" {
                        h1 dir="auto" { (page.title) }
                        (super::pages::doors::notices(view))
                        (super::pages::deletion::at_the_top(view, page.here == Here::Desk))
                        @if !asks { (super::phase::line(view, &page.here)) }
                        @if view.underway { (underway(view)) }
                        (page.main)
                        @if asks { (super::phase::line(view, &page.here)) }
                        // Behind what the page is for: a telephone shows that first.
                        (super::explained::what_is_this(view, if page.here == Here::Problem { "/do" } else { view.path }, &view.state.reader()))
                    }
                    @if let Some(aside) = &page.aside { aside aria-label=(say!(view, shell.beside)) { (aside) } }
                    // Behind the page: whoever goes on with the keyboard is in it after a few steps, and a telephone shows
                    // it first. On a wide window it stands on the left.
                    (menu(view, &page.here))
                }
                p.news role="status" {}
            }
        }
    }
}

fn top(view: &View<'_>, case: Option<&str>) -> Markup {
    let as_whom = words::role(view, &view.who.role, |party| view.party_name(party));
    html! {
        header.top {
            a.skip href="#menu" { (say!(view, shell.menu)) }
            a.case href="/" dir="auto" { (case.unwrap_or(&say!(view, shell.mediant))) }
            span.as-of { (super::when::day(view.today)) }
            @if view.who.session.is_some() {
                span.reader data-signed-in { span.wide { (say!(view, shell.you_read_as)) " " } bdi { (as_whom) } }
                a.account href="/account" { bdi { (view.who.name) } }
                (view.form("sign_out").to("/sign-out").back("/sign-in").ends_quietly(html! {}, &say!(view, shell.sign_out)))
            } @else {
                span.reader { (say!(view, shell.public)) }
                a.account href="/sign-in" { (say!(view, shell.sign_in)) }
            }
        }
    }
}

/// Instead of what follows from all this, as long as the engine has not found it out.
fn underway(view: &View<'_>) -> Markup {
    html! {
        p.underway role="status" data-underway {
            (say!(view, shell.what_is_on_record_stands_here, status = words::status(words::Tone::Open, say!(view, shell.being_worked_out)), link = html! { a href=(view.path) { (say!(view, shell.look_again)) } }))
        }
    }
}

fn preview_notice(view: &View<'_>) -> Markup {
    html! {
        section.preview aria-label=(say!(view, shell.preview)) {
            @match view.own_party() {
                Some(party) => {
                    p {
                        (say!(view, shell.what_sees_apart_from_what, strong = html! { strong { (say!(view, shell.preview_2)) " " } }, party = view.party(&party), link = html! { a href=(format!("/caucus/{}", words::step(party.as_str()))) { (say!(view, shell.back_to_the_caucus)) } }))
                    }
                }
                None => {
                    p { (say!(view, shell.what_everybody_sees_nothing_can, strong = html! { strong { (say!(view, shell.preview_2)) " " } }, link = html! { a href="/" { (say!(view, shell.back_to_the_desk)) } })) }
                }
            }
        }
    }
}

/// A group of the menu: its heading, and its places with their paths and names.
type Group = (Cow<'static, str>, Vec<(Here, String, String)>);

fn menu(view: &View<'_>, here: &Here) -> Markup {
    let groups = match view.state.reader() {
        Reader::Mediator => mediators(view),
        Reader::Party(party) => partys(view, party),
        Reader::Public => publics(view),
    };
    html! {
        nav.menu id="menu" tabindex="-1" aria-label=(say!(view, shell.negotiation)) {
            @for (heading, places) in &groups {
                @if !places.is_empty() {
                    h2 { (heading) }
                    ul {
                        @for (place, path, name) in places.iter().filter(|(place, _, _)| is_offered(view, place)) {
                            li { a href=(view.link(path)) aria-current=[(place == here).then_some("page")] { bdi { (name) } } }
                        }
                    }
                }
            }
        }
    }
}

/// A preview shows what is on record, not the keeping of it, and the team lets nobody in.
fn is_offered(view: &View<'_>, place: &Here) -> bool {
    match place {
        Here::Record => !view.preview,
        Here::Doors => !view.preview && view.who.role != Role::Team,
        _ => true,
    }
}

fn places<const N: usize>(of: [(Here, &str, Cow<'static, str>); N]) -> Vec<(Here, String, String)> {
    of.into_iter().map(|(here, path, name)| (here, path.to_owned(), name.into_owned())).collect()
}

fn mediators(view: &View<'_>) -> Vec<Group> {
    let caucuses = view.state.negotiating().map(|party| {
        (
            Here::Caucus(party.id.clone()),
            format!("/caucus/{}", words::step(party.id.as_str())),
            party.name.clone(),
        )
    });
    vec![
        (
            say!(view, shell.menu_negotiation),
            places([
                (Here::Desk, "/", say!(view, shell.menu_desk)),
                (Here::Text, "/text", say!(view, shell.menu_text)),
                (Here::Rounds, "/rounds", say!(view, shell.menu_rounds)),
                (Here::Mediation, "/mediation", say!(view, shell.menu_mediation)),
                (Here::Packages, "/deal", say!(view, shell.menu_deal_space)),
                (Here::Outlook, "/outlook", say!(view, shell.menu_outlook)),
                (Here::Timeline, "/timeline", say!(view, shell.menu_timeline)),
            ]),
        ),
        (say!(view, shell.menu_caucus), caucuses.collect()),
        (
            say!(view, shell.menu_keep),
            places([
                (Here::Sessions, "/sessions", say!(view, shell.menu_sessions)),
                (Here::People, "/people", say!(view, shell.menu_people_and_mandates)),
                (Here::Doors, "/accounts", say!(view, shell.menu_who_comes_in)),
                (Here::Communiques, "/communiques", say!(view, shell.menu_communiques)),
                (Here::Reports, "/reports", say!(view, shell.menu_reports)),
                (Here::Keys, "/keys", say!(view, shell.menu_keys)),
                (Here::Record, "/record", say!(view, shell.menu_record)),
            ]),
        ),
    ]
}

fn partys(view: &View<'_>, party: PartyId) -> Vec<Group> {
    vec![
        (
            say!(view, shell.menu_negotiation),
            places([
                (Here::Desk, "/", say!(view, shell.menu_where_we_stand)),
                (Here::Text, "/text", say!(view, shell.menu_text)),
                (Here::Rounds, "/rounds", say!(view, shell.menu_rounds)),
                (Here::Mediation, "/mediation", say!(view, shell.menu_mediation)),
                (Here::Packages, "/packages", say!(view, shell.menu_packages)),
                (Here::Timeline, "/timeline", say!(view, shell.menu_timeline)),
            ]),
        ),
        (
            say!(view, shell.menu_our_side),
            places([
                (Here::Brief, "/brief", say!(view, shell.menu_our_brief)),
                (Here::Caucus(party), "/caucus", say!(view, shell.menu_our_caucus)),
                (Here::Outlook, "/outlook", say!(view, shell.menu_outlook)),
                (Here::Doors, "/accounts", say!(view, shell.menu_who_comes_in)),
            ]),
        ),
        (
            say!(view, shell.menu_keep),
            places([
                (Here::Sessions, "/sessions", say!(view, shell.menu_sessions)),
                (Here::People, "/people", say!(view, shell.menu_people_and_mandates)),
                (Here::Communiques, "/communiques", say!(view, shell.menu_communiques)),
                (Here::Keys, "/keys", say!(view, shell.menu_keys)),
                (Here::Record, "/record", say!(view, shell.menu_record)),
            ]),
        ),
    ]
}

fn publics(view: &View<'_>) -> Vec<Group> {
    vec![(
        say!(view, shell.menu_public),
        places([
            (Here::Desk, "/", say!(view, shell.menu_what_is_public)),
            (Here::Communiques, "/communiques", say!(view, shell.menu_communiques)),
            (Here::Timeline, "/timeline", say!(view, shell.menu_timeline)),
        ]),
    )]
}
