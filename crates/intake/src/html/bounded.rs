//! HTML to a tree, as long as the tree stays small.
//!
//! The rules of HTML open elements anew that were left open, so that a few kilobytes can stand for millions of elements within
//! one another. The tree is counted while it grows, in short pieces of the page, and refused as soon as it is too large. How deep it is, is
//! measured when it stands, before anything walks through it.

use std::borrow::Cow;
use std::cell::Cell;

use dom_query::{Document, NodeId};
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{Attribute, ParseOpts, Parser, QualName, local_name, ns, parse_document, parse_fragment};

use crate::fault::IntakeError;
use crate::form::Form;
use crate::limits::Limits;

/// Bytes of a page that are taken in between two looks at the tree: what they can add is bounded by the depth there is.
const PIECE: usize = 256;

/// The tree of a page.
pub fn page(html: &str, limits: &Limits) -> Result<Document, IntakeError> {
    grow(parse_document(Counted::new(Document::default()), options()), html, limits)
}

/// The tree of a piece of a page, as it would stand in a page's body.
pub fn fragment(html: &str, limits: &Limits) -> Result<Document, IntakeError> {
    let body = QualName::new(None, ns!(html), local_name!("body"));
    let sink = Counted::new(Document::fragment_sink());
    grow(parse_fragment(sink, options(), body, Vec::new(), false), html, limits)
}

fn options() -> ParseOpts {
    let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    ParseOpts { tree_builder, ..ParseOpts::default() }
}

fn grow(mut parser: Parser<Counted>, html: &str, limits: &Limits) -> Result<Document, IntakeError> {
    let too_many =
        IntakeError::TooMany { form: Form::Html, what: "elements".to_owned(), limit: limits.nodes };
    let too_deep = IntakeError::TooDeep { form: Form::Html, limit: limits.depth };
    let mut rest = html;
    while !rest.is_empty() {
        let (piece, behind) = rest.split_at(rest.floor_char_boundary(PIECE));
        parser.process(StrTendril::from_slice(piece));
        let sink = &parser.tokenizer.sink.sink;
        if sink.nodes.get() > limits.nodes {
            return Err(too_many);
        }
        // Elements that are moved when tags overlap are not followed here: see below for what counts.
        if sink.deepest.get() > 2 * limits.depth {
            return Err(too_deep);
        }
        rest = behind;
    }
    let page = parser.finish();
    if page.tree.len() > 2 * limits.nodes {
        return Err(too_many);
    }
    if depth(&page) > limits.depth {
        return Err(too_deep);
    }
    if escaping(&page) > ESCAPING {
        return Err(IntakeError::Broken {
            form: Form::Html,
            why: "one of its texts holds too many signs such as `&`".to_owned(),
        });
    }
    Ok(page)
}

/// What writing the tree as HTML may cost, in [`escaping`]'s count: some tenths of a second.
const ESCAPING: usize = 2_000_000_000;

/// What it costs to write the tree as HTML again: for each sign that is written as an entity, all that follows it in its text is looked
/// through anew.
fn escaping(page: &Document) -> usize {
    let cost = |text: &str| {
        let escaped = text.chars().filter(|c| matches!(c, '&' | '<' | '>' | '"' | '\u{a0}')).count();
        escaped.saturating_mul(text.len())
    };
    let mut sum = 0_usize;
    for node in page.root().descendants_it() {
        if node.is_text() {
            sum = sum.saturating_add(cost(&node.text()));
        } else {
            node.attrs().iter().for_each(|attribute| sum = sum.saturating_add(cost(&attribute.value)));
        }
    }
    sum
}

/// How many elements stand within one another at most.
fn depth(page: &Document) -> usize {
    let mut deepest = 0;
    let mut open = vec![(page.tree.root_id(), 0)];
    while let Some((node, depth)) = open.pop() {
        deepest = deepest.max(depth);
        open.extend(page.tree.child_ids_of_it(&node, false).map(|child| (child, depth + 1)));
    }
    deepest
}

/// A tree in the making that counts.
struct Counted {
    page: Document,
    nodes: Cell<usize>,
    deepest: Cell<usize>,
}

impl Counted {
    fn new(page: Document) -> Self {
        Self { page, nodes: Cell::new(0), deepest: Cell::new(0) }
    }

    fn count(&self) {
        self.nodes.set(self.nodes.get() + 1);
    }

    /// Looks now and then how deep the tree is: one that is deep is so for more than a few elements.
    fn look(&self, parent: &NodeId) {
        if self.nodes.get().is_multiple_of(64) {
            let depth = self.page.tree.ancestor_ids_of_it(parent, None).count();
            self.deepest.set(self.deepest.get().max(depth));
        }
    }
}

/// All as [`Document`] does it.
impl TreeSink for Counted {
    type Handle = NodeId;
    type Output = Document;
    type ElemName<'a> = <Document as TreeSink>::ElemName<'a>;

    fn finish(self) -> Document {
        self.page
    }

    /// Pages are full of faults; nobody asks.
    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        self.page.get_document()
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Self::ElemName<'a> {
        self.page.elem_name(target)
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> NodeId {
        self.count();
        self.page.create_element(name, attrs, flags)
    }

    fn create_comment(&self, text: StrTendril) -> NodeId {
        self.count();
        self.page.create_comment(text)
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> NodeId {
        self.count();
        self.page.create_pi(target, data)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.look(parent);
        self.page.append(parent, child);
    }

    fn append_based_on_parent_node(&self, element: &NodeId, before: &NodeId, child: NodeOrText<NodeId>) {
        self.look(element);
        self.page.append_based_on_parent_node(element, before, child);
    }

    fn append_doctype_to_document(&self, name: StrTendril, public: StrTendril, system: StrTendril) {
        self.page.append_doctype_to_document(name, public, system);
    }

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        self.page.get_template_contents(target)
    }

    fn same_node(&self, one: &NodeId, other: &NodeId) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.page.set_quirks_mode(mode);
    }

    fn append_before_sibling(&self, sibling: &NodeId, new: NodeOrText<NodeId>) {
        self.look(sibling);
        self.page.append_before_sibling(sibling, new);
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attrs: Vec<Attribute>) {
        self.page.add_attrs_if_missing(target, attrs);
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.page.remove_from_parent(target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        self.page.reparent_children(node, new_parent);
    }

    fn is_mathml_annotation_xml_integration_point(&self, handle: &NodeId) -> bool {
        self.page.is_mathml_annotation_xml_integration_point(handle)
    }
}
