//! What a page says of its article: day, writer, title.
//!
//! Days are read where publishers say when the article appeared, not when the page was changed: in JSON-LD, in `meta` elements,
//! in `time` elements marked so. Where none of them says, the `time` elements of the page count if all are of one day.

use dom_query::{Document, NodeRef};
use serde_json::Value;

use crate::day::Day;
use crate::layout::label;

/// What a page says.
#[derive(Default)]
pub struct Metadata {
    pub title: Option<String>,
    pub byline: Option<String>,
    /// The best place first; only days that are written in full.
    pub days: Vec<Day>,
}

/// Names of `meta` elements (in lower case) that say when an article appeared.
const PUBLISHED: [&str; 22] = [
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "og:published_time",
    "og:pubdate",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "date",
    "dc.date",
    "dc:date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.issued",
    "dcterms.created",
    "citation_publication_date",
    "parsely-pub-date",
    "sailthru.date",
    "rnews:datepublished",
];

const WRITERS: [&str; 6] =
    ["author", "article:author", "byl", "dc.creator", "parsely-author", "sailthru.author"];

impl Metadata {
    /// That of a page.
    pub fn from_page(page: &Document) -> Self {
        let mut found = Self::default();
        let structured = page
            .select(r#"script[type="application/ld+json"]"#)
            .nodes()
            .iter()
            .find_map(|script| article(&serde_json::from_str(&script.text()).ok()?));
        if let Some(article) = structured {
            found.days.extend(
                text(&article, "datePublished")
                    .and_then(|day| Day::read(day, "the page's JSON-LD (datePublished)")),
            );
            found.title = text(&article, "headline").and_then(label);
            found.byline = article.get("author").and_then(writers);
        }
        for meta in page.select("meta").nodes() {
            found.meta(meta);
        }
        for element in page.select("time, [itemprop]").nodes() {
            let says =
                |name: &str| element.attr(name).is_some_and(|it| it.eq_ignore_ascii_case("datePublished"));
            if says("itemprop") || element.has_attr("pubdate") {
                found.days.extend(time(element));
            }
        }
        if found.days.is_empty() {
            let times: Vec<Day> = page.select("time").nodes().iter().filter_map(time).collect();
            if let Some(first) = times.first()
                && times.iter().all(|day| day.agrees(first))
            {
                found.days.push(first.clone());
            }
        }
        found
    }

    fn meta(&mut self, meta: &NodeRef<'_>) {
        let content = meta.attr_or("content", "");
        for key in ["property", "name", "itemprop", "http-equiv"] {
            let name = meta.attr_or(key, "").trim().to_ascii_lowercase();
            if PUBLISHED.contains(&name.as_str()) {
                self.days.extend(Day::read(&content, format!("the page's `{name}`")));
            } else if name == "og:title" && self.title.is_none() {
                self.title = label(&content);
            } else if WRITERS.contains(&name.as_str()) && self.byline.is_none() && !content.contains("://") {
                self.byline = super::byline(&content);
            }
        }
    }
}

/// The day of a `time` element, or of another one that says it in an attribute.
fn time(element: &NodeRef<'_>) -> Option<Day> {
    let written =
        element.attr("datetime").or_else(|| element.attr("content")).unwrap_or_else(|| element.text());
    Day::read(&written, "the page's `time`")
}

/// The article that JSON-LD tells of: itself, one of a list or a graph; not what it only links to.
fn article(value: &Value) -> Option<Value> {
    let is_article = |kind: &Value| {
        let says = |name: &str| ["Article", "Posting", "Report"].iter().any(|end| name.ends_with(end));
        match kind {
            Value::String(name) => says(name),
            Value::Array(names) => names.iter().filter_map(Value::as_str).any(says),
            _ => false,
        }
    };
    match value {
        Value::Array(several) => several.iter().find_map(article),
        Value::Object(object) if object.get("@type").is_some_and(is_article) => Some(value.clone()),
        Value::Object(object) => object.get("@graph").and_then(article),
        _ => None,
    }
}

fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key)?.as_str()
}

/// `"Ana Petri"`, `{"name": "Ana Petri"}`, or a list of such.
fn writers(value: &Value) -> Option<String> {
    let name = |value: &Value| value.as_str().or_else(|| text(value, "name")).map(str::to_owned);
    match value {
        Value::Array(several) => label(&several.iter().filter_map(name).collect::<Vec<_>>().join(", ")),
        one => name(one).and_then(|name| label(&name)),
    }
}
