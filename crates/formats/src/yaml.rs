//! YAML values that know their place, as the same nodes that JSON gives.
//!
//! Numbers keep the digits of the file; a key that is there twice is an error; nesting is limited, and so is what
//! aliases may repeat: no input can grow on reading. A plain word is read as YAML 1.2's core schema has it.

use crate::diagnostic::{Diagnostic, SourceText};
use crate::json::{Member, Node, Value, short};
use granit_parser::{Event, Parser, ScalarStyle, Span};
use mediant_model::Number;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Lists and mappings deeper than this are refused.
const DEPTH_MAX: usize = 64;
/// Values beyond this many, those that aliases repeat included, are refused.
const NODES_MAX: usize = 2_000_000;

/// Reads a document.
///
/// # Errors
/// The first place where the text is no YAML, repeats a key, nests deeper than 64 or grows by aliases; a second document.
pub(crate) fn parse(source: &SourceText<'_>) -> Result<Node, Diagnostic> {
    let mut tree = Tree { source, open: Vec::new(), anchors: BTreeMap::new(), nodes: 0, root: None };
    for next in Parser::new_from_str(source.text()) {
        let (event, span) = next.map_err(|error| {
            let at = error.marker().byte_offset().unwrap_or(0);
            source.error(at..at + 1, format!("this is not YAML: {}", error.info()))
        })?;
        tree.take(event, place(&span))?;
    }
    tree.root.ok_or_else(|| source.error(0..0, "this file holds no value"))
}

fn place(span: &Span) -> Range<usize> {
    let start = span.start.byte_offset().unwrap_or(0);
    start..span.end.byte_offset().unwrap_or(start).max(start)
}

/// A list or mapping that is not closed yet.
struct Open {
    holds: Holds,
    start: usize,
    anchor: usize,
}

enum Holds {
    List(Vec<Node>),
    /// The members so far, their keys, and a key whose value comes next.
    Mapping(Vec<Member>, BTreeSet<String>, Option<(String, Range<usize>)>),
}

/// A document being put together.
struct Tree<'s, 't> {
    source: &'s SourceText<'t>,
    open: Vec<Open>,
    anchors: BTreeMap<usize, Node>,
    nodes: usize,
    root: Option<Node>,
}

impl Tree<'_, '_> {
    fn take(&mut self, event: Event<'_>, span: Range<usize>) -> Result<(), Diagnostic> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let plain = matches!(style, ScalarStyle::Plain) && tag.is_none();
                let value = if plain { plain_value(&text) } else { Value::Text(text.into_owned()) };
                self.put(Node { value, span }, anchor)
            }
            Event::SequenceStart(_, anchor, _) => self.open(Holds::List(Vec::new()), span.start, anchor),
            Event::MappingStart(_, anchor, _) => {
                self.open(Holds::Mapping(Vec::new(), BTreeSet::new(), None), span.start, anchor)
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(closed) = self.open.pop() else { return Ok(()) };
                let value = match closed.holds {
                    Holds::List(nodes) => Value::List(nodes),
                    Holds::Mapping(members, _, _) => Value::Object(members),
                };
                self.put(Node { value, span: closed.start..span.end.max(closed.start) }, closed.anchor)
            }
            Event::Alias(anchor) => {
                let Some(node) = self.anchors.get(&anchor).cloned() else {
                    return Err(self.source.error(span, "this repeats a value that is not complete yet"));
                };
                self.nodes += size(&node);
                self.put(Node { span, ..node }, 0)
            }
            _ => Ok(()),
        }
    }

    fn open(&mut self, holds: Holds, start: usize, anchor: usize) -> Result<(), Diagnostic> {
        if self.open.len() == DEPTH_MAX {
            let message = format!("lists and mappings are nested more than {DEPTH_MAX} deep");
            return Err(self.source.error(start..start + 1, message));
        }
        self.open.push(Open { holds, start, anchor });
        Ok(())
    }

    /// A value that is complete: an entry of what is open, or the document.
    fn put(&mut self, node: Node, anchor: usize) -> Result<(), Diagnostic> {
        self.nodes += 1;
        if self.nodes > NODES_MAX {
            return Err(self.source.error(node.span, "this file repeats its values too often"));
        }
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        match self.open.last_mut().map(|open| &mut open.holds) {
            None if self.root.is_some() => {
                Err(self.source.error(node.span, "a second document follows the first one"))
            }
            None => {
                self.root = Some(node);
                Ok(())
            }
            Some(Holds::List(nodes)) => {
                nodes.push(node);
                Ok(())
            }
            Some(Holds::Mapping(members, known, key)) => match key.take() {
                Some((key, key_span)) => {
                    members.push(Member { key, key_span, node });
                    Ok(())
                }
                None => {
                    let Some(text) = node.written() else {
                        let message = "a key should be a word or a number";
                        return Err(self.source.error(node.span.start..node.span.start + 1, message));
                    };
                    if !known.insert(text.clone()) {
                        let message = format!("`{}` is there twice", short(&text));
                        return Err(self.source.error(node.span, message).help("keep one of them"));
                    }
                    *key = Some((text, node.span));
                    Ok(())
                }
            },
        }
    }
}

