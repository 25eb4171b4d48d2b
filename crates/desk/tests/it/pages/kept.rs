//! Every page in a folder, to compare before and after a change that is to leave the bytes alone: two folders, `diff -r`.
//!
//! `MEDIANT_PAGES_TO=FOLDER cargo test … --test it -- pages::kept::write --include-ignored`
//!
//! With `MEDIANT_PAGES_IN=en-XA` or `ar-XB` they are in the pseudo-locale, to be looked at in a browser.

use super::{PARTIES, Played, agreed, all_paths, everything_in, full, later, rendered, viewer};
use mediant_model::case::Reader;
use mediant_pages::assets;
use mediant_record::Role;
use mediant_words::Language;
use std::path::{Path, PathBuf};

/// Where pages are to be written, if anywhere.
pub fn folder() -> Option<PathBuf> {
    std::env::var_os("MEDIANT_PAGES_TO").map(PathBuf::from)
}

/// In which language: English, where nobody asks for another one.
fn language() -> Language {
    let named = std::env::var_os("MEDIANT_PAGES_IN").and_then(|name| name.into_string().ok());
    let all = [false, true].map(|right_to_left| Language::Pseudo { right_to_left });
    all.into_iter().find(|language| named.as_deref() == Some(language.code())).unwrap_or_default()
}

/// Writes a page under a name made from its path.
#[expect(clippy::disallowed_methods, reason = "a test that is asked to writes what it rendered")]
pub fn write_page(folder: &Path, name: &str, page: &str) {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "-_=.".contains(c) { c } else { '+' }).collect();
    std::fs::create_dir_all(folder).unwrap();
    // A line for each tag, so that what differs can be read.
    std::fs::write(folder.join(format!("{plain}.html")), page.replace('>', ">\n")).unwrap();
}

/// What the pages look like, where they find it.
#[expect(clippy::disallowed_methods, reason = "a test that is asked to writes what it rendered")]
fn write_assets(folder: &Path) {
    std::fs::create_dir_all(folder).unwrap();
    for asset in assets::ASSETS {
        std::fs::write(folder.join(asset.name), asset.content).unwrap();
    }
}

#[test]
#[ignore = "writes every page into a folder that a hand names"]
fn write() {
    let folder = folder().expect("MEDIANT_PAGES_TO names the folder");
    let states: [(&str, Played); 4] =
        [("empty", Played::empty(&PARTIES)), ("full", full("")), ("later", later()), ("agreed", agreed())];
    write_assets(&folder.join("assets"));
    for (name, played) in states {
        for ((at, path), page) in everything_in(&played, language()) {
            write_page(&folder.join(name), &format!("{at}{path}"), &page);
        }
        // What the mediator looks at as others see it.
        for reader in [Reader::Public, Reader::Party("north".into())] {
            let (state, lines) = (&played.states[&reader], played.lines(&reader));
            for path in all_paths(state) {
                if let Some(page) = rendered(state, &lines, &viewer(Role::Mediator), &path, true) {
                    write_page(&folder.join(name), &format!("preview-{reader:?}{path}"), &page);
                }
            }
        }
    }
}
