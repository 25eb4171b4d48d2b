//! Markdown: what it says without its signs, and the day of its front matter.

use pulldown_cmark::{Event, MetadataBlockKind, Options, Parser, Tag, TagEnd};

use crate::day::Day;
use crate::form::Form;
use crate::incoming::Incoming;
use crate::layout::{Layout, label, line};

/// The report of a Markdown text. A first heading is its title; code, pictures and comments are left out.
pub fn open(text: &str) -> Incoming {
    let options = Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
        | Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH;
    let mut reading = Reading::default();
    for event in Parser::new_ext(text, options) {
        reading.event(event);
    }
    let Reading { layout, title, front, .. } = reading;
    let field =
        |names: &[&str]| front.iter().find(|(key, _)| names.contains(&key.as_str())).map(|(_, value)| value);
    let day = field(&["date", "published", "pubdate"]).and_then(|day| Day::read(day, "its front matter"));
    Incoming {
        title: field(&["title"]).and_then(|title| label(title)).or(title),
        byline: field(&["author", "authors", "byline"]).and_then(|name| label(name)),
        days: day.into_iter().collect(),
        ..Incoming::new(Form::Markdown, layout.finish())
    }
}

#[derive(Default)]
struct Reading {
    layout: Layout,
    title: Option<String>,
    /// Keys and values of the front matter.
    front: Vec<(String, String)>,
    /// How many things stand open that are not read.
    unread: usize,
    in_front: bool,
    /// The first heading, while it is read.
    heading: Option<String>,
    begun: bool,
}

impl Reading {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::Image { .. } | Tag::Strikethrough) => self.unread += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::Image | TagEnd::Strikethrough) => self.unread -= 1,
            Event::Start(Tag::MetadataBlock(
                MetadataBlockKind::YamlStyle | MetadataBlockKind::PlusesStyle,
            )) => {
                self.in_front = true;
            }
            Event::End(TagEnd::MetadataBlock(_)) => self.in_front = false,
            Event::Text(words) if self.in_front => self.front.extend(words.lines().filter_map(pair)),
            Event::Text(words) | Event::Code(words) if self.unread == 0 => self.text(&words),
            Event::SoftBreak | Event::HardBreak => self.text("\n"),
            Event::Start(Tag::Heading { .. }) if !self.begun => self.heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) if self.heading.is_some() => {
                self.begun = true;
                self.title = self.heading.take().as_deref().and_then(label);
            }
            Event::End(TagEnd::TableCell) => self.text("\t"),
            Event::Start(
                Tag::Paragraph | Tag::Item | Tag::Heading { .. } | Tag::TableRow | Tag::TableHead,
            )
            | Event::End(
                TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_) | TagEnd::TableRow | TagEnd::TableHead,
            )
            | Event::Rule => self.layout.end_paragraph(),
            _ => {}
        }
    }

    fn text(&mut self, words: &str) {
        match &mut self.heading {
            Some(heading) => heading.push_str(words),
            None => {
                self.begun |= !line(words).is_empty();
                self.layout.text(words);
            }
        }
    }
}

/// `key: value` or `key = value`, in quotation marks or not.
fn pair(line: &str) -> Option<(String, String)> {
    let at = line.find([':', '='])?;
    let (key, value) = line.split_at(at);
    let value = value[1..].trim().trim_matches(['"', '\'', '[', ']']);
    Some((key.trim().to_ascii_lowercase(), value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_left_out_and_words_are_not() {
        let incoming = open(
            "---\ntitle: \"Talks\"\ndate: 2031-05-14\nauthor: Ana Petri\n---\n\n# Talks in Bern\n\nThe *envoys* met in \
             [Bern](https://example.org/x),\nhe said.\n\n* “We will not sell.”\n* They left.\n\n```\ncode\n```\n\n> It is\n> so.\n\n\
             | a | b |\n|---|---|\n| c | d |\n\n<!-- hidden -->\n\n![picture](x.png)\n",
        );
        assert_eq!(
            incoming.text,
            "The envoys met in Bern, he said.\n\n“We will not sell.”\n\nThey left.\n\nIt is so.\n\na b\n\nc d\n"
        );
        assert_eq!(incoming.title.as_deref(), Some("Talks"));
        assert_eq!(incoming.byline.as_deref(), Some("Ana Petri"));
        assert_eq!(incoming.days[0].date.map(|date| date.to_string()).as_deref(), Some("2031-05-14"));
    }

    #[test]
    fn a_text_without_signs_is_itself() {
        let incoming = open("date 2031-05-14\n\nThe envoys met in Bern.\n");
        assert_eq!(incoming.text, "date 2031-05-14\n\nThe envoys met in Bern.\n");
    }
}
