//! The XML of a document.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::broken;
use crate::fault::IntakeError;
use crate::form::Form;
use crate::html::decoded;
use crate::layout::Layout;
use crate::limits::Limits;

/// The paragraphs of a document, tables cell by cell.
pub fn text(xml: &[u8], limits: &Limits) -> Result<String, IntakeError> {
    let (xml, _) = decoded(xml, None);
    let mut reader = Reader::from_str(&xml);
    let mut body = Body::default();
    loop {
        match reader.read_event().map_err(|error| damaged(&error))? {
            Event::Start(element) => {
                body.depth += 1;
                if body.depth > limits.depth {
                    return Err(IntakeError::TooDeep { form: Form::Word, limit: limits.depth });
                }
                body.start(&element);
            }
            Event::Empty(element) => body.empty(&element),
            Event::End(element) => body.end(element.local_name().as_ref()),
            Event::Text(words) => body.words(&words),
            Event::CData(words) => body.words(&words),
            Event::GeneralRef(name) => body.words(&referred(&name)?),
            Event::DocType(_) => return Err(broken("it declares entities of its own")),
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    Ok(body.finish())
}

#[derive(Default)]
struct Body {
    done: Layout,
    /// Paragraphs that are open: of a text box within a paragraph, two.
    open: Vec<String>,
    /// How deep elements stand.
    depth: usize,
    /// The depth of the element that is not read, while one is open.
    unread: Option<usize>,
    /// Whether characters are the document's words.
    in_words: bool,
    /// Whether the run is hidden.
    hidden: bool,
}

impl Body {
    fn start(&mut self, element: &BytesStart<'_>) {
        if self.unread.is_some() {
            return;
        }
        match element.local_name().as_ref() {
            // Deleted or moved away; what older programs show instead.
            "del" | "moveFrom" | "Fallback" => self.unread = Some(self.depth),
            "p" => self.open.push(String::new()),
            "r" => self.hidden = false,
            "t" => self.in_words = true,
            _ => self.empty(element),
        }
    }

    fn empty(&mut self, element: &BytesStart<'_>) {
        if self.unread.is_some() {
            return;
        }
        match element.local_name().as_ref() {
            "vanish" if is_on(element) => self.hidden = true,
            "tab" => self.push("\t"),
            "br" | "cr" => self.push("\n"),
            "noBreakHyphen" => self.push("-"),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        let depth = self.depth;
        self.depth = depth.saturating_sub(1);
        if let Some(unread) = self.unread {
            if unread == depth {
                self.unread = None;
            }
            return;
        }
        match name {
            "p" => {
                if let Some(words) = self.open.pop() {
                    self.done.text(&words);
                    self.done.end_paragraph();
                }
            }
            "r" => self.hidden = false,
            "t" => self.in_words = false,
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        if self.in_words && self.unread.is_none() && !self.hidden {
            self.push(words);
        }
    }

    fn push(&mut self, words: &str) {
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.push_str(words);
        }
    }

    fn finish(mut self) -> String {
        while let Some(words) = self.open.pop() {
            self.done.text(&words);
            self.done.end_paragraph();
        }
        self.done.finish()
    }
}

/// Whether a switch is on: it is where nothing else is said.
fn is_on(element: &BytesStart<'_>) -> bool {
    let mut values = element.attributes().flatten().filter(|it| it.key.local_name().as_ref() == "val");
    values.next().is_none_or(|it| !matches!(it.value.as_ref(), "0" | "false" | "off" | "none"))
}

/// The texts of a document's properties by the local names of their elements.
pub fn properties(xml: &[u8]) -> Result<BTreeMap<String, String>, IntakeError> {
    let (xml, _) = decoded(xml, None);
    let mut reader = Reader::from_str(&xml);
    let mut open = String::new();
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    loop {
        match reader.read_event().map_err(|error| damaged(&error))? {
            Event::Start(element) => {
                open = element.local_name().as_ref().to_owned();
            }
            Event::End(_) => open.clear(),
            Event::Text(words) if !open.is_empty() => {
                found.entry(open.clone()).or_default().push_str(&words);
            }
            Event::GeneralRef(name) if !open.is_empty() => {
                found.entry(open.clone()).or_default().push_str(&referred(&name)?);
            }
            Event::DocType(_) => return Err(broken("it declares entities of its own")),
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

/// `&amp;`, `&#8217;`: the letters that are meant.
fn referred(name: &BytesRef<'_>) -> Result<String, IntakeError> {
    if let Ok(Some(letter)) = name.resolve_char_ref() {
        return Ok(letter.to_string());
    }
    let letters = match name.as_ref() {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => return Err(broken("it names an entity that there is not")),
    };
    Ok(letters.to_owned())
}

fn damaged(_: &quick_xml::Error) -> IntakeError {
    broken("its XML is not sound")
}