/// How many values stand in this one.
fn size(node: &Node) -> usize {
    match &node.value {
        Value::List(nodes) => nodes.iter().map(|node| 1 + size(node)).sum(),
        Value::Object(members) => members.iter().map(|member| 1 + size(&member.node)).sum(),
        _ => 0,
    }
}

/// A word without quotes: nothing, true or false, a number, or a text.
fn plain_value(word: &str) -> Value {
    match word {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Truth(true),
        "false" | "False" | "FALSE" => Value::Truth(false),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => Value::Number("Infinity".to_owned()),
        "-.inf" | "-.Inf" | "-.INF" => Value::Number("-Infinity".to_owned()),
        ".nan" | ".NaN" | ".NAN" => Value::Number("NaN".to_owned()),
        _ if is_number(word) => Value::Number(word.to_owned()),
        _ => Value::Text(word.to_owned()),
    }
}

/// A decimal number; digits behind a leading zero are taken for a name, as nobody writes a number so.
fn is_number(word: &str) -> bool {
    let digits = word.trim_start_matches(['-', '+']);
    let leading_zero =
        digits.starts_with('0') && digits.get(1..2).is_some_and(|c| c.bytes().all(|b| b.is_ascii_digit()));
    !leading_zero && !word.contains('_') && digits.len() + 1 >= word.len() && word.parse::<Number>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaint(text: &str) -> Option<(usize, usize)> {
        parse(&SourceText::new("x.yml", text)).err().map(|problem| problem.line_column().unwrap_or((0, 0)))
    }

    fn shown(node: &Node) -> String {
        match &node.value {
            Value::Null => "null".to_owned(),
            Value::Truth(truth) => truth.to_string(),
            Value::Number(digits) => format!("#{digits}"),
            Value::Text(text) => format!("{text:?}"),
            Value::List(nodes) => format!("[{}]", nodes.iter().map(shown).collect::<Vec<_>>().join(" ")),
            Value::Object(members) => {
                let parts = members.iter().map(|member| format!("{}:{}", member.key, shown(&member.node)));
                format!("{{{}}}", parts.collect::<Vec<_>>().join(" "))
            }
        }
    }

    fn read(text: &str) -> String {
        parse(&SourceText::new("x.yml", text)).map_or_else(|problem| problem.to_string(), |node| shown(&node))
    }

    #[test]
    fn values_are_what_they_look_like() {
        assert_eq!(
            read(
                "# of a party\na: 0.30000000000000004\nb: [-1, 1e-05, .inf, -.inf]\nc:\n- x y\n- '7'\n- true\n- ~\n7: no\n"
            ),
            "{a:#0.30000000000000004 b:[#-1 #1e-05 #Infinity #-Infinity] c:[\"x y\" \"7\" true null] 7:\"no\"}"
        );
        assert_eq!(
            read("{a: 007, b: 1_000, c: 0x1F, d: 2026-01-02}"),
            "{a:\"007\" b:\"1_000\" c:\"0x1F\" d:\"2026-01-02\"}"
        );
        assert_eq!(read("a: &x {k: 1}\nb: *x\n"), "{a:{k:#1} b:{k:#1}}");
        // JSON is YAML.
        assert_eq!(read("{\"a\": [1, \"b\"]}"), "{a:[#1 \"b\"]}");
    }

    #[test]
    fn faults_have_their_place() {
        assert_eq!(complaint("a: 1\na: 2\n"), Some((2, 1)));
        assert_eq!(complaint("? [1, 2]\n: 3\n"), Some((1, 3)));
        assert_eq!(complaint("a: 1\n---\nb: 2\n").map(|(line, _)| line), Some(3));
        assert_eq!(complaint("").map(|(line, _)| line), Some(1));
        assert!(complaint("a: [1, 2\n").is_some() && complaint("a: 'open\n").is_some());
        assert!(complaint(&"[".repeat(10_000)).is_some());
        let mut laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..12 {
            let before = format!("*a{}", level - 1);
            laughs += &format!("a{level}: &a{level} [{}]\n", vec![before; 10].join(", "));
        }
        assert!(complaint(&laughs).is_some());
    }
}
