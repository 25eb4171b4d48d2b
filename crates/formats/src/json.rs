//! JSON values that know their place.
//!
//! By RFC 8259, with three more demands that the usual libraries do not meet together: every value has a
//! place to complain about, numbers keep the digits of the file so that reading them is exact, and a key
//! that is there twice is an error. Nesting is limited. Python writes `NaN` and `Infinity`, which JSON does not have:
//! they are read as numbers that nothing can be computed with, and complained of where one is wanted.

use crate::diagnostic::{Diagnostic, SourceText};
use crate::reading::Reading;
use mediant_model::Number;
use std::collections::BTreeSet;
use std::ops::Range;

/// Lists and objects deeper than this are refused.
const DEPTH_MAX: usize = 64;

/// A file and the value in it.
pub(crate) struct JsonFile<'f> {
    pub(crate) source: SourceText<'f>,
    pub(crate) root: Node,
}

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) value: Value,
    pub(crate) span: Range<usize>,
}

/// A JSON value.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Null,
    Truth(bool),
    /// The digits as written; or that it is no finite number, as written.
    Number(String),
    Text(String),
    List(Vec<Node>),
    /// Members in the order of the file, each key once.
    Object(Vec<Member>),
}

/// A key and its value.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) key: String,
    pub(crate) key_span: Range<usize>,
    pub(crate) node: Node,
}

impl Node {
    /// The value under a key; nothing for what is no object.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        self.members().iter().find(|member| member.key == key).map(|member| &member.node)
    }

    /// The members; none for what is no object.
    pub(crate) fn members(&self) -> &[Member] {
        match &self.value {
            Value::Object(members) => members,
            _ => &[],
        }
    }

    /// The text, where it is one.
    pub(crate) fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The words or digits of what is written in one word: a text, a number, true or false.
    pub(crate) fn written(&self) -> Option<String> {
        match &self.value {
            Value::Text(text) => Some(text.clone()),
            Value::Number(digits) => Some(digits.clone()),
            Value::Truth(truth) => Some(truth.to_string()),
            Value::Null | Value::List(_) | Value::Object(_) => None,
        }
    }

    /// Whether this is nothing at all.
    pub(crate) fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    fn kind(&self) -> &'static str {
        match &self.value {
            Value::Null => "null",
            Value::Truth(_) => "true or false",
            Value::Number(_) => "a number",
            Value::Text(_) => "a text",
            Value::List(_) => "a list",
            Value::Object(_) => "an object",
        }
    }
}

impl Reading<'_> {
    /// The value under a key that must be there.
    pub(crate) fn member<'n>(&mut self, node: &'n Node, key: &str) -> Option<&'n Node> {
        self.object(node, "this")?;
        let found = node.get(key);
        if found.is_none() {
            self.error(&(node.span.start..node.span.start + 1), format!("`{key}` is missing here"));
        }
        found
    }

    /// The members of what must be an object.
    pub(crate) fn object<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n [Member]> {
        match &node.value {
            Value::Object(members) => Some(members),
            _ => self.wrong(node, what, "an object"),
        }
    }

    /// The values of what must be a list.
    pub(crate) fn list<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n [Node]> {
        match &node.value {
            Value::List(nodes) => Some(nodes),
            _ => self.wrong(node, what, "a list"),
        }
    }

    /// The text of what must be a text.
    pub(crate) fn text_of<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n str> {
        match &node.value {
            Value::Text(text) => Some(text),
            _ => self.wrong(node, what, "a text"),
        }
    }

    /// The exact number of what must be a number.
    pub(crate) fn number_of(&mut self, node: &Node, what: &str) -> Option<Number> {
        match &node.value {
            Value::Number(digits) => match digits.parse() {
                Ok(number) => Some(number),
                Err(error) => {
                    self.error(&node.span, format!("{what} is `{}`: {error}", short(digits)));
                    None
                }
            },
            _ => self.wrong(node, what, "a number"),
        }
    }

    fn wrong<T>(&mut self, node: &Node, what: &str, wanted: &str) -> Option<T> {
        // An object or list may be the whole file; its first character marks it well enough.
        let span = match node.value {
            Value::List(_) | Value::Object(_) => node.span.start..node.span.start + 1,
            _ => node.span.clone(),
        };
        self.error(&span, format!("{what} is {}, not {wanted}", node.kind()));
        None
    }
}

