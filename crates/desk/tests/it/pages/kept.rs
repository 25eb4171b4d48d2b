//! Every page in a folder, to compare before and after a change that is to leave the bytes alone: two folders, `diff -r`.
//!
//! `MEDIANT_PAGES_TO=FOLDER cargo test … --test it -- pages::kept::write --include-ignored`

use super::{PARTIES, Played, agreed, all_paths, everything, full, later, rendered, viewer};
use mediant_model::case::Reader;
use mediant_record::Role;
use std::path::{Path, PathBuf};

/// Where pages are to be written, if anywhere.
pub fn folder() -> Option<PathBuf> {
    std::env::var_os("MEDIANT_PAGES_TO").map(PathBuf::from)
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

#[test]
#[ignore = "writes every page into a folder that a hand names"]
fn write() {
    let folder = folder().expect("MEDIANT_PAGES_TO names the folder");
    let states: [(&str, Played); 4] =
        [("empty", Played::empty(&PARTIES)), ("full", full("")), ("later", later()), ("agreed", agreed())];
    for (name, played) in states {
        for ((at, path), page) in everything(&played) {
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
