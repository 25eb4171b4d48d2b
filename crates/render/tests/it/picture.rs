//! What must be true of pictures: readable by machines and people, on white and in the dark, whoever wrote the case.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use crate::support::{self, HOSTILE, QUOTES, RIGHT_TO_LEFT, SCRIPT, SPORTCO, STRIKE, TALKS};
use mediant_engine::outlook::{Dated, Outlook};
use mediant_engine::report::{count, decimal};
use mediant_engine::{Settings, Unlimited, analyze};
use mediant_model::case::Reader;
use mediant_model::statement::Trend;
use mediant_render::Posed;
use mediant_render::picture::fontdb::Database;
use mediant_render::picture::{self, Anchor, DealSpace, Fonts, Mark, OverTime, Scene};
use roxmltree::{Document, Node};
use std::collections::BTreeSet;

fn deal_space(files: &[&str]) -> String {
    let posed = support::posed(files, Reader::Mediator);
    let analysis = analyze(&posed.problem, &Settings::default(), &Unlimited);
    picture::svg(&DealSpace::new(&posed.case.title, &posed.problem, &analysis).unwrap().scene())
}

fn over_time(files: &[&str]) -> (Posed, Outlook, String) {
    let posed = support::posed(files, Reader::Mediator);
    let outlook = support::over_time(&posed);
    let svg = picture::outlook_svg(&posed.case.title, &posed.problem, &outlook);
    (posed, outlook, svg)
}

fn pictures() -> Vec<String> {
    let spaces = [SPORTCO, STRIKE, HOSTILE].into_iter().map(deal_space);
    spaces.chain([TALKS, STRIKE, SPORTCO, HOSTILE].into_iter().map(|files| over_time(files).2)).collect()
}

fn words(picture: &Document<'_>) -> Vec<String> {
    let texts = picture.descendants().filter(|node| node.has_tag_name("text"));
    texts.filter_map(|node| node.text().map(str::to_owned)).collect()
}

#[test]
fn a_picture_says_what_it_shows() {
    for (files, svg) in
        [(STRIKE, deal_space(STRIKE)), (STRIKE, over_time(STRIKE).2), (HOSTILE, over_time(HOSTILE).2)]
    {
        let title = support::posed(files, Reader::Mediator).case.title;
        let picture = Document::parse(&svg).unwrap();
        let mut parts = picture.root_element().children().filter(Node::is_element);
        let (first, second) = (parts.next().unwrap(), parts.next().unwrap());
        assert_eq!((first.tag_name().name(), first.text()), ("title", Some(title.as_str())));
        assert_eq!(second.tag_name().name(), "desc");
        assert!(second.text().is_some_and(|text| text.len() > 20));
    }
}

#[test]
fn a_picture_runs_and_fetches_nothing() {
    for svg in pictures() {
        let picture = Document::parse(&svg).unwrap();
        let elements = ["svg", "title", "desc", "style", "path", "circle", "text"];
        for node in picture.descendants().filter(Node::is_element) {
            assert!(elements.contains(&node.tag_name().name()), "{:?}", node.tag_name());
            for attribute in node.attributes() {
                let name = attribute.name();
                assert!(
                    !name.starts_with("on") && !["style", "href", "src", "class"].contains(&name),
                    "{name}"
                );
                assert!(!attribute.value().contains("url("));
            }
        }
        let sheets: Vec<&str> = picture
            .descendants()
            .filter(|node| node.has_tag_name("style"))
            .filter_map(|node| node.text())
            .collect();
        assert_eq!(sheets.len(), 1);
        assert!(!sheets[0].contains("url(") && !sheets[0].contains("@import"));
    }
}