/// Text short enough to be quoted in a message.
pub(crate) fn short(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// Reads a document: one value, and nothing behind it.
///
/// # Errors
/// The first place where the text is no JSON, repeats a key, or nests deeper than 64.
pub(crate) fn parse(source: &SourceText<'_>) -> Result<Node, Diagnostic> {
    let mut parser = Parser { source, at: 0, depth: 0 };
    let node = parser.value()?;
    parser.skip_space();
    match parser.peek() {
        None => Ok(node),
        Some(_) => Err(parser.error("something follows the end of the JSON value")),
    }
}

struct Parser<'s, 't> {
    source: &'s SourceText<'t>,
    at: usize,
    depth: usize,
}

impl<'t> Parser<'_, 't> {
    fn rest(&self) -> &'t str {
        self.source.text().get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip_space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    fn take(&mut self, expected: char) -> bool {
        let found = self.peek() == Some(expected);
        if found {
            self.at += expected.len_utf8();
        }
        found
    }

    fn error(&self, message: impl Into<String>) -> Diagnostic {
        let problem = self.source.error(self.at..self.at + 1, message);
        match self.peek() {
            None => problem.help("the file is cut short; fetch it again"),
            Some(_) => problem,
        }
    }

    fn value(&mut self) -> Result<Node, Diagnostic> {
        self.skip_space();
        let start = self.at;
        let value = match self.peek() {
            Some('{') => self.nested(Self::object)?,
            Some('[') => self.nested(Self::list)?,
            Some('"') => Value::Text(self.text()?),
            Some('-' | '0'..='9') => Value::Number(self.number()?),
            _ => self.word()?,
        };
        Ok(Node { value, span: start..self.at })
    }

    fn nested(&mut self, inner: fn(&mut Self) -> Result<Value, Diagnostic>) -> Result<Value, Diagnostic> {
        if self.depth == DEPTH_MAX {
            return Err(self.error(format!("lists and objects are nested more than {DEPTH_MAX} deep")));
        }
        self.depth += 1;
        self.at += 1;
        let value = inner(self);
        self.depth -= 1;
        value
    }

    fn object(&mut self) -> Result<Value, Diagnostic> {
        let mut members: Vec<Member> = Vec::new();
        let mut known: BTreeSet<String> = BTreeSet::new();
        self.skip_space();
        if self.take('}') {
            return Ok(Value::Object(members));
        }
        loop {
            self.skip_space();
            let start = self.at;
            if self.peek() != Some('"') {
                return Err(self.error("a key in double quotes should stand here"));
            }
            let key = self.text()?;
            let key_span = start..self.at;
            if !known.insert(key.clone()) {
                let message = format!("`{}` is there twice", short(&key));
                return Err(self.source.error(key_span, message).help("keep one of them"));
            }
            self.skip_space();
            if !self.take(':') {
                return Err(self.error("a `:` should stand here"));
            }
            let node = self.value()?;
            members.push(Member { key, key_span, node });
            self.skip_space();
            if self.take('}') {
                return Ok(Value::Object(members));
            }
            if !self.take(',') {
                return Err(self.error("a `,` or `}` should stand here"));
            }
        }
    }

    fn list(&mut self) -> Result<Value, Diagnostic> {
        let mut nodes = Vec::new();
        self.skip_space();
        if self.take(']') {
            return Ok(Value::List(nodes));
        }
        loop {
            nodes.push(self.value()?);
            self.skip_space();
            if self.take(']') {
                return Ok(Value::List(nodes));
            }
            if !self.take(',') {
                return Err(self.error("a `,` or `]` should stand here"));
            }
        }
    }

    fn text(&mut self) -> Result<String, Diagnostic> {
        let start = self.at;
        self.at += 1;
        let mut out = String::new();
        loop {
            let rest = self.rest();
            let plain = rest.find(|c: char| c == '"' || c == '\\' || c < ' ').unwrap_or(rest.len());
            out.push_str(rest.get(..plain).unwrap_or_default());
            self.at += plain;
            match self.peek() {
                Some('"') => {
                    self.at += 1;
                    return Ok(out);
                }
                Some('\\') => out.push(self.escape()?),
                Some(_) => {
                    return Err(self
                        .error("a control character stands in a text")
                        .help("write it as `\\n` or `\\u….`"));
                }
                None => {
                    let message = "this text has no closing quote";
                    return Err(self.source.error(start..start + 1, message));
                }
            }
        }
    }

    fn escape(&mut self) -> Result<char, Diagnostic> {
        let wrong = self.error("this escape sequence is unknown");
        self.at += 1;
        let c = self.peek().ok_or(wrong.clone())?;
        self.at += c.len_utf8();
        Ok(match c {
            '"' | '\\' | '/' => c,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let first = self.four_digits().ok_or(wrong.clone())?;
                let code = match first {
                    // A character beyond the first plane is written as two halves.
                    0xD800..=0xDBFF if self.rest().starts_with("\\u") => {
                        self.at += 2;
                        let second = self.four_digits().filter(|low| (0xDC00..=0xDFFF).contains(low));
                        let second = second.ok_or(wrong.clone())?;
                        0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)
                    }
                    _ => first,
                };
                char::from_u32(code).ok_or(wrong)?
            }
            _ => return Err(wrong),
        })
    }

    fn four_digits(&mut self) -> Option<u32> {
        let digits = self.rest().get(..4)?;
        let all_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let code = u32::from_str_radix(digits, 16).ok().filter(|_| all_hex)?;
        self.at += 4;
        Some(code)
    }

    fn digits(&mut self) -> usize {
        let rest = self.rest();
        let count = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        self.at += count;
        count
    }

    fn number(&mut self) -> Result<String, Diagnostic> {
        let start = self.at;
        if self.take('-') && self.rest().starts_with("Infinity") {
            self.at += "Infinity".len();
            return Ok("-Infinity".to_owned());
        }
        let leading_zero = self.peek() == Some('0');
        let count = self.digits();
        let mut sound = count == 1 || (count > 1 && !leading_zero);
        if self.take('.') {
            sound &= self.digits() > 0;
        }
        if self.take('e') || self.take('E') {
            let _ = self.take('+') || self.take('-');
            sound &= self.digits() > 0;
        }
        let written = self.source.text().get(start..self.at).unwrap_or_default();
        if !sound {
            let message = format!("`{}` is no JSON number", short(written));
            return Err(self.source.error(start..self.at, message));
        }
        Ok(written.to_owned())
    }

    fn word(&mut self) -> Result<Value, Diagnostic> {
        let rest = self.rest();
        let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        let word = rest.get(..end).unwrap_or_default();
        let value = match word {
            "null" => Value::Null,
            "true" | "false" => Value::Truth(word == "true"),
            "NaN" | "Infinity" => Value::Number(word.to_owned()),
            _ => return Err(self.error("a value should stand here")),
        };
        self.at += end;
        Ok(value)
    }
}

