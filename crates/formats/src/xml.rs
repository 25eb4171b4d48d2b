//! XML as a tree of elements that know their place.
//!
//! Only what data files need: elements and attributes. Text between elements is ignored, document types
//! and with them all entity definitions are refused, nesting is limited: no input can grow on reading.
//!
//! A `&` that begins no reference is refused with its place, or, read leniently, taken as it stands.

use crate::diagnostic::{Diagnostic, SourceText};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::ops::Range;

/// Elements deeper than this are refused.
const DEPTH_MAX: usize = 64;

/// An element with its attributes and child elements in the order of the file.
#[derive(Debug)]
pub(crate) struct Element {
    /// The tag's name.
    pub(crate) name: String,
    attributes: Vec<Attribute>,
    /// The elements inside.
    pub(crate) children: Vec<Element>,
    /// Bytes of the tag's name.
    pub(crate) span: Range<usize>,
}

/// An attribute's name, value and place.
#[derive(Debug)]
pub(crate) struct Attribute {
    name: String,
    /// The value, character references resolved.
    pub(crate) value: String,
    /// Bytes of the value between the quotes.
    pub(crate) span: Range<usize>,
}

impl Element {
    /// The attribute of this name.
    pub(crate) fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    /// The value of the attribute of this name.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.attribute(name).map(|attribute| attribute.value.as_str())
    }

    /// The child elements of this name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first child element of this name.
    pub(crate) fn first(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }
}

/// The name of a document's first element, without reading further; `None` for what is not XML.
pub(crate) fn root_name(text: &str) -> Option<&str> {
    let mut rest = text.trim_start();
    loop {
        rest = rest.strip_prefix('<')?;
        let after = match rest.chars().next()? {
            '?' => rest.split_once("?>")?.1,
            '!' if rest.starts_with("!--") => rest.split_once("-->")?.1,
            '!' => rest.split_once('>')?.1,
            _ => return rest.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next(),
        };
        // A document type may hold declarations in brackets; what follows them is looked for, not understood.
        let next = after.find('<')?;
        rest = after.get(next..)?;
    }
}

/// Reads a document; `lenient` takes a `&` that begins no reference as it stands.
///
/// # Errors
/// Text that is not well-formed, a document type, more than one root, nesting beyond 64.
pub(crate) fn parse(source: &SourceText<'_>, lenient: bool) -> Result<Element, Diagnostic> {
    let text = source.text();
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    // Text between elements is ignored; attributes are looked at below.
    reader.config_mut().allow_dangling_amp = true;
    let mut open: Vec<Element> = Vec::new();
    let mut root: Option<Element> = None;
    loop {
        let before = usize::try_from(reader.buffer_position()).unwrap_or(text.len());
        let event = reader.read_event().map_err(|error| {
            let at = usize::try_from(reader.error_position()).unwrap_or(before);
            source.error(at..at, format!("this is not well-formed XML: {}", lower(&error.to_string())))
        })?;
        match event {
            Event::Start(start) => {
                let element = element(source, &start, lenient)?;
                if root.is_some() {
                    return Err(source.error(element.span, "a second element follows the first one's end"));
                }
                if open.len() == DEPTH_MAX {
                    let message = format!("elements are nested more than {DEPTH_MAX} deep");
                    return Err(source.error(element.span, message));
                }
                open.push(element);
            }
            Event::End(_) => {
                let Some(closed) = open.pop() else { continue };
                match open.last_mut() {
                    Some(parent) => parent.children.push(closed),
                    None => root = Some(closed),
                }
            }
            Event::DocType(_) => {
                let message = "a document type (`<!DOCTYPE`) is not read";
                return Err(source.error(before..before + 2, message).help("remove it"));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if let Some(unclosed) = open.last() {
        let (line, _) = source.error(unclosed.span.clone(), "").line_column().unwrap_or((1, 1));
        let message = format!("the file ends inside `<{}>`, which line {line} opens", unclosed.name);
        let end = text.len();
        return Err(source.error(end..end, message).help("the file is cut short; fetch it again"));
    }
    root.ok_or_else(|| source.error(0..0, "this file has no XML element"))
}

fn element(source: &SourceText<'_>, start: &BytesStart<'_>, lenient: bool) -> Result<Element, Diagnostic> {
    let name = start.name();
    let span = place(source, name.as_ref());
    let mut attributes: Vec<Attribute> = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| {
            let message =
                format!("an attribute of `{}` is malformed: {}", name.as_ref(), lower(&error.to_string()));
            source.error(span.clone(), message)
        })?;
        let value_span = place(source, &attribute.value);
        let value = resolved(&attribute.value, lenient).map_err(|at| {
            let start = value_span.start + at;
            stray(source, start, attribute.value.get(at..).unwrap_or_default(), attribute.key.as_ref())
        })?;
        attributes.push(Attribute { name: attribute.key.as_ref().to_owned(), value, span: value_span });
    }
    Ok(Element { name: name.as_ref().to_owned(), attributes, children: Vec::new(), span })
}

/// The complaint about a `&` that begins no reference.
fn stray(source: &SourceText<'_>, start: usize, rest: &str, attribute: &str) -> Diagnostic {
    let entity = rest.get(..rest.find(|c: char| !c.is_alphanumeric() && c != '&').unwrap_or(rest.len()));
    let named = entity
        .filter(|entity| entity.len() > 1 && rest.get(entity.len()..).is_some_and(|r| r.starts_with(';')));
    let message = match named {
        Some(entity) => format!("`{entity};` in `{attribute}` stands for nothing that is known"),
        None => format!("a `&` stands alone in `{attribute}`"),
    };
    source.error(start..start + 1, message).help("write `&amp;`, or read the file with `--lenient`")
}

/// An attribute's value with its references resolved and its white space made spaces, as XML has it;
/// the place of a `&` that begins no reference, unless it is taken as it stands.
fn resolved(raw: &str, lenient: bool) -> Result<String, usize> {
    let mut out = String::with_capacity(raw.len());
    let mut at = 0;
    while let Some(rest) = raw.get(at..).filter(|rest| !rest.is_empty()) {
        let plain = rest.find(['&', '\n', '\r', '\t']).unwrap_or(rest.len());
        out.push_str(rest.get(..plain).unwrap_or_default());
        at += plain;
        let rest = rest.get(plain..).unwrap_or_default();
        if rest.starts_with('&') {
            match reference(rest) {
                Some((c, length)) => {
                    out.push(c);
                    at += length;
                }
                None if lenient => {
                    out.push('&');
                    at += 1;
                }
                None => return Err(at),
            }
        } else if !rest.is_empty() {
            out.push(' ');
            at += if rest.starts_with("\r\n") { 2 } else { 1 };
        }
    }
    Ok(out)
}

/// The character that the text's first reference stands for, and the reference's length in bytes.
fn reference(text: &str) -> Option<(char, usize)> {
    let (name, _) = text.strip_prefix('&')?.split_once(';')?;
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let digits = name.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => digits.parse().ok()?,
            };
            // XML has no null character, not even as a reference.
            char::from_u32(code).filter(|c| *c != '\0')?
        }
    };
    Some((c, name.len() + 2))
}

