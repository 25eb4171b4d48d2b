//! The frame around every page: who reads what, where else one can go, and the page itself.

use super::assets;
use super::view::View;
use super::words;
use maud::{DOCTYPE, Markup, html};
use mediant_model::PartyId;
use mediant_model::case::Reader;
use mediant_record::Role;

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
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (page.title) " · " (case.unwrap_or("Mediant")) }
                link rel="stylesheet" href=(assets::path("desk.css"));
                link rel="icon" type="image/svg+xml" href=(assets::path("icon.svg"));
                script type="module" src=(assets::path("desk.js")) {}
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
                        (super::explained::what_is_this(if page.here == Here::Problem { "/do" } else { view.path }, &view.state.reader()))
                    }
                    @if let Some(aside) = &page.aside { aside aria-label="Beside" { (aside) } }
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
    let as_whom = words::role(&view.who.role, |party| view.party_name(party));
    html! {
        header.top {
            a.skip href="#menu" { "Menu" }
            a.case href="/" dir="auto" { (case.unwrap_or("Mediant")) }
            span.as-of { (super::when::day(view.today)) }
            @if view.who.session.is_some() {
                span.reader data-signed-in { span.wide { "You read as: " } bdi { (as_whom) } }
                a.account href="/account" { bdi { (view.who.name) } }
                (view.form("sign_out").to("/sign-out").back("/sign-in").ends_quietly(html! {}, "Sign out"))
            } @else {
                span.reader { "Public" }
                a.account href="/sign-in" { "Sign in" }
            }
        }
    }
}

/// Instead of what follows from all this, as long as the engine has not found it out.
fn underway(view: &View<'_>) -> Markup {
    html! {
        p.underway role="status" data-underway {
            (words::status(words::Tone::Open, "Being worked out"))
            " What is on record stands here. What follows from it, such as whether there is room for a deal and which issues stand in its \
             way, is being worked out and comes here in a few seconds. "
            a href=(view.path) { "Look again" }
        }
    }
}

fn preview_notice(view: &View<'_>) -> Markup {
    html! {
        section.preview aria-label="Preview" {
            @match view.own_party() {
                Some(party) => {
                    p {
                        strong { "Preview. " } "What " (view.party(&party)) " sees, apart from what it keeps within its own delegation, "
                        "which you cannot read. Nothing can be done from here. "
                        a href=(format!("/caucus/{}", words::step(party.as_str()))) { "Back to the caucus" }
                    }
                }
                None => {
                    p { strong { "Preview. " } "What everybody sees. Nothing can be done from here. " a href="/" { "Back to the desk" } }
                }
            }
        }
    }
}

/// A group of the menu: its heading, and its places with their paths and names.
type Group = (&'static str, Vec<(Here, String, String)>);

fn menu(view: &View<'_>, here: &Here) -> Markup {
    let groups = match view.state.reader() {
        Reader::Mediator => mediators(view),
        Reader::Party(party) => partys(party),
        Reader::Public => publics(),
    };
    html! {
        nav.menu id="menu" tabindex="-1" aria-label="Negotiation" {
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

fn places(of: &[(Here, &str, &str)]) -> Vec<(Here, String, String)> {
    of.iter().map(|(here, path, name)| (here.clone(), (*path).to_owned(), (*name).to_owned())).collect()
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
            "Negotiation",
            places(&[
                (Here::Desk, "/", "Desk"),
                (Here::Text, "/text", "Text"),
                (Here::Rounds, "/rounds", "Rounds"),
                (Here::Mediation, "/mediation", "Mediation"),
                (Here::Packages, "/deal", "Deal space"),
                (Here::Outlook, "/outlook", "Outlook"),
                (Here::Timeline, "/timeline", "Timeline"),
            ]),
        ),
        ("Caucus", caucuses.collect()),
        (
            "Keep",
            places(&[
                (Here::Sessions, "/sessions", "Sessions"),
                (Here::People, "/people", "People and mandates"),
                (Here::Doors, "/accounts", "Who comes in"),
                (Here::Communiques, "/communiques", "Communiqués"),
                (Here::Reports, "/reports", "Reports"),
                (Here::Keys, "/keys", "Keys"),
                (Here::Record, "/record", "Record"),
            ]),
        ),
    ]
}

fn partys(party: PartyId) -> Vec<Group> {
    vec![
        (
            "Negotiation",
            places(&[
                (Here::Desk, "/", "Where we stand"),
                (Here::Text, "/text", "Text"),
                (Here::Rounds, "/rounds", "Rounds"),
                (Here::Mediation, "/mediation", "Mediation"),
                (Here::Packages, "/packages", "Packages"),
                (Here::Timeline, "/timeline", "Timeline"),
            ]),
        ),
        (
            "Our side",
            places(&[
                (Here::Brief, "/brief", "Our brief"),
                (Here::Caucus(party), "/caucus", "Our caucus"),
                (Here::Outlook, "/outlook", "Outlook"),
                (Here::Doors, "/accounts", "Who comes in"),
            ]),
        ),
        (
            "Keep",
            places(&[
                (Here::Sessions, "/sessions", "Sessions"),
                (Here::People, "/people", "People and mandates"),
                (Here::Communiques, "/communiques", "Communiqués"),
                (Here::Keys, "/keys", "Keys"),
                (Here::Record, "/record", "Record"),
            ]),
        ),
    ]
}

fn publics() -> Vec<Group> {
    vec![(
        "Public",
        places(&[
            (Here::Desk, "/", "What is public"),
            (Here::Communiques, "/communiques", "Communiqués"),
            (Here::Timeline, "/timeline", "Timeline"),
        ]),
    )]
}