/// A value to write.
pub(crate) enum Output {
    /// A number, by its digits as they are to stand.
    Number(String),
    Text(String),
    List(Vec<Output>),
    Object(Vec<(String, Output)>),
}

impl Output {
    /// An object of the given members.
    pub(crate) fn object<K: Into<String>>(members: impl IntoIterator<Item = (K, Self)>) -> Self {
        Self::Object(members.into_iter().map(|(key, value)| (key.into(), value)).collect())
    }

    /// A text, not yet escaped.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The document, indented, with a line break at its end.
    pub(crate) fn document(&self) -> String {
        let mut out = String::new();
        self.write(0, &mut out);
        out.push('\n');
        out
    }

    fn write(&self, depth: usize, out: &mut String) {
        match self {
            Self::Number(digits) => out.push_str(digits),
            Self::Text(text) => out.push_str(&quoted(text)),
            Self::List(values) => {
                let parts = values.iter().map(|value| (None, value));
                nest('[', parts, ']', depth, out);
            }
            Self::Object(members) => {
                let parts = members.iter().map(|(key, value)| (Some(key.as_str()), value));
                nest('{', parts, '}', depth, out);
            }
        }
    }
}

fn nest<'o>(
    open: char,
    parts: impl Iterator<Item = (Option<&'o str>, &'o Output)>,
    close: char,
    depth: usize,
    out: &mut String,
) {
    out.push(open);
    let mut first = true;
    for (key, value) in parts {
        out.push_str(if first { "\n" } else { ",\n" });
        out.push_str(&"  ".repeat(depth + 1));
        if let Some(key) = key {
            out.push_str(&quoted(key));
            out.push_str(": ");
        }
        value.write(depth + 1, out);
        first = false;
    }
    if !first {
        out.push('\n');
        out.push_str(&"  ".repeat(depth));
    }
    out.push(close);
}

