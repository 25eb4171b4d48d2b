//! Whatever somebody's words are shown, what was ticked with them stands beside them.

use super::record::{full, mediator};
use super::{all, everything};
use mediant_model::statement::Stance;
use mediant_pages::words;
use scraper::{ElementRef, Html};
use serde_json::{Value, json};

/// Each kind of statement with words of its own, what was ticked, and how that reads.
fn statements() -> Vec<(&'static str, &'static str, Value, Vec<String>)> {
    let named = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<String>>();
    vec![
        (
            "wordsofposition",
            "position",
            json!({ "party": "north", "issue": "height", "wants": { "height": "high" } }),
            named(&["two metres"]),
        ),
        (
            "wordsofredline",
            "red_line",
            json!({ "party": "north", "never": { "height": "low" }, "standing": "public" }),
            named(&["never", "one metre"]),
        ),
        (
            "wordsofprecondition",
            "precondition",
            json!({ "party": "south", "settled": ["who.pays"], "standing": "public" }),
            named(&["Who pays"]),
        ),
        (
            "wordsoflinkage",
            "linkage",
            json!({ "party": "south", "when": { "height": "high" }, "then": { "who.pays": "north" } }),
            named(&["two metres", "the house in the north"]),
        ),
        (
            "wordsofalternative",
            "alternative",
            json!({ "party": "south", "trend": "worsening" }),
            // "▼ worsening", and in a sentence "worsens".
            vec!["worsen".to_owned()],
        ),
        (
            "wordsofanswer",
            "answer",
            json!({ "party": "south", "issue": "gap", "stance": "accepts_in_part" }),
            vec![words::stance(mediant_words::Language::English, Stance::AcceptsInPart).into_owned()],
        ),
        (
            "wordsofconfidence",
            "confidence",
            json!({ "parties": ["north", "south"], "issues": ["tree"] }),
            named(&["The old tree"]),
        ),
        ("wordsofremark", "remark", json!({ "party": "north", "issue": "gap" }), named(&["Gap below"])),
    ]
}

/// What a reader takes in at one glance with a text: its entry of a list, its row, its card; else its paragraph.
fn around(text: ElementRef<'_>) -> ElementRef<'_> {
    let nearest = |names: &[&str]| {
        let above = text.ancestors().filter_map(ElementRef::wrap);
        std::iter::once(text).chain(above).find(|element| names.contains(&element.value().name()))
    };
    nearest(&["li", "tr", "article", "dd", "blockquote"]).or_else(|| nearest(&["p"])).unwrap_or(text)
}

#[test]
fn what_was_ticked_stands_beside_the_words() {
    let mut played = full("");
    for (words, kind, ticks, _) in statements() {
        let mut statement = json!({ "kind": kind, "publicity": "public", "text": words, "on": "2025-12-01" });
        for (name, value) in ticks.as_object().unwrap() {
            statement[name] = value.clone();
        }
        played.ask(&mediator(), "state", json!({ "statement": statement }));
    }
    let mut seen = std::collections::BTreeMap::new();
    for ((_, path), page) in everything(&played) {
        let page = Html::parse_document(&page);
        for element in page.select(&all("main *")) {
            // In a form the words are what is typed there.
            if matches!(element.value().name(), "textarea" | "option" | "input" | "script") {
                continue;
            }
            let own: String = element
                .children()
                .filter_map(|child| child.value().as_text().map(|text| text.to_string()))
                .collect();
            for (words, _, _, ticks) in statements().iter().filter(|(words, ..)| own.contains(words)) {
                let around = around(element).text().collect::<String>();
                let heading: String = page.select(&all("h1")).flat_map(|title| title.text()).collect();
                for tick in ticks {
                    // On the page of an issue it goes without saying which issue it is.
                    // Of a package that a red line excludes it is said who does not accept what.
                    let otherwise = *tick == "never" && around.contains("does not accept");
                    assert!(
                        otherwise || around.contains(tick.as_str()) || heading.contains(tick.as_str()),
                        "{path}: beside “{words}” it does not say “{tick}”: {around}"
                    );
                }
                *seen.entry(*words).or_insert(0) += 1;
            }
        }
    }
    // Each of them is shown, and in more places than one.
    for (words, ..) in statements() {
        assert!(seen.get(words).is_some_and(|count| *count > 2), "{words}: {seen:?}");
    }
}