#[test]
fn every_colour_has_one_for_dark_pages() {
    for svg in pictures() {
        let picture = Document::parse(&svg).unwrap();
        let mut painted = BTreeSet::new();
        for node in picture.descendants() {
            let coloured =
                node.attributes().filter(|attribute| ["fill", "stroke"].contains(&attribute.name()));
            let coloured = coloured.filter(|attribute| attribute.value() != "none");
            painted.extend(
                coloured.map(|attribute| format!("[{}=\"{}\"]", attribute.name(), attribute.value())),
            );
        }
        let sheet = picture.descendants().find(|node| node.has_tag_name("style")).unwrap();
        let sheet = sheet.text().unwrap();
        let ruled: BTreeSet<String> = sheet
            .lines()
            .filter_map(|line| Some(line.split_once('{')?.0.to_owned()))
            .filter(|rule| rule.starts_with('['))
            .collect();
        assert_eq!(painted, ruled);
    }
}

#[test]
fn words_stand_out_from_the_paper() {
    for files in [TALKS, STRIKE, SPORTCO] {
        let posed = support::posed(files, Reader::Mediator);
        let scene = OverTime::new(&posed.case.title, &posed.problem, &support::over_time(&posed)).scene();
        let paper = scene.marks.iter().find_map(|mark| match mark {
            Mark::Area { fill, .. } => Some(fill.dark),
            Mark::Line { .. } | Mark::Dot { .. } | Mark::Words { .. } => None,
        });
        for mark in &scene.marks {
            if let Mark::Words { colour, text, .. } = mark {
                assert!(contrast(colour.dark, paper.unwrap()) >= 4.5, "{text}");
                assert!(contrast(colour.light, [255; 3]) >= 4.5, "{text}");
            }
        }
    }
}