/// A text as JSON writes it, with its quotes.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn complaint(text: &str) -> Option<(usize, usize)> {
        parse(&SourceText::new("x.json", text)).err().map(|problem| problem.line_column().unwrap_or((0, 0)))
    }

    #[test]
    fn faults_have_their_place() {
        for (text, place) in [
            ("", (1, 1)),
            ("{\n \"a\": 1,\n \"a\": 2}", (3, 2)),
            ("{\"a\": 1,}", (1, 9)),
            ("[1,\n2", (2, 2)),
            ("[01]", (1, 2)),
            ("[1.]", (1, 2)),
            ("{\"a\" 1}", (1, 6)),
            ("[\"\\x\"]", (1, 3)),
            ("[\"open]", (1, 2)),
            ("[] []", (1, 4)),
            ("[\"\\ud800\"]", (1, 3)),
        ] {
            assert_eq!(complaint(text), Some(place), "{text}");
        }
        assert_eq!(complaint(&"[".repeat(1_000_000)), Some((1, 65)));
    }

    #[test]
    fn what_is_no_finite_number_is_told_of_where_a_number_is_wanted() {
        for word in ["NaN", "Infinity", "-Infinity"] {
            let text = format!("{{\"a\": {word}}}");
            let source = SourceText::new("x.json", &text);
            let root = parse(&source).expect("as Python writes it");
            let mut reading = Reading::new(source);
            assert_eq!(reading.number_of(root.get("a").expect("there"), "x"), None);
            assert_eq!(reading.found.first().and_then(|problem| problem.line_column()), Some((1, 7)));
        }
        assert_eq!(complaint("{\"a\": inf}"), Some((1, 7)));
    }

    #[test]
    fn numbers_keep_their_digits() {
        let source = SourceText::new("x.json", "[0.30000000000000004, 1e-3, -7]");
        let Ok(Node { value: Value::List(nodes), .. }) = parse(&source) else { panic!("a list") };
        let mut reading = Reading::new(source);
        let read = nodes.iter().map(|node| reading.number_of(node, "x").map(|n| n.to_string()));
        let read: Option<Vec<String>> = read.collect();
        assert_eq!(read, Some(vec!["0.30000000000000004".into(), "0.001".into(), "-7".into()]));
    }

    proptest! {
        /// What a widely used reader accepts is accepted, what it refuses refused; keys once, shallow nesting.
        #[test]
        fn accepts_what_another_reader_accepts(text in "[\\[\\]{}:,\"a0-9.eE+\\-\\\\ntu \u{e9}]{0,24}") {
            let other = serde_json::from_str::<serde_json::Value>(&text).is_ok();
            let ours = complaint(&text);
            // Two things differ on purpose: repeated keys, and numbers beyond what a float holds.
            if !text.contains(['e', 'E']) && (other || !text.contains('{')) && !text.contains('{') {
                prop_assert_eq!(ours.is_none(), other, "{}", text);
            }
        }

        #[test]
        fn quoted_text_reads_back(text in any::<String>()) {
            let file = quoted(&text);
            let node = parse(&SourceText::new("x.json", &file));
            prop_assert_eq!(node.ok().and_then(|node| node.as_text().map(str::to_owned)), Some(text));
        }
    }
}
