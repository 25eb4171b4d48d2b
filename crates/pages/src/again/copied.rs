//! What was typed by somebody who may not send it any more: to be copied, with nothing to press.

use super::controls::path_of;
use super::{is_set_by_page, label};
use crate::form::Sent;
use maud::{Markup, html};
use mediant_words::{Speaks, say};

/// What no page ever shows again.
const SECRET: [&str; 3] = ["current", "password", "again"];

/// What a person wrote into a form; `None` where nothing was written.
pub fn copied(language: impl Speaks, sent: &Sent) -> Option<Markup> {
    let is_typed = |name: &str, value: &str| {
        !is_set_by_page(name) && !SECRET.contains(&name) && !value.trim().is_empty()
    };
    let typed: Vec<&(String, String)> =
        sent.fields.iter().filter(|(name, value)| is_typed(name, value)).collect();
    (!typed.is_empty()).then(|| {
        html! {
            section.left aria-labelledby="again-typed" data-gone="" {
                h2 id="again-typed" { (say!(language, again.what_you_typed)) }
                p { (say!(language, again.it_was_not_taken)) }
                dl { @for (name, value) in typed {
                    dt { (label(&path_of(name))) }
                    dd { pre { (value) } }
                } }
            }
        }
    })
}