/// Where a part borrowed from the text lies in it; the start of the text for anything else.
fn place(source: &SourceText<'_>, part: &str) -> Range<usize> {
    let text = source.text();
    let start = (part.as_ptr() as usize).checked_sub(text.as_ptr() as usize);
    match start.filter(|start| *start + part.len() <= text.len()) {
        Some(start) => start..start + part.len(),
        None => 0..0,
    }
}

/// A library's message in the house's style: no capital in front, no full stop behind.
fn lower(message: &str) -> String {
    let mut chars = message.trim_end_matches('.').chars();
    let first = chars.next().map(|c| c.to_lowercase().to_string()).unwrap_or_default();
    first + chars.as_str()
}

/// Text as it may stand between an attribute's double quotes.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\t' => out.push_str("&#9;"),
            // XML has no way to write the other control characters, not even as references.
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaint(text: &str) -> (usize, usize) {
        parse(&SourceText::new("x.xml", text), false).expect_err("refused").line_column().expect("placed")
    }

    #[test]
    fn elements_and_attributes_know_their_place() {
        let text = "<?xml version=\"1.0\"?>\n<!-- note --><a>\n  <b x=\"1 &amp; 2\" y='ü'/>text\n</a>\n";
        let root = parse(&SourceText::new("x.xml", text), false).expect("well-formed");
        let b = root.first("b").expect("child");
        assert_eq!((b.value("x"), b.value("y")), (Some("1 & 2"), Some("ü")));
        assert_eq!(b.attribute("x").map(|x| &text[x.span.clone()]), Some("1 &amp; 2"));
        assert_eq!(&text[b.span.clone()], "b");
        assert_eq!(root_name(text), Some("a"));
    }

    #[test]
    fn what_is_not_well_formed_is_refused_at_its_place() {
        assert_eq!(complaint("<a>\n<b>\n"), (3, 1));
        assert_eq!(complaint("<a>\n</b>").0, 2);
        assert_eq!(complaint("<a>\n  <b x=\"1\" x=\"2\"/></a>"), (2, 4));
        assert_eq!(complaint("<a/>\n<b/>"), (2, 2));
        assert_eq!(complaint("<a>\n <b x=\"&lol;\"/></a>"), (2, 8));
        assert_eq!(complaint("<!DOCTYPE a [<!ENTITY l \"lol\">]>\n<a>&l;</a>"), (1, 1));
        assert_eq!(complaint("no xml"), (1, 1));
        let deep = "<a>".repeat(1_000_000);
        assert_eq!(complaint(&deep).0, 1);
        assert_eq!(root_name("0.1, 0.2\n"), None);
    }

    #[test]
    fn a_stray_ampersand_is_refused_at_its_place_or_taken_as_it_stands() {
        for (value, place, taken) in [
            ("AT&T", (2, 9), "AT&T"),
            ("a & b", (2, 9), "a & b"),
            ("&amp;&", (2, 12), "&&"),
            ("&eacute;", (2, 7), "&eacute;"),
            ("&#0;", (2, 7), "&#0;"),
            ("&#xZ;&lt;", (2, 7), "&#xZ;<"),
        ] {
            let text = format!("<a>\n<b x=\"{value}\"/> loose & text</a>");
            assert_eq!(complaint(&text), place, "{value}");
            let root = parse(&SourceText::new("x.xml", &text), true).expect("read leniently");
            assert_eq!(root.first("b").and_then(|b| b.value("x")), Some(taken));
        }
    }

    #[test]
    fn escaped_text_reads_back() {
        let text = "a<b>&\"'c\n\td";
        let file = format!("<a x=\"{}\"/>", escaped(text));
        let root = parse(&SourceText::new("x.xml", &file), false).expect("well-formed");
        assert_eq!(root.value("x"), Some(text));
    }
}