/// The contrast ratio of WCAG 2.2.
fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let luminance = |colour: [u8; 3]| {
        let linear = colour.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        linear.iter().zip([0.2126, 0.7152, 0.0722]).map(|(part, weight)| part * weight).sum::<f64>()
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn an_outlook_shows_each_day_each_party_and_how_much_room_there_is() {
    for files in [TALKS, STRIKE] {
        let (posed, outlook, svg) = over_time(files);
        let picture = Document::parse(&svg).unwrap();
        let words = words(&picture);
        let said = |wanted: &str| words.iter().filter(|words| *words == wanted).count();
        for day in outlook.rows.iter().filter_map(|row| row.from) {
            assert_eq!(said(&day.strftime("%-d %b %Y").to_string()), 1, "{day}");
        }
        for party in &posed.problem.parties {
            assert_eq!(said(&party.name), 1, "{}", party.name);
        }
        let none = outlook.rows.iter().filter(|row| row.room.exists == Some(false)).count();
        assert_eq!(said("none"), none);
        // What is left is said, not that nothing more is known.
        for row in outlook.rows.iter().filter(|row| row.room.exists.is_none()) {
            let found = row.room.count.as_ref().unwrap();
            assert!(words.contains(&format!("{} not excluded", count(&found.lower))));
        }
        assert_eq!(said("not known"), 0);
        for row in outlook.rows.iter().filter(|row| row.room.exists == Some(true)) {
            let found = row.room.count.as_ref().unwrap();
            assert!(found.is_exact());
            assert!(words.iter().any(|words| words.starts_with(&format!("{} package", count(&found.lower)))));
        }
    }
}

#[test]
fn an_outlook_shows_every_walk_away_value_where_it_begins() {
    let (_, outlook, svg) = over_time(STRIKE);
    let picture = Document::parse(&svg).unwrap();
    let words = words(&picture);
    let mut changes = 0;
    for dated in outlook.rows.iter().flat_map(|row| &row.changes) {
        if let Dated::WalkAway(change) = dated {
            let value = decimal(change.after.as_ref().unwrap().to_f64());
            assert!(words.contains(&value), "{value}");
            changes += 1;
        }
    }
    assert!(changes > 1);
    let description = picture.descendants().find(|node| node.has_tag_name("desc")).unwrap();
    let description = description.text().unwrap();
    let values = outlook.rows.iter().flat_map(|row| row.parties.iter().flatten());
    for figures in values {
        let value = decimal(figures.scale.shown(figures.reservation));
        assert!(description.contains(&value), "{value}");
    }
}

#[test]
fn names_are_shown_as_they_were_written() {
    let (_, _, svg) = over_time(HOSTILE);
    let picture = Document::parse(&svg).unwrap();
    let words = words(&picture);
    assert!(words.iter().any(|words| words == SCRIPT) && words.iter().any(|words| words == RIGHT_TO_LEFT));
    let description = picture.descendants().find(|node| node.has_tag_name("desc")).unwrap();
    assert!(description.text().unwrap().contains(QUOTES));
    assert!(picture.descendants().all(|node| !node.has_tag_name("script") && !node.has_tag_name("img")));
}

#[test]
fn many_days_widen_the_sheet_and_keep_their_words_apart() {
    let reservations: Vec<String> =
        (1..=28).map(|day| format!("{{ value = {}, from = 2026-02-{day:02} }}", day % 5)).collect();
    let brief = format!(
        "mediant_brief = 1\ncase = \"hostile\"\nparty = \"a\"\nreservation = [{}]\n[points]\n\
         land = {{ options = {{ north = 0, south = 4 }} }}\n",
        reservations.join(", ")
    );
    let posed = support::posed(&[HOSTILE[0], &brief, HOSTILE[2]], Reader::Mediator);
    let outlook = support::over_time(&posed);
    let scene = OverTime::new("Many days", &posed.problem, &outlook).scene();
    let mut starts: Vec<f64> = Vec::new();
    for mark in &scene.marks {
        if let Mark::Words { at, text, .. } = mark {
            assert!(at.0 >= 0.0 && at.0 < scene.width && at.1 > 0.0 && at.1 < scene.height, "{text}");
            starts.extend(text.ends_with(" Feb 2026").then_some(at.0));
        }
    }
    assert_eq!(starts.len(), 28);
    // The widest of these dates takes about 90 points.
    assert!(starts.windows(2).all(|pair| pair[1] - pair[0] >= 90.0));
    assert!(picture::png(&scene, &Fonts::new(Database::new())).is_some());
}

#[test]
fn where_an_alternative_is_going_shows_without_any_numbers() {
    let files = [HOSTILE[0]];
    let posed = support::posed(&files, Reader::Mediator);
    let outlook = support::over_time(&posed);
    let trends = outlook
        .rows
        .iter()
        .flat_map(|row| &row.changes)
        .filter(|dated| matches!(dated, Dated::Alternative { trend: Some(Trend::Worsening), .. }));
    assert_eq!(trends.count(), 1);
    let with = OverTime::new("", &posed.problem, &outlook).scene();
    let mut steady = outlook.clone();
    for row in &mut steady.rows {
        row.changes.retain(|dated| !matches!(dated, Dated::Alternative { .. }));
    }
    let without = OverTime::new("", &posed.problem, &steady).scene();
    let triangles = |scene: &Scene| {
        let marks = scene.marks.iter();
        marks.filter(|mark| matches!(mark, Mark::Area { corners, .. } if corners.len() == 3)).count()
    };
    assert!(triangles(&with) > triangles(&without));
}

#[test]
fn letters_that_the_program_lacks_come_from_the_fonts_beside_its_own() {
    let named = |text: &str| Scene {
        width: 60.0,
        height: 30.0,
        title: String::new(),
        description: String::new(),
        marks: vec![Mark::Words {
            at: (5.0, 20.0),
            text: text.to_owned(),
            size: 14.0,
            colour: picture::scene::INK,
            bold: false,
            anchor: Anchor::Start,
            upwards: false,
            haloed: false,
        }],
    };
    let own = Fonts::new(Database::new());
    let mut more = Database::new();
    more.load_font_data(epaint_default_fonts::HACK_REGULAR.to_vec());
    let more = Fonts::new(more);
    let (plain, foreign) = (named("Tea"), named("Հայաստան"));
    assert!(Fonts::own_suffices(&plain) && !Fonts::own_suffices(&foreign));
    let drawn = |scene: &Scene, fonts: &Fonts| picture::png(scene, fonts).unwrap();
    assert_eq!(drawn(&plain, &own), drawn(&plain, &more), "what the program has, it draws itself");
    assert_ne!(drawn(&foreign, &own), drawn(&foreign, &more));
    assert_ne!(drawn(&foreign, &own), drawn(&named(""), &own), "what no font has is an empty box");
}
