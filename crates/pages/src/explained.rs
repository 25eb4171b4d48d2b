//! *What is this?*: the guide's own paragraph about a page, on the page itself.
//!
//! The text is the guide's file as it is, carried by the program, so that it is there without a network and never says something else
//! than the guide does. It is the same for everybody who has the page.

use crate::view::View;
use maud::{Markup, html};
use mediant_model::case::Reader;
use mediant_words::say;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The guide's page about pages.
const GUIDE: &str = include_str!("../../../docs/guide/pages.md");

/// The first step of a page's path, and the heading in the guide: as links to the heading name it.
pub const HEADINGS: [(&str, &str); 25] = [
    ("new-case", "a-new-case"),
    ("issue", "an-issue"),
    ("text", "the-text"),
    ("rounds", "rounds"),
    ("mediation", "mediation"),
    ("packages", "packages"),
    ("deal", "the-deal-space"),
    ("outlook", "the-outlook"),
    ("timeline", "the-timeline"),
    ("caucus", "the-caucus"),
    ("pass-on", "passing-something-on"),
    ("brief", "the-brief"),
    ("sessions", "sessions"),
    ("people", "people-and-mandates"),
    ("accounts", "who-comes-in"),
    ("communiques", "communiqués"),
    ("reports", "reports"),
    ("keys", "keys"),
    ("record", "the-record"),
    ("agreement", "the-agreement"),
    ("mend", "putting-something-right"),
    ("account", "your-account"),
    ("sign-in", "signing-in"),
    ("invitation", "an-invitation"),
    ("do", OTHER),
];

/// The heading for whatever else the desk says.
pub const OTHER: &str = "when-the-desk-answers";

/// The heading of a reader's first page.
pub fn first_page(reader: &Reader) -> &'static str {
    match reader {
        Reader::Mediator => "the-mediators-first-page",
        Reader::Party(_) => "where-we-stand",
        Reader::Public => "what-is-public",
    }
}

/// The heading for the page under a path, previews included.
pub fn heading(path: &str, reader: &Reader) -> &'static str {
    let path = path.split('?').next().unwrap_or_default();
    let path = match path.strip_prefix("/preview/") {
        Some(rest) => rest.split_once('/').map_or("", |(_, rest)| rest),
        None => path,
    };
    match path.trim_start_matches('/').split('/').next().unwrap_or_default() {
        "" => first_page(reader),
        step => HEADINGS.iter().find(|(known, _)| *known == step).map_or(OTHER, |(_, heading)| heading),
    }
}

/// How links name a heading: small, with hyphens between its words.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().chars().filter(|sign| sign.is_alphanumeric() || matches!(sign, ' ' | '-'));
    kept.flat_map(char::to_lowercase).map(|sign| if sign == ' ' { '-' } else { sign }).collect()
}

/// The paragraphs under each heading of the guide.
pub fn paragraphs() -> &'static BTreeMap<String, Vec<String>> {
    static PARAGRAPHS: OnceLock<BTreeMap<String, Vec<String>>> = OnceLock::new();
    PARAGRAPHS.get_or_init(|| {
        let sections = GUIDE.split("\n## ").skip(1).filter_map(|section| section.split_once('\n'));
        let texts = |text: &str| {
            let paragraphs =
                text.split("\n\n").map(|lines| lines.split_whitespace().collect::<Vec<_>>().join(" "));
            paragraphs.filter(|paragraph| !paragraph.is_empty()).collect()
        };
        sections.map(|(heading, text)| (anchor(heading), texts(text))).collect()
    })
}

/// What opens under a page's heading.
pub(super) fn what_is_this(view: &View<'_>, path: &str, reader: &Reader) -> Markup {
    let said = paragraphs().get(heading(path, reader));
    html! {
        @if let Some(said) = said {
            details.fold.what-is-this.not-printed {
                summary { (say!(view, explained.what_is_this)) }
                @for paragraph in said { p { (with_emphasis(paragraph)) } }
            }
        }
    }
}

/// A paragraph with what stands between asterisks emphasised, which is all that the guide's page writes.
fn with_emphasis(text: &str) -> Markup {
    html! {
        @for (at, part) in text.split('*').enumerate() {
            @if at % 2 == 1 { em { (part) } } @else { (part) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_heading_has_a_paragraph_and_every_paragraph_a_page() {
        let readers = [Reader::Mediator, Reader::Party("a".into()), Reader::Public];
        let mut wanted: Vec<&str> = HEADINGS.iter().map(|(_, heading)| *heading).collect();
        wanted.extend(readers.iter().map(first_page));
        for heading in &wanted {
            assert!(paragraphs().get(*heading).is_some_and(|said| !said.is_empty()), "{heading}");
        }
        for heading in paragraphs().keys() {
            assert!(wanted.contains(&heading.as_str()), "no page opens {heading}");
        }
        // What else Markdown can say is not read: it would stand there as it is written.
        for said in paragraphs().values().flatten() {
            assert!(
                !said.contains(['[', '`', '<', '|', '#', '_']) && said.matches('*').count() % 2 == 0,
                "{said}"
            );
        }
    }

    #[test]
    fn a_preview_is_explained_as_the_page_it_shows() {
        let party = Reader::Party("a".into());
        assert_eq!(heading("/preview/of-a/text?draft=1", &party), "the-text");
        assert_eq!(heading("/preview/of-a/", &party), "where-we-stand");
        assert_eq!(heading("/preview/public", &Reader::Public), "what-is-public");
        assert_eq!(heading("/?x=1", &Reader::Mediator), "the-mediators-first-page");
    }
}
