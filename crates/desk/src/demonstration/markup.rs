//! A page of the desk under a seat's path.
//!
//! Pages name each other by paths from the root. What a person wrote never stands in a tag unescaped, so that it is not
//! taken for one of these paths.

use super::STYLE;
use crate::story::{Seat, Story};
use maud::{Markup, html};
use mediant_pages::again::tags::{replaced, tags};

/// The attributes that hold a path.
const PATHS: [&str; 6] = ["href", "action", "formaction", "src", "data-live", "data-sent"];

/// The page with its paths under `base`; the tour behind its heading, the demonstration's own words at its end.
pub(super) fn under(page: &str, base: &str, tour: Option<Markup>, foot: Markup) -> String {
    let mut tour = tour.map(Markup::into_string);
    let mut edits = Vec::new();
    for mut tag in tags(page) {
        let mut is_changed = false;
        for name in PATHS {
            if let Some(path) =
                tag.value(name).filter(|path| is_of_desk(path)).map(|path| format!("{base}{path}"))
            {
                tag.set(name, &path);
                is_changed = true;
            }
        }
        match tag.name.as_str() {
            "body" => {
                tag.set("data-base", base);
                is_changed = true;
            }
            "/head" => {
                let style = html! { link rel="stylesheet" href=(STYLE); }.into_string();
                edits.push((tag.range.start..tag.range.start, style));
            }
            "/h1" => edits.extend(tour.take().map(|tour| (tag.range.end..tag.range.end, tour))),
            "/body" => edits.push((tag.range.start..tag.range.start, foot.clone().into_string())),
            _ => {}
        }
        if is_changed {
            edits.push((tag.range.clone(), tag.written()));
        }
    }
    replaced(page, edits)
}

/// Whether a path is one of the desk's pages or forms. Its files are the same for everybody.
fn is_of_desk(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//") && !path.starts_with("/assets/")
}

/// What stands at the end of every page: that it is a demonstration, who one is in it, and the way to another seat.
pub(super) fn foot(story: &Story, seat: Option<&Seat>) -> Markup {
    html! {
        footer.demonstration {
            p {
                strong { "Demonstration. " } (story.invented) " "
                @if let Some(seat) = seat { "You look at it as: " strong { (seat.whom) } ". " }
                "All of it is gone when the demonstration closes."
            }
            p { a href="/" { "Be somebody else" } " " a href="/tour" { "The tour" } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_of_the_page_is_under_the_seat_and_what_people_wrote_is_left_alone() {
        let wrote = "<a href=\"/text\"> & href=\"/brief\"";
        let page = html! {
            head { link href="/assets/desk.css?1"; }
            body data-live="/live" {
                h1 { "Text" }
                a href="/brief" { (wrote) }
                a href="https://example.org/" { "out" }
                a href="//example.org/" { "out, too" }
                a href="#menu" { "menu" }
                form action="/do/state" { input value="/text"; input value=(wrote); }
                img src="/deal/picture.svg";
            }
        };
        let made = under(
            &page.into_string(),
            "/as/water/gardens",
            Some(html! { p { "tour" } }),
            html! { p { "foot" } },
        );
        let expected = html! {
            head { link href="/assets/desk.css?1"; link rel="stylesheet" href=(STYLE); }
            body data-live="/as/water/gardens/live" data-base="/as/water/gardens" {
                h1 { "Text" } p { "tour" }
                a href="/as/water/gardens/brief" { (wrote) }
                a href="https://example.org/" { "out" }
                a href="//example.org/" { "out, too" }
                a href="#menu" { "menu" }
                form action="/as/water/gardens/do/state" { input value="/text"; input value=(wrote); }
                img src="/as/water/gardens/deal/picture.svg";
                p { "foot" }
            }
        };
        assert_eq!(made, expected.into_string());
    }
}
