//! A report with its sentences, words, tags and trees.

use std::fmt;

use crate::parse::Model;
use crate::report::{Excerpt, Report};
use crate::words::lemma::lemma;
use crate::words::{sentences, tokens};

/// A word of a sentence. Its `Debug` form shows where it stands and what it is, not what it says.
#[derive(Clone, PartialEq)]
pub struct Word<'t> {
    /// Where it stands.
    pub at: Excerpt<'t>,
    /// Tag of the Penn Treebank.
    pub tag: &'static str,
    /// Universal Dependencies relation to its head, with its subtype.
    pub relation: &'static str,
    /// The word that it hangs on, as a place in [`Sentence::words`]; `None` for the sentence's root.
    pub head: Option<usize>,
    /// Base form, lower case.
    pub lemma: String,
}

impl fmt::Debug for Word<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { at, tag, relation, head, lemma: _ } = self;
        write!(f, "Word({at:?}, {tag}, {relation} of {head:?})")
    }
}

impl Word<'_> {
    /// Whether it is a verb by its tag; modal verbs are `MD` and none.
    pub fn is_verb(&self) -> bool {
        self.tag.starts_with("VB")
    }

    /// Whether it is a name by its tag.
    pub fn is_name(&self) -> bool {
        self.tag.starts_with("NNP")
    }

    /// The relation without its subtype: `nsubj` of `nsubj:pass`.
    pub fn kind(&self) -> &'static str {
        self.relation.split(':').next().unwrap_or(self.relation)
    }
}

/// A sentence of a report, with its tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence<'t> {
    /// Where it stands.
    pub at: Excerpt<'t>,
    /// Which of the report's paragraphs it belongs to, from 0.
    pub paragraph: usize,
    /// Its words, in order; never empty.
    pub words: Vec<Word<'t>>,
}

impl<'t> Sentence<'t> {
    /// Words that hang on a word, in order.
    pub fn children(&self, word: usize) -> impl Iterator<Item = usize> {
        self.words
            .iter()
            .enumerate()
            .filter(move |(_, child)| child.head == Some(word))
            .map(|(place, _)| place)
    }

    /// The first word that hangs on `word` by this kind of relation.
    pub fn child(&self, word: usize, kind: &str) -> Option<usize> {
        self.children(word).find(|&child| self.words[child].kind() == kind)
    }

    /// Whether `word` hangs on `above`, directly or not, or is it.
    pub fn is_under(&self, word: usize, above: usize) -> bool {
        self.way_up(word).any(|at| at == above)
    }

    /// A word, its head, its head's head, up to the root.
    pub fn way_up(&self, word: usize) -> impl Iterator<Item = usize> {
        // The words make a tree, so that the way ends.
        std::iter::successors(Some(word), |&at| self.words[at].head)
    }

    /// The words that hang on a word, directly or not, and itself, in the order of the text.
    pub fn subtree(&self, word: usize) -> Vec<usize> {
        (0..self.words.len()).filter(|&other| self.is_under(other, word)).collect()
    }

    /// From the first to the last of some words; `None` of none.
    pub fn excerpt_of(&self, words: &[usize]) -> Option<Excerpt<'t>> {
        let first = words.iter().min()?;
        let last = words.iter().max()?;
        self.words.get(*first)?.at.to(self.words.get(*last)?.at)
    }

    /// The word that the byte `at` of the report belongs to, or the next one behind it.
    pub fn word_at(&self, at: usize) -> Option<usize> {
        let place = self.words.partition_point(|word| word.at.end() <= at);
        (place < self.words.len()).then_some(place)
    }

    /// Words that begin within a stretch of the report.
    pub fn words_in(&self, at: Excerpt<'_>) -> std::ops::Range<usize> {
        let from = self.words.partition_point(|word| word.at.start() < at.start());
        let to = self.words.partition_point(|word| word.at.start() < at.end());
        from..to.max(from)
    }
}

/// A report that has been read word by word.
#[derive(Debug, Clone, PartialEq)]
pub struct Document<'t> {
    /// The report that was read: its text, day and paragraphs.
    pub report: Report<'t>,
    /// Its sentences, in order.
    pub sentences: Vec<Sentence<'t>>,
}

impl<'t> Document<'t> {
    /// Cuts a report into sentences and words and finds tags and trees. Takes about 0.1 ms a word.
    ///
    /// ```
    /// use mediant_reader::document::Document;
    /// use mediant_reader::parse::Model;
    /// use mediant_reader::report::{Options, Report};
    ///
    /// let text = "date 2031-05-14 The envoys met in Bern. They will meet again.";
    /// let report = Report::read(text, &Options::default())?;
    /// let document = Document::read(report, Model::english());
    /// let first = &document.sentences[0];
    /// let met = first.words.iter().position(|word| word.lemma == "meet").ok_or("a verb")?;
    /// let subject = first.child(met, "nsubj").ok_or("a subject")?;
    /// assert_eq!(first.words[subject].at.as_str(), "envoys");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read(report: Report<'t>, model: &'static Model) -> Self {
        let mut all = Vec::new();
        for (paragraph, &text) in report.paragraphs().iter().enumerate() {
            for whole in sentences::split(text) {
                for words in tokens::split(whole).chunks(LONGEST) {
                    all.extend(sentence(paragraph, words, model));
                }
            }
        }
        Self { report, sentences: all }
    }
}

/// Words of a sentence at most; what has more is cut into several. No sentence that somebody wrote is near it, and a list or a text
/// without full stops would otherwise cost the square of its length.
const LONGEST: usize = 400;

/// The sentence of some words; `None` of none.
fn sentence<'t>(paragraph: usize, words: &[Excerpt<'t>], model: &'static Model) -> Option<Sentence<'t>> {
    let at = words.first()?.to(*words.last()?)?;
    let forms: Vec<&str> = words.iter().map(|word| word.as_str()).collect();
    let parsed = model.parse(&forms);
    let told = parsed.tags.iter().zip(&parsed.heads).zip(&parsed.relations);
    let words = words.iter().zip(told).map(|(&at, ((&tag, &head), &relation))| Word {
        at,
        tag: model.tag(tag),
        relation: model.relation(relation),
        head: head.checked_sub(1),
        lemma: lemma(at.as_str(), model.tag(tag)),
    });
    Some(Sentence { at, paragraph, words: words.collect() })
}
