//! The markup of our own pages, tag by tag.
//!
//! It reads what `maud` writes and no more: every `<` begins a tag, every `>` in a value is written as `&gt;`, values stand
//! in double quotes.

use std::ops::Range;

/// A tag with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Where it stands.
    pub range: Range<usize>,
    /// The element's name; of a closing tag with a `/` in front.
    pub name: String,
    /// Names with values, in order.
    attributes: Vec<(String, Option<String>)>,
}

impl Tag {
    /// The value of an attribute; empty where it has none.
    pub fn value(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_deref().unwrap_or_default())
    }

    /// Sets an attribute.
    pub fn set(&mut self, name: &str, value: &str) {
        self.clear(name);
        self.attributes.push((name.to_owned(), Some(value.to_owned())));
    }

    /// Sets an attribute that has no value, or takes it away.
    pub fn mark(&mut self, name: &str, is_set: bool) {
        self.clear(name);
        if is_set {
            self.attributes.push((name.to_owned(), None));
        }
    }

    fn clear(&mut self, name: &str) {
        self.attributes.retain(|(known, _)| known != name);
    }

    /// As markup.
    pub fn written(&self) -> String {
        let mut written = format!("<{}", self.name);
        for (name, value) in &self.attributes {
            written.push(' ');
            written.push_str(name);
            if let Some(value) = value {
                written.push_str("=\"");
                written.push_str(&escaped(value));
                written.push('"');
            }
        }
        written.push('>');
        written
    }
}

/// Every tag of a piece of markup, in order.
pub fn tags(markup: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(begins) = markup.get(at..).and_then(|rest| rest.find('<')).map(|found| at + found) {
        let Some(length) = markup.get(begins..).and_then(|rest| rest.find('>')) else { break };
        at = begins + length + 1;
        tags.extend(markup.get(begins + 1..at - 1).map(|inner| read(inner, begins..at)));
    }
    tags
}

fn read(inner: &str, range: Range<usize>) -> Tag {
    let (name, mut rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            break;
        }
        let ends = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (attribute, after) = rest.split_at_checked(ends).unwrap_or((rest, ""));
        match after.strip_prefix("=\"").and_then(|quoted| quoted.split_once('"')) {
            Some((value, after)) => {
                attributes.push((attribute.to_owned(), Some(plain(value))));
                rest = after;
            }
            None => {
                attributes.push((attribute.to_owned(), None));
                rest = after.trim_start_matches('=');
            }
        }
    }
    Tag { range, name: name.to_owned(), attributes }
}

/// Text as it stands in markup.
pub fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '"' => written.push_str("&quot;"),
            other => written.push(other),
        }
    }
    written
}

/// What a piece of markup says, without its tags.
pub(super) fn plain(markup: &str) -> String {
    let mut said = String::with_capacity(markup.len());
    let mut at = 0;
    for tag in tags(markup) {
        said.push_str(markup.get(at..tag.range.start).unwrap_or_default());
        at = tag.range.end;
    }
    said.push_str(markup.get(at..).unwrap_or_default());
    said.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// The markup with each of these stretches replaced. They do not overlap.
pub fn replaced(markup: &str, mut edits: Vec<(Range<usize>, String)>) -> String {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut made = String::with_capacity(markup.len());
    let mut at = 0;
    for (range, new) in edits {
        made.push_str(markup.get(at..range.start).unwrap_or_default());
        made.push_str(&new);
        at = range.end.max(at);
    }
    made.push_str(markup.get(at..).unwrap_or_default());
    made
}

#[cfg(test)]
mod tests {
    use super::*;
    use maud::{Markup, html};
    use proptest::prelude::*;

    fn field(value: &str, on: bool) -> Markup {
        html! { p { "a < b" } input type="text" value=(value) required[on]; textarea { "\n" (value) } }
    }

    #[test]
    fn what_is_written_again_is_the_same() {
        let markup = field("x > \"y\" & z", true).into_string();
        let tags = tags(&markup);
        assert_eq!(
            tags.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>(),
            ["p", "/p", "input", "textarea", "/textarea"]
        );
        for tag in &tags {
            assert_eq!(tag.written(), markup[tag.range.clone()]);
        }
        assert_eq!(tags[2].value("value"), Some("x > \"y\" & z"));
        assert_eq!(tags[2].value("required"), Some(""));
    }

    proptest! {
        #[test]
        fn every_value_is_read_as_it_was_written(value in "\\PC{0,20}|[<>&\"' =]{0,10}") {
            let markup = field(&value, false).into_string();
            let input = tags(&markup).into_iter().find(|tag| tag.name == "input").unwrap();
            prop_assert_eq!(input.value("value"), Some(value.as_str()));
            prop_assert_eq!(plain(&escaped(&value)), value);
        }

        #[test]
        fn no_markup_breaks_the_reader(markup in "[<>a-z=\" &;/]{0,40}") {
            let read = tags(&markup);
            let kept = replaced(&markup, read.iter().map(|tag| (tag.range.clone(), markup[tag.range.clone()].to_owned())).collect());
            prop_assert_eq!(kept, markup);
        }
    }
}
