//! Web pages: the article, and what the page says of it.

mod bounded;
mod encoding;
mod flow;
mod metadata;

pub use encoding::decoded;

use dom_smoothie::{Config, Readability};

use crate::fault::IntakeError;
use crate::form::Form;
use crate::incoming::Incoming;
use crate::layout::{label, line};
use crate::limits::Limits;
use metadata::Metadata;

/// The article of a page. Navigation, adverts and what else surrounds it are left out.
///
/// # Errors
/// Too large, too deep, or nothing but navigation.
pub fn open(bytes: &[u8], limits: &Limits) -> Result<Incoming, IntakeError> {
    let (html, _) = decoded(bytes, None);
    let page = bounded::page(&html, limits)?;
    let metadata = Metadata::from_page(&page);
    let config = Config { disable_json_ld: true, ..Config::default() };
    // Only a relative address of the page is refused, and none is given.
    let Ok(mut readability) = Readability::with_document(page, None, Some(config)) else {
        return Err(IntakeError::Failed(Form::Html));
    };
    let article = readability.parse().map_err(|_| IntakeError::NoText(Form::Html))?;
    let title = metadata.title.or_else(|| label(&article.title));
    let content = bounded::fragment(&article.content, limits)?;
    let flow = flow::of(&content, title.as_deref());
    if flow.is_navigation() {
        return Err(IntakeError::NoText(Form::Html));
    }
    let byline = metadata.byline.or_else(|| article.byline.as_deref().and_then(byline));
    Ok(Incoming { title, byline, days: metadata.days, ..Incoming::new(Form::Html, flow.text) })
}

/// The text of a piece of HTML, all of it: of a mail, or of an item of a feed.
///
/// # Errors
/// Too large or too deep.
pub fn text(html: &str, limits: &Limits) -> Result<String, IntakeError> {
    Ok(flow::of(&bounded::fragment(html, limits)?, None).text)
}

/// A byline without its `By`.
fn byline(words: &str) -> Option<String> {
    let words = line(words);
    let name = words.strip_prefix("By ").or_else(|| words.strip_prefix("by ")).unwrap_or(&words);
    label(name)
}
