//! A tree of HTML to paragraphs.

use dom_query::{Document, NodeRef};

use crate::layout::{Layout, line};

/// Text, and how much of it is what one clicks on.
pub struct Flow {
    /// The paragraphs that were found, one after the other.
    pub text: String,
    /// Letters in all.
    letters: usize,
    /// Of these, in links.
    linked: usize,
}

impl Flow {
    /// Whether there is no text, or more than half of it leads elsewhere.
    pub fn is_navigation(&self) -> bool {
        self.letters == 0 || 2 * self.linked > self.letters
    }
}

/// The paragraphs of a tree. A first heading that repeats `title` is left out, since it is kept beside the text.
pub fn of(page: &Document, title: Option<&str>) -> Flow {
    let mut walk = Walk { layout: Layout::default(), letters: 0, linked: 0, within_link: 0, title };
    walk.children(&page.root());
    Flow { text: walk.layout.finish(), letters: walk.letters, linked: walk.linked }
}

struct Walk<'a> {
    layout: Layout,
    letters: usize,
    linked: usize,
    within_link: usize,
    title: Option<&'a str>,
}

impl Walk<'_> {
    // Trees are no deeper than `bounded` lets them be.
    fn children(&mut self, node: &NodeRef<'_>) {
        for child in node.children_it(false) {
            if child.is_text() {
                self.text(&child.text());
            } else if child.is_element() {
                self.element(&child);
            }
        }
    }

    fn text(&mut self, words: &str) {
        let letters = words.chars().filter(|c| c.is_alphanumeric()).count();
        self.letters += letters;
        if self.within_link > 0 {
            self.linked += letters;
        }
        self.layout.text(words);
    }

    fn element(&mut self, element: &NodeRef<'_>) {
        let name = element.node_name().unwrap_or_default();
        if is_unread(&name) || is_hidden(element) {
            return;
        }
        match &*name {
            "br" => self.layout.text("\n"),
            "hr" => self.layout.end_paragraph(),
            "a" => {
                self.within_link += 1;
                self.children(element);
                self.within_link -= 1;
            }
            // Cells of a row are apart, and belong together.
            "td" | "th" => {
                self.children(element);
                self.layout.text("\t");
            }
            "h1" | "h2" if self.title.is_some_and(|title| line(&element.text()) == title) => {
                self.title = None;
            }
            "pre" => self.preformatted(element),
            _ if is_block(&name) => {
                self.layout.end_paragraph();
                self.children(element);
                self.layout.end_paragraph();
            }
            _ => self.children(element),
        }
    }

    /// Lines as typed: an empty one parts paragraphs.
    fn preformatted(&mut self, element: &NodeRef<'_>) {
        self.layout.end_paragraph();
        for line in element.text().lines() {
            if line.trim().is_empty() {
                self.layout.end_paragraph();
            } else {
                self.text(line);
                self.layout.text("\n");
            }
        }
        self.layout.end_paragraph();
    }
}

/// What holds no words of a report.
fn is_unread(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "head"
            | "title"
            | "nav"
            | "aside"
            | "form"
            | "button"
            | "select"
            | "textarea"
            | "svg"
            | "math"
            | "iframe"
            | "object"
            | "video"
            | "audio"
            | "canvas"
    )
}

/// What browsers do not show, such as the preview line of a mail.
fn is_hidden(element: &NodeRef<'_>) -> bool {
    let style = element.attr_or("style", "").to_ascii_lowercase().replace(char::is_whitespace, "");
    element.has_attr("hidden") || style.contains("display:none") || style.contains("visibility:hidden")
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "article"
            | "section"
            | "main"
            | "header"
            | "footer"
            | "body"
            | "html"
            | "blockquote"
            | "address"
            | "figure"
            | "figcaption"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "ul"
            | "ol"
            | "li"
            | "dl"
            | "dt"
            | "dd"
            | "table"
            | "caption"
            | "thead"
            | "tbody"
            | "tfoot"
            | "tr"
            | "center"
            | "details"
            | "summary"
    )
}
