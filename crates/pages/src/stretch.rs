//! Long lists, a stretch at a time.

use super::view::View;
use maud::{Markup, html};
use mediant_words::say;

/// How many entries of a list a page shows.
const SHOWN_MAX: usize = 25;

/// A stretch of a list, newest first.
pub struct Stretch<T> {
    /// What is shown.
    pub shown: Vec<T>,
    name: &'static str,
    from: usize,
    total: usize,
}

impl<T> Stretch<T> {
    /// The stretch of a list that the page's query asks for under this name.
    pub fn new(view: &View<'_>, name: &'static str, all: impl IntoIterator<Item = T>) -> Self {
        let asked = view.query().into_iter().find(|(known, _)| known == name);
        let from = asked.and_then(|(_, value)| value.parse().ok()).unwrap_or(0);
        let mut all = all.into_iter();
        let skipped = all.by_ref().take(from).count();
        let shown: Vec<T> = all.by_ref().take(SHOWN_MAX).collect();
        let total = skipped + shown.len() + all.count();
        Self { shown, name, from: skipped, total }
    }

    /// Whether the list has no entry at all.
    pub fn is_empty(&self) -> bool {
        self.total == 0
    }

    /// The ways to newer and older entries, where there are any.
    pub fn links(&self, view: &View<'_>) -> Markup {
        let newer = (self.from > 0).then(|| self.from.saturating_sub(SHOWN_MAX));
        let older = Some(self.from + SHOWN_MAX).filter(|from| *from < self.total);
        html! {
            @if newer.is_some() || older.is_some() {
                p.pages {
                    span.quiet { (say!(view, stretch.shown_of, first = self.from + 1, last = self.from + self.shown.len(), total = self.total)) }
                    @if let Some(from) = newer { a href=(self.link(view, from)) { (say!(view, stretch.newer)) } }
                    @if let Some(from) = older { a href=(self.link(view, from)) { (say!(view, stretch.older)) } }
                }
            }
        }
    }

    fn link(&self, view: &View<'_>, from: usize) -> String {
        let path = view.path.split_once('?').map_or(view.path, |(path, _)| path);
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in view.query().iter().filter(|(name, _)| name != self.name) {
            query.append_pair(name, value);
        }
        if from > 0 {
            query.append_pair(self.name, &from.to_string());
        }
        let query = query.finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }
}
